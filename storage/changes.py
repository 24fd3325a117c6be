"""What a field held before it was changed, by whom and when (R1.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, bindparam, select

from storage.schema import Instant, metadata
from storage.tx import Tx

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("staff_id", ForeignKey("staff.id")),
    Column("at", Instant, nullable=False),
    Index(None, "subject", "subject_id"),
)

_OF = (
    select(changes)
    .where(changes.c.subject == bindparam("subject"), changes.c.subject_id == bindparam("id"))
    .order_by(changes.c.id.desc())
)


def note(
    tx: Tx, subject: str, subject_id: int, pairs: Mapping[str, tuple[Any, Any]], staff_id: int | None, now: datetime
) -> None:
    """Keep old and new of every field that really changed."""
    tx.insert_all(
        changes,
        [
            {
                "subject": subject,
                "subject_id": subject_id,
                "field": field,
                "old": None if old is None else str(old),
                "new": None if new is None else str(new),
                "staff_id": staff_id,
                "at": now,
            }
            for field, (old, new) in pairs.items()
            if old != new
        ],
    )


def of(tx: Tx, subject: str, subject_id: int) -> Sequence[Row[Any]]:
    """The history of one row, newest first."""
    return tx.rows(_OF, {"subject": subject, "id": subject_id})
