"""When birthdays come round (R3.4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import lunar
from domain.persons import Birthday, BirthdayType, next_birthday

LUNAR, LEAP = BirthdayType.LUNAR, BirthdayType.LUNAR_LEAP


@pytest.mark.parametrize(
    ("birthday", "today", "on", "age"),
    [
        (Birthday(11, 2, 1969), date(2026, 3, 18), date(2026, 11, 2), 57),
        (Birthday(3, 18, 1990), date(2026, 3, 18), date(2026, 3, 18), 36),
        (Birthday(3, 17), date(2026, 3, 18), date(2027, 3, 17), None),
        (Birthday(2, 29, 1992), date(2026, 1, 1), date(2026, 2, 28), 34),
        (Birthday(2, 29, 1992), date(2028, 1, 1), date(2028, 2, 29), 36),
        (Birthday(8, 15, 1970, LUNAR), date(2026, 3, 18), date(2026, 9, 25), 56),
        (Birthday(12, 23, 1968, LUNAR), date(2026, 1, 20), date(2026, 2, 10), 57),
        (Birthday(6, 3, 2025, LEAP), date(2025, 7, 1), date(2025, 7, 27), None),
        (Birthday(6, 3, 1987, LEAP), date(2026, 3, 18), date(2026, 7, 16), 39),
    ],
)
def test_a_birthday_comes_round_by_its_own_calendar(birthday: Birthday, today: date, on: date, age: int | None) -> None:
    coming = next_birthday(birthday, today)
    assert coming is not None
    assert coming.on == on
    if age is not None:
        assert coming.age == age


def test_the_thirtieth_of_a_short_lunar_month_falls_on_its_last_day() -> None:
    short = next(year for year in range(2024, 2060) if lunar.days_in_month(year, 1) == 29)
    coming = next_birthday(Birthday(1, 30, None, LUNAR), date(short, 1, 1))
    assert coming is not None
    assert lunar.to_lunar(coming.on) == lunar.LunarDay(short, 1, 29)


@given(
    st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    st.sampled_from(list(BirthdayType)),
    st.dates(date(2026, 1, 1), date(2060, 1, 1)),
)
def test_every_birthday_falls_within_the_coming_thirteen_months(born: date, type_: BirthdayType, today: date) -> None:
    coming = next_birthday(Birthday(born.month, min(born.day, 29), born.year, type_), today)
    assert coming is not None
    assert 0 <= (coming.on - today).days <= 390


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.booleans(), st.sampled_from(list(BirthdayType)))
def test_what_the_column_keeps_reads_back_the_same(born: date, with_year: bool, type_: BirthdayType) -> None:
    birthday = Birthday(born.month, born.day, born.year if with_year else None, type_)
    assert Birthday.parse(str(birthday), type_) == birthday
