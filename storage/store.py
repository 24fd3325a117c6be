"""The database as callers see it: `await store.run(unit, ...)` for one whole unit of work, `store.read` for long reads.

A unit is a plain function `(tx, *args) -> result` that runs in the database's own thread. Nothing in it can await, so
it cannot interleave with another, talk to the network half-way or be cancelled half done. Units that wait while one
commit is under way share the next one, each in a savepoint of its own. This is the only file that knows aiosqlite.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from storage import failpoint
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Unit = Callable[Concatenate[Tx, P], T]

# A commit that carries more units than this gains nothing and makes the first of them wait.
MOST_UNITS_PER_COMMIT = 64


class StoreUnavailable(Exception):
    """The database cannot be written now: it is locked, or the disk is full; nothing of the unit was kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def connect(path: Path, *, busy_seconds: float = 5.0, read_only: bool = False) -> sqlite3.Connection:
    """A connection set up as the store wants it: WAL, every commit on the disk, foreign keys on."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    path.chmod(0o600)
    return connection


def engine_on(connection: sqlite3.Connection) -> Engine:
    """A SQLAlchemy engine whose only connection is the one given; transactions are begun and ended by the store."""
    # What an error of SQLAlchemy says goes to logs: the values of a statement are not for them.
    return create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)


class _Thread(aiosqlite.Connection):
    """An aiosqlite connection that also runs whole functions in its thread, in the order they were handed in."""

    tx: Tx

    def submit(self, function: Callable[..., T], *args: Any) -> "asyncio.Future[T]":
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, partial(function, *args)))
        return future

    @classmethod
    async def open(cls, path: Path, *, busy_seconds: float, read_only: bool = False) -> "_Thread":
        opener = partial(connect, path, busy_seconds=busy_seconds, read_only=read_only)
        thread = cls(opener, iter_chunk_size=64)
        await thread

        def wrap() -> Connection:
            return engine_on(thread._conn).connect()

        thread.tx = Tx(await thread.submit(wrap), thread._conn)
        return thread


class Store:
    """One SQLite database, opened for one process; see the module's docstring."""

    def __init__(self, writer: _Thread, reader: _Thread) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = []
        self._committing = False

    @classmethod
    async def open(cls, path: Path, *, busy_seconds: float = 5.0) -> "Store":
        """Open the database at `path`, whose schema must stand already (see `storage.migrate`)."""
        writer = await _Thread.open(path, busy_seconds=busy_seconds)
        reader = await _Thread.open(path, busy_seconds=busy_seconds, read_only=True)
        return cls(writer, reader)

    async def run(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit of work and return its result once it is on the disk.

        Raises what the unit raises (and then keeps nothing of it), or StoreUnavailable.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((partial(_call, unit, args, kwargs), future))
        if not self._committing:
            self._commit_waiting()
        return await future

    async def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit that only reads, on a connection of its own, so that nobody waits for a report."""
        return await self._reader.submit(_read, self._reader.tx, partial(_call, unit, args, kwargs))

    async def close(self) -> None:
        """Wait for the units handed in, then close both connections."""
        while self._waiting or self._committing:
            await self._writer.submit(int)
        for thread in (self._writer, self._reader):
            await thread.submit(thread.tx.close)
            await thread.close()

    def _commit_waiting(self) -> None:
        batch = self._waiting[:MOST_UNITS_PER_COMMIT]
        del self._waiting[:MOST_UNITS_PER_COMMIT]
        self._committing = True
        done = self._writer.submit(_commit_together, self._writer.tx, [unit for unit, _ in batch])
        done.add_done_callback(partial(self._settle, [future for _, future in batch]))

    def _settle(self, futures: Sequence["asyncio.Future[Any]"], done: "asyncio.Future[list[_Outcome]]") -> None:
        self._committing = False
        if self._waiting:
            self._commit_waiting()
        failure = done.exception()
        outcomes = [(None, failure)] * len(futures) if failure else done.result()
        for future, (result, error) in zip(futures, outcomes, strict=True):
            if future.done():  # its caller was cancelled; the unit ran whole all the same
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


_Outcome = tuple[Any, BaseException | None]


def _call(unit: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Tx) -> T:
    return unit(tx, *args, **kwargs)


def _read(tx: Tx, unit: Callable[[Tx], T]) -> T:
    tx.command("BEGIN")
    try:
        return unit(tx)
    finally:
        tx.command("ROLLBACK")


def _commit_together(tx: Tx, units: list[Callable[[Tx], Any]]) -> list[_Outcome]:
    """Run the units one after another in one transaction; one that fails takes only its own changes back."""
    try:
        tx.command("BEGIN IMMEDIATE")
        outcomes = [_within_savepoint(tx, unit) for unit in units]
        failpoint.reach("before_commit")
        tx.command("COMMIT")
        failpoint.reach("after_commit")
        return outcomes
    except BaseException as error:
        tx.lost += 1
        if tx.in_transaction:
            tx.command("ROLLBACK")
        raise _named(error) from error


def _within_savepoint(tx: Tx, unit: Callable[[Tx], Any]) -> _Outcome:
    tx.command("SAVEPOINT unit")
    try:
        outcome: _Outcome = (unit(tx), None)
    except Exception as error:
        if isinstance(_named(error), StoreUnavailable) or not tx.in_transaction:
            raise  # a full disk may already have ended the whole transaction
        tx.command("ROLLBACK TO unit")
        outcome = (None, error)
    tx.command("RELEASE unit")
    return outcome


def _named(error: BaseException) -> BaseException:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.OperationalError):
        text = str(cause)
        if "locked" in text or "busy" in text:
            return StoreUnavailable("locked")
        if "full" in text or "disk I/O" in text or "readonly" in text:
            return StoreUnavailable("disk")
    return error
