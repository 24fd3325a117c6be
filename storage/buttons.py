"""What the buttons on the screen stand for; a button itself carries only a random token.

All buttons under one message are one row, a card: they are put up together and used up together.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Table, Text, bindparam, delete, select, update

from domain.frozen import frozen
from storage.schema import Instant, metadata
from storage.tx import Tx

buttons = Table(
    "buttons",
    metadata,
    Column("card", Text, primary_key=True),
    Column("user_id", BigInteger),
    Column("chat_id", BigInteger, nullable=False),
    Column("actions", JSON, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

_LOAD = select(buttons).where(buttons.c.card == bindparam("which"))
_USE_CARD = (
    update(buttons)
    .where(buttons.c.card == bindparam("which"), buttons.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)

Action = tuple[str, dict[str, Any]]


@frozen
class Pressed:
    """A button as it was put up: for whom (None: anyone in that chat), where, and what it does."""

    card: str
    user_id: int | None
    chat_id: int
    action: str
    data: dict[str, Any]
    expires_at: datetime
    used: bool


def new_card() -> str:
    """The name of a card that nobody can guess: 96 random bits in 16 characters."""
    return secrets.token_urlsafe(12)


def token(card: str, place: int) -> str:
    """What the button at a place of a card carries."""
    return f"{card}.{place}"


def put(tx: Tx, card: str, actions: list[Action], *, user_id: int | None, chat_id: int, expires_at: datetime) -> None:
    """Keep a card: what each of its buttons does, in the order of their places."""
    row = {"card": card, "user_id": user_id, "chat_id": chat_id, "actions": actions, "expires_at": expires_at}
    tx.insert(buttons, row)


def load(tx: Tx, pressed: str) -> Pressed | None:
    """The button of a token, None for one that never was or is long gone."""
    card, _, place = pressed.rpartition(".")
    row = tx.row(_LOAD, {"which": card})
    if row is None or not (place.isascii() and place.isdigit()) or int(place) >= len(row.actions):
        return None
    action, data = row.actions[int(place)]
    return Pressed(card, row.user_id, row.chat_id, action, data, row.expires_at, row.used_at is not None)


def use_card(tx: Tx, card: str, now: datetime) -> bool:
    """Use up all buttons of a card, since a press replaces the card; False where another press came first."""
    return tx.write(_USE_CARD, {"which": card, "now": now}) > 0


def move_chat(tx: Tx, old: int, new: int) -> None:
    """Let the buttons of a chat be pressed in another one, which it has become."""
    tx.write(update(buttons).where(buttons.c.chat_id == old).values(chat_id=new))


def forget_expired(tx: Tx, now: datetime) -> int:
    """Drop the buttons nobody can press any more."""
    return tx.write(delete(buttons).where(buttons.c.expires_at < now))
