"""Imports of sheets: the rows while somebody decides, then what was made and changed, to take it back by (R1.8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, bindparam, delete, null, select, update

from domain.frozen import frozen
from storage.schema import Instant, metadata
from storage.tx import Tx

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("noun", Text, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), index=True),
    Column("received_at", Instant, nullable=False),
    Column("rows", JSON),
    Column("created", JSON),
    Column("changed", JSON),
    Column("done_at", Instant),
    Column("undone_at", Instant),
)

_MINE = (imports.c.id == bindparam("import")) & (imports.c.staff_id == bindparam("staff"))
_PENDING = select(imports).where(_MINE, imports.c.done_at.is_(None))
_DONE = select(imports).where(_MINE, imports.c.done_at.is_not(None), imports.c.undone_at.is_(None))


@frozen
class Work:
    """What an import did. `created` are ids by noun; `changed` is a list of [noun, id, {field: [old, new]}] as JSON."""

    noun: str
    created: dict[str, list[int]]
    changed: list[list[Any]]


def receive(tx: Tx, noun: str, rows: Any, staff_id: int, now: datetime) -> int:
    """Keep the rows of a sheet until its sender has decided, and return an id."""
    return tx.insert(imports, {"noun": noun, "rows": rows, "staff_id": staff_id, "received_at": now})


def pending(tx: Tx, import_id: int, staff_id: int) -> tuple[str, Any] | None:
    """Noun and rows of one's own sheet that is not decided yet."""
    row = tx.row(_PENDING, {"import": import_id, "staff": staff_id})
    return (row.noun, row.rows) if row else None


def done(tx: Tx, import_id: int | None, work: Work, staff_id: int | None, now: datetime) -> int:
    """Note what an import did (of a sheet that was received, else a new one) and forget its rows; returns its id."""
    values = {"noun": work.noun, "created": work.created, "changed": work.changed, "done_at": now}
    if import_id is None:
        return tx.insert(imports, {**values, "staff_id": staff_id, "received_at": now})
    tx.write(update(imports).where(imports.c.id == import_id).values(rows=null(), **values))
    return import_id


def load(tx: Tx, import_id: int, staff_id: int) -> Work | None:
    """One's own import that was carried out and not undone."""
    row = tx.row(_DONE, {"import": import_id, "staff": staff_id})
    return Work(row.noun, row.created, row.changed) if row else None


def undone(tx: Tx, import_id: int, now: datetime) -> None:
    """Note that an import was taken back."""
    tx.write(update(imports).where(imports.c.id == import_id).values(undone_at=now))


def forget_pending(tx: Tx, staff_id: int) -> None:
    """Drop the sheets that a member has not decided on."""
    tx.write(delete(imports).where(imports.c.done_at.is_(None), imports.c.staff_id == staff_id))


def forget_undecided(tx: Tx, before: datetime) -> int:
    """Drop the sheets received before an instant that nobody has decided on."""
    return tx.write(delete(imports).where(imports.c.done_at.is_(None), imports.c.received_at < before))
