"""The settings that hold for a team: the organisation's, with what the team has otherwise laid over them (R0, R5)."""

from collections.abc import Collection

from domain.settings import Settings
from domain.staff import Organisation, Staff
from storage import organisation, staff
from storage.tx import Tx


def of_group(tx: Tx, group_id: int | None) -> Settings:
    """The settings of a group; those of the organisation where there is no group, or it has nothing otherwise."""
    house = organisation.load(tx, group_id)
    return house.settings if house else Settings.model_validate({})


def for_member(tx: Tx, member: Staff) -> Organisation | None:
    """The organisation as it is for a member: with the settings of their team, or of the one team they lead. None
    before there is one."""
    only = member.groups[0] if len(member.groups) == 1 else None
    return organisation.load(tx, only if member.group_id is None else member.group_id)


def visit_standards(tx: Tx, manager_ids: Collection[int | None]) -> dict[int | None, dict[str, int]]:
    """By manager, the longest time between two visits per class (R2.5): the standard of the manager's team holds for
    a client, whoever looks at it."""
    groups = staff.groups_of(tx, {each for each in manager_ids if each is not None})
    standards = {group: of_group(tx, group).visit_every_days for group in {None, *groups.values()}}
    return {each: standards[groups.get(each) if each is not None else None] for each in manager_ids}
