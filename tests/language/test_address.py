"""How somebody is addressed in a greeting."""

import pytest

from language.address import address, written_in


@pytest.mark.parametrize(
    ("name", "position", "sex", "called"),
    [
        ("王建斌", "校长", "male", "王校长"),
        ("陈丽娟", "办公室主任", "female", "陈主任"),
        ("欧阳振华", "副院长", "male", "欧阳院长"),
        ("戴国良", "总经理", "male", "戴总"),
        ("廖春梅", "护士长", "female", "廖护士长"),
        ("陈志雄", "董事长", "male", "陈董事长"),
        ("詹美玲", None, "female", "詹女士"),
        ("詹美玲", None, None, "詹美玲"),
        ("蔡宗憲", "副總經理", "male", "蔡總"),
    ],
)
def test_a_chinese_name_is_addressed_by_surname_and_title(
    name: str, position: str | None, sex: str | None, called: str
) -> None:
    assert address(name, position, sex, "zh_Hans", formal=True) == called


def test_a_name_in_latin_letters_is_addressed_the_english_way() -> None:
    assert address("Kevin Huang", "IT manager", "male", "en", formal=True) == "Mr Huang"
    assert address("Kevin Huang", "IT manager", "male", "en", formal=False) == "Kevin"
    assert address("Wang Jianbin", "Principal", "male", "en", formal=False) == "Principal Wang"
    assert address("Li Na", None, None, "en", formal=True) == "Li Na"


def test_a_greeting_is_in_the_language_of_the_name() -> None:
    assert written_in("王建斌", "zh_Hans") == "zh_Hans"
    assert written_in("蔡宗憲", "zh_Hans") == "zh_Hant"
    assert written_in("Kevin Huang", "zh_Hans") == "en"
    assert written_in("王建斌", "zh_Hant") == "zh_Hant"
    assert written_in("王建斌", "en") == "zh_Hans"
