"""The settings that hold for a team: the organisation's, with what the team wants otherwise over them (R0, R5)."""

from dataclasses import replace
from typing import Any

from domain.settings import Settings
from domain.staff import Organisation, Staff
from storage import organisation, team_settings
from storage.tx import Tx


def of_group(tx: Tx, group_id: int | None) -> Settings:
    """The settings of a group; those of the organisation where there is no group, or it overrides nothing."""
    house = organisation.load(tx)
    general = house.settings if house else Settings.model_validate({})
    overridden = team_settings.load(tx, group_id) if group_id is not None else {}
    if not overridden:
        return general
    return Settings.model_validate(merged(general.model_dump(mode="json"), overridden))


def for_member(tx: Tx, house: Organisation, member: Staff) -> Organisation:
    """The organisation as it is for a member: with the settings of their team, or of the one team they lead."""
    group_id = member.group_id
    if group_id is None and len(member.groups) == 1:
        group_id = member.groups[0]
    if group_id is None or not team_settings.load(tx, group_id):
        return house
    return replace(house, settings=of_group(tx, group_id))


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two sets of settings, the second over the first; what is nested is merged likewise."""
    found = dict(under)
    for name, value in over.items():
        below = found.get(name)
        found[name] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return found
