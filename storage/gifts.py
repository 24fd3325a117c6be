"""The gift ledger (R3.7). The database itself keeps the stock, and what of it is free, from falling below zero; every
change of them is a movement or a request with a name."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Row, Table, Text, func, select, update

from domain.gifts import GiftRequest, Item, Movement, RequestState
from domain.staff import Role
from storage.clients import clients
from storage.persons import persons
from storage.schema import Instant, metadata
from storage.staff import staff
from storage.tx import Tx

gift_items = Table(
    "gift_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("price", Integer, nullable=False),
    Column("stock", Integer, nullable=False, server_default="0"),
    Column("reserved", Integer, nullable=False, server_default="0"),
    CheckConstraint("reserved >= 0 AND stock >= reserved", name="stock_never_below_zero"),
)

gift_requests = Table(
    "gift_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("gift_items.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("occurrence_id", ForeignKey("occurrences.id"), index=True),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("comment", Text),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", ForeignKey("staff.id")),
    Column("decided_at", Instant),
    Index(None, "staff_id", "state"),
)

gift_movements = Table(
    "gift_movements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("gift_items.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("request_id", ForeignKey("gift_requests.id"), index=True),
    Column("note", Text),
    Column("moved_at", Instant, nullable=False),
)

_ITEMS = select(gift_items).order_by(gift_items.c.name)
COUNTING = (RequestState.WAITING, RequestState.APPROVED, RequestState.HANDED_OUT)
"""The states in which a request counts towards a person's year."""


def _item(row: Row[Any]) -> Item:
    return Item(row.id, row.name, row.price, row.stock, row.reserved)


def items(tx: Tx) -> list[Item]:
    """Every kind of gift, by name."""
    return [_item(row) for row in tx.rows(_ITEMS, {})]


def item(tx: Tx, item_id: int) -> Item | None:
    """One kind of gift."""
    row = tx.row(select(gift_items).where(gift_items.c.id == item_id))
    return _item(row) if row else None


def item_called(tx: Tx, name: str) -> Item | None:
    """The kind of gift of a name."""
    row = tx.row(select(gift_items).where(gift_items.c.name == name))
    return _item(row) if row else None


def add_item(tx: Tx, name: str, price: int) -> int:
    """A new kind of gift, none in stock yet."""
    return tx.insert(gift_items, {"name": name, "price": price})


def set_price(tx: Tx, item_id: int, price: int) -> None:
    """What one costs from now on, in cents."""
    tx.write(update(gift_items).where(gift_items.c.id == item_id).values(price=price))


def move(tx: Tx, item_id: int, *, stock: int = 0, reserved: int = 0) -> bool:
    """Change stock and what is reserved of it; False, and nothing changed, where one would fall below zero."""
    c = gift_items.c
    new_stock, new_reserved = c.stock + stock, c.reserved + reserved
    changed = update(gift_items).where(c.id == item_id, new_reserved >= 0, new_stock >= new_reserved)
    return tx.write(changed.values(stock=new_stock, reserved=new_reserved)) == 1


def note_movement(
    tx: Tx,
    item_id: int,
    kind: Movement,
    quantity: int,
    staff_id: int,
    now: datetime,
    *,
    request_id: int | None = None,
    note: str | None = None,
) -> None:
    """Write a movement into the ledger; `quantity` is negative for what went out."""
    values = {"item_id": item_id, "kind": kind, "quantity": quantity, "staff_id": staff_id, "moved_at": now}
    tx.insert(gift_movements, {**values, "request_id": request_id, "note": note})


def ask(tx: Tx, values: dict[str, Any]) -> int:
    """Keep a request, and return its id."""
    return tx.insert(gift_requests, values)


def decide(tx: Tx, request_id: int, was: RequestState, values: dict[str, Any]) -> bool:
    """Change a request that is in a state; False where it is not in it any more (somebody was quicker)."""
    c = gift_requests.c
    return tx.write(update(gift_requests).where(c.id == request_id, c.state == was).values(**values)) == 1


_REQUESTS = select(
    gift_requests,
    gift_items.c.name.label("item"),
    clients.c.name.label("client"),
    persons.c.name.label("person"),
).select_from(
    gift_requests.join(gift_items, gift_items.c.id == gift_requests.c.item_id)
    .join(clients, clients.c.id == gift_requests.c.client_id)
    .join(persons, persons.c.id == gift_requests.c.person_id, isouter=True)
)


def _request(row: Row[Any]) -> GiftRequest:
    names = ("id", "item_id", "item", "quantity", "amount", "staff_id", "client_id", "client", "person_id", "person")
    more = ("asked_at", "reason", "comment", "decided_by", "occurrence_id")
    values = {name: getattr(row, name) for name in (*names, *more)}
    return GiftRequest(**values, level=Role(row.level), state=RequestState(row.state))


def request(tx: Tx, request_id: int) -> GiftRequest | None:
    """A request whatever the scope; the service looks whose business it is."""
    row = tx.row(_REQUESTS.where(gift_requests.c.id == request_id))
    return _request(row) if row else None


def requests(
    tx: Tx,
    *,
    staff_ids: Collection[int],
    states: Sequence[RequestState],
    levels: Sequence[Role] | None = None,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[GiftRequest], int]:
    """Some requests of these members in these states (and of these levels), the newest first, and how many in all."""
    c = gift_requests.c
    conditions = [c.staff_id.in_(staff_ids), c.state.in_(states)]
    if levels is not None:
        conditions.append(c.level.in_(levels))
    total = int(tx.value(select(func.count()).select_from(gift_requests).where(*conditions)))
    query = _REQUESTS.where(*conditions).order_by(c.id.desc()).offset(offset).limit(limit)
    return [_request(row) for row in tx.rows(query)], total


def of_occurrence(tx: Tx, occurrence_id: int, states: Sequence[RequestState]) -> list[GiftRequest]:
    """The requests in these states on account of a moment, the newest first."""
    c = gift_requests.c
    query = _REQUESTS.where(c.occurrence_id == occurrence_id, c.state.in_(states)).order_by(c.id.desc())
    return [_request(row) for row in tx.rows(query)]


def given(tx: Tx, person_id: int, start: datetime, end: datetime) -> int:
    """What one person was given or is to be given of requests made between two instants, in cents (R3.7)."""
    c = gift_requests.c
    query = select(func.sum(c.amount)).where(
        c.person_id == person_id, c.state.in_(COUNTING), c.asked_at >= start, c.asked_at < end
    )
    return int(tx.value(query) or 0)


def ledger(tx: Tx) -> Sequence[Row[Any]]:
    """Every movement with its names, oldest first: who, what, for whom."""
    m, r = gift_movements.c, gift_requests.c
    query = (
        select(
            m.id,
            m.moved_at,
            m.kind,
            m.quantity,
            m.note,
            gift_items.c.name.label("item"),
            gift_items.c.price,
            staff.c.name.label("staff"),
            clients.c.name.label("client"),
            clients.c.id.label("client_id"),
            persons.c.name.label("person"),
            r.id.label("request_id"),
            r.staff_id.label("asked_by"),
        )
        .select_from(
            gift_movements.join(gift_items, gift_items.c.id == m.item_id)
            .join(staff, staff.c.id == m.staff_id)
            .join(gift_requests, r.id == m.request_id, isouter=True)
            .join(clients, clients.c.id == r.client_id, isouter=True)
            .join(persons, persons.c.id == r.person_id, isouter=True)
        )
        .order_by(m.id)
    )
    return tx.rows(query)
