"""Next steps without the words of their day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.bare_steps import without_day

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "due", "bare"),
    [
        ("下周三送方案", "2026-11-25", "送方案"),
        ("周五前给林校长回电话", "2026-11-27", "给林校长回电话"),
        ("禮拜五前回電話給林校長", "2026-11-27", "回電話給林校長"),
        ("送方案，下周三之前给到", "2026-11-25", "送方案，给到"),
        ("明天上午送合同", "2026-11-23", "上午送合同"),
        ("明天上午九点半送合同", "2026-11-23", "上午九点半送合同"),
        ("send the quote next Wednesday", "2026-11-25", "send the quote"),
        ("by Friday call back", "2026-11-27", "call back"),
        ("Call Lin Xiuying before Friday", "2026-11-27", "Call Lin Xiuying"),
    ],
)
def test_the_day_that_became_the_due_day_is_not_said_twice(text: str, due: str, bare: str) -> None:
    assert without_day(text, date.fromisoformat(due), SUNDAY) == bare


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("下周三", "2026-11-25"),
        ("送方案", "2026-11-25"),
        ("下周三送方案", "2026-11-26"),
        ("call back tomorrow morning about the price", "2026-11-23"),
    ],
)
def test_words_stay_where_nothing_or_something_else_would_be_left(text: str, due: str) -> None:
    assert without_day(text, date.fromisoformat(due), SUNDAY) == text


def test_a_step_without_a_day_keeps_its_words() -> None:
    assert without_day("下周三送方案", None, SUNDAY) == "下周三送方案"


@given(st.text(max_size=60), st.integers(-30, 60))
def test_whatever_the_text_something_is_left_of_it(text: str, days: int) -> None:
    bare = without_day(text, SUNDAY + timedelta(days=days), SUNDAY)
    assert bare == text or 2 <= len(bare) <= len(text)
