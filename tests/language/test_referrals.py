"""Telling a question for one's leader from other words."""

import pytest

from language.referrals import mentioned, question


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("请示：一中想要8折，能不能给", "一中想要8折，能不能给"),
        ("请示领导：二院要延期付款三个月，可以吗", "二院要延期付款三个月，可以吗"),
        ("请示一下，雁中能不能先试用", "雁中能不能先试用"),
        ("请示一下组长 紫岭要免两年月租", "紫岭要免两年月租"),
        ("想请示：莲山的合同能不能改成两年", "莲山的合同能不能改成两年"),
        ("請示主管：一中想要八折，可以嗎", "一中想要八折，可以嗎"),
        ("請示一下一中要不要給折扣", "一中要不要給折扣"),
        ("Ask my leader: may we give No. 1 School 20% off?", "may we give No. 1 School 20% off?"),
        ("ask my boss whether DF can pay in May", "whether DF can pay in May"),
        ("Question for my supervisor - can we waive the fee?", "can we waive the fee?"),
    ],
)
def test_a_question_for_the_leader_is_taken_in_full(text: str, asked: str) -> None:
    assert question(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "去一中见了黄主任，他说要请示王校长",
        "请示",
        "请示：",
        "请示王校长后再定",
        "王校长说他请示一下局里",
        "今天拜访了一中",
        "ask the client about the contract",
        "my leader asked me to visit DF",
        "福岩郑总很满意，还得等老板拍板",
        "",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert question(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("聊了续约，想要8折，我说回去请示领导", True),
        ("客戶要延期付款，要請示一下", True),
        ("he wants 20% off, I will ask my boss", True),
        ("他说要请示王校长", False),
        ("聊了续约", False),
        ("今天去一中谈续约，想要8折，请组长定", True),
        ("聊了续约的价格，还得等领导定", True),
    ],
)
def test_words_that_speak_of_asking_the_leader_are_known(text: str, told: bool) -> None:
    assert mentioned(text) is told


@pytest.mark.parametrize(
    "text",
    [
        "一中要求降价我做不了主，请组长定",
        "二院要先开票后付款，麻煩領導拍板",
        "They want 20% off, need my boss to decide",
    ],
)
def test_what_ends_in_a_leaders_decision_is_put_to_the_leader_whole(text: str) -> None:
    assert question(text) == text
