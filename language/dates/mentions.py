"""From the phrases of a text to its mentions: two that name one day become one, and every value is worked out."""

from dataclasses import replace
from datetime import date, datetime

from domain.holidays import BY_WORD
from language.dates import reckoning
from language.dates.drafts import Draft, Time
from language.dates.mention import Grain, Mention, Prefer
from language.dates.reader import Reader
from language.dates.reckoning import DAY, When
from language.patterns import lazy

SENTENCE_END = lazy(r"[。!?;\n]")
# 前天去看展，晚上吃饭: the second clause opens with the time, and the day was not somebody else's.
CLAUSE = lazy(r"(?!.*(?:到期|生日|开始|起|截止|过期|开学|放假|上线|说|问)).*,\s*")
BESIDE = lazy(r"[ \t的]*[(,]?[ \t]*(?:(?:on )?the )?$|[ \t]*(?:是|on)[ \t]*$")
CLOSE = lazy(r"\s*\)")


def read(text: str, now: datetime, prefer: Prefer) -> list[Mention]:
    """The times `text` names, in order."""
    reader = Reader(text, now, prefer)
    drafts: list[Draft] = []
    for draft in reader.drafts():
        if drafts and (joined := _joined(drafts[-1], draft, reader.folded)):
            drafts[-1] = joined
            continue
        if drafts and draft.time is not None and _till_late(drafts[-1], draft, reader.folded):
            draft.time.part = "evening"
        if drafts and draft.day is None and _goes_on(drafts[-1], draft, reader.folded):
            draft.day = drafts[-1].day
        drafts.append(draft)
    return [mention for draft in drafts if (mention := _mention(text, draft, now))]


def _till_late(before: Draft, draft: Draft, folded: str) -> bool:
    """昨晚加班到十一点: the evening goes on until that hour."""
    time = draft.time
    if time is None or time.part is not None or time.clock is None or time.clock[2] or draft.day is not None:
        return False
    evening = before.time is not None and before.time.part in ("evening", "night")
    return evening and folded[before.finish : draft.begin].endswith(("到", "至"))


def _goes_on(before: Draft, draft: Draft, folded: str) -> bool:
    """Whether a time said without a day is on the day before it, later if that had a time: 明天上午…，下午…."""
    if before.day is None or before.day.end is not None or before.day.at is not None or draft.time is None:
        return False
    if before.time is None:
        near = before.day.grain == "day" and before.day.explicit and not (before.deadline or before.day.deadline)
        gap = folded[before.finish : draft.begin]
        return near and before.until is None and len(gap) <= 16 and CLAUSE.fullmatch(gap) is not None
    if SENTENCE_END.search(folded, before.finish, draft.begin) or draft.begin - before.finish > 40:
        return False
    return draft.time.order() > before.time.order()


def _joined(a: Draft, b: Draft, folded: str) -> Draft | None:
    """One phrase of two side by side that name the same day, or a day and its time: 3月23日（周一）, 周一(23号)3点."""
    if a.day is None or a.day.at is not None or a.time is not None or a.until is not None:
        return None
    if b.day is None:
        gap = folded[a.finish : b.begin].strip()
        hours = gap == "," and folded[a.begin].isascii() and b.time is not None and b.time.clock is not None
        follows = a.day.end is None and (not gap or hours)  # Apr 2, 9:30-11am
        return replace(a, finish=b.finish, time=b.time, until=b.until) if follows else None
    gap = folded[a.finish : b.begin]
    if b.until is not None or b.day.at is not None or len(gap) > 8 or not BESIDE.match(gap):
        return None
    day = _same_day(a.day, b.day) or _told_twice(a, b, gap, folded)
    if day is None:
        return None
    close = CLOSE.match(folded, b.finish) if "(" in gap else None
    day = replace(day, explicit=True)
    return Draft(a.begin, close.end() if close else b.finish, day, b.time, None, a.deadline or b.deadline)


def _same_day(a: When, b: When) -> When | None:
    """The finer of two that agree; None where they do not."""
    if a.end is None and b.end is None:
        return b if a.start == b.start else None
    if a.end is not None and a.start <= b.start and (b.end or b.start) <= a.end:
        return b
    if a.end is None and b.start <= a.start <= (b.end or b.start) and b.said in BY_WORD:
        return a
    return None


def _told_twice(a: Draft, b: Draft, gap: str, folded: str) -> When | None:
    """Which of two days is meant where a bare weekday (or 节前) leans another way than the date beside it."""
    assert a.day is not None
    assert b.day is not None
    if a.day.said == "nearby":
        return b.day
    if "," in gap and not (a.day.said == "bare weekday" and folded[a.begin].isascii()):
        return None
    same_weekday = a.day.start.weekday() == b.day.start.weekday()
    if a.day.said == "bare weekday" and b.day.end is None and same_weekday:
        return b.day
    if b.day.said == "bare weekday" and a.day.end is None and ("(" in gap or (a.day.said == "date" and same_weekday)):
        return a.day
    return None


def _mention(text: str, draft: Draft, now: datetime) -> Mention | None:
    """The mention of a phrase; None where it names no possible time (25:00)."""
    day = draft.day or When(now.date(), explicit=False)
    time = draft.time or Time()
    start: date | datetime = day.start
    end: date | datetime | None = day.end
    grain: Grain = day.grain
    if day.at is not None:
        start, end = (now.replace(second=0, microsecond=0), day.at) if day.said == "within" else (day.at, None)
    elif draft.time is not None and end is None:
        grain = "part"
        if time.clock is not None:
            at = reckoning.clock(day.start, time.part, *time.clock)
            if at is None:
                return None
            start, grain = at, "minute"
    if draft.until is not None:
        closed = _closing(draft.until, time, start)
        if closed is None:
            return None
        start, end, grain = _range(start, closed, grain)
    deadline = draft.deadline or day.deadline or time.part == "closing" or day.said == "within"
    words = text[draft.begin : draft.finish]
    return Mention(words, draft.begin, draft.finish, start, end, grain, time.part, deadline, day.explicit)


def _range(
    start: date | datetime, end: date | datetime, grain: Grain
) -> tuple[date | datetime, date | datetime | None, Grain]:
    """A range whose two ends are both days or both instants; one within a day is a part of it."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end, "minute"
    first, last = _day(start), _day(end)
    if first == last:
        return first, None, "part"
    return first, last, "day" if grain in ("part", "minute") else grain


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _closing(end: Draft, begin: Time, start: date | datetime) -> date | datetime | None:
    """The end of a range, with its part of the day and its half of the clock carried over from the beginning."""
    day = end.day.end or end.day.start if end.day is not None else None
    if end.time is None or end.time.clock is None:
        return day or _day(start)
    base = day or _day(start)
    closed = reckoning.clock(base, end.time.part or begin.part, *end.time.clock)
    if closed is None or not isinstance(start, datetime):
        return closed
    if closed <= start and end.time.part is None and begin.part is not None:
        closed = reckoning.clock(base, None, *end.time.clock) or closed
    if closed <= start and day is None and end.time.clock[0] <= 12 and closed + DAY / 2 > start:
        closed += DAY / 2
    if closed <= start:
        closed += DAY
    return closed if closed > start else None
