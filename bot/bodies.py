"""Messages in the Bot API's own words: which method is called, with which body."""

from collections.abc import Sequence
from typing import Any

from handlers.turn import Attachment, Button, Message, Table

TEXT_LIMIT = 4096
"""Characters in one message, counted as UTF-16 units by Telegram; we count the markup too and stay below."""

CAPTION_LIMIT = 1024
"""Characters under a file, counted likewise; the rest follows as a text."""

Call = tuple[str, dict[str, Any]]


def calls(
    message: Message, chat_id: int, markup: dict[str, Any] | None, edit: int | None, *, captioned: bool = False
) -> list[Call]:
    """The calls that say a message: one, or several where its text is too long for one; the buttons under the last.

    `edit` is the message to be changed instead of a new one, `captioned` says that it is a file with a caption.
    """
    under = message.file or message.chart or message.media or (edit is not None and captioned)
    text, *rest = split(message.text, CAPTION_LIMIT if under else TEXT_LIMIT)
    method, body = _call(message, text, edit, captioned=captioned)
    found = [(method, body), *(("sendMessage", _text(piece)) for piece in rest)]
    found = [(method, _in_chat(method, body, chat_id, message.thread_id)) for method, body in found]
    method, body = found[-1]
    return [*found[:-1], (method, _with(body, markup))]


def _call(message: Message, text: str, edit: int | None, *, captioned: bool) -> Call:
    """The first call of a message, with as much of its text as goes there."""
    caption = {"caption": text, "parse_mode": "HTML"}
    if message.file is not None:
        return "sendDocument", {"document": message.file.name, **caption}
    if message.chart is not None:
        return "sendPhoto", {**caption, "chart": message.chart.as_json()}
    if message.table is not None:
        return "sendRichMessage", {"rich_message": _table(message.table), "text": text, "parse_mode": "HTML"}
    if message.media is not None:
        return _media(message.media, caption)
    if edit is not None and captioned:
        return "editMessageCaption", {"message_id": edit, **caption}
    return ("sendMessage", _text(text)) if edit is None else ("editMessageText", {"message_id": edit, **_text(text)})


def _text(piece: str) -> dict[str, Any]:
    return {"text": piece, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _in_chat(method: str, body: dict[str, Any], chat_id: int, thread_id: int | None) -> dict[str, Any]:
    """A body with the chat it goes to, and the topic there; what is changed in place stays in its own."""
    new_in_topic = thread_id is not None and method.startswith("send")
    return {"chat_id": chat_id, **body, **({"message_thread_id": thread_id} if new_in_topic else {})}


def _table(table: Table) -> dict[str, Any]:
    """A rich message of one table: names to the left, figures to the right."""
    cells = [
        [
            {"text": text, "align": "right" if text.isdigit() else "left", "valign": "middle"}
            | ({"is_header": True} if place == 0 else {})
            for text in row
        ]
        for place, row in enumerate(table.cells)
    ]
    shown = {"type": "table", "cells": cells, "is_bordered": True, "is_striped": True, "is_compact": True}
    return {"blocks": [{"type": "heading", "text": table.title, "size": 4}, shown]}


def _media(sent: Attachment, caption: dict[str, Any]) -> Call:
    """The call that sends again what was sent to the bot; a location has no caption, a named one is a venue."""
    if sent.kind == "location":
        place = {"latitude": sent.latitude, "longitude": sent.longitude}
        return (
            ("sendVenue", {**place, "title": sent.name, "address": sent.name}) if sent.name else ("sendLocation", place)
        )
    return f"send{sent.kind.capitalize()}", {sent.kind: sent.file_id, **caption}


def _with(body: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    return body if markup is None else {**body, "reply_markup": markup}


def press_answer(query_id: str, toast: str | None, alert: bool) -> dict[str, Any]:
    """The answer to a pressed button; a toast is at most 200 characters."""
    body: dict[str, Any] = {"callback_query_id": query_id}
    if toast:
        body["text"] = toast[:200]
        body["show_alert"] = alert
    return body


def passive_button(button: Button) -> dict[str, Any]:
    """A button that tells the bot nothing: a link, or a text to copy."""
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "copy_text": {"text": (button.copy or "")[:256]}}


def lasting_keyboard(rows: Sequence[Sequence[str]] | None) -> dict[str, Any] | None:
    """The keyboard that stays below the chat; an empty one takes it away, None leaves what is there."""
    if rows is None:
        return None
    if not rows:
        return {"remove_keyboard": True}
    return {
        "keyboard": [[{"text": label} for label in row] for row in rows],
        "resize_keyboard": True,
        "is_persistent": True,
    }


def split(text: str, first: int = TEXT_LIMIT) -> list[str]:
    """Cut a text into pieces that Telegram takes, between lines where it can; our markup never spans lines.

    `first` is how long the first piece may be.
    """
    pieces: list[str] = []
    rest, limit = text, first
    while _units(rest) > limit:
        cut = _fitting(rest, limit)
        line = rest.rfind("\n", 0, cut)
        cut = line if line > cut // 2 else cut
        pieces.append(rest[:cut])
        rest, limit = rest[cut:].lstrip("\n"), TEXT_LIMIT
    return [*pieces, rest] if rest or not pieces else pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(text: str, limit: int) -> int:
    """How many characters of a text fit; never inside a tag or an escaped sign."""
    cut = limit
    while _units(text[:cut]) > limit:
        cut -= 64
    for opening, closing in (("<", ">"), ("&", ";")):
        begin = text.rfind(opening, max(0, cut - 64), cut)
        if begin > text.rfind(closing, 0, cut):
            cut = begin
    return cut
