"""The chat server of the demo: everybody of the sample has a phone in it, and each group its chat."""

from typing import Any

from domain.staff import Role, Staff
from localchat import acts, people
from localchat.server import LocalChat
from localchat.worlds import World
from locales.words import words

TOKEN = "700000001:fieldcare-demo"  # noqa: S105  (no secret: the server is on this machine only)
_TAGS = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant", "en": "en"}
_ORDER = (Role.MANAGER, Role.LEADER, Role.SUPERVISOR, Role.ASSISTANT, Role.ADMIN)
"""In which order the page offers whom one may be."""


def open_world(chat: LocalChat) -> World:
    """The demo's world, with nobody in it but the bot."""
    world = chat.open_world(TOKEN)
    acts.create_world(world, {"username": "fieldcare_demo_bot", "first_name": "fieldcare"})
    return world


def add_people(world: World, names: list[str], language: str) -> dict[str, int]:
    """Give everybody a phone; their Telegram ids by name."""
    return {name: world.add_user({"first_name": name, "language_code": _TAGS[language]})["id"] for name in names}


def say_hello(
    world: World, members: list[Staff], chats: dict[str, str], groups: dict[int, str]
) -> dict[int, tuple[int, str]]:
    """Everybody opens the chat with the bot, and each group's leader its chat with all who belong to it; the number and
    the title of that chat by group."""
    found = {}
    for member in members:
        acts.send(world, {"user": member.telegram_id, "text": "/start"})
    for group_id, name in groups.items():
        inside = [each for each in members if each.group_id == group_id or group_id in each.groups]
        inside.sort(key=lambda each: each.role is not Role.LEADER)
        about = {"title": chats[name], "type": "supergroup", "members": [*(each.telegram_id for each in inside), "bot"]}
        chat = people.found_group(world, about)
        found[group_id] = chat.id, chats[name]
    return found


def page_config(
    world: World, members: list[Staff], groups: dict[int, str], language: str, timezone: str
) -> dict[str, Any]:
    """What the chat page is told: whom one may be, in the order of `_ORDER`, and which groups there are."""
    chosen = sorted(members, key=lambda member: _ORDER.index(member.role))
    return {
        "token": TOKEN,
        "title": "fieldcare",
        "language": language,
        "timezone": timezone,
        "travel": True,
        "bot": {"id": world.bot["id"], "name": world.bot["first_name"]},
        "people": [
            {
                "id": member.telegram_id,
                "name": member.name,
                "role": _role(member, groups, "zh_Hans"),
                "role_zh_Hant": _role(member, groups, "zh_Hant"),
                "role_en": _role(member, groups, "en"),
            }
            for member in chosen
        ],
        "groups": [{"id": chat.id, "title": chat.public["title"]} for chat in world.chats.values() if not chat.private],
    }


def _role(member: Staff, groups: dict[int, str], language: str) -> str:
    named = [groups[group] for group in (member.groups or (member.group_id,)) if group in groups]
    role = words(language).plain(f"staff.role_{member.role}")
    return " · ".join([role[0].upper() + role[1:], *named])
