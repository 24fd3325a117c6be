"""The outbox relay: takes what the database says is to be said, sends it in order per chat, and notes what came of it.

Commit comes first, sending second. A row is offered right after the commit that made it; a sweep finds what was left by
a crash, by the command line, or for later. The sender is handed in, so that no channel is known here.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain.frozen import frozen
from scheduler.pacing import Pacing
from storage import failpoint, outbox, staff, team_chats
from storage.store import Store, StoreUnavailable

log = structlog.get_logger("relay")

LONGEST_WAIT_SECONDS = 60.0
ORIGINAL_SECONDS = 5.0
"""How long the change of a message waits where the message itself is held up."""
GRACE_SECONDS = 5.0
"""How long a stop waits for what is under way."""


@frozen
class Sent:
    """It arrived, as this message."""

    message_id: int | None


@frozen
class Later:
    """Not now. `seconds` as the server asked, None: back off; `flood`: the limit of the whole bot, not of the chat.

    `maybe_arrived`: the connection broke after the words had left, so nobody can tell.
    """

    why: str
    seconds: float | None = None
    flood: bool = False
    maybe_arrived: bool = False


@frozen
class Dead:
    """It can never arrive; `gone`: nothing can, since the person blocked the bot or the chat is no more."""

    why: str
    gone: bool = False


@frozen
class Moved:
    """The chat has become another one, whose id this is."""

    chat_id: int


Outcome = Sent | Later | Dead | Moved
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
        self._sweeps: list[set[int]] = []
        self._arrived: dict[int, int | None] = {}
        self._noting = asyncio.Lock()
        self.ready = asyncio.Event()
        """Set once all that was left by an earlier run stands in line, so that what is new comes after it."""
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
            self.ready.set()
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
        released: set[int] = set()
        self._sweeps.append(released)
        now, last, count = self._clock(), 0, 0
        try:
            while page := await self._store.read(outbox.waiting, now, after=last):
                # What was let go since the sweep began may still have waited when this page was read.
                fresh = [row._asdict() for row in page if row.id not in self._held and row.id not in released]
                self.offer(fresh)
                last, count = page[-1].id, count + len(fresh)
        finally:
            self._sweeps = [sweep for sweep in self._sweeps if sweep is not released]
        return count

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
            for released in self._sweeps:
                released.add(row["id"])
        del self._queues[chat_id]

    async def _deliver(self, row: Row) -> None:
        prompt = row["kind"] == outbox.PROMPT
        attempt = row["attempts"]
        while True:
            await self._pacing.slot(row["chat_id"], row["method"])
            if row["edits"] is not None and not await self._knows_original(row):
                return
            if prompt and not await self._store.run(outbox.start, row["id"]):
                return
            failpoint.reach("before_send")
            try:
                outcome = await self._send(row)
            except Exception as error:
                # A row that cannot even be tried must not take the others down with it.
                log.exception("unsendable", row=row["id"], method=row["method"])
                outcome = Dead(type(error).__name__)
            failpoint.reach("after_send")
            if isinstance(outcome, Sent):
                await self._note_sent(row["id"], outcome.message_id)
                return
            if isinstance(outcome, Moved):
                await self._follow(row, outcome.chat_id)
                continue
            if isinstance(outcome, Dead):
                log.warning("undeliverable", row=row["id"], method=row["method"], why=outcome.why)
                await self._note(_bury, row["id"], row["chat_id"], outcome, self._clock())
                return
            if prompt and outcome.maybe_arrived:
                log.warning("prompt_uncertain", row=row["id"], why=outcome.why)
                await self._note(outbox.uncertain, row["id"], outcome.why)
                return
            backing_off = min(2.0 ** min(attempt, 10), LONGEST_WAIT_SECONDS)
            seconds = outcome.seconds if outcome.seconds is not None else backing_off
            attempt += 1
            log.info("send_later", row=row["id"], seconds=seconds, why=outcome.why)
            if outcome.flood:
                self._pacing.pause(seconds)
            await self._note(outbox.later, row["id"], self._clock() + timedelta(seconds=seconds), outcome.why)
            await asyncio.sleep(seconds)

    async def _knows_original(self, row: Row) -> bool:
        """Put the id of the message to be changed into a call; False where it is not there yet, or never will be."""
        ended, message_id = await self._store.read(outbox.message_of_key, row["edits"])
        if not ended:
            after = self._clock() + timedelta(seconds=ORIGINAL_SECONDS)
            await self._store.run(outbox.later, row["id"], after, "its message is not there yet")
            return False
        if message_id is None:
            log.warning("nothing_to_edit", row=row["id"])
            await self._store.run(outbox.dead, row["id"], "nothing to edit")
            return False
        row["body"] = {**row["body"], "message_id": message_id}
        return True

    async def _follow(self, row: Row, chat_id: int) -> None:
        """Turn to the chat that a row's chat has become, with all that waits for it."""
        log.info("chat_moved", row=row["id"])
        await self._note(_move, row["id"], row["chat_id"], chat_id)
        row["chat_id"] = chat_id
        row["body"] = {**row["body"], "chat_id": chat_id}

    async def _note(self, unit: Callable[..., None], row_id: int, *about: Any) -> None:
        """Write down what came of a call, however long that takes: a row begun anew would not be known for begun."""
        while True:
            try:
                await self._store.run(unit, row_id, *about)
            except StoreUnavailable as error:
                log.warning("not_noted", row=row_id, reason=error.reason)
                await asyncio.sleep(1)
            else:
                return

    async def _note_sent(self, row_id: int, message_id: int | None) -> None:
        """Note that a row arrived, together with whatever else did meanwhile: one write for many.

        Returns once it is on the disk: a chat never has more than one message that a crash would send again.
        """
        self._arrived[row_id] = message_id
        async with self._noting:
            while row_id in self._arrived:  # else whoever had the lock before noted it too
                batch = list(self._arrived.items())
                try:
                    await self._store.run(outbox.sent, batch, self._clock())
                except StoreUnavailable as error:
                    log.warning("not_noted", rows=len(batch), reason=error.reason)
                    await asyncio.sleep(1)
                else:
                    for noted, _ in batch:
                        del self._arrived[noted]


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
        team_chats.note_lost(tx, chat_id, now)


def _move(tx: Any, row_id: int, old: int, new: int) -> None:
    outbox.wait_again(tx, row_id)
    team_chats.follow(tx, old, new)
