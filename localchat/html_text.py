"""Telegram's HTML: a text with its entities out of a marked-up one, and Telegram's words when it does not parse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from localchat.errors import ApiError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_BARE_VALUE = re.compile(r"[a-zA-Z0-9.-]*")
_TARGET = re.compile(r"(?:https?|ftp|tg|ton|tonsite)://[\w.-]+(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_PLAIN = re.compile(r"[^<&]+")


@dataclass(slots=True)
class _Open:
    """A start tag whose end has not come yet."""

    tag: str
    attributes: dict[str, str]
    offset: int


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The words and their entities (offsets in UTF-16 units), sorted by place, the outer first."""
    return _Parser(text).parse()


def _unparsed(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.length = 0  # of `out`, in UTF-16 units
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        text = self.text
        while self.at < len(text):
            if text[self.at] == "<":
                if text.startswith("</", self.at):
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._words()
        if self.open:
            raise _unparsed(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), merged_entities(self.entities)

    def _where(self, at: int) -> str:
        return f"at byte offset {len(self.text[:at].encode())}"

    def _add(self, words: str) -> None:
        self.out.append(words)
        self.length += len(words.encode("utf-16-le")) // 2

    def _words(self) -> None:
        if self.text[self.at] == "&":
            words, self.at = _reference(self.text, self.at)
            self._add(words)
            return
        run = _PLAIN.match(self.text, self.at)
        assert run is not None
        self._add(run[0])
        self.at = run.end()

    def _start_tag(self) -> None:
        begin = self.at
        tag, self.at = self._name(begin + 1)
        if self.at >= len(self.text):
            raise _unparsed(f"Unclosed start tag {self._where(begin)}")
        if tag not in _KINDS:
            raise _unparsed(f'Unsupported start tag "{tag}" {self._where(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsed(f'Tag "span" must have class "tg-spoiler" {self._where(begin)}')
        self.open.append(_Open(tag, attributes, self.length))

    def _name(self, at: int) -> tuple[str, int]:
        found = _NAME.match(self.text, at)
        assert found is not None
        return found[0].lower(), found.end()

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        text = self.text
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self.at >= len(text):
                raise _unparsed(f"Unclosed start tag {self._where(begin)}")
            if text[self.at] == ">":
                self.at += 1
                return attributes
            name = _ATTRIBUTE_NAME.match(text, self.at)
            assert name is not None
            if not name[0]:
                raise _unparsed(f'Empty attribute name in the tag "{tag}" {self._where(begin)}')
            self.at = name.end()
            self._skip_space()
            if self.at < len(text) and text[self.at] != "=":
                if name[0] == "expandable":  # an attribute may stand without a value where it is a plain mark
                    attributes["expandable"] = ""
                    continue
                raise _unparsed(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" {self._where(begin)}'
                )
            self.at += 1
            self._skip_space()
            attributes[name[0].lower()] = self._value(begin)

    def _value(self, begin: int) -> str:
        text = self.text
        if self.at >= len(text):
            raise _unparsed(f"Unclosed start tag {self._where(begin)}")
        quote = text[self.at]
        if quote not in "\"'":
            bare = _BARE_VALUE.match(text, self.at)
            assert bare is not None
            after = text[bare.end() : bare.end() + 1]
            if not (after.isspace() or after == ">"):
                raise _unparsed(f"Unexpected end of name token {self._where(self.at)}")
            self.at = bare.end()
            return bare[0].lower()
        end = text.find(quote, self.at + 1)
        if end < 0:
            raise _unparsed(f"Unclosed start tag {self._where(begin)}")
        value = _unescaped(text[self.at + 1 : end])
        self.at = end + 1
        return value

    def _skip_space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _unparsed(f"Unexpected end tag {self._where(begin)}")
        tag, self.at = self._name(begin + 2)
        self._skip_space()
        if self.text[self.at : self.at + 1] != ">":
            raise _unparsed(f"Unclosed end tag {self._where(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _unparsed(f'Unmatched end tag {self._where(begin)}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: dict[str, Any] = {
            "type": _KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.out).encode("utf-16-le")[opened.offset * 2 :].decode(
                "utf-16-le"
            )
            link = link_target(url)
            if link is None:
                return
            entity.update(link)
        elif opened.tag == "tg-emoji":
            emoji = opened.attributes.get("emoji-id", "")
            if not emoji.isdigit():
                raise _unparsed("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = emoji
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        elif opened.tag == "pre" and self._takes_language(entity):
            return
        self.entities.append(entity)

    def _takes_language(self, pre: dict[str, Any]) -> bool:
        """`<pre><code class="language-x">` is one entity, and a code within a pre of the same words is none."""
        inner = self.entities[-1] if self.entities else None
        if inner is None or inner["type"] != "code" or any(inner[key] != pre[key] for key in ("offset", "length")):
            return False
        inner["type"] = "pre"
        return True


def link_target(url: str) -> dict[str, Any] | None:
    """What a link points to: a person (`tg://user?id=1`), a page, or nothing that could be opened."""
    person = re.match(r"tg://user\?id=(\d+)$", url)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": ""}}
    if "://" not in url:
        url = "http://" + url
    if not _TARGET.match(url):
        return None
    host_only = re.match(r"https?://[^/?#]+$", url)
    return {"url": url + "/" if host_only else url}


def _reference(text: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(text, at)
    if found is None:
        return "&", at + 1
    if found[3]:
        return _NAMED[found[3]], found.end()
    code = int(found[1]) if found[1] else int(found[2], 16)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", at + 1
    return chr(code), found.end()


def _unescaped(value: str) -> str:
    out, at = [], 0
    while at < len(value):
        if value[at] == "&":
            words, at = _reference(value, at)
            out.append(words)
        else:
            out.append(value[at])
            at += 1
    return "".join(out)


def merged_entities(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities of the same kind that touch or overlap become one; a code outside `pre` loses its language."""
    merged: list[dict[str, Any]] = []
    last: dict[str, dict[str, Any]] = {}
    for entity in entities:
        kind = entity["type"]
        if kind == "code":
            entity.pop("language", None)
        before = last.get(kind)
        if (
            before is not None
            and kind in {"bold", "italic", "underline", "strikethrough", "spoiler"}
            and entity["offset"] <= before["offset"] + before["length"]
        ):
            end = max(before["offset"] + before["length"], entity["offset"] + entity["length"])
            before["length"] = end - before["offset"]
            continue
        last[kind] = entity
        merged.append(entity)
    return merged
