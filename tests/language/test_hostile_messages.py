"""Any text is read: nothing raises, and what takes long takes long only in proportion to its length."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.reading_messages import portfolio, read, understand

NOW = datetime(2026, 3, 18, 18, 0)
SYLLABLES = [
    "一中", "王校长", "去了", "下周三", "前", "，", "。", " ", "电信", "他", "不是", "是", "送", "了", "生日",
    "明天", "下午三点", "说", "没来", "取消", "改到", "删", "谁", "?", "老范", "龙", "二院", "Kevin", "met ",
    "by Friday", "1", "①", "和", "在", "让我", "把", "本来", "酒店", "那边",
]  # fmt: skip
PIECES = [
    "一中王校长", "去了", "周一中午", "他", "是", "龙", "lianshan hotel ", "董事长说", "在", "没去", "下周三前送",
    "一", "a", "，", "删 是", "电信", "送蛋糕", "县中医院", "老李", "要跟向", "本来", "no.1 ", " ", "小李一起",
    "让我", "把", "谁", "?", "第一二三", "director zhang ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(SYLLABLES), max_size=40).map("".join))
def test_no_text_raises_and_every_value_lies_in_the_text(text: str) -> None:
    found = read(text)
    for one in (*found.clients, *found.persons, *found.competitors, *found.purposes, *found.companions):
        assert text[one.begin : one.begin + len(one.words)] == one.words
    assert not (found.clients and found.client_choices)
    if found.sure and found.intent.value in ("visit", "care", "plan", "demand", "competitor", "next_step"):
        assert found.clients and not found.doubts


@pytest.mark.parametrize("piece", PIECES)
def test_a_message_four_times_as_long_takes_no_more_than_some_four_times_as_long(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        best = 1e9
        for _ in range(3):
            begin = time.process_time()
            understand(text, portfolio(), NOW)
            best = min(best, time.process_time() - begin)
        return best

    cost(100)
    assert cost(8000) < 9 * cost(2000) + 0.02
