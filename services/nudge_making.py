"""The clock's first step: what is due becomes nudges that wait to be said, each of them once (R3.4).

Everything here compares instants with rows: nothing is remembered between two calls, so that a stop, a jump of the
clock or a crash changes nothing but how late a nudge is.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.calendars import names_of
from domain.moments import Kind, Planned, Pointer, Timetable, all_care_leads, care_leads, rule_of
from services import plan_days
from services.moments import holiday_key, holiday_of, leads_of, member_key, occurrence_key, reckon_anew
from storage import moments, nudges, staff
from storage.tx import Tx

MOST_AT_ONCE = 500
"""So many moments are gone through in one unit of work, so that nobody waits for a busy morning."""

DAILY_LATEST = timedelta(hours=4)
"""What comes daily is left out where it could not be said for so long."""

STEPS_DUE_DAYS = 7
"""For how many days a next step that was not done is named in the morning, and an open moment in the evening."""

ONE_DAY = timedelta(days=1)
CLOCK_WENT_BACK = timedelta(hours=25)
"""What comes daily is never further ahead than this, unless the clock was set back."""


def make(tx: Tx, table: Timetable, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Make the nudges that are due; how many pieces of work were done, 0 where nothing is left."""
    _mind_the_clock(tx, table, now)
    due = moments.due(tx, now, most)
    for row in due:
        _moment(tx, table, row, now)
    feasts = moments.holidays_due(tx, now)
    for row in feasts:
        _holiday(tx, table, row, now)
    again = nudges.again_due(tx, now)
    for row in again:
        _again(tx, row)
    return len(due) + len(feasts) + len(again) + _daily(tx, table, now)


def _moment(tx: Tx, table: Timetable, row: Any, now: datetime) -> None:
    leads = leads_of(row.kind, row.client_class, table.settings)
    planned = table.planned(row.next_on, leads)
    ahead = [each.at for each in planned if each.at > now]
    rest = table.first(rule_of(row.rule), leads, now, since=row.next_on + ONE_DAY)
    if not moments.point(tx, row, Pointer(row.next_on, ahead[0]) if ahead else rest):
        return
    about = {name: getattr(row, name) for name in ("kind", "name", "client_id", "person_id", "contract_id")}
    about["falls_on"] = row.next_on
    passed = [each for each in planned if each.at <= now]
    if row.group_id is None:
        receiver = row.manager_id if row.client_id is not None else row.staff_id
        _tell(tx, occurrence_key(row, row.next_on), about, passed, row.next_nudge_at, receiver, now)
        return
    for member in staff.members(tx, row.group_id):
        key = member_key(row.kind, row.id, member.id, row.next_on)
        _tell(tx, key, about, passed, row.next_nudge_at, member.id, now)


def _holiday(tx: Tx, table: Timetable, row: Any, now: datetime) -> None:
    on: date = row.next_on
    leads = all_care_leads(table.settings)
    planned = table.planned(on, leads)
    ahead = [each.at for each in planned if each.at > now]
    rest = table.first(rule_of(row.rule), leads, now, since=on + ONE_DAY)
    if not moments.point(tx, row, Pointer(on, ahead[0]) if ahead else rest, holiday=True):
        return
    passed = [each for each in planned if each.at <= now]
    holiday = holiday_of(row)
    for one in [*moments.clients_for(tx, holiday), *moments.persons_for(tx, holiday, names_of(holiday.name))]:
        own = care_leads(one.client_class, table.settings)
        mine = [each for each in passed if each.lead in own]
        about = {"kind": Kind.HOLIDAY, "name": row.name, "client_id": one.client_id, "person_id": one.person_id}
        key = holiday_key(row.id, one.client_id, one.person_id, on)
        if mine and mine[-1].at >= row.next_nudge_at:
            _tell(tx, key, {**about, "falls_on": on}, mine, row.next_nudge_at, one.manager_id, now)


def _tell(
    tx: Tx,
    key: str,
    about: dict[str, Any],
    passed: Sequence[Planned],
    since: datetime,
    receiver: int | None,
    now: datetime,
) -> None:
    """Make the last of the nudges that have come since an instant; the others are covered by it.

    What was dealt with is not nudged again; what was handed over goes to whoever took it.
    """
    old = nudges.occurrence(tx, key)
    occurrence_id = old.id if old else nudges.add_occurrence(tx, {"key": key, "receiver_id": receiver, **about})
    if old is not None and old.state == nudges.VOID:
        nudges.change_occurrence(tx, old.id, {"state": nudges.OPEN})
    elif old is not None and old.state != nudges.OPEN:
        return
    receiver = old.handed_to if old is not None and old.handed_to is not None else receiver
    if receiver is None or not passed:
        return
    nudges.note_receiver(tx, occurrence_id, receiver)
    kind = "contract" if about["kind"] == Kind.CONTRACT_END else "care"
    last = passed[-1]
    for each in passed:
        if each is not last and each.at < since:
            continue
        values = {"kind": kind, "occurrence_id": occurrence_id, "staff_id": receiver, "lead": each.lead}
        values |= {"about_on": about["falls_on"], "due_at": max(each.at, since) if each is last else each.at}
        values |= {"covered": each is not last, "said_at": None if each is last else now}
        nudges.make(tx, {"key": f"{kind}:{key}:lead{each.lead}:{receiver}", **values})


def _again(tx: Tx, row: Any) -> None:
    """What was put off comes again, unless it was dealt with meanwhile."""
    nudges.not_again(tx, row.id)
    receiver = row.handed_to or row.receiver_id
    if row.state != nudges.OPEN or receiver is None:
        return
    kind = "contract" if row.kind == Kind.CONTRACT_END else "care"
    key = f"{kind}:{row.key}:again{row.again_at:%Y%m%dT%H%M}:{receiver}"
    values = {"kind": kind, "occurrence_id": row.id, "staff_id": receiver, "lead": None}
    nudges.make(tx, {"key": key, "about_on": row.falls_on, "due_at": row.again_at, **values})


def _hours(table: Timetable) -> dict[str, tuple[Any, Callable[[Tx, Timetable, date], Iterable[int]]]]:
    """What comes daily: its hour, and who gets it on a day."""
    return {"morning": (table.settings.nudge_at, _morning), "evening": (table.settings.evening_at, _evening)}


def _daily(tx: Tx, table: Timetable, now: datetime) -> int:
    """Make what comes daily: of the days that a stop left out, only the last, and only while it is of use."""
    done = 0
    for name, (hour, whom) in _hours(table).items():
        following = nudges.next_daily(tx, name)
        if following is not None and following > now:
            continue
        day = table.day(now)
        at = table.at(day, hour)
        if following is not None and following <= at <= now <= at + DAILY_LATEST:
            done += 1
            for staff_id in whom(tx, table, day):
                values = {"kind": name, "staff_id": staff_id, "about_on": day, "due_at": at}
                nudges.make(tx, {"key": f"{name}:{staff_id}:{day.isoformat()}", **values})
        nudges.set_daily(tx, name, at if at > now else table.at(day + ONE_DAY, hour))
    return done


def start_daily(tx: Tx, table: Timetable, now: datetime) -> None:
    """Let what comes daily come from an instant on."""
    for name, (hour, _) in _hours(table).items():
        today = table.at(table.day(now), hour)
        nudges.set_daily(tx, name, today if today >= now else table.at(table.day(now) + ONE_DAY, hour))


def _morning(tx: Tx, table: Timetable, day: date) -> list[int]:
    """Who has something to do that day besides care: next steps due, visits planned; on working days (R5.1)."""
    if not table.workdays.works(day):
        return []
    owners = nudges.owners_of_due_steps(tx, day - STEPS_DUE_DAYS * ONE_DAY, day)
    return sorted({*owners, *nudges.planners(tx, day), *plan_days.planners(tx, day)})


def _evening(tx: Tx, table: Timetable, day: date) -> list[int]:
    """Who has a moment of that day still open."""
    return nudges.receivers_of_open(tx, day, day)


def _mind_the_clock(tx: Tx, table: Timetable, now: datetime) -> None:
    """Where the clock was set back, nothing may wait for a time that it had reached by mistake.

    What was nudged meanwhile is not nudged again: the keys are there.
    """
    following = nudges.next_daily(tx, "morning")
    if following is not None and following - now > CLOCK_WENT_BACK:
        start_daily(tx, table, now)
        reckon_anew(tx, now)
