"""Who is away from when to when: said once, and then nobody misses them (R5.2) or plans visits for them (R4.1)."""

from datetime import date, datetime, timedelta

from domain.absences import LONGEST_DAYS, Absence
from domain.errors import Refused
from domain.frozen import frozen
from domain.meetings import Away
from domain.plans import ItemState
from domain.staff import LEADING, Actor, Staff
from services import stand_ups
from services.meetings import team_timetable
from services.moments import timetable
from services.plans import today
from services.stand_ups import Answered
from services.team_chats import leading
from storage import absences, audit, plan_days, staff
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
AHEAD = timedelta(days=60)


@frozen
class Noted:
    """An absence as it stands, the leaders who hear of it, and how many open items are planned in its days. `stand_up`
    is one's answer to the stand-up of today, which says so now."""

    absence: Absence
    hearers: tuple[Staff, ...] = ()
    planned: int = 0
    stand_up: Answered | None = None


def note(tx: Tx, actor: Actor, why: Away, starts_on: date, ends_on: date, now: datetime) -> Noted:
    """Note that one is away from a day to another, both included; it takes the place of what was said of these days
    before. One for another reason, and what has passed by now, keeps its other days. Raises Refused for days that have
    passed, in the wrong order, or for longer than two months (R8.1)."""
    day = today(actor, now)
    if ends_on < starts_on or ends_on < day:
        raise Refused("absences.day_passed")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise Refused("absences.too_long")
    for known in absences.between(tx, [actor.id], starts_on, ends_on):
        absences.remove(tx, known.id)
        for first, last in _besides(known, why, starts_on, ends_on, day):
            absences.add(tx, actor.id, known.why, first, last, now)
    absence_id = absences.add(tx, actor.id, why, starts_on, ends_on, now)
    detail = {"why": why, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    audit.write(tx, "absence_noted", "absence", absence_id, now, staff_id=actor.id, detail=detail)
    stand_up = stand_ups.of_today(tx, actor, now) if starts_on <= day else None
    said = stand_ups.away(tx, actor, stand_up.meeting.id, why, now) if stand_up is not None else None
    return Noted(load(tx, actor, absence_id), hearers(tx, actor), _planned(tx, actor, starts_on, ends_on, day), said)


def _besides(known: Absence, why: Away, starts_on: date, ends_on: date, day: date) -> list[tuple[date, date]]:
    """The days of an absence that one from a day to another does not take the place of: first and last of each part.
    One for the same reason is corrected by it, but for the days before today."""
    before, after = (known.starts_on, starts_on - ONE_DAY), (ends_on + ONE_DAY, known.ends_on)
    if known.why is why:
        before, after = (known.starts_on, min(starts_on, day) - ONE_DAY), (day, day - ONE_DAY)
    return [(first, last) for first, last in (before, after) if first <= last]


def _planned(tx: Tx, actor: Actor, starts_on: date, ends_on: date, day: date) -> int:
    start = max(starts_on, day)
    return len(plan_days.planned(tx, actor, staff_ids=[actor.id], start=start, end=ends_on, states=(ItemState.OPEN,)))


def last_day(tx: Tx, actor: Actor, starts_on: date, days: int) -> date:
    """The last of so many working days of one's team that begin on a day."""
    group = actor.staff.group_id
    table = team_timetable(tx, group) if group is not None else timetable(tx)
    assert table is not None
    day, left = starts_on, max(1, min(days, LONGEST_DAYS))
    for _ in range(2 * LONGEST_DAYS):
        left -= table.workdays.works(day)
        if left <= 0:
            break
        day += ONE_DAY
    return day


def load(tx: Tx, actor: Actor, absence_id: int) -> Absence:
    """One's own absence. Raises Refused for any other as if it did not exist."""
    found = absences.load(tx, absence_id)
    if found is None or found.staff_id != actor.id:
        raise Refused("absences.not_found")
    return found


def take_back(tx: Tx, actor: Actor, absence_id: int, now: datetime) -> Noted:
    """One is there after all; the leaders hear of that, too."""
    found = load(tx, actor, absence_id)
    absences.remove(tx, absence_id)
    audit.write(tx, "absence_taken_back", "absence", absence_id, now, staff_id=actor.id)
    return Noted(found, hearers(tx, actor))


def hearers(tx: Tx, actor: Actor) -> tuple[Staff, ...]:
    """Whoever leads the group that somebody belongs to, but for themselves."""
    if actor.staff.group_id is None:
        return ()
    return tuple(one for one in leading(tx, actor.staff.group_id) if one.id != actor.id)


def coming(tx: Tx, actor: Actor, now: datetime) -> tuple[list[Absence], list[Absence]]:
    """One's own absences of today and the coming weeks; and those of the groups one leads."""
    day = today(actor, now)
    members = {one.id for group in actor.staff.groups for one in staff.members(tx, group)}
    others = members - {actor.id} if actor.role in LEADING else set()
    end = day + AHEAD
    return absences.between(tx, [actor.id], day, end), absences.between(tx, sorted(others), day, end)
