"""Clients, their aliases, and which of them a member may see (R0.4, R1.1, R1.3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from domain.clients import Client, ClientClass
from domain.staff import LEADING, Actor, Role
from storage import references
from storage.schema import Instant, metadata, partial_index
from storage.staff import staff
from storage.tx import Tx

clients = Table(
    "clients",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("class", Text, key="class_"),
    Column("industry", Text),
    Column("sub_industry", Text),
    Column("district", Text),
    Column("district_character", Text),
    Column("address", Text),
    Column("company_type", Text),
    Column("legal_representative", Text),
    Column("founded_on", Date),
    Column("phone", Text),
    Column("fax", Text),
    Column("payment_number", Text),
    Column("scope", Text),
    Column("profile", Text),
    Column("rank_by_revenue", Integer),
    Column("rank_by_tax", Integer),
    Column("it_level", Text),
    Column("employees", Integer),
    Column("phones_in_use", Text),
    Column("phone_bill_policy", Text),
    Column("status", Text),
    Column("user_name", Text),
    Column("employer", Text),
    Column("id_type", Text),
    Column("id_number", Text),
    Column("manager_id", ForeignKey("staff.id"), index=True),
    Column("chief_manager_id", ForeignKey("staff.id")),
    Column("assigned_on", Date),
    Column("merged_into", ForeignKey("clients.id"), index=True),
    Column("removed_at", Instant),
    Column("moments_stale", Boolean, nullable=False, server_default="1", onupdate=true()),
)
partial_index("ix_clients_moments_stale", clients.c.id, where=clients.c.moments_stale == true())
"""`moments_stale`: set by every insert and update, since the care moments that come of the row may be others now."""

client_aliases = Table(
    "client_aliases",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("alias", Text, primary_key=True),
)

_INSERTED = tuple(column.key for column in clients.columns if column.nullable)
_ALIASES = select(client_aliases.c.alias).where(client_aliases.c.client_id == bindparam("client"))
_BY_ID = select(clients).where(clients.c.id == bindparam("client"))
_STANDING = clients.c.merged_into.is_(None) & clients.c.removed_at.is_(None)
_BY_NAME = select(clients).where(clients.c.name == bindparam("name"), _STANDING)
_INTO = select(clients.c.merged_into).where(clients.c.id == bindparam("client"))


def visible(actor: Actor | None) -> ColumnElement[bool]:
    """The condition that a client is in the actor's scope (domain §0); merged and removed clients are in nobody's.

    Managers see their own clients, assistants those of the managers they assist, leaders and supervisors those whose
    manager belongs to a group they lead. Every other role sees no client until a rule gives it some. None is the
    command line, which sees all.
    """
    return _STANDING & _scope(actor)


def _scope(actor: Actor | None) -> ColumnElement[bool]:
    if actor is None:
        return true()
    if actor.role is Role.MANAGER:
        return clients.c.manager_id == actor.id
    if actor.role is Role.ASSISTANT:
        return clients.c.manager_id.in_(actor.staff.assists)
    if actor.role in LEADING:
        led = select(staff.c.id).where(staff.c.group_id.in_(actor.staff.groups))
        return or_(clients.c.manager_id == actor.id, clients.c.manager_id.in_(led))
    return false()


def _whole(tx: Tx, row: Row[Any]) -> Client:
    return _client(row, tuple(alias.alias for alias in tx.rows(_ALIASES, {"client": row.id})))


def _client(row: Row[Any], aliases: tuple[str, ...]) -> Client:
    values = row._asdict()
    del values["merged_into"], values["removed_at"], values["moments_stale"]
    code = values.pop("class")
    values["class_"] = ClientClass(code) if code else None
    return Client(**values, aliases=aliases)


def load(tx: Tx, actor: Actor, client_id: int) -> Client | None:
    """A client in the actor's scope; one out of scope is None as if it did not exist (R0.4)."""
    row = tx.row(select(clients).where(clients.c.id == client_id, visible(actor)))
    return _whole(tx, row) if row else None


def all_of(tx: Tx, actor: Actor | None) -> list[Client]:
    """Every client in scope, whole, oldest first; for import and for finding duplicates."""
    named = aliases(tx, actor)
    rows = tx.rows(select(clients).where(visible(actor)).order_by(clients.c.id))
    return [_client(row, tuple(named.get(row.id, ()))) for row in rows]


def survivor(tx: Tx, client_id: int) -> int:
    """The client that this one was merged into, itself where it stands; no word on scope."""
    seen = {client_id}
    while (into := tx.value(_INTO, {"client": client_id})) and into not in seen:
        seen.add(into)
        client_id = into
    return client_id


def merged(tx: Tx, client_id: int) -> list[int]:
    """The clients that were merged into this one, through however many steps."""
    found = [row.id for row in tx.rows(select(clients.c.id).where(clients.c.merged_into == client_id))]
    return found + [deeper for each in found for deeper in merged(tx, each)]


def by_id(tx: Tx, client_id: int) -> Client | None:
    """A client whatever the scope, for use cases that have checked it (import, merge, command line)."""
    row = tx.row(_BY_ID, {"client": client_id})
    return _whole(tx, row) if row else None


def by_name(tx: Tx, name: str) -> Client | None:
    """The client of exactly this name, whatever the scope; for import."""
    row = tx.row(_BY_NAME, {"name": name})
    return _whole(tx, row) if row else None


def names(tx: Tx, actor: Actor | None) -> Sequence[Row[Any]]:
    """What lists and the index of names need of every client in scope, by name."""
    c = clients.c
    query = select(c.id, c.name, c.class_, c.industry, c.district, c.manager_id, c.assigned_on)
    return tx.rows(query.where(visible(actor)).order_by(c.name, c.id))


def numbers(tx: Tx, actor: Actor | None) -> Sequence[Row[Any]]:
    """Name and numbers of every client in scope that has any, for search."""
    c = clients.c
    query = select(c.id, c.name, c.phone, c.payment_number).where(visible(actor))
    return tx.rows(query.where(or_(c.phone.is_not(None), c.payment_number.is_not(None))))


def aliases(tx: Tx, actor: Actor | None) -> dict[int, list[str]]:
    """Aliases of every client in scope, by client id."""
    found: dict[int, list[str]] = {}
    query = select(client_aliases).join(clients, clients.c.id == client_aliases.c.client_id).where(visible(actor))
    for row in tx.rows(query):
        found.setdefault(row.client_id, []).append(row.alias)
    return found


def count(tx: Tx, actor: Actor) -> int:
    """How many clients are in scope."""
    return int(tx.value(select(func.count()).select_from(clients).where(visible(actor))))


_OF_ITSELF = ("client_aliases", "moments", "occurrences", "plan_items")
"""Tables whose rows say nothing that somebody recorded of a client."""


def in_use(tx: Tx, client_id: int) -> bool:
    """Whether it has persons, or anything was recorded of it."""
    return references.count(tx, "clients", client_id, besides=_OF_ITSELF) > 0


def add(tx: Tx, values: Mapping[str, Any], aliases: Iterable[str], assigned_on: date) -> int:
    """Create a client from columns named as in Client, and return its id."""
    # Always the same columns: what is inserted is prepared once, and sheets fill their rows in thousands of ways.
    client_id = tx.insert(clients, {**dict.fromkeys(_INSERTED), **values, "assigned_on": assigned_on})
    add_aliases(tx, client_id, aliases)
    return client_id


def change(tx: Tx, client_id: int, values: Mapping[str, Any]) -> None:
    """Set columns named as in Client."""
    tx.write(update(clients).where(clients.c.id == client_id).values(dict(values)))


def add_aliases(tx: Tx, client_id: int, aliases: Iterable[str]) -> None:
    """Give a client more names to be known by; those it has already stay."""
    known = {row.alias for row in tx.rows(_ALIASES, {"client": client_id})}
    fresh = [alias for alias in dict.fromkeys(aliases) if alias not in known]
    tx.insert_all(client_aliases, [{"client_id": client_id, "alias": alias} for alias in fresh])


def drop_alias(tx: Tx, client_id: int, alias: str) -> None:
    """Take one of a client's other names away."""
    c = client_aliases.c
    tx.write(delete(client_aliases).where(c.client_id == client_id, c.alias == alias))
