"""Who decides on a request (R0.5): levels of approval, held by whom; a level that is away is taken by the next."""

from collections.abc import Sequence
from datetime import date

from domain.frozen import frozen
from domain.staff import LEADING, Actor, Role, Staff
from storage import absences, nudges, staff
from storage.tx import Tx

RANKS = (Role.LEADER, Role.SUPERVISOR, Role.BRANCH_MANAGER, Role.DEPUTY_DIRECTOR, Role.DIRECTOR)
"""The roles that decide, lowest first."""


@frozen
class Level:
    """The level that a request waits at, and the members who stand at it for whoever asks."""

    role: Role
    members: tuple[Staff, ...]


def level_for(tx: Tx, asker: Staff, role: Role, day: date | None = None) -> Level | None:
    """Who decides at this level, or at the next that somebody holds who can be reached (and is not away on the day, in
    the organisation's zone, if one is given); nobody decides their own request. Where none of them is there, the first
    level that is held at all; None where none is."""
    held = [Level(each, found) for each in RANKS[RANKS.index(role) :] if (found := _holding(tx, asker, each))]
    ids = [member.id for level in held for member in level.members]
    there = set(nudges.reachable(tx, ids)) - set(absences.on_day(tx, ids, day) if day else ())
    present = (level for level in held if any(member.id in there for member in level.members))
    return next(present, held[0] if held else None)


def _holding(tx: Tx, asker: Staff, role: Role) -> tuple[Staff, ...]:
    groups = groups_of(tx, asker)
    return tuple(
        one
        for one in staff.everyone(tx)
        if one.role is role and one.id != asker.id and (role not in LEADING or groups & set(one.groups))
    )


def groups_of(tx: Tx, asker: Staff) -> set[int]:
    """The groups that somebody belongs to: their own, those they lead, those of the managers they assist."""
    assisted = (staff.by_id(tx, each) for each in asker.assists)
    found = {asker.group_id, *asker.groups, *(manager.group_id for manager in assisted if manager)}
    return {each for each in found if each is not None}


def may_decide(tx: Tx, actor: Actor, asker: Staff, role: Role) -> bool:
    """Whether somebody stands at a level for whoever asks; who leads their group, at one above it too.

    The levels above the groups see client data only in what they sign (domain §0): what is sent up to them, and nothing
    that waits for a leader.
    """
    if asker.id == actor.id or actor.role not in RANKS:
        return False
    if actor.role in LEADING:
        high_enough = RANKS.index(actor.role) >= RANKS.index(role)
        return high_enough and bool(groups_of(tx, asker) & set(actor.staff.groups))
    level = level_for(tx, asker, role)
    return level is not None and actor.id in {member.id for member in level.members}


def above(levels: Sequence[Role], role: Role) -> Role | None:
    """The first level that still has to decide once somebody of a role has; None where that was the last."""
    return next((each for each in levels if RANKS.index(each) > RANKS.index(role)), None)
