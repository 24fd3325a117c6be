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
from sqlalchemy.exc import IntegrityError

from domain.clients import Client, ClientClass
from domain.frozen import frozen
from domain.staff import Actor, Role, Staff
from domain.visits import Attached, Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from storage.clients import clients, visible
from storage.schema import Instant, metadata, partial_index
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
    # With `removed_at` in them, the last visit of a client and the count of a manager's are read off the index alone.
    Index(None, "client_id", "visited_on", "removed_at"),
    Index(None, "manager_id", "visited_on", "removed_at"),
    Index(None, "logged_by", "logged_at"),
)
STANDING = visits.c.removed_at.is_(None)
"""The condition that a visit was not taken back."""
partial_index(
    "uq_visits_message", visits.c.chat_id, visits.c.message_id, visits.c.client_id, where=STANDING, unique=True
)
"""One message makes one record of a client, whatever happens on the way."""

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
    Column("staff_id", ForeignKey("staff.id"), primary_key=True, index=True),
)

next_steps = Table(
    "next_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", ForeignKey("visits.id"), index=True),
    Column("note_id", ForeignKey("notes.id"), index=True),
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
    Column("note_id", ForeignKey("notes.id"), index=True),
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
    Column("album", Text, index=True),
    Column("added_by", ForeignKey("staff.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
)

_CLIENT = select(clients.c.id, clients.c.name, clients.c.class_, clients.c.manager_id)
# The scope of managers in general, so that the statement is a constant: every visit told in one line asks it.
_ANY_MANAGER = Actor(Staff(bindparam("manager"), "", Role.MANAGER), None)  # type: ignore[arg-type]
_CLIENT_OF_MANAGER = _CLIENT.where(clients.c.id == bindparam("client"), visible(_ANY_MANAGER))
_BY_MESSAGE = (
    select(visits.c.id)
    .where(visits.c.chat_id == bindparam("chat"), visits.c.message_id == bindparam("message"), STANDING)
    .order_by(visits.c.id)
)
_LATEST = (
    select(visits.c.id)
    .where(visits.c.logged_by == bindparam("staff"), visits.c.logged_at >= bindparam("since"), STANDING)
    .order_by(visits.c.logged_at.desc(), visits.c.id.desc())
    .limit(1)
)
_ALBUM = (
    select(attachments.c.visit_id)
    .join(visits, visits.c.id == attachments.c.visit_id)
    .where(attachments.c.album == bindparam("album"), attachments.c.added_by == bindparam("staff"), STANDING)
    .limit(1)
)
_PERSONS = select(visit_persons).where(visit_persons.c.visit_id == bindparam("visit")).order_by(visit_persons.c.id)
_COMPANIONS = select(visit_companions.c.staff_id).where(visit_companions.c.visit_id == bindparam("visit"))
_STEPS = select(next_steps).where(next_steps.c.visit_id == bindparam("visit")).order_by(next_steps.c.id)
_NEWS = select(competitor_news).where(competitor_news.c.visit_id == bindparam("visit")).order_by(competitor_news.c.id)
_ATTACHMENTS = select(attachments).where(attachments.c.visit_id == bindparam("visit")).order_by(attachments.c.id)

_PLAIN = (
    *("client_id", "manager_id", "logged_by", "visited_on", "visited_at", "length_minutes", "place", "visit_type"),
    *("content", "feedback", "sentiment", "late", "logged_at"),
)


class LoggedAlready(Exception):
    """This message is on record for this client already."""


@frozen
class Found:
    """A visit with its client (id, name, class and manager only), and whether that client itself is in scope."""

    visit: Visit
    client: Client
    client_in_scope: bool


def client_of(tx: Tx, actor: Actor, client_id: int) -> Client | None:
    """The client to be visited, as far as a card needs it: id, name, class and manager; None out of scope (R0.4)."""
    if actor.role is Role.MANAGER:
        row = tx.row(_CLIENT_OF_MANAGER, {"client": client_id, "manager": actor.id})
    else:
        row = tx.row(_CLIENT.where(clients.c.id == client_id, visible(actor)))
    return _client(*row) if row else None


def _client(id_: int, name: str, class_: str | None, manager_id: int | None) -> Client:
    return Client(id_, name, ClientClass(class_) if class_ else None, manager_id=manager_id)


def _columns(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in _PLAIN} | {"purposes": list(visit.purposes)}


def add(tx: Tx, visit: Visit, *, chat_id: int | None = None, message_id: int | None = None) -> int:
    """Record a visit with all that belongs to it, and return its id; chat and message are those it was told in.

    Raises LoggedAlready where that message is on record.
    """
    visit_id = tx.insert_new(visits, {**_columns(visit), "chat_id": chat_id, "message_id": message_id})
    if visit_id is None:
        raise LoggedAlready
    _add_persons(tx, visit_id, visit.persons)
    _add_companions(tx, visit_id, visit.companions)
    _add_steps(tx, visit_id, visit, visit.next_steps, visit.logged_at)
    _add_news(tx, visit_id, visit, visit.competition, visit.logged_at)
    attach(tx, visit_id, visit.attachments, visit.logged_by, visit.logged_at)
    return visit_id


def change(tx: Tx, before: Visit, after: Visit, now: datetime) -> None:
    """Write what differs between two states of a visit; attachments are not looked at.

    A next step that stays keeps its row, and so whether and when it was done; so does competitor news. Raises
    LoggedAlready where the message is on record for the client it moves to.
    """
    old, new = _columns(before), _columns(after)
    if different := {name: value for name, value in new.items() if value != old[name]}:
        try:
            with tx.savepoint():
                tx.write(update(visits).where(visits.c.id == after.id).values(different))
        except IntegrityError as error:
            raise LoggedAlready from error
    if after.client_id != before.client_id:
        for table in (next_steps, competitor_news):
            tx.write(update(table).where(table.c.visit_id == after.id).values(client_id=after.client_id))
    if after.persons != before.persons:
        tx.write(delete(visit_persons).where(visit_persons.c.visit_id == after.id))
        _add_persons(tx, after.id, after.persons)
    if set(after.companions) != set(before.companions):
        tx.write(delete(visit_companions).where(visit_companions.c.visit_id == after.id))
        _add_companions(tx, after.id, after.companions)
    if after.next_steps != before.next_steps:
        _change_steps(tx, before, after, now)
    if after.competition != before.competition:
        c = competitor_news.c
        for news in before.competition:
            if news not in after.competition:
                said = (c.competitor == news.competitor, c.content == news.content)
                tx.write(delete(competitor_news).where(c.visit_id == after.id, *said))
        _add_news(tx, after.id, after, [news for news in after.competition if news not in before.competition], now)


def _change_steps(tx: Tx, before: Visit, after: Visit, now: datetime) -> None:
    c = next_steps.c
    kept = {step.id: step for step in after.next_steps if step.id is not None}
    known = {step.id: step for step in before.next_steps}
    tx.write(delete(next_steps).where(c.visit_id == after.id, c.id.not_in(list(kept))))
    for id_, step in kept.items():
        if id_ in known and step != known[id_]:
            values = {"text": step.text, "due_on": step.due_on, "promised": step.promised, "done_at": step.done_at}
            tx.write(update(next_steps).where(c.id == id_, c.visit_id == after.id).values(values))
    _add_steps(tx, after.id, after, [step for step in after.next_steps if step.id not in known], now)


def _add_persons(tx: Tx, visit_id: int, persons: Iterable[Met]) -> None:
    rows = [{"visit_id": visit_id, "person_id": met.person_id, "name": met.name} for met in persons]
    tx.insert_all(visit_persons, rows)


def _add_companions(tx: Tx, visit_id: int, companions: Iterable[int]) -> None:
    tx.insert_all(visit_companions, [{"visit_id": visit_id, "staff_id": staff_id} for staff_id in companions])


def _add_steps(tx: Tx, visit_id: int, visit: Visit, steps: Iterable[NextStep], now: datetime) -> None:
    rows = [
        {
            "visit_id": visit_id,
            "client_id": visit.client_id,
            "owner_id": step.owner_id or visit.manager_id,
            "text": step.text,
            "due_on": step.due_on,
            "promised": step.promised,
            "created_at": now,
            "done_at": step.done_at,
        }
        for step in steps
    ]
    tx.insert_all(next_steps, rows)


def _add_news(tx: Tx, visit_id: int, visit: Visit, competition: Iterable[Competition], now: datetime) -> None:
    about = {"visit_id": visit_id, "client_id": visit.client_id, "reported_by": visit.manager_id, "at": now}
    rows = [{**about, "competitor": news.competitor, "content": news.content} for news in competition]
    tx.insert_all(competitor_news, rows)


def _whole(tx: Tx, row: Row[Any]) -> Visit:
    this = {"visit": row.id}
    plain = {name: getattr(row, name) for name in _PLAIN}
    plain["visit_type"] = VisitType(row.visit_type)
    plain["sentiment"] = Sentiment(row.sentiment) if row.sentiment else None
    return Visit(
        **plain,
        id=row.id,
        purposes=tuple(Purpose(purpose) for purpose in row.purposes),
        persons=tuple(Met(met.name, met.person_id) for met in tx.rows(_PERSONS, this)),
        companions=tuple(companion.staff_id for companion in tx.rows(_COMPANIONS, this)),
        next_steps=tuple(
            NextStep(step.text, step.due_on, step.promised, step.owner_id, step.id, step.done_at)
            for step in tx.rows(_STEPS, this)
        ),
        competition=tuple(Competition(news.competitor, news.content) for news in tx.rows(_NEWS, this)),
        attachments=tuple(
            Attached(sent.kind, sent.file_id, sent.name, sent.latitude, sent.longitude, sent.album, sent.id)
            for sent in tx.rows(_ATTACHMENTS, this)
        ),
    )


def seen(actor: Actor) -> ColumnElement[bool]:
    """A visit is seen with its client, and by who went along; nobody keeps it when the client goes (R0.4)."""
    along = select(visit_companions.c.visit_id).where(visit_companions.c.staff_id == actor.id)
    return or_(visible(actor), visits.c.id.in_(along))


def load(tx: Tx, actor: Actor, visit_id: int, *, removed: bool = False) -> Found | None:
    """A visit that the actor may see; `removed` finds one that was taken back instead."""
    c = clients.c
    about = (c.name.label("client_name"), c.class_.label("client_class"), c.manager_id.label("client_manager_id"))
    query = select(visits, *about, visible(actor).label("client_in_scope"))
    query = query.join(clients, c.id == visits.c.client_id).where(visits.c.id == visit_id, seen(actor))
    row = tx.row(query.where(visits.c.removed_at.is_not(None) if removed else STANDING))
    if row is None:
        return None
    client = _client(row.client_id, row.client_name, row.client_class, row.client_manager_id)
    return Found(_whole(tx, row), client, bool(row.client_in_scope))


def by_message(tx: Tx, chat_id: int, message_id: int) -> list[int]:
    """The visits that were told in this message: none, one, or several where it named several clients."""
    return [row.id for row in tx.rows(_BY_MESSAGE, {"chat": chat_id, "message": message_id})]


def latest(tx: Tx, staff_id: int, since: datetime) -> int | None:
    """The visit this member entered last, not before an instant."""
    visit_id: int | None = tx.value(_LATEST, {"staff": staff_id, "since": since})
    return visit_id


def persons_of(tx: Tx, visit_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of those met, by visit."""
    found: dict[int, list[str]] = {}
    c = visit_persons.c
    for row in tx.rows(select(c.visit_id, c.name).where(c.visit_id.in_(visit_ids)).order_by(c.id)):
        found.setdefault(row.visit_id, []).append(row.name)
    return found


def last_days(tx: Tx, client_ids: Iterable[int]) -> dict[int, date]:
    """The day of the last visit of each client that has one."""
    wanted = list(client_ids)
    # For each client one step in its index: a group over all of their visits would read every one of them.
    last = select(func.max(visits.c.visited_on)).where(visits.c.client_id == clients.c.id, STANDING)
    query = select(clients.c.id, last.scalar_subquery().label("day"))
    found: dict[int, date] = {}
    for start in range(0, len(wanted), 500):
        rows = tx.rows(query.where(clients.c.id.in_(wanted[start : start + 500])))
        found |= {row.id: row.day for row in rows if row.day is not None}
    return found


def remove(tx: Tx, visit_id: int, now: datetime) -> bool:
    """Take a visit back; it stays in the table, out of everybody's sight. False: it was gone already."""
    return tx.write(update(visits).where(visits.c.id == visit_id, STANDING).values(removed_at=now)) == 1


def restore(tx: Tx, visit_id: int) -> bool:
    """Bring a visit back that was taken back. False: it was not gone. Raises LoggedAlready (see `add`)."""
    gone = update(visits).where(visits.c.id == visit_id, visits.c.removed_at.is_not(None))
    try:
        with tx.savepoint():
            return tx.write(gone.values(removed_at=None)) == 1
    except IntegrityError as error:
        raise LoggedAlready from error


def attach(tx: Tx, visit_id: int, sent: Iterable[Attached], staff_id: int, now: datetime) -> None:
    """Tie photos, files, voice notes, videos or locations to a visit."""
    names = ("kind", "file_id", "name", "latitude", "longitude", "album")
    about = {"visit_id": visit_id, "added_by": staff_id, "added_at": now}
    tx.insert_all(attachments, [{**about, **{name: getattr(each, name) for name in names}} for each in sent])


def move_attachments(tx: Tx, ids: Sequence[int], visit_id: int) -> None:
    """Tie attachments to another visit."""
    tx.write(update(attachments).where(attachments.c.id.in_(ids)).values(visit_id=visit_id))


def album_visit(tx: Tx, staff_id: int, album: str) -> int | None:
    """The visit that the first pictures of an album were tied to."""
    visit_id: int | None = tx.value(_ALBUM, {"staff": staff_id, "album": album})
    return visit_id
