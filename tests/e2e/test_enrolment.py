"""Joining by invitation, and what strangers get."""

from datetime import UTC, datetime
from typing import Any

from tests.e2e.house import House, Member, Said


async def test_a_member_joins_by_the_code_of_the_leader_and_is_greeted_with_the_keyboard(house: House) -> None:
    leader = await house.enrols("周敏")
    asked = await leader.says("/invite")
    assert "林悦" in asked.buttons
    invitation = await leader.presses("林悦", asked)
    code = invitation.text.split("/start ")[1].split()[0]

    lin = await house.stranger("林悦")
    welcome = await lin.says(f"/start {code}")
    assert "林悦，您好" in welcome.text
    assert "客户经理" in welcome.text
    assert welcome.keyboard == ("✍️ 记走访", "📅 今天", "👥 我的客户", "⏰ 逾期走访")


async def test_an_invitation_works_once(house: House) -> None:
    leader = await house.enrols("周敏")
    await leader.says("/invite")
    invitation = await leader.presses("林悦")
    code = invitation.text.split("/start ")[1].split()[0]
    await (await house.stranger("林悦")).says(f"/start {code}")

    thief = await house.stranger("别人")
    refused = await thief.says(f"/start {code}")
    assert "邀请码用过了" in refused.text


async def test_a_stranger_gets_one_polite_line_a_day_and_nothing_else(house: House) -> None:
    stranger = await house.stranger(language_code="en")
    assert "belongs to a company team" in (await stranger.says("hello")).text
    await house.chat.send(stranger.user, "一中 王校长 续约")
    await house.chat.send(stranger.user, "/clients")
    await house.quiet()
    assert len([said for said in await stranger.transcript() if said.raw["from"]["is_bot"]]) == 1


async def test_wrong_codes_and_presses_of_a_stranger_count_to_the_one_line_a_day(house: House) -> None:
    stranger = await house.stranger()
    assert "邀请码" in (await stranger.says("/start nonsense")).text
    for text in ("/start another", "/start once-more", "你好"):
        await house.chat.send(stranger.user, text)
    await house.quiet()
    assert len(heard(await stranger.transcript())) == 1
    await house.chat.update({"callback_query": press_by(stranger)})
    await house.quiet()
    answers = await house.chat.calls("answerCallbackQuery")
    assert [call["params"].get("text") for call in answers] == [None]
    code = await house.invited("郑凯")
    assert "郑凯，您好" in (await stranger.says(f"/start {code}")).text


async def test_the_day_of_a_stranger_is_a_day_of_the_organisation(house: House) -> None:
    stranger = await house.stranger()
    await stranger.says("你好")  # 18 March, 18:20 in Shanghai
    await house.app.travel(datetime(2026, 3, 18, 15, 30, tzinfo=UTC))
    await house.chat.send(stranger.user, "在吗")
    await house.quiet()
    assert len(heard(await stranger.transcript())) == 1
    await house.app.travel(datetime(2026, 3, 18, 16, 30, tzinfo=UTC))  # half past midnight of the 19th there
    await stranger.says("在吗")
    assert len(heard(await stranger.transcript())) == 2


def heard(chat: list[Said]) -> list[Said]:
    """What the bot said."""
    return [said for said in chat if said.raw["from"]["is_bot"]]


def press_by(member: Member) -> dict[str, Any]:
    """A press on a button that somebody made up, as Telegram would hand it over."""
    message = {"message_id": 1, "date": 0, "chat": {"id": member.id, "type": "private"}}
    return {"id": "1", "from": member.user, "message": message, "chat_instance": "1", "data": "made.0"}


async def test_the_language_chosen_is_spoken_from_the_very_next_word(house: House) -> None:
    lin = await house.enrols("林悦")
    settings = await lin.says("/settings")
    assert settings.buttons[:3] == ("✓ 简体中文", "繁體中文", "English")
    await lin.presses("English")
    assert (await lin.last()).text == "English it is."
    assert (await lin.says("/settings")).text.endswith("Language: English")
    commands = await house.chat.commands(lin.user)
    assert {"command": "settings", "description": "Settings: language"} in commands["commands"]
