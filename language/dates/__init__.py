"""Dates and times in what people type or dictate: Chinese (both scripts) and English.

`find` is all that others need. The way of a text: `lexer` cuts it into pieces by the tables of `vocabulary` (kept from
false ones by `guards`), `grammar` says which pieces make a day, `reader` puts days, times and ranges together,
`reckoning` counts on the calendar, `mentions` gives the result.
"""

from datetime import datetime

from language.dates.mention import Grain, Mention, Prefer
from language.dates.mentions import read


def find(text: str, now: datetime, prefer: Prefer = None) -> list[Mention]:
    """The times `text` names, in order of the text.

    `now` is local wall time (an offset is dropped); `prefer` says which way a bare weekday or day leans: "past" for
    things done, "future" for plans, None for the current week and month. Weeks start on Monday. Never raises, whatever
    the text.
    """
    return read(text, now.replace(tzinfo=None), prefer)


__all__ = ["Grain", "Mention", "Prefer", "find"]
