"""Gifts asked for in words."""

import pytest

from language.gift_requests import gift_request


@pytest.mark.parametrize(
    ("text", "name", "quantity"),
    [
        ("申请两盒茶叶送黄总", "茶叶", 2),
        ("我想申请1份月饼礼盒给王校长", "月饼礼盒", 1),
        ("申请礼品送一中王校长", "", None),
        ("領三盒茶葉給黃總", "茶叶", 3),
        ("request 2 mooncakes for Kevin", "mooncakes", 2),
        ("apply for a gift for Kevin", "", 1),
    ],
)
def test_the_thing_and_its_number_are_found(text: str, name: str, quantity: int | None) -> None:
    assert gift_request(text) == (name, quantity)


@pytest.mark.parametrize(
    "text",
    [
        "给黄总送了两盒茶叶",
        "王校长申请了扩容",
        "今天去一中，他们想申请礼品",
        "requested a quote",
        "申请两盒茶叶送黄总的事批了吗",
        "申请两盒茶叶送黄总，领导没批",
        "我申请了两盒茶叶送黄总",
        "领导茶叶喝完了",
        "领了两盒茶叶给黄总",
        "request for 2 mooncakes for Kevin was approved",
    ],
)
def test_what_others_ask_for_and_what_was_given_is_no_request(text: str) -> None:
    assert gift_request(text) is None
