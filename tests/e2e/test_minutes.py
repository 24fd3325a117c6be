"""Minutes and what comes of them: written in sentences, published to the team, action items reminded and explained."""

from io import BytesIO
from typing import Any

from docx import Document

from tests.e2e.house import House, Member, Said
from tests.e2e.test_care import travels
from tests.e2e.test_teams import group_says, linked, press


async def monday(house: House) -> tuple[Member, Member, Member, dict[str, Any]]:
    """Monday, 23 March: the weekly meeting of 9:00, hosted by 林悦, has its agenda."""
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    zhou, group = await linked(house, lin, zheng)
    await travels(house, "03-23T08:45")
    return zhou, lin, zheng, group


async def written(lin: Member, house: House) -> Said:
    """The minutes as 林悦 writes them after the meeting."""
    await travels(house, "03-23T10:00")
    await lin.presses("📝 写纪要", await lin.hears("开完了吧"))
    await lin.hears("草稿")
    await lin.says("上周走访12家，士气不错")
    return await lin.says("决定：下周前完成二院方案，郑凯负责，周五前\n决定：整理名单")


async def published(house: House) -> tuple[Member, Member, Member, dict[str, Any]]:
    zhou, lin, zheng, group = await monday(house)
    card = await written(lin, house)
    card = await lin.presses("❓ 决定2谁负责？", card)
    card = await lin.presses("林悦", card)
    card = await lin.presses("🗓 决定2什么时候完成？", card)
    card = await lin.says("下周三")
    await lin.presses("✅ 发布", card)
    await house.quiet()
    return zhou, lin, zheng, group


async def test_the_host_is_asked_for_minutes_and_writes_them_in_sentences(house: House) -> None:
    _, lin, _, _ = await monday(house)
    card = await written(lin, house)
    assert "一组周例会纪要（草稿）" in card.text and "1. 上周走访12家，士气不错" in card.text
    assert "1. 下周前完成二院方案 — 郑凯，本周五（3月27日）" in card.text
    assert "2. 整理名单 — 负责人待定" in card.text
    assert card.buttons[0].startswith("❓ 决定2谁负责？")


async def test_minutes_go_to_the_teams_chat_and_owners_hear_of_their_part(house: House) -> None:
    _, _, zheng, group = await published(house)
    said = await group_says(house, group, "周例会纪要")
    assert "主持：林悦" in said.text and "到会：林悦、郑凯、周敏" in said.text
    assert "2. 整理名单 — 林悦，下周三（4月1日）" in said.text
    told = await zheng.hears("有一项待办归您")
    assert "下周前完成二院方案" in told.text
    assert "已完成" in (await zheng.presses("✅ 完成", told)).text


async def test_who_was_not_there_is_noted_by_a_tap(house: House) -> None:
    _, lin, _, group = await monday(house)
    card = await written(lin, house)
    names = await lin.presses("👥 到会情况", card)
    names = await lin.presses("✓ 郑凯", names)
    assert "✗ 郑凯 缺席" in names.buttons
    card = await lin.presses("‹ 返回", names)
    assert "缺席：郑凯" in card.text
    await lin.presses("✅ 发布", card)
    assert "缺席：郑凯" in (await group_says(house, group, "周例会纪要")).text


async def test_a_line_is_struck_out_and_published_minutes_are_changed_in_place(house: House) -> None:
    _, lin, _, group = await published(house)
    before = await group_says(house, group, "周例会纪要")
    out = await lin.hears("已发到小组的群")
    await lin.presses("✏️ 修改", out)
    card = await lin.hears("正在改")
    gone = await lin.presses("🗑 上周走访12家", await lin.presses("🗑 删一条", card))
    assert "上周走访12家" not in gone.text
    await lin.presses("✅ 按改好的重新发布", gone)
    await house.quiet()
    after = await group_says(house, group, "周例会纪要")
    assert after.id == before.id and "上周走访12家" not in after.text


async def test_late_minutes_remind_the_host_and_the_leader(house: House) -> None:
    zhou, lin, _, _ = await monday(house)
    await travels(house, "03-23T10:00")
    await travels(house, "03-23T11:59")
    assert not [said for said in await lin.transcript() if "大家在等" in said.text]
    await travels(house, "03-23T12:00")
    assert "大家在等您的结论" in (await lin.hears("⏳")).text
    assert "主持是林悦" in (await zhou.hears("⏳")).text


async def test_minutes_in_time_remind_nobody(house: House) -> None:
    zhou, lin, _, _ = await published(house)
    await travels(house, "03-23T12:00")
    assert not [said for said in (*await lin.transcript(), *await zhou.transcript()) if "⏳" in said.text]


async def test_without_a_chat_the_minutes_go_to_every_member(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await travels(house, "03-23T08:45")
    await travels(house, "03-23T10:00")
    await lin.presses("📝 写纪要", await lin.hears("开完了吧"))
    card = await lin.says("决定：整理名单，林悦负责，周五前")
    assert "私聊发给每位组员" in (await lin.presses("✅ 发布", card)).text
    assert "整理名单" in (await zheng.hears("周例会纪要")).text


async def test_minutes_published_again_reach_a_chat_that_was_linked_since(house: House) -> None:
    zhou, lin, _, group = await monday(house)
    card = await written(lin, house)
    await press(house, zhou, group, await group_says(house, group, "已确认"), "解除绑定")
    out = await lin.presses("✅ 发布", card)
    await press(house, zhou, group, await group_says(house, group, "不再是"), "这是一组的群")
    await lin.presses("✏️ 修改", out)
    await lin.presses("✅ 按改好的重新发布", await lin.says("议题：下周的分工"))
    await house.quiet()
    assert "下周的分工" in (await group_says(house, group, "周例会纪要")).text


async def test_the_archive_is_searched_and_handed_on_as_a_document(house: House) -> None:
    _, _, zheng, _ = await published(house)
    listed = await zheng.says("/meetings")
    assert listed.buttons[0] == "3月23日 一组周例会"
    await zheng.presses("🔎 搜纪要", listed)
    found = await zheng.says("二院方案")
    assert "纪要里有“二院方案”的，1次" in found.text
    opened = await zheng.presses("3月23日 一组周例会", found)
    assert "整理名单" in opened.text
    await zheng.presses("📄 导出Word", opened)
    sent = await zheng.last()
    assert sent.raw["document"]["file_name"] == "一组周例会纪要 2026-03-23.docx"
    file = await house.app.bot.get_file(sent.raw["document"]["file_id"])
    document = Document(BytesIO(bytes(await file.download_as_bytearray())))
    assert "一组周例会纪要" in document.paragraphs[0].text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["下周前完成二院方案", "郑凯", "2026年3月27日"]
    assert "没有找到" in (await zheng.says("/meetings 火星")).text


async def test_an_owner_is_reminded_before_and_on_the_day_and_explains_a_delay(house: House) -> None:
    zhou, _, zheng, group = await published(house)
    await travels(house, "03-26T08:30")
    assert "快到期了" in (await zheng.hears("快到期了")).text
    await travels(house, "03-27T08:30")
    assert "今天到期" in (await zheng.hears("今天到期")).text
    await travels(house, "03-28T09:30")
    late = await zheng.hears("已过期，还没完成")
    assert "已逾期1次" in late.text
    await zheng.presses("✍️ 说明原因", late)
    assert "周例会的议程上会带上这句话" in (await zheng.says("客户改了需求，方案要重做")).text
    await travels(house, "03-30T08:45")
    agenda = await group_says(house, group, "一组周例会")
    assert "❗ 郑凯请说明：下周前完成二院方案" in agenda.text and "客户改了需求" in agenda.text
    await zhou.says("/todo")
    team = await zhou.presses("👥 小组的待办", await zhou.last())
    assert "小组的待办，2项" in team.text


async def test_what_is_done_reminds_nobody(house: House) -> None:
    _, _, zheng, _ = await published(house)
    await zheng.presses("✅ 完成", await zheng.hears("有一项待办归您"))
    await travels(house, "03-26T08:30")
    assert not [said for said in await zheng.transcript() if "快到期" in said.text]
    assert "没有会上定的待办" in (await zheng.says("/todo")).text


async def test_a_decision_without_an_owner_is_put_to_the_leader_after_a_day(house: House) -> None:
    zhou, lin, _, _ = await monday(house)
    card = await written(lin, house)
    await lin.presses("✅ 发布", card)
    await travels(house, "03-24T10:01")
    asked = await zhou.hears("还没有负责人")
    assert "整理名单" in asked.text
    given = await zhou.presses("郑凯", await zhou.presses("👤 换负责人", asked))
    assert "负责：郑凯" in given.text


async def test_a_leader_gives_somebody_a_task_in_a_line(house: House) -> None:
    zhou, zheng = await house.enrols("周敏"), await house.enrols("郑凯")
    noted = await zhou.says("/todo 郑凯周五前交紫岭方案")
    assert "已记下一项待办" in noted.text and "郑凯，后天（3月20日 周五）" in noted.text
    told = await zheng.hears("有一项待办归您")
    moved = await zhou.presses("📅 改日期", noted)
    assert moved.text
    assert "日期改好了" in (await zhou.says("下周三")).text
    assert "改日期" not in "".join(told.buttons)


async def test_a_visit_told_while_minutes_are_open_is_recorded_and_not_published(house: House) -> None:
    _, lin, _, _ = await monday(house)
    card = await written(lin, house)
    told = await lin.says("今天上午拜访一中王校长，聊了续约，他很满意")
    assert "已记录" in told.text
    await lin.presses("🗓 决定2什么时候完成？", await lin.presses("林悦", await lin.presses("❓ 决定2谁负责？", card)))
    assert "已记录" in (await lin.says("今天下午拜访二院陈院长，聊了宽带")).text
    after = await lin.says("议题：今天上午拜访一中王校长，聊了续约")
    assert "2. 今天上午拜访一中王校长" in after.text and "二院陈院长" not in after.text


async def test_an_explanation_that_nobody_waits_for_any_more_refuses_nothing_but_itself(house: House) -> None:
    zhou, _, zheng, _ = await published(house)
    await travels(house, "03-28T09:30")
    await zheng.presses("✍️ 说明原因", await zheng.hears("已过期，还没完成"))
    await zhou.says("/todo")
    mine = await zhou.presses("👥 小组的待办", await zhou.last())
    opened = await zhou.presses("1. 下周前完成二院方案", mine)
    await zhou.presses("林悦", await zhou.presses("👤 换负责人", opened))
    refused = (await zheng.says("客户改了需求")).text
    assert (await zheng.says("客户又改了需求")).text != refused


async def test_a_visit_told_instead_of_a_search_or_an_explanation_is_recorded(house: House) -> None:
    _, _, zheng, _ = await published(house)
    await zheng.presses("🔎 搜纪要", await zheng.says("/meetings"))
    assert "已记录" in (await zheng.says("今天上午拜访紫岭丁局长，聊了续约")).text
    await travels(house, "03-28T09:30")
    await zheng.presses("✍️ 说明原因", await zheng.hears("已过期，还没完成"))
    assert "已记录" in (await zheng.says("今天上午拜访紫岭丁局长，聊了宽带")).text


async def test_minutes_of_the_evening_reach_the_others_in_the_morning(house: House) -> None:
    _, lin, zheng, group = await monday(house)
    card = await written(lin, house)
    await travels(house, "03-23T22:30")
    out = await lin.presses("✅ 发布", card)
    assert "明天（3月24日 周二） 08:00再发给大家" in out.text and "已发到" not in out.text
    await lin.presses("✏️ 修改", out)
    await lin.presses("✅ 按改好的重新发布", await lin.says("议题：下周的分工"))
    await travels(house, "03-24T07:55")
    assert not [said for said in await zheng.transcript() if "归您" in said.text]
    assert "纪要" not in (await group_says(house, group)).text
    await travels(house, "03-24T08:01")
    assert "下周前完成二院方案" in (await zheng.hears("有一项待办归您")).text
    assert "下周的分工" in (await group_says(house, group, "周例会纪要")).text


async def test_owners_hear_of_what_is_new_and_not_of_what_they_know(house: House) -> None:
    _, lin, zheng, _ = await published(house)
    await zheng.hears("有一项待办归您")
    await lin.presses("✏️ 修改", await lin.hears("已发到小组的群"))
    card = await lin.says("决定：整理合同台账，郑凯负责，周五前")
    await lin.presses("✅ 按改好的重新发布", card)
    await house.quiet()
    told = [said.text for said in await zheng.transcript() if "归您" in said.text]
    assert len(told) == 2 and "整理合同台账" in told[1] and "二院方案" not in told[1]


async def test_a_decision_of_which_there_is_nothing_to_do_wants_no_owner(house: House) -> None:
    _, lin, _, _ = await monday(house)
    card = await lin.presses("❓ 决定2谁负责？（整理名单）", await written(lin, house))
    card = await lin.presses("👌 知悉即可，不用人负责", card)
    assert "2. 整理名单 — 知悉即可" in card.text
    assert not [label for label in card.buttons if "决定2" in label]
