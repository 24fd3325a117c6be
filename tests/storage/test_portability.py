"""What is written for SQLite must hold on PostgreSQL too: the same statements, and nothing that only one forgives."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import ClauseElement, Date, Executable
from sqlalchemy.dialects import postgresql, sqlite

import storage
from storage import digest_figures
from storage.schema import Instant, metadata
from storage.tx import Tx, insert_once
from tests.e2e.house import NOW

DIALECTS = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
MODULES = [
    importlib.import_module(f"storage.{found.name}")
    for found in pkgutil.iter_modules(storage.__path__)
    if found.name != "migrations"
]


def constants() -> Iterator[tuple[str, ClauseElement]]:
    """Every statement that is a constant of storage, by name."""
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Executable) and isinstance(value, ClauseElement):
                yield f"{module.__name__}.{name}", value


def test_every_constant_statement_can_be_said_in_both_dialects() -> None:
    names = [name for name, statement in constants() if all(statement.compile(dialect=each) for each in DIALECTS)]
    assert len(names) > 100


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_an_insert_of_what_may_be_there_asks_for_no_error(dialect: sqlite.base.SQLiteDialect) -> None:
    for table in metadata.sorted_tables:
        assert str(insert_once(table, dialect)).strip()
        assert "ON CONFLICT DO NOTHING" in str(insert_once(table, dialect).compile(dialect=dialect))  # type: ignore[attr-defined]


def test_a_row_that_stands_is_not_inserted_twice_and_the_transaction_goes_on(tx: Tx) -> None:
    from storage import outbox

    first = outbox.put(tx, chat_id=1, method="sendMessage", body={}, now=NOW, key="once")
    assert first is not None
    assert outbox.put(tx, chat_id=1, method="sendMessage", body={}, now=NOW, key="once") is None
    other = outbox.put(tx, chat_id=1, method="sendMessage", body={}, now=NOW, key="another")
    assert other is not None and other["id"] > first["id"]


def test_an_error_of_the_database_that_is_survived_stays_within_a_savepoint() -> None:
    """On PostgreSQL an error ends the transaction, but for what a savepoint holds."""
    for module in MODULES:
        source = inspect.getsource(module)
        for caught in re.finditer(r"\n( *)except[^\n]*IntegrityError", source):
            tried = source[: caught.start()].rpartition(f"\n{caught[1]}try:")[2]
            assert "savepoint()" in tried.split("\n")[1], f"{module.__name__}: {tried}"


def test_what_a_digest_orders_its_lists_by_has_a_type_on_postgresql() -> None:
    """A NULL without a type is a text there, and a text has no order among days."""
    for query in (digest_figures._missed, digest_figures._news, digest_figures._referrals, digest_figures._steps):
        found = query().subquery().c
        assert isinstance(found.at.type, Instant) and isinstance(found.on.type, Date), query.__name__
