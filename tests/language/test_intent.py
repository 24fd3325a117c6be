"""What a message is for, its day, and what is to follow."""

from datetime import date, time

import pytest

from tests.language.reading_messages import read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("昨天拜访了一中王校长", "visit"),
        ("一中 王校长 续约 谈妥", "visit"),
        ("刚从福岩出来，郑总很满意", "visit"),
        ("明天上午去一中拜访王校长", "plan"),
        ("跟一中王校长约好周五见面", "plan"),
        ("周五去一中的约改到下周二", "plan"),
        ("给一中王校长发了教师节短信", "care"),
        ("明天给卢政委寄生日贺卡", "plan"),
        ("一中王校长来电话说网断了", "demand"),
        ("詹主任问移机多少钱", "demand"),
        ("联通给紫岭报了60万", "competitor"),
        ("提醒我周五给一中送发票", "next_step"),
        ("1月8号前把安济的发票开了", "next_step"),
        ("一中上次什么时候去的", "query"),
        ("哪些A类客户这个月没走访", "query"),
        ("明天去一中的拜访取消", "cancel"),
        ("撤销刚才那条", "cancel"),
        ("早上好", "smalltalk"),
        ("今天没跑客户", "smalltalk"),
        ("嗯那个啥来着算了", "unknown"),
        ("met Kevin at Dragonfly", "visit"),
        ("visit Dragonfly tomorrow at 3pm", "plan"),
        ("Kevin called, the line is down", "demand"),
        ("when did I last see Kevin?", "query"),
        ("昨天拜訪了台龍精密蔡總", "visit"),
        ("下週二去台龍精密", "plan"),
    ],
)
def test_the_intent_is_the_main_thing_that_is_said(text: str, intent: str) -> None:
    found = read(text).intent.value
    assert found == intent or {found, intent} == {"smalltalk", "unknown"}


def test_a_question_a_client_put_is_no_question_to_the_records() -> None:
    assert read("一中王校长问什么时候能装好").intent.value == "demand"


def test_a_bare_weekday_leans_to_the_past_for_what_is_told_and_ahead_for_what_is_planned() -> None:
    told, planned = read("周一去了一中，王校长很满意"), read("周一去一中拜访王校长")
    assert told.date is not None and told.date.value == date(2026, 3, 16)
    assert planned.date is not None and planned.date.value == date(2026, 3, 23)


def test_a_clock_time_is_kept_and_a_part_of_the_day_is_none() -> None:
    at, noon = read("昨天下午三点半拜访了一中"), read("昨天中午拜访了一中")
    assert at.time is not None and at.time.value == time(15, 30)
    assert noon.time is None


def test_someone_elses_day_is_not_the_day_of_the_event() -> None:
    found = read("提前给卢政委发了生日短信，他明天生日")
    assert found.date is not None and found.date.value == date(2026, 3, 18)
    assert found.intent.value == "care"


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("拜访了一中王校长，下周三送方案", [date(2026, 3, 25)]),
        ("拜访了一中王校长，他让我约个时间去讲讲", [None]),
        ("刚去了登高，后天去补测点位，下周四前出报价", [date(2026, 3, 20), date(2026, 3, 26)]),
        ("拜访了一中王校长，他说三月底才立项", []),
        ("拜访了一中王校长，聊了续约", []),
        ("待办：①给侨兴送发票 ②下周二约客家银行钟行长", [None, date(2026, 3, 24)]),
        ("今天必须把公铁联运和顺捷的欠费催回来", [date(2026, 3, 18), date(2026, 3, 18)]),
        ("记一下下周一给一中送发票", [date(2026, 3, 23)]),
    ],
)
def test_next_steps_are_what_the_manager_is_to_do_with_their_days(text: str, dues: list[date | None]) -> None:
    assert [step.due for step in read(text).next_steps] == dues


def test_what_the_client_was_told_is_a_promise() -> None:
    assert read("拜访了一中王校长，答应他下周三送方案").next_steps[0].promised
    assert not read("拜访了一中王校长，下周三送方案").next_steps[0].promised


def test_a_plan_without_a_day_asks_for_it() -> None:
    found = read("准备约一中王校长")
    assert found.intent.value == "plan"
    assert "date" in found.doubts and not found.sure


def test_a_name_alone_is_not_saved_as_a_visit() -> None:
    assert not read("一中").sure
    assert not read("罗总").sure


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("给老范带了两瓶酒", "care"),
        ("昨天陪丘总钓了半天鱼", "care"),
        ("昨晚请张局和赖主任吃的工作餐", "care"),
        ("请紫岭丘总吃饭聊了合同，方案谈妥了", "visit"),
        ("明天给戴总回个电话说下电视盒子的事", "next_step"),
        ("一中校园网坏了，我跟王校长约了明天十点在学校碰头", "plan"),
        ("沈园长说国庆后再谈", "visit"),
        ("今天没去成紫岭，钟经理去了福州，改下周二上午", "plan"),
        ("给安济续费的事算了", "cancel"),
        ("把王淑惠的生日改成4月10号", "cancel"),
        ("赖主任的电话换成了13900000000", "cancel"),
        ("职院几个人问宽带的事，聊完就签了", "visit"),
        ("噚日同一中王校长倾咗续约", "visit"),
        ("今日喺一中见咗王校长，佢好满意", "visit"),
    ],
)
def test_presents_meals_calls_appointments_and_changes_of_the_file_are_told_apart(text: str, intent: str) -> None:
    assert read(text).intent.value == intent


def test_a_day_on_which_something_of_the_clients_falls_is_no_plan() -> None:
    for text in ("一中合同5月31号到期", "张局下个月调走", "一中换人了，新校长姓李", "一中的座机是0791-8888123"):
        found = read(text)
        assert found.intent.value != "plan"
        assert not found.sure


def test_an_evening_in_a_later_clause_is_that_of_the_day_before_it() -> None:
    found = read("前天去福岩纺织谈专线，晚上跟郑总吃饭")
    assert found.date is not None and found.date.value == date(2026, 3, 16)


def test_what_others_are_to_do_is_no_step_of_the_managers() -> None:
    steps = read("今天去紫岭见钟经理他说让小王下周去装设备他们自己的人周四先腾机柜我下周一送合同").next_steps
    assert [step.due for step in steps] == [date(2026, 3, 23)]


def test_tasks_with_days_of_their_own_are_steps_of_their_own() -> None:
    steps = read("记一下 周四给一中送发票 周五给紫岭出报价").next_steps
    assert [step.due for step in steps] == [date(2026, 3, 19), date(2026, 3, 20)]


def test_a_week_to_come_is_no_visit_that_took_place() -> None:
    assert read("下周给安济送续费通知单").intent.value == "next_step"
    planned = read("下周去一中谈续约")
    assert planned.intent.value == "plan"
    assert not planned.sure


def test_how_things_stand_or_how_old_somebody_is_is_asked() -> None:
    for text in ("一中最近怎么样", "王校长多大了", "我今天该干嘛", "本周走访排名", "看下我明天安排"):
        assert read(text).intent.value == "query"
    for text in ("王校长说最近招生不怎么样", "今天去一中，王校长介绍了下周的安排", "一中排名掉了，王校长压力很大"):
        assert read(text).intent.value == "visit"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("有空约下稀土厂欧阳经理，聊聊厂区监控的事", "next_step"),
        ("抽空去了趟一中，跟王校长聊了聊", "visit"),
        ("恒升邹主任那张报价单不用做了", "cancel"),
        ("上周五在农商行跟范主管把网点的点位都定了", "visit"),
        ("潘经理让我们今天把单子签了", "demand"),
        ("安济徐总后天的勘察先不去了，他们装修还没弄完", "cancel"),
        ("下班前给莲山戴总打电话，确认宽带几号装", "next_step"),
        ("何主任微信跟我讲要四张流量卡让我周四带过去", "demand"),
        ("王校长父亲住院，上周我去医院看过一次", "care"),
        ("中午把月并送到罗主任办公室了", "care"),
        ("contracts ending this month", "query"),
        ("本月到期的合同", "query"),
        ("overdue clients", "query"),
        ("投诉", "demand"),
    ],
)
def test_what_is_settled_put_off_told_by_message_or_listed_is_read_so(text: str, intent: str) -> None:
    assert read(text).intent.value == intent


def test_the_turn_of_the_year_names_which_time_it_is_and_no_day() -> None:
    found = read("年后第一次见职院罗主任，他说校园卡换代要招标")
    assert found.date is not None and found.date.value == date(2026, 3, 18)
    assert read("年前最后一趟，下午让紫岭钟经理把验收单签了").next_steps == ()


def test_a_holiday_that_names_a_thing_and_a_time_they_wait_for_are_no_days_of_steps() -> None:
    assert len(read("二院苏科长打电话问五一值守谁负责，让明天之前给他个联系人").next_steps) == 1
    due = [step.due for step in read("周五前把续费通知发给曾总，月底再催一次款").next_steps]
    assert due == [date(2026, 3, 20), date(2026, 3, 31)]


def test_where_nobody_went_after_all_is_no_visit() -> None:
    turned = read("周二原打算去一中的王校长说要开教代会我就改去了二院陈院长那边把专线的事敲定了")
    assert turned.client is not None and turned.client.name == "龙岩市第二医院"
    assert [each.value.name for each in turned.persons] == ["陈海波"]
    assert read("原本约好后天去一中，王校长临时要开会，取消").intent.value == "cancel"


def test_a_question_of_ones_own_is_not_surely_a_visit() -> None:
    assert not read("May I give Dragonfly 20% off?").sure
    assert not read("一中能不能给八折？").sure or read("一中能不能给八折？").intent.value != "visit"
