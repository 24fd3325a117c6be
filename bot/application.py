"""The running product: everything wired together once, the same for `run`, `demo` and the tests."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import commands
from bot.clock import Clock
from bot.drawing import Drawing
from bot.http import CannotServe, serving
from bot.ingest import Ingest
from bot.reminders import REMINDERS, job
from bot.routes import ROUTES
from bot.settings import Settings
from bot.telegram import connect, sender
from scheduler.pacing import Pacing
from scheduler.relay import Relay
from scheduler.tick import Tick
from storage import migrate, organisation
from storage.store import Store
from storage.tx import Tx

log = structlog.get_logger("fieldcare")


HEAR_FIRST_SECONDS = 15


class CannotStart(Exception):
    """Why the bot cannot run; the text says what to do about it."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this process alone (`run`, `demo`, `restore`). Raises CannotStart."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"Another fieldcare (process {lock.read().strip() or 'unknown'}) is using {data}. "
                "Stop it first, or set FIELDCARE_DATA to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


class Application:
    """One running bot. `clock` may be moved while it runs; `tick_now` lets the scheduler look at it at once."""

    def __init__(self, settings: Settings, clock: Clock, store: Store, bot: Bot, drawing: Drawing) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.bot = bot
        self.relay = Relay(store, sender(bot, drawing), clock.now, Pacing(lifted=not settings.pacing))
        self.ingest = Ingest(store, bot, self.relay, ROUTES, clock, self._fetch)
        jobs = [job(each) for each in REMINDERS]
        self.tick = Tick(store, self.relay, clock.now, heartbeat=settings.data / "heartbeat", jobs=jobs)

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping` is set, then finish what is under way."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.relay.run(stopping))
            tasks.create_task(self.ingest.run(stopping))
            publishing = tasks.create_task(commands.publish(self.bot, self.store, self.clock.now()))
            await self._hear_first()
            tasks.create_task(self.tick.run(stopping))
            await stopping.wait()
            publishing.cancel()

    async def _hear_first(self) -> None:
        """Answer what was said while nobody was here before the clock speaks: whoever says that they have done a thing
        is not to be reminded of it first. Without a network the clock does not wait for long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.ingest.caught_up.wait(), HEAR_FIRST_SECONDS)

    async def travel(self, to: datetime) -> None:
        """Set the clock to another instant, and do what is due there."""
        self.clock.set(to)
        await self.tick.now()

    async def _fetch(self, file_id: str) -> bytes:
        file = await self.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())


@asynccontextmanager
async def application(
    settings: Settings, clock: Clock, prepare: Callable[[Tx], None] | None = None
) -> AsyncIterator[Application]:
    """Open the data, greet Telegram, and hand out the application, ready to run.

    `prepare` is a unit of work done first, once the data is ours (the demo fills it). Raises CannotStart with what to
    do about it. Without a network it keeps trying, and says so.
    """
    if settings.token is None or not settings.token.get_secret_value():
        raise CannotStart("No bot token. Set FIELDCARE_TOKEN (or FIELDCARE_TOKEN_FILE) to the token from @BotFather.")
    with only_one(settings.data):
        migrate.upgrade(settings.database)
        store = await Store.open(settings.database)
        bot, drawing = connect(settings), Drawing()
        try:
            if prepare is not None:
                await store.run(prepare)
            if await store.read(organisation.load) is None:
                raise CannotStart("There is no organisation yet. Run `fieldcare init` first.")
            await _greet(bot)
            await store.run(organisation.note_bot_username, bot.username)
            async with serving(settings, store, clock):
                yield Application(settings, clock, store, bot, drawing)
        except CannotServe as reason:
            raise CannotStart(str(reason)) from None
        finally:
            await drawing.close()
            await bot.shutdown()
            await store.close()


async def _greet(bot: Bot) -> None:
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise CannotStart(
                "Telegram refuses the token: copy it again from @BotFather into FIELDCARE_TOKEN."
            ) from None
        except (TelegramError, KeyError, TypeError, AttributeError) as error:
            log.warning("no_connection", error=type(error).__name__, next_try_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)
