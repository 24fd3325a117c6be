"""Every language has every text, with the same values in it, and every text is used."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from locales.markup import Markup
from locales.words import LANGUAGES, _catalogue, closest, words

ROOT = Path(__file__).parents[2]
NOUNS = sorted(path.stem for path in (ROOT / "locales/zh_Hans/LC_MESSAGES").glob("*.po"))
ROOMS = ("bot", "handlers", "services", "domain", "scheduler", "locales")


def texts(language: str, noun: str) -> dict[str, list[str]]:
    with (ROOT / f"locales/{language}/LC_MESSAGES/{noun}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found = {}
    for message in catalogue:
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            found[key] = list(message.string) if isinstance(message.string, tuple) else [message.string]
    return found


def values_in(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_noun_has_a_catalogue_in_the_language(language: str) -> None:
    assert sorted(path.stem for path in (ROOT / f"locales/{language}/LC_MESSAGES").glob("*.po")) == NOUNS


@pytest.mark.parametrize("noun", NOUNS)
def test_every_language_has_every_text_with_the_same_values(noun: str) -> None:
    by_language = {language: texts(language, noun) for language in LANGUAGES}
    first = by_language[LANGUAGES[0]]
    for language, found in by_language.items():
        assert sorted(found) == sorted(first), language
        for key, forms in found.items():
            assert all(form.strip() for form in forms), f"{language} {noun}.{key} is empty"
            wanted = values_in(first[key][-1])
            assert values_in(forms[-1]) == wanted, f"{language} {noun}.{key} has other values"


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_read_as_babel_reads_it(language: str, noun: str) -> None:
    assert {key: list(forms) for key, forms in _catalogue(language, noun).items()} == texts(language, noun)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_text_is_html_that_telegram_takes(noun: str) -> None:
    for language in LANGUAGES:
        for key, forms in texts(language, noun).items():
            for form in forms:
                opened = re.findall(r"<(/?)(\w+)[^>]*>", form)
                assert {tag for _, tag in opened} <= {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}, key
                assert sum(-1 if close else 1 for close, _ in opened) == 0, f"{language} {noun}.{key}"


def used_keys() -> tuple[set[str], set[str]]:
    """Keys written out in the code, and the beginnings of those put together there."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            whole |= set(re.findall(r"[\"']([a-z_]+\.[A-Za-z_0-9]+)[\"']", source))
            beginnings |= set(re.findall(r"f[\"']([a-z_]+\.[A-Za-z_0-9]*)\{", source))
    return whole, beginnings


@pytest.mark.parametrize("noun", NOUNS)
def test_every_text_is_used(noun: str) -> None:
    whole, beginnings = used_keys()
    unused = [
        key
        for key in texts(LANGUAGES[0], noun)
        if f"{noun}.{key}" not in whole and not any(f"{noun}.{key}".startswith(start) for start in beginnings)
    ]
    assert unused == []


def test_traditional_texts_hold_no_simplified_signs() -> None:
    simplified = set("们这个说时对开关东车见话语请谁记录户访问题页级样机会经与业务产")
    # A sign that traditional Chinese writes in the same way does not belong into the set above.
    simplified -= set("")
    for noun in NOUNS:
        for key, forms in texts("zh_Hant", noun).items():
            if key.startswith("language_"):
                continue
            assert not simplified & set("".join(forms)), f"zh_Hant {noun}.{key}: {forms}"


def test_values_are_escaped_and_markup_is_not() -> None:
    spoken = words("en")
    assert "&lt;b&gt;" in spoken.t("common.line", label="x", value="<b>")
    assert "<b>" in spoken.t("common.line", label="x", value=Markup("<b>y</b>"))


def test_a_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("en").t("common.no_such_text")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-hans", "zh_Hans"), ("zh", "zh_Hans"), ("zh-TW", "zh_Hant"), ("zh-hant", "zh_Hant"), ("zh-HK", "zh_Hant"),
     ("en-US", "en"), ("en", "en"), ("fr", "zh_Hans"), (None, "zh_Hans")],
)  # fmt: skip
def test_a_stranger_is_spoken_to_in_the_nearest_language(tag: str | None, language: str) -> None:
    assert closest(tag, "zh_Hans") == language
