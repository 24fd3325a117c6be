"""Visits in all their ways, as transcripts: one message, questions, steps, changes, edits, undo."""

from domain.staff import Actor
from domain.visits import Visit
from locales.words import words
from services import visit_lists, visits
from storage import persons
from storage.tx import Tx
from tests.e2e.house import House, Member, Said, actor

TOLD = "今天上午九点半拜访一中王校长，聊了续约，电信报一年三万八，下周三送方案"


async def speaks(member: Member, language: str) -> None:
    await member.says("/settings")
    await member.presses(language)


def records(tx: Tx, name: str) -> list[Visit]:
    """The standing visits of a member, newest first."""
    who: Actor = actor(tx, name)
    listed, _ = visit_lists.mine(tx, who, limit=50)
    return [visits.load(tx, who, each.id).visit for each in listed]


async def only_record(house: House, name: str = "林悦") -> Visit:
    (visit,) = await house.records(records, name)
    return visit


async def bubbles(member: Member) -> list[Said]:
    """What the bot said, oldest first."""
    return [said for said in await member.transcript() if said.raw["from"]["is_bot"]]


async def test_a_visit_told_in_one_line_is_saved_at_once_and_can_be_undone_and_restored(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says(TOLD)
    assert card.text.startswith("✅ 已记录：龙岩一中")
    assert "时间：今天（3月18日 周三） 09:30" in card.text
    assert "见了：王建斌" in card.text
    assert "竞争对手：电信" in card.text
    assert "下周三（3月25日）" in card.text
    undone = await lin.presses("撤销", card)
    assert undone.text.startswith("↩️ 已撤销：龙岩一中")
    assert await house.records(records, "林悦") == []
    restored = await lin.presses("恢复", undone)
    assert restored.text.startswith("✅ 已恢复：龙岩一中")
    assert (await only_record(house)).next_steps[0].due_on is not None


async def test_the_same_in_traditional_chinese(house: House) -> None:
    lin = await house.enrols("林悦")
    await speaks(lin, "繁體中文")
    card = await lin.says("昨天下午三點拜訪龍岩一中王校長，聊了續約，下週三送方案")
    assert card.text.startswith("✅ 已記錄：龙岩一中")
    assert "時間：昨天（3月17日 週二） 15:00" in card.text
    assert "下週三（3月25日）" in card.text
    assert (await lin.presses("撤銷", card)).text.startswith("↩️ 已撤銷")


async def test_the_same_in_english(house: House) -> None:
    he = await house.enrols("何芳", "en")
    await speaks(he, "English")
    card = await he.says("Visited Dragonfly yesterday, met Kevin Huang about the leased line, quote due next Wednesday")
    assert card.text.startswith("✅ Logged: Dragonfly Electronics")
    assert "When: yesterday (Tue 17 Mar)" in card.text
    assert "Met: Kevin Huang" in card.text
    assert (await he.presses("Undo", card)).text.startswith("↩️ Taken back")


async def test_two_clients_that_may_be_meant_are_asked_about_and_one_press_saves(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    assert "是哪一家客户？" in asked.text
    assert {"龙岩一中", "雁溪中学"} <= set(asked.buttons)
    assert await house.records(records, "林悦") == []
    card = await lin.presses("雁溪中学", asked)
    assert card.id == asked.id
    assert "见了：王淑惠" in card.text
    assert (await only_record(house)).persons[0].person_id is not None


async def test_the_question_can_be_answered_in_words_and_by_part_of_a_name(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    card = await lin.says("雁溪")
    assert card.id != asked.id
    assert card.text.startswith("✅ 已记录：雁溪中学")


async def test_a_question_left_open_does_not_swallow_another_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    card = await lin.says("今天下午又去了二院，跟陈院长谈了专线续费")
    assert card.text.startswith("✅ 已记录：龙岩市第二医院")
    assert (await lin.presses("龙岩一中", asked)).text.startswith("✅ 已记录：龙岩一中")
    assert len(await house.records(records, "林悦")) == 2


async def test_words_that_answer_nothing_are_asked_about_twice_the_second_time_with_choices(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    first = await lin.says("哇哩咕噜呱")
    assert "没看懂" in first.text
    second = await lin.says("哇哩咕噜呱")
    assert any("新建客户“哇哩咕噜呱”" in label for label in second.buttons)
    assert "其他客户…" in second.buttons


async def test_a_client_not_on_file_is_created_by_one_press(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天去拜访了长汀县中医院的刘院长，聊专线，还没建档")
    card = await lin.presses("新建客户", asked)
    assert card.text.startswith("✅ 已记录：长汀县中医院")
    added = await lin.presses("加入档案", card)
    assert "加入档案" not in " ".join(added.buttons)
    again = await lin.says("今天下午又拜访长汀县中医院，送了资料")
    assert again.text.startswith("✅ 已记录：长汀县中医院")


async def test_one_message_about_two_clients_makes_two_records(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("一中王校长和雁中王校长今天在教育局开会碰到了，都说下学期再谈")
    await house.quiet()
    cards = [said.text for said in await bubbles(lin) if said.text.startswith("✅")]
    assert [text.split("\n")[0] for text in cards] == ["✅ 已记录：龙岩一中", "✅ 已记录：雁溪中学"]
    assert sorted(visit.persons[0].name for visit in await house.records(records, "林悦")) == ["王建斌", "王淑惠"]


async def test_step_by_step_with_buttons_in_place_and_words_in_new_messages(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("✍️ 记走访")
    assert "第1步，共6步" in asked.text
    persons = await lin.presses("雁溪中学", asked)
    assert persons.id == asked.id
    await lin.presses("王淑惠", persons)
    when = await lin.presses("下一步", persons)
    back = await lin.presses("返回", when)
    assert "✓ 王淑惠 · 校长" in back.buttons
    await lin.presses("下一步", back)
    purposes = await lin.says("昨天下午三点")
    assert purposes.id != asked.id
    await lin.presses("挖掘需求", purposes)
    await lin.presses("下一步", purposes)
    assert "接下来要做什么" in (await lin.says("校园网太慢，联通也来过")).text
    steps = await lin.says("下周三送方案；月底前去测速")
    assert "1. " in steps.text and "2. " in steps.text
    card = await lin.presses("保存", steps)
    assert card.text.startswith("✅ 已记录：雁溪中学")
    visit = await only_record(house)
    assert [step.due_on.isoformat() for step in visit.next_steps if step.due_on] == ["2026-03-25", "2026-03-31"]
    assert [news.competitor for news in visit.competition] == ["联通"]
    assert [purpose.value for purpose in visit.purposes] == ["dig_needs"]


async def test_step_by_step_in_english_with_cancel(house: House) -> None:
    he = await house.enrols("何芳", "en")
    await speaks(he, "English")
    asked = await he.says("/visit")
    assert "Step 1 of 6" in asked.text
    persons = await he.presses("Dragonfly", asked)
    await he.presses("Kevin Huang", persons)
    when = await he.presses("Next", persons)
    assert "Today (Wed 18 Mar)" in when.buttons
    cancelled = await he.presses("Cancel", when)
    assert not cancelled.buttons
    assert await house.records(records, "何芳") == []
    assert await pressed_again(he, when) == words("en").plain("common.button_used")


async def pressed_again(member: Member, said: Said) -> str:
    """What a press on the first button of a message that stands no more is answered with."""
    token = said.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answer = await member.house.chat.press(member.user, said.raw, data=token)
    return str((answer or {}).get("text"))


async def test_visit_with_words_after_the_command_is_taken_at_once(house: House) -> None:
    lin = await house.enrols("林悦")
    assert (await lin.says("/visit 今天拜访二院陈院长，谈了专线")).text.startswith("✅ 已记录：龙岩市第二医院")
    assert "见了谁" in (await lin.says("/visit 雁溪中学")).text


async def test_a_field_is_changed_by_buttons_in_place_and_put_back(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says(TOLD)
    menu = await lin.presses("修改", card)
    assert menu.id == card.id
    await lin.presses("客户态度", menu)
    changed = await lin.presses("积极", menu)
    assert changed.text.startswith("✏️ 已修改：龙岩一中（客户态度）")
    assert (await only_record(house)).sentiment == "positive"
    back = await lin.presses("改回原样", changed)
    assert "客户态度" in back.text.split("\n")[0]
    assert (await only_record(house)).sentiment is None


async def test_a_field_is_changed_in_words(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says(TOLD)
    await lin.presses("修改", card)
    changed = await lin.says("时间改成昨天下午三点")
    assert "昨天（3月17日 周二） 15:00" in changed.text
    await lin.presses("修改", changed)
    assert "地点：校长室" in (await lin.says("地点：校长室")).text
    await lin.presses("修改")
    await lin.presses("时长")
    assert "时长：90分钟" in (await lin.says("一个半小时")).text


async def test_every_field_can_be_opened_and_left_again(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says(TOLD)
    menu = await lin.presses("修改", card)
    before = await only_record(house)
    for label in [label for label in menu.buttons if "返回" not in label]:
        question = await lin.presses(label, menu)
        assert question.buttons[-1].endswith("返回") or "保存" in question.buttons[-1], label
        menu = await lin.presses("返回", question)
    shown = await lin.presses("返回", menu)
    assert shown.text.startswith("🗒 走访记录：龙岩一中")
    assert await only_record(house) == before


async def test_the_due_day_of_a_next_step_is_changed(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says(TOLD)
    await lin.presses("修改", card)
    await lin.presses("后续跟进", card)
    await lin.presses("改日期 1", card)
    changed = await lin.says("4月2号")
    assert "4月2日" in changed.text
    assert [step.due_on.isoformat() for step in (await only_record(house)).next_steps if step.due_on] == ["2026-04-02"]


async def test_editing_the_message_amends_the_record_and_keeps_what_was_changed_by_hand(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "今天去雁溪中学找了王校长，聊到机房改造")
    await house.quiet()
    await lin.presses("修改")
    await lin.presses("客户态度")
    await lin.presses("积极")
    await house.chat.edit(lin.user, sent, "昨天去雁溪中学找了王校长，聊到机房改造，周五前给报价")
    await house.quiet()
    changed = await lin.last()
    assert "已修改：雁溪中学（时间、" in changed.text
    visit = await only_record(house)
    assert visit.visited_on.isoformat() == "2026-03-17"
    assert visit.sentiment == "positive"
    assert [step.due_on.isoformat() for step in visit.next_steps if step.due_on] == ["2026-03-20"]


async def test_an_edit_that_reads_like_no_visit_asks_and_destroys_nothing(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "今天去雁溪中学找了王校长，聊到机房改造")
    await house.quiet()
    before = await only_record(house)
    await house.chat.edit(lin.user, sent, "算了明天再说吧")
    await house.quiet()
    asked = await lin.last()
    assert "怎么办" in asked.text
    assert await only_record(house) == before
    await lin.presses("记录不动", asked)
    assert await only_record(house) == before


async def test_editing_a_message_still_asked_about_reads_it_anew(house: House) -> None:
    lin = await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "今天拜访王校长，聊了校园网提速")
    await house.quiet()
    await house.chat.edit(lin.user, sent, "今天拜访雁溪中学王校长，聊了校园网提速")
    await house.quiet()
    assert (await lin.last()).text.startswith("✅ 已记录：雁溪中学")
    assert (await only_record(house)).persons[0].name == "王淑惠"


async def test_editing_a_message_of_two_visits_one_of_them_saved_asks_about_the_other_alone(house: House) -> None:
    lin = await house.enrols("林悦")
    await house.app.store.run(lambda tx: persons.add(tx, {"client_id": 2, "name": "王志强", "position": "老师"}))
    sent = await house.chat.send(lin.user, "今天上午拜访二院陈院长聊了专线，下午去雁溪中学找小王聊了校园网")
    await house.quiet()
    assert "哪一位" in (await lin.last()).text
    assert [visit.client_id for visit in await house.records(records, "林悦")] == [3]
    await house.chat.edit(lin.user, sent, "今天上午拜访二院陈院长聊了专线续费，下午去雁溪中学找王志强聊了校园网")
    await house.quiet()
    assert sorted(visit.client_id for visit in await house.records(records, "林悦")) == [2, 3]
    hospital = next(visit for visit in await house.records(records, "林悦") if visit.client_id == 3)
    assert "专线续费" in hospital.content


async def test_a_late_record_is_marked(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("3月2号拜访了一中王校长，聊了续约")
    assert "补录：走访已过去7天以上" in card.text
    assert (await only_record(house)).late


async def test_text_with_signs_of_html_is_shown_as_it_was_typed(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天拜访一中王校长，聊了 <b>A&B</b> 方案")
    assert "<b>A&B</b>" in card.text
