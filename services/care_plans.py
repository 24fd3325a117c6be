"""The monthly care plan (R3.3): drafted from the calendar at every look, with what its manager has changed of it.

Nothing is copied: a moment that is entered, moved or removed stands in the plan at once. Only what somebody decides
about a line (form, cost, resource, dropped) is kept.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.care import CareForm, suggested_form
from domain.care_plans import PLANNED, PlanLine, Resource, Totals, suggested_resource, totals
from domain.clients import ClientClass
from domain.errors import Refused
from domain.staff import LEADING, Actor, Role, Staff
from services import occurrences
from services.moments import Coming, coming, member_key
from storage import audit, care, care_plans, clients, nudges, staff
from storage.tx import Tx

MOST_COST = 10_000_000
"""Cents; more for one moment is a slip of the finger."""


def last_of(first: date) -> date:
    """The last day of a month that begins on a day."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def items(tx: Tx, manager: Actor, first: date, last: date) -> list[PlanLine]:
    """The care planned for a manager's clients between two days, day by day; dropped lines are in it, marked so."""
    found = [one for one in coming(tx, manager, first, last) if one.kind in PLANNED]
    classes = {row.id: row.class_ for row in clients.names(tx, manager)}
    changed = care_plans.changed(tx, manager.id, first, last)
    names = {one.key: _names(one, manager) for one in found}
    known = care_plans.occurrences_of(tx, [name for each in names.values() for name in each])
    by_person = care.latest_of_persons(tx, sorted({one.person_id for one in found if one.person_id}), 1)
    by_client = care.latest_of_clients(tx, sorted({one.client_id for one in found if one.client_id}), 1)
    lines = []
    for one in found:
        last_care = by_person.get(one.person_id, []) if one.person_id else by_client.get(one.client_id or 0, [])
        line = _drafted(one, classes.get(one.client_id), last_care[0].form if last_care else None)
        row = next((known[name] for name in names[one.key] if name in known), None)
        if row is not None:
            state = {"done": row.state == nudges.DONE, "skipped": row.state == nudges.SKIPPED}
            line = replace(line, occurrence_id=row.id, **state)
        lines.append(_as_changed(line, changed[one.key]) if one.key in changed else line)
    return lines


def _names(one: Coming, manager: Actor) -> list[str]:
    """What the occurrence of a moment may be called: an event of the group is each member's own."""
    if one.client_id is not None or one.moment_id is None:
        return [one.key]
    return [member_key(one.kind, one.moment_id, manager.id, one.on), one.key]


def _drafted(one: Coming, code: str | None, last: CareForm | None) -> PlanLine:
    class_ = ClientClass(code) if code else None
    form = suggested_form(one.kind, one.name, class_, last)
    about = {name: getattr(one, name) for name in ("years", "client_id", "client", "person_id", "person")}
    resource = suggested_resource(form, class_)
    return PlanLine(one.key, one.on, one.kind, one.name, form, resource, class_=class_, **about)


def _as_changed(line: PlanLine, row: Any) -> PlanLine:
    """A line with what was decided about it; a form that was chosen brings its own resource where none was named."""
    form = CareForm(row.form) if row.form else line.form
    resource = Resource(row.resource) if row.resource else suggested_resource(form, line.class_)
    return replace(line, form=form, resource=resource, cost=row.cost, dropped=row.dropped)


def whose(tx: Tx, actor: Actor) -> list[Staff]:
    """The managers whose care plans somebody may see: their own, those they assist, those they lead."""
    if actor.role is Role.MANAGER:
        return [actor.staff]
    if actor.role is Role.ASSISTANT:
        return [member for id_ in actor.staff.assists if (member := staff.by_id(tx, id_))]
    if actor.role in LEADING:
        return [member for group in actor.staff.groups for member in staff.members(tx, group)]
    return []


def manager_of(tx: Tx, actor: Actor, staff_id: int) -> Actor:
    """A manager whose plan the actor may see. Raises Refused for any other (R0.4)."""
    member = next((one for one in whose(tx, actor) if one.id == staff_id), None)
    if member is None:
        raise Refused("care_plans.not_yours")
    return Actor(member, actor.organisation)


def may_change(actor: Actor, manager_id: int) -> bool:
    """Whether the plan is the actor's to change: their own, or of a manager they assist."""
    return actor.id == manager_id or manager_id in actor.staff.assists


def counts(tx: Tx, actor: Actor, first: date) -> list[tuple[Staff, Totals]]:
    """What the care plan of each manager in sight adds up to (R3.3), the largest first."""
    found = []
    for member in whose(tx, actor):
        lines = items(tx, Actor(member, actor.organisation), first, last_of(first))
        found.append((member, totals(lines)))
    return sorted(found, key=lambda each: (-each[1].lines, each[0].id))


def line(tx: Tx, actor: Actor, staff_id: int, key: str) -> PlanLine:
    """One line of a plan by the key of its moment. Raises Refused where it is not there (any more)."""
    on = _day_of(key)
    found = next((one for one in items(tx, manager_of(tx, actor, staff_id), on, on) if one.key == key), None)
    if found is None:
        raise Refused("care.no_such_moment")
    return found


def _day_of(key: str) -> date:
    try:
        return date.fromisoformat(key.rpartition(":")[2])
    except ValueError:
        raise Refused("care.no_such_moment") from None


def change(
    tx: Tx,
    actor: Actor,
    staff_id: int,
    key: str,
    now: datetime,
    *,
    form: CareForm | None = None,
    resource: Resource | None = None,
    cost: int | None = None,
    dropped: bool | None = None,
) -> PlanLine:
    """Change a line of a plan. Raises Refused where it is not the actor's to change, or for a cost that is none."""
    found = line(tx, actor, staff_id, key)
    if not may_change(actor, staff_id):
        raise Refused("care_plans.not_yours_to_change")
    if cost is not None and not 0 <= cost <= MOST_COST:
        raise Refused("care_plans.not_a_cost")
    given = {"form": form, "resource": resource, "cost": cost, "dropped": dropped}
    values = {name: value for name, value in given.items() if value is not None}
    care_plans.change(tx, staff_id, key, found.on, {**values, "changed_by": actor.id, "changed_at": now})
    audit.write(tx, "care_plan_changed", "care_plan", None, now, staff_id=actor.id, detail={"key": key})
    return line(tx, actor, staff_id, key)


def occurrence(tx: Tx, actor: Actor, staff_id: int, key: str) -> int:
    """The occurrence of a line, for what is asked for on its account; it need not have been nudged yet."""
    found = line(tx, actor, staff_id, key)
    return occurrences.of_moment(tx, found, staff_id)
