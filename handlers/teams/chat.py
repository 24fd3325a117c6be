"""The bot in a team's group chat: brought in, confirmed by the leader, given topics, removed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from domain.meetings import Kind
from handlers.context import Context, unasked
from handlers.turn import Button, Message, Reply
from locales.markup import join
from locales.words import words
from services import team_chats as chats
from services.team_chats import Lost
from storage import organisation, staff, team_chats
from storage.team_chats import TeamChat
from storage.tx import Tx


def came(c: Context) -> Reply:
    """A member has brought the bot into a group: one line, and a button by which the leader says whose chat it is,
    where that is not known."""
    public = _publicly(c)
    known = team_chats.in_chat(c.tx, c.turn.chat_id)
    hello = _known(public, known[0]) if known else _whose(public)
    return Reply([replace(hello, prompt=True, key=f"group_hello:{c.turn.chat_id}:{c.turn.update_id}")])


def _known(c: Context, chat: TeamChat) -> Message:
    group = staff.group_names(c.tx)[chat.group_id]
    return Message(join([c.t("common.group_hello"), c.t("teams.is_linked", group=group)], "\n\n"))


def here(c: Context) -> Reply:
    """/here in a group: whose chat this is, and which meetings are spoken of in this topic."""
    if c.turn.private:
        return Reply([c.say("teams.here_in_group")])
    public = _publicly(c)
    mine = [chat for chat in team_chats.in_chat(c.tx, c.turn.chat_id) if chat.group_id in c.actor.staff.groups]
    return Reply([_linked(public, mine[0])] if mine else [_whose(public)])


def _publicly(c: Context) -> Context:
    """The same turn, answered to all in the group, in the organisation's language."""
    return replace(c, words=words(c.actor.organisation.language))


def _whose(c: Context) -> Message:
    groups = chats.groups_of(c.tx, c.actor)
    lines = [c.t("common.group_hello"), c.t("teams.whose" if groups else "teams.whose_later")]
    rows = [[_this_is(c, group, name)] for group, name in groups.items()]
    return Message(join(lines, "\n\n"), rows, open_to_all=True)


def _this_is(c: Context, group: int, name: str) -> Button:
    return Button(c.words.plain("teams.this_is", group=name), "teams.link", {"group": group})


def link(c: Context) -> Reply:
    """The leader's press: this is the team's chat, and the topic of the press that of its meetings."""
    chat = TeamChat(int(c.data["group"]), c.turn.chat_id, c.turn.thread_id, title=c.turn.chat_title)
    name = chats.link(c.tx, c.actor, chat, c.now)
    public = _publicly(c)
    return Reply([_linked(public, chat, name)])


def _linked(c: Context, chat: TeamChat, group: str | None = None) -> Message:
    name = group or chats.groups_of(c.tx, c.actor)[chat.group_id]
    head = "teams.linked" if group else "teams.is_linked"
    lines = [c.t(head, group=name, name=c.actor.staff.name)]
    rows: list[list[Button]] = []
    this = {"group": chat.group_id}
    if c.turn.thread_id is not None or chat.thread_id is not None or chat.topics:
        lines.append(c.t("teams.topics"))
        rows = [[_topic(c, chat, kind)] for kind in Kind]
    rows.append([c.button("teams.unlink", "teams.unlink", **this), c.button("common.close", "common.close")])
    return Message(join(lines, "\n\n"), rows, open_to_all=True)


def _topic(c: Context, chat: TeamChat, kind: Kind) -> Button:
    here_ = chat.topic(kind) == c.turn.thread_id
    name = c.words.plain(f"meetings.kind_{kind}")
    label = c.words.plain("teams.here_on" if here_ else "teams.here_off", kind=name)
    return Button(label, "teams.topic", {"group": chat.group_id, "kind": kind.value})


def topic(c: Context) -> Reply:
    """A kind of meeting pressed: it has this topic, or no longer."""
    group, kind = int(c.data["group"]), Kind(c.data["kind"])
    chat = chats.toggle_topic(c.tx, c.actor, group, kind, c.turn.chat_id, c.turn.thread_id)
    return Reply([_linked(_publicly(c), chat)]) if chat else c.toast("common.button_gone")


def unlink(c: Context) -> Reply:
    """The leader's press: this is the team's chat no more."""
    group = int(c.data["group"])
    name = chats.unlink(c.tx, c.actor, group, c.turn.chat_id, c.now)
    if name is None:
        return c.toast("common.button_gone")
    public = _publicly(c)
    again = [[_this_is(public, group, name)]]
    return Reply([replace(public.say("teams.unlinked", again, group=name), open_to_all=True)])


def removed(tx: Tx, chat_id: int, now: datetime) -> list[Message]:
    """The bot was removed from a chat: the leaders of its teams hear of it privately."""
    lost = [chats.told_of_loss(tx, chat) for chat in team_chats.in_chat(tx, chat_id)]
    return [replace(message, prompt=True) for each in lost for message in told(tx, each, now)]


def told(tx: Tx, lost: Lost, now: datetime) -> Sequence[Message]:
    """What the leaders of a team are told whose chat is lost."""
    return list(_told(tx, lost, now))


def _told(tx: Tx, lost: Lost, now: datetime) -> Iterator[Message]:
    house = organisation.load(tx)
    assert house is not None
    for leader in lost.leaders:
        c = unasked(tx, leader, house, now)
        yield Message(
            c.t("teams.lost", group=lost.group, title=lost.chat.title or lost.group),
            chat_id=leader.telegram_id,
            key=f"team_chat_lost:{lost.chat.chat_id}:{leader.id}:{now.isoformat()}",
            held=True,
        )
