"""Regular expressions, compiled when first used; and phrases of the table `patterns.txt`, by name (`_` is a space)."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from language.tables import lines


class _Uncompiled:
    """Stands for a pattern until its first use: some hundred of them would make the start of the program slow."""

    def __init__(self, source: str | Callable[[], str], flags: re.RegexFlag) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        source = self._source if isinstance(self._source, str) else self._source()
        compiled = re.compile(source, self._flags)
        self.search, self.match, self.fullmatch = compiled.search, compiled.match, compiled.fullmatch
        self.finditer, self.sub, self.pattern = compiled.finditer, compiled.sub, compiled.pattern
        return getattr(compiled, name)


def lazy(source: str | Callable[[], str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern that is compiled at its first use; a source that costs something to put together may be a function."""
    return cast("re.Pattern[str]", _Uncompiled(source, flags))


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
    """Any phrase of that name, with what must stand before and after it; `<name>` in these stands for phrases too."""
    return lazy(lambda: _named(before) + phrases(name) + _named(after))


def _named(source: str) -> str:
    return re.sub(r"(?<!\?P)<([a-z_]+)>", lambda match: phrases(match[1]), source)
