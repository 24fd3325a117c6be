"""The monthly care plan in chat: looked through, changed, a gift asked for from it and from a nudge (R3.3)."""

from services import gifts
from storage.tx import Tx
from tests.e2e.house import NOW, House, Member, Said, actor
from tests.e2e.test_care import on_her_birthday, travels


async def plan_of(lin: Member, month: str = "2026年4月") -> Said:
    """The care plan of a month, opened from the calendar."""
    told = await lin.says("/calendar")
    while month not in told.text:
        told = await lin.presses(next(each for each in told.buttons if each.endswith("›")), told)
    return await lin.presses("📝 关怀计划", told)


def tea(tx: Tx) -> None:
    gifts.stock_in(tx, actor(tx, "周敏"), "茶叶", 5, 12_000, NOW)


async def test_the_coming_month_is_drafted_and_changed_in_place(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "03-20T10:00")
    plan = await plan_of(lin, "2026年5月")
    assert plan.text.startswith("📝 2026年5月关怀计划 · 林悦")
    assert "🎉 5月1日 周五 劳动节：5位客户" in plan.text
    line = next(row for row in plan.text.splitlines() if "陈海波" in row)
    assert "生日 · 上门走访 · 🎁 礼品" in line
    opened = await lin.presses(line.split(".")[0], plan)
    dearer = await lin.presses("💰 费用", opened)
    assert "预计花多少元" in dearer.text
    assert "预计费用：120元" in (await lin.says("120元")).text
    asked = await lin.presses("✏️ 方式", await lin.last())
    called = await lin.presses("电话", asked)
    assert "方式：电话" in called.text and "资源：不需要资源" in called.text
    dropped = await lin.presses("⏭ 这次不做", called)
    assert "↩️ 放回计划" in dropped.buttons
    back = await lin.presses("‹ 返回", dropped)
    assert "预计" not in back.text and back.id == dropped.id


async def test_a_holiday_of_many_clients_is_changed_for_all_of_them(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "03-20T10:00")
    feast = await lin.presses("1", await plan_of(lin, "2026年5月"))
    assert "劳动节 · 短信" in feast.text or "劳动节 · 电话" in feast.text
    forms = await lin.presses("✏️ 全部改方式", feast)
    changed = await lin.presses("联谊活动", forms)
    assert changed.text.count("联谊活动 · 🏛 场地") == 5
    plan = await lin.presses("‹ 返回", changed)
    assert "劳动节：5位客户（联谊活动5）" in plan.text and "场地5处" in plan.text


async def test_a_gift_is_asked_for_from_a_plan_line_and_stands_in_the_nudge(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await house.app.store.run(tea)
    await travels(house, "05-04T10:00")
    plan = await plan_of(lin, "2026年5月")
    line = next(row for row in plan.text.splitlines() if "陈海波" in row)
    choice = await lin.presses("🎁 申请礼品", await lin.presses(line.split(".")[0], plan))
    asked = await lin.presses("1", await lin.presses("茶叶 · 120元", choice))
    assert "已提交礼品申请" in asked.text and "陈海波" in asked.text
    await zhou.presses("✅ 同意", await zhou.hears("请审批礼品申请"))
    await travels(house, "05-19T12:00")
    await travels(house, "05-20T08:31")
    nudge = await lin.hears("陈海波（院长）")
    assert "茶叶×1 → 陈海波：已同意，待送出" in nudge.text
    which = await lin.presses("🎁 已送礼", await lin.presses("✅ 其他方式…", nudge))
    card = await lin.presses("茶叶×1", which)
    assert "礼品：茶叶×1 120元" in card.text


async def test_a_gift_is_asked_for_from_a_nudge(house: House) -> None:
    lin = await house.enrols("林悦")
    await house.app.store.run(tea)
    more = await lin.presses("⋯ 更多", await on_her_birthday(house, lin))
    choice = await lin.presses("🎁 申请礼品", more)
    asked = await lin.presses("2", await lin.presses("茶叶 · 120元", choice))
    assert "茶叶×2，共240元" in asked.text


async def test_leaders_see_the_plan_of_each_manager_and_change_none(house: House) -> None:
    zhou = await house.enrols("周敏")
    await travels(house, "03-20T10:00")
    everyone = await plan_of(zhou, "2026年5月")
    assert "各客户经理" in everyone.text and "👤 林悦" in everyone.buttons and "👤 何芳" not in everyone.buttons
    plan = await zhou.presses("👤 林悦", everyone)
    assert "关怀计划 · 林悦" in plan.text and "➕ 加一个时刻" not in plan.buttons
    line = next(row for row in plan.text.splitlines() if "陈海波" in row)
    assert "✏️ 方式" not in (await zhou.presses(line.split(".")[0], plan)).buttons
