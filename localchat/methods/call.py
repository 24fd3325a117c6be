"""One call of a bot, and what several methods need to read out of it."""

from __future__ import annotations

from dataclasses import dataclass

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.keyboards import checked_keyboard
from localchat.spec import Upload
from localchat.texts import CAPTION_LIMIT, TEXT_LIMIT, formatted
from localchat.worlds import Chat, Post, World


@dataclass(slots=True)
class Call:
    """A method with its checked parameters; `attached` are the uploads that `attach://name` refers to."""

    world: World
    params: Json
    attached: dict[str, Upload]


def open_chat(call: Call) -> Chat:
    """The chat to send to; refuses what localchat has no world for."""
    if "business_connection_id" in call.params:
        raise bad_request("business connection not found")
    return call.world.open_chat(call.params["chat_id"])


def text_of(world: World, params: Json) -> Json:
    """`text` and `entities` of a message to send or to edit."""
    if not params["text"].strip():
        raise bad_request("message text is empty")
    text, entities = formatted(
        params["text"],
        params.get("parse_mode"),
        params.get("entities"),
        limit=TEXT_LIMIT,
        too_long="message is too long",
    )
    if not text:
        raise bad_request("text must be non-empty")
    content: Json = {"text": text}
    if entities:
        content["entities"] = known_mentions(world, entities)
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return content


def caption_of(world: World, params: Json) -> Json:
    """`caption` and `caption_entities`, where there is a caption."""
    caption, entities = formatted(
        params.get("caption", ""),
        params.get("parse_mode"),
        params.get("caption_entities"),
        limit=CAPTION_LIMIT,
        too_long="message caption is too long",
    )
    content: Json = {}
    if caption:
        content["caption"] = caption
        if entities:
            content["caption_entities"] = known_mentions(world, entities)
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def known_mentions(world: World, entities: list[Json]) -> list[Json]:
    """Mentions of people get the whole person; of somebody unknown to the bot they are dropped."""
    known = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(entity["user"]["id"])
            if user is None:
                continue
            known.append({**entity, "user": user})
        else:
            known.append(entity)
    return known


def deliver(call: Call, chat: Chat, content: Json) -> Post:
    """Send content to a chat as the bot, with what every sending method shares: reply, topic, keyboard, protection."""
    params = call.params
    extra: Json = {}
    if "message_thread_id" in params:
        thread = params["message_thread_id"]
        if not chat.public.get("is_forum") or thread not in chat.posts:
            raise bad_request("message thread not found")
        extra["message_thread_id"] = thread
        extra["is_topic_message"] = True
    if "reply_parameters" in params:
        extra.update(reply_of(call.world, chat, params["reply_parameters"]))
    if params.get("protect_content"):
        extra["has_protected_content"] = True
    if "message_effect_id" in params and chat.private:
        extra["effect_id"] = params["message_effect_id"]
    keyboard = checked_keyboard(params["reply_markup"]) if "reply_markup" in params else None
    if extra:
        content = {**extra, **content}
    return call.world.post(chat, call.world.bot, content, keyboard)


def reply_of(world: World, chat: Chat, reply: Json) -> Json:
    """`reply_to_message` and `quote`; nothing where the message is gone and the call may do without."""
    if "message_id" not in reply:
        raise bad_request("message to be replied not found")
    source = world.chat(reply["chat_id"]) if "chat_id" in reply else chat
    post = source.posts.get(reply["message_id"])
    if post is None or post.deleted:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    replied = {key: value for key, value in post.message.items() if key != "reply_to_message"}
    content: Json = {"reply_to_message": replied}
    if reply.get("quote"):
        words = replied.get("text") or replied.get("caption") or ""
        if reply["quote"] not in words:
            raise bad_request("QUOTE_TEXT_INVALID")
        place = len(words.partition(reply["quote"])[0].encode("utf-16-le")) // 2
        content["quote"] = {"text": reply["quote"], "position": place, "is_manual": True}
    return content
