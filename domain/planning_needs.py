"""When the standard asks for visits (R2.5): how many a period needs, and between which days each has to fall."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from domain.frozen import frozen


@frozen
class Need:
    """One visit that the standard asks for: on a working day from `from_on` to `due_on`; late up to `until_on`.

    Whatever day of its window each visit of a client takes, the time between two of them keeps to the standard.
    `pressure` says how long the client will have waited by the end of the period, in standards: what is overdue most
    goes first where days are short.
    """

    from_on: date
    due_on: date
    until_on: date
    pressure: float
    soonest_on: date
    """From here on it would still do, if the other visits of the client were moved with it."""


def needs(since: date, every_days: int, days: Sequence[date], first: date, last: date) -> list[Need]:
    """The fewest visits that keep a client to its standard from `first` to `last`, spread over the days that allow it.

    `since` is the last visit or the day of assignment, `days` the working days of the period, ascending. Who is overdue
    when the period begins is due within half its standard.
    """
    due = since + timedelta(days=every_days)
    if due < first:
        due = first + timedelta(days=every_days // 2)
        due = min(due, last)
    if due > last or not days:
        return []
    latest = _latest(due, every_days, days, last)
    earliest = _earliest(latest, every_days, days, last)
    soonest = since + timedelta(days=(every_days + 1) // 2)
    return _windows(latest, earliest, every_days, days, soonest, (last - since).days / every_days)


def _latest(due: date, every_days: int, days: Sequence[date], last: date) -> list[int]:
    """The last day of each visit, as places in `days`: each as late as the one before allows."""
    found = [max(bisect_right(days, due) - 1, 0)]
    while (due := days[found[-1]] + timedelta(days=every_days)) <= last:
        place = max(bisect_right(days, due) - 1, found[-1] + 1)
        if place >= len(days):
            break
        found.append(place)
    return found


def _earliest(latest: Sequence[int], every_days: int, days: Sequence[date], last: date) -> list[int]:
    """The first day of each visit from which the rest still reach the end of the period."""
    reach = last - timedelta(days=every_days - 1)
    found: list[int] = []
    for limit in reversed(latest):
        place = min(bisect_left(days, reach), limit)
        found.append(place)
        reach = days[place] - timedelta(days=every_days)
    return found[::-1]


def _windows(
    latest: Sequence[int],
    earliest: Sequence[int],
    every_days: int,
    days: Sequence[date],
    soonest: date,
    pressure: float,
) -> list[Need]:
    """A window for each visit, such that any day of it goes with any day of the next one's."""
    count = len(latest)
    windows: list[tuple[int, int]] = []
    for index in range(count):
        until = latest[index]
        if windows:
            reach = days[windows[-1][0]] + timedelta(days=every_days)
            until = max(min(until, bisect_right(days, reach) - 1), windows[-1][1] + 1)
        slack = until - min(earliest[index], until)
        begin = until - slack // (count - index)
        if not windows:
            begin = min(max(begin, bisect_left(days, soonest)), until)
        elif begin <= windows[-1][1]:
            begin = min(windows[-1][1] + 1, until)
        windows.append((begin, until))
    apart = timedelta(days=every_days // 3)
    found = []
    for index, (begin, until) in enumerate(windows):
        end = days[-1]
        if index + 1 < count:
            end = max(days[until], min(end, days[windows[index + 1][0]] - apart))
        wait = pressure if index == 0 else (days[-1] - days[windows[index - 1][1]]).days / every_days
        found.append(Need(days[begin], days[until], end, wait, days[min(earliest[index], begin)]))
    return found
