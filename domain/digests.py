"""Digests to leaders (R6): when each comes, which days it is about, and the figures it holds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.frozen import frozen
from domain.moments import Timetable
from domain.plans import PlanKind, due_on, next_start, period_start

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
LONGEST_GAP_DAYS = 70
"""No digest is further from the one before it, however long the days off."""


class Kind(StrEnum):
    """How often a digest comes (R6.1, R6.2)."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SERVICE = "service"
    """What was done for the clients in the month before, by the 15th: late records are in it by then."""


OF_A_MONTH = frozenset({Kind.MONTHLY, Kind.SERVICE})


class Trouble(StrEnum):
    """What a digest names first, in this order (R6.1)."""

    OVERDUE = "overdue"
    MISSED = "missed"
    NEGATIVE = "negative"
    REFERRALS = "referrals"
    NEWS = "news"
    STEPS = "steps"
    PLANS = "plans"
    LATE = "late"


@frozen
class Period:
    """What a digest is about: the days from `start` to `end`, and those of the period before, to compare with.

    What came in from `since` up to `until` (aware UTC) is news; so nothing entered in the evening falls between two
    digests. A care moment from `first_missed` to `last_missed` that is still open was missed.
    """

    kind: Kind
    start: date
    end: date
    last_start: date
    last_end: date
    since: datetime
    until: datetime
    first_missed: date
    last_missed: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


def comes_on(table: Timetable, kind: Kind, day: date) -> bool:
    """Whether a digest comes on a day: daily on working days, weekly on the last working day up to its weekday in that
    week, monthly on the first working day of the month, the service brief on the 15th or the working day before it
    (R6.1, R6.2)."""
    works = table.workdays.works
    match kind:
        case Kind.DAILY:
            return works(day)
        case Kind.WEEKLY:
            monday = _monday(day)
            return table.workdays.on_or_before(monday + table.settings.digest_weekly_on * ONE_DAY) == day
        case Kind.MONTHLY:
            return works(day) and not any(works(day.replace(day=earlier)) for earlier in range(1, day.day))
        case Kind.SERVICE:
            return table.workdays.on_or_before(day.replace(day=table.settings.digest_service_on)) == day


def due_at(table: Timetable, kind: Kind, day: date) -> datetime:
    """The instant at which the digest of a day comes."""
    return table.at(day, _hour(table, kind))


def _hour(table: Timetable, kind: Kind) -> time:
    hour: time = getattr(table.settings, f"digest_{kind}_at")
    return hour


def latest_due(table: Timetable, kind: Kind, now: datetime) -> date | None:
    """The last day up to an instant whose digest is due."""
    today = table.day(now)
    days = (today - back * ONE_DAY for back in range(LONGEST_GAP_DAYS))
    return next((day for day in days if comes_on(table, kind, day) and due_at(table, kind, day) <= now), None)


def next_due(table: Timetable, kind: Kind, now: datetime) -> datetime | None:
    """The first instant after `now` at which a digest is due."""
    today = table.day(now)
    days = (today + ahead * ONE_DAY for ahead in range(LONGEST_GAP_DAYS))
    return next((at for day in days if comes_on(table, kind, day) and (at := due_at(table, kind, day)) > now), None)


def period(table: Timetable, kind: Kind, day: date, until: datetime) -> Period:
    """What the digest of a day is about; `until` is the instant it is made for.

    Daily: that day, against the working day before. Weekly: its week so far, against the same days of the week before.
    Monthly, and the service brief: the month before, against the month before that.
    """
    match kind:
        case Kind.DAILY:
            before = table.workdays.on_or_before(day - ONE_DAY)
            return _period(table, kind, (day, day), (before, before), _since(table, kind, day), until)
        case Kind.WEEKLY:
            monday = _monday(day)
            last = (monday - ONE_WEEK, day - ONE_WEEK)
            return _period(table, kind, (monday, day), last, _since(table, kind, monday), until)
        case Kind.MONTHLY | Kind.SERVICE:
            first = day.replace(day=1)
            start = (first - ONE_DAY).replace(day=1)
            last_end = start - ONE_DAY
            since, ended = table.at(start, time.min), table.at(first, time.min)
            last = (last_end.replace(day=1), last_end)
            return _period(table, kind, (start, first - ONE_DAY), last, since, min(ended, until))


def _period(
    table: Timetable, kind: Kind, days: tuple[date, date], last: tuple[date, date], since: datetime, until: datetime
) -> Period:
    return Period(kind, *days, *last, since, until, table.day(since), table.day(until) - ONE_DAY)


def plans_due(table: Timetable, since: datetime, until: datetime) -> Iterator[tuple[PlanKind, date]]:
    """The plans that fall due between two instants (R4.2): their kind, and the first day they are for."""
    settings = table.settings
    for kind in (PlanKind.WEEK, PlanKind.MONTH):
        start = period_start(kind, table.day(since))
        last = next_start(kind, period_start(kind, table.day(until)))
        while start <= last:
            at = table.at(due_on(kind, start, settings, table.workdays), settings.plan_due_at)
            if since <= at < until:
                yield kind, start
            start = next_start(kind, start)


def _since(table: Timetable, kind: Kind, day: date) -> datetime:
    """When the last digest before a day came."""
    before = latest_due(table, kind, table.at(day, time.min) - timedelta(seconds=1))
    return due_at(table, kind, before) if before else datetime.combine(day, time.min, UTC)


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


@frozen
class Line:
    """What one manager, or one group, did in a period. `target` are the visits that the frequency standard asks for
    (R2.5); `clients` names those visited; of the items `planned` so many are `done` (R4.5)."""

    id: int
    name: str
    visits: int = 0
    last_visits: int = 0
    target: int = 0
    care: int = 0
    last_care: int = 0
    clients: tuple[str, ...] = ()
    planned: int = 0
    done: int = 0

    @property
    def idle(self) -> bool:
        """Whether nothing was recorded."""
        return not self.visits and not self.care


@frozen
class Event:
    """One thing that a digest counts as trouble: where, whose, what, and the record it leads to.

    `text` is what was said, or of whom a moment is; `name` a competitor, or what a moment is called; `kind` that of a
    moment; `number` how many days a visit is overdue, `on` since when a step is due.
    """

    client_id: int | None
    client: str
    manager_id: int | None
    on: date | None
    at: datetime | None
    text: str
    name: str | None = None
    kind: str | None = None
    visit_id: int | None = None
    record_id: int = 0
    number: int = 0


@frozen
class Troubles:
    """How much there is of one kind of trouble, some of it by name, and how much there was in the digest before (None:
    there was none). `urgent` are the promises among next steps past due."""

    trouble: Trouble
    count: int
    named: tuple[Event, ...] = ()
    last: int | None = None
    urgent: int = 0


@frozen
class Service:
    """What a service brief says besides (R6.2): of the care `moments` that fell into the month so many were `kept`; of
    the care given so much was `welcome` (delighted, pleased), so much `unwelcome`."""

    moments: int = 0
    kept: int = 0
    welcome: int = 0
    unwelcome: int = 0


@frozen
class Figures:
    """All that a digest says. `lines` are the managers of a group, or the groups of a supervisor (`by_group`);
    `clients` are in scope, of whom `on_time` are visited as the standard asks."""

    lines: tuple[Line, ...]
    troubles: tuple[Troubles, ...]
    clients: int
    on_time: int
    last_on_time: int | None = None
    by_group: bool = False
    service: Service = Service()

    @property
    def visits(self) -> int:
        """Visits in the period."""
        return sum(line.visits for line in self.lines)

    @property
    def last_visits(self) -> int:
        """Visits in the period before."""
        return sum(line.last_visits for line in self.lines)

    @property
    def target(self) -> int:
        """Visits that the standard asks for."""
        return sum(line.target for line in self.lines)

    @property
    def care(self) -> int:
        """Care records in the period."""
        return sum(line.care for line in self.lines)

    @property
    def last_care(self) -> int:
        """Care records in the period before."""
        return sum(line.last_care for line in self.lines)

    @property
    def planned(self) -> int:
        """Items of plans."""
        return sum(line.planned for line in self.lines)

    @property
    def done(self) -> int:
        """Items of plans that are done."""
        return sum(line.done for line in self.lines)

    @property
    def nothing_to_say(self) -> bool:
        """Whether nobody needs to hear it (R6.2)."""
        return not self.troubles and all(line.idle for line in self.lines) and not self.service.moments
