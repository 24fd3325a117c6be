"""A visit on its way to the records: what a message said, as JSON that a draft row keeps, and back into a command."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, VisitType
from language.understanding import Understanding
from services.visits import Recorded, VisitCommand


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What is known of a visit so far. `visit_id` is set where a record is being changed."""

    text: str = ""
    client_id: int | None = None
    client_choices: tuple[int, ...] = ()
    new_client: str | None = None
    persons: tuple[tuple[str, int | None], ...] = ()
    person_choices: tuple[tuple[int, ...], ...] = ()
    day: str | None = None
    clock: str | None = None
    length_minutes: int | None = None
    visit_type: str = VisitType.PROACTIVE
    purposes: tuple[str, ...] = ()
    content: str = ""
    feedback: str | None = None
    sentiment: str | None = None
    companions: tuple[int, ...] = ()
    steps: tuple[tuple[str, str | None, bool], ...] = ()
    competitors: tuple[str, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    message_id: int | None = None
    visit_id: int | None = None
    stepwise: bool = False
    doubts: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As a draft row keeps it: what differs from an empty draft."""
        blank = VisitDraft()
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != getattr(blank, name)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "VisitDraft":
        """Back from a draft row."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**{name: _frozen(value) for name, value in known.items()})

    def command(self, zone: ZoneInfo) -> VisitCommand:
        """The command that records it; client and day must be known."""
        assert self.client_id is not None and self.day is not None
        day = date.fromisoformat(self.day)
        at = datetime.combine(day, time.fromisoformat(self.clock), zone) if self.clock else None
        return VisitCommand(
            client_id=self.client_id,
            visited_on=day,
            visited_at=at,
            length_minutes=self.length_minutes,
            visit_type=VisitType(self.visit_type),
            purposes=tuple(Purpose(purpose) for purpose in self.purposes),
            content=self.content or self.text,
            feedback=self.feedback,
            sentiment=Sentiment(self.sentiment) if self.sentiment else None,
            persons=tuple(Met(name, person_id) for name, person_id in self.persons),
            companions=self.companions,
            next_steps=tuple(
                NextStep(text, date.fromisoformat(due) if due else None, promised) for text, due, promised in self.steps
            ),
            competition=tuple(Competition(competitor, self.content or self.text) for competitor in self.competitors),
        )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def from_understanding(read: Understanding, today: date) -> VisitDraft:
    """What a message said, as a draft; a visit without a day was today."""
    client = read.client
    return VisitDraft(
        text=read.text,
        client_id=client.id if client else None,
        client_choices=tuple(choice.id for choice in read.client_choices),
        new_client=read.new_client.value if read.new_client else None,
        persons=(
            *((each.value.name, each.value.id) for each in read.persons),
            *((each.value, None) for each in read.new_persons),
        ),
        person_choices=tuple(tuple(person.id for person in choices) for choices in read.person_choices),
        day=(read.date.value if read.date else today).isoformat(),
        clock=read.time.value.isoformat("minutes") if read.time else None,
        length_minutes=read.length.value if read.length else None,
        visit_type=read.visit_type.value if read.visit_type else VisitType.PROACTIVE,
        purposes=tuple(purpose.value for purpose in read.purposes),
        content=read.text,
        feedback=read.feedback.value if read.feedback else None,
        sentiment=read.sentiment.value if read.sentiment else None,
        companions=tuple(colleague.value.id for colleague in read.companions),
        steps=tuple((step.text, step.due.isoformat() if step.due else None, step.promised) for step in read.next_steps),
        competitors=tuple(each.value for each in read.competitors),
        doubts=tuple(read.doubts),
    )


def from_record(recorded: Recorded, zone: ZoneInfo) -> VisitDraft:
    """A record opened again, to be changed."""
    visit = recorded.visit
    at = visit.visited_at.astimezone(zone) if visit.visited_at else None
    return VisitDraft(
        text=visit.content,
        client_id=visit.client_id,
        persons=tuple((met.name, met.person_id) for met in visit.persons),
        day=visit.visited_on.isoformat(),
        clock=f"{at:%H:%M}" if at else None,
        length_minutes=visit.length_minutes,
        visit_type=visit.visit_type,
        purposes=tuple(visit.purposes),
        content=visit.content,
        feedback=visit.feedback,
        sentiment=visit.sentiment,
        companions=visit.companions,
        steps=tuple(
            (step.text, step.due_on.isoformat() if step.due_on else None, step.promised) for step in visit.next_steps
        ),
        competitors=tuple(news.competitor for news in visit.competition),
        visit_id=visit.id,
    )
