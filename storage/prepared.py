"""Statements compiled once: a constant statement of SQLAlchemy as text, with what its values and columns pass through.

SQLAlchemy looks a statement up, makes an execution context and wraps each row at every call, which costs more than
SQLite's own work. A statement that is a constant of a module needs none of that the second time.
"""

import keyword
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Process = Callable[[Any], Any]


class Prepared:
    """One compiled statement of the SQLite dialect."""

    __slots__ = ("_places", "_results", "_treated", "row", "sql")

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self.sql = str(compiled)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._places: list[tuple[str, Any]] = []
        self._treated: list[tuple[int, Process]] = []
        for place, name in enumerate(compiled.positiontup or ()):
            bind = binds[name]
            self._places.append((bind.key, bind.effective_value))
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if process is not None:
                self._treated.append((place, process))
        columns = list(compiled._result_columns)
        self._results: list[tuple[int, Process]] = []
        for place, column in enumerate(columns):
            process = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if process is not None:
                self._results.append((place, process))
        self.row = _row_type([column.keyname for column in columns]) if columns else None

    @classmethod
    def of(cls, statement: Executable, dialect: Dialect, keys: Sequence[str] | None = None) -> "Prepared | None":
        """A statement compiled; None for one whose text depends on its values (IN with a list)."""
        compiled = statement.compile(dialect=dialect, column_keys=keys)  # type: ignore[attr-defined]
        if any(bind.expanding for bind in compiled.bind_names):
            return None
        return cls(compiled, dialect)

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the text, as SQLite takes them."""
        get = given.get
        values = [get(key, default) for key, default in self._places]
        for place, process in self._treated:
            values[place] = process(values[place])
        return values

    def read(self, raw: Sequence[Any]) -> Any:
        """A row as the callers know it: fields by name, typed."""
        assert self.row is not None
        if self._results:
            fields = list(raw)
            for place, process in self._results:
                fields[place] = process(fields[place])
            raw = fields
        return self.row._make(raw)


def _row_type(names: Sequence[str]) -> Any:
    """A tuple with named fields; a column named like a keyword of Python gets an underscore after it as a field."""
    fields = [f"{name}_" if keyword.iskeyword(name) else name for name in names]
    made = namedtuple("Row", fields, rename=True)  # type: ignore[misc]
    made._asdict = lambda row: dict(zip(names, row, strict=True))  # type: ignore[method-assign,assignment]
    return made
