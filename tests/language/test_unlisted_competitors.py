"""Competitors that no list knows (R1.7)."""

import pytest

from tests.language.reading_messages import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天去了二院，竞品广信网络报价低两成", ["广信网络"]),
        ("今天去了二院，广信网络报价低两成，他们有点动心", ["广信网络"]),
        ("刚才还聊了竞品，广信网络报价低两成", ["广信网络"]),
        ("今天拜訪二院，競爭對手遠鴻科技報價比我們低", ["遠鴻科技"]),
        ("今天去了二院，竞争对手也来报价了", []),
        ("今天去了二院，移动网络报价低了不少，院长满意", []),
        ("今天去了二院，聊了竞品的报价", []),
        ("二院说电信报价比我们低两成", ["电信"]),
    ],
)
def test_a_competitor_is_known_by_what_is_said_of_it(text: str, expected: list[str]) -> None:
    assert [each.value for each in read(text).competitors] == expected


def test_what_an_unlisted_competitor_offers_is_its_news() -> None:
    found = read("今天去了二院，竞品广信网络报价低两成，下周三送方案")
    assert found.competitor_news is not None and "广信网络报价低两成" in found.competitor_news.value
    assert found.intent.value == "visit" and found.client is not None
