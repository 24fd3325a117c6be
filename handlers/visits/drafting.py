"""A visit on its way to the records: what is known so far, as JSON that a draft row keeps, and as a command."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.frozen import field_names, frozen
from domain.visits import Attached, Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from handlers.lessons import unsure_name
from language.bare_steps import without_day
from language.reading import NextStep as Told
from language.understanding import Understanding
from services.visits import VisitCommand

Choice = tuple[int, int, str]
"""A person who may be meant: id, client id, and name with position."""
Step = tuple[str, str | None, bool, int | None, int | None, str | None]
"""A next step: text, due day, promised, and of one on record its id, owner and when it was done."""


@frozen
class VisitDraft:
    """What is known of a visit so far; every value is plain JSON.

    `visit_id` is set where a record is being changed, `stepwise` where the questions are asked one by one. `rest` are
    further visits of the same message that must be asked about; `named` are words that were not surely a client's
    name; `pick` is the place of the next step being dated; `tries` counts answers that were not understood.
    """

    text: str = ""
    client_id: int | None = None
    client_choices: tuple[tuple[int, str], ...] = ()
    new_client: str | None = None
    named: str | None = None
    persons: tuple[tuple[str, int | None, int | None], ...] = ()
    person_choices: tuple[tuple[Choice, ...], ...] = ()
    day: str | None = None
    clock: str | None = None
    length_minutes: int | None = None
    place: str | None = None
    visit_type: str = VisitType.PROACTIVE.value
    purposes: tuple[str, ...] = ()
    content: str = ""
    feedback: str | None = None
    sentiment: str | None = None
    companions: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    competitors: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[Any, ...], ...] = ()
    message_id: int | None = None
    visit_id: int | None = None
    stepwise: bool = False
    doubtful: bool = False
    pick: int = 0
    tries: int = 0
    rest: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a draft row keeps it: what differs from an empty draft."""
        return {name: value for name in field_names(self) if (value := getattr(self, name)) != getattr(_BLANK, name)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "VisitDraft":
        """Back from a draft row."""
        return cls(**{name: _frozen(data[name]) for name in field_names(cls) if name in data})

    def command(self, zone: ZoneInfo) -> VisitCommand:
        """The command that records it; client and day must be known."""
        assert self.client_id is not None and self.day is not None
        on = date.fromisoformat(self.day)
        return VisitCommand(
            client_id=self.client_id,
            visited_on=on,
            visited_at=datetime.combine(on, time.fromisoformat(self.clock), zone) if self.clock else None,
            length_minutes=self.length_minutes,
            place=self.place,
            visit_type=VisitType(self.visit_type),
            purposes=tuple(Purpose(purpose) for purpose in self.purposes),
            content=self.content,
            feedback=self.feedback,
            sentiment=Sentiment(self.sentiment) if self.sentiment else None,
            persons=tuple(Met(name, person_id) for name, person_id, _ in self.persons),
            companions=self.companions,
            next_steps=tuple(next_step(*each) for each in self.steps),
            competition=tuple(Competition(competitor, content) for competitor, content in self.competitors),
            attachments=tuple(Attached(*each) for each in self.attachments),
        )

    def at_client(self, client_id: int) -> "VisitDraft":
        """The client is settled: who belongs to one that it is not falls away, and who remains may be settled too."""
        if not self.client_choices and not self.person_choices and not self.new_client and not self.doubtful:
            return replace(self, client_id=client_id)
        out = {id_ for id_, _ in self.client_choices} - {client_id}
        met = [each for each in self.persons if each[2] not in out]
        open_ones: list[tuple[Choice, ...]] = []
        for choices in self.person_choices:
            here = tuple(choice for choice in choices if choice[1] == client_id)
            if len(here) == 1:
                met.append((_bare_name(here[0]), here[0][0], client_id))
            elif here:
                open_ones.append(here)
        settled = replace(self, client_id=client_id, client_choices=(), new_client=None)
        return replace(settled, persons=once(met), person_choices=tuple(open_ones), doubtful=False)

    def with_person(self, choice: Choice) -> "VisitDraft":
        """One of several who may be meant was chosen; that settles the client too where it was open."""
        met = once((*self.persons, (_bare_name(choice), choice[0], choice[1])))
        chosen = replace(self, persons=met, person_choices=self.person_choices[1:])
        return chosen if chosen.client_id is not None else chosen.at_client(choice[1])


_BLANK = VisitDraft()


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def next_step(
    text: str, due: str | None, promised: bool, id_: int | None, owner: int | None, done: str | None
) -> NextStep:
    """A next step of a draft as the domain knows it."""
    due_on = date.fromisoformat(due) if due else None
    return NextStep(text, due_on, promised, owner, id_, datetime.fromisoformat(done) if done else None)


def _bare_name(choice: Choice) -> str:
    return choice[2].split(" · ")[0]


def once(met: Iterable[tuple[str, int | None, int | None]]) -> tuple[tuple[str, int | None, int | None], ...]:
    """Those met, each of them once."""
    found: dict[object, tuple[str, int | None, int | None]] = {}
    for each in met:
        found.setdefault(each[1] or each[0], each)
    return tuple(found.values())


def new_step(text: str, due: date | None = None, *, promised: bool = False) -> Step:
    """A next step that is not on record yet."""
    return text, due.isoformat() if due else None, promised, None, None, None


def told_step(told: Told, today: date) -> Step:
    """A next step that was told, without the words of its day: the card spells the day out."""
    return new_step(without_day(told.text, told.due, today), told.due, promised=told.promised)


def of_record(visit: Visit, zone: ZoneInfo) -> VisitDraft:
    """A record opened again, to be changed; its attachments are left where they are."""
    at = visit.visited_at.astimezone(zone) if visit.visited_at else None
    return VisitDraft(
        text=visit.content,
        client_id=visit.client_id,
        persons=tuple((met.name, met.person_id, visit.client_id) for met in visit.persons),
        day=visit.visited_on.isoformat(),
        clock=f"{at:%H:%M}" if at else None,
        length_minutes=visit.length_minutes,
        place=visit.place,
        visit_type=visit.visit_type.value,
        purposes=tuple(purpose.value for purpose in visit.purposes),
        content=visit.content,
        feedback=visit.feedback,
        sentiment=visit.sentiment.value if visit.sentiment else None,
        companions=visit.companions,
        steps=tuple(
            (
                step.text,
                step.due_on.isoformat() if step.due_on else None,
                step.promised,
                step.id,
                step.owner_id,
                step.done_at.isoformat() if step.done_at else None,
            )
            for step in visit.next_steps
        ),
        competitors=tuple((news.competitor, news.content) for news in visit.competition),
        visit_id=visit.id,
    )


def told_in(read: Understanding, today: date, **known: Any) -> list[VisitDraft]:
    """The visits that a message tells of, one for each client it names but those that come later; one without a day
    was today.

    `known` are fields that came with the message: its id, what was attached to it.
    """
    whole = _whole(read, today, known)
    clients = {each.value.id: each for each in read.clients}
    if len(clients) <= 1:
        sure = "client" not in read.doubts
        if clients and sure:
            told = whole.at_client(next(iter(clients)))
            return [replace(told, named=None, doubtful=True)] if whole.doubtful else [told]
        choices = tuple((each.value.id, each.value.name) for each in clients.values())
        choices = choices or tuple((each.id, each.name) for each in read.client_choices)
        return [replace(whole, client_choices=choices)]
    begins = sorted((each.begin, id_) for id_, each in clients.items())
    parts = []
    for each in {each.value.id: each for each in read.clients_now}.values():
        id_ = each.value.id
        part = _on_own_day(_part_of(whole, read, id_, begins, today), read, id_)
        parts.append(part.at_client(id_) if each.sure else replace(part, client_choices=((id_, each.value.name),)))
    return parts


def _on_own_day(part: VisitDraft, read: Understanding, client_id: int) -> VisitDraft:
    for id_, day, clock in read.days:
        if id_ == client_id:
            return replace(part, day=day.isoformat(), clock=clock.isoformat("minutes") if clock else None)
    return part


_CALLED = ("经理", "經理", "总", "總", "哥", "姐", "工")


def without_subject(part: VisitDraft, managers: Iterable[str]) -> VisitDraft:
    """What an assistant tells opens with the manager who went there (赵经理昨天去了…), who is nobody met."""
    subjects = {name for each in managers for name in (each, *(each[0] + title for title in _CALLED))}

    def met(each: tuple[str, int | None, int | None]) -> bool:
        name, on_file, _ = each
        return on_file is not None or name not in subjects or not part.text.startswith(name)

    return replace(part, persons=tuple(filter(met, part.persons)))


def _whole(read: Understanding, today: date, known: dict[str, Any]) -> VisitDraft:
    told = read.competitor_news.value if read.competitor_news else read.text
    unclear = "date" in read.doubts
    return VisitDraft(
        text=read.text,
        new_client=read.new_client.value if read.new_client else None,
        named=unsure_name(read),
        persons=(
            *((each.value.name, each.value.id, each.value.client_id) for each in read.persons),
            *((each.value, None, None) for each in read.new_persons),
        ),
        person_choices=tuple(
            tuple(person_choice(person.id, person.client_id, person.name, person.position) for person in choices)
            for choices in read.person_choices
        ),
        day=None if unclear else (read.date.value if read.date else today).isoformat(),
        clock=read.time.value.isoformat("minutes") if read.time else None,
        length_minutes=read.length.value if read.length else None,
        visit_type=read.visit_type.value if read.visit_type else VisitType.PROACTIVE.value,
        purposes=tuple(purpose.value for purpose in read.purposes),
        content=read.text,
        feedback=read.feedback.value if read.feedback else None,
        sentiment=read.sentiment.value if read.sentiment else None,
        companions=tuple(colleague.value.id for colleague in read.companions),
        steps=tuple(told_step(each, today) for each in read.next_steps),
        competitors=tuple((each.value, told) for each in read.competitors),
        doubtful="intent" in read.doubts,
        **known,
    )


def _part_of(
    whole: VisitDraft, read: Understanding, client_id: int, begins: list[tuple[int, int]], today: date
) -> VisitDraft:
    """The share of one of several clients: its own persons, and what was said after its name."""

    def here(begin: int, begins: list[tuple[int, int]] = begins) -> bool:
        before = [id_ for place, id_ in begins if place <= begin]
        return (before[-1] if before else begins[0][1]) == client_id

    visited = {each.value.id for each in read.clients_now}
    homes = [each for each in begins if each[1] in visited]
    steps = [
        told_step(each, today)
        for each in read.next_steps
        if (each.client_id == client_id if each.client_id in visited else here(read.text.find(each.words), homes))
    ]
    strangers = tuple((each.value, None, None) for each in read.new_persons if here(each.begin))
    return replace(
        whole,
        persons=(*(each for each in whole.persons if each[2] == client_id), *strangers),
        person_choices=tuple(
            choices for choices in whole.person_choices if any(choice[1] == client_id for choice in choices)
        ),
        steps=tuple(steps),
        competitors=tuple(
            told for told, each in zip(whole.competitors, read.competitors, strict=True) if here(each.begin)
        ),
    )


def person_choice(id_: int, client_id: int, name: str, position: str | None) -> Choice:
    """A person who may be meant, as a button names them."""
    return id_, client_id, f"{name} · {position}" if position else name
