"""Drafts of plans (R4.1, R4.2): what the generator needs is gathered, and what it says is written down as items.

What somebody put into a plan stays as it is; only what was drafted and not touched is drafted anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.care import CareForm
from domain.clients import ClientClass
from domain.errors import Refused
from domain.moments import Kind
from domain.planning import (
    Draft,
    DraftItem,
    Errand,
    ItemKind,
    PlanClient,
    PlanRules,
    Reason,
    ReasonCode,
    Slots,
    YearVisit,
)
from domain.planning_drafts import draft_month, draft_week, spread_year
from domain.plans import Action, Item, ItemState, Origin, Plan, PlanKind, PlanState, period_end, period_start
from domain.staff import Actor
from services import care_plans, occurrences
from services.moments import coming
from services.plans import Shown, load, owner_of, settings_of, today, workdays
from storage import absences, clients, next_steps, nudges, plans, visits
from storage.plans import CUT
from storage.tx import Tx

CONTRACT_AHEAD = timedelta(days=30)
"""A contract that ends within so many days after a period is spoken of in it (R1.5, R4.1)."""

MOST_STEPS = 500
ONE_DAY = timedelta(days=1)
_REASONED = frozenset({ReasonCode.STANDARD, ReasonCode.OVERDUE, ReasonCode.NEVER_VISITED, ReasonCode.YEAR})
"""Why a visit stands in a plan by the standard alone."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What a draft of one member's period is made of. `known` are the real days of contracts' ends and steps, which
    may lie outside the period, by (kind, id); `settled` is what stands in the plan already or was taken out of it."""

    owner: Actor
    clients: list[PlanClient]
    rules: PlanRules
    first: date
    last: date
    today: date
    errands: list[Errand]
    known: dict[tuple[ItemKind, int], date]
    settled: set[tuple[ItemKind, int | None]]


def draft(tx: Tx, actor: Actor, plan_id: int, now: datetime) -> Shown:
    """Draft a plan that was not handed in yet, or draft it anew. Raises Refused for any other."""
    whole = load(tx, actor, plan_id)
    if not whole.own:
        raise Refused("plans.not_yours")
    if whole.plan.state not in (PlanState.DRAFT, PlanState.SENT_BACK):
        raise Refused(f"plans.already_{whole.plan.state}")
    if whole.plan.ends_on < today(actor, now):
        raise Refused("plans.day_is_past")
    earlier = [one for one in whole.items if one.state is ItemState.OPEN and one.origin is Origin.DRAFTED]
    plans.clear_drafted(tx, plan_id)
    _write(tx, whole.plan, now, earlier)
    return load(tx, actor, plan_id)


def open_plan(tx: Tx, actor: Actor, staff_id: int, kind: PlanKind, starts_on: date, now: datetime) -> Shown:
    """A member's plan of a period; one's own is drafted when it is opened for the first time and still lies ahead.

    Raises Refused for a plan that is not the actor's business, or one of another's that was not begun.
    """
    known = plans.of_period(tx, staff_id, kind, starts_on)
    if staff_id not in (actor.id, *actor.staff.assists):
        if known is None:
            raise Refused("plans.none_yet")
        return load(tx, actor, known.id)
    plan = known or plans.ensure(tx, staff_id, kind, starts_on)
    if plan.state is PlanState.DRAFT and plan.drafted_at is None and plan.ends_on >= today(actor, now):
        return draft(tx, actor, plan.id, now)
    return load(tx, actor, plan.id)


def _write(tx: Tx, plan: Plan, now: datetime, earlier: Sequence[Item] = ()) -> None:
    """Draft what a plan lacks, and write it down; what an `earlier` draft of it held stays there as far as it can."""
    stays = [one for one in plans.items(tx, owner_of(tx, plan), plan.id) if one.state is ItemState.OPEN]
    found = _gather(tx, plan, stays, now)
    sources = {one.id: one for one in stays}
    if plan.kind is PlanKind.YEAR:
        short = _year(tx, found, plan)
    else:
        month = plan.kind is PlanKind.MONTH
        drafted = _month(tx, found, plan, earlier, now) if month else _week(tx, found, plan, sources, now)
        for each in drafted.items:
            _keep(tx, plan, each, found, sources)
        short = [each.client_id for each in drafted.shortfall if each.missing]
    fresh = plans.load(tx, plan.id)
    assert fresh is not None
    plans.change(tx, fresh, {"drafted_at": now, "shortfall": short})


def _year(tx: Tx, found: _Gathered, plan: Plan) -> list[int]:
    """Write the year down, a visit at the first day of its week; the clients that the days do not suffice for."""
    span = {"first": found.first, "last": found.last, "today": found.today}
    spread = spread_year(found.clients, _slots(tx, found), found.rules, **span)
    for visit in spread.visits:
        on = max(visit.week_on, found.first)
        reasons = (Reason(ReasonCode.YEAR),)
        plans.add_item(
            tx, plan.id, {"client_id": visit.client_id, "planned_on": on, "reasons": reasons, "origin": Origin.DRAFTED}
        )
    return list(spread.shortfall)


def _month(tx: Tx, found: _Gathered, plan: Plan, earlier: Sequence[Item], now: datetime) -> Draft:
    year = plans.ensure(tx, plan.staff_id, PlanKind.YEAR, period_start(PlanKind.YEAR, plan.starts_on))
    if year.drafted_at is None and year.ends_on >= found.today:
        _write(tx, year, now)
    visits_of_year = [
        YearVisit(one.client_id, one.planned_on)
        for one in plans.items(tx, found.owner, year.id)
        if one.client_id is not None and one.state is ItemState.OPEN and found.first <= one.planned_on <= found.last
    ]
    return draft_month(
        found.clients,
        _slots(tx, found),
        found.rules,
        first=found.first,
        last=found.last,
        today=found.today,
        errands=found.errands,
        year=visits_of_year,
        earlier=[_drafted(one, found.owner) for one in earlier],
    )


def _week(tx: Tx, found: _Gathered, plan: Plan, sources: dict[int, Item], now: datetime) -> Draft:
    """The week from the month's plan, or from two where it lies in both; a month not planned yet is drafted for it."""
    month: list[DraftItem] = []
    for start in sorted({period_start(PlanKind.MONTH, day) for day in (plan.starts_on, plan.ends_on)}):
        whole = plans.ensure(tx, plan.staff_id, PlanKind.MONTH, start)
        if whole.state is PlanState.DRAFT and whole.drafted_at is None:
            _write(tx, whole, now)
        held = [one for one in plans.items(tx, found.owner, whole.id) if one.state is ItemState.OPEN]
        taken = {one.note_id for one in sources.values() if one.note_id is not None}
        held = [one for one in held if one.note_id not in taken and not found.settled & set(_refs(one))]
        sources |= {one.id: one for one in held}
        month += [_drafted(one, found.owner) for one in held]
    return draft_week(
        found.clients,
        _slots(tx, found),
        found.rules,
        first=found.first,
        last=found.last,
        today=found.today,
        month=month,
        errands=found.errands,
    )


def _slots(tx: Tx, found: _Gathered) -> Slots:
    """The working days on which the owner is not away."""
    works, away = workdays(tx), absences.days(tx, found.owner.id, found.first, found.last)
    length = (found.last - found.first).days + 1
    days = [found.first + n * ONE_DAY for n in range(length)]
    return Slots([day for day in days if works.works(day) and day not in away])


def _gather(tx: Tx, plan: Plan, stays: Sequence[Item], now: datetime) -> _Gathered:
    owner = owner_of(tx, plan)
    settings = settings_of(tx, owner.staff)
    day = today(owner, now)
    first, last = max(plan.starts_on, day), period_end(plan.kind, plan.starts_on)
    gone = [one for one in plans.items(tx, owner, plan.id) if one.not_done == CUT]
    cut = {one.client_id for one in gone if one.action is Action.VISIT}
    rows = [row for row in clients.names(tx, owner) if row.manager_id == owner.id and row.id not in cut]
    # The visit of the week that its manager put on another day is the one: no second is drafted beside it.
    moved = (one.client_id for one in stays if one.drafted and one.action is Action.VISIT)
    put = set(moved) if plan.kind is PlanKind.WEEK else set()
    visited = visits.last_days(tx, [row.id for row in rows])
    known = [
        PlanClient(
            row.id,
            row.name,
            ClientClass(row.class_) if row.class_ else None,
            row.district,
            visited.get(row.id),
            row.assigned_on or day,
        )
        for row in rows
        if row.id not in put
    ]
    rules = PlanRules(settings.visit_every_days, settings.visits_per_day, settings.visits_before_noon)
    days: dict[tuple[ItemKind, int], date] = {}
    errands = [_own(one, owner) for one in stays if one.planned_on >= first]
    if plan.kind is not PlanKind.YEAR:
        classes = {row.id: row.class_ for row in rows}
        errands += _care(tx, owner, classes, first, last, days)
        errands += _contracts(tx, owner, classes, first, last, days)
        errands += _steps(tx, owner, first, last, days)
    settled = {ref for one in (*stays, *gone) for ref in _refs(one)}
    errands = [each for each in errands if (each.kind, each.ref_id) not in settled]
    return _Gathered(owner, known, rules, first, last, day, errands, days, settled)


def _refs(one: Item) -> list[tuple[ItemKind, int | None]]:
    """What an item carries out."""
    refs = (
        (ItemKind.CARE, one.occurrence_id),
        (ItemKind.CONTRACT_END, one.contract_id),
        (ItemKind.NEXT_STEP, one.step_id),
    )
    return [(kind, ref) for kind, ref in refs if ref is not None]


def _own(one: Item, owner: Actor) -> Errand:
    """What stands in the plan already, where and as it stands."""
    kind = ItemKind.ROLLED_OVER if one.origin is Origin.ROLLED else ItemKind.OWN
    at = one.planned_at.astimezone(owner.zone).time() if one.planned_at else None
    return Errand(kind, one.planned_on, one.client_id, one.id, one.half, at, one.action is Action.VISIT)


def _care(
    tx: Tx, owner: Actor, classes: dict[int, Any], first: date, last: date, days: dict[tuple[ItemKind, int], date]
) -> list[Errand]:
    """What the care plan says of these days (R3.3): what is special, and of the routine what is a visit."""
    found = []
    for line in care_plans.items(tx, owner, first, last):
        if line.client_id not in classes or line.dropped or line.done or line.skipped:
            continue
        visit = line.form is CareForm.VISIT
        if visit or not line.routine:
            occurrence_id = occurrences.of_moment(tx, line, owner.id)
            days[ItemKind.CARE, occurrence_id] = line.on
            movable = visit and (line.routine or not workdays(tx).works(line.on))
            found.append(Errand(ItemKind.CARE, line.on, line.client_id, occurrence_id, visit=visit, movable=movable))
    return found


def _contracts(
    tx: Tx, owner: Actor, classes: dict[int, Any], first: date, last: date, days: dict[tuple[ItemKind, int], date]
) -> list[Errand]:
    found = []
    for each in coming(tx, owner, first, last + CONTRACT_AHEAD):
        if each.kind is Kind.CONTRACT_END and each.client_id in classes:
            contract_id = int(each.key.split(":")[1])
            days[ItemKind.CONTRACT_END, contract_id] = each.on
            on = min(each.on, last)
            found.append(Errand(ItemKind.CONTRACT_END, on, each.client_id, contract_id, visit=True, movable=True))
    return found


def _steps(tx: Tx, owner: Actor, first: date, last: date, days: dict[tuple[ItemKind, int], date]) -> list[Errand]:
    found = []
    for step in next_steps.open_ones(tx, owner, owners=(owner.id,), end=last, limit=MOST_STEPS)[0]:
        if step.due_on is not None:
            days[ItemKind.NEXT_STEP, step.id] = step.due_on
            found.append(Errand(ItemKind.NEXT_STEP, max(step.due_on, first), step.client_id, step.id, movable=True))
    return found


def _drafted(one: Item, owner: Actor) -> DraftItem:
    """An item of the month's plan as the generator knows it."""
    kind = _kind_of(one)
    at = one.planned_at.astimezone(owner.zone).time() if one.planned_at else None
    refs = _refs(one)
    if kind in (ItemKind.OWN, ItemKind.ROLLED_OVER):
        refs.append((kind, one.id))
    visit = one.action is Action.VISIT
    days = {each.code.value: each.on for each in one.reasons if each.on is not None}
    errands = tuple(Errand(of, days.get(of.value, one.planned_on), one.client_id, ref, visit=visit) for of, ref in refs)
    return DraftItem(kind, one.planned_on, one.half, at, one.client_id, visit, one.reasons, errands)


def _kind_of(one: Item) -> ItemKind:
    if one.origin is not Origin.DRAFTED or not one.reasons:
        return ItemKind.ROLLED_OVER if one.origin is Origin.ROLLED else ItemKind.OWN
    code = one.reasons[0].code
    return ItemKind.VISIT if code in _REASONED else ItemKind(code.value)


def _keep(tx: Tx, plan: Plan, each: DraftItem, found: _Gathered, sources: dict[int, Item]) -> None:
    """Write a drafted item down: over the one that stands there already, or as a new one."""
    by_kind: dict[ItemKind, int] = {}
    for errand in each.errands:
        if errand.ref_id is not None:
            by_kind.setdefault(errand.kind, errand.ref_id)
    source = sources.get(by_kind.get(ItemKind.OWN, by_kind.get(ItemKind.ROLLED_OVER, 0)))
    refs = {
        "occurrence_id": by_kind.get(ItemKind.CARE),
        "contract_id": by_kind.get(ItemKind.CONTRACT_END),
        "step_id": by_kind.get(ItemKind.NEXT_STEP),
    }
    reasons = tuple(_as_known(reason, by_kind, found) for reason in each.reasons)
    if source is not None and source.plan_id == plan.id:
        joined = {name: id_ for name, id_ in refs.items() if id_ is not None}
        if joined:
            plans.change_item(tx, source.id, joined)
        return
    at = datetime.combine(each.on, each.at, found.owner.zone) if each.at else None
    values: dict[str, Any] = {"planned_on": each.on, "half": each.half, "planned_at": at, "client_id": each.client_id}
    values |= {"reasons": reasons, "action": _action(each), "origin": Origin.DRAFTED, **refs}
    if source is not None:
        values |= {"text": source.text, "person_id": source.person_id, "origin": source.origin}
        values |= {"note_id": source.note_id, "action": source.action}
    elif by_kind.get(ItemKind.CARE):
        row = nudges.load_occurrence(tx, found.owner, by_kind[ItemKind.CARE])
        values["person_id"] = row.person_id if row else None
    plans.add_item(tx, plan.id, values)


def _as_known(reason: Reason, by_kind: dict[ItemKind, int], found: _Gathered) -> Reason:
    """A reason with the day it is really about, which may lie outside the period."""
    if reason.code not in (ReasonCode.CARE, ReasonCode.CONTRACT_END, ReasonCode.NEXT_STEP):
        return reason
    kind = ItemKind(reason.code.value)
    return replace(reason, on=found.known.get((kind, by_kind.get(kind, 0)), reason.on))


def _action(each: DraftItem) -> Action:
    if each.visit:
        return Action.VISIT
    return Action.CARE if each.kind is ItemKind.CARE else Action.TASK
