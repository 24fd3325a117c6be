"""The command lists that Telegram shows: short for strangers, and each member's own in their language."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.routes import ROUTES
from bot.telegram import call
from domain.staff import Actor, Role
from locales.words import LANGUAGES, words
from storage import organisation, outbox, staff
from storage.store import Store, StoreUnavailable
from storage.tx import Tx

log = structlog.get_logger("commands")

_TAGS = {"zh_Hans": "zh", "en": "en"}
"""Telegram knows one Chinese; who chose the traditional signs gets them by the list of their own chat."""


def commands_of(role: Role | None, language: str) -> list[dict[str, str]]:
    """The published commands of a role (None: someone not enrolled), in the order of the route table."""
    return [
        {"command": route.command, "description": words(language).plain(f"common.command_{route.command}")}
        for route in ROUTES.table
        if route.command and route.menu and (role in route.roles if role else route.command == "start")
    ]


def own_list(actor: Actor) -> dict[str, Any]:
    """The call that sets the list of one member's private chat."""
    scope = {"type": "chat", "chat_id": actor.staff.telegram_id}
    return {"commands": commands_of(actor.role, actor.language), "scope": scope}


async def publish(bot: Bot, store: Store, now: datetime) -> None:
    """Publish every list where they are not what this bot last published: a new version may have new commands."""
    state = _fingerprint(bot.username)
    try:
        if await store.read(organisation.published_commands) != state and await _publish_for_strangers(bot):
            await store.run(_queue_own_lists, state, now)
    except StoreUnavailable as error:
        log.warning("commands_not_published", error=error.reason)


def _fingerprint(username: str) -> str:
    lists = [commands_of(role, language) for role in (None, *Role) for language in LANGUAGES]
    return sha256(json.dumps([username, lists]).encode()).hexdigest()


def _queue_own_lists(tx: Tx, state: str, now: datetime) -> None:
    organisation.note_published_commands(tx, state)
    house = organisation.load(tx)
    for member in staff.everyone(tx):
        if house and member.telegram_id:
            body = own_list(Actor(member, house))
            outbox.put(tx, chat_id=member.telegram_id, method="setMyCommands", body=body, now=now)


async def _publish_for_strangers(bot: Bot) -> bool:
    """Set the list that everyone without a list of their own sees; whether that could be done."""
    try:
        await call(bot, "setMyCommands", {"commands": commands_of(None, LANGUAGES[0])})
        for language, tag in _TAGS.items():
            body = {"commands": commands_of(None, language), "language_code": tag}
            await call(bot, "setMyCommands", body)
    except TelegramError as error:
        log.warning("commands_not_published", error=type(error).__name__)
        return False
    return True
