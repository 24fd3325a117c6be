"""A whole morning as it was lived on the demo page: what a new user stumbled over, and no longer does."""

from tests.e2e.house import House, Member
from tests.e2e.test_visit_company import PNG


async def speaks(member: Member, language: str) -> None:
    await member.presses(language, await member.says("/settings"))


async def test_the_day_of_a_next_step_is_said_once(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天上午拜访一中王校长，聊了续约，下周三送方案")
    assert "后续跟进：送方案，下周三（3月25日）" in card.text
    task = await lin.says("记得周五前给一中王校长回电话")
    assert "📌 给一中王校长回电话，后天（3月20日 周五）" in task.text


async def test_the_writer_sees_that_the_leader_was_told_and_the_leader_reads_no_name_twice(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await lin.says("刚去了一中见王校长，对方反馈资费偏高，电信在报价抢单")
    assert "目的：了解竞争动向" in card.text and "已告诉周敏。" in card.text
    told = await zhou.hears("竞争情报：龙岩一中")
    assert "电信在报价抢单" in told.text and "电信：电信" not in told.text


async def test_a_competitor_added_by_name_alone_reaches_the_leader_as_a_name(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await lin.says("今天拜访一中王校长，聊了续约")
    await lin.presses("竞争对手", await lin.presses("修改", card))
    changed = await lin.says("联通")
    assert "竞争对手：联通" in changed.text
    assert "联通：联通" not in (await zhou.hears("竞争情报")).text


async def test_competitors_are_called_in_the_readers_language(house: House) -> None:
    he = await house.enrols("何芳")
    await speaks(he, "English")
    card = await he.says("Met Kevin at Dragonfly this morning, talked renewal, China Telecom offers 20% less")
    assert "Competitors: China Telecom" in card.text
    await speaks(he, "繁體中文")
    assert "電信" in (await he.says("電信在搶誰")).text


async def test_a_field_is_changed_by_the_end_of_its_label(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天拜访一中王校长，聊了续约")
    await lin.presses("修改", card)
    assert "客户反馈：希望月底前完工" in (await lin.says("反馈：希望月底前完工")).text


async def test_a_photo_with_words_is_a_visit_even_while_a_client_is_asked_for(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("来电话投诉网速太慢")
    assert "哪一家" in asked.text
    card = await lin.says("", photo={**PNG, "caption": "二院机房，和陈院长看了设备"})
    assert card.text.startswith("✅ 已记录：龙岩市第二医院") and "附件：1张照片" in card.text


async def test_a_task_told_while_a_client_is_asked_for_is_a_task(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("上周三去了鸿运大酒店，见了刘总")
    assert "鸿运大酒店" in asked.text
    task = await lin.says("周五前给二院陈院长回电话")
    assert task.text.startswith("📌 已记下后续跟进：龙岩市第二医院")
    saved = await lin.presses("新建客户", asked)
    assert saved.text.startswith("✅ 已记录：鸿运大酒店") and "见了：刘总" in saved.text


async def test_a_persons_name_is_not_learned_as_a_name_of_the_client(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("记得周五前给二院陈院长回电话")
    changed = await lin.says("不是二院，是一中")
    assert changed.text.startswith("✏️ 已改：龙岩一中") and "“陈院长”" not in changed.text


async def test_the_edit_of_a_message_that_became_a_note_amends_the_note(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "记得周五前给一中王校长回电话")
    card = await lin.hears(after=sent["message_id"])
    assert "后天（3月20日 周五）" in card.text
    await house.chat.edit(lin.user, sent, "记得下周一前给一中王校长回电话")
    amended = await lin.hears("已改")
    assert "📌 给一中王校长回电话，下周一（3月23日）" in amended.text
    owed = await lin.says("我还欠谁什么")
    assert "1条" in owed.text and "3月23日" in owed.text and "3月20日" not in owed.text


async def test_an_edit_into_news_of_a_competitor_reaches_the_leader(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "王校长来电话投诉一中校园网卡")
    await lin.hears(after=sent["message_id"])
    await house.chat.edit(lin.user, sent, "电信专线给一中报一年3万8，比我们便宜6千")
    assert "电信" in (await lin.hears("已改")).text
    assert "3万8" in (await zhou.hears("竞争情报：龙岩一中")).text


async def test_the_edit_of_a_message_that_was_still_asked_about_is_read_anew(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "来电话投诉网速太慢")
    await lin.hears("哪一家", after=sent["message_id"])
    await house.chat.edit(lin.user, sent, "二院来电话投诉网速太慢")
    assert (await lin.hears("已记下")).text.startswith("🙋 已记下客户投诉：龙岩市第二医院")


async def test_an_edit_that_reads_like_a_visit_keeps_the_note_and_offers_to_log_the_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "明天上午约了龙津职院欧阳院长看机房")
    await lin.hears("已记下计划", after=sent["message_id"])
    await house.chat.edit(lin.user, sent, "今天上午去龙津职院见了欧阳院长，看了机房")
    amended = await lin.hears("已改")
    assert "✍️ 记走访" in amended.buttons
    asked = await lin.presses("记走访", amended)
    assert "龙津职业技术学院" in asked.text


async def test_a_list_that_answers_a_question_is_opened_by_numbers(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("昨天去一中见了王校长，谈续约")
    await lin.says("今天去二院见了陈院长，谈专线")
    listed = await lin.says("这周走访了谁")
    assert "1. 今天（3月18日 周三）" in listed.text and listed.buttons == ("1", "2", "关闭")
    assert "龙岩一中" in (await lin.presses("2", listed)).text


async def test_a_day_that_opens_a_line_has_a_capital(house: House) -> None:
    he = await house.enrols("何芳")
    await speaks(he, "English")
    await he.says("Met Kevin at Dragonfly this morning, talked renewal")
    assert (await he.says("/today")).text.startswith("📅 Today (Wed 18 Mar)")
    assert "1. Today (Wed 18 Mar)" in (await he.says("/visits")).text


async def test_an_assistants_subject_is_the_manager_and_nobody_met(house: House) -> None:
    meng = await house.enrols("小孟")
    card = await meng.says("林经理昨天去了二院见陈院长")
    assert "见了：陈海波\n" in card.text and "小孟代林悦记录" in card.text
    assert not [label for label in card.buttons if "林经理" in label]


async def test_a_short_question_asked_while_a_client_is_asked_for_is_answered(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("联通专线给一中报一年3万8")
    assert "鸿运大酒店" in (await lin.says("上周三去了鸿运大酒店，见了刘总")).text
    assert "联通：1条竞争情报" in (await lin.says("联通在抢谁")).text


async def test_a_correction_in_english_leaves_no_article_twice(house: House) -> None:
    he = await house.enrols("何芳")
    await speaks(he, "English")
    await he.says("Visited the Dragonfly office yesterday at 3 pm, talked renewal")
    changed = await he.says("not Dragonfly, the 汀州银行")
    assert changed.text.startswith("✏️ Changed: 汀州银行") and "the the" not in changed.text


async def test_the_words_of_a_key_typed_by_hand_do_what_the_key_does(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "我的客户（5个）" in (await lin.says("我的客户")).text
    assert (await lin.says("今天")).text.startswith("📅 今天")
    assert (await lin.says("log a visit")).text.startswith("第1步")
    await lin.says("一中")
    await lin.presses("跳过")
    asked = await lin.says("今天")
    assert "第4步" in asked.text, "in a conversation they may be the answer"


async def test_taking_back_what_is_still_asked_about_ends_the_question(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "哪一家" in (await lin.says("刚才去走访了，聊了续约")).text
    assert (await lin.says("撤销")).text == "好，不记了。"


async def test_a_leaders_day_shows_the_group_with_who_made_each_visit(house: House) -> None:
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    assert "今天还没有走访" in (await zhou.says("/today")).text
    for client in ("一中", "雁中", "二院", "龙津", "街道办", "一中"):
        await lin.says(f"今天拜访了{client}，聊了续约")
    told = (await zhou.says("/today")).text
    assert "今天小组的走访：6次" in told and "· 龙津街道办事处（林悦） — " in told
    assert told.count("（林悦） — ") == 5 and "另有1次，见 /visits" in told
    assert "今天的走访：6次" in (await lin.says("/today")).text
