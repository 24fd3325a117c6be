"""What was said of planned visits: the brief before (R2.7), the questions after (R2.4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, Row, Table, Text, UniqueConstraint, bindparam, delete, select

from domain.plans import Action, ItemState
from storage.plans import plan_items, plans
from storage.schema import Instant, metadata
from storage.staff import staff
from storage.tx import Tx

visit_prompts = Table(
    "visit_prompts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("plan_items.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("said_at", Instant),
    UniqueConstraint("item_id", "kind", "planned_on"),
)
"""`planned_on` is the day that the visit stood on: one that is moved is prepared for anew. `said_at` is None for what
was passed over."""

_DONE = (
    select(visit_prompts.c.id)
    .where(
        visit_prompts.c.item_id == plan_items.c.id,
        visit_prompts.c.kind == bindparam("kind"),
        visit_prompts.c.planned_on == plan_items.c.planned_on,
    )
    .exists()
)
_WAITING = (
    select(
        plan_items.c.id,
        plan_items.c.planned_on,
        plan_items.c.half,
        plan_items.c.planned_at,
        plans.c.staff_id,
        staff.c.group_id,
    )
    .select_from(plan_items.join(plans, plans.c.id == plan_items.c.plan_id).join(staff, staff.c.id == plans.c.staff_id))
    .where(plan_items.c.state == ItemState.OPEN, plan_items.c.action == Action.VISIT, ~_DONE)
    .where(plan_items.c.client_id.is_not(None), plan_items.c.planned_on >= bindparam("start"))
    .order_by(plan_items.c.planned_on, plans.c.staff_id, plan_items.c.id)
)
_OF_DAY = _WAITING.where(plan_items.c.planned_on <= bindparam("end"))
_NEXT = _WAITING.limit(1)


def waiting(tx: Tx, kind: str, start: date, end: date) -> Sequence[Row[Any]]:
    """The planned visits of some days that are still open and of which nothing of a kind was said."""
    return tx.rows(_OF_DAY, {"kind": kind, "start": start, "end": end})


def next_day(tx: Tx, kind: str, start: date) -> Sequence[Row[Any]]:
    """The same of the first day from `start` on that has any."""
    row = tx.row(_NEXT, {"kind": kind, "start": start})
    return waiting(tx, kind, row.planned_on, row.planned_on) if row else ()


def note(tx: Tx, row: Any, kind: str, said_at: datetime | None) -> bool:
    """Note that something was said of a planned visit, or passed over (None); False where it was already."""
    values = {"item_id": row.id, "kind": kind, "planned_on": row.planned_on, "said_at": said_at}
    return tx.insert_new(visit_prompts, values) is not None


def forget(tx: Tx, since: datetime) -> None:
    """Forget what was said from an instant on: for a clock that runs from there on a copy."""
    tx.write(delete(visit_prompts).where(visit_prompts.c.said_at >= since))
