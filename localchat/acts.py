"""The parts of the control API that build something: worlds, and messages of people with whatever they carry."""

from __future__ import annotations

import base64
from typing import Any

from aiohttp import web

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.methods.call import reply_of
from localchat.methods.media import keep_file, media_object
from localchat.methods.relaying import forwarded
from localchat.methods.sending import contact_of, location_of, venue_of
from localchat.people import caption_content, own_contact, person, place, reply_keyboard, say, text_content, text_pieces
from localchat.worlds import Chat, Post, World

_FILES = ("photo", "document", "voice", "video", "audio", "sticker", "animation")
_NAMES = {"photo": "photo.jpg", "voice": "voice.oga", "video": "video.mp4", "sticker": "sticker.webp"}
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "sticker": "image/webp"}


def create_world(world: World, about: Json) -> Json:
    """Name the bot of a world; the same again changes nothing."""
    for key in ("username", "first_name"):
        if about.get(key):
            world.bot[key] = about[key]
    if "can_read_all_group_messages" in about:
        world.reads_all_group_messages = bool(about["can_read_all_group_messages"])
    return {"bot": world.bot}


def described(chat: Chat) -> Json:
    """A chat as the page lists it."""
    members = [member["user"]["id"] for member in chat.members.values() if chat.has(member["user"]["id"])]
    return {
        **chat.public,
        "members": members,
        "pinned": list(chat.pinned),
        "started": chat.started,
        "blocked": chat.blocked,
        "migrated_to": chat.migrated_to,
    }


def commands(world: World, query: dict[str, str]) -> Json:
    """What a person sees in a chat: commands, menu button, the reply keyboard shown now."""
    user = person(world, int(query["user"]))
    chat = world.chats[int(query.get("chat") or user["id"])]
    administrator = chat.status_of(user["id"]) in ("creator", "administrator")
    language = user.get("language_code", "")
    return {
        "commands": world.profile.commands_for(chat.public, user["id"], administrator=administrator, language=language),
        "menu_button": world.profile.menu_button(chat.id if chat.private else None),
        "reply_keyboard": reply_keyboard(chat),
        "description": world.profile.text("description", language[:2]),
    }


def file_response(world: World, file_id: str) -> web.Response:
    stored = world.files.get(file_id)
    mime = stored.mime.partition(";")[0].strip() or "application/octet-stream"
    # Somebody's page or picture with scripts in it must not act as part of the chat page.
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return web.Response(body=stored.data, content_type=mime, headers=headers)


def send(world: World, body: Json) -> Json:
    """Say something as a person; the answer names the update and the message (all of them for an album)."""
    user = person(world, body["user"])
    chat = place(world, user, body.get("chat"))
    around = _around(world, chat, body)
    if "media_group" in body:
        around["media_group_id"] = world.next_album_id()
        sent = [say(world, user, chat, {**around, **_content(world, user, each)}) for each in body["media_group"]]
        return {**_sent(sent[0]), "messages": [post.message for _, post in sent]}
    pieces = text_pieces(body["text"]) if "text" in body else []
    if len(pieces) > 1:  # as Telegram's apps do with what is too long for one message
        sent = [say(world, user, chat, {**around, **_content(world, user, {**body, "text": each})}) for each in pieces]
        return {**_sent(sent[0]), "messages": [post.message for _, post in sent]}
    return _sent(say(world, user, chat, {**around, **_content(world, user, body)}))


def _sent(said: tuple[int | None, Post]) -> Json:
    update_id, post = said
    return {"update_id": update_id, "message": post.message}


def _around(world: World, chat: Chat, body: Json) -> Json:
    """What a message carries beside its content: the message it answers, the topic, the album."""
    around: Json = {}
    if "reply_to" in body:
        around.update(reply_of(world, chat, {"message_id": body["reply_to"]}))
    if "thread" in body:
        around.update({"message_thread_id": body["thread"], "is_topic_message": True})
    return around


def _content(world: World, user: Json, body: Json) -> Json:
    if "forward_from" in body:
        return _forwarded(world, body["forward_from"], body)
    if "text" in body:
        return text_content(body["text"])
    for kind in _FILES:
        if kind in body:
            return file_content(world, kind, body[kind])
    if "location" in body:
        return {"location": location_of(body["location"])}
    if "venue" in body:
        return venue_of(body["venue"])
    if "contact" in body:
        return {"contact": own_contact(user) if body["contact"] == "own" else contact_of(body["contact"])}
    raise bad_request("there is nothing to send")


def file_content(world: World, kind: str, about: Json) -> Json:
    """A file that a person sends: `base64` with name, mime, caption; or `file_id` of one known already."""
    if "file_id" in about:
        stored = world.files.get(about["file_id"])
    else:
        name = about.get("name") or _NAMES.get(kind, "file.bin")
        mime = about.get("mime") or _MIMES.get(kind, "application/octet-stream")
        stored = keep_file(world, kind, name, mime, base64.b64decode(about["base64"], validate=True))
    content: Json = {kind: media_object(kind, stored, about)}
    if kind == "animation":
        content["document"] = media_object("document", stored, about)
    return {**content, **caption_content(about.get("caption", ""))}


def _forwarded(world: World, source: Any, body: Json) -> Json:
    """`forward_from` is a message ({"chat", "message_id"}), or a person's id or name with content beside it."""
    if isinstance(source, dict):
        return forwarded(world, world.find(world.chat(source["chat"]), source["message_id"], "message not found"))
    date = world.clock.unix()
    if isinstance(source, int):
        origin: Json = {"type": "user", "sender_user": person(world, source), "date": date}
    else:
        origin = {"type": "hidden_user", "sender_user_name": source, "date": date}
    own = {key: value for key, value in body.items() if key != "forward_from"}
    return {"forward_origin": origin, **_content(world, person(world, body["user"]), own)}
