"""When digests come, and what they are about (R6), through the days off and make-up days of 2026."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.digests import Figures, Kind, Line, comes_on, due_at, latest_due, next_due, period
from domain.moments import Timetable
from domain.settings import Settings
from domain.workdays import Workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
TABLE = Timetable(Settings(), Workdays(), SHANGHAI)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def days_of(kind: Kind, first: date, last: date) -> list[str]:
    days = ((first + n * DAY) for n in range((last - first).days + 1))
    return [f"{day:%m-%d}" for day in days if comes_on(TABLE, kind, day)]


def test_the_service_brief_comes_by_the_fifteenth_or_on_the_working_day_before() -> None:
    # 15 February 2026 lies in Spring Festival, 15 August and 15 November are of a weekend.
    found = days_of(Kind.SERVICE, date(2026, 1, 1), date(2026, 12, 31))
    assert found == ["01-15", "02-14", "03-13", "04-15", "05-15", "06-15", "07-15", "08-14", "09-15", "10-15", "11-13",
                     "12-15"]  # fmt: skip


def test_a_daily_digest_comes_on_working_days_and_on_make_up_days() -> None:
    # National Day 2026: off from 1 to 7 October, worked on Sunday, 20 September, and Saturday, 10 October.
    found = days_of(Kind.DAILY, date(2026, 9, 28), date(2026, 10, 11))
    assert found == ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10"]


def test_a_weekly_digest_comes_on_friday_or_the_last_working_day_before_it_in_its_week() -> None:
    found = days_of(Kind.WEEKLY, date(2026, 9, 14), date(2026, 10, 18))
    assert found == ["09-18", "09-24", "09-30", "10-09", "10-16"]


def test_a_monthly_digest_comes_on_the_first_working_day() -> None:
    assert days_of(Kind.MONTHLY, date(2026, 9, 1), date(2026, 12, 31)) == ["09-01", "10-08", "11-02", "12-01"]


def test_a_week_is_compared_with_the_same_days_of_the_week_before() -> None:
    found = period(TABLE, Kind.WEEKLY, date(2026, 3, 20), at("03-20 17:30"))
    assert (found.start, found.end) == (date(2026, 3, 16), date(2026, 3, 20))
    assert (found.last_start, found.last_end) == (date(2026, 3, 9), date(2026, 3, 13))
    assert (found.since, found.until) == (at("03-13 17:30"), at("03-20 17:30"))


def test_a_monday_is_compared_with_friday_and_tells_what_came_in_since() -> None:
    found = period(TABLE, Kind.DAILY, date(2026, 3, 16), at("03-16 18:00"))
    assert (found.last_start, found.since) == (date(2026, 3, 13), at("03-13 18:00"))


def test_a_month_is_told_on_the_first_working_day_of_the_next() -> None:
    found = period(TABLE, Kind.MONTHLY, date(2026, 10, 8), at("10-08 09:00"))
    assert (found.start, found.end) == (date(2026, 9, 1), date(2026, 9, 30))
    assert (found.last_start, found.last_end) == (date(2026, 8, 1), date(2026, 8, 31))
    assert (found.since, found.until) == (at("09-01 00:00"), at("10-01 00:00"))


@pytest.mark.parametrize("kind", [Kind.DAILY, Kind.WEEKLY])
def test_nothing_that_comes_in_falls_between_two_digests(kind: Kind) -> None:
    day = latest_due(TABLE, kind, at("01-05 23:00"))
    assert day is not None
    found = [period(TABLE, kind, day, due_at(TABLE, kind, day))]
    while (following := next_due(TABLE, kind, found[-1].until)) is not None and following < at("12-31 00:00"):
        day = TABLE.day(following)
        found.append(period(TABLE, kind, day, following))
    assert len(found) > 40
    assert all(one.until == other.since for one, other in pairwise(found))


@given(st.sampled_from(Kind), st.integers(0, 730 * 24 * 60), st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
def test_the_last_digest_due_and_the_next_one_enclose_every_instant(kind: Kind, minute: int, zone: str) -> None:
    table = Timetable(Settings(), Workdays(), ZoneInfo(zone))
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    last, following = latest_due(table, kind, now), next_due(table, kind, now)
    assert last is not None and following is not None
    assert due_at(table, kind, last) <= now < following
    assert latest_due(table, kind, following) == table.day(following)
    assert latest_due(table, kind, following - timedelta(seconds=1)) == last


def test_the_hours_of_digests_are_settings() -> None:
    settings = Settings(digest_daily_at=time(19, 15), digest_weekly_on=2)
    table = Timetable(settings, Workdays("weekdays"), SHANGHAI)
    assert next_due(table, Kind.DAILY, at("03-16 18:30")) == at("03-16 19:15")
    assert next_due(table, Kind.WEEKLY, at("03-16 18:30")) == at("03-18 17:30")


def test_there_is_nothing_to_say_where_nobody_did_anything_and_nothing_is_wrong() -> None:
    assert Figures((Line(1, "林悦"),), (), 3, 3).nothing_to_say
    assert not Figures((Line(1, "林悦", visits=1),), (), 3, 3).nothing_to_say
