"""Lists show five and page in place: the row of buttons that turns the pages."""

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
