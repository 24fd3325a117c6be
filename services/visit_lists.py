"""Visits in lists: what was done, what is due by the frequency standard (R2.5)."""

from datetime import date

from domain.clients import overdue_days
from domain.frozen import frozen
from domain.staff import LEADING, Actor
from services.settings import visit_standards
from storage import clients, staff, visit_lists, visits
from storage.tx import Tx
from storage.visit_lists import Listed


def mine(tx: Tx, actor: Actor, *, on: date | None = None, offset: int = 0, limit: int = 5) -> tuple[list[Listed], int]:
    """The visits the actor made, entered or went along to, and those of the managers they assist; newest first."""
    return visit_lists.page(tx, actor, staff_ids=(actor.id, *actor.staff.assists), on=on, offset=offset, limit=limit)


def of_group(
    tx: Tx, actor: Actor, *, on: date | None = None, offset: int = 0, limit: int = 5
) -> tuple[list[Listed], int]:
    """All visits in the actor's scope, newest first."""
    return visit_lists.page(tx, actor, on=on, offset=offset, limit=limit)


def of_client(tx: Tx, actor: Actor, client_id: int, *, offset: int = 0, limit: int = 5) -> tuple[list[Listed], int]:
    """The visits to one client that the actor may see, newest first."""
    return visit_lists.page(tx, actor, client_id=client_id, offset=offset, limit=limit)


@frozen
class Due:
    """A client and how many days its next visit is overdue; negative: due in so many days."""

    client_id: int
    name: str
    class_: str | None
    last_visit_on: date | None
    overdue_days: int
    manager_id: int | None = None
    manager: str | None = None


def due(tx: Tx, actor: Actor, today: date) -> list[Due]:
    """Every client in scope by how long its visit is overdue, the longest first (R2.5); to leaders with its manager."""
    rows = clients.names(tx, actor)
    last = visits.last_days(tx, [row.id for row in rows])
    standards = visit_standards(tx, {row.manager_id for row in rows})
    managers = staff.names(tx, {row.manager_id for row in rows}) if actor.role in LEADING else {}
    found = [
        Due(
            row.id,
            row.name,
            row.class_,
            last.get(row.id),
            overdue_days(row.class_, last.get(row.id), row.assigned_on or today, today, standards[row.manager_id]),
            row.manager_id,
            managers.get(row.manager_id),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.overdue_days, each.name))
