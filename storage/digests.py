"""Digests: up to when each kind was made, which were made for whom, and what their figures are counted from (R6)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)

from domain.digests import Event, Kind
from domain.staff import LEADING, Actor
from storage.care import care
from storage.clients import clients, visible
from storage.nudges import OPEN, occurrences
from storage.persons import persons
from storage.schema import Instant, metadata
from storage.staff import staff
from storage.tx import Tx
from storage.visits import STANDING, competitor_news, visits

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader_id", ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("start_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("said_at", Instant),
    Column("figures", JSON),
    UniqueConstraint("reader_id", "kind", "start_on"),
)
"""`due_on` is the day it comes; `figures` are those it was said with, or found to have nothing to say."""
_UNSAID = digests.c.said_at.is_(None)
Index("ix_digests_unsaid", digests.c.due_at, sqlite_where=_UNSAID, postgresql_where=_UNSAID)

digest_clock = Table(
    "digest_clock",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("made_until", Instant, nullable=False),
)

_MADE_UNTIL = select(digest_clock.c.made_until).where(digest_clock.c.kind == bindparam("kind"))
_SET_MADE = update(digest_clock).where(digest_clock.c.kind == bindparam("which")).values(made_until=bindparam("to"))
_MADE = select(digests.c.id).where(
    digests.c.reader_id == bindparam("reader"),
    digests.c.kind == bindparam("kind"),
    digests.c.start_on == bindparam("start"),
)
_WAITING = (
    select(digests)
    .where(_UNSAID, digests.c.due_at <= bindparam("now"))
    .order_by(digests.c.due_at.desc(), digests.c.id)
    .limit(bindparam("most"))
)
_SAID = update(digests).where(digests.c.id == bindparam("digest"), _UNSAID).values(said_at=bindparam("now"))
_PASSED_OVER = (
    update(digests)
    .where(
        digests.c.reader_id == bindparam("reader"),
        digests.c.kind == bindparam("which"),
        digests.c.due_at < bindparam("before"),
        _UNSAID,
    )
    .values(said_at=bindparam("now"))
)
_LAST_FIGURES = (
    select(digests.c.figures)
    .where(
        digests.c.reader_id == bindparam("reader"),
        digests.c.kind == bindparam("kind"),
        digests.c.start_on < bindparam("start"),
        digests.c.figures.is_not(None),
    )
    .order_by(digests.c.start_on.desc())
    .limit(1)
)
_FIRST_UNSAID = select(func.min(digests.c.due_at)).where(_UNSAID)


def made_until(tx: Tx, kind: Kind) -> datetime | None:
    """Up to which instant the digests of a kind were made, None before the first tick."""
    at: datetime | None = tx.value(_MADE_UNTIL, {"kind": kind})
    return at


def set_made(tx: Tx, kind: Kind, until: datetime) -> None:
    """Say up to which instant the digests of a kind were made."""
    if not tx.write(_SET_MADE, {"which": kind, "to": until}):
        tx.insert(digest_clock, {"kind": kind, "made_until": until})


def readers(tx: Tx) -> list[int]:
    """The leaders and supervisors."""
    leading = select(staff.c.id).where(staff.c.active, staff.c.role.in_(LEADING))
    return [row.id for row in tx.rows(leading.order_by(staff.c.id))]


def make(tx: Tx, reader_id: int, kind: Kind, start_on: date, due_on: date, due_at: datetime) -> bool:
    """Keep a digest that waits to be said; False where this reader's of this period was made before."""
    if tx.value(_MADE, {"reader": reader_id, "kind": kind, "start": start_on}) is not None:
        return False
    about = {"reader_id": reader_id, "kind": kind, "start_on": start_on}
    tx.insert(digests, {**about, "due_on": due_on, "due_at": due_at})
    return True


def waiting(tx: Tx, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Some of the digests that wait to be said, the latest first."""
    return tx.rows(_WAITING, {"now": now, "most": most})


def said(tx: Tx, digest_id: int, now: datetime) -> bool:
    """Note that a digest is being said; False where it was before."""
    return tx.write(_SAID, {"digest": digest_id, "now": now}) == 1


def pass_over(tx: Tx, reader_id: int, kind: Kind, before: datetime, now: datetime) -> int:
    """Leave out what waits of a kind from before an instant: after a stop only the latest is said."""
    return tx.write(_PASSED_OVER, {"reader": reader_id, "which": kind, "before": before, "now": now})


def keep_figures(tx: Tx, digest_id: int, figures: dict[str, Any]) -> None:
    """Keep what a digest was said with."""
    tx.write(update(digests).where(digests.c.id == digest_id).values(figures=figures))


def last_figures(tx: Tx, reader_id: int, kind: Kind, before: date) -> dict[str, Any] | None:
    """The figures of the reader's last digest of a kind whose period began before a day."""
    found: dict[str, Any] | None = tx.value(_LAST_FIGURES, {"reader": reader_id, "kind": kind, "start": before})
    return found


def load(tx: Tx, actor: Actor, digest_id: int) -> Row[Any] | None:
    """A digest that was made for the actor; None for any other (R0.4)."""
    return tx.row(select(digests).where(digests.c.id == digest_id, digests.c.reader_id == actor.id))


def first_waiting(tx: Tx) -> datetime | None:
    """When the first of the digests that wait to be said was due."""
    at: datetime | None = tx.value(_FIRST_UNSAID, {})
    return at


def forget(tx: Tx) -> None:
    """Forget every digest: for a clock that runs anew on a copy."""
    tx.write(delete(digests))


# What is counted -----------------------------------------------------------------------------------------------------


Page = tuple[list[Event], int]
"""Some of what is counted, and how many there are in all."""


def visits_made(tx: Tx, staff_ids: Sequence[int], start: date, end: date) -> dict[int, int]:
    """How many visits each member made on the days from one to another."""
    v = visits.c
    query = select(v.manager_id, func.count().label("n")).where(v.manager_id.in_(staff_ids), STANDING)
    rows = tx.rows(query.where(v.visited_on >= start, v.visited_on <= end).group_by(v.manager_id))
    return {row.manager_id: row.n for row in rows}


def care_given(tx: Tx, staff_ids: Sequence[int], start: date, end: date) -> dict[int, int]:
    """How many care records each member has for the days from one to another."""
    c = care.c
    query = select(c.manager_id, func.count().label("n")).where(c.manager_id.in_(staff_ids), c.removed_at.is_(None))
    rows = tx.rows(query.where(c.cared_on >= start, c.cared_on <= end).group_by(c.manager_id))
    return {row.manager_id: row.n for row in rows}


def entered(
    tx: Tx, staff_ids: Sequence[int], since: datetime, until: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """How many visits and how many care records of each member came in from one instant up to another."""
    found = []
    for table, standing in ((visits, STANDING), (care, care.c.removed_at.is_(None))):
        c = table.c
        query = select(c.manager_id, func.count().label("n")).where(c.manager_id.in_(staff_ids), standing)
        rows = tx.rows(query.where(c.logged_at >= since, c.logged_at < until).group_by(c.manager_id))
        found.append({row.manager_id: row.n for row in rows})
    return found[0], found[1]


def clients_visited(tx: Tx, actor: Actor, since: datetime, until: datetime) -> dict[int, list[str]]:
    """The names of the clients in scope whose visits came in between two instants, by manager, in their order."""
    v = visits.c
    query = select(v.manager_id, clients.c.name).join(clients, clients.c.id == v.client_id)
    query = query.where(v.logged_at >= since, v.logged_at < until, STANDING, visible(actor))
    found: dict[int, list[str]] = {}
    for row in tx.rows(query.order_by(v.logged_at, v.id)):
        if row.name not in (names := found.setdefault(row.manager_id, [])):
            names.append(row.name)
    return found


def missed_care(
    tx: Tx, actor: Actor, start: date, end: date, *, offset: int = 0, limit: int
) -> tuple[list[Event], int]:
    """Care moments of clients in scope, on days from one to another, that nobody has dealt with."""
    o = occurrences.c
    source = occurrences.join(clients, clients.c.id == o.client_id)
    source = source.join(persons, persons.c.id == o.person_id, isouter=True)
    who = func.coalesce(persons.c.name, literal(""))
    query = select(*_columns(o, manager=clients.c.manager_id, on=o.falls_on, text=who, name=o.name, kind=o.kind))
    query = query.select_from(source).where(o.state == OPEN, o.falls_on >= start, o.falls_on <= end, visible(actor))
    return _page(tx, query, offset, limit)


def late_records(tx: Tx, actor: Actor, since: datetime, until: datetime, *, offset: int = 0, limit: int) -> Page:
    """Visits in scope that came in between two instants and were entered late (R2.4)."""
    return _page(tx, _of_visits(actor, since, until).where(visits.c.late), offset, limit)


def negative(tx: Tx, actor: Actor, since: datetime, until: datetime, *, offset: int = 0, limit: int) -> Page:
    """What came in between two instants of clients in scope who were not content, at a visit or with their care."""
    c = care.c
    cared = select(
        *_columns(c, manager=c.manager_id, on=c.cared_on, at=c.logged_at, text=c.content, kind=literal("care"))
    )
    cared = cared.select_from(care.join(clients, clients.c.id == c.client_id)).where(
        c.logged_at >= since, c.logged_at < until, c.removed_at.is_(None), c.effect == "negative", visible(actor)
    )
    both = union_all(_of_visits(actor, since, until).where(visits.c.sentiment == "negative"), cared).subquery()
    return _page(tx, select(both), offset, limit)


def news(tx: Tx, actor: Actor, since: datetime, until: datetime, *, offset: int = 0, limit: int) -> Page:
    """Competitor news (R1.7) of clients in scope that came in between two instants."""
    n = competitor_news.c
    source = competitor_news.join(clients, clients.c.id == n.client_id)
    source = source.join(visits, visits.c.id == n.visit_id, isouter=True)
    about = _columns(n, manager=n.reported_by, at=n.at, text=n.content, name=n.competitor, visit=n.visit_id)
    query = select(*about).select_from(source).where(n.at >= since, n.at < until)
    return _page(tx, query.where(visits.c.removed_at.is_(None), visible(actor)), offset, limit)


def _of_visits(actor: Actor, since: datetime, until: datetime) -> Select[Any]:
    v = visits.c
    said = func.coalesce(v.feedback, v.content)
    about = _columns(v, manager=v.manager_id, on=v.visited_on, at=v.logged_at, text=said, visit=v.id)
    query = select(*about).select_from(visits.join(clients, clients.c.id == v.client_id))
    return query.where(v.logged_at >= since, v.logged_at < until, STANDING, visible(actor))


def _columns(
    record: Any,
    *,
    manager: ColumnElement[Any],
    on: ColumnElement[Any] | None = None,
    at: ColumnElement[Any] | None = None,
    text: ColumnElement[Any],
    name: ColumnElement[Any] | None = None,
    kind: ColumnElement[Any] | None = None,
    visit: ColumnElement[Any] | None = None,
) -> list[ColumnElement[Any]]:
    """The columns of an Event, in its order."""
    nothing = null()
    return [
        clients.c.id.label("client_id"),
        clients.c.name.label("client"),
        manager.label("manager_id"),
        (nothing if on is None else on).label("on"),
        (nothing if at is None else at).label("at"),
        text.label("text"),
        (nothing if name is None else name).label("name"),
        (nothing if kind is None else kind).label("kind"),
        (nothing if visit is None else visit).label("visit_id"),
        record.id.label("record_id"),
    ]


def _page(tx: Tx, query: Select[Any], offset: int, limit: int) -> Page:
    """Some events, the newest first, and how many there are in all."""
    every = query.subquery()
    total = int(tx.value(select(func.count()).select_from(every)))
    if not total or not limit:
        return [], total
    newest = select(every).order_by(func.coalesce(every.c.at, every.c.on).desc(), every.c.record_id.desc())
    return [Event(*row) for row in tx.rows(newest.offset(offset).limit(limit))], total
