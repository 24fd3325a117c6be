"""How the client took it, by the words and by what stands before them."""

import pytest

from tests.language.reading_messages import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天拜访一中王校长，他对方案不太满意", "negative"),
        ("今天拜访一中王校长，他没那么感兴趣", "negative"),
        ("今天拜访一中王校长，他没意见", "positive"),
        ("今天拜访一中王校长，他说还行吧", "neutral"),
        ("今天拜访一中王校长，他说再说吧", "neutral"),
        ("今天拜访一中王校长，一直没有投诉", None),
        ("今天拜访一中王校长，他感动得不行", "positive"),
        ("今天拜访一中王校长，送了20张物联卡", None),
        ("Met Kevin today, he's not happy with the price", "negative"),
        ("Met Kevin today, no complaints", None),
    ],
)
def test_a_negation_turns_praise_round_and_takes_a_complaint_away(text: str, expected: str | None) -> None:
    found = read(text).sentiment
    assert (found.value if found else None) == expected


def test_a_repair_we_promised_is_no_consent_of_the_client() -> None:
    complained = read("昨天去了二院，陈院长投诉信号差，答应周五前派人检修").sentiment
    assert complained is not None and complained.value == "negative"
    agreed = read("今天拜访一中王校长，他答应下周签合同").sentiment
    assert agreed is not None and agreed.value == "positive"


def test_a_greeting_of_our_own_says_nothing_of_the_client() -> None:
    assert read("Texted Kevin a happy National Day, no reply").sentiment is None


def test_a_demand_over_something_broken_is_negative_though_nobody_says_so() -> None:
    found = read("二院何主任来电，门诊的网又上不了").sentiment
    assert found is not None and found.value == "negative"


def test_a_plan_tells_nothing_but_that_the_client_agreed() -> None:
    assert read("明天去二院跟陈院长谈投诉的事").sentiment is None
    agreed = read("徐总同意了，6月25号去安济勘察").sentiment
    assert agreed is not None and agreed.value == "positive"
