"""Plans and their items (R4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from domain.clients import ClientClass
from domain.planning import Half, Reason, ReasonCode
from domain.plans import Action, Item, ItemState, Origin, Plan, PlanKind, PlanState
from domain.staff import Actor, Role
from storage.clients import clients, visible
from storage.contracts import contracts
from storage.nudges import occurrences
from storage.persons import persons
from storage.schema import Instant, metadata
from storage.tx import Tx
from storage.visits import next_steps

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Text),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("drafted_at", Instant),
    Column("submitted_at", Instant),
    Column("late", Boolean, nullable=False, server_default="0"),
    Column("decided_by", ForeignKey("staff.id")),
    Column("decided_at", Instant),
    Column("comment", Text),
    Column("shortfall", JSON),
    Column("summary_at", Instant),
    Column("summary_words", Text),
    UniqueConstraint("staff_id", "kind", "starts_on"),
    Index(None, "kind", "starts_on"),
)

plan_items = Table(
    "plan_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("planned_on", Date, nullable=False),
    Column("half", Text),
    Column("planned_at", Instant),
    Column("action", Text, nullable=False),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("text", Text),
    Column("reasons", JSON, nullable=False),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("occurrence_id", ForeignKey("occurrences.id", ondelete="SET NULL"), index=True),
    Column("step_id", ForeignKey("next_steps.id", ondelete="SET NULL"), index=True),
    Column("contract_id", ForeignKey("contracts.id", ondelete="SET NULL")),
    Column("note_id", ForeignKey("notes.id"), index=True),
    Column("visit_id", ForeignKey("visits.id"), index=True),
    Column("care_id", ForeignKey("care.id"), index=True),
    Column("done_on", Date),
    Column("not_done", Text),
    Column("rolled_to", ForeignKey("plan_items.id", ondelete="SET NULL")),
    Column("edited_by", ForeignKey("staff.id")),
    Index(None, "planned_on", "state"),
)

CUT = "cut"
"""Why an item was dropped that was taken out of the plan, not one that was left undone: it was never promised."""

_LOAD = select(plans).where(plans.c.id == bindparam("plan"))
_OF_PERIOD = select(plans).where(
    plans.c.staff_id == bindparam("staff"), plans.c.kind == bindparam("kind"), plans.c.starts_on == bindparam("start")
)
_SUM_UP_AGAIN = (
    update(plans)
    .where(
        plans.c.summary_at.is_not(None),
        plans.c.id == select(plan_items.c.plan_id).where(plan_items.c.id == bindparam("item")).scalar_subquery(),
    )
    .values(summary_at=None)
)
_BUMP = update(plans).where(plans.c.id == bindparam("plan")).values(version=plans.c.version + 1)
STANDING = or_(plans.c.state != PlanState.DRAFT, plan_items.c.origin != Origin.DRAFTED)
"""What counts as planned: what was submitted, and what its manager said; not what the bot has merely drafted."""


def _plan(row: Row[Any]) -> Plan:
    names = ("id", "staff_id", "starts_on", "version", "drafted_at", "submitted_at", "late", "decided_by", "decided_at")
    more = ("comment", "summary_at", "summary_words")
    values = {name: getattr(row, name) for name in (*names, *more)}
    level = Role(row.level) if row.level else None
    values["shortfall"] = tuple(row.shortfall or ())
    return Plan(**values, kind=PlanKind(row.kind), state=PlanState(row.state), level=level)


def load(tx: Tx, plan_id: int) -> Plan | None:
    """A plan whatever the scope; the service looks whose business it is."""
    row = tx.row(_LOAD, {"plan": plan_id})
    return _plan(row) if row else None


def of_period(tx: Tx, staff_id: int, kind: PlanKind, starts_on: date) -> Plan | None:
    """A member's plan of the period that begins on a day."""
    row = tx.row(_OF_PERIOD, {"staff": staff_id, "kind": kind, "start": starts_on})
    return _plan(row) if row else None


def ensure(tx: Tx, staff_id: int, kind: PlanKind, starts_on: date) -> Plan:
    """A member's plan of a period, an empty draft where there was none."""
    found = of_period(tx, staff_id, kind, starts_on)
    if found is not None:
        return found
    values = {"staff_id": staff_id, "kind": kind, "starts_on": starts_on, "state": PlanState.DRAFT}
    return Plan(tx.insert(plans, values), staff_id, kind, starts_on)


def change(tx: Tx, plan: Plan, values: Mapping[str, Any]) -> bool:
    """Change a plan that still stands as it was read; False where somebody was quicker."""
    c = plans.c
    changed = update(plans).where(c.id == plan.id, c.version == plan.version, c.state == plan.state)
    return tx.write(changed.values(**values, version=plan.version + 1)) == 1


def bump(tx: Tx, plan_id: int) -> None:
    """Note that what is in a plan is not what it was."""
    tx.write(_BUMP, {"plan": plan_id})


def of_staff(tx: Tx, staff_ids: Collection[int], kind: PlanKind, starts_on: date) -> list[Plan]:
    """The plans of some members of one period."""
    c = plans.c
    query = select(plans).where(c.staff_id.in_(staff_ids), c.kind == kind, c.starts_on == starts_on)
    return [_plan(row) for row in tx.rows(query)]


def waiting(tx: Tx, levels: Sequence[Role]) -> list[Plan]:
    """The plans that wait for the word of one of these levels, the first period first."""
    c = plans.c
    query = select(plans).where(c.state == PlanState.SUBMITTED, c.level.in_(levels))
    return [_plan(row) for row in tx.rows(query.order_by(c.starts_on, c.submitted_at, c.id))]


_COLUMNS = (
    plan_items,
    plans.c.staff_id,
    clients.c.name.label("client"),
    clients.c.class_.label("client_class"),
    persons.c.name.label("person"),
    occurrences.c.kind.label("moment"),
    occurrences.c.name.label("moment_name"),
    next_steps.c.text.label("step"),
    contracts.c.subject.label("contract"),
)
_JOINED = (
    plan_items.join(plans, plans.c.id == plan_items.c.plan_id)
    .join(clients, clients.c.id == plan_items.c.client_id, isouter=True)
    .join(persons, persons.c.id == plan_items.c.person_id, isouter=True)
    .join(occurrences, occurrences.c.id == plan_items.c.occurrence_id, isouter=True)
    .join(next_steps, next_steps.c.id == plan_items.c.step_id, isouter=True)
    .join(contracts, contracts.c.id == plan_items.c.contract_id, isouter=True)
)
ITEMS: Select[Any] = select(*_COLUMNS).select_from(_JOINED)
ORDER = (
    plan_items.c.planned_on,
    plan_items.c.half.is_(None),
    plan_items.c.half.desc(),
    plan_items.c.planned_at.is_(None),
    plan_items.c.planned_at,
    plan_items.c.id,
)
_PLAIN = (
    *("id", "plan_id", "staff_id", "planned_on", "client_id", "client", "client_class", "person_id", "person"),
    *("planned_at", "text", "occurrence_id", "step_id", "contract_id", "note_id", "visit_id", "care_id"),
    *("done_on", "not_done", "rolled_to", "edited_by", "moment", "moment_name", "step", "contract"),
)


def item_of(row: Row[Any]) -> Item:
    """An item as a row of `ITEMS` holds it."""
    return Item(
        **{name: getattr(row, name) for name in _PLAIN},
        action=Action(row.action),
        origin=Origin(row.origin),
        state=ItemState(row.state),
        half=Half(row.half) if row.half else None,
        reasons=tuple(_reason(each) for each in row.reasons),
    )


def _reason(written: dict[str, Any]) -> Reason:
    class_, on = written.get("class"), written.get("on")
    return Reason(
        ReasonCode(written["code"]),
        ClientClass(class_) if class_ else None,
        written.get("days"),
        date.fromisoformat(on) if on else None,
    )


def _written(reason: Reason) -> dict[str, Any]:
    on = reason.on.isoformat() if reason.on else None
    return {"code": reason.code, "class": reason.class_, "days": reason.days, "on": on}


def is_seen(actor: Actor | None) -> ColumnElement[bool]:
    """An item is seen with its client (R0.4); where its client went to somebody else it is gone from the plan."""
    return or_(plan_items.c.client_id.is_(None), visible(actor))


def items(tx: Tx, actor: Actor, plan_id: int) -> list[Item]:
    """What is in a plan whose scope the service has checked, in the order of days."""
    query = ITEMS.where(plan_items.c.plan_id == plan_id, is_seen(actor))
    return [item_of(row) for row in tx.rows(query.order_by(*ORDER))]


def seen(tx: Tx, reader: Actor, plan_id: int) -> set[int]:
    """Which items of a plan are of clients in a reader's scope, or of none."""
    query = select(plan_items.c.id).join(clients, clients.c.id == plan_items.c.client_id, isouter=True)
    return {row.id for row in tx.rows(query.where(plan_items.c.plan_id == plan_id, is_seen(reader)))}


def item(tx: Tx, actor: Actor | None, item_id: int) -> Item | None:
    """One item whose client is in scope."""
    row = tx.row(ITEMS.where(plan_items.c.id == item_id, is_seen(actor)))
    return item_of(row) if row else None


def notes_in_plans(tx: Tx, note_ids: Collection[int]) -> set[int]:
    """Those of some notes that put something into a plan."""
    query = select(plan_items.c.note_id).where(plan_items.c.note_id.in_(note_ids))
    return {row.note_id for row in tx.rows(query)} if note_ids else set()


def add_item(tx: Tx, plan_id: int, values: Mapping[str, Any]) -> int:
    """Put something into a plan, and return its id."""
    row = {name: values.get(name) for name in _INSERTED}
    row |= {"plan_id": plan_id, "reasons": [_written(each) for each in values.get("reasons", ())]}
    row |= {"state": values.get("state", ItemState.OPEN), "action": values.get("action", Action.VISIT)}
    item_id = tx.insert(plan_items, row)
    if row["state"] == ItemState.OPEN and row["origin"] != Origin.DRAFTED:
        tx.write(_SUM_UP_AGAIN, {"item": item_id})
    return item_id


_INSERTED = tuple(column.name for column in plan_items.columns if column.name != "id")


def change_item(tx: Tx, item_id: int, values: Mapping[str, Any], *, was: ItemState | None = None) -> bool:
    """Change an item (that is still in a state); False where it is not. One that is open again is for the summary of
    its plan to answer for, though it was handed in."""
    changed = update(plan_items).where(plan_items.c.id == item_id)
    if was is not None:
        changed = changed.where(plan_items.c.state == was)
    if tx.write(changed.values(**values)) != 1:
        return False
    if values.get("state") == ItemState.OPEN:
        tx.write(_SUM_UP_AGAIN, {"item": item_id})
    return True


def count_items(tx: Tx, plan_ids: Collection[int]) -> dict[int, int]:
    """How many items each of these plans holds, those that were dropped left out."""
    c = plan_items.c
    query = select(c.plan_id, func.count().label("n")).where(c.plan_id.in_(plan_ids), c.state != ItemState.DROPPED)
    return {row.plan_id: row.n for row in tx.rows(query.group_by(c.plan_id))}


def anything_standing(tx: Tx, plan_id: int) -> bool:
    """Whether a plan that was not handed in holds something that its manager said."""
    c = plan_items.c
    return tx.row(select(c.id).where(c.plan_id == plan_id, c.origin != Origin.DRAFTED).limit(1)) is not None


def remove_items(tx: Tx, item_ids: Iterable[int]) -> None:
    """Take items out of a plan altogether."""
    tx.write(delete(plan_items).where(plan_items.c.id.in_(list(item_ids))))


def give_way_back(tx: Tx, one: Item) -> None:
    """Open again what had given way to an item: not the item itself where it stood in another plan before."""
    c = plan_items.c
    others = c.plan_id == one.plan_id if one.note_id is None else c.note_id.is_distinct_from(one.note_id)
    away = select(c.id).where(c.rolled_to == one.id, c.state == ItemState.DROPPED, c.not_done == CUT, others)
    for row in tx.rows(away):
        change_item(tx, row.id, {"state": ItemState.OPEN, "not_done": None, "rolled_to": None})


def gone_to(tx: Tx, item_id: int) -> list[Item]:
    """The items that became this one in another plan, or gave way to it."""
    return [item_of(row) for row in tx.rows(ITEMS.where(plan_items.c.rolled_to == item_id).order_by(*ORDER))]


def clear_drafted(tx: Tx, plan_id: int) -> None:
    """Take out what the bot drafted and nobody touched, so that it can be drafted anew."""
    c = plan_items.c
    drafted = (c.plan_id == plan_id, c.origin == Origin.DRAFTED, c.state == ItemState.OPEN, c.edited_by.is_(None))
    tx.write(delete(plan_items).where(*drafted))


def matching(
    tx: Tx,
    *,
    states: Collection[ItemState],
    staff_ids: Collection[int] | None = None,
    client_id: int | None = None,
    action: Action | None = None,
    occurrence_id: int | None = None,
    step_id: int | None = None,
    visit_id: int | None = None,
    care_id: int | None = None,
    note_id: int | None = None,
) -> list[tuple[Item, Plan]]:
    """The items that a record may close or open again, with their plans; for use cases that have checked the scope."""
    c = plan_items.c
    wanted = {
        c.client_id: client_id,
        c.action: action,
        c.occurrence_id: occurrence_id,
        c.step_id: step_id,
        c.visit_id: visit_id,
        c.care_id: care_id,
        c.note_id: note_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if staff_ids is not None:
        conditions.append(plans.c.staff_id.in_(staff_ids))
    rows = tx.rows(ITEMS.where(c.state.in_(states), *conditions).order_by(*ORDER))
    found = [item_of(row) for row in rows]
    in_these = plans.c.id.in_({one.plan_id for one in found})
    homes = {row.id: _plan(row) for row in tx.rows(select(plans).where(in_these))} if found else {}
    return [(one, homes[one.plan_id]) for one in found]


_ANYTHING_OPEN = (
    select(plan_items.c.id)
    .where(plan_items.c.client_id == bindparam("client"), plan_items.c.state == ItemState.OPEN)
    .limit(1)
)


def anything_open(tx: Tx, client_id: int) -> bool:
    """Whether anything planned for a client is still open."""
    return tx.row(_ANYTHING_OPEN, {"client": client_id}) is not None


def with_clients(tx: Tx, staff_ids: Collection[int]) -> set[int]:
    """Those of some members who have a client, and so something to plan."""
    query = select(clients.c.manager_id).where(clients.c.manager_id.in_(staff_ids), visible(None)).distinct()
    return {row.manager_id for row in tx.rows(query)}
