"""What administrators are told of the official list of working days (R5.1)."""

from datetime import datetime

from handlers.turn import Button, Message
from locales.format import plain_day
from locales.words import words
from services.workday_list import ListEnds
from storage.tx import Tx


def told(tx: Tx, ends: ListEnds, now: datetime) -> list[Message]:
    """The warning, in each administrator's language."""
    found = []
    for reader in ends.readers:
        text = words(reader.language)
        day = plain_day(ends.on, text.language, year=True)
        key = f"workdays:{ends.on.isoformat()}:{reader.id}"
        button = Button(text.plain("holidays.days_load"), "holidays.days_load", {"year": ends.on.year + 1})
        told = text.t("calendar.workdays_end", day=day)
        found.append(Message(told, [[button]], chat_id=reader.staff.telegram_id, key=key))
    return found
