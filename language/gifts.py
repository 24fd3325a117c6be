"""What a message says was given (R3.6): 送了两盒月饼 → 两盒月饼, sent a fruit basket → fruit basket."""

import re
from functools import cache

from language.characters import fold
from language.patterns import lazy
from language.tables import words

_COUNTED = r"(?:[一两二三四五六七八九十几半]|\d{1,3})(?:个|盒|箱|束|篮|瓶|罐|袋|套|份|张|盆|斤|提|条|本|只|块|包|对|幅)"
_NOT_A_THING = lazy(r"[祝贺恭问慰探拜吊唁关喜]|送|随|婚|^特产$|greeting|wish|congrat|birthday|condol")
"""Words of the table that say a wish and no thing."""


@cache
def _thing() -> re.Pattern[str]:
    things = [word.replace("_", " ") for word in words("gifts") if not _NOT_A_THING.search(word)]
    named = "|".join(re.escape(word) for word in sorted(things, key=len, reverse=True))
    counted = rf"(?P<counted>{_COUNTED}[一-鿿]{{1,4}}?)(?=给|到|过|[，,。；\s]|$)"
    return lazy(rf"(?:{_COUNTED})?(?:{named})(?:礼盒)?|(?:送|带|寄)了?{counted}")


def gift_said(text: str) -> str | None:
    """The thing that was given, with its number, in the words of the message; None where none was."""
    found = _thing().search(fold(text))
    if found is None:
        return None
    begin, finish = found.span("counted") if found["counted"] else found.span()
    return text[begin:finish].strip(" ，,。了") or None
