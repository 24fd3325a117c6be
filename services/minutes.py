"""Minutes (R5.3): written by the host, published to the team, kept in the archive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.action_items import ActionItem, ItemState
from domain.errors import Refused
from domain.frozen import frozen
from domain.meetings import Kind, State
from domain.staff import LEADING, Actor, Staff
from services import action_items as items
from services.action_items import ToTell
from services.meetings import asked, away_on, groups_of, load
from services.team_chats import leading
from storage import action_items, audit, meetings, nudges, staff, team_chats
from storage.meetings import Meeting, Minutes
from storage.team_chats import TeamChat
from storage.tx import Tx

MOST_LINES = 60
"""So many topics and decisions a meeting has at most: more is a slip."""


@frozen
class Decision:
    """A decision as it was read: what, who is in charge, by when."""

    text: str
    owner_id: int | None = None
    due_on: date | None = None


@frozen
class Written:
    """The minutes of a meeting as they stand, with who takes part (`members`, by id) and who may be put in charge."""

    meeting: Meeting
    minutes: Minutes
    decisions: tuple[ActionItem, ...]
    members: dict[int, str]
    owners: dict[int, str]
    writer: str

    @property
    def present(self) -> list[str]:
        """Who was there."""
        return [name for id_, name in self.members.items() if id_ not in self.minutes.absent]

    @property
    def absent(self) -> list[str]:
        """Who was not."""
        return [name for id_, name in self.members.items() if id_ in self.minutes.absent]


@frozen
class Published:
    """Minutes that are out: for the team's chat, else for `readers`; `again`: they were out before, and changed.

    `told` are those who have something to do of it that they do not know yet, with what.
    """

    written: Written
    chat: TeamChat | None
    readers: tuple[Staff, ...]
    told: tuple[ToTell, ...]
    again: bool


def may_write(actor: Actor, meeting: Meeting) -> bool:
    """Whether somebody writes the minutes of a meeting: its host, and who leads the group."""
    return meeting.host_id == actor.id or (actor.role in LEADING and meeting.group_id in actor.staff.groups)


def writable(tx: Tx, actor: Actor, meeting_id: int) -> bool:
    """Whether a meeting is there whose minutes somebody writes (still)."""
    meeting = meetings.load(tx, meeting_id)
    return meeting is not None and meeting.group_id in groups_of(actor) and may_write(actor, meeting)


def begin(tx: Tx, actor: Actor, meeting_id: int) -> Written:
    """The minutes of a meeting, begun where they are not. Raises Refused for who may not write them."""
    meeting = _writable(tx, actor, meeting_id)
    if meetings.minutes_of(tx, meeting_id) is None:
        everyone = _members(tx, meeting)
        away = away_on(tx, list(everyone), meeting.held_on)
        meetings.save_minutes(tx, Minutes(meeting_id, actor.id, tuple(sorted(away))))
    return written(tx, actor, meeting_id)


def written(tx: Tx, actor: Actor, meeting_id: int) -> Written:
    """The minutes of a meeting of one's own group. Raises Refused where there are none."""
    meeting = load(tx, actor, meeting_id)
    found = meetings.minutes_of(tx, meeting_id)
    if found is None or (found.published_at is None and not may_write(actor, meeting)):
        raise Refused("minutes.none")
    writer = staff.names(tx, {found.written_by}).get(found.written_by, "")
    decisions = tuple(action_items.of_meeting(tx, meeting_id))
    owners = items.owners(tx, meeting.group_id)
    return Written(meeting, found, decisions, _members(tx, meeting), owners, writer)


def _members(tx: Tx, meeting: Meeting) -> dict[int, str]:
    return items.owners(tx, meeting.group_id) if meeting.kind is not Kind.STAND_UP else _asked(tx, meeting)


def _asked(tx: Tx, meeting: Meeting) -> dict[int, str]:
    return {member.id: member.name for member in asked(tx, meeting.group_id)}


def add(
    tx: Tx, actor: Actor, meeting_id: int, topics: Sequence[str], decisions: Sequence[Decision], now: datetime
) -> Written:
    """Write topics and decisions down."""
    here = begin(tx, actor, meeting_id)
    if len(here.minutes.topics) + len(here.decisions) + len(topics) + len(decisions) > MOST_LINES:
        raise Refused("minutes.too_long")
    meetings.save_minutes(tx, replace(here.minutes, topics=(*here.minutes.topics, *topics)))
    for one in decisions:
        values = {"group_id": here.meeting.group_id, "meeting_id": meeting_id, "text": one.text}
        values |= {"owner_id": one.owner_id, "due_on": one.due_on, "created_by": actor.id, "created_at": now}
        item_id = action_items.add(tx, values)
        if here.minutes.published_at is not None:
            items.schedule(tx, item_id, now)
    return written(tx, actor, meeting_id)


def remove_topic(tx: Tx, actor: Actor, meeting_id: int, place: int, words: str | None = None) -> Written:
    """Strike a topic out, by its place; nothing, where it does not say these `words` (any more)."""
    here = begin(tx, actor, meeting_id)
    topics = here.minutes.topics
    if words is not None and topics[place : place + 1] != (words,):
        return here
    meetings.save_minutes(tx, replace(here.minutes, topics=topics[:place] + topics[place + 1 :]))
    return written(tx, actor, meeting_id)


def toggle_absent(tx: Tx, actor: Actor, meeting_id: int, staff_id: int) -> Written:
    """Note that somebody was not there; once more, that they were."""
    here = begin(tx, actor, meeting_id)
    if staff_id not in here.members:
        raise Refused("minutes.none")
    absent = set(here.minutes.absent) ^ {staff_id}
    meetings.save_minutes(tx, replace(here.minutes, absent=tuple(sorted(absent))))
    return written(tx, actor, meeting_id)


def publish(tx: Tx, actor: Actor, meeting_id: int, now: datetime) -> Published:
    """Let the team have the minutes, and everyone in charge of something know of it. Raises Refused where nothing is
    written. Published once more after a change, they replace what was said before."""
    here = begin(tx, actor, meeting_id)
    if not here.minutes.topics and not here.decisions:
        raise Refused("minutes.empty")
    again = here.minutes.published_at is not None
    words = "\n".join([*here.minutes.topics, *(_words(one) for one in here.decisions)])
    at = here.minutes.published_at or now
    meetings.save_minutes(tx, replace(here.minutes, published_at=at, words=words))
    if here.meeting.state is not State.HELD or here.meeting.step is not None:
        meetings.change(tx, meeting_id, {"state": State.HELD, "step": None, "due_at": None})
    for one in here.decisions:
        if one.step is None and one.state is ItemState.OPEN:
            items.schedule(tx, one.id, now)
    audit.write(tx, "minutes_published", "meeting", meeting_id, now, staff_id=actor.id)
    return _published(tx, actor, meeting_id, again)


def _words(one: ActionItem) -> str:
    return f"{one.text} {one.owner}" if one.owner else one.text


def _published(tx: Tx, actor: Actor, meeting_id: int, again: bool) -> Published:
    here = written(tx, actor, meeting_id)
    group = here.meeting.group_id
    chat = team_chats.of_group(tx, group)
    told = {one.id: one for one in (*asked(tx, group), *leading(tx, group))}
    there = nudges.reachable(tx, list(told))
    readers = tuple(one for id_, one in told.items() if id_ in there and id_ != actor.id) if chat is None else ()
    return Published(here, chat, readers, tuple(items.tell(tx, actor, here.decisions)), again)


def archive(
    tx: Tx, actor: Actor, *, containing: str = "", offset: int = 0, limit: int = 5
) -> tuple[list[Meeting], int]:
    """Some meetings of the actor's groups, the newest first, and how many; with words in their minutes if given."""
    return meetings.held(tx, groups_of(actor), containing=containing.strip(), offset=offset, limit=limit)


def _writable(tx: Tx, actor: Actor, meeting_id: int) -> Meeting:
    meeting = load(tx, actor, meeting_id)
    if not may_write(actor, meeting):
        raise Refused("minutes.not_yours")
    return meeting
