"""What the records say of somebody's yesterday and today, for a stand-up (R5.2): so that one tap can answer."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.care import Care
from domain.clients import VIP
from domain.meetings import Did, Line
from domain.plans import Action, ItemState
from domain.staff import Actor, Organisation, Staff
from domain.workdays import Workdays
from storage import care, clients, next_steps, notes, plans, visit_lists
from storage.meetings import Answer, Meeting
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
MOST = 50


def prefilled(
    tx: Tx, house: Organisation, meeting: Meeting, members: Sequence[Staff], workdays: Workdays
) -> list[Answer]:
    """The answers of the members of a stand-up as the records have them."""
    today = meeting.held_on
    since = workdays.on_or_before(today - ONE_DAY)
    return [_of(tx, Actor(member, house), meeting, since, today) for member in members]


def _of(tx: Tx, actor: Actor, meeting: Meeting, since: date, today: date) -> Answer:
    private = {row.id for row in clients.names(tx, actor) if row.class_ in VIP}
    yesterday, ahead = done(tx, actor, since, today - ONE_DAY, private), planned(tx, actor, today, private)
    return Answer(meeting.id, actor.id, actor.staff.name, tuple(yesterday), tuple(ahead))


def done(tx: Tx, actor: Actor, start: date, end: date, private: set[int]) -> list[Line]:
    """The visits and the care of some days, each client once."""
    found: list[Line] = []
    day = start
    while day <= end:
        made, _ = visit_lists.page(tx, actor, staff_ids=(actor.id,), on=day, limit=MOST)
        found += [_line(Did.VISIT, one.client_id, one.client, private) for one in reversed(made)]
        day += ONE_DAY
    cared, _ = care.page(tx, actor, start=start, end=end, limit=MOST)
    found += [_line(Did.CARE, one.client_id, name, private) for one, name in reversed(cared) if _mine(actor, one)]
    return _once(found)


def _mine(actor: Actor, one: Care) -> bool:
    return actor.id in (one.manager_id, one.logged_by)


def planned(tx: Tx, actor: Actor, today: date, private: set[int]) -> list[Line]:
    """What is planned for a day: items of the plan, what was noted down, and next steps due."""
    items = plans.planned(tx, actor, staff_ids=(actor.id,), start=today, end=today, states=(ItemState.OPEN,))
    kinds = {Action.VISIT: Did.VISIT, Action.CARE: Did.CARE, Action.TASK: Did.STEP}
    found = [_line(kinds[one.action], one.client_id, one.client, private) for one in items]
    noted, _ = notes.page(tx, actor, "plan", start=today, end=today, limit=MOST)
    names = {row.id: row.name for row in clients.names(tx, actor)}
    found += [
        _line(Did.VISIT, one.client_id, names.get(one.client_id), private)
        for one in noted
        if one.staff_id == actor.id and one.client_id in names
    ]
    steps, _ = next_steps.open_ones(tx, actor, owners=(actor.id,), end=today, limit=MOST)
    return [*_once(found), *(Line(Did.STEP) for _ in steps)]


def _line(did: Did, client_id: int | None, client: str | None, private: set[int]) -> Line:
    return Line(did, None if client_id in private or did is Did.STEP else client)


def _once(found: Iterable[Line]) -> list[Line]:
    return list(dict.fromkeys(found))
