"""The summary of a week (R4.4): what is not done says why; what is still to come need not."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from domain.errors import Refused
from domain.plans import PlanKind, period_start
from services import plan_approval, plan_summaries
from services import plans as services
from services.plan_summaries import Summary
from services.plans import NewItem
from storage import plans
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at
from tests.services.test_plans import client

MONDAY, FRIDAY, MAKE_UP = date(2026, 9, 14), date(2026, 9, 18), date(2026, 9, 20)
"""A week whose Sunday is a make-up working day before the National Day."""
EARLIER = at("09-13 12:00")


@pytest.fixture
def week(tx: Tx) -> Iterator[int]:
    settle(tx)
    lin = actor(tx, "林悦")
    plan = plans.ensure(tx, lin.id, PlanKind.WEEK, period_start(PlanKind.WEEK, MONDAY)).id
    for on, name in ((FRIDAY, "龙岩一中"), (MAKE_UP, "雁溪中学")):
        services.add(tx, lin, plan, NewItem(on, client(tx, name)), EARLIER)
    plan_approval.submit(tx, lin, plan, EARLIER)
    yield plan


def seen(tx: Tx, plan: int, now: datetime) -> Summary:
    return plan_summaries.summary(tx, actor(tx, "林悦"), plan, now)


def test_what_stands_on_a_make_up_sunday_is_still_to_come_on_friday(tx: Tx, week: int) -> None:
    friday = seen(tx, week, at("09-18 16:30"))
    assert [one.client for one in friday.open] == ["龙岩一中"]
    assert [one.client for one in friday.ahead] == ["雁溪中学"]
    assert friday.planned == 2
    assert [one.client for one in seen(tx, week, at("09-20 16:30")).open] == ["龙岩一中", "雁溪中学"]


def test_the_rest_that_rolls_over_is_what_has_had_its_day(tx: Tx, week: int) -> None:
    after = plan_summaries.rest(tx, actor(tx, "林悦"), week, "busy", at("09-18 16:30")).summary
    assert ([one.client for one in after.rolled], [one.client for one in after.ahead]) == (["龙岩一中"], ["雁溪中学"])


def test_the_summary_is_handed_in_when_the_last_working_day_has_come(tx: Tx, week: int) -> None:
    lin = actor(tx, "林悦")
    plan_summaries.rest(tx, lin, week, "busy", at("09-18 16:30"))
    with pytest.raises(Refused, match="not_over"):
        plan_summaries.submit(tx, lin, week, at("09-18 16:40"))
    with pytest.raises(Refused, match="not_settled"):
        plan_summaries.submit(tx, lin, week, at("09-20 16:40"))
    plan_summaries.rest(tx, lin, week, "client", at("09-20 16:40"))
    assert plan_summaries.submit(tx, lin, week, at("09-20 16:41"))[0].shown.plan.summary_at is not None
