"""One spelling for matching (simplified, half width, small letters), and how it sounds.

Every function keeps the length of the text, so that a place in the folded text is the same place in what was typed.
"""

from functools import cache, lru_cache
from pathlib import Path

from language.tables import lines, words

_TABLES = Path(__file__).parent / "tables"

# Readings a character has as a surname, where it is not its usual one.
SURNAME_READINGS: dict[str, str] = dict(lines("surname_readings"))

DOUBLE_SURNAMES = frozenset(words("double_surnames"))

# Sounds that southern speech and dictation mix up: initials first, then endings.
_NEAR_WHOLE = {"hu": "fu", "hui": "fei", "huang": "fan", "huan": "fan", "hua": "fa", "hun": "fen", "hong": "fen"}
_NEAR_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_NEAR_ENDINGS = (("ing", "in"), ("eng", "en"), ("ang", "an"))


@cache
def _folding() -> dict[int, int]:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    table[0x3000] = ord(" ")
    for line in (_TABLES / "traditional.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            simplified = ord(line[0])
            table.update(dict.fromkeys(map(ord, line[1:]), simplified))
    for signs in words("cantonese"):
        table.update(dict.fromkeys(map(ord, signs[1:]), ord(signs[0])))
    return table


def fold(text: str) -> str:
    """The text in one spelling, character by character: `台龍精密Ａ` → `台龙精密a`."""
    return _short(text) if len(text) <= _SHORT else text.translate(_folding())


_SHORT = 80


@lru_cache(maxsize=2048)
def _short(text: str) -> str:
    """Names and most messages are folded several times over; what is longer is not worth its room."""
    return text.translate(_folding())


@lru_cache(maxsize=1024)  # eighteen thousand signs share some four hundred syllables
def near(sound: str) -> str:
    """The class of syllables that are easily taken for this one: `zhang` → `zan`, `hu` → `fu`."""
    if sound in _NEAR_WHOLE:
        return _NEAR_WHOLE[sound]
    for written, heard in _NEAR_INITIALS:
        if sound.startswith(written):
            sound = heard + sound.removeprefix(written)
            break
    for written, heard in _NEAR_ENDINGS:
        if sound.endswith(written):
            return sound.removesuffix(written) + heard
    return sound


@cache
def _readings() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    usual: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    for line in (_TABLES / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("also "):
            _, sound, signs = line.split(" ")
            others.update((sign, (*others.get(sign, ()), sound)) for sign in signs)
        else:
            sound, signs = line.split(" ")
            usual.update(dict.fromkeys(signs, sound))
    return usual, others


def reading(sign: str) -> str | None:
    """The usual reading of a folded character without its tone, or None where it has none."""
    return _readings()[0].get(sign)


def readings(sign: str) -> tuple[str, ...]:
    """Every common reading of a folded character, the usual one first."""
    usual, others = _readings()
    return (usual[sign], *others.get(sign, ())) if sign in usual else ()


_FIRST = {"长": "chang", "重": "chong", "厦": "xia"}
"""How signs are read that begin the names of places, and are read otherwise within words."""


def alphabetical(name: str) -> tuple[tuple[str, str], ...]:
    """A key to sort names by as a Chinese directory does: sign by sign by their sound, Latin letters and digits among
    them; what sounds alike, by how it is written."""
    first, *rest = list(fold(name)) or [""]
    return ((_FIRST.get(first) or reading(first) or first, first), *((reading(sign) or sign, sign) for sign in rest))


def surname_reading(surname: str) -> str:
    """How a surname is read, without tones: `曾` → `zeng`, `欧阳` → `ouyang`."""
    return SURNAME_READINGS.get(surname) or "".join(reading(sign) or "" for sign in surname)


@cache
def _sounding() -> tuple[dict[int, int], dict[str, int]]:
    usual, _ = _readings()
    classes = {kind: 0xE000 + number for number, kind in enumerate(sorted({near(sound) for sound in usual.values()}))}
    return {ord(sign): classes[near(sound)] for sign, sound in usual.items()}, classes


def sounds(folded: str) -> str:
    """The folded text with every character replaced by one sign for its class of near sounds."""
    return _short_sounds(folded) if len(folded) <= _SHORT else folded.translate(_sounding()[0])


@lru_cache(maxsize=2048)
def _short_sounds(folded: str) -> str:
    return folded.translate(_sounding()[0])


def sound_sign(sound: str) -> str:
    """The one sign that stands for a syllable's class of near sounds in `sounds`; empty for what is no syllable."""
    code = _sounding()[1].get(near(sound))
    return chr(code) if code else ""
