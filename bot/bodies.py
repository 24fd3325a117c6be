"""Messages in the Bot API's own words: which method is called, with which body."""

from collections.abc import Sequence
from typing import Any

from handlers.turn import Attachment, Button, Message, Table

TEXT_LIMIT = 4096
"""Characters in one message, counted as UTF-16 units by Telegram; we count the markup too and stay below."""

Call = tuple[str, dict[str, Any]]


def calls(message: Message, chat_id: int, markup: dict[str, Any] | None, edit: int | None) -> list[Call]:
    """The calls that say a message: one, or several where its text is too long for one."""
    if message.file is not None:
        body = {"chat_id": chat_id, "document": message.file.name, "caption": message.text, "parse_mode": "HTML"}
        return [("sendDocument", _with(_in_topic(body, message.thread_id), markup))]
    if message.chart is not None:
        body = {"chat_id": chat_id, "caption": message.text, "parse_mode": "HTML", "chart": message.chart.as_json()}
        return [("sendPhoto", _with(_in_topic(body, message.thread_id), markup))]
    if message.table is not None:
        body = {"chat_id": chat_id, "rich_message": _table(message.table), "text": message.text, "parse_mode": "HTML"}
        return [("sendRichMessage", _with(_in_topic(body, message.thread_id), markup))]
    if message.media is not None:
        method, body = _media(message.media, message.text, chat_id, markup)
        return [(method, _in_topic(body, message.thread_id))]
    pieces = split(message.text)
    found: list[Call] = []
    for place, piece in enumerate(pieces):
        body = {"chat_id": chat_id, "text": piece, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        if place == len(pieces) - 1:
            body = _with(body, markup)
        if edit is not None and place == 0:
            found.append(("editMessageText", {**body, "message_id": edit}))
        else:
            found.append(("sendMessage", _in_topic(body, message.thread_id)))
    return found


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


def _in_topic(body: dict[str, Any], thread_id: int | None) -> dict[str, Any]:
    return body if thread_id is None else {**body, "message_thread_id": thread_id}


def _media(sent: Attachment, caption: str, chat_id: int, markup: dict[str, Any] | None) -> Call:
    """The call that sends again what was sent to the bot; a location has no caption, a named one is a venue."""
    if sent.kind == "location":
        place = {"chat_id": chat_id, "latitude": sent.latitude, "longitude": sent.longitude}
        if not sent.name:
            return "sendLocation", _with(place, markup)
        return "sendVenue", _with({**place, "title": sent.name, "address": sent.name}, markup)
    body = {"chat_id": chat_id, sent.kind: sent.file_id, "caption": caption, "parse_mode": "HTML"}
    return f"send{sent.kind.capitalize()}", _with(body, markup)


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


def split(text: str) -> list[str]:
    """Cut a text into pieces that Telegram takes, between lines where it can; our markup never spans lines."""
    pieces: list[str] = []
    rest = text
    while _units(rest) > TEXT_LIMIT:
        cut = _fitting(rest)
        line = rest.rfind("\n", 0, cut)
        cut = line if line > cut // 2 else cut
        pieces.append(rest[:cut])
        rest = rest[cut:].lstrip("\n")
    return [*pieces, rest] if rest or not pieces else pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(text: str) -> int:
    """How many characters of a text fit; never inside a tag or an escaped sign."""
    cut = TEXT_LIMIT
    while _units(text[:cut]) > TEXT_LIMIT:
        cut -= 256
    for opening, closing in (("<", ">"), ("&", ";")):
        begin = text.rfind(opening, max(0, cut - 64), cut)
        if begin > text.rfind(closing, 0, cut):
            cut = begin
    return cut
