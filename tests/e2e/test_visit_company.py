"""Visits and others: what is sent along, who went along, who is told, who writes for whom; and the lists."""

from typing import Any

from domain.visits import Visit
from tests.e2e.house import House, Member, Said
from tests.e2e.test_care import travels
from tests.e2e.test_visits import TOLD, only_record, records, speaks

PNG = {"base64": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}


async def sends(member: Member, **content: Any) -> Said:
    await member.house.chat.send(member.user, **content)
    await member.house.quiet()
    return await member.last()


def kinds(visit: Visit) -> list[str]:
    return [sent.kind for sent in visit.attachments]


async def test_a_photo_after_a_visit_belongs_to_it_and_is_sent_again_from_its_card(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says(TOLD)
    tied = await sends(lin, photo=PNG)
    assert "1张照片已附到龙岩一中的走访" in tied.text
    card = await lin.presses("看走访记录", tied)
    assert "附件：1张照片" in card.text
    await lin.presses("看附件", card)
    assert (await lin.last()).raw["photo"]


async def test_an_album_is_answered_once_and_attached_whole(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says(TOLD)
    before = len(await lin.transcript())
    await house.chat.send(lin.user, media_group=[{"photo": PNG}, {"photo": PNG}, {"photo": PNG}])
    await house.quiet()
    assert len(await lin.transcript()) == before + 4
    assert kinds(await only_record(house)) == ["photo"] * 3


async def test_an_album_whose_caption_tells_a_visit_becomes_that_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    await house.chat.send(lin.user, media_group=[{"photo": {**PNG, "caption": TOLD}}, {"photo": PNG}])
    await house.quiet()
    assert (await lin.last()).text.startswith("✅ 已记录：龙岩一中")
    assert kinds(await only_record(house)) == ["photo", "photo"]


async def test_what_is_sent_while_a_visit_is_asked_about_is_saved_with_it(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    assert "会和这次走访一起保存" in (await sends(lin, photo=PNG)).text
    await sends(lin, location={"latitude": 25.1, "longitude": 117.0})
    await lin.presses("雁溪中学", asked)
    visit = await only_record(house)
    assert kinds(visit) == ["photo", "location"]
    assert visit.attachments[1].latitude == 25.1


async def test_what_is_sent_out_of_nowhere_asks_which_of_todays_visits(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says(TOLD)
    await lin.says("今天下午去了二院，跟陈院长谈了专线续费")
    await house.app.travel(house.app.clock.now().replace(hour=15))
    asked = await sends(lin, voice={"base64": PNG["base64"], "duration": 3})
    assert "是哪一次走访的" in asked.text
    card = await lin.presses("龙岩一中", asked)
    assert "附件：1段语音" in card.text


async def test_a_photo_before_any_visit_goes_with_the_one_that_is_then_recorded(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await sends(lin, photo=PNG)
    await lin.presses("记走访", asked)
    await lin.presses("雁溪中学", asked)
    for _ in range(4):
        await lin.presses("跳过", asked)
    card = await lin.presses("保存", asked)
    assert "附件：1张照片" in card.text
    assert kinds(await only_record(house)) == ["photo"]


async def test_a_photo_tied_to_the_wrong_visit_is_moved(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says(TOLD)
    await lin.says("今天下午去了二院，跟陈院长谈了专线续费")
    tied = await sends(lin, photo=PNG)
    assert "龙岩市第二医院" in tied.text
    which = await lin.presses("不是这一次", tied)
    moved = await lin.presses("龙岩一中", which)
    assert "龙岩一中" in moved.text
    assert {visit.client_id: len(visit.attachments) for visit in await house.records(records, "林悦")} == {1: 1, 3: 0}


async def test_the_leader_hears_of_a_competitor_at_once_in_their_own_language_and_of_its_withdrawal(
    house: House,
) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    other = await house.enrols("吴江")
    await speaks(leader, "English")
    card = await lin.says(TOLD)
    news = await leader.hears("Competitor news")
    assert "龙岩一中" in news.text and "电信" in news.text
    assert (await leader.presses("Open the visit", news)).text.startswith("🗒 Visit: 龙岩一中")
    assert "Undo" not in " ".join((await leader.last()).buttons)
    await lin.presses("撤销", card)
    assert "withdrawn" in (await leader.last()).text
    assert not any("竞争" in said.text for said in await other.transcript() if "龙岩" in said.text)


async def test_an_assistant_writes_for_the_manager_who_can_take_it_back(house: House) -> None:
    lin, meng = await house.enrols("林悦"), await house.enrols("小孟")
    card = await meng.says("今天上午拜访一中王校长，聊了续约")
    assert "小孟代林悦记录" in card.text
    note = await lin.hears("替您记了一次走访")
    assert "小孟代林悦记录" in note.text
    undone = await lin.presses("撤销", note)
    assert undone.text.startswith("↩️ 已撤销")
    assert await house.records(records, "小孟") == []


async def test_a_joint_visit_is_on_both_lists_and_changed_by_its_owner_alone(house: House) -> None:
    lin, kai = await house.enrols("林悦"), await house.enrols("郑凯")
    card = await lin.says("今天上午和郑凯一起拜访一中王校长，聊了续约")
    assert "同行：郑凯" in card.text
    listed = await kai.says("/visits")
    assert "龙岩一中" in listed.text
    shown = await kai.presses("1", listed)
    assert "修改" not in " ".join(shown.buttons)
    assert "王建斌" in shown.text


async def test_today_shows_what_was_done_what_is_due_and_ticks_it_off(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天拜访一中王校长，聊了续约，今天下班前发合同")
    today = await lin.says("📅 今天")
    assert "今天的走访：1次" in today.text
    assert "今天要办、逾期未办：1项" in today.text
    assert "该走访的客户：3家" in today.text
    done = await lin.presses("办完 1", today)
    assert "今天要办" not in done.text
    again = await lin.presses("没办完", done)
    assert "今天要办、逾期未办：1项" in again.text
    await lin.presses("改日期 1", again)
    moved = await lin.says("下周三")
    assert "今天要办" not in moved.text
    assert [step.due_on.isoformat() for step in (await only_record(house)).next_steps if step.due_on] == ["2026-03-25"]


async def test_visits_are_listed_five_to_a_page_newest_first_with_detail_and_back(house: House) -> None:
    lin = await house.enrols("林悦")
    for day in range(7):
        await lin.says(f"3月{11 + day}号拜访了一中王校长，聊了第{day}件事")
    first = await lin.says("/visits")
    assert "共7次" in first.text
    assert first.text.index("第6件事") < first.text.index("第2件事")
    second = await lin.presses("下一页", first)
    assert second.id == first.id
    assert "第0件事" in second.text and "第2件事" not in second.text
    detail = await lin.presses("6", second)
    assert "第1件事" in detail.text
    assert (await lin.presses("返回", detail)).text == second.text


async def test_a_leader_sees_the_group_and_can_look_at_their_own(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says(TOLD)
    await house.quiet()
    listed = await leader.says("/visits")
    assert "小组走访记录" in listed.text and "林悦" in listed.text
    assert "龙岩一中" not in (await leader.presses("只看我的", listed)).text
    assert "郑凯" in (await leader.says("/overdue")).text


async def test_overdue_counts_the_days_and_leads_to_logging(house: House) -> None:
    lin = await house.enrols("林悦")
    listed = await lin.says("/overdue")
    assert "龙岩市第二医院 逾期57天\nA类 · 还没走访过" in listed.text
    asked = await lin.presses("记走访：龙岩市第二医院", listed)
    assert "见了谁" in asked.text
    await lin.presses("跳过", asked)
    await lin.says("刚才")
    await lin.presses("跳过")
    await lin.presses("跳过")
    await lin.presses("保存")
    assert "龙岩市第二医院" not in (await lin.says("/overdue")).text


async def test_the_visits_of_a_client_come_as_one_sheet_whose_cells_are_texts(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天拜访一中王校长，聊了续约，下周三送方案")
    await lin.presses("修改", card)
    await lin.presses("客户反馈", card)
    shown = await lin.says("=1+1")
    await lin.presses("修改", shown)
    await lin.presses("返回", shown)
    all_of_client = await lin.presses("全部走访", shown)
    assert "走访1次" in all_of_client.text
    await lin.presses("导出走访记录", all_of_client)
    sent = await lin.last()
    assert sent.raw["document"]["file_name"] == "龙岩一中 走访记录.xlsx"
    assert "请妥善保管" in sent.text


async def test_what_an_assistant_records_at_night_the_manager_hears_in_the_morning(house: House) -> None:
    lin, meng = await house.enrols("林悦"), await house.enrols("小孟")
    await travels(house, "03-18T22:00")
    await meng.says("今天下午去了一中，聊了续约")
    await house.quiet()
    assert not [each for each in await lin.transcript() if "替您记了一次走访" in each.text]
    await travels(house, "03-19T08:00")
    assert "龙岩一中" in (await lin.hears("替您记了一次走访")).text
