"""The meetings of a team as they are lived: stand-ups, agendas, minutes, action items; in private and in its chat."""

from typing import Any

from tests.e2e.house import House, Member, Said
from tests.e2e.test_care import travels
from tests.e2e.test_teams import group_says, linked


async def morning(house: House) -> tuple[Member, Member, Member, dict[str, Any]]:
    """Thursday, 19 March, 8:00: the leader and two managers have a chat, and were asked."""
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await lin.says("今天上午拜访一中王校长，聊了续约")
    await lin.says("明天上午去拜访二院陈院长")
    zhou, group = await linked(house, lin, zheng)
    await travels(house, "03-19T08:00")
    return zhou, lin, zheng, group


async def summary(house: House, group: dict[str, Any]) -> Said:
    return await group_says(house, group, "已答")


async def test_each_member_is_asked_privately_with_yesterday_and_today_as_the_records_have_them(house: House) -> None:
    _, lin, zheng, _ = await morning(house)
    asked = await lin.hears("早上好，林悦")
    assert "8:30开班前会（3月19日 周四）" in asked.text
    assert "昨天：走访龙岩一中" in asked.text and "今天：走访龙岩市第二医院" in asked.text
    assert "昨天：没有记录" in (await zheng.hears("早上好，郑凯")).text


async def test_one_tap_answers_and_the_summary_names_who_has_not(house: House) -> None:
    _, lin, _, group = await morning(house)
    noted = await lin.presses("😄 很好", await lin.hears("早上好"))
    assert "😄 已记下，08:30发给大家" in noted.text
    await travels(house, "03-19T08:30")
    said = await summary(house, group)
    assert "一组班前会" in said.text and "主持：林悦" in said.text and "已答 1/2" in said.text
    assert "😄 林悦　昨天：走访龙岩一中　今天：走访龙岩市第二医院" in said.text
    assert "还没答：郑凯" in said.text


async def test_a_late_answer_changes_the_summary_in_its_place(house: House) -> None:
    _, _, zheng, group = await morning(house)
    await travels(house, "03-19T08:30")
    before = await summary(house, group)
    noted = await zheng.says("今天：去紫岭签合同；卡点：合同没盖章，电话13900000107")
    assert "补进今天的班前会了" in noted.text
    await house.quiet()
    after = await summary(house, group)
    assert after.id == before.id
    assert "郑凯　昨天：没有记录　今天：去紫岭签合同" in after.text and "合同没盖章，电话139****0107" in after.text
    assert "还没答：林悦" in after.text


async def test_answers_are_changed_in_words_until_the_start(house: House) -> None:
    _, lin, _, group = await morning(house)
    asked = await lin.hears("早上好")
    await lin.presses("✏️ 改一下", asked)
    noted = await lin.says("陪陈院长看机房")
    assert "今天：陪陈院长看机房" in noted.text
    await travels(house, "03-19T08:30")
    assert "今天：陪陈院长看机房" in (await summary(house, group)).text
    await lin.presses("😟 低落", noted)
    assert lin.toast is not None and "班前会已经开始" in lin.toast["text"]


async def test_who_is_away_is_not_missing_and_hosts_nothing(house: House) -> None:
    _, lin, zheng, group = await morning(house)
    asked = await lin.hears("早上好")
    assert "今天轮到您主持" in asked.text
    assert "不算未答" in (await lin.presses("🧳 今天出差", asked)).text
    assert "今天08:30的一组班前会由您主持" in (await zheng.hears("🎤")).text
    await travels(house, "03-19T08:30")
    said = await summary(house, group)
    assert "主持：郑凯" in said.text and "🧳 林悦　出差" in said.text and "还没答：郑凯" in said.text
    assert "已答 0/1" in said.text


async def test_without_a_chat_the_leader_gets_the_summary_privately(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await travels(house, "03-19T08:00")
    await travels(house, "03-19T08:30")
    said = await zhou.hears("一组班前会")
    assert "小组还没有群" in said.text and "还没答：林悦" in said.text
    await lin.presses("✅ 就这样", await lin.hears("早上好"))
    assert "已答 1/1" in (await zhou.hears("一组班前会")).text


async def test_a_stand_up_that_a_stop_made_too_late_is_left_out_and_the_leader_knows(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await travels(house, "03-19T09:01")
    assert "这次跳过了" in (await zhou.hears("⏭")).text
    assert not [said for said in await lin.transcript() if "早上好" in said.text]


async def test_nobody_is_asked_on_a_day_off(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "03-21T08:00")
    assert not [said for said in await lin.transcript() if "班前会" in said.text]


async def test_others_buttons_and_other_peoples_stand_ups_are_nobodys(house: House) -> None:
    _, lin, zheng, _ = await morning(house)
    asked = await lin.hears("早上好")
    data = asked.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    toast = await house.chat.press(zheng.user, (await zheng.last()).raw, data=data)
    assert toast is not None and toast["text"]


async def test_the_weekly_meeting_has_its_agenda_a_quarter_of_an_hour_before(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await lin.says("今天上午拜访一中王校长，聊了续约，电信在报价抢单")
    _, group = await linked(house, lin, zheng)
    await travels(house, "03-23T08:45")
    said = await group_says(house, group, "一组周例会")
    assert "3月16日至3月22日：走访1次（1家客户）" in said.text
    assert "竞争情报1条" in said.text and "电信 @ 龙岩一中" in said.text
    assert "王校长" not in said.text and "王建斌" not in said.text
    await house.chat.press(zheng.user, said.raw, text="📩 详情私聊发我")
    assert "电信" in (await zheng.hears("一组周例会")).text


async def test_words_typed_after_the_start_are_something_new_again(house: House) -> None:
    _, lin, _, _ = await morning(house)
    await lin.presses("✏️ 改一下", await lin.presses("😄 很好", await lin.hears("早上好")))
    await travels(house, "03-19T08:30")
    assert "已记录" in (await lin.says("今天上午拜访一中王校长，聊了续约")).text


async def test_a_visit_told_after_the_start_is_no_late_answer_to_an_open_question(house: House) -> None:
    _, lin, _, group = await morning(house)
    await lin.presses("✏️ 改一下", await lin.hears("早上好"))
    await travels(house, "03-19T08:30")
    await travels(house, "03-19T15:00")
    assert "已记录" in (await lin.says("今天上午拜访一中王校长，聊了续约")).text
    assert "还没答：林悦" in (await summary(house, group)).text


async def test_a_kind_of_meeting_is_spoken_of_in_its_topic(house: House) -> None:
    lin = await house.enrols("林悦")
    zhou, forum = await linked(house, lin, type="supergroup", is_forum=True)
    topic = (await house.app.bot.create_forum_topic(forum["id"], "周例会")).message_thread_id
    await house.chat.send(zhou.user, "/here", chat=forum, thread=topic)
    card = await group_says(house, forum, "打勾的发在这个话题里")
    await house.chat.press(zhou.user, card.raw, text="周例会")
    await travels(house, "03-20T08:00")
    await travels(house, "03-20T08:30")
    assert "message_thread_id" not in (await group_says(house, forum, "一组班前会")).raw
    await travels(house, "03-23T08:45")
    assert (await group_says(house, forum, "一组周例会　")).raw["message_thread_id"] == topic
    await travels(house, "03-23T10:00")
    await lin.presses("📝 写纪要", await lin.hears("开完了吧"))
    await lin.presses("✅ 发布", await lin.says("决定：整理名单，林悦负责，周五前"))
    assert (await group_says(house, forum, "周例会纪要")).raw["message_thread_id"] == topic


async def test_news_of_a_colleagues_client_is_a_headline_to_a_manager_and_whole_to_the_leader(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await lin.says("今天上午拜访一中王校长，电信专线报一年3万8")
    zhou, group = await linked(house, lin, zheng)
    await travels(house, "03-23T08:45")
    said = await group_says(house, group, "一组周例会")
    assert "3万8" not in said.text
    for who, whole in ((zheng, False), (lin, True), (zhou, True)):
        await house.chat.press(who.user, said.raw, text="📩 详情私聊发我")
        await house.quiet()
        assert ("3万8" in (await who.hears("一组周例会")).text) is whole


async def test_what_was_left_out_is_noted_in_the_archive(house: House) -> None:
    zhou, _ = await house.enrols("周敏"), await house.enrols("林悦")
    await travels(house, "03-19T09:01")
    listed = await zhou.says("/meetings")
    opened = await zhou.presses("⏭ 3月19日 一组班前会（没开成）", listed)
    assert "系统停过一段时间" in opened.text


async def test_after_a_weekend_the_working_day_before_is_called_by_its_name(house: House) -> None:
    lin = await house.enrols("林悦")
    _, group = await linked(house, lin)
    await travels(house, "03-20T14:00")
    await lin.says("上午拜访一中王校长，聊了续约")
    await travels(house, "03-23T08:00")
    asked = await lin.hears("早上好，林悦")
    assert "周五：走访龙岩一中" in asked.text and "昨天" not in asked.text
    words = await lin.presses("✏️ 改一下", asked)
    assert "“周五：…；今天：…；卡点：…”" in words.text
    await lin.says("周五：走访一中和雁中；今天：去二院")
    await travels(house, "03-23T08:30")
    said = await group_says(house, group, "班前会")
    assert "周五：走访一中和雁中　今天：去二院" in said.text


async def test_the_morning_greets_once(house: House) -> None:
    _, lin, _, _ = await morning(house)
    await lin.hears("早上好，林悦")
    await travels(house, "03-19T08:30")
    plans = await lin.hears("☀️ 今天（3月19日 周四）的安排")
    assert "龙岩市第二医院" in plans.text
    assert len([said for said in await lin.transcript() if "早上好" in said.text]) == 1
