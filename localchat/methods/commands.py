"""What the bot says of itself: its commands, menu buttons, name and descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.methods.call import Call
from localchat.profile import ScopeKey, checked_language

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _scope(call: Call) -> ScopeKey:
    scope = call.params.get("scope") or {"type": "default"}
    chat = call.world.chat(_number(scope["chat_id"])) if "chat_id" in scope else None
    if chat is not None and chat.private and scope["type"] != "chat":
        raise bad_request(f"can't use {scope['type']} scope in private chats")
    if "user_id" in scope:
        call.world.user(scope["user_id"])
    return scope["type"], None if chat is None else chat.id, scope.get("user_id")


def _number(chat_id: int | str) -> int | str:
    """A chat's number may come as text within a JSON object."""
    return int(chat_id) if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit() else chat_id


def _language(call: Call) -> str:
    return checked_language(call.params.get("language_code"))


def set_my_commands(call: Call) -> bool:
    scope = _scope(call)
    call.world.profile.set_commands(scope, _language(call), call.params["commands"])
    call.world.tell("commands", None, scope=scope[0], scope_chat=scope[1], scope_user=scope[2])
    return True


def delete_my_commands(call: Call) -> bool:
    scope = _scope(call)
    call.world.profile.set_commands(scope, _language(call), [])
    call.world.tell("commands", None, scope=scope[0], scope_chat=scope[1], scope_user=scope[2])
    return True


def get_my_commands(call: Call) -> list[Json]:
    return call.world.profile.commands.get((_scope(call), _language(call)), [])


def _menu_chat(call: Call) -> int | None:
    if "chat_id" not in call.params:
        return None
    chat = call.world.open_chat(call.params["chat_id"])
    if not chat.private:
        raise bad_request("chat must be private")
    return chat.id


def set_chat_menu_button(call: Call) -> bool:
    chat_id = _menu_chat(call)
    button = call.params.get("menu_button") or {"type": "default"}
    if button["type"] == "default":
        call.world.profile.menu_buttons.pop(chat_id, None)
    else:
        call.world.profile.menu_buttons[chat_id] = button
    call.world.tell("commands", None, scope="menu_button", scope_chat=chat_id, scope_user=None)
    return True


def get_chat_menu_button(call: Call) -> Json:
    return call.world.profile.menu_button(_menu_chat(call))


def _setter(kind: str) -> Callable[[Call], bool]:
    def change(call: Call) -> bool:
        words = call.params.get(kind, "")
        if len(words) > _LIMITS[kind]:
            raise bad_request(f"{kind} is too long")
        call.world.profile.set_text(kind, _language(call), words)
        return True

    return change


def _getter(kind: str) -> Callable[[Call], Json]:
    def read(call: Call) -> Json:
        words = call.world.profile.text(kind, _language(call))
        return {kind: words or (call.world.bot["first_name"] if kind == "name" else "")}

    return read


METHODS: dict[str, Callable[[Call], Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
