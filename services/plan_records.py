"""Plan against done (R4.4): a record closes the item it fulfils, taking it back opens it again.

For use cases that have checked the scope of what was recorded.
"""

from collections.abc import Collection
from datetime import date

from domain.care import Care
from domain.plans import Action, Item, ItemState, Plan
from domain.visits import Visit
from storage import plans
from storage.tx import Tx


def visited(tx: Tx, visit: Visit) -> None:
    """A visit was recorded: it closes what was planned for its client in its week and in its month, nearest to its day.

    The day need not match. Those who went along have it done, too.
    """
    if not plans.anything_open(tx, visit.client_id):
        return
    who = (visit.manager_id, *visit.companions)
    found = plans.matching(tx, states=(ItemState.OPEN,), staff_ids=who, client_id=visit.client_id, action=Action.VISIT)
    for one in _one_of_each_plan(found, visit.visited_on):
        values = {"state": ItemState.DONE, "visit_id": visit.id, "done_on": visit.visited_on}
        plans.change_item(tx, one.id, values, was=ItemState.OPEN)


def visit_changed(tx: Tx, visit: Visit) -> None:
    """A visit is of another client, day or member now: what it closes is looked for anew."""
    visit_gone(tx, visit.id)
    visited(tx, visit)


def visit_gone(tx: Tx, visit_id: int) -> None:
    """A visit was taken back: what it had closed is open again."""
    for one, _ in plans.matching(tx, states=(ItemState.DONE,), visit_id=visit_id):
        plans.change_item(tx, one.id, {"state": ItemState.OPEN, "visit_id": None, "done_on": None})


def cared(tx: Tx, record: Care, moments: Collection[int]) -> None:
    """A care action was recorded: it closes the items of the moments that it dealt with (their occurrences), or else
    one of care for its client."""
    of_moments = [plans.matching(tx, states=(ItemState.OPEN,), occurrence_id=each) for each in moments]
    if not any(of_moments):
        whose = (record.manager_id,)
        of_client = plans.matching(
            tx, states=(ItemState.OPEN,), staff_ids=whose, client_id=record.client_id, action=Action.CARE
        )
        of_moments = [[(one, plan) for one, plan in of_client if one.occurrence_id is None]]
    for found in of_moments:
        for one in _one_of_each_plan(found, record.cared_on):
            values = {"state": ItemState.DONE, "care_id": record.id, "done_on": record.cared_on}
            plans.change_item(tx, one.id, values, was=ItemState.OPEN)


def care_changed(tx: Tx, record: Care, moments: Collection[int]) -> None:
    """A care record is of another client, day or moment now: what it closes is looked for anew."""
    care_gone(tx, record.id)
    cared(tx, record, moments)


def care_gone(tx: Tx, care_id: int) -> None:
    """A care record was taken back: what it had closed is open again."""
    for one, _ in plans.matching(tx, states=(ItemState.DONE,), care_id=care_id):
        plans.change_item(tx, one.id, {"state": ItemState.OPEN, "care_id": None, "done_on": None})


def step_done(tx: Tx, step_id: int, done_on: date | None) -> None:
    """A next step was done on a day, or is open again (None): so is what was planned for it alone."""
    was, becomes = (ItemState.DONE, ItemState.OPEN) if done_on is None else (ItemState.OPEN, ItemState.DONE)
    for one, _ in plans.matching(tx, states=(was,), step_id=step_id, action=Action.TASK):
        plans.change_item(tx, one.id, {"state": becomes, "done_on": done_on})


def _one_of_each_plan(found: list[tuple[Item, Plan]], on: date) -> list[Item]:
    """Of each plan whose period a day lies in the item planned nearest to it."""
    best: dict[int, Item] = {}
    for one, plan in found:
        if not plan.starts_on <= on <= plan.ends_on:
            continue
        held = best.get(plan.id)
        if held is None or abs(one.planned_on - on) < abs(held.planned_on - on):
            best[plan.id] = one
    return list(best.values())
