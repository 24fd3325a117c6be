"""Planned visits without a record (R2.4): asked about the same evening, and once more the evening after."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.moments import Timetable
from domain.plans import Action, Item, ItemState
from domain.staff import Actor
from services import plans
from services.moments import timetable
from services.upcoming import Push, Source
from services.visit_prompts import claim, day_known, settings_of, start, turn_day
from storage import audit, organisation, plan_records, visit_prompts
from storage import plans as plan_rows
from storage.tx import Tx

FIRST, AGAIN = "evening", "evening_again"
ONE_DAY = timedelta(days=1)
MEMBERS_AT_ONCE = 10
RECORD_DAYS = 7
"""A record of so many days around the planned day may be the one of the planned visit."""


@frozen
class Question:
    """The visits that a manager is asked about in one evening; `key` makes sure that it is said once."""

    key: str
    actor: Actor
    items: tuple[Item, ...]


def due(tx: Tx, now: datetime) -> tuple[list[Question], bool]:
    """The questions to be asked now, noted in the same transaction; and whether more is left.

    Of a day that a stop left out it is asked the evening after, and then once only.
    """
    table, house = timetable(tx), organisation.load(tx)
    if table is None or house is None:
        return [], False
    turn_day(tx, table, now)
    today = table.day(now)
    if table.quiet(now):
        return [], False
    by_member: dict[int, list[Item]] = {}
    actors: dict[int, Actor] = {}
    left = False
    for kind, day in ((AGAIN, today - ONE_DAY), (FIRST, today)):
        waiting = visit_prompts.waiting(tx, kind, day, day)
        hours = _hours(tx, table, waiting, today - day)
        rows = [row for row in waiting if hours[row.id] <= now]
        over = {row.id for row in rows if row.planned_at is None or row.planned_at < now}
        found, more = claim(tx, house, kind, rows, (day, day), now, over, MEMBERS_AT_ONCE)
        left = left or more
        for each in found:
            actors[each.actor.id] = each.actor
            by_member.setdefault(each.actor.id, []).extend(each.items)
    questions = [
        Question(f"evening:{today.isoformat()}:{id_}:{items[0].id}", actors[id_], tuple(items))
        for id_, items in by_member.items()
    ]
    return questions, left


def _hours(tx: Tx, table: Timetable, rows: Sequence[Any], after: timedelta) -> dict[int, datetime]:
    """When each planned visit is asked about, so many days after its own."""
    settings = settings_of(tx, rows)
    return {row.id: table.at(row.planned_on + after, settings[row.group_id].visit_question_at) for row in rows}


def open_of(tx: Tx, actor: Actor, item_ids: list[int]) -> list[Item]:
    """Those of some planned visits that are still open, and the actor's business."""
    found: list[Item] = []
    for item_id in item_ids:
        try:
            one, whole = plans.item(tx, actor, item_id)
        except Refused:
            continue
        if whole.own and one.state is ItemState.OPEN:
            found.append(one)
    return found


def done_already(tx: Tx, actor: Actor, item_id: int, now: datetime) -> Item:
    """Tie a planned visit to the record that there is of it already: a visit to its client near its day which its
    manager made or went along to, and that closes nothing else in their plans of this kind (R4.4).

    Raises Refused where there is none.
    """
    one, whole = plans.item(tx, actor, item_id)
    if not whole.own:
        raise Refused("plans.not_yours")
    if one.state is not ItemState.OPEN or one.action is not Action.VISIT or one.client_id is None:
        raise Refused("plans.item_not_open")
    around = RECORD_DAYS * ONE_DAY
    near = plan_records.unclaimed(tx, whole.plan, one, one.planned_on - around, one.planned_on + around)
    if not near:
        raise Refused("evening.no_record")
    record = min(near, key=lambda visit: abs((visit.visited_on - one.planned_on).days))
    values = {"state": ItemState.DONE, "visit_id": record.id, "done_on": record.visited_on}
    plan_rows.change_item(tx, one.id, values, was=ItemState.OPEN)
    plan_rows.bump(tx, whole.plan.id)
    audit.write(tx, "plan_item_done", "plan", whole.plan.id, now, staff_id=actor.id, detail={"item": one.id})
    return one


def first_due_at(tx: Tx) -> datetime | None:
    """When something is asked next."""
    table = timetable(tx)
    day = day_known(tx, table) if table is not None else None
    if table is None or day is None:
        return None
    first = _hours(tx, table, visit_prompts.next_day(tx, FIRST, day), timedelta())
    again = _hours(tx, table, visit_prompts.next_day(tx, AGAIN, day - ONE_DAY), ONE_DAY)
    return min([*first.values(), *again.values()], default=None)


def _pushes(question: Question, now: datetime) -> Iterator[Push]:
    for item in question.items:
        one = Question(question.key, question.actor, (item,))
        yield Push(now, question.actor.staff.name, "evening", item.planned_on, "evening", one, client=item.client)


def _start(tx: Tx, at: datetime) -> None:
    table = timetable(tx)
    if table is not None:
        start(tx, table, at)


SOURCE: Source[Question] = Source("evening", due, first_due_at, _pushes, _start)
"""Questions about planned visits, as something the clock says."""
