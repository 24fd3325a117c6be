"""The transaction that units of work are handed: statements in, rows out."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Row, Table, insert

Values = Mapping[str, Any]


class Tx:
    """One open transaction; begun and ended by the store, never by a unit."""

    def __init__(self, connection: Connection, raw: sqlite3.Connection) -> None:
        self._connection = connection
        self._raw = raw

    def rows(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return self._connection.execute(statement, values).all()

    def row(self, statement: Executable, values: Values | None = None) -> Row[Any] | None:
        """The first row of a query, None where there is none."""
        return self._connection.execute(statement, values).first()

    def value(self, statement: Executable, values: Values | None = None) -> Any:
        """The first column of the first row, None where there is none."""
        return self._connection.execute(statement, values).scalar()

    def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """Run an update or delete (or an insert of many rows) and say how many rows it touched."""
        return self._connection.execute(statement, values).rowcount

    def insert(self, table: Table, values: Values) -> int:
        """Insert one row and return its id (0 for a table whose key is no integer)."""
        key = self._connection.execute(insert(table), values).inserted_primary_key
        return key[0] if key and isinstance(key[0], int) else 0

    def insert_all(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert many rows at once; no rows, no statement."""
        if rows:
            self._connection.execute(insert(table), rows)

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
