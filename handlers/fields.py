"""The fields of clients and persons as they are shown: their labels, and their values in the person's language."""

from datetime import date, datetime
from typing import Any

from domain.persons import Birthday, BirthdayType, PersonRole
from handlers.context import Context
from locales.format import masked_phone, plain_day
from locales.markup import Markup, escape
from services import clients, persons
from services.fields import label_key

_LUNAR_MONTHS = "正二三四五六七八九十冬腊"
_ONES = "一二三四五六七八九十"
_ROLES = frozenset(PersonRole)


def label(c: Context, noun: str, field: str) -> str:
    """What a field is called."""
    return c.words.plain(label_key(noun, field))


def shown(c: Context, noun: str, field: str, value: Any) -> str:
    """A value in words; what is secret is masked (R11.2)."""
    secret = clients.SECRET if noun == "clients" else persons.SECRET
    if field in secret:
        return masked_phone(str(value))
    if isinstance(value, datetime):
        return plain_day(value.astimezone(c.actor.zone).date(), c.words.language, year=True)
    if isinstance(value, date):
        return plain_day(value, c.words.language, year=True)
    if field == "class_":
        return c.words.plain(f"clients.class_{value}")
    if field == "sex":
        return c.words.plain(f"persons.sex_{value}")
    if field == "role" and value in _ROLES:
        return c.words.plain(f"persons.role_{value}")
    if field == "birthday":
        return str(value).removeprefix("--")
    if field == "birthday_type":
        return c.words.plain(f"persons.birthday_type_{value}")
    return str(value)


def line(c: Context, noun: str, field: str, value: Any) -> Markup:
    """A field with its label, as a line of a card."""
    return written(c, label(c, noun, field), shown(c, noun, field, value))


def written(c: Context, what: str, value: str) -> Markup:
    """A line of a card."""
    return c.t("common.line", label=what, value=escape(value))


def person(c: Context, name: str, position: str | None) -> str:
    """Somebody with their position: 王书亭 校长, Fang Zhicheng (Vice president)."""
    return c.words.plain("persons.with_position", name=name, position=position) if position else name


def birthday(c: Context, found: Birthday) -> str:
    """A birthday spelled out in its own calendar: 农历八月十四（1973年）, 2 Nov 1969."""
    if found.solar:
        day = plain_day(date(found.year or 2000, found.month, found.day), c.words.language, year=found.year is not None)
        return c.words.plain("persons.birthday_solar", day=day)
    leap = found.type is BirthdayType.LUNAR_LEAP
    key = "persons.birthday_leap" if leap else "persons.birthday_lunar"
    if c.words.language == "en":
        told = c.words.plain(key, month=found.month, day=found.day)
    else:
        told = c.words.plain(key, month=lunar_month(c.words.language, found.month), day=lunar_day(found.day))
    return c.words.plain("persons.birthday_year", birthday=told, year=found.year) if found.year else told


def lunar_month(language: str, month: int) -> str:
    """正 to 腊; 臘 in traditional characters."""
    sign = _LUNAR_MONTHS[month - 1]
    return "臘" if sign == "腊" and language == "zh_Hant" else sign


def lunar_day(day: int) -> str:
    """初一 to 三十."""
    if day <= 10:
        return f"初{_ONES[day - 1]}"
    if day in (20, 30):
        return "二十" if day == 20 else "三十"
    return f"{'十' if day < 20 else '廿'}{_ONES[day % 10 - 1]}"
