"""Names as an English message writes them: Lianshan Hotel for 莲山大酒店, mining bureau for 矿务局."""

import re
from collections.abc import Iterable, Sequence

from language.characters import DOUBLE_SURNAMES, alphabetical, reading, surname_reading
from language.patterns import lazy
from language.short_forms import brand_of, without_region
from language.tables import lines, words

_WORD = lazy(r"[a-z][a-z0-9]*(?:[-'][a-z]+)*|\d+")

TRADE_WORDS = {word: tuple(forms) for word, *forms in lines("english")}
_FILLERS = frozenset(
    ["no", "the", "of", "and", "city", "municipal", "district", "co", "ltd", "corp", "inc", "company", "s"]
)
_ALONE_TOO_VAGUE = frozenset(words("vague_english"))
_OTHER_SURNAMES: dict[str, str] = dict(lines("spellings"))

Found = tuple[int, int, tuple[int, ...]]
# What may stand before the trade of a client that is named by nothing else: at the mining bureau, told Mining Bureau.
LEADS = frozenset(words("english_leads"))


class Index:
    """Words that stand for clients and persons in Latin letters."""

    def __init__(
        self, clients: Sequence[tuple[str, tuple[str, ...]]], persons: Sequence[str], places: frozenset[str]
    ) -> None:
        self._places = {"".join(sound for sound, _ in alphabetical(place)): place for place in places}
        self._all_names = ["|".join((name, *aliases)) for name, aliases in clients]
        self._brands: dict[str, set[int]] = {}
        self._persons: dict[str, set[int]] = {}
        self._surnames: dict[str, set[int]] = {}
        for number, (name, aliases) in enumerate(clients):
            for each in (name, *aliases):
                for spelled in _spelled_client(each, places):
                    self._brands.setdefault(spelled, set()).add(number)
                    if not each.isascii():
                        self._brands.setdefault(spelled.replace("ng", "n"), set()).add(number)
        self._spelled: dict[tuple[str, int], list[str]] = {}
        for brand in self._brands:
            self._spelled.setdefault((brand[0], len(brand)), []).append(brand)
        for number, person in enumerate(persons):
            surname, spellings = _spelled_person(person)
            if surname:
                self._surnames.setdefault(surname, set()).add(number)
            for spelled in spellings if person.isascii() else (each for each in spellings if len(each) >= _LEAST):
                self._persons.setdefault(spelled, set()).add(number)

    def surname(self, word: str) -> set[int]:
        """The persons whose surname the word spells."""
        return self._surnames.get(word, set()) | self._surnames.get(_OTHER_SURNAMES.get(word, ""), set())

    def persons(self, text: str) -> Iterable[Found]:
        """Full names and English first names in the folded text."""
        words = list(_WORD.finditer(text))
        for place, word in enumerate(words):
            plain = word[0].removesuffix("'s")
            if place + 1 < len(words):
                pair = f"{plain} {words[place + 1][0].removesuffix(chr(39) + 's').replace('-', '')}"
                if pair in self._persons:
                    yield word.start(), words[place + 1].end(), tuple(sorted(self._persons[pair]))
                    continue
            if plain in self._persons:
                yield word.start(), word.start() + len(plain), tuple(sorted(self._persons[plain]))

    def clients(self, text: str) -> Iterable[Found]:
        """Spelled brands, with the trade words beside them, and trades alone where they fit few clients."""
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            stop = place + 1
            found = self._brand(words[place][0])
            if not found and place + 1 < len(words):
                found = self._brand(words[place][0] + words[place + 1][0])
                stop += bool(found)
            first = place if found else None
            trades: list[str] = []
            if not found and (words[place][0] in TRADE_WORDS):
                trades.append(words[place][0])
                first = place
            while first is not None and stop < len(words) and text[words[stop - 1].end() : words[stop].start()] in (
                " ", " & ", ". ", ".", "'",
            ):  # fmt: skip
                word = words[stop][0].removesuffix("'s")
                if word in TRADE_WORDS:
                    trades.append(word)
                elif word not in _FILLERS:
                    break
                stop += 1
            if first is not None:
                fitting = self._fitting(found, trades, "branch" in text)
                if not found and (before := _named_before(text, words, first)):
                    fitting = self._of_town(before, fitting)
                if fitting:
                    yield words[first].start(), words[stop - 1].end(), fitting
                    place = stop
                    continue
            place += 1

    def _brand(self, word: str) -> set[int]:
        plain = word.removesuffix("'s").replace("-", "")
        known = self._brands.get(plain)
        if known or len(plain) < 6 or plain in TRADE_WORDS:
            return known or set()
        from rapidfuzz.distance import OSA  # only English messages with a slip need it: 25 ms to import

        near = [w for size in (-1, 0, 1) for w in self._spelled.get((plain[0], len(plain) + size), ())]
        close = [w for w in near if OSA.distance(w, plain, score_cutoff=1) <= 1]
        return self._brands[close[0]] if len(close) == 1 else set()

    def _of_town(self, word: str, clients: tuple[int, ...]) -> tuple[int, ...]:
        """Those named after the town that the word spells: Harbour Logistics and Xiamen Hospital are none of ours."""
        place = self._places.get(word)
        return tuple(number for number in clients if place is not None and place in self._all_names[number])

    def _fitting(self, found: set[int], trades: list[str], branch: bool) -> tuple[int, ...]:
        if not found and (len(trades) < 2 and trades[0] in _ALONE_TOO_VAGUE):
            return ()
        pool = found or range(len(self._all_names))
        fits = [
            number
            for number in pool
            if all(any(form in self._all_names[number] for form in TRADE_WORDS[trade]) for trade in trades)
        ]
        if not branch:
            fits = [number for number in fits if not _BRANCH.search(self._all_names[number])] or fits
        if found:
            return tuple(sorted(fits or (() if trades else found)))
        return tuple(fits) if len(fits) <= (4 if len(trades) > 1 else 2) else ()


_BRANCH = lazy("分校|分院|分店|分公司|分局|分行|支行|分理处|校区")


def _named_before(text: str, words: Sequence[re.Match[str]], first: int) -> str:
    """The word of a name before the trade that begins here; empty where the trade stands by itself."""
    while first and words[first - 1][0] in _FILLERS and _joined(text, words[first - 1], words[first]):
        if words[first - 1][0] in LEADS:
            return ""
        first -= 1
    if not first or not _joined(text, words[first - 1], words[first]):
        return ""
    before = words[first - 1][0].removesuffix("'s")
    return "" if before in LEADS or before.endswith("ed") else before


def _joined(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    return text[word.end() : following.start()].strip(" .") == ""


def _spelled_client(name: str, places: frozenset[str]) -> Iterable[str]:
    if name.isascii():
        words = name.split()
        if len(words) > 1:
            yield "".join(words[:2])
        if len(words[0]) > 1 if words else False:
            yield words[0]
        return
    stem = without_region(name, places)
    brand = brand_of(stem) or stem
    for piece in dict.fromkeys((brand, stem[:2], stem[:3], stem, name)):
        spelled = "".join(reading(sign) or "" for sign in piece)
        if len(piece) >= 2 and len(spelled) >= 4 and piece not in places:
            yield spelled


_LEAST = 4  # letters of a Chinese name in Latin ones: 阿B is no "a"
_GIVEN = 6  # letters of a given name that stands for somebody by itself: Guodong


def _spelled_person(name: str) -> tuple[str, tuple[str, ...]]:
    if name.isascii():
        words = name.split()
        if len(words) < 2:
            return "", (name,)
        return words[-1], (name, words[0])
    if not 2 <= len(name) <= 4 or name[0] in "老小阿":
        return "", ("".join(reading(sign) or "" for sign in name),)
    size = 2 if len(name) > 2 and name[:2] in DOUBLE_SURNAMES else 1
    surname = surname_reading(name[:size])
    given = "".join(reading(sign) or "" for sign in name[size:])
    alone = (given,) if len(name) - size == 2 and len(given) >= _GIVEN else ()
    return surname, (f"{surname} {given}", f"{given} {surname}", f"{surname}{given}", *alone)
