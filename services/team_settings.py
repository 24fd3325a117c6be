"""What a team wants otherwise than its organisation, changed by its leader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from domain.errors import Refused
from domain.meetings import Kind
from domain.settings import MeetingSettings, Settings, merged
from domain.staff import LEADING, Actor
from services import digests, meetings, plan_rounds
from services.settings import of_group
from storage import audit, organisation, staff, team_settings
from storage.tx import Tx

Path = Sequence[str]
"""Where a setting stands: ("meetings", "weekly", "at"), ("visit_every_days", "A"), ("plan_due_at",)."""

PLAN = ("plan_due_at", "plan_week_due_weekday", "visits_per_day", "visits_before_noon")
DIGEST = ("digest_daily_at", "digest_weekly_on", "digest_weekly_at", "digest_monthly_at", "digest_service_at")
PLAIN = PLAN + DIGEST
"""The settings of one value that a team may have otherwise, besides its meetings and its standards of visits."""

MEETING = tuple(MeetingSettings.model_fields)
LONGEST_STANDARD_DAYS = 730


def groups(tx: Tx, actor: Actor) -> dict[int, str]:
    """The groups whose settings the actor may change, with their names."""
    names = staff.group_names(tx)
    return {group: names[group] for group in actor.staff.groups} if actor.role in LEADING else {}


def load(tx: Tx, actor: Actor, group_id: int) -> Settings:
    """The settings of a group that the actor leads. Raises Refused for any other."""
    if group_id not in groups(tx, actor):
        raise Refused("teams.not_your_group")
    return of_group(tx, group_id)


def overridden(tx: Tx, group_id: int) -> dict[str, Any]:
    """What the group has otherwise than its organisation."""
    return team_settings.load(tx, group_id)


def value_of(settings: Settings, path: Path) -> Any:
    """The value of a setting."""
    found: Any = settings.model_dump()
    for name in path:
        found = found[name]
    return found


def change(tx: Tx, actor: Actor, group_id: int, path: Path, value: Any, now: datetime) -> Settings:
    """Let a group have a setting of its own. Raises Refused, with the reason in words, for one that cannot be."""
    load(tx, actor, group_id)
    if not changeable(path):
        raise Refused("teams.no_such_setting")
    if path[0] == "visit_every_days" and not (isinstance(value, int) and 1 <= value <= LONGEST_STANDARD_DAYS):
        raise Refused("teams.not_days", most=LONGEST_STANDARD_DAYS)
    patch: Any = value
    for name in reversed(path):
        patch = {name: patch}
    return _keep(tx, actor, group_id, merged(team_settings.load(tx, group_id), patch), now)


def replace(tx: Tx, actor: Actor, group_id: int, wanted: dict[str, Any], now: datetime) -> Settings:
    """Let a group have exactly these settings of its own: none, or those it had before."""
    load(tx, actor, group_id)
    return _keep(tx, actor, group_id, wanted, now)


def changeable(path: Path) -> bool:
    """Whether a team may have a setting otherwise."""
    match list(path):
        case ["meetings", kind, name]:
            return kind in list(Kind) and name in MEETING
        case ["visit_every_days", class_]:
            return class_ in Settings.model_validate({}).visit_every_days
        case [name]:
            return name in PLAIN
    return False


def _keep(tx: Tx, actor: Actor, group_id: int, wanted: dict[str, Any], now: datetime) -> Settings:
    house = organisation.load(tx)
    assert house is not None
    try:
        settings = house.settings.overridden_by(wanted)
    except ValidationError as error:
        raise _refusal(error, house.settings) from None
    team_settings.save(tx, group_id, wanted)
    meetings.plan_anew(tx, group_id, now)
    plan_rounds.reckon_anew(tx)
    digests.reckon_anew(tx, now)
    audit.write(tx, "team_settings_changed", "group", group_id, now, staff_id=actor.id, detail=wanted)
    return settings


def _refusal(error: ValidationError, general: Settings) -> Refused:
    """Why a value cannot be, in words: out of its range, or in the hours in which nothing is said."""
    first = error.errors()[0]
    limits = first.get("ctx", {})
    if first["type"] == "value_error":
        hours = {"first": f"{general.quiet_until:%H:%M}", "last": f"{general.quiet_from:%H:%M}"}
        return Refused("teams.in_quiet_hours", **hours)
    if "ge" in limits:
        return Refused("teams.too_small", least=limits["ge"])
    if "le" in limits:
        return Refused("teams.too_large", most=limits["le"])
    return Refused("teams.not_understood")
