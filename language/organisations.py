"""Names of organisations that stand in a message and are none of the portfolio's."""

from language.ground import Ground, Span
from language.patterns import lazy
from language.tables import words

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


def organisations(folded: str, times: list[Span], taken: list[Span]) -> list[Span]:
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
    return found


def _start(folded: str, place: int, times: list[Span]) -> int:
    """How far to the left the name reaches: to a verb, a particle, a time or a sign."""
    begin = max([place - _LONGEST, 0, *(finish for _, finish in times if finish <= place)])
    for match in _STOP.finditer(folded, begin, place):
        begin = match.end()
    return begin
