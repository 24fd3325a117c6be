"""The control API from Python, made to read well in tests: people say, press and wait for what the bot answers."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from localchat.journal import Json

WAIT = 5.0
_LONG = ClientTimeout(total=120)


class ControlError(Exception):
    """The control API refused; the words are its description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description


class NothingCame(AssertionError):
    """What a test waited for did not come in time; the words show what was in the chat instead."""


class Control:
    """One world of a running localchat. Chats and users may be given as numbers or as the objects the server gave."""

    def __init__(self, url: str, token: str, session: ClientSession) -> None:
        self.url = url
        self.token = token
        self._session = session

    @property
    def bot_api(self) -> str:
        """Where the bot's methods are: add the name of one."""
        return f"{self.url}/bot{self.token}/"

    async def get(self, what: str, **query: Any) -> Any:
        return await self._call("GET", f"{self.token}/{what}", query=query)

    async def post(self, what: str, **body: Any) -> Any:
        return await self._call("POST", f"{self.token}/{what}", body=body)

    async def _call(self, verb: str, path: str, *, query: Json | None = None, body: Json | None = None) -> Any:
        given = {key: str(value) for key, value in (query or {}).items() if value is not None}
        url = f"{self.url}/control/{path}"
        async with self._session.request(verb, url, params=given, json=body, timeout=_LONG) as answer:
            loaded = await answer.json()
        if not answer.ok:
            raise ControlError(answer.status, loaded["description"])
        return loaded

    # The world and its people

    async def world(self, username: str = "fieldcare_bot", first_name: str = "fieldcare", **more: Any) -> Json:
        """Open the world of this token; the bot's User."""
        return _json((await self.post("world", username=username, first_name=first_name, **more))["bot"])

    async def user(self, first_name: str, **about: Any) -> Json:
        return _json(await self.post("users", first_name=first_name, **about))

    async def group(self, title: str, *members: Any, type: str = "group", **about: Any) -> Json:
        """A group; "bot" among the members brings the bot in."""
        people = [member if member == "bot" else number(member) for member in members]
        return _json(await self.post("chats", title=title, type=type, members=people, **about))

    async def member(self, chat: Any, user: Any, status: str) -> Json:
        who = user if user == "bot" else number(user)
        return _json(await self.post("member", chat=number(chat), user=who, status=status))

    async def block(self, user: Any, *, blocked: bool = True) -> None:
        await self.post("block", user=number(user), blocked=blocked)

    async def migrate(self, chat: Any) -> Json:
        return _json(await self.post("migrate", chat=number(chat)))

    # What people do

    async def send(self, user: Any, text: str | None = None, *, chat: Any = None, **content: Any) -> Json:
        """Say something, or send `photo=`, `document=`, `location=` … as CONTROL.md has them; the message sent."""
        if text is not None:
            content["text"] = text
        if chat is not None:
            content["chat"] = number(chat)
        return _json((await self.post("send", user=number(user), **content))["message"])

    async def send_file(self, user: Any, kind: str, data: bytes, *, chat: Any = None, **about: Any) -> Json:
        """Send bytes as a photo, document, voice, video …; `name`, `mime`, `caption` may be told."""
        file = {"base64": base64.b64encode(data).decode(), **about}
        return await self.send(user, None, chat=chat, **{kind: file})

    async def edit(self, user: Any, message: Any, text: str) -> Json:
        chat = message["chat"]["id"]
        body = {"user": number(user), "chat": chat, "message_id": message["message_id"], "text": text}
        return _json((await self.post("edit", **body))["message"])

    async def press(
        self, user: Any, message: Json, text: str | None = None, *, data: str | None = None, wait: float | None = WAIT
    ) -> Json | None:
        """Press an inline button by its words (all, or some of them) or its data; the bot's answer to the press."""
        body: Json = {"user": number(user), "chat": message["chat"]["id"], "message_id": message["message_id"]}
        body.update(
            {key: value for key, value in (("text", text), ("data", data), ("wait", wait)) if value is not None}
        )
        answer: Json | None = (await self.post("press", **body)).get("answer")
        return answer

    async def press_reply(self, user: Any, text: str, *, chat: Any = None) -> Json:
        where = {} if chat is None else {"chat": number(chat)}
        return _json((await self.post("press_reply", user=number(user), text=text, **where))["message"])

    # What can be seen

    async def transcript(self, chat: Any, *, after: int = 0) -> list[Json]:
        messages: list[Json] = (await self.get("transcript", chat=number(chat), after=after))["messages"]
        return messages

    async def last(self, chat: Any) -> Json:
        """The newest message that is not deleted."""
        return next(message for message in reversed(await self.transcript(chat)) if not message["deleted"])

    async def calls(self, method: str | None = None, *, after: int = 0) -> list[Json]:
        calls: list[Json] = (await self.get("calls", method=method, after=after))["calls"]
        return calls

    async def commands(self, user: Any, chat: Any = None) -> Json:
        return _json(await self.get("commands", user=number(user), chat=None if chat is None else number(chat)))

    async def pending(self) -> int:
        """Updates the bot has not confirmed."""
        waiting: int = (await self.get("pending"))["updates"]
        return waiting

    async def events(self, after: int = 0, wait: float = 0) -> tuple[list[Json], int]:
        answer = await self.get("events", after=after, wait=wait)
        return answer["events"], answer["last"]

    # Waiting, always with a deadline

    async def until(self, found: Callable[[], Any], *, timeout: float = WAIT) -> Any:  # noqa: ASYNC109
        """What the coroutine function `found` gives once it gives something; asked again after every event."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        _, last = await self.events(after=-1)
        while True:
            if result := await found():
                return result
            left = deadline - loop.time()
            if left <= 0:
                raise NothingCame("nothing came of what was waited for")
            _, last = await self.events(after=last, wait=left)

    async def wait_for(
        self,
        chat: Any,
        predicate: str | Callable[[Json], Any],
        *,
        after: Any = 0,
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Json:
        """The newest message of the bot in a chat that the predicate holds for (a string: whose text contains it),
        sent after the message `after`; waits for it."""
        first = after["message_id"] if isinstance(after, dict) else after

        async def look() -> Json | None:
            for message in reversed(await self.transcript(chat, after=first)):
                if message["from"]["is_bot"] and not message["deleted"] and _holds(predicate, message):
                    return message
            return None

        try:
            return _json(await self.until(look, timeout=timeout))
        except NothingCame:
            seen = "\n".join(in_words(message) for message in (await self.transcript(chat))[-8:])
            raise NothingCame(f"no message of the bot as waited for ({predicate!r}); the chat ends:\n{seen}") from None

    async def ask(self, user: Any, text: str, *, chat: Any = None, timeout: float = WAIT) -> Json:  # noqa: ASYNC109
        """Say something and wait for the bot's next message in that chat."""
        sent = await self.send(user, text, chat=chat)
        return await self.wait_for(sent["chat"], lambda message: True, after=sent, timeout=timeout)

    # Faults and time

    async def fault(self, kind: str, method: str = "*", **about: Any) -> None:
        await self.post("fault", kind=kind, method=method, **about)

    async def no_faults(self) -> None:
        await self._call("DELETE", f"{self.token}/fault")

    async def latency(self, milliseconds: float) -> None:
        await self._call("POST", "latency", body={"ms": milliseconds})

    async def travel(self, to: datetime | timedelta) -> datetime:
        """Move the chat's clock to an instant or on by so much; where it stands then."""
        by = {"advance": to.total_seconds()} if isinstance(to, timedelta) else {"now": to.isoformat()}
        return datetime.fromisoformat((await self._call("POST", "clock", body=by))["now"])

    async def update(self, raw: Any) -> None:
        """Queue exactly this as an update, however malformed."""
        await self.post("updates", raw=[raw])


@asynccontextmanager
async def control(url: str, token: str) -> AsyncIterator[Control]:
    """A client of the world of a token, with a session of its own."""
    async with ClientSession() as session:
        yield Control(url, token, session)


def number(of: Any) -> int:
    """The id of a user, chat or message's chat, or the number itself."""
    identifier: int = of["id"] if isinstance(of, dict) else of
    return identifier


def in_words(message: Json) -> str:
    """A message on a few lines, as a failed test shows it: who, words, buttons."""
    words = (
        message.get("text")
        or message.get("caption")
        or next(
            (f"<{kind}>" for kind in ("photo", "document", "voice", "video", "location", "contact") if kind in message),
            "",
        )
    )
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    buttons = "".join("\n    [" + "] [".join(button["text"] for button in row) + "]" for row in rows)
    return f"{message['message_id']} {message['from']['first_name']}: {words}{buttons}"


def _holds(predicate: str | Callable[[Json], Any], message: Json) -> bool:
    if callable(predicate):
        return bool(predicate(message))
    return predicate in (message.get("text") or message.get("caption") or "")


def _json(value: Any) -> Json:
    assert isinstance(value, dict)
    return value
