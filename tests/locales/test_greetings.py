"""The greetings of our own writing: enough of them, truly different, short, and none that hurts."""

from itertools import combinations

import pytest
from rapidfuzz import fuzz

from domain.greetings import COOPERATION, LONGEST, Register, painful
from locales import greetings
from locales.words import LANGUAGES

COMMON = (
    *("birthday", "lunar_birthday", "founding", "cooperation", "contract_anniversary", "contract_end", "other"),
    *("元旦", "春节", "元宵节", "清明节", "劳动节", "端午节", "中秋节", "国庆节", "重阳节"),
    *("妇女节", "护士节", "医师节", "教师节", "建军节", "记者节", "警察节"),
)
MOST_ALIKE = 58
"""Two texts of a cell may be this alike at most, of 100; the name and the moment's own name do not count."""


def _cells(language: str) -> list[tuple[str, Register, list[str]]]:
    return [
        (subject, register, [each.text for each in greetings.texts(language, subject) if each.register is register])
        for subject in COMMON
        for register in Register
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_common_moment_has_six_texts_in_each_register(language: str) -> None:
    assert [(subject, register) for subject, register, texts in _cells(language) if len(texts) < 6] == []


def test_every_language_has_the_same_moments() -> None:
    assert {frozenset(greetings.subjects(language)) for language in LANGUAGES} == {frozenset(COMMON)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_of_a_cell_are_alike(language: str) -> None:
    alike = []
    for subject, _, texts in _cells(language):
        for one, other in combinations(texts, 2):
            bare = [
                text.replace("{whom}", "").replace("{moment}", "").replace("{subject}", "").replace(subject, "")
                for text in (one, other)
            ]
            if fuzz.ratio(*bare) > MOST_ALIKE:
                alike.append((one, other))
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_in_two_cells(language: str) -> None:
    texts = [text for _, _, cell in _cells(language) for text in cell]
    assert sorted(text for text in set(texts) if texts.count(text) > 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_one_sms_and_names_whom_it_is_for(language: str) -> None:
    whom = "Principal Montgomery" if language == "en" else "欧阳办公室主任"
    filled = {"whom": whom, "moment": "植树节" if language != "en" else "Arbor Day", "subject": "集团专线服务合同"}
    texts = [text for _, _, cell in _cells(language) for text in cell]
    assert [text for text in texts if "{whom}" not in text] == []
    assert [text for text in texts if len(text.format(**filled)) > LONGEST[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_word_that_hurts_at_its_moment(language: str) -> None:
    hurting = [
        (subject, text)
        for subject, _, texts in _cells(language)
        for text in texts
        if painful(text, greetings.never(language, subject))
    ]
    assert hurting == []


def test_traditional_texts_hold_no_simplified_characters_and_no_mainland_expressions() -> None:
    text = "".join(text for _, _, cell in _cells("zh_Hant") for text in cell)
    assert [sign for sign in "们这个为国发时会说对开过还进样话让谢华节" if sign in text] == []
    assert [word for word in ("三八", "合同", "信息", "感謝支援", "咱們", "短信", "啥") if word in text] == []


def test_formal_texts_are_written_without_emoji_and_to_the_polite_you() -> None:
    texts = [text for language in ("zh_Hans", "zh_Hant") for _, _, cell in _cells(language) for text in cell]
    assert [text for text in texts if "你" in text.replace("你们", "").replace("你們", "")] == []


def test_a_day_of_mourning_has_no_greeting() -> None:
    assert greetings.texts("zh_Hans", "中元节") == []


def test_a_moment_without_texts_of_its_own_is_named_in_them() -> None:
    assert all("{moment}" in each.text for each in greetings.texts("zh_Hans", "植树节"))
    assert COOPERATION in greetings.subjects("en")
