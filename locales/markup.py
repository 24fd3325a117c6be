"""Text that is HTML already, and the escaping of text that is not."""

from collections.abc import Iterable
from html import escape as _escape
from typing import Any


class Markup(str):
    """HTML made by us; it is put in as it is."""

    __slots__ = ()


def escape(value: Any) -> Any:
    """A text escaped for HTML; Markup and numbers stay what they are."""
    return Markup(_escape(value, quote=False)) if isinstance(value, str) and not isinstance(value, Markup) else value


def join(lines: Iterable[str], separator: str = "\n") -> Markup:
    """Several pieces of HTML as one."""
    return Markup(separator.join(str(escape(line)) for line in lines))
