"""What questions ask of the records: visits in a stretch of days, competitor news, birthdays; all in scope (R0.4)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, distinct, func, select

from domain.frozen import frozen
from domain.persons import Birthday, BirthdayType
from domain.staff import Actor
from storage.clients import clients, visible
from storage.persons import persons
from storage.staff import staff
from storage.tx import Tx
from storage.visits import competitor_news, persons_of, visit_persons, visits


@frozen
class Stretch:
    """The days asked about, both included; None: without a limit on that side."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: ColumnElement[date]) -> list[ColumnElement[bool]]:
        """The conditions that a day lies in it."""
        found = []
        if self.start is not None:
            found.append(day >= self.start)
        if self.end is not None:
            found.append(day <= self.end)
        return found


@frozen
class Visited:
    """A visit as an answer names it."""

    id: int
    client_id: int
    client: str
    manager: str
    visited_on: date
    persons: tuple[str, ...]


@frozen
class News:
    """One piece of competitor news (R1.7)."""

    id: int
    competitor: str
    content: str
    at: datetime
    client_id: int
    client: str
    visit_id: int | None
    note_id: int | None
    reporter: str


def visited(
    tx: Tx,
    actor: Actor,
    days: Stretch,
    *,
    client_ids: Sequence[int] = (),
    person_ids: Sequence[int] = (),
    manager_ids: Sequence[int] = (),
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Visited], int, int]:
    """Some visits, the newest first; how many in all, and to how many clients."""
    conditions = [visible(actor), visits.c.removed_at.is_(None), *days.holds(visits.c.visited_on)]
    if client_ids:
        conditions.append(visits.c.client_id.in_(client_ids))
    if manager_ids:
        conditions.append(visits.c.manager_id.in_(manager_ids))
    if person_ids:
        met = select(visit_persons.c.visit_id).where(visit_persons.c.person_id.in_(person_ids))
        conditions.append(visits.c.id.in_(met))
    joined = visits.join(clients, clients.c.id == visits.c.client_id).join(staff, staff.c.id == visits.c.manager_id)
    counts = select(func.count(), func.count(distinct(visits.c.client_id)))
    totals = tx.row(counts.select_from(joined).where(*conditions))
    assert totals is not None
    columns = (visits.c.id, visits.c.client_id, visits.c.visited_on, clients.c.name, staff.c.name.label("manager"))
    query = select(*columns).select_from(joined).where(*conditions)
    rows = tx.rows(query.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).offset(offset).limit(limit))
    people = persons_of(tx, [row.id for row in rows])
    found = [
        Visited(row.id, row.client_id, row.name, row.manager, row.visited_on, tuple(people.get(row.id, ())))
        for row in rows
    ]
    return found, totals[0], totals[1]


def clients_visited(tx: Tx, actor: Actor, days: Stretch) -> set[int]:
    """The clients in scope that were visited in these days."""
    query = select(visits.c.client_id).distinct().join(clients, clients.c.id == visits.c.client_id)
    rows = tx.rows(query.where(visible(actor), visits.c.removed_at.is_(None), *days.holds(visits.c.visited_on)))
    return {row[0] for row in rows}


def news(
    tx: Tx,
    actor: Actor,
    since: datetime | None,
    until: datetime | None,
    *,
    competitors: Sequence[str] = (),
    client_ids: Sequence[int] = (),
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[News], int]:
    """Some competitor news told between two instants, the newest first, and how many pieces in all."""
    c = competitor_news.c
    conditions = [visible(actor), visits.c.removed_at.is_(None)]
    if since is not None:
        conditions.append(c.at >= since)
    if until is not None:
        conditions.append(c.at < until)
    if competitors:
        conditions.append(c.competitor.in_(competitors))
    if client_ids:
        conditions.append(c.client_id.in_(client_ids))
    joined = (
        competitor_news.join(clients, clients.c.id == c.client_id)
        .join(staff, staff.c.id == c.reported_by)
        .join(visits, visits.c.id == c.visit_id, isouter=True)
    )
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(competitor_news, clients.c.name, staff.c.name.label("reporter")).select_from(joined)
    rows = tx.rows(query.where(*conditions).order_by(c.at.desc(), c.id.desc()).offset(offset).limit(limit))
    found = [
        News(
            row.id,
            row.competitor,
            row.content,
            row.at,
            row.client_id,
            row.name,
            row.visit_id,
            row.note_id,
            row.reporter,
        )
        for row in rows
    ]
    return found, total


@frozen
class Born:
    """A person whose birthday is known."""

    id: int
    name: str
    position: str | None
    client_id: int
    client: str
    birthday: Birthday


def birthdays(tx: Tx, actor: Actor, *, person_ids: Sequence[int] = (), client_ids: Sequence[int] = ()) -> list[Born]:
    """Everybody in scope (or of these) whose birthday is known."""
    c = persons.c
    query = select(c.id, c.name, c.position, c.client_id, clients.c.name.label("client"), c.birthday, c.birthday_type)
    query = query.join(clients, clients.c.id == c.client_id)
    query = query.where(visible(actor), c.merged_into.is_(None), c.removed_at.is_(None), c.birthday.is_not(None))
    if person_ids:
        query = query.where(c.id.in_(person_ids))
    if client_ids:
        query = query.where(c.client_id.in_(client_ids))
    return [
        Born(
            row.id,
            row.name,
            row.position,
            row.client_id,
            row.client,
            Birthday.parse(row.birthday, BirthdayType(row.birthday_type) if row.birthday_type else None),
        )
        for row in tx.rows(query.order_by(c.id))
    ]
