"""Which group chat is a team's, and which topic of it each kind of meeting has."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Row, Table, Text, bindparam, delete, func, select, update

from domain.frozen import frozen
from storage import buttons, outbox
from storage.schema import Instant, metadata
from storage.tx import Tx

team_chats = Table(
    "team_chats",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", BigInteger),
    Column("topics", JSON, nullable=False),
    Column("title", Text),
    Column("linked_by", ForeignKey("staff.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
    Column("lost_at", Instant, index=True),
)
"""`thread_id` is the topic of the team's meetings, `topics` those of single kinds; `lost_at`: the bot cannot write
there any more."""

_OF_GROUP = select(team_chats).where(team_chats.c.group_id == bindparam("group"), team_chats.c.lost_at.is_(None))
_IN_CHAT = select(team_chats).where(team_chats.c.chat_id == bindparam("chat"), team_chats.c.lost_at.is_(None))
_LOSE = (
    update(team_chats)
    .where(team_chats.c.chat_id == bindparam("chat"), team_chats.c.lost_at.is_(None))
    .values(lost_at=bindparam("now"))
)
_LOST = select(team_chats).where(team_chats.c.lost_at <= bindparam("now"))
_FIRST_LOST = select(func.min(team_chats.c.lost_at))


@frozen
class TeamChat:
    """The chat of a group; `topics` are the topics of single kinds of meetings, `thread_id` that of the others."""

    group_id: int
    chat_id: int
    thread_id: int | None = None
    topics: dict[str, int | None] = field(default_factory=dict)
    title: str | None = None

    def topic(self, kind: str) -> int | None:
        """The topic in which a kind of meeting is spoken of."""
        return self.topics.get(kind, self.thread_id)


def _whole(row: Row[Any]) -> TeamChat:
    return TeamChat(row.group_id, row.chat_id, row.thread_id, row.topics, row.title)


def of_group(tx: Tx, group_id: int) -> TeamChat | None:
    """The chat of a group."""
    row = tx.row(_OF_GROUP, {"group": group_id})
    return _whole(row) if row else None


def in_chat(tx: Tx, chat_id: int) -> list[TeamChat]:
    """The groups whose chat this is."""
    return [_whole(row) for row in tx.rows(_IN_CHAT, {"chat": chat_id})]


def link(tx: Tx, chat: TeamChat, staff_id: int, now: datetime) -> None:
    """Let this be the group's chat, whatever was before."""
    unlink(tx, chat.group_id)
    values = {"group_id": chat.group_id, "chat_id": chat.chat_id, "thread_id": chat.thread_id, "title": chat.title}
    tx.insert(team_chats, {**values, "topics": chat.topics, "linked_by": staff_id, "linked_at": now})


def set_topics(tx: Tx, group_id: int, topics: dict[str, int | None]) -> None:
    """The topics of single kinds of meetings."""
    tx.write(update(team_chats).where(team_chats.c.group_id == group_id).values(topics=topics))


def unlink(tx: Tx, group_id: int) -> None:
    """The group has no chat any more."""
    tx.write(delete(team_chats).where(team_chats.c.group_id == group_id))


def note_lost(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot was removed from a chat, or found that it cannot write there."""
    tx.write(_LOSE, {"chat": chat_id, "now": now})


def lost(tx: Tx, now: datetime) -> Sequence[TeamChat]:
    """The chats that were lost until an instant."""
    return [_whole(row) for row in tx.rows(_LOST, {"now": now})]


def first_lost_at(tx: Tx) -> datetime | None:
    """When the first of the chats was lost whose leaders were not told yet."""
    at: datetime | None = tx.value(_FIRST_LOST, {})
    return at


def follow(tx: Tx, old: int, new: int) -> None:
    """A chat has become another one: all that was its own is the new one's, buttons and what waits to be said too.

    Topics are forgotten: a group that becomes a supergroup had none.
    """
    moved = update(team_chats).where(team_chats.c.chat_id == old)
    tx.write(moved.values(chat_id=new, thread_id=None, topics={}))
    buttons.move_chat(tx, old, new)
    outbox.move_chat(tx, old, new)
