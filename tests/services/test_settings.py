"""Settings of a team over those of the organisation."""

from datetime import time

import pytest

from domain.errors import Refused
from domain.settings import Settings
from services import settings, visit_lists
from services import team_settings as changing
from storage import organisation, staff, team_settings
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


def test_a_team_has_the_settings_of_its_organisation_where_it_wants_nothing_else(tx: Tx) -> None:
    settle(tx)
    organisation.save_settings(tx, Settings(late_after_days=3))
    assert settings.of_group(tx, staff.group_called(tx, "一组")) == Settings(late_after_days=3)
    assert settings.of_group(tx, None) == Settings(late_after_days=3)


def test_what_a_team_overrides_holds_for_it_alone_and_the_rest_follows_the_organisation(tx: Tx) -> None:
    settle(tx)
    first, second = (staff.group_called(tx, name) for name in ("一组", "二组"))
    team_settings.save(tx, first, {"evening_at": "18:30:00", "visit_every_days": {"A": 10}})
    organisation.save_settings(tx, Settings(late_after_days=3))
    own = settings.of_group(tx, first)
    assert own.evening_at == time(18, 30)
    assert own.visit_every_days["A"] == 10
    assert own.visit_every_days["B"] == 30
    assert own.late_after_days == 3
    assert settings.of_group(tx, second).evening_at == time(19)


def test_a_member_is_held_to_the_standards_of_their_team(tx: Tx) -> None:
    settle(tx)
    team_settings.save(tx, staff.group_called(tx, "一组"), {"visit_every_days": {"A": 10}})
    for name, days in (("林悦", 10), ("周敏", 10), ("何芳", 15), ("高主管", 15)):
        house = settings.for_member(tx, actor(tx, name).staff)
        assert house is not None and house.settings.visit_every_days["A"] == days


def test_a_client_is_due_by_the_standard_of_its_managers_team_whoever_asks(tx: Tx) -> None:
    settle(tx)
    team_settings.save(tx, staff.group_called(tx, "一组"), {"visit_every_days": {"A": 10, "B": 12, "C": 14}})
    day = NOW.date()
    seen: dict[str, set[int]] = {}
    for name in ("林悦", "郑凯", "何芳", "周敏", "高主管", "秦管理"):
        for one in visit_lists.due(tx, actor(tx, name), day):
            seen.setdefault(one.name, set()).add(one.overdue_days)
    assert len(seen) > 3 and all(len(days) == 1 for days in seen.values())
    ours = {one.client_id: one for one in visit_lists.due(tx, actor(tx, "林悦"), day) if one.class_ == "A"}
    team_settings.save(tx, staff.group_called(tx, "一组"), {})
    assert all(
        one.overdue_days == ours[one.client_id].overdue_days - 5
        for one in visit_lists.due(tx, actor(tx, "高主管"), day)
        if one.client_id in ours
    )


def test_the_settings_of_a_team_are_checked_once_and_not_with_every_message(tx: Tx) -> None:
    settle(tx)
    team_settings.save(tx, staff.group_called(tx, "一组"), {"visits_per_day": 4})
    lin = actor(tx, "林悦").staff
    first, again = (settings.for_member(tx, lin) for _ in range(2))
    assert first is not None and first is again and first.settings.visits_per_day == 4


def test_a_leader_changes_the_settings_of_their_own_team_alone(tx: Tx) -> None:
    settle(tx)
    first, second = (staff.group_called(tx, name) for name in ("一组", "二组"))
    zhou = actor(tx, "周敏")
    found = changing.change(tx, zhou, first, ("meetings", "weekly", "at"), "09:30", NOW)
    assert found.meetings["weekly"].at == time(9, 30)
    assert found.meetings["weekly"].minutes == 60
    assert settings.of_group(tx, second).meetings["weekly"].at == time(9)
    for who, group in ((zhou, second), (actor(tx, "林悦"), first)):
        with pytest.raises(Refused, match="not_your_group"):
            changing.change(tx, who, group, ("visits_per_day",), 4, NOW)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("meetings", "weekly", "at"), "22:00", "in_quiet_hours"),
        (("meetings", "weekly", "minutes"), 2, "too_small"),
        (("meetings", "weekly", "minutes"), 900, "too_large"),
        (("meetings", "weekly", "at"), "25:99", "not_understood"),
        (("visit_every_days", "A"), 0, "not_days"),
        (("visit_every_days", "A"), 100_000, "not_days"),
        (("visit_every_days", "E"), 10, "no_such_setting"),
        (("gift_yearly_cap",), 10, "no_such_setting"),
        (("meetings", "party", "at"), "09:00", "no_such_setting"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_changes_nothing(
    tx: Tx, path: tuple[str, ...], value: object, why: str
) -> None:
    settle(tx)
    first = staff.group_called(tx, "一组")
    with pytest.raises(Refused, match=why):
        changing.change(tx, actor(tx, "周敏"), first, path, value, NOW)
    assert team_settings.load(tx, first) == {}
