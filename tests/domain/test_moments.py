"""When care moments are nudged (R3.4, R1.5), and the notation of their rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendars import SEED
from domain.holidays import BY_WORD, Nth, Term
from domain.moments import Once, Pointer, Rule, Timetable, care_leads, next_day, rule_of, rule_text
from domain.persons import Birthday, BirthdayType
from domain.settings import Settings
from domain.workdays import Workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
TABLE = Timetable(Settings(), Workdays(), SHANGHAI)
A, OTHERS = care_leads("A", Settings()), care_leads("C", Settings())


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def times(on: date, leads: tuple[int, ...]) -> list[str]:
    return [f"{each.at.astimezone(SHANGHAI):%m-%d %H:%M}" for each in TABLE.planned(on, leads)]


@pytest.mark.parametrize(
    ("on", "leads", "nudged"),
    [
        # all on working days; the day itself is one too
        (date(2026, 9, 10), A, ["09-03 08:30", "09-07 08:30", "09-10 08:30"]),
        (date(2026, 9, 10), OTHERS, ["09-07 08:30", "09-10 08:30"]),
        # Mid-Autumn is a day off: an hour later on the day
        (date(2026, 9, 25), A, ["09-18 08:30", "09-22 08:30", "09-25 09:30"]),
        # three days before is a Sunday, but a make-up day: 20 September 2026 is worked
        (date(2026, 9, 23), OTHERS, ["09-20 08:30", "09-23 08:30"]),
        # both lie in the National Day break: the last working day before it
        (date(2026, 10, 8), A, ["09-30 08:30", "09-30 08:30", "10-08 08:30"]),
        # Saturday three days before: Friday; the birthday on a Tuesday
        (date(2026, 6, 9), OTHERS, ["06-05 08:30", "06-09 08:30"]),
        # Spring Festival 2027, beyond the official list: statutory days
        (date(2027, 2, 8), OTHERS, ["02-04 08:30", "02-08 09:30"]),
    ],
)
def test_nudges_come_ahead_on_working_days_and_on_the_day_itself(
    on: date, leads: tuple[int, ...], nudged: list[str]
) -> None:
    assert times(on, leads) == nudged


def test_the_end_of_a_contract_is_nudged_60_30_and_7_days_ahead() -> None:
    assert times(date(2026, 12, 31), Settings().contract_lead_days) == ["10-30 08:30", "12-01 08:30", "12-24 08:30"]


def test_nothing_is_said_between_nine_in_the_evening_and_eight_in_the_morning() -> None:
    quiet = [hour for hour in range(24) if TABLE.quiet(local(2026, 3, 18, hour, 59))]
    assert quiet == [0, 1, 2, 3, 4, 5, 6, 7, 21, 22, 23]


@pytest.mark.parametrize("name", ["nudge_at", "nudge_on_days_off_at", "tonight_at", "evening_at"])
def test_no_hour_can_be_set_into_quiet_hours(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: time(22)})
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: time(7, 59)})


def test_a_moment_entered_late_is_nudged_at_once_while_its_day_is_still_to_come() -> None:
    birthday = Birthday(9, 25)
    now = local(2026, 9, 23, 15).astimezone(UTC)
    assert TABLE.first_for_new(birthday, OTHERS, now) == Pointer(date(2026, 9, 25), now)
    assert TABLE.first(birthday, OTHERS, now) == Pointer(date(2026, 9, 25), local(2026, 9, 25, 9, 30))
    over = local(2026, 9, 26, 15).astimezone(UTC)
    assert TABLE.first_for_new(birthday, OTHERS, over) == Pointer(date(2027, 9, 25), local(2027, 9, 22, 8, 30))


def test_a_day_that_does_not_come_again_is_not_nudged() -> None:
    now = local(2026, 10, 2, 12)
    assert TABLE.first(Once(date(2026, 10, 1)), OTHERS, now) is None
    assert TABLE.first(Once(date(2026, 10, 2)), OTHERS, now) is None
    assert TABLE.first_for_new(Once(date(2026, 10, 2)), OTHERS, now) == Pointer(date(2026, 10, 2), now)


def test_every_holiday_of_the_table_falls_on_the_day_that_its_name_means() -> None:
    for row in SEED:
        rule = rule_of(row.rule)
        today = date(2024, 1, 1)
        for _ in range(12):
            found = next_day(rule, today, Settings())
            assert found is not None
            known = (BY_WORD[row.name].on(found.on.year), BY_WORD[row.name].on(found.on.year + 1))
            assert found.on in known, row.name
            today = found.on + timedelta(days=1)


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)))
def test_no_holiday_is_passed_over(today: date) -> None:
    """The next day a holiday falls on is never more than 13 lunar months and a day away."""
    for row in SEED:
        found = next_day(rule_of(row.rule), today, Settings())
        assert found is not None and 0 <= (found.on - today).days <= 385, row.name


birthdays = st.builds(
    Birthday,
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    year=st.none() | st.integers(1900, 2060),
    type=st.sampled_from(BirthdayType),
)
rules = (
    birthdays
    | st.builds(Once, st.dates())
    | st.builds(Nth, st.integers(1, 12), st.integers(1, 4), st.integers(0, 6))
    | st.builds(Term, st.integers(0, 23))
)


@given(rules)
def test_a_rule_comes_back_from_its_column(rule: Rule) -> None:
    assert rule_of(rule_text(rule)) == rule


@given(
    st.dates(date(2005, 1, 1), date(2090, 12, 31)),
    st.sets(st.integers(0, 70), min_size=1),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]),
)
def test_nudges_are_never_in_quiet_hours_and_never_after_their_time(on: date, leads: set[int], zone: str) -> None:
    table = Timetable(Settings(), Workdays(), ZoneInfo(zone))
    planned = table.planned(on, tuple(leads))
    assert [each.at for each in planned] == sorted(each.at for each in planned)
    assert {each.lead for each in planned} == leads
    for each in planned:
        assert not table.quiet(each.at)
        day = table.day(each.at)
        assert day <= on - timedelta(days=each.lead)
        assert table.workdays.works(day) or each.lead == 0
