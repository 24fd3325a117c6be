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
