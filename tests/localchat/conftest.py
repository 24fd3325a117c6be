"""A running localchat with one world, one person in it, and a bot that calls it over real HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from localchat.client import Control
from localchat.server import LocalChat

TOKEN = "100200300:localchat"  # no secret: localchat is on this machine only


@dataclass
class Refusal(Exception):
    code: int
    description: str
    parameters: dict[str, Any]


class Bot:
    """Calls methods as a library would: forms with JSON inside, or JSON, or multipart for files."""

    def __init__(self, chat: LocalChat, token: str, session: ClientSession) -> None:
        self.chat = chat
        self.token = token
        self.session = session

    async def __call__(self, method: str, **params: Any) -> Any:
        return await self.as_json(method, params)

    async def as_json(self, method: str, params: Any) -> Any:
        return await self._answer(method, json=params)

    async def as_form(self, method: str, params: dict[str, Any]) -> Any:
        form = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}
        return await self._answer(method, data=form)

    async def with_files(self, method: str, files: dict[str, tuple[str, bytes, str]], **params: Any) -> Any:
        form = FormData()
        for key, value in params.items():
            form.add_field(key, value if isinstance(value, str) else json.dumps(value))
        for key, (name, data, mime) in files.items():
            form.add_field(key, data, filename=name, content_type=mime)
        return await self._answer(method, data=form)

    async def _answer(self, method: str, **body: Any) -> Any:
        async with self.session.post(f"{self.chat.url}/bot{self.token}/{method}", **body) as answer:
            loaded = await answer.json()
        if not loaded["ok"]:
            assert answer.status == loaded["error_code"]
            raise Refusal(loaded["error_code"], loaded["description"], loaded.get("parameters", {}))
        return loaded["result"]

    async def refused(self, method: str, **params: Any) -> Refusal:
        """The refusal of a call that must not succeed."""
        with pytest.raises(Refusal) as caught:
            await self(method, **params)
        return caught.value

    async def updates(self, **params: Any) -> list[Any]:
        """What waits now, confirmed at once."""
        found: list[Any] = await self("getUpdates", **params)
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1, limit=1)
        return found


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def chat() -> AsyncIterator[LocalChat]:
    chat = LocalChat()
    await chat.start()
    yield chat
    await chat.stop()


@pytest.fixture
async def control(chat: LocalChat, session: ClientSession) -> Control:
    control = Control(chat.url, TOKEN, session)
    await control.world()
    return control


@pytest.fixture
def bot(chat: LocalChat, control: Control, session: ClientSession) -> Bot:
    return Bot(chat, TOKEN, session)


@pytest.fixture
async def lin(control: Control) -> dict[str, Any]:
    """林悦, who has written to the bot before."""
    return await control.user("林悦", username="linyue", language_code="zh-hans", started=True)
