"""Copies of the whole database, by SQLite's backup interface: consistent while others write, checked once written.

A copy is written under another name beside its target with file mode 0600, checked, brought to the disk, and only then
takes the target's name, so that no half copy ever bears it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from storage.migrate import HEAD


class Unusable(Exception):
    """A file that cannot serve as a fieldcare database; the text says why, in plain words."""


def check(path: Path, *, thorough: bool = True) -> str:
    """Look a database file through (`thorough` False: the quick check) and return its revision. Raises Unusable."""
    if not path.is_file():
        raise Unusable(f"There is no file {path}.")
    try:
        with _reading(path) as raw:
            return _checked(raw, path, "integrity_check" if thorough else "quick_check")
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path} is no SQLite database, or it is damaged ({error}).") from None


def copy(source: Path, target: Path) -> str:
    """Copy a database over `target`; returns the revision of the copy.

    Raises Unusable where source or copy fails the check; the target is then as it was.
    """
    if not source.is_file():
        raise Unusable(f"There is no file {source}.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        try:
            with _reading(source) as raw, closing(sqlite3.connect(part, isolation_level=None)) as written:
                raw.backup(written)
                # One file that is whole by itself: no write-ahead log goes with a copy.
                written.execute("PRAGMA journal_mode = DELETE")
                revision = _checked(written, source, "integrity_check")
        except sqlite3.DatabaseError as error:
            raise Unusable(f"{source} cannot be copied: {error}.") from None
        _to_disk(part)
        part.replace(target)
        _to_disk(target.parent)
        return revision
    finally:
        part.unlink(missing_ok=True)


def restore(source: Path, database: Path, aside: Path) -> str:
    """Put a copy of `source` in the place of `database`, which is kept as `aside`; returns the revision.

    The caller holds the data folder for itself. Raises Unusable, and then nothing has changed.
    """
    incoming = database.with_name(f"{database.name}.incoming")
    try:
        revision = copy(source, incoming)
        if database.exists():
            _fold_log(database)
            _keep(database, aside)
        incoming.replace(database)
        _to_disk(database.parent)
        return revision
    finally:
        incoming.unlink(missing_ok=True)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)) as raw:
        yield raw


def _checked(raw: sqlite3.Connection, path: Path, pragma: str) -> str:
    found = raw.execute(f"PRAGMA {pragma}").fetchone()[0]
    if found != "ok":
        raise Unusable(f"{path} is damaged: {found}.")
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise Unusable(f"{path} is not a database of fieldcare.")
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] > HEAD:
        raise Unusable(f"{path} was written by a newer fieldcare: update the program first.")
    return str(row[0])


def _fold_log(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file itself; of a damaged database the log is kept beside."""
    try:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=1)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        pass


def _keep(database: Path, aside: Path) -> None:
    """Give the database a second name; its log, which must not be taken for the new one's, moves along."""
    aside.hardlink_to(database)
    for suffix in ("-wal", "-shm"):
        log = database.with_name(database.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
