"""/holidays: the table of holidays and industry days, five to a page, and each of them whole (R3.1)."""

from datetime import date

from domain.calendars import Holiday
from domain.errors import Refused
from domain.frozen import field_names
from domain.moments import rule_of
from domain.persons import Birthday
from handlers import fields
from handlers.context import Context
from handlers.moments import holiday_name
from handlers.paging import PAGE, numbers, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma, line
from locales.format import day
from locales.markup import Markup, join
from services import moments
from storage.drafts import Draft

NOUN = "holidays"
Rows = list[list[Button]]


def own(c: Context) -> Draft | None:
    """The conversation under way, where it is about holidays."""
    return c.draft if c.draft and c.draft.noun == NOUN else None


def show(c: Context) -> Reply:
    """The table in the order of days."""
    offset = int(c.data.get("offset", 0))
    table = moments.holiday_table(c.tx, c.now)
    shown = table[offset : offset + PAGE]
    lines = [c.t("holidays.heading", n=len(table)), ""]
    for place, (on, holiday) in enumerate(shown, offset + 1):
        whom = c.words.plain(f"holidays.for_{holiday.audience}")
        when = day(on, c.today, c.words.language)
        lines.append(c.t("holidays.line", place=place, name=holiday_name(c.words, holiday.name), day=when, whom=whom))
    rows: Rows = [
        numbers(offset, (("holidays.open", {"name": holiday.name, "offset": offset}) for _, holiday in shown))
    ]
    rows.append(turning(c, "holidays.show", offset, len(table)))
    rows.append([c.button("holidays.add", "holidays.add"), c.button("holidays.days", "holidays.days")])
    return Reply([Message(join(lines), rows)], ends=own(c))


def load(c: Context, name: str) -> tuple[date, Holiday]:
    """A holiday of the table with the day it falls on next. Raises Refused for one that is not on it."""
    found = next((each for each in moments.holiday_table(c.tx, c.now) if each[1].name == name), None)
    if found is None:
        raise Refused("care.no_such_holiday", name=name)
    return found


def open_(c: Context) -> Reply:
    """One of them: when it falls, whom it is for, and what can be changed."""
    return Reply([card(c, str(c.data["name"]))], ends=own(c))


def card(c: Context, name: str, heading: str = "holidays.card", was: Holiday | None = None) -> Message:
    """A holiday as a message with its buttons; `heading` is the key of its first line, `was` what Undo brings back."""
    on, holiday = load(c, name)
    this = {"name": name}
    when = day(on, c.today, c.words.language)
    rule = rule_of(holiday.rule)
    if isinstance(rule, Birthday):
        yearly = c.words.plain(
            "holidays.yearly", day=fields.birthday(c, Birthday(rule.month, rule.day, None, rule.type))
        )
        when = c.words.plain("holidays.yearly_next", yearly=yearly, next=when)
    lines: list[Markup] = [c.t(heading, name=holiday_name(c.words, name)), line(c, "holidays.when", when)]
    lines.append(line(c, "holidays.whom", c.words.plain(f"holidays.for_{holiday.audience}")))
    if holiday.audience == "matching":
        for field in ("industries", "jobs"):
            if words := getattr(holiday, field):
                lines.append(line(c, f"holidays.{field}", comma(c, words.split("|"))))
        if holiday.sex:
            lines.append(line(c, "holidays.sex", c.words.plain(f"persons.sex_{holiday.sex}")))
    whom = c.button("holidays.change_whom", "holidays.whom", **this)
    rows: Rows = [[whom, c.button("holidays.change_date", "holidays.field", field="date", **this)]]
    if holiday.audience == "matching":
        rows.append(
            [
                *(c.button(f"holidays.change_{field}", "holidays.field", field=field, **this) for field in _WORDS),
                c.button("holidays.change_sex", "holidays.sexes", **this),
            ]
        )
    if was is not None:
        rows.append([c.button("holidays.undo", "holidays.put_back", was=_kept(was))])
    back = c.button("common.back", "holidays.show", offset=c.data.get("offset", 0))
    rows.append([c.button("holidays.remove", "holidays.remove", **this), back])
    return Message(join(lines), rows)


def _kept(holiday: Holiday) -> dict[str, str | None]:
    return {name: getattr(holiday, name) for name in field_names(holiday)}


_WORDS = ("industries", "jobs")


def remove(c: Context) -> Reply:
    """Off the table; nobody is nudged of it any more. It can be put back."""
    _, holiday = load(c, str(c.data["name"]))
    moments.remove_holiday(c.tx, holiday.name, c.now, by=c.actor.id)
    back = c.button("holidays.put_back", "holidays.put_back", was=_kept(holiday))
    rows = [[back, c.button("common.back", "holidays.show")]]
    return Reply([c.say("holidays.removed", rows, name=holiday_name(c.words, holiday.name))])


def put_back(c: Context) -> Reply:
    """A holiday taken off, or changed, stands as it stood."""
    holiday = Holiday(**c.data["was"])
    moments.save_holiday(c.tx, holiday, c.now, by=c.actor.id)
    return Reply([card(c, holiday.name, "holidays.is_back")])
