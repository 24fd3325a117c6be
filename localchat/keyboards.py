"""What Telegram refuses of keyboards beyond their shape in the specification."""

from __future__ import annotations

import re
from typing import Any

from localchat.errors import bad_request

Json = dict[str, Any]

MOST_BUTTONS = 100
MOST_REPLY_BUTTONS = 300
_URL = re.compile(r"(?:https?://[^\s/]+|tg://|ton://|tonsite://|mailto:|tel:)\S*\Z", re.IGNORECASE)
_STYLES = frozenset({"danger", "success", "primary"})


def checked_keyboard(markup: Json | None) -> Json | None:
    """The markup as it is kept: empty rows dropped, nothing where no button is left in an inline keyboard."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup)
    if "keyboard" in markup:
        return _reply(markup)
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None:
        _check_placeholder(placeholder)
    return markup


def checked_inline(markup: Json | None) -> Json | None:
    """For edits, which take inline keyboards only."""
    return None if markup is None else _inline(markup)


def _inline(markup: Json) -> Json | None:
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return {**markup, "inline_keyboard": rows} if rows else None


def _check_inline_button(button: Json) -> None:
    _check_label(button, "inline keyboard button")
    actions = [key for key in button if key not in ("text", "style", "icon_custom_emoji_id")]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be used")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not _URL.match(url if ":" in url else "http://" + url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply(markup: Json) -> Json:
    rows = [row for row in markup["keyboard"] if row]
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    if sum(map(len, rows)) > MOST_REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_label(button, "keyboard button")
            if len(button) - len({"text", "style", "icon_custom_emoji_id"} & button.keys()) > 1:
                raise bad_request("can't parse keyboard button: at most one action must be used")
    if "input_field_placeholder" in markup:
        _check_placeholder(markup["input_field_placeholder"])
    return {**markup, "keyboard": rows}


def _check_label(button: Json, what: str) -> None:
    if not button["text"].strip():
        raise bad_request(f"can't parse {what}: Text must be non-empty")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request(f"can't parse {what}: unknown button style")


def _check_placeholder(words: str) -> None:
    if not 1 <= len(words) <= 64:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
