"""Action items (R5.4) of the teams."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Row, Table, Text, bindparam, func, or_, select, update

from domain.action_items import ActionItem, ItemState, ItemStep
from storage.schema import Instant, metadata, partial_index
from storage.staff import groups, staff
from storage.tx import Tx

action_items = Table(
    "action_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), index=True),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("owner_id", ForeignKey("staff.id")),
    Column("due_on", Date),
    Column("created_by", ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", ForeignKey("staff.id")),
    Column("delays", Integer, nullable=False, server_default="0"),
    Column("explanation", Text),
    Column("step", Text),
    Column("due_at", Instant),
    Column("told_to", ForeignKey("staff.id")),
    Column("told_due_on", Date),
    Index(None, "owner_id", "state"),
    Index(None, "group_id", "state"),
)
partial_index("ix_action_items_due_at", action_items.c.due_at, where=action_items.c.due_at.is_not(None))

_QUERY = (
    select(action_items, groups.c.name.label("group_name"), staff.c.name.label("owner"))
    .join(groups, groups.c.id == action_items.c.group_id)
    .join(staff, staff.c.id == action_items.c.owner_id, isouter=True)
)
_BY_ID = _QUERY.where(action_items.c.id == bindparam("item"))
_OF_MEETING = _QUERY.where(
    action_items.c.meeting_id == bindparam("meeting"), action_items.c.state != ItemState.DROPPED
).order_by(action_items.c.id)
_DUE = (
    _QUERY.where(action_items.c.due_at.is_not(None), action_items.c.due_at <= bindparam("now"))
    .order_by(action_items.c.due_at, action_items.c.id)
    .limit(bindparam("most"))
)
_FIRST_DUE = select(func.min(action_items.c.due_at)).where(action_items.c.due_at.is_not(None))


def _item(row: Row[Any]) -> ActionItem:
    plain = ("id", "group_id", "text", "created_by", "created_at", "meeting_id", "owner_id", "owner", "due_on")
    more = ("done_at", "delays", "explanation", "due_at", "told_to", "told_due_on")
    return ActionItem(
        **{name: getattr(row, name) for name in (*plain, *more)},
        group=row.group_name,
        state=ItemState(row.state),
        step=ItemStep(row.step) if row.step else None,
    )


def add(tx: Tx, values: Mapping[str, Any]) -> int:
    """Keep an item, and return its id."""
    return tx.insert(action_items, {"state": ItemState.OPEN, **values})


def load(tx: Tx, item_id: int) -> ActionItem | None:
    """An item whatever the scope; the service looks whose business it is."""
    row = tx.row(_BY_ID, {"item": item_id})
    return _item(row) if row else None


def change(tx: Tx, item_id: int, values: Mapping[str, Any], *, was: Collection[ItemState] = tuple(ItemState)) -> bool:
    """Change an item that is in one of these states; False where it is not in it any more."""
    this = update(action_items).where(action_items.c.id == item_id, action_items.c.state.in_(was))
    return tx.write(this.values(**values)) == 1


def of_meeting(tx: Tx, meeting_id: int) -> list[ActionItem]:
    """The decisions of a meeting, in the order they were written down."""
    return [_item(row) for row in tx.rows(_OF_MEETING, {"meeting": meeting_id})]


def open_ones(
    tx: Tx, *, owners: Collection[int] = (), groups_: Collection[int] = (), offset: int = 0, limit: int = 5
) -> tuple[list[ActionItem], int]:
    """Some open items of these owners or groups, the first due first and those without a day last, and how many."""
    c = action_items.c
    conditions = [c.state == ItemState.OPEN, or_(c.owner_id.in_(owners), c.group_id.in_(groups_))]
    total = int(tx.value(select(func.count()).select_from(action_items).where(*conditions)))
    query = _QUERY.where(*conditions).order_by(c.due_on.is_(None), c.due_on, c.id)
    return [_item(row) for row in tx.rows(query.offset(offset).limit(limit))], total


def due(tx: Tx, now: datetime, most: int) -> list[ActionItem]:
    """The items of which somebody is to be reminded, the longest waiting first."""
    return [_item(row) for row in tx.rows(_DUE, {"now": now, "most": most})]


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which somebody is to be reminded of an item."""
    at: datetime | None = tx.value(_FIRST_DUE, {})
    return at


def forget_until(tx: Tx, until: datetime) -> None:
    """Let nobody be reminded of what was due before an instant."""
    tx.write(update(action_items).where(action_items.c.due_at < until).values(step=None, due_at=None))


def late_ones(tx: Tx, group_id: int, today: date) -> list[ActionItem]:
    """The open items of a group whose day has passed, the oldest first."""
    c = action_items.c
    query = _QUERY.where(c.group_id == group_id, c.state == ItemState.OPEN, c.due_on < today)
    return [_item(row) for row in tx.rows(query.order_by(c.due_on, c.id))]
