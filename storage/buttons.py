"""What each button on the screen stands for; the button itself carries only a random token."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Table, Text, bindparam, delete, select, update

from storage.schema import Instant, metadata
from storage.tx import Tx

buttons = Table(
    "buttons",
    metadata,
    Column("token", Text, primary_key=True),
    Column("card", Text, nullable=False, index=True),
    Column("user_id", BigInteger),
    Column("chat_id", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

_LOAD = select(buttons).where(buttons.c.token == bindparam("token"))
_USE_CARD = (
    update(buttons)
    .where(buttons.c.card == bindparam("which"), buttons.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button as it was put up: for whom (None: anyone in that chat), where, and what it does."""

    token: str
    card: str
    user_id: int | None
    chat_id: int
    action: str
    data: dict[str, Any]
    expires_at: datetime
    used: bool


def new_token() -> str:
    """A token nobody can guess: 96 random bits in 16 characters."""
    return secrets.token_urlsafe(12)


def put(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the buttons of one card."""
    tx.insert_all(buttons, rows)


def load(tx: Tx, token: str) -> Pressed | None:
    """The button of a token, None for one that never was or is long gone."""
    row = tx.row(_LOAD, {"token": token})
    if row is None:
        return None
    return Pressed(
        row.token, row.card, row.user_id, row.chat_id, row.action, row.data, row.expires_at, row.used_at is not None
    )


def use_card(tx: Tx, card: str, now: datetime) -> bool:
    """Use up all buttons of a card, since a press replaces the card; False where another press came first."""
    return tx.write(_USE_CARD, {"which": card, "now": now}) > 0


def forget_expired(tx: Tx, now: datetime) -> int:
    """Drop the buttons nobody can press any more."""
    return tx.write(delete(buttons).where(buttons.c.expires_at < now))
