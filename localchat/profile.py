"""What the bot says of itself: commands by scope and language, descriptions, menu buttons."""

from __future__ import annotations

import re
from typing import Any

from localchat.errors import bad_request

Json = dict[str, Any]
ScopeKey = tuple[str, int | None, int | None]

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")


class Profile:
    def __init__(self) -> None:
        self.commands: dict[tuple[ScopeKey, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, Json] = {}

    def set_commands(self, scope: ScopeKey, language: str, commands: list[Json]) -> None:
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.match(command["command"].removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        if commands:
            self.commands[scope, language] = [
                {**command, "command": command["command"].removeprefix("/")} for command in commands
            ]
        else:
            self.commands.pop((scope, language), None)

    def commands_for(self, chat: Json, user_id: int, *, administrator: bool, language: str) -> list[Json]:
        """The commands a person sees in a chat: of the narrowest scope that has any, in their language if it can be."""
        chat_id = chat["id"]
        if chat["type"] == "private":
            scopes: list[ScopeKey] = [("chat", chat_id, None), ("all_private_chats", None, None)]
        else:
            scopes = [("chat_member", chat_id, user_id)]
            if administrator:
                scopes.append(("chat_administrators", chat_id, None))
            scopes.append(("chat", chat_id, None))
            if administrator:
                scopes.append(("all_chat_administrators", None, None))
            scopes.append(("all_group_chats", None, None))
        for scope in [*scopes, ("default", None, None)]:
            for tongue in (language[:2].lower(), ""):
                if found := self.commands.get((scope, tongue)):
                    return found
        return []

    def text(self, kind: str, language: str) -> str:
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def set_text(self, kind: str, language: str, words: str) -> None:
        if words:
            self.texts[kind, language] = words
        else:
            self.texts.pop((kind, language), None)

    def menu_button(self, chat_id: int | None) -> Json:
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "commands"}


def checked_language(code: str | None) -> str:
    if code and not _LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code or ""
