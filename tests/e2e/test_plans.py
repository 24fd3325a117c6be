"""A week planned in chat (R4): drafted, edited, handed in, decided on, held against what was done."""

from datetime import UTC, datetime

from tests.e2e.house import House, Said

FRIDAY = datetime(2026, 3, 27, 8, 30, tzinfo=UTC)
"""Friday, 27 March 2026, 16:30 in Shanghai: the week that was planned is over."""


async def next_week(house: House, who: str = "林悦") -> Said:
    member = await house.enrols(who)
    return await member.says("/plan next")


async def handed_in(house: House) -> Said:
    """林悦 hands in next week's plan; what 周敏 is shown of it."""
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.presses("📨 提交审批", await next_week(house))
    return await zhou.hears("林悦提交了计划，请审批")


async def test_a_plan_is_drafted_with_reasons_and_turned_day_by_day(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await next_week(house)
    assert "🗓 下周计划（3月23日–29日） · 草稿" in card.text
    assert "请在后天（3月20日 周五） 17:00前提交" in card.text
    assert "下周一（3月23日）" in card.text
    monday = next(label for label in card.buttons if "周一" in label)
    wednesday = next(label for label in card.buttons if label.startswith("周三"))
    assert monday.startswith("•")
    turned = await lin.presses(wednesday, card)
    assert turned.id == card.id and "下周三（3月25日）" in turned.text


async def test_the_reason_of_a_visit_is_said(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/plan month")
    card = await lin.last()
    assert "3月计划" in card.text and "A类，分到手72天还没去过" in card.text


async def test_an_item_is_moved_by_a_tap_and_the_way_back_is_offered(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await next_week(house)
    item = await lin.presses("1", card)
    assert "🏢 客户资料" in item.buttons and "🗑 移出计划" in item.buttons
    moved = await lin.presses("周五 3/27", item)
    assert "改到下周五（3月27日）" in moved.text and moved.id == card.id
    back = await lin.presses("撤销", moved)
    assert "改到下周一（3月23日）" in back.text


async def test_an_item_is_given_an_hour_in_words(house: House) -> None:
    lin = await house.enrols("林悦")
    item = await lin.presses("1", await next_week(house))
    await lin.presses("⏰ 说个时间", item)
    moved = await lin.says("周四下午三点")
    assert "改到下周四（3月26日） 15:00" in moved.text
    again = await lin.presses("周五 3/27", await lin.presses("1", moved))
    assert "改到下周五（3月27日） 15:00" in again.text


async def test_what_is_taken_out_can_be_put_back(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await next_week(house)
    item = await lin.presses("1", card)
    name = item.text.split("\n")[0]
    gone = await lin.presses("🗑 移出计划", item)
    assert f"已移出计划：{name}" in gone.text
    put_back = next(label for label in gone.buttons if label.startswith("↩️ 放回"))
    assert name in (await lin.presses(put_back, gone)).text


async def test_a_sentence_goes_into_the_plan_of_its_week_and_can_be_undone(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("下周三下午去街道办找詹主任谈宽带")
    assert "已放进下周计划（3月23日–29日）" in card.text
    plan = await lin.presses("🗓 看计划", card)
    assert "下午 龙津街道办事处 · 詹美玲 — “下周三下午去街道办找詹主任谈宽带”" in plan.text
    again = await lin.says("下周四去雁溪中学")
    await lin.presses("撤销", again)
    opened = await next_week(house)
    thursday = next(label for label in opened.buttons if "周四" in label)
    assert "下周四去雁溪中学" not in (await lin.presses(thursday, opened)).text


async def test_a_visit_is_moved_and_called_off_by_a_sentence(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("下周三下午去街道办找詹主任谈宽带")
    await lin.says("街道办改到下周五上午")
    card = await next_week(house)
    assert "走访4" in card.text
    friday = next(label for label in card.buttons if "周五" in label)
    assert "上午 龙津街道办事处" in (await lin.presses(friday, card)).text
    off = await lin.says("下周五街道办不去了")
    assert "已移出计划：龙津街道办事处" in (await lin.presses("🗑 移出计划：周五 3月27日", off)).text


async def test_a_sentence_without_a_day_asks_for_it(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("打算去一中拜访王校长谈续约")
    if "哪天去？" in card.text:
        card = await lin.presses("周五 3月20日", card)
    assert "已放进本周计划" in card.text


async def test_something_is_added_by_a_sentence_or_by_picking_who_is_overdue(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await next_week(house)
    tuesday = next(label for label in card.buttons if label.startswith("周二"))
    asked = await lin.presses("➕ 添加", await lin.presses(tuesday, card))
    assert "下周二（3月24日）加什么" in asked.text
    added = await lin.says("下午去街道办送资料")
    assert "已加到下周二（3月24日）：龙津街道办事处" in added.text and "下午 龙津街道办事处" in added.text
    undone = await lin.presses("撤销", added)
    assert "已移出计划：龙津街道办事处" in undone.text
    await lin.presses("➕ 添加", undone)
    task = await lin.says("写上半年总结")
    assert "写上半年总结" in task.text and "其他1" in task.text


async def test_a_plan_is_approved_and_its_owner_hears_it(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    assert "林悦：下周计划（3月23日–29日） · 待组长审批" in please.text
    assert "已提交给周敏" in (await lin.last()).text
    assert "已批准，已通知本人" in (await zhou.presses("✅ 批准", please)).text
    assert "下周计划（3月23日–29日） · 已批准" in (await lin.hears("周敏批准了您的计划")).text


async def test_the_plan_of_a_month_goes_to_the_supervisor_who_reads_it_week_by_week(house: House) -> None:
    lin, gao = await house.enrols("林悦"), await house.enrols("高主管")
    await lin.presses("📨 提交审批", await lin.says("/plan next month"))
    please = await gao.hears("林悦提交了计划，请审批")
    assert "林悦：4月计划 · 待主管审批" in please.text
    week = await gao.presses("4/13–", please)
    assert "（4月13日" not in please.text and "4月1" in week.text and "✅ 批准" in week.buttons
    await gao.presses("✅ 批准", week)
    assert "4月计划 · 已批准" in (await lin.hears("高主管批准了您的计划")).text


async def test_the_approver_sees_the_whole_week_at_once_with_its_reasons(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    own = await next_week(house)
    whole = await lin.presses("📋 看整周", own)
    days = [line for line in whole.text.splitlines() if line.startswith("下周") and "项" in line]
    assert len(days) > 1 and whole.text.count("还没去过") > 1
    await lin.presses("📨 提交审批", whole)
    please = await zhou.hears("林悦提交了计划，请审批")
    assert [line for line in please.text.splitlines() if line in days] == days
    assert please.text.count("还没去过") == whole.text.count("还没去过")
    monday = await zhou.presses(next(label for label in please.buttons if "周一" in label), please)
    assert "1" in monday.buttons and "✅ 批准" in monday.buttons
    assert days[1] in (await zhou.presses("📋 看整周", monday)).text


async def test_a_plan_is_sent_back_with_a_comment_and_handed_in_again(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    await zhou.presses("↩️ 退回", please)
    assert "已退回" in (await zhou.says("周四把二院加上")).text
    back = await lin.hears("周敏退回了您的计划")
    assert "周敏：周四把二院加上" in back.text
    await lin.presses("📨 提交审批", back)
    assert "请审批" in (await zhou.hears("林悦提交了计划，请审批", after=please.id)).text


async def test_a_comment_on_a_plan_that_changed_meanwhile_refuses_nothing_but_itself(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    await zhou.presses("↩️ 退回", please)
    await lin.says("下周四上午去二院拜访陈院长")
    newest = await zhou.says("周四把二院加上")
    assert "计划刚刚有改动，这是最新的" in newest.text and "✅ 批准" in newest.buttons
    assert "计划刚刚有改动" not in (await zhou.says("谢谢")).text


async def test_the_approver_edits_before_approving_and_the_owner_sees_it(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    monday = next(label for label in please.buttons if "周一" in label)
    moved = await zhou.presses("周五 3/27", await zhou.presses("1", await zhou.presses(monday, please)))
    await zhou.presses("✅ 批准", moved)
    assert "✏️ 周敏调整" in (await lin.hears("周敏批准了您的计划")).text


async def test_a_change_after_approval_goes_to_the_approver_again(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("✅ 批准", await handed_in(house))
    card = await lin.says("下周二上午去街道办")
    assert "已再请周敏审批" in card.text
    again = await zhou.hears("林悦改了批准过的计划")
    assert "✅ 批准" in again.buttons


async def test_of_two_approvers_one_wins_and_the_other_is_told(house: House) -> None:
    zhou, gao = await house.enrols("周敏"), await house.enrols("高主管")
    please = await handed_in(house)
    listed = await gao.presses("📥 待我审批（1）", await gao.says("/plan"))
    await gao.presses("✅ 批准", listed)
    await zhou.presses("✅ 批准", please)
    assert zhou.toast is not None and "高主管已经批准了这份计划" in zhou.toast["text"]


async def test_an_approver_who_has_seen_less_is_shown_what_changed(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    await lin.says("下周二上午去街道办")
    shown = await zhou.presses("✅ 批准", please)
    assert zhou.toast is not None and "计划刚刚有改动" in zhou.toast["text"]
    assert "待组长审批" in shown.text
    assert "已批准" in (await zhou.presses("✅ 批准", shown)).text


async def test_of_two_who_edit_at_once_the_second_is_shown_what_the_first_did(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    please = await handed_in(house)
    monday = next(label for label in please.buttons if "周一" in label)
    theirs = await zhou.presses("1", await zhou.presses(monday, please))
    mine = await lin.presses("1", await lin.last())
    await zhou.presses("周五 3/27", theirs)
    shown = await lin.presses("周四 3/26", mine)
    assert lin.toast is not None and "计划刚刚有改动" in lin.toast["text"]
    assert "下周计划（3月23日–29日） · 待组长审批" in shown.text
    friday = next(label for label in shown.buttons if "周五" in label)
    assert friday.endswith(" 2"), "what the first did stands"


async def test_the_leader_sees_who_has_not_handed_in(house: House) -> None:
    zhou = await house.enrols("周敏")
    await handed_in(house)
    team = await zhou.presses("下周", await zhou.says("/plan"))
    assert "下周计划（3月23日–29日）：已交1/2" in team.text
    assert "⬜ 郑凯 — 还没开始" in team.text and "🕓 林悦 — 待组长审批" in team.text


async def test_a_visit_closes_its_item_and_the_week_is_summed_up(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("✅ 批准", await handed_in(house))
    await house.app.travel(FRIDAY)
    asked = await lin.hears("这周差不多了")
    planned = int(asked.text.split("完成0/")[1].split("，")[0])
    visit = await lin.says("昨天下午去一中见了王校长，聊续约")
    summary = await lin.presses("📝 小结", await lin.says("/plan week"))
    assert f"完成1/{planned}" in summary.text and "✅ 完成：龙岩一中" in summary.text
    await lin.presses("撤销", visit)
    again = await lin.presses("📝 小结", await lin.says("/plan week"))
    assert f"完成0/{planned}" in again.text


async def test_what_was_not_done_says_why_and_rolls_over(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("✅ 批准", await handed_in(house))
    await house.app.travel(FRIDAY)
    asked = await lin.hears("这周差不多了")
    assert "📨 提交小结" not in asked.buttons
    why = await lin.presses("1", asked)
    assert "是什么原因" in why.text
    how = await lin.presses("客户没时间", why)
    rolled = await lin.presses("↪️ 顺延到下周", how)
    assert "↪️ 顺延：" in rolled.text and "（客户没时间）" in rolled.text
    settled = rolled
    if "↪️ 其余都顺延" in rolled.buttons:
        settled = await lin.presses("被别的事占了", await lin.presses("↪️ 其余都顺延", rolled))
    await lin.presses("💬 写几句", settled)
    with_words = await lin.says("这周会多，下周补上")
    done = await lin.presses("📨 提交小结", with_words)
    assert "小结已提交给周敏" in done.text
    told = await zhou.hears("林悦的小结")
    assert "这周会多，下周补上" in told.text and "📨 提交小结" not in told.buttons
    following = await lin.says("/plan next")
    assert "上期顺延" in following.text or "草稿" in following.text


async def test_today_and_the_morning_show_what_is_planned(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("明天上午十点去街道办找詹主任")
    await zhou.last()
    await house.app.travel(datetime(2026, 3, 19, 0, 30, tzinfo=UTC))
    morning = await lin.hears("今天的安排")
    assert "10:00 龙津街道办事处 · 詹美玲" in morning.text
    today = await lin.says("/today")
    assert "🗓 今天计划：1项" in today.text and "10:00 龙津街道办事处" in today.text


async def test_the_year_is_counted_by_class_and_month(house: House) -> None:
    lin = await house.enrols("林悦")
    year = await lin.presses("全年", await next_week(house))
    assert "2026年走访计划" in year.text and "A类：3家，全年" in year.text


async def test_the_year_that_comes_is_planned_by_its_name(house: House) -> None:
    lin = await house.enrols("林悦")
    for said in ("/plan 明年", "/plan next year"):
        assert "2027年走访计划" in (await lin.says(said)).text
    assert "4月计划" in (await lin.says("/plan next month")).text


async def test_in_english_and_in_traditional_chinese_a_plan_reads_as_naturally(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.presses("English", await lin.says("/settings"))
    card = await lin.says("/plan next")
    assert "Next week's plan (23–29 Mar) · draft" in card.text and "📨 Hand in" in card.buttons
    await lin.presses("繁體中文", await lin.says("/settings"))
    assert "下週計畫（3月23日–29日） · 草稿" in (await lin.says("/plan next")).text


async def test_an_assistant_makes_the_plan_of_the_manager(house: House) -> None:
    meng, zhou = await house.enrols("小孟"), await house.enrols("周敏")
    card = await meng.says("/plan next")
    await meng.presses("📨 提交审批", card)
    assert "林悦：下周计划" in (await zhou.hears("林悦提交了计划")).text


async def test_nobody_opens_the_plan_of_another_group(house: House) -> None:
    wu = await house.enrols("吴江")
    await handed_in(house)
    team = await wu.presses("下周", await wu.says("/plan"))
    assert "林悦" not in team.text and "何芳" in team.text


async def test_words_to_the_leader_or_a_visit_told_meanwhile_are_no_reason_for_what_was_not_done(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("✅ 批准", await handed_in(house))
    await house.app.travel(FRIDAY)
    await lin.presses("1", await lin.hears("这周差不多了"))
    assert "已请示" in (await lin.says("请示：二院想要8折，能不能给")).text
    assert "已记录" in (await lin.says("今天上午拜访一中王校长，聊了续约，他很满意")).text
    assert "接下来呢" in (await lin.says("客户出差了")).text


async def test_small_talk_at_the_question_what_to_add_is_answered_and_nothing_is_added(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await next_week(house)
    before = card.text
    await lin.presses("➕ 添加", card)
    warm = await lin.says("谢谢")
    assert "已加到" not in warm.text and "加进" not in warm.text
    asked = await lin.says("股票又跌了")
    assert "“股票又跌了”要加进下周一（3月23日）的计划吗？" in asked.text
    back = await lin.presses("‹ 返回", asked)
    assert back.text == before
    await lin.presses("➕ 添加", back)
    added = await lin.says("写月报")
    assert "✅ 已加到下周一（3月23日）：写月报" in added.text


async def test_what_was_asked_about_is_put_in_by_one_press_and_enough_is_enough(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.presses("➕ 添加", await next_week(house))
    added = await lin.presses("➕ 加进计划", await lin.says("股票又跌了"))
    assert "✅ 已加到下周一（3月23日）：股票又跌了" in added.text
    await lin.presses("➕ 添加", added)
    shown = await lin.says("就这些")
    assert "🗓 下周计划" in shown.text and "已加到" not in shown.text
