"""Groups: who hears what, who comes and goes, upgrades, topics."""

from __future__ import annotations

from typing import Any

from localchat.client import Control
from tests.localchat.conftest import Bot

Json = dict[str, Any]


async def heard(bot: Bot) -> list[str]:
    return [update["message"]["text"] for update in await bot.updates() if "text" in update.get("message", {})]


async def test_the_bot_learns_that_it_came_into_a_group(bot: Bot, control: Control, lin: Json) -> None:
    group = await control.group("客户经理一组", lin, "bot")
    membership, message = await bot.updates()
    change = membership["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert message["message"]["new_chat_members"][0]["username"] == "fieldcare_bot"
    assert message["message"]["chat"] == group == {"id": group["id"], "type": "group", "title": "客户经理一组"}


async def test_in_privacy_mode_the_bot_hears_what_is_meant_for_it(bot: Bot, control: Control, lin: Json) -> None:
    group = await control.group("一组", lin, "bot")
    own = await bot("sendMessage", chat_id=group["id"], text="班前会")
    await bot.updates()
    for text in ("闲聊", "/today", "/today@other_bot", "/help@fieldcare_bot", "@fieldcare_bot 在吗"):
        await control.send(lin, text, chat=group)
    await control.send(lin, "答", chat=group, reply_to=own["message_id"])
    assert await heard(bot) == ["/today", "/help@fieldcare_bot", "@fieldcare_bot 在吗", "答"]
    await control.member(group, "bot", "administrator")
    await bot.updates()
    await control.send(lin, "闲聊", chat=group)
    assert await heard(bot) == ["闲聊"]


async def test_a_bot_set_to_read_everything_hears_everything(bot: Bot, control: Control, lin: Json) -> None:
    await control.world(can_read_all_group_messages=True)
    group = await control.group("一组", lin, "bot")
    await control.send(lin, "闲聊", chat=group)
    assert await heard(bot) == ["闲聊"]
    assert (await bot("getMe"))["can_read_all_group_messages"] is True


async def test_a_bot_that_was_removed_or_left_cannot_write(bot: Bot, control: Control, lin: Json) -> None:
    for kind, words in (("group", "group chat"), ("supergroup", "supergroup chat")):
        group = await control.group("一组", lin, "bot", type=kind)
        await control.member(group, "bot", "kicked")
        refused = await bot.refused("sendMessage", chat_id=group["id"], text="好")
        assert (refused.code, refused.description) == (403, f"Forbidden: bot was kicked from the {words}")
        await control.member(group, "bot", "member")
        await bot("leaveChat", chat_id=group["id"])
        refused = await bot.refused("sendMessage", chat_id=group["id"], text="好")
        assert (refused.code, refused.description) == (403, f"Forbidden: bot is not a member of the {words}")


async def test_an_upgraded_group_says_where_it_went(bot: Bot, control: Control, lin: Json) -> None:
    group = await control.group("一组", lin, "bot")
    await bot.updates()
    new = await control.migrate(group)
    refused = await bot.refused("sendMessage", chat_id=group["id"], text="好")
    assert (refused.code, refused.parameters) == (400, {"migrate_to_chat_id": new["id"]})
    assert refused.description == "Bad Request: group chat was upgraded to a supergroup chat"
    left, arrived = [update["message"] for update in await bot.updates()]
    assert (left["migrate_to_chat_id"], arrived["migrate_from_chat_id"]) == (new["id"], group["id"])
    assert (await bot("sendMessage", chat_id=new["id"], text="好"))["chat"]["type"] == "supergroup"


async def test_members_can_be_looked_at(bot: Bot, control: Control, lin: Json) -> None:
    wang = await control.user("王")
    group = await control.group("一组", lin, wang, "bot")
    where = {"chat_id": group["id"]}
    assert await bot("getChatMemberCount", **where) == 3
    assert (await bot("getChatMember", **where, user_id=lin["id"]))["status"] == "creator"
    assert [each["user"]["id"] for each in await bot("getChatAdministrators", **where)] == [lin["id"]]
    await control.member(group, wang, "left")
    assert (await bot("getChatMember", **where, user_id=wang["id"]))["status"] == "left"
    assert (await bot.refused("getChatMember", **where, user_id=5)).description == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_a_person_cannot_write_where_they_are_not(control: Control, lin: Json) -> None:
    wang = await control.user("王")
    group = await control.group("一组", lin, "bot")
    for chat in (group, lin):
        try:
            await control.send(wang, "我在吗", chat=chat)
        except Exception as error:
            assert "403" in str(error)
        else:
            raise AssertionError("it was sent")


async def test_supergroups_number_their_own_messages(bot: Bot, control: Control, lin: Json) -> None:
    await control.send(lin, "一")
    await control.send(lin, "二")
    group = await control.group("一组", lin, type="supergroup")
    assert (await control.send(lin, "一", chat=group))["message_id"] == 1


async def test_topics_take_messages_of_their_own(bot: Bot, control: Control, lin: Json) -> None:
    forum = await control.group("论坛", lin, "bot", type="supergroup", is_forum=True)
    topic = await bot("createForumTopic", chat_id=forum["id"], name="周例会")
    thread = topic["message_thread_id"]
    sent = await bot("sendMessage", chat_id=forum["id"], text="议程", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    group = await control.group("一组", lin, "bot")
    refused = await bot.refused("createForumTopic", chat_id=group["id"], name="周例会")
    assert refused.description == "Bad Request: the chat is not a forum"


async def test_blocking_tells_the_bot(bot: Bot, control: Control, lin: Json) -> None:
    await control.block(lin)
    await control.block(lin, blocked=False)
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    assert changes == ["kicked", "member"]


async def test_worlds_know_nothing_of_one_another(bot: Bot, control: Control, lin: Json) -> None:
    other = Control(control.url, "42:other", bot.session)
    await other.world("other_bot")
    stranger = Bot(bot.chat, "42:other", bot.session)
    await control.send(lin, "一")
    assert await stranger.updates() == []
    assert (await stranger.refused("sendMessage", chat_id=lin["id"], text="好")).description.endswith("chat not found")
    assert (await other.get("users"))["users"] == []
    async with bot.session.get(f"{control.url}/control/worlds") as answer:
        assert await answer.json() == {"tokens": [control.token, "42:other"]}
