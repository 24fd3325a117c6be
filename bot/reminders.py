"""What the clock says of its own accord: what is due, put into words by a view, queued in the same unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.dispatch import Row, queue
from domain.staff import Staff
from handlers.turn import Message
from scheduler.tick import Job
from services import nudges
from services.nudges import Batch
from storage.tx import Tx

View = Callable[[Tx, Batch, Staff, datetime], Sequence[Message]]
"""The messages that tell a reader what is due now; they are prompts, said once at most."""


def reminders(view: View) -> Job:
    """The tick's job that tells everybody what they are to think of (R3.4)."""

    def remind(tx: Tx, now: datetime) -> tuple[list[Row], bool]:
        batches, more = nudges.due(tx, now)
        rows: list[Row] = []
        for batch in batches:
            for reader in batch.readers:
                assert reader.telegram_id is not None
                for place, message in enumerate(view(tx, batch, reader, now)):
                    once = replace(message, prompt=True, key=f"{batch.key}:{reader.id}:{place}")
                    queued = queue(tx, once, now, chat_id=reader.telegram_id, user_id=reader.telegram_id)
                    rows += [row for row in queued if row is not None]
        return rows, more

    return remind
