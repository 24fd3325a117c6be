"""Finds what may be a client in a message; which one is meant is decided in `who`."""

import re
from dataclasses import dataclass
from operator import add

from language.characters import fold, reading, readings, sounds
from language.ground import MOST, Ground, Span, stands_alone
from language.patterns import lazy, pattern
from language.portfolio import Portfolio
from language.short_forms import TRADES
from language.tables import lines


@dataclass(slots=True)
class ClientMention:
    """Words that stand for one of these clients; `strength` says how surely they stand for a client at all."""

    begin: int
    finish: int
    numbers: tuple[int, ...]
    strength: float
    place: bool = False  # only where somebody of another client was met


_ASCII = lazy(r"[a-z]{2}")
_NEAR_VERB = lazy(
    r"(?:[去到在跟和给从约见找跑访防了的至赴、,，。 :：]|拜会|回访|上门|昨天|今天|明天|上午|下午|[号日]|^)$"
)


def client_mentions(folded: str, portfolio: Portfolio, times: list[Span]) -> tuple[list[ClientMention], list[Span]]:
    """Clients by name, alias and short form, none overlapping; and where such a name is part of another one's."""
    exact, others = [], []
    for begin, finish, known in portfolio.client_names.find(folded):
        if not stands_alone(folded, begin, finish, times):
            continue
        doubts = {number: _other_than(folded, begin, finish, number, portfolio) for number in known}
        numbers = tuple(number for number in known if doubts[number] < 1)
        if numbers:
            strength = max(_strength(folded[begin:finish], n, portfolio) * (1 - doubts[n]) for n in numbers)
            exact.append(ClientMention(begin, finish, numbers, strength))
        else:
            others.append((begin, finish))
    chosen = _choose(exact, [])
    if _ASCII.search(folded):
        spelled = [ClientMention(b, f, n, 0.85) for b, f, n in portfolio.romanized.clients(folded)]
        chosen = _choose(spelled, chosen)
    if others:
        ground = Ground(len(folded), ((mention.begin, mention.finish) for mention in chosen))
        others = [span for span in others if ground.free(*span)]
    return chosen, others


def sounding_clients(folded: str, portfolio: Portfolio, taken: list[Span]) -> list[ClientMention]:
    """Clients whose name sounds like words of the text: homophones, slips of a dictation."""
    found = []
    ground: Ground | None = None
    for begin, finish, known in portfolio.client_sounds.find(sounds(folded)):
        ground = ground or Ground(len(folded), taken)
        if not ground.free(begin, finish):
            continue
        written = folded[begin:finish]
        strength = 0.0
        for number in known:
            for name in portfolio.names_of(number):
                strength = max(strength, _alike(written, name))
        if finish - begin == 2:
            strength = strength * 0.9 if _NEAR_VERB.search(folded[max(0, begin - 2) : begin]) else 0.0
        numbers = tuple(n for n in known if _other_than(folded, begin, finish, n, portfolio) < 0.5)
        if strength and numbers:
            found.append(ClientMention(begin, finish, numbers, strength))
    return _choose(found, []) if found else []


def clients_by_trade(folded: str, portfolio: Portfolio, taken: list[Span]) -> list[ClientMention]:
    """Clients by what they do: 食品厂, 酒店那边; only where few do it."""
    ground = Ground(len(folded), taken)
    standing = _TRADE_PAIRS.keys() & set(map(add, folded, folded[1:]))
    for trade in sorted((trade for pair in standing for trade in _TRADE_PAIRS[pair]), key=TRADES.index):
        begin = folded.find(trade)
        finish = begin + len(trade)
        if begin < 0 or not ground.free(begin, finish):
            continue
        tail = _TRADE_TAIL.match(folded, finish)
        place = trade.endswith(("店", "院", "行", "学", "校", "园", "社", "台", "馆", "场", "所"))
        if not tail and not (place and re.search(r"[去到在找从跟](?:了|一趟|趟)?$", folded[max(0, begin - 4) : begin])):
            continue
        numbers = portfolio.in_trade(trade)
        if 1 <= len(numbers) <= 4:
            return [ClientMention(begin, tail.end() if tail else finish, numbers, 0.7)]
    return []


_TRADE_TAIL = lazy("厂|公司|集团|那边|那里")
_TRADE_PAIRS: dict[str, list[str]] = {}
for _trade in TRADES:
    _TRADE_PAIRS.setdefault(_trade[:2], []).append(_trade)


_TOWN = lazy(r"[^去到在跟和给从约见找跑访的了天午陪为让请,，。、 ]{2}[县市镇区乡]$")
_MORE = pattern("more")
_NUMBERED = lazy(r"第?[一二三四五六七八九十](?:中(?![午旬])|小(?!时)|医?院|厂)")
_ORDINALS = "第一二三四五六七八九十百"
# 登高 is not meant where 登高中学, 登高食品厂 or 登高教育局 is said: what makes a brand the name of somebody else.
_KINDS = (
    *(trade for trade in TRADES if trade[-1] in "学校院行店园社"),
    *("街道办事处", "街道办", "街道", "法院", "政府"),
    *("宾馆", "饭店", "酒楼", "酒家", "旅馆", "客栈", "餐厅", "超市", "商场", "药店", "药房", "影城", "影院", "会所"),
)
_TRADE_HEADS: dict[str, list[str]] = {}
for _trade in sorted({*_KINDS, *TRADES}, key=len, reverse=True):
    _TRADE_HEADS.setdefault(_trade[:2], []).append(_trade)
_QUALIFIERS = ("第一", "第二", "第三", "实验", "国际", "人民", "中心", "城市")
_BODIES = ("有限公司", "股份有限公司", "有限责任公司", "公司", "集团", "厂", "局")
_SAME_TRADE = [frozenset(group) for group in lines("same_trade")]


def _other_than(folded: str, begin: int, finish: int, number: int, portfolio: Portfolio) -> float:
    """How likely (0 to 1) the words around make it another organisation's name: 长汀县教育局, 十二中, 一中附小."""
    client = portfolio.clients[number]
    written = folded[begin:finish]
    before = folded[max(0, begin - 4) : begin]
    if before and written[0] in _ORDINALS and before[-1] in _ORDINALS:
        return 1.0
    if before.endswith("附属"):
        return 1.0
    known, trades = portfolio.known_words(number)
    more = _MORE.match(folded, finish)
    if more and more[0] not in known:
        return 1.0
    numbered = _NUMBERED.match(folded, finish)
    if numbered and written[-1] not in "中小院厂" and numbered[0] not in known:
        return 1.0
    trade = _trade_after(folded, finish)
    if trade and not _in_trade(trade, trades):
        return 1.0
    full = written == fold(client.name)
    town = _TOWN.search(before)
    if town and town[0] not in known and town[0][:-1] not in known:
        return 0.3 if full else 1.0
    place = next((before[-n:] for n in (4, 3, 2) if before[-n:] in portfolio.regions), None)
    return 0.3 if place and place not in known and place[:-1] not in known else 0.0


def _trade_after(folded: str, place: int) -> str:
    """The trade that makes an organisation of a brand before it: 中学, 食品(厂), 矿业(有限公司); empty if none does."""
    if folded.startswith(_QUALIFIERS, place):
        place += 2
    for trade in _TRADE_HEADS.get(folded[place : place + 2], ()):
        if folded.startswith(trade, place) and (trade in _KINDS or folded.startswith(_BODIES, place + len(trade))):
            return trade
    return ""


def _in_trade(trade: str, known: str) -> bool:
    if trade in known or any(trade in group and any(word in known for word in group) for group in _SAME_TRADE):
        return True
    return (trade == "学校" and "学" in known) or (trade == "医院" and "院" in known)


def _strength(written: str, number: int, portfolio: Portfolio) -> float:
    explicit = portfolio.names_of(number)[: 1 + len(portfolio.clients[number].aliases)]
    if written in explicit:
        return 1.0 if written == explicit[0] else 0.97
    return 0.9 if len(written) >= 3 else 0.8


def _alike(written: str, name: str) -> float:
    """0 for a different name; more where every sign is the same or read the same, less where it only sounds near."""
    if len(written) != len(name) or sounds(written) != sounds(name):
        return 0.0
    same = sum(a == b for a, b in zip(written, name, strict=True))
    if not same:
        return 0.0
    heard = all(
        a == b or reading(a) in readings(b) or reading(b) in readings(a) for a, b in zip(written, name, strict=True)
    )
    return (0.85 if heard else 0.75) if len(name) > 2 else (0.8 if heard else 0.6)


def _choose(found: list[ClientMention], kept: list[ClientMention]) -> list[ClientMention]:
    """The longest, then the surest of overlapping mentions, in the order of the text."""
    if len(found) + len(kept) <= 1:
        return found or kept
    chosen = list(kept)
    size = max((mention.finish for mention in (*found, *kept)), default=0)
    ground = Ground(size, ((mention.begin, mention.finish) for mention in kept))
    for mention in sorted(found, key=lambda m: (m.begin - m.finish, -m.strength, m.begin)):
        if ground.free(mention.begin, mention.finish):
            ground.take(mention.begin, mention.finish)
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.begin)[:MOST]
