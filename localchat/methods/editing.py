"""Changing and removing messages, answering presses, reacting and pinning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.keyboards import checked_inline
from localchat.methods.call import Call, caption_of, open_chat, text_of
from localchat.methods.media import media_content
from localchat.names import names
from localchat.worlds import Chat, Post

QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
# Older messages stay for good; in seconds of the chat's clock.
_DELETABLE_FOR = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_MEDIA = ("animation", "audio", "document", "photo", "video")
_CAPTIONED = (*_MEDIA, "voice")
_CAPTION_KEYS = ("caption", "caption_entities", "show_caption_above_media")
_REACTIONS = frozenset(
    names(
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 "
        "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 "
        "🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
    )
)


def _editable(call: Call) -> tuple[Chat, Post]:
    params = call.params
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = open_chat(call)
    post = call.world.find(chat, params["message_id"], "message to edit not found")
    foreign = post.message["from"]["id"] != call.world.bot["id"] or "forward_origin" in post.message
    if foreign or post.keyboard is not None:  # nor can be what carried a reply keyboard
        raise bad_request("message can't be edited")
    return chat, post


def _change(call: Call, drop: tuple[str, ...], content: Json) -> Json:
    """Replace some fields of a message; its inline keyboard goes unless the call gives one, as Telegram does."""
    chat, post = _editable(call)
    before = post.message
    after = {key: value for key, value in before.items() if key not in drop and key != "reply_markup"}
    after.update(content)
    markup = checked_inline(call.params.get("reply_markup"))
    if markup is not None:
        after["reply_markup"] = markup
    if after == before:
        raise bad_request(_NOT_MODIFIED)
    content_changed = {**after, "reply_markup": None} != {**before, "reply_markup": None}
    post.message = after
    call.world.edited(chat, post, marked=content_changed)
    return post.message


def edit_message_text(call: Call) -> Json:
    _, post = _editable(call)
    if "text" not in call.params:
        raise bad_request("message text is empty")
    if "text" not in post.message:
        raise bad_request("there is no text in the message to edit")
    return _change(call, ("text", "entities", "link_preview_options"), text_of(call.world, call.params))


def edit_message_caption(call: Call) -> Json:
    _, post = _editable(call)
    if not any(kind in post.message for kind in _CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    return _change(call, _CAPTION_KEYS, caption_of(call.world, call.params))


def edit_message_media(call: Call) -> Json:
    _, post = _editable(call)
    if not any(kind in post.message for kind in (*_MEDIA, "text")):
        raise bad_request("there is no media in the message to edit")
    media = call.params["media"]
    if media["type"] not in _MEDIA:
        raise bad_request(f'media of type "{media["type"]}" is not served here')
    content = media_content(call, media["type"], media["media"], media)
    gone = (*_CAPTIONED, *_CAPTION_KEYS, "text", "entities", "link_preview_options", "has_media_spoiler")
    return _change(call, gone, content)


def edit_message_reply_markup(call: Call) -> Json:
    return _change(call, (), {})


def delete_message(call: Call) -> bool:
    chat = open_chat(call)
    post = call.world.find(chat, call.params["message_id"], "message to delete not found")
    own = post.message["from"]["id"] == call.world.bot["id"]
    if not own and not chat.private and chat.status_of(call.world.bot["id"]) != "administrator":
        raise bad_request("message can't be deleted")
    if call.world.clock.unix() - post.message["date"] > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    call.world.delete(chat, post)
    return True


def delete_messages(call: Call) -> bool:
    chat = open_chat(call)
    if not 1 <= len(call.params["message_ids"]) <= 100:
        raise bad_request("wrong number of messages: 1-100 are taken")
    for number in call.params["message_ids"]:
        if number in chat.posts and not chat.posts[number].deleted:
            delete_message(Call(call.world, {"chat_id": chat.id, "message_id": number}, {}))
    return True


def answer_callback_query(call: Call) -> bool:
    """Answered once the press is over for the person; too late or unknown is refused, as at Telegram."""
    params, world = call.params, call.world
    query = world.query(params["callback_query_id"])
    if query is None:
        raise bad_request(QUERY_TOO_OLD)
    text = params.get("text", "")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = world.chats[query.chat_id]
    answer = {"text": text, "show_alert": params.get("show_alert", False)}
    answer.update({key: params[key] for key in ("url", "cache_time") if key in params})
    if not query.answer.done():
        query.answer.set_result(answer)
    post = chat.posts.get(query.message_id)
    if post is not None and text:
        post.toasts.append({"user": query.user_id, **answer})
    kind = "alert" if answer["show_alert"] else "toast"
    about = {"user": query.user_id, "callback_query_id": query.id, "message_id": query.message_id}
    world.tell(kind, chat, **about, **answer)
    return True


def set_message_reaction(call: Call) -> bool:
    chat = open_chat(call)
    post = call.world.find(chat, call.params["message_id"], "message to react not found")
    reactions = call.params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(each["type"] != "emoji" or each["emoji"].replace("\ufe0f", "") not in _REACTIONS for each in reactions):
        raise bad_request("REACTION_INVALID")
    post.reactions = reactions
    call.world.tell("reaction", chat, message_id=post.message["message_id"], reaction=reactions)
    return True


def pin_chat_message(call: Call) -> bool:
    chat = open_chat(call)
    _must_administer(call, chat)
    post = call.world.find(chat, call.params["message_id"], "message to pin not found")
    number = post.message["message_id"]
    if number not in chat.pinned:
        chat.pinned.append(number)
        pinned = {key: value for key, value in post.message.items() if key != "reply_to_message"}
        call.world.post(chat, call.world.bot, {"pinned_message": pinned})
    _tell_pins(call, chat)
    return True


def unpin_chat_message(call: Call) -> bool:
    chat = open_chat(call)
    _must_administer(call, chat)
    number = call.params.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    _tell_pins(call, chat)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    chat = open_chat(call)
    _must_administer(call, chat)
    chat.pinned.clear()
    _tell_pins(call, chat)
    return True


def _tell_pins(call: Call, chat: Chat) -> None:
    call.world.tell("pin", chat, message_id=chat.pinned[-1] if chat.pinned else None, pinned=list(chat.pinned))


def _must_administer(call: Call, chat: Chat) -> None:
    if not chat.private and chat.status_of(call.world.bot["id"]) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")


METHODS: dict[str, Callable[[Call], Any]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
