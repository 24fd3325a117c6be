"""Phrases that need more than a plain word: the table `patterns.txt`, compiled by name. `_` in the table is a space."""

import re
from functools import cache

from language.tables import lines


@cache
def _alternatives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, *alternatives in lines("patterns"):
        found.setdefault(name, []).extend(each.replace("_", " ") for each in alternatives)
    return found


def phrases(name: str) -> str:
    """The phrases of that name as one group of a regular expression."""
    return f"(?:{'|'.join(_alternatives()[name])})"


def pattern(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Any phrase of that name, with what must stand before and after it."""
    return re.compile(before + phrases(name) + after)
