"""What the page's tests need: a world with people, a bot that calls the Bot API by hand, and the page in a browser."""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request

from localchat.server import LocalChat

TOKEN = "700:page-test-token"
LIN = 101
CHEN = 102
ZHOU = 103

PEOPLE = [
    {"id": LIN, "name": "林悦", "role": "客户经理 · 一组", "role_en": "Client manager · group 1"},
    {"id": CHEN, "name": "陈建国", "role": "组长 · 一组", "role_en": "Group leader · group 1"},
    {"id": ZHOU, "name": "周敏", "role": "管理员", "role_en": "Administrator"},
]

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """The Chromium of this machine: FIELDCARE_CHROMIUM, else the one on the path."""
    return os.environ.get("FIELDCARE_CHROMIUM") or shutil.which("chromium")


NEEDS_CHROMIUM = pytest.mark.skipif(
    chromium_path() is None, reason="no Chromium here (Debian's `chromium`, or FIELDCARE_CHROMIUM)"
)


@dataclass
class Bot:
    """A bot whose every step the test takes itself."""

    http: aiohttp.ClientSession
    url: str
    id: int
    offset: int = 0
    _held: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, **params: Any) -> Any:
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat: int, text: str, **more: Any) -> dict[str, Any]:
        message: dict[str, Any] = await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more)
        return message

    async def upload(self, method: str, part: str, name: str, content: bytes, **params: Any) -> dict[str, Any]:
        form = aiohttp.FormData({key: str(value) for key, value in params.items()}, quote_fields=False)
        form.add_field(part, content, filename=name)
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def update(self, kind: str) -> dict[str, Any]:
        """The next update of a kind, waiting for it; others are passed over."""
        for _ in range(20):
            if not self._held:
                self._held = await self.call("getUpdates", offset=self.offset, timeout=5)
            while self._held:
                update = self._held.pop(0)
                self.offset = update["update_id"] + 1
                if kind in update:
                    found: dict[str, Any] = update[kind]
                    return found
        raise AssertionError(f"no {kind} came")


@dataclass
class Scene:
    """A running server with the test's world in it."""

    server: LocalChat
    bot: Bot
    group: int

    @property
    def control(self) -> str:
        return f"{self.server.url}/control/{TOKEN}"

    async def post(self, path: str, **body: Any) -> Any:
        async with self.bot.http.post(f"{self.control}/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
        return answer

    async def get(self, path: str) -> Any:
        async with self.bot.http.get(f"{self.server.url}{path}") as response:
            assert response.status == 200, path
            return await response.json()


async def set_the_scene(server: LocalChat, http: aiohttp.ClientSession) -> Scene:
    """Create the bot, the people and their group in a fresh world, and fix the clock on a working morning."""
    root = f"{server.url}/control"

    async def post(path: str, **body: Any) -> Any:
        async with http.post(f"{root}/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
        return answer

    await post("clock", now="2026-03-18T01:00:00+00:00")
    bot = (await post(f"{TOKEN}/world", username="fieldcare_bot", first_name="fieldcare"))["bot"]
    for person in PEOPLE:
        await post(f"{TOKEN}/users", id=person["id"], first_name=person["name"])
    chat = await post(f"{TOKEN}/chats", title="客户一组", type="supergroup", members=[LIN, CHEN, "bot"])
    scene = Scene(server, Bot(http, server.url, bot["id"]), chat["id"])
    await scene.bot.update("message")  # that it joined the group
    return scene


def page_config(language: str = "zh_Hans") -> dict[str, Any]:
    return {
        "token": TOKEN,
        "title": "fieldcare",
        "language": language,
        "timezone": "Asia/Shanghai",
        "people": PEOPLE,
        "groups": [],
        "bot": {"id": 700, "name": "fieldcare"},
        "travel": True,
    }


@asynccontextmanager
async def running(language: str = "zh_Hans", port: int = 0) -> AsyncIterator[Scene]:
    """A localchat with the scene set, on a free port."""
    server = LocalChat(page_config=page_config(language))
    await server.start(port=port)
    try:
        async with aiohttp.ClientSession() as http:
            yield await set_the_scene(server, http)
    finally:
        await server.stop()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, *, colors: str = "light", touch: bool = False, wait: bool = True
) -> AsyncIterator[Page]:
    """The page in a window of its own; at the end no error was logged, and nothing beyond loopback asked for."""
    context = await browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=touch,
        is_mobile=touch,
        color_scheme="dark" if colors == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
        accept_downloads=False,
    )
    page = await context.new_page()
    page.set_default_timeout(8000)
    strangers: list[str] = []
    errors: list[str] = []

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            strangers.append(request.url)

    def logged(message: ConsoleMessage) -> None:
        # A refused or lost request is told on the page; everything else is an error of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    context.on("request", asked)
    page.on("console", logged)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        await page.goto(url)
        if wait:
            await page.wait_for_selector("#phone[data-ready]")
        yield page
        assert not strangers, f"asked for {strangers}"
        assert not errors, errors
    finally:
        await context.close()


def png(width: int, height: int) -> bytes:
    """A plain picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x20\x80\x70" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def buttons(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": f"do:{text}"} for text in row] for row in rows]}


async def say(page: Page, text: str) -> None:
    await page.fill(".input", text)
    await page.press(".input", "Enter")


async def choose_person(page: Page, number: int) -> None:
    await page.click(".persona")
    await page.click(f".choice:nth-child({number})")


async def attach(page: Page, way: str) -> None:
    await page.click(".input-box .icon-attach")
    await page.click(f"[data-way={way}]")
