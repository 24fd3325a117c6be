"""A sentence typed at one of the questions about a visit: what it tells beyond the answer goes into the draft too."""

from dataclasses import replace

from handlers.context import Context
from handlers.visits.answers import at_client
from handlers.visits.drafting import VisitDraft, once, told_in
from language.understanding import Understanding

_SHORTEST_TELLING = 6
"""Signs; what is shorter answers the question that stands."""


def more(c: Context, part: VisitDraft) -> VisitDraft | None:
    """The draft after a sentence that tells what the visit was about; None where it tells no such thing."""
    text = c.turn.text.strip()
    if part.client_id is None or len(text) < _SHORTEST_TELLING:
        return None
    read = at_client(c, part, text, today=False)
    return None if not _tells(read) or read.clients[1:] else with_more(c, part, text, read)


def with_more(c: Context, part: VisitDraft, text: str, read: Understanding) -> VisitDraft:
    """The draft with a sentence and what was read from it: what was empty is filled, lists grow."""
    assert part.client_id is not None
    told = told_in(read, c.said_on.date())[0].at_client(part.client_id)
    dated = read.date is not None and bool(read.date.words)
    return replace(
        part,
        persons=once((*part.persons, *told.persons)),
        person_choices=told.person_choices,
        day=told.day if dated else part.day,
        clock=told.clock or part.clock,
        length_minutes=part.length_minutes or told.length_minutes,
        visit_type=told.visit_type if told.visit_type != VisitDraft().visit_type else part.visit_type,
        purposes=tuple(dict.fromkeys((*part.purposes, *told.purposes))),
        content="\n".join(filter(None, (part.content, text))),
        feedback=part.feedback or told.feedback,
        sentiment=part.sentiment or told.sentiment,
        companions=tuple(dict.fromkeys((*part.companions, *told.companions))),
        steps=(*part.steps, *told.steps),
        competitors=(*part.competitors, *((name, text) for name, _ in told.competitors)),
    )


def _tells(read: Understanding) -> bool:
    return bool(read.purposes or read.next_steps or read.sentiment or read.feedback or read.competitors or read.length)
