"""Members: who joins, who invites whom (R0.1, R0.4)."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.errors import Refused
from domain.staff import LEADING, Actor, Grade, Role, Staff
from storage import audit, organisation, staff
from storage.tx import Tx


def add(
    tx: Tx,
    now: datetime,
    *,
    name: str,
    role: Role,
    group: str | None = None,
    groups: Sequence[str] = (),
    grade: Grade | None = None,
    assists: Sequence[str] = (),
) -> tuple[int, bool]:
    """Add a member; groups that do not exist are created. Returns the id, and whether the group is too large (R0.1).

    A leader leads `group` unless `groups` says otherwise. Raises Refused for a taken name or an unknown manager.
    """
    name = name.strip()
    if not name:
        raise Refused("staff.name_missing")
    if staff.by_name(tx, name):
        raise Refused("staff.name_taken", name=name)
    assisted: list[int] = []
    for manager in assists:
        found = staff.by_name(tx, manager)
        if found is None or found.role is not Role.MANAGER:
            raise Refused("staff.no_such_manager", name=manager)
        assisted.append(found.id)
    own = staff.group_called(tx, group) if group else None
    leads = [staff.group_called(tx, each) for each in groups]
    if role in LEADING and not leads and own is not None:
        leads = [own]
    staff_id = staff.add(tx, name=name, role=role, grade=grade, group_id=own, leads=leads, assisted=assisted)
    audit.write(tx, "staff_added", "staff", staff_id, now, detail={"role": role})
    organisation.touch(tx)
    house = organisation.load(tx)
    most = house.settings.managers_per_group if house else 8
    over = role is Role.MANAGER and own is not None and len(staff.members(tx, own)) > most
    return staff_id, over


def invite(tx: Tx, staff_id: int, now: datetime, *, by: int | None = None) -> str:
    """A one-time code for a member; only its hash is kept, and earlier codes end. Returns the code."""
    house = organisation.load(tx)
    if house is None:
        raise Refused("staff.no_organisation")
    code = secrets.token_urlsafe(12)
    ends = now + timedelta(hours=house.settings.invite_valid_hours)
    staff.add_invite(tx, staff_id, _hash(code), created_by=by, now=now, expires_at=ends)
    audit.write(tx, "invited", "staff", staff_id, now, staff_id=by)
    return code


def invitable(tx: Tx, actor: Actor) -> list[Staff]:
    """The members a leader may invite: those of the groups led, and the assistants of their managers.

    Nobody who leads a group that the actor does not: a code is the way into an account, and to all it sees (R0.4).
    """
    everyone = [member for member in staff.everyone(tx) if set(member.groups) <= set(actor.staff.groups)]
    led = {member.id for member in everyone if member.group_id in actor.staff.groups and member.id != actor.id}
    helpers = {member.id for member in everyone if set(member.assists) & led}
    return [member for member in everyone if member.id in led | helpers]


def enrol(tx: Tx, code: str, telegram_id: int, now: datetime) -> Staff:
    """Use up an invitation and tie its member to a Telegram account.

    Raises Refused for a code that is unknown, used or expired; which of these is not said.
    """
    staff_id = staff.use_invite(tx, _hash(code), now)
    if staff_id is None:
        raise Refused("staff.code_invalid")
    staff.enrol(tx, staff_id, telegram_id, now)
    audit.write(tx, "enrolled", "staff", staff_id, now, staff_id=staff_id)
    member = staff.by_id(tx, staff_id)
    assert member is not None
    return member


def set_language(tx: Tx, actor: Actor, language: str) -> None:
    """The language a member is spoken to in."""
    staff.set_language(tx, actor.id, language)


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
