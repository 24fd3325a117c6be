"""Telegram's MarkdownV2 and the older Markdown: a text with its entities, and Telegram's words when it fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from localchat.errors import ApiError, bad_request
from localchat.html_text import link_target, merged_entities

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKERS = {"__": "underline", "||": "spoiler", "_": "italic", "*": "bold", "~": "strikethrough"}
_NAMES = {"underline": "Underline", "spoiler": "Spoiler", "italic": "Italic", "bold": "Bold", "code": "Code"} | {
    "strikethrough": "Strikethrough",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}
_EMOJI_LINK = re.compile(r"tg://emoji\?id=(\d+)$")


def parse_markdown_v2(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The words and their entities (offsets in UTF-16 units), sorted by place, the outer first."""
    return _MarkdownV2(text).parse()


def parse_markdown(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The older, simpler mode: entities do not nest, and only `_ * [ \\`` can be escaped."""
    out = _Words()
    entities: list[dict[str, Any]] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\" and text[at + 1 : at + 2] in ("_", "*", "`", "["):
            out.add(text[at + 1])
            at += 2
        elif sign in "_*`[":
            at = _old_entity(text, at, out, entities)
        else:
            out.add(sign)
            at += 1
    return out.text, entities


@dataclass(slots=True)
class _Words:
    """The text so far and its length in UTF-16 units."""

    text: str = ""
    length: int = 0

    def add(self, words: str) -> None:
        self.text += words
        self.length += len(words.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    kind: str
    marker: str
    offset: int
    byte: int


def _unparsed(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


def _old_entity(text: str, at: int, out: _Words, entities: list[dict[str, Any]]) -> int:
    pre = text.startswith("```", at)
    marker = "```" if pre else "]" if text[at] == "[" else text[at]
    begin = at + (3 if pre else 1)
    end = text.find(marker, begin)
    if end < 0:
        raise _unparsed(f"Can't find end of the entity starting at byte offset {len(text[:at].encode())}")
    kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre", "]": "text_link"}[marker]
    inner, after = text[begin:end], end + len(marker)
    entity: dict[str, Any] = {"type": kind, "offset": out.length}
    if kind == "pre":
        inner, language = _without_language(inner)
        entity.update(language)
    if kind == "text_link":
        target = re.compile(r"\(([^)]*)\)").match(text, after)
        link = link_target(target[1]) if target else None
        after = target.end() if target else after
        if link is None:
            out.add(inner)
            return after
        entity.update(link)
    out.add(inner)
    entity["length"] = out.length - entity["offset"]
    if entity["length"]:
        entities.append(entity)
    return after


def _without_language(code: str) -> tuple[str, dict[str, str]]:
    """A first line of one word names the language of a code block."""
    first, newline, rest = code.partition("\n")
    if newline and first and not re.search(r"\s|`", first):
        return rest, {"language": first}
    return code.removeprefix("\n"), {}


class _MarkdownV2:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out = _Words()
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []
        self.quote: _Open | None = None
        self.line_start = True

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.text):
            if self.line_start and self._quote_line():
                continue
            self._step()
        if self.open:
            last = self.open[-1]
            raise _unparsed(f"Can't find end of {_NAMES[last.kind]} entity at byte offset {last.byte}")
        self._end_quote(expandable=False)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.out.text, merged_entities(self.entities)

    def _quote_line(self) -> bool:
        """A line that begins with `>` belongs to a quotation, one without it ends the quotation."""
        self.line_start = False
        mark = "**>" if self.text.startswith("**>", self.at) else ">"
        if not self.text.startswith(mark, self.at):
            self._end_quote(expandable=False)
            return False
        if mark == "**>":
            self._end_quote(expandable=False)
        if self.quote is None:
            self.quote = _Open("blockquote", mark, self.out.length, self._byte())
        self.at += len(mark)
        return True

    def _end_quote(self, *, expandable: bool) -> None:
        if self.quote is None:
            return
        length = self.out.length - self.quote.offset
        if self.out.text.endswith("\n"):
            length -= 1
        if length > 0:
            kind = "expandable_blockquote" if expandable else "blockquote"
            self.entities.append({"type": kind, "offset": self.quote.offset, "length": length})
        self.quote = None

    def _byte(self) -> int:
        return len(self.text[: self.at].encode())

    def _step(self) -> None:
        text, at = self.text, self.at
        sign = text[at]
        if sign == "\\" and at + 1 < len(text) and 0 < ord(text[at + 1]) <= 126:
            self.out.add(text[at + 1])
            self.at += 2
        elif sign == "`":
            self._code()
        elif sign not in _RESERVED:
            self.out.add(sign)
            self.at += 1
            self.line_start = sign == "\n"
        elif not self._marker():
            raise _unparsed(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def _marker(self) -> bool:
        text, at = self.text, self.at
        if self.open and self.open[-1].kind in ("text_link", "custom_emoji") and text[at] == "]":
            self._close_link(self.open.pop())
            return True
        if text.startswith("![", at) or text[at] == "[":
            kind = "custom_emoji" if text[at] == "!" else "text_link"
            self.open.append(_Open(kind, "]", self.out.length, self._byte()))
            self.at += 2 if kind == "custom_emoji" else 1
            return True
        marker = text[at : at + 2] if text[at : at + 2] in _MARKERS else text[at]
        if marker not in _MARKERS:
            return False
        # "___" ends what was opened last first: an italic within an underline, or the other way round.
        if marker == "__" and self.open and self.open[-1].marker == "_" and text.startswith("___", at):
            marker = "_"
        ends_quote = marker == "||" and text[at + 2 : at + 3] in ("", "\n")
        if ends_quote and self.quote is not None and not any(each.marker == "||" for each in self.open):
            self.at += 2
            self._end_quote(expandable=True)
            return True
        if self.open and self.open[-1].marker == marker:
            self._close(self.open.pop())
        else:
            self.open.append(_Open(_MARKERS[marker], marker, self.out.length, self._byte()))
        self.at += len(marker)
        return True

    def _close(self, opened: _Open, extra: dict[str, Any] | None = None) -> None:
        length = self.out.length - opened.offset
        if length > 0:
            self.entities.append({"type": opened.kind, "offset": opened.offset, "length": length, **(extra or {})})

    def _close_link(self, opened: _Open) -> None:
        self.at += 1
        if not self.text.startswith("(", self.at):
            if opened.kind == "custom_emoji":
                raise _unparsed("Custom emoji entity must contain a tg://emoji URL")
            return
        url, end = "", self.at + 1
        while end < len(self.text) and self.text[end] != ")":
            end += self.text[end] == "\\"
            url += self.text[end : end + 1]
            end += 1
        if end >= len(self.text):
            raise _unparsed(f"Can't find end of a URL at byte offset {self._byte()}")
        self.at = end + 1
        emoji = _EMOJI_LINK.match(url)
        if opened.kind == "custom_emoji":
            if not emoji:
                raise _unparsed("Custom emoji entity must contain a tg://emoji URL")
            self._close(opened, {"custom_emoji_id": emoji[1]})
        elif link := link_target(url):
            self._close(opened, link)

    def _code(self) -> None:
        marker = "```" if self.text.startswith("```", self.at) else "`"
        opened = _Open("pre" if marker == "```" else "code", marker, self.out.length, self._byte())
        end, inner = self.at + len(marker), ""
        while end < len(self.text) and not self.text.startswith(marker, end):
            end += self.text[end] == "\\" and end + 1 < len(self.text)
            inner += self.text[end]
            end += 1
        if end >= len(self.text):
            raise _unparsed(f"Can't find end of {_NAMES[opened.kind]} entity at byte offset {opened.byte}")
        self.at = end + len(marker)
        language: dict[str, str] = {}
        if opened.kind == "pre":
            inner, language = _without_language(inner)
        self.out.add(inner)
        self._close(opened, language)
