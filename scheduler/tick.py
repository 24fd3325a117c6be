"""The clock's one job: an APScheduler interval that asks what is due. Nothing is kept in it; the rows are the truth."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.relay import Relay, Row
from storage import buttons, drafts, inbox, outbox
from storage.store import Store, StoreUnavailable
from storage.tx import Tx

log = structlog.get_logger("tick")

EVERY_SECONDS = 5
SILENT_SECONDS = 120
"""A tick that has not come round for so long means that the process hangs: better ended and started anew."""
KEEP_DONE = timedelta(days=2)
KEEP_SENT = timedelta(days=30)
KEEP_DRAFTS = timedelta(days=30)

Job = Callable[[Tx, datetime], tuple[list[Row], bool]]
"""One unit of work that does some of what is due at an instant: the outbox rows it made, and whether more is left."""


class Tick:
    """One running tick. `clock` gives the present instant, aware UTC; the heartbeat file's time says that we live."""

    def __init__(
        self, store: Store, relay: Relay, clock: Callable[[], datetime], heartbeat: Path, jobs: Sequence[Job] = ()
    ) -> None:
        self._jobs = jobs
        self._store = store
        self._relay = relay
        self._clock = clock
        self._heartbeat = heartbeat
        self._last = 0.0
        self._cleaned_on: object = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Tick until told to stop; raises where the ticks themselves have stopped."""
        loop = asyncio.get_running_loop()
        self._last = loop.time()
        scheduler = AsyncIOScheduler()
        scheduler.add_job(self.now, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1)
        scheduler.start()
        try:
            await self.now()
            while not stopping.is_set():
                try:
                    await asyncio.wait_for(stopping.wait(), SILENT_SECONDS / 2)
                except TimeoutError:
                    if loop.time() - self._last > SILENT_SECONDS:
                        raise RuntimeError("the clock stopped ticking") from None
        finally:
            scheduler.shutdown(wait=False)

    async def now(self) -> None:
        """One tick: do what is due, offer what waits in the outbox, clean up once a day, leave a sign of life."""
        now = self._clock()
        try:
            for job in self._jobs:
                await self._do(job, now)
            await self._relay.sweep()
            if self._cleaned_on != now.date():
                await self._store.run(forget_old, now)
                self._cleaned_on = now.date()
        except StoreUnavailable as error:
            log.error("cannot_store", reason=error.reason)
            return
        self._last = asyncio.get_running_loop().time()
        try:
            self._heartbeat.write_text(now.isoformat(), encoding="utf-8")
        except OSError as error:
            log.error("no_heartbeat", error=type(error).__name__)

    async def _do(self, job: Job, now: datetime) -> None:
        """Do all that is due of one kind, a unit of work at a time; what fails does not keep the others from theirs."""
        more = True
        while more:
            try:
                rows, more = await self._store.run(job, now)
            except StoreUnavailable:
                raise
            except Exception:
                log.exception("job_failed", job=getattr(job, "__name__", repr(job)))
                return
            self._relay.offer(rows)


def forget_old(tx: Tx, now: datetime) -> None:
    """Drop what has served its purpose: updates done, messages sent, buttons and conversations long expired."""
    inbox.forget_done(tx, now - KEEP_DONE)
    outbox.forget_sent(tx, now - KEEP_SENT)
    drafts.forget_untouched(tx, now - KEEP_DRAFTS)
    buttons.forget_expired(tx, now)
