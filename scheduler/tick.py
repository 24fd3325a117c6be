"""The clock's one job: an APScheduler interval that asks what is due. Nothing is kept in it; the rows are the truth."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from scheduler.relay import Relay, Row
from storage import buttons, drafts, imports, inbox, outbox
from storage.store import Store, StoreUnavailable
from storage.tx import Tx

log = structlog.get_logger("tick")

EVERY_SECONDS = 5
SILENT_SECONDS = 120
"""A tick that has not come round for so long means that the process hangs: better ended and started anew."""
KEEP_DONE = timedelta(days=2)
KEEP_SENT = timedelta(days=30)
KEEP_DRAFTS = timedelta(days=30)
KEEP_SHEETS = timedelta(hours=24)
"""A sheet that its sender did not decide on is full of other people's data."""

Job = Callable[[Tx, datetime], tuple[list[Row], bool]]
"""One unit of work that does some of what is due at an instant: the outbox rows it made, and whether more is left."""


def _end_at_once() -> None:
    os._exit(os.EX_SOFTWARE)


class Tick:
    """One running tick. `clock` gives the present instant, aware UTC; the heartbeat file's time says that we live.

    `end` ends the process at once.
    """

    def __init__(
        self,
        store: Store,
        relay: Relay,
        clock: Callable[[], datetime],
        heartbeat: Path,
        jobs: Sequence[Job] = (),
        end: Callable[[], None] = _end_at_once,
    ) -> None:
        self._end = end
        self._jobs = jobs
        self._store = store
        self._relay = relay
        self._clock = clock
        self._heartbeat = heartbeat
        self._last = 0.0
        self._cleaned_on: object = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Tick until told to stop."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # not before what was said meanwhile is answered

        self._last = time.monotonic()
        ended = threading.Event()
        threading.Thread(target=self._watch, args=(ended,), name="watchdog", daemon=True).start()
        scheduler = AsyncIOScheduler()
        scheduler.add_job(self.now, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1)
        scheduler.start()
        try:
            await self.now()
            await stopping.wait()
        finally:
            scheduler.shutdown(wait=False)
            ended.set()

    def _watch(self, ended: threading.Event) -> None:
        """End the process where the ticks have stopped; in a thread of its own, since what hangs cannot watch itself.

        It ends at once: closing in good order would wait for what hangs. A crash loses nothing.
        """
        while not ended.wait(SILENT_SECONDS / 4):
            if time.monotonic() - self._last > SILENT_SECONDS:
                log.error("clock_stopped", silent_seconds=SILENT_SECONDS)
                self._end()
                return

    async def now(self) -> None:
        """One tick: do what is due, offer what waits in the outbox, clean up once a day, leave a sign of life."""
        now = self._clock()
        self._last = time.monotonic()
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
            self._last = time.monotonic()
            self._relay.offer(rows)


def forget_old(tx: Tx, now: datetime) -> None:
    """Drop what has served its purpose: updates done, messages sent, sheets, buttons and conversations left alone."""
    inbox.forget_done(tx, now - KEEP_DONE)
    outbox.forget_old(tx, now - KEEP_SENT)
    drafts.forget_untouched(tx, now - KEEP_DRAFTS)
    imports.forget_undecided(tx, now - KEEP_SHEETS)
    buttons.forget_expired(tx, now)
