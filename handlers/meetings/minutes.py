"""Writing the minutes (R5.3): a sentence a line, attendance by taps, published to the team."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.action_item_card import told as told_owners
from handlers.common import is_record
from handlers.context import Context, unasked
from handlers.meetings import minutes_card
from handlers.turn import Button, Message, Reply, Turn
from handlers.visit_card import short
from language import minutes as reading
from language.dates import find
from locales.format import moment, plain_day
from locales.markup import Markup, join
from locales.words import words
from services import action_items, minutes
from services.minutes import Decision, Published, Written
from services.moments import audible_at
from storage import outbox
from storage.drafts import Draft

NOUN = "minutes"
ONE_DAY = timedelta(days=1)
FRIDAY = 4


def write(c: Context) -> Reply:
    """The minutes of a meeting, to be written or changed."""
    here = minutes.begin(c.tx, c.actor, _meeting(c))
    return _draft(c, here, fresh=True)


def _meeting(c: Context) -> int:
    return int(c.data["meeting"])


def _draft(c: Context, here: Written, *, fresh: bool = False) -> Reply:
    own = c.draft if c.draft and c.draft.noun == NOUN else None
    kept = Draft(NOUN, "words", {"meeting": here.meeting.id}, own.id if own else None)
    return Reply([replace(minutes_card.draft(c, here), fresh=fresh)], draft=kept)


def typed(c: Context) -> Reply | None:
    """A sentence, or several: topics, decisions, who does them, by when; or the day that was asked for. A visit told
    meanwhile is none of it, nor is anything once the minutes are somebody else's to write."""
    assert c.draft is not None
    meeting_id = int(c.draft.data["meeting"])
    if c.turn.attachment is not None:
        return None
    if not minutes.writable(c.tx, c.actor, meeting_id):
        return None if is_record(c) else Reply([c.say("minutes.not_yours")], ends=c.draft)
    told = reading.labelled(c.turn.text)
    if c.draft.step == "day" and not told:
        return None if is_record(c) else _day_typed(c, meeting_id, int(c.draft.data["item"]))
    here = minutes.begin(c.tx, c.actor, meeting_id)
    lines = reading.read(c.turn.text, here.owners, c.said_on, me=c.actor.id)
    if not lines or (len(lines) == 1 and not told and _own_visit(c)):
        return None
    topics = [one.text for one in lines if not one.decision]
    decisions = [Decision(one.text, one.owner_id, one.due_on) for one in lines if one.decision]
    return _draft(c, minutes.add(c.tx, c.actor, meeting_id, topics, decisions, c.now))


def _own_visit(c: Context) -> bool:
    """Whether a sentence tells of a visit or of care of today with one client, as nobody speaks of it at a meeting."""
    if not is_record(c):
        return False
    read = c.understand()
    return len(read.clients) == 1 and read.date is not None and read.date.value == c.today


def attendance(c: Context) -> Reply:
    """Who was there: a tap changes it."""
    return _attendance(c, minutes.begin(c.tx, c.actor, _meeting(c)))


def toggle(c: Context) -> Reply:
    """A member pressed: there, or not."""
    return _attendance(c, minutes.toggle_absent(c.tx, c.actor, _meeting(c), int(c.data["member"])))


def _attendance(c: Context, here: Written) -> Reply:
    this = {"meeting": here.meeting.id}
    names = []
    for one, name in here.members.items():
        key = "minutes.was_absent" if one in here.minutes.absent else "minutes.was_there"
        names.append(Button(c.words.plain(key, name=name), "minutes.toggle", {**this, "member": one}))
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    return Reply([c.say("minutes.ask_attendance", [*rows, [_back(c, here)]])], draft=c.draft)


def _back(c: Context, here: Written) -> Button:
    return c.button("common.back", "minutes.show", meeting=here.meeting.id)


def show(c: Context) -> Reply:
    """Back to the minutes being written."""
    return _draft(c, minutes.begin(c.tx, c.actor, _meeting(c)))


def strike(c: Context) -> Reply:
    """Which line is to go?"""
    return _strike(c, minutes.begin(c.tx, c.actor, _meeting(c)))


def _strike(c: Context, here: Written) -> Reply:
    this = {"meeting": here.meeting.id}
    found = [(short(topic, 28), {"topic": place, "words": topic}) for place, topic in enumerate(here.minutes.topics)]
    found += [(short(one.text, 28), {"item": one.id}) for one in here.decisions]
    rows = [[Button(c.words.plain("minutes.strike_one", text=text), "minutes.struck", {**this, **which})]
            for text, which in found]  # fmt: skip
    return Reply([c.say("minutes.ask_strike", [*rows, [_back(c, here)]])], draft=c.draft)


def struck(c: Context) -> Reply:
    """A line pressed: it is gone."""
    if "topic" in c.data:
        return _draft(c, minutes.remove_topic(c.tx, c.actor, _meeting(c), int(c.data["topic"]), c.data.get("words")))
    item = action_items.drop(c.tx, c.actor, int(c.data["item"]), c.now)
    shown = _draft(c, minutes.begin(c.tx, c.actor, _meeting(c)))
    return replace(shown, messages=[*shown.messages, *told_owners(c, action_items.tell(c.tx, c.actor, [item]))])


def owner(c: Context) -> Reply:
    """Who does it? The members, in two columns."""
    here = minutes.begin(c.tx, c.actor, _meeting(c))
    item = action_items.managed(c.tx, c.actor, int(c.data["item"]))
    this = {"meeting": here.meeting.id, "item": item.id}
    names = [Button(name, "minutes.set_owner", {**this, "owner": one}) for one, name in here.owners.items()]
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    rows.append([c.button("action_items.settle", "minutes.settle", **this)])
    question = c.say("action_items.ask_owner", [*rows, [_back(c, here)]], text=short(item.text, 60))
    return Reply([question], draft=c.draft)


def settle(c: Context) -> Reply:
    """A decision of which there is nothing to do: it wants no owner."""
    action_items.settle(c.tx, c.actor, int(c.data["item"]), c.now)
    return _draft(c, minutes.begin(c.tx, c.actor, _meeting(c)))


def set_owner(c: Context) -> Reply:
    """A member pressed."""
    action_items.assign(c.tx, c.actor, int(c.data["item"]), int(c.data["owner"]), c.now)
    return _draft(c, minutes.begin(c.tx, c.actor, _meeting(c)))


def day(c: Context) -> Reply:
    """By when? Some days are offered, any may be typed."""
    here = minutes.begin(c.tx, c.actor, _meeting(c))
    item = action_items.managed(c.tx, c.actor, int(c.data["item"]))
    this = {"meeting": here.meeting.id, "item": item.id}
    friday = c.today + (FRIDAY - c.today.weekday()) % 7 * ONE_DAY
    days = list(dict.fromkeys([c.today + ONE_DAY, friday, friday + 7 * ONE_DAY]))
    row = [_day_button(c, on, this) for on in days]
    draft = Draft(NOUN, "day", this, c.draft.id if c.draft and c.draft.noun == NOUN else None)
    question = c.say("action_items.ask_day", [row, [_back(c, here)]], text=short(item.text, 60))
    return Reply([question], draft=draft)


def _day_button(c: Context, on: date, this: dict[str, int]) -> Button:
    return Button(plain_day(on, c.words.language, year=False), "minutes.set_day", {**this, "on": on.isoformat()})


def set_day(c: Context) -> Reply:
    """A day pressed."""
    return _due(c, _meeting(c), int(c.data["item"]), date.fromisoformat(c.data["on"]))


def _day_typed(c: Context, meeting_id: int, item_id: int) -> Reply | None:
    named = [each for each in find(c.turn.text, c.said_on, "future") if each.grain == "day"]
    if not named:
        return None
    start = named[-1].start
    return _due(c, meeting_id, item_id, start.date() if isinstance(start, datetime) else start)


def _due(c: Context, meeting_id: int, item_id: int, on: date) -> Reply:
    action_items.put_off(c.tx, c.actor, item_id, on, c.now)
    return _draft(c, minutes.begin(c.tx, c.actor, meeting_id))


def leave(c: Context) -> Reply:
    """Later: what is written stays."""
    here = minutes.begin(c.tx, c.actor, _meeting(c))
    rows = [[c.button("minutes.go_on", "minutes.write", meeting=here.meeting.id)]]
    return Reply([c.say("minutes.left", rows)], ends=c.draft)


# Publishing -----------------------------------------------------------------------------------------------------------


def publish(c: Context) -> Reply:
    """The team gets the minutes, and everyone in charge of something their part of it."""
    out = minutes.publish(c.tx, c.actor, _meeting(c), c.now)
    told = [*_to_team(c, out), *told_owners(c, out.told)]
    key = "minutes.is_out_again" if out.again else "minutes.is_out" if out.chat else "minutes.is_out_privately"
    at = audible_at(c.tx, c.now)
    shown = minutes_card.shown(c, out.written, "minutes.is_final" if at > c.now else key)
    if at > c.now:
        held = c.t("minutes.is_held", when=moment(at.astimezone(c.actor.zone), c.today, c.words.language))
        shown = replace(shown, text=join([shown.text, Markup(), held]))
    return Reply([shown, *told], ends=c.draft)


def _to_team(c: Context, out: Published) -> list[Message]:
    key = f"minutes:{out.written.meeting.id}"
    found: list[Message] = []
    if out.chat is not None:
        turn = Turn(0, c.now, out.chat.chat_id, private=False, user_id=0, user_name="")
        team = replace(c, turn=turn, words=words(c.actor.organisation.language), draft=None)
        text = minutes_card.text(team, out.written)
        topic = out.chat.topic(out.written.meeting.kind)
        found.append(Message(text, chat_id=out.chat.chat_id, thread_id=topic, prompt=True, key=key, held=True))
    for reader in out.readers:
        seen = unasked(c.tx, reader, c.actor.organisation, c.now)
        shown = minutes_card.shown(seen, out.written)
        found.append(replace(shown, chat_id=reader.telegram_id, prompt=True, key=f"{key}:{reader.id}", held=True))
    return [_in_place(c, message) for message in found] if out.again else found


def _in_place(c: Context, message: Message) -> Message:
    """What takes the place of what was said before; to whom nothing was said it is new, as to a chat linked since."""
    said = message.key is not None and outbox.known(c.tx, message.key)
    return replace(message, key=None, edits=message.key) if said else message
