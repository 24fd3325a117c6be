"""Visits held against plans (R4.4): what no plan had foreseen, and what may be the record of a planned visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, or_, select

from domain.frozen import frozen
from domain.plans import Item, Plan
from domain.staff import RECORDING, Actor
from storage.clients import clients, visible
from storage.plans import plan_items, plans
from storage.tx import Tx
from storage.visits import STANDING, visit_companions, visits


@frozen
class Unplanned:
    """A visit that no plan had foreseen."""

    visit_id: int
    client: str
    visited_on: date


def unplanned(tx: Tx, reader: Actor, owner: Actor, plan: Plan) -> list[Unplanned]:
    """The visits of a plan's owner in its period that fulfil nothing in it, in the order of days; of clients that are
    still in the owner's scope, and in the reader's who has one (R0.4)."""
    v = visits.c
    fulfilling = select(plan_items.c.visit_id).where(
        plan_items.c.plan_id == plan.id, plan_items.c.visit_id.is_not(None)
    )
    seen = (visible(owner), visible(reader)) if reader.role in RECORDING else (visible(owner),)
    query = (
        select(v.id, v.visited_on, clients.c.name)
        .join(clients, clients.c.id == v.client_id)
        .where(v.manager_id == plan.staff_id, STANDING, v.id.not_in(fulfilling), *seen)
        .where(v.visited_on >= plan.starts_on, v.visited_on <= plan.ends_on)
        .order_by(v.visited_on, v.id)
    )
    return [Unplanned(row.id, row.name, row.visited_on) for row in tx.rows(query)]


def unclaimed(tx: Tx, plan: Plan, item: Item, start: date, end: date) -> Sequence[Row[Any]]:
    """The visits to an item's client between two days, both included, that its plan's owner made or went along to, and
    that close nothing yet in any plan of the owner's of this kind: one record closes one item. Id and day of each."""
    v, along = visits.c, visit_companions.c
    joined = select(along.visit_id).where(along.staff_id == plan.staff_id)
    closing = (
        select(plan_items.c.visit_id)
        .join(plans, plans.c.id == plan_items.c.plan_id)
        .where(plans.c.staff_id == plan.staff_id, plans.c.kind == plan.kind, plan_items.c.visit_id.is_not(None))
    )
    query = select(v.id, v.visited_on).where(v.client_id == item.client_id, STANDING, v.id.not_in(closing))
    days = (v.visited_on >= start, v.visited_on <= end)
    return tx.rows(query.where(*days, or_(v.manager_id == plan.staff_id, v.id.in_(joined))).order_by(v.visited_on))
