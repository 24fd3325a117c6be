"""The bot in a group chat."""

from tests.e2e.house import House


async def test_a_group_that_a_member_brings_the_bot_into_is_greeted_once(house: House) -> None:
    leader = await house.enrols("周敏")
    group = await house.chat.group("政企一组", leader.user, "bot")
    await house.chat.wait_for(group, "客户资料只在私聊里说")
    await house.chat.member(group, "bot", "administrator")
    await house.quiet()
    assert len([said for said in await house.chat.transcript(group) if "text" in said]) == 1


async def test_a_command_for_another_bot_of_the_group_gets_no_word(house: House) -> None:
    lin = await house.enrols("林悦")
    group = await house.chat.group("政企一组", lin.user, "bot")
    await house.chat.member(group, "bot", "administrator")  # who hears all that is said there
    await house.quiet()
    before = len(await house.chat.transcript(group))
    await house.chat.send(lin.user, "/clients@other_bot", chat=group)
    await house.quiet()
    assert len(await house.chat.transcript(group)) == before + 1
    await house.chat.send(lin.user, "/clients@fieldcare_bot", chat=group)
    await house.quiet()
    assert len(await house.chat.transcript(group)) == before + 3


async def test_a_group_of_strangers_gets_no_word(house: House) -> None:
    stranger = await house.stranger()
    group = await house.chat.group("闲聊", stranger.user, "bot")
    await house.quiet()
    assert not [said for said in await house.chat.transcript(group) if "text" in said]
