"""Finding by name, alias, pinyin, initials, a part, a position, a phone; within one's scope only (R0.4)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import search
from storage.tx import Tx
from tests.e2e.house import actor, settle


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def found(tx: Tx, who: str, typed: str) -> list[str]:
    return [hit.name for hit in search.find(tx, actor(tx, who), typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("龙岩一中", "龙岩一中"),
        ("龍岩一中", "龙岩一中"),
        ("一中", "龙岩一中"),
        ("岩一", "龙岩一中"),
        ("雁溪", "雁溪中学"),
        ("lyyz", "龙岩一中"),
        ("longyanyizhong", "龙岩一中"),
        ("longyyz", "龙岩一中"),
        ("LYYZ", "龙岩一中"),
        ("yanxi", "雁溪中学"),
        ("职业学院", "龙津职业技术学院"),
        ("街道", "龙津街道办事处"),
        ("王建斌", "王建斌"),
        ("wangjianbin", "王建斌"),
        ("wjb", "王建斌"),
        ("欧阳", "欧阳振华"),
        ("一中 王", "王建斌"),
        ("13900000104", "陈海波"),
        ("0104", "陈海波"),
        ("139 0000 0104", "陈海波"),
        ("眼溪", "雁溪中学"),
    ],
)
def test_a_manager_finds_by_whatever_is_typed(tx: Tx, typed: str, first: str) -> None:
    assert found(tx, "林悦", typed)[0] == first


def test_a_surname_with_a_position_finds_everyone_it_fits(tx: Tx) -> None:
    assert set(found(tx, "林悦", "王校长")) == {"王建斌", "王淑惠"}


def test_a_client_whose_name_is_exactly_so_comes_before_all_others(tx: Tx) -> None:
    assert found(tx, "林悦", "龙津")[0] == "龙津职业技术学院"


@pytest.mark.parametrize("typed", ["紫岭", "zlky", "钟志远", "13900000107", "0107", "莲山", "Dragonfly"])
@pytest.mark.parametrize("who", ["林悦", "小孟", "任质检", "秦管理"])
def test_nobody_finds_what_is_not_theirs(tx: Tx, who: str, typed: str) -> None:
    assert found(tx, who, typed) == []


def test_leaders_find_what_their_managers_have_and_no_more(tx: Tx) -> None:
    assert "紫岭矿业股份有限公司" in found(tx, "周敏", "紫岭")
    assert found(tx, "吴江", "紫岭") == []
    assert "紫岭矿业股份有限公司" in found(tx, "高主管", "紫岭")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(max_size=20))
def test_no_words_bring_up_a_client_of_another_group(tx: Tx, typed: str) -> None:
    hits = search.find(tx, actor(tx, "吴江"), typed)
    assert {hit.client for hit in hits} <= {"汀州银行", "Dragonfly Electronics"}


def test_three_digits_are_too_few_to_search_phones_by(tx: Tx) -> None:
    assert found(tx, "林悦", "139") == []
