"""Names of organisations that stand in a message and are none of the portfolio's."""

import re
from collections.abc import Iterator
from functools import cache

from language.ground import Ground, Span
from language.patterns import lazy
from language.romanized import LEADS, TRADE_WORDS
from language.short_forms import COMMON, TRADES
from language.tables import words
from language.titles import english_titles

_KIND = lazy(
    # single signs one by one, not as a class: then the search passes over a place at its first sign
    r"(?:人民医院|中医院|医院|卫生院|诊所|幼儿园|中学|小学|学校|大学|学院|一中|二中|三中|四中|五中|六中|七中|八中|九中|十中|委员会|管委会|居委会|村委会"
    r"|街道办|派出所|法院|检察院|政府|支队|大队|供电所|事务所|研究所|公司|集团|工厂|银行|支行|分行|信用社|酒店|宾馆|饭店|餐厅|超市|商场|广场|报社|电视台"
    r"|合作社|协会|商会|中心|附小|附中|局|院|厂|馆|站|店|所|园|矿)"
)
_STOP = lazy(
    r"[,，。.;；:：、!！?？\s\"“”()（）]|[在去到跟和给从约见找访的了过趟把被让说叫是有这那家陪帮催问]|拜访|走访|回访|今天|昨天|明天|上午|下午|刚才|新客户"
    r"|客户|附近|联系|我们|他们|咱们"
)
# 二中, 三院: short names, of which a town has several.
_NUMBERED = lazy(
    r"(?<![一二三四五六七八九十第\d])(?:[一二三四五六七八九十]中(?![午旬心国间])|[一二三四五六七八九十](?:医院|院(?=[^子落内里]|$)|小(?=[和、都也]|$)))"
)
_EMPTY = frozenset(words("not_organisations"))
_SHORT_KINDS = "局院厂馆站店所园矿"
_LONGEST = 14


# A brand with its trade is somebody's name where people are met or gone to: 去海港物流见了曾总, 海港物流曾总.
_GONE_TO = lazy(r"(?:[去到在跑]|拜访|走访|回访)(?:了|过)?(?:一?趟|一下)?$")
_AND_THERE = lazy(
    r"(?:公司|集团|厂)?(?:那边|那里)?的?(?:[一-鿿]{1,3}[科部处室办股])?的?(?:[一-鿿]{1,2}(?:总|董|经理|主任|科长|厂长|部长|老板|处长|工)(?!部|经|会议|机房|结)"
    r"|$|[,，。、 ]|见|找|拜访|跟|和|谈|聊|开会|来电|打电话)"
)
_BRAND = lazy(r"[一-鿿]{2,4}")


def organisations(text: str, folded: str, times: list[Span], taken: list[Span]) -> list[Span]:
    """Where such names stand, none overlapping a known name (`taken`) or reaching over a time."""
    found: list[Span] = []
    ground: Ground | None = None
    for match in _KIND.finditer(folded):
        ground = ground or Ground(len(folded), [*taken, *times])
        begin, finish = _start(folded, match.start(), times), match.end()
        name = folded[begin:finish]
        least = 4 if match[0] in _SHORT_KINDS and match[0] not in "局院厂" else 3
        if len(name) < least or name in _EMPTY or not ground.free(begin, finish):
            continue
        if found and found[-1][1] >= begin:
            begin = found.pop()[0] if found[-1][1] == match.start() else begin
        found.append((begin, finish))
    numbered = [match.span() for match in _NUMBERED.finditer(folded)]
    if numbered:
        ground = Ground(len(folded), [*taken, *times, *found])
        found = sorted([*found, *(span for span in numbered if ground.free(*span))])
    more = [*_branded(folded, times), *(_english(text) if _CAPITAL.search(text) else ())]
    if more:
        ground = Ground(len(folded), [*taken, *times, *found])
        found = sorted([*found, *(span for span in more if ground.free(*span))])
    return found


def _branded(folded: str, times: list[Span]) -> Iterator[Span]:
    """A brand and its trade, where somebody is met there or gone to."""
    for match in _trade().finditer(folded):
        begin, finish = _start(folded, match.start(), times), match.end()
        brand = folded[begin : match.start()]
        if not _BRAND.fullmatch(brand) or brand[-2:] in COMMON or brand[:2] in COMMON:
            continue
        there = _AND_THERE.match(folded, finish)
        if there and (there[0][-1:] in _OF_PEOPLE or _GONE_TO.search(folded, max(0, begin - 5), begin)):
            yield begin, finish


_OF_PEOPLE = frozenset("总董理任长板工")


@cache
def _trade() -> re.Pattern[str]:
    return re.compile("|".join(trade for trade in TRADES if trade not in _EMPTY))


_CAPITAL = lazy(r"[A-Z][a-z]")


def _english(text: str) -> Iterator[Span]:
    """Harbour Logistics, Star Bank Ltd: words with capitals up to one of a trade, the brand before it."""
    for match in _capitals().finditer(text):
        begin = match.start()
        brand = list(re.finditer(r"\S+", match["brand"]))
        while brand and brand[0][0].lower().rstrip(".") in _no_brand():
            brand = brand[1:]
        if brand:
            yield begin + brand[0].start(), match.end()


@cache
def _no_brand() -> frozenset[str]:
    return LEADS | frozenset(english_titles()) | frozenset(TRADE_WORDS) | {"no"}


@cache
def _capitals() -> re.Pattern[str]:
    trades = "|".join(sorted((word.capitalize() for word in TRADE_WORDS if word.isalpha()), key=len, reverse=True))
    legal = r"(?: (?:Ltd|Limited|Inc|Corp|Co|Company|Group|Holdings)\b\.?)*"
    return re.compile(
        rf"\b(?P<brand>(?:[A-Z][\w&'’-]*\.? ){{1,4}}?)(?:(?:{trades})(?: (?:{trades}))*\b{legal}"
        r"|(?:Ltd|Limited|Inc|Corp|Group|Holdings|Media|Partners|Capital|Securities|Insurance|Motors|Foods)\b\.?)"
    )


def _start(folded: str, place: int, times: list[Span]) -> int:
    """How far to the left the name reaches: to a verb, a particle, a time or a sign."""
    begin = max([place - _LONGEST, 0, *(finish for _, finish in times if finish <= place)])
    for match in _STOP.finditer(folded, begin, place):
        begin = match.end()
    return begin
