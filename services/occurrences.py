"""What becomes of a care moment that was nudged: put off, handed over, skipped, opened again (R3.4).

Done is what the care record says (`services.care`).
"""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from domain.care_plans import PlanLine
from domain.errors import Refused
from domain.moments import Kind, Timetable
from domain.staff import LEADING, Actor, Role, Staff
from services.moments import Coming, timetable
from storage import audit, clients, nudges, organisation, staff
from storage.tx import Tx

PutOff = Literal["tonight", "tomorrow", "three_days"]
"""The ways of putting off that have a button."""


def load(tx: Tx, actor: Actor, occurrence_id: int) -> Any:
    """An occurrence in scope. Raises Refused for any other as if it did not exist (R0.4)."""
    row = nudges.load_occurrence(tx, actor, occurrence_id)
    if row is None:
        raise Refused("care.no_such_moment")
    return row


def load_open(tx: Tx, actor: Actor, occurrence_id: int) -> Any:
    """An occurrence in scope that nobody has dealt with. Raises Refused with who has."""
    row = load(tx, actor, occurrence_id)
    if row.state != nudges.OPEN:
        by = staff.names(tx, [row.acted_by])[row.acted_by] if row.acted_by is not None else ""
        raise Refused(f"care.already_{row.state}", name=by)
    return row


def is_open(tx: Tx, actor: Actor, occurrence_id: int) -> bool:
    """Whether an occurrence is in scope and nobody has dealt with it."""
    row = nudges.load_occurrence(tx, actor, occurrence_id)
    return row is not None and row.state == nudges.OPEN


def of_moment(tx: Tx, one: Coming | PlanLine, staff_id: int) -> int:
    """The occurrence of a moment, which need not have been nudged yet; for use cases that have checked the scope."""
    row = nudges.occurrence(tx, one.key)
    if row is not None:
        return int(row.id)
    values = {"key": one.key, "kind": one.kind, "name": one.name, "falls_on": one.on, "receiver_id": staff_id}
    return nudges.add_occurrence(tx, {**values, "client_id": one.client_id, "person_id": one.person_id})


def put_off(tx: Tx, actor: Actor, occurrence_id: int, until: PutOff | date | datetime, now: datetime) -> datetime:
    """Let a moment come again: tonight, tomorrow morning, in three days, or on a day or at an instant that was typed.

    Returns the instant, which is never in quiet hours. Raises Refused for one that is not to come.
    """
    row = load_open(tx, actor, occurrence_id)
    at = _until(_table(tx), until, now)
    if at <= now:
        raise Refused("care.day_is_past")
    nudges.change_occurrence(tx, row.id, {"again_at": at})
    detail = {"until": at.isoformat()}
    audit.write(tx, "moment_put_off", "occurrence", row.id, now, staff_id=actor.id, detail=detail)
    return at


def _until(table: Timetable, until: PutOff | date | datetime, now: datetime) -> datetime:
    today, hours = table.day(now), table.settings
    match until:
        case "tonight":
            tonight = table.at(today, hours.tonight_at)
            return tonight if tonight > now else table.at(today + timedelta(days=1), hours.tonight_at)
        case "tomorrow":
            return table.at(today + timedelta(days=1), hours.nudge_at)
        case "three_days":
            return table.at(today + timedelta(days=3), hours.nudge_at)
        case datetime():
            return until if not table.quiet(until) else _after_quiet(table, until)
    return table.at(until, hours.nudge_at)


def _after_quiet(table: Timetable, at: datetime) -> datetime:
    """The morning after an instant in quiet hours."""
    day = table.day(at)
    morning = table.at(day, table.settings.nudge_at)
    return morning if morning >= at else table.at(day + timedelta(days=1), table.settings.nudge_at)


def takers(tx: Tx, actor: Actor, occurrence_id: int) -> list[Staff]:
    """To whom a moment can be handed over: members in whose scope its client is; without a client, of one's group."""
    row = load(tx, actor, occurrence_id)
    house = organisation.load(tx)
    assert house is not None
    others = [member for member in staff.everyone(tx) if member.id != (row.handed_to or row.receiver_id)]
    if row.client_id is None:
        group = actor.staff.group_id
        return [one for one in others if one.group_id == group or (group in one.groups and one.role in LEADING)]
    seeing = (Role.MANAGER, Role.ASSISTANT, *LEADING)
    return [one for one in others if one.role in seeing and clients.load(tx, Actor(one, house), row.client_id)]


def hand_over(tx: Tx, actor: Actor, occurrence_id: int, to_id: int, now: datetime) -> Staff:
    """Hand a moment over to another member, who is told at once; its later nudges go to them too.

    Raises Refused for one in whose scope the client is not (R0.4).
    """
    row = load_open(tx, actor, occurrence_id)
    taker = next((one for one in takers(tx, actor, occurrence_id) if one.id == to_id), None)
    if taker is None:
        raise Refused("care.cannot_take")
    values = {"handed_to": taker.id, "handed_by": actor.id, "receiver_id": taker.id, "again_at": None}
    nudges.change_occurrence(tx, row.id, values)
    kind = "contract" if row.kind == Kind.CONTRACT_END else "care"
    told = {"kind": kind, "occurrence_id": row.id, "staff_id": taker.id, "lead": None}
    key = f"{kind}:{row.key}:handed{now:%Y%m%dT%H%M%S}:{taker.id}"
    nudges.make(tx, {"key": key, "about_on": row.falls_on, "due_at": now, **told})
    audit.write(tx, "moment_handed_over", "occurrence", row.id, now, staff_id=actor.id, detail={"to": taker.id})
    return taker


def take_back(tx: Tx, actor: Actor, occurrence_id: int, now: datetime) -> tuple[Staff, bool]:
    """Take back a moment that the actor handed over and nobody has dealt with; who had it, and whether they know that
    they had.

    Raises Refused where it was dealt with, or went elsewhere meanwhile.
    """
    row = load_open(tx, actor, occurrence_id)
    had = staff.by_id(tx, row.handed_to) if row.handed_to is not None and row.handed_by == actor.id else None
    if had is None:
        raise Refused("care.not_to_take_back")
    own = row.client_id is None or row.manager_id == actor.id
    values = {"handed_to": None if own else actor.id, "handed_by": None, "receiver_id": actor.id, "again_at": None}
    nudges.change_occurrence(tx, row.id, values)
    waited = nudges.let_be(tx, row.id, had.id, now)
    audit.write(tx, "moment_taken_back", "occurrence", row.id, now, staff_id=actor.id, detail={"from": had.id})
    return had, not waited


def skip(tx: Tx, actor: Actor, occurrence_id: int, reason: str, now: datetime) -> None:
    """Note that nothing will be done about a moment this time, and why; it is not nudged again."""
    row = load_open(tx, actor, occurrence_id)
    if not reason.strip():
        raise Refused("care.reason_missing")
    _close(tx, row.id, nudges.SKIPPED, actor.id, now, reason.strip())
    audit.write(tx, "moment_skipped", "occurrence", row.id, now, staff_id=actor.id)


def finish(tx: Tx, occurrence_id: int, staff_id: int, now: datetime) -> None:
    """Note that a moment was dealt with; for use cases that have checked the scope."""
    _close(tx, occurrence_id, nudges.DONE, staff_id, now, None)


def reopen(tx: Tx, actor: Actor, occurrence_id: int, now: datetime) -> None:
    """Open a moment again that was dealt with or skipped; the nudges that are still to come will come."""
    row = load(tx, actor, occurrence_id)
    values = {"state": nudges.OPEN, "reason": None, "acted_by": None, "acted_at": None}
    nudges.change_occurrence(tx, row.id, values)
    audit.write(tx, "moment_reopened", "occurrence", row.id, now, staff_id=actor.id)


def _close(tx: Tx, occurrence_id: int, state: str, staff_id: int, now: datetime, reason: str | None) -> None:
    values = {"state": state, "reason": reason, "acted_by": staff_id, "acted_at": now, "again_at": None}
    nudges.change_occurrence(tx, occurrence_id, values)


def _table(tx: Tx) -> Timetable:
    table = timetable(tx)
    assert table is not None
    return table
