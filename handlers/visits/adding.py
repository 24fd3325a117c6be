"""Words that go on with the visit just recorded: 对了，还有下周一给她报价."""

from datetime import timedelta

from handlers.context import Context
from handlers.turn import Reply
from handlers.visits.change import changed
from handlers.visits.drafting import of_record
from handlers.visits.telling import added
from language.additions import addition
from services import corrections, visits
from services.visits import Recorded

FRESH = timedelta(minutes=30)
"""So long after a visit was recorded such words are taken to belong to it."""
_FIELDS = (
    "content", "feedback", "sentiment", "purposes", "persons", "companions", "next_steps", "competition",
    "length_minutes",
)  # fmt: skip


def told(c: Context) -> Reply | None:
    """An addition to the visit that its writer recorded last; None where that is none, or another client is named."""
    text = addition(c.turn.text)
    record = corrections.last(c.tx, c.actor, c.now - FRESH) if text else None
    if text is None or not isinstance(record, Recorded):
        return None
    read = c.understand()
    homes = {each.value.id for each in read.clients} | {each.value.client_id for each in read.persons}
    if homes - {record.client.id} or read.client_choices or read.new_client:
        return None
    part = added(c, of_record(record.visit, c.actor.zone), text)
    command = part.command(c.actor.zone)
    fields = {name: getattr(command, name) for name in _FIELDS}
    return changed(c, visits.change(c.tx, c.actor, record.visit.id, c.now, **fields))
