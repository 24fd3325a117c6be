"""Looking at chats and their members, leaving, topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.methods.call import Call
from localchat.names import names
from localchat.worlds import Chat

_PERMISSIONS = names(
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_react_to_messages can_edit_tag can_change_info can_invite_users "
    "can_pin_messages"
)
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_TOPIC_COLOURS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def _seen_chat(call: Call) -> Chat:
    """A chat to look at: one the bot is in or has met."""
    chat = call.world.chat(call.params["chat_id"])
    return chat if chat.private else call.world.open_chat(chat.id)


def get_chat(call: Call) -> Json:
    chat = _seen_chat(call)
    full: Json = {**chat.public, "accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict(_GIFTS)
    if not chat.private:
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    elif "username" in chat.public:
        full["active_usernames"] = [chat.public["username"]]
    if chat.pinned:
        full["pinned_message"] = chat.posts[chat.pinned[-1]].message
    return full


def get_chat_member(call: Call) -> Json:
    chat = _seen_chat(call)
    user_id = call.params["user_id"]
    if chat.private:
        if user_id not in (chat.id, call.world.bot["id"]):
            raise bad_request("PARTICIPANT_ID_INVALID")
        return {"status": "member", "user": call.world.user(user_id)}
    if user_id != call.world.bot["id"] and user_id not in call.world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat.members.get(user_id) or {"status": "left", "user": call.world.user(user_id)}


def get_chat_member_count(call: Call) -> int:
    chat = _seen_chat(call)
    return 2 if chat.private else sum(chat.has(user_id) for user_id in chat.members)


def get_chat_administrators(call: Call) -> list[Json]:
    chat = _seen_chat(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [member for member in chat.members.values() if member["status"] in ("creator", "administrator")]


def leave_chat(call: Call) -> bool:
    chat = _seen_chat(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[call.world.bot["id"]] = {"status": "left", "user": call.world.bot}
    call.world.post(chat, call.world.bot, {"left_chat_member": call.world.bot})
    call.world.tell("chat", chat)
    return True


def get_user_profile_photos(call: Call) -> Json:
    """People here have no photos of themselves."""
    call.world.user(call.params["user_id"])
    return {"total_count": 0, "photos": []}


def create_forum_topic(call: Call) -> Json:
    chat = call.world.open_chat(call.params["chat_id"])
    if not chat.public.get("is_forum"):
        raise bad_request("the chat is not a forum")
    name = call.params["name"]
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_INVALID")
    colour = call.params.get("icon_color", _TOPIC_COLOURS[0])
    if colour not in _TOPIC_COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic: Json = {"name": name, "icon_color": colour}
    if "icon_custom_emoji_id" in call.params:
        topic["icon_custom_emoji_id"] = call.params["icon_custom_emoji_id"]
    post = call.world.post(chat, call.world.bot, {"forum_topic_created": topic})
    return {"message_thread_id": post.message["message_id"], **topic}


METHODS: dict[str, Callable[[Call], Any]] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "getUserProfilePhotos": get_user_profile_photos,
    "createForumTopic": create_forum_topic,
}
