"""Items on their way to another day, which may lie in another plan (R4.2): counted once, wherever they end."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.errors import Refused
from domain.planning import Half
from domain.plans import Item, ItemState, Origin, Plan, PlanState
from domain.staff import Actor
from services.plans import Changed, Shown, changed_to, editor, half_of, home_of, open_item, today, touched
from storage import audit, plans
from storage.plans import CUT
from storage.tx import Tx


def move(
    tx: Tx, actor: Actor, item_id: int, on: date, now: datetime, *, half: Half | None = None, at: datetime | None = None
) -> Changed:
    """Put an item on another day (or half-day, or hour); on a day of another period it goes over into that plan, and
    back into its own place where it came from there.

    Raises Refused for one that is not open, or a day that is past.
    """
    one, whole = open_item(tx, actor, item_id)
    if on < today(actor, now):
        raise Refused("plans.day_is_past")
    home = home_of(tx, whole.plan, on)
    when = {"planned_on": on, "planned_at": at, "half": half_of(half, at, actor), "edited_by": editor(actor, home)}
    audit.write(tx, "plan_item_moved", "plan", home.id, now, staff_id=actor.id, detail={"item": item_id})
    own = {"origin": Origin.MANAGER} if one.origin is Origin.DRAFTED else {}  # what is drafted anew leaves it there
    if home.id == whole.plan.id:
        plans.change_item(tx, item_id, when | own)
        return changed_to(tx, actor, item_id, now)
    stood = _stood(tx, one, home)
    new_id = carry(tx, one, home, when) if stood is None else stood.id
    if stood is not None:
        own = {"origin": Origin.MANAGER} if stood.origin is Origin.DRAFTED else {}
        plans.change_item(tx, stood.id, {**when, **own, "state": ItemState.OPEN, "not_done": None, "rolled_to": None})
        plans.give_way_back(tx, one)
    left = _leave(tx, actor, one, whole.plan, new_id, now)
    return replace(changed_to(tx, actor, new_id, now), others=(left,))


def carry(tx: Tx, one: Item, home: Plan, when: dict[str, Any]) -> int:
    """Put an item into another plan, with all that it hangs on; the id it has there."""
    kept = ("client_id", "action", "text", "person_id", "reasons", "occurrence_id", "step_id", "contract_id", "note_id")
    return plans.add_item(tx, home.id, {name: getattr(one, name) for name in kept} | when | {"origin": Origin.ROLLED})


def _stood(tx: Tx, one: Item, home: Plan) -> Item | None:
    """Where an item stood in a plan before it went, by whatever ways, to where it is now: it comes back there, or the
    plan would count it twice."""
    seen, now_at = {one.id}, [one.id]
    while now_at:
        before = [each for id_ in now_at for each in plans.gone_to(tx, id_) if _same(each, one) and each.id not in seen]
        back = next((each for each in before if each.plan_id == home.id), None)
        if back is not None:
            return back
        now_at = [each.id for each in before]
        seen |= set(now_at)
    return None


def _same(one: Item, other: Item) -> bool:
    """Whether two items are the same thing in two plans; what gave way to an item is not."""
    return (one.client_id, one.action, one.note_id) == (other.client_id, other.action, other.note_id)


def _leave(tx: Tx, actor: Actor, one: Item, plan: Plan, new_id: int, now: datetime) -> Shown:
    """What an item leaves behind: nothing in a draft, in a plan that was handed in the word where it went."""
    merely_cut = plan.state is PlanState.DRAFT
    gone = {"state": ItemState.DROPPED, "not_done": CUT} if merely_cut else {"state": ItemState.ROLLED}
    plans.change_item(tx, one.id, {**gone, "rolled_to": new_id, "edited_by": editor(actor, plan)})
    return touched(tx, actor, plan, now)
