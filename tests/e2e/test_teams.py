"""A team's group chat: brought in, confirmed, given topics, moved, lost."""

from typing import Any

from storage import staff, team_chats
from storage.team_chats import TeamChat
from storage.tx import Tx
from tests.e2e.house import House, Member, Said


async def group_says(house: House, group: dict[str, Any], containing: str = "") -> Said:
    return Said.of(await house.chat.wait_for(group, containing))


async def press(house: House, member: Member, group: dict[str, Any], said: Said, label: str) -> dict[str, Any] | None:
    """A member presses a button in the group; the toast they see."""
    toast = await house.chat.press(member.user, said.raw, text=label)
    await house.quiet()
    return toast


def chat_of(tx: Tx, group: str) -> TeamChat | None:
    return team_chats.of_group(tx, staff.group_called(tx, group))


async def linked(house: House, *others: Member, **about: Any) -> tuple[Member, dict[str, Any]]:
    """The leader of the first group has brought the bot in and confirmed."""
    zhou = await house.enrols("周敏")
    group = await house.chat.group("政企一组", zhou.user, *(each.user for each in others), "bot", **about)
    await press(house, zhou, group, await group_says(house, group, "哪个小组"), "这是一组的群")
    return zhou, group


async def test_the_leader_confirms_whose_chat_it_is_by_one_press(house: House) -> None:
    _, group = await linked(house)
    assert "✅ 周敏已确认：这是一组的群" in (await group_says(house, group)).text
    assert await house.records(chat_of, "一组") is not None


async def test_a_manager_may_bring_the_bot_in_but_only_the_leader_confirms(house: House) -> None:
    lin, zhou, wu = await house.enrols("林悦"), await house.enrols("周敏"), await house.enrols("吴江")
    group = await house.chat.group("政企一组", lin.user, zhou.user, wu.user, "bot")
    asked = await group_says(house, group, "哪个小组")
    refused = await press(house, lin, group, asked, "这是一组的群")
    assert refused is not None and "不归您的岗位" in refused["text"]
    refused = await press(house, wu, group, asked, "这是一组的群")
    assert refused is not None and "这个小组不归您管" in refused["text"]
    assert await house.records(chat_of, "一组") is None
    await press(house, zhou, group, asked, "这是一组的群")
    assert await house.records(chat_of, "一组") is not None


async def test_whoever_leads_several_groups_chooses_which(house: House) -> None:
    gao = await house.enrols("高主管")
    group = await house.chat.group("两组", gao.user, "bot")
    asked = await group_says(house, group, "哪个小组")
    assert asked.buttons == ("这是一组的群", "这是二组的群")
    await press(house, gao, group, asked, "这是二组的群")
    assert await house.records(chat_of, "一组") is None
    assert await house.records(chat_of, "二组") is not None


async def test_kinds_of_meetings_have_topics_of_their_own(house: House) -> None:
    zhou, group = await linked(house, type="supergroup", is_forum=True)
    topic = await house.app.bot.create_forum_topic(group["id"], "周例会")
    await house.chat.send(zhou.user, "/here", chat=group, thread=topic.message_thread_id)
    card = await group_says(house, group, "打勾的发在这个话题里")
    assert card.raw["message_thread_id"] == topic.message_thread_id
    await press(house, zhou, group, card, "周例会")
    chat = await house.records(chat_of, "一组")
    assert chat is not None
    assert chat.topic("weekly") == topic.message_thread_id
    assert chat.topic("stand_up") is None


async def test_a_group_that_becomes_a_supergroup_is_followed(house: House) -> None:
    _, group = await linked(house)
    new = await house.chat.migrate(group)
    await house.quiet()
    chat = await house.records(chat_of, "一组")
    assert chat is not None and chat.chat_id == new["id"]


async def test_leaders_hear_privately_that_the_bot_was_removed(house: House) -> None:
    zhou, group = await linked(house)
    await house.chat.member(group, "bot", "kicked")
    assert "我不在一组的群“政企一组”里了" in (await zhou.hears("⚠️")).text
    assert await house.records(chat_of, "一组") is None


async def test_the_link_is_undone_and_done_again(house: House) -> None:
    zhou, group = await linked(house)
    await press(house, zhou, group, await group_says(house, group), "解除绑定")
    assert await house.records(chat_of, "一组") is None
    await press(house, zhou, group, await group_says(house, group), "这是一组的群")
    assert await house.records(chat_of, "一组") is not None


async def test_a_card_in_a_former_chat_does_not_unlink_the_new_one(house: House) -> None:
    zhou, former = await linked(house)
    card = await group_says(house, former)
    group = await house.chat.group("新群", zhou.user, "bot")
    await press(house, zhou, group, await group_says(house, group, "哪个小组"), "这是一组的群")
    refused = await press(house, zhou, former, card, "解除绑定")
    assert refused is not None
    chat = await house.records(chat_of, "一组")
    assert chat is not None and chat.chat_id == group["id"]


async def team_card(zhou: Member) -> Said:
    return await zhou.presses("👥 团队设置", await zhou.says("/settings"))


async def test_a_leader_changes_the_time_of_a_meeting_in_chat_and_takes_it_back(house: House) -> None:
    zhou = await house.enrols("周敏")
    card = await team_card(zhou)
    assert "⚙️ 一组的设置" in card.text and "周例会：每周一09:00（放假顺延），60分钟，组员轮流主持" in card.text
    kind = await zhou.presses("周例会", await zhou.presses("🗓 会议", card))
    asked = await zhou.presses("🕘 时间", kind)
    assert "现在是09:00" in asked.text
    changed = await zhou.says("9点45分")
    assert "✅ 改好了" in changed.text and "每周一09:45" in changed.text
    back = await zhou.presses("↩️ 撤销", changed)
    assert "每周一09:00" in back.text


async def test_bad_input_gets_a_clear_word_and_may_be_said_again(house: House) -> None:
    zhou = await house.enrols("周敏")
    kind = await zhou.presses("班前会", await zhou.presses("🗓 会议", await team_card(zhou)))
    await zhou.presses("🕘 时间", kind)
    assert "没看懂是几点" in (await zhou.says("随便")).text
    assert "请定在08:00到21:00之间" in (await zhou.says("23:30")).text
    assert "工作日08:15" in (await zhou.says("8:15")).text


async def test_meetings_are_turned_off_and_standards_set_per_class(house: House) -> None:
    zhou = await house.enrols("周敏")
    kind = await zhou.presses("班前会", await zhou.presses("🗓 会议", await team_card(zhou)))
    off = await zhou.presses("⏸ 关掉", kind)
    assert "⏸ 班前会：没有开启" in off.text
    await zhou.presses("A类", await zhou.presses("🚶 走访周期", off))
    changed = await zhou.says("10天")
    assert "A类 10天" in changed.text
    lin = await house.enrols("林悦")
    assert "逾期62天" in (await lin.says("/overdue")).text  # assigned on 5 January, and ten days are the standard now


async def test_a_manager_has_no_team_settings(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "👥 团队设置" not in (await lin.says("/settings")).buttons


async def test_a_supervisor_chooses_whose_settings_and_may_take_all_of_them_back(house: House) -> None:
    gao = await house.enrols("高主管")
    which = await gao.presses("👥 团队设置", await gao.says("/settings"))
    assert "哪个小组" in which.text
    card = await gao.presses("二组", which)
    kind = await gao.presses("周例会", await gao.presses("🗓 会议", card))
    changed = await gao.presses("周四", await gao.presses("📅 星期", kind))
    assert "每周四09:00" in changed.text
    kind = await gao.presses("周例会", await gao.presses("🗓 会议", changed))
    changed = await gao.presses("组长", await gao.presses("🎤 主持", kind))
    assert "每周四09:00（放假顺延），60分钟，组长主持" in changed.text
    again = await gao.presses("二组", await gao.presses("👥 团队设置", await gao.says("/settings")))
    reset = await gao.presses("全部按单位的来", again)
    assert "每周一09:00（放假顺延），60分钟，组员轮流主持" in reset.text
    assert "每周四09:00" in (await gao.presses("↩️ 撤销", reset)).text


async def test_what_is_no_value_is_something_new(house: House) -> None:
    zhou = await house.enrols("周敏")
    kind = await zhou.presses("班前会", await zhou.presses("🗓 会议", await team_card(zhou)))
    await zhou.presses("🕘 时间", kind)
    assert "走访" in (await zhou.says("今天上午拜访紫岭钟经理，聊了专线续约")).text


async def test_a_leader_has_the_digest_at_another_hour_and_takes_it_back(house: House) -> None:
    zhou = await house.enrols("周敏")
    card = await team_card(zhou)
    assert "📊 简报：工作日18:00，每周五17:30，每月第一个工作日09:00，服务简报每月15日前09:00" in card.text
    hours = await zhou.presses("📊 简报", card)
    asked = await zhou.presses("🕠 每周几点", hours)
    assert "现在是17:30" in asked.text
    changed = await zhou.says("四点半")
    assert "每周五16:30" in changed.text
    back = await zhou.presses("🕠 每周几点", await zhou.presses("📊 简报", await team_card(zhou)))
    days = await zhou.presses("返回", back)
    assert "📅 每周星期几" in days.buttons
    thursday = await zhou.presses("周四", await zhou.presses("📅 每周星期几", days))
    assert "每周四" in thursday.text
    undone = await zhou.presses("↩️ 撤销", thursday)
    assert "每周五" in undone.text
