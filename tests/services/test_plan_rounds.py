"""What the clock says of plans: before the deadline, who is missing, the summary; once, and late where it is late."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from domain.plans import PlanKind, Stage
from handlers.plans import reminder
from services import plan_approval, plan_drafts, plan_rounds, upcoming
from services.plan_rounds import Reminded
from storage import moments, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

MONDAY = date(2026, 3, 23)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    for place, member in enumerate(staff.everyone(tx)):
        staff.enrol(tx, member.id, 700 + place, at("03-18 18:20"))
    tick(tx, at("03-18 18:20"))
    yield tx


def tick(tx: Tx, now: datetime) -> list[Reminded]:
    said: list[Reminded] = []
    more = True
    while more:
        found, more = plan_rounds.due(tx, now)
        said += found
    return said


def weekly(said: list[Reminded], stage: Stage | None = None) -> list[str]:
    found = [each for each in said if each.kind is PlanKind.WEEK and (stage is None or each.stage is stage)]
    return sorted(each.reader.name for each in found)


def hand_in(tx: Tx, who: str, now: datetime) -> int:
    whole = plan_drafts.open_plan(tx, actor(tx, who), actor(tx, who).id, PlanKind.WEEK, MONDAY, now)
    return plan_approval.submit(tx, actor(tx, who), whole.plan.id, now).plan.id


def test_those_who_have_not_handed_in_are_reminded_a_day_and_two_hours_before(house: Tx) -> None:
    assert tick(house, at("03-19 16:59")) == []
    day_before = tick(house, at("03-19 17:00"))
    assert weekly(day_before) == ["何芳", "林悦", "郑凯"]
    assert {each.stage for each in day_before} == {Stage.DAY_BEFORE}
    hand_in(house, "林悦", at("03-20 09:00"))
    assert weekly(tick(house, at("03-20 15:00")), Stage.HOURS_BEFORE) == ["何芳", "郑凯"]
    assert tick(house, at("03-20 15:05")) == []


def test_leaders_see_who_is_missing_at_the_deadline(house: Tx) -> None:
    hand_in(house, "林悦", at("03-19 12:00"))
    tick(house, at("03-20 15:00"))
    said = [each for each in tick(house, at("03-20 17:00")) if each.stage is Stage.MISSING]
    assert {each.reader.name: [one.name for one in each.missing] for each in said} == {
        "周敏": ["郑凯"],
        "吴江": ["何芳"],
    }
    assert [each.members for each in said] == [2, 1]


def test_a_leader_hears_nothing_where_everybody_has_handed_in(house: Tx) -> None:
    for who in ("林悦", "郑凯", "何芳"):
        hand_in(house, who, at("03-19 12:00"))
    assert weekly(tick(house, at("03-19 17:00"))) == []
    assert weekly(tick(house, at("03-20 17:00")), Stage.MISSING) == []


def test_the_summary_is_asked_for_at_the_end_of_the_week(house: Tx) -> None:
    hand_in(house, "林悦", at("03-19 12:00"))
    tick(house, at("03-20 17:00"))
    said = tick(house, at("03-27 16:30"))
    assert weekly(said, Stage.SUMMARY) == ["林悦"]


def test_after_a_stop_only_the_latest_is_said_and_says_that_it_is_late(house: Tx) -> None:
    said = [each for each in tick(house, at("03-20 18:30")) if each.kind is PlanKind.WEEK]
    assert {(each.reader.name, each.stage) for each in said} == {("周敏", Stage.MISSING), ("吴江", Stage.MISSING)}
    assert all(each.late for each in said)


def test_what_is_long_past_is_not_said(house: Tx) -> None:
    assert [each for each in tick(house, at("04-08 10:00")) if each.starts_on == MONDAY] == []


def test_nothing_is_said_in_quiet_hours(house: Tx) -> None:
    assert tick(house, at("03-20 22:00")) == []
    assert weekly(tick(house, at("03-21 08:00")), Stage.MISSING) == ["吴江", "周敏"]


def test_the_deadline_lies_on_a_working_day(house: Tx) -> None:
    """The week after the National Day holiday of 2026 is planned before it begins."""
    start = date(2026, 10, 5)
    due = plan_approval.deadline(house, actor(house, "林悦").staff, PlanKind.WEEK, start)
    assert due == at("09-30 17:00")
    month = plan_approval.deadline(house, actor(house, "林悦").staff, PlanKind.MONTH, date(2026, 11, 1))
    assert month == at("10-30 17:00")


def test_a_day_off_that_is_loaded_brings_the_deadline_forward(house: Tx) -> None:
    moments.list_days(house, {date(2026, 3, 20): False})
    plan_rounds.reckon_anew(house)
    due = plan_approval.deadline(house, actor(house, "林悦").staff, PlanKind.WEEK, MONDAY)
    assert due == at("03-19 17:00")
    assert weekly(tick(house, at("03-19 15:00"))) == ["何芳", "林悦", "郑凯"]


def test_a_year_of_ticks_says_each_stage_of_each_week_once(house: Tx) -> None:
    now, seen = at("03-18 18:20"), []
    while now < at("06-30 18:00"):
        seen += [each.key for each in tick(house, now)]
        now += timedelta(hours=3)
    assert len(seen) == len(set(seen))
    weeks = {key.split(":")[2] for key in seen if key.startswith("plans:week") and ":missing:" in key}
    assert len(weeks) == 15


def test_what_is_upcoming_names_deadlines_and_summaries_of_everybody(house: Tx) -> None:
    hand_in(house, "林悦", at("03-18 18:30"))
    staff.enrol(house, actor(house, "高主管").id, actor(house, "何芳").staff.telegram_id or 0, at("03-18 18:30"))
    found = list(upcoming.pushes(house, [plan_rounds.SOURCE], at("03-19 00:00"), at("03-27 23:00")))
    weeks = [(each.at, each.to, each.kind) for each in found if each.about.kind is PlanKind.WEEK]
    assert weeks == [
        (at("03-19 17:00"), "郑凯", "plan_due"),
        (at("03-19 17:00"), "何芳", "plan_due"),
        (at("03-20 15:00"), "郑凯", "plan_due"),
        (at("03-20 15:00"), "何芳", "plan_due"),
        (at("03-20 17:00"), "周敏", "plan_due"),
        (at("03-20 17:00"), "吴江", "plan_due"),
        *((at("03-26 17:00"), who, "plan_due") for who in ("林悦", "郑凯", "何芳")),
        *((at("03-27 15:00"), who, "plan_due") for who in ("林悦", "郑凯", "何芳")),
        (at("03-27 16:30"), "林悦", "plan_summary"),
        *((at("03-27 17:00"), who, "plan_due") for who in ("周敏", "吴江")),
    ]
    assert all(reminder.told(house, each.about, each.at)[0].text for each in found)
