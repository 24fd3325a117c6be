"""Holidays added and changed in chat: the day, whom it is for, by which words (R3.1)."""

import re
from dataclasses import replace
from typing import get_args

from domain.calendars import Audience, Holiday, rule_of_holiday
from domain.holidays import BY_WORD
from domain.moments import rule_text
from domain.persons import Sex
from handlers.calendar.lines import rule_said
from handlers.context import Context
from handlers.holidays import table, working_days
from handlers.holidays.table import NOUN, Rows
from handlers.moments import holiday_name
from handlers.turn import Reply
from language import yearly
from language.characters import fold
from services import moments
from storage.drafts import Draft

LONGEST_NAME = 20
LONGEST_WORDS = 100
_BETWEEN = re.compile(r"[|、,，;；/\s]+")


def add(c: Context) -> Reply:
    """Which day? One line: its name and when it is."""
    return _ask(c, "new", {}, "holidays.ask_new")


def _ask(c: Context, step: str, data: dict[str, str], key: str, rows: Rows | None = None, **values: str) -> Reply:
    mine = table.own(c)
    back = c.button("common.back", "holidays.open", name=data["name"]) if _on_it(c, data) else None
    rows = [*(rows or []), [back or c.button("common.back", "holidays.show")]]
    return Reply([c.say(key, rows, **values)], draft=Draft(NOUN, step, data, mine.id if mine else None))


def _on_it(c: Context, data: dict[str, str]) -> bool:
    return "name" in data and _of_name(c, data["name"]) is not None


def _of_name(c: Context, name: str) -> Holiday | None:
    return next((holiday for _, holiday in moments.holiday_table(c.tx, c.now) if holiday.name == name), None)


def typed(c: Context) -> Reply | None:
    """The words typed under a question about holidays; None where they are something new."""
    assert c.draft is not None
    if c.draft.step == "days":
        return working_days.typed(c)
    text = c.turn.text.strip()
    if not text or len(text) > LONGEST_WORDS:
        return None
    return _new(c, text) if c.draft.step == "new" else _field(c, text)


def _new(c: Context, text: str) -> Reply:
    cut = yearly.day_in(text)
    rule = rule_said(fold(text)[slice(*cut)]) if cut else None
    rest = yearly.without(f"{text[: cut[0]]} {text[cut[1] :]}") if cut else text
    name = " ".join(rest.split()).strip(" ，,、：:")[:LONGEST_NAME]
    known = BY_WORD.get(name)
    if rule is not None and name:
        return _ask_whom(c, known.name if known else name, rule_text(rule))
    if known is not None:
        return _ask_whom(c, known.name, rule_of_holiday(known.name))
    return _ask(c, "new", {}, "holidays.ask_new_again")


def _ask_whom(c: Context, name: str, rule: str) -> Reply:
    """Whom is it for? The one thing that is asked before a new day is kept."""
    data = {"name": name, "rule": rule}
    rows = [
        [c.button(f"holidays.for_{each}", "holidays.set_whom", audience=each, **data)] for each in get_args(Audience)
    ]
    return _ask(c, "whom", data, "holidays.ask_whom", rows, name=holiday_name(c.words, name))


def whom(c: Context) -> Reply:
    """Whom is a day of the table for?"""
    _, holiday = table.load(c, str(c.data["name"]))
    return _ask_whom(c, holiday.name, holiday.rule)


def set_whom(c: Context) -> Reply:
    """Whom a day is for, pressed; one for matching clients and persons asks by which words, where it has none."""
    name, rule, audience = str(c.data["name"]), str(c.data["rule"]), c.data["audience"]
    new = replace(_of_name(c, name) or Holiday(name, rule, audience), audience=audience)
    if new.audience == "matching" and not (new.industries or new.jobs or new.sex):
        return _ask_words(c, "industries", {"name": name, "rule": rule})
    return _keep(c, new)


def _ask_words(c: Context, field: str, data: dict[str, str]) -> Reply:
    return _ask(c, field, data, f"holidays.ask_{field}", name=holiday_name(c.words, data["name"]))


def field(c: Context) -> Reply:
    """The date or the words of a day of the table: typed."""
    _, holiday = table.load(c, str(c.data["name"]))
    return _ask_words(c, str(c.data["field"]), {"name": holiday.name, "rule": holiday.rule})


def _field(c: Context, text: str) -> Reply | None:
    assert c.draft is not None
    step, name, rule = c.draft.step, str(c.draft.data["name"]), str(c.draft.data["rule"])
    now = _of_name(c, name) or Holiday(name, rule, "matching")
    if step == "date":
        cut = yearly.day_in(text)
        said = rule_said(fold(text)[slice(*cut)]) if cut else None
        return _keep(c, replace(now, rule=rule_text(said))) if said else _ask_words(c, "date", dict(c.draft.data))
    words = "|".join(filter(None, _BETWEEN.split(text)))
    match step:
        case "industries":
            return _keep(c, replace(now, audience="matching", industries=words))
        case "jobs":
            return _keep(c, replace(now, audience="matching", jobs=words))
    return None


def sexes(c: Context) -> Reply:
    """Persons of which sex?"""
    name = str(c.data["name"])
    table.load(c, name)
    choices: list[tuple[str, str | None]] = [
        *((f"persons.sex_{sex}", sex.value) for sex in Sex),
        ("holidays.any", None),
    ]
    rows = [[c.button(label, "holidays.set_sex", name=name, sex=sex) for label, sex in choices]]
    rows.append([c.button("common.back", "holidays.open", name=name)])
    return Reply([c.say("holidays.ask_sex", rows, name=holiday_name(c.words, name))])


def set_sex(c: Context) -> Reply:
    """A sex pressed, or any."""
    _, holiday = table.load(c, str(c.data["name"]))
    return _keep(c, replace(holiday, sex=Sex(c.data["sex"]) if c.data["sex"] else None))


def _keep(c: Context, new: Holiday) -> Reply:
    old = _of_name(c, new.name)
    moments.save_holiday(c.tx, new, c.now, by=c.actor.id)
    return Reply([table.card(c, new.name, "holidays.changed" if old else "holidays.added", was=old)], ends=table.own(c))
