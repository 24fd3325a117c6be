"""Names learned from use: what one member calls a client or a person, for that member alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Row, Table, Text, UniqueConstraint, delete, select

from domain.staff import Actor
from storage.clients import clients, visible
from storage.persons import persons
from storage.schema import Instant, metadata
from storage.tx import Tx

learned_names = Table(
    "learned_names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("learned_at", Instant, nullable=False),
    UniqueConstraint("staff_id", "text"),
)


def learn(
    tx: Tx, staff_id: int, text: str, now: datetime, *, client_id: int | None = None, person_id: int | None = None
) -> int:
    """Let a name stand for a client or a person for this member; what it stood for before is forgotten."""
    c = learned_names.c
    tx.write(delete(learned_names).where(c.staff_id == staff_id, c.text == text))
    values = {"staff_id": staff_id, "text": text, "client_id": client_id, "person_id": person_id}
    return tx.insert(learned_names, {**values, "learned_at": now})


def known(tx: Tx, actor: Actor) -> Sequence[Row[Any]]:
    """The member's learned names with what they stand for, as far as that is in scope (R0.4); the newest first."""
    c = learned_names.c
    home = clients.c.id == c.client_id
    through = clients.c.id == persons.c.client_id
    query = (
        select(c.id, c.text, c.client_id, c.person_id, clients.c.name.label("client"), persons.c.name.label("person"))
        .select_from(
            learned_names.join(persons, persons.c.id == c.person_id, isouter=True).join(clients, home | through)
        )
        .where(c.staff_id == actor.id, visible(actor))
    )
    return tx.rows(query.order_by(c.id.desc()))


def forget(tx: Tx, staff_id: int, name_id: int) -> str | None:
    """Forget one of the member's learned names; returns it, None where it is gone or another's."""
    c = learned_names.c
    text: str | None = tx.value(select(c.text).where(c.id == name_id, c.staff_id == staff_id))
    if text is not None:
        tx.write(delete(learned_names).where(c.id == name_id))
    return text
