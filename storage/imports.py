"""What each import of a sheet made and changed, so that it can be taken back (R1.8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, bindparam, select, update

from storage.schema import Instant, metadata
from storage.tx import Tx

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("noun", Text, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
    Column("at", Instant, nullable=False),
    Column("created", JSON, nullable=False),
    Column("changed", JSON, nullable=False),
    Column("undone_at", Instant),
)

_LOAD = select(imports).where(
    imports.c.id == bindparam("import"), imports.c.staff_id == bindparam("staff"), imports.c.undone_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import. `created` are ids by noun; `changed` is a list of [noun, id, {field: [old, new]}] as JSON."""

    noun: str
    created: dict[str, list[int]]
    changed: list[list[Any]]


def add(tx: Tx, done: Import, staff_id: int | None, now: datetime) -> int:
    """Note an import and return its id."""
    values = {"noun": done.noun, "created": done.created, "changed": done.changed}
    return tx.insert(imports, {**values, "staff_id": staff_id, "at": now})


def load(tx: Tx, import_id: int, staff_id: int) -> Import | None:
    """One's own import that was not undone."""
    row = tx.row(_LOAD, {"import": import_id, "staff": staff_id})
    return Import(row.noun, row.created, row.changed) if row else None


def undone(tx: Tx, import_id: int, now: datetime) -> None:
    """Note that an import was taken back."""
    tx.write(update(imports).where(imports.c.id == import_id).values(undone_at=now))
