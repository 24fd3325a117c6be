"""Plan rounds: the periods of each group that the clock comes to, stage by stage (R4.2-R4.4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)

from domain.plans import PlanKind, Stage
from storage.schema import Instant, metadata
from storage.staff import groups
from storage.tx import Tx

plan_rounds = Table(
    "plan_rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("stage", Text),
    Column("due_at", Instant, index=True),
    UniqueConstraint("group_id", "kind", "starts_on"),
)
"""One period of one group: which stage the clock comes to next, and when; None once all of them have been."""

_DUE = select(plan_rounds).where(plan_rounds.c.due_at <= bindparam("now")).order_by(plan_rounds.c.due_at)
_FIRST_DUE = select(func.min(plan_rounds.c.due_at))


def groups_without(tx: Tx, kind: PlanKind, starts_on: date) -> list[int]:
    """The groups for which the clock does not know a period yet."""
    known = select(plan_rounds.c.group_id).where(plan_rounds.c.kind == kind, plan_rounds.c.starts_on == starts_on)
    return [row.id for row in tx.rows(select(groups.c.id).where(groups.c.id.not_in(known)).order_by(groups.c.id))]


def add(tx: Tx, group_id: int, kind: PlanKind, starts_on: date, stage: Stage | None, due_at: datetime | None) -> None:
    """Let the clock come to a period."""
    values = {"group_id": group_id, "kind": kind, "starts_on": starts_on, "stage": stage, "due_at": due_at}
    tx.insert(plan_rounds, values)


def due(tx: Tx, now: datetime) -> Sequence[Row[Any]]:
    """The periods that the clock has come to, the first first."""
    return tx.rows(_DUE, {"now": now})


def ahead(tx: Tx) -> Sequence[Row[Any]]:
    """Every period that the clock still comes to."""
    return tx.rows(select(plan_rounds).where(plan_rounds.c.due_at.is_not(None)))


def move(tx: Tx, row: Any, stage: Stage | None, due_at: datetime | None) -> bool:
    """Point a period at its next stage; False where another was quicker."""
    c = plan_rounds.c
    still = update(plan_rounds).where(c.id == row.id, c.due_at == row.due_at)
    return tx.write(still.values(stage=stage, due_at=due_at)) == 1


def forget(tx: Tx) -> None:
    """Let every period be reckoned anew: for a clock that runs on a copy, or was set elsewhere."""
    tx.write(delete(plan_rounds))


def first_due_at(tx: Tx) -> datetime | None:
    """When the clock comes to a period next."""
    found: datetime | None = tx.value(_FIRST_DUE, {})
    return found
