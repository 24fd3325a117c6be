"""Which clients and persons were merged, and all that it takes to part them again (R1.8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, bindparam, select, update

from domain.frozen import frozen
from storage.references import Moved
from storage.schema import Instant, metadata
from storage.tx import Tx

merges = Table(
    "merges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("kept_id", Integer, nullable=False, index=True),
    Column("gone_id", Integer, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
    Column("at", Instant, nullable=False),
    Column("moved", JSON, nullable=False),
    Column("filled", JSON, nullable=False),
    Column("name", Text),
    Column("undone_at", Instant),
)

distinct_pairs = Table(
    "distinct_pairs",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("low_id", Integer, primary_key=True),
    Column("high_id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("at", Instant, nullable=False),
)

_LOAD = select(merges).where(merges.c.id == bindparam("merge"), merges.c.undone_at.is_(None))


@frozen
class Merge:
    """One merge that stands. `filled` are the fields of `kept` that it changed, old and new; `name` the one it got."""

    subject: str
    kept_id: int
    gone_id: int
    moved: Moved
    filled: dict[str, list[Any]]
    name: str | None
    id: int = 0


def add(tx: Tx, merge: Merge, staff_id: int | None, now: datetime) -> int:
    """Note a merge and return its id."""
    values: dict[str, Any] = {
        name: getattr(merge, name) for name in (*("subject", "kept_id", "gone_id"), *("moved", "filled", "name"))
    }
    return tx.insert(merges, {**values, "staff_id": staff_id, "at": now})


def load(tx: Tx, merge_id: int) -> Merge | None:
    """A merge that was not undone; the caller checks the scope of what it is about."""
    row = tx.row(_LOAD, {"merge": merge_id})
    if row is None:
        return None
    return Merge(row.subject, row.kept_id, row.gone_id, row.moved, row.filled, row.name, row.id)


def undone(tx: Tx, merge_id: int, now: datetime) -> None:
    """Note that a merge was taken back."""
    tx.write(update(merges).where(merges.c.id == merge_id).values(undone_at=now))


def keep_apart(tx: Tx, subject: str, one: int, other: int, staff_id: int, now: datetime) -> None:
    """Note that two that look alike are not the same."""
    low, high = sorted((one, other))
    values = {"subject": subject, "low_id": low, "high_id": high, "staff_id": staff_id, "at": now}
    tx.insert_new(distinct_pairs, values)


def apart(tx: Tx, subject: str) -> set[tuple[int, int]]:
    """The pairs that look alike and are not the same, the lower id first."""
    c = distinct_pairs.c
    return {(row.low_id, row.high_id) for row in tx.rows(select(c.low_id, c.high_id).where(c.subject == subject))}
