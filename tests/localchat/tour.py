"""A walk through every method and every kind of update, for tests that read what the server answers."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import timedelta
from typing import Any

from localchat.client import Control
from tests.localchat.conftest import Bot

# What each method answers with, by the specification's names.
ANSWERS = {
    "getMe": "User",
    "logOut": "Boolean",
    "close": "Boolean",
    "setWebhook": "Boolean",
    "deleteWebhook": "Boolean",
    "getWebhookInfo": "WebhookInfo",
    "getFile": "File",
    "sendMessage": "Message",
    "sendPhoto": "Message",
    "sendDocument": "Message",
    "sendVoice": "Message",
    "sendAudio": "Message",
    "sendVideo": "Message",
    "sendAnimation": "Message",
    "sendSticker": "Message",
    "sendLocation": "Message",
    "sendVenue": "Message",
    "sendContact": "Message",
    "sendChatAction": "Boolean",
    "sendMediaGroup": "Array of Message",
    "sendRichMessage": "Message",
    "copyMessage": "MessageId",
    "copyMessages": "Array of MessageId",
    "forwardMessage": "Message",
    "forwardMessages": "Array of MessageId",
    "editMessageText": "Message",
    "editMessageCaption": "Message",
    "editMessageMedia": "Message",
    "editMessageReplyMarkup": "Message",
    "deleteMessage": "Boolean",
    "deleteMessages": "Boolean",
    "answerCallbackQuery": "Boolean",
    "setMessageReaction": "Boolean",
    "pinChatMessage": "Boolean",
    "unpinChatMessage": "Boolean",
    "unpinAllChatMessages": "Boolean",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatMemberCount": "Integer",
    "getChatAdministrators": "Array of ChatMember",
    "leaveChat": "Boolean",
    "getUserProfilePhotos": "UserProfilePhotos",
    "createForumTopic": "ForumTopic",
    "setMyCommands": "Boolean",
    "getMyCommands": "Array of BotCommand",
    "deleteMyCommands": "Boolean",
    "setChatMenuButton": "Boolean",
    "getChatMenuButton": "MenuButton",
    "setMyName": "Boolean",
    "getMyName": "BotName",
    "setMyDescription": "Boolean",
    "getMyDescription": "BotDescription",
    "setMyShortDescription": "Boolean",
    "getMyShortDescription": "BotShortDescription",
}
INLINE = {
    "inline_keyboard": [
        [{"text": "撤销", "callback_data": "undo", "style": "danger"}, {"text": "网页", "url": "https://example.cn/a"}],
        [{"text": "复制", "copy_text": {"text": "生日快乐"}}],
    ]
}
REPLY = {
    "keyboard": [
        [{"text": "今天"}, {"text": "我的名片", "request_contact": True}],
        [{"text": "位置", "request_location": True}],
    ],
    "resize_keyboard": True,
    "is_persistent": True,
    "input_field_placeholder": "写点什么",
}
RICH = (
    "<b>粗</b> <i>斜<u>下划</u></i> <s>删</s> <tg-spoiler>隐</tg-spoiler> <a href='https://a.cn'>链</a> <code>码</code>"
    "\n<pre><code class='language-python'>x = 1</code></pre>\n<blockquote expandable>引</blockquote>"
    " /help @linyue #走访 a@b.cn"
)


def png(width: int = 4, height: int = 3) -> bytes:
    """A real picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x40\x80\xc0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Tour:
    """Walks once; `seen` is every answer as (method, type, value), `updates` everything the bot got."""

    def __init__(self, control: Control, bot: Bot) -> None:
        self.control = control
        self.bot = bot
        self.seen: list[tuple[str, str, Any]] = []
        self.updates: list[Any] = []

    async def walk(self) -> Tour:
        await self.bot("getUpdates", allowed_updates=["message_reaction", "chat_member", *USUAL])
        lin = await self.control.user("林悦", last_name="林", username="linyue", language_code="zh-hans")
        wang = await self.control.user("王", language_code="en")
        group = await self.control.group("一组", lin, "bot")
        forum = await self.control.group("论坛", lin, "bot", type="supergroup", is_forum=True, username="luntan")
        await self.control.member(forum, "bot", "administrator")
        await self.control.member(forum, wang, "member")
        await self._people(lin, wang, forum)
        await self._words(lin["id"], forum["id"])
        await self._files(lin["id"])
        await self._changes(lin["id"])
        await self._chats(lin, forum)
        await self._profile(lin["id"])
        await self.control.member(forum, wang, "left")
        await self.control.member(forum, wang, "kicked")
        await self.control.block(lin)
        await self.control.block(lin, blocked=False)
        await self.control.migrate(group)
        await self._call("leaveChat", chat_id=forum["id"])
        self.updates += await self.bot.updates()
        await self._call("setWebhook", url=f"{self.control.url}/nowhere", secret_token="s", allowed_updates=USUAL)
        await self._call("getWebhookInfo")
        await self._call("deleteWebhook", drop_pending_updates=True)
        await self._call("close")
        await self._call("logOut")
        return self

    async def _call(self, method: str, **params: Any) -> Any:
        return self._saw(method, await self.bot(method, **params))

    async def _upload(self, method: str, files: dict[str, tuple[str, bytes, str]], **params: Any) -> Any:
        return self._saw(method, await self.bot.with_files(method, files, **params))

    def _saw(self, method: str, result: Any) -> Any:
        self.seen.append((method, ANSWERS[method], result))
        return result

    async def _people(self, lin: Any, wang: Any, forum: Any) -> None:
        control = self.control
        start = await control.send(lin, "/start abc")
        await control.send(wang, "hello @fieldcare_bot https://a.cn/x")
        await control.send(lin, "回复", reply_to=start["message_id"])
        await control.edit(lin, await control.send(lin, "改"), "改了")
        await control.send_file(lin, "photo", png(), caption="门头 #一中")
        await control.send_file(lin, "document", b"a,b", name="clients.csv", mime="text/csv")
        await control.send_file(lin, "voice", b"OggS", duration=3)
        await control.send_file(lin, "video", b"mp4", duration=3)
        await control.send_file(lin, "audio", b"mp3", name="a.mp3", mime="audio/mpeg", duration=3)
        await control.send_file(lin, "animation", b"mp4", name="a.mp4", mime="video/mp4")
        await control.send_file(lin, "sticker", b"webp", emoji="👍")
        await control.send(lin, location={"latitude": 23.1, "longitude": 113.2})
        await control.send(lin, venue={"latitude": 23.1, "longitude": 113.2, "title": "一中", "address": "中山路"})
        await control.send(lin, contact={"phone_number": "+8613800000000", "first_name": "王"})
        await control.send(lin, contact="own")
        await control.send(lin, "转", forward_from=wang["id"])
        await control.send(lin, "转", forward_from="某人")
        await control.send(lin, forward_from={"chat": lin["id"], "message_id": start["message_id"]})
        picture = {"photo": {"base64": base64.b64encode(png()).decode()}}
        await control.send(lin, media_group=[picture, {**picture, "caption": "二"}])
        said = await control.send(wang, "/today@fieldcare_bot", chat=forum)
        await control.post("react", user=wang["id"], chat=forum["id"], message_id=said["message_id"], emoji="👍")

    async def _words(self, lin: int, forum: int) -> None:
        first = await self._call("sendMessage", chat_id=lin, text=RICH, parse_mode="HTML", reply_markup=INLINE)
        await self._call("sendMessage", chat_id=lin, text="键盘", reply_markup=REPLY, protect_content=True)
        await self._call("sendMessage", chat_id=lin, text="没了", reply_markup={"remove_keyboard": True})
        await self._call("sendMessage", chat_id=lin, text="请答", reply_markup={"force_reply": True, "selective": True})
        reply = {"message_id": first["message_id"], "quote": "粗"}
        await self._call(
            "sendMessage", chat_id=lin, text="答", reply_parameters=reply, message_effect_id="5104841245755180586"
        )
        await self._call("sendMessage", chat_id="@luntan", text="a", link_preview_options={"is_disabled": True})
        await self._call("sendLocation", chat_id=lin, latitude=23.1, longitude=113.2, horizontal_accuracy=5.0)
        await self._call("sendVenue", chat_id=lin, latitude=23.1, longitude=113.2, title="一中", address="中山路")
        await self._call("sendContact", chat_id=lin, phone_number="+86 138", first_name="王", vcard="BEGIN:VCARD")
        table = {"type": "table", "cells": [[{"text": "12", "align": "right", "valign": "top"}]]}
        await self._call("sendRichMessage", chat_id=lin, rich_message={"blocks": [table]})
        await self._call("sendChatAction", chat_id=lin, action="typing")
        topic = await self._call("createForumTopic", chat_id=forum, name="周例会")
        await self._call("sendMessage", chat_id=forum, text="题", message_thread_id=topic["message_thread_id"])
        await self._call("copyMessage", chat_id=forum, from_chat_id=lin, message_id=first["message_id"])
        await self._call("copyMessages", chat_id=forum, from_chat_id=lin, message_ids=[first["message_id"], 999_999])
        await self._call("forwardMessage", chat_id=forum, from_chat_id=lin, message_id=first["message_id"])
        await self._call("forwardMessages", chat_id=forum, from_chat_id=lin, message_ids=[first["message_id"]])

    async def _files(self, lin: int) -> None:
        picture = ("p.png", png(), "image/png")
        photo = await self._upload("sendPhoto", {"photo": picture}, chat_id=lin, caption="<b>图</b>", parse_mode="HTML")
        await self._call("sendPhoto", chat_id=lin, photo=photo["photo"][-1]["file_id"], has_spoiler=True)
        document = ("a.pdf", b"%PDF", "application/pdf")
        await self._upload("sendDocument", {"document": document, "thumbnail": picture}, chat_id=lin)
        for kind, name, mime in (
            ("voice", "v.oga", "audio/ogg"),
            ("audio", "a.mp3", "audio/mpeg"),
            ("video", "v.mp4", "video/mp4"),
            ("animation", "a.mp4", "video/mp4"),
            ("sticker", "s.webp", "image/webp"),
        ):
            method = f"send{kind.capitalize()}"
            sent = await self._upload(method, {kind: (name, b"data", mime)}, chat_id=lin)
            await self._call("getFile", file_id=sent[kind]["file_id"])
        album = [
            {"type": "photo", "media": "attach://one", "caption": "一"},
            {"type": "video", "media": "attach://two", "duration": 3},
        ]
        both = {"one": picture, "two": ("v.mp4", b"data", "video/mp4")}
        await self._upload("sendMediaGroup", both, chat_id=lin, media=album)
        changed = {"type": "document", "media": "attach://new", "caption": "新"}
        where = {"chat_id": lin, "message_id": photo["message_id"]}
        await self._upload("editMessageMedia", {"new": document}, **where, media=changed)
        await self._call("editMessageCaption", **where, caption="题", reply_markup=INLINE)

    async def _changes(self, chat: int) -> None:
        sent = await self._call("sendMessage", chat_id=chat, text="一", reply_markup=INLINE)
        where = {"chat_id": chat, "message_id": sent["message_id"]}
        await self.control.post("press", user=chat, message_id=sent["message_id"], text="撤销")
        self.updates += await self.bot.updates()
        query = next(update["callback_query"] for update in self.updates if "callback_query" in update)
        await self._call("answerCallbackQuery", callback_query_id=query["id"], text="好", show_alert=True)
        await self._call("editMessageText", **where, text="<i>二</i>", parse_mode="HTML")
        await self._call("editMessageReplyMarkup", **where, reply_markup=INLINE)
        await self._call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
        await self._call("pinChatMessage", **where)
        await self._call("getChat", chat_id=chat)
        await self._call("unpinChatMessage", **where)
        await self._call("unpinAllChatMessages", chat_id=chat)
        await self._call("deleteMessage", **where)
        await self._call("deleteMessages", chat_id=chat, message_ids=[1, 2])
        await self.control.travel(timedelta(hours=1))

    async def _chats(self, lin: Any, forum: Any) -> None:
        await self._call("getMe")
        await self._call("getChat", chat_id=forum["id"])
        for user_id in (lin["id"], self.bot.chat.worlds[self.bot.token].bot["id"]):
            await self._call("getChatMember", chat_id=forum["id"], user_id=user_id)
        await self._call("getChatMemberCount", chat_id=forum["id"])
        await self._call("getChatAdministrators", chat_id=forum["id"])
        await self._call("getUserProfilePhotos", user_id=lin["id"])

    async def _profile(self, lin: int) -> None:
        commands = [{"command": "today", "description": "今天"}]
        scope = {"type": "chat", "chat_id": lin}
        await self._call("setMyCommands", commands=commands, scope=scope, language_code="zh")
        await self._call("getMyCommands", scope=scope, language_code="zh")
        await self._call("deleteMyCommands", scope=scope, language_code="zh")
        await self._call("setChatMenuButton", chat_id=lin, menu_button={"type": "commands"})
        await self._call("getChatMenuButton", chat_id=lin)
        for what in ("Name", "Description", "ShortDescription"):
            key = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
            await self._call(f"setMy{what}", **{key: "走访"})
            await self._call(f"getMy{what}")


USUAL = ["message", "edited_message", "callback_query", "my_chat_member"]
