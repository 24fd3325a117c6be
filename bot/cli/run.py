"""`fieldcare run`: the bot itself."""

import asyncio
import contextlib
import gc
import signal
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.console import fail
from bot.clock import Clock
from bot.loading import load_libraries
from bot.settings import Settings


def run(
    now: Annotated[str | None, typer.Option(help="Start the clock at this ISO time, for trying things out.")] = None,
) -> None:
    """Run the bot until it is stopped (Ctrl-C, SIGTERM)."""
    gc.disable()  # until all is loaded, as in bot.cli.main
    load_libraries()
    from bot.application import CannotStart
    from bot.logs import set_up

    settings = Settings()
    set_up(settings.log_level)
    try:
        asyncio.run(_serve(settings, now))
    except CannotStart as reason:
        fail(str(reason))


async def _serve(settings: Settings, start: str | None) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    clock = Clock()
    if start:
        clock.set(clock_time(start, settings))
    await _until_stopped(settings, clock, stopping)


async def _until_stopped(settings: Settings, clock: Clock, stopping: asyncio.Event) -> None:
    """Run; a stop asked for while Telegram cannot be reached yet ends the waiting too."""
    from bot.application import application

    async def serve() -> None:
        async with application(settings, clock) as app:
            typer.echo(f"@{app.bot.username} is running. Stop with Ctrl-C.", err=True)
            _collect_less_often()
            await app.run(stopping)

    serving = asyncio.ensure_future(serve())
    stopped = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not serving.done():
        await asyncio.wait({serving}, timeout=15)
        serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def _collect_less_often() -> None:
    """What was loaded by now stays, so the collector need not walk over it again and again, nor come round often: few
    of our objects form cycles, and a sixth of the time of a message went into looking for them. It need not walk over
    it even once: two thousand of 140,000 objects would go, for a tenth of the time of the start."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


def clock_time(text: str, settings: Settings) -> datetime:
    """An ISO time given on the command line; without an offset it is meant in the time zone of the settings."""
    from zoneinfo import ZoneInfo

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        fail(f"Not an ISO time: {text!r}. Such as 2026-09-07T08:25 or 2026-09-07T08:25+08:00.")
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.timezone))
