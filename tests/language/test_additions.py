"""Words that go on with what was just recorded."""

import pytest

from language.additions import addition


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("对了还有下周一给她报价", "下周一给她报价"),
        ("补充一下：院长也在", "院长也在"),
        ("另外，他还问了云桌面", "他还问了云桌面"),
        ("also, he wants a quote by Friday", "he wants a quote by Friday"),
        ("I forgot to mention that Kevin was there", "Kevin was there"),
        ("還有週五送合同", "週五送合同"),
        ("对了，他想要报价\n周五给", "他想要报价\n周五给"),
        ("对了下周一给她报价", "下周一给她报价"),
    ],
)
def test_the_words_behind_the_opening_are_added(text: str, rest: str) -> None:
    assert addition(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "还有谁没交计划",
        "还有几天到期",
        "还有三天到期",
        "另外两家反映网络慢",
        "另外两个合同签了吗",
        "also, who is overdue",
        "对了账，回款都到了",
        "对了一遍方案，没问题",
        "补充协议还没签下来",
        "还有",
        "今天去了一中",
        "对了",
    ],
)
def test_questions_and_bare_openings_add_nothing(text: str) -> None:
    assert addition(text) is None
