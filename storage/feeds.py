"""The secret addresses of members' calendar feeds: only the hash of each is kept, and one stands for each member."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, select

from storage.schema import Instant, metadata
from storage.staff import staff
from storage.tx import Tx

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, unique=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

_OWNER = (
    select(feeds.c.staff_id)
    .join(staff, staff.c.id == feeds.c.staff_id)
    .where(feeds.c.token_hash == bindparam("hash"), staff.c.active)
)


def keep(tx: Tx, staff_id: int, token_hash: str, now: datetime) -> None:
    """Give a member a new address; the former one leads nowhere any more."""
    drop(tx, staff_id)
    tx.insert(feeds, {"staff_id": staff_id, "token_hash": token_hash, "created_at": now})


def drop(tx: Tx, staff_id: int) -> bool:
    """Take a member's address back; False where there was none."""
    return tx.write(delete(feeds).where(feeds.c.staff_id == staff_id)) > 0


def exists(tx: Tx, staff_id: int) -> bool:
    """Whether a member has an address."""
    return tx.value(select(feeds.c.id).where(feeds.c.staff_id == staff_id)) is not None


def owner(tx: Tx, token_hash: str) -> int | None:
    """Whose address it is, as long as they belong to the organisation; None for one that leads nowhere."""
    found: int | None = tx.value(_OWNER, {"hash": token_hash})
    return found
