"""/todo: what one owes from meetings, what the team owes, and dealing with it (R5.4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from domain.action_items import ActionItem, ItemStep
from domain.errors import Refused
from domain.staff import LEADING
from handlers.action_item_card import card, line
from handlers.action_item_card import told as told_owner
from handlers.common import is_record
from handlers.context import Context, unasked
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from language import minutes as reading
from language.dates import find
from locales.format import plain_day
from locales.markup import join
from services import action_items
from services.action_items import Reminder
from services.meetings import groups_of
from storage.drafts import Draft
from storage.tx import Tx

NOUN = "action_items"
ONE_DAY = timedelta(days=1)
FRIDAY = 4


def show(c: Context) -> Reply:
    """/todo: one's own open items; with words after it, a new one."""
    if c.turn.command == "todo" and c.turn.argument and not c.data:
        return _added(c, c.turn.argument)
    return _list(c, *action_items.mine(c.tx, c.actor, _offset(c), PAGE), "action_items.show")


def of_team(c: Context) -> Reply:
    """What the groups one leads owe."""
    return _list(c, *action_items.of_groups(c.tx, c.actor, _offset(c), PAGE), "action_items.team")


def _offset(c: Context) -> int:
    return int(c.data.get("offset", 0))


def _list(c: Context, found: Sequence[ActionItem], total: int, action: str) -> Reply:
    own = action == "action_items.show"
    kind = "mine" if own else "team"
    offset = _offset(c)
    lines = [c.t(f"action_items.heading_{kind}", n=total) if total else c.t(f"action_items.none_{kind}")]
    lines += [line(c, item, place) for place, item in enumerate(found, offset + 1)]
    rows = [
        [Button(f"{place}. {short(item.text, 24)}", "action_items.open", {"item": item.id})]
        for place, item in enumerate(found, offset + 1)
    ]
    rows.append(turning(c, action, offset, total))
    if c.actor.role in LEADING:
        other = ("action_items.to_team", "action_items.team") if own else ("action_items.to_mine", "action_items.show")
        rows.append([c.button(*other)])
    rows.append([c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=_mine(c))


def _mine(c: Context) -> Draft | None:
    return c.draft if c.draft and c.draft.noun == NOUN else None


def _added(c: Context, words: str) -> Reply:
    """/todo 林悦周五前交方案: a leader gives it to somebody, a member to themselves."""
    groups = groups_of(c.actor)
    if not groups:
        raise Refused("action_items.not_found")
    members = {one: name for group in groups for one, name in action_items.owners(c.tx, group).items()}
    read = reading.read(words, members, c.said_on, me=c.actor.id)[:1]
    if not read:
        raise Refused("action_items.not_found")
    text, owner, due_on = reading.as_decision(read[0], words, c.said_on)
    owner = owner if owner is not None or c.actor.role in LEADING else c.actor.id
    group = next((each for each in groups if owner in action_items.owners(c.tx, each)), groups[0])
    item = action_items.add(c.tx, c.actor, group, text, c.now, owner_id=owner, due_on=due_on)
    shown = card(c, item, "action_items.added")
    return Reply([shown, *_tell(c, item)])


def _tell(c: Context, item: ActionItem) -> list[Message]:
    return told_owner(c, action_items.tell(c.tx, c.actor, [item]))


def open_(c: Context) -> Reply:
    """One item."""
    return _show(c, action_items.load(c.tx, c.actor, int(c.data["item"])))


def _show(c: Context, item: ActionItem, heading: str | None = None, told: Sequence[Message] = ()) -> Reply:
    shown = card(c, item, heading)
    rows = [*shown.rows, [c.button("common.back", "action_items.show")]]
    return Reply([Message(shown.text, rows), *told], ends=_mine(c))


def done(c: Context) -> Reply:
    """Done: the card says so, and offers to open it again."""
    return _show(c, action_items.finish(c.tx, c.actor, int(c.data["item"]), c.now), "action_items.is_done")


def reopen(c: Context) -> Reply:
    """Not done after all."""
    return _show(c, action_items.reopen(c.tx, c.actor, int(c.data["item"]), c.now))


def drop(c: Context) -> Reply:
    """Taken back."""
    item = action_items.drop(c.tx, c.actor, int(c.data["item"]), c.now)
    return _show(c, item, told=_tell(c, item))


def settle(c: Context) -> Reply:
    """Nothing to do of it: it wants no owner."""
    return _show(c, action_items.settle(c.tx, c.actor, int(c.data["item"]), c.now))


def put_off(c: Context) -> Reply:
    """Another day: some are offered, any may be typed."""
    item = action_items.managed(c.tx, c.actor, int(c.data["item"]))
    draft = Draft(NOUN, "day", {"item": item.id}, c.draft.id if c.draft else None)
    rows = [_days(c, "action_items.to", {"item": item.id}), [_back(c, item)]]
    return Reply([c.say("action_items.ask_day", rows, text=short(item.text, 60))], draft=draft)


def _days(c: Context, action: str, this: dict[str, int]) -> list[Button]:
    friday = c.today + (FRIDAY - c.today.weekday()) % 7 * ONE_DAY
    days = dict.fromkeys([c.today + ONE_DAY, friday, friday + 7 * ONE_DAY])
    return [Button(plain_day(on, c.words.language, year=False), action, {**this, "on": on.isoformat()}) for on in days]


def _back(c: Context, item: ActionItem) -> Button:
    return c.button("common.back", "action_items.open", item=item.id)


def to(c: Context) -> Reply:
    """A day pressed."""
    on = datetime.fromisoformat(c.data["on"]).date()
    return _put_off(c, int(c.data["item"]), on)


def _put_off(c: Context, item_id: int, on: date) -> Reply:
    item = action_items.put_off(c.tx, c.actor, item_id, on, c.now)
    return _show(c, item, "action_items.day_set", _tell(c, item))


def hand(c: Context) -> Reply:
    """Another owner: who?"""
    item = action_items.managed(c.tx, c.actor, int(c.data["item"]))
    found = action_items.owners(c.tx, item.group_id)
    names = [Button(name, "action_items.owner", {"item": item.id, "owner": one}) for one, name in found.items()]
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    return Reply([c.say("action_items.ask_owner", [*rows, [_back(c, item)]], text=short(item.text, 60))])


def owner(c: Context) -> Reply:
    """A member pressed: it is theirs, and they hear of it."""
    item = action_items.assign(c.tx, c.actor, int(c.data["item"]), int(c.data["owner"]), c.now)
    return _show(c, item, "action_items.owner_set", _tell(c, item))


def explain(c: Context) -> Reply:
    """Why is it late? In own words."""
    item = action_items.owned(c.tx, c.actor, int(c.data["item"]))
    draft = Draft(NOUN, "explain", {"item": item.id}, c.draft.id if c.draft else None)
    return Reply([c.say("action_items.ask_explain", [[_back(c, item)]], text=short(item.text, 60))], draft=draft)


def _explained(c: Context, item_id: int) -> Reply:
    item = action_items.explain(c.tx, c.actor, item_id, c.turn.text, c.now)
    return _show(c, item, "action_items.is_explained")


def _day_typed(c: Context, item_id: int) -> Reply | None:
    named = [each for each in find(c.turn.text, c.said_on, "future") if each.grain == "day"]
    if not named:
        return None
    on = named[-1].start.date() if isinstance(named[-1].start, datetime) else named[-1].start
    return _put_off(c, item_id, on)


_TYPED: dict[str, Callable[[Context, int], Reply | None]] = {"explain": _explained, "day": _day_typed}


def typed(c: Context) -> Reply | None:
    """Words typed at a question about an item: its answer, or something new (None)."""
    assert c.draft is not None
    if c.draft.step not in _TYPED or not c.turn.text.strip() or c.turn.attachment is not None or is_record(c):
        return None
    try:
        with c.tx.savepoint():
            return _TYPED[c.draft.step](c, int(c.draft.data["item"]))
    except Refused as refused:  # where the item is not theirs or open any more, the next words are something new
        stays = refused.key == "action_items.day_passed"
        return Reply([c.say(refused.key, **refused.values)], ends=None if stays else c.draft)


def told(tx: Tx, reminder: Reminder, now: datetime) -> Sequence[Message]:
    """What the clock says of an item, to whom it concerns."""
    return list(_told(tx, reminder, now))


def _told(tx: Tx, reminder: Reminder, now: datetime) -> Iterator[Message]:
    item, step = reminder.item, reminder.step
    for reader in reminder.readers:
        c = unasked(tx, reader, reminder.house, now)
        own = item.owner_id == reader.id
        heading = f"action_items.remind_{step}" if own or step is ItemStep.OWNER else "action_items.remind_leader"
        shown = card(c, item, heading)
        day = now.astimezone(c.actor.zone).date().isoformat()
        yield Message(shown.text, shown.rows, reader.telegram_id, key=f"action_item:{item.id}:{step}:{day}:{reader.id}")
