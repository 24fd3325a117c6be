"""The transaction that units of work are handed: statements in, rows out."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Table, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect

from storage.prepared import Prepared

Values = Mapping[str, Any]

MOST_PREPARED = 1_000
"""A program has no more constant statements than this: beyond it, one is built anew for every call."""


def insert_once(table: Table, dialect: Dialect) -> Executable:
    """An insert that does nothing where a unique key stands in its way, in the words of either dialect.

    To ask first whether the row is there would leave a moment for another to write it; to let it fail would end the
    transaction on PostgreSQL.
    """
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


class Tx:
    """One open transaction; begun and ended by the store, never by a unit.

    A statement given with `values` must be a constant: it is compiled once and kept. One given without is run by
    SQLAlchemy as it is.
    """

    def __init__(self, connection: Connection, raw: sqlite3.Connection) -> None:
        self._connection = connection
        self._raw = raw
        self._prepared: dict[Any, Prepared | None] = {}
        self.lost = 0
        """How many commits came to nothing: what units remembered beside the records may be of one of them."""

    def rows(self, statement: Executable, values: Values | None = None) -> Sequence[Any]:
        """All rows of a query."""
        prepared = self._prepare(statement) if values is not None else None
        if prepared is None or values is None:
            return self._connection.execute(statement, values).all()
        return [prepared.read(raw) for raw in self._raw.execute(prepared.sql, prepared.values(values))]

    def row(self, statement: Executable, values: Values | None = None) -> Any | None:
        """The first row of a query, None where there is none."""
        prepared = self._prepare(statement) if values is not None else None
        if prepared is None or values is None:
            return self._connection.execute(statement, values).first()
        raw = self._raw.execute(prepared.sql, prepared.values(values)).fetchone()
        return None if raw is None else prepared.read(raw)

    def value(self, statement: Executable, values: Values | None = None) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.row(statement, values)
        return None if row is None else row[0]

    def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """Run an update or delete, once or for each of many values, and say how many rows it touched."""
        prepared = self._prepare(statement) if values is not None else None
        if prepared is None or values is None:
            return self._connection.execute(statement, values).rowcount
        if isinstance(values, Mapping):
            return self._raw.execute(prepared.sql, prepared.values(values)).rowcount
        return self._raw.executemany(prepared.sql, [prepared.values(each) for each in values]).rowcount

    def insert(self, table: Table, values: Values) -> int:
        """Insert one row and return its number; for a table whose key is an integer that is its id."""
        prepared = self._prepare_insert(table, values)
        return self._raw.execute(prepared.sql, prepared.values(values)).lastrowid or 0

    def insert_new(self, table: Table, values: Values) -> int | None:
        """Insert one row and return its number; None where a row stands that must not be there twice (a unique key)."""
        prepared = self._prepare_insert(table, values, once=True)
        cursor = self._raw.execute(prepared.sql, prepared.values(values))
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def insert_all(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert many rows that name the same columns; no rows, no statement."""
        if rows:
            prepared = self._prepare_insert(table, rows[0])
            self._raw.executemany(prepared.sql, [prepared.values(row) for row in rows])

    def _prepare(self, statement: Executable) -> Prepared | None:
        try:
            return self._prepared[statement]
        except KeyError:
            return self._keep(statement, Prepared.of(statement, self._connection.dialect))

    def _prepare_insert(self, table: Table, values: Values, *, once: bool = False) -> Prepared:
        key = (table, tuple(values), once)
        prepared = self._prepared.get(key)
        if prepared is None:
            dialect = self._connection.dialect
            statement = insert_once(table, dialect) if once else insert(table)
            prepared = self._keep(key, Prepared.of(statement, dialect, list(values)))
            assert prepared is not None
        return prepared

    def _keep(self, key: Any, prepared: Prepared | None) -> Prepared | None:
        if len(self._prepared) >= MOST_PREPARED:
            raise RuntimeError("a statement with values must be a constant; this one is built anew each time")
        self._prepared[key] = prepared
        return prepared

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of the unit that may fail for itself: an exception out of it takes back what it did, no more."""
        self.command("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.in_transaction:
                self.command("ROLLBACK TO part")
                self.command("RELEASE part")
            raise
        self.command("RELEASE part")

    @property
    def in_transaction(self) -> bool:
        """Whether SQLite still holds the transaction open (a full disk ends it by itself)."""
        return self._raw.in_transaction

    def command(self, sql: str) -> None:
        """A bare command of transaction control; for the store alone."""
        self._raw.execute(sql)

    def close(self) -> None:
        """Give the SQLAlchemy side back; the raw connection is closed by its thread."""
        self._connection.detach()
