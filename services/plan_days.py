"""What is planned for some days, whoever asks: the items that stand in plans, and sentences that went into none."""

from collections.abc import Collection
from datetime import date

from domain.notes import Note
from domain.plans import Action, Item, ItemState, Origin
from domain.staff import LEADING, Actor
from services.next_steps import owners
from storage import notes, plan_days, plans, staff
from storage.tx import Tx

MOST_NOTES = 200
STILL = (ItemState.OPEN,)


def of(
    tx: Tx, actor: Actor, start: date, end: date, *, states: Collection[ItemState] = STILL, everybody: bool = False
) -> list[Item]:
    """What the actor (and whom they assist; with `everybody` also those of the groups led) planned between two days,
    both included, in the order of days."""
    whose = set(owners(actor))
    if everybody and actor.role in LEADING:
        whose |= {member.id for group in actor.staff.groups for member in staff.members(tx, group)}
    found = plan_days.planned(tx, actor, staff_ids=whose, start=start, end=end, states=states)
    told, _ = notes.page(tx, actor, "plan", start=start, end=end, limit=MOST_NOTES)
    held = plans.notes_in_plans(tx, [note.id for note in told])
    found += [_item(note) for note in told if note.staff_id in whose and note.id not in held]
    return sorted(found, key=lambda one: one.planned_on)


def _item(note: Note) -> Item:
    """A sentence that stands for itself, as an item of no plan."""
    assert note.about_on is not None
    return Item(
        0,
        0,
        note.staff_id,
        note.about_on,
        Action.TASK,
        planned_at=note.about_at,
        text=note.text,
        origin=Origin.MANAGER,
        note_id=note.id,
    )


def planners(tx: Tx, day: date) -> list[int]:
    """The members for whom something is planned on a day."""
    everyone = [member.id for member in staff.everyone(tx)]
    return sorted(
        {one.staff_id for one in plan_days.planned(tx, None, staff_ids=everyone, start=day, end=day, states=STILL)}
    )
