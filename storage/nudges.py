"""What was nudged, and what became of it.

An **occurrence** is a care moment on one of its days: open until it is dealt with, once for all its nudges. A
**nudge** is one of the times somebody is told; its key makes sure that it is made once. Nudges are made by the clock,
and said in a second step, those of one member together.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from domain.staff import Actor
from storage.clients import clients, visible
from storage.notes import notes
from storage.persons import persons
from storage.schema import Instant, metadata, partial_index
from storage.staff import staff
from storage.tx import Tx
from storage.visits import next_steps, visits

OPEN = "open"
DONE = "done"
SKIPPED = "skipped"
VOID = "void"
"""The moment has gone: its day was corrected, or its person removed."""

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("falls_on", Date, nullable=False),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("contract_id", ForeignKey("contracts.id")),
    Column("receiver_id", ForeignKey("staff.id")),
    Column("handed_to", ForeignKey("staff.id")),
    Column("handed_by", ForeignKey("staff.id")),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("again_at", Instant),
    Column("acted_by", ForeignKey("staff.id")),
    Column("acted_at", Instant),
    Index(None, "receiver_id", "falls_on"),
)
_AGAIN = occurrences.c.again_at.is_not(None)
partial_index("ix_occurrences_again_at", occurrences.c.again_at, where=_AGAIN)

nudges = Table(
    "nudges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("occurrence_id", ForeignKey("occurrences.id"), index=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("lead", Integer),
    Column("about_on", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("said_at", Instant),
    Column("covered", Boolean, nullable=False, server_default="0"),
)
"""`covered`: not said for itself, since a later nudge of the same moment was due at the same time."""
_UNSAID = nudges.c.said_at.is_(None)
partial_index("ix_nudges_unsaid", nudges.c.staff_id, nudges.c.due_at, where=_UNSAID)

daily = Table(
    "daily",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_at", Instant, nullable=False, index=True),
)
"""What comes every day at an hour, and when next."""

_BY_KEY = select(occurrences).where(occurrences.c.key == bindparam("key"))
_RECEIVED = (
    update(occurrences).where(occurrences.c.id == bindparam("occurrence")).values(receiver_id=bindparam("receiver"))
)
_MADE = select(nudges.c.id).where(nudges.c.key == bindparam("key"))
_AGAIN_DUE = select(occurrences).where(_AGAIN, occurrences.c.again_at <= bindparam("now"))
_FIRST_AGAIN = select(func.min(occurrences.c.again_at)).where(_AGAIN)
_NOT_AGAIN = update(occurrences).where(occurrences.c.id == bindparam("occurrence")).values(again_at=None)
_RECEIVERS = (
    select(nudges.c.staff_id)
    .where(_UNSAID, nudges.c.due_at <= bindparam("now"))
    .group_by(nudges.c.staff_id)
    .order_by(func.min(nudges.c.due_at), nudges.c.staff_id)
    .limit(bindparam("most"))
)
_SAID = update(nudges).where(nudges.c.id == bindparam("nudge"), _UNSAID).values(said_at=bindparam("now"))
_COVERED = (
    update(nudges).where(nudges.c.id == bindparam("nudge"), _UNSAID).values(said_at=bindparam("now"), covered=True)
)
_LET_BE = (
    update(nudges)
    .where(nudges.c.occurrence_id == bindparam("which"), nudges.c.staff_id == bindparam("member"), _UNSAID)
    .values(said_at=bindparam("now"), covered=True)
)
_MANAGER = (
    select(clients.c.manager_id)
    .select_from(occurrences.join(clients, clients.c.id == occurrences.c.client_id))
    .where(occurrences.c.id == nudges.c.occurrence_id, occurrences.c.handed_to.is_(None))
    .scalar_subquery()
)
_FOLLOW = update(nudges).where(_UNSAID, nudges.c.staff_id != _MANAGER).values(staff_id=_MANAGER)
_DAILY = select(daily.c.next_at).where(daily.c.name == bindparam("name"))
_SET_DAILY = update(daily).where(daily.c.name == bindparam("which")).values(next_at=bindparam("to"))
_FIRST_DAILY = select(func.min(daily.c.next_at))


def occurrence(tx: Tx, key: str) -> Row[Any] | None:
    """The occurrence of a key, whatever the scope."""
    return tx.row(_BY_KEY, {"key": key})


def add_occurrence(tx: Tx, values: Mapping[str, Any]) -> int:
    """Keep an occurrence, and return its id."""
    return tx.insert(occurrences, {"state": OPEN, **values})


def note_receiver(tx: Tx, occurrence_id: int, staff_id: int) -> None:
    """Note who was nudged last."""
    tx.write(_RECEIVED, {"occurrence": occurrence_id, "receiver": staff_id})


def change_occurrence(tx: Tx, occurrence_id: int, values: Mapping[str, Any]) -> None:
    """Set what became of an occurrence."""
    tx.write(update(occurrences).where(occurrences.c.id == occurrence_id).values(**values))


def load_occurrence(tx: Tx, actor: Actor, occurrence_id: int) -> Row[Any] | None:
    """An occurrence whose client is in scope, or that has none and is the actor's; None for any other (R0.4)."""
    mine = (actor.id, *actor.staff.assists)
    alone = occurrences.c.client_id.is_(None) & or_(
        occurrences.c.receiver_id.in_(mine), occurrences.c.handed_to.in_(mine)
    )
    query = (
        select(
            occurrences,
            clients.c.name.label("client"),
            clients.c.class_.label("client_class"),
            clients.c.manager_id,
            persons.c.name.label("person"),
        )
        .select_from(
            occurrences.join(clients, clients.c.id == occurrences.c.client_id, isouter=True).join(
                persons, persons.c.id == occurrences.c.person_id, isouter=True
            )
        )
        .where(occurrences.c.id == occurrence_id)
        .where(or_(occurrences.c.client_id.is_not(None) & visible(actor), alone))
    )
    return tx.row(query)


def void(tx: Tx, prefix: str, *, besides: date | None, today: date) -> None:
    """Let the open occurrences of a moment that are still to come go, except that of the day it falls on now."""
    c = occurrences.c
    gone = update(occurrences).where(c.key.startswith(f"{prefix}:", autoescape=True), c.state == OPEN)
    gone = gone.where(c.falls_on >= today)
    tx.write((gone if besides is None else gone.where(c.falls_on != besides)).values(state=VOID, again_at=None))


def set_aside(tx: Tx, prefix: str) -> None:
    """Let the keys of a moment that was removed, and of its nudges, be free: another may get its number."""
    o, n = occurrences.c, nudges.c
    gone = o.key.startswith(f"{prefix}:", autoescape=True)
    of_gone = n.occurrence_id.in_(select(o.id).where(gone))
    tx.write(update(nudges).where(of_gone).values(key=n.key + ":gone" + n.occurrence_id.cast(Text)))
    tx.write(update(occurrences).where(gone).values(key=o.key + ":gone" + o.id.cast(Text)))


def open_ones(
    tx: Tx, receivers: Sequence[int], *, start: date, end: date, offset: int = 0, limit: int = 5
) -> tuple[Sequence[Row[Any]], int]:
    """Some occurrences between two days that these members were nudged of and nobody has dealt with, the latest day
    first, and how many."""
    c = occurrences.c
    conditions = [c.receiver_id.in_(receivers), c.state == OPEN, c.falls_on >= start, c.falls_on <= end]
    total = int(tx.value(select(func.count()).select_from(occurrences).where(*conditions)))
    query = (
        select(occurrences, clients.c.name.label("client"), persons.c.name.label("person"))
        .select_from(
            occurrences.join(clients, clients.c.id == c.client_id, isouter=True).join(
                persons, persons.c.id == c.person_id, isouter=True
            )
        )
        .where(*conditions)
        .order_by(c.falls_on.desc(), c.id)
    )
    return tx.rows(query.offset(offset).limit(limit)), total


def receivers_of_open(tx: Tx, start: date, end: date) -> list[int]:
    """The members who have open occurrences between two days."""
    c = occurrences.c
    query = select(c.receiver_id).where(c.state == OPEN, c.falls_on >= start, c.falls_on <= end).distinct()
    return sorted(row.receiver_id for row in tx.rows(query) if row.receiver_id is not None)


def make(tx: Tx, values: Mapping[str, Any]) -> bool:
    """Keep a nudge that waits to be said; False where one of the same key was made before."""
    if tx.value(_MADE, {"key": values["key"]}) is not None:
        return False
    tx.insert(nudges, values)
    return True


def again_due(tx: Tx, now: datetime) -> Sequence[Row[Any]]:
    """The occurrences put off until an instant that has come."""
    return tx.rows(_AGAIN_DUE, {"now": now})


def not_again(tx: Tx, occurrence_id: int) -> None:
    """An occurrence put off is not to come again by itself."""
    tx.write(_NOT_AGAIN, {"occurrence": occurrence_id})


def follow_clients(tx: Tx) -> None:
    """Let the nudges that wait go to whoever manages the client now: it may have changed hands meanwhile (R0.4)."""
    tx.write(_FOLLOW, {})


def receivers(tx: Tx, now: datetime, most: int) -> list[int]:
    """The members for whom nudges wait to be said, the longest waiting first.

    One whose time is still to come was made by a clock that ran ahead for a while.
    """
    return [row.staff_id for row in tx.rows(_RECEIVERS, {"now": now, "most": most})]


def unsaid(tx: Tx, staff_ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    """The nudges that wait for these members, with what they are about, the earliest first."""
    o = occurrences.c
    query = (
        select(
            *(nudges.c[name] for name in ("id", "kind", "occurrence_id", "staff_id", "lead", "about_on", "due_at")),
            nudges.c.key.label("key_of_nudge"),
            *_about(),
        )
        .select_from(
            nudges.join(occurrences, o.id == nudges.c.occurrence_id, isouter=True)
            .join(clients, clients.c.id == o.client_id, isouter=True)
            .join(persons, persons.c.id == o.person_id, isouter=True)
        )
        .where(nudges.c.staff_id.in_(staff_ids), _UNSAID, nudges.c.due_at <= now)
    )
    return tx.rows(query.order_by(nudges.c.due_at, o.falls_on, nudges.c.id))


def _about() -> list[ColumnElement[Any]]:
    """What a nudge tells of its moment, its client and its person (R3.5)."""
    o, p = occurrences.c, persons.c
    return [
        *(o[name] for name in ("key", "name", "falls_on", "client_id", "person_id", "contract_id", "state")),
        *(o[name] for name in ("handed_to", "handed_by")),
        o.kind.label("moment"),
        clients.c.name.label("client"),
        clients.c.class_.label("client_class"),
        clients.c.founded_on,
        p.name.label("person"),
        *(p[name] for name in ("sex", "position", "department", "birthday", "birthday_type", "hobbies")),
        *(p[name] for name in ("preferences", "wishes", "notes")),
    ]


def about(tx: Tx, occurrence_ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    """The same of occurrences in whose scope the reader is known to be, as if nudged now; the earliest first."""
    c = occurrences.c
    source = occurrences.join(clients, clients.c.id == c.client_id, isouter=True)
    source = source.join(persons, persons.c.id == c.person_id, isouter=True)
    told = (literal("care").label("kind"), literal(now, Instant).label("due_at"))
    query = select(c.id, c.id.label("occurrence_id"), *told, *_about()).select_from(source)
    return tx.rows(query.where(c.id.in_(occurrence_ids)).order_by(c.falls_on, c.id))


def said(tx: Tx, ids: Sequence[int], now: datetime, *, covered: bool = False) -> None:
    """Note that nudges are being said, or (`covered`) that a later one says it."""
    if ids:
        tx.write(_COVERED if covered else _SAID, [{"nudge": each, "now": now} for each in ids])


def let_be(tx: Tx, occurrence_id: int, staff_id: int, now: datetime) -> int:
    """A member is not told any more of a moment that went to another; how often they were about to be."""
    return tx.write(_LET_BE, {"which": occurrence_id, "member": staff_id, "now": now})


def next_daily(tx: Tx, name: str) -> datetime | None:
    """When a daily piece of work comes next."""
    at: datetime | None = tx.value(_DAILY, {"name": name})
    return at


def set_daily(tx: Tx, name: str, to: datetime) -> None:
    """Say when a daily piece of work comes next."""
    if not tx.write(_SET_DAILY, {"which": name, "to": to}):
        tx.insert(daily, {"name": name, "next_at": to})


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which something put off, or a daily piece of work, comes next."""
    found = [at for query in (_FIRST_AGAIN, _FIRST_DAILY) if (at := tx.value(query, {})) is not None]
    return min(found, default=None)


def owners_of_due_steps(tx: Tx, start: date, end: date) -> list[int]:
    """The members who own open next steps due between two days (R1.9)."""
    c = next_steps.c
    query = (
        select(c.owner_id)
        .select_from(next_steps.join(visits, visits.c.id == c.visit_id, isouter=True))
        .where(c.done_at.is_(None), c.due_on >= start, c.due_on <= end, visits.c.removed_at.is_(None))
        .distinct()
    )
    return sorted(row.owner_id for row in tx.rows(query))


def planners(tx: Tx, day: date) -> list[int]:
    """The members who noted down that they plan something for a day."""
    c = notes.c
    query = select(c.staff_id).where(c.intent == "plan", c.about_on == day, c.removed_at.is_(None)).distinct()
    return sorted(row.staff_id for row in tx.rows(query))


def reachable(tx: Tx, staff_ids: Sequence[int]) -> set[int]:
    """Those of these members who can be written to: they belong to the organisation, joined, and did not block us."""
    there = staff.c.active & staff.c.telegram_id.is_not(None) & staff.c.blocked_at.is_(None)
    return {row.id for row in tx.rows(select(staff.c.id).where(staff.c.id.in_(staff_ids), there))}


def people_of(tx: Tx, client_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The key persons of these clients, oldest file first."""
    p = persons.c
    standing = p.merged_into.is_(None) & p.removed_at.is_(None)
    query = select(p.id, p.client_id, p.name, p.sex, p.position).where(p.client_id.in_(client_ids), standing)
    found: dict[int, list[Row[Any]]] = {}
    for row in tx.rows(query.order_by(p.id)) if client_ids else ():
        found.setdefault(row.client_id, []).append(row)
    return found


def forget_made(tx: Tx, start: datetime) -> None:
    """Forget every nudge, and what was put off until before an instant: for a clock that runs from there on a copy."""
    tx.write(delete(nudges))
    tx.write(update(occurrences).where(occurrences.c.again_at < start).values(again_at=None))
