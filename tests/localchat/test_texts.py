"""What Telegram finds in plain text by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localchat.autolinks import found_entities
from localchat.people import text_pieces
from localchat.texts import formatted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("请看/help", []),
        ("请看 /help@fieldcare_bot。", [("bot_command", "/help@fieldcare_bot")]),
        ("1/2 a/b", []),
        ("找 @linyue 谈", [("mention", "@linyue")]),
        ("见 https://a.cn/x?y=1。好", [("url", "https://a.cn/x?y=1")]),
        ("(https://a.cn/x)", [("url", "https://a.cn/x")]),
        ("example.com/a", [("url", "example.com/a")]),
        ("wang@a.com.cn", [("email", "wang@a.com.cn")]),
        ("#走访 #1", [("hashtag", "#走访")]),
        ("😀 /today", [("bot_command", "/today")]),
        ("今天下午3点", []),
    ],
)
def test_plain_text_holds_the_entities_telegram_would_find(text: str, found: list[tuple[str, str]]) -> None:
    units = text.encode("utf-16-le")
    assert [
        (each["type"], units[each["offset"] * 2 : (each["offset"] + each["length"]) * 2].decode("utf-16-le"))
        for each in found_entities(text)
    ] == found


def test_a_command_within_code_stays_code() -> None:
    _, entities = formatted("<code>/help</code> /help", "HTML", None, limit=99, too_long="")
    assert [(each["type"], each["offset"]) for each in entities] == [("code", 0), ("bot_command", 6)]


def test_a_command_within_bold_is_both() -> None:
    _, entities = formatted("<b>/help me</b>", "HTML", None, limit=99, too_long="")
    assert [each["type"] for each in entities] == ["bold", "bot_command"]


@given(st.text(max_size=200))
def test_found_entities_never_overlap_and_stay_within_the_text(text: str) -> None:
    end = 0
    for each in found_entities(text):
        assert each["offset"] >= end
        assert each["length"] > 0
        end = each["offset"] + each["length"]
    assert end <= len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.sampled_from("a😀\n"), max_size=9000))
def test_a_long_text_is_sent_in_pieces_that_make_it_up_again(text: str) -> None:
    pieces = text_pieces(text)
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= 4096 for piece in pieces)
