"""MarkdownV2 and the older Markdown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.helpers import escape_markdown

from localchat.errors import ApiError
from localchat.markdown_text import parse_markdown, parse_markdown_v2


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("marked", "text", "entities"),
    [
        ("*粗* _斜_", "粗 斜", [entity("bold", 0, 1), entity("italic", 2, 1)]),
        ("__下划__ ~删~ ||隐||", "下划 删 隐", [
            entity("underline", 0, 2), entity("strikethrough", 3, 1), entity("spoiler", 5, 1)
        ]),
        ("*粗_斜_*", "粗斜", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("___斜下___", "斜下", [entity("underline", 0, 2), entity("italic", 0, 2)]),
        ("`a_b`", "a_b", [entity("code", 0, 3)]),
        ("```python\nx = 1\n```", "x = 1\n", [entity("pre", 0, 6, language="python")]),
        ("[链](https://a.cn/x)", "链", [entity("text_link", 0, 1, url="https://a.cn/x")]),
        ("![👍](tg://emoji?id=42)", "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="42")]),
        (">一\n>二\n三", "一\n二\n三", [entity("blockquote", 0, 3)]),
        (">一||", "一", [entity("expandable_blockquote", 0, 1)]),
        (r"1\.5 \- 2\!", "1.5 - 2!", []),
    ],
)  # fmt: skip
def test_markdown_v2_becomes_words_and_entities(marked: str, text: str, entities: list[Any]) -> None:
    found_text, found = parse_markdown_v2(marked)
    assert found_text == text
    assert sorted(found, key=str) == sorted(entities, key=str)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*a", "Can't find end of Bold entity at byte offset 0"),
        ("好 _a", "Can't find end of Italic entity at byte offset 4"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("[a](http://a.cn", "Can't find end of a URL at byte offset 3"),
        ("![a](http://a.cn)", "Custom emoji entity must contain a tg://emoji URL"),
    ],
)
def test_markdown_v2_that_does_not_parse_is_refused_in_telegrams_words(marked: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown_v2(marked)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60))
def test_what_python_telegram_bot_escapes_for_markdown_v2_comes_out_as_it_was(words: str) -> None:
    assert parse_markdown_v2(escape_markdown(words, version=2)) == (words, [])


@given(st.text(st.sampled_from("*_~|`[]()>\\!.ab\n"), max_size=30))
def test_any_markdown_v2_either_parses_or_is_refused_as_a_bad_request(marked: str) -> None:
    try:
        text, entities = parse_markdown_v2(marked)
    except ApiError as error:
        assert error.code == 400
    else:
        assert all(each["length"] > 0 and each["offset"] + each["length"] <= len(text) for each in entities)


def test_the_older_markdown_knows_four_marks() -> None:
    text, entities = parse_markdown("*b* _i_ `c` [l](http://a.cn/) \\*")
    assert text == "b i c l *"
    assert [each["type"] for each in entities] == ["bold", "italic", "code", "text_link"]
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 2"):
        parse_markdown("a *b")
