"""Gifts in chat: taking in, asking, deciding, handing out (R3.7)."""

from tests.e2e.house import House, Said


async def take_in(house: House, line: str = "茶叶礼盒 20盒 128元") -> Said:
    zhou = await house.enrols("周敏")
    await zhou.says("/gifts")
    await zhou.presses("📥 新礼品入库", await zhou.hears("库"))
    return await zhou.says(line)


async def asks(house: House, quantity: str = "2") -> Said:
    """林悦 asks for tea for 王建斌."""
    lin = await house.enrols("林悦")
    item = await lin.presses("茶叶礼盒", await lin.says("/gifts"))
    await lin.presses("申请这件礼品", item)
    which = await lin.says("一中")
    number = await lin.presses("王建斌 · 校长", which)
    return await lin.presses(quantity, number)


async def test_gifts_come_in_by_one_line_and_are_counted(house: House) -> None:
    card = await take_in(house)
    assert "✅ 已入库：茶叶礼盒 20件" in card.text and "单价：128元" in card.text
    zhou = await house.enrols("周敏")
    await zhou.presses("📋 盘点", card)
    assert "库存：18件" in (await zhou.says("18盒")).text


async def test_a_line_that_says_no_price_is_asked_again(house: House) -> None:
    assert "没看明白" in (await take_in(house, "茶叶礼盒 20盒")).text


async def test_a_request_is_approved_in_chat_handed_out_and_returned(house: House) -> None:
    await take_in(house)
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await asks(house)
    assert "📨 已提交礼品申请" in card.text and "茶叶礼盒×2，共256元" in card.text and "待组长审批" in card.text
    please = await zhou.hears("请审批礼品申请")
    assert "送给：龙岩一中 · 王建斌" in please.text and "申请人：林悦" in please.text
    assert "已同意" in (await zhou.presses("✅ 同意", please)).text
    told = await lin.hears("您的礼品申请已获同意")
    given = await lin.presses("🎁 已送到", told)
    assert "库存已扣减" in given.text
    assert "库存：18件" in (await lin.presses("茶叶礼盒", await lin.says("/gifts"))).text
    assert "已退回库存" in (await lin.presses("退回库存", given)).text


async def test_a_request_is_sent_back_with_a_word_why(house: House) -> None:
    await take_in(house)
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await asks(house)
    await zhou.presses("↩️ 退回", await zhou.hears("请审批礼品申请"))
    assert "已退回" in (await zhou.says("换成台历更合适")).text
    assert "换成台历更合适" in (await lin.hears("您的礼品申请被退回")).text


async def test_two_approvers_at_once_one_wins_and_the_other_is_told(house: House) -> None:
    await take_in(house)
    gao, zhou = await house.enrols("高主管"), await house.enrols("周敏")
    await asks(house)
    please = await zhou.hears("请审批礼品申请")
    listed = await gao.presses("待我审批（1）", await gao.says("/gifts"))
    opened = await gao.presses("茶叶礼盒 · 王建斌", listed)
    await gao.presses("✅ 同意", opened)
    await zhou.presses("✅ 同意", please)
    assert zhou.toast is not None and "高主管已经同意了" in zhou.toast["text"]


async def test_more_than_the_yearly_cap_is_refused_in_words(house: House) -> None:
    await take_in(house)
    lin = await house.enrols("林悦")
    await asks(house, "5")
    assert lin.toast is not None and "每人每年最多500元" in lin.toast["text"]


async def test_the_ledger_is_exported_by_whoever_keeps_it(house: House) -> None:
    await take_in(house)
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("📤 导出台账", await zhou.says("/gifts"))
    sent = await zhou.last()
    assert sent.raw["document"]["file_name"] == "礼品台账 2026-03-18.xlsx"
    assert "📤 导出台账" not in (await lin.says("/gifts")).buttons


async def test_a_gift_is_asked_for_in_one_sentence(house: House) -> None:
    await take_in(house)
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    card = await lin.says("申请两盒茶叶送一中王校长")
    assert "📨 已提交礼品申请" in card.text and "茶叶礼盒×2，共256元" in card.text
    assert "送给：龙岩一中 · 王建斌" in (await zhou.hears("请审批礼品申请")).text
    assert "已提交" not in (await lin.says("申请两盒茶叶送一中王校长的事批了吗")).text


async def test_what_a_sentence_about_a_gift_leaves_open_is_asked(house: House) -> None:
    await take_in(house)
    lin = await house.enrols("林悦")
    assert {"1", "2", "5"} < set((await lin.says("申请茶叶送给王建斌")).buttons)
    assert "王建斌 · 校长" in (await lin.says("申请两盒茶叶送一中")).buttons
    assert "龙岩一中" in " ".join((await lin.says("申请两盒茶叶")).buttons)
    await take_in(house, "月饼礼盒 10盒 88元")
    assert len([label for label in (await lin.says("申请礼品送一中王校长")).buttons if "礼盒" in label]) == 2
    assert len([label for label in (await lin.says("申请一束鲜花送一中王校长")).buttons if "礼盒" in label]) == 2


async def test_what_is_asked_for_and_is_no_gift_is_read_as_anything_else(house: House) -> None:
    await take_in(house)
    lin = await house.enrols("林悦")
    assert "礼品" not in (await lin.says("申请两台设备给一中，下周三前")).text
