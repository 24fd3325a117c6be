"""Stretches of a text that are taken, so that names and words do not overlap; in time linear in the text."""

from collections.abc import Iterable

Span = tuple[int, int]

# A message that names more than this is none of a day's work; what stands beyond is not looked at.
MOST = 64


class Ground:
    """Marks on the signs of a text."""

    __slots__ = ("_taken",)

    def __init__(self, size: int, spans: Iterable[Span] = ()) -> None:
        self._taken = bytearray(size)
        for begin, finish in spans:
            self.take(begin, finish)

    def take(self, begin: int, finish: int) -> None:
        """Mark the signs from begin to finish."""
        self._taken[begin:finish] = b"\x01" * (min(finish, len(self._taken)) - begin)

    def free(self, begin: int, finish: int) -> bool:
        """Whether none of these signs is marked."""
        return 1 not in self._taken[begin:finish]


# A name of two signs is none where these follow or come before: 一中午, 统一中.
_NOT_AFTER = {"中": "午间旬国心标考秋级介途断央", "大": "家概约多小量"}
_NOT_BEFORE = {"一": "第统周期十万唯之星拜二三四五六七八九"}


def stands_alone(folded: str, begin: int, finish: int, times: list[Span]) -> bool:
    """Whether a name at this place is no piece of a date, of a longer word or of another word (一中午)."""
    if finish > len(folded):
        return False
    for start, stop in times:
        if (
            begin < stop
            and start < finish
            and not (begin <= start and stop <= finish and finish - begin > stop - start)
        ):
            return False
    first, last = folded[begin], folded[finish - 1]
    after, before = folded[finish : finish + 1], folded[begin - 1 : begin] if begin else ""
    if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
        return False
    if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
        return False
    if finish - begin == 2:
        if after and after in _NOT_AFTER.get(last, ""):
            return False
        if before and before in _NOT_BEFORE.get(first, ""):
            return False
    return True
