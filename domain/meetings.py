"""The five kinds of meetings (R5): on which days they are held, and who leads them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from domain.frozen import frozen
from domain.settings import MeetingSettings
from domain.workdays import Workdays

ONE_DAY = timedelta(days=1)
LONGEST_SEARCH = 60
"""In so many weeks, months or quarters on end, at least one has a day for a meeting; else there is none at all."""


class Kind(StrEnum):
    """The kinds of meetings, as in the settings."""

    STAND_UP = "stand_up"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TRAINING = "training"
    QUARTERLY = "quarterly"


class State(StrEnum):
    """planned → held, or skipped where it could not be asked for in time (a stop, a team of nobody)."""

    PLANNED = "planned"
    HELD = "held"
    SKIPPED = "skipped"


class Step(StrEnum):
    """What the clock does next with a meeting: ask or send the agenda, say the summary, ask for minutes, miss them."""

    BEGIN = "begin"
    START = "start"
    END = "end"
    LATE = "late"


class Mood(StrEnum):
    """How somebody feels at a stand-up, in one tap (R5.2)."""

    GREAT = "great"
    FINE = "fine"
    SO_SO = "so_so"
    LOW = "low"


class Away(StrEnum):
    """Why somebody is not at a stand-up; who is away is not missing (R5.2)."""

    LEAVE = "leave"
    TRIP = "trip"


def period(kind: Kind, day: date) -> tuple[date, date]:
    """The first and the last day of the time that has one meeting of this kind: a day, a week, a month, a quarter."""
    if kind is Kind.STAND_UP:
        return day, day
    if kind in (Kind.WEEKLY, Kind.TRAINING):
        monday = day - day.weekday() * ONE_DAY
        return monday, monday + 6 * ONE_DAY
    if kind is Kind.MONTHLY:
        return day.replace(day=1), _end_of_month(day)
    return day.replace(month=quarter(day) * 3 - 2, day=1), _end_of_quarter(day)


def quarter(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def day_in(kind: Kind, rule: MeetingSettings, workdays: Workdays, within: date) -> date | None:
    """The day on which the period that a day lies in has its meeting (R5, R5.1); None where it has no working day.

    A weekly meeting whose weekday is a day off comes on the next working day of its week, else on the last one before.
    """
    if kind is Kind.STAND_UP:
        return within if workdays.works(within) else None
    first, last = period(kind, within)
    if kind in (Kind.WEEKLY, Kind.TRAINING):
        return _of_week(first, rule.on or 0, workdays)
    if kind is Kind.MONTHLY:
        return workdays.on_or_before(last)
    return _of_week(last - 6 * ONE_DAY, ((rule.on or 0) - (last - 6 * ONE_DAY).weekday()) % 7, workdays)


def _of_week(first: date, wanted: int, workdays: Workdays) -> date | None:
    """Of seven days, the wanted one, or the working day that stands for it."""
    days = [first + place * ONE_DAY for place in range(7)]
    later_first = [*days[wanted:], *reversed(days[:wanted])]
    return next((day for day in later_first if workdays.works(day)), None)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


def _end_of_quarter(day: date) -> date:
    return _end_of_month(day.replace(day=1, month=quarter(day) * 3))


def next_day(
    kind: Kind, rule: MeetingSettings, workdays: Workdays, since: date, *, after: date | None = None
) -> date | None:
    """The first day from `since` on that has a meeting of this kind, in a later period than that of `after`."""
    day = since
    for _ in range(LONGEST_SEARCH):
        found = day_in(kind, rule, workdays, day)
        if found is not None and found >= since and (after is None or period(kind, found) > period(kind, after)):
            return found
        day = period(kind, day)[1] + ONE_DAY
    return None


class Did(StrEnum):
    """What a line of a stand-up tells of: visits, care, next steps, or what somebody said in their own words."""

    VISIT = "visit"
    CARE = "care"
    STEP = "step"
    WORDS = "words"


@frozen
class Line:
    """One thing of somebody's yesterday or today. `what` is the client, or the words; None for an individual VIP, whose
    name is nobody's business in a group (R11.2), and for next steps, which are only counted."""

    did: Did
    what: str | None = None


@frozen
class Turn:
    """A meeting that was: who hosted it, and who could have."""

    host: int
    candidates: tuple[int, ...]


def next_host(turns: Iterable[Turn], candidates: Collection[int]) -> int | None:
    """Whose turn it is among those who are there (R5.2): who has hosted least for the times they could have.

    Each meeting is shared by all who could have hosted it, and borne by the one who did. Whoever is away owes nothing
    for that time, so that nobody hosts for days on end after a leave.
    """
    past: Sequence[Turn] = tuple(turns)
    owed: dict[int, Fraction] = {}
    for turn in past:
        for each in turn.candidates:
            owed[each] = owed.get(each, Fraction(0)) + Fraction(1, len(turn.candidates))
        owed[turn.host] = owed.get(turn.host, Fraction(0)) - 1
    hosted = {turn.host: place for place, turn in enumerate(past)}
    return min(candidates, key=lambda each: (-owed.get(each, Fraction(0)), hosted.get(each, -1), each), default=None)
