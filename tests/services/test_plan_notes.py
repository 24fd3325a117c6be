"""Planning sentences (R4.2): the plan follows its note, and approvers hear of what an approved plan lost (R4.3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.plans import ItemState, PlanState
from services import notes, plan_approval, plan_moves, plan_notes, plan_summaries
from services.notes import NoteCommand, Noted
from storage import plans as rows
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_plan_moves import approved, week
from tests.services.test_plans import HOUR, MONDAY, THIS_WEEK, THURSDAY, client, plan, put, state

FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    yield tx


def told(tx: Tx, on: date, words: str = "周四去一中聊续约") -> Noted:
    return notes.keep(tx, actor(tx, "林悦"), NoteCommand("plan", words, client(tx), on), NOW)


def corrected(tx: Tx, noted: Noted, **values: object) -> Noted:
    return notes.change(tx, actor(tx, "林悦"), replace(noted.note, **values), NOW + HOUR)  # type: ignore[arg-type]


def standing(tx: Tx, starts_on: date = THIS_WEEK) -> list[date]:
    found = rows.items(tx, actor(tx, "林悦"), plan(tx, starts_on=starts_on).id)
    return [one.planned_on for one in found if one.state is ItemState.OPEN]


def test_an_approved_plan_that_loses_a_sentence_to_another_week_waits_again(house: Tx) -> None:
    noted = told(house, THURSDAY)
    approved(house, THIS_WEEK)
    after = corrected(house, noted, about_on=MONDAY)
    assert plan(house, starts_on=THIS_WEEK).state is PlanState.SUBMITTED
    assert [(one.plan.starts_on, one.approvers[0].name) for one in after.waiting] == [(THIS_WEEK, "周敏")]
    assert (standing(house), standing(house, MONDAY)) == ([], [MONDAY])


def test_an_approved_plan_waits_again_when_a_sentence_is_no_plan_any_more_or_taken_back(house: Tx) -> None:
    first, second = told(house, THURSDAY), told(house, FRIDAY, "周五去一中送合同")
    approved(house, THIS_WEEK)
    assert [one.plan.starts_on for one in corrected(house, first, intent="demand").waiting] == [THIS_WEEK]
    one = plan(house, starts_on=THIS_WEEK)
    plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)
    undone = notes.undo(house, actor(house, "林悦"), second.note.id, NOW)
    assert [one.plan.state for one in undone.waiting] == [PlanState.SUBMITTED]


def test_a_plan_that_waits_for_approval_is_not_approved_as_it_was_before_a_sentence_changed(house: Tx) -> None:
    noted = told(house, THURSDAY)
    seen = plan_approval.submit(house, actor(house, "林悦"), plan(house, starts_on=THIS_WEEK).id, NOW).plan
    corrected(house, noted, about_on=MONDAY)
    assert plan(house, starts_on=THIS_WEEK).version > seen.version


def test_a_visit_that_is_moved_by_a_sentence_lets_both_plans_wait(house: Tx) -> None:
    put(house, THURSDAY)
    put(house, MONDAY, "雁溪中学")
    approved(house, THIS_WEEK)
    approved(house, MONDAY)
    after = told(house, MONDAY, "一中改到下周一")
    assert {one.plan.starts_on for one in after.waiting} == {THIS_WEEK, MONDAY}


def test_a_corrected_sentence_follows_its_item_into_another_week_and_counts_once(house: Tx) -> None:
    noted = told(house, THURSDAY)
    approved(house, THIS_WEEK)
    item = plan_notes.of_note(house, noted.note.id)
    assert item is not None
    plan_moves.move(house, actor(house, "林悦"), item[0].id, MONDAY, NOW)
    corrected(house, noted, text="下周二去一中聊续约", about_on=MONDAY + timedelta(days=1))
    assert standing(house, MONDAY) == [MONDAY + timedelta(days=1)]
    assert state(house, item[0].id) is ItemState.ROLLED
    corrected(house, noted, about_on=FRIDAY)
    assert (standing(house), standing(house, MONDAY)) == ([FRIDAY], [])
    found = week(house)
    assert found is not None and found[0] == 1


def test_what_stood_on_a_day_that_has_passed_stays_for_the_summary_whatever_is_corrected(house: Tx) -> None:
    noted = told(house, THURSDAY)
    approved(house, THIS_WEEK)
    later = NOW + timedelta(days=2)
    notes.change(house, actor(house, "林悦"), replace(noted.note, text="周四去一中聊续约和宽带"), later)
    assert standing(house) == [THURSDAY]
    assert (
        len(plan_summaries.summary(house, actor(house, "林悦"), plan(house, starts_on=THIS_WEEK).id, later).open) == 1
    )


def test_what_was_taken_out_of_the_plan_is_not_said_to_stand_in_it(house: Tx) -> None:
    from services import plans

    noted = told(house, THURSDAY)
    item = plan_notes.of_note(house, noted.note.id)
    assert item is not None
    plans.cut(house, actor(house, "林悦"), item[0].id, NOW)
    assert plan_notes.of_note(house, noted.note.id) is None
