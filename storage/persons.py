"""Key persons of clients (R1.2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    true,
    update,
)

from domain.persons import BirthdayType, Person, Sex
from domain.staff import Actor
from storage import references
from storage.clients import clients, visible
from storage.schema import Instant, metadata, partial_index
from storage.tx import Tx

persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("sex", Text),
    Column("phone", Text, index=True),
    Column("second_contact", Text),
    Column("department", Text),
    Column("position", Text),
    Column("role", Text),
    Column("birthday", Text),
    Column("birthday_type", Text),
    Column("festivals", Text),
    Column("hobbies", Text),
    Column("preferences", Text),
    Column("wishes", Text),
    Column("notes", Text),
    Column("consent_at", Instant),
    Column("merged_into", ForeignKey("persons.id"), index=True),
    Column("removed_at", Instant),
    Column("moments_stale", Boolean, nullable=False, server_default="1", onupdate=true()),
)
partial_index("ix_persons_moments_stale", persons.c.id, where=persons.c.moments_stale == true())
"""`moments_stale`: set by every insert and update, since the care moments that come of the row may be others now."""

person_nicknames = Table(
    "person_nicknames",
    metadata,
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("nickname", Text, primary_key=True),
)

_INSERTED = tuple(column.key for column in persons.columns if column.nullable)
_NICKNAMES = select(person_nicknames.c.nickname).where(person_nicknames.c.person_id == bindparam("person"))
_STANDING = persons.c.merged_into.is_(None) & persons.c.removed_at.is_(None)
_OF_CLIENT = select(persons).where(persons.c.client_id == bindparam("client"), _STANDING).order_by(persons.c.id)
_INTO = select(persons.c.merged_into).where(persons.c.id == bindparam("person"))


def _whole(tx: Tx, row: Row[Any]) -> Person:
    return _person(row, tuple(nick.nickname for nick in tx.rows(_NICKNAMES, {"person": row.id})))


def _person(row: Row[Any], nicknames: tuple[str, ...]) -> Person:
    values = row._asdict()
    del values["merged_into"], values["removed_at"], values["moments_stale"]
    values["sex"] = Sex(row.sex) if row.sex else None
    values["birthday_type"] = BirthdayType(row.birthday_type) if row.birthday_type else None
    return Person(**values, nicknames=nicknames)


def load(tx: Tx, actor: Actor, person_id: int) -> Person | None:
    """A person whose client is in the actor's scope; any other is None as if it did not exist (R0.4)."""
    query = select(persons).join(clients, clients.c.id == persons.c.client_id)
    row = tx.row(query.where(persons.c.id == person_id, _STANDING, visible(actor)))
    return _whole(tx, row) if row else None


def all_of(tx: Tx, actor: Actor | None) -> list[Person]:
    """Every person of a client in scope, whole, oldest first; for import, search and finding duplicates."""
    named = nicknames(tx, actor)
    query = select(persons).join(clients, clients.c.id == persons.c.client_id).where(_STANDING, visible(actor))
    return [_person(row, tuple(named.get(row.id, ()))) for row in tx.rows(query.order_by(persons.c.id))]


def survivor(tx: Tx, person_id: int) -> int:
    """The person that this one was merged into, itself where they stand; no word on scope."""
    seen = {person_id}
    while (into := tx.value(_INTO, {"person": person_id})) and into not in seen:
        seen.add(into)
        person_id = into
    return person_id


def merged(tx: Tx, person_id: int) -> list[int]:
    """The persons who were merged into this one, through however many steps."""
    found = [row.id for row in tx.rows(select(persons.c.id).where(persons.c.merged_into == person_id))]
    return found + [deeper for each in found for deeper in merged(tx, each)]


def removed_from(tx: Tx, person_id: int) -> int | None:
    """The client of a person who was removed; None for one who was not."""
    query = select(persons.c.client_id).where(persons.c.id == person_id, persons.c.removed_at.is_not(None))
    client_id: int | None = tx.value(query)
    return client_id


def with_phone(tx: Tx, actor: Actor, ending: str) -> list[Person]:
    """The persons in scope whose phone number ends in these digits, spaces and dashes aside."""
    bare = func.replace(func.replace(persons.c.phone, "-", ""), " ", "")
    query = select(persons).join(clients, clients.c.id == persons.c.client_id)
    rows = tx.rows(query.where(bare.like(f"%{ending}"), _STANDING, visible(actor)).order_by(persons.c.id))
    return [_whole(tx, row) for row in rows]


def of_client(tx: Tx, client_id: int) -> list[Person]:
    """The persons of a client whose scope the caller has checked, oldest first."""
    return [_whole(tx, row) for row in tx.rows(_OF_CLIENT, {"client": client_id})]


def names(tx: Tx, actor: Actor) -> Sequence[Row[Any]]:
    """What the index of names needs of every person in scope."""
    c = persons.c
    query = select(c.id, c.client_id, c.name, c.sex, c.position, c.department, c.role)
    query = query.join(clients, clients.c.id == c.client_id).where(_STANDING, visible(actor))
    return tx.rows(query.order_by(c.id))


def numbers(tx: Tx, actor: Actor) -> Sequence[Row[Any]]:
    """Name, position and numbers of every person in scope, for search."""
    c = persons.c
    query = select(c.id, c.client_id, c.name, c.position, c.department, c.phone, c.second_contact)
    return tx.rows(query.join(clients, clients.c.id == c.client_id).where(_STANDING, visible(actor)).order_by(c.id))


def nicknames(tx: Tx, actor: Actor | None) -> dict[int, list[str]]:
    """Nicknames of every person in scope, by person id."""
    found: dict[int, list[str]] = {}
    query = select(person_nicknames).join(persons, persons.c.id == person_nicknames.c.person_id)
    for row in tx.rows(query.join(clients, clients.c.id == persons.c.client_id).where(visible(actor))):
        found.setdefault(row.person_id, []).append(row.nickname)
    return found


_OF_THEMSELVES = ("person_nicknames", "moments", "occurrences", "plan_items")
"""Tables whose rows say nothing that somebody recorded of a person."""


def in_use(tx: Tx, person_id: int) -> bool:
    """Whether anything was recorded of it."""
    return references.count(tx, "persons", person_id, besides=_OF_THEMSELVES) > 0


def add(tx: Tx, values: Mapping[str, Any], nicknames: Iterable[str] = ()) -> int:
    """Create a person from columns named as in Person, and return the id."""
    # Always the same columns: what is inserted is prepared once, and sheets fill their rows in thousands of ways.
    person_id = tx.insert(persons, {**dict.fromkeys(_INSERTED), **values})
    add_nicknames(tx, person_id, nicknames)
    return person_id


def change(tx: Tx, person_id: int, values: Mapping[str, Any]) -> None:
    """Set columns named as in Person."""
    tx.write(update(persons).where(persons.c.id == person_id).values(dict(values)))


def add_nicknames(tx: Tx, person_id: int, nicknames: Iterable[str]) -> None:
    """Give a person more names to be known by; those they have already stay."""
    known = {row.nickname for row in tx.rows(_NICKNAMES, {"person": person_id})}
    fresh = [nick for nick in dict.fromkeys(nicknames) if nick not in known]
    tx.insert_all(person_nicknames, [{"person_id": person_id, "nickname": nick} for nick in fresh])


def drop_nickname(tx: Tx, person_id: int, nickname: str) -> None:
    """Take one of a person's other names away."""
    c = person_nicknames.c
    tx.write(delete(person_nicknames).where(c.person_id == person_id, c.nickname == nickname))
