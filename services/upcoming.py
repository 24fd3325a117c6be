"""What the bot would say of its own accord in a period: the clock's own steps, run through the period on a copy.

Every kind of thing that the clock says is a `Source`. The running tick asks its `due`; so does the rehearsal here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from domain.frozen import frozen
from storage.tx import Tx

Due = TypeVar("Due")
"""What is said in one go: everything for one member, the stand-up of one team."""

LATER = timedelta(minutes=15)
"""What is due and held back (in quiet hours) is looked at again after so long."""


@frozen
class Push:
    """One thing said to one receiver, the smallest that stands for itself.

    `at` is aware UTC, `to` the name of the member or team, `date` the day it is about. Care moments have a `moment`:
    `birthday`, `holiday:<name>`, `anniversary`, `contract_end`, `event`, `other`. `about` is this one thing as the
    source's view puts it into words, and `source` the source's name.
    """

    at: datetime
    to: str
    kind: str
    date: date
    source: str
    about: Any
    moment: str | None = None
    client: str | None = None
    person: str | None = None


@frozen
class Source(Generic[Due]):
    """One kind of thing that the clock says, by its rows with a time.

    `due` hands out some of what is to be said at an instant, marks it as said in the same transaction, and tells
    whether more work is left. `first_due_at` is the earliest instant at which it has something to do. `pushes` are the
    single things of what is said at an instant. `start` readies it for a rehearsal from an instant on: what was due
    before has been said.
    """

    name: str
    due: Callable[[Tx, datetime], tuple[Sequence[Due], bool]]
    first_due_at: Callable[[Tx], datetime | None]
    pushes: Callable[[Due, datetime], Iterable[Push]]
    start: Callable[[Tx, datetime], None]


def pushes(tx: Tx, sources: Sequence[Source[Any]], start: datetime, end: datetime) -> Iterator[Push]:
    """Everything said from one instant to another, both included, in the order of time and of the sources.

    It changes what it runs on: to be called on a copy (`storage.rehearsal`). What was dealt with already is not nudged;
    nobody deals with anything in the meantime.
    """
    for source in sources:
        source.start(tx, start)
    now: datetime | None = start
    while now is not None and now <= end:
        for source in sources:
            yield from _of(tx, source, now)
        now = _next(tx, sources, now)


def _of(tx: Tx, source: Source[Any], now: datetime) -> Iterator[Push]:
    more = True
    while more:
        found, more = source.due(tx, now)
        for each in found:
            yield from source.pushes(each, now)


def _next(tx: Tx, sources: Sequence[Source[Any]], now: datetime) -> datetime | None:
    found = [at for source in sources if (at := source.first_due_at(tx)) is not None]
    return min((at if at > now else now + LATER for at in found), default=None)
