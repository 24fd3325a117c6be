"""Run by an interpreter that has aiogram: reads `[[type, value], …]` from standard input, names what does not parse.

Not a test itself; test_answers.py runs it in an environment of its own.
"""

from __future__ import annotations

import json
import sys

from aiogram import types  # type: ignore[import-not-found,unused-ignore]
from pydantic import TypeAdapter, ValidationError

READERS = {
    "Boolean": bool,
    "Integer": int,
    "ChatMember": types.ChatMemberOwner
    | types.ChatMemberAdministrator
    | types.ChatMemberMember
    | types.ChatMemberRestricted
    | types.ChatMemberLeft
    | types.ChatMemberBanned,
    "MenuButton": types.MenuButtonCommands | types.MenuButtonDefault | types.MenuButtonWebApp,
}


def reader(name: str) -> TypeAdapter:
    many = name.startswith("Array of ")
    name = name.removeprefix("Array of ")
    one = READERS.get(name) or getattr(types, name)
    return TypeAdapter(list[one] if many else one)


wrong = 0
for name, value in json.load(sys.stdin):
    try:
        reader(name).validate_python(value)
    except ValidationError as error:
        wrong += 1
        print(name, json.dumps(value, ensure_ascii=False), error, sep="\n")
sys.exit(1 if wrong else 0)
