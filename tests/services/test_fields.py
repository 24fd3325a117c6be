"""Fields as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clients import ClientClass
from domain.errors import Refused
from domain.persons import BirthdayType
from services import days, fields

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    "written",
    [
        *("2008-05-01", "2008/5/1", "2008.5.1", "2008年5月1日", "２００８年５月１日", "20080501", "39569"),
        *("2008-05-01 00:00:00", "1 May 2008", "May 1, 2008", "二〇〇八年五月一日", "2008年5月1号"),
        *("Thursday, the 1st of May 2008", "2008 May 1"),
    ],
)
def test_a_day_is_read_in_every_common_form(written: str) -> None:
    assert days.day(written) == date(2008, 5, 1)


@given(st.dates(date(1900, 3, 1), date(2026, 3, 18)))
def test_every_day_comes_back_from_each_of_its_forms(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    )
    assert {days.day(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("2026-02-30", "fields.no_such_day"),
        ("2025年2月29日", "fields.no_such_day"),
        ("03/04/2026", "fields.not_a_day"),
        ("1956", "fields.not_a_day"),
        ("去年", "fields.not_a_day"),
        ("May 2008", "fields.not_a_day"),
        ("two days before 2008", "fields.not_a_day"),
        ("2027-01-01", "fields.in_future"),
    ],
)
def test_what_is_no_day_is_refused_in_words(written: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        fields.past_day(written, TODAY)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("written", "type_", "kept"),
    [
        ("1969-11-02", None, ("1969-11-02", "solar")),
        ("1973-08-14", "lunar", ("1973-08-14", "lunar")),
        ("11月2日", None, ("--11-02", "solar")),
        ("农历八月十五", None, ("--08-15", "lunar")),
        ("農曆臘月廿三", None, ("--12-23", "lunar")),
        ("1968年正月初一", None, ("1968-01-01", "lunar")),
        ("2020年闰四月初三", None, ("2020-04-03", "lunar_leap")),
        ("1987-06-03", "lunar_leap", ("1987-06-03", "lunar_leap")),
        ("lunar 1969-08-15", None, ("1969-08-15", "lunar")),
        ("公历1969年8月15日", None, ("1969-08-15", "solar")),
    ],
)
def test_a_birthday_is_kept_in_its_own_calendar(written: str, type_: str | None, kept: tuple[str, str]) -> None:
    found = fields.birthday(written, TODAY, BirthdayType(type_) if type_ else None)
    assert (str(found), found.type) == kept


@pytest.mark.parametrize(
    ("written", "type_", "key"),
    [
        ("1975-02-30", None, "fields.no_such_day"),
        ("2月30日", None, "fields.no_such_day"),
        ("1970-02-30", "lunar", "fields.lunar_month_is_short"),
        ("1970-13-01", "lunar", "fields.no_such_lunar_day"),
        ("1986-06-03", "lunar_leap", "fields.no_such_leap_month"),
        ("农历八月十五", "solar", "fields.birthday_types_differ"),
        ("1869-01-01", None, "fields.birthday_year"),
        ("2026-12-01", None, "fields.in_future"),
        ("春天", None, "fields.not_a_birthday"),
    ],
)
def test_a_birthday_that_its_calendar_does_not_have_is_refused(written: str, type_: str | None, key: str) -> None:
    with pytest.raises(Refused) as refused:
        fields.birthday(written, TODAY, BirthdayType(type_) if type_ else None)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("written", "class_"),
    [
        ("A", "A"),
        ("a类", "A"),
        ("Ｂ級", "B"),
        ("class c", "C"),
        ("鑽石卡", "diamond"),
        ("金卡", "gold"),
        ("GOLD", "gold"),
    ],
)
def test_a_class_is_read_in_every_common_word(written: str, class_: str) -> None:
    assert fields.class_(written) is ClientClass(class_)


@pytest.mark.parametrize(
    ("written", "number"),
    [("320", 320), ("1,200", 1200), ("约300人", 300), ("1.2万", 12000), ("三百", 300)],
)
def test_a_count_is_read_as_people_write_it(written: str, number: int) -> None:
    assert fields.number(written) == number


def test_a_role_word_that_is_not_ours_is_kept_as_it_was_written() -> None:
    assert fields.role("集團領導") == "leader"
    assert fields.role("会计大姐") == "会计大姐"


def test_a_phone_is_kept_as_typed_and_compared_by_its_digits() -> None:
    assert fields.phone(" 139 0000-0101 ") == "139 0000-0101"
    assert fields.digits("+86 139-0000-0101") == fields.digits("13900000101")
    assert fields.doubtful_phone("12345678901")
    assert not fields.doubtful_phone("0597-2291234")
    with pytest.raises(Refused):
        fields.phone("没有")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(written: str) -> None:
    for read in (fields.number, fields.phone, fields.class_, fields.name, fields.role, fields.aliases, days.day):
        try:
            read(written)
        except Refused as refused:
            assert refused.key.startswith("fields.")
    try:
        fields.birthday(written, TODAY)
    except Refused as refused:
        assert refused.key.startswith("fields.")
