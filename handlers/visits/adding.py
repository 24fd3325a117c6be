"""Words that go on with the visit just recorded: 对了，还有下周一给她报价."""

from datetime import timedelta

from handlers.context import Context
from handlers.turn import Reply
from handlers.visits import telling
from handlers.visits.answers import at_client
from handlers.visits.change import changed
from handlers.visits.drafting import of_record
from language.understanding import Understanding
from services import corrections, visits
from services.visits import Recorded

FRESH = timedelta(minutes=30)
"""So long after a visit was recorded such words are taken to belong to it."""
_FIELDS = (
    "content", "feedback", "sentiment", "purposes", "persons", "companions", "next_steps", "competition",
    "length_minutes",
)  # fmt: skip


def told(c: Context) -> Reply | None:
    """An addition to the visit that its writer recorded last; None where that is none, where another client is named,
    and where the words are something of their own."""
    record = corrections.last(c.tx, c.actor, c.now - FRESH)
    if not isinstance(record, Recorded):
        return None
    part = of_record(record.visit, c.actor.zone)
    read, there = c.understand(), at_client(c, part, c.turn.text, today=False)
    if _elsewhere(read, record) or _elsewhere(there, record) or _of_its_own(read, record):
        return None
    command = telling.with_more(c, part, c.turn.text, there).command(c.actor.zone)
    fields = {name: getattr(command, name) for name in _FIELDS}
    return changed(c, visits.change(c.tx, c.actor, record.visit.id, c.now, **fields))


def _elsewhere(read: Understanding, record: Recorded) -> bool:
    homes = {each.value.id for each in read.clients} | {each.value.client_id for each in read.persons}
    return bool(homes - {record.client.id} or read.client_choices or read.new_client)


def _of_its_own(read: Understanding, record: Recorded) -> bool:
    """Whether the words ask, take back, greet, or tell of another visit, of care or of a plan, records of their own."""
    intent = read.intent.value
    if intent in ("query", "cancel") or (intent == "smalltalk" and read.intent.words):
        return True
    if intent in ("care", "plan"):
        return bool(read.clients or read.persons or read.person_choices)
    day = read.date.value if read.date and read.date.words else record.visit.visited_on
    return intent == "visit" and day != record.visit.visited_on
