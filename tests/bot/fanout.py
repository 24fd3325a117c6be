"""A process that ticks and sends until all is said: `python -m tests.bot.fanout DATABASE FILE NOW`.

What it "sends" it appends to FILE, one line each, as Telegram would show it; it may be killed at any point.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reminders import reminders
from domain.staff import Staff
from handlers.turn import Message
from scheduler.pacing import Pacing
from scheduler.relay import Outcome, Relay, Sent
from scheduler.tick import Tick
from services.nudges import Batch
from storage import outbox
from storage.store import Store
from storage.tx import Tx


def plain(tx: Tx, batch: Batch, reader: Staff, now: datetime) -> Sequence[Message]:
    """One message for each moment."""
    return [Message(f"{reader.name} {nudge.key} {nudge.id}") for nudge in batch.nudges]


async def main(database: Path, seen: Path, now: datetime) -> None:
    async def send(row: dict[str, Any]) -> Outcome:
        with seen.open("a", encoding="utf-8") as file:
            file.write(row["body"]["text"] + "\n")
            file.flush()
            os.fsync(file.fileno())
        return Sent(row["id"])

    store = await Store.open(database)
    relay = Relay(store, send, lambda: now, Pacing(lifted=True))
    tick = Tick(store, relay, lambda: now, database.with_name("heartbeat"), [reminders(plain)])
    stopping = asyncio.Event()
    running = asyncio.ensure_future(relay.run(stopping))
    await tick.now()
    stopping.set()  # what is under way is finished first
    await running
    assert not await store.read(outbox.waiting, now)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
