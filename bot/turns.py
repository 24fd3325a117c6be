"""Telegram in: an update, as it came over the wire, becomes a Turn, or None where it says nothing to us.

Read from the JSON itself: the library's objects for one message cost as much time as recording a visit.
"""

from datetime import UTC, datetime
from typing import Any, Literal

from handlers.turn import Attachment, Press, Turn

Json = dict[str, Any]

MOST = 2**62
"""Numbers beyond it fit into no column."""


_CAPTIONED = ("photo", "document", "video", "audio", "voice", "animation")
_WORDLESS = ("location", "venue", "contact", "sticker", "video_note", "poll", "dice")


class Malformed(Exception):
    """An update that does not have the form the Bot API promises."""


def chat_of(update: Json) -> int:
    """The chat whose worker serves a raw update, one at a time per chat; 0 where none can be made out."""
    for name, content in update.items():
        if name == "update_id" or not isinstance(content, dict):
            continue
        holder = content.get("message") if name == "callback_query" else content
        place = holder.get("chat") if isinstance(holder, dict) else None
        place = place if isinstance(place, dict) else content.get("from")
        number = place.get("id") if isinstance(place, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and abs(number) < MOST:
            return number
    return 0


def turn_of(update: Json, received_at: datetime) -> Turn | None:
    """Read an update; `received_at` stands for the time where Telegram gives none. Raises Malformed."""
    number = _number(update, "update_id")
    if "callback_query" in update:
        return _pressed(number, _object(update, "callback_query"), received_at)
    if "my_chat_member" in update:
        return _membership(number, _object(update, "my_chat_member"))
    for name in ("message", "edited_message"):
        if name in update:
            return _said(number, _object(update, name), edited=name == "edited_message")
    return None


def _pressed(number: int, query: Json, received_at: datetime) -> Turn:
    user = _object(query, "from")
    message = query.get("message") or {"chat": {**user, "type": "private"}, "message_id": 0}
    if not isinstance(message, dict):
        raise Malformed("message of a press")
    chat = _object(message, "chat")
    message_id = _number(message, "message_id")
    return Turn(
        update_id=number,
        said_at=received_at,
        chat_id=_number(chat, "id"),
        private=_text(chat, "type") == "private",
        user_id=_number(user, "id"),
        user_name=_name(user),
        user_language=_optional(user, "language_code"),
        message_id=message_id,
        press=Press(_text(query, "data"), message_id, _text(query, "id"), _shown(message)),
        thread_id=_thread(message),
        chat_title=_optional(chat, "title"),
    )


def _shown(message: Json) -> Literal["text", "caption", "nothing"]:
    if any(kind in message for kind in _CAPTIONED):
        return "caption"
    return "nothing" if any(kind in message for kind in _WORDLESS) else "text"


def _membership(number: int, member: Json) -> Turn | None:
    chat, user = _object(member, "chat"), _object(member, "from")
    after = _is_in(member, "new_chat_member")
    if "old_chat_member" in member and _is_in(member, "old_chat_member") == after:
        return None
    return Turn(
        update_id=number,
        said_at=_instant(member),
        chat_id=_number(chat, "id"),
        private=_text(chat, "type") == "private",
        user_id=_number(user, "id"),
        user_name=_name(user),
        joined=after,
        chat_title=_optional(chat, "title"),
    )


def _is_in(member: Json, name: str) -> bool:
    who = _object(member, name)
    status = _text(who, "status")
    return status in ("member", "administrator", "creator") or (status == "restricted" and who.get("is_member") is True)


def _moved(number: int, message: Json) -> Turn:
    """A group became a supergroup; whoever did it is of no interest, and may be hidden."""
    chat = _number(_object(message, "chat"), "id")
    to = _number(message, "migrate_to_chat_id")
    return Turn(number, _instant(message), chat, private=False, user_id=0, user_name="", moved_to=to)


def _thread(message: Json) -> int | None:
    """The topic a message stands in; answers in groups without topics carry a number too, which is none."""
    return _number(message, "message_thread_id") if message.get("is_topic_message") is True else None


def _said(number: int, message: Json, *, edited: bool) -> Turn | None:
    if "migrate_to_chat_id" in message:
        return _moved(number, message)
    if "from" not in message:
        return None
    user, chat = _object(message, "from"), _object(message, "chat")
    if user.get("is_bot"):
        return None
    return Turn(
        update_id=number,
        said_at=_instant(message),
        chat_id=_number(chat, "id"),
        private=_text(chat, "type") == "private",
        user_id=_number(user, "id"),
        user_name=_name(user),
        user_language=_optional(user, "language_code"),
        message_id=_number(message, "message_id"),
        text=_optional(message, "text") or _optional(message, "caption") or "",
        edited=edited,
        attachment=_attachment(message),
        album=_optional(message, "media_group_id"),
        thread_id=_thread(message),
        chat_title=_optional(chat, "title"),
    )


def _attachment(message: Json) -> Attachment | None:
    if message.get("photo"):
        sizes = message["photo"]
        if not isinstance(sizes, list) or not isinstance(sizes[-1], dict):
            raise Malformed("photo")
        return Attachment("photo", _text(sizes[-1], "file_id"), size=_size(sizes[-1]))
    if "contact" in message:
        contact = _object(message, "contact")
        given, family = _text(contact, "first_name"), _optional(contact, "last_name") or ""
        name = f"{given} {family}".strip() if (given + family).isascii() else family + given
        return Attachment("contact", name=name, phone=_text(contact, "phone_number"))
    if "venue" in message or "location" in message:
        venue = message.get("venue") or {}
        place = _object(venue if isinstance(venue, dict) and "location" in venue else message, "location")
        title = _optional(venue, "title") if isinstance(venue, dict) else None
        return Attachment(
            "location", name=title, latitude=_degrees(place, "latitude"), longitude=_degrees(place, "longitude")
        )
    for kind in ("document", "voice", "audio", "video"):
        if kind in message:
            file = _object(message, kind)
            return Attachment(kind, _text(file, "file_id"), name=_optional(file, "file_name"), size=_size(file))
    return None


def _object(holder: Json, name: str) -> Json:
    value = holder.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"{name} is no object")
    return value


def _number(holder: Json, name: str) -> int:
    value = holder.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= MOST:
        raise Malformed(f"{name} is no number")
    return value


def _degrees(holder: Json, name: str) -> float:
    value = holder.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= 180:
        raise Malformed(f"{name} is no angle")
    return float(value)


def _size(file: Json) -> int | None:
    return _number(file, "file_size") if "file_size" in file else None


def _instant(holder: Json) -> datetime:
    seconds = _number(holder, "date")
    if not 0 <= seconds < 2**36:
        raise Malformed("date is no time")
    return datetime.fromtimestamp(seconds, UTC)


def _name(user: Json) -> str:
    return f"{_text(user, 'first_name')} {_optional(user, 'last_name') or ''}".strip()


def _optional(holder: Json, name: str) -> str | None:
    return _text(holder, name) if holder.get(name) is not None else None


def _text(holder: Json, name: str) -> str:
    value = holder.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    # A lone surrogate can neither be written to a database nor sent anywhere.
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
