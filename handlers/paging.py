"""Lists show five and page in place: the row of buttons that turns the pages, and the one that opens what is listed."""

from collections.abc import Iterable
from typing import Any

from handlers.context import Context
from handlers.turn import Button

PAGE = 5


def turning(c: Context, action: str, offset: int, total: int, **data: Any) -> list[Button]:
    """Back and forward where there is more; `data` is what the list needs besides the offset."""
    row = []
    if offset > 0:
        row.append(Button(c.words.plain("common.previous"), action, {**data, "offset": max(0, offset - PAGE)}))
    if offset + PAGE < total:
        row.append(Button(c.words.plain("common.next"), action, {**data, "offset": offset + PAGE}))
    return row


def numbers(offset: int, opens: Iterable[tuple[str, dict[str, Any]]]) -> list[Button]:
    """A number for each line listed, whose words stand above: the action and data by which it is opened."""
    return [Button(str(place), action, data) for place, (action, data) in enumerate(opens, offset + 1)]
