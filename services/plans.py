"""Plans (R4): whose they are, what is in them, and changing that. Nothing in a plan is what the bot made up behind its
owner's back: a change of an approved plan goes to the approver again (R4.3)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time

from domain.errors import Refused
from domain.frozen import frozen
from domain.office_hours import outside
from domain.planning import Half
from domain.plans import (
    Action,
    Item,
    ItemState,
    Origin,
    Plan,
    PlanKind,
    PlanState,
    levels_of,
    period_start,
)
from domain.settings import Settings
from domain.staff import LEADING, RECORDING, Actor, Role, Staff
from domain.workdays import Workdays
from services import approvals
from services.approvals import Level
from services.moments import timetable
from services.next_steps import owners
from services.settings import of_group
from storage import audit, clients, organisation, plans, staff
from storage.plans import CUT
from storage.tx import Tx

NOON = time(12)


@frozen
class Shown:
    """A plan as somebody sees it: their `own` to change, or theirs to decide on (`deciding`); or just to look at.

    `approvers` are those to be told that it waits for their word, since it was submitted or changed just now. `hidden`
    is how many items are of clients that the owner sees and the reader does not (R0.4).
    """

    plan: Plan
    owner: Staff
    items: tuple[Item, ...]
    own: bool
    deciding: bool
    approvers: tuple[Staff, ...] = ()
    hidden: int = 0

    @property
    def may_edit(self) -> bool:
        """Whether its items may be changed by who sees it (R4.3: the approver edits, too)."""
        return self.own or self.deciding


@frozen
class Changed:
    """An item as it stands after a change, and its plan. `crowded`: so many visits that day, more than R4.6 allows.

    `others` are the plans that lost something by it.
    """

    item: Item
    shown: Shown
    crowded: int = 0
    others: tuple[Shown, ...] = ()

    @property
    def waiting(self) -> tuple[Shown, ...]:
        """The plans that wait for their approvers' word because of it (R4.3)."""
        return tuple(each for each in (self.shown, *self.others) if each.approvers)


@frozen
class NewItem:
    """Something to be put into a plan for a day; `at` (aware) where an hour was said."""

    on: date
    client_id: int | None = None
    action: Action = Action.VISIT
    half: Half | None = None
    at: datetime | None = None
    text: str | None = None
    person_id: int | None = None
    note_id: int | None = None


def blank(kind: PlanKind, starts_on: date) -> Plan:
    """A plan of a period that nobody has begun: to call it by its name."""
    return Plan(0, 0, kind, starts_on)


def planners(tx: Tx, actor: Actor) -> list[Staff]:
    """Whose plans somebody makes: their own, where they have clients; an assistant those of their managers."""
    if actor.role is Role.ASSISTANT:
        return [member for id_ in actor.staff.assists if (member := staff.by_id(tx, id_))]
    if actor.role is Role.MANAGER or actor.id in plans.with_clients(tx, [actor.id]):
        return [actor.staff]
    return []


def load(tx: Tx, actor: Actor, plan_id: int) -> Shown:
    """A plan that is the actor's business. Raises Refused for any other as if it did not exist (R0.4)."""
    plan = plans.load(tx, plan_id)
    if plan is None:
        raise Refused("plans.not_found")
    return shown(tx, actor, plan)


def shown(tx: Tx, actor: Actor, plan: Plan, approvers: Collection[Staff] = ()) -> Shown:
    """A plan with its items, for somebody whose business it is; of its clients only those in their own scope (R0.4).
    Those above the groups, whose roles have no clients, see what they sign whole. Raises Refused as `load` does."""
    owner = staff.by_id(tx, plan.staff_id)
    if owner is None:
        raise Refused("plans.not_found")
    own = plan.staff_id in owners(actor)
    level = plan.level or levels_of(plan.kind, of_group(tx, owner.group_id))[0]
    deciding = plan.state is PlanState.SUBMITTED and approvals.may_decide(tx, actor, owner, level)
    decided = plan.decided_by == actor.id
    if not own and not deciding and not decided and not may_see(tx, actor, owner):
        raise Refused("plans.not_found")
    whole = [one for one in plans.items(tx, owner_of(tx, plan), plan.id) if one.not_done != CUT]
    kept = tuple(whole)
    if owner.id != actor.id and actor.role in RECORDING:
        seen = plans.seen(tx, actor, plan.id)
        kept = tuple(one for one in whole if one.id in seen)
    return Shown(plan, owner, kept, own, deciding, tuple(approvers), len(whole) - len(kept))


def may_see(tx: Tx, actor: Actor, owner: Staff) -> bool:
    """Whether somebody's plans are the actor's to see: their own, or of the groups they lead; above, what they sign."""
    if owner.id in owners(actor):
        return True
    return actor.role in LEADING and bool(approvals.groups_of(tx, owner) & set(actor.staff.groups))


def item(tx: Tx, actor: Actor, item_id: int) -> tuple[Item, Shown]:
    """One item with its plan. Raises Refused for one that is not the actor's business."""
    found = plans.item(tx, None, item_id)
    if found is None:
        raise Refused("plans.item_not_found")
    whole = load(tx, actor, found.plan_id)
    one = next((each for each in whole.items if each.id == item_id), None)
    if one is None:
        raise Refused("plans.item_not_found")
    return one, whole


def add(tx: Tx, actor: Actor, plan_id: int, new: NewItem, now: datetime) -> Changed:
    """Put something into the plan of the period its day lies in.

    Raises Refused for a day that is past, or a client out of scope (R0.4).
    """
    whole = _editable(tx, actor, plan_id)
    if new.on < today(actor, now):
        raise Refused("plans.day_is_past")
    if new.client_id is not None:
        for reader in (actor, owner_of(tx, whole.plan)):
            if clients.load(tx, reader, new.client_id) is None:
                raise Refused("clients.not_found")
    home = home_of(tx, whole.plan, new.on)
    values = {name: getattr(new, name) for name in ("client_id", "action", "text", "person_id", "note_id")}
    values |= {"planned_on": new.on, "planned_at": new.at, "half": half_of(new.half, new.at, actor)}
    item_id = plans.add_item(tx, home.id, {**values, "origin": Origin.MANAGER, "edited_by": editor(actor, home)})
    audit.write(tx, "plan_item_added", "plan", home.id, now, staff_id=actor.id, detail={"item": item_id})
    return changed_to(tx, actor, item_id, now)


def cut(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Changed:
    """Take an item out of the plan; it can be put back."""
    one, whole = open_item(tx, actor, item_id)
    values = {"state": ItemState.DROPPED, "not_done": CUT, "edited_by": editor(actor, whole.plan)}
    plans.change_item(tx, one.id, values, was=ItemState.OPEN)
    audit.write(tx, "plan_item_cut", "plan", whole.plan.id, now, staff_id=actor.id, detail={"item": one.id})
    return Changed(one, touched(tx, actor, whole.plan, now))


def put_back(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Changed:
    """Put an item back that was taken out; one that gave way to another, or went into another plan, stays away."""
    found = plans.item(tx, None, item_id)
    if found is None or found.not_done != CUT or found.rolled_to is not None:
        raise Refused("plans.item_not_found")
    whole = _editable(tx, actor, found.plan_id)
    readers = (owner_of(tx, whole.plan), *((actor,) if actor.role in RECORDING else ()))
    if any(plans.item(tx, reader, item_id) is None for reader in readers):
        raise Refused("plans.item_not_found")
    plans.change_item(tx, item_id, {"state": ItemState.OPEN, "not_done": None}, was=ItemState.DROPPED)
    return changed_to(tx, actor, item_id, now)


def finish(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Changed:
    """Note that an item was done which no record speaks of; a visit wants its record (R4.4)."""
    one, whole = open_item(tx, actor, item_id)
    if one.action is Action.VISIT and one.client_id is not None:
        raise Refused("plans.wants_a_record")
    plans.change_item(tx, item_id, {"state": ItemState.DONE, "done_on": today(actor, now)}, was=ItemState.OPEN)
    plans.bump(tx, whole.plan.id)
    return _reloaded(tx, actor, item_id)


def reopen(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Changed:
    """Open an item again that was noted as done without a record."""
    one, whole = item(tx, actor, item_id)
    if not whole.own or one.state is not ItemState.DONE or one.visit_id or one.care_id:
        raise Refused("plans.item_not_open")
    plans.change_item(tx, item_id, {"state": ItemState.OPEN, "done_on": None}, was=ItemState.DONE)
    plans.bump(tx, whole.plan.id)
    return _reloaded(tx, actor, item_id)


def half_of(half: Half | None, at: datetime | None, actor: Actor) -> Half | None:
    """The half-day of an hour, where one was said."""
    if at is None:
        return half
    return Half.FORENOON if at.astimezone(actor.zone).time() < NOON else Half.AFTERNOON


def today(actor: Actor, now: datetime) -> date:
    """The day it is for the organisation."""
    return now.astimezone(actor.zone).date()


def settings_of(tx: Tx, owner: Staff) -> Settings:
    """The settings that hold for somebody's plans: those of their group."""
    return of_group(tx, owner.group_id)


def workdays(tx: Tx) -> Workdays:
    """The working days of the organisation (R5.1)."""
    table = timetable(tx)
    assert table is not None
    return table.workdays


def outside_office_hours(tx: Tx, changed: Changed) -> bool:
    """Whether a visit was put at an hour outside the client's office hours, or on a day off (R2.6)."""
    one = changed.item
    if one.action is not Action.VISIT or one.client_id is None or one.planned_at is None:
        return False
    owner = owner_of(tx, changed.shown.plan)
    return outside(one.planned_at.astimezone(owner.zone), settings_of(tx, owner.staff), workdays(tx))


def owner_of(tx: Tx, plan: Plan) -> Actor:
    """A plan's owner with their own rights: what is in the plan is what they may see."""
    owner, house = staff.by_id(tx, plan.staff_id), organisation.load(tx)
    assert owner is not None and house is not None
    return Actor(owner, house)


def visits_on(whole: Shown, on: date) -> int:
    """How many visits stand on a day of a plan."""
    return sum(
        one.planned_on == on and one.action is Action.VISIT and one.state in (ItemState.OPEN, ItemState.DONE)
        for one in whole.items
    )


def home_of(tx: Tx, plan: Plan, on: date) -> Plan:
    """The plan of the same member and kind that a day belongs in."""
    if plan.starts_on <= on <= plan.ends_on:
        return plan
    return plans.ensure(tx, plan.staff_id, plan.kind, period_start(plan.kind, on))


def _editable(tx: Tx, actor: Actor, plan_id: int) -> Shown:
    whole = load(tx, actor, plan_id)
    if not whole.may_edit:
        raise Refused("plans.not_yours")
    return whole


def open_item(tx: Tx, actor: Actor, item_id: int) -> tuple[Item, Shown]:
    """An open item that the actor may change, and its plan. Raises Refused for any other."""
    one, whole = item(tx, actor, item_id)
    if not whole.may_edit:
        raise Refused("plans.not_yours")
    if one.state is not ItemState.OPEN:
        raise Refused("plans.item_not_open")
    return one, whole


def editor(actor: Actor, plan: Plan) -> int | None:
    """Who changes a plan, where it is not its owner."""
    return None if plan.staff_id in owners(actor) else actor.id


def first_level(tx: Tx, owner: Staff, kind: PlanKind, day: date) -> Level | None:
    """Who has the first word on a member's plans of a kind, of those who are there on a day (R0.5, R4.2)."""
    return approvals.level_for(tx, owner, levels_of(kind, settings_of(tx, owner))[0], day)


def touched(tx: Tx, actor: Actor, plan: Plan, now: datetime) -> Shown:
    """A plan after a change: one that was approved waits for the approver's word again (R4.3)."""
    fresh = plans.load(tx, plan.id)
    assert fresh is not None
    if fresh.state is not PlanState.APPROVED or fresh.ends_on < today(actor, now):
        plans.bump(tx, plan.id)
        return load(tx, actor, plan.id)
    owner = owner_of(tx, fresh).staff
    level = first_level(tx, owner, fresh.kind, today(actor, now))
    if level is None:
        raise Refused("plans.no_approver")
    values = {"state": PlanState.SUBMITTED, "level": level.role, "submitted_at": now}
    plans.change(tx, fresh, {**values, "decided_by": None, "decided_at": None})
    found = load(tx, actor, plan.id)
    return replace(found, approvers=level.members)


def changed_to(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Changed:
    """An item after a change, and its plan, which waits for the approver's word again where it was approved (R4.3)."""
    found = plans.item(tx, None, item_id)
    assert found is not None
    plan = plans.load(tx, found.plan_id)
    assert plan is not None
    whole = touched(tx, actor, plan, now)
    most = settings_of(tx, whole.owner).visits_per_day
    crowded = visits_on(whole, found.planned_on) if found.action is Action.VISIT else 0
    return Changed(found, whole, crowded if crowded > most else 0)


def _reloaded(tx: Tx, actor: Actor, item_id: int) -> Changed:
    one, whole = item(tx, actor, item_id)
    return Changed(one, whole)
