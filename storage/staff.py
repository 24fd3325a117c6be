"""Groups, staff, whom they lead and assist, their invitations, and strangers already answered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    select,
    update,
)

from domain.staff import Grade, Role, Staff
from storage.schema import Instant, metadata
from storage.tx import Tx

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("grade", Text),
    Column("group_id", ForeignKey("groups.id"), index=True),
    Column("telegram_id", BigInteger, unique=True),
    Column("language", Text),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("enrolled_at", Instant),
    Column("blocked_at", Instant),
)

staff_groups = Table(
    "staff_groups",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
)

assists = Table(
    "assists",
    metadata,
    Column("assistant_id", ForeignKey("staff.id"), primary_key=True),
    Column("manager_id", ForeignKey("staff.id"), primary_key=True),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("created_by", ForeignKey("staff.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

strangers = Table(
    "strangers",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answered_on", Date, nullable=False),
)

ASSUMED_IDS = 2**52
"""Telegram's own numbers end below it."""

_BY_TELEGRAM = select(staff).where(staff.c.telegram_id == bindparam("telegram"), staff.c.active)
_BY_ID = select(staff).where(staff.c.id == bindparam("staff"))
_BY_NAME = select(staff).where(staff.c.name == bindparam("name"), staff.c.active)
_ALL = select(staff).where(staff.c.active).order_by(staff.c.id)
_LED = select(staff_groups.c.group_id).where(staff_groups.c.staff_id == bindparam("staff"))
_ASSISTED = select(assists.c.manager_id).where(assists.c.assistant_id == bindparam("staff"))
_GROUPS = select(groups)
_GROUP = select(groups).where(groups.c.name == bindparam("name"))
_OPEN_INVITE = select(invites.c.id, invites.c.staff_id).where(
    invites.c.code_hash == bindparam("hash"), invites.c.used_at.is_(None), invites.c.expires_at > bindparam("now")
)
_USE_INVITE = (
    update(invites)
    .where(invites.c.id == bindparam("invite"), invites.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_LEADERS = (
    select(staff)
    .join(staff_groups, staff_groups.c.staff_id == staff.c.id)
    .where(staff_groups.c.group_id == bindparam("group"), staff.c.role == Role.LEADER, staff.c.active)
)


def _whole(tx: Tx, row: Row[Any] | None) -> Staff | None:
    if row is None:
        return None
    role = Role(row.role)
    who = {"staff": row.id}
    leads = role in (Role.LEADER, Role.SUPERVISOR)
    return Staff(
        id=row.id,
        name=row.name,
        role=role,
        grade=Grade(row.grade) if row.grade else None,
        group_id=row.group_id,
        groups=tuple(r.group_id for r in tx.rows(_LED, who)) if leads else (),
        assists=tuple(r.manager_id for r in tx.rows(_ASSISTED, who)) if role is Role.ASSISTANT else (),
        telegram_id=row.telegram_id,
        language=row.language,
        enrolled_at=row.enrolled_at,
    )


def by_telegram(tx: Tx, telegram_id: int) -> Staff | None:
    """The active member enrolled with this Telegram id."""
    return _whole(tx, tx.row(_BY_TELEGRAM, {"telegram": telegram_id}))


def by_id(tx: Tx, staff_id: int) -> Staff | None:
    """One member, active or not."""
    return _whole(tx, tx.row(_BY_ID, {"staff": staff_id}))


def by_name(tx: Tx, name: str) -> Staff | None:
    """The active member of this name; names are unique."""
    return _whole(tx, tx.row(_BY_NAME, {"name": name}))


def everyone(tx: Tx) -> list[Staff]:
    """All active members, oldest first."""
    return [whole for row in tx.rows(_ALL) if (whole := _whole(tx, row))]


def names(tx: Tx, staff_ids: Collection[int]) -> dict[int, str]:
    """The names of some members by id, active or not; nobody asked for, no statement."""
    if not staff_ids:
        return {}
    return {row.id: row.name for row in tx.rows(select(staff.c.id, staff.c.name).where(staff.c.id.in_(staff_ids)))}


def groups_of(tx: Tx, staff_ids: Collection[int]) -> dict[int, int | None]:
    """The groups that some members belong to; nobody asked for, no statement."""
    if not staff_ids:
        return {}
    return {
        row.id: row.group_id for row in tx.rows(select(staff.c.id, staff.c.group_id).where(staff.c.id.in_(staff_ids)))
    }


def leaders_of(tx: Tx, group_id: int) -> list[Staff]:
    """The leaders of a group (one by rule R0.1, more where the organisation wants it)."""
    return [whole for row in tx.rows(_LEADERS, {"group": group_id}) if (whole := _whole(tx, row))]


def members(tx: Tx, group_id: int) -> list[Staff]:
    """The managers of a group."""
    rows = tx.rows(select(staff).where(staff.c.group_id == group_id, staff.c.role == Role.MANAGER, staff.c.active))
    return [whole for row in rows if (whole := _whole(tx, row))]


def add(
    tx: Tx,
    *,
    name: str,
    role: Role,
    grade: Grade | None,
    group_id: int | None,
    leads: Sequence[int] = (),
    assisted: Sequence[int] = (),
) -> int:
    """Create a member and return the id; a name that is taken violates the table's unique key."""
    staff_id = tx.insert(staff, {"name": name, "role": role, "grade": grade, "group_id": group_id})
    tx.insert_all(staff_groups, [{"staff_id": staff_id, "group_id": group} for group in leads])
    tx.insert_all(assists, [{"assistant_id": staff_id, "manager_id": manager} for manager in assisted])
    return staff_id


def group_called(tx: Tx, name: str) -> int:
    """The id of the group of this name, which is created when it is new."""
    row = tx.row(_GROUP, {"name": name})
    return int(row.id) if row else tx.insert(groups, {"name": name})


def group_names(tx: Tx) -> dict[int, str]:
    """Names of all groups by id."""
    return {row.id: row.name for row in tx.rows(_GROUPS, {})}


def enrol(tx: Tx, staff_id: int, telegram_id: int, now: datetime) -> None:
    """Tie a member to a Telegram account; an account that was tied to another member is freed from it first."""
    tx.write(update(staff).where(staff.c.telegram_id == telegram_id).values(telegram_id=None))
    tx.write(
        update(staff).where(staff.c.id == staff_id).values(telegram_id=telegram_id, enrolled_at=now, blocked_at=None)
    )


def assume_joined(tx: Tx) -> None:
    """Let everyone have joined, on a copy of the data: what they would be told can then be shown."""
    tx.write(update(staff).where(staff.c.telegram_id.is_(None)).values(telegram_id=ASSUMED_IDS + staff.c.id))


def set_language(tx: Tx, staff_id: int, language: str) -> None:
    """The language a member wants to be spoken to in."""
    tx.write(update(staff).where(staff.c.id == staff_id).values(language=language))


def note_blocked(tx: Tx, telegram_id: int, now: datetime | None) -> None:
    """Whether the member has blocked the bot, and since when; None when they are back."""
    tx.write(update(staff).where(staff.c.telegram_id == telegram_id).values(blocked_at=now))


def add_invite(
    tx: Tx, staff_id: int, code_hash: str, *, created_by: int | None, now: datetime, expires_at: datetime
) -> None:
    """Keep the hash of a one-time code; earlier unused codes of the same member end."""
    tx.write(delete(invites).where(invites.c.staff_id == staff_id, invites.c.used_at.is_(None)))
    values = {"staff_id": staff_id, "code_hash": code_hash, "created_by": created_by}
    tx.insert(invites, {**values, "created_at": now, "expires_at": expires_at})


def use_invite(tx: Tx, code_hash: str, now: datetime) -> int | None:
    """Use up an open invitation and return whom it invites; None where it is unknown, used or expired."""
    row = tx.row(_OPEN_INVITE, {"hash": code_hash, "now": now})
    if row is None or not tx.write(_USE_INVITE, {"invite": row.id, "now": now}):
        return None
    return int(row.staff_id)


def answer_stranger(tx: Tx, telegram_id: int, today: date) -> bool:
    """Whether a stranger is to be answered: at most once a day of the organisation (R0.4)."""
    seen = update(strangers).where(strangers.c.telegram_id == telegram_id)
    if tx.write(seen.where(strangers.c.answered_on < today).values(answered_on=today)):
        return True
    return tx.insert_new(strangers, {"telegram_id": telegram_id, "answered_on": today}) is not None
