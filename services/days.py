"""Days as sheets and people write them in a field: 2026-03-18, 2026年3月18日, 18 Mar 2026, 农历闰四月初三."""

import re
from datetime import date, timedelta

from domain.errors import Refused
from domain.frozen import frozen
from language.characters import fold
from language.numerals import whole

_NUMERALS = "〇零一二三四五六七八九十"
_ISO = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[t ]\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_NO_YEAR = re.compile(r"--(\d{1,2})-(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[1-7]\d{4}")
_WORDED = re.compile(
    rf"(?:(\d{{4}}|[{_NUMERALS}]{{4}})年)?(闰)?(正|冬|腊|[{_NUMERALS}]{{1,2}}|\d{{1,2}})月"
    rf"(初|廿|卅)?([{_NUMERALS}]{{0,3}}|\d{{1,2}})[日号]?"
)
_LUNAR = re.compile(r"农历|阴历|旧历|夏历|lunar")
_SOLAR = re.compile(r"公历|阳历|新历|国历|solar")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {month: number for number, month in enumerate(_ENGLISH_MONTHS, 1)}
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3})[a-z]*\.?[\s,.-]*(\d{4})?")
_MONTH_FIRST = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]*(\d{4})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ENGLISH_WITH_YEAR = re.compile(r"[a-z]{3}.*\b\d{4}\b|\b\d{4}\b.*[a-z]{3}")
_SHEET_EPOCH = date(1899, 12, 30)


@frozen
class Parts:
    """A day as it was written, not yet held against a calendar. `lunar`: the words themselves say so."""

    year: int | None
    month: int
    day: int
    lunar: bool = False
    leap: bool = False


def year_month_day(written: str) -> Parts | None:
    """What a text says as a day; None where it says none."""
    clean = fold(written).strip()
    lunar = bool(_LUNAR.search(clean))
    clean = _SOLAR.sub("", _LUNAR.sub("", clean)).strip(" :,()") if lunar or _SOLAR.search(clean) else clean
    if found := _NO_YEAR.fullmatch(clean):
        return Parts(None, int(found[1]), int(found[2]), lunar)
    if found := _ISO.fullmatch(clean):
        return Parts(int(found[1]) if found[1] else None, int(found[2]), int(found[3]), lunar)
    if found := _COMPACT.fullmatch(clean):
        return Parts(int(found[1]), int(found[2]), int(found[3]), lunar)
    if _SERIAL.fullmatch(clean):
        day = _SHEET_EPOCH + timedelta(days=int(clean))
        return Parts(day.year, day.month, day.day, lunar)
    return _english(clean) or _worded(clean, lunar) or _spelled_out(clean)


def _english(clean: str) -> Parts | None:
    if (found := _DAY_FIRST.fullmatch(clean)) and found[2] in _MONTHS:
        return Parts(int(found[3]) if found[3] else None, _MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_FIRST.fullmatch(clean)) and found[1] in _MONTHS:
        return Parts(int(found[3]) if found[3] else None, _MONTHS[found[1]], int(found[2]))
    if found := _SLASHED.fullmatch(clean):
        first, second = int(found[1]), int(found[2])
        # 03/04/2026 is a different day to different people; only what can be one day is one.
        if first == second or 12 < max(first, second) <= 31:
            return Parts(int(found[3]), min(first, second), max(first, second))
    return None


def _spelled_out(clean: str) -> Parts | None:
    """A whole day in any other English wording: Tuesday, the 3rd of March 1980. Relative days are none (ADR 9)."""
    if not _ENGLISH_WITH_YEAR.search(clean):
        return None
    import dateparser  # a quarter of a second to load, and few fields need it

    strict = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "DATE_ORDER": "YMD"}
    found = dateparser.parse(clean, languages=["en"], settings=strict)
    return Parts(found.year, found.month, found.day) if found else None


def _worded(clean: str, lunar: bool) -> Parts | None:
    found = _WORDED.fullmatch(clean.replace(" ", ""))
    if not found:
        return None
    year, leap, month, tens, ones = found.groups()
    month_number = {"正": 1, "冬": 11, "腊": 12}.get(month) or whole(month) or 0
    day = {"廿": 20, "卅": 30}.get(tens, 0) + (whole(ones) or 0 if ones else 0)
    lunar = lunar or bool(leap or tens) or month in "正冬腊"
    return Parts(whole(year) if year else None, month_number, day, lunar, bool(leap)) if day else None


def day(written: str) -> date:
    """A whole solar day. Raises Refused, in words, for what is none: no year, 30 February, no day at all."""
    parts = year_month_day(written)
    shown = written if len(written) <= 40 else written[:39] + "…"
    if parts is None or parts.year is None or parts.lunar:
        raise Refused("fields.not_a_day", text=shown)
    try:
        return date(parts.year, parts.month, parts.day)
    except ValueError:
        raise Refused("fields.no_such_day", text=shown) from None
