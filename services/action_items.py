"""Action items (R5.4): one owner, a due day, reminders, and a word on what was not done in time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.action_items import ActionItem, ItemState, ItemStep
from domain.errors import Refused
from domain.frozen import frozen
from domain.moments import Timetable
from domain.staff import LEADING, Actor, Organisation, Staff
from services.meetings import groups_of, team_timetable
from services.moments import timetable
from services.team_chats import leading
from services.upcoming import Push, Source
from storage import action_items, audit, meetings, nudges, organisation, staff
from storage.tx import Tx

AT_ONCE = 50
ONE_DAY = timedelta(days=1)
LONGEST = 300
"""Characters of an explanation that are kept."""


@frozen
class Reminder:
    """What somebody is told of an item: that it needs an owner, is due tomorrow or today, or was not done in time."""

    step: ItemStep
    item: ActionItem
    house: Organisation
    readers: tuple[Staff, ...]


@frozen
class ToTell:
    """What somebody is told of items: those they are in charge of now, those with another day, those that are theirs no
    more."""

    member: Staff
    fresh: tuple[ActionItem, ...] = ()
    moved: tuple[ActionItem, ...] = ()
    gone: tuple[ActionItem, ...] = ()


# Reading and changing -------------------------------------------------------------------------------------------------


def load(tx: Tx, actor: Actor, item_id: int) -> ActionItem:
    """An item of one's own group, or that one owns. Raises Refused for any other (R0.4)."""
    found = action_items.load(tx, item_id)
    if found is None or not (found.owner_id == actor.id or found.group_id in groups_of(actor)):
        raise Refused("action_items.not_found")
    return found


def mine(tx: Tx, actor: Actor, offset: int = 0, limit: int = 5) -> tuple[list[ActionItem], int]:
    """The actor's own open items, the first due first, and how many."""
    return action_items.open_ones(tx, owners=(actor.id,), offset=offset, limit=limit)


def of_groups(tx: Tx, actor: Actor, offset: int = 0, limit: int = 5) -> tuple[list[ActionItem], int]:
    """The open items of the groups that the actor leads."""
    groups = actor.staff.groups if actor.role in LEADING else ()
    return action_items.open_ones(tx, groups_=groups, offset=offset, limit=limit)


def may_manage(tx: Tx, actor: Actor, item: ActionItem) -> bool:
    """Whether somebody may give an item another owner or day: who leads the group, who hosted the meeting that it
    comes of, and who wrote it down."""
    if (actor.role in LEADING and item.group_id in actor.staff.groups) or item.created_by == actor.id:
        return True
    meeting = meetings.load(tx, item.meeting_id) if item.meeting_id is not None else None
    return meeting is not None and meeting.host_id == actor.id


def finish(tx: Tx, actor: Actor, item_id: int, now: datetime) -> ActionItem:
    """Mark an item done; its owner may, and who manages it."""
    item = _concerning(tx, actor, item_id)
    values = {"state": ItemState.DONE, "done_at": now, "done_by": actor.id, "step": None, "due_at": None}
    if not action_items.change(tx, item_id, values, was=(ItemState.OPEN,)):
        raise Refused("action_items.not_open")
    return _noted(tx, actor, item, "action_item_done", now)


def reopen(tx: Tx, actor: Actor, item_id: int, now: datetime) -> ActionItem:
    """Open an item again that was marked done."""
    item = _concerning(tx, actor, item_id)
    if not action_items.change(
        tx, item_id, {"state": ItemState.OPEN, "done_at": None, "done_by": None}, was=(ItemState.DONE,)
    ):
        raise Refused("action_items.not_done")
    schedule(tx, item_id, now)
    return _noted(tx, actor, item, "action_item_reopened", now)


def drop(tx: Tx, actor: Actor, item_id: int, now: datetime) -> ActionItem:
    """Take an item back."""
    item = managed(tx, actor, item_id)
    action_items.change(tx, item_id, {"state": ItemState.DROPPED, "step": None, "due_at": None})
    return _noted(tx, actor, item, "action_item_dropped", now)


def settle(tx: Tx, actor: Actor, item_id: int, now: datetime) -> ActionItem:
    """Note that a decision wants no owner: there is nothing to do of it (R5.3: decisions, and action items)."""
    item = managed(tx, actor, item_id)
    if item.owner_id is not None:
        raise Refused("action_items.not_open")
    _change_open(tx, item_id, {"state": ItemState.SETTLED, "step": None, "due_at": None})
    return _noted(tx, actor, item, "action_item_settled", now)


def assign(tx: Tx, actor: Actor, item_id: int, owner_id: int, now: datetime) -> ActionItem:
    """Give an item its one owner, of its own group or its leaders; one that was to have none has something to do."""
    item = managed(tx, actor, item_id)
    if owner_id not in owners(tx, item.group_id):
        raise Refused("action_items.no_such_owner")
    given = {"owner_id": owner_id, "state": ItemState.OPEN}
    if not action_items.change(tx, item_id, given, was=(ItemState.OPEN, ItemState.SETTLED)):
        raise Refused("action_items.not_open")
    if _running(tx, item):
        schedule(tx, item_id, now)
    return _noted(tx, actor, item, "action_item_assigned", now)


def put_off(tx: Tx, actor: Actor, item_id: int, due_on: date, now: datetime) -> ActionItem:
    """Give an item another due day. Raises Refused for a day that has passed."""
    item = managed(tx, actor, item_id)
    if due_on < now.astimezone(actor.zone).date():
        raise Refused("action_items.day_passed")
    _change_open(tx, item_id, {"due_on": due_on})
    if _running(tx, item):
        schedule(tx, item_id, now)
    return _noted(tx, actor, item, "action_item_put_off", now)


def _change_open(tx: Tx, item_id: int, values: dict[str, Any]) -> None:
    if not action_items.change(tx, item_id, values, was=(ItemState.OPEN,)):
        raise Refused("action_items.not_open")


def explain(tx: Tx, actor: Actor, item_id: int, words: str, now: datetime) -> ActionItem:
    """Keep the owner's word on why an item is late: the next weekly meeting's agenda carries it (R5.4)."""
    owned(tx, actor, item_id)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise Refused("action_items.explain_in_words")
    action_items.change(tx, item_id, {"explanation": said})
    return _noted(tx, actor, owned(tx, actor, item_id), "action_item_explained", now)


def owned(tx: Tx, actor: Actor, item_id: int) -> ActionItem:
    """One's own item. Raises Refused for any other."""
    item = load(tx, actor, item_id)
    if item.owner_id != actor.id:
        raise Refused("action_items.not_yours")
    return item


def owners(tx: Tx, group_id: int) -> dict[int, str]:
    """Who may own an item of a group: its managers, and who leads it."""
    found = [*staff.members(tx, group_id), *staff.leaders_of(tx, group_id), *leading(tx, group_id)]
    return {one.id: one.name for one in found}


def add(
    tx: Tx, actor: Actor, group_id: int, text: str, now: datetime, *, owner_id: int | None, due_on: date | None
) -> ActionItem:
    """An item that comes of no meeting. Raises Refused out of one's groups; members own what they write themselves."""
    if group_id not in groups_of(actor):
        raise Refused("action_items.not_found")
    owner_id = owner_id if actor.role in LEADING else actor.id
    values = {"group_id": group_id, "text": text, "owner_id": owner_id, "due_on": due_on}
    item_id = action_items.add(tx, {**values, "created_by": actor.id, "created_at": now})
    schedule(tx, item_id, now)
    return load(tx, actor, item_id)


def _running(tx: Tx, item: ActionItem) -> bool:
    """Whether its owner knows of an item: it comes of no meeting, or of one whose minutes are out."""
    written = meetings.minutes_of(tx, item.meeting_id) if item.meeting_id is not None else None
    return item.meeting_id is None or (written is not None and written.published_at is not None)


def _concerning(tx: Tx, actor: Actor, item_id: int) -> ActionItem:
    item = load(tx, actor, item_id)
    if item.owner_id != actor.id and not may_manage(tx, actor, item):
        raise Refused("action_items.not_yours")
    return item


def managed(tx: Tx, actor: Actor, item_id: int) -> ActionItem:
    """An item that somebody may change. Raises Refused for any other."""
    item = load(tx, actor, item_id)
    if not may_manage(tx, actor, item):
        raise Refused("action_items.not_yours")
    return item


def _noted(tx: Tx, actor: Actor, item: ActionItem, action: str, now: datetime) -> ActionItem:
    audit.write(tx, action, "action_item", item.id, now, staff_id=actor.id)
    found = action_items.load(tx, item.id)
    assert found is not None
    return found


def tell(tx: Tx, actor: Actor, found: Iterable[ActionItem]) -> list[ToTell]:
    """Who is to be told what of these items, noted as told: each item once, and again when its owner or its day is
    another. What the actor did themselves they know; who cannot be reached is told another time."""
    fresh: dict[int, list[ActionItem]] = {}
    moved: dict[int, list[ActionItem]] = {}
    gone: dict[int, list[ActionItem]] = {}
    for item in found:
        there = nudges.reachable(tx, [id_ for id_ in (item.owner_id, item.told_to) if id_ is not None])
        knows = item.owner_id in there or item.owner_id == actor.id
        if item.told_to is not None and (item.told_to != item.owner_id or item.state is ItemState.DROPPED):
            gone.setdefault(item.told_to, []).append(item)
            action_items.change(tx, item.id, {"told_to": None, "told_due_on": None})
        if item.news and knows and item.owner_id is not None:
            kind = moved if item.told_to == item.owner_id else fresh
            kind.setdefault(item.owner_id, []).append(item)
            action_items.change(tx, item.id, {"told_to": item.owner_id, "told_due_on": item.due_on})
    told = [staff.by_id(tx, id_) for id_ in dict.fromkeys((*fresh, *moved, *gone)) if id_ != actor.id]
    return [
        ToTell(one, *(tuple(each.get(one.id, ())) for each in (fresh, moved, gone)))
        for one in told
        if one is not None and nudges.reachable(tx, [one.id])
    ]


# The clock ------------------------------------------------------------------------------------------------------------


def schedule(tx: Tx, item_id: int, now: datetime) -> None:
    """Say when somebody is reminded next of an open item."""
    item = action_items.load(tx, item_id)
    assert item is not None
    step, due_at = next_step(item, team_timetable(tx, item.group_id), now)
    action_items.change(tx, item_id, {"step": step, "due_at": due_at})


def next_step(item: ActionItem, table: Timetable, now: datetime) -> tuple[ItemStep | None, datetime | None]:
    """The next reminder of an item after an instant: its owner is asked for a day after it was decided, it is told on
    the working day before its day, on its day, and asked about the day after (R5.4)."""
    if item.owner_id is None:
        return ItemStep.OWNER, item.created_at + timedelta(hours=table.settings.decision_owner_hours)
    if item.due_on is None:
        return None, None
    before = table.workdays.on_or_before(item.due_on - ONE_DAY)
    days = ((ItemStep.BEFORE, before), (ItemStep.DUE, item.due_on), (ItemStep.LATE, item.due_on + ONE_DAY))
    ahead = [(step, at) for step, day in days if (at := _morning(table, day)) > now]
    return ahead[0] if ahead else (None, None)


def _morning(table: Timetable, day: date) -> datetime:
    settings = table.settings
    return table.at(day, settings.nudge_at if table.workdays.works(day) else settings.nudge_on_days_off_at)


def due(tx: Tx, now: datetime) -> tuple[list[Reminder], bool]:
    """What somebody is to be reminded of now, noted in the same transaction; and whether more is left."""
    table = timetable(tx)
    house = organisation.load(tx)
    if table is None or house is None or table.quiet(now):
        return [], False
    rows = action_items.due(tx, now, AT_ONCE)
    found = [_remind(tx, house, item, now) for item in rows]
    return [one for one in found if one.readers], bool(rows)


def _remind(tx: Tx, house: Organisation, item: ActionItem, now: datetime) -> Reminder:
    table = team_timetable(tx, item.group_id)
    step = item.step or ItemStep.DUE
    today = table.day(now)
    if item.due_on is not None and step is not ItemStep.OWNER:
        # After a stop, what is true now is said: not "tomorrow" of a day that has come.
        step = ItemStep.LATE if item.due_on < today else ItemStep.DUE if item.due_on == today else ItemStep.BEFORE
    last = step in (ItemStep.OWNER, ItemStep.LATE)  # one that waited through its own hour is not late twice
    following, due_at = (None, None) if last else next_step(item, table, now)
    delays = item.delays + (step is ItemStep.LATE)
    action_items.change(tx, item.id, {"step": following, "due_at": due_at, "delays": delays})
    readers = _readers(tx, item, step)
    return Reminder(step, replace(item, delays=delays), house, readers)


def _readers(tx: Tx, item: ActionItem, step: ItemStep) -> tuple[Staff, ...]:
    leaders = tuple(leading(tx, item.group_id))
    owner = staff.by_id(tx, item.owner_id) if item.owner_id is not None else None
    if owner is None or step is ItemStep.OWNER:
        return leaders
    return (owner,) if nudges.reachable(tx, [owner.id]) else leaders


def _pushes(reminder: Reminder, now: datetime) -> Iterator[Push]:
    on = reminder.item.due_on or now.astimezone(reminder.house.zone).date()
    for reader in reminder.readers:
        yield Push(now, reader.name, "action_item", on, SOURCE.name, replace(reminder, readers=(reader,)))


def _start_at(tx: Tx, now: datetime) -> None:
    action_items.forget_until(tx, now)


SOURCE: Source[Reminder] = Source("action_items", due, action_items.first_due_at, _pushes, _start_at)
"""Reminders of action items, as something the clock tells."""
