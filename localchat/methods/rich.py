"""Rich messages as blocks of words: headings, paragraphs, quotations, tables; files, maps and lists are not served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import ApiError, bad_request
from localchat.journal import Json
from localchat.methods.call import Call, deliver, open_chat
from localchat.names import names

_WRITTEN = ("blocks", "html", "markdown")
_SERVED = frozenset(
    names("paragraph heading pre footer divider blockquote expandable_blockquote pullquote table details")
)
_LARGEST, _SMALLEST = 1, 6
"""Sizes of headings."""


def send_rich_message(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, rich_content(call.params["rich_message"])).message


def rich_content(given: Json) -> Json:
    """`rich_message` of a message to send."""
    if sum(way in given for way in _WRITTEN) != 1:
        raise bad_request("exactly one of the fields html, markdown, or blocks must be used")
    if "blocks" not in given:
        raise ApiError(501, "Not Implemented: localchat reads rich messages as blocks")
    if not given["blocks"]:
        raise bad_request("message text is empty")
    for block in given["blocks"]:
        _look_at(block)
    shown: Json = {"blocks": given["blocks"]}
    if given.get("is_rtl"):
        shown["is_rtl"] = True
    return {"rich_message": shown}


def _look_at(block: Json) -> None:
    kind = block["type"]
    if kind not in _SERVED:
        raise ApiError(501, f"Not Implemented: localchat has no rich block {kind}")
    if kind == "heading" and not _LARGEST <= block["size"] <= _SMALLEST:
        raise bad_request("wrong size of a heading")
    for inner in block.get("blocks", ()):
        _look_at(inner)


METHODS: dict[str, Callable[[Call], Any]] = {"sendRichMessage": send_rich_message}
