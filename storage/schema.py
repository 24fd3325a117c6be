"""What all tables share: the metadata, and column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, DateTime, Index, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; a naive one is a mistake of the caller and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive instant {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)

    def process_literal_param(self, value: Any, dialect: Dialect) -> str:
        return repr(self.process_bind_param(value, dialect))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """On SQLite in one step instead of SQLAlchemy's three: a visit writes ten instants."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)


def _as_text(value: datetime | None) -> str | None:
    """An instant as SQLAlchemy writes it to SQLite: in UTC, with microseconds and no offset."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"naive instant {value!r}")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:_LENGTH]


_LENGTH = len("2026-03-25 08:25:00.000000")


def partial_index(name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False) -> Index:
    """An index of the rows that meet a condition, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=where)


@compiles(CreateIndex, "postgresql")
def _with_condition(create: CreateIndex, compiler: Any, **options: Any) -> str:
    """PostgreSQL has the condition from here: naming it at the index would load its dialect at every start."""
    index = create.element
    own = index.dialect_options["postgresql"]
    if own["where"] is None:  # the first migration says its own: what is true is 1 on SQLite alone
        own["where"] = index.dialect_options["sqlite"]["where"]
    return str(compiler.visit_create_index(create, **options))
