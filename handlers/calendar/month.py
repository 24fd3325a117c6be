"""/calendar: a month of care at a glance (R3.3)."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date

from domain.care_plans import PlanLine
from domain.frozen import frozen
from domain.moments import Kind
from handlers.context import Context
from handlers.moments import emoji, moment_name
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma, short
from locales.format import day
from locales.markup import Markup, join
from services.moments import Coming, coming
from storage import care

MANY = 3


@frozen
class Entry:
    """A line of the calendar: its day, what opens it, and what takes it away where it was entered by hand."""

    on: date
    text: str
    opened: Button | None = None
    removed: Button | None = None


def from_today(days: Sequence[date], today: date) -> int:
    """The page on which the first thing from today on stands; the first page where all of it is past or to come."""
    past = sum(1 for day in days if day < today)
    return past // PAGE * PAGE if 0 < past < len(days) else 0


def _numbers(shown: Sequence[Entry], offset: int) -> list[Button]:
    """A number for each line that can be opened."""
    return [
        Button(str(place), entry.opened.action, entry.opened.data)
        for place, entry in enumerate(shown, offset + 1)
        if entry.opened
    ]


def show(c: Context) -> Reply:
    """A month: how much of what, then day by day, five to a page."""
    first = date.fromisoformat(c.data["month"]) if "month" in c.data else c.today.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = coming(c.tx, c.actor, first, last)
    entries = _entries(c, found)
    offset = int(c.data.get("offset", from_today([entry.on for entry in entries], c.today)))
    lines: list[str] = [c.t("calendar.heading", month=month_name(c, first))]
    lines.append(c.t("calendar.counts", counts=_counts(c, found)) if found else c.t("calendar.nothing"))
    lines += _routine(c, first, last)
    shown = entries[offset : offset + PAGE]
    if shown:
        lines += ["", *(f"{place}. {entry.text}" for place, entry in enumerate(shown, offset + 1))]
    rows = [_numbers(shown, offset), *([entry.removed] for entry in shown if entry.removed)]
    rows.append(turning(c, "calendar.show", offset, len(entries), month=first.isoformat()))
    before, after = _beside(first, -1), _beside(first, 1)
    rows.append(
        [
            Button(f"‹ {month_name(c, before)}", "calendar.show", {"month": before.isoformat()}),
            Button(f"{month_name(c, after)} ›", "calendar.show", {"month": after.isoformat()}),
        ]
    )
    rows.append(
        [
            c.button("calendar.plan", "care_plans.show", month=first.isoformat()),
            c.button("calendar.given_button", "calendar.given", month=first.isoformat()),
        ]
    )
    rows.append([c.button("calendar.add", "calendar.add"), c.button("calendar.file", "calendar.ics")])
    return Reply([Message(join([Markup(each) for each in lines]), rows)])


def _beside(first: date, step: int) -> date:
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def month_name(c: Context, first: date) -> str:
    """A month with its year: 2026年3月, March 2026."""
    return c.words.plain("calendar.month", year=first.year, month=c.words.plain(f"calendar.month_{first.month}"))


def _counts(c: Context, found: list[Coming]) -> str:
    kinds = Counter(each.kind for each in found)
    return comma(c, [c.words.plain(f"calendar.count_{kind}", n=kinds[kind]) for kind in Kind if kinds[kind]])


def _routine(c: Context, first: date, last: date) -> list[Markup]:
    """How much care was given in the month, by oneself or by those one leads (R3.3)."""
    total = sum(sum(kinds.values()) for kinds in care.count_by_manager(c.tx, c.actor, first, last).values())
    return [c.t("calendar.given", n=total)] if total else []


def _entries(c: Context, found: list[Coming]) -> list[Entry]:
    feasts = Counter((each.name, each.on) for each in found if each.kind is Kind.HOLIDAY)
    told: list[Entry] = []
    said = set()
    for one in found:
        feast = (one.name, one.on)
        if one.kind is Kind.HOLIDAY and feasts[feast] >= MANY:
            if feast not in said:
                told.append(Entry(one.on, _feast(c, one, feasts[feast])))
            said.add(feast)
            continue
        told.append(Entry(one.on, _line(c, one), _open(one), _removed(c, one)))
    return told


def _feast(c: Context, one: Coming, n: int) -> str:
    on = day(one.on, c.today, c.words.language)
    return c.t("calendar.feast", sign=emoji(one.kind), day=on, moment=moment_name(c.words, one.kind, one.name), n=n)


def _line(c: Context, one: Coming) -> str:
    on = day(one.on, c.today, c.words.language)
    what = moment_name(c.words, one.kind, one.name)
    who = whose(c, one)
    if one.years:
        what = c.words.plain(f"calendar.{'age' if one.kind is Kind.BIRTHDAY else 'years'}", moment=what, n=one.years)
    return c.t("calendar.line", sign=emoji(one.kind), day=on, who=who, moment=what)


def whose(c: Context, one: Coming | PlanLine) -> str:
    """Whom a moment is of: the person and their client, which are one for a VIP; else the team."""
    named = dict.fromkeys(each for each in (one.person, one.client) if each)
    return comma(c, [*named]) or c.words.plain("care.our_team")


def _open(one: Coming) -> Button | None:
    if one.person_id is not None:
        return Button("", "persons.show", {"person": one.person_id, "fresh": True})
    return Button("", "clients.show", {"client": one.client_id, "fresh": True}) if one.client_id else None


def _removed(c: Context, one: Coming) -> Button | None:
    if not one.removable:
        return None
    label = c.words.plain("calendar.remove", name=short(one.name or "", 16))
    return Button(label, "calendar.remove", {"moment": one.moment_id})
