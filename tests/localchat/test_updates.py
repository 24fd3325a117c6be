"""getUpdates: order, confirmation, long polls, one poller at a time; and webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from localchat.client import Control
from tests.localchat.conftest import Bot, Refusal

Json = dict[str, Any]


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def until_polled(bot: Bot) -> None:
    """Until the server has a poll waiting; asked of the server itself, since a waiting call is in no log yet."""
    async with asyncio.timeout(5):
        while not bot.chat.worlds[bot.token].updates.polled:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, control: Control, lin: Json) -> None:
    for text in ("一", "二", "三"):
        await control.send(lin, text)
    first = await bot("getUpdates")
    assert texts(first) == ["一", "二", "三"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    assert await bot("getUpdates") == first
    assert texts(await bot("getUpdates", offset=first[1]["update_id"])) == ["二", "三"]
    assert texts(await bot("getUpdates", limit=1)) == ["二"]
    assert await control.pending() == 2
    assert texts(await bot("getUpdates", offset=-1)) == ["三"]
    assert await bot("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert await control.pending() == 0


async def test_a_long_poll_answers_as_soon_as_something_comes(bot: Bot, control: Control, lin: Json) -> None:
    poll = asyncio.ensure_future(bot("getUpdates", timeout=50))
    await until_polled(bot)
    await control.send(lin, "来了")
    assert texts(await poll) == ["来了"]


async def test_a_poll_with_nothing_to_give_ends_empty(bot: Bot) -> None:
    assert await bot("getUpdates", timeout=1) == []


async def test_a_second_poller_ends_the_first_with_409(bot: Bot, control: Control, lin: Json) -> None:
    first = asyncio.ensure_future(bot("getUpdates", timeout=50))
    await until_polled(bot)
    second = asyncio.ensure_future(bot("getUpdates", timeout=50))
    with pytest.raises(Refusal) as refused:
        await first
    assert refused.value.code == 409
    assert refused.value.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await control.send(lin, "给第二个")
    assert texts(await second) == ["给第二个"]


async def test_only_the_kinds_asked_for_are_queued_from_then_on(bot: Bot, control: Control, lin: Json) -> None:
    said = await control.send(lin, "一")
    await bot("getUpdates", allowed_updates=["edited_message"])
    await control.send(lin, "二")
    await control.edit(lin, said, "改")
    assert [sorted(update)[0] for update in await bot.updates()] == ["message", "edited_message"]
    refused = await bot.refused("getUpdates", allowed_updates=["telepathy"])
    assert 'unknown kind of update "telepathy"' in refused.description


async def test_raw_updates_are_handed_out_exactly_as_they_were_given(bot: Bot, control: Control) -> None:
    await control.post("update", message={"text": 5}, odd=None)
    await control.post("updates", raw=[{"update_id": "x"}, 7, "words", None, [], {"message": {}}])
    found = await bot("getUpdates")
    first = found[0]["update_id"]
    assert found == [
        {"update_id": first, "message": {"text": 5}, "odd": None},
        {"update_id": "x"},
        7,
        "words",
        None,
        [],
        {"update_id": first + 6, "message": {}},
    ]
    assert await bot("getUpdates", offset=first + 7) == []
    assert await control.pending() == 0


async def test_a_repeated_update_id_is_confirmed_with_its_twin(bot: Bot, control: Control) -> None:
    await control.post("updates", raw=[{"update_id": 900}, {"update_id": 905}, {"update_id": 900}])
    assert [update["update_id"] for update in await bot("getUpdates")] == [900, 905, 900]
    assert await bot("getUpdates", offset=901) == [{"update_id": 905}]


async def test_ten_thousand_updates_come_in_order_a_hundred_at_a_time(bot: Bot, control: Control) -> None:
    await control.post("updates", raw=[{"n": n} for n in range(10_000)])
    seen, offset = [], 0
    while found := await bot("getUpdates", offset=offset):
        assert len(found) <= 100
        seen += [update["n"] for update in found]
        offset = found[-1]["update_id"] + 1
    assert seen == list(range(10_000))


class Hook:
    """A web server that takes updates, refusing as often as it is told to."""

    def __init__(self) -> None:
        self.taken: asyncio.Queue[tuple[str | None, Json]] = asyncio.Queue()
        self.refuse = 0
        self.url = ""

    async def take(self, request: web.BaseRequest) -> web.Response:
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=500)
        await self.taken.put((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.Response()

    async def next(self) -> tuple[str | None, Json]:
        return await asyncio.wait_for(self.taken.get(), 5)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    runner = web.ServerRunner(web.Server(hook.take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_what_waited_and_what_comes_with_its_secret(
    bot: Bot, control: Control, lin: Json, hook: Hook
) -> None:
    await control.send(lin, "之前")
    await bot("setWebhook", url=hook.url, secret_token="s3cret", max_connections=3)
    await control.send(lin, "之后")
    secret, first = await hook.next()
    _, second = await hook.next()
    assert secret == "s3cret"
    assert texts([first, second]) == ["之前", "之后"]
    info = await bot("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (hook.url, 3)


async def test_a_webhook_that_refuses_gets_the_update_again(bot: Bot, control: Control, lin: Json, hook: Hook) -> None:
    hook.refuse = 2
    await bot("setWebhook", url=hook.url)
    await control.send(lin, "一")
    assert (await hook.next())[1]["message"]["text"] == "一"
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_bot_with_a_webhook_cannot_poll_until_it_is_deleted(bot: Bot, hook: Hook) -> None:
    poll = asyncio.ensure_future(bot("getUpdates", timeout=50))
    await until_polled(bot)
    await bot("setWebhook", url=hook.url)
    with pytest.raises(Refusal, match="409"):
        await poll
    refused = await bot.refused("getUpdates")
    assert refused.code == 409
    assert refused.description.startswith("Conflict: can't use getUpdates method while webhook is active")
    await bot("deleteWebhook")
    assert await bot("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "ftp://127.0.0.1/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com/"}, "bad webhook: localchat delivers to this machine only"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_webhooks_telegram_would_refuse_are_refused(bot: Bot, params: Json, words: str) -> None:
    assert (await bot.refused("setWebhook", **params)).description == f"Bad Request: {words}"


async def test_an_empty_address_takes_the_webhook_away(bot: Bot, hook: Hook) -> None:
    await bot("setWebhook", url=hook.url)
    await bot("setWebhook", url="")
    assert (await bot("getWebhookInfo"))["url"] == ""


async def test_half_a_character_is_handed_out_escaped_and_refused_of_the_bot(
    bot: Bot, control: Control, lin: Json
) -> None:
    await control.update({"message": {"text": "\ud83d"}})
    async with bot.session.get(f"{control.bot_api}getUpdates") as answer:
        assert b'"text":"\\ud83d"' in await answer.read()
    refused = await bot.refused("sendMessage", chat_id=lin["id"], text="\ud83d")
    assert refused.description == "Bad Request: strings must be encoded in UTF-8"
