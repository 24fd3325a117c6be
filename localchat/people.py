"""What people do in the chat, and the updates the bot gets of it."""

from __future__ import annotations

import itertools
from typing import Any

from localchat.errors import bad_request, forbidden
from localchat.journal import Json
from localchat.names import names
from localchat.texts import formatted
from localchat.worlds import Chat, Post, Query, World

_TYPED_LIMIT = 4096


def person(world: World, user_id: int) -> Json:
    """Somebody who can act: known to the world and no bot."""
    user = world.users.get(user_id)
    if user is None:
        raise bad_request(f"there is no user {user_id} in this world")
    return user


def place(world: World, user: Json, chat_id: int | None) -> Chat:
    """The chat a person writes in: their private chat with the bot, or a group they are in."""
    chat = world.chat(user["id"] if chat_id is None else chat_id)
    if chat.private and chat.id != user["id"]:
        raise forbidden("it is another person's private chat")
    if not chat.private and not chat.has(user["id"]):
        raise forbidden("the user is not a member of the chat")
    return chat


def say(world: World, user: Json, chat: Chat, content: Json) -> tuple[int | None, Post]:
    """Post a person's message and queue it for the bot, as far as the bot hears of it: (update id, message)."""
    if chat.private:
        unblock_by_writing(world, user, chat)
        chat.started = True
    post = world.post(chat, user, content)
    heard = _hears(world, chat, post.message)
    return (world.updates.add("message", post.message) if heard else None), post


def text_content(text: str) -> Json:
    """What a person typed, with the entities that are found in it."""
    shown_text, entities = formatted(text, None, None, limit=_TYPED_LIMIT, too_long="message is too long")
    if not shown_text:
        raise bad_request("message text is empty")
    return {"text": shown_text, **({"entities": entities} if entities else {})}


def text_pieces(text: str) -> list[str]:
    """A text in messages of at most 4096 UTF-16 units, never through the middle of a character."""
    pieces, length, start = [], 0, 0
    for at, sign in enumerate(text):
        units = 2 if ord(sign) > 0xFFFF else 1
        if length + units > _TYPED_LIMIT:
            pieces.append(text[start:at])
            length, start = 0, at
        length += units
    return [*pieces, text[start:]]


def caption_content(caption: str) -> Json:
    text, entities = formatted(caption, None, None, limit=_TYPED_LIMIT, too_long="message caption is too long")
    return {"caption": text, **({"caption_entities": entities} if entities else {})} if text else {}


def _hears(world: World, chat: Chat, message: Json) -> bool:
    """In groups a bot in privacy mode hears commands, mentions and answers to itself, and an administrator all."""
    if chat.private:
        return True
    bot_id = world.bot["id"]
    if not chat.has(bot_id):
        return False
    if world.reads_all_group_messages or chat.status_of(bot_id) == "administrator":
        return True
    words = message.get("text") or message.get("caption") or ""
    if words.startswith("/"):
        addressee = words.split(maxsplit=1)[0].partition("@")[2]
        return not addressee or addressee.lower() == world.bot["username"].lower()
    replied = message.get("reply_to_message", {})
    return f"@{world.bot['username']}".lower() in words.lower() or replied.get("from", {}).get("id") == bot_id


def edit(world: World, user: Json, chat: Chat, message_id: int, words: str) -> tuple[int | None, Post]:
    """Change one's own message: its text, or the caption of its file."""
    post = world.find(chat, message_id, "message to edit not found")
    if post.message["from"]["id"] != user["id"]:
        raise bad_request("message can't be edited")
    captioned = "text" not in post.message
    gone = ("caption", "caption_entities") if captioned else ("text", "entities")
    content = caption_content(words) if captioned else text_content(words)
    post.message = {**{key: value for key, value in post.message.items() if key not in gone}, **content}
    world.edited(chat, post, marked=True)
    heard = _hears(world, chat, post.message)
    return (world.updates.add("edited_message", post.message) if heard else None), post


def press(world: World, user: Json, chat: Chat, message_id: int, choice: Json) -> tuple[int | None, Query]:
    """Press a callback button of a message, named by its data, its place or its words."""
    post = world.find(chat, message_id, "message not found")
    data = choice["data"] if choice.get("data") is not None else _button(post, choice).get("callback_data")
    if data is None:
        raise bad_request("the button does not call the bot")
    query = world.ask(user["id"], chat.id, message_id)
    payload = {
        "id": query.id,
        "from": user,
        "message": post.message,
        "chat_instance": str(abs(chat.id) * 7919 + world.bot["id"]),
        "data": data,
    }
    return world.updates.add("callback_query", payload), query


def _button(post: Post, choice: Json) -> Json:
    rows: list[list[Json]] = post.message.get("reply_markup", {}).get("inline_keyboard", [])
    if "row" in choice:
        try:
            return rows[choice["row"]][choice.get("column", 0)]
        except IndexError:
            raise bad_request("there is no such button") from None
    wanted = choice.get("text", "")
    buttons = list(itertools.chain.from_iterable(rows))
    found = [button for button in buttons if button["text"] == wanted] or [
        button for button in buttons if wanted and wanted in button["text"]
    ]
    if len(found) != 1:
        labels = " | ".join(button["text"] for button in buttons)
        raise bad_request(f'{len(found)} buttons read "{wanted}"; there are: {labels}')
    return found[0]


def press_reply(world: World, user: Json, chat: Chat, words: str) -> tuple[int | None, Post]:
    """Press a button of the reply keyboard the chat shows."""
    keyboard = reply_keyboard(chat)
    buttons = list(itertools.chain.from_iterable(keyboard["keyboard"])) if keyboard else []
    found = [button for button in buttons if button["text"] == words]
    if not found:
        labels = " | ".join(button["text"] for button in buttons)
        raise bad_request(f'no button reads "{words}"; there are: {labels}')
    button = found[0]
    if button.get("request_contact"):
        return say(world, user, chat, {"contact": own_contact(user)})
    if button.get("request_location"):
        return say(world, user, chat, {"location": {"latitude": 23.1291, "longitude": 113.2644}})
    return say(world, user, chat, text_content(words))


def own_contact(user: Json) -> Json:
    """A person's own card: a made-up number of their own, out of the range kept for stories."""
    contact = {"phone_number": f"+86138{user['id'] % 100_000_000:08d}", "first_name": user["first_name"]}
    if "last_name" in user:
        contact["last_name"] = user["last_name"]
    return {**contact, "user_id": user["id"]}


def reply_keyboard(chat: Chat) -> Json | None:
    """The reply keyboard the chat shows now: of the last message that set or removed one."""
    for post in reversed(chat.posts.values()):
        keyboard = post.keyboard
        if keyboard is None or post.deleted or "force_reply" in keyboard:
            continue
        return keyboard if "keyboard" in keyboard else None
    return None


def member_object(user: Json, status: str) -> Json:
    """A ChatMember as the specification asks for it."""
    member: Json = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member.update({"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(_RIGHTS, True)})
        member["can_promote_members"] = False
    return member


_RIGHTS = names(
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_pin_messages can_post_stories can_edit_stories can_send_welcome_messages "
    "can_delete_stories"
)


def _membership(world: World, chat: Chat, by: Json, old: Json, new: Json) -> None:
    """The update of a change: about the bot itself always, about others to a bot that asked for them."""
    change = {
        "chat": chat.public,
        "from": by,
        "date": world.clock.unix(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    own = new["user"]["id"] == world.bot["id"]
    if own or chat.status_of(world.bot["id"]) == "administrator":
        world.updates.add("my_chat_member" if own else "chat_member", change)


def block(world: World, user: Json, *, blocked: bool) -> None:
    """Block the bot, or let it write again."""
    chat = world.chats[user["id"]]
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    _membership(world, chat, user, member_object(world.bot, before), member_object(world.bot, after))
    world.tell("chat", chat)


def unblock_by_writing(world: World, user: Json, chat: Chat) -> None:
    """Who writes to a bot they blocked has let it write again."""
    if chat.blocked:
        block(world, user, blocked=False)


def set_member(world: World, chat: Chat, user: Json, status: str, by: Json | None = None) -> None:
    """Let somebody join, leave, be removed or promoted, with the service message and the updates of it."""
    if chat.private:
        raise bad_request("private chats have no members to change")
    old = chat.members.get(user["id"]) or member_object(user, "left")
    was_in = chat.has(user["id"])
    actor = by or user
    chat.members[user["id"]] = new = member_object(user, status)
    if old["status"] == status:
        return
    _membership(world, chat, actor, old, new)
    is_in = chat.has(user["id"])
    if is_in and not was_in:
        _service(world, chat, actor, {"new_chat_members": [user]})
    elif was_in and not is_in:
        _service(world, chat, actor, {"left_chat_member": user})
    world.tell("chat", chat)


def _service(world: World, chat: Chat, sender: Json, content: Json) -> None:
    post = world.post(chat, sender, content)
    if chat.has(world.bot["id"]) or content.get("left_chat_member", {}).get("id") == world.bot["id"]:
        world.updates.add("message", post.message)


def found_group(world: World, about: Json) -> Chat:
    """A group with its first person as the owner; the bot, if it is among the members, comes in last."""
    humans = [person(world, member) for member in about.get("members", []) if member != "bot"]
    chat = world.add_group(about["title"], about.get("type", "group"), forum=bool(about.get("is_forum")))
    if about.get("username"):
        chat.public["username"] = about["username"]
    for user in humans:
        chat.members[user["id"]] = member_object(user, "creator" if user is humans[0] else "member")
    if "bot" in about.get("members", []):
        set_member(world, chat, world.bot, "member", by=humans[0] if humans else None)
    world.tell("chat", chat)
    return chat


def migrate(world: World, chat: Chat) -> Chat:
    """Upgrade a group to a supergroup: a new chat, two service messages, the old one closed."""
    if chat.public["type"] != "group":
        raise bad_request("only a group can become a supergroup")
    new = world.add_group(chat.public["title"], "supergroup", forum=False)
    new.members = dict(chat.members)
    sender = next((each["user"] for each in chat.members.values() if each["status"] == "creator"), world.bot)
    _service(world, chat, sender, {"migrate_to_chat_id": new.id})
    _service(world, new, sender, {"migrate_from_chat_id": chat.id})
    chat.migrated_to = new.id
    world.tell("chat", new)
    return new


def react(world: World, user: Json, chat: Chat, message_id: int, reactions: list[Any]) -> int | None:
    """A person's reaction to a message; the bot hears of it if it asked for that kind of update."""
    post = world.find(chat, message_id, "message not found")
    change = {
        "chat": chat.public,
        "message_id": post.message["message_id"],
        "user": user,
        "date": world.clock.unix(),
        "old_reaction": [],
        "new_reaction": reactions,
    }
    world.tell("reaction", chat, message_id=message_id, reaction=reactions, user=user["id"])
    return world.updates.add("message_reaction", change)
