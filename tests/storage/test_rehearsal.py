"""A rehearsal on a copy leaves nothing behind."""

from pathlib import Path

from services import nudges, upcoming
from storage.rehearsal import rehearse
from storage.store import connect, engine_on
from storage.tx import Tx
from tests.e2e.house import settle
from tests.services.clockwork import at


def test_a_rehearsal_leaves_the_database_as_it_was(database: Path) -> None:
    raw = connect(database)
    with engine_on(raw).connect() as connection:
        settled = Tx(connection, raw)
        settled.command("BEGIN")
        settle(settled)
        settled.command("COMMIT")
        before = list(raw.iterdump())
        with rehearse(database) as copy:
            assert list(upcoming.pushes(copy, [nudges.SOURCE], at("09-01 00:00"), at("09-30 00:00"))) != []
        assert list(raw.iterdump()) == before
    raw.close()


def test_a_rehearsal_waits_for_nobody_and_holds_nobody_up(database: Path) -> None:
    raw = connect(database)
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO groups (name) VALUES ('x')")
    with rehearse(database) as copy:
        copy.command("INSERT INTO groups (name) VALUES ('y')")
        raw.execute("COMMIT")
    assert [row[0] for row in raw.execute("SELECT name FROM groups")] == ["x"]
    raw.close()
