"""What the bot would say of its own accord in a period: the clock's own steps, run through the period on a copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.moments import Kind
from services.moments import reckon_anew, settle, timetable
from services.nudge_making import make, start_daily
from services.nudges import Batch, Nudge, take
from storage import moments, nudges
from storage.tx import Tx

EVERYBODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Push:
    """One moment for one receiver, or a message that comes daily (`nudge` None). `at` is aware UTC, `date` the day it
    is about, `lead_days` how many days `at` is before it."""

    at: datetime
    kind: str
    date: date
    lead_days: int
    batch: Batch
    nudge: Nudge | None = None

    @property
    def to(self) -> str:
        """The name of the member it is for."""
        return self.batch.actor.staff.name

    @property
    def moment(self) -> str | None:
        """`birthday`, `holiday:<name>`, `anniversary`, `contract_end`, `event`, `other`; None for no care moment."""
        if self.nudge is None:
            return None
        kind = self.nudge.moment
        return f"{kind}:{self.nudge.name}" if kind is Kind.HOLIDAY else kind.value


def pushes(tx: Tx, start: datetime, end: datetime) -> Iterator[Push]:
    """Everything said from one instant to another, both included, in the order of time.

    It changes what it runs on: to be called on a copy (`storage.rehearsal`). What was dealt with already is not nudged;
    nobody deals with anything in the meantime.
    """
    table = timetable(tx)
    if table is None:
        return
    while settle(tx, table, start):
        pass
    reckon_anew(tx, start, due_too=True)
    nudges.forget_made(tx, start)
    start_daily(tx, table, start)
    while (now := _next(tx)) is not None and now <= end:
        while make(tx, table, now):
            pass
        for batch in take(tx, table, now, EVERYBODY):
            yield from _each(batch)


def _next(tx: Tx) -> datetime | None:
    found = (moments.first_due_at(tx), nudges.first_due_at(tx))
    return min((at for at in found if at is not None), default=None)


def _each(batch: Batch) -> Iterator[Push]:
    for part, kind in ((batch.morning, "morning"), (batch.evening, "evening")):
        if part is not None:
            yield Push(part.due_at, kind, part.on, 0, batch)
    for nudge in batch.nudges:
        yield Push(nudge.due_at, nudge.kind, nudge.on, nudge.lead_days, batch, nudge)
