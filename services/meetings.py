"""The meetings of the teams (R5): planned day by day, and taken from step to step by the clock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import Refused
from domain.frozen import frozen
from domain.meetings import Kind, State, Step, day_in, next_host, period, quarter
from domain.moments import Timetable
from domain.settings import Settings
from domain.staff import LEADING, Actor, Organisation, Role, Staff
from domain.workdays import Workdays
from services import meeting_agendas, stand_up_drafts
from services.meeting_agendas import Agenda
from services.moments import timetable
from services.settings import of_group
from services.team_chats import leading
from services.upcoming import Push, Source
from storage import absences, meetings, nudges, organisation, staff, team_chats
from storage.meetings import Answer, Meeting
from storage.team_chats import TeamChat
from storage.tx import Tx

AT_ONCE = 1
"""So many meetings are gone on with in one unit of work: asking a team of eight reads the records of each."""

ONE_DAY = timedelta(days=1)
LONGEST_STOP = 31 * ONE_DAY
"""Of the days of a longer stop only the last are noted as left out."""
CLOCK_WENT_BACK = timedelta(hours=25)
PLANNING = "meetings"
"""What the daily planning is called among the things that come daily."""


class What(StrEnum):
    """What the clock says of a meeting."""

    QUESTIONS = "questions"
    SUMMARY = "summary"
    AGENDA = "agenda"
    MINUTES = "minutes"
    MINUTES_LATE = "minutes_late"
    SKIPPED = "skipped"


@frozen
class Said:
    """What is said of a meeting now: in the team's `chat` (None: it has none), and privately to `readers`."""

    what: What
    meeting: Meeting
    house: Organisation
    chat: TeamChat | None = None
    readers: tuple[Staff, ...] = ()
    answers: tuple[Answer, ...] = ()
    agenda: Agenda | None = None


def due(tx: Tx, now: datetime) -> tuple[list[Said], bool]:
    """What is to be said of meetings now, noted in the same transaction; and whether more is left.

    Nothing comes in quiet hours; a stand-up that could not be held in time is left out and noted (R5.2).
    """
    table = timetable(tx)
    house = organisation.load(tx)
    if table is None or house is None:
        return [], False
    _plan_days(tx, table, now)
    if table.quiet(now):
        return [], False
    worked = meetings.due(tx, now, AT_ONCE)
    steps = [_STEPS[meeting.step](tx, house, meeting, now) for meeting in worked if meeting.step is not None]
    return [said for said in steps if said is not None], bool(worked)


# Planning ------------------------------------------------------------------------------------------------------------


def _plan_days(tx: Tx, table: Timetable, now: datetime) -> None:
    """Plan the meetings of today, and of the days a stop left out, once a day."""
    following = nudges.next_daily(tx, PLANNING)
    today = table.day(now)
    midnight = table.at(today + ONE_DAY, datetime.min.time())
    if following is not None and following - now <= CLOCK_WENT_BACK and following > now:
        return
    nudges.set_daily(tx, PLANNING, midnight)
    if following is None or following > now:
        plan(tx, today, now)
        return
    day = max(table.day(following), today - LONGEST_STOP)
    while day <= today:
        plan(tx, day, following)
        day += ONE_DAY


def plan(tx: Tx, day: date, since: datetime, group_id: int | None = None) -> None:
    """Plan the meetings of a day that start at an instant or later, of all groups or of one."""
    for group in staff.group_names(tx) if group_id is None else (group_id,):
        settings, table = of_group(tx, group), team_timetable(tx, group)
        for kind in Kind:
            rule = settings.meetings[kind]
            if not rule.held or day_in(kind, rule, table.workdays, day) != day:
                continue
            if meetings.any_within(tx, group, kind, *period(kind, day)):
                continue
            starts_at = table.at(day, rule.at)
            if starts_at < since:
                continue
            begins_at = max(begins(settings, table, kind, day), since)
            values = {"group_id": group, "kind": kind, "held_on": day, "starts_at": starts_at}
            values |= {"length_minutes": rule.minutes, "state": State.PLANNED}
            meetings.add(tx, {**values, "step": Step.BEGIN, "due_at": begins_at})


def begins(settings: Settings, table: Timetable, kind: Kind, day: date) -> datetime:
    """When the clock first speaks of a meeting: the questions of a stand-up, the agenda of another; not in quiet
    hours."""
    ahead = settings.stand_up_ask_minutes if kind is Kind.STAND_UP else settings.agenda_minutes
    at = table.at(day, settings.meetings[kind].at) - timedelta(minutes=ahead)
    return max(at, table.at(day, settings.quiet_until))


def team_timetable(tx: Tx, group_id: int) -> Timetable:
    """The settings, working days (R5.1: a team may use another calendar) and zone of a group."""
    general = timetable(tx)
    assert general is not None
    settings = of_group(tx, group_id)
    return replace(general, settings=settings, workdays=Workdays(settings.calendar, general.workdays.listed))


def day_before(tx: Tx, meeting: Meeting) -> date:
    """The last working day of a team before the day of a meeting: what its stand-up looks back on begins there."""
    return team_timetable(tx, meeting.group_id).workdays.on_or_before(meeting.held_on - ONE_DAY)


def plan_anew(tx: Tx, group_id: int, now: datetime) -> None:
    """After a change of a group's settings: what of today has not begun is planned by the new ones."""
    table = team_timetable(tx, group_id)
    meetings.forget_planned(tx, group_id, table.day(now))
    plan(tx, table.day(now), now, group_id)


# Steps ---------------------------------------------------------------------------------------------------------------


def _begin(tx: Tx, house: Organisation, meeting: Meeting, now: datetime) -> Said | None:
    settings = of_group(tx, meeting.group_id)
    if meeting.kind is not Kind.STAND_UP:
        return _open(tx, house, meeting, settings, now)
    if now > meeting.starts_at + timedelta(minutes=settings.stand_up_latest_minutes):
        return _skip(tx, house, meeting, now)
    members = asked(tx, meeting.group_id)
    away = absences.on_day(tx, [member.id for member in members], meeting.held_on)
    there = [member for member in members if member.id not in away]
    if not there:
        meetings.move_on(tx, meeting, None, None, state=State.SKIPPED)
        return None
    latest = meeting.starts_at + timedelta(minutes=settings.stand_up_latest_minutes)
    starts_at = max(meeting.starts_at, min(now + timedelta(minutes=settings.stand_up_ask_minutes), latest))
    if now <= meeting.starts_at:
        starts_at = meeting.starts_at
    ids = tuple(member.id for member in there)
    host = host_of(tx, settings, meeting, ids)
    meetings.move_on(tx, meeting, Step.START, starts_at, host_id=host, candidates=list(ids), starts_at=starts_at)
    answers = stand_up_drafts.prefilled(tx, house, meeting, members, day_before(tx, meeting))
    answers = [replace(one, away=away.get(one.staff_id)) for one in answers]
    meetings.add_answers(tx, answers)
    return Said(What.QUESTIONS, _reloaded(tx, meeting), house, readers=_reachable(tx, there), answers=tuple(answers))


def _start(tx: Tx, house: Organisation, meeting: Meeting, now: datetime) -> Said | None:
    settings = of_group(tx, meeting.group_id)
    if now > meeting.starts_at + timedelta(minutes=settings.stand_up_latest_minutes):
        return _skip(tx, house, meeting, now)
    meetings.move_on(tx, meeting, None, None, state=State.HELD)
    return summary(tx, house, _reloaded(tx, meeting))


def summary(tx: Tx, house: Organisation, meeting: Meeting) -> Said:
    """A stand-up as it stands (R5.2): for the team's chat, for its leaders where it has none."""
    chat = team_chats.of_group(tx, meeting.group_id)
    readers = () if chat else tuple(leading(tx, meeting.group_id))
    answers = tuple(meetings.answers(tx, meeting.id))
    return Said(What.SUMMARY, meeting, house, chat, readers, answers)


def _open(tx: Tx, house: Organisation, meeting: Meeting, settings: Settings, now: datetime) -> Said | None:
    """The agenda, to the team and to whoever leads the meeting; one that is over already was left out."""
    ends_at = meeting.starts_at + timedelta(minutes=meeting.length_minutes)
    if now >= ends_at:
        return _skip(tx, house, meeting, now)
    members = asked(tx, meeting.group_id)
    away = away_on(tx, [member.id for member in members], meeting.held_on)
    there = tuple(member.id for member in members if member.id not in away)
    host = host_of(tx, settings, meeting, there)
    meetings.move_on(tx, meeting, Step.END, ends_at, host_id=host, candidates=list(there), state=State.HELD)
    chat = team_chats.of_group(tx, meeting.group_id)
    told = {one.id: one for one in leading(tx, meeting.group_id)} if chat is None else {}
    if host is not None and (leader := staff.by_id(tx, host)) is not None:
        told[host] = leader
    agenda = meeting_agendas.agenda(tx, group_scope(house, meeting.group_id, settings), meeting, now)
    readers = _reachable(tx, list(told.values()))
    return Said(What.AGENDA, _reloaded(tx, meeting), house, chat, readers, agenda=agenda)


def _end(tx: Tx, house: Organisation, meeting: Meeting, now: datetime) -> Said | None:
    """The meeting is over: its host is asked for the minutes, unless they are out (R5.3)."""
    hours = of_group(tx, meeting.group_id).minutes_within_hours
    ends_at = meeting.starts_at + timedelta(minutes=meeting.length_minutes)
    written = meetings.minutes_of(tx, meeting.id)
    if written is not None and written.published_at is not None:
        meetings.move_on(tx, meeting, None, None)
        return None
    late_at = ends_at + timedelta(hours=hours)
    meetings.move_on(tx, meeting, Step.LATE, max(late_at, now + timedelta(minutes=1)))
    return Said(What.MINUTES, _reloaded(tx, meeting), house, readers=_writers(tx, meeting))


def _late(tx: Tx, house: Organisation, meeting: Meeting, now: datetime) -> Said | None:
    """The minutes are not out in time: the host is reminded, and the leaders know (R5.3)."""
    meetings.move_on(tx, meeting, None, None)
    written = meetings.minutes_of(tx, meeting.id)
    if written is not None and written.published_at is not None:
        return None
    told = {one.id: one for one in (*_writers(tx, meeting), *leading(tx, meeting.group_id))}
    return Said(What.MINUTES_LATE, _reloaded(tx, meeting), house, readers=tuple(told.values()))


_STEPS: dict[Step, Callable[[Tx, Organisation, Meeting, datetime], Said | None]] = {
    Step.BEGIN: _begin,
    Step.START: _start,
    Step.END: _end,
    Step.LATE: _late,
}


def _skip(tx: Tx, house: Organisation, meeting: Meeting, now: datetime) -> Said | None:
    """Leave a meeting out, and note it; the leaders hear of today's."""
    meetings.move_on(tx, meeting, None, None, state=State.SKIPPED)
    if meeting.held_on != now.astimezone(house.zone).date():
        return None
    return Said(What.SKIPPED, _reloaded(tx, meeting), house, readers=tuple(leading(tx, meeting.group_id)))


def _reloaded(tx: Tx, meeting: Meeting) -> Meeting:
    found = meetings.load(tx, meeting.id)
    assert found is not None
    return found


# Who -----------------------------------------------------------------------------------------------------------------


def asked(tx: Tx, group_id: int) -> list[Staff]:
    """The members of a group who take part: those who have joined."""
    return [member for member in staff.members(tx, group_id) if member.telegram_id is not None]


def away_on(tx: Tx, staff_ids: Sequence[int], day: date) -> set[int]:
    """Those of these members who are away on a day: as they said before, or at the stand-up of that day."""
    return meetings.away_on(tx, staff_ids, day) | absences.on_day(tx, staff_ids, day).keys()


def host_of(tx: Tx, settings: Settings, meeting: Meeting, there: tuple[int, ...]) -> int | None:
    """Who leads a meeting: by turns among those who are there (R5.2), or the leader or supervisor."""
    led_by = settings.meetings[meeting.kind].led_by
    if led_by == "turn" and there:
        quarter_begins = meeting.held_on.replace(month=quarter(meeting.held_on) * 3 - 2, day=1)
        return next_host(meetings.turns(tx, meeting.group_id, meeting.kind, quarter_begins), there)
    above = [one for one in staff.everyone(tx) if one.role is Role.SUPERVISOR and meeting.group_id in one.groups]
    leaders = staff.leaders_of(tx, meeting.group_id)
    order = [*above, *leaders] if led_by == "supervisor" else [*leaders, *above]
    known = [one for one in order if one.telegram_id is not None]
    return known[0].id if known else (order[0].id if order else None)


def _writers(tx: Tx, meeting: Meeting) -> tuple[Staff, ...]:
    """Who writes the minutes: the host, or the leaders where the host cannot be reached."""
    host = staff.by_id(tx, meeting.host_id) if meeting.host_id is not None else None
    return _reachable(tx, [host] if host else []) or tuple(leading(tx, meeting.group_id))


def _reachable(tx: Tx, members: list[Staff]) -> tuple[Staff, ...]:
    there = nudges.reachable(tx, [one.id for one in members])
    return tuple(one for one in members if one.id in there)


def group_scope(house: Organisation, group_id: int, settings: Settings) -> Actor:
    """What a group as a whole may see: as its leader, and of this group alone (R0.4)."""
    nobody = Staff(0, "", Role.LEADER, groups=(group_id,))
    return Actor(nobody, replace(house, settings=settings))


def load(tx: Tx, actor: Actor, meeting_id: int) -> Meeting:
    """A meeting of one's own group, or of one that one leads. Raises Refused for any other (R0.4)."""
    found = meetings.load(tx, meeting_id)
    if found is None or found.group_id not in groups_of(actor):
        raise Refused("meetings.not_found")
    return found


def groups_of(actor: Actor) -> tuple[int, ...]:
    """The groups whose meetings are somebody's business."""
    if actor.role in LEADING:
        return actor.staff.groups
    return (actor.staff.group_id,) if actor.staff.group_id is not None else ()


# Upcoming ------------------------------------------------------------------------------------------------------------

_KINDS = {
    Kind.STAND_UP: "stand_up",
    Kind.WEEKLY: "weekly_meeting",
    Kind.MONTHLY: "monthly_meeting",
    Kind.TRAINING: "training",
    Kind.QUARTERLY: "quarterly_review",
}


def _pushes(said: Said, now: datetime) -> Iterator[Push]:
    kind = _KINDS[said.meeting.kind]
    if said.what is What.QUESTIONS:
        kind = "stand_up_questions"
    elif said.what in (What.MINUTES, What.MINUTES_LATE):
        kind = "minutes"
    day = said.meeting.held_on
    if said.chat is not None:
        yield Push(now, said.meeting.group, kind, day, PLANNING, replace(said, readers=()))
    for reader in said.readers:
        yield Push(now, reader.name, kind, day, PLANNING, replace(said, chat=None, readers=(reader,)))


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which a meeting is to be gone on with, or days are to be planned."""
    found = (meetings.first_due_at(tx), nudges.next_daily(tx, PLANNING))
    return min((at for at in found if at is not None), default=None)


def _start_at(tx: Tx, now: datetime) -> None:
    """Ready for a rehearsal: what was due before has been said, today's meetings are planned, and everybody has joined,
    since what a team will be asked is shown before it comes in too."""
    staff.assume_joined(tx)
    table = timetable(tx)
    if table is None:
        return
    meetings.forget_until(tx, now)
    plan(tx, table.day(now), now)
    nudges.set_daily(tx, PLANNING, table.at(table.day(now) + ONE_DAY, datetime.min.time()))


SOURCE = Source(PLANNING, due, first_due_at, _pushes, _start_at)
"""The meetings of the teams, as something the clock tells."""
