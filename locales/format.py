"""Dates, times, names and phones in the form of each language."""

import re
from datetime import date, datetime, timedelta

_WEEKDAYS = {
    "zh_Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "zh_Hant": ("週一", "週二", "週三", "週四", "週五", "週六", "週日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_RELATIVE = {
    "zh_Hans": {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"},
    "zh_Hant": {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "後天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_WEEKS = {
    "zh_Hans": {-1: "上{}", 0: "本{}", 1: "下{}"},
    "zh_Hant": {-1: "上{}", 0: "本{}", 1: "下{}"},
    "en": {-1: "last {}", 0: "this {}", 1: "next {}"},
}
_SPACING = re.compile(r"[\s()-]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain_day(day: date, language: str, *, year: bool) -> str:
    """3月25日 or 25 Mar, with the year where asked."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


def day(when: date, today: date, language: str) -> str:
    """A day spelled out so that nobody has to count: 下周三（3月25日）, next Wed (25 Mar)."""
    distance = (when - today).days
    name = _RELATIVE[language].get(distance)
    weekday = _WEEKDAYS[language][when.weekday()]
    exact = plain_day(when, language, year=when.year != today.year)
    if name is None:
        monday = timedelta(days=today.weekday())
        week = ((when - timedelta(days=when.weekday())) - (today - monday)).days // 7
        pattern = _WEEKS[language].get(week)
        name = pattern.format(weekday) if pattern else None
    elif language == "en":
        exact = f"{weekday} {exact}"
    else:
        exact = f"{exact} {weekday}"
    if name is None:
        return f"{weekday} {exact}" if language == "en" else f"{exact} {weekday}"
    return f"{name} ({exact})" if language == "en" else f"{name}（{exact}）"


def opening(text: str) -> str:
    """A text that opens a line or a heading: its first letter is a capital."""
    return text[:1].upper() + text[1:]


def moment(at: datetime, today: date, language: str) -> str:
    """A day and a time; `at` is wall time of the organisation."""
    return f"{day(at.date(), today, language)} {at:%H:%M}"


def masked_phone(phone: str) -> str:
    """A phone number with its middle hidden (R11.2), however it was spaced: 139****0101."""
    digits = _SPACING.sub("", phone)
    if len(digits) <= 4:
        return "*" * len(digits)
    keep = 3 if len(digits) >= 9 else 1
    return f"{digits[:keep]}{'*' * (len(digits) - keep - 4 if len(digits) > keep + 4 else 1)}{digits[-4:]}"


def weekday(when: date, language: str) -> str:
    """周三, Wed."""
    return _WEEKDAYS[language][when.weekday()]


def month(when: date, today: date, language: str) -> str:
    """4月 or Apr, with the year where it is another one."""
    year = when.year != today.year
    if language == "en":
        return _MONTHS[when.month - 1] + (f" {when.year}" if year else "")
    return (f"{when.year}年" if year else "") + f"{when.month}月"


def span(start: date, end: date, language: str) -> str:
    """The days from one to another: 3月23日–29日, 30 Mar–5 Apr."""
    if language == "en":
        first = plain_day(start, language, year=False) if start.month != end.month else str(start.day)
        return f"{first}–{plain_day(end, language, year=False)}"
    last = plain_day(end, language, year=False) if start.month != end.month else f"{end.day}日"
    return f"{plain_day(start, language, year=False)}–{last}"
