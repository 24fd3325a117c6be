"""The brief before a planned visit (R2.7): the client, the people, last time, what was promised, what comes up."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from domain.clients import Client
from domain.contracts import Contract
from domain.frozen import frozen
from domain.moments import Timetable
from domain.office_hours import begins_at, brief_at
from domain.persons import Person
from domain.planning import Half
from domain.plans import Item
from domain.staff import Actor
from services import contracts, persons, visit_lists
from services.moments import timetable
from services.persons import Coming
from services.upcoming import Push, Source
from services.visit_prompts import claim, day_known, settings_of, start, turn_day
from storage import clients, next_steps, organisation, visit_prompts
from storage.next_steps import Step
from storage.tx import Tx
from storage.visit_lists import Listed

KIND = "brief"
MEMBERS_AT_ONCE = 3
BIRTHDAY_DAYS = 14
"""A birthday is near that falls within so many days of the visit."""
STEPS_SHOWN = 3


@frozen
class VisitBrief:
    """What to know before one visit. `steps` are the client's open next steps, promises first."""

    item: Item
    client: Client
    people: tuple[Person, ...]
    last: Listed | None
    steps: tuple[Step, ...]
    contract: Contract | None
    birthdays: tuple[Coming, ...]


@frozen
class Brief:
    """The briefs that a manager gets at one time."""

    actor: Actor
    visits: tuple[VisitBrief, ...]


def due(tx: Tx, now: datetime) -> tuple[list[Brief], bool]:
    """The briefs to be said now, noted in the same transaction; and whether more is left.

    None comes in quiet hours, or once the visit has begun.
    """
    table, house = timetable(tx), organisation.load(tx)
    if table is None or house is None:
        return [], False
    turn_day(tx, table, now)
    if table.quiet(now):
        return [], False
    today = table.day(now)
    waiting = visit_prompts.waiting(tx, KIND, today, today)
    times = _times(tx, table, waiting)
    rows = [row for row in waiting if times[row.id][0] <= now]
    fresh = {row.id for row in rows if now < times[row.id][1]}
    found, more = claim(tx, house, KIND, rows, (today, today), now, fresh, MEMBERS_AT_ONCE)
    return [Brief(each.actor, tuple(about(tx, each.actor, item) for item in each.items)) for each in found], more


def about(tx: Tx, actor: Actor, item: Item) -> VisitBrief:
    """What somebody should know before a planned visit to a client in their scope."""
    assert item.client_id is not None
    client = clients.load(tx, actor, item.client_id)
    assert client is not None
    people = persons.of_client(tx, actor, client.id)
    last, _ = visit_lists.of_client(tx, actor, client.id, limit=1)
    steps, _ = next_steps.open_ones(tx, actor, client_id=client.id, limit=20)
    running, _ = contracts.page(tx, actor, item.planned_on, client_id=client.id, limit=1)
    contract = next((each for each, _ in running if each.ends_on is not None), None)
    return VisitBrief(
        item,
        client,
        tuple(people),
        last[0] if last else None,
        tuple(sorted(steps, key=lambda step: not step.promised)[:STEPS_SHOWN]),
        contract,
        tuple(persons.birthdays_near(actor, people, item.planned_on, BIRTHDAY_DAYS)),
    )


def _times(tx: Tx, table: Timetable, rows: Sequence[Any]) -> dict[int, tuple[datetime, datetime]]:
    """When the brief of each planned visit comes, and when the visit begins."""
    settings = settings_of(tx, rows)
    found = {}
    for row in rows:
        half = Half(row.half) if row.half else None
        begins = begins_at(row.planned_on, half, row.planned_at, settings[row.group_id], table)
        found[row.id] = brief_at(row.planned_on, begins, settings[row.group_id], table), begins
    return found


def first_due_at(tx: Tx) -> datetime | None:
    """When the next brief comes."""
    table = timetable(tx)
    day = day_known(tx, table) if table is not None else None
    if table is None or day is None:
        return None
    times = _times(tx, table, visit_prompts.next_day(tx, KIND, day))
    return min((comes for comes, _ in times.values()), default=None)


def _pushes(brief: Brief, now: datetime) -> Iterator[Push]:
    for visit in brief.visits:
        about_one = Brief(brief.actor, (visit,))
        name, on = brief.actor.staff.name, visit.item.planned_on
        yield Push(now, name, "brief", on, "briefs", about_one, client=visit.client.name)


def _start(tx: Tx, at: datetime) -> None:
    table = timetable(tx)
    if table is not None:
        start(tx, table, at)


SOURCE: Source[Brief] = Source("briefs", due, first_due_at, _pushes, _start)
"""Briefs, as something the clock says."""
