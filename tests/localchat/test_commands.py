"""Commands by scope and language, menu buttons, descriptions."""

from __future__ import annotations

from typing import Any

import pytest

from localchat.client import Control
from tests.localchat.conftest import Bot

Json = dict[str, Any]


def named(*names: str) -> list[Json]:
    return [{"command": name, "description": name.upper()} for name in names]


async def seen(control: Control, user: Json, chat: Json | None = None) -> list[str]:
    return [each["command"] for each in (await control.commands(user, chat))["commands"]]


async def test_the_narrowest_scope_wins_and_within_it_the_persons_language(
    bot: Bot, control: Control, lin: Json
) -> None:
    wang = await control.user("Wang", language_code="en", started=True)
    assert await seen(control, lin) == []
    await bot("setMyCommands", commands=named("default"))
    assert await seen(control, lin) == ["default"]
    private = {"type": "all_private_chats"}
    await bot("setMyCommands", commands=named("private"), scope=private)
    await bot("setMyCommands", commands=named("private_zh"), scope=private, language_code="zh")
    assert (await seen(control, lin), await seen(control, wang)) == (["private_zh"], ["private"])
    chat = {"type": "chat", "chat_id": lin["id"]}
    await bot("setMyCommands", commands=named("mine"), scope=chat)
    assert (await seen(control, lin), await seen(control, wang)) == (["mine"], ["private"])
    assert await bot("getMyCommands", scope=chat) == named("mine")
    await bot("deleteMyCommands", scope=chat)
    assert await bot("getMyCommands", scope=chat) == []
    assert await seen(control, lin) == ["private_zh"]


async def test_in_groups_members_and_administrators_see_their_own(bot: Bot, control: Control, lin: Json) -> None:
    wang = await control.user("王")
    group = await control.group("一组", lin, wang, "bot")
    await bot("setMyCommands", commands=named("groups"), scope={"type": "all_group_chats"})
    await bot("setMyCommands", commands=named("admins"), scope={"type": "all_chat_administrators"})
    assert (await seen(control, lin, group), await seen(control, wang, group)) == (["admins"], ["groups"])
    await bot("setMyCommands", commands=named("here"), scope={"type": "chat", "chat_id": group["id"]})
    assert (await seen(control, lin, group), await seen(control, wang, group)) == (["here"], ["here"])
    scope = {"type": "chat_administrators", "chat_id": str(group["id"])}
    await bot("setMyCommands", commands=named("leaders"), scope=scope)
    member = {"type": "chat_member", "chat_id": group["id"], "user_id": wang["id"]}
    await bot("setMyCommands", commands=named("wangs"), scope=member)
    assert (await seen(control, lin, group), await seen(control, wang, group)) == (["leaders"], ["wangs"])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": named("Today")}, "BOT_COMMAND_INVALID"),
        ({"commands": named("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": named(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": named("a"), "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": named("a"), "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": named("a"), "scope": {"type": "moon"}}, 'field "type" of BotCommandScope'),
    ],
)
async def test_commands_telegram_would_refuse_are_refused(bot: Bot, params: Json, words: str) -> None:
    assert words in (await bot.refused("setMyCommands", **params)).description


async def test_menu_buttons_fall_back_to_the_common_one(bot: Bot, control: Control, lin: Json) -> None:
    assert await bot("getChatMenuButton", chat_id=lin["id"]) == {"type": "commands"}
    app = {"type": "web_app", "text": "表", "web_app": {"url": "https://example.cn/"}}
    await bot("setChatMenuButton", menu_button=app)
    assert await bot("getChatMenuButton", chat_id=lin["id"]) == app
    await bot("setChatMenuButton", chat_id=lin["id"], menu_button={"type": "commands"})
    assert (await control.commands(lin))["menu_button"] == {"type": "commands"}


async def test_the_reply_keyboard_shown_is_the_last_one_set_and_can_be_pressed(
    bot: Bot, control: Control, lin: Json
) -> None:
    buttons = [
        [{"text": "记走访"}, {"text": "名片", "request_contact": True}, {"text": "在哪", "request_location": True}]
    ]
    keyboard = {"keyboard": buttons, "resize_keyboard": True}
    await bot("sendMessage", chat_id=lin["id"], text="好", reply_markup=keyboard)
    await bot("sendMessage", chat_id=lin["id"], text="又", reply_markup={"inline_keyboard": []})
    assert (await control.commands(lin))["reply_keyboard"] == keyboard
    assert (await control.press_reply(lin, "记走访"))["text"] == "记走访"
    assert (await control.press_reply(lin, "名片"))["contact"]["user_id"] == lin["id"]
    assert "location" in await control.press_reply(lin, "在哪")
    await bot("sendMessage", chat_id=lin["id"], text="收起", reply_markup={"remove_keyboard": True})
    assert (await control.commands(lin))["reply_keyboard"] is None


async def test_descriptions_are_kept_by_language(bot: Bot) -> None:
    await bot("setMyDescription", description="走访与关怀")
    await bot("setMyDescription", description="Visits and care", language_code="en")
    assert await bot("getMyDescription", language_code="en") == {"description": "Visits and care"}
    assert await bot("getMyDescription", language_code="fr") == {"description": "走访与关怀"}
    assert await bot("getMyName") == {"name": "fieldcare"}
    assert "is too long" in (await bot.refused("setMyShortDescription", short_description="x" * 121)).description
