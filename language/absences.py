"""Somebody says that they are away: 我下周一到周三休假, 明天起出差三天, I'm on leave next week (R5.2).

Nothing but the absence may be said: 王校长下周休假, or a question about it, is none.
"""

import re
from datetime import date, datetime
from typing import Literal

from domain.frozen import frozen
from language import dates
from language.characters import fold
from language.numerals import whole

_LONGEST = 60
_LEAVE = (
    r"(?:休|请|請|调|調|补|補)(?:个|個)?(?:[一二三四五六七八九十两兩\d]+(?:个|個)?(?:天|日|周|週))?"
    r"(?:年|病|事|婚|产|產|丧|喪|探亲|陪产)?[假休]|年假|病假|事假|产假|產假|婚假|补休|補休"
)
_AWAY_LEAVE = re.compile(
    rf"{_LEAVE}|(?:on|taking) (?:annual |sick |maternity )?(?:leave|holiday|vacation)"
    r"|(?:take|taking|have|having) (?:a )?(?:day|days|week|time) off|day off|out of (?:the )?office|\baway\b",
    re.IGNORECASE,
)
_AWAY_TRIP = re.compile(
    r"(?:[去到在][一-鿿]{2,6}?)?出差(?:[去到][一-鿿]{2,4})?"
    r"|(?:on|taking) (?:a )?(?:business )?trip(?: to [a-z ]{2,30})?",
    re.IGNORECASE,
)
_FOR_DAYS = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十两兩]{1,3})(?:个|個)?(?:工作)?(?:天|日)"
    r"|for (\d{1,2}|a|two|three|four|five) days?"
)
_FILLER = re.compile(
    r"我(?:这边|這邊)?|本人|自己|打算|计划|計劃|准备|準備|申请|申請|安排|想|要|需要|得|会|會|将|將|都|了|的|在|从|從|到|至|起"
    r"|开始|開始|为止|為止|共|一共|因?家里有事|有事|先|就|也|吧|哦|啊|呀"
    r"|\b(?:i'm|i'll|i am|i will|i|be|am|will|going to|from|to|until|till|on|the|for|starting|a|an|please note|off)\b"
    r"|[\s,，。.!！、~～:：—–-]",
    re.IGNORECASE,
)
_ENGLISH = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_WHOLE_DAYS = ("day", "week")


@frozen
class Told:
    """On leave, or on a trip. From a day to another, both included; or for so many working `days` from the first on.
    `starts_on` is None where no day is named."""

    why: Literal["leave", "trip"]
    starts_on: date | None = None
    ends_on: date | None = None
    days: int | None = None


def told(text: str, now: datetime) -> Told | None:
    """What a message says of one's own absence and of nothing else; `now` is wall time of the organisation."""
    words = fold(text).strip()
    if len(words) > _LONGEST or "?" in words or "？" in words or "吗" in words:
        return None
    why: Literal["leave", "trip"] = "trip" if _AWAY_TRIP.search(words) else "leave"
    named = (_AWAY_TRIP if why == "trip" else _AWAY_LEAVE).search(words)
    if named is None:
        return None
    mentions = dates.find(words, now, "future")
    if any(each.grain not in _WHOLE_DAYS for each in mentions):
        return None
    rest = words[: named.start()] + " " + words[named.end() :]
    for each in mentions:
        rest = rest.replace(each.text, " ", 1)
    lasting = _FOR_DAYS.search(words)
    if lasting is not None:
        rest = rest.replace(lasting[0], " ", 1)
    if _FILLER.sub("", rest):
        return None
    if not mentions:
        return Told(why, days=_count(lasting))
    return _between(why, mentions, _count(lasting))


def span(text: str, now: datetime) -> tuple[date | None, date | None, int | None]:
    """The first and the last day that words name, or how many days; for an answer to the question from when to when."""
    mentions = [each for each in dates.find(fold(text), now, "future") if each.grain in _WHOLE_DAYS]
    count = _count(_FOR_DAYS.search(fold(text)))
    if not mentions:
        return None, None, count
    found = _between("leave", mentions, count)
    return found.starts_on, found.ends_on, found.days


def _between(why: Literal["leave", "trip"], mentions: list[dates.Mention], count: int | None) -> Told:
    first, last = mentions[0], mentions[-1]
    starts_on, ends_on = _day(first.start), _day(last.end) if last.end is not None else _day(last.start)
    if count is not None and len(mentions) == 1 and first.end is None:
        return Told(why, starts_on, None, count)
    return Told(why, starts_on, max(starts_on, ends_on))


def _count(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    if found[2]:
        return _ENGLISH.get(found[2].lower()) or int(found[2])
    return whole(found[1].replace("兩", "两"))


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
