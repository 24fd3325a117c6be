"""The pieces that dates are made of."""

from typing import Any, NamedTuple

BREAK, LIST, END = "break_", "list_", "end_"


class Token(NamedTuple):
    """A piece of a date: what kind it is, where it stands in the text, and its value."""

    kind: str
    begin: int
    finish: int
    value: Any = None


class Text(NamedTuple):
    """What a pattern sees: the folded text, and the piece before it, if it follows directly."""

    folded: str
    before: Token | None


# How many of the smaller unit make one of the larger, where people name both (3小时20分钟).
WITHIN: dict[tuple[str, str], int] = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
}


def one_span(first: Any, second: Any) -> Any:
    """The value of two spans said in one breath (two hours and 15 minutes); None where they do not go together."""
    low, high, unit, vague = first
    more, other_high, smaller, other_vague = second
    factor = WITHIN.get((unit, smaller))
    if factor is None or high is not None or other_high is not None:
        return None
    return low * factor + more, None, smaller, vague or other_vague


# Kind, begin, finish and value of the pieces a pattern found.
Found = list[tuple[str, int, int, Any]]
