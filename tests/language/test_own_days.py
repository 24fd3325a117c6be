"""Several clients in one message, each with its own day."""

from datetime import date, datetime, time

import pytest

from tests.language.reading_messages import read

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("下周二上午去一中谈续约，下周四去二院", [date(2026, 3, 24), date(2026, 3, 26)]),
        ("明天去一中和雁溪中学，后天去二院", [date(2026, 3, 19), date(2026, 3, 19), date(2026, 3, 20)]),
        ("昨天去了一中见王校长，今天去了二院见陈院长", [date(2026, 3, 17), date(2026, 3, 18)]),
        ("visit Dragonfly tomorrow and 二院 on Friday", [date(2026, 3, 19), date(2026, 3, 20)]),
        ("visit Dragonfly and 二院 tomorrow", []),
        ("昨天去了一中和二院", []),
        ("昨天去了一中，下周三给二院送方案", [date(2026, 3, 17)]),
        ("昨天去了一中，明天去二院", [date(2026, 3, 17)]),
        ("昨天去了一中，周五去二院", [date(2026, 3, 17)]),
        ("周一去了一中，昨天去了二院，下周五再去福岩", [date(2026, 3, 16), date(2026, 3, 17)]),
        ("昨天去了一中，约了下周三见，二院也去了", []),
        ("今天去了一中见王校长", []),
    ],
)
def test_each_client_has_the_day_that_was_said_before_it(text: str, days: list[date]) -> None:
    assert [day for _, day, _ in read(text).days] == days


def test_where_one_goes_later_today_nothing_was_done_yet() -> None:
    morning, text = datetime(2026, 3, 18, 10), "上午去了一中，下午去二院"
    assert len(read(text, now=morning).days) == 1
    assert len(read(text).days) != 1


def test_a_clock_time_stays_with_its_client() -> None:
    assert [clock for _, _, clock in read("周五下午三点去一中，下周一上午九点半去二院").days] == [time(15), time(9, 30)]
    assert [clock for _, _, clock in read("周五下午三点去一中，下周一去二院").days] == [time(15), None]
