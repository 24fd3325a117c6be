"""The greetings of our own writing, as `<language>/greetings.toml` has them."""

import tomllib
from functools import cache
from pathlib import Path

from domain.greetings import OTHER, Candidate, Register

_FOLDER = Path(__file__).parent
_SILENT = frozenset({"中元节"})
"""Days on which nobody is greeted."""


@cache
def _table(language: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        (_FOLDER / language / "greetings.toml").read_text(encoding="utf-8")
    )
    return found


def subjects(language: str) -> tuple[str, ...]:
    """The moments that have texts of their own."""
    return tuple(name for name in _table(language) if name != "always")


def texts(language: str, subject: str) -> list[Candidate]:
    """The texts for a moment in every register; for one that has none of its own, those that name it;
    none for a day on which nobody is greeted."""
    table = _table(language)
    if subject in _SILENT:
        return []
    cells = table.get(subject) or table[OTHER]
    return [Candidate(text, register) for register in Register for text in cells[register]]


def never(language: str, subject: str) -> tuple[str, ...]:
    """Words, in small letters, that must not stand in a greeting for a moment."""
    table = _table(language)
    return (*table["always"]["never"], *table.get(subject, {}).get("never", ()))
