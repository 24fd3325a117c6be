"""Visit records with who was met, who went along, next steps, competitor news and attachments (R2.3)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from domain.staff import Actor
from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from storage.clients import clients, visible
from storage.schema import Instant, metadata
from storage.tx import Tx

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("manager_id", ForeignKey("staff.id"), nullable=False),
    Column("logged_by", ForeignKey("staff.id"), nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("visited_at", Instant),
    Column("length_minutes", Integer),
    Column("place", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("visit_type", Text, nullable=False),
    Column("purposes", JSON, nullable=False),
    Column("content", Text, nullable=False),
    Column("feedback", Text),
    Column("sentiment", Text),
    Column("late", Boolean, nullable=False),
    Column("logged_at", Instant, nullable=False, index=True),
    Column("removed_at", Instant),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Index(None, "client_id", "visited_on"),
    Index(None, "manager_id", "visited_on"),
    Index(None, "chat_id", "message_id"),
)

visit_persons = Table(
    "visit_persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("name", Text, nullable=False),
)

visit_companions = Table(
    "visit_companions",
    metadata,
    Column("visit_id", ForeignKey("visits.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
)

next_steps = Table(
    "next_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), index=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("owner_id", ForeignKey("staff.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("due_on", Date),
    Column("promised", Boolean, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index(None, "owner_id", "due_on"),
)

competitor_news = Table(
    "competitor_news",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), index=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("reported_by", ForeignKey("staff.id"), nullable=False),
    Column("competitor", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("file_id", Text),
    Column("name", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("added_at", Instant, nullable=False),
)

_BY_MESSAGE = select(visits.c.id).where(
    visits.c.chat_id == bindparam("chat"), visits.c.message_id == bindparam("message"), visits.c.removed_at.is_(None)
)
_PERSONS = select(visit_persons).where(visit_persons.c.visit_id == bindparam("visit")).order_by(visit_persons.c.id)
_COMPANIONS = select(visit_companions.c.staff_id).where(visit_companions.c.visit_id == bindparam("visit"))
_STEPS = select(next_steps).where(next_steps.c.visit_id == bindparam("visit")).order_by(next_steps.c.id)
_NEWS = select(competitor_news).where(competitor_news.c.visit_id == bindparam("visit")).order_by(competitor_news.c.id)
_ATTACHMENTS = select(attachments).where(attachments.c.visit_id == bindparam("visit")).order_by(attachments.c.id)

_PLAIN = (
    *("client_id", "manager_id", "logged_by", "visited_on", "visited_at", "length_minutes", "place", "latitude"),
    *("longitude", "visit_type", "content", "feedback", "sentiment", "late", "logged_at"),
)


def _columns(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in _PLAIN} | {"purposes": list(visit.purposes)}


def add(tx: Tx, visit: Visit, *, chat_id: int | None = None, message_id: int | None = None) -> int:
    """Record a visit with all that belongs to it, and return its id; chat and message are those it was told in."""
    visit_id = tx.insert(visits, {**_columns(visit), "chat_id": chat_id, "message_id": message_id})
    _add_parts(tx, visit_id, visit)
    return visit_id


def replace(tx: Tx, visit: Visit) -> None:
    """Write a changed visit over the one of its id; attachments stay."""
    tx.write(update(visits).where(visits.c.id == visit.id).values(_columns(visit)))
    for part in (visit_persons, visit_companions, next_steps, competitor_news):
        tx.write(delete(part).where(part.c.visit_id == visit.id))
    _add_parts(tx, visit.id, visit)


def _add_parts(tx: Tx, visit_id: int, visit: Visit) -> None:
    tx.insert_all(
        visit_persons, [{"visit_id": visit_id, "person_id": met.person_id, "name": met.name} for met in visit.persons]
    )
    tx.insert_all(visit_companions, [{"visit_id": visit_id, "staff_id": staff} for staff in visit.companions])
    tx.insert_all(
        next_steps,
        [
            {
                "visit_id": visit_id,
                "client_id": visit.client_id,
                "owner_id": step.owner_id or visit.manager_id,
                "text": step.text,
                "due_on": step.due_on,
                "promised": step.promised,
                "created_at": visit.logged_at,
                "done_at": step.done_at,
            }
            for step in visit.next_steps
        ],
    )
    tx.insert_all(
        competitor_news,
        [
            {
                "visit_id": visit_id,
                "client_id": visit.client_id,
                "reported_by": visit.manager_id,
                "competitor": news.competitor,
                "content": news.content,
                "at": visit.logged_at,
            }
            for news in visit.competition
        ],
    )


def _whole(tx: Tx, row: Row[Any]) -> Visit:
    this = {"visit": row.id}
    return Visit(
        **{name: getattr(row, name) for name in _PLAIN if name not in ("visit_type", "sentiment")},
        id=row.id,
        visit_type=VisitType(row.visit_type),
        purposes=tuple(Purpose(purpose) for purpose in row.purposes),
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        persons=tuple(Met(met.name, met.person_id) for met in tx.rows(_PERSONS, this)),
        companions=tuple(companion.staff_id for companion in tx.rows(_COMPANIONS, this)),
        next_steps=tuple(
            NextStep(step.text, step.due_on, step.promised, step.owner_id, step.id, step.done_at)
            for step in tx.rows(_STEPS, this)
        ),
        competition=tuple(Competition(news.competitor, news.content) for news in tx.rows(_NEWS, this)),
    )


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """A visit is seen with its client; whoever made or entered it does not keep it when the client goes (R0.4)."""
    return visible(actor) & visits.c.removed_at.is_(None)


def load(tx: Tx, actor: Actor, visit_id: int) -> Visit | None:
    """A visit whose client is in the actor's scope."""
    query = select(visits).join(clients, clients.c.id == visits.c.client_id)
    row = tx.row(query.where(visits.c.id == visit_id, _in_scope(actor)))
    return _whole(tx, row) if row else None


def by_message(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The visit that was told in this message, if it was one."""
    visit_id: int | None = tx.value(_BY_MESSAGE, {"chat": chat_id, "message": message_id})
    return visit_id


def page(
    tx: Tx,
    actor: Actor,
    *,
    client_id: int | None = None,
    on: date | None = None,
    logged_by: int | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Visit], int]:
    """Some visits in scope, newest first, and how many there are in all."""
    conditions = [_in_scope(actor)]
    if client_id is not None:
        conditions.append(visits.c.client_id == client_id)
    if on is not None:
        conditions.append(visits.c.visited_on == on)
    if logged_by is not None:
        conditions.append(or_(visits.c.logged_by == logged_by, visits.c.manager_id == logged_by))
    joined = visits.join(clients, clients.c.id == visits.c.client_id)
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(visits).select_from(joined).where(*conditions)
    rows = tx.rows(query.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).offset(offset).limit(limit))
    return [_whole(tx, row) for row in rows], total


def last_days(tx: Tx, client_ids: Iterable[int]) -> dict[int, date]:
    """The day of the last visit of each client that has one."""
    wanted = list(client_ids)
    query = select(visits.c.client_id, func.max(visits.c.visited_on).label("day"))
    found: dict[int, date] = {}
    for start in range(0, len(wanted), 500):
        part = query.where(visits.c.client_id.in_(wanted[start : start + 500]), visits.c.removed_at.is_(None))
        found |= {row.client_id: row.day for row in tx.rows(part.group_by(visits.c.client_id))}
    return found


def remove(tx: Tx, visit_id: int, now: datetime) -> bool:
    """Take a visit back; it stays in the table, out of everybody's sight. False: it was gone already."""
    gone = tx.write(update(visits).where(visits.c.id == visit_id, visits.c.removed_at.is_(None)).values(removed_at=now))
    return gone == 1


def attach(
    tx: Tx,
    visit_id: int,
    now: datetime,
    *,
    kind: str,
    file_id: str | None = None,
    name: str | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
) -> None:
    """Tie a photo, file, voice note or location to a visit."""
    values = {"visit_id": visit_id, "kind": kind, "file_id": file_id, "name": name, "added_at": now}
    tx.insert(attachments, {**values, "latitude": latitude, "longitude": longitude})


def attachments_of(tx: Tx, visit_id: int) -> Sequence[Row[Any]]:
    """What was sent along with a visit, oldest first."""
    return tx.rows(_ATTACHMENTS, {"visit": visit_id})
