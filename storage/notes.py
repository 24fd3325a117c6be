"""Notes on clients: what was told and has no table of its own yet, kept word for word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Row, Table, Text, select, update

from storage.schema import Instant, metadata
from storage.tx import Tx

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("intent", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("removed_at", Instant),
)


def add(tx: Tx, *, client_id: int | None, staff_id: int, intent: str, text: str, now: datetime) -> int:
    """Keep a note and return its id; `intent` says what the message was understood to be."""
    values = {"client_id": client_id, "staff_id": staff_id, "intent": intent, "text": text, "noted_at": now}
    return tx.insert(notes, values)


def of_client(tx: Tx, client_id: int, limit: int = 5) -> Sequence[Row[Any]]:
    """The latest notes on a client whose scope the caller has checked."""
    query = select(notes).where(notes.c.client_id == client_id, notes.c.removed_at.is_(None))
    return tx.rows(query.order_by(notes.c.id.desc()).limit(limit))


def remove(tx: Tx, note_id: int, staff_id: int, now: datetime) -> bool:
    """Take one's own note back; False where it is gone or another's."""
    mine = update(notes).where(notes.c.id == note_id, notes.c.staff_id == staff_id, notes.c.removed_at.is_(None))
    return tx.write(mine.values(removed_at=now)) == 1
