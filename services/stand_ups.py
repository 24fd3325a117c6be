"""Answering a stand-up (R5.2): as shown by one tap, in one's own words, or away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.meetings import Away, Did, Kind, Line, Mood, State, Step
from domain.staff import Actor, Staff
from services.meetings import Said, host_of, summary
from services.settings import of_group
from storage import meetings, staff
from storage.meetings import Answer, Meeting
from storage.tx import Tx


@frozen
class Answered:
    """An answer as it stands. `summary` is the stand-up anew, where it was said already (the answer was late); `host`
    is who leads it now, where whoever was to is away."""

    meeting: Meeting
    answer: Answer
    open: bool
    summary: Said | None = None
    host: Staff | None = None

    @property
    def begun(self) -> bool:
        """Whether the stand-up has started: what is said now comes late."""
        return self.meeting.step is not Step.START


def load(tx: Tx, actor: Actor, meeting_id: int) -> Answered:
    """One's own answer. Raises Refused where one was not asked."""
    meeting = meetings.load(tx, meeting_id)
    mine = next((one for one in meetings.answers(tx, meeting_id) if one.staff_id == actor.id), None)
    if meeting is None or mine is None:
        raise Refused("meetings.not_asked")
    return Answered(meeting, mine, is_open(meeting, mine))


def is_open(meeting: Meeting, answer: Answer) -> bool:
    """Whether an answer may still be given or changed: until the stand-up starts, and afterwards the first one."""
    return meeting.step is Step.START or (meeting.state is State.HELD and answer.answered_at is None)


def of_today(tx: Tx, actor: Actor, now: datetime) -> Answered | None:
    """One's own answer to the stand-up of today that may still be given or changed; None where there is none."""
    if actor.staff.group_id is None:
        return None
    today = now.astimezone(actor.zone).date()
    for meeting in meetings.on_day(tx, actor.staff.group_id, today):
        mine = [one for one in meetings.answers(tx, meeting.id) if one.staff_id == actor.id]
        if meeting.kind is Kind.STAND_UP and mine and is_open(meeting, mine[0]):
            return Answered(meeting, mine[0], True)
    return None


def as_shown(tx: Tx, actor: Actor, meeting_id: int, now: datetime, *, mood: Mood | None = None) -> Answered:
    """Answer with what is shown, and with a mood."""
    values: dict[str, Any] = {"away": None}
    return _answer(tx, actor, meeting_id, {**values, "mood": mood} if mood else values, now)


def in_words(tx: Tx, actor: Actor, meeting_id: int, said: Mapping[str, str], now: datetime) -> Answered:
    """Answer in one's own words: `yesterday`, `today`, `blocks`, whichever were said; the rest stays as shown."""
    values: dict[str, Any] = {"away": None}
    for name in ("yesterday", "today"):
        if name in said:
            values[name] = meetings.written([Line(Did.WORDS, said[name])])
    if "blocks" in said:
        values["blocks"] = said["blocks"]
    return _answer(tx, actor, meeting_id, values, now)


def away(tx: Tx, actor: Actor, meeting_id: int, why: Away, now: datetime) -> Answered:
    """Say that one is away today: one is then not missing, and hosts nothing."""
    return _answer(tx, actor, meeting_id, {"away": why}, now)


def _answer(tx: Tx, actor: Actor, meeting_id: int, values: Mapping[str, Any], now: datetime) -> Answered:
    before = load(tx, actor, meeting_id)
    if not before.open:
        raise Refused("meetings.stand_up_over")
    meetings.change_answer(tx, meeting_id, actor.id, {**values, "answered_at": now})
    host = _new_host(tx, before.meeting)
    after = load(tx, actor, meeting_id)
    late = after.meeting.state is State.HELD
    again = summary(tx, actor.organisation, after.meeting) if late else None
    return Answered(after.meeting, after.answer, after.open, again, host)


def _new_host(tx: Tx, meeting: Meeting) -> Staff | None:
    """Keep who could host in step with who is there; whoever hosts now, if that is somebody else."""
    if meeting.step is not Step.START:
        return None
    there = tuple(one.staff_id for one in meetings.answers(tx, meeting.id) if one.away is None)
    if set(there) == set(meeting.candidates):
        return None
    meetings.change(tx, meeting.id, {"candidates": list(there), "host_id": None})
    host = meeting.host_id
    if host not in there:
        host = host_of(tx, of_group(tx, meeting.group_id), meeting, there)
    meetings.change(tx, meeting.id, {"host_id": host})
    return staff.by_id(tx, host) if host is not None and host != meeting.host_id else None
