"""A note on its way to the records: what a message said, as JSON that a draft row keeps, and back into commands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.care import CareForm, Effect
from domain.frozen import field_names, frozen
from domain.moments import Kind
from domain.visits import Competition, Met, NextStep
from handlers.lessons import unsure_name
from language.bare_steps import without_day
from language.gifts import gift_said
from language.understanding import Understanding
from services.care import CareCommand, moment_of
from services.notes import NoteCommand

WANTS_CLIENT = frozenset({"care", "plan", "demand", "competitor", "note"})
"""Intents whose note is worth little without a client; the others are kept without one where none was named."""

_EFFECTS = {"positive": Effect.PLEASED, "neutral": Effect.NEUTRAL, "negative": Effect.NEGATIVE}
"""What the client's attitude says of how care was received; more is one tap (R3.6)."""


@frozen
class NoteDraft:
    """What is known of a note so far.

    `days` are (client id, day, clock time) of several clients that have days of their own, instead of `about_on` and
    `clock`; `persons` are (name, person id, client id), `steps` (text, due day, promised, client id). `named` are the
    words that were not surely one client's name: answering teaches them. `note_id` is set where a kept note gets
    another client.
    """

    intent: str
    text: str
    client_ids: tuple[int, ...] = ()
    client_choices: tuple[int, ...] = ()
    new_client: str | None = None
    named: str | None = None
    without_client: bool = False
    persons: tuple[tuple[str, int | None, int | None], ...] = ()
    person_choices: tuple[tuple[tuple[str, int, int], ...], ...] = ()
    about_on: str | None = None
    clock: str | None = None
    days: tuple[tuple[int, str, str | None], ...] = ()
    care_form: str | None = None
    moment: str | None = None
    sentiment: str | None = None
    steps: tuple[tuple[str, str | None, bool, int | None], ...] = ()
    competitors: tuple[str, ...] = ()
    news: str | None = None
    message_id: int | None = None
    note_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As a draft row keeps it: what differs from an empty draft."""
        blank = NoteDraft(self.intent, self.text)
        differing = {n: getattr(self, n) for n in field_names(self) if getattr(self, n) != getattr(blank, n)}
        return {"intent": self.intent, "text": self.text, **differing}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "NoteDraft":
        """Back from a draft row."""
        return cls(**{name: _frozen(data[name]) for name in field_names(cls) if name in data})

    def of_client(self, client_id: int) -> "NoteDraft":
        """The draft once its client is known: persons of other clients are out, a choice of persons may be settled."""
        here = tuple(
            own for options in self.person_choices if (own := tuple(each for each in options if each[2] == client_id))
        )
        settled = tuple(options[0] for options in here if len(options) == 1)
        return replace(
            self,
            client_ids=(client_id,),
            client_choices=(),
            persons=(*(each for each in self.persons if each[2] in (None, client_id)), *settled),
            person_choices=tuple(options for options in here if len(options) > 1),
        )

    def commands(self, zone: ZoneInfo) -> list[NoteCommand]:
        """One command for each client, or one without a client."""
        homes: Sequence[int | None] = self.client_ids or (None,)
        return [self._command(client_id, first=place == 0, zone=zone) for place, client_id in enumerate(homes)]

    def care_commands(self, today: date) -> list[CareCommand]:
        """One care record for each client; without a day it was today."""
        kind, name = moment_of(self.moment) if self.moment else (Kind.OTHER, None)
        return [
            CareCommand(
                client_id=client_id,
                cared_on=self._when(client_id)[0] or today,
                kind=kind,
                name=name,
                form=CareForm(self.care_form) if self.care_form else CareForm.OTHER,
                content=self.text,
                gift=gift_said(self.text),
                effect=_EFFECTS.get(self.sentiment or ""),
                persons=tuple(Met(name, id_) for name, id_, home in self.persons if home in (None, client_id)),
            )
            for client_id in self.client_ids
        ]

    def steps_of_care(self, zone: ZoneInfo) -> list[NoteCommand]:
        """The next steps told beside care, as notes of their own; none where nothing is to follow."""
        if not self.steps:
            return []
        told = replace(self, intent="next_step", care_form=None, moment=None, sentiment=None)
        return [each for each in told.commands(zone) if each.next_steps]

    def _when(self, client_id: int | None) -> tuple[date | None, time | None]:
        own = {id_: (day, clock) for id_, day, clock in self.days}
        day, clock = own.get(client_id or 0, (self.about_on, self.clock))
        return (date.fromisoformat(day) if day else None), (time.fromisoformat(clock) if clock else None)

    def _command(self, client_id: int | None, *, first: bool, zone: ZoneInfo) -> NoteCommand:
        mine = (None, client_id) if first else (client_id,)
        day, clock = self._when(client_id)
        steps = tuple(
            NextStep(text, date.fromisoformat(due) if due else None, promised)
            for text, due, promised, home in self.steps
            if home in mine or client_id is None
        )
        if self.intent == "next_step" and not self.steps:
            steps = (NextStep(self.text),)
        return NoteCommand(
            intent=self.intent,
            text=self.text,
            client_id=client_id,
            about_on=day,
            about_at=datetime.combine(day, clock, zone) if day and clock else None,
            care_form=self.care_form,
            moment=self.moment,
            sentiment=self.sentiment,
            persons=tuple(Met(name, id_) for name, id_, home in self.persons if home in mine),
            next_steps=steps,
            competition=tuple(Competition(competitor, self.news or self.text) for competitor in self.competitors),
        )


def from_understanding(read: Understanding, message_id: int | None, today: date) -> NoteDraft:
    """What a message said, as a draft; a client that is not sure is a choice to be made."""
    sure = len(read.clients) > 1 or "client" not in read.doubts
    choices = read.client_choices or (() if sure else tuple(each.value for each in read.clients))
    news = read.competitor_news.value if read.competitor_news else None
    return NoteDraft(
        intent=read.intent.value,
        text=read.text,
        client_ids=tuple(each.value.id for each in read.clients_now) if sure else (),
        client_choices=tuple(client.id for client in choices),
        new_client=read.new_client.value if read.new_client else None,
        named=unsure_name(read),
        persons=(
            *((each.value.name, each.value.id, each.value.client_id) for each in read.persons),
            *((each.value, None, None) for each in read.new_persons),
        ),
        person_choices=tuple(
            tuple((person.name, person.id, person.client_id) for person in choices) for choices in read.person_choices
        ),
        about_on=read.date.value.isoformat() if read.date and read.date.sureness >= 0.5 else None,
        clock=read.time.value.isoformat("minutes") if read.time else None,
        days=tuple((id_, on.isoformat(), at.isoformat("minutes") if at else None) for id_, on, at in read.days),
        care_form=read.care_form.value if read.care_form else None,
        moment=read.moment.value if read.moment else None,
        sentiment=read.sentiment.value if read.sentiment else None,
        steps=tuple(
            (
                without_day(step.text, step.due, today),
                step.due.isoformat() if step.due else None,
                step.promised,
                step.client_id,
            )
            for step in read.next_steps
        ),
        competitors=tuple(each.value for each in read.competitors) if news or read.intent.value == "competitor" else (),
        news=news,
        message_id=message_id,
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
