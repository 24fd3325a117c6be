"""What the network and Telegram may do to a running bot: answers arrive all the same, prompts never twice."""

import asyncio
import json
import socket
from typing import Any

import pytest
from sqlalchemy import text

from localchat.client import Control
from tests.survival.between import between
from tests.survival.ledger import texts_of
from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Bot, Field

LIN, KAI, ZHOU = MEMBERS["林悦"], MEMBERS["郑凯"], MEMBERS["周敏"]
PATIENCE = 25.0


async def times_said(field: Field, chat_id: int, word: str) -> int:
    return sum(word in said for said in texts_of(await field.chat.transcript(chat_id)))


async def started(field: Field) -> Control:
    """The bot up and heard of."""
    field.bot.start()
    await field.chat.ask(LIN, "/help", timeout=PATIENCE)
    await quiet(field)
    return field.chat


def one(field: Field, query: str) -> Any:
    with field.database() as tx:
        return tx.value(text(query))


def logged(bot: Bot) -> set[str]:
    """The names of what the bot logged."""
    lines = [line for line in bot.log.read_text().splitlines() if line.startswith("{")]
    return {json.loads(line)["event"] for line in lines}


@pytest.mark.parametrize(
    ("kind", "most"),
    [("429", 1), ("500", 1), ("drop_before", 1), ("drop_after", 2), ("timeout", 1), ("garbage", 1)],
)
async def test_an_answer_outlives_trouble_and_is_repeated_only_where_nobody_can_tell(
    field: Field, kind: str, most: int
) -> None:
    chat = await started(field)
    await chat.fault(kind, "sendMessage", seconds=0.5)
    sent = await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    await chat.send(LIN, "今天拜访一中王校长，聊了专线K00002")
    await chat.wait_for(LIN, "K00002", after=sent, timeout=PATIENCE)
    await quiet(field)
    assert 1 <= await times_said(field, LIN, "K00001") <= most
    assert one(field, "SELECT count(*) FROM visits") == 2
    said = [word for word in texts_of(await chat.transcript(LIN)) if "K0000" in word]
    assert "K00001" in said[0]
    assert "K00002" in said[-1]


@pytest.mark.parametrize(
    ("kind", "states"),
    [("drop_after", {"uncertain": 1}), ("drop_before", {"uncertain": 0}), ("500", {"uncertain": 0, "sent": 1})],
)
async def test_a_prompt_is_never_said_twice_whatever_happens_to_it(
    field: Field, kind: str, states: dict[str, int]
) -> None:
    chat = await started(field)
    await chat.fault(kind, "sendMessage", chat=ZHOU)
    await chat.ask(KAI, "今天拜访莲山戴总，电信报价很低K00001", timeout=PATIENCE)
    await quiet(field)
    field.bot.kill()
    field.bot.start()
    await chat.ask(LIN, "/help", timeout=PATIENCE)
    await quiet(field)
    state = one(field, "SELECT state FROM outbox WHERE key LIKE 'competitor:%'")
    assert state in states
    assert await times_said(field, ZHOU, "K00001") == states[state]


async def test_who_blocked_the_bot_is_noted_until_they_write_again(field: Field) -> None:
    chat = await started(field)
    await chat.block(ZHOU)
    blocked = f"SELECT blocked_at FROM staff WHERE telegram_id = {ZHOU}"
    await quiet(field)
    assert one(field, blocked) is not None
    await chat.ask(KAI, "今天拜访莲山戴总，电信报价很低K00001", timeout=PATIENCE)
    await quiet(field)
    assert one(field, "SELECT state FROM outbox WHERE key LIKE 'competitor:%'") == "dead"
    await chat.ask(ZHOU, "/help", timeout=PATIENCE)
    await quiet(field)
    assert one(field, blocked) is None


async def test_a_refused_message_is_given_up_and_the_next_is_said(field: Field) -> None:
    chat = await started(field)
    await chat.fault("400", "sendMessage")
    await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    await chat.ask(LIN, "今天拜访一中王校长，聊了专线K00002", timeout=PATIENCE)
    await chat.wait_for(LIN, "K00002", timeout=PATIENCE)
    await quiet(field)
    assert await times_said(field, LIN, "K00001") == 0
    assert one(field, "SELECT count(*) FROM visits") == 2
    assert one(field, "SELECT count(*) FROM outbox WHERE state = 'dead'") == 1


async def test_a_press_is_done_once_though_its_edit_and_its_answer_meet_trouble(field: Field) -> None:
    chat = await started(field)
    card = await chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001", timeout=PATIENCE)
    await chat.fault("400", "answerCallbackQuery")
    await chat.fault("drop_after", "editMessageText")
    await chat.press(LIN, card, text="撤销", wait=None)
    await chat.wait_for(LIN, "已撤销", timeout=PATIENCE)
    await quiet(field)
    assert one(field, "SELECT count(*) FROM audit WHERE action = 'visit_undone'") == 1
    assert texts_of(await chat.transcript(LIN))[-1].count("K00001") == 1


async def test_another_poller_is_said_and_survived(field: Field) -> None:
    chat = await started(field)
    other = chat._session
    async with other.get(chat.bot_api + "getUpdates", params={"timeout": 0}) as answer:
        assert answer.status == 200
    await chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001", timeout=PATIENCE)
    await quiet(field)
    assert "another_poller" in logged(field.bot)
    assert await times_said(field, LIN, "K00001") == 1


async def test_a_webhook_left_behind_is_said_and_survived(field: Field) -> None:
    chat = await started(field)
    async with chat._session.get(chat.bot_api + "setWebhook", params={"url": "http://127.0.0.1:9/x"}) as answer:
        assert answer.status == 200
    await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    await asyncio.sleep(1.5)
    assert "another_poller" in logged(field.bot)
    async with chat._session.get(chat.bot_api + "deleteWebhook") as answer:
        assert answer.status == 200
    await chat.wait_for(LIN, "K00001", timeout=PATIENCE)
    assert await times_said(field, LIN, "K00001") == 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_with_no_network_at_the_start_it_says_so_and_serves_once_there_is_one(bot: Bot, field: Field) -> None:
    server, port = bot.url, _free_port()
    bot.url = f"http://127.0.0.1:{port}"
    await field.chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    bot.start()
    await asyncio.sleep(1.0)
    assert "no_connection" in logged(bot)
    async with between(server, port):
        await field.chat.wait_for(LIN, "K00001", timeout=PATIENCE)
        bot.kill()


async def test_a_token_taken_back_while_running_loses_nothing(bot: Bot, field: Field) -> None:
    async with between(bot.url) as wire:
        bot.url = wire.url
        chat = await started(field)
        wire.always = 401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
        await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
        await chat.send(KAI, "今天拜访莲山戴总，聊了专线K00002")
        assert await _refused(bot)
        wire.always = None
        await chat.wait_for(LIN, "K00001", timeout=PATIENCE)
        await chat.wait_for(KAI, "K00002", timeout=PATIENCE)
        assert bot.running
        bot.kill()


async def _refused(bot: Bot) -> bool:
    for _ in range(100):
        if "token_refused" in logged(bot):
            return True
        await asyncio.sleep(0.1)
    return False


async def test_with_a_wrong_token_it_ends_and_says_what_to_do(bot: Bot, field: Field) -> None:
    async with between(bot.url) as wire:
        wire.always = 401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
        bot.url = wire.url
        bot.start()
        assert await asyncio.to_thread(bot.wait, 10) == 1
    assert "@BotFather" in bot.log.read_text()
    assert "Traceback" not in bot.log.read_text()


NO_ANSWERS = [
    *(b"", b"no json", b"\xff\xfe\x00", b"null", b"[]", b'"x"', b"7", b'{"ok":true}', b'{"ok":true,"result":'),
    *(b'{"ok":true,"result":{}}', b'{"ok":true,"result":"x"}', b"[" * 100_000, b'{"ok":true,"result":null}'),
]
NO_UPDATES = [1, None, "x", {}, {"update_id": "7"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**64}, [[]]]


async def test_answers_of_no_form_are_borne_and_what_is_no_update_is_kept_aside(bot: Bot, field: Field) -> None:
    async with between(bot.url) as wire:
        bot.url = wire.url
        empty = 200, b'{"ok":true,"result":[]}'
        chat = await started(field)
        broken = [answer for body in NO_ANSWERS for answer in ((200, body), empty)]
        body = json.dumps({"ok": True, "result": NO_UPDATES}).encode()
        wire.instead["getUpdates"] = [*broken, (200, body), (502, b"<html>"), empty, (200, b"")]
        wire.instead["sendMessage"] = [(200, b"[]"), (200, b'{"ok":true}')]
        await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")  # ends the poll that is under way
        await chat.wait_for(LIN, "K00001", timeout=60)
        for _ in range(400):
            if not wire.instead["getUpdates"]:
                break
            await asyncio.sleep(0.1)
        assert wire.instead["getUpdates"] == []
        await chat.ask(KAI, "今天拜访莲山戴总，聊了专线K00002", timeout=PATIENCE)
        assert bot.running
        bot.kill()
    assert one(field, "SELECT count(*) FROM dead_letters") == len(NO_UPDATES)


async def test_what_waited_is_answered_before_what_is_new_after_a_crash(field: Field) -> None:
    chat = await started(field)
    await chat.fault("timeout", "sendMessage", times=None, seconds=30)
    for number in range(20):
        await chat.send(LIN, f"今天拜访一中王校长，聊了续约K{number:05}")
    for _ in range(100):
        if one(field, "SELECT count(*) FROM visits") == 20:
            break
        await asyncio.sleep(0.1)
    field.bot.kill()
    await chat.no_faults()
    await chat.send(LIN, "今天拜访一中王校长，聊了续约K00020")
    field.bot.start()
    await chat.wait_for(LIN, "K00020", timeout=PATIENCE)
    await quiet(field)
    said = [said for said in texts_of(await chat.transcript(LIN)) if "K000" in said]
    assert [f"K{number:05}" in said[number] for number in range(21)] == [True] * 21
