"""Digests to leaders (R6): made when they are due, each once, from figures in the reader's scope."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from domain import digests as rules
from domain.clients import ClientClass, visit_interval_days
from domain.digests import OF_A_MONTH, Event, Figures, Kind, Line, Period, Trouble, Troubles
from domain.errors import Refused
from domain.frozen import frozen
from domain.moments import Timetable
from domain.plans import PlanKind, due_on
from domain.settings import Settings
from domain.staff import Actor, Organisation, Role
from domain.workdays import Workdays
from services.moments import timetable
from services.settings import for_member, of_group
from services.upcoming import Push, Source
from storage import absences, digest_figures, digests, nudges, staff
from storage.digest_figures import Scope
from storage.tx import Tx

CLOCK = "digests"
"""What the making of digests is called among the things that come daily."""

READERS_AT_ONCE = 1
"""So many digests are counted in one unit of work, so that nobody waits for those of all leaders on Fridays."""

FURTHEST_AHEAD = timedelta(hours=25)
"""No digest was made so far ahead of the clock, unless it was set back."""

NAMED = 3
"""How many of a kind of trouble are named."""

ONE_DAY = timedelta(days=1)
WEEK_DAYS = 7


@frozen
class Digest:
    """What one reader is told. `actor` is the reader; `on` the day it comes, `due_at` the instant; `key` makes sure
    that it is said once. `group` is the name of the one group it is about, None for the groups of a
    supervisor. Who is not `reachable` cannot be written to."""

    key: str
    actor: Actor
    period: Period
    on: date
    due_at: datetime
    figures: Figures
    group: str | None
    reachable: bool = True

    @property
    def as_of(self) -> date:
        """The day that it is told on: what is overdue is so on this day."""
        return min(self.on, self.due_at.astimezone(self.actor.zone).date())


def due(tx: Tx, now: datetime, most: int = READERS_AT_ONCE) -> tuple[list[Digest], bool]:
    """What is to be said now, marked as said in the same transaction; and whether more is left. Nothing comes in quiet
    hours, and nothing where there is nothing to say (R6.2)."""
    table = timetable(tx)
    if table is None:
        return [], False
    _make(tx, table, now)
    if table.quiet(now):
        return [], False
    rows = digests.waiting(tx, now, most)
    found = [digest for row in rows if (digest := _take(tx, table, row, now)) is not None]
    return found, bool(rows)


def _make(tx: Tx, table: Timetable, now: datetime) -> None:
    """Make the digests that have become due, each by the hours of the team that its reader leads; of what a stop left
    out, only the latest of each kind. The clock looks again when the next one is due, at midnight at the latest: by
    then somebody may have become a leader, or the working days be others."""
    since = nudges.next_daily(tx, CLOCK)
    if since is not None and now < since <= now + FURTHEST_AHEAD:
        return
    if since is None or since > now:
        # Nothing is said of the time before the first start; nor is a clock waited for that ran ahead by mistake.
        since = now
    ahead = [table.at(table.day(now) + ONE_DAY, time.min)]
    for reader in digests.readers(tx):
        house = for_member(tx, reader)
        assert house is not None
        own = _hours(table, house)
        for kind in Kind:
            day = rules.latest_due(own, kind, now)
            if day is not None and (at := rules.due_at(own, kind, day)) >= since:
                digests.make(tx, reader.id, kind, rules.period(own, kind, day, at).start, day, at)
            following = rules.next_due(own, kind, now)
            ahead += [following] if following else []
    nudges.set_daily(tx, CLOCK, min(ahead))


def _hours(table: Timetable, house: Organisation) -> Timetable:
    """The hours and working days of a reader's team, or of the organisation for who leads several."""
    return replace(table, settings=house.settings, workdays=Workdays(house.settings.calendar, table.workdays.listed))


def reckon_anew(tx: Tx, now: datetime) -> None:
    """After a change of hours or working days: today's digests come by the new ones, at once where they are past."""
    table = timetable(tx)
    if table is not None and nudges.next_daily(tx, CLOCK) is not None:
        nudges.set_daily(tx, CLOCK, table.at(table.day(now), time.min))


def _take(tx: Tx, table: Timetable, row: Any, now: datetime) -> Digest | None:
    kind = Kind(row.kind)
    if not digests.said(tx, row.id, now):
        return None
    digests.pass_over(tx, row.reader_id, kind, row.due_at, now)
    reader = staff.by_id(tx, row.reader_id)
    house = for_member(tx, reader) if reader else None
    if reader is None or house is None or not reader.groups:
        return None
    digest = about(tx, Actor(reader, house), kind, row.due_on, row.due_at)
    digests.keep_figures(tx, row.id, _counts(digest.figures))
    if digest.figures.nothing_to_say:
        return None
    return replace(digest, key=f"digest:{row.id}", reachable=bool(nudges.reachable(tx, [reader.id])))


def about(tx: Tx, actor: Actor, kind: Kind, day: date, until: datetime, *, group_id: int | None = None) -> Digest:
    """The digest of a kind that comes on a day, as it stands at an instant; of one of the actor's groups if given.

    Raises Refused for a reader who leads no group, or not this one (R0.4).
    """
    table = _table(tx, actor)
    actor = narrowed(actor, group_id)
    period = rules.period(table, kind, day, until)
    names = staff.group_names(tx)
    whole = figures(tx, actor, period, min(day, table.day(until)))
    group = names.get(actor.staff.groups[0]) if len(actor.staff.groups) == 1 else None
    return Digest("", actor, period, day, until, whole, group)


def today(tx: Tx, actor: Actor, kind: Kind, now: datetime) -> date:
    """The day whose digest says how things stand now: of the month so far, the first of the next one."""
    day = _table(tx, actor).day(now)
    return (day.replace(day=1) + 32 * ONE_DAY).replace(day=1) if kind in OF_A_MONTH else day


def _table(tx: Tx, actor: Actor) -> Timetable:
    table = timetable(tx)
    assert table is not None
    return _hours(table, actor.organisation)


def narrowed(actor: Actor, group_id: int | None) -> Actor:
    """The actor with the scope of one group they lead. Raises Refused for any other (R0.4)."""
    groups = actor.staff.groups
    if not groups or (group_id is not None and group_id not in groups):
        raise Refused("digests.no_group")
    return actor if group_id is None else replace(actor, staff=replace(actor.staff, groups=(group_id,)))


def figures(tx: Tx, actor: Actor, period: Period, day: date) -> Figures:
    """The figures of a period as far as the actor may see them (R6.3); what is overdue is so on a day."""
    scope = Scope.of(actor)
    watched = digest_figures.watched(tx, scope)
    every = _Intervals(tx, actor)
    late = _late(every, watched, day)
    lines = _lines(tx, actor, scope, period, _wanted(every, period, watched))
    last = digests.last_figures(tx, actor.id, period.kind, period.start) or {}
    compared = last if last.get("groups", 0) == len(actor.staff.groups) else {}
    found = tuple(_troubles(tx, actor, period, day, late, compared))
    on_time = len(watched) - len(late)
    by_group = len(actor.staff.groups) > 1
    whole = Figures(lines, found, len(watched), on_time, compared.get("on_time"), by_group)
    if period.kind is not Kind.SERVICE:
        return whole
    return replace(whole, service=digest_figures.service(tx, scope, period.start, period.end))


def _counts(whole: Figures) -> dict[str, Any]:
    """What is kept of figures, to compare the next with: numbers only, no names (R6.3)."""
    groups = len(whole.lines) if whole.by_group else 1
    counts = {each.trouble.value: each.count for each in whole.troubles}
    return {"groups": groups, "on_time": whole.on_time, "clients": whole.clients, "troubles": counts}


# Who did what --------------------------------------------------------------------------------------------------------


def _lines(tx: Tx, actor: Actor, scope: Scope, period: Period, wanted: dict[int, float]) -> tuple[Line, ...]:
    people = digest_figures.people(tx, scope)
    made, given = digest_figures.recorded(tx, scope, period.start, period.end)
    named: dict[int, list[str]] = {}
    if period.kind is Kind.DAILY:
        made, given = digest_figures.entered(tx, scope, period.since, period.until)
        named = digest_figures.clients_visited(tx, scope, period.since, period.until)
    last_made, last_given = digest_figures.recorded(tx, scope, period.last_start, period.last_end)
    planned = _planned(tx, scope, period)
    found = [
        Line(
            one.id,
            one.name,
            made.get(one.id, 0),
            last_made.get(one.id, 0),
            round(wanted.get(one.id, 0)),
            given.get(one.id, 0),
            last_given.get(one.id, 0),
            tuple(named.get(one.id, ())),
            *planned.get(one.id, (0, 0)),
        )
        for one in people
    ]
    managers = {one.id for one in people if one.role == Role.MANAGER}
    if len(actor.staff.groups) == 1:
        missed = managers - absences.throughout(tx, managers, period.start, period.end)
        own = [line for line in found if line.id in missed or not line.idle]
        return tuple(sorted(own, key=lambda line: (-line.visits, -line.care, line.name)))
    names = {one.group_id: one.group for one in people}
    home = {one.id: one.group_id for one in people}
    return tuple(
        _together(group, names[group], [line for line in found if home[line.id] == group])
        for group in actor.staff.groups
        if group in names
    )


def _planned(tx: Tx, scope: Scope, period: Period) -> dict[int, tuple[int, int]]:
    """By member: how many items their plans held for the period, and how many of them are done (R4.5)."""
    if period.kind is Kind.DAILY:
        return {}
    kind = PlanKind.WEEK if period.kind is Kind.WEEKLY else PlanKind.MONTH
    return digest_figures.planned(tx, scope, kind, period.start, period.end)


class _Intervals:
    """The longest time between two visits (R2.5), by the class of a client and the team of its manager."""

    def __init__(self, tx: Tx, actor: Actor) -> None:
        groups = {group: of_group(tx, group) for group in actor.staff.groups}
        self._known = {group: _by_class(settings) for group, settings in groups.items()}
        self._general = _by_class(of_group(tx, None))

    def days(self, client: Any) -> int:
        """For a client as `watched` has it."""
        return self._known.get(client.group_id, self._general)[client.class_]


def _by_class(settings: Settings) -> dict[str | None, int]:
    known: tuple[ClientClass | None, ...] = (None, *ClientClass)
    return {class_ and class_.value: visit_interval_days(class_, settings.visit_every_days) for class_ in known}


def _wanted(every: _Intervals, period: Period, watched: Sequence[Any]) -> dict[int, float]:
    """The visits that the frequency standard asks of each manager in a period (R2.5)."""
    days = WEEK_DAYS if period.kind is Kind.WEEKLY else period.days
    found: dict[int, float] = {}
    for each in watched:
        if each.manager_id is not None:
            found[each.manager_id] = found.get(each.manager_id, 0.0) + days / every.days(each)
    return found


def _together(group_id: int, name: str, lines: Sequence[Line]) -> Line:
    counts = ("visits", "last_visits", "target", "care", "last_care", "planned", "done")
    return Line(group_id, name, **{key: sum(getattr(line, key) for line in lines) for key in counts})


# What is named first -------------------------------------------------------------------------------------------------


def _troubles(
    tx: Tx, actor: Actor, period: Period, day: date, overdue: Sequence[Event], last: dict[str, Any]
) -> Iterator[Troubles]:
    scope = Scope.of(actor)
    before = last.get("troubles")
    late, unhappy = digest_figures.mishaps(tx, scope, period.since, period.until)
    read = {Trouble.OVERDUE: overdue, Trouble.LATE: late, Trouble.NEGATIVE: unhappy}
    for trouble in Trouble:
        if trouble in read:
            named, count = list(read[trouble][:NAMED]), len(read[trouble])
        else:
            named, count = _events(tx, actor, trouble, period, day, offset=0, limit=NAMED)
        if count:
            was = None if before is None else int(before.get(trouble, 0))
            urgent = digest_figures.promises_due(tx, scope, day) if trouble is Trouble.STEPS else 0
            yield Troubles(trouble, count, tuple(named), was, urgent)


def events(tx: Tx, digest: Digest, trouble: Trouble, *, offset: int = 0, limit: int) -> tuple[list[Event], int]:
    """Some of what a digest counts of one kind of trouble, in its reader's scope, and how many in all.

    What is past due is so on the digest's day; the others came up in its period.
    """
    if trouble is Trouble.OVERDUE:
        late = _late(_Intervals(tx, digest.actor), digest_figures.watched(tx, Scope.of(digest.actor)), digest.as_of)
        return late[offset : offset + limit], len(late)
    return _events(tx, digest.actor, trouble, digest.period, digest.as_of, offset=offset, limit=limit)


def _events(
    tx: Tx, actor: Actor, trouble: Trouble, period: Period, day: date, *, offset: int, limit: int
) -> tuple[list[Event], int]:
    scope = Scope.of(actor)
    page = {"offset": offset, "limit": limit}
    match trouble:
        case Trouble.STEPS:
            return digest_figures.steps_due(tx, scope, day, **page)
        case Trouble.MISSED:
            return digest_figures.missed_care(tx, scope, period.first_missed, period.last_missed, **page)
        case Trouble.LATE | Trouble.NEGATIVE:
            late, unhappy = digest_figures.mishaps(tx, scope, period.since, period.until)
            found = late if trouble is Trouble.LATE else unhappy
            return found[offset : offset + limit], len(found)
        case Trouble.REFERRALS:
            return digest_figures.unanswered(tx, scope, **page)
        case Trouble.PLANS:
            waited = _unsubmitted(tx, actor, period)
            return waited[offset : offset + limit], len(waited)
        case Trouble.NEWS:
            return digest_figures.news(tx, scope, period.since, period.until, **page)
        case Trouble.OVERDUE:
            raise AssertionError("what is overdue is read with the clients themselves")


def _unsubmitted(tx: Tx, actor: Actor, period: Period) -> list[Event]:
    """The plans that fell due in a period and were not handed in (R4.2), but for those of whoever was away that day
    (R5.2); `on` is the first day planned for."""
    table = _table(tx, actor)
    found = []
    for group in actor.staff.groups:
        own = replace(table, settings=of_group(tx, group))
        for kind, start in rules.plans_due(own, period.since, period.until):
            waited = digest_figures.unsubmitted(tx, Scope(actor.id, group), kind, start)
            away = absences.on_day(tx, [row.id for row in waited], due_on(kind, start, own.settings, own.workdays))
            missing = (row for row in waited if row.id not in away)
            found += [Event(None, "", row.id, start, None, row.name, kind=kind) for row in missing]
    return found


def _late(every: _Intervals, watched: Sequence[Any], day: date) -> list[Event]:
    """The clients whose visit is overdue on a day (R2.5), the longest first."""
    found = []
    for each in watched:
        number = (day - (each.last or each.assigned_on or day)).days - every.days(each)
        if number > 0:
            about = (each.id, each.name, each.manager_id, each.last, None, "", each.class_)
            found.append(Event(*about, number=number))
    return sorted(found, key=lambda event: (-event.number, event.client))


# The source for the clock --------------------------------------------------------------------------------------------


def pushes(digest: Digest, now: datetime) -> Iterator[Push]:
    """The one thing that a digest is."""
    reader = replace(digest.actor.staff, telegram_id=digest.actor.staff.telegram_id or 0)
    digest = replace(digest, actor=replace(digest.actor, staff=reader), reachable=True)
    kind = f"digest_{digest.period.kind}"
    yield Push(digest.due_at, digest.actor.staff.name, kind, digest.period.end, SOURCE.name, digest)


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which a digest comes, or waits to be said."""
    found = (digests.first_waiting(tx), nudges.next_daily(tx, CLOCK))
    return min((at for at in found if at is not None), default=None)


def _start(tx: Tx, at: datetime) -> None:
    digests.forget(tx)
    nudges.set_daily(tx, CLOCK, at)


SOURCE: Source[Digest] = Source("digests", due, first_due_at, pushes, _start)
"""Daily, weekly and monthly digests, and the service brief (R6)."""
