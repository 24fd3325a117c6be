"""Sending, editing, deleting, pressing: what Telegram allows, and its words when it does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from localchat.client import Control
from localchat.server import LocalChat
from tests.localchat.conftest import TOKEN, Bot

INLINE = {"inline_keyboard": [[{"text": "撤销", "callback_data": "undo"}, {"text": "修改", "callback_data": "change"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
Json = dict[str, Any]


async def test_a_sent_message_is_answered_whole(bot: Bot, control: Control, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="<b>好</b>", parse_mode="HTML", reply_markup=INLINE)
    assert sent == {
        "message_id": 1,
        "from": {"id": 100200300, "is_bot": True, "first_name": "fieldcare", "username": "fieldcare_bot"},
        "chat": {"id": lin["id"], "type": "private", "first_name": "林悦", "username": "linyue"},
        "date": sent["date"],
        "text": "好",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "reply_markup": INLINE,
    }
    assert await control.last(lin) == {**sent, "deleted": False}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "<p>x", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ({"text": "x", "parse_mode": "RTF"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 1}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "business_connection_id": "a"}, "business connection not found"),
        ({"text": 5}, 'can\'t parse "text": String expected'),
    ],
)  # fmt: skip
async def test_messages_telegram_would_refuse_are_refused(bot: Bot, lin: Json, params: Json, words: str) -> None:
    refused = await bot.refused("sendMessage", **{"chat_id": lin["id"], **params})
    assert (refused.code, refused.description) == (400, f"Bad Request: {words}")


async def test_4096_characters_after_parsing_are_sent(bot: Bot, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="<b>" + "客" * 4096 + "</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_an_answer_carries_what_it_answers_and_may_do_without_it(bot: Bot, control: Control, lin: Json) -> None:
    said = await control.send(lin, "今天拜访一中")
    sent = await bot("sendMessage", chat_id=lin["id"], text="好", reply_parameters={"message_id": said["message_id"]})
    assert sent["reply_to_message"]["text"] == "今天拜访一中"
    gone = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot("sendMessage", chat_id=lin["id"], text="好", reply_parameters=gone)


async def test_who_never_wrote_and_who_blocked_cannot_be_written_to(bot: Bot, control: Control) -> None:
    wang = await control.user("王")
    refused = await bot.refused("sendMessage", chat_id=wang["id"], text="好")
    assert (refused.code, refused.description) == (403, "Forbidden: bot can't initiate conversation with a user")
    await control.send(wang, "/start")
    await bot("sendMessage", chat_id=wang["id"], text="好")
    await control.block(wang)
    refused = await bot.refused("sendMessage", chat_id=wang["id"], text="好")
    assert (refused.code, refused.description) == (403, "Forbidden: bot was blocked by the user")
    await control.send(wang, "又来了")
    await bot("sendMessage", chat_id=wang["id"], text="好")


async def test_an_edit_changes_the_message_in_place_and_drops_a_keyboard_it_does_not_give(
    bot: Bot, control: Control, lin: Json
) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="一", reply_markup=INLINE)
    where = {"chat_id": lin["id"], "message_id": sent["message_id"]}
    edited = await bot("editMessageText", **where, text="二")
    assert edited["text"] == "二"
    assert edited["edit_date"] >= sent["date"]
    assert "reply_markup" not in edited
    assert [message["text"] for message in await control.transcript(lin)] == ["二"]
    only_keyboard = await bot("editMessageReplyMarkup", **where, reply_markup=INLINE)
    assert only_keyboard["reply_markup"] == INLINE


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="一", reply_markup=INLINE)
    where = {"chat_id": lin["id"], "message_id": sent["message_id"]}
    same = await bot.refused("editMessageText", **where, text="一", reply_markup=INLINE)
    assert same.description == NOT_MODIFIED
    assert (await bot.refused("editMessageReplyMarkup", **where, reply_markup=INLINE)).description == NOT_MODIFIED
    await bot("editMessageText", **where, text="一")


async def test_edits_of_what_is_not_there_or_not_ones_own_are_refused(bot: Bot, control: Control, lin: Json) -> None:
    said = await control.send(lin, "我的")
    sent = await bot("sendMessage", chat_id=lin["id"], text="一", reply_markup={"keyboard": [[{"text": "a"}]]})
    place = await bot("sendLocation", chat_id=lin["id"], latitude=1.0, longitude=2.0)
    for number, words in (
        (99, "message to edit not found"),
        (said["message_id"], "message can't be edited"),
        (sent["message_id"], "message can't be edited"),
        (place["message_id"], "there is no text in the message to edit"),
    ):
        refused = await bot.refused("editMessageText", chat_id=lin["id"], message_id=number, text="二")
        assert refused.description == f"Bad Request: {words}"
    refused = await bot.refused("editMessageCaption", chat_id=lin["id"], message_id=place["message_id"], caption="二")
    assert refused.description == "Bad Request: there is no caption in the message to edit"
    refused = await bot.refused("editMessageText", inline_message_id="x", text="二")
    assert refused.description == "Bad Request: MESSAGE_ID_INVALID"
    refused = await bot.refused("editMessageText", chat_id=lin["id"], text="二")
    assert refused.description == "Bad Request: message identifier is not specified"


async def test_a_deleted_message_is_gone_for_the_bot_and_marked_for_the_page(
    bot: Bot, control: Control, lin: Json
) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="一")
    where = {"chat_id": lin["id"], "message_id": sent["message_id"]}
    assert await bot("deleteMessage", **where) is True
    assert [message["deleted"] for message in await control.transcript(lin)] == [True]
    assert (await bot.refused("deleteMessage", **where)).description == "Bad Request: message to delete not found"
    assert (await bot.refused("editMessageText", **where, text="x")).description.endswith("message to edit not found")
    assert await bot("deleteMessages", chat_id=lin["id"], message_ids=[sent["message_id"], 999]) is True


async def test_a_message_older_than_two_days_stays(bot: Bot, control: Control, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="一")
    await control.travel(timedelta(hours=49))
    refused = await bot.refused("deleteMessage", chat_id=lin["id"], message_id=sent["message_id"])
    assert refused.description == "Bad Request: message can't be deleted for everyone"


async def test_a_press_reaches_the_bot_and_its_answer_the_person(bot: Bot, control: Control, lin: Json) -> None:
    await bot("sendMessage", chat_id=lin["id"], text="已保存", reply_markup=INLINE)
    message = await control.last(lin)

    async def serve() -> None:
        query = (await bot("getUpdates", timeout=5))[-1]["callback_query"]
        assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("undo", lin["id"], "已保存")
        await bot("answerCallbackQuery", callback_query_id=query["id"], text="已撤销", show_alert=True)

    answer, _ = await asyncio.gather(control.press(lin, message, "撤销"), serve())
    assert answer == {"text": "已撤销", "show_alert": True}
    assert (await control.last(lin))["toasts"] == [{"user": lin["id"], "text": "已撤销", "show_alert": True}]


async def test_a_press_nobody_answers_gives_no_answer(bot: Bot, control: Control, lin: Json) -> None:
    message = await bot("sendMessage", chat_id=lin["id"], text="一", reply_markup=INLINE)
    assert await control.press(lin, message, data="made up", wait=0.01) is None
    assert (await bot.updates())[-1]["callback_query"]["data"] == "made up"


@pytest.fixture
async def hasty(session: ClientSession) -> AsyncIterator[Bot]:
    """The bot of a server where no press lives long enough to be answered."""
    chat = LocalChat(query_lifetime=-1, any_token=True)
    await chat.start()
    yield Bot(chat, TOKEN, session)
    await chat.stop()


async def test_a_press_answered_too_late_or_made_up_is_refused(bot: Bot, hasty: Bot) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await bot.refused("answerCallbackQuery", callback_query_id="1")).description == old
    control = Control(hasty.chat.url, TOKEN, hasty.session)
    await control.world()
    lin = await control.user("林悦", started=True)
    message = await hasty("sendMessage", chat_id=lin["id"], text="一", reply_markup=INLINE)
    await control.press(lin, message, "撤销", wait=None)
    query = (await hasty.updates())[0]["callback_query"]
    assert (await hasty.refused("answerCallbackQuery", callback_query_id=query["id"])).description == old


async def test_reactions_pins_and_chat_actions_are_seen(bot: Bot, control: Control, lin: Json) -> None:
    sent = await bot("sendMessage", chat_id=lin["id"], text="一")
    where = {"chat_id": lin["id"], "message_id": sent["message_id"]}
    _, before = await control.events(after=-1)
    await bot("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "❤️"}])
    await bot("pinChatMessage", **where)
    await bot("unpinChatMessage", chat_id=lin["id"])
    await bot("sendChatAction", chat_id=lin["id"], action="typing")
    events, _ = await control.events(after=before)
    assert [event["type"] for event in events] == ["reaction", "message", "pin", "pin", "action"]
    assert [event["message_id"] for event in events if event["type"] == "pin"] == [sent["message_id"], None]
    refused = await bot.refused("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "客"}])
    assert refused.description == "Bad Request: REACTION_INVALID"
    refused = await bot.refused("sendChatAction", chat_id=lin["id"], action="dancing")
    assert refused.description == "Bad Request: wrong parameter action in request"


async def test_copies_are_the_bots_own_and_forwards_name_their_origin(bot: Bot, control: Control, lin: Json) -> None:
    said = await control.send(lin, "竞争对手来了")
    source = {"chat_id": lin["id"], "from_chat_id": lin["id"], "message_id": said["message_id"]}
    copied = await bot("copyMessage", **source)
    forwarded = await bot("forwardMessage", **source)
    transcript = {message["message_id"]: message for message in await control.transcript(lin)}
    assert transcript[copied["message_id"]]["text"] == "竞争对手来了"
    assert "forward_origin" not in transcript[copied["message_id"]]
    assert forwarded["forward_origin"]["sender_user"]["id"] == lin["id"]
    for method, verb in (("copyMessage", "copy"), ("forwardMessage", "forward")):
        refused = await bot.refused(method, **{**source, "message_id": 999})
        assert refused.description == f"Bad Request: message to {verb} not found"
    secret = await bot("sendMessage", chat_id=lin["id"], text="密", protect_content=True)
    refused = await bot.refused("forwardMessage", **{**source, "message_id": secret["message_id"]})
    assert refused.description == "Bad Request: the message can't be forwarded"
