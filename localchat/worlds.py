"""A world: everything one bot token can see. Worlds share nothing but the clock."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from localchat.clock import Clock
from localchat.errors import ApiError, bad_request, forbidden
from localchat.faults import Faults
from localchat.files import Files
from localchat.journal import Journal, Json
from localchat.profile import Profile
from localchat.updates import Updates
from localchat.webhooks import Webhook

# How many messages of a chat are remembered where no log is kept.
_REMEMBERED_WITHOUT_LOG = 100
_PRESENT = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(slots=True, eq=False)
class Post:
    """A message as it stands now, with what the Bot API does not show of it: its reply keyboard, toasts, fate."""

    message: Json
    keyboard: Json | None = None
    deleted: bool = False
    toasts: list[Json] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat or a group. `public` is the Chat object that messages carry."""

    public: Json
    members: dict[int, Json] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    own_numbers: Iterator[int] | None = None

    @property
    def id(self) -> int:
        chat_id: int = self.public["id"]
        return chat_id

    @property
    def private(self) -> bool:
        return bool(self.public["type"] == "private")

    def status_of(self, user_id: int) -> str:
        status: str = self.members.get(user_id, {}).get("status", "left")
        return status

    def has(self, user_id: int) -> bool:
        return self.status_of(user_id) in _PRESENT


@dataclass(slots=True, eq=False)
class Query:
    """A press that waits for its answer; `asked_at` is in seconds of the event loop's clock."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    asked_at: float
    answer: asyncio.Future[Json]


class World:
    """One bot with its people, chats, messages, files and waiting updates."""

    def __init__(self, token: str, number: int, clock: Clock, *, keep_log: bool, query_lifetime: float) -> None:
        self.token = token
        self.clock = clock
        self.keep_log = keep_log
        self.query_lifetime = query_lifetime
        bot_id = _bot_id(token, number)
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "fieldcare", "username": f"bot{bot_id}_bot"}
        self.reads_all_group_messages = False
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files = Files(bot_id)
        self.profile = Profile()
        self.faults = Faults()
        self.updates = Updates(first_id=bot_id % 1_000_000_000 + 1)
        self.webhook: Webhook | None = None
        self.calls = Journal(keep=None if keep_log else 0)
        self.events = Journal(keep=None if keep_log else 0)
        self.counts: Counter[str] = Counter()
        self._message_numbers = itertools.count(1)
        self._user_numbers = itertools.count(500_000_001)
        self._group_numbers = itertools.count(4_000_001)
        self._query_numbers = itertools.count(bot_id * 1_000_000 + 1)
        self._album_numbers = itertools.count(13_000_000_000_000_001)

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Deliver to this webhook from now on, or to none and let the bot ask."""
        if self.webhook is not None:
            self.webhook.stop()
        self.webhook = webhook
        if webhook is not None:
            webhook.start(self.updates, self.clock)

    # People and chats

    def add_user(self, about: Json) -> Json:
        """A person, with a private chat that is not opened yet; the same id again changes the person."""
        user_id = about.get("id") or next(self._user_numbers)
        known = self.users.get(user_id, {})
        user = {"id": user_id, "is_bot": False, **known}
        for key in ("first_name", "last_name", "username", "language_code", "is_premium"):
            if about.get(key):
                user[key] = about[key]
        user.setdefault("first_name", f"User {user_id}")
        self.users[user_id] = user
        public = {"id": user_id, "type": "private"}
        public.update({key: user[key] for key in ("first_name", "last_name", "username") if key in user})
        chat = self.chats.get(user_id)
        if chat is None:
            self.chats[user_id] = Chat(public, started=bool(about.get("started")))
        else:
            chat.public = public
        return user

    def user(self, user_id: int) -> Json:
        user = self.bot if user_id == self.bot["id"] else self.users.get(user_id)
        if user is None:
            raise bad_request("user not found")
        return user

    def add_group(self, title: str, kind: str, *, forum: bool) -> Chat:
        number = next(self._group_numbers)
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = Chat({"id": chat_id, "type": kind, "title": title})
        if kind == "supergroup":
            chat.own_numbers = itertools.count(1)
        if forum:
            chat.public["is_forum"] = True
        self.chats[chat_id] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may know of; raises what Telegram says of others."""
        if isinstance(chat_id, str):
            return self._chat_by_name(chat_id)
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to=chat.migrated_to,
            )
        return chat

    def _chat_by_name(self, name: str) -> Chat:
        wanted = name.removeprefix("@").lower()
        for chat in self.chats.values():
            if name.startswith("@") and not chat.private and chat.public.get("username", "").lower() == wanted:
                return chat
        raise bad_request("chat not found")

    def open_chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to."""
        chat = self.chat(chat_id)
        if chat.private:
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
            return chat
        status = chat.status_of(self.bot["id"])
        kind = "group chat" if chat.public["type"] == "group" else "supergroup chat"
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {kind}")
        if status not in _PRESENT:
            raise forbidden(f"bot is not a member of the {kind}")
        return chat

    # Messages

    def post(self, chat: Chat, sender: Json, content: Json, keyboard: Json | None = None) -> Post:
        """Put a message into a chat, now."""
        numbers = chat.own_numbers or self._message_numbers
        message_id = next(numbers)
        message = {"message_id": message_id, "from": sender, "chat": chat.public, "date": self.clock.unix(), **content}
        if keyboard is not None and "inline_keyboard" in keyboard:
            message["reply_markup"] = keyboard
            keyboard = None
        post = Post(message, keyboard)
        chat.posts[message_id] = post
        if self.keep_log:
            self.events.add({"type": "message", "chat": chat.id, "message": shown(post)})
        elif len(chat.posts) > _REMEMBERED_WITHOUT_LOG:
            del chat.posts[next(iter(chat.posts))]
        return post

    def edited(self, chat: Chat, post: Post, *, marked: bool) -> None:
        """Tell of a change to a message; `marked` when people see that it was edited."""
        if marked:
            post.message = {**post.message, "edit_date": self.clock.unix()}
        self.tell("edit", chat, message=shown(post))

    def delete(self, chat: Chat, post: Post) -> None:
        post.deleted = True
        message_id = post.message["message_id"]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.tell("delete", chat, message_id=message_id)

    def find(self, chat: Chat, message_id: int | None, refusal: str) -> Post:
        post = chat.posts.get(message_id) if message_id is not None else None
        if post is None or post.deleted:
            raise bad_request(refusal)
        return post

    def tell(self, kind: str, chat: Chat | None, **about: Any) -> None:
        """Note an event for the page and whoever waits."""
        if self.keep_log:
            self.events.add({"type": kind, "chat": None if chat is None else chat.id, **about})

    def ask(self, user_id: int, chat_id: int, message_id: int) -> Query:
        """A press that the bot may answer, as long as presses live."""
        loop = asyncio.get_running_loop()
        query = Query(str(next(self._query_numbers)), user_id, chat_id, message_id, loop.time(), loop.create_future())
        for old in list(itertools.islice(self.queries.values(), 2)):
            if query.asked_at - old.asked_at > self.query_lifetime:
                del self.queries[old.id]
        self.queries[query.id] = query
        return query

    def query(self, query_id: str) -> Query | None:
        """The press of that id, while it can still be answered."""
        query = self.queries.get(query_id)
        if query is None or asyncio.get_running_loop().time() - query.asked_at > self.query_lifetime:
            return None
        return query

    def next_album_id(self) -> str:
        return str(next(self._album_numbers))


def shown(post: Post) -> Json:
    """A message as the page and tests see it: with reply keyboards, toasts, reactions and whether it was deleted."""
    message = dict(post.message)
    if post.keyboard is not None:
        message["reply_markup"] = post.keyboard
    if post.toasts:
        message["toasts"] = list(post.toasts)
    if post.reactions:
        message["reactions"] = list(post.reactions)
    message["deleted"] = post.deleted
    return message


def _bot_id(token: str, number: int) -> int:
    head = token.partition(":")[0]
    return int(head) if head.isdigit() and 0 < len(head) <= 12 else 700_000_000 + number
