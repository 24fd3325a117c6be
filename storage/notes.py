"""Notes on clients, with whom they name, the next steps and the competitor news told in them."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
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
    union_all,
    update,
)

from domain.notes import Note
from domain.staff import Actor
from domain.visits import Competition, Met, NextStep
from storage.care import care
from storage.clients import clients, visible
from storage.schema import Instant, metadata
from storage.tx import Tx
from storage.visits import competitor_news, next_steps, visits

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("intent", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("about_on", Date),
    Column("about_at", Instant),
    Column("care_form", Text),
    Column("moment", Text),
    Column("sentiment", Text),
    Column("noted_at", Instant, nullable=False),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("removed_at", Instant),
    Column("taken_back", JSON),
    Index(None, "staff_id", "noted_at"),
)
"""`taken_back` holds the next steps and competitor news of a removed note, which leave their own tables with it."""

note_persons = Table(
    "note_persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("note_id", ForeignKey("notes.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("name", Text, nullable=False),
)

_PLAIN = (
    *("client_id", "staff_id", "intent", "text", "about_on", "about_at", "care_form", "moment", "sentiment"),
    "noted_at",
)
_PERSONS = select(note_persons).where(note_persons.c.note_id == bindparam("note")).order_by(note_persons.c.id)
_STEPS = select(next_steps).where(next_steps.c.note_id == bindparam("note")).order_by(next_steps.c.id)
_NEWS = select(competitor_news).where(competitor_news.c.note_id == bindparam("note")).order_by(competitor_news.c.id)


def _columns(note: Note) -> dict[str, Any]:
    return {name: getattr(note, name) for name in _PLAIN}


def add(
    tx: Tx, note: Note, *, owner_id: int | None = None, chat_id: int | None = None, message_id: int | None = None
) -> int:
    """Keep a note with its parts and return its id; `owner_id` owns next steps that name no owner (else the writer)."""
    note_id = tx.insert(notes, {**_columns(note), "chat_id": chat_id, "message_id": message_id})
    _add_persons(tx, note_id, note)
    _add_parts(tx, note_id, note, owner_id or note.staff_id)
    return note_id


def replace(tx: Tx, note: Note) -> None:
    """Write a changed note over the one of its id; next steps that have an id keep their row, the others are new."""
    tx.write(update(notes).where(notes.c.id == note.id).values(_columns(note)))
    tx.write(delete(note_persons).where(note_persons.c.note_id == note.id))
    _add_persons(tx, note.id, note)
    kept = [step for step in note.next_steps if step.id is not None]
    s = next_steps.c
    tx.write(delete(next_steps).where(s.note_id == note.id, s.id.not_in([step.id for step in kept])))
    for step in kept:
        values = {"client_id": note.client_id, "text": step.text, "due_on": step.due_on, "promised": step.promised}
        tx.write(update(next_steps).where(s.id == step.id).values(values))
    tx.write(delete(competitor_news).where(competitor_news.c.note_id == note.id))
    fresh = tuple(step for step in note.next_steps if step.id is None)
    owner = next((step.owner_id for step in kept if step.owner_id), note.staff_id)
    _add_parts(tx, note.id, dataclasses.replace(note, next_steps=fresh), owner)


def _add_persons(tx: Tx, note_id: int, note: Note) -> None:
    tx.insert_all(
        note_persons, [{"note_id": note_id, "person_id": met.person_id, "name": met.name} for met in note.persons]
    )


def by_message(tx: Tx, chat_id: int, message_id: int) -> list[int]:
    """The notes told in one message and not taken back."""
    c = notes.c
    told = (c.chat_id == chat_id, c.message_id == message_id, c.removed_at.is_(None))
    return [row.id for row in tx.rows(select(c.id).where(*told).order_by(c.id))]


def _add_parts(tx: Tx, note_id: int, note: Note, owner_id: int) -> None:
    where = {"note_id": note_id, "client_id": note.client_id}
    tx.insert_all(
        next_steps,
        [
            {
                **where,
                "owner_id": step.owner_id or owner_id,
                "text": step.text,
                "due_on": step.due_on,
                "promised": step.promised,
                "created_at": note.noted_at,
                "done_at": step.done_at,
            }
            for step in note.next_steps
        ],
    )
    tx.insert_all(
        competitor_news,
        [
            {
                **where,
                "reported_by": note.staff_id,
                "competitor": news.competitor,
                "content": news.content,
                "at": note.noted_at,
            }
            for news in note.competition
        ],
    )


def _whole(tx: Tx, row: Row[Any]) -> Note:
    this = {"note": row.id}
    return Note(
        **{name: getattr(row, name) for name in _PLAIN},
        id=row.id,
        persons=tuple(Met(met.name, met.person_id) for met in tx.rows(_PERSONS, this)),
        next_steps=tuple(
            NextStep(step.text, step.due_on, step.promised, step.owner_id, step.id, step.done_at)
            for step in tx.rows(_STEPS, this)
        ),
        competition=tuple(Competition(news.competitor, news.content) for news in tx.rows(_NEWS, this)),
    )


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """A note is seen with its client (R0.4); one on no client by its writer alone."""
    return or_(visible(actor), notes.c.client_id.is_(None) & (notes.c.staff_id == actor.id))


def load(tx: Tx, actor: Actor, note_id: int, *, removed: bool = False) -> Note | None:
    """A note in scope, standing or (`removed`) taken back; None for any other."""
    query = select(notes).join(clients, clients.c.id == notes.c.client_id, isouter=True)
    gone = notes.c.removed_at.is_not(None) if removed else notes.c.removed_at.is_(None)
    row = tx.row(query.where(notes.c.id == note_id, gone, in_scope(actor)))
    return _whole(tx, row) if row else None


def page(
    tx: Tx,
    actor: Actor,
    intent: str,
    *,
    client_id: int | None = None,
    person_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Note], int]:
    """Some notes of an intent in scope about the days from `start` to `end`, newest first, and how many in all."""
    conditions = [in_scope(actor), notes.c.removed_at.is_(None), notes.c.intent == intent]
    if client_id is not None:
        conditions.append(notes.c.client_id == client_id)
    if person_id is not None:
        named = select(note_persons.c.note_id).where(note_persons.c.person_id == person_id)
        conditions.append(notes.c.id.in_(named))
    if start is not None:
        conditions.append(notes.c.about_on >= start)
    if end is not None:
        conditions.append(notes.c.about_on <= end)
    joined = notes.join(clients, clients.c.id == notes.c.client_id, isouter=True)
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(notes).select_from(joined).where(*conditions)
    rows = tx.rows(query.order_by(notes.c.about_on.desc().nulls_last(), notes.c.id.desc()).offset(offset).limit(limit))
    return [_whole(tx, row) for row in rows], total


def of_client(tx: Tx, client_id: int, limit: int = 5) -> Sequence[Row[Any]]:
    """The latest notes on a client whose scope the caller has checked."""
    query = select(notes).where(notes.c.client_id == client_id, notes.c.removed_at.is_(None))
    return tx.rows(query.order_by(notes.c.id.desc()).limit(limit))


def remove(tx: Tx, note: Note, now: datetime) -> None:
    """Take a note back: it stays in the table out of everybody's sight, and its steps and news leave theirs."""
    steps = [
        {
            "text": step.text,
            "due_on": step.due_on and step.due_on.isoformat(),
            "promised": step.promised,
            "owner_id": step.owner_id,
            "done_at": step.done_at and step.done_at.isoformat(),
        }
        for step in note.next_steps
    ]
    parts = {"steps": steps, "news": [[news.competitor, news.content] for news in note.competition]}
    tx.write(update(notes).where(notes.c.id == note.id).values(removed_at=now, taken_back=parts))
    for part in (next_steps, competitor_news):
        tx.write(delete(part).where(part.c.note_id == note.id))


def restore(tx: Tx, note_id: int) -> None:
    """Undo `remove`, with the steps and news that went with the note."""
    row = tx.row(select(notes).where(notes.c.id == note_id))
    if row is None or not row.taken_back:
        return
    steps = tuple(
        NextStep(
            step["text"],
            date.fromisoformat(step["due_on"]) if step["due_on"] else None,
            step["promised"],
            step["owner_id"],
            done_at=datetime.fromisoformat(step["done_at"]) if step["done_at"] else None,
        )
        for step in row.taken_back["steps"]
    )
    news = tuple(Competition(competitor, content) for competitor, content in row.taken_back["news"])
    tx.write(update(notes).where(notes.c.id == note_id).values(removed_at=None, taken_back=None))
    note = Note(**{name: getattr(row, name) for name in _PLAIN}, next_steps=steps, competition=news)
    _add_parts(tx, note_id, note, note.staff_id)


def latest_record(tx: Tx, staff_id: int, since: datetime, client_id: int | None = None) -> tuple[str, int] | None:
    """What this member recorded last after an instant (on a client) and has not taken back.

    Returns ("visit", "note" or "care", its id).
    """
    v, n, k = visits.c, notes.c, care.c
    mine_v = [v.logged_by == staff_id, v.logged_at > since, v.removed_at.is_(None)]
    mine_n = [n.staff_id == staff_id, n.noted_at > since, n.removed_at.is_(None)]
    mine_k = [k.logged_by == staff_id, k.logged_at > since, k.removed_at.is_(None)]
    if client_id is not None:
        mine_v.append(v.client_id == client_id)
        mine_n.append(n.client_id == client_id)
        mine_k.append(k.client_id == client_id)
    every = union_all(
        select(literal("visit").label("kind"), v.id, v.logged_at.label("at")).where(*mine_v),
        select(literal("note").label("kind"), n.id, n.noted_at.label("at")).where(*mine_n),
        select(literal("care").label("kind"), k.id, k.logged_at.label("at")).where(*mine_k),
    ).subquery()
    row = tx.row(select(every).order_by(every.c.at.desc(), every.c.id.desc()).limit(1))
    return (row.kind, row.id) if row else None


def recent_clients(tx: Tx, actor: Actor, limit: int = 5) -> list[int]:
    """The clients in scope that this member recorded something of last, the latest first."""
    v, n, k = visits.c, notes.c, care.c
    both = union_all(
        select(v.client_id, v.logged_at.label("at")).where(v.logged_by == actor.id, v.removed_at.is_(None)),
        select(n.client_id, n.noted_at.label("at")).where(n.staff_id == actor.id, n.removed_at.is_(None)),
        select(k.client_id, k.logged_at.label("at")).where(k.logged_by == actor.id, k.removed_at.is_(None)),
    ).subquery()
    query = select(both.c.client_id).join(clients, clients.c.id == both.c.client_id).where(visible(actor))
    rows = tx.rows(query.group_by(both.c.client_id).order_by(func.max(both.c.at).desc()).limit(limit))
    return [row.client_id for row in rows]
