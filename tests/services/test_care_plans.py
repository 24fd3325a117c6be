"""The monthly care plan: drafted from the calendar, changed line by line, counted by manager (R3.3)."""

from datetime import date

import pytest

from domain.care import CareForm
from domain.care_plans import PlanLine, Resource, totals
from domain.errors import Refused
from domain.moments import Kind, Once
from services import care, care_plans, contracts, moments, occurrences
from services.care import CareCommand
from services.contracts import NewContract
from services.moments import NewMoment
from storage import staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at, tick
from tests.services.test_clients import id_of

MAY, END = date(2026, 5, 1), date(2026, 5, 31)
NOW = at("04-27 10:00")


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    tick(tx, NOW)


def planned(tx: Tx, name: str = "林悦") -> list[PlanLine]:
    return care_plans.items(tx, actor(tx, name), MAY, END)


def birthday(tx: Tx) -> PlanLine:
    return next(line for line in planned(tx) if line.person == "陈海波")


def test_the_month_is_drafted_with_form_and_resources(tx: Tx) -> None:
    line = birthday(tx)
    assert (line.on, line.client, line.form, line.resource, line.cost) == (
        date(2026, 5, 20), "龙岩市第二医院", CareForm.VISIT, Resource.GIFT, None
    )  # fmt: skip
    assert not line.routine
    labour = [line for line in planned(tx) if line.name == "劳动节"]
    assert len(labour) == 5 and all(line.routine and line.resource is Resource.NOTHING for line in labour)


def test_ends_of_contracts_are_not_in_it_and_moments_that_are_entered_are(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    contracts.add(tx, lin, NewContract(id_of(tx, "龙岩一中"), "专线", ends_on=date(2026, 5, 12)), NOW)
    fair = NewMoment(Kind.EVENT, "校庆", Once(date(2026, 5, 15)), id_of(tx, "龙岩一中"))
    before = len(planned(tx))
    moments.add(tx, lin, fair, NOW)
    assert [line.name for line in planned(tx) if line.kind is Kind.EVENT] == ["校庆"]
    assert len(planned(tx)) == before + 1
    assert not [line for line in planned(tx) if line.kind is Kind.CONTRACT_END]


def test_a_line_is_changed_dropped_and_brought_back(tx: Tx) -> None:
    lin, key = actor(tx, "林悦"), birthday(tx).key
    care_plans.change(tx, lin, lin.id, key, NOW, form=CareForm.GATHERING)
    assert birthday(tx).resource is Resource.HALL
    care_plans.change(tx, lin, lin.id, key, NOW, cost=30_000, resource=Resource.BUDGET)
    line = care_plans.change(tx, lin, lin.id, key, NOW, dropped=True)
    assert (line.form, line.resource, line.cost, line.dropped) == (CareForm.GATHERING, Resource.BUDGET, 30_000, True)
    before = totals(planned(tx))
    care_plans.change(tx, lin, lin.id, key, NOW, dropped=False)
    after = totals(planned(tx))
    assert (after.lines - before.lines, after.cost - before.cost) == (1, 30_000)


def test_what_was_done_is_marked_as_done(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    command = CareCommand(id_of(tx, "龙岩一中"), date(2026, 5, 1), Kind.HOLIDAY, "劳动节", CareForm.SMS)
    care.log(tx, lin, command, at("05-01 10:00"))
    done = [line.client for line in planned(tx) if line.done]
    assert done == ["龙岩一中"] and totals(planned(tx)).done == 1


def test_leaders_see_the_counts_of_their_managers_and_change_nothing(tx: Tx) -> None:
    zhou, lin = actor(tx, "周敏"), actor(tx, "林悦")
    counted = {member.name: found.lines for member, found in care_plans.counts(tx, zhou, MAY)}
    assert counted == {"林悦": len(planned(tx)), "郑凯": len(planned(tx, "郑凯"))}
    with pytest.raises(Refused):
        care_plans.change(tx, zhou, lin.id, birthday(tx).key, NOW, cost=100)
    meng = actor(tx, "小孟")
    assert care_plans.change(tx, meng, lin.id, birthday(tx).key, NOW, cost=100).cost == 100


def test_nobody_sees_the_plan_of_another_group_or_a_colleague(tx: Tx) -> None:
    lin, key = actor(tx, "林悦"), birthday(tx).key
    for name in ("郑凯", "何芳", "吴江", "秦管理", "任质检"):
        with pytest.raises(Refused):
            care_plans.line(tx, actor(tx, name), lin.id, key)


@pytest.mark.parametrize("key", ["", "birthday:1", "holiday:1:c1:2026-05-32", "birthday:4:2026-05-21"])
def test_a_line_that_is_not_there_is_refused(tx: Tx, key: str) -> None:
    lin = actor(tx, "林悦")
    with pytest.raises(Refused):
        care_plans.change(tx, lin, lin.id, key, NOW, cost=100)


def test_an_absurd_cost_is_refused(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    for cost in (-1, 100_000_000):
        with pytest.raises(Refused):
            care_plans.change(tx, lin, lin.id, birthday(tx).key, NOW, cost=cost)


def test_a_line_leads_to_the_moment_that_is_nudged_later(tx: Tx) -> None:
    lin, key = actor(tx, "林悦"), birthday(tx).key
    occurrence_id = care_plans.occurrence(tx, lin, lin.id, key)
    assert birthday(tx).occurrence_id == occurrence_id
    told = [nudge for batch in tick(tx, at("05-20 08:30")) for nudge in batch.nudges if nudge.person]
    assert occurrence_id in [nudge.occurrence_id for nudge in told]


def test_an_event_of_the_group_is_done_in_the_plan_of_whoever_dealt_with_it(tx: Tx) -> None:
    zhou, lin = actor(tx, "周敏"), actor(tx, "林悦")
    moments.add(tx, zhou, NewMoment(Kind.EVENT, "校园展会", Once(date(2026, 5, 6)), for_group=True), NOW)
    for name in ("林悦", "郑凯"):
        staff.enrol(tx, actor(tx, name).id, 900 + actor(tx, name).id, NOW)
    told = {batch.actor.id: batch.nudges for batch in tick(tx, at("05-06 08:30"))}
    nudge = next(each for each in told[lin.id] if each.moment is Kind.EVENT)
    occurrences.finish(tx, nudge.occurrence_id, lin.id, at("05-06 09:00"))
    done = {name: [line.done for line in planned(tx, name) if line.kind is Kind.EVENT] for name in ("林悦", "郑凯")}
    assert done == {"林悦": [True], "郑凯": [False]}
