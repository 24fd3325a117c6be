"""Finds the words of all word tables in a message in one pass."""

from functools import cache
from typing import NamedTuple

from language.characters import fold
from language.tables import lines

TABLES = (
    "signs", "moments", "care_forms", "gifts", "sentiments", "purposes", "topics", "competitors", "not_competitors",
)  # fmt: skip
_KEYS_BEFORE = {"gifts": 0, "not_competitors": 0, "competitors": 2}


class Hit(NamedTuple):
    """A word of a table in a text: where, and what it stands for there."""

    begin: int
    finish: int
    key: str


@cache
def _heads() -> dict[str, list[tuple[str, list[tuple[int, str]]]]]:
    """The first two signs of every word → the words, longest first, and what each stands for in which table."""
    standing: dict[str, list[tuple[int, str]]] = {}
    for place, table in enumerate(TABLES):
        for line in lines(table):
            skipped = _KEYS_BEFORE.get(table, 1)
            key = line[skipped - 1] if skipped else ""
            for word in line[skipped:]:
                meanings = standing.setdefault(fold(word.replace("_", " ")), [])
                if all(place != known for known, _ in meanings):
                    meanings.append((place, key))
    heads: dict[str, list[tuple[str, list[tuple[int, str]]]]] = {}
    for word, meanings in sorted(standing.items(), key=lambda item: -len(item[0])):
        heads.setdefault(word[:2], []).append((word, meanings))
    return heads


class Signs:
    """What stands in one message; `of(table)` gives the words of one table in the order of the text."""

    __slots__ = ("_found",)

    def __init__(self, folded: str) -> None:
        self._found: list[list[Hit]] = [[] for _ in TABLES]
        free = [0] * len(TABLES)
        heads = _heads()
        size = len(folded)
        begins = folded.startswith
        for begin, sign in enumerate(folded):
            words = heads.get(folded[begin : begin + 2], ())
            alone = heads.get(sign)
            for word, meanings in (*words, *alone) if alone else words:
                if not begins(word, begin):
                    continue
                finish = begin + len(word)
                if word[0] < "\x80" and not _whole(folded, begin, finish, size):
                    continue
                for place, key in meanings:
                    if begin >= free[place]:
                        self._found[place].append(Hit(begin, finish, key))
                        free[place] = finish

    def of(self, table: str) -> list[Hit]:
        """The words of the table, no two overlapping, the longest at each place."""
        return self._found[TABLES.index(table)]


def _whole(folded: str, begin: int, finish: int, size: int) -> bool:
    before, after = folded[begin - 1 : begin], folded[finish : finish + 1]
    return not (before.isascii() and before.isalnum()) and not (
        finish < size and after.isascii() and after.isalnum() and folded[finish - 1].isalnum()
    )
