"""Days and clock times written in figures: 2026-03-05, 3/5, 12.29, 15:30, 2-4 pm, March 3-5."""

import re

from language.dates import vocabulary
from language.dates.guards import GUARDS
from language.dates.pieces import Found, Text
from language.patterns import lazy

MINUTE_COLON = lazy(
    r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s*(?P<m>a\.?m\b\.?|p\.?m\b\.?))?"
)
MERIDIEM = lazy(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<m>a\.?m\b\.?|p\.?m\b\.?|o'?clock\b)")
MERIDIEM_RANGE = lazy(
    r"(?P<a>\d{1,2})(?:[:.](?P<am>[0-5]\d))?(?P<sep>\s*(?:-|–|—|~|to|until|till|and)\s*)(?=\d{1,2}(?:[:.][0-5]\d)?\s*(?:a\.?m|p\.?m)\b)"
)
# 上午9.30, 明天9.30: after a part of the day or a day, a time.
CLOCK_DOT = lazy(r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5][05])(?![\d.])")
BEFORE_CLOCK = frozenset({"part", "weak_part", "day", "mday"})
YMD = lazy(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>\s?[-/.]\s?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|(?P<cm>\d\d)(?P<cd>\d\d))(?![\d]|[-/.]\d)(?:[日号]|t(?=\d\d:))?"
)
YM = lazy(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>0?[1-9]|1[0-2])(?![\d.%])")
MDY = lazy(r"(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/-])")
SHORT_YMD = lazy(r"(?P<y>\d\d)(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d./-])(?:[日号])?")
DM = lazy(r"(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])(?![\d/])")
MD = lazy(r"(?P<m>0?[1-9]|1[0-2])(?P<s>[./-])(?P<d>0?[1-9]|[12]\d|3[01])(?!\d|(?P=s)\d|\.\d)(?P<mark>[日号](?!楼))?")
_MONTH_WORD = "|".join(sorted((w for ws in vocabulary.MONTHS_ENGLISH for w in ws), key=len, reverse=True))
DAYS_OF_MONTH = lazy(
    r"(?P<a>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(?P<b>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:.]\d|\s*[ap]\.?m)"
)
DAYS_BEFORE_MONTH = lazy(DAYS_OF_MONTH.pattern + rf"\s+(?:of\s+)?(?P<m>{_MONTH_WORD})\b")


def _pm(word: str) -> str:
    return "" if word.startswith("o") else word[0]


def _meridiem_value(hour: int, minute: int, mark: str) -> tuple[int, int, bool] | None:
    if hour > 24 or (mark and not 1 <= hour <= 12 and hour < 13):
        return None
    if mark and hour <= 12:
        hour = hour % 12 + (12 if mark == "p" else 0)
    return hour, minute, bool(mark) or hour > 12


def clock_in_figures(text: Text, at: int) -> Found | None:
    folded = text.folded
    if head := MERIDIEM_RANGE.match(folded, at):
        tail = MERIDIEM.match(folded, head.end())
        if tail and (last := _meridiem_value(int(tail["hour"]), int(tail["minute"] or 0), _pm(tail["m"]))):
            first = _meridiem_value(int(head["a"]), int(head["am"] or 0), _pm(tail["m"]))
            if first and first[:2] > last[:2]:
                first = ((first[0] + 12) % 24, first[1], True)
            if first:
                sep = head.start("sep")
                return [
                    ("clock", at, sep, first),
                    ("to", sep, head.end(), None),
                    ("clock", head.end(), tail.end(), last),
                ]
    if match := MERIDIEM.match(folded, at):
        value = _meridiem_value(int(match["hour"]), int(match["minute"] or 0), _pm(match["m"]))
        return [("clock", at, match.end(), value)] if value else None
    if match := MINUTE_COLON.match(folded, at):
        hour, minute = int(match["hour"]), int(match["minute"])
        mark = _pm(match["m"]) if match["m"] else ""
        value = _meridiem_value(hour, minute, mark) if mark else (hour, minute, hour > 12 or match["hour"][0] == "0")
        return [("clock", at, match.end(), value)] if value and (hour < 24 or minute == 0) else None
    return None


def date_in_figures(text: Text, at: int) -> Found | None:
    folded = text.folded
    if match := YMD.match(folded, at):
        value = int(match["y"]), int(match["m"] or match["cm"]), int(match["d"] or match["cd"])
        return [("fulldate", at, match.end(), value)] if value[1] <= 12 and value[2] <= 31 else None
    if match := YM.match(folded, at):
        if GUARDS["figures_right"].match(folded, match.end()):
            return None
        cut = match.start("m")
        return [("year_abs", at, cut, int(match["y"])), ("month", match.start("m"), match.end(), int(match["m"]))]
    if match := SHORT_YMD.match(folded, at):
        number, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        plausible = number > 12 if match["s"] == "." else 20 <= number < 40
        if plausible and 1 <= month <= 12 and 1 <= day <= 31:
            return [("fulldate", at, match.end(), (("short", match["y"]), month, day))]
    if match := MDY.match(folded, at):
        a, b, year = int(match["a"]), int(match["b"]), match["y"]
        if match["s"] == "/" and (a, b) != (0, 0):
            month, day = (b, a) if a > 12 else (a, b)
            if 1 <= month <= 12 and 1 <= day <= 31:
                return [("fulldate", at, match.end(), (int(year) if len(year) == 4 else ("short", year), month, day))]
    if text.before is not None and (match := DM.match(folded, at)):
        return [("fulldate", at, match.end(), (None, int(match["m"]), int(match["d"])))]
    match = CLOCK_DOT.match(folded, at) if text.before is not None and text.before.kind in BEFORE_CLOCK else None
    if match and not GUARDS["figures_right"].match(folded, match.end()):
        return [("clock", at, match.end(), (int(match["hour"]), int(match["minute"]), False))]
    match = MD.match(folded, at)
    if match and _is_month_day(text, match):
        return [("fulldate", at, match.end(), (None, int(match["m"]), int(match["d"])))]
    return None


def _is_month_day(text: Text, match: re.Match[str]) -> bool:
    """Whether 3.5, 3/5 or 3-5 is a day here: by what stands before and after it."""
    folded, begin, finish = text.folded, match.start(), match.end()
    if text.before is not None and text.before.kind == "to":
        return GUARDS["figures_right"].match(folded, finish) is None
    alone = not folded[:begin].strip() and not folded[finish:].strip()
    if match["mark"] or alone:
        return match["s"] != "-" or not match["mark"]
    if GUARDS["figures_right"].match(folded, finish):
        return False
    moved = GUARDS["moved_to"].search(folded, max(0, begin - 3), begin) is not None
    if not moved and GUARDS["figures_left"].search(folded, max(0, begin - 7), begin) and text.before is None:
        return False
    if match["s"] == "." and GUARDS["figures_word"].search(folded, max(0, begin - 3), begin) and text.before is None:
        return False
    ranged = GUARDS["figures_range"].match(folded, finish) is not None
    open_left = (
        moved
        or begin == 0
        or text.before is not None
        or GUARDS["open_left"].search(folded, begin - 1, begin) is not None
    )
    timed = GUARDS["timed"].match(folded, finish) is not None
    if match["s"] == "-":
        return (timed and open_left) or (len(match["m"]) == len(match["d"]) == 2 and open_left and not ranged)
    if match["s"] == "/":
        return True
    return timed or (open_left and GUARDS["open_right"].match(folded, finish) is not None) or (ranged and open_left)


def days_of_month(text: Text, at: int) -> Found | None:
    """March 3-5, 3-5 March: two days of one month."""
    folded, before = text
    if match := DAYS_BEFORE_MONTH.match(folded, at):
        month = next(i for i, words in enumerate(vocabulary.MONTHS_ENGLISH, start=1) if match["m"] in words)
        ends = [("emonth", at, at, month)]
    elif before is not None and before.kind == "emonth" and (match := DAYS_OF_MONTH.match(folded, at)):
        ends = []
    else:
        return None
    first, last = match.end("a"), match.start("b")
    ends.append(("num", at, first, int(match["a"])))
    return [*ends, ("to", first, last, None), ("num", last, match.end(), int(match["b"]))]
