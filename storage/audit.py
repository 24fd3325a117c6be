"""The audit trail: every look at masked data, every export, every change of rights (R0.4)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text

from storage.schema import Instant, metadata
from storage.tx import Tx

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("staff_id", ForeignKey("staff.id"), index=True),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer),
    Column("detail", JSON),
)


def write(
    tx: Tx,
    action: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    *,
    staff_id: int | None = None,
    detail: Any = None,
) -> None:
    """Note who did what to which row; `staff_id` is None for the command line."""
    values = {"at": now, "staff_id": staff_id, "action": action, "subject": subject, "subject_id": subject_id}
    tx.insert(audit, {**values, "detail": detail})
