"""A gift asked for from the stock in words (R3.7): 申请两盒茶叶送黄总, request 2 mooncakes for Kevin."""

import re
from typing import NamedTuple

from language.characters import fold
from language.numerals import whole
from language.patterns import lazy

_NUMBER = r"(?:\d{1,3}|[一两二三四五六七八九十几半]{1,3})"
_PIECE = r"(?:个|盒|箱|束|篮|瓶|罐|袋|套|份|张|盆|斤|提|条|本|只|块|包|件)"
_CHINESE = lazy(
    rf"^(?:我|帮我|麻烦|请|给我)?(?:想|要|需要)?(?:再)?(?:申请(?![了过的到])|领(?![导了过])(?:用|取)?)(?:一下|下)?(?:(?P<n>{_NUMBER})?{_PIECE})?"
    r"(?P<what>[^,，。送给]{1,12}?)(?:[,，]?(?:用来|准备)?(?:送给|送|给)|[,，。!！]|$)"
)
_ENGLISH = lazy(
    r"^(?:please )?(?:i(?:'d like| want| need) to |can i )?(?:request|apply for) (?:(?P<n>\d{1,3}|an?|one|two|three) )?"
    r"(?P<what>[a-z ]{3,30}?)(?: (?:for|to)\b|[.,!]|$)"
)
# What became of a request is told or asked: 申请两盒茶叶送黄总的事批了吗.
_REPORTED = lazy(
    r"[?？]|吗|没有?[批领]|不批|[批领][了到过没]|批准|通过|退回|驳回|被拒|进度|进展|怎么样|什么时候|多久|了没|好了"
    r"|\b(?:approved|rejected|declined|status|yet|came back)\b"
)
_GENERAL = re.compile(r"礼品|礼物|gifts?$|presents?$")
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


class GiftRequest(NamedTuple):
    """What is asked for; `name` is empty for a gift of whatever kind, and `quantity` None where it was not said."""

    name: str
    quantity: int | None


def gift_request(text: str) -> GiftRequest | None:
    """The gift that the words ask for, or anything else that they ask for; None where they ask for nothing, or speak of
    what was asked for.

    Whether it is a gift, the stock knows: 申请两台设备 has the same form.
    """
    folded = fold(text.strip())
    found = _CHINESE.search(folded) or _ENGLISH.search(folded)
    if found is None or _REPORTED.search(folded):
        return None
    said = found["n"]
    quantity = (_COUNTED.get(said) or whole(said)) if said else None
    name = found["what"].strip()
    return GiftRequest("" if _GENERAL.search(name) else name, quantity)
