"""What stands planned for some days, whichever plan holds it: that of the week, or of the month where there is none."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from domain.plans import Item, ItemState, PlanKind, PlanState
from domain.staff import Actor
from storage.plans import CUT, ITEMS, ORDER, STANDING, is_seen, item_of, plan_items, plans
from storage.tx import Tx


def planned(
    tx: Tx,
    actor: Actor | None,
    *,
    staff_ids: Collection[int],
    start: date,
    end: date,
    states: Collection[ItemState] = tuple(ItemState),
) -> list[Item]:
    """What stands planned (`STANDING`) of some members in the weeks' plans between two days, both included; what is
    in the month's alone where there is no plan of the week."""
    c = plan_items.c
    standing = (STANDING, or_(c.not_done.is_(None), c.not_done != CUT))
    days = (plans.c.staff_id.in_(staff_ids), c.planned_on >= start, c.planned_on <= end, c.state.in_(states))
    found = [item_of(row) for row in tx.rows(ITEMS.where(*days, *standing, is_seen(actor)).order_by(*ORDER))]
    weeks = _weeks_planned(tx, staff_ids, start, end)
    homes = plans.c.id.in_({one.plan_id for one in found})
    kinds = {row.id: row.kind for row in tx.rows(select(plans.c.id, plans.c.kind).where(homes))}
    return [
        one for one in found if kinds[one.plan_id] == PlanKind.WEEK or not _within(weeks, one.staff_id, one.planned_on)
    ]


def _weeks_planned(tx: Tx, staff_ids: Collection[int], start: date, end: date) -> set[tuple[int, date]]:
    """The weeks (by member and Monday) that have a plan of their own."""
    c = plans.c
    monday = date.fromordinal(start.toordinal() - start.weekday())
    between = (c.starts_on >= monday, c.starts_on <= end, or_(c.drafted_at.is_not(None), c.state != PlanState.DRAFT))
    query = select(c.staff_id, c.starts_on).where(c.staff_id.in_(staff_ids), c.kind == PlanKind.WEEK, *between)
    return {(row.staff_id, row.starts_on) for row in tx.rows(query)}


def _within(weeks: set[tuple[int, date]], staff_id: int, day: date) -> bool:
    return (staff_id, date.fromordinal(day.toordinal() - day.weekday())) in weeks
