"""Questions beyond a manager's authority, and their answers (R2.8)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    func,
    or_,
    select,
    true,
    update,
)

from domain.referrals import Referral, ReferralState
from domain.staff import RECORDING, Actor
from storage.clients import clients, visible
from storage.schema import Instant, metadata, partial_index
from storage.staff import staff
from storage.tx import Tx

referrals = Table(
    "referrals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer", Text),
    Column("answered_by", ForeignKey("staff.id")),
    Column("answered_at", Instant),
    Column("passed_on_at", Instant),
    Column("remind_at", Instant),
    Column("reminded", Integer, nullable=False, server_default="0"),
    Index(None, "staff_id", "state"),
)

partial_index("ix_referrals_remind_at", referrals.c.remind_at, where=referrals.c.remind_at.is_not(None))

_JOINED = referrals.join(staff, staff.c.id == referrals.c.staff_id).join(
    clients, clients.c.id == referrals.c.client_id, isouter=True
)
_WHOLE = select(referrals, staff.c.name.label("asker"), clients.c.name.label("client")).select_from(_JOINED)


def _referral(row: Row[Any]) -> Referral:
    names = ("id", "staff_id", "asker", "text", "asked_at", "client_id", "client")
    more = ("answer", "answered_by", "answered_at", "passed_on_at", "remind_at", "reminded")
    values = {name: getattr(row, name) for name in (*names, *more)}
    return Referral(**values, state=ReferralState(row.state))


def add(tx: Tx, staff_id: int, client_id: int | None, text: str, now: datetime, remind_at: datetime) -> int:
    """Keep a question, and return its id."""
    values = {"staff_id": staff_id, "client_id": client_id, "text": text, "asked_at": now, "remind_at": remind_at}
    return tx.insert(referrals, {**values, "state": ReferralState.OPEN})


def _seen(actor: Actor) -> ColumnElement[bool]:
    """A question is seen with its client (R0.4); by those above, whose roles see no clients, as it was sent to them."""
    return or_(referrals.c.client_id.is_(None), visible(actor)) if actor.role in RECORDING else true()


def load(tx: Tx, actor: Actor, referral_id: int) -> Referral | None:
    """A question whose client is in scope; the service looks whose business it is."""
    row = tx.row(_WHOLE.where(referrals.c.id == referral_id, _seen(actor)))
    return _referral(row) if row else None


def change(tx: Tx, referral_id: int, was: Collection[ReferralState], values: dict[str, Any]) -> bool:
    """Change a question that is in one of these states; False where it is not any more (somebody was quicker)."""
    c = referrals.c
    return tx.write(update(referrals).where(c.id == referral_id, c.state.in_(was)).values(**values)) == 1


_DUE = (
    select(referrals.c.id, referrals.c.staff_id, referrals.c.state, referrals.c.reminded)
    .where(referrals.c.remind_at.is_not(None), referrals.c.remind_at <= bindparam("now"))
    .order_by(referrals.c.remind_at, referrals.c.id)
    .limit(bindparam("most"))
)
_FIRST_DUE = select(func.min(referrals.c.remind_at)).where(referrals.c.remind_at.is_not(None))


def due(tx: Tx, now: datetime, most: int) -> Sequence[Row[Any]]:
    """The questions of which somebody is to be reminded, the longest waiting first."""
    return tx.rows(_DUE, {"now": now, "most": most})


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which somebody is to be reminded of a question."""
    at: datetime | None = tx.value(_FIRST_DUE, {})
    return at


def forget_until(tx: Tx, until: datetime) -> None:
    """Let nobody be reminded of what was due before an instant."""
    tx.write(update(referrals).where(referrals.c.remind_at < until).values(remind_at=None))


def page(
    tx: Tx,
    actor: Actor,
    staff_ids: Collection[int],
    states: Sequence[ReferralState],
    *,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[Referral], int]:
    """Some questions of these members in these states, the oldest first, and how many in all."""
    c = referrals.c
    conditions = [c.staff_id.in_(staff_ids), c.state.in_(states), _seen(actor)]
    total = int(tx.value(select(func.count()).select_from(_JOINED).where(*conditions)))
    query = _WHOLE.where(*conditions).order_by(c.asked_at, c.id).offset(offset).limit(limit)
    return [_referral(row) for row in tx.rows(query)], total
