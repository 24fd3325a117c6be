"""The control API and its Python client."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from aiohttp import ClientSession

from localchat.client import Control, ControlError, NothingCame, control, in_words
from localchat.server import LocalChat
from tests.localchat.conftest import TOKEN, Bot

Json = dict[str, Any]
INLINE = {"inline_keyboard": [[{"text": "✅ 保存", "callback_data": "s"}], [{"text": "✏️ 修改", "callback_data": "c"}]]}


async def test_waiting_gives_the_message_as_soon_as_it_is_sent(bot: Bot, control: Control, lin: Json) -> None:
    wait = asyncio.ensure_future(control.wait_for(lin, "已保存"))
    await bot("sendMessage", chat_id=lin["id"], text="好的")
    sent = await bot("sendMessage", chat_id=lin["id"], text="已保存：一中")
    assert (await wait)["message_id"] == sent["message_id"]


async def test_waiting_sees_edits(bot: Bot, control: Control, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="好的")
    wait = asyncio.ensure_future(control.wait_for(lin, lambda message: "edit_date" in message))
    await bot("editMessageText", chat_id=lin["id"], message_id=sent["message_id"], text="改了")
    assert (await wait)["text"] == "改了"


async def test_waiting_in_vain_shows_what_was_said_instead(bot: Bot, control: Control, lin: Json) -> None:
    await bot("sendMessage", chat_id=lin["id"], text="没听懂", reply_markup=INLINE)
    with pytest.raises(NothingCame, match=r"没听懂\n    \[✅ 保存\]\n    \[✏️ 修改\]"):
        await control.wait_for(lin, "已保存", timeout=0.01)


async def test_asking_waits_for_the_next_message_only(bot: Bot, control: Control, lin: Json) -> None:
    await bot("sendMessage", chat_id=lin["id"], text="旧的")

    async def serve() -> None:
        await bot("getUpdates", timeout=5)
        await bot("sendMessage", chat_id=lin["id"], text="新的")

    answer, _ = await asyncio.gather(control.ask(lin, "你好"), serve())
    assert answer["text"] == "新的"


async def test_a_button_is_pressed_by_its_words_part_of_them_or_its_place(
    bot: Bot, control: Control, lin: Json
) -> None:
    message = await bot("sendMessage", chat_id=lin["id"], text="一", reply_markup=INLINE)
    await control.press(lin, message, "✅ 保存", wait=None)
    await control.press(lin, message, "修改", wait=None)
    await control.post("press", user=lin["id"], message_id=message["message_id"], row=1, column=0)
    assert [update["callback_query"]["data"] for update in await bot.updates()] == ["s", "c", "c"]
    with pytest.raises(ControlError, match=r'0 buttons read "删除"; there are: ✅ 保存 \| ✏️ 修改'):
        await control.press(lin, message, "删除", wait=None)
    with pytest.raises(ControlError, match="there is no such button"):
        await control.post("press", user=lin["id"], message_id=message["message_id"], row=5)


async def test_a_text_too_long_for_one_message_is_sent_as_several(bot: Bot, control: Control, lin: Json) -> None:
    await control.send(lin, "长" * 10_000)
    lengths = [len(update["message"]["text"]) for update in await bot.updates()]
    assert lengths == [4096, 4096, 1808]


async def test_only_ones_own_message_can_be_edited(bot: Bot, control: Control, lin: Json) -> None:
    said = await control.send(lin, "拜访一中")
    await control.edit(lin, said, "拜访二中 /help")
    edited = (await bot.updates())[-1]["edited_message"]
    assert (edited["text"], edited["entities"][0]["type"]) == ("拜访二中 /help", "bot_command")
    sent = await bot("sendMessage", chat_id=lin["id"], text="好")
    with pytest.raises(ControlError, match="message can't be edited"):
        await control.edit(lin, sent, "坏")


async def test_events_tell_everything_once_in_order(bot: Bot, control: Control, lin: Json) -> None:
    _, start = await control.events(after=-1)
    await control.send(lin, "一")
    sent = await bot("sendMessage", chat_id=lin["id"], text="二", reply_markup=INLINE)
    await bot("editMessageText", chat_id=lin["id"], message_id=sent["message_id"], text="三")
    await control.press(lin, sent, data="x", wait=None)
    query = (await bot.updates())[-1]["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"])
    await bot("deleteMessage", chat_id=lin["id"], message_id=sent["message_id"])
    await bot("setMyCommands", commands=[{"command": "a", "description": "b"}])
    events, last = await control.events(after=start)
    assert [event["type"] for event in events] == ["message", "message", "edit", "toast", "delete", "commands"]
    assert [event["n"] for event in events] == list(range(start + 1, last + 1))
    assert events[2]["message"]["text"] == "三"
    assert events[3]["text"] == ""


async def test_calls_are_logged_with_their_outcome(bot: Bot, control: Control, lin: Json) -> None:
    await bot("sendMessage", chat_id=lin["id"], text="一")
    await bot.refused("sendMessage", chat_id=lin["id"], text="")
    done, refused = await control.calls("sendMessage")
    assert (done["ok"], done["params"]) == (True, {"chat_id": lin["id"], "text": "一"})
    assert (refused["ok"], refused["error_code"]) == (False, 400)
    assert refused["description"] == "Bad Request: message text is empty"
    assert (await control.get("counts"))["counts"] == {"sendMessage": 2}


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", f"{TOKEN}/nothing", {}, 404),
        ("GET", "nothing", None, 404),
        ("POST", "1:unknown/send", {}, 404),
        ("POST", f"{TOKEN}/send", {"user": 1, "text": "x"}, 400),
        ("POST", f"{TOKEN}/send", {"text": "x"}, 400),
        ("POST", f"{TOKEN}/chats", {}, 400),
        ("GET", f"{TOKEN}/transcript?chat=x", None, 400),
        ("GET", f"{TOKEN}/file/none", None, 400),
        ("POST", f"{TOKEN}/send", ["x"], 400),
    ],
)
async def test_wrong_requests_are_refused_with_words(
    control: Control, session: ClientSession, verb: str, path: str, body: Any, status: int
) -> None:
    async with session.request(verb, f"{control.url}/control/{path}", json=body) as answer:
        loaded = await answer.json()
        assert (answer.status, loaded["ok"], loaded["error_code"]) == (status, False, status)
        assert loaded["description"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_pages_of_other_sites_get_nothing(
    control: Control, session: ClientSession, headers: dict[str, str]
) -> None:
    async with session.get(f"{control.url}/control/worlds", headers=headers) as answer:
        assert answer.status == 403


async def test_the_page_is_served_and_nothing_beside_it(session: ClientSession) -> None:
    chat = LocalChat(page_config={"title": "演示"})
    await chat.start()
    try:
        async with session.get(f"{chat.url}/") as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        async with session.get(f"{chat.url}/page/config.json") as answer:
            assert await answer.json() == {"title": "演示"}
        for path in (
            "/page/../server.py",
            "/page/%2e%2e/server.py",
            "/page/none.js",
            "/etc/passwd",
            "/page//etc/passwd",
        ):
            async with session.get(f"{chat.url}{path}") as answer:
                assert answer.status == 404, path
    finally:
        await chat.stop()


async def test_without_a_configuration_the_page_shows_the_first_world(
    session: ClientSession, control: Control, lin: Json
) -> None:
    group = await control.group("一组", lin, "bot")
    async with session.get(f"{control.url}/page/config.json") as answer:
        config = await answer.json()
    assert (config["token"], config["groups"]) == (TOKEN, [{"id": group["id"], "title": "一组"}])
    assert [each["name"] for each in config["people"]] == ["林悦"]


async def test_it_listens_on_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        await LocalChat().start(host="0.0.0.0")


async def test_without_a_log_only_the_last_messages_are_kept(session: ClientSession) -> None:
    chat = LocalChat(keep_log=False)
    await chat.start()
    try:
        control = Control(chat.url, TOKEN, session)
        await control.world()
        lin = await control.user("林悦", started=True)
        bot = Bot(chat, TOKEN, session)
        for n in range(120):
            await bot("sendMessage", chat_id=lin["id"], text=str(n))
        assert len(await control.transcript(lin)) == 100
        assert await control.calls() == []
        assert (await control.get("counts"))["counts"] == {"sendMessage": 120}
    finally:
        await chat.stop()


async def test_it_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "localchat", "--any-token", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
    async with control(url, TOKEN) as client:
        assert (await client.world())["username"] == "fieldcare_bot"
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


def test_a_message_in_words_names_who_what_and_the_buttons() -> None:
    message = {"message_id": 7, "from": {"first_name": "林悦"}, "photo": []}
    assert in_words(message) == "7 林悦: <photo>"
