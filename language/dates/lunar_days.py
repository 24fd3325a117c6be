"""Days and months that only the lunar calendar has: 初八, 闰六月, 年初八, 年廿八."""

from language import numerals
from language.dates.guards import GUARDS
from language.dates.pieces import LIST, Found, Text
from language.patterns import lazy

LUNAR_DAY = lazy(r"初(?P<n>[一二三四五六七八九十]|10|[1-9](?![\d号]))(?:日)?")
LUNAR_LEAP = lazy(r"闰(?P<n>十[一二]?|[一二三四五六七八九正冬腊]|\d{1,2})月")
NEW_YEAR_DAY = lazy(r"(?:大年|新年|过年|年)初(?P<n>[一二三四五六七八九十]|10|[1-9](?!\d))")
OLD_YEAR_DAY = lazy(r"(?:大年|年)(?P<n>廿[一二三四五六七八九]|二十[一二三四五六七八九])(?![一二三四五六七八九])")


def lunar_day(text: Text, at: int) -> Found | None:
    folded = text.folded
    if match := LUNAR_DAY.match(folded, at):
        known = text.before is not None and text.before.kind in (
            "month",
            "lmonth",
            "lunar",
            "to",
            "rmonth",
            "day",
            LIST,
        )
        if not known and GUARDS["school_grade"].match(folded, match.end()):
            return [("skip", at, match.end(), None)]
        return [("lday", at, match.end(), numerals.whole(match["n"]))]
    if match := LUNAR_LEAP.match(folded, at):
        month = {"正": 1, "冬": 11, "腊": 12}.get(match["n"]) or numerals.whole(match["n"])
        return [("leap_month", at, match.end(), month)]
    if match := NEW_YEAR_DAY.match(folded, at):
        day = match.start("n") - 1
        return [("lmonth", at, day, 1), ("lday", day, match.end(), numerals.whole(match["n"]))]
    if match := OLD_YEAR_DAY.match(folded, at):
        return [
            ("lmonth", at, match.start("n"), 12),
            ("lday", match.start("n"), match.end(), numerals.whole(match["n"])),
        ]
    return None
