"""`fieldcare upcoming`: what the bot would push in a period, worked out by the clock's own steps; nothing is sent."""

import json
import sys
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.console import fail
from bot.settings import Settings
from domain.staff import Organisation
from locales import format as forms
from locales.words import Words, words
from services.nudges import Nudge
from services.upcoming import Push, pushes
from storage import migrate, organisation, staff
from storage.rehearsal import rehearse


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
        for push in pushes(tx, first, last):
            if name is None or push.to == name:
                line = as_object(push, house)
                text = json.dumps(line, ensure_ascii=False) if as_json else _spelled(push, line, house)
                sys.stdout.write(text + "\n")


def _instant(text: str, zone: ZoneInfo, hour: time) -> datetime:
    """A day (from its first or to its last moment) or an instant, in the organisation's zone unless it says another."""
    try:
        if len(text) == len("2026-09-07"):
            return datetime.combine(date.fromisoformat(text), hour, zone)
        at = datetime.fromisoformat(text)
    except ValueError:
        fail(f"Not a day: {text!r}. Write it as 2026-09-07, or 2026-09-07T08:00.")
    return at if at.tzinfo else at.replace(tzinfo=zone)


def as_object(push: Push, house: Organisation) -> dict[str, Any]:
    """A push with the keys of the JSON lines."""
    nudge = push.nudge
    return {
        "at": push.at.astimezone(house.zone).isoformat(timespec="minutes"),
        "to": push.to,
        "kind": push.kind,
        "moment": push.moment,
        "client": nudge.client if nudge else None,
        "person": nudge.person.name if nudge and nudge.person else None,
        "date": push.date.isoformat(),
        "lead_days": push.lead_days,
        "text": _text(push, house),
    }


def _spelled(push: Push, line: dict[str, Any], house: Organisation) -> str:
    """A push for a person at the console."""
    return f"{push.at.astimezone(house.zone):%Y-%m-%d %H:%M}\t{push.to}\t{line['text']}"


def _text(push: Push, house: Organisation) -> str:
    """What it is about, in the language of whom it is for."""
    spoken = words(push.batch.actor.language)
    day = forms.day(push.date, push.at.astimezone(house.zone).date(), spoken.language)
    if push.nudge is not None:
        return _nudge_text(push.nudge, day, spoken)
    if push.batch.morning is not None and push.kind == "morning":
        morning = push.batch.morning
        return spoken.plain("care.push_morning", day=day, steps=morning.steps_in_all, plans=len(morning.plans))
    evening = push.batch.evening
    return spoken.plain("care.push_evening", open=evening.open_in_all if evening else 0)


def _nudge_text(nudge: Nudge, day: str, spoken: Words) -> str:
    moment = spoken.plain(f"care.moment_{nudge.moment}", name=nudge.name or "")
    if nudge.years is not None:
        moment = spoken.plain("care.push_years", moment=moment, years=nudge.years)
    person = f" {nudge.person.name}" if nudge.person and nudge.person.name != nudge.client else ""
    return spoken.plain("care.push_care", client=nudge.client or "", person=person, moment=moment, day=day)
