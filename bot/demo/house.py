"""The demo's house: sample data, chat server and the product itself, in one process on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.application import Application, CannotStart, application
from bot.clock import Clock
from bot.demo import planning, sample, world
from bot.settings import Settings
from domain.staff import Actor, Staff
from localchat.server import LocalChat
from services import staff as members
from services import team_chats
from storage import organisation, outbox, staff
from storage.team_chats import TeamChat
from storage.tx import Tx

STRIDE, LIVED_THROUGH = timedelta(minutes=15), timedelta(days=1)
"""How the clock goes where time is travelled, and how much of the way it goes so."""

MOST_LOOKS, LOOK_SECONDS = 100, 0.02
"""How often, and after how long, a stride looks whether all that was said in it has arrived."""

PORT = 8025
"""Where the page is unless told otherwise: an address that stays the same can be kept as a bookmark."""


@asynccontextmanager
async def demo(
    data: Path, language: str, now: datetime | None, port: int | None
) -> AsyncIterator[tuple[Application, str]]:
    """Open the demo in an empty data folder; hands out the application, ready to run, and the address of the page.

    `now` is the instant its clock starts at, None for the present; `port` None is `PORT`, or any where that is taken.
    Raises CannotStart.
    """
    clock = Clock(now)
    chat = LocalChat(page_config={"starting": True})
    if now is not None:
        chat.clock.travel_to(now)
    here = world.open_world(chat)
    found = sample.read(language)
    ids = world.add_people(here, [row["name"] for row in found.staff], language)

    def prepare(tx: Tx) -> None:
        if organisation.load(tx) is not None:
            raise CannotStart(f"{data} holds an organisation already; the demo needs a folder of its own.")
        sample.settle(tx, found, language, clock.now())
        _enrol(tx, ids, clock.now())
        planning.plan_the_week(tx, clock.now())

    await _listen(chat, port)
    settings = Settings(token=SecretStr(world.TOKEN), api_url=chat.url, data=data, language=language, pacing=False)
    try:
        async with application(settings, clock, prepare) as app:
            everyone, groups = await app.store.read(_everyone)
            chats = world.say_hello(here, everyone, found.chats, groups)
            await app.store.run(_link, chats, clock.now())
            chat.page_config = world.page_config(here, everyone, groups, language, sample.TIMEZONE)
            chat.on_travel = partial(_travel, app, chat)
            yield app, chat.url
    finally:
        await chat.stop()


async def _travel(app: Application, chat: LocalChat, to: datetime) -> None:
    """Live through the time that is travelled: what the clock does on the way is done in its turn, and nothing is left
    out as after a stop. Of a long way only the last day is lived through."""
    at = max(app.clock.now(), to - LIVED_THROUGH)
    at -= (at - datetime.min.replace(tzinfo=at.tzinfo)) % STRIDE  # on the quarter-hours, at which things are due
    while (at := at + STRIDE) < to:
        await _live_at(app, chat, at)
    await _live_at(app, chat, to)


async def _live_at(app: Application, chat: LocalChat, at: datetime) -> None:
    """Do what is due at an instant, and see it said: in the chat too it bears that hour and not the journey's end."""
    chat.clock.travel_to(at)
    await app.travel(at)
    for _ in range(MOST_LOOKS):
        if not await app.store.read(outbox.waiting, at, most=1):
            return
        await asyncio.sleep(LOOK_SECONDS)


def _enrol(tx: Tx, telegram_ids: dict[str, int], now: datetime) -> None:
    """Everybody has used their invitation already."""
    for member in staff.everyone(tx):
        members.enrol(tx, members.invite(tx, member.id, now), telegram_ids[member.name], now)


def _link(tx: Tx, chats: dict[int, tuple[int, str]], now: datetime) -> None:
    """The chat of each group is known for its team's: its stand-ups and minutes are said there."""
    house = organisation.load(tx)
    assert house is not None
    for group_id, (chat_id, title) in chats.items():
        leader = Actor(staff.leaders_of(tx, group_id)[0], house)
        team_chats.link(tx, leader, TeamChat(group_id, chat_id, title=title), now)


def _everyone(tx: Tx) -> tuple[list[Staff], dict[int, str]]:
    return staff.everyone(tx), staff.group_names(tx)


async def _listen(chat: LocalChat, port: int | None) -> None:
    try:
        await chat.start(port=PORT if port is None else port)
    except OSError:
        if port is not None:
            raise CannotStart(f"Port {port} is taken. Choose another with --port, or leave it out.") from None
        await chat.start(port=0)
