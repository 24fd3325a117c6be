"""Conversations under way: rows, never memory, so that no restart forgets where we were.

A person may have several open in a chat (a question left unanswered while another visit was told); typed words go to
the latest, buttons name theirs.
"""

from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Row, Table, Text, bindparam, delete, select, update

from domain.frozen import frozen
from storage.schema import Instant, metadata
from storage.tx import Tx

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("noun", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("cards", JSON),
    Index(None, "chat_id", "user_id"),
)


@frozen
class Draft:
    """What is known so far (`data`, JSON) and which step comes next; `noun` names the handlers that own it.

    `cards` are the cards of buttons under its question as it stands now; those of earlier questions are answered.
    """

    noun: str
    step: str
    data: dict[str, Any] = field(default_factory=dict)
    id: int | None = None
    cards: tuple[str, ...] = ()


_MINE = (drafts.c.chat_id == bindparam("chat")) & (drafts.c.user_id == bindparam("user"))
_LATEST = (
    select(drafts).where(_MINE, drafts.c.updated_at > bindparam("since")).order_by(drafts.c.updated_at.desc()).limit(1)
)
_ALL_MINE = select(drafts).where(_MINE).order_by(drafts.c.updated_at.desc())
_LOAD = select(drafts).where(_MINE, drafts.c.id == bindparam("draft"))
_CHANGE = (
    update(drafts)
    .where(drafts.c.id == bindparam("draft"))
    .values({name: bindparam(f"new_{name}") for name in ("noun", "step", "data", "updated_at")})
)
_ASK = update(drafts).where(drafts.c.id == bindparam("draft")).values(cards=bindparam("put_up"))
_CARDS = select(drafts.c.cards).where(drafts.c.id == bindparam("draft"))
_DROP = delete(drafts).where(drafts.c.id == bindparam("draft"))


def _whole(row: Row[Any] | None) -> Draft | None:
    return Draft(row.noun, row.step, row.data, row.id, tuple(row.cards or ())) if row else None


def latest(tx: Tx, chat_id: int, user_id: int, since: datetime) -> Draft | None:
    """The conversation that typed words belong to: the latest one touched since an instant."""
    return _whole(tx.row(_LATEST, {"chat": chat_id, "user": user_id, "since": since}))


def load(tx: Tx, chat_id: int, user_id: int, draft_id: int) -> Draft | None:
    """One of this person's conversations in this chat."""
    return _whole(tx.row(_LOAD, {"chat": chat_id, "user": user_id, "draft": draft_id}))


def mine(tx: Tx, chat_id: int, user_id: int) -> list[Draft]:
    """All of this person's conversations in this chat, the latest first."""
    return [draft for row in tx.rows(_ALL_MINE, {"chat": chat_id, "user": user_id}) if (draft := _whole(row))]


def save(tx: Tx, chat_id: int, user_id: int, draft: Draft, now: datetime) -> int:
    """Keep a conversation as it stands, a new one too; returns its id."""
    if draft.id is None:
        values = {"chat_id": chat_id, "user_id": user_id, "noun": draft.noun, "step": draft.step}
        return tx.insert(drafts, {**values, "data": draft.data, "updated_at": now})
    changed = {"new_noun": draft.noun, "new_step": draft.step, "new_data": draft.data, "new_updated_at": now}
    tx.write(_CHANGE, {"draft": draft.id, **changed})
    return draft.id


def cards(tx: Tx, draft_id: int) -> list[str]:
    """The cards of buttons under the question of a conversation."""
    found: list[str] | None = tx.value(_CARDS, {"draft": draft_id})
    return found or []


def ask(tx: Tx, draft_id: int, put_up: list[str]) -> None:
    """Note which cards of buttons the question of a conversation stands on now."""
    tx.write(_ASK, {"draft": draft_id, "put_up": put_up})


def drop(tx: Tx, draft_id: int) -> None:
    """End a conversation."""
    tx.write(_DROP, {"draft": draft_id})


def forget_untouched(tx: Tx, before: datetime) -> int:
    """Drop conversations nobody went on with since an instant; their buttons have expired too."""
    return tx.write(delete(drafts).where(drafts.c.updated_at < before))
