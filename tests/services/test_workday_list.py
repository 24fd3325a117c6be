"""Administrators hear once, in time, that the official list of working days ends (R5.1)."""

from datetime import date, datetime, timedelta

import pytest

from domain.meetings import Kind
from domain.workdays import LAST_KNOWN
from services import meetings, upcoming, workday_list
from storage import meetings as meeting_rows
from storage import nudges, organisation, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

SOON = LAST_KNOWN - timedelta(days=50)


def morning(day: date) -> datetime:
    return at(f"{day.isoformat()} 09:00")


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "秦管理").id, 77, at("01-05 12:00"))
    staff.enrol(tx, actor(tx, "周敏").id, 78, at("01-05 12:00"))


def told(tx: Tx, now: datetime) -> list[str]:
    found, _ = workday_list.due(tx, now)
    return [reader.staff.name for ends in found for reader in ends.readers]


def test_nothing_is_said_long_before_and_the_administrator_hears_it_once_in_time(tx: Tx) -> None:
    assert told(tx, morning(LAST_KNOWN - timedelta(days=200))) == []
    assert told(tx, morning(LAST_KNOWN - timedelta(days=61))) == []
    said = [name for days in range(59, -20, -1) for name in told(tx, morning(LAST_KNOWN - timedelta(days=days)))]
    assert said == ["秦管理"]


def test_a_list_that_was_loaded_is_asked_for_a_year_later(tx: Tx) -> None:
    assert told(tx, morning(SOON)) == ["秦管理"]
    year = LAST_KNOWN.year + 1
    workday_list.load(tx, {date(year, 2, 6): False}, morning(SOON))
    assert told(tx, morning(SOON.replace(year=year))) == ["秦管理"]
    assert told(tx, morning(SOON.replace(year=year) + timedelta(days=1))) == []


def test_it_waits_for_an_administrator_and_for_the_morning(tx: Tx) -> None:
    staff.note_blocked(tx, 77, at("01-05 12:00"))
    assert told(tx, morning(SOON)) == []
    staff.note_blocked(tx, 77, None)
    assert told(tx, morning(SOON) + timedelta(hours=14)) == []
    assert told(tx, morning(SOON + timedelta(days=1))) == ["秦管理"]


def test_where_monday_to_friday_are_worked_no_list_is_needed(tx: Tx) -> None:
    house = organisation.load(tx)
    assert house is not None
    organisation.save_settings(tx, house.settings.model_copy(update={"calendar": "weekdays"}))
    assert told(tx, morning(SOON)) == []
    following = nudges.next_daily(tx, workday_list.ROW)
    assert following is not None and following.year == 3000


def test_upcoming_shows_it_on_its_day(tx: Tx) -> None:
    start = morning(LAST_KNOWN - timedelta(days=90))
    shown = list(upcoming.pushes(tx, [workday_list.SOURCE], start, morning(LAST_KNOWN)))
    assert [(push.to, push.kind, push.date) for push in shown] == [("秦管理", "workday_list", LAST_KNOWN)]


def test_a_list_loaded_and_taken_back_leaves_what_was_there(tx: Tx) -> None:
    year = LAST_KNOWN.year + 1
    day, other = date(year, 2, 6), date(year, 2, 8)
    before = workday_list.load(tx, {day: True, other: False}, morning(SOON))
    assert before == {day: None, other: None}
    assert workday_list.workdays(tx).listed == {day: True, other: False}
    changed = workday_list.load(tx, {other: True}, morning(SOON))
    assert changed == {other: False} and workday_list.workdays(tx).works(other)
    workday_list.load(tx, changed, morning(SOON))
    workday_list.load(tx, before, morning(SOON))
    assert workday_list.workdays(tx).listed == {}


def test_correcting_a_day_of_a_known_year_warns_nobody_anew(tx: Tx) -> None:
    assert told(tx, morning(SOON)) == ["秦管理"]
    workday_list.load(tx, {date(LAST_KNOWN.year, 12, 24): False}, morning(SOON))
    assert told(tx, morning(SOON + timedelta(days=1))) == []


def test_a_day_listed_as_off_in_its_morning_has_no_meetings_and_one_listed_as_worked_has_them(tx: Tx) -> None:
    friday, saturday = date(2026, 3, 20), date(2026, 3, 21)
    group = actor(tx, "林悦").staff.group_id
    assert group is not None
    meetings.due(tx, at("03-20 00:10"))
    assert [one.kind for one in meeting_rows.on_day(tx, group, friday)] == [Kind.STAND_UP]
    workday_list.load(tx, {friday: False}, at("03-20 07:00"))
    assert meeting_rows.on_day(tx, group, friday) == []
    meetings.due(tx, at("03-21 00:10"))
    assert meeting_rows.on_day(tx, group, saturday) == []
    workday_list.load(tx, {saturday: True}, at("03-21 07:00"))
    assert [one.kind for one in meeting_rows.on_day(tx, group, saturday)] == [Kind.STAND_UP]
