"""What each member corrected last in words, so that "undo" takes the correction back before the record itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Row, Table, Text, bindparam, delete, select

from storage.schema import Instant, metadata
from storage.tx import Tx

corrections = Table(
    "corrections",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("kind", Text, nullable=False),  # visit, note, care, or person or client for a change of the file
    Column("record_id", Integer, nullable=False),
    Column("before", JSON, nullable=False),  # the fields that changed, as they were
    Column("learned_id", Integer),
    Column("corrected_at", Instant, nullable=False),
)

_LAST = select(corrections).where(
    corrections.c.staff_id == bindparam("staff"), corrections.c.corrected_at > bindparam("since")
)
_DROP = delete(corrections).where(corrections.c.staff_id == bindparam("staff"))


def keep(
    tx: Tx, staff_id: int, kind: str, record_id: int, before: Mapping[str, Any], learned_id: int | None, now: datetime
) -> None:
    """Keep what a record held before this member corrected it, in the place of the correction before."""
    drop(tx, staff_id)
    values = {"staff_id": staff_id, "kind": kind, "record_id": record_id, "before": dict(before)}
    tx.insert(corrections, {**values, "learned_id": learned_id, "corrected_at": now})


def last(tx: Tx, staff_id: int, since: datetime) -> Row[Any] | None:
    """What the member corrected last after an instant, and has not taken back."""
    row: Row[Any] | None = tx.row(_LAST, {"staff": staff_id, "since": since})
    return row


def drop(tx: Tx, staff_id: int) -> None:
    """Forget the member's last correction."""
    tx.write(_DROP, {"staff": staff_id})
