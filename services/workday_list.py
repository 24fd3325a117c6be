"""The official list of working days (R5.1): loaded by the administrator, who is told in time that it ends, once for
each list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.frozen import frozen
from domain.moments import Timetable
from domain.staff import Actor, Role
from domain.workdays import ENDS_SOON, Workdays
from services import digests, meetings, plan_rounds
from services.moments import list_working_days, timetable
from services.upcoming import Push, Source
from storage import moments, nudges, organisation, staff
from storage.tx import Tx

ROW = "workday_list"
ONE_DAY = timedelta(days=1)


def workdays(tx: Tx) -> Workdays:
    """The organisation's working days; there is an organisation."""
    table = timetable(tx)
    assert table is not None
    return table.workdays


def load(tx: Tx, days: Mapping[date, bool | None], now: datetime, *, by: int | None = None) -> dict[date, bool | None]:
    """List days off and days worked, or (None) forget what was listed of them; all that the clock says follows.

    Returns what was listed of these days before, by which it can be put back.
    """
    listed, until = moments.listed_days(tx), workdays(tx).official_until()
    list_working_days(tx, days, now, by=by)
    plan_rounds.reckon_anew(tx)
    digests.reckon_anew(tx, now)
    for group in staff.group_names(tx):
        meetings.plan_anew(tx, group, now)
    table = timetable(tx)
    if table is not None and table.workdays.official_until() != until:
        _look_again(tx, table, table.workdays.official_until())
    return {day: listed.get(day) for day in days}


@frozen
class ListEnds:
    """The list ends on a day, and these are to know."""

    on: date
    readers: tuple[Actor, ...]


def due(tx: Tx, now: datetime) -> tuple[list[ListEnds], bool]:
    """The warning, once for each list: where no administrator can be written to, it is tried again the next day."""
    table = timetable(tx)
    if table is None or table.quiet(now):
        return [], False
    following, until = nudges.next_daily(tx, ROW), table.workdays.official_until()
    if following is not None and following > now:
        return [], False
    if until == date.max or table.day(now) < until - ENDS_SOON:
        _look_again(tx, table, until)
        return [], False
    readers = _administrators(tx)
    if not readers:
        nudges.set_daily(tx, ROW, table.at(table.day(now) + ONE_DAY, table.settings.nudge_at))
        return [], False
    _look_again(tx, table, until.replace(year=max(until.year, table.day(now).year) + 1))
    return [ListEnds(until, readers)], False


def _look_again(tx: Tx, table: Timetable, until: date) -> None:
    """Look again when a list that ends on a day will end soon; where none is needed, in a thousand years."""
    on = date(3000, 1, 1) if until == date.max else until - ENDS_SOON
    while not table.workdays.works(on):
        on += ONE_DAY
    nudges.set_daily(tx, ROW, table.at(on, table.settings.nudge_at))


def _administrators(tx: Tx) -> tuple[Actor, ...]:
    house = organisation.load(tx)
    found = [one for one in staff.everyone(tx) if one.role is Role.ADMIN]
    there = nudges.reachable(tx, [one.id for one in found])
    return tuple(Actor(one, house) for one in found if one.id in there) if house else ()


def first_due_at(tx: Tx) -> datetime | None:
    """When the list is looked at next."""
    return nudges.next_daily(tx, ROW)


def pushes(ends: ListEnds, now: datetime) -> Iterator[Push]:
    """The warning to each administrator."""
    for reader in ends.readers:
        yield Push(now, reader.staff.name, ROW, ends.on, ROW, replace(ends, readers=(reader,)))


def start(tx: Tx, at: datetime) -> None:
    """Nothing to ready: what was told stays told."""


SOURCE: Source[ListEnds] = Source(ROW, due, first_due_at, pushes, start)
"""The end of the official list of working days."""
