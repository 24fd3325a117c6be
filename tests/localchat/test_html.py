"""Telegram's HTML, against what Telegram says and what python-telegram-bot makes of it again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity

from localchat.errors import ApiError
from localchat.html_text import parse_html
from localchat.texts import formatted


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>王</b>", "王", [entity("bold", 0, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u> <ins>b</ins>", "a b", [entity("underline", 0, 1), entity("underline", 2, 1)]),
        ("<s>a</s> <strike>b</strike> <del>c</del>", "a b c", [entity("strikethrough", i, 1) for i in (0, 2, 4)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<a href="https://a.cn/x?y=1&amp;z=2">a</a>', "a", [entity("text_link", 0, 1, url="https://a.cn/x?y=1&z=2")]),
        ("<a href='http://a.cn'>a</a>", "a", [entity("text_link", 0, 1, url="http://a.cn/")]),
        ("<code>x = 1</code>", "x = 1", [entity("code", 0, 5)]),
        ("<pre>x</pre>", "x", [entity("pre", 0, 1)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [
            entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")
        ]),
        ("😀<b>后</b>", "😀后", [entity("bold", 2, 1)]),
        ("<b>粗<i>斜</i></b>", "粗斜", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;x&quot; &#39;y&#x27;", "1 < 2 & 3 > 2 \"x\" 'y'", []),
        ("&nbsp; &unknown; & a", "&nbsp; &unknown; & a", []),
        ("<B>大</B >", "大", [entity("bold", 0, 1)]),
        ("<b></b>空", "空", []),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_a_marked_text_becomes_words_and_entities(html: str, text: str, entities: list[Any]) -> None:
    assert parse_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<foo>a</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("客户<p>x</p>", 'Unsupported start tag "p" at byte offset 6'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a "x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=a,b>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_what_does_not_parse_is_refused_in_telegrams_words(html: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_white_space_at_the_ends_is_dropped_and_entities_shrink_with_it() -> None:
    text, entities = formatted("\n <b> 好 </b>\n", "HTML", None, limit=4096, too_long="message is too long")
    assert (text, entities) == ("好", [entity("bold", 0, 1)])


def test_the_limit_counts_utf16_units_after_parsing() -> None:
    assert formatted("<b>" + "😀" * 2048 + "</b>", "HTML", None, limit=4096, too_long="message is too long")
    with pytest.raises(ApiError, match="message is too long"):
        formatted("😀" * 2048 + "a", None, None, limit=4096, too_long="message is too long")


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=8)
TAGS = st.sampled_from(["b", "i", "u", "s", "tg-spoiler"])


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


MARKED = st.recursive(
    WORDS.map(lambda words: (words, escaped(words))),
    lambda inner: st.one_of(
        st.tuples(TAGS, inner).map(lambda pair: (pair[1][0], f"<{pair[0]}>{pair[1][1]}</{pair[0]}>")),
        st.lists(inner, min_size=2, max_size=4).map(
            lambda many: ("".join(m[0] for m in many), "".join(m[1] for m in many))
        ),
    ),
    max_leaves=8,
)


@given(MARKED)
def test_the_words_are_what_was_escaped_and_entities_stay_within_them(marked: tuple[str, str]) -> None:
    words, html = marked
    text, entities = parse_html(html)
    assert text == words
    units = len(text.encode("utf-16-le")) // 2
    for found in entities:
        assert found["length"] > 0
        assert found["offset"] >= 0 and found["offset"] + found["length"] <= units
        text.encode("utf-16-le")[found["offset"] * 2 : (found["offset"] + found["length"]) * 2].decode("utf-16-le")


@given(MARKED)
def test_python_telegram_bot_writes_html_that_parses_to_the_same_again(marked: tuple[str, str]) -> None:
    text, entities = parse_html(marked[1])
    message = Message(
        1,
        datetime(2026, 3, 25, tzinfo=UTC),
        Chat(1, "private"),
        text=text,
        entities=[MessageEntity(**found) for found in entities],
    )
    again_text, again = parse_html(message.text_html)
    assert again_text == text

    def covered(found: list[dict[str, Any]]) -> set[tuple[str, int]]:
        return {(each["type"], at) for each in found for at in range(each["offset"], each["offset"] + each["length"])}

    assert covered(again) == covered(entities)


@given(st.text(st.sampled_from("<>/&;ab \"='#x1b"), max_size=30))
def test_any_text_either_parses_or_is_refused_as_a_bad_request(html: str) -> None:
    try:
        text, entities = parse_html(html)
    except ApiError as error:
        assert error.code == 400
    else:
        assert all(each["offset"] + each["length"] <= len(text) for each in entities)
