"""Before and after a planned visit: the brief (R2.7) and the evening's question (R2.4), as the clock says them."""

from datetime import date, datetime
from typing import Any

import pytest

from domain.errors import Refused
from domain.plans import Action, ItemState, Origin, PlanKind, period_start
from domain.visits import NextStep
from services import briefs, contracts, evening_questions, plan_moves, upcoming, visits
from services import plans as services_plans
from services.contracts import NewContract
from services.plans import NewItem
from services.visits import VisitCommand
from storage import clients, plans, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

WEDNESDAY = date(2026, 3, 18)
TUESDAY_NIGHT = at("03-17 20:00")


@pytest.fixture
def house(tx: Tx) -> Tx:
    settle(tx)
    for number, member in enumerate(staff.everyone(tx), 1):
        staff.enrol(tx, member.id, 1000 + number, TUESDAY_NIGHT)
    return tx


def plan(tx: Tx, client: str, on: date, hour: str | None = None, who: str = "林悦", **more: Any) -> int:
    """A visit that its manager put into the plan of its week."""
    home = clients.by_name(tx, client)
    owner = actor(tx, who)
    week = plans.ensure(tx, owner.id, PlanKind.WEEK, period_start(PlanKind.WEEK, on))
    when = at(f"{on:%m-%d} {hour}") if hour else None
    new = NewItem(on, home.id if home else None, Action.VISIT, at=when, **more)
    return services_plans.add(tx, owner, week.id, new, TUESDAY_NIGHT).item.id


def log(tx: Tx, client: str, on: date, now: datetime, who: str = "林悦", **more: Any) -> None:
    home = clients.by_name(tx, client)
    assert home is not None
    visits.log(tx, actor(tx, who), VisitCommand(home.id, on, content="聊了续约", **more), now)


def briefed(tx: Tx, now: datetime) -> list[tuple[str, list[str]]]:
    return [(each.actor.staff.name, [one.client.name for one in each.visits]) for each in briefs.due(tx, now)[0]]


def asked(tx: Tx, now: datetime) -> list[tuple[str, list[str | None]]]:
    return [(each.actor.staff.name, [one.client for one in each.items]) for each in evening_questions.due(tx, now)[0]]


# The brief


def test_the_brief_comes_an_hour_before_the_visit_and_once(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    assert briefed(house, at("03-18 13:59")) == []
    assert briefs.first_due_at(house) == at("03-18 14:00")
    assert briefed(house, at("03-18 14:00")) == [("林悦", ["龙岩一中"])]
    assert briefed(house, at("03-18 14:01")) == []


def test_a_visit_without_an_hour_is_prepared_for_before_its_half_day(house: Tx) -> None:
    from domain.planning import Half

    plan(house, "龙岩一中", WEDNESDAY, half=Half.FORENOON)
    plan(house, "雁溪中学", WEDNESDAY, half=Half.AFTERNOON)
    assert briefed(house, at("03-18 07:59")) == []
    assert briefed(house, at("03-18 08:00")) == [("林悦", ["龙岩一中"])]
    assert briefed(house, at("03-18 13:30")) == [("林悦", ["雁溪中学"])]


def test_visits_that_begin_together_come_in_one_brief(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    plan(house, "雁溪中学", WEDNESDAY, "15:00")
    plan(house, "莲山大酒店", WEDNESDAY, "15:00", who="郑凯")
    assert briefed(house, at("03-18 14:00")) == [("林悦", ["龙岩一中", "雁溪中学"]), ("郑凯", ["莲山大酒店"])]


def test_no_brief_comes_once_the_visit_has_begun(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "09:00")
    assert briefed(house, at("03-18 09:00")) == []
    assert briefs.first_due_at(house) is None


def test_a_visit_that_is_moved_is_prepared_for_anew(house: Tx) -> None:
    item = plan(house, "龙岩一中", WEDNESDAY, "15:00")
    assert briefed(house, at("03-18 14:00")) == [("林悦", ["龙岩一中"])]
    plan_moves.move(house, actor(house, "林悦"), item, date(2026, 3, 19), at("03-18 14:10"), at=at("03-19 10:00"))
    assert briefed(house, at("03-19 09:00")) == [("林悦", ["龙岩一中"])]


def test_what_is_done_or_merely_drafted_gets_no_brief(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    log(house, "龙岩一中", WEDNESDAY, at("03-18 12:00"))
    drafted = plan(house, "雁溪中学", WEDNESDAY, "15:00")
    plans.change_item(house, drafted, {"origin": Origin.DRAFTED})
    assert briefed(house, at("03-18 14:00")) == []


def test_what_stands_in_the_plans_of_week_and_month_is_said_once(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    owner, home = actor(house, "林悦"), clients.by_name(house, "龙岩一中")
    month = plans.ensure(house, owner.id, PlanKind.MONTH, date(2026, 3, 1))
    week = plans.of_period(house, owner.id, PlanKind.WEEK, date(2026, 3, 16))
    assert home is not None and week is not None
    plans.change(house, week, {"drafted_at": TUESDAY_NIGHT})
    services_plans.add(house, owner, month.id, NewItem(WEDNESDAY, home.id, at=at("03-18 15:00")), TUESDAY_NIGHT)
    assert briefed(house, at("03-18 14:00")) == [("林悦", ["龙岩一中"])]


def test_who_blocked_the_bot_is_passed_over(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    member = actor(house, "林悦").staff
    assert member.telegram_id is not None
    staff.note_blocked(house, member.telegram_id, TUESDAY_NIGHT)
    assert briefed(house, at("03-18 14:00")) == []
    assert briefs.first_due_at(house) is None


def test_the_brief_holds_what_one_wants_to_know_at_the_door(house: Tx) -> None:
    promise = NextStep("送报价单", date(2026, 3, 20), promised=True)
    log(house, "龙岩一中", date(2026, 3, 2), at("03-02 18:00"), next_steps=(NextStep("查合同"), promise))
    home = clients.by_name(house, "龙岩一中")
    assert home is not None
    contract = NewContract(home.id, "专线", ends_on=date(2026, 5, 31))
    contracts.add(house, actor(house, "林悦"), contract, TUESDAY_NIGHT)
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    ((brief,), _) = briefs.due(house, at("03-18 14:00"))
    (visit,) = brief.visits
    assert [one.name for one in visit.people] == ["王建斌", "陈丽娟"]
    assert visit.last is not None and visit.last.visited_on == date(2026, 3, 2)
    assert [step.text for step in visit.steps] == ["送报价单", "查合同"]
    assert visit.contract is not None and visit.contract.subject == "专线"
    assert [near.person.name for near in visit.birthdays] == ["陈丽娟"]


# The evening


def test_a_planned_visit_without_a_record_is_asked_about_that_evening_and_the_next(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY)
    briefs.due(house, at("03-18 12:00"))
    assert evening_questions.first_due_at(house) == at("03-18 19:00")
    assert asked(house, at("03-18 18:59")) == []
    assert asked(house, at("03-18 19:00")) == [("林悦", ["龙岩一中"])]
    assert asked(house, at("03-18 20:00")) == []
    assert evening_questions.first_due_at(house) == at("03-19 19:00")
    assert asked(house, at("03-19 19:00")) == [("林悦", ["龙岩一中"])]
    assert asked(house, at("03-20 19:00")) == []


def test_what_was_recorded_put_off_or_dropped_is_not_asked_about(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY)
    moved = plan(house, "雁溪中学", WEDNESDAY)
    dropped = plan(house, "龙津街道办事处", WEDNESDAY)
    log(house, "龙岩一中", WEDNESDAY, at("03-18 17:00"))
    lin = actor(house, "林悦")
    plan_moves.move(house, lin, moved, date(2026, 3, 20), at("03-18 17:00"))
    services_plans.cut(house, lin, dropped, at("03-18 17:00"))
    assert asked(house, at("03-18 19:00")) == []
    assert asked(house, at("03-20 19:00")) == [("林悦", ["雁溪中学"])]


def test_yesterdays_and_todays_come_in_one_question(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY)
    plan(house, "雁溪中学", date(2026, 3, 19))
    assert asked(house, at("03-18 19:00")) == [("林悦", ["龙岩一中"])]
    assert asked(house, at("03-19 19:00")) == [("林悦", ["龙岩一中", "雁溪中学"])]


def test_a_stop_over_the_evening_asks_once_the_evening_after(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY)
    assert asked(house, at("03-19 09:00")) == []
    assert asked(house, at("03-19 19:00")) == [("林悦", ["龙岩一中"])]
    assert asked(house, at("03-20 19:00")) == []


def test_a_visit_later_that_evening_is_asked_about_the_next(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "19:30")
    assert asked(house, at("03-18 19:00")) == []
    assert asked(house, at("03-19 19:00")) == [("林悦", ["龙岩一中"])]


def test_nothing_is_asked_in_quiet_hours(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY)
    assert asked(house, at("03-18 22:00")) == []


def test_done_already_finds_the_record_of_another_week(house: Tx) -> None:
    item = plan(house, "龙岩一中", WEDNESDAY)
    lin = actor(house, "林悦")
    with pytest.raises(Refused, match="no_record"):
        evening_questions.done_already(house, lin, item, at("03-18 19:10"))
    log(house, "龙岩一中", date(2026, 3, 13), at("03-18 19:20"))
    evening_questions.done_already(house, lin, item, at("03-18 19:30"))
    found = plans.item(house, lin, item)
    assert found is not None
    assert (found.state, found.done_on) == (ItemState.DONE, date(2026, 3, 13))
    with pytest.raises(Refused, match="item_not_open"):
        evening_questions.done_already(house, lin, item, at("03-18 19:31"))


def test_one_record_closes_one_planned_visit_though_two_weeks_ask_for_it(house: Tx) -> None:
    log(house, "龙岩一中", date(2026, 3, 17), at("03-17 18:00"))
    lin, this_week = actor(house, "林悦"), plan(house, "龙岩一中", date(2026, 3, 20))
    next_week = plan(house, "龙岩一中", date(2026, 3, 24))
    evening_questions.done_already(house, lin, this_week, at("03-20 19:10"))
    with pytest.raises(Refused, match="no_record"):
        evening_questions.done_already(house, lin, next_week, at("03-24 19:10"))


def test_the_record_of_a_colleague_is_nobodys_own_but_of_those_it_names(house: Tx) -> None:
    lin = actor(house, "林悦")
    log(house, "龙岩一中", date(2026, 3, 13), at("03-17 18:00"), who="周敏")
    item = plan(house, "龙岩一中", WEDNESDAY)
    with pytest.raises(Refused, match="no_record"):
        evening_questions.done_already(house, lin, item, at("03-18 19:10"))
    log(house, "龙岩一中", date(2026, 3, 14), at("03-17 18:10"), who="周敏", companions=(lin.id,))
    evening_questions.done_already(house, lin, item, at("03-18 19:20"))
    found = plans.item(house, lin, item)
    assert found is not None and found.done_on == date(2026, 3, 14)


def test_nobody_settles_the_visits_of_another(house: Tx) -> None:
    item = plan(house, "龙岩一中", WEDNESDAY)
    for who in ("郑凯", "何芳", "周敏"):
        assert evening_questions.open_of(house, actor(house, who), [item]) == []
        with pytest.raises(Refused):
            evening_questions.done_already(house, actor(house, who), item, at("03-18 19:10"))
    assert [one.id for one in evening_questions.open_of(house, actor(house, "小孟"), [item])] == [item]


# What is coming


def test_both_stand_among_what_is_coming(house: Tx) -> None:
    plan(house, "龙岩一中", WEDNESDAY, "15:00")
    sources = [briefs.SOURCE, evening_questions.SOURCE]
    found = [
        (push.at, push.kind, push.to, push.client)
        for push in upcoming.pushes(house, sources, at("03-18 07:00"), at("03-20 21:00"))
    ]
    assert found == [
        (at("03-18 14:00"), "brief", "林悦", "龙岩一中"),
        (at("03-18 19:00"), "evening", "林悦", "龙岩一中"),
        (at("03-19 19:00"), "evening", "林悦", "龙岩一中"),
    ]


# Office hours (R2.6)


@pytest.mark.parametrize(("hour", "is_outside"), [("15:00", False), ("12:30", True), ("19:00", True), (None, False)])
def test_a_visit_planned_outside_office_hours_is_remarked_upon(house: Tx, hour: str | None, is_outside: bool) -> None:
    home = clients.by_name(house, "龙岩一中")
    owner = actor(house, "林悦")
    week = plans.ensure(house, owner.id, PlanKind.WEEK, date(2026, 3, 16))
    when = at(f"03-18 {hour}") if hour else None
    new = NewItem(WEDNESDAY, home.id if home else None, Action.VISIT, at=when)
    changed = services_plans.add(house, owner, week.id, new, TUESDAY_NIGHT)
    assert services_plans.outside_office_hours(house, changed) is is_outside
