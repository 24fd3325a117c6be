"""`fieldcare demo`: the product to try on this machine, with no Telegram account."""

import asyncio
import signal
import tempfile
import webbrowser
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import fail
from bot.cli.run import clock_time
from bot.settings import Settings
from locales.words import LANGUAGES


def demo(
    lang: Annotated[str, typer.Option(help=f"Language of people and records: {', '.join(LANGUAGES)}.")] = LANGUAGES[0],
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    port: Annotated[int | None, typer.Option(help="Port of the page; 0 takes any free one.")] = None,
    now: Annotated[str | None, typer.Option(help="Start the clock at this ISO time.")] = None,
    data: Annotated[Path | None, typer.Option(help="Keep the demo's data in this empty folder.")] = None,
) -> None:
    """Try it out: a sample organisation and a chat page, on this machine only."""
    from bot.application import CannotStart
    from bot.demo.sample import TIMEZONE
    from bot.logs import set_up

    if lang not in LANGUAGES:
        fail(f"Unknown language {lang!r}; one of: {', '.join(LANGUAGES)}.")
    start = clock_time(now, Settings(timezone=TIMEZONE)) if now else None
    set_up("warning")
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fieldcare-demo-")))
        try:
            asyncio.run(_serve(folder, lang, start, port, browser))
        except CannotStart as reason:
            fail(str(reason))


async def _serve(data: Path, language: str, start: datetime | None, port: int | None, browser: bool) -> None:
    from bot.demo.house import demo as open_demo

    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with open_demo(data, language, start, port) as (app, url):
        typer.echo(url)
        typer.echo("Open this address to try fieldcare; everything stays on this machine. Stop with Ctrl-C.", err=True)
        if browser:
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)
        await app.run(stopping)
