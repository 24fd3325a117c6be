"""Finds the words of all word tables in a message in one pass."""

from functools import cache
from operator import add
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


_Words = list[tuple[str, list[tuple[int, str]]]]


@cache
def _heads() -> tuple[dict[str, _Words], dict[str, _Words]]:
    """By its first two signs, every word that may stand there, longest first, and what each stands for in which table;
    and by one sign, the words of one sign, for what no longer word begins with."""
    standing: dict[str, list[tuple[int, str]]] = {}
    for place, table in enumerate(TABLES):
        for line in lines(table):
            skipped = _KEYS_BEFORE.get(table, 1)
            key = line[skipped - 1] if skipped else ""
            for word in line[skipped:]:
                meanings = standing.setdefault(fold(word.replace("_", " ")), [])
                if all(place != known for known, _ in meanings):
                    meanings.append((place, key))
    alone = {word: [(word, meanings)] for word, meanings in standing.items() if len(word) == 1}
    heads: dict[str, _Words] = {}
    for word, meanings in sorted(standing.items(), key=lambda item: -len(item[0])):
        if len(word) > 1:
            heads.setdefault(word[:2], []).append((word, meanings))
    for pair, words in heads.items():
        words.extend(alone.get(pair[0], ()))
    return heads, alone


class Signs:
    """What stands in one message; `of(table)` gives the words of one table in the order of the text."""

    __slots__ = ("_found",)

    def __init__(self, folded: str) -> None:
        self._found: list[list[Hit]] = [[] for _ in TABLES]
        free = [0] * len(TABLES)
        heads, alone = _heads()
        size = len(folded)
        begins = folded.startswith
        for begin, pair in enumerate(map(add, folded, folded[1:] + " ")):
            words = heads.get(pair) or alone.get(pair[0])
            if words is None:
                continue
            for word, meanings in words:
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
