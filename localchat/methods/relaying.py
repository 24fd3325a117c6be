"""Copying and forwarding what is in a chat already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.methods.call import Call, caption_of, deliver, open_chat
from localchat.names import names
from localchat.worlds import Chat, Post, World

_CONTENT = names(
    "text entities link_preview_options animation audio document photo sticker video video_note voice "
    "caption caption_entities show_caption_above_media has_media_spoiler contact dice venue location"
)
_CAPTIONED = frozenset({"animation", "audio", "document", "photo", "video", "voice"})


def _content(post: Post) -> Json:
    content = {key: post.message[key] for key in _CONTENT if key in post.message}
    if not content:
        raise bad_request("the message can't be copied")
    return content


def _source(call: Call) -> Chat:
    return call.world.chat(call.params["from_chat_id"])


def copy_message(call: Call) -> Json:
    chat = open_chat(call)
    post = call.world.find(_source(call), call.params["message_id"], "message to copy not found")
    content = _content(post)
    if "caption" in call.params and _CAPTIONED & content.keys():
        for key in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(key, None)
        content.update(caption_of(call.world, call.params))
    return {"message_id": deliver(call, chat, content).message["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    chat, source = open_chat(call), _source(call)
    sent = []
    for post in _several(call, source, "there are no messages to copy"):
        content = _content(post)
        if call.params.get("remove_caption"):
            content = {key: value for key, value in content.items() if not key.startswith("caption")}
        sent.append({"message_id": deliver(call, chat, content).message["message_id"]})
    return sent


def _several(call: Call, source: Chat, refusal: str) -> list[Post]:
    """The messages that are there, as Telegram passes over those that are not."""
    numbers = call.params["message_ids"]
    if not 1 <= len(numbers) <= 100:
        raise bad_request("wrong number of messages: 1-100 are taken")
    posts = [post for number in numbers if (post := source.posts.get(number)) is not None and not post.deleted]
    if not posts:
        raise bad_request(refusal)
    return posts


def forward_message(call: Call) -> Json:
    chat = open_chat(call)
    post = call.world.find(_source(call), call.params["message_id"], "message to forward not found")
    return deliver(call, chat, forwarded(call.world, post)).message


def forward_messages(call: Call) -> list[Json]:
    chat, source = open_chat(call), _source(call)
    posts = _several(call, source, "there are no messages to forward")
    return [{"message_id": deliver(call, chat, forwarded(call.world, post)).message["message_id"]} for post in posts]


def forwarded(world: World, post: Post) -> Json:
    """The content of a message with where it came from."""
    if post.message.get("has_protected_content"):
        raise bad_request("the message can't be forwarded")
    origin = post.message.get("forward_origin") or {
        "type": "user",
        "sender_user": post.message["from"],
        "date": post.message["date"],
    }
    return {"forward_origin": origin, **_content(post)}


METHODS: dict[str, Callable[[Call], Any]] = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
