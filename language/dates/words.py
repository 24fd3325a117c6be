"""Looking up the words of the vocabulary in a text: Chinese ones anywhere, English ones as whole words."""

from collections.abc import Iterable, Iterator
from typing import Any

from language import numerals
from language.dates import vocabulary
from language.dates.guards import GUARDS, allowed
from language.dates.pieces import Found, Text
from language.patterns import lazy

WORD = lazy(r"[a-z]+")
# By the first sign (or English word): the lengths of the words that begin with it, longest first, and the words.
Index = dict[str, tuple[tuple[int, ...], dict[str, tuple[str, Any]]]]


def _index(rows: Iterable[tuple[str, object, str]], separator: str | None) -> Index:
    by_first: dict[str, dict[str, tuple[str, Any]]] = {}
    for kind, value, words in rows:
        for word in words.split(separator):
            first = WORD.match(word)
            by_first.setdefault(first[0] if first else word[0], {}).setdefault(word, (kind, value))
    return {
        first: (tuple(sorted({len(word) for word in words}, reverse=True)), words) for first, words in by_first.items()
    }


def _chinese_rows() -> Iterator[tuple[str, object, str]]:
    yield from vocabulary.CHINESE
    yield from vocabulary.ANAPHORA
    yield "skip", None, " ".join(vocabulary.NOT_DATES)
    yield from (("holiday", name, word) for word, name in vocabulary.HOLIDAY_WORDS.items())


def _english_rows() -> Iterator[tuple[str, object, str]]:
    yield from vocabulary.ENGLISH
    yield from (("weekday", i, "|".join(words)) for i, words in enumerate(vocabulary.WEEKDAYS_ENGLISH))
    yield from (("emonth", i, "|".join(words)) for i, words in enumerate(vocabulary.MONTHS_ENGLISH, start=1))
    yield from (("holiday", name, word) for word, name in vocabulary.HOLIDAY_WORDS_ENGLISH.items())
    yield from (("num", value, word) for word, value in numerals.ENGLISH.items() if word != "one")
    yield from (("ord", value, word) for word, value in numerals.ENGLISH_ORDINALS.items())


CHINESE = _index(_chinese_rows(), None)
FOLLOWING = _index(vocabulary.FOLLOWING, None)
ENGLISH = _index(_english_rows(), "|")


def _longest(index: Index, folded: str, at: int, before: str, longer_than: int = 0) -> tuple[str, str, Any] | None:
    entry = index.get(folded[at])
    if entry is None:
        return None
    lengths, words = entry
    for length in lengths:
        if length <= longer_than:
            return None
        word = folded[at : at + length]
        found = words.get(word)
        if found is not None and allowed(found[0], word, folded, at, before):
            return word, *found
    return None


def chinese(text: Text, at: int) -> Found | None:
    """The longest word here; right after a time also those that need one, and win after a span (三天后天气)."""
    folded, before = text
    best = _longest(FOLLOWING, folded, at, before.kind) if before is not None else None
    if best is None or before is None or before.kind != "span":
        near = before.kind if before is not None and before.finish == at else ""
        best = _longest(CHINESE, folded, at, near, len(best[0]) if best else 0) or best
    if best is None:
        return None
    word, kind, value = best
    if kind == "two":
        (first, a), (second, b) = value
        return [(first, at, at + 1, a), (second, at + 1, at + len(word), b)]
    return [(kind, at, at + len(word), value)]


def english(text: Text, at: int) -> Found:
    """The longest phrase that begins with the word here; a word that is none of the vocabulary is skipped whole."""
    folded = text.folded
    match = WORD.match(folded, at)
    assert match is not None
    lengths, words = ENGLISH.get(match[0], ((), {}))
    for length in lengths:
        word = folded[at : at + length]
        finish = at + len(word)
        found = words.get(word)
        if found is None or (finish < len(folded) and is_word(folded[finish])):
            continue
        kind, value = found
        if "-" in word and kind.endswith("_edge") and DESCRIBES.match(folded, finish):
            continue  # the mid-year gift
        if kind == "two":
            (first, a), (second, b) = value
            cut = at + word.find(" ") if " " in word else finish
            return [(first, at, cut, a), (second, cut, finish, b)]
        if kind == "emonth" and word in AMBIGUOUS_MONTHS and not _month_context(text, at, finish):
            break
        if kind == "weekday" and word in AMBIGUOUS_WEEKDAYS and not _weekday_context(text, at, finish):
            break
        return [(kind, at, finish, value)]
    return [("skip", at, match.end(), None)]


# What a hyphenated "year-end" only describes, rather than saying when.
DESCRIBES = lazy(r" (?!at\b|on\b|in\b|by\b|we\b|i\b|and\b|or\b|to\b|for\b|with\b)[a-z]")
# Words that are something else too ("he may come", "we sat down"): read as dates only among the right words.
AMBIGUOUS_MONTHS = frozenset({"may", "mar", "march", "dec", "sep", "jan"})
AMBIGUOUS_WEEKDAYS = frozenset({"sun", "sat", "wed", "mon"})


def is_word(char: str) -> bool:
    """Whether a folded character can be part of an English word or a figure."""
    return char.isascii() and char.isalnum()


def _month_context(text: Text, at: int, finish: int) -> bool:
    return (
        bool(
            GUARDS["month_right"].match(text.folded, finish)
            or GUARDS["month_left"].search(text.folded, max(0, at - 12), at)
        )
        or not text.folded[:at].strip() + text.folded[finish:].strip()
    )


def _weekday_context(text: Text, at: int, finish: int) -> bool:
    if text.folded[at:finish] in ("sun", "sat") and at and not text.folded[finish:].strip(" .!?"):
        return bool(GUARDS["weekday_left"].search(text.folded, max(0, at - 12), at))
    return bool(
        GUARDS["weekday_right"].match(text.folded, finish)
        or GUARDS["weekday_left"].search(text.folded, max(0, at - 12), at)
    )
