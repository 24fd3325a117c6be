"""Whatever is done to a plan in whatever order, every item is accounted for (R4.4); and of many approvers one wins."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Refused
from domain.plans import ItemState, PlanKind, PlanState
from domain.visits import Visit
from services import plan_approval, plan_drafts, plan_moves, plan_summaries, plans, visits
from services.plans import NewItem
from services.visits import VisitCommand
from storage import plans as rows
from storage import staff
from storage.plans import CUT
from storage.store import Store
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_plans import client

THIS_WEEK = date(2026, 3, 16)
CLIENTS = ("龙岩一中", "雁溪中学", "龙岩市第二医院")
STEPS = (
    *("add", "move", "cut", "back", "visit", "undo", "roll", "drop", "unsettle", "rest", "draft", "submit"),
    "approve",
    "home",
)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    yield tx


class Week:
    """林悦 at this week's plan, and 周敏 who decides on it; each step picks something to do it to."""

    def __init__(self, tx: Tx) -> None:
        self.tx, self.lin, self.zhou = tx, actor(tx, "林悦"), actor(tx, "周敏")
        self.plan = rows.ensure(tx, self.lin.id, PlanKind.WEEK, THIS_WEEK).id
        self.visits: list[Visit] = []

    def item(self, pick: int, *states: ItemState) -> int:
        found = [one.id for one in rows.items(self.tx, self.lin, self.plan) if one.state in states]
        if not found:
            raise Refused("plans.item_not_found")
        return found[pick % len(found)]

    def step(self, what: str, pick: int) -> None:
        tx, lin, day = self.tx, self.lin, NOW.date() + timedelta(days=pick % 9)
        match what:
            case "add":
                plans.add(tx, lin, self.plan, NewItem(day, client(tx, CLIENTS[pick % 3])), NOW)
            case "move":
                plan_moves.move(tx, lin, self.item(pick, ItemState.OPEN), day, NOW)
            case "home":
                following = rows.ensure(tx, lin.id, PlanKind.WEEK, THIS_WEEK + timedelta(days=7)).id
                away = [one.id for one in rows.items(tx, lin, following) if one.state is ItemState.OPEN]
                if away:
                    plan_moves.move(tx, lin, away[pick % len(away)], NOW.date(), NOW)
            case "cut":
                plans.cut(tx, lin, self.item(pick, ItemState.OPEN), NOW)
            case "back":
                plans.put_back(tx, lin, self.item(pick, ItemState.DROPPED), NOW)
            case "visit":
                command = VisitCommand(client(tx, CLIENTS[pick % 3]), NOW.date() - timedelta(days=pick % 3))
                self.visits.append(visits.log(tx, lin, command, NOW).visit)
            case "undo" if self.visits:
                visits.undo(tx, lin, self.visits.pop(pick % len(self.visits)).id, NOW)
            case "roll":
                plan_summaries.roll(tx, lin, self.item(pick, ItemState.OPEN), "busy", NOW)
            case "drop":
                plan_summaries.drop(tx, lin, self.item(pick, ItemState.OPEN), "client", NOW)
            case "unsettle":
                plan_summaries.unsettle(tx, lin, self.item(pick, ItemState.DROPPED, ItemState.ROLLED), NOW)
            case "rest":
                plan_summaries.rest(tx, lin, self.plan, "busy", NOW)
            case "draft":
                plan_drafts.draft(tx, lin, self.plan, NOW)
            case "submit":
                plan_approval.submit(tx, lin, self.plan, NOW)
            case "approve":
                plan_approval.approve(tx, self.zhou, self.plan, plans.load(tx, lin, self.plan).plan.version, NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 11)), max_size=25))
def test_every_item_is_accounted_for_whatever_is_done(house: Tx, steps: list[tuple[str, int]]) -> None:
    house.command("SAVEPOINT example")
    try:
        week = Week(house)
        for what, pick in steps:
            try:
                with house.savepoint():
                    week.step(what, pick)
            except Refused:
                pass
            _accounted_for(week)
    finally:
        house.command("ROLLBACK TO example")
        house.command("RELEASE example")


def _accounted_for(week: Week) -> None:
    tx, standing = week.tx, {visit.id for visit in week.visits}
    closed: list[int] = []
    for one, plan in rows.matching(tx, states=tuple(ItemState), staff_ids=(week.lin.id,)):
        if plan.kind is not PlanKind.WEEK:
            continue
        assert plan.starts_on <= one.planned_on <= plan.ends_on
        assert (one.state is ItemState.DONE) == (one.visit_id is not None) == (one.done_on is not None)
        if one.visit_id is not None:
            assert one.visit_id in standing, "closed by a visit that was taken back"
            closed.append(one.visit_id)
        if one.state is ItemState.ROLLED:
            assert one.rolled_to is not None and rows.item(tx, None, one.rolled_to) is not None
        if one.state is ItemState.DROPPED:
            assert one.not_done
        if one.state is ItemState.OPEN:
            assert one.rolled_to is None and one.not_done is None
    assert len(closed) == len(set(closed)), "one visit closed two items of one week"
    _counted_once(tx, week.lin.id)
    summary = plan_summaries.summary(tx, week.lin, week.plan, NOW)
    whole = plans.load(tx, week.lin, week.plan)
    if whole.plan.state is not PlanState.DRAFT:
        assert summary.planned == len(whole.items)


def _counted_once(tx: Tx, staff_id: int) -> None:
    found = {one.id: one for one, _ in rows.matching(tx, states=tuple(ItemState), staff_ids=(staff_id,))}
    for one in found.values():
        later = one
        while one.not_done != CUT and later.rolled_to is not None:
            later = found[later.rolled_to]
            assert later.plan_id != one.plan_id or later.not_done == CUT, "one thing counts twice in one week"


async def test_of_many_who_approve_at_once_one_does(database: Path) -> None:
    store = await Store.open(database)
    try:

        def prepare(tx: Tx) -> tuple[int, int]:
            settle(tx)
            lin = actor(tx, "林悦")
            home = rows.ensure(tx, lin.id, PlanKind.WEEK, THIS_WEEK + timedelta(days=7))
            plans.add(tx, lin, home.id, NewItem(home.starts_on, client(tx)), NOW)
            handed_in = plan_approval.submit(tx, lin, home.id, NOW).plan
            return handed_in.id, handed_in.version

        def decide(tx: Tx, who: str, back: bool) -> str:
            try:
                if back:
                    plan_approval.send_back(tx, actor(tx, who), plan_id, version, "再看看", NOW)
                else:
                    plan_approval.approve(tx, actor(tx, who), plan_id, version, NOW)
            except Refused as refused:
                return refused.key
            return "done"

        plan_id, version = await store.run(prepare)
        asked = [(("周敏", "高主管")[n % 2], n % 3 == 0) for n in range(24)]
        answers = await asyncio.gather(*(store.run(decide, who, back) for who, back in asked))
        assert answers.count("done") == 1
        assert set(answers) <= {
            "done",
            "plans.already_sent_back_by",
            "plans.not_submitted",
            "plans.already_approved_by",
        }
        final = await store.read(rows.load, plan_id)
        assert final is not None and final.state in (PlanState.APPROVED, PlanState.SENT_BACK)
        assert final.decided_by in {one.id for one in await store.read(staff.everyone)}
    finally:
        await store.close()
