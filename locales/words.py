"""The texts of one language: `words.t("visits.saved", client=...)`.

Keys are `<noun>.<name>`; each noun has a catalogue `<language>/LC_MESSAGES/<noun>.po`, a gettext file whose msgid is
the name. A plural is one entry with `msgid_plural` and is chosen by the value `n`. Every language has every key.
"""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from locales.markup import Markup, escape

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
"""Interface languages, the default first."""

_FOLDER = Path(__file__).parent


def closest(code: str | None, default: str) -> str:
    """The interface language nearest to an IETF tag such as `zh-TW` or `en-US`."""
    tag = (code or "").replace("_", "-").lower()
    if tag.startswith("zh"):
        traditional = any(part in tag for part in ("hant", "tw", "hk", "mo"))
        return "zh_Hant" if traditional else "zh_Hans"
    return "en" if tag.startswith("en") else default


@cache
def _catalogue(language: str, noun: str) -> GNUTranslations:
    path = _FOLDER / language / "LC_MESSAGES" / f"{noun}.po"
    with path.open("rb") as file:
        source = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, source)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Words:
    """The texts of one interface language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def plain(self, key: str, **values: Any) -> str:
        """A text with its values put in as they are: for labels, toasts and files.

        Raises KeyError for a key that the catalogue lacks.
        """
        noun, _, name = key.partition(".")
        catalogue = _catalogue(self.language, noun)
        several = f"{name}|plural"
        text = catalogue.ngettext(name, several, values["n"]) if "n" in values else catalogue.gettext(name)
        if text in (name, several):
            raise KeyError(f"{self.language}: {key}")
        return text.format(**values) if values else text

    def t(self, key: str, **values: Any) -> Markup:
        """A text with its values escaped for HTML, unless they are Markup."""
        return Markup(self.plain(key, **{name: escape(value) for name, value in values.items()}))


@cache
def words(language: str) -> Words:
    """The texts of a language; one that is not ours falls back to the default."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])
