"""How people shorten the registered name of a client: 龙岩市第一中学 → 一中, 紫岭矿业股份有限公司 → 紫岭."""

import re
from collections.abc import Iterable, Iterator

from language.patterns import lazy
from language.tables import lines, words

# A legal ending says nothing about who is meant.
_LEGAL = lazy(
    r"(?:\(.{1,6}\))?(?:集团)?(?:股份有限公司|有限责任公司|控股有限公司|有限公司|股份公司|集团公司|总公司|分公司|公司|集团)$"
)
_REGION = lazy(r"^(?:中国|.{2,3}省|.{2,4}自治区|.{2,4}自治州|.{2,4}地区)?(?:.{2,3}市)?(?:.{1,3}[县区旗])?(?=..)")
_REGION_NAME = lazy(r"^(?:.{2,3}省)?(?P<city>.{2,3})市(?!场|政|民|容|医|立)|^(?P<county>.{1,3})[县区](?!域)")

TRADES = tuple(sorted(words("trades"), key=len, reverse=True))
_SAID = tuple((written, said) for written, said in lines("said"))
COMMON = frozenset(words("common"))
_PLACES = frozenset(words("places"))


def regions(names: Iterable[str], districts: Iterable[str]) -> frozenset[str]:
    """The cities and counties that the clients' own names and districts mention, with and without 市, 县, 区."""
    found: set[str] = set(_PLACES)
    for text in (*names, *districts):
        match = _REGION_NAME.match(text)
        if match:
            place = match["city"] or match["county"]
            if len(place) >= 2:
                found.add(place)
            found.add(match[0])
    return frozenset(found)


def without_region(name: str, places: frozenset[str]) -> str:
    """The folded name without the province, city or county before it."""
    match = _REGION.match(name)
    rest = name[match.end() :] if match and match.end() and name[: match.end()][-1] in "省市县区旗州国" else name
    if len(rest) < 2:
        rest = name
    for length in (4, 3, 2):
        if rest[:length] in places and len(rest) - length >= 2:
            return rest[length:].removeprefix("市").removeprefix("县").removeprefix("区") or rest
    return rest


def short_forms(name: str, places: frozenset[str]) -> Iterator[str]:
    """What else a client with this folded name may be called, the surest first; never the name itself."""
    if name.isascii():
        words = name.split()
        if len(words) > 1 and len(words[0]) >= 4:
            yield words[0]
        return
    bare = re.sub(r"\(.*?\)", "", name)
    legal = _LEGAL.sub("", bare)
    for stem in dict.fromkeys((legal, without_region(legal, places), without_region(bare, places))):
        if len(stem) >= 2 and stem != name and stem not in COMMON and stem not in places:
            yield stem
    stem = without_region(legal, places)
    for written, said in _SAID:
        if stem.endswith(written) or (written[0] == "第" and written in stem):
            short = stem.replace(written, said)
            if len(short) >= 2 and short not in COMMON:
                yield short
            if stem != legal:
                yield legal.replace(written, said)
    brand = brand_of(stem)
    if brand:
        yield brand
    if len(stem) >= 4 and stem[:2] not in COMMON and stem[:2] not in places:
        yield stem[:2]
    if stem.endswith("中学") and len(stem) == 4 and stem[:2] not in COMMON:
        yield stem[0] + "中"


def brand_of(stem: str) -> str:
    """The brand before the trade in a name without region and legal ending: `侨兴轴承厂` → 侨兴; empty if none."""
    for trade in TRADES:
        if stem.endswith(trade):
            brand = stem[: -len(trade)]
            return brand if len(brand) >= 2 and brand not in COMMON else ""
    if stem.endswith("厂") and len(stem) >= 5:
        return stem[:-3]
    return ""
