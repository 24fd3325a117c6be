"""Telegram in: an update becomes a Turn, or None where it says nothing to us."""

from datetime import UTC, datetime
from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update

from handlers.turn import Attachment, Press, Turn


class Malformed(Exception):
    """An update that does not have the form the Bot API promises."""


def chat_of(update: dict[str, Any]) -> int:
    """The chat whose worker serves a raw update: one at a time per chat; 0 where there is none.

    Raises Malformed.
    """
    for name, content in update.items():
        if name == "update_id" or not isinstance(content, dict):
            continue
        holder = content.get("message") if name == "callback_query" else content
        place = holder.get("chat") if isinstance(holder, dict) else None
        place = place if isinstance(place, dict) else content.get("from")
        number = place.get("id") if isinstance(place, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and abs(number) < 2**62:
            return number
    return 0


def turn_of(raw: dict[str, Any], received_at: datetime) -> Turn | None:
    """Read an update; `received_at` stands for the time where Telegram gives none.

    Raises Malformed.
    """
    try:
        update = Update.de_json(raw, None)
        if update.callback_query is not None:
            return _pressed(update, received_at)
        if update.my_chat_member is not None:
            return _membership(update)
        message = update.message or update.edited_message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return None
        return _said(update, message)
    except Malformed:
        raise
    except Exception as error:
        # Whatever the library trips over, the update is at fault: nothing but parsing has happened yet.
        raise Malformed(f"{type(error).__name__}: {error}") from error


def _pressed(update: Update, received_at: datetime) -> Turn | None:
    query = update.callback_query
    assert query is not None
    if not isinstance(query.data, str) or not isinstance(query.id, str):
        raise Malformed("a press without data")
    chat = query.message.chat if query.message else None
    return Turn(
        update_id=_whole(update.update_id),
        said_at=received_at,
        chat_id=_whole(chat.id if chat else query.from_user.id),
        private=chat is None or chat.type == "private",
        user_id=_whole(query.from_user.id),
        user_name=_text(query.from_user.full_name),
        user_language=query.from_user.language_code,
        message_id=query.message.message_id if query.message else None,
        press=Press(query.data, query.message.message_id if query.message else 0, query.id),
    )


def _membership(update: Update) -> Turn:
    member = update.my_chat_member
    assert member is not None
    return Turn(
        update_id=_whole(update.update_id),
        said_at=member.date,
        chat_id=_whole(member.chat.id),
        private=member.chat.type == "private",
        user_id=_whole(member.from_user.id),
        user_name=_text(member.from_user.full_name),
        joined=member.new_chat_member.status in ("member", "administrator", "creator", "restricted"),
    )


def _said(update: Update, message: TelegramMessage) -> Turn:
    user = message.from_user
    assert user is not None
    return Turn(
        update_id=_whole(update.update_id),
        said_at=message.date.astimezone(UTC),
        chat_id=_whole(message.chat.id),
        private=message.chat.type == "private",
        user_id=_whole(user.id),
        user_name=_text(user.full_name),
        user_language=user.language_code,
        message_id=_whole(message.message_id),
        text=_text(message.text or message.caption or ""),
        edited=update.edited_message is not None,
        attachment=_attachment(message),
        album=message.media_group_id,
    )


def _attachment(message: TelegramMessage) -> Attachment | None:
    if message.photo:
        largest = message.photo[-1]
        return Attachment("photo", largest.file_id, size=largest.file_size)
    if message.contact:
        name = f"{message.contact.last_name or ''}{message.contact.first_name}"
        return Attachment("contact", name=_text(name), phone=_text(message.contact.phone_number))
    place = message.location or (message.venue.location if message.venue else None)
    if place:
        title = message.venue.title if message.venue else None
        return Attachment("location", name=title, latitude=place.latitude, longitude=place.longitude)
    if message.document:
        file = message.document
        return Attachment("document", file.file_id, name=file.file_name, size=file.file_size)
    if message.voice:
        return Attachment("voice", message.voice.file_id, size=message.voice.file_size)
    if message.audio:
        return Attachment("audio", message.audio.file_id, name=message.audio.file_name)
    if message.video:
        return Attachment("video", message.video.file_id, name=message.video.file_name)
    return None


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**62:
        raise Malformed(f"not a number: {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed(f"not a text: {value!r}")
    # Lone surrogates cannot be written to a database or sent anywhere.
    return value.encode("utf-8", "replace").decode("utf-8")
