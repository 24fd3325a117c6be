"""What changed in the file of a client or person, by whom and when (R1.6), five changes to a page."""

from collections.abc import Sequence
from typing import Any

from handlers import fields
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message
from locales.format import plain_day
from locales.markup import join
from storage import staff

_LONGEST = 60


def history(c: Context, noun: str, found: Sequence[Any], back: Button, **subject: int) -> Message:
    """The changes of one file, the newest first; `subject` names it (`client` or `person`), as its buttons do."""
    offset = int(c.data.get("offset", 0))
    names = staff.names(c.tx, {row.staff_id for row in found if row.staff_id})
    lines: list[str] = [c.t("common.history_heading", n=len(found))]
    for row in found[offset : offset + PAGE]:
        on = plain_day(row.at.astimezone(c.actor.zone).date(), c.words.language, year=True)
        who = names.get(row.staff_id) or c.words.plain("common.command_line")
        old, new = (_shown(c, noun, row.field, value) for value in (row.old, row.new))
        what = fields.label(c, noun, row.field)
        lines.append(c.t("common.history_line", day=on, who=who, what=what, old=old, new=new))
    return Message(join(lines), [turning(c, f"{noun}.history", offset, len(found), **subject), [back]])


def _shown(c: Context, noun: str, field: str, value: str | None) -> str:
    if not value:
        return c.words.plain("common.empty")
    text = value[:10] if field == "consent_at" else fields.shown(c, noun, field, value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
