"""Items moved to another day, or into another week's plan and back (R4.2, R4.3): each counts once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.plans import ItemState, PlanKind, PlanState
from domain.visits import Visit
from services import notes, plan_approval, plan_drafts, plan_moves, plan_summaries, plans, visits
from services.notes import NoteCommand
from services.visits import VisitCommand
from storage import digest_figures
from storage import plans as rows
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_plans import HOUR, MONDAY, THIS_WEEK, THURSDAY, client, plan, put, state

NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    yield tx


def approved(tx: Tx, starts_on: date) -> None:
    one = plan_approval.submit(tx, actor(tx, "林悦"), plan(tx, starts_on=starts_on).id, NOW).plan
    plan_approval.approve(tx, actor(tx, "周敏"), one.id, one.version, NOW)


def moved(tx: Tx, item_id: int, on: date, who: str = "林悦") -> plans.Changed:
    return plan_moves.move(tx, actor(tx, who), item_id, on, NOW)


def week(tx: Tx, starts_on: date = THIS_WEEK) -> tuple[int, int] | None:
    """How many items 林悦 had planned in a week, and how many are done, as the digest counts them."""
    lin = actor(tx, "林悦")
    scope = digest_figures.Scope.of(actor(tx, "周敏"))
    return digest_figures.planned(tx, scope, PlanKind.WEEK, starts_on, starts_on + timedelta(days=6)).get(lin.id)


def visited(tx: Tx, on: date) -> Visit:
    return visits.log(tx, actor(tx, "林悦"), VisitCommand(client(tx), on), NOW).visit


def test_an_item_moved_to_another_week_and_back_counts_once(house: Tx) -> None:
    item = put(house, THURSDAY)
    approved(house, THIS_WEEK)
    there = moved(house, item, NEXT).item
    back = moved(house, there.id, THURSDAY)
    assert back.item.id == item and back.shown.plan.starts_on == THIS_WEEK
    assert week(house) == (1, 0)
    assert [one.id for one in back.shown.items] == [item]
    assert week(house, MONDAY) is None
    visited(house, THIS_WEEK)
    assert week(house) == (1, 1)


def test_the_way_back_may_lead_over_a_third_week(house: Tx) -> None:
    item = put(house, THURSDAY)
    approved(house, THIS_WEEK)
    second = moved(house, item, NEXT).item.id
    third = moved(house, second, NEXT + timedelta(days=7)).item.id
    assert moved(house, third, THURSDAY).item.id == item
    assert moved(house, item, NEXT).item.id == second
    assert (state(house, item), state(house, second), state(house, third)) == ("rolled", "open", "dropped")


def test_what_rolled_over_and_comes_back_is_open_again_and_so_is_what_gave_way_to_it(house: Tx) -> None:
    lin, item = actor(house, "林悦"), put(house, THURSDAY)
    home = plan(house)
    drafted = rows.add_item(house, home.id, {"client_id": client(house), "planned_on": MONDAY, "origin": "drafted"})
    approved(house, THIS_WEEK)
    plan_summaries.roll(house, lin, item, "busy", NOW)
    assert state(house, drafted) is ItemState.DROPPED
    rolled = next(one for one in rows.items(house, lin, home.id) if one.state is ItemState.OPEN)
    assert moved(house, rolled.id, THURSDAY).item.id == item
    assert state(house, drafted) is ItemState.OPEN
    assert week(house) == (1, 0)


def test_what_gave_way_and_is_open_again_is_owed_a_summary_though_one_was_handed_in(house: Tx) -> None:
    lin, item = actor(house, "林悦"), put(house, THURSDAY)
    home = plan(house)
    rows.add_item(house, home.id, {"client_id": client(house), "planned_on": MONDAY, "origin": "drafted"})
    approved(house, THIS_WEEK)
    plan_summaries.roll(house, lin, item, "busy", NOW)
    rows.change(house, plan(house), {"summary_at": NOW})
    plan_summaries.unsettle(house, lin, item, NOW)
    assert plan(house).summary_at is None


def test_a_plan_handed_in_after_its_summary_owes_one_for_what_was_merely_drafted(house: Tx) -> None:
    home = plan(house)
    rows.add_item(house, home.id, {"client_id": client(house), "planned_on": MONDAY, "origin": "drafted"})
    plan_summaries.submit(house, actor(house, "林悦"), home.id, NOW)
    assert plan(house).summary_at is not None
    plan_approval.submit(house, actor(house, "林悦"), home.id, NOW)
    assert plan(house).summary_at is None


def test_the_approvers_hand_shows_in_the_plan_that_the_item_goes_into_too(house: Tx) -> None:
    zhou, item = actor(house, "周敏"), put(house, THURSDAY)
    plan_approval.submit(house, actor(house, "林悦"), plan(house, starts_on=THIS_WEEK).id, NOW)
    there = moved(house, item, NEXT, "周敏")
    assert there.item.edited_by == zhou.id
    left = rows.item(house, None, item)
    assert left is not None and left.edited_by == zhou.id


def test_the_plan_that_an_item_leaves_waits_for_approval_again_and_not_the_draft_it_goes_into(house: Tx) -> None:
    item = put(house, THURSDAY)
    approved(house, THIS_WEEK)
    after = moved(house, item, NEXT)
    assert [(one.plan.starts_on, one.plan.state) for one in after.waiting] == [(THIS_WEEK, PlanState.SUBMITTED)]
    assert after.shown.plan.state is PlanState.DRAFT
    assert [one.name for one in after.waiting[0].approvers] == ["周敏"]


def test_both_plans_wait_where_both_were_approved(house: Tx) -> None:
    item = put(house, THURSDAY)
    put(house, MONDAY, "雁溪中学")
    approved(house, THIS_WEEK)
    approved(house, MONDAY)
    after = plan_moves.move(house, actor(house, "林悦"), item, NEXT, NOW + HOUR)
    assert {one.plan.starts_on for one in after.waiting} == {THIS_WEEK, MONDAY}


def test_what_was_put_on_another_day_stays_there_when_the_week_is_drafted_anew(house: Tx) -> None:
    lin, friday = actor(house, "林悦"), MONDAY + timedelta(days=4)
    whole = plan_drafts.open_plan(house, lin, lin.id, PlanKind.WEEK, MONDAY, NOW)
    one = whole.items[0]
    moved(house, one.id, friday)
    again = plan_drafts.draft(house, lin, whole.plan.id, NOW).items
    assert [each.planned_on for each in again if each.client_id == one.client_id] == [friday]
    assert next(each for each in again if each.id == one.id).reasons == one.reasons


def test_what_was_drafted_gives_way_to_a_sentence_wherever_it_was_put(house: Tx) -> None:
    lin = actor(house, "林悦")
    whole = plan_drafts.open_plan(house, lin, lin.id, PlanKind.WEEK, MONDAY, NOW)
    one = next(each for each in whole.items if each.client == "龙岩一中")
    moved(house, one.id, MONDAY + timedelta(days=4))
    notes.keep(house, lin, NoteCommand("plan", "下周二去一中", client(house), NEXT), NOW)
    after = plans.load(house, lin, whole.plan.id).items
    assert [each.planned_on for each in after if each.client_id == one.client_id] == [NEXT]
