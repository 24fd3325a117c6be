"""A whole house for end-to-end tests: localchat, the real application, a sample organisation; people who talk.

async def test_a_visit_told_in_one_line(house):
    lin = await house.enrols("林悦")
    card = await lin.says("今天上午拜访一中王校长，聊了续约，下周三送方案")
    assert "龙岩一中" in card.text
    undone = await lin.presses("撤销")
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession
from sqlalchemy import func, select, text

from bot.application import Application, application
from bot.clock import Clock
from bot.settings import Settings
from domain.staff import Actor, Grade, Role
from localchat.client import Control
from localchat.server import LocalChat
from services import staff as members
from storage import clients, organisation, outbox, persons, staff
from storage.store import Store
from storage.tx import Tx

T = TypeVar("T")

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
"""Wednesday, 18 March 2026, 18:20 in Shanghai."""

STAFF: tuple[tuple[str, Role, dict[str, Any]], ...] = (
    ("周敏", Role.LEADER, {"group": "一组"}),
    ("吴江", Role.LEADER, {"group": "二组"}),
    ("林悦", Role.MANAGER, {"group": "一组", "grade": Grade.SENIOR}),
    ("郑凯", Role.MANAGER, {"group": "一组", "grade": Grade.JUNIOR}),
    ("何芳", Role.MANAGER, {"group": "二组", "grade": Grade.INTERMEDIATE}),
    ("小孟", Role.ASSISTANT, {"group": "一组", "assists": ("林悦",)}),
    ("高主管", Role.SUPERVISOR, {"groups": ("一组", "二组")}),
    ("秦管理", Role.ADMIN, {}),
    ("任质检", Role.INSPECTOR, {}),
)

CLIENTS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("龙岩一中", "A", "教育", ("一中", "市一中"), "林悦"),
    ("雁溪中学", "B", "教育", ("雁中",), "林悦"),
    ("龙岩市第二医院", "A", "医疗", ("二院",), "林悦"),
    ("龙津职业技术学院", "A", "教育", ("龙津", "职院"), "林悦"),
    ("龙津街道办事处", "C", "政府", ("龙津街道", "街道办"), "林悦"),
    ("紫岭矿业股份有限公司", "A", "矿业", ("紫岭",), "郑凯"),
    ("莲山大酒店", "B", "酒店", ("莲山",), "郑凯"),
    ("汀州银行", "A", "银行", ("汀州行",), "何芳"),
    ("Dragonfly Electronics", "A", "制造", ("Dragonfly", "DF"), "何芳"),
)

PERSONS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    # client, name, sex, position, phone, birthday, birthday type
    ("龙岩一中", "王建斌", "male", "校长", "13900000101", "1969-11-02", "solar"),
    ("龙岩一中", "陈丽娟", "female", "办公室主任", "13900000102", "1978-03-21", "solar"),
    ("雁溪中学", "王淑惠", "female", "校长", "13900000103", "1972-02-05", "lunar"),
    ("龙岩市第二医院", "陈海波", "male", "院长", "13900000104", "1970-05-20", "solar"),
    ("龙津职业技术学院", "欧阳振华", "male", "院长", "13900000105", "", ""),
    ("龙津街道办事处", "詹美玲", "female", "主任", "13900000106", "", ""),
    ("紫岭矿业股份有限公司", "钟志远", "male", "经理", "13900000107", "1980-10-01", "solar"),
    ("莲山大酒店", "戴国良", "male", "总经理", "13900000108", "", ""),
    ("汀州银行", "邱文胜", "male", "行长", "13900000109", "", ""),
    ("Dragonfly Electronics", "Kevin Huang", "male", "IT manager", "13900000110", "", ""),
)


def settle(tx: Tx) -> None:
    """The sample organisation of the tests: two groups, nine members, nine clients, ten persons."""
    organisation.save(tx, name="闽西分公司", timezone="Asia/Shanghai", language="zh_Hans", own_company="移动")
    for name, role, about in STAFF:
        members.add(tx, NOW, name=name, role=role, **about)
    ids = {member.name: member.id for member in staff.everyone(tx)}
    homes: dict[str, int] = {}
    for name, class_, industry, aliases, manager in CLIENTS:
        values = {"name": name, "class_": class_, "industry": industry, "manager_id": ids[manager]}
        values["district"] = "新罗区"
        homes[name] = clients.add(tx, values, aliases, datetime(2026, 1, 5).date())
    for client, name, sex, position, phone, birthday, kind in PERSONS:
        values = {"client_id": homes[client], "name": name, "sex": sex, "position": position, "phone": phone}
        persons.add(tx, {**values, "birthday": birthday or None, "birthday_type": kind or None})
    organisation.touch(tx)


def actor(tx: Tx, name: str) -> Actor:
    """A member as guards and scopes see them."""
    member, house = staff.by_name(tx, name), organisation.load(tx)
    assert member is not None and house is not None
    return Actor(member, house)


@dataclass(frozen=True)
class Said:
    """One message of the bot, as it stands on the screen."""

    id: int
    text: str
    buttons: tuple[str, ...]
    keyboard: tuple[str, ...]
    raw: dict[str, Any]

    @classmethod
    def of(cls, message: dict[str, Any]) -> "Said":
        markup = message.get("reply_markup") or {}
        labels = tuple(key["text"] for row in markup.get("inline_keyboard", []) for key in row)
        keys = tuple(key["text"] for row in markup.get("keyboard", []) for key in row)
        text = message.get("text") or message.get("caption") or ""
        return cls(message["message_id"], text, labels, keys, message)


class Member:
    """Somebody at their phone, in the private chat with the bot."""

    def __init__(self, house: "House", name: str, user: dict[str, Any]) -> None:
        self.house = house
        self.name = name
        self.user = user
        self.id: int = user["id"]

    async def says(self, text: str, **content: Any) -> Said:
        """Say something (or send `photo=`, `location=` … as the control API has them); the bot's answer."""
        sent = await self.house.chat.send(self.user, text or None, **content)
        return await self.hears(after=sent["message_id"])

    async def hears(self, containing: str | Callable[[dict[str, Any]], bool] = "", *, after: int = 0) -> Said:
        """The newest message of the bot (that contains something), once it is there."""
        return Said.of(await self.house.chat.wait_for(self.user, containing, after=after))

    async def presses(self, label: str, message: Said | None = None) -> Said:
        """Press a button of the newest message (or of that one); that message as it stands afterwards."""
        target = message or await self.last()
        self.toast = await self.house.chat.press(self.user, target.raw, text=label)
        await self.house.quiet()
        return next(said for said in await self.transcript() if said.id == target.id)

    async def last(self) -> Said:
        """The newest message in the chat."""
        return Said.of(await self.house.chat.last(self.user))

    async def transcript(self) -> list[Said]:
        """All that stands in the chat, oldest first."""
        return [Said.of(message) for message in await self.house.chat.transcript(self.user)]

    toast: dict[str, Any] | None = None
    """What the last press was answered with."""


class House:
    """A running application, its chat server and its people."""

    def __init__(self, app: Application, chat: Control) -> None:
        self.app = app
        self.chat = chat
        self._members: dict[str, Member] = {}

    async def enrols(self, name: str, language_code: str = "zh-hans") -> Member:
        """A member joins by their invitation, as in real life."""
        if name in self._members:
            return self._members[name]
        user = await self.chat.user(name, language_code=language_code)
        code = await self.invited(name)
        member = self._members[name] = Member(self, name, user)
        await member.says(f"/start {code}")
        return member

    async def invited(self, name: str) -> str:
        """The code of an invitation made for a member just now."""
        return await self.app.store.run(self._invited, name)

    @staticmethod
    def _invited(tx: Tx, name: str) -> str:
        found = staff.by_name(tx, name)
        assert found is not None
        return members.invite(tx, found.id, NOW)

    async def stranger(self, name: str = "路人", language_code: str = "zh-hans") -> Member:
        """Somebody who is no member."""
        return Member(self, name, await self.chat.user(name, language_code=language_code))

    async def records(self, unit: Callable[..., T], *args: Any) -> T:
        """Read the database."""
        return await self.app.store.read(unit, *args)

    async def quiet(self) -> None:
        """Wait until every update taken in is answered and everything queued for now has been sent.

        The server is asked first: what it was told to forget stands in the inbox by then. The other way round an update
        may pass from the one to the other between the two questions, and be seen by neither.
        """
        deadline = asyncio.get_running_loop().time() + 10
        while asyncio.get_running_loop().time() < deadline:
            soon = self.app.clock.now() + timedelta(minutes=1)
            if not await self.chat.pending() and not await self.app.store.read(_open_rows, soon):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the house did not come to rest within 10 seconds")


def _open_rows(tx: Tx, soon: datetime) -> int:
    waiting = tx.value(text("SELECT count(*) FROM inbox WHERE done_at IS NULL"))
    unsent = (outbox.outbox.c.state.in_(("waiting", "sending")), outbox.outbox.c.due_at <= soon)
    return int(waiting) + int(tx.value(select(func.count()).select_from(outbox.outbox).where(*unsent)))


async def _first_tick(settings: Settings) -> None:
    """Wait for the clock's first word: what it reminds of is said before anybody is there, not in between."""
    deadline = asyncio.get_running_loop().time() + 20
    while not (settings.data / "heartbeat").exists():
        assert asyncio.get_running_loop().time() < deadline, "the clock does not start"
        await asyncio.sleep(0.005)


@asynccontextmanager
async def open_house(folder: Path, database: Path, *, now: datetime = NOW) -> AsyncIterator[House]:
    """A house on a migrated database, at an instant."""
    server = LocalChat(any_token=True)
    await server.start()
    settings = Settings(token="123456:" + "A" * 35, api_url=server.url, data=folder, pacing=False)
    shutil.copyfile(database, settings.database)
    store = await Store.open(settings.database)
    await store.run(settle)
    await store.close()
    async with ClientSession() as session:
        chat = Control(server.url, settings.token.get_secret_value() if settings.token else "", session)
        await chat.world()
        await chat.travel(now)
        async with application(settings, Clock(now)) as app:
            stopping = asyncio.Event()
            running = asyncio.ensure_future(app.run(stopping))
            try:
                await _first_tick(settings)
                yield House(app, chat)
            finally:
                stopping.set()
                await running
    await server.stop()
