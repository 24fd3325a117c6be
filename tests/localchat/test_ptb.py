"""python-telegram-bot as it comes, over HTTP, against localchat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, RetryAfter

from localchat.client import Control
from tests.localchat.conftest import TOKEN
from tests.localchat.tour import png

Json = dict[str, Any]


@pytest.fixture
async def ptb(control: Control) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, base_url=f"{control.url}/bot", base_file_url=f"{control.url}/file/bot") as bot:
        yield bot


async def test_messages_keyboards_and_presses(ptb: telegram.Bot, control: Control, lin: Json) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("撤销", callback_data="u"),
                InlineKeyboardButton("复制", copy_text=CopyTextButton("好")),
            ]
        ]
    )
    sent = await ptb.send_message(lin["id"], "<b>已保存</b>", parse_mode="HTML", reply_markup=keyboard)
    assert (sent.text_html, sent.reply_markup) == ("<b>已保存</b>", keyboard)
    await ptb.send_message(lin["id"], "好", reply_markup=ReplyKeyboardMarkup([["今天"]], resize_keyboard=True))
    await control.press(lin, await _as_seen(control, lin, sent.message_id), "撤销", wait=None)
    query = (await ptb.get_updates(timeout=5))[-1].callback_query
    assert query is not None
    assert await query.answer("好")
    edited = await query.edit_message_text("撤销了")
    assert isinstance(edited, telegram.Message)
    assert edited.text == "撤销了"


async def _as_seen(control: Control, lin: Json, message_id: int) -> Json:
    return next(each for each in await control.transcript(lin) if each["message_id"] == message_id)


async def test_files_go_both_ways(ptb: telegram.Bot, control: Control, lin: Json) -> None:
    sent = await ptb.send_photo(lin["id"], png(), caption="门头")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (4, 3)
    album = await ptb.send_media_group(lin["id"], [InputMediaPhoto(png(2, 2)), InputMediaPhoto(png(3, 3))])
    assert len(album) == 2
    said = await control.send_file(lin, "document", b"a,b", name="a.csv", mime="text/csv")
    file = await ptb.get_file(said["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"a,b"


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_refusals_become_its_own_errors(ptb: telegram.Bot, control: Control, lin: Json) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(5, "好")
    await control.fault("429", "sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await ptb.send_message(lin["id"], "好")
    await control.block(lin)
    with pytest.raises(Forbidden, match="blocked"):
        await ptb.send_message(lin["id"], "好")
