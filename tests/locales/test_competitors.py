"""Names of competitors in each language."""

import pytest

from language.tables import lines
from locales.competitors import competitor_name
from locales.words import LANGUAGES

SHORT_NAMES = sorted({short for _, short, *_ in lines("competitors")})


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_competitor_that_messages_are_searched_for_has_a_name_in_every_language(name: str) -> None:
    english = competitor_name(name, "en")
    assert english.isascii() and english != name
    assert all(competitor_name(name, language) for language in LANGUAGES)


def test_a_competitor_is_called_in_the_readers_language_and_an_unknown_one_as_it_was_written() -> None:
    assert [competitor_name("电信", language) for language in LANGUAGES] == ["电信", "電信", "China Telecom"]
    assert competitor_name("隔壁老王网络", "en") == "隔壁老王网络"
