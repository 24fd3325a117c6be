"""Answers to a stand-up in one's own words."""

from hypothesis import given
from hypothesis import strategies as st

from language.stand_ups import LONGEST, in_words, labelled


def test_labelled_parts_are_told_apart() -> None:
    assert labelled("昨天：走访一中；今天：去二院签合同。卡点：合同没盖章") == {
        "yesterday": "走访一中",
        "today": "去二院签合同",
        "blocks": "合同没盖章",
    }
    assert labelled("Today: sign at DF, blocked: no stamp yet") == {"today": "sign at DF", "blocks": "no stamp yet"}
    assert labelled("今日:寫方案\n困難:缺報價") == {"today": "寫方案", "blocks": "缺報價"}


def test_a_message_of_another_kind_labels_nothing() -> None:
    for text in ("今天拜访一中王校长，聊了续约", "今天去二院", "yesterday I met Kevin", "他说今天下午到", "问题不大"):
        assert labelled(text) == {}


def test_an_answer_without_a_label_is_todays() -> None:
    assert in_words(" 去二院签合同。 ") == {"today": "去二院签合同"}
    assert in_words("  ") == {}


@given(st.text(max_size=600))
def test_any_text_is_read_in_parts_of_a_line(text: str) -> None:
    for part in in_words(text).values():
        assert part
        assert "\n" not in part
        assert len(part) <= LONGEST


def test_after_days_off_the_day_before_is_called_by_its_name_where_it_was_asked_for() -> None:
    assert in_words("周五：走访一中；今天：去二院") == {"yesterday": "走访一中", "today": "去二院"}
    assert in_words("Friday: saw Dragonfly; today: quote") == {"yesterday": "saw Dragonfly", "today": "quote"}
    assert labelled("周五：去一中签合同") == {}
