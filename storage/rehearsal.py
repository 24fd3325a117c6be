"""A copy of the database in memory, for trying out what would happen: nothing of it is kept or seen by others."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.store import engine_on
from storage.tx import Tx


@contextmanager
def rehearse(path: Path) -> Iterator[Tx]:
    """One transaction on a copy of the database at `path`; the original is only read, beside a running bot too."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    original = sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True)
    try:
        original.backup(copy)
    finally:
        original.close()
    copy.execute("PRAGMA foreign_keys = ON")
    with engine_on(copy).connect() as connection:
        tx = Tx(connection, copy)
        tx.command("BEGIN")
        yield tx
        tx.command("ROLLBACK")
    copy.close()
