"""A tick and a relay that send until all is said; they may be killed at any point."""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reminders import Reminder, job
from handlers.turn import Message
from scheduler.pacing import Pacing
from scheduler.relay import Outcome, Relay, Sent
from scheduler.tick import Tick
from services import nudges
from services.nudges import Batch
from storage import outbox
from storage.store import Store
from storage.tx import Tx


def plain(tx: Tx, batch: Batch, now: datetime) -> Sequence[Message]:
    """One message for each moment."""
    return [
        Message(
            f"{reader.name} {nudge.key} {nudge.id}",
            chat_id=reader.telegram_id,
            key=f"{batch.key}:{reader.id}:{place}",
        )
        for reader in batch.readers
        for place, nudge in enumerate(batch.nudges)
    ]


async def main(database: Path, seen: Path, now: datetime) -> None:
    """Do what is due at an instant. What is "sent" is appended to `seen`, one line each, as Telegram would show it."""

    async def send(row: dict[str, Any]) -> Outcome:
        with seen.open("a", encoding="utf-8") as file:
            file.write(row["body"]["text"] + "\n")
            file.flush()
            os.fsync(file.fileno())
        return Sent(row["id"])

    store = await Store.open(database)
    relay = Relay(store, send, lambda: now, Pacing(lifted=True))
    tick = Tick(store, relay, lambda: now, database.with_name("heartbeat"), [job(Reminder(nudges.SOURCE, plain))])
    stopping = asyncio.Event()
    running = asyncio.ensure_future(relay.run(stopping))
    await tick.now()
    stopping.set()  # what is under way is finished first
    await running
    assert not await store.read(outbox.waiting, now)
    await store.close()
