"""Entities that Telegram finds in plain text by itself: commands, mentions, hashtags, addresses of pages and mail."""

from __future__ import annotations

import re
from typing import Any

_FOUND = re.compile(
    r"(?P<url>(?:https?|tg|ftp)://[^\s<>\"'，。；！？、（）《》“”]+"
    r"|(?<![\w@.])(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|cn|me|io|edu|gov|info|dev|app)\b(?:[/?#][^\s<>\"'，。；！？、（）《》“”]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}\b)"
    r"|(?P<bot_command>(?<![\w/@<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#&])#(?=\w*[^\W\d])\w{1,256})",
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}\b")
_TRAILING = ".,;:!?)]}'\""


def found_entities(text: str) -> list[dict[str, Any]]:
    """In the order they stand in the text, never overlapping; offsets in UTF-16 units."""
    if not any(sign in text for sign in "/@#.:"):
        return []
    ascii_only = text.isascii()
    entities = []
    position = 0
    while found := _FOUND.search(text, position):
        kind = found.lastgroup
        mail = _MAIL.match(text, found.start()) if kind == "url" else None
        start, end = found.span()
        if mail and mail.end() > end:  # "a.com@b.org" is mail, though it begins like a page
            kind, end = "email", mail.end()
        if kind == "url":
            end = start + len(text[start:end].rstrip(_TRAILING))
        position = max(end, start + 1)
        offset = start if ascii_only else len(text[:start].encode("utf-16-le")) // 2
        length = end - start if ascii_only else len(text[start:end].encode("utf-16-le")) // 2
        entities.append({"type": kind, "offset": offset, "length": length})
    return entities
