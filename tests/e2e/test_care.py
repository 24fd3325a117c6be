"""Care from the nudge to the record, on the real application (R3.4-R3.6)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from storage.care import care
from storage.nudges import occurrences
from storage.tx import Tx
from tests.e2e.house import House, Member, Said


def at(text: str) -> datetime:
    """An instant of March to November 2026, in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}:00+08:00").astimezone(UTC)


async def travels(house: House, text: str) -> None:
    await house.chat.travel(at(text))
    await house.app.travel(at(text))
    await house.quiet()


async def on_her_birthday(house: House, lin: Member) -> Said:
    """What the manager is told on the birthday of 陈丽娟; what was due in the days before is said already."""
    await travels(house, "03-20T12:00")
    await travels(house, "03-21T09:31")
    return await lin.hears("陈丽娟")


def copied(said: Said) -> list[str]:
    rows = said.raw.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["copy_text"]["text"] for row in rows for key in row if "copy_text" in key]


def _records(tx: Tx) -> list[Any]:
    return list(tx.rows(select(care).where(care.c.removed_at.is_(None)).order_by(care.c.id)))


def _states(tx: Tx) -> set[tuple[str, str]]:
    return {(row.key, row.state) for row in tx.rows(select(occurrences))}


async def test_care_told_in_one_line_becomes_a_record_with_effect_and_undo(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("给二院陈院长打了个电话祝生日快乐，他挺开心")
    for line in (
        "💝 已记下关怀：龙岩市第二医院",
        "人：陈海波",
        "日期：今天（3月18日 周三）",
        "方式：电话",
        "时刻：生日",
        "🙂 高兴",
    ):
        assert line in card.text
    (record,) = await house.records(_records)
    assert (record.kind, record.form, record.effect) == ("birthday", "call", "pleased")
    gone = await lin.presses("撤销", card)
    assert gone.text.startswith("↩️ 已撤销") and gone.buttons == ("恢复",)
    assert await house.records(_records) == []
    back = await lin.presses("恢复", gone)
    assert back.text.startswith("✅ 已恢复")
    assert len(await house.records(_records)) == 1


async def test_what_was_given_stands_in_the_record(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("中秋给一中陈主任送了两盒月饼")
    assert "礼品：两盒月饼" in card.text and "时刻：中秋节" in card.text


async def test_what_was_learned_goes_to_the_persons_file(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("给二院陈院长打了个电话祝生日快乐")
    await lin.presses("📝 新了解到的", await lin.presses("⋯ 更多", card))
    asked = await lin.says("他最近迷上了钓鱼")
    assert "记到陈海波档案的哪一项" in asked.text
    filed = await lin.presses("爱好", asked)
    assert filed.text.startswith("✅ 已记入档案") and "新了解到：他最近迷上了钓鱼" in filed.text
    person = await lin.presses("👤 打开人物", filed)
    assert "他最近迷上了钓鱼" in person.text


async def test_a_nudge_carries_all_that_is_needed_and_one_tap_closes_it(house: House) -> None:
    lin = await house.enrols("林悦")
    nudge = await on_her_birthday(house, lin)
    for line in (
        "陈丽娟（办公室主任）· 龙岩一中",
        "🎂 生日：今天（3月21日 周六），满48岁",
        "还没有关怀记录",
        "建议方式：上门走访",
    ):
        assert line in nudge.text
    texts = copied(nudge)
    assert len(texts) == 2 and all("陈主任" in text for text in texts)
    assert len(nudge.buttons) <= 6
    others = await lin.presses("🔄 换两条", await lin.presses("⋯ 更多", nudge))
    assert not set(copied(others)) & set(texts)
    card = await lin.presses("✅ 已打电话", await lin.presses("✅ 其他方式…", others))
    assert len(card.buttons) <= 6
    assert "对应的提醒已完成" in card.text and "对方反应如何" in card.text
    felt = await lin.presses("😄 很高兴", card)
    assert "反应：😄 很高兴" in felt.text
    (record,) = await house.records(_records)
    assert (record.form, record.effect, record.kind) == ("call", "delighted", "birthday")
    assert any(key.startswith("birthday:") and state == "done" for key, state in await house.records(_states))


async def test_the_same_moment_is_greeted_alike_at_each_of_its_nudges(house: House) -> None:
    lin = await house.enrols("林悦")
    first = copied(await on_her_birthday(house, lin))
    await lin.presses("⏰ 稍后", await lin.last())
    await lin.presses("今晚19:30", await lin.last())
    await travels(house, "03-21T19:01")
    await travels(house, "03-21T19:31")
    assert copied(await lin.last()) == first


async def test_a_nudge_is_put_off_by_words_and_comes_again(house: House) -> None:
    lin = await house.enrols("林悦")
    nudge = await on_her_birthday(house, lin)
    asked = await lin.presses("⏰ 稍后", nudge)
    assert {"今晚19:30", "明早", "三天后"} <= set(asked.buttons)
    answer = await lin.says("下午三点")
    assert "15:00再提醒您" in answer.text
    await travels(house, "03-21T15:01")
    again = await lin.last()
    assert "陈丽娟（办公室主任）" in again.text and again.id > answer.id


async def test_a_nudge_is_skipped_with_a_reason_and_can_be_opened_again(house: House) -> None:
    lin = await house.enrols("林悦")
    more = await lin.presses("⋯ 更多", await on_her_birthday(house, lin))
    assert len(more.buttons) <= 6
    asked = await lin.presses("⏭ 这次不做", more)
    answer = await lin.says("她请假回老家了")
    assert "原因：她请假回老家了" in answer.text and asked.buttons
    again = await lin.presses("还没做，重新打开", answer)
    assert "陈丽娟（办公室主任）" in again.text


async def test_a_nudge_is_handed_to_a_colleague_who_sees_the_client(house: House) -> None:
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    more = await lin.presses("⋯ 更多", await on_her_birthday(house, lin))
    asked = await lin.presses("🤝 转交", more)
    assert "郑凯" not in asked.buttons
    done = await lin.presses("周敏", asked)
    assert "已转给周敏" in done.text
    await travels(house, "03-21T09:32")
    told = await zhou.hears("陈丽娟")
    assert told.text.startswith("🤝 林悦转给您的") and "陈丽娟（办公室主任）" in told.text
    mine = await lin.presses("↩️ 收回", done)
    assert "陈丽娟（办公室主任）" in mine.text and "🤝" not in mine.text
    assert (await zhou.hears("已收回")).text.startswith("↩️ 林悦已收回，不用您处理了：🎂 陈丽娟")
    await lin.presses("✅ 已上门", mine)
    assert any(key.startswith("birthday:") and state == "done" for key, state in await house.records(_states))


async def test_after_a_gift_it_is_asked_how_it_was_received(house: House) -> None:
    lin = await house.enrols("林悦")
    forms = await lin.presses("✅ 其他方式…", await on_her_birthday(house, lin))
    asked = await lin.presses("🎁 已送礼", forms)
    assert asked.buttons == ("没有礼品", "撤销")
    given = await lin.says("鲜花 88元")
    assert given.text.startswith("💝 已记下关怀") and "礼品：鲜花 88元" in given.text and "对方反应如何？" in given.text
    assert (await lin.presses("撤销", given)).text.startswith("↩️ 已撤销")
    assert await house.records(_records) == []


async def test_a_gift_that_was_not_can_be_taken_back_at_its_question(house: House) -> None:
    lin = await house.enrols("林悦")
    forms = await lin.presses("✅ 其他方式…", await on_her_birthday(house, lin))
    asked = await lin.presses("🎁 已送礼", forms)
    assert (await lin.presses("撤销", asked)).text.startswith("↩️ 已撤销")
    assert await house.records(_records) == []
    assert {state for key, state in await house.records(_states) if key.startswith("birthday:")} == {"open"}


async def test_a_public_holiday_is_one_message_with_one_tap_for_all(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "09-24T12:00")
    await travels(house, "09-25T09:31")
    told = await lin.hears("中秋节")
    assert "5位客户" in told.text
    label = next(each for each in told.buttons if each.startswith("中秋节"))
    await lin.presses(label, told)
    opened = await lin.last()
    assert opened.id > told.id
    kept = await lin.presses("✅ 5位都已发短信", opened)
    assert "已记下5条短信关怀" in kept.text
    assert {record.form for record in await house.records(_records)} == {"sms"}
    undone = await lin.presses("撤销", kept)
    assert undone.raw["toasts"][-1]["text"] == "↩️ 已撤销5条。" and await house.records(_records) == []
    assert undone.text.startswith("🎉 中秋节 · 今天（9月25日 周五） · 5位客户\n· 龙岩一中：王建斌 校长")
    assert undone.buttons[-1] == "✅ 5位都已发短信"


async def test_the_morning_begins_with_one_message_and_the_evening_names_what_is_open(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天下午拜访一中陈主任，聊了校园网，周五前把方案发给她")
    before = len(await lin.transcript())
    await travels(house, "03-20T08:31")
    told = (await lin.transcript())[before:]
    morning = [said for said in told if said.text.startswith("☀️ 早上好，林悦")]
    assert len(morning) == 1 and "把方案发给她" in morning[0].text
    await travels(house, "03-21T09:31")
    await travels(house, "03-21T19:01")
    evening = await lin.last()
    assert "🌙 还没处理的关怀时刻：1个\n· 陈丽娟 · 生日 · 今天" in evening.text and "陈丽娟 · 生日" in evening.buttons
    today = await lin.says("/today")
    assert "还没处理的关怀：1个\n· 陈丽娟 生日" in today.text
    await lin.presses("💝 处理关怀", today)
    assert (await lin.last()).text.startswith("还没处理的关怀时刻：1个\n🎂 陈丽娟（龙岩一中） · 生日 · 今天")


async def test_care_is_told_step_by_step(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("/care")
    assert "取消" in asked.buttons
    which = await lin.says("二院")
    form = await lin.presses("陈海波 · 院长", which)
    card = await lin.presses("电话", form)
    assert card.text.startswith("💝 已记下关怀：龙岩市第二医院") and "方式：电话" in card.text


async def test_a_record_is_changed_in_place(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("给二院陈院长打了个电话祝生日快乐")
    menu = await lin.presses("修改", await lin.presses("⋯ 更多", card))
    asked = await lin.presses("方式", menu)
    changed = await lin.presses("短信", asked)
    assert changed.text.startswith("✏️ 已修改") and "方式：短信" in changed.text
    await lin.presses("🎁 礼品或费用", changed)
    gift = await lin.says("茶叶 120元")
    assert "礼品：茶叶 120元" in gift.text


async def test_a_care_record_is_corrected_in_words(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天给二院陈院长打了个电话祝生日快乐")
    assert "昨天（3月17日 周二）" in (await lin.says("日期改成昨天")).text
    assert (await lin.says("不是二院，是一中")).text.startswith("✏️ 已修改：龙岩一中")
    assert (await lin.says("撤销刚才那条")).text.startswith("✏️ 已修改：龙岩市第二医院")
    assert (await lin.says("撤销刚才那条")).text.startswith("↩️ 已撤销：龙岩市第二医院")
    assert await house.records(_records) == []


async def test_a_greeting_of_the_teams_own_is_offered_first_and_one_that_hurts_is_refused(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.presses("➕ 写一条", await lin.says("/greetings"))
    await lin.presses("生日", await lin.last())
    await lin.presses("简洁（一般）", await lin.last())
    assert "“老了”在这个时刻不合适" in (await lin.says("又老了一岁，生日快乐")).text
    kept = await lin.says("校园网为您提速，生日快乐，（称呼）！")
    assert "✅ 已加入（生日）：校园网为您提速，生日快乐，〔称呼〕！" in kept.text
    assert copied(await on_her_birthday(house, lin))[0] == "校园网为您提速，生日快乐，陈主任！"
    assert "已停用" in (await lin.presses("撤销", kept)).text


async def test_in_english_a_nudge_is_put_off_as_well(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.presses("English", await lin.says("/settings"))
    nudge = await on_her_birthday(house, lin)
    assert "turning 48" in nudge.text and "Suggested: visit" in nudge.text
    asked = await lin.presses("⏰ Later", nudge)
    assert "I will remind you tomorrow" in (await lin.presses("tomorrow morning", asked)).text


async def test_nobody_hears_of_a_moment_out_of_their_scope(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await on_her_birthday(house, lin)
    assert all("陈丽娟" not in said.text for said in await zheng.transcript())


async def test_what_is_open_is_listed_from_its_first_page_the_latest_day_first(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.presses("➕ 加一个时刻", await lin.says("/calendar"))
    await lin.says("9月24日 二院 建院周年")
    await travels(house, "09-24T12:00")
    await travels(house, "09-25T09:31")
    await travels(house, "09-25T19:01")
    evening = await lin.hears("🌙 还没处理的关怀时刻")
    listed = await lin.presses("全部未处理的", evening)
    lines = listed.text.splitlines()[1:]
    assert len(lines) == 5 and all("今天（9月25日 周五）" in line for line in lines)
    last = await lin.presses("下一页 ›", listed)
    assert "建院周年 · 昨天（9月24日 周四）" in last.text
