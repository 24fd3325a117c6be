"""Questions beyond a manager's authority in chat (R2.8): asked, answered, passed on."""

from tests.e2e.house import House
from tests.e2e.test_care import travels
from tests.e2e.test_visits import speaks


async def test_a_question_reaches_the_leader_and_its_answer_comes_back_and_is_passed_on(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    asked = await lin.says("请示：一中想要8折，能不能给")
    assert "✅ 已请示领导" in asked.text and "客户：龙岩一中" in asked.text and "等周敏答复" in asked.text
    please = await zhou.hears("有人向您请示")
    assert "请示人：林悦" in please.text and "一中想要8折，能不能给" in please.text
    await zhou.presses("💬 答复", please)
    assert "已答复" in (await zhou.says("最多九折，签两年可以8折")).text
    heard = await lin.hears("周敏答复了您的请示")
    assert "答复：最多九折，签两年可以8折" in heard.text and "客户：龙岩一中" in heard.text
    closed = await lin.presses("✅ 已转告客户", heard)
    assert "这条请示办结了" in closed.text
    assert "没有未办结的请示" in (await lin.says("/referrals")).text
    assert "还没转告客户" in (await lin.presses("撤销", closed)).text


async def test_a_question_put_at_night_reaches_the_leader_in_the_morning(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await travels(house, "03-18T22:00")
    assert "等周敏答复" in (await lin.says("请示：一中想要8折，能不能给")).text
    await house.quiet()
    assert not [each for each in await zhou.transcript() if "有人向您请示" in each.text]
    await travels(house, "03-19T08:00")
    assert "一中想要8折" in (await zhou.hears("有人向您请示")).text


async def test_of_two_leaders_one_answers_and_the_other_is_told(house: House) -> None:
    gao, zhou, lin = await house.enrols("高主管"), await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("请示一下：雁中能不能先试用三个月")
    listed = await gao.says("/referrals")
    assert "等您答复的请示1条" in listed.text
    opened = await gao.presses("1. 雁溪中学", listed)
    await gao.presses("💬 答复", opened)
    await zhou.presses("💬 答复", await zhou.hears("有人向您请示"))
    await zhou.says("可以")
    assert "周敏已经答复了" in (await gao.says("不行")).text
    assert "已经答复了" not in (await gao.says("明天下午三点开会")).text
    assert "答复：可以" in (await lin.hears("周敏答复了您的请示")).text


async def test_it_is_asked_by_button_and_withdrawn(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.presses("🙋 请示领导", await lin.says("/referrals"))
    asked = await lin.says("莲山的发票能不能分两次开")
    assert "等周敏答复" in asked.text
    please = await zhou.hears("有人向您请示")
    assert "已撤回这条请示" in (await lin.presses("↩️ 撤回", asked)).text
    await zhou.presses("💬 答复", please)
    assert zhou.toast is not None and "已经撤回" in zhou.toast["text"]


async def test_it_works_in_english_and_in_traditional_chinese(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await speaks(zhou, "繁體中文")
    await speaks(lin, "English")
    asked = await lin.says("Ask my leader: may I offer 一中 20% off?")
    assert "✅ Asked." in asked.text and "Client: 龙岩一中" in asked.text
    await zhou.presses("💬 答覆", await zhou.hears("有人向您請示"))
    await zhou.says("可以給九折")
    assert "周敏 has answered your question" in (await lin.hears("has answered")).text


async def test_a_visit_that_speaks_of_it_offers_to_ask(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await lin.says("今天上午拜访一中王校长，聊了续约，他想要8折，我说回去请示领导")
    await lin.presses("🙋 请示领导", card)
    asked = await lin.says("一中续约想要8折，我建议给9折")
    assert "客户：龙岩一中" in asked.text
    assert "我建议给9折" in (await zhou.hears("有人向您请示")).text
    assert "🙋 请示领导" not in (await lin.says("今天下午拜访雁中王校长，聊了宽带")).buttons


async def test_a_question_that_waits_is_brought_to_mind_and_answered_there(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("请示：一中想要8折，能不能给")
    await travels(house, "03-19T18:30")
    assert "我又提醒了周敏" in (await lin.hears("还没答复")).text
    again = await zhou.hears("这条请示还在等您答复")
    await zhou.presses("💬 答复", again)
    await zhou.says("可以，最低85折")
    assert "最低85折" in (await lin.hears("答复了您的请示")).text
    await travels(house, "03-20T18:40")
    await lin.presses("✅ 已转告客户", await lin.hears("记得转告客户"))
    await travels(house, "03-24T12:00")
    assert not [said for said in await lin.transcript() if "记得转告客户" in said.text]
