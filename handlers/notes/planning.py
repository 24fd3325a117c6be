"""The day of a planning sentence that named none: pressed under its card, it goes into the plan of that week (R4.2)."""

from dataclasses import replace
from datetime import date

from handlers.context import Context
from handlers.notes.card import alerts, card
from handlers.turn import Reply
from services import notes


def plan_on(c: Context) -> Reply:
    """A day pressed."""
    note = notes.load(c.tx, c.actor, int(c.data["note"])).note
    on = date.fromisoformat(str(c.data["on"]))
    noted = notes.change(c.tx, c.actor, replace(note, about_on=on), c.now)
    return Reply([card(c, noted, "notes.changed"), *alerts(c, noted)])
