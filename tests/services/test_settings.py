"""Settings of a team over those of the organisation."""

from datetime import time

from domain.settings import Settings
from services import settings
from storage import organisation, staff, team_settings
from storage.tx import Tx
from tests.e2e.house import settle


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
