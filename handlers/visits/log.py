"""A visit told in one message, or begun with buttons: certain, it is saved at once; else one thing is asked for."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers import contract_card
from handlers.context import Context
from handlers.lessons import with_lesson
from handlers.telling import told as tell
from handlers.turn import Message, Reply
from handlers.visit_card import card
from handlers.visits.drafting import VisitDraft, told_in, without_subject
from handlers.visits.questions import question
from services import aliases, visits
from services.visits import Recorded
from storage import staff
from storage import visits as records
from storage.drafts import Draft

NOUN = "visits"

_WORDS_BESIDE_A_NAME = 4
"""A message with fewer signs than this besides the client's name tells no visit, it only names the client."""


def log(c: Context) -> Reply:
    """Free text understood as a visit (R2.3)."""
    return record(c, told(c))


def told(c: Context, **known: Any) -> list[VisitDraft]:
    """The visits that the words of this turn tell of; `known` holds what came with them."""
    parts = told_in(c.understand(), c.said_on.date(), message_id=c.turn.message_id, **known)
    assisted = [member.name for id_ in c.actor.staff.assists if (member := staff.by_id(c.tx, id_))]
    return [without_subject(part, assisted) for part in parts] if assisted else parts


def start(c: Context) -> Reply:
    """/visit, or "log a visit" under a client: step by step, or at once where the words after the command tell all."""
    if c.turn.argument and c.turn.press is None:
        return _argued(c)
    begun = VisitDraft.from_json(c.draft.data) if c.draft else VisitDraft()
    begun = VisitDraft(attachments=begun.attachments, content=str(c.data.get("text", "")), stepwise=True)
    client_id = c.data.get("client")
    if client_id is None:
        return ask(c, begun, "client")
    if records.client_of(c.tx, c.actor, int(client_id)) is None:
        return c.toast("clients.not_found")
    return ask(c, begun.at_client(int(client_id)), "persons")


def _argued(c: Context) -> Reply:
    said = replace(c, turn=replace(c.turn, text=c.turn.argument))
    if tells_a_visit(said):
        return record(said, told(said))
    read = said.understand()
    begun = VisitDraft(stepwise=True)
    return ask(c, begun.at_client(read.client.id), "persons") if read.client else ask(c, begun, "client")


def tells_a_visit(c: Context) -> bool:
    """Whether the words tell a whole visit, and do not only name a client."""
    read = c.understand()
    named = sum(len(each.words) for each in read.clients)
    return read.intent.value == "visit" and len(c.turn.text) - named >= _WORDS_BESIDE_A_NAME


def record(c: Context, parts: list[VisitDraft]) -> Reply:
    """Save what is certain; then ask about the first of those that are not, and keep the others for later."""
    saved: list[Message] = []
    open_ones: list[VisitDraft] = []
    for part in parts:
        if missing(part, c.today) is None:
            saved += _saved(c, part)
        else:
            open_ones.append(part)
    if not open_ones:
        return Reply(saved, ends=c.draft)
    first, *others = open_ones
    asked = missing(first, c.today)
    assert asked is not None
    first = replace(first, rest=tuple(other.to_json() for other in others))
    reply = ask(c, first, asked)
    return replace(reply, messages=[*(replace(message, apart=True) for message in saved), *reply.messages])


def missing(part: VisitDraft, today: date) -> str | None:
    """The question that comes next: which client, which person, which day, whether at all; None: save it."""
    if part.client_id is None:
        return "client"
    if part.person_choices:
        return "person"
    if part.day is None or date.fromisoformat(part.day) > today:
        return "when"
    return "intent" if part.doubtful else None


def save(c: Context, part: VisitDraft) -> Reply:
    """Record a visit that is complete, or ask for what is still missing; then go on with the rest of its message."""
    rest = [VisitDraft.from_json(each) for each in part.rest]
    return record(c, [replace(part, rest=(), day=part.day or c.today.isoformat()), *rest])


def _saved(c: Context, part: VisitDraft) -> list[Message]:
    chat_id = c.turn.chat_id if part.message_id is not None else None
    command = part.command(c.actor.zone)
    recorded = visits.log(c.tx, c.actor, command, c.now, chat_id=chat_id, message_id=part.message_id)
    learned = None
    if part.named:
        learned = aliases.learn_client(c.tx, c.actor, part.named, recorded.client.id, c.now)
    shown = [with_lesson(c, card(c, recorded, "visits.saved"), learned), *tell(c, recorded, entered=True)]
    return [*shown, *contract_card.beside(c, recorded.client.id, part.content)]


def ask(c: Context, part: VisitDraft, asked: str, offset: int = 0, *, again: str | None = None) -> Reply:
    """A question, with the draft it belongs to."""
    draft = Draft(NOUN, asked, part.to_json(), c.draft.id if c.draft else None)
    return Reply([question(c, part, asked, offset, again=again)], draft=draft)


def undo(c: Context) -> Reply:
    """Undo under a card: the record is taken back, its words stay to be read, and it can be brought back."""
    return undone(c, int(c.data["visit"]))


def undone(c: Context, visit_id: int) -> Reply:
    """Take a record back, and tell whom it concerned."""
    recorded = visits.undo(c.tx, c.actor, visit_id, c.now)
    rows = [[c.button("visits.restore", "visits.restore", visit=visit_id)]]
    return Reply([card(c, recorded, "visits.undone", rows), *tell(c, recorded)], ends=c.draft)


def restore(c: Context) -> Reply:
    """Restore under the card of a record that was taken back."""
    recorded: Recorded = visits.restore(c.tx, c.actor, int(c.data["visit"]), c.now)
    return Reply([card(c, recorded, "visits.restored"), *tell(c, recorded)], ends=c.draft)
