"""What the commands of the console share: settings, the database, and ending with a clear word."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from datetime import datetime
from tomllib import TOMLDecodeError
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

import typer
from pydantic import ValidationError

from bot.clock import Clock
from bot.settings import Settings
from domain.errors import Refused
from locales.words import words
from storage import migrate, organisation
from storage.migrate import DatabaseTooNew
from storage.store import Store, StoreUnavailable
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


FAULTS = (ValidationError, TOMLDecodeError, OSError, DatabaseTooNew, StoreUnavailable, sqlite3.DatabaseError)
"""What may go wrong through no mistake of the program: settings, files, disk, database."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def in_plain_words(error: Exception) -> str | None:
    """One of `FAULTS` for whoever sits at the console, with what to do about it; None where the program is at fault."""
    match error:
        case ValidationError():
            wrong = [f"FIELDCARE_{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
            return "\n".join(["The settings are wrong.", *wrong])
        case TOMLDecodeError():
            return f"fieldcare.toml cannot be read: {error}."
        case OSError():
            return f"{error.filename or 'A file'}: {error.strerror or error}."
        case DatabaseTooNew():
            return "The database was written by a newer fieldcare: update the program, or restore an older backup."
        case StoreUnavailable(reason="locked"):
            return "The database is locked by another process; try again in a moment."
        case StoreUnavailable():
            return "The database cannot be written: is the disk full, or the folder read-only?"
        case sqlite3.DatabaseError() if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
            return f"The database is damaged ({error}): `fieldcare doctor`, then `fieldcare restore` the last backup."
        case _:
            return None


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
