"""Visits as lines of a list, a page at a time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from domain.frozen import frozen
from domain.staff import Actor
from storage.clients import clients
from storage.tx import Tx
from storage.visits import STANDING, persons_of, seen, visit_companions, visits


@frozen
class Listed:
    """A visit as a line of a list."""

    id: int
    client_id: int
    client: str
    manager_id: int
    logged_by: int
    visited_on: date
    visited_at: datetime | None
    content: str
    late: bool
    persons: tuple[str, ...]


def page(
    tx: Tx,
    actor: Actor,
    *,
    client_id: int | None = None,
    staff_ids: Sequence[int] | None = None,
    on: date | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Listed], int]:
    """Some visits the actor may see, newest first, and how many there are in all.

    `staff_ids`: those made or entered by one of these members, or that one of them went along to.
    """
    conditions = [seen(actor), STANDING]
    if client_id is not None:
        conditions.append(visits.c.client_id == client_id)
    if on is not None:
        conditions.append(visits.c.visited_on == on)
    if staff_ids is not None:
        along = select(visit_companions.c.visit_id).where(visit_companions.c.staff_id.in_(staff_ids))
        by_them = or_(visits.c.manager_id.in_(staff_ids), visits.c.logged_by.in_(staff_ids))
        conditions.append(or_(by_them, visits.c.id.in_(along)))
    joined = visits.join(clients, clients.c.id == visits.c.client_id)
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(visits, clients.c.name.label("client_name")).select_from(joined).where(*conditions)
    newest = (visits.c.visited_on.desc(), visits.c.visited_at.desc().nulls_last(), visits.c.id.desc())
    rows = tx.rows(query.order_by(*newest).offset(offset).limit(limit))
    met = persons_of(tx, [row.id for row in rows])
    found = [
        Listed(
            row.id,
            row.client_id,
            row.client_name,
            row.manager_id,
            row.logged_by,
            row.visited_on,
            row.visited_at,
            row.content,
            row.late,
            tuple(met.get(row.id, ())),
        )
        for row in rows
    ]
    return found, total
