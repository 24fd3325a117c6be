"""Working days (R5.1)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import LAST_KNOWN, Workdays, statutory_days_off

MAINLAND = Workdays()


def test_make_up_days_are_worked_and_breaks_are_not() -> None:
    # The State Council's notice for 2026.
    assert MAINLAND.works(date(2026, 10, 10)) and date(2026, 10, 10).weekday() == 5
    assert not any(MAINLAND.works(date(2026, 10, day)) for day in range(1, 8))
    assert MAINLAND.works(date(2026, 10, 8))


def test_past_the_official_list_the_statutory_days_are_off() -> None:
    assert date(2027, 2, 6) == min(day for day in statutory_days_off(2027) if day.month == 2) + timedelta(days=1)
    off = sorted(statutory_days_off(2027))
    assert [f"{day:%m-%d}" for day in off] == [
        *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "04-05", "05-01", "05-02", "06-09", "09-15"),
        *("10-01", "10-02", "10-03"),
    ]
    assert not MAINLAND.works(date(2027, 2, 8)) and date(2027, 2, 8).weekday() == 0
    assert MAINLAND.works(date(2027, 2, 10))


def test_what_the_organisation_lists_goes_before_the_calendar() -> None:
    listed = Workdays(listed={date(2027, 2, 10): False, date(2027, 2, 20): True})
    assert not listed.works(date(2027, 2, 10))
    assert listed.works(date(2027, 2, 20))
    assert not listed.works(date(2027, 2, 21))


def test_the_official_list_reaches_as_far_as_the_library_and_what_was_loaded() -> None:
    after = LAST_KNOWN.year + 1
    assert MAINLAND.official_until() == LAST_KNOWN
    assert Workdays(listed={date(after, 1, 1): False}).official_until() == date(after, 12, 31)
    assert Workdays(listed={date(after + 1, 1, 1): False}).official_until() == LAST_KNOWN


def test_a_team_elsewhere_works_from_monday_to_friday() -> None:
    elsewhere = Workdays("weekdays")
    assert elsewhere.works(date(2026, 10, 1)) and not elsewhere.works(date(2026, 10, 10))
    assert elsewhere.official_until() == date.max


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_the_last_working_day_is_one_and_none_lies_between(day: date) -> None:
    found = MAINLAND.on_or_before(day)
    assert MAINLAND.works(found) and found <= day
    assert not any(MAINLAND.works(found + timedelta(days=n)) for n in range(1, (day - found).days + 1))


def test_a_list_of_nothing_but_days_off_is_not_waited_for() -> None:
    never = Workdays(listed={date(2026, 1, 1) + timedelta(days=n): False for n in range(365)})
    assert never.on_or_before(date(2026, 12, 1)) == date(2026, 12, 1)


def test_breaks_are_runs_of_days_off_that_are_more_than_a_weekend() -> None:
    known = Workdays()
    assert [(first.isoformat()[5:], last.isoformat()[5:]) for first, last in known.breaks(2026)] == [
        ("01-01", "01-03"),
        ("02-15", "02-23"),
        ("04-04", "04-06"),
        ("05-01", "05-05"),
        ("06-19", "06-21"),
        ("09-25", "09-27"),
        ("10-01", "10-07"),
    ]
    assert [day.isoformat()[5:] for day in known.made_up(2026)] == [
        *("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
    ]
    assert Workdays("weekdays").breaks(2026) == [] == Workdays("weekdays").made_up(2026)
