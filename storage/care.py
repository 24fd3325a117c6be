"""Care records with whom they were for (R3.6)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
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
    select,
    update,
)

from domain.care import Care, CareForm, Effect
from domain.moments import Kind
from domain.staff import Actor
from domain.visits import Met
from storage.clients import clients, visible
from storage.schema import Instant, metadata
from storage.tx import Tx

care = Table(
    "care",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("manager_id", ForeignKey("staff.id"), nullable=False),
    Column("logged_by", ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("form", Text, nullable=False),
    Column("cared_on", Date, nullable=False),
    Column("content", Text, nullable=False),
    Column("gift", Text),
    Column("cost", Integer),
    Column("effect", Text),
    Column("learned", Text),
    Column("occurrence_id", ForeignKey("occurrences.id"), index=True),
    Column("logged_at", Instant, nullable=False, index=True),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("removed_at", Instant),
    Index(None, "client_id", "cared_on"),
    Index(None, "manager_id", "cared_on"),
)

care_persons = Table(
    "care_persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("care_id", ForeignKey("care.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("name", Text, nullable=False),
)

care_also = Table(
    "care_also",
    metadata,
    Column("care_id", ForeignKey("care.id"), primary_key=True),
    Column("occurrence_id", ForeignKey("occurrences.id"), primary_key=True),
)
"""The moments that a record dealt with besides its own."""

_PLAIN = (
    *("client_id", "manager_id", "logged_by", "cared_on", "logged_at", "kind", "name", "form", "content", "gift"),
    *("cost", "effect", "learned", "occurrence_id"),
)
_STANDING = care.c.removed_at.is_(None)
_ALSO = select(care_also.c.occurrence_id).where(care_also.c.care_id == bindparam("care"))
_PERSONS = select(care_persons).where(care_persons.c.care_id == bindparam("care")).order_by(care_persons.c.id)


def _whole(row: Row[Any], met: Sequence[Met]) -> Care:
    values = {name: getattr(row, name) for name in _PLAIN}
    values["kind"], values["form"] = Kind(row.kind), CareForm(row.form)
    values["effect"] = Effect(row.effect) if row.effect else None
    return Care(**values, id=row.id, persons=tuple(met))


def _columns(record: Care) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _PLAIN}


def add(tx: Tx, record: Care, *, chat_id: int | None = None, message_id: int | None = None) -> int:
    """Keep a record, and return its id."""
    care_id = tx.insert(care, {**_columns(record), "chat_id": chat_id, "message_id": message_id})
    _add_persons(tx, care_id, record)
    return care_id


def replace(tx: Tx, record: Care) -> None:
    """Write a changed record over the one of its id."""
    tx.write(update(care).where(care.c.id == record.id).values(_columns(record)))
    tx.write(delete(care_persons).where(care_persons.c.care_id == record.id))
    _add_persons(tx, record.id, record)


def _add_persons(tx: Tx, care_id: int, record: Care) -> None:
    met = [{"care_id": care_id, "person_id": each.person_id, "name": each.name} for each in record.persons]
    tx.insert_all(care_persons, met)


def load(tx: Tx, actor: Actor, care_id: int, *, removed: bool = False) -> Care | None:
    """A record of a client in scope, standing or (`removed`) taken back; None for any other (R0.4)."""
    query = select(care).join(clients, clients.c.id == care.c.client_id)
    gone = care.c.removed_at.is_not(None) if removed else _STANDING
    row = tx.row(query.where(care.c.id == care_id, gone, visible(actor)))
    return _whole(row, _met(tx, row.id)) if row else None


def by_message(tx: Tx, chat_id: int, message_id: int) -> list[int]:
    """The standing records that were told in a message."""
    query = select(care.c.id).where(care.c.chat_id == chat_id, care.c.message_id == message_id, _STANDING)
    return [row.id for row in tx.rows(query)]


def _met(tx: Tx, care_id: int) -> list[Met]:
    return [Met(row.name, row.person_id) for row in tx.rows(_PERSONS, {"care": care_id})]


def add_also(tx: Tx, care_id: int, occurrence_ids: Sequence[int]) -> None:
    """Note which moments a record dealt with besides its own."""
    tx.insert_all(care_also, [{"care_id": care_id, "occurrence_id": each} for each in occurrence_ids])


def also(tx: Tx, care_id: int) -> list[int]:
    """The moments that a record dealt with besides its own."""
    return [row.occurrence_id for row in tx.rows(_ALSO, {"care": care_id})]


def forget_also(tx: Tx, care_id: int) -> None:
    """A record deals with no other moment any more."""
    tx.write(delete(care_also).where(care_also.c.care_id == care_id))


def set_removed(tx: Tx, care_id: int, at: datetime | None) -> None:
    """Take a record back at an instant, or (None) bring it back."""
    tx.write(update(care).where(care.c.id == care_id).values(removed_at=at))


def page(
    tx: Tx,
    actor: Actor,
    *,
    client_id: int | None = None,
    person_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[tuple[Care, str]], int]:
    """Some records in scope with the names of their clients, newest first, and how many in all."""
    conditions: list[ColumnElement[bool]] = [_STANDING, visible(actor)]
    if client_id is not None:
        conditions.append(care.c.client_id == client_id)
    if person_id is not None:
        conditions.append(care.c.id.in_(select(care_persons.c.care_id).where(care_persons.c.person_id == person_id)))
    if start is not None:
        conditions.append(care.c.cared_on >= start)
    if end is not None:
        conditions.append(care.c.cared_on <= end)
    joined = care.join(clients, clients.c.id == care.c.client_id)
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(care, clients.c.name.label("client")).select_from(joined).where(*conditions)
    rows = tx.rows(query.order_by(care.c.cared_on.desc(), care.c.id.desc()).offset(offset).limit(limit))
    return [(_whole(row, _met(tx, row.id)), row.client) for row in rows], total


def latest_of_persons(tx: Tx, person_ids: Sequence[int], each: int) -> dict[int, list[Care]]:
    """The latest standing records of these persons, `each` of every one, newest first."""
    return _latest(tx, care_persons.c.person_id, person_ids, each)


def latest_of_clients(tx: Tx, client_ids: Sequence[int], each: int) -> dict[int, list[Care]]:
    """The latest standing records of these clients, `each` of every one, newest first."""
    return _latest(tx, care.c.client_id, client_ids, each)


def _latest(tx: Tx, subject: Column[int], ids: Sequence[int], each: int) -> dict[int, list[Care]]:
    if not ids:
        return {}
    newest = (care.c.cared_on.desc(), care.c.id.desc())
    place = func.row_number().over(partition_by=subject, order_by=newest).label("place")
    source = care.join(care_persons, care_persons.c.care_id == care.c.id) if subject.table is care_persons else care
    ranked = select(care, subject.label("subject"), place).select_from(source).where(subject.in_(ids), _STANDING)
    inner = ranked.subquery()
    query = select(inner).where(inner.c.place <= each).order_by(inner.c.subject, inner.c.place)
    found: dict[int, list[Care]] = {}
    for row in tx.rows(query):
        found.setdefault(row.subject, []).append(_whole(row, ()))
    return found


def count_by_manager(tx: Tx, actor: Actor, start: date, end: date) -> dict[int, dict[str, int]]:
    """How many care actions of each kind of moment there were between two days, by manager (R3.3)."""
    query = (
        select(care.c.manager_id, care.c.kind, func.count().label("records"))
        .select_from(care.join(clients, clients.c.id == care.c.client_id))
        .where(_STANDING, visible(actor), care.c.cared_on >= start, care.c.cared_on <= end)
        .group_by(care.c.manager_id, care.c.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for row in tx.rows(query):
        found.setdefault(row.manager_id, {})[row.kind] = row.records
    return found
