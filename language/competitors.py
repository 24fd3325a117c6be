"""Competitors: who they are depends on whom the manager works for."""

from functools import cache

from language.characters import fold
from language.ground import Ground
from language.patterns import lazy
from language.signs import Hit, Signs
from language.tables import lines

_BESIDE = {"telecom": ("cloud",), "cloud": ("telecom",)}
_UNKNOWN_TRADE = ("telecom", "cloud", "insurance")


@cache
def _spellings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each spelling → the (family, short name) it may stand for."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for family, short, *forms in lines("competitors"):
        for form in forms:
            spelled = fold(form.replace("_", " "))
            found[spelled] = (*found.get(spelled, ()), (family, short))
    return found


@cache
def _rivals_of(own: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The families that compete with a (folded) company, and the short names that are the company itself."""
    mine = _spellings().get(own or "", ()) or tuple(
        entry for spelled, entries in _spellings().items() if own and own.startswith(spelled) for entry in entries
    )
    if not mine:
        return frozenset(_UNKNOWN_TRADE), frozenset()
    families = {family for family, _ in mine}
    beside = {other for family in families for other in _BESIDE.get(family, ())}
    return frozenset(families | beside), frozenset(short for _, short in mine)


def rivals(folded: str, signs: Signs, own_company: str | None, names: list[tuple[int, int]]) -> list[tuple[Hit, str]]:
    """Every mention of a competitor outside the names of clients and persons, with its short name."""
    named = signs.of("competitors")
    if not named:
        return []
    families, mine = _rivals_of(fold(own_company) if own_company else None)
    ground = Ground(len(folded), [*((hit.begin, hit.finish) for hit in signs.of("not_competitors")), *names])
    found = []
    for hit in named:
        if not ground.free(hit.begin, hit.finish):
            continue
        for family, short in _spellings()[folded[hit.begin : hit.finish]]:
            if family in families and short not in mine:
                found.append((hit, short))
                break
    return found


# A name that no list knows: said to be a competitor's (竞品广信网络报价…), or that of a firm of our trades which asks
# less than we do (广信网络报价低两成).
_SAID_SO = "竞品|竞争对手|竞争者|友商"
_NAME = r"[^\W\d_也都来在又还已给很不的了过正最近今他她我说是有没和跟]{2,8}?"
_TRADES = "网络|通信|通讯|宽带|科技|信息|数据|云|保险|人寿"
_UNLISTED = lazy(
    rf"(?:{_SAID_SO})(?:公司)?[“\"]?(?P<name>{_NAME})[”\"]?"
    r"(?:的?报价|报了|报出|出价|开价|给的价|降价|在?推|也?来过|在?抢|承诺|送)"
    rf"|(?:^|[，,。;；、 ]|说|听说)(?:{_SAID_SO})?(?P<firm>{_NAME}(?:{_TRADES}))"
    r"(?:的?报价|报的?价|出价|开价|的价格?)(?:比我们|便宜|低|少|只要|才)"
)
_CUES = ("价", "竞", "友商")


def unlisted(text: str, folded: str, own_company: str | None, names: list[tuple[int, int]]) -> list[tuple[Hit, str]]:
    """Competitors that are on no list, by what is said of them; each under its name as typed."""
    if not any(cue in folded for cue in _CUES):
        return []
    own, ground, found = fold(own_company or ""), Ground(len(folded), names), []
    for match in _UNLISTED.finditer(folded):
        begin, finish = match.span("name" if match["name"] else "firm")
        ours = own and match.group("name" if match["name"] else "firm").startswith(own)
        if not ours and ground.free(begin, finish):
            found.append((Hit(begin, finish, "competitors"), text[begin:finish]))
    return found
