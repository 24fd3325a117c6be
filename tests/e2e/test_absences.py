"""Away from one day to another, said in chat (R5.2)."""

from tests.e2e.house import House
from tests.e2e.test_care import travels
from tests.e2e.test_meetings import morning
from tests.e2e.test_teams import group_says, linked
from tests.e2e.test_visits import speaks


async def test_said_in_a_sentence_the_leader_hears_and_the_stand_up_does_not_miss_one(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    zhou, group = await linked(house, lin, zheng)
    noted = await lin.says("我下周一到周三休假")
    assert "✅ 记下了：下周一（3月23日）到下周三（3月25日）休假" in noted.text
    assert "林悦下周一（3月23日）到下周三（3月25日）休假" in (await zhou.hears("林悦")).text
    await travels(house, "03-23T08:00")
    assert not [said for said in await lin.transcript() if "班前会" in said.text and "早上好" in said.text]
    await travels(house, "03-23T08:30")
    said = await group_says(house, group, "班前会")
    assert "已答 0/1" in said.text and "还没答：郑凯" in said.text and "主持：郑凯" in said.text
    assert "林悦" in said.text.split("还没答")[0]


async def test_it_is_taken_back_and_noted_again(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    gone = await lin.presses("↩️ 取消：明天（3月19日 周四）", await lin.says("明天请假"))
    assert "取消了" in gone.text
    assert "林悦取消了" in (await zhou.hears("取消了")).text
    again = await lin.presses("↩️ 恢复", gone)
    assert "✅ 记下了：明天（3月19日 周四）休假" in again.text
    assert "林悦：明天（3月19日 周四） 休假" in (await zhou.says("/away")).text


async def test_by_the_command_and_by_words_in_answer(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.presses("🧳 出差", await lin.says("/away"))
    assert "从哪天到哪天" in asked.text
    assert "到下周五（3月27日）出差" in (await lin.says("下周二到周五")).text
    assert "下周二（3月24日）到下周五（3月27日） 出差" in (await lin.says("/away")).text


async def test_away_today_may_be_longer(house: House) -> None:
    _, lin, _, _ = await morning(house)
    away = await lin.presses("🌴 今天请假", await lin.hears("早上好"))
    asked = await lin.presses("📅 不止今天", away)
    noted = await lin.presses("今天（3月19日 周四）到明天（3月20日 周五）", asked)
    assert "✅ 记下了：今天（3月19日 周四）到明天（3月20日 周五）休假" in noted.text


async def test_in_english_it_reads_as_naturally(house: House) -> None:
    he = await house.enrols("何芳")
    await speaks(he, "English")
    noted = await he.says("I'm on leave Monday to Wednesday")
    assert "Noted: next Mon (23 Mar) to next Wed (25 Mar), on leave" in noted.text
    await speaks(he, "繁體中文")
    assert "↩️ 取消：下週一（3月23日）到下週三（3月25日）" in (await he.says("我下週一到週三請假")).buttons
