"""Corrections in words, done to what was recorded last."""

from tests.e2e.house import House
from tests.e2e.test_notes import speaks


async def test_a_wrong_client_is_corrected_and_its_head_master_with_it(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去雁溪中学见了王校长，谈续约")
    card = await lin.says("不是雁中，是一中")
    assert card.text.startswith("✏️ 已修改：龙岩一中")
    assert "见了：王建斌" in card.text and "去一中见了王校长" in card.text


async def test_day_then_hour_are_corrected_one_after_the_other(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    assert "昨天（3月17日 周二）" in (await lin.says("日期改成昨天")).text
    assert "昨天（3月17日 周二） 10:00" in (await lin.says("改成上午十点")).text


async def test_a_visit_is_not_moved_into_the_future_by_words(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    refused = await lin.says("日期改成明天")
    assert "还没到" in refused.text


async def test_undo_takes_back_the_last_record_then_the_one_before(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    await lin.says("记一下，下周一前把一中的报价单做好")
    assert "已撤销：龙岩一中" in (await lin.says("撤销刚才那条")).text
    assert "已撤销：龙岩市第二医院" in (await lin.says("撤销")).text
    assert "没有您记过的东西可改" in (await lin.says("撤销刚才那条")).text


async def test_the_record_that_the_correction_names_is_meant_though_another_came_later(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去雁溪中学见了王校长，谈续约")
    await lin.says("给二院陈院长打了个电话祝生日快乐")
    assert "龙岩一中" in (await lin.says("不是雁中，是一中")).text


async def test_what_somebody_else_recorded_is_not_touched(house: House) -> None:
    lin, zheng = await house.enrols("林悦"), await house.enrols("郑凯")
    await lin.says("去二院见了陈院长，谈续约")
    assert "没有您记过的东西可改" in (await zheng.says("撤销刚才那条")).text


async def test_the_due_day_of_a_next_step_is_corrected(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("记一下，下周一前把二院的报价单做好")
    assert "下周三（3月25日）" in (await lin.says("日期改成下周三")).text


async def test_a_client_that_is_not_clear_is_asked_for(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    asked = await lin.says("客户错了，不是二院，是汀州银行")
    assert "哪一家" in asked.text and "汀州银行" not in asked.buttons
    assert "龙岩一中" in (await lin.presses("龙岩一中", asked)).text


async def test_corrections_work_in_english_and_traditional_chinese(house: House) -> None:
    he, lin = await house.enrols("何芳"), await house.enrols("林悦")
    await speaks(he, "English")
    await he.says("Met Kevin at Dragonfly this morning, talked renewal")
    assert "yesterday (Tue 17 Mar)" in (await he.says("change the date to yesterday")).text
    await speaks(lin, "繁體中文")
    await lin.says("去雁溪中學見了王校長，談續約")
    assert "龙岩一中" in (await lin.says("不是雁中，是一中")).text
    assert "已修改：雁溪中学" in (await lin.says("撤銷剛才那筆")).text
    assert "已撤銷" in (await lin.says("撤銷剛才那筆")).text


async def test_whom_the_wrong_client_knows_is_not_carried_over_to_the_right_one(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天拜访一中王校长，聊了续约")
    moved = await lin.says("不是一中，是二院")
    assert "王建斌" not in moved.text


async def test_a_corrected_name_is_learned_for_that_manager_shown_and_forgotten(house: House) -> None:
    lin, leader = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.says("去一中见了建哥，谈续约")
    taught = await lin.says("不是建哥，是王建斌")
    assert "以后您说“建哥”，就是王建斌" in taught.text and "忘掉“建哥”" in taught.buttons
    assert "见了：王建斌" in (await lin.says("去一中见了建哥，聊了招标")).text
    assert "王建斌" not in (await leader.says("昨天去一中见了建哥，聊了招标")).text

    settings = await lin.says("/settings")
    learned = await lin.presses("💡 我学会的叫法", settings)
    assert "“建哥”是王建斌" in learned.text
    forgotten = await lin.presses("忘掉“建哥”", learned)
    assert "还没有学会什么叫法" in forgotten.text
    assert "王建斌" not in (await lin.says("去一中见了建哥，又聊了招标")).text


async def test_a_name_that_was_not_sure_is_learned_once_the_question_is_answered(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("去雁西谈了续约")
    taught = await lin.presses("雁溪中学", asked)
    assert "已记录：雁溪中学" in taught.text and "以后您说“雁西”，就是雁溪中学" in taught.text
    assert "已记录：雁溪中学" in (await lin.says("去雁西谈了招标")).text
    await lin.presses("忘掉“雁西”", taught)
    assert lin.toast and "忘了" in str(lin.toast["text"])
    assert "已记录" not in (await lin.says("去雁西又谈了续约")).text


async def test_the_same_holds_for_what_is_no_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("雁西来电话说校园网又卡了")
    taught = await lin.presses("雁溪中学", asked)
    assert "已记下客户投诉：雁溪中学" in taught.text and "以后您说“雁西”，就是雁溪中学" in taught.text


async def test_undo_after_a_correction_takes_back_the_correction_then_the_record(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去雁溪中学见了王校长，谈续约")
    assert "龙岩一中" in (await lin.says("不是雁中，是一中")).text
    back = await lin.says("撤销刚才那条")
    assert back.text.startswith("✏️ 已修改：雁溪中学") and "王淑惠" in back.text and "去雁溪中学见了" in back.text
    assert "已撤销：雁溪中学" in (await lin.says("撤销")).text


async def test_undo_takes_back_the_name_that_the_correction_taught(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去雁溪中学见了王校长，谈续约")
    await lin.says("不是雁溪中学，是一中")
    await lin.says("撤销刚才那条")
    assert "雁溪中学" in (await lin.says("明天去雁溪中学见王校长")).text


async def test_undo_means_the_record_that_came_after_the_correction(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    await lin.says("日期改成昨天")
    await lin.says("记一下，下周一前把一中的报价单做好")
    assert "已撤销：龙岩一中" in (await lin.says("撤销刚才那条")).text
    assert "3月18日" in (await lin.says("撤销刚才那条")).text


async def test_the_day_that_words_set_is_set_back_by_undo(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("给二院陈院长打了个电话祝生日快乐")
    assert "3月17日" in (await lin.says("日期改成昨天")).text
    assert "3月18日" in (await lin.says("撤销")).text


async def test_words_change_the_file_of_a_person_and_undo_takes_it_back(house: House) -> None:
    lin = await house.enrols("林悦")
    changed = await lin.says("把王淑惠的生日改成4月10号")
    assert "王淑惠 · 雁溪中学" in changed.text and "4月10日" in changed.text
    again = await lin.presses("撤销", changed)
    assert "二月初五" in again.text
    await lin.says("王淑惠校长的手机换成13911112222了")
    assert "****2222" not in (await lin.says("撤销刚才那条")).text


async def test_of_two_head_masters_the_one_whose_file_is_meant_is_asked_for(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("王校长的电话换了，新号13911112222")
    assert any("王建斌" in each for each in asked.buttons) and any("王淑惠" in each for each in asked.buttons)
    card = await lin.presses(next(each for each in asked.buttons if "王淑惠" in each))
    assert "****2222" in card.text


async def test_a_value_that_is_none_changes_nothing_in_the_file(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "看不出是哪天" in (await lin.says("把王淑惠的生日改成下雨天")).text
    assert "没有您记过的东西可改" in (await lin.says("撤销")).text


async def test_a_correction_may_begin_with_no_and_go_on_as_people_do(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去一中见了王校长，谈续约")
    assert "昨天（3月17日 周二）" in (await lin.says("不对，是昨天")).text
    assert "3月16日" in (await lin.says("错了，前天的事")).text
    assert "昨天（3月17日 周二）" in (await lin.says("no, it was yesterday")).text
    assert (await lin.says("actually yesterday")).text.startswith("👌 本来就是这样，没有改动：龙岩一中")
    assert (await lin.says("sorry, it was Dragonfly")).text.startswith("✏️") is False
    assert (await lin.says("不对，是二院")).text.startswith("✏️ 已修改：龙岩市第二医院")


async def test_a_field_that_is_only_said_to_be_wrong_is_asked_for_and_nothing_is_taken_back(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去一中见了王校长，谈续约")
    for words in ("日期记错了", "the date is wrong"):
        assert "什么时候去的" in (await lin.says(words)).text
        assert "昨天（3月17日 周二）" in (await lin.says("昨天")).text
    asked = await lin.says("填错客户了")
    assert "龙岩市第二医院" in " ".join(asked.buttons)
    assert "龙岩市第二医院" in (await lin.says("二院")).text
    assert not any("已撤销" in str(said.get("text")) for said in await house.chat.transcript(lin.user))


async def test_words_change_the_file_of_a_client_and_undo_takes_it_back(house: House) -> None:
    lin = await house.enrols("林悦")
    changed = await lin.says("龙岩一中的地址改为登高西路88号")
    assert "登高西路88号" in changed.text
    await lin.says("龙岩一中的地址改为罗龙路1号")
    back = await lin.says("撤销")
    client = await lin.presses(back.buttons[0], back)
    assert "登高西路88号" in (await lin.presses("更多资料", client)).text


async def test_a_like_that_was_told_is_added_to_the_file_of_whom_it_was_told(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "喜欢喝武夷岩茶" in (await lin.says("王淑惠喜欢喝武夷岩茶")).text
    asked = await lin.says("王校长不吃辣")
    told = await lin.presses(next(each for each in asked.buttons if "王淑惠" in each))
    assert "喜欢喝武夷岩茶" in told.text and "不吃辣" in told.text


async def test_a_record_is_taken_back_by_the_name_of_its_client(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    await lin.says("去雁溪中学见了王校长，谈续约")
    assert "已撤销：龙岩市第二医院" in (await lin.says("撤销二院那条")).text


async def test_a_wrong_day_is_asked_for_and_the_record_stays(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("去二院见了陈院长，谈续约")
    assert "什么时候去的" in (await lin.says("刚才那条的日期写错了")).text
    assert "昨天（3月17日 周二）" in (await lin.says("昨天")).text
