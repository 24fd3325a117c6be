"""Step by step, but in one's own words: what is told at a question goes into the record, whichever was asked."""

from tests.e2e.house import House


async def test_a_sentence_at_a_question_tells_the_rest_and_is_saved(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    assert "见了谁" in (await lin.says("二院")).text
    asked = await lin.says("今天下午三点")
    assert "见了谁" in asked.text
    card = await lin.says("陈院长，聊了机房扩容，对方嫌贵，下周一给他报价")
    assert card.text.startswith("✅ 已记录：龙岩市第二医院")
    assert "时间：今天（3月18日 周三） 15:00" in card.text and "见了：陈海波" in card.text
    assert "下周一（3月23日）" in card.text and "聊了机房扩容" in card.text


async def test_what_is_to_follow_is_no_day_of_the_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    await lin.says("一中")
    await lin.says("王校长")
    card = await lin.says("对了还有下周一给他报价")
    assert "时间：今天（3月18日 周三）" in card.text and "见了：王建斌" in card.text
    assert "下周一（3月23日）" in card.text


async def test_a_name_said_where_the_time_was_asked_is_met(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    await lin.says("一中")
    await lin.presses("跳过")
    assert "什么时候去的" in (await lin.says("王校长")).text
    assert "走访目的" in (await lin.says("昨天")).text
    card = await lin.says("谈续约，他很满意")
    assert "见了：王建斌" in card.text and "昨天（3月17日 周二）" in card.text and "续约" in card.text


async def test_names_are_no_story(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    await lin.says("一中")
    after = await lin.says("王校长、陈主任和新来的李老师")
    assert "什么时候去的" in after.text


async def test_a_question_for_the_leader_is_no_answer_to_one_about_a_visit(house: House) -> None:
    lin, leader = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.says("/visit")
    await lin.says("一中")
    said = await lin.says("一中要求降价我做不了主，请组长定")
    assert "没看懂" not in said.text
    assert "降价" in (await leader.hears("降价")).text


async def test_what_somebody_likes_is_no_answer_to_a_question_about_a_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    await lin.says("二院")
    await lin.presses("跳过")
    assert "没看懂" not in (await lin.says("把王建斌的生日改成1969年11月3日")).text


async def test_a_visit_that_ends_in_a_question_for_the_leader_is_a_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天去一中见了王校长谈续约，想要8折，请组长定")
    assert card.text.startswith("✅ 已记录：龙岩一中")


async def test_what_comes_to_mind_afterwards_goes_into_the_visit_just_recorded(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈机房扩容")
    card = await lin.says("对了还有下周一给他报价，他很满意")
    assert card.text.startswith("✏️ 已修改：龙岩市第二医院") and "下周一（3月23日）" in card.text
    assert "谈机房扩容" in card.text and "见了：陈海波" in card.text
    other = await lin.says("还有今天去了雁溪中学，跟王校长聊了续约")
    assert other.text.startswith("✅ 已记录：雁溪中学")


async def test_words_that_go_on_with_nothing_are_read_as_any_others(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "已修改" not in (await lin.says("对了还有下周一给一中报价")).text


async def test_what_was_said_stays_with_the_visit_though_a_leader_is_to_decide(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("今天去一中见了王校长谈续约")
    await lin.presses("✏️ 修改", card)
    await lin.presses("内容")
    changed = await lin.says("聊了续约的价格，请组长定")
    assert changed.text.startswith("✏️ 已修改：龙岩一中") and "聊了续约的价格，请组长定" in changed.text


async def test_what_is_of_its_own_is_not_added_to_the_visit_just_recorded(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈机房扩容")
    assert "已修改" not in (await lin.says("对了，我这周的计划")).text
    other = await lin.says("对了，上周三也去过二院，见了陈院长")
    assert other.text.startswith("✅ 已记录：龙岩市第二医院") and "上周三（3月11日）" in other.text
    cared = await lin.says("对了，给二院陈院长发了生日短信")
    assert "已修改" not in cared.text and "走访" not in cared.text


async def test_a_visit_just_recorded_is_taken_back_or_corrected_behind_such_an_opening(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈机房扩容")
    assert (await lin.says("对了，不是二院，是雁中")).text.startswith("✏️ 已修改：雁溪中学")
    assert (await lin.says("对了，撤销刚才那条")).text.startswith("✏️ 已修改：龙岩市第二医院")
    assert "已撤销" in (await lin.says("另外，撤销刚才那条")).text


async def test_another_client_named_in_passing_is_not_added_to_the_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈机房扩容")
    assert "已修改" not in (await lin.says("对了，一中明天放假")).text


async def test_purposes_typed_by_name_are_an_answer_and_the_questions_go_on(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/visit")
    await lin.says("一中")
    await lin.says("王校长")
    await lin.says("今天")
    after = await lin.says("沟通关怀、介绍新产品")
    assert not after.text.startswith("✅ 已记录") and "第5步" in after.text


async def test_what_is_learned_of_somebody_is_added_though_it_is_no_business(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈机房扩容")
    assert "他孩子今年高考" in (await lin.says("对了，他孩子今年高考")).text
    assert "已修改" not in (await lin.says("对了，谢谢你啊")).text


async def test_a_visit_to_a_client_not_on_file_that_ends_in_a_leaders_word_is_a_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    said = await lin.says("拜访了海天机械，客户要8折，我做不了主，请主管定")
    assert "已请示领导" not in said.text
