"""Care, competitors, feeling, purposes, companions, questions and corrections."""

from datetime import date

import pytest

from language.understanding import Colleague, Portfolio, Question, understand
from tests.language.reading_messages import EVENING, portfolio, read


@pytest.mark.parametrize(
    ("text", "form", "moment"),
    [
        ("给二院陈院长打了个电话祝生日快乐", "call", "birthday"),
        ("中秋给台龙蔡总送月饼", "visit", "holiday:中秋节"),
        ("给司徒总编寄了中秋月饼", "mail", "holiday:中秋节"),
        ("微信给阿彪发了生日红包", "other", "birthday"),
        ("昨天跟戴总打羽毛球", "gathering", None),
        ("昨天给戴总打了电话祝生日快乐，他说最近在学钓鱼", "call", "birthday"),
        ("去医院看望了魏主任，他刚做完手术", "visit", "other"),
        ("给孙教导员发邮件祝建军节快乐", "email", "holiday:建军节"),
        ("莲山酒店开业十周年，送了花篮", "visit", "anniversary"),
        ("Texted Kevin a happy birthday", "sms", "birthday"),
        ("Sent Kevin a birthday card today", "mail", "birthday"),
    ],
)
def test_care_has_a_form_and_a_moment(text: str, form: str, moment: str | None) -> None:
    found = read(text)
    assert found.care_form is not None and found.care_form.value == form
    assert (found.moment.value if found.moment else None) == moment


@pytest.mark.parametrize(
    "text", ["拜访一中谈短信平台", "国庆期间给一中做网络保障方案", "去一中送合同", "上午十一点去一中开电话会议系统的会"]
)
def test_business_is_no_care(text: str) -> None:
    found = read(text)
    assert found.care_form is None and found.moment is None


def test_competitors_depend_on_whom_the_manager_works_for() -> None:
    def of(text: str, owner: str) -> list[str]:
        return [one.value for one in read(text, owner).competitors]

    assert of("电信和移动都报了价", "sample") == ["电信"]
    assert of("电信和移动都报了价", "telecom") == ["移动"]
    assert of("平安报的便宜一成", "insurer") == ["平安"]
    assert of("China Telecom and Unicom both called on Kevin", "sample") == ["电信", "联通"]
    assert of("聊了移动办公和防电信诈骗", "telecom") == []
    assert of("招行给泰华报了3.1", "bank") == ["招行"]


def test_competitor_news_is_kept_in_the_words_it_was_told() -> None:
    news = read("去了雁中，王校长说广电送电视盒子，宽带一年才360，她在犹豫").competitor_news
    assert news is not None and "广电送电视盒子" in news.value and "360" in news.value


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("拜访了一中王校长，他很满意", "positive"),
        ("拜访了一中王校长，他嫌贵", "negative"),
        ("拜访了一中王校长，他说再考虑考虑", "neutral"),
        ("拜访了一中王校长", None),
    ],
)
def test_how_the_client_took_it(text: str, feeling: str | None) -> None:
    found = read(text).sentiment
    assert (found.value if found else None) == feeling


def test_a_visit_the_client_asked_for_is_responsive() -> None:
    asked, own = read("昨天卢政委喊我过去谈链路"), read("昨天拜访了卢政委")
    assert asked.visit_type is not None and asked.visit_type.value == "responsive"
    assert own.visit_type is not None and own.visit_type.value == "proactive"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("跟王校长聊了一个半小时", 90), ("坐了40分钟", 40), ("谈了两小时", 120), ("met Kevin for an hour", 60)],
)
def test_the_length_is_read_in_minutes(text: str, minutes: int) -> None:
    found = read(f"昨天拜访一中，{text}").length
    assert found is not None and found.value == minutes


def test_colleagues_who_went_along_are_companions_and_not_the_clients_people() -> None:
    book = portfolio()
    mine = Portfolio(
        book.clients, book.persons, [Colleague(1, "李晓明"), Colleague(2, "高翔")], book.own_company, book.manager
    )
    found = understand("和小李一起去了一中，见了王校长，高翔也去了", mine, EVENING)
    assert {one.value.name for one in found.companions} == {"李晓明", "高翔"}
    assert [one.value.name for one in found.persons] == ["王建斌"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("一中上次什么时候去的", Question("last_visit")),
        ("这周谁过生日", Question("birthdays", date(2026, 3, 16), date(2026, 3, 22), moment="birthday")),
        ("哪些A类客户逾期了", Question("overdue", class_="A")),
        ("电信在抢谁", Question("competitors")),
        ("这个月走访了几次一中", Question("visits", date(2026, 3, 1), date(2026, 3, 31), count=True)),
        ("桃花岛的合同什么时候到期", Question("contract")),
        (
            "Who has a birthday next week?",
            Question("birthdays", date(2026, 3, 23), date(2026, 3, 29), moment="birthday"),
        ),
    ],
)
def test_a_question_has_a_topic_and_its_days(text: str, question: Question) -> None:
    assert read(text).question == question


def test_corrections_say_what_is_to_become_what() -> None:
    undo = read("撤销刚才那条").correction
    assert undo is not None and undo.undo
    changed = read("不是一中，是雁中")
    assert changed.correction is not None
    assert (changed.correction.field, changed.correction.was, changed.correction.becomes) == ("client", "一中", "雁中")
    assert [one.value.name for one in changed.clients] == ["雁溪中学"]
    moved = read("日期改成昨天")
    assert moved.correction is not None and moved.correction.field == "date"
    assert moved.date is not None and moved.date.value == date(2026, 3, 17)
    unknown = read("不是一中，是二中")
    assert unknown.correction is not None and unknown.correction.becomes == "二中"
    assert not unknown.clients


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("今天拜访一中王校长，聊了续约，下周三送方案", ()),
        ("去一中见了王校长，对方反馈资费偏高，联通在报价抢单", ("learn_competitors",)),
        ("去一中演示了智慧校园", ("show_products",)),
        ("去一中了解机房需求，介绍了专线", ("dig_needs", "show_products")),
    ],
)
def test_purposes_are_what_was_done_there_and_not_what_others_said_or_is_to_come(
    text: str, purposes: tuple[str, ...]
) -> None:
    assert tuple(each.value for each in read(text).purposes) == purposes


@pytest.mark.parametrize(
    "text",
    [
        "not Lianshan Hotel, Dragonfly",
        "No, it was not Lianshan Hotel but Dragonfly",
        "it's not Lianshan Hotel, it's Dragonfly",
        "Not at Lianshan Hotel, at Dragonfly",
    ],
)
def test_a_correction_in_english_needs_no_formula(text: str) -> None:
    found = read(text)
    assert found.intent.value == "cancel" and found.correction is not None
    assert (found.correction.field, found.correction.was, found.correction.becomes) == (
        "client",
        "Lianshan Hotel",
        "Dragonfly",
    )


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Met Kevin for 45 minutes", 45),
        ("spent an hour and a half with Amy", 90),
        ("talked to Kevin, 90 mins", 90),
        ("Met Kevin at Dragonfly, half an hour", 30),
        ("met Kevin 2 hours ago", None),
    ],
)
def test_a_length_in_english_is_read_as_minutes(text: str, minutes: int | None) -> None:
    found = read(text).length
    assert (found.value if found else None) == minutes
