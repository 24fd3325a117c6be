"""Contracts with clients (R1.5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    false,
    func,
    select,
    update,
)

from domain.contracts import Contract
from domain.staff import Actor
from storage.clients import clients, visible
from storage.schema import Instant, metadata
from storage.tx import Tx

contracts = Table(
    "contracts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("owner", Text),
    Column("owner_id", ForeignKey("persons.id")),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("created_by", ForeignKey("staff.id")),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
    Index(None, "client_id", "ends_on"),
)

_PLAIN = ("client_id", "subject", "owner", "owner_id", "starts_on", "ends_on")
_STANDING = contracts.c.removed_at.is_(None)
_BY_ID = select(contracts).where(contracts.c.id == bindparam("contract"))


def _whole(row: Row[Any]) -> Contract:
    return Contract(id=row.id, **{name: getattr(row, name) for name in _PLAIN})


def add(tx: Tx, values: Mapping[str, Any]) -> int:
    """Keep a contract from columns named as in Contract, and return its id."""
    return tx.insert(contracts, values)


def change(tx: Tx, contract_id: int, values: Mapping[str, Any]) -> None:
    """Set columns named as in Contract; `removed_at` takes it out of sight."""
    tx.write(update(contracts).where(contracts.c.id == contract_id).values(**values))


def load(tx: Tx, actor: Actor, contract_id: int, *, removed: bool = False) -> Contract | None:
    """A contract of a client in scope, standing or (`removed`) taken back; None for any other (R0.4)."""
    query = select(contracts).join(clients, clients.c.id == contracts.c.client_id)
    gone = contracts.c.removed_at.is_not(None) if removed else _STANDING
    row = tx.row(query.where(contracts.c.id == contract_id, gone, visible(actor)))
    return _whole(row) if row else None


def by_id(tx: Tx, contract_id: int) -> Contract | None:
    """A contract whatever the scope, for the clock."""
    row = tx.row(_BY_ID, {"contract": contract_id})
    return _whole(row) if row and row.removed_at is None else None


def all_of(tx: Tx, actor: Actor | None) -> list[Contract]:
    """Every contract in scope, the oldest first. None as actor is the command line, which sees all."""
    query = select(contracts).join(clients, clients.c.id == contracts.c.client_id)
    return [_whole(row) for row in tx.rows(query.where(_STANDING, visible(actor)).order_by(contracts.c.id))]


def page(
    tx: Tx,
    actor: Actor | None,
    *,
    client_id: int | None = None,
    start: date | None = None,
    end: date | None = None,
    endless: bool = True,
    last_first: bool = False,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[tuple[Contract, str]], int]:
    """Some contracts in scope with the names of their clients, the first (or last) to end first, and how many in all.

    `start` and `end` are the days they end between, both included; `endless`: those without an end too, last. None as
    actor is the command line, which sees all.
    """
    conditions = [_STANDING, visible(actor)]
    if client_id is not None:
        conditions.append(contracts.c.client_id == client_id)
    on = contracts.c.ends_on
    if start is not None:
        conditions.append((on >= start) | (on.is_(None) if endless else false()))
    if end is not None:
        conditions.append(on <= end)
    joined = contracts.join(clients, clients.c.id == contracts.c.client_id)
    total = int(tx.value(select(func.count()).select_from(joined).where(*conditions)))
    query = select(contracts, clients.c.name.label("client")).select_from(joined).where(*conditions)
    order = on.desc() if last_first else on.asc()
    rows = tx.rows(query.order_by(order.nulls_last(), contracts.c.id).offset(offset).limit(limit))
    return [(_whole(row), row.client) for row in rows], total
