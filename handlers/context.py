"""What a handler is given: the transaction, what was said, by whom, when, and the words of their language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.staff import Actor
from handlers.turn import Button, Message, Reply, Rows, Turn
from language.understanding import Understanding
from locales.words import Words
from storage.drafts import Draft
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Context:
    """One turn being answered. `now` is aware UTC; `data` is what the pressed button stood for."""

    tx: Tx
    turn: Turn
    actor: Actor
    now: datetime
    words: Words
    draft: Draft | None = None
    data: dict[str, Any] | None = None
    understood: Understanding | None = None

    @property
    def today(self) -> date:
        """The day it is for the organisation."""
        return self.now.astimezone(self.actor.zone).date()

    @property
    def said_on(self) -> datetime:
        """When it was said, as wall time of the organisation: what relative dates are counted from."""
        return self.turn.said_at.astimezone(self.actor.zone).replace(tzinfo=None)

    def t(self, key: str, **values: Any) -> str:
        """A text of the catalogue in the person's language, with values escaped."""
        return self.words.t(key, **values)

    def button(self, key: str, action: str, **data: Any) -> Button:
        """A button with a label of the catalogue."""
        return Button(self.words.plain(key), action, data)

    def say(self, key: str, rows: Rows = (), **values: Any) -> Message:
        """A message with a text of the catalogue."""
        return Message(self.t(key, **values), rows)


def toast(c: Context, key: str, **values: Any) -> Reply:
    """An answer that changes nothing on the screen: a short word over a pressed button."""
    from handlers.turn import KEEP

    return Reply(draft=KEEP, toast=c.words.plain(key, **values))
