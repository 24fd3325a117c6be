"""Goods that are given, put right where they are written as they sound: 月并 is 月饼."""

from functools import cache

from language.patterns import lazy
from language.tables import lines


@cache
def _rights() -> dict[str, str]:
    return {slip: right for right, *slips in lines("goods_by_ear") for slip in slips}


_SLIP = lazy(lambda: "|".join(_rights()))


def with_goods_by_ear(folded: str) -> str:
    """The folded text with the goods in their right signs, place by place."""
    if _SLIP.search(folded) is None:
        return folded
    rights = _rights()
    return _SLIP.sub(lambda match: rights[match[0]], folded)
