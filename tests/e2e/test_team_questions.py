"""Questions about the team and the day: who does how much, who has not handed in, what is on today."""

from tests.e2e.house import House


async def test_a_leader_asks_who_visited_least_and_opens_a_member(house: House) -> None:
    lin, leader = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.says("昨天去一中见了王校长，谈续约")
    await lin.says("今天去二院见了陈院长，谈续约")
    answer = await leader.says("我们组这周谁跑得最少")
    lines = answer.text.splitlines()
    assert lines[0] == "📊 本周（3月16日到3月22日）：走访2次"
    assert lines[-1].endswith("林悦　走访2次，关怀0次") and "走访0次" in lines[1]
    assert (await leader.says("这周谁跑得最多")).text.splitlines()[1].startswith("1. 林悦")
    inside = await leader.presses(lines[-1].split(".")[0], answer)
    assert "本周（3月16日到3月22日）：2次走访，2家客户" in inside.text and inside.id == answer.id


async def test_groups_are_compared_and_opened(house: House) -> None:
    lin = await house.enrols("林悦")
    above = await house.enrols("高主管")
    await lin.says("今天去二院见了陈院长，谈续约")
    answer = await above.says("这周哪个组走访最多")
    assert answer.text.splitlines()[1] == "1. 一组　走访1次，关怀0次"
    inside = await above.presses("1", answer)
    assert "林悦　走访1次，关怀0次" in inside.text


async def test_a_manager_who_asks_about_the_team_sees_their_own(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天去二院见了陈院长，谈续约")
    assert "1次走访，1家客户" in (await lin.says("这周谁跑得最多")).text


async def test_a_leader_asks_who_has_not_handed_in(house: House) -> None:
    leader = await house.enrols("周敏")
    assert "3月23日" in (await leader.says("谁还没交下周计划")).text
    assert "4月" in (await leader.says("谁还没提交下个月的计划")).text


async def test_ones_own_day_is_told_when_asked_for(house: House) -> None:
    lin = await house.enrols("林悦")
    today = (await lin.says("/today")).text
    for words in ("今天我该干嘛", "我今天还有什么事", "今天的行程", "what should I do today"):
        assert (await lin.says(words)).text == today
    assert "多大" not in (await lin.says("王校长多大了")).text


async def test_the_help_of_a_leader_names_questions_about_the_team(house: House) -> None:
    lin, leader = await house.enrols("林悦"), await house.enrols("周敏")
    assert "谁还没交下周计划" in (await leader.says("哪个最好看")).text
    assert "谁还没交下周计划" not in (await lin.says("哪个最好看")).text


async def test_where_nothing_is_planned_yet_who_is_due_is_told(house: House) -> None:
    lin = await house.enrols("林悦")
    answer = await lin.says("下周我要跑哪些客户")
    assert answer.text.startswith("这段时间还没有安排") and "逾期未走访" in answer.text
    assert "逾期" not in (await lin.says("下周去一中有什么安排")).text


async def test_the_plan_itself_is_opened_where_it_is_named(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "下周计划（3月23日" in (await lin.says("下周计划")).text
    assert "4月计划" in (await lin.says("看下我下个月的计划")).text


async def test_a_leader_asks_what_waits_for_their_word(house: House) -> None:
    lin, leader = await house.enrols("林悦"), await house.enrols("周敏")
    assert "没有" in (await leader.says("待我审批的")).text
    await lin.says("下周二去一中谈续约")
    await lin.presses("📨 提交审批", await lin.says("下周计划"))
    assert "林悦" in (await leader.says("有哪些待我审批")).text
