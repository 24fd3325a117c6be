"""Conversations under way: one row per person and chat, so that no restart forgets where we were."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Table, Text, bindparam, delete, select, update

from storage.schema import Instant, metadata
from storage.tx import Tx

drafts = Table(
    "drafts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("noun", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far (`data`, JSON) and which step comes next; `noun` names the handlers that own it."""

    noun: str
    step: str
    data: dict[str, Any] = field(default_factory=dict)


_LOAD = select(drafts).where(drafts.c.chat_id == bindparam("chat"), drafts.c.user_id == bindparam("user"))
_DROP = delete(drafts).where(drafts.c.chat_id == bindparam("chat"), drafts.c.user_id == bindparam("user"))
_REPLACE = (
    update(drafts)
    .where(drafts.c.chat_id == bindparam("chat"), drafts.c.user_id == bindparam("user"))
    .values({name: bindparam(f"new_{name}") for name in ("noun", "step", "data", "updated_at")})
)


def load(tx: Tx, chat_id: int, user_id: int) -> Draft | None:
    """The conversation this person has under way in this chat."""
    row = tx.row(_LOAD, {"chat": chat_id, "user": user_id})
    return Draft(row.noun, row.step, row.data) if row else None


def save(tx: Tx, chat_id: int, user_id: int, draft: Draft, now: datetime) -> None:
    """Keep a conversation; it replaces the one that was there."""
    values = {"noun": draft.noun, "step": draft.step, "data": draft.data, "updated_at": now}
    new = {f"new_{name}": value for name, value in values.items()}
    if not tx.write(_REPLACE, {"chat": chat_id, "user": user_id, **new}):
        tx.insert(drafts, {"chat_id": chat_id, "user_id": user_id, **values})


def drop(tx: Tx, chat_id: int, user_id: int) -> None:
    """End a conversation."""
    tx.write(_DROP, {"chat": chat_id, "user": user_id})
