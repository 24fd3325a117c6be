"""The summary of a period (R4.4): done, not done, unplanned; what was not done says why, and rolls over or drops."""

from dataclasses import replace
from datetime import date, datetime

from domain.errors import Refused
from domain.frozen import frozen
from domain.plans import (
    Item,
    ItemState,
    Origin,
    Plan,
    PlanKind,
    PlanState,
    next_start,
    period_end,
    summary_on,
)
from domain.staff import Actor, Staff
from services.plan_moves import carry
from services.plans import Shown, first_level, item, load, may_see, owner_of, today, touched, workdays
from storage import audit, plan_records, plans
from storage.plan_records import Unplanned
from storage.plans import CUT
from storage.tx import Tx


@frozen
class Summary:
    """A period held against what was done. `open` items are those of days up to today that nobody has said anything of;
    `ahead` are those whose day is still to come, of which nothing need be said."""

    shown: Shown
    done: tuple[Item, ...]
    open: tuple[Item, ...]
    rolled: tuple[Item, ...]
    dropped: tuple[Item, ...]
    unplanned: tuple[Unplanned, ...]
    ahead: tuple[Item, ...] = ()

    @property
    def planned(self) -> int:
        """How many items stood planned."""
        return sum(map(len, (self.done, self.open, self.ahead, self.rolled, self.dropped)))

    @property
    def on_time(self) -> int:
        """How many were done by their day."""
        return sum(one.done_on is not None and one.done_on <= one.planned_on for one in self.done)


@frozen
class Settled:
    """The summary after something was said of an item, and the plan it rolled `into`, whose approvers are to be told
    where they had approved it (R4.3)."""

    summary: Summary
    into: Shown | None = None


def summary(tx: Tx, actor: Actor, plan_id: int, now: datetime) -> Summary:
    """The summary of a plan that is the actor's business, as of today. Raises Refused for any other."""
    whole = load(tx, actor, plan_id)
    stood = [one for one in whole.items if whole.plan.state is not PlanState.DRAFT or one.origin is not Origin.DRAFTED]
    by_state = {state: tuple(one for one in stood if one.state is state) for state in ItemState}
    still, day = by_state[ItemState.OPEN], today(actor, now)
    return Summary(
        whole,
        by_state[ItemState.DONE],
        tuple(one for one in still if one.planned_on <= day),
        by_state[ItemState.ROLLED],
        by_state[ItemState.DROPPED],
        tuple(plan_records.unplanned(tx, actor, owner_of(tx, whole.plan), whole.plan)),
        tuple(one for one in still if one.planned_on > day),
    )


def drop(tx: Tx, actor: Actor, item_id: int, why: str, now: datetime) -> Settled:
    """Note that an item will not be done, and why."""
    one, whole = _open_own(tx, actor, item_id, why)
    plans.change_item(tx, one.id, {"state": ItemState.DROPPED, "not_done": why.strip()}, was=ItemState.OPEN)
    audit.write(tx, "plan_item_dropped", "plan", whole.plan.id, now, staff_id=actor.id, detail={"item": one.id})
    return Settled(summary(tx, actor, whole.plan.id, now))


def roll(tx: Tx, actor: Actor, item_id: int, why: str, now: datetime) -> Settled:
    """Roll an item over into the plan of the following period, and note why it was not done."""
    one, whole = _open_own(tx, actor, item_id, why)
    home = plans.ensure(tx, whole.plan.staff_id, whole.plan.kind, next_start(whole.plan.kind, whole.plan.starts_on))
    while home.ends_on < today(actor, now):
        home = plans.ensure(tx, home.staff_id, home.kind, next_start(home.kind, home.starts_on))
    on = _day_there(tx, one, whole.plan, home, today(actor, now))
    new_id = carry(tx, one, home, {"planned_on": on, "half": one.half})
    for other, plan in plans.matching(
        tx, states=(ItemState.OPEN,), staff_ids=(home.staff_id,), client_id=one.client_id, action=one.action
    ):
        if one.client_id is not None and plan.id == home.id and other.drafted:
            plans.change_item(tx, other.id, {"state": ItemState.DROPPED, "not_done": CUT, "rolled_to": new_id})
    values = {"state": ItemState.ROLLED, "not_done": why.strip(), "rolled_to": new_id}
    plans.change_item(tx, one.id, values, was=ItemState.OPEN)
    audit.write(tx, "plan_item_rolled", "plan", whole.plan.id, now, staff_id=actor.id, detail={"item": one.id})
    return Settled(summary(tx, actor, whole.plan.id, now), touched(tx, actor, home, now))


def _day_there(tx: Tx, one: Item, plan: Plan, home: Plan, day: date) -> date:
    """As far into the following period as it stood in its own, on a working day, and not in the past."""
    aim = min(home.starts_on + (one.planned_on - plan.starts_on), period_end(home.kind, home.starts_on))
    works = workdays(tx).on_or_before(aim)
    return max(works if works >= home.starts_on else aim, day)


def rest(tx: Tx, actor: Actor, plan_id: int, why: str, now: datetime) -> Settled:
    """Roll over all that is still open of the days up to today, for one reason."""
    whole = summary(tx, actor, plan_id, now)
    settled = Settled(whole)
    for one in whole.open:
        after = roll(tx, actor, one.id, why, now)
        settled = after if after.into and after.into.approvers else replace(after, into=settled.into or after.into)
    return settled


def unsettle(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Settled:
    """Open an item again that was dropped or rolled over; what it had become in the later plan is taken out of it, and
    one that was approved with it waits for the approver's word again (R4.3)."""
    one, whole = item(tx, actor, item_id)
    if not whole.own or one.state not in (ItemState.DROPPED, ItemState.ROLLED):
        raise Refused("plans.item_not_open")
    later = plans.item(tx, None, one.rolled_to) if one.rolled_to is not None else None
    if later is not None and later.state is not ItemState.OPEN:
        raise Refused("plans.item_not_open")
    plans.change_item(tx, one.id, {"state": ItemState.OPEN, "not_done": None, "rolled_to": None})
    if later is None:
        return Settled(summary(tx, actor, whole.plan.id, now))
    plans.give_way_back(tx, later)
    plans.remove_items(tx, [later.id])
    return Settled(summary(tx, actor, whole.plan.id, now), touched(tx, actor, load(tx, actor, later.plan_id).plan, now))


def note_words(tx: Tx, actor: Actor, plan_id: int, words: str, now: datetime) -> Summary:
    """A few words of the manager's own for the summary."""
    whole = _own(tx, actor, plan_id)
    if not plans.change(tx, whole.plan, {"summary_words": words.strip()}):
        raise Refused("plans.changed_meanwhile")
    return summary(tx, actor, plan_id, now)


def submit(tx: Tx, actor: Actor, plan_id: int, now: datetime) -> tuple[Summary, tuple[Staff, ...]]:
    """Hand the summary in; returns it with those who are to be told. Raises Refused while something is open, and while
    something is ahead before the day on which it is asked for; what stands on a day off after it does not hold it up.
    """
    whole = _own(tx, actor, plan_id)
    found = summary(tx, actor, plan_id, now)
    if found.open:
        raise Refused("plans.not_settled", n=len(found.open))
    if found.ahead and today(actor, now) < summary_on(whole.plan.kind, whole.plan.starts_on, workdays(tx)):
        raise Refused("plans.not_over", n=len(found.ahead))
    if not plans.change(tx, whole.plan, {"summary_at": now}):
        raise Refused("plans.changed_meanwhile")
    audit.write(tx, "plan_summary_submitted", "plan", plan_id, now, staff_id=actor.id)
    level = first_level(tx, whole.owner, whole.plan.kind, today(actor, now))
    hearers = (member for member in level.members if _may_read(tx, actor, member, whole)) if level else ()
    return summary(tx, actor, plan_id, now), tuple(hearers)


def _may_read(tx: Tx, actor: Actor, member: Staff, whole: Shown) -> bool:
    """Whether a plan is somebody's to see; those above the groups see what they signed, and no more (R0.4)."""
    return whole.plan.decided_by == member.id or may_see(tx, Actor(member, actor.organisation), whole.owner)


def _own(tx: Tx, actor: Actor, plan_id: int) -> Shown:
    whole = load(tx, actor, plan_id)
    if not whole.own:
        raise Refused("plans.not_yours")
    if whole.plan.kind is PlanKind.YEAR:
        raise Refused("plans.not_found")
    return whole


def _open_own(tx: Tx, actor: Actor, item_id: int, why: str) -> tuple[Item, Shown]:
    one, whole = item(tx, actor, item_id)
    if not whole.own:
        raise Refused("plans.not_yours")
    if one.state is not ItemState.OPEN:
        raise Refused("plans.item_not_open")
    if not why.strip():
        raise Refused("plans.comment_missing")
    return one, whole
