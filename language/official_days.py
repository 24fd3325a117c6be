"""Working days and days off of a year as they are announced: the State Council's notice whole, or a line for each day
(R5.1)."""

import re
from datetime import date, timedelta

from language.characters import fold

LONGEST_BREAK_DAYS = 31
ONE_DAY = timedelta(days=1)

_ASIDE = r"(?:\([^()]*\))?"
_DAY = rf"(?:(\d{{4}})[年\-/.])?(?:(\d{{1,2}})[月\-/.])?(\d{{1,2}})(?:[日号]|(?<=[\-/.]\d\d)|(?<=[\-/.]\d)){_ASIDE}"
_TOKEN = re.compile(
    rf"(?P<days>{_DAY}(?:\s*(?:至|到|[-–—~])\s*{_DAY})?)"
    r"|(?P<work>上班|补班|工作日|\bwork(?:ing)?\b|班)"
    r"|(?P<off>放假|休息|休假|公休|\boff\b|\bholiday\b|休)"
    r"|(?P<stop>[。;\n])"
)
_YEAR = re.compile(r"(\d{4})年|(?<!\d)(\d{4})[-/.]\d")


def days_off_and_worked(text: str, year: int) -> dict[date, bool]:
    """The days that a text lists, True for one worked and False for one off; empty where it lists none.

    `year` is meant where the text names none. A span of days that runs backwards or over a month is passed over.
    """
    folded = fold(text)
    named = _YEAR.search(folded)
    year = int(named[1] or named[2]) if named else year
    found: dict[date, bool] = {}
    waiting: list[date] = []
    month: int | None = None
    for token in _TOKEN.finditer(folded):
        if token["days"]:
            days, month = _span(token, year, month)
            waiting += days
        elif token["stop"]:
            waiting, month = [], None
        else:
            found |= dict.fromkeys(waiting, token["work"] is not None)
            waiting = []
    return found


def _span(token: re.Match[str], year: int, month: int | None) -> tuple[list[date], int | None]:
    """The days of "2月15日至23日", and the month that a day after them without one is in."""
    from_year, from_month, from_day, to_year, to_month, to_day = (
        int(each) if each else None for each in token.groups()[1:7]
    )
    month = from_month or month
    if month is None or from_day is None:
        return [], month
    last_month = to_month or month
    try:
        first = date(from_year or year, month, from_day)
        last = date(to_year or from_year or year, last_month, to_day) if to_day else first
    except ValueError:
        return [], month
    length = (last - first).days
    if not 0 <= length < LONGEST_BREAK_DAYS:
        return [], month
    return [first + place * ONE_DAY for place in range(length + 1)], last_month
