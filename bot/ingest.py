"""Telegram's updates into the inbox, and each chat's updates through its handlers, one at a time per chat.

Nothing is confirmed to Telegram before it is on the disk: an update is either still theirs or already ours.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import dispatch
from bot.clock import Clock
from bot.telegram import call
from bot.turns import Json, Malformed, chat_of, turn_of
from handlers.routing import Routes
from handlers.turn import Turn
from scheduler.relay import Relay, finish
from storage import failpoint, inbox
from storage.store import Store, StoreUnavailable
from storage.tx import Tx

log = structlog.get_logger("ingest")

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
MOST_WAITING = 2_000
"""So many updates may wait for their handlers; beyond that Telegram keeps the rest for us."""
MOST_ATTEMPTS = 3
"""So often an update is tried where it raises."""
MOST_LIVES = 8
"""So many further processes try an update that an earlier one ended with. Fewer would now and then give up an innocent
one, where processes are ended from outside again and again: of a thousand ends, one met the same update four times."""

Fetch = Callable[[str], Awaitable[bytes]]


class Ingest:
    """One poller and the workers of all chats."""

    def __init__(self, store: Store, bot: Bot, relay: Relay, routes: Routes, clock: Clock, fetch: Fetch) -> None:
        self._store = store
        self._bot = bot
        self._relay = relay
        self._routes = routes
        self._clock = clock
        self._fetch = fetch
        self._chats: dict[int, deque[tuple[int, Json, bool]]] = {}
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._tasks: asyncio.TaskGroup | None = None
        self._working: set[asyncio.Task[None]] = set()
        self._outage_told: set[int] = set()
        self.caught_up = asyncio.Event()
        """Set once all is answered that was said before we were there to hear it."""
        self._nothing_left = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until told to stop; the updates under way are finished first."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            await self._relay.ready.wait()
            await self._take_up_again()
            poller = tasks.create_task(self._poll())
            await stopping.wait()
            self.caught_up.set()  # there is nothing to wait for any more
            poller.cancel()
            await finish(self._working)

    async def _take_up_again(self) -> None:
        """Go on with what an earlier process took in and left undone.

        It may have been one of these that ended it. Each is therefore counted before it is tried again; one that was
        being tried when the process ended is tried alone, before all else, so that the next end is its own doing and
        no other's; and after so many tries it is given up, that the rest may be served.
        """
        left = [(row, json.loads(row.body)) for row in await self._store.read(inbox.waiting)]
        for row, update in left:
            if row.attempts >= MOST_LIVES:
                log.error("update_ends_the_process", update=row.update_id, attempts=row.attempts)
                await self._give_up(row.update_id, update, "the process ended each time it was served")
            elif row.attempts:
                await self._serve(row.update_id, update, left_over=True)
        for row, update in left:
            if not row.attempts:
                self._enqueue(row.chat_id, row.update_id, update, left_over=True)

    async def _poll(self) -> None:
        # No offset at first: Telegram then hands out whatever it was never told to forget, and the inbox knows the
        # ones it has. An offset from our own records would lose updates should their numbers ever start anew.
        offset: int | None = None
        pause = 1.0
        while True:
            await self._room.wait()
            try:
                batch = await self._get(offset)
                pause = 1.0
            except TelegramError as error:
                pause = await self._bear(error, pause)
                continue
            if not batch:
                self._nothing_left = True
                self._note_caught_up()
                continue
            if not await self._take_in(batch):
                continue
            known = [update["update_id"] for update in batch if _is_update(update)]
            offset = max([offset or 0, *(number + 1 for number in known)]) if known else offset
            if not known:
                await asyncio.sleep(1)  # nothing in it could be confirmed, so it comes again

    def _note_caught_up(self) -> None:
        if self._nothing_left and not self._waiting:
            self.caught_up.set()

    async def _get(self, offset: int | None) -> list[Any]:
        # What waits since before the start comes at once, and so does the word that nothing does.
        seconds = POLL_SECONDS if self._nothing_left else 0
        body = {"offset": offset, "timeout": seconds, "limit": 100, "allowed_updates": ALLOWED}
        found = await call(self._bot, "getUpdates", body, read_seconds=POLL_SECONDS + 15)
        if not isinstance(found, list):
            raise NetworkError("unreadable answer")
        return found

    async def _bear(self, error: TelegramError, pause: float) -> float:
        """Wait after a failed poll; said once a failure, and never given up."""
        match error:
            case RetryAfter():
                seconds = error.retry_after
                pause = seconds.total_seconds() if hasattr(seconds, "total_seconds") else float(seconds)
            case Conflict():
                log.error("another_poller", hint="another process or a webhook takes this bot's updates")
            case InvalidToken():
                log.error("token_refused", hint="Telegram does not accept the token any more")
            case _:
                log.warning("no_connection", error=type(error).__name__, next_try_seconds=pause)
        await asyncio.sleep(pause)
        return min(pause * 2, 30.0)

    async def _take_in(self, batch: list[Any]) -> bool:
        """Write a batch to the inbox in one commit. False where that cannot be done now: it is not confirmed then, and
        comes again with whatever else was said meanwhile."""
        rows: list[tuple[int, int, str]] = []
        updates: list[Json] = []
        strays: list[str] = []
        for update in batch:
            body = json.dumps(update, ensure_ascii=True)
            if _is_update(update):
                rows.append((update["update_id"], chat_of(update), body))
                updates.append(update)
            else:
                strays.append(body)
        try:
            await self._store.run(_keep, rows, strays, self._clock.now())
        except StoreUnavailable as error:
            log.error("cannot_store", reason=error.reason)
            await self._tell_of_outage(batch, error.reason)
            await asyncio.sleep(1)
            return False
        self._outage_told.clear()
        failpoint.reach("accepted")
        for (update_id, chat_id, _), update in zip(rows, updates, strict=True):
            self._enqueue(chat_id, update_id, update)
        return True

    async def _tell_of_outage(self, batch: list[Any], reason: str) -> None:
        """Nothing can be written, so nothing can be queued either: say directly that it is not saved yet, once."""
        for update in batch:
            chat_id = chat_of(update) if isinstance(update, dict) else 0
            if chat_id > 0 and chat_id not in self._outage_told:
                self._outage_told.add(chat_id)
                text = await self._store.read(dispatch.outage_words, chat_id, reason)
                if text:
                    try:
                        await call(self._bot, "sendMessage", {"chat_id": chat_id, "text": text})
                    except TelegramError as error:
                        log.warning("outage_not_told", error=type(error).__name__)

    def _enqueue(self, chat_id: int, update_id: int, update: Json, *, left_over: bool = False) -> None:
        assert self._tasks is not None
        self._waiting += 1
        if self._waiting >= MOST_WAITING:
            self._room.clear()
        queue = self._chats.get(chat_id)
        if queue is None:
            self._chats[chat_id] = queue = deque()
            task = self._tasks.create_task(self._work(chat_id, queue))
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        queue.append((update_id, update, left_over))

    async def _work(self, chat_id: int, queue: deque[tuple[int, Json, bool]]) -> None:
        """Serve the updates of one chat in order, then end."""
        while queue:
            update_id, update, left_over = queue[0]
            await self._serve(update_id, update, left_over=left_over)
            queue.popleft()
            self._waiting -= 1
            self._note_caught_up()
            if self._waiting < MOST_WAITING // 2:
                self._room.set()
        del self._chats[chat_id]

    async def _serve(self, update_id: int, update: Json, *, left_over: bool = False) -> None:
        """Bring one update to its end: done, or among the dead letters. A try of one left over is counted first."""
        attempt = 0
        turn: Turn | None = None
        while True:
            try:
                if left_over:
                    await self._store.run(inbox.note_attempt, update_id)
                    left_over = False
                turn = self._read(update)
                if turn is None:
                    await self._store.run(inbox.finish, update_id, self._clock.now())
                    return
                turn = await self._with_file(turn)
                rows = await self._store.run(dispatch.serve, self._routes, turn, self._clock.now())
                self._relay.offer(rows)
                return
            except StoreUnavailable as error:
                log.error("cannot_store", reason=error.reason)
                await self._tell_of_outage([update], error.reason)
                await asyncio.sleep(1)
            except Malformed as error:
                log.warning("malformed_update", update=update_id)
                await self._bury(update_id, None, str(error))
                return
            except Exception as error:
                attempt += 1
                log.exception("update_failed", update=update_id, attempt=attempt)
                if attempt >= MOST_ATTEMPTS:
                    await self._bury(update_id, turn, f"{type(error).__name__}: {error}")
                    return
                await asyncio.sleep(0.05 * attempt)

    async def _give_up(self, update_id: int, update: Json, error: str) -> None:
        """Move an update to the dead letters unserved, and say so to its writer where it can be read."""
        try:
            turn = self._read(update)
        except Malformed:
            turn = None
        await self._bury(update_id, turn, error)

    def _read(self, update: Json) -> Turn | None:
        now = self._clock.now()
        turn = turn_of(update, now)
        # A clock that was set elsewhere on purpose is the one that counts; else what was said late was said then.
        if turn is not None and (self._clock.shifted or turn.said_at > now):
            turn = replace(turn, said_at=now)
        return turn

    async def _with_file(self, turn: Turn) -> Turn:
        attachment = turn.attachment
        if attachment is None or attachment.file_id is None or not dispatch.wants_file(self._routes, turn):
            return turn
        if attachment.size is not None and attachment.size > dispatch.LARGEST_FILE:
            return turn
        try:
            content = await self._fetch(attachment.file_id)
        except TelegramError as error:
            log.warning("file_not_fetched", error=type(error).__name__)
            return turn
        return replace(turn, attachment=replace(attachment, content=content))

    async def _bury(self, update_id: int, turn: Turn | None, error: str) -> None:
        while True:
            try:
                if turn is None:
                    await self._store.run(inbox.bury, update_id, error, self._clock.now())
                else:
                    self._relay.offer(await self._store.run(dispatch.apologise, turn, error, self._clock.now()))
                return
            except StoreUnavailable:
                await asyncio.sleep(1)
            except Exception:
                if turn is None:
                    raise
                log.exception("apology_failed", update=update_id)
                turn = None


def _keep(tx: Tx, rows: list[tuple[int, int, str]], strays: list[str], now: datetime) -> None:
    for body in strays:
        inbox.bury_body(tx, None, body, "no update", now)
    inbox.accept(tx, rows, now)


def _is_update(update: Any) -> bool:
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**62
