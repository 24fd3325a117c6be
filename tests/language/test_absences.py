"""One's own absence in a sentence, and what is none."""

from datetime import date, datetime

import pytest

from language.absences import Told, span, told

NOW = datetime(2026, 3, 18, 18, 20)
MONDAY, WEDNESDAY = date(2026, 3, 23), date(2026, 3, 25)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我下周一到周三休假", Told("leave", MONDAY, WEDNESDAY)),
        ("我下周一到下周三請假", Told("leave", MONDAY, WEDNESDAY)),
        ("3月23日到25日出差", Told("trip", MONDAY, WEDNESDAY)),
        ("下周休假", Told("leave", MONDAY, date(2026, 3, 29))),
        ("明天请假", Told("leave", date(2026, 3, 19), date(2026, 3, 19))),
        ("后天起请假三天", Told("leave", date(2026, 3, 20), None, 3)),
        ("我请三天假", Told("leave", None, None, 3)),
        ("下周一去福州出差", Told("trip", MONDAY, MONDAY)),
        ("从明天开始休假到周日", Told("leave", date(2026, 3, 19), date(2026, 3, 22))),
        ("出差", Told("trip")),
        ("I'm on leave Monday to Wednesday", Told("leave", MONDAY, WEDNESDAY)),
        ("on a business trip next week", Told("trip", MONDAY, date(2026, 3, 29))),
    ],
)
def test_an_absence_is_read_with_its_days(text: str, found: Told) -> None:
    assert told(text, NOW) == found


@pytest.mark.parametrize(
    "text",
    [
        "王校长下周休假",
        "二院陈院长出差到周五",
        "一中放假到周三",
        "下周休假前去一中",
        "怎么请假",
        "谁在休假",
        "明天能请假吗",
        "明天请客户吃饭",
        "休假愉快",
        "我周四下午请假",
        "go away",
    ],
)
def test_of_others_a_question_or_half_a_day_is_none(text: str) -> None:
    assert told(text, NOW) is None


def test_the_answer_to_from_when_to_when() -> None:
    assert span("下周一到周三", NOW) == (MONDAY, WEDNESDAY, None)
    assert span("三天", NOW) == (None, None, 3)
    assert span("随便", NOW) == (None, None, None)
