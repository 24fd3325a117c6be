"""A visit told in one message: certain, it is saved at once; else the one thing missing is asked for."""

from dataclasses import replace
from datetime import date

from handlers.context import Context
from handlers.turn import Button, Message, Reply
from handlers.visits.card import card
from handlers.visits.drafting import VisitDraft, from_understanding
from services import visits
from services.visits import Recorded
from storage import clients, persons
from storage.drafts import Draft

NOUN = "visits"


def log(c: Context) -> Reply:
    """Free text understood as a visit (R2.3)."""
    told = replace(from_understanding(c.understand(), c.today), message_id=c.turn.message_id)
    return advance(c, told)


def advance(c: Context, told: VisitDraft) -> Reply:
    """Save what is certain, or ask for the first thing that is not."""
    question = missing(told, c.today)
    if question is None:
        return save(c, told)
    return ask(c, told, question)


def missing(told: VisitDraft, today: date) -> str | None:
    """The step that comes next: which client, which person, which day; None when it can be saved."""
    if told.client_id is None:
        return "client"
    if told.person_choices:
        return "person"
    if told.day is None or date.fromisoformat(told.day) > today:
        return "day"
    return None


def save(c: Context, told: VisitDraft) -> Reply:
    """Record it and show the card; leaders hear of a competitor at once (R1.7)."""
    recorded = visits.log(
        c.tx, c.actor, told.command(c.actor.zone), c.now, chat_id=c.turn.chat_id, message_id=told.message_id
    )
    return Reply([card(c, recorded, "visits.saved"), *news(c, recorded)], ends=c.draft)


def news(c: Context, recorded: Recorded) -> list[Message]:
    """What the leaders are told of a competitor met at a client, each in their own language."""
    return []


def ask(c: Context, told: VisitDraft, step: str) -> Reply:
    """The question for one missing thing, with the likely answers as buttons."""
    draft = Draft(NOUN, step, told.to_json(), c.draft.id if c.draft else None)
    rows = [[Button(label, "visits.answer", {"value": value})] for label, value in _answers(c, told, step)]
    rows.append([c.button("common.cancel", "common.cancel")])
    return Reply([c.say(f"visits.ask_{step}", rows)], draft=draft)


def _answers(c: Context, told: VisitDraft, step: str) -> list[tuple[str, object]]:
    if step == "client":
        found = [clients.load(c.tx, c.actor, id_) for id_ in told.client_choices]
        return [(client.name, client.id) for client in found if client]
    if step == "person":
        people = [persons.load(c.tx, c.actor, id_) for id_ in told.person_choices[0]]
        return [(person.name, person.id) for person in people if person]
    return []


def undo(c: Context) -> Reply:
    """Undo under a card: the record is taken back, and its words stay to be read."""
    recorded = visits.undo(c.tx, c.actor, int(c.data["visit"]), c.now)
    return Reply([card(c, recorded, "visits.undone", rows=())])
