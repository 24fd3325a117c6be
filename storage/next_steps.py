"""Next steps (R1.9) wherever they were told, in a visit or a note: finding the open ones, closing them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, update
from sqlalchemy.sql.selectable import Join

from domain.frozen import frozen
from domain.staff import Actor
from storage.clients import clients, visible
from storage.staff import staff
from storage.tx import Tx
from storage.visits import next_steps, visits

_COLUMNS = (next_steps, clients.c.name.label("client"), staff.c.name.label("owner"))


@frozen
class Step:
    """A next step with the names of its client (None: it concerns none) and of its owner."""

    id: int
    text: str
    owner_id: int
    owner: str
    client_id: int | None = None
    client: str | None = None
    due_on: date | None = None
    promised: bool = False
    visit_id: int | None = None
    note_id: int | None = None
    done_at: datetime | None = None


def _joined() -> Join:
    return (
        next_steps.join(staff, staff.c.id == next_steps.c.owner_id)
        .join(clients, clients.c.id == next_steps.c.client_id, isouter=True)
        .join(visits, visits.c.id == next_steps.c.visit_id, isouter=True)
    )


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """Seen with its client (R0.4), without one by its owner; not where its visit was taken back."""
    own = next_steps.c.client_id.is_(None) & (next_steps.c.owner_id == actor.id)
    return or_(visible(actor), own) & visits.c.removed_at.is_(None)


def _whole(row: Row[Any]) -> Step:
    names = ("id", "text", "owner_id", "owner", "client_id", "client", "due_on", "promised", "visit_id", "note_id")
    return Step(**{name: getattr(row, name) for name in names}, done_at=row.done_at)


def load(tx: Tx, actor: Actor, step_id: int) -> Step | None:
    """A step in scope; any other is None as if it did not exist (R0.4)."""
    query = select(*_COLUMNS).select_from(_joined())
    row = tx.row(query.where(next_steps.c.id == step_id, _in_scope(actor)))
    return _whole(row) if row else None


def open_ones(
    tx: Tx,
    actor: Actor,
    *,
    owners: Sequence[int] | None = None,
    client_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Step], int]:
    """Some open steps in scope, the first due first and those without a day last, and how many in all."""
    c = next_steps.c
    conditions = [_in_scope(actor), c.done_at.is_(None)]
    if owners is not None:
        conditions.append(c.owner_id.in_(owners))
    if client_id is not None:
        conditions.append(c.client_id == client_id)
    if start is not None:
        conditions.append(c.due_on >= start)
    if end is not None:
        conditions.append(c.due_on <= end)
    total = int(tx.value(select(func.count()).select_from(_joined()).where(*conditions)))
    query = select(*_COLUMNS).select_from(_joined()).where(*conditions)
    rows = tx.rows(query.order_by(c.due_on.is_(None), c.due_on, c.id).offset(offset).limit(limit))
    return [_whole(row) for row in rows], total


def set_done(tx: Tx, step_id: int, done_at: datetime | None) -> None:
    """Mark a step done at an instant, or open again (None)."""
    tx.write(update(next_steps).where(next_steps.c.id == step_id).values(done_at=done_at))


def set_due(tx: Tx, step_id: int, due_on: date | None) -> None:
    """Give a step another due day, or none."""
    tx.write(update(next_steps).where(next_steps.c.id == step_id).values(due_on=due_on))
