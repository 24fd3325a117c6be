"""What comes every year on a day that is named: 每年3月12日, every year on 12 March (R3.1)."""

from language.characters import fold
from language.patterns import lazy

_YEARLY = lazy(r"每年(?:的)?|年年|逐年|every year(?: on)?|each year(?: on)?|yearly(?: on)?|annually(?: on)?")
_DAY = lazy(
    r"(?:农历|阴历)?闰?(?:正|冬|腊|[一二三四五六七八九十]{1,2}|\d{1,2})月(?:初|廿)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[日号]?"
)
_ENGLISH_DAY = lazy(
    r"\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?"
)


def day_of(text: str) -> tuple[int, int] | None:
    """Where the day stands on which something comes every year; None where the words tell of no such thing."""
    return day_in(text) if _YEARLY.search(fold(text)) else None


def day_in(text: str) -> tuple[int, int] | None:
    """Where a day of the year stands in a text, whether or not the words say that it comes every year."""
    folded = fold(text)
    found = _DAY.search(folded) or _ENGLISH_DAY.search(folded)
    return found.span() if found else None


def without(text: str) -> str:
    """The text without the words that say "every year"."""
    found = _YEARLY.search(fold(text))
    return text[: found.start()] + text[found.end() :] if found else text
