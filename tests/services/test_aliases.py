"""Names learned from use: conservatively, for one member, within their scope."""

import pytest

from services import aliases, understanding
from storage import clients, persons
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


@pytest.fixture
def house(tx: Tx) -> Tx:
    """The sample organisation."""
    settle(tx)
    return tx


def client(tx: Tx, name: str) -> int:
    """The id of a client."""
    found = clients.by_name(tx, name)
    assert found is not None
    return found.id


def person(tx: Tx, home: str, name: str) -> int:
    """The id of a person."""
    return next(each.id for each in persons.of_client(tx, client(tx, home)) if each.name == name)


def test_a_learned_name_is_read_from_then_on_by_that_member_alone(house: Tx) -> None:
    lin, leader = actor(house, "林悦"), actor(house, "周敏")
    learned = aliases.learn_client(house, lin, "登高", client(house, "龙岩市第二医院"), NOW)
    assert learned is not None and (learned.text, learned.name) == ("登高", "龙岩市第二医院")
    said_on = NOW.replace(tzinfo=None)
    for reader, expected in (("林悦", "龙岩市第二医院"), ("周敏", None)):
        read = understanding.read(house, actor(house, reader), "今天去登高谈续约", said_on)
        assert (read.client.name if read.client else None) == expected
    assert aliases.known(house, leader) == []


@pytest.mark.parametrize(
    "said",
    [
        *(
            "医院",
            "客户",
            "他们",
            "那边",
            "校长",
            "王",
            "一二三四五六七八九十一二三",
            "电信",
            "移动",
            "明天",
            "下周三",
            "12345",
        ),
        *(
            "郑凯",
            "林悦",
            "一中",
            "龙岩一中",
            "雁中",
            "王建斌",
            "长汀县中医院",
            "某某科技有限公司",
            "hospital",
            "<b>a</b>",
            "",
        ),
    ],
)
def test_common_words_and_names_of_others_are_never_learned(house: Tx, said: str) -> None:
    lin = actor(house, "林悦")
    assert aliases.learn_client(house, lin, said, client(house, "龙岩市第二医院"), NOW) is None
    assert aliases.learn_person(house, lin, said, person(house, "龙岩市第二医院", "陈海波"), NOW) is None


def test_a_surname_with_a_title_is_learned_only_where_one_person_carries_it(house: Tx) -> None:
    lin = actor(house, "林悦")
    assert aliases.learn_person(house, lin, "王主席", person(house, "龙岩一中", "王建斌"), NOW) is None
    assert aliases.learn_person(house, lin, "老王", person(house, "龙岩一中", "王建斌"), NOW) is None
    assert aliases.learn_person(house, lin, "斌哥", person(house, "龙岩一中", "王建斌"), NOW) is not None


def test_a_client_out_of_scope_cannot_be_given_a_name(house: Tx) -> None:
    lin = actor(house, "林悦")
    assert aliases.learn_client(house, lin, "登高", client(house, "紫岭矿业股份有限公司"), NOW) is None
    assert aliases.learn_person(house, lin, "远哥", person(house, "紫岭矿业股份有限公司", "钟志远"), NOW) is None


def test_a_name_can_be_taught_anew_and_forgotten_by_its_member_alone(house: Tx) -> None:
    lin, leader = actor(house, "林悦"), actor(house, "周敏")
    aliases.learn_client(house, lin, "登高", client(house, "龙岩市第二医院"), NOW)
    again = aliases.learn_client(house, actor(house, "林悦"), "登高", client(house, "雁溪中学"), NOW)
    assert again is not None
    assert [(each.text, each.name) for each in aliases.known(house, lin)] == [("登高", "雁溪中学")]
    assert aliases.forget(house, leader, again.id) is None
    assert aliases.forget(house, lin, again.id) == "登高"
    assert aliases.forget(house, lin, again.id) is None
    assert aliases.known(house, lin) == []


def test_a_learned_name_goes_out_of_sight_with_its_client(house: Tx) -> None:
    lin, zheng = actor(house, "林悦"), actor(house, "郑凯")
    hospital = client(house, "龙岩市第二医院")
    aliases.learn_client(house, lin, "登高", hospital, NOW)
    clients.change(house, hospital, {"manager_id": zheng.id})
    assert aliases.known(house, lin) == []
