"""Every row that points at a client or a person, found from the schema, so that a merge forgets no table (R1.8)."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    Update,
    func,
    select,
    true,
    update,
)

from storage.schema import metadata
from storage.tx import Tx

Moved = dict[str, list[list[int | str]]]
"""For each `table.column` the primary keys of the rows that were pointed elsewhere; for each `table.column other other`
those of the rows whose other columns were emptied, with what stood there. JSON."""

_ITSELF = ("merged_into",)


def _pointing(table: str) -> list[Column[int]]:
    """The columns of all tables with a foreign key to the table's id, except those that say what became of it."""
    return [
        column
        for other in metadata.sorted_tables
        for column in other.columns
        if column.name not in _ITSELF and any(key.column.table.name == table for key in column.foreign_keys)
    ]


def repoint(tx: Tx, table: str, gone: int, kept: int) -> Moved:
    """Point what belonged to `gone` at `kept`, and say which rows were.

    A row that `kept` has already (the same alias) stays where it is. One that is only held to be the same for where it
    was told (two visits of one message) goes along, and is not found by that message any more.
    """
    moved: Moved = {}
    for column in _pointing(table):
        keys = list(column.table.primary_key.columns)
        others, bound = _unique_beside(column)
        held = tx.rows(select(*others).where(column == kept, bound)) if others else ()
        taken = {tuple(row) for row in held if None not in tuple(row)}
        found = tx.rows(select(*keys, bound, *others).where(column == gone))
        place, name = len(keys), f"{column.table.name}.{column.key}"
        for row in found:
            key, beside = list(row[:place]), list(row[place + 1 :])
            twice = row[place] and tuple(beside) in taken
            if twice and not all(other.nullable for other in others):
                continue
            freed = dict.fromkeys((other.key for other in others), None) if twice else {}
            tx.write(_at(column.table, key).values({column.key: kept, **freed}))
            if twice:
                moved.setdefault(f"{name} {' '.join(freed)}", []).append([*key, *beside])
            key = [kept if part is column else value for part, value in zip(keys, key, strict=True)]
            moved.setdefault(name, []).append(key)
    return dict(sorted(moved.items()))


def point_back(tx: Tx, moved: Moved, gone: int) -> None:
    """Take a `repoint` back: the rows it moved belong to `gone` again, those that are still there."""
    for place, keys in moved.items():
        name, *freed = place.split(" ")
        table, column = name.split(".")
        for key in keys:
            back = dict(zip(freed, key[len(key) - len(freed) :], strict=True)) if freed else {column: gone}
            tx.write(_at(metadata.tables[table], key[: len(key) - len(freed)]).values(back))


def count(tx: Tx, table: str, row_id: int, besides: tuple[str, ...] = ()) -> int:
    """How many rows point at this one; those taken back, and those of the tables `besides`, are not counted."""
    found = 0
    for column in _pointing(table):
        if column.table.name not in besides:
            query = select(func.count()).select_from(column.table).where(column == row_id)
            standing = column.table.columns.get("removed_at")
            found += int(tx.value(query if standing is None else query.where(standing.is_(None))))
    return found


def _at(table: Table, key: list[int | str]) -> Update:
    return update(table).where(*(part == value for part, value in zip(table.primary_key.columns, key, strict=True)))


def _unique_beside(column: Column[int]) -> tuple[list[Column[Any]], ColumnElement[bool]]:
    """The columns that must be unique together with this one, none where nothing must; and for which rows they must."""
    for constraint in column.table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint) and column in list(constraint.columns):
            return [other for other in constraint.columns if other is not column], true()
    for index in column.table.indexes:
        if index.unique and column in list(index.columns):
            within = index.dialect_options["sqlite"]["where"]
            return [other for other in index.columns if other is not column], true() if within is None else within
    return [], true()
