"""The lunar calendar and the named holidays, against days that stand in the almanacs."""
# ruff: noqa: E501 -- tables

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import holidays, lunar

# Spring Festival, as the almanacs have it.
NEW_YEARS = [
    date(1950, 2, 17), date(1976, 1, 31), date(1985, 2, 20), date(2000, 2, 5), date(2008, 2, 7), date(2020, 1, 25),
    date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
    date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2033, 1, 31), date(2034, 2, 19),
]  # fmt: skip


@pytest.mark.parametrize("day", NEW_YEARS)
def test_the_lunar_year_begins_on_the_day_of_the_almanac(day: date) -> None:
    assert lunar.to_solar(day.year, 1, 1) == day
    assert holidays.BY_WORD["春节"].on(day.year) == day
    assert holidays.BY_WORD["除夕"].on(day.year) == day - timedelta(days=1)


@given(st.dates(date(1900, 1, 31), date(2101, 1, 28)))
def test_there_and_back_is_the_same_day(day: date) -> None:
    found = lunar.to_lunar(day)
    assert found is not None
    assert lunar.to_solar(found.year, found.month, found.day, found.leap) == day


@given(st.dates(date(1900, 1, 31), date(2101, 1, 27)))
def test_the_next_day_is_the_next_lunar_day_or_the_first(day: date) -> None:
    this, after = lunar.to_lunar(day), lunar.to_lunar(day + timedelta(days=1))
    assert this is not None and after is not None
    assert after.day == this.day + 1 or (after.day == 1 and this.day >= 29)


def test_a_leap_month_stands_after_its_month_and_counts_as_it_elsewhere() -> None:
    """R3.4."""
    assert lunar.has_leap_month(2025, 6) and not lunar.has_leap_month(2026, 6)
    assert lunar.to_solar(2025, 6, 15, leap=True) == date(2025, 8, 8)
    assert lunar.to_solar(2026, 6, 15, leap=True) == lunar.to_solar(2026, 6, 15)


def test_the_thirtieth_of_a_short_month_is_the_twenty_ninth() -> None:
    """R3.4."""
    assert lunar.to_solar(2026, 12, 30) == lunar.to_solar(2026, 12, 29) == date(2027, 2, 5)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1899, 1, 1), (2101, 1, 1), (2026, 13, 1), (2026, 0, 1), (2026, 1, 31)]
)
def test_what_the_lunar_calendar_has_not_is_none(year: int, month: int, day: int) -> None:
    assert lunar.to_solar(year, month, day) is None
    assert lunar.to_lunar(date(1900, 1, 30)) is None


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("元旦", date(2026, 1, 1)), ("腊八", date(2026, 1, 26)), ("小年", date(2026, 2, 10)), ("元宵", date(2026, 3, 3)),
        ("三八", date(2026, 3, 8)), ("植树节", date(2026, 3, 12)), ("清明", date(2026, 4, 5)), ("五一", date(2026, 5, 1)),
        ("青年节", date(2026, 5, 4)), ("护士节", date(2026, 5, 12)), ("母亲节", date(2026, 5, 10)), ("六一", date(2026, 6, 1)),
        ("端午", date(2026, 6, 19)), ("父亲节", date(2026, 6, 21)), ("八一", date(2026, 8, 1)), ("七夕", date(2026, 8, 19)),
        ("医师节", date(2026, 8, 19)), ("教师节", date(2026, 9, 10)), ("中秋", date(2026, 9, 25)), ("十一", date(2026, 10, 1)),
        ("重阳", date(2026, 10, 18)), ("记者节", date(2026, 11, 8)), ("感恩节", date(2026, 11, 26)), ("冬至", date(2026, 12, 22)),
        ("圣诞", date(2026, 12, 25)), ("警察节", date(2026, 1, 10)), ("mid-autumn festival", date(2026, 9, 25)),
    ],
)  # fmt: skip
def test_a_holiday_falls_on_its_day_by_any_of_its_names(word: str, day: date) -> None:
    assert holidays.BY_WORD[word].on(2026) == day


@pytest.mark.parametrize(
    ("word", "year", "first", "last"),
    [
        ("国庆", 2026, date(2026, 10, 1), date(2026, 10, 7)), ("五一", 2026, date(2026, 5, 1), date(2026, 5, 5)),
        ("春节", 2026, date(2026, 2, 16), date(2026, 2, 23)), ("清明", 2026, date(2026, 4, 4), date(2026, 4, 6)),
        ("中秋", 2026, date(2026, 9, 25), date(2026, 9, 27)), ("元旦", 2026, date(2026, 1, 1), date(2026, 1, 3)),
        ("端午", 2024, date(2024, 6, 8), date(2024, 6, 10)), ("教师节", 2026, date(2026, 9, 10), date(2026, 9, 10)),
    ],
)  # fmt: skip
def test_the_usual_break_reaches_around_its_day(word: str, year: int, first: date, last: date) -> None:
    assert holidays.BY_WORD[word].span(year) == (first, last)


def test_no_two_holidays_share_a_name() -> None:
    words = [word for h in holidays.HOLIDAYS for word in (h.name, *h.words, *h.english)]
    assert len(words) == len(set(words))


@given(st.integers(1950, 2060))
def test_every_holiday_falls_once_in_a_year(year: int) -> None:
    for holiday in holidays.HOLIDAYS:
        day = holiday.on(year)
        assert day is not None
        assert abs((day - date(year, 7, 1)).days) < 220
