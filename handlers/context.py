"""What a handler is given: the transaction, what was said, by whom, when, and the words of their language."""

from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Any

from domain.frozen import frozen
from domain.staff import Actor, Organisation, Staff
from handlers.turn import Button, Message, Reply, Rows, Turn
from language.understanding import Understanding
from locales.markup import Markup
from locales.words import Words, words
from services import understanding
from storage import drafts
from storage.drafts import Draft
from storage.tx import Tx

DRAFT_LISTENS = timedelta(hours=12)
"""How long after the last word typed text still belongs to a conversation; its buttons work longer."""


@frozen
class Context:
    """One turn being answered. `now` is aware UTC; `data` is what the pressed button stood for."""

    tx: Tx
    turn: Turn
    actor: Actor
    now: datetime
    words: Words
    draft: Draft | None = None
    data: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, Understanding] = field(default_factory=dict)
    """What words of this turn were read to say, by the words: every copy of a context shares them."""

    @property
    def today(self) -> date:
        """The day it is for the organisation."""
        return self.now.astimezone(self.actor.zone).date()

    @property
    def said_on(self) -> datetime:
        """When it was said, as wall time of the organisation: what relative dates are counted from."""
        return self.turn.said_at.astimezone(self.actor.zone).replace(tzinfo=None)

    def latest_draft(self) -> Draft | None:
        """The conversation that words typed now would belong to."""
        return drafts.latest(self.tx, self.turn.chat_id, self.turn.user_id, self.now - DRAFT_LISTENS)

    def understand(self) -> Understanding:
        """What the words of this turn say, read with the names in the actor's scope, once."""
        text = self.turn.text
        if text not in self.readings:
            self.readings[text] = understanding.read(self.tx, self.actor, text, self.said_on)
        return self.readings[text]

    def t(self, key: str, **values: Any) -> Markup:
        """A text of the catalogue in the person's language, with values escaped."""
        return self.words.t(key, **values)

    def button(self, key: str, action: str, **data: Any) -> Button:
        """A button with a label of the catalogue."""
        return Button(self.words.plain(key), action, data)

    def say(self, key: str, rows: Rows = (), **values: Any) -> Message:
        """A message with a text of the catalogue."""
        return Message(self.t(key, **values), rows)

    def toast(self, key: str, **values: Any) -> Reply:
        """An answer that leaves the screen as it is: a short word over the pressed button."""
        return Reply(toast=self.words.plain(key, **values))


def unasked(tx: Tx, reader: Staff, house: Organisation, now: datetime) -> Context:
    """The side of somebody who is told something that they did not ask for; they have joined."""
    assert reader.telegram_id is not None
    actor = Actor(reader, house)
    turn = Turn(0, now, reader.telegram_id, True, reader.telegram_id, reader.name)
    return Context(tx, turn, actor, now, words(actor.language))
