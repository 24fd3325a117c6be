"""The words of a next step without its day: 下周三送方案, due next Wednesday, is 送方案."""

import re
from datetime import date, datetime, time

from language import dates
from language.patterns import lazy

_LED = lazy(r"(?:(?:\b(?:by|on|before|until|no later than)\s+)|最迟|最遲|最晚|赶在|趕在|在|到)$", re.I)
_CLOSED = lazy(r"(?:之前|以前|前|之内|之內|以内|以內|内|內|那天|当天|當天)?的?[\s,，、:：]*")
_MARKS = " ,，、:：;；"
_LONGEST = 200
_SHORTEST = 2


def without_day(text: str, due: date | None, today: date) -> str:
    """The words without those that name the due day; as they are where nothing would be left, or no day is named."""
    if due is None or len(text) > _LONGEST:
        return text
    now = datetime.combine(today, time(12))
    for mention in dates.find(text, now, "future"):
        finish = _day_ends(text, mention, due, now)
        if finish is None:
            continue
        led = _LED.search(text, 0, mention.begin)
        closed = _CLOSED.match(text, finish)
        before = text[: led.start() if led else mention.begin].rstrip()
        after = text[closed.end() if closed else finish :]
        joint = " " if before and after and before[-1].isascii() and after[0].isascii() else ""
        bare = (before + joint + after).strip(_MARKS)
        return bare if len(bare) >= _SHORTEST else text
    return text


def _day_ends(text: str, mention: dates.Mention, due: date, now: datetime) -> int | None:
    """Where the words of the day end: 上午 of 明天上午 is kept. None: they name another day, or no day by itself."""
    if _last_day(mention) != due:
        return None
    if mention.grain not in ("minute", "part"):
        return mention.finish
    if mention.text.isascii():
        return None  # "tomorrow morning" does not stand as "morning"
    for finish in range(mention.finish - 1, mention.begin, -1):
        found = dates.find(text[mention.begin : finish], now, "future")
        whole = bool(found) and found[0].begin == 0 and found[0].finish == finish - mention.begin
        if whole and found[0].grain == "day" and _last_day(found[0]) == due:
            return finish
    return None


def _last_day(mention: dates.Mention) -> date:
    last = mention.end if mention.end is not None and mention.grain not in ("minute", "part") else mention.start
    return last.date() if isinstance(last, datetime) else last
