"""The outbox relay: takes what the database says is to be said, sends it in order per chat, and notes what came of it.

Commit comes first, sending second. A row is offered right after the commit that made it; a sweep finds what was left by
a crash, by the command line, or for later. The sender is handed in, so that no channel is known here.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from scheduler.pacing import Pacing
from storage import failpoint, outbox, staff
from storage.store import Store, StoreUnavailable

log = structlog.get_logger("relay")

LONGEST_WAIT_SECONDS = 60.0
GRACE_SECONDS = 5.0
"""How long a stop waits for what is under way."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, as this message."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `seconds` as the server asked, None: back off; `flood`: the limit of the whole bot, not of the chat.

    `maybe_arrived`: the connection broke after the words had left, so nobody can tell.
    """

    why: str
    seconds: float | None = None
    flood: bool = False
    maybe_arrived: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """It can never arrive; `gone`: nothing can, since the person blocked the bot or the chat is no more."""

    why: str
    gone: bool = False


Outcome = Sent | Later | Dead
Send = Callable[[dict[str, Any]], Awaitable[Outcome]]
Row = dict[str, Any]


class Relay:
    """One running relay. `clock` gives the present instant, aware UTC."""

    def __init__(self, store: Store, send: Send, clock: Callable[[], datetime], pacing: Pacing) -> None:
        self._store = store
        self._send = send
        self._clock = clock
        self._pacing = pacing
        self._queues: dict[int, deque[Row]] = {}
        self._held: set[int] = set()
        self._arrived: list[tuple[int, int | None]] = []
        self._noting = False
        self._tasks: asyncio.TaskGroup | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until told to stop; rows under way are finished first."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            uncertain = await self._store.run(outbox.recover)
            if uncertain:
                log.warning("prompts_uncertain", count=uncertain)
            await self.sweep()
            await stopping.wait()
            self._tasks = None
            await finish(self._sending)

    def offer(self, rows: Iterable[Row]) -> None:
        """Take rows that were just committed; those for later, or already taken, are left to the sweep."""
        if self._tasks is None:
            return
        now = self._clock()
        for row in rows:
            if row["id"] in self._held or row["due_at"] > now:
                continue
            self._held.add(row["id"])
            queue = self._queues.get(row["chat_id"])
            if queue is None:
                self._queues[row["chat_id"]] = queue = deque()
                task = self._tasks.create_task(self._empty(row["chat_id"], queue))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            queue.append(row)

    async def sweep(self) -> int:
        """Offer every row that is due and not under way; how many were found."""
        found = await self._store.read(outbox.waiting, self._clock())
        fresh = [row._asdict() for row in found if row.id not in self._held]
        self.offer(fresh)
        return len(fresh)

    async def _empty(self, chat_id: int, queue: deque[Row]) -> None:
        """Send the rows of one chat in order, then end."""
        while queue:
            row = queue[0]
            try:
                await self._deliver(row)
            except StoreUnavailable as error:
                log.warning("not_noted", row=row["id"], reason=error.reason)
                await asyncio.sleep(1)
                continue
            queue.popleft()
            self._held.discard(row["id"])
        del self._queues[chat_id]

    async def _deliver(self, row: Row) -> None:
        prompt = row["kind"] == outbox.PROMPT
        attempt = row["attempts"]
        while True:
            await self._pacing.slot(row["chat_id"], row["method"])
            if prompt and not await self._store.run(outbox.start, row["id"]):
                return
            failpoint.reach("before_send")
            outcome = await self._send(row)
            failpoint.reach("after_send")
            if isinstance(outcome, Sent):
                await self._note_sent(row["id"], outcome.message_id)
                return
            if isinstance(outcome, Dead):
                log.warning("undeliverable", row=row["id"], method=row["method"], why=outcome.why)
                await self._store.run(_bury, row["id"], row["chat_id"], outcome, self._clock())
                return
            if prompt and outcome.maybe_arrived:
                log.warning("prompt_uncertain", row=row["id"], why=outcome.why)
                await self._store.run(outbox.uncertain, row["id"], outcome.why)
                return
            seconds = outcome.seconds if outcome.seconds is not None else min(2.0**attempt, LONGEST_WAIT_SECONDS)
            attempt += 1
            log.info("send_later", row=row["id"], seconds=seconds, why=outcome.why)
            if outcome.flood:
                self._pacing.pause(seconds)
            await self._store.run(outbox.later, row["id"], self._clock() + timedelta(seconds=seconds), outcome.why)
            await asyncio.sleep(seconds)

    async def _note_sent(self, row_id: int, message_id: int | None) -> None:
        """Note it together with whatever else arrived meanwhile: one write for many."""
        self._arrived.append((row_id, message_id))
        if self._noting:
            return
        self._noting = True
        try:
            while self._arrived:
                batch, self._arrived = self._arrived, []
                try:
                    await self._store.run(outbox.sent, batch, self._clock())
                except StoreUnavailable:
                    self._arrived = batch + self._arrived
                    await asyncio.sleep(1)
        finally:
            self._noting = False


async def finish(tasks: set[asyncio.Task[None]]) -> None:
    """Let tasks come to their end, but not for long: what they leave undone stands in the database."""
    if tasks:
        await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in list(tasks):
        task.cancel()


def _bury(tx: Any, row_id: int, chat_id: int, outcome: Dead, now: datetime) -> None:
    outbox.dead(tx, row_id, outcome.why)
    if outcome.gone:
        staff.note_blocked(tx, chat_id, now)
