"""`fieldcare upcoming`: what the bot would push in a period, worked out by the clock's own steps; nothing is sent."""

import json
import re
import sys
from datetime import date, datetime, time
from html import unescape
from textwrap import indent
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.console import fail
from bot.reminders import REMINDERS
from bot.settings import Settings
from domain.staff import Organisation
from services.upcoming import Push, pushes
from storage import migrate, organisation, staff
from storage.rehearsal import rehearse
from storage.tx import Tx


def upcoming(
    start: Annotated[str, typer.Option("--from", help="First day, or instant, such as 2026-09-07.")],
    end: Annotated[str, typer.Option("--to", help="Last day, or instant, such as 2026-10-12.")],
    name: Annotated[str | None, typer.Option("--for", help="Only what this member gets.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each moment and receiver.")] = False,
) -> None:
    """Show what the bot would push in a period. Nothing is sent or changed."""
    settings = Settings()
    if not settings.database.is_file():
        fail(f"There is no database at {settings.database}. Run `fieldcare init` first, or set FIELDCARE_DATA.")
    migrate.upgrade(settings.database)
    with rehearse(settings.database) as tx:
        house = organisation.load(tx)
        if house is None:
            fail("There is no organisation yet. Run `fieldcare init` first.")
        if name is not None and staff.by_name(tx, name) is None:
            fail(f"There is no member called {name}. `fieldcare staff list` shows them.")
        first, last = _instant(start, house.zone, time.min), _instant(end, house.zone, time.max)
        if last < first:
            fail("--to lies before --from.")
        for push in pushes(tx, [each.source for each in REMINDERS], first, last):
            if name is None or push.to == name:
                text = _text(tx, push)
                line = json.dumps(as_object(push, house, text), ensure_ascii=False) if as_json else None
                sys.stdout.write(f"{line or _spelled(push, house, text)}\n")


def _instant(text: str, zone: ZoneInfo, hour: time) -> datetime:
    """A day (from its first or to its last moment) or an instant, in the organisation's zone unless it says another."""
    try:
        if len(text) == len("2026-09-07"):
            return datetime.combine(date.fromisoformat(text), hour, zone)
        at = datetime.fromisoformat(text)
    except ValueError:
        fail(f"Not a day: {text!r}. Write it as 2026-09-07, or 2026-09-07T08:00.")
    return at if at.tzinfo else at.replace(tzinfo=zone)


def as_object(push: Push, house: Organisation, text: str) -> dict[str, Any]:
    """A push with the keys of the JSON lines."""
    at = push.at.astimezone(house.zone)
    return {
        "at": at.isoformat(timespec="minutes"),
        "to": push.to,
        "kind": push.kind,
        "moment": push.moment,
        "client": push.client,
        "person": push.person,
        "date": push.date.isoformat(),
        "lead_days": (push.date - at.date()).days,
        "text": text,
    }


def _spelled(push: Push, house: Organisation, text: str) -> str:
    """A push for a person at the console: when and to whom, and what is said beneath."""
    return f"{push.at.astimezone(house.zone):%Y-%m-%d %H:%M}  {push.to}\n{indent(text, '    ')}\n"


def _text(tx: Tx, push: Push) -> str:
    """What is said, without its formatting: the words of the view itself."""
    told = next(each.told for each in REMINDERS if each.source.name == push.source)
    return "\n".join(_plain(message.text) for message in told(tx, push.about, push.at))


def _plain(text: str) -> str:
    """The words of Telegram's HTML."""
    return unescape(re.sub(r"<[^<>]+>", "", text))
