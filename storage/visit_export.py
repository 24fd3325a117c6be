"""Visits read in bulk, with their parts fetched for many at a time: for exports and bound records."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, select

from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from storage.clients import clients
from storage.tx import Tx
from storage.visits import competitor_news, next_steps, visit_companions, visit_persons, visits

BATCH = 500

_PLAIN = (
    *("id", "client_id", "manager_id", "logged_by", "visited_on", "visited_at", "length_minutes", "place", "content"),
    *("feedback", "late", "logged_at"),
)
_STANDING = (
    select(visits, clients.c.name.label("client_name"))
    .join(clients, clients.c.id == visits.c.client_id)
    .where(visits.c.removed_at.is_(None))
    .order_by(visits.c.visited_on, visits.c.id)
)


def batches(tx: Tx, *, since: date | None = None, client_id: int | None = None) -> Iterator[list[tuple[str, Visit]]]:
    """The standing visits on or after a day, or of one client, oldest first, each with its client's name.

    The caller has checked the scope. Attachments are left out.
    """
    query = _STANDING
    if since is not None:
        query = query.where(visits.c.visited_on >= since)
    if client_id is not None:
        query = query.where(visits.c.client_id == client_id)
    offset = 0
    while rows := tx.rows(query.offset(offset).limit(BATCH)):
        yield _with_parts(tx, rows)
        offset += BATCH


def _with_parts(tx: Tx, rows: Sequence[Row[Any]]) -> list[tuple[str, Visit]]:
    ids = [row.id for row in rows]
    met, along = _parts(tx, visit_persons, ids), _parts(tx, visit_companions, ids)
    steps, news = _parts(tx, next_steps, ids), _parts(tx, competitor_news, ids)
    return [
        (
            row.client_name,
            Visit(
                **{name: getattr(row, name) for name in _PLAIN},
                visit_type=VisitType(row.visit_type),
                purposes=tuple(Purpose(purpose) for purpose in row.purposes),
                sentiment=Sentiment(row.sentiment) if row.sentiment else None,
                persons=tuple(Met(part.name, part.person_id) for part in met.get(row.id, ())),
                companions=tuple(part.staff_id for part in along.get(row.id, ())),
                next_steps=tuple(
                    NextStep(part.text, part.due_on, part.promised, part.owner_id, part.id, part.done_at)
                    for part in steps.get(row.id, ())
                ),
                competition=tuple(Competition(part.competitor, part.content) for part in news.get(row.id, ())),
            ),
        )
        for row in rows
    ]


def _parts(tx: Tx, table: Table, visit_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    query = select(table).where(table.c.visit_id.in_(visit_ids)).order_by(*table.primary_key.columns)
    for row in tx.rows(query):
        found.setdefault(row.visit_id, []).append(row)
    return found
