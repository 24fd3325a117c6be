"""A member's moments, plans and promises as a calendar file (iCalendar, RFC 5545) for their phone."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.moments import Kind
from domain.plans import ItemState
from domain.staff import Actor
from services import plan_days
from services.moments import Coming, coming
from services.next_steps import owners
from storage import next_steps
from storage.tx import Tx

if TYPE_CHECKING:
    from icalendar import Event

AHEAD = timedelta(days=366)
BEHIND = timedelta(days=31)
ONE_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EVERYTHING = 10_000

Describe = Callable[[Coming, int], str]
"""The title of a moment; of a holiday with the number of clients it is for."""


def ics(tx: Tx, actor: Actor, now: datetime, title: str, describe: Describe) -> bytes:
    """Everything from a month ago to a year ahead; a UID stays the same however often the file is made anew.

    A holiday of many clients is one event. Nothing in it says more than the member may see (R0.4).
    """
    from icalendar import Calendar  # a fifth of a second to load, and wanted here alone

    today = now.astimezone(actor.zone).date()
    start, end = today - BEHIND, today + AHEAD
    calendar = Calendar()
    calendar.add("prodid", "-//fieldcare//agenda//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", actor.organisation.timezone)
    for uid, one, many in _together(coming(tx, actor, start, end)):
        calendar.add_component(_whole_day(uid, one.on, describe(one, many), now))
    steps, _ = next_steps.open_ones(tx, actor, owners=owners(actor), start=start, end=end, limit=EVERYTHING)
    for step in steps:
        assert step.due_on is not None
        words = f"{step.client}: {step.text}" if step.client else step.text
        calendar.add_component(_whole_day(f"step-{step.id}", step.due_on, words, now))
    for item in plan_days.of(tx, actor, start, end, states=(ItemState.OPEN, ItemState.DONE)):
        uid = f"plan-{item.note_id}" if item.note_id is not None else f"plan-item-{item.id}"
        words = ": ".join(filter(None, (item.client, item.text or item.step))) or title
        if item.planned_at is None:
            calendar.add_component(_whole_day(uid, item.planned_on, words, now))
        else:
            calendar.add_component(_timed(uid, item.planned_at.astimezone(actor.zone), words, now))
    content: bytes = calendar.to_ical()
    return content


def _together(found: list[Coming]) -> list[tuple[str, Coming, int]]:
    """Each moment with its UID and how many clients it is for; a holiday of all of them is one."""
    feasts: dict[tuple[str, date], int] = {}
    for one in found:
        if one.kind is Kind.HOLIDAY and one.name:
            feasts[one.name, one.on] = feasts.get((one.name, one.on), 0) + 1
    told: list[tuple[str, Coming, int]] = []
    said: set[tuple[str, date]] = set()
    for one in found:
        feast = (one.name or "", one.on)
        many = feasts.get(feast, 1) if one.kind is Kind.HOLIDAY else 1
        if many > 1:
            if feast not in said:
                told.append((f"holiday-{one.name}-{one.on.isoformat()}", one, many))
            said.add(feast)
        else:
            told.append((one.key.replace(":", "-"), one, 1))
    return told


def _whole_day(uid: str, on: date, title: str, now: datetime) -> "Event":
    event = _event(uid, title, now)
    event.add("dtstart", on)
    event.add("dtend", on + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _timed(uid: str, at: datetime, title: str, now: datetime) -> "Event":
    event = _event(uid, title, now)
    event.add("dtstart", at)
    event.add("dtend", at + HOUR if at.time() < time(23) else at)
    return event


def _event(uid: str, title: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@fieldcare")
    event.add("dtstamp", now)
    event.add("summary", title[:200])
    return event
