"""Any text at all: nothing raises, spans stay inside, and time grows with the length and no faster."""
# ruff: noqa: E501, SIM905 -- tables

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dates import find

NOW = datetime(2026, 3, 18, 10)
PIECES = (
    "今天 明天 后天 上周 下 本周 周 星期 礼拜 三 一 十 二十 初 廿 半 几 两 年 月 日 号 点 分 刻 时 天 个 前 后 内 之前 到 至 - ~ / . : , 、 （ ） 的 "
    "上午 下午 晚上 早 晚 差 过 每 第 最后 农历 闰 正月 腊月 春节 国庆 十一 五一 节前 节后 第二天 底 初 中旬 季度 Q3 上半年 第一个 工作日 小时 分钟 2026 3 15 "
    "next last this week month friday mon may march 5th at by from to in ago half past quarter an hour two pm am noon eod the of and 1 30 99 0 周一 3月"
).split()


@given(
    words=st.lists(st.sampled_from(PIECES), max_size=14),
    glue=st.sampled_from(["", " "]),
    now=st.datetimes(datetime(1905, 1, 1), datetime(2095, 1, 1)),
    prefer=st.sampled_from(["past", "future", None]),
)
def test_any_heap_of_date_words_is_answered(words: list[str], glue: str, now: datetime, prefer: str) -> None:
    text = glue.join(words)
    last = 0
    for mention in find(text, now, prefer):
        assert last <= mention.begin < mention.finish <= len(text)
        assert mention.text == text[mention.begin : mention.finish]
        assert type(mention.start) is type(mention.end) or mention.end is None
        assert mention.end is None or mention.start <= mention.end
        last = mention.finish


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert all(text[m.begin : m.finish] == m.text for m in find(text, NOW))


@pytest.mark.parametrize("now", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), datetime(1900, 1, 1)])
def test_the_edges_of_the_calendar_are_survived(now: datetime) -> None:
    for text in (
        "昨天",
        "明天",
        "上周三",
        "下下个月5号",
        "去年中秋",
        "节前",
        "农历八月十五",
        "三千年后",
        "一百年前",
        "next year",
        "初八",
    ):
        find(text, now)


@pytest.mark.parametrize(
    "unit",
    ["明天下午三点半拜访王校长，", "1", "十", "3.", "上周", "周一", "到", "差五分", "by ", "next friday at 3 ", "3月1日到", "今天(", "、周一", "每", "2026年", "a "],
)  # fmt: skip
def test_time_is_linear_in_the_length(unit: str) -> None:
    def cost(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()
            find(text, NOW)
            best = min(best, time.process_time() - begin)
        return best

    small, large = cost(2_000), cost(16_000)
    assert large < 8 * 4 * small + 0.02  # eight times the text; quadratic would be 64 times
