"""Key persons in chat: added step by step or from a shared contact, changed, merged, removed and brought back."""

from tests.e2e.house import House


async def test_a_person_is_added_in_three_short_answers_of_which_two_may_be_skipped(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("雁中")
    await lin.presses("＋ 人物")
    asked = await lin.says("李志勇")
    assert "李志勇是什么职务" in asked.text and "跳过" in asked.buttons
    await lin.says("教导主任")
    bad = await lin.says("没有")
    assert "不像电话号码" in bad.text
    card = await lin.says("139 1111 2222")
    assert "李志勇 · 雁溪中学" in card.text and "教导主任" in card.text and "****2222" in card.text
    gone = await lin.presses("撤销", card)
    assert "已删除李志勇" in gone.text
    back = await lin.presses("撤销", gone)
    assert "李志勇 · 雁溪中学" in back.text


async def test_somebody_on_file_is_not_added_twice(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("一中")
    await lin.presses("＋ 人物")
    known = await lin.says("王建斌")
    assert "王建斌已经登记过了" in known.text


async def test_a_shared_contact_becomes_a_person_of_the_client_that_is_pressed_or_typed(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("", contact={"phone_number": "13911112222", "first_name": "赵六"})
    assert "赵六是哪个客户的人" in asked.text and "雁溪中学" in asked.buttons
    which = await lin.says("龙津")
    assert "龙津职业技术学院" in which.buttons
    await lin.presses("龙津职业技术学院")
    card = await lin.says("后勤主任")
    assert "赵六 · 龙津职业技术学院" in card.text and "后勤主任" in card.text and "139****2222" in card.text


async def test_a_contact_whose_number_is_known_says_whose_it_is(house: House) -> None:
    lin, kai = await house.enrols("林悦"), await house.enrols("郑凯")
    known = await lin.says("", contact={"phone_number": "+86 139-0000-0101", "first_name": "老王"})
    assert "这个号码是王建斌的" in known.text
    # To whom the person is not visible, the number is one like any other.
    asked = await kai.says("", contact={"phone_number": "13900000101", "first_name": "老王"})
    assert "王建斌" not in asked.text and "老王是哪个客户的人" in asked.text


async def test_a_lunar_birthday_is_typed_in_words_and_shows_when_it_comes(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("一中")
    await lin.presses("关键人物")
    await lin.presses("王建斌")
    await lin.presses("修改")
    await lin.presses("生日")
    wrong = await lin.says("1970年农历二月三十")
    assert "农历1970年2月只有29天" in wrong.text
    right = await lin.says("1970年农历八月十五")
    assert "农历八月十五（1970年）" in right.text and "9月25日 周五，满56岁" in right.text
    undone = await lin.presses("撤销", right)
    assert "1969年11月2日" in undone.text


async def test_two_persons_of_a_client_are_merged_with_both_numbers_kept(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("一中")
    await lin.presses("＋ 人物")
    await lin.says("王校")
    await lin.presses("跳过")
    added = await lin.says("13922223333")
    await lin.presses("合并重复", added)
    await lin.presses("王建斌")
    merged = await lin.presses("合并，保留 ② 王建斌")
    assert "王校已并入王建斌" in merged.text
    card = await lin.presses("打开资料", merged)
    assert "称呼：王校" in card.text and "第二联系方式：139****3333" in card.text


async def test_a_number_told_where_the_position_is_asked_is_the_phone(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("雁中")
    await lin.presses("＋ 人物")
    await lin.says("李志勇")
    card = await lin.says("139 1111 2222")
    assert "李志勇 · 雁溪中学" in card.text and "****2222" in card.text
    await lin.presses("显示电话", card)
    assert lin.toast is not None and lin.toast["text"] == "李志勇：139 1111 2222"


async def test_a_position_follows_a_name_as_the_language_has_it(house: House) -> None:
    he = await house.enrols("何芳")
    assert "关键人物：Kevin Huang IT manager" in (await he.says("DF")).text
    await he.says("/settings")
    await he.presses("English")
    card = await he.says("Dragonfly")
    assert "Key persons: Kevin Huang (IT manager)" in card.text
    assert "1. Kevin Huang (IT manager)" in (await he.presses("Key persons", card)).text
