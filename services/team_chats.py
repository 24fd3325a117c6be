"""The group chat of a team: linked by its leader, followed when it becomes another one, and missed when it is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.errors import Refused
from domain.frozen import frozen
from domain.meetings import Kind
from domain.staff import LEADING, Actor, Role, Staff
from services.upcoming import Push, Source
from storage import audit, nudges, staff, team_chats
from storage.team_chats import TeamChat
from storage.tx import Tx


@frozen
class Lost:
    """A team's chat that the bot can no longer write to, and who is to know: the leaders who can be reached."""

    chat: TeamChat
    group: str
    leaders: tuple[Staff, ...]


def groups_of(tx: Tx, actor: Actor) -> dict[int, str]:
    """The groups whose chat somebody may bring the bot into, with their names: those led, else their own."""
    names = staff.group_names(tx)
    own = actor.staff.groups if actor.role in LEADING else (actor.staff.group_id,)
    return {group: names[group] for group in own if group is not None}


def leading(tx: Tx, group_id: int) -> list[Staff]:
    """The leaders of a group who can be written to; where there is none, its supervisors."""
    supervisors = [one for one in staff.everyone(tx) if one.role is Role.SUPERVISOR and group_id in one.groups]
    for found in (staff.leaders_of(tx, group_id), supervisors):
        there = nudges.reachable(tx, [one.id for one in found])
        if there:
            return [one for one in found if one.id in there]
    return []


def link(tx: Tx, actor: Actor, chat: TeamChat, now: datetime) -> str:
    """Let a chat be that of a group the actor leads, and return the group's name. Raises Refused for any other."""
    name = _led(tx, actor, chat.group_id)
    team_chats.link(tx, chat, actor.id, now)
    audit.write(tx, "team_chat_linked", "group", chat.group_id, now, staff_id=actor.id, detail={"chat": chat.chat_id})
    return name


def unlink(tx: Tx, actor: Actor, group_id: int, chat_id: int, now: datetime) -> str | None:
    """Let a group have no chat, and return its name; None where this chat is not the group's any more.

    Raises Refused for a group that the actor does not lead.
    """
    name = _led(tx, actor, group_id)
    chat = team_chats.of_group(tx, group_id)
    if chat is None or chat.chat_id != chat_id:
        return None
    team_chats.unlink(tx, group_id)
    audit.write(tx, "team_chat_unlinked", "group", group_id, now, staff_id=actor.id)
    return name


def toggle_topic(
    tx: Tx, actor: Actor, group_id: int, kind: Kind, chat_id: int, thread_id: int | None
) -> TeamChat | None:
    """Let a kind of meeting have this topic of the team's chat; once more, that of all others.

    None where the chat is not the group's any more. Raises Refused for a group that the actor does not lead.
    """
    _led(tx, actor, group_id)
    chat = team_chats.of_group(tx, group_id)
    if chat is None or chat.chat_id != chat_id:
        return None
    topics = {each: thread for each, thread in chat.topics.items() if each != kind}
    if chat.topic(kind) != thread_id:
        topics[kind.value] = thread_id
    team_chats.set_topics(tx, group_id, topics)
    return replace(chat, topics=topics)


def _led(tx: Tx, actor: Actor, group_id: int) -> str:
    if actor.role not in LEADING or group_id not in actor.staff.groups:
        raise Refused("teams.not_your_group")
    return staff.group_names(tx)[group_id]


def told_of_loss(tx: Tx, chat: TeamChat) -> Lost:
    """The loss of a chat, which is the group's no more."""
    team_chats.unlink(tx, chat.group_id)
    return Lost(chat, staff.group_names(tx)[chat.group_id], tuple(leading(tx, chat.group_id)))


def due(tx: Tx, now: datetime) -> tuple[list[Lost], bool]:
    """The chats that were lost and whose leaders do not know."""
    return [told_of_loss(tx, chat) for chat in team_chats.lost(tx, now)], False


def _pushes(lost: Lost, now: datetime) -> Iterator[Push]:
    for leader in lost.leaders:
        yield Push(now, leader.name, "team_chat_lost", now.date(), "team_chats", lost)


def _start(tx: Tx, now: datetime) -> None:
    due(tx, now)


SOURCE = Source("team_chats", due, team_chats.first_lost_at, _pushes, _start)
"""Chats that were lost, as something the clock tells."""
