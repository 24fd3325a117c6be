"""Drafts of plans (R4.1, R4.2): what the bot puts in, and what it leaves alone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.errors import Refused
from domain.planning import ReasonCode
from domain.plans import Action, Item, Origin, PlanKind
from domain.visits import NextStep
from services import contracts, moments, plan_drafts, visits
from services import plans as services
from services.contracts import NewContract
from services.plans import NewItem, Shown
from services.visits import VisitCommand
from storage import plan_days, plans
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_plans import MONDAY, client

APRIL = date(2026, 4, 1)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    table = moments.timetable(tx)
    assert table is not None
    moments.settle(tx, table, NOW)
    yield tx


def opened(tx: Tx, starts_on: date = MONDAY, kind: PlanKind = PlanKind.WEEK, who: str = "林悦") -> Shown:
    return plan_drafts.open_plan(tx, actor(tx, who), actor(tx, who).id, kind, starts_on, NOW)


def of(whole: Shown, name: str) -> list[Item]:
    return [one for one in whole.items if one.client == name]


def codes(one: Item) -> set[ReasonCode]:
    return {reason.code for reason in one.reasons}


def test_a_week_is_drafted_when_it_is_opened_with_reasons(house: Tx) -> None:
    whole = opened(house)
    assert whole.items and whole.own
    assert all(MONDAY <= one.planned_on <= MONDAY + timedelta(days=4) for one in whole.items)
    assert all(one.reasons for one in whole.items)
    known = {one.client for one in whole.items}
    assert "紫岭矿业股份有限公司" not in known and "汀州银行" not in known


def test_no_day_holds_more_visits_than_it_may(house: Tx) -> None:
    month = opened(house, APRIL, PlanKind.MONTH)
    for on in {one.planned_on for one in month.items}:
        assert services.visits_on(month, on) <= 5


def test_a_month_says_the_birthday_the_contract_and_the_next_step_in_it(house: Tx) -> None:
    lin = actor(house, "林悦")
    contracts.add(house, lin, NewContract(client(house), "专线", ends_on=date(2026, 5, 10)), NOW)
    step = NextStep("送方案", date(2026, 4, 9))
    visits.log(house, lin, VisitCommand(client(house, "雁溪中学"), NOW.date(), next_steps=(step,)), NOW)
    month = opened(house, APRIL, PlanKind.MONTH)
    assert any(ReasonCode.CONTRACT_END in codes(one) and one.contract == "专线" for one in of(month, "龙岩一中"))
    ends = [reason.on for one in month.items for reason in one.reasons if reason.code is ReasonCode.CONTRACT_END]
    assert ends == [date(2026, 5, 10)]
    assert any(one.step == "送方案" for one in of(month, "雁溪中学"))
    march = opened(house, date(2026, 3, 1), PlanKind.MONTH)
    birthday = next(one for one in march.items if one.person == "陈丽娟")
    assert birthday.moment == "birthday" and birthday.action is Action.VISIT and birthday.client == "龙岩一中"


def test_the_week_takes_from_the_month_what_stands_in_it(house: Tx) -> None:
    lin = actor(house, "林悦")
    month = opened(house, APRIL, PlanKind.MONTH)
    week_start = date(2026, 4, 13)
    mine = services.add(house, lin, month.plan.id, NewItem(week_start, client(house), text="谈续约"), NOW).item
    week = opened(house, week_start)
    own = [one for one in week.items if one.text == "谈续约"]
    assert [(one.planned_on, one.origin) for one in own] == [(week_start, Origin.MANAGER)]
    assert own[0].id != mine.id
    expected = {
        one.client
        for one in month.items
        if week_start <= one.planned_on < week_start + timedelta(days=7) and one.action is Action.VISIT
    }
    assert expected <= {one.client for one in week.items}


def test_drafting_anew_keeps_what_somebody_put_in_and_what_was_taken_out(house: Tx) -> None:
    lin = actor(house, "林悦")
    whole = opened(house)
    mine = services.add(house, lin, whole.plan.id, NewItem(MONDAY, client(house), text="谈续约"), NOW).item
    for gone in of(whole, "雁溪中学"):
        services.cut(house, lin, gone.id, NOW)
    again = plan_drafts.draft(house, lin, whole.plan.id, NOW)
    assert mine.id in [one.id for one in again.items]
    assert of(whole, "雁溪中学") and not of(again, "雁溪中学")


def test_what_is_handed_in_is_not_drafted_anew(house: Tx) -> None:
    from services import plan_approval

    lin = actor(house, "林悦")
    whole = opened(house)
    plan_approval.submit(house, lin, whole.plan.id, NOW)
    with pytest.raises(Refused, match="already_submitted"):
        plan_drafts.draft(house, lin, whole.plan.id, NOW)


def test_a_leader_sees_the_plan_of_the_group_and_drafts_nothing_for_it(house: Tx) -> None:
    zhou, lin = actor(house, "周敏"), actor(house, "林悦")
    with pytest.raises(Refused, match="none_yet"):
        plan_drafts.open_plan(house, zhou, lin.id, PlanKind.WEEK, MONDAY, NOW)
    opened(house)
    seen = plan_drafts.open_plan(house, zhou, lin.id, PlanKind.WEEK, MONDAY, NOW)
    assert seen.items and not seen.own and not seen.may_edit


def test_a_year_is_spread_over_its_months(house: Tx) -> None:
    year = opened(house, date(2026, 1, 1), PlanKind.YEAR)
    months = {one.planned_on.month for one in of(year, "龙岩一中")}
    assert months >= set(range(4, 13))
    assert plans.of_period(house, actor(house, "林悦").id, PlanKind.YEAR, date(2026, 1, 1)) is not None


def test_what_is_merely_drafted_does_not_stand_planned(house: Tx) -> None:
    lin = actor(house, "林悦")
    whole = opened(house)

    def planned() -> list[Item]:
        return plan_days.planned(house, lin, staff_ids=[lin.id], start=MONDAY, end=MONDAY + timedelta(days=6))

    assert planned() == []
    from services import plan_approval

    plan_approval.submit(house, lin, whole.plan.id, NOW)
    assert len(planned()) == len(whole.items)
