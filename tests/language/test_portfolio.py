"""The index of names: anything in it is found; nothing said of somebody else is ever surely taken for it."""

import random
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from language.characters import fold, sounds
from language.understanding import Client, Person, Portfolio, understand

NOW = datetime(2026, 3, 18, 18, 0)
BRANDS = [
    "紫岭", "子岭", "紫玲", "莲山", "连山", "联山", "登高", "灯高", "恒升", "恒生", "衡升", "盈康", "康盈", "建业",
    "建叶", "一中", "二中", "龙津", "龙金", "隆津", "金龙", "安济", "安吉", "顺捷", "顺杰", "汀江", "亭江",
]  # fmt: skip
TRADES = [
    "矿业有限公司", "中学", "第一小学", "医院", "大酒店", "物流有限公司", "教育局", "幼儿园", "农商银行", "食品厂",
    "街道办事处", "水泥有限公司",
]  # fmt: skip
TOWNS = ["龙岩市", "上杭县", "永定区", "长汀县", ""]
SURNAMES = "王汪李黎张章陈程刘柳谢解单善曾郑冼显"
GIVEN = [
    "建国", "志强", "晓东", "丽娟", "海波", "永康", "国庆",
]  # fmt: skip
CALLED = {
    "校长": "校长", "院长": "院长", "总经理": "总", "局长": "局", "主任": "主任", "办公室主任": "主任",
    "信息科科长": "科长", "财务经理": "经理",
}  # fmt: skip
SENTENCES = (
    "昨天去{client}拜访{person}，聊了续约",
    "{client} {person} 谈妥",
    "给{client}{person}打了个电话祝生日快乐",
    "明天上午九点约了{client}{person}看机房",
    "{client}{person}来电话说网络又断了",
    "{person}昨天在{client}见了面",
    "在{client}开会碰到了{person}",
)


def confusable(seed: int) -> tuple[random.Random, Portfolio]:
    """Clients and persons whose names are alike in writing and in sound."""
    rng = random.Random(seed)
    clients: dict[str, Client] = {}
    persons: list[Person] = []
    for number in range(rng.randint(5, 25)):
        brand = rng.choice(BRANDS)
        name = rng.choice(TOWNS) + brand + rng.choice(TRADES)
        if name in clients:
            continue
        clients[name] = Client(number, name, (brand,) if rng.random() < 0.5 else ())
        for _ in range(rng.randint(0, 3)):
            name_of = rng.choice(SURNAMES) + rng.choice(GIVEN)
            persons.append(Person(len(persons), number, name_of, None, rng.choice(list(CALLED))))
    return rng, Portfolio(list(clients.values()), persons)


def may_be_meant(said: str, portfolio: Portfolio) -> set[str]:
    """The clients that these words name: by name, by alias, or by a name that sounds the same."""
    said = fold(said)
    meant = set()
    for client in portfolio.clients:
        name = fold(client.name)
        alike = any(sounds(said[-n:]) == sounds(name[-n:]) for n in range(4, min(len(said), len(name)) + 1))
        if said in (name, *map(fold, client.aliases)) or alike:
            meant.add(client.name)
    return meant


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_a_client_of_whom_the_bot_is_sure_is_one_that_was_named(seed: int) -> None:
    rng, portfolio = confusable(seed)
    if not portfolio.persons:
        return
    for _ in range(8):
        person = rng.choice(portfolio.persons)
        home = next(client for client in portfolio.clients if client.id == person.client_id)
        outside = rng.choice(TOWNS) + rng.choice(BRANDS) + rng.choice(TRADES)
        said = rng.choice([home.name, home.aliases[0] if home.aliases else home.name, outside])
        called = person.name[0] + CALLED[person.position or ""] if rng.random() < 0.8 else person.name
        text = rng.choice(SENTENCES).format(client=said, person=called)
        found = understand(text, portfolio, NOW)
        if found.sure:
            assert {one.value.name for one in found.clients} <= may_be_meant(said, portfolio), text
        if said != outside:
            assert home.name in {c.name for c in (*(o.value for o in found.clients), *found.client_choices)}, text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_any_full_name_of_a_portfolio_is_found_in_any_sentence(seed: int) -> None:
    rng, portfolio = confusable(seed)
    for client in portfolio.clients:
        text = rng.choice(SENTENCES).format(client=client.name, person="")
        found = understand(text, portfolio, NOW)
        assert client in (*(one.value for one in found.clients), *found.client_choices), text
    for person in portfolio.persons:
        home = next(client for client in portfolio.clients if client.id == person.client_id)
        found = understand(rng.choice(SENTENCES).format(client=home.name, person=person.name), portfolio, NOW)
        here = {one.value.id for one in found.persons} | {one.id for names in found.person_choices for one in names}
        assert person.id in here


def test_folding_and_sounding_keep_every_place() -> None:
    for text in ("台龍精密ＡＢＣ（龍岩）", "下週三前，2026年", "Kevin İstanbul ß 𠮷"):
        assert len(fold(text)) == len(text)
        assert len(sounds(fold(text))) == len(text)
    assert fold("臺灣國語ＡＢ１２") == "台湾国语ab12"


def test_sounds_that_southern_speech_mixes_up_are_one() -> None:
    for written, heard in (
        ("护士长", "富士长"),
        ("紫岭", "紫玲"),
        ("连山", "莲山"),
        ("陈", "程"),
        ("兰", "蓝"),
        ("张", "章"),
    ):
        assert sounds(written) == sounds(heard)
    assert sounds("王") != sounds("刘")
