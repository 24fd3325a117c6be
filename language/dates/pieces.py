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


# Kind, begin, finish and value of the pieces a pattern found.
Found = list[tuple[str, int, int, Any]]
