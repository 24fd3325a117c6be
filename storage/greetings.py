"""Greetings offered (R3.5), so that none comes twice within three years, and those that teams wrote themselves."""

from collections.abc import Sequence
from datetime import date, datetime
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
    or_,
    select,
    update,
)

from storage.schema import Instant, metadata
from storage.tx import Tx

greetings_offered = Table(
    "greetings_offered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence_id", ForeignKey("occurrences.id"), nullable=False, index=True),
    Column("client_id", ForeignKey("clients.id")),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("text", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("offered_on", Date, nullable=False),
    Index(None, "client_id", "person_id"),
)
"""`text` as it stands in the file, by which it is known again; `shown` with the name put in."""

own_greetings = Table(
    "own_greetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), index=True),
    Column("language", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_by", ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
)
"""`group_id` None: of the whole organisation."""

_STANDING = own_greetings.c.removed_at.is_(None)
_OF_OCCURRENCE = (
    select(greetings_offered)
    .where(greetings_offered.c.occurrence_id == bindparam("occurrence"))
    .order_by(greetings_offered.c.id)
)
_TO_PERSON = select(greetings_offered.c.text, greetings_offered.c.offered_on).where(
    greetings_offered.c.person_id == bindparam("whom")
)
_TO_CLIENT = select(greetings_offered.c.text, greetings_offered.c.offered_on).where(
    greetings_offered.c.client_id == bindparam("whom"), greetings_offered.c.person_id.is_(None)
)


def offered_for(tx: Tx, occurrence_id: int) -> Sequence[Row[Any]]:
    """The texts offered for one moment on one of its days, in their order."""
    return tx.rows(_OF_OCCURRENCE, {"occurrence": occurrence_id})


def offered_to(tx: Tx, client_id: int | None, person_id: int | None) -> dict[str, date]:
    """The texts ever offered for a person, or for a client as a whole, each with the last day."""
    if person_id is None and client_id is None:
        return {}
    rows = tx.rows(_TO_PERSON, {"whom": person_id}) if person_id else tx.rows(_TO_CLIENT, {"whom": client_id})
    found: dict[str, date] = {}
    for row in rows:
        found[row.text] = max(row.offered_on, found.get(row.text, date.min))
    return found


def offer(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Note that texts are offered."""
    tx.insert_all(greetings_offered, rows)


def own(
    tx: Tx, groups: Sequence[int], *, language: str | None = None, subject: str | None = None
) -> Sequence[Row[Any]]:
    """The greetings that these groups, or the whole organisation, wrote themselves, the newest first."""
    c = own_greetings.c
    query = select(own_greetings).where(_STANDING, or_(c.group_id.is_(None), c.group_id.in_(groups)))
    if language is not None:
        query = query.where(c.language == language)
    if subject is not None:
        query = query.where(c.subject == subject)
    return tx.rows(query.order_by(c.id.desc()))


def add_own(tx: Tx, values: dict[str, Any]) -> int:
    """Keep a greeting of a team's own writing, and return its id."""
    return tx.insert(own_greetings, values)


def set_removed(tx: Tx, greeting_id: int, at: datetime | None) -> None:
    """Take a greeting of a team's own out of use at an instant, or (None) bring it back."""
    tx.write(update(own_greetings).where(own_greetings.c.id == greeting_id).values(removed_at=at))


def load_own(tx: Tx, greeting_id: int) -> Row[Any] | None:
    """A greeting of a team's own, in use or not."""
    return tx.row(select(own_greetings).where(own_greetings.c.id == greeting_id))
