"""Every row that points at a client or a person, found from the schema, so that a merge forgets no table (R1.8)."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, Update, func, select, update

from storage.schema import metadata
from storage.tx import Tx

Moved = dict[str, list[list[int | str]]]
"""For each `table.column` the primary keys of the rows that were pointed elsewhere; JSON."""

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

    A row that `kept` has already (the same alias) stays where it is.
    """
    moved: Moved = {}
    for column in _pointing(table):
        keys = list(column.table.primary_key.columns)
        others = _unique_beside(column)
        taken = {tuple(row) for row in tx.rows(select(*others).where(column == kept))} if others else set()
        found = tx.rows(select(*keys, *others).where(column == gone))
        movable = [list(row[: len(keys)]) for row in found if not others or tuple(row[len(keys) :]) not in taken]
        for key in movable:
            tx.write(_at(column.table, key).values({column.key: kept}))
        if movable:
            moved[f"{column.table.name}.{column.key}"] = [
                [kept if part is column else value for part, value in zip(keys, key, strict=True)] for key in movable
            ]
    return moved


def point_back(tx: Tx, moved: Moved, gone: int) -> None:
    """Take a `repoint` back: the rows it moved belong to `gone` again, those that are still there."""
    for place, keys in moved.items():
        table, column = place.split(".")
        for key in keys:
            tx.write(_at(metadata.tables[table], key).values({column: gone}))


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


def _unique_beside(column: Column[int]) -> list[Column[int]]:
    """The columns that must be unique together with this one, none where nothing must."""
    for constraint in column.table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint) and column in list(constraint.columns):
            return [other for other in constraint.columns if other is not column]
    for index in column.table.indexes:
        if index.unique and column in list(index.columns):
            return [other for other in index.columns if other is not column]
    return []
