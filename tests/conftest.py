"""Fixtures for every room: a real database on disk, with its schema made by the migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrate
from storage.store import connect, engine_on
from storage.tx import Tx


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database; tests work on copies of it."""
    path = tmp_path_factory.mktemp("database") / "fieldcare.db"
    migrate.upgrade(path)
    raw = connect(path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return path


@pytest.fixture
def database(blank_database: Path, tmp_path: Path) -> Path:
    """A migrated, empty database of the test's own."""
    path = tmp_path / "fieldcare.db"
    path.write_bytes(blank_database.read_bytes())
    return path


@pytest.fixture
def tx(database: Path) -> Iterator[Tx]:
    """One open transaction on a real database, for services and storage tested without the event loop."""
    raw = connect(database)
    with engine_on(raw).connect() as connection:
        opened = Tx(connection, raw)
        opened.command("BEGIN IMMEDIATE")
        yield opened
        if opened.in_transaction:
            opened.command("ROLLBACK")
    raw.close()
