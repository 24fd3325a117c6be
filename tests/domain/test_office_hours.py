"""Office hours of the clients (R2.6)."""

from datetime import datetime

import pytest

from domain.office_hours import outside
from domain.settings import Settings
from domain.workdays import Workdays

SETTINGS = Settings.model_validate({})


@pytest.mark.parametrize(
    ("at", "is_outside"),
    [
        ("2026-03-18 09:00", False),
        ("2026-03-18 11:59", False),
        ("2026-03-18 12:00", True),
        ("2026-03-18 13:00", True),
        ("2026-03-18 14:30", False),
        ("2026-03-18 17:30", True),
        ("2026-03-18 08:59", True),
        ("2026-03-21 10:00", True),
        ("2026-10-01 10:00", True),
        ("2026-02-14 10:00", False),  # a Saturday that is worked for the Spring Festival
    ],
)
def test_a_visit_belongs_into_office_hours_of_a_working_day(at: str, is_outside: bool) -> None:
    assert outside(datetime.fromisoformat(at), SETTINGS, Workdays()) is is_outside


def test_office_hours_are_a_setting() -> None:
    early = Settings.model_validate({"office_forenoon": ["08:00", "11:30"]})
    assert not outside(datetime(2026, 3, 18, 8), early, Workdays())
    assert outside(datetime(2026, 3, 18, 11, 45), early, Workdays())
