"""Who is away from when to when (R5.2)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Row, Table, Text, bindparam, delete, select

from domain.absences import Absence
from domain.meetings import Away
from storage.schema import Instant, metadata
from storage.staff import staff
from storage.tx import Tx

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("why", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Index(None, "staff_id", "ends_on"),
)

_QUERY = select(absences, staff.c.name).join(staff, staff.c.id == absences.c.staff_id)
_BY_ID = _QUERY.where(absences.c.id == bindparam("absence"))


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.id, row.staff_id, row.name, Away(row.why), row.starts_on, row.ends_on)


def add(tx: Tx, staff_id: int, why: Away, starts_on: date, ends_on: date, now: datetime) -> int:
    """Keep an absence, and return its id."""
    values = {"staff_id": staff_id, "why": why, "starts_on": starts_on, "ends_on": ends_on, "noted_at": now}
    return tx.insert(absences, values)


def load(tx: Tx, absence_id: int) -> Absence | None:
    """An absence whatever the scope; the service looks whose business it is."""
    row = tx.row(_BY_ID, {"absence": absence_id})
    return _absence(row) if row else None


def remove(tx: Tx, absence_id: int) -> None:
    """Forget an absence; the audit trail keeps that it was."""
    tx.write(delete(absences).where(absences.c.id == absence_id))


def between(tx: Tx, staff_ids: Collection[int], start: date, end: date) -> list[Absence]:
    """The absences of these members that touch the days between two, both included, the first first."""
    c = absences.c
    query = _QUERY.where(c.staff_id.in_(staff_ids), c.starts_on <= end, c.ends_on >= start)
    return [_absence(row) for row in tx.rows(query.order_by(c.starts_on, c.id))] if staff_ids else []


def on_day(tx: Tx, staff_ids: Collection[int], day: date) -> dict[int, Away]:
    """Those of these members who are away on a day, and why."""
    return {one.staff_id: one.why for one in between(tx, staff_ids, day, day)}


def throughout(tx: Tx, staff_ids: Collection[int], start: date, end: date) -> set[int]:
    """Those of these members who are away from the first to the last of some days."""
    return {one.staff_id for one in between(tx, staff_ids, start, end) if one.starts_on <= start and one.ends_on >= end}


def days(tx: Tx, staff_id: int, start: date, end: date) -> set[date]:
    """The days between two, both included, on which somebody is away."""
    found: set[date] = set()
    for one in between(tx, [staff_id], start, end):
        first, last = max(one.starts_on, start), min(one.ends_on, end)
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return found
