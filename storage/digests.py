"""Digests: which were made for whom, and with which figures they were said (R6)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)

from domain.digests import Kind
from domain.staff import LEADING, Actor, Staff
from storage.schema import Instant, metadata, partial_index
from storage.staff import everyone
from storage.tx import Tx

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
partial_index("ix_digests_unsaid", digests.c.due_at, where=_UNSAID)

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


def readers(tx: Tx) -> list[Staff]:
    """The leaders and supervisors."""
    return [each for each in everyone(tx) if each.role in LEADING]


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
