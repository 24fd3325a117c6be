"""What is told and is no visit: care, plans, demands, competitor news, next steps, cancellations, small talk."""

from sqlalchemy import select

from storage import notes
from storage.notes import notes as table
from storage.tx import Tx
from tests.e2e.house import House, Member, actor


async def speaks(member: Member, language: str) -> None:
    """The member chooses a language, as in real life."""
    await member.presses(language, await member.says("/settings"))


def _kept(tx: Tx) -> list[str]:
    return [row.text for row in tx.rows(select(table.c.text).where(table.c.removed_at.is_(None)))]


async def test_a_note_can_be_taken_back_and_brought_back(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("明天上午九点半约了二院陈院长看机房")
    assert "已记下计划：龙岩市第二医院" in card.text
    gone = await lin.presses("撤销", card)
    assert gone.text.startswith("↩️ 已撤销") and gone.buttons == ("恢复",)
    assert await house.records(_kept) == []
    back = await lin.presses("恢复", gone)
    assert back.text.startswith("✅ 已恢复：龙岩市第二医院")
    assert await house.records(_kept) == ["明天上午九点半约了二院陈院长看机房"]


async def test_a_plan_is_kept_with_its_day_spelled_out(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("明天上午九点半约了龙津职院欧阳院长看机房")
    assert "已记下计划：龙津职业技术学院" in card.text
    assert "日期：明天（3月19日 周四） 09:30" in card.text
    assert "已放进本周计划（3月16日–22日）" in card.text


async def test_a_demand_of_a_title_that_two_clients_have_asks_which_and_a_typed_name_answers(
    house: House,
) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("王校长来电话说校园网又卡了，让明天过去看看")
    assert set(asked.buttons) == {"雁溪中学", "龙岩一中", "不挂客户，先记着", "取消"}
    card = await lin.says("雁中")
    assert "雁溪中学" in card.text and "人物：王淑惠" in card.text
    assert "明天（3月19日 周四）" in card.text


async def test_a_question_is_answered_by_a_button_in_place(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("王校长来电话说校园网又卡了，让明天过去看看")
    card = await lin.presses("龙岩一中", asked)
    assert card.id == asked.id and "人物：王建斌" in card.text


async def test_a_visit_told_while_a_question_stands_is_a_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("王校长来电话说校园网又卡了，让明天过去看看")
    visit = await lin.says("今天下午去二院见了陈院长，谈了信息化方案，他很满意")
    assert visit.text.startswith("✅ 已记录：龙岩市第二医院")
    assert "雁溪中学" in (await lin.presses("雁溪中学", asked)).text


async def test_competitor_news_reaches_the_leader_at_once_and_so_does_its_undoing(house: House) -> None:
    leader, other, lin = [await house.enrols(name) for name in ("周敏", "吴江", "林悦")]
    card = await lin.says("电信专线给一中报一年3万8，比我们便宜6千")
    assert "已告诉周敏" in card.text
    told = await leader.hears("竞争情报：龙岩一中")
    assert "电信专线给一中报一年3万8" in told.text and "林悦记于今天（3月18日 周三）" in told.text
    await lin.presses("撤销", card)
    assert "撤回了电信" in (await leader.hears("竞争情报撤回")).text
    await house.quiet()
    assert not [said for said in await other.transcript() if "竞争情报" in said.text and "一中" in said.text]


async def test_the_leader_hears_of_it_in_their_own_language(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await speaks(leader, "English")
    await lin.says("电信专线给一中报一年3万8，比我们便宜6千")
    assert "Noted by 林悦, today (Wed 18 Mar)" in (await leader.hears("Competitor news: 龙岩一中")).text


async def test_a_next_step_can_be_done_and_opened_again_from_its_card(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("记一下，下周一前把二院的报价单做好")
    assert card.text.startswith("📌 已记下后续跟进：龙岩市第二医院")
    assert "下周一（3月23日）" in card.text
    done = await lin.presses(card.buttons[0], card)
    assert "✅" in done.text and done.buttons[0].startswith("↩️")
    assert "没有欠着的跟进" in (await lin.says("我还欠谁什么")).text
    again = await lin.presses(done.buttons[0], done)
    assert again.buttons[0].startswith("✅ 办完")


async def test_several_clients_in_one_message_get_a_note_each(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("待办：①给二院陈院长送发票 ②下周二约一中陈丽娟")
    await house.quiet()
    cards = [said.text.splitlines()[0] for said in await lin.transcript() if said.text.startswith("📌")]
    assert cards == ["📌 已记下后续跟进：龙岩市第二医院", "📌 已记下后续跟进：龙岩一中"]


async def test_something_called_off_offers_to_close_the_steps_that_are_off_with_it(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("记一下，下周一前把二院的报价单做好")
    card = await lin.says("下周三跟二院陈院长的约取消，他要去厦门")
    assert card.text.startswith("✂️ 已记下取消：龙岩市第二医院") and "下周三（3月25日）" in card.text
    closed = await lin.presses(card.buttons[0], card)
    assert not closed.buttons[0].startswith("✓")
    assert "没有欠着的跟进" in (await lin.says("我还欠谁什么")).text


async def test_the_client_of_a_note_can_be_changed_by_button_and_by_name_and_left_as_it_is(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("明天上午九点半约了二院陈院长看机房")
    asked = await lin.presses("改客户", card)
    assert "‹ 返回" in asked.buttons and "取消" not in asked.buttons
    assert "龙岩市第二医院" in (await lin.presses("‹ 返回", asked)).text
    await lin.presses("改客户", card)
    changed = await lin.says("职院")
    assert changed.text.startswith("✏️ 已改：龙津职业技术学院")


async def test_a_client_that_is_not_on_file_can_be_added_from_the_question(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("明天约了长汀县中医院的李院长")
    assert "“长汀县中医院”还不在您的客户里" in asked.text
    card = await lin.presses("➕ 新建客户“长汀县中医院”", asked)
    assert "已记下计划：长汀县中医院" in card.text and "人物：李院长" in card.text


async def test_smalltalk_is_answered_and_not_recorded(house: House) -> None:
    lin = await house.enrols("林悦")
    answers = {(await lin.says(text)).text for text in ("早上好呀", "谢谢", "礼拜天还要写周报，烦死")}
    assert len(answers) == 3
    assert await house.records(_kept) == []


async def test_what_is_not_understood_is_asked_about_twice_at_most_and_never_lost(house: House) -> None:
    lin = await house.enrols("林悦")
    first = await lin.says("哇哩咕噜")
    assert "没看明白" in first.text
    second = await lin.says("咕噜咕噜咕")
    assert "哇哩咕噜\n咕噜咕噜咕" in second.text
    assert second.buttons == ("✍️ 记走访", "记成便条", "取消")
    asked = await lin.presses("记成便条", second)
    kept = await lin.presses("龙岩一中", asked)
    assert kept.text.startswith("📝 已记成便条：龙岩一中")
    assert await house.records(_kept) == ["哇哩咕噜\n咕噜咕噜咕"]


async def test_words_not_understood_can_become_a_visit_and_typed_answers_then_go_there(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("哇哩咕噜")
    ways = await lin.says("咕噜咕噜咕")
    await lin.presses("记走访", ways)
    asked = await lin.says("一中")
    assert "见" in asked.text and "王建斌 · 校长" in asked.buttons


async def test_said_again_in_clear_words_it_is_recorded_and_the_count_starts_anew(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("哇哩咕噜")
    assert "已记录" in (await lin.says("今天去二院见了陈院长，谈续约")).text
    assert "换个说法试试" in (await lin.says("咕噜咕噜咕")).text


async def test_an_assistant_keeps_notes_and_the_next_step_is_the_managers(house: House) -> None:
    meng, lin = await house.enrols("小孟"), await house.enrols("林悦")
    await meng.says("记一下，下周一前把二院的报价单做好")
    assert "报价单" in (await lin.says("我还欠谁什么")).text


async def test_nobody_opens_or_takes_back_a_note_of_anothers_client(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("明天上午九点半约了二院陈院长看机房")

    def seen(tx: Tx, name: str) -> bool:
        note_id = tx.value(select(table.c.id))
        return notes.load(tx, actor(tx, name), note_id) is not None

    names = ("林悦", "小孟", "周敏", "高主管", "郑凯", "吴江", "秦管理")
    assert [name for name in names if await house.records(seen, name)] == ["林悦", "小孟", "周敏", "高主管"]


async def test_in_english_and_in_traditional_chinese_the_cards_read_as_naturally(house: House) -> None:
    he = await house.enrols("何芳")
    await speaks(he, "English")
    card = await he.says("Texted Kevin at Dragonfly happy birthday, he was delighted")
    assert "Care recorded: Dragonfly Electronics" in card.text
    assert "Form: text message" in card.text and "Day: today (Wed 18 Mar)" in card.text
    assert "Undone" in (await he.says("undo that")).text
    await speaks(he, "繁體中文")
    card = await he.says("教師節給汀州銀行邱行長發了簡訊，他很高興")
    assert "💝 已記下關懷：汀州银行" in card.text and "教師節" in card.text


async def test_a_competitor_struck_from_a_note_is_withdrawn_for_whoever_heard_of_it(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    sent = await house.chat.send(lin.user, "电信专线给一中报一年3万8，比我们便宜6千")
    await leader.hears("📣 竞争情报：龙岩一中")
    await house.chat.edit(lin.user, sent, "联通专线给一中报一年3万8，比我们便宜6千")
    await house.quiet()
    told = [said.text for said in await leader.transcript() if "竞争情报" in said.text.split("\n")[0]]
    assert len(told) == 3
    assert told[1].startswith("↩️ 竞争情报撤回：龙岩一中") and "撤回了电信" in told[1]
    assert told[2].startswith("📣 竞争情报：龙岩一中") and "联通专线" in told[2]
    await house.chat.edit(lin.user, sent, "明天上午去一中看机房")
    await house.quiet()
    gone = (await leader.last()).text
    assert gone.startswith("↩️ 竞争情报撤回：龙岩一中") and "撤回了联通" in gone


async def test_each_client_of_a_sentence_is_planned_on_its_own_day(house: House) -> None:
    lin = await house.enrols("林悦")
    first = await lin.says("下周二上午去一中谈续约，下周四下午三点去二院")
    assert "龙岩一中" in first.text and "下周二（3月24日）" in first.text and "15:00" not in first.text
    assert "下周四（3月26日） 15:00" in (await lin.hears("已记下计划：龙岩市第二医院")).text


async def test_each_client_of_a_report_was_visited_on_its_own_day(house: House) -> None:
    lin = await house.enrols("林悦")
    first = await lin.says("昨天去了一中见王校长，今天去了二院见陈院长，都谈了续约")
    assert "昨天（3月17日 周二）" in first.text and "见了：王建斌" in first.text and "跟进" not in first.text
    second = await lin.hears("已记录：龙岩市第二医院")
    assert "今天（3月18日 周三）" in second.text and "见了：陈海波" in second.text


async def test_news_of_a_competitor_that_ends_in_a_leaders_word_stays_news(house: House) -> None:
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    assert "请示领导" not in (await lin.says("联通给一中报了60万，请领导指示")).text.split("\n")[0]
    assert "60万" in (await zhou.hears("联通")).text


async def test_a_next_step_beside_care_for_two_clients_is_kept_once(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("给一中和二院都发了节日短信，后天给雁中送月饼")
    await house.quiet()
    assert len([said for said in await lin.transcript() if "已记下后续跟进" in said.text]) == 1
