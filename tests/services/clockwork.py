"""The clock as the tests turn it: everything that is due at an instant, said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services import nudges
from services.nudges import Batch, Nudge
from storage.tx import Tx

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """An instant, such as `09-07 08:30`, of 2026 in Shanghai unless it says another year."""
    text = text if len(text) > 11 else f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def tick(tx: Tx, now: datetime) -> list[Batch]:
    """Do all that is due, as the running tick does."""
    said: list[Batch] = []
    more = True
    while more:
        batches, more = nudges.due(tx, now)
        said += batches
    return said


def told(batches: list[Batch]) -> list[Nudge]:
    """The moments of some batches."""
    return [nudge for batch in batches for nudge in batch.nudges]


def lines(batches: list[Batch]) -> list[tuple[str, str, str | None, int]]:
    """Whom, which moment, of whom, how many days ahead."""
    return [
        (batch.actor.staff.name, nudge.name or nudge.moment.value, nudge.person.name if nudge.person else nudge.client,
         nudge.lead_days)
        for batch in batches
        for nudge in batch.nudges
    ]  # fmt: skip
