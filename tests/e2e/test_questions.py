"""Questions answered from the records, in scope."""

from services import clients, persons
from storage.tx import Tx
from tests.e2e.house import NOW, House, actor
from tests.e2e.test_notes import speaks


async def test_when_a_client_was_last_visited(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "龙岩一中还没有走访记录" in (await lin.says("一中上次什么时候去的")).text
    await lin.says("3月10号去一中见了王校长，谈续约")
    answer = await lin.says("一中上次什么时候去的")
    assert "上次走访龙岩一中是上周二（3月10日），8天前" in answer.text
    assert answer.buttons[0] == "龙岩一中 3月10日"


async def test_whom_i_visited_this_week_and_how_often(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("昨天去一中见了王校长，谈续约")
    await lin.says("今天去二院见了陈院长，谈续约")
    answer = await lin.says("这周走访了谁")
    assert "本周（3月16日到3月22日）：2次走访，2家客户" in answer.text
    assert "龙岩一中" in answer.text and "龙岩市第二医院" in answer.text


async def test_long_answers_show_five_and_page_in_place(house: House) -> None:
    lin = await house.enrols("林悦")
    for day in range(10, 17):
        await lin.says(f"3月{day}号去一中见了王校长，谈续约")
    first = await lin.says("这个月走访了谁")
    assert "第1/2页" in first.text and "下一页 ›" in first.buttons
    second = await lin.presses("下一页 ›", first)
    assert second.id == first.id and "3月10日" in second.text and "‹ 上一页" in second.buttons


async def test_which_class_a_clients_are_not_visited_this_month(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("3月10号去一中见了王校长，谈续约")
    answer = await lin.says("这个月还有哪些A类客户没走访")
    assert "本月还没走访的A类客户：2家" in answer.text
    assert "龙岩市第二医院" in answer.text and "龙津职业技术学院" in answer.text
    assert "龙岩一中" not in answer.text and "雁溪中学" not in answer.text


async def test_birthdays_of_a_week_solar_and_lunar(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "本周六（3月21日）" in (await lin.says("这周谁过生日")).text
    later = await lin.says("下周谁过生日")
    assert "下周一（3月23日）" in later.text and "王淑惠" in later.text and "农历1972年二月初五" in later.text


async def test_the_birthday_of_one_person(house: House) -> None:
    lin = await house.enrols("林悦")
    assert "1969年11月2日" in (await lin.says("王建斌生日是哪天来着")).text
    assert "还没有登记欧阳振华的生日" in (await lin.says("欧阳院长生日是哪天")).text


async def test_a_phone_is_masked_until_a_tap_reveals_it(house: House) -> None:
    lin = await house.enrols("林悦")
    answer = await lin.says("王建斌的电话多少")
    assert "139****0101" in answer.text and "13900000101" not in answer.text
    after = await lin.presses("看王建斌的电话", answer)
    assert lin.toast and "13900000101" in str(lin.toast["text"])
    assert "13900000101" not in after.text


async def test_open_next_steps_can_be_closed_in_the_list(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("记一下，下周一前把二院的报价单做好")
    await lin.says("记一下，明天前给一中发合同")
    answer = await lin.says("我还欠谁什么")
    assert "还没办完的跟进：2条" in answer.text
    closed = await lin.presses(answer.buttons[0], answer)
    assert closed.id == answer.id and "还没办完的跟进：1条" in closed.text


async def test_competitor_news_by_name(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("电信专线给一中报一年3万8，比我们便宜6千")
    assert "龙岩一中" in (await lin.says("电信在抢谁")).text
    assert "还没有联通的竞争情报" in (await lin.says("谁提到联通")).text


async def test_what_was_noted_of_care_demands_and_plans_is_found_again(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("给二院陈院长打了个电话祝生日快乐")
    await lin.says("明天上午九点半约了龙津职院欧阳院长看机房")
    assert "陈海波 · 今天（3月18日 周三） · 电话" in (await lin.says("给二院陈院长送过什么")).text
    assert "看机房" in (await lin.says("明天有什么安排")).text


async def test_a_leader_asks_who_has_a_client_and_what_a_colleague_did(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("昨天去一中见了王校长，谈续约")
    assert "客户经理：林悦" in (await leader.says("一中是谁负责")).text
    assert "1次走访" in (await leader.says("林悦这周走访了几次")).text
    assert "还没有走访记录" in (await leader.says("郑凯这周走访了几次")).text


async def test_a_question_that_cannot_be_answered_says_what_can_be_asked(house: House) -> None:
    lin = await house.enrols("林悦")
    help_ = await lin.says("天气怎么样？")
    assert "可以这样问我" in help_.text
    assert "逾期未走访" in (await lin.presses("谁该走访了", help_)).text


async def test_no_answer_reveals_a_client_out_of_scope(house: House) -> None:
    lin, zheng, he = [await house.enrols(name) for name in ("林悦", "郑凯", "何芳")]
    await he.says("电信专线给汀州银行报一年3万8，比我们便宜6千")
    await he.says("昨天去汀州银行见了邱行长，谈续约")
    await zheng.says("昨天去紫岭见了钟经理，电信报价更低")
    asked = (
        *("汀州银行上次什么时候去的", "这周走访了谁", "电信在抢谁", "邱行长的电话", "谁该走访了", "汀州银行是谁负责"),
        *("这个月谁过生日", "何芳这周走访了几次", "钟志远生日是哪天", "给邱行长送过什么", "我还欠谁什么"),
    )
    for question in asked:
        text = (await lin.says(question)).text
        for secret in ("邱文胜", "紫岭", "钟志远", "0109", "3万8", "Dragonfly"):
            assert secret not in text, question
        assert "汀州" not in text, question


async def test_questions_in_english_and_in_traditional_chinese(house: House) -> None:
    he, lin = await house.enrols("何芳"), await house.enrols("林悦")
    await speaks(he, "English")
    await he.says("Met Kevin at Dragonfly yesterday, talked renewal")
    assert (
        "Dragonfly Electronics was last visited yesterday (Tue 17 Mar)"
        in (await he.says("when did I last see Dragonfly?")).text
    )
    assert "This week (16 Mar to 22 Mar): 1 visit" in (await he.says("who did I visit this week?")).text
    assert "Phone: 139****0110" in (await he.says("what is Kevin's phone number?")).text
    await speaks(lin, "繁體中文")
    assert "本週（3月16日至3月22日）還沒有拜訪紀錄" in (await lin.says("這週拜訪了誰")).text
    assert "農曆1972年二月初五" in (await lin.says("王淑惠生日是哪天")).text


def add_individual(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    card = clients.add(tx, lin, "黄达远", NOW, class_="diamond")
    vip = persons.namesake(tx, lin, card.id, "黄达远") or persons.add(tx, lin, card.id, "黄达远", NOW)
    persons.change(tx, lin, vip.id, {"birthday": "1980-03-20", "birthday_type": "solar"}, NOW)


async def test_an_individual_is_named_once_and_not_again_as_the_client(house: House) -> None:
    lin = await house.enrols("林悦")
    await house.app.store.run(add_individual)
    told = (await lin.says("这周谁过生日")).text
    assert "（3月20日 周五）　黄达远\n" in told and "陈丽娟（龙岩一中）" in told
    assert "黄达远的生日是1980年3月20日" in (await lin.says("黄达远生日是哪天")).text
