"""What comes every year on a day that is named."""

import pytest

from language import yearly


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("每年3月12日 植树节 给林业局打电话", "3月12日"),
        ("每年農曆八月十五給歐陽院長送月餅", "農曆八月十五"),
        ("every year on 12 March call the forestry office", "12 march"),
        ("逐年 腊月二十三 小年问候", "腊月二十三"),
    ],
)
def test_a_day_of_every_year_is_found(text: str, day: str) -> None:
    found = yearly.day_of(text)
    assert found is not None and text[slice(*found)].lower() == day


@pytest.mark.parametrize("text", ["3月12日去林业局", "每年都要走访两次", "他们每年付费3万8", ""])
def test_other_words_name_none(text: str) -> None:
    assert yearly.day_of(text) is None


def test_the_words_that_say_every_year_are_taken_out() -> None:
    assert yearly.without("每年 植树节") == " 植树节"
