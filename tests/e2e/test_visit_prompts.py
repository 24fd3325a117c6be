"""Before and after a planned visit, in chat: the brief (R2.7) and the evening's question (R2.4)."""

from tests.e2e.house import House
from tests.e2e.test_care import travels
from tests.e2e.test_visits import speaks


async def test_the_brief_comes_before_the_visit_with_what_one_wants_to_know(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天上午拜访二院陈院长，聊了扩容，答应周五送方案")
    await lin.says("明天下午三点去拜访二院陈院长，带上扩容方案")
    await travels(house, "03-19T14:00")
    brief = await lin.hears("走访提示")
    assert "今天（3月19日 周四） 15:00 龙岩市第二医院" in brief.text
    assert "👤 陈海波 院长" in brief.text and "🕘 上次走访：昨天" in brief.text and "送方案" in brief.text
    assert "🎯 这次要办：带上扩容方案" in brief.text
    assert "💡" in brief.text and "139" not in brief.text
    asked = await lin.presses("📝 记走访", brief)
    assert "龙岩市第二医院" in asked.text


async def test_the_evening_asks_about_what_has_no_record_and_is_answered_by_a_tap(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("明天上午去拜访二院陈院长")
    await travels(house, "03-19T19:00")
    asked = await lin.hears("计划里的走访还没有记录")
    assert "龙岩市第二医院" in asked.text and "今天（3月19日 周四）" in asked.text
    missing = await lin.presses("✅ 已经记过了", asked)
    assert "没找到" in missing.text
    await lin.says("今天上午拜访了二院陈院长，聊了扩容")
    assert "都处理好了" in (await lin.presses("✅ 已经记过了", missing)).text
    said = len(await lin.transcript())
    await travels(house, "03-20T19:00")
    assert "走访还没有记录" not in "".join(each.text for each in (await lin.transcript())[said:])


async def test_several_are_asked_about_in_one_message(house: House) -> None:
    lin = await house.enrols("林悦")
    await speaks(lin, "English")
    await lin.says("明天上午去拜访二院陈院长")
    await lin.says("明天下午去拜访雁中王校长")
    await travels(house, "03-19T19:00")
    asked = await lin.hears("2 planned visits have no record yet")
    one = await lin.presses("1", asked)
    assert "A planned visit has no record yet" in one.text
    back = await lin.presses("‹ Back", one)
    assert "2 planned visits" in back.text
    other = await lin.presses("2", back)
    why = await lin.presses("✖️ Not done", other)
    assert "雁溪中学" in why.text


async def test_a_visit_outside_office_hours_is_remarked_upon_once(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("明天中午12点半去拜访二院陈院长")
    assert "不在客户上班时间（9:00–12:00、14:30–17:30）内" in card.text
    assert "上班时间" not in (await lin.says("后天下午三点去拜访雁中王校长")).text
