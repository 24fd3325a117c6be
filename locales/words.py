"""The texts of one language: `words.t("visits.saved", client=...)`.

Keys are `<noun>.<name>`; each noun has a catalogue `<language>/LC_MESSAGES/<noun>.po`, a gettext file whose msgid is
the name. A plural is one entry with `msgid_plural` and is chosen by the value `n`. Every language has every key.
"""

from ast import literal_eval
from functools import cache
from pathlib import Path
from typing import Any

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
def _catalogue(language: str, noun: str) -> dict[str, tuple[str, ...]]:
    """The forms of each text, the singular first. A test holds this reader against Babel's, which takes a tenth of a
    second of every start to import."""
    path = _FOLDER / language / "LC_MESSAGES" / f"{noun}.po"
    found: dict[str, tuple[str, ...]] = {}
    forms: dict[str, str] = {}
    keyword = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        if line.startswith('"'):
            forms[keyword] += literal_eval(line)
        elif line.startswith("msg"):
            keyword, _, text = line.partition(" ")
            if keyword == "msgid":
                if name := forms.pop("msgid", ""):
                    forms.pop("msgid_plural", None)
                    found[name] = tuple(forms.values())
                forms = {}
            forms[keyword] = literal_eval(text)
    return found


class Words:
    """The texts of one interface language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._forms: dict[str, tuple[str, ...]] = {}

    def plain(self, key: str, **values: Any) -> str:
        """A text with its values put in as they are: for labels, toasts and files.

        Raises KeyError for a key that the catalogue lacks.
        """
        return self._filled(key, values)

    def t(self, key: str, **values: Any) -> Markup:
        """A text with its values escaped for HTML, unless they are Markup."""
        return Markup(self._filled(key, {name: escape(value) for name, value in values.items()}))

    def _filled(self, key: str, values: dict[str, Any]) -> str:
        forms = self._forms.get(key) or self._read(key)
        if not values:
            return forms[0]
        # English alone has two forms; the Chinese ones have one.
        text = forms[-1] if values.get("n", 1) != 1 else forms[0]
        return text.format_map(values)

    def _read(self, key: str) -> tuple[str, ...]:
        noun, _, name = key.partition(".")
        forms = _catalogue(self.language, noun).get(name)
        if forms is None:
            raise KeyError(f"{self.language}: {key}")
        self._forms[key] = forms
        return forms


@cache
def words(language: str) -> Words:
    """The texts of a language; one that is not ours falls back to the default."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])
