"""Faults that tests ask for, Telegram's limits, latency, and the clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from localchat.client import Control, ControlError
from localchat.errors import ApiError
from localchat.limits import Limits
from localchat.server import LocalChat
from tests.localchat.conftest import TOKEN, Bot

Json = dict[str, Any]


async def say(bot: Bot, lin: Json, text: str = "好") -> Any:
    return await bot("sendMessage", chat_id=lin["id"], text=text)


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("400", "Bad Request: a fault was asked for"),
        ("403", "Forbidden: bot was blocked by the user"),
        ("429", "Too Many Requests: retry after 7"),
        ("500", "Internal Server Error"),
    ],
)
async def test_a_refusal_comes_as_often_as_asked_and_nothing_is_sent(
    bot: Bot, control: Control, lin: Json, kind: str, description: str
) -> None:
    await control.fault(kind, "sendMessage", times=2, retry_after=7)
    for _ in range(2):
        refused = await bot.refused("sendMessage", chat_id=lin["id"], text="好")
        assert (refused.code, refused.description) == (int(kind), description)
        assert refused.parameters == ({"retry_after": 7} if kind == "429" else {})
    await say(bot, lin)
    assert len(await control.transcript(lin)) == 1


@pytest.mark.parametrize(("kind", "sent"), [("drop_before", 0), ("drop_after", 1), ("timeout", 0)])
async def test_a_dropped_connection_leaves_the_call_undone_or_done(
    bot: Bot, control: Control, lin: Json, kind: str, sent: int
) -> None:
    await control.fault(kind, "sendMessage", seconds=0.01)
    with pytest.raises(ClientError):
        await say(bot, lin)
    assert len(await control.transcript(lin)) == sent
    await say(bot, lin)


async def test_garbage_is_no_json(bot: Bot, control: Control, lin: Json) -> None:
    await control.fault("garbage")
    async with bot.session.post(f"{control.bot_api}getMe") as answer:
        with pytest.raises(json.JSONDecodeError):
            json.loads(await answer.text())


async def test_a_slow_call_is_performed_all_the_same(bot: Bot, control: Control, lin: Json) -> None:
    await control.fault("slow", "sendMessage", seconds=0.01)
    await say(bot, lin)
    assert len(await control.transcript(lin)) == 1


async def test_a_fault_can_be_kept_to_one_chat_and_cleared(bot: Bot, control: Control, lin: Json) -> None:
    wang = await control.user("王", started=True)
    await control.fault("500", times=None, chat=lin["id"])
    await say(bot, wang)
    for _ in range(3):
        assert (await bot.refused("sendMessage", chat_id=lin["id"], text="好")).code == 500
    await control.no_faults()
    await say(bot, lin)
    with pytest.raises(ControlError, match="a fault is one of"):
        await control.fault("telepathy")


async def test_a_bot_api_answer_takes_the_latency_while_others_are_served(
    bot: Bot, control: Control, lin: Json
) -> None:
    await control.latency(3_600_000)
    waiting = asyncio.ensure_future(say(bot, lin))
    await control.send(lin, "一")
    assert not waiting.done()
    waiting.cancel()
    await control.latency(1)
    await say(bot, lin)


async def test_the_clock_dates_messages_and_runs_on_from_where_it_was_put(
    bot: Bot, control: Control, lin: Json
) -> None:
    morning = datetime(2026, 3, 25, 0, 25, tzinfo=UTC)
    assert (await control.travel(morning)) - morning < timedelta(seconds=10)
    sent = await say(bot, lin)
    assert 0 <= sent["date"] - morning.timestamp() < 10
    assert (await control.travel(timedelta(hours=1))) - morning >= timedelta(hours=1)
    events, _ = await control.events()
    assert [event["type"] for event in events if event["type"] == "clock"] == ["clock", "clock"]
    async with bot.session.post(f"{control.url}/control/clock", json={"real": True}) as answer:
        real = datetime.fromisoformat((await answer.json())["now"])
    assert real.year != 2026 or abs(real - morning) > timedelta(days=1)
    async with bot.session.post(f"{control.url}/control/clock", json={"now": "2026-03-25T08:00"}) as answer:
        assert answer.status == 400


async def test_travelling_is_awaited_before_it_is_answered(session: ClientSession) -> None:
    heard: list[datetime] = []

    async def on_travel(now: datetime) -> None:
        heard.append(now)

    chat = LocalChat(on_travel=on_travel)
    await chat.start()
    try:
        there = await Control(chat.url, TOKEN, session).travel(datetime(2026, 3, 25, tzinfo=UTC))
        assert abs(there - heard[0]) < timedelta(seconds=10)
    finally:
        await chat.stop()


@pytest.fixture
async def strict(session: ClientSession) -> AsyncIterator[Bot]:
    """The bot of a server that keeps Telegram's limits."""
    chat = LocalChat(limits=True, any_token=True)
    await chat.start()
    yield Bot(chat, TOKEN, session)
    await chat.stop()


async def test_more_than_a_burst_to_one_person_is_refused_with_the_time_to_wait(strict: Bot) -> None:
    control = Control(strict.chat.url, TOKEN, strict.session)
    await control.world()
    lin = await control.user("林悦", started=True)
    for _ in range(3):
        await say(strict, lin)
    refused = await strict.refused("sendMessage", chat_id=lin["id"], text="好")
    assert (refused.code, refused.parameters) == (429, {"retry_after": 1})
    await strict("sendChatAction", chat_id=lin["id"], action="typing")


def test_limits_are_one_a_second_to_a_person_twenty_a_minute_to_a_group_thirty_a_second_in_all() -> None:
    limits = Limits()
    for n in range(3):
        limits.spend(1, 1, 100.0 + n / 10)
    assert wait_asked(limits, 1, 100.3) == 1
    limits.spend(1, 1, 101.4)
    for n in range(20):
        limits.spend(-1, 1, 110.0 + n)
    assert wait_asked(limits, -1, 130.0) == 40
    limits.spend(-1, 1, 170.1)
    for n in range(30):
        limits.spend(1000 + n, 1, 200.0)
    assert wait_asked(limits, 2000, 200.5) == 5
    assert wait_asked(limits, 2000, 203.0) == 3
    limits.spend(2000, 1, 205.6)


def wait_asked(limits: Limits, chat: int, now: float) -> int:
    with pytest.raises(ApiError) as refused:
        limits.spend(chat, 1, now)
    return refused.value.parameters["retry_after"]


async def test_stopping_ends_a_long_poll_at_once(session: ClientSession) -> None:
    chat = LocalChat(any_token=True)
    await chat.start()
    url = f"{chat.url}/bot{TOKEN}/getUpdates"
    poll = asyncio.ensure_future(session.post(url, json={"timeout": 50}, timeout=ClientTimeout(total=10)))
    async with asyncio.timeout(5):
        while TOKEN not in chat.worlds or not chat.worlds[TOKEN].updates.polled:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await chat.stop()
        async with await poll as answer:
            assert answer.status == 500
