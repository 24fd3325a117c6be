"""What a team wants otherwise than its organisation: one row a group, holding only the fields that differ."""

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Table, bindparam, select, update

from storage.schema import metadata
from storage.tx import Tx

team_settings = Table(
    "team_settings",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True, autoincrement=False),
    Column("overridden", JSON, nullable=False),
)

_LOAD = select(team_settings.c.overridden).where(team_settings.c.group_id == bindparam("group"))


def load(tx: Tx, group_id: int) -> dict[str, Any]:
    """The fields of the settings that a group overrides, as JSON values; nested ones only as far as they differ."""
    found: dict[str, Any] | None = tx.value(_LOAD, {"group": group_id})
    return found or {}


def save(tx: Tx, group_id: int, overridden: dict[str, Any]) -> None:
    """Keep what a group overrides."""
    c = team_settings.c
    if not tx.write(update(team_settings).where(c.group_id == group_id).values(overridden=overridden)):
        tx.insert(team_settings, {"group_id": group_id, "overridden": overridden})
