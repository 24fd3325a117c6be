"""What the commands of the console share: settings, the database, and ending with a clear word."""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

import typer

from bot.clock import Clock
from bot.settings import Settings
from domain.errors import Refused
from locales.words import words
from storage import migrate, organisation
from storage.store import Store
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


def fail(text: str) -> NoReturn:
    """End with a message on standard error and status 1."""
    typer.echo(text, err=True)
    raise typer.Exit(1)


def in_database(unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run one unit of work on the database of the settings; a refusal is said in the organisation's language."""
    settings = Settings()
    migrate.upgrade(settings.database)

    async def run() -> T:
        store = await Store.open(settings.database, busy_seconds=30)
        try:
            return await store.run(unit, *args, **kwargs)
        except Refused as refused:
            house = await store.read(organisation.load)
            fail(words(house.language if house else settings.language).plain(refused.key, **refused.values))
        finally:
            await store.close()

    return asyncio.run(run())


def now() -> datetime:
    """The present instant, aware UTC."""
    return Clock().now()


def interactive() -> bool:
    """Whether somebody sits at the terminal and can be asked."""
    return sys.stdin.isatty()
