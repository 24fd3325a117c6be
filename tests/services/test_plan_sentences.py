"""What is typed to be put into a plan (R4.2): what names something to be done, and what is answered as anywhere."""

from datetime import date, datetime

import pytest

from language.portfolio import Client, Portfolio
from language.understanding import understand
from services.plan_notes import day_said, to_be_planned

NOW = datetime(2026, 3, 18, 18, 20)
TUESDAY = date(2026, 3, 24)
KNOWN = Portfolio([Client(1, "龙岩一中", ("一中",), "A"), Client(2, "矿务局")], [], [], "移动", "林悦")


def likely(text: str) -> bool | None:
    said = day_said(text, NOW, TUESDAY)
    return to_be_planned(understand(text, KNOWN, NOW), said[0] if said else None, NOW.date())


@pytest.mark.parametrize(
    "text",
    [
        "写月报",
        "写上半年总结",
        "部门例会",
        "培训",
        "周四下午写月报",
        "值班",
        "矿务局",
        "给一中打电话",
        "下午三点和小王对账",
        "周三下午去矿务局",
        "体检",
    ],
)
def test_what_is_to_be_done_is_planned(text: str) -> None:
    assert likely(text) is True


@pytest.mark.parametrize("text", ["write the monthly report", "team meeting", "Thursday afternoon training"])
def test_and_so_in_english(text: str) -> None:
    assert likely(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "谢谢",
        "好的",
        "收到",
        "晚安",
        "今天天气真好",
        "今天好累啊",
        "哈哈哈",
        "thanks",
        "???",
        "1",
        "明天几点开会",
        "一中要退费",
        "电信给一中报价了",
        "今天走访了一中",
        "昨天给一中打了电话",
    ],
)
def test_small_talk_questions_and_what_is_done_are_planned_by_nobody(text: str) -> None:
    assert likely(text) is False


@pytest.mark.parametrize("text", ["堵车了", "股票又跌了", "I'm tired"])
def test_what_nobody_can_tell_is_asked_about(text: str) -> None:
    assert likely(text) is None


def test_a_weekday_is_of_the_week_of_the_plan_though_today_is_one() -> None:
    assert day_said("周三下午去矿务局", NOW, TUESDAY) == (date(2026, 3, 25), "afternoon", None)
    assert day_said("下午三点", NOW, TUESDAY) == (TUESDAY, "afternoon", datetime(2026, 3, 24, 15))
