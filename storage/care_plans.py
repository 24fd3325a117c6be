"""What was changed of the drafted monthly care plan (R3.3): a row for each moment whose line somebody has edited."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Row, Table, Text, bindparam, select, update

from storage.nudges import occurrences
from storage.schema import Instant, metadata
from storage.tx import Tx

care_plan_lines = Table(
    "care_plan_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("falls_on", Date, nullable=False),
    Column("form", Text),
    Column("resource", Text),
    Column("cost", Integer),
    Column("dropped", Boolean, nullable=False, server_default="0"),
    Column("changed_by", ForeignKey("staff.id"), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("uq_care_plan_lines_staff_id_key", "staff_id", "key", unique=True),
    Index(None, "staff_id", "falls_on"),
)

_ONE = select(care_plan_lines).where(
    care_plan_lines.c.staff_id == bindparam("staff"), care_plan_lines.c.key == bindparam("key")
)
_BETWEEN = select(care_plan_lines).where(
    care_plan_lines.c.staff_id == bindparam("staff"),
    care_plan_lines.c.falls_on >= bindparam("start"),
    care_plan_lines.c.falls_on <= bindparam("end"),
)


def changed(tx: Tx, staff_id: int, start: date, end: date) -> dict[str, Row[Any]]:
    """The lines of a member that were edited, of moments between two days, by the key of the moment."""
    return {row.key: row for row in tx.rows(_BETWEEN, {"staff": staff_id, "start": start, "end": end})}


def change(tx: Tx, staff_id: int, key: str, falls_on: date, values: Mapping[str, Any]) -> None:
    """Keep what was changed of a member's line."""
    row = tx.row(_ONE, {"staff": staff_id, "key": key})
    if row is None:
        tx.insert(care_plan_lines, {"staff_id": staff_id, "key": key, "falls_on": falls_on, **values})
    else:
        tx.write(update(care_plan_lines).where(care_plan_lines.c.id == row.id).values(**values))


def occurrences_of(tx: Tx, keys: Sequence[str]) -> dict[str, Row[Any]]:
    """What became of moments that were nudged or dealt with, by key."""
    found: dict[str, Row[Any]] = {}
    columns = (occurrences.c.id, occurrences.c.key, occurrences.c.state)
    for begin in range(0, len(keys), 500):
        part = keys[begin : begin + 500]
        found |= {row.key: row for row in tx.rows(select(*columns).where(occurrences.c.key.in_(part)))}
    return found
