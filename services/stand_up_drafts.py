"""What the records say of somebody's yesterday and today, for a stand-up (R5.2): so that one tap can answer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from domain.clients import VIP
from domain.meetings import Did, Line
from domain.plans import Action, ItemState
from domain.staff import Actor, Organisation, Staff
from storage import care, clients, next_steps, notes, plan_days, visit_lists
from storage.meetings import Answer, Meeting
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
Names = Mapping[int, str | None]
"""What the clients in somebody's scope are called in a group: an individual VIP is not named there."""

MOST = 50


def prefilled(tx: Tx, house: Organisation, meeting: Meeting, members: Sequence[Staff], since: date) -> list[Answer]:
    """The answers of the members of a stand-up as the records have them from a day on."""
    return [_of(tx, Actor(member, house), meeting, since, meeting.held_on) for member in members]


def _of(tx: Tx, actor: Actor, meeting: Meeting, since: date, today: date) -> Answer:
    known = clients.names(tx, actor)
    names = {row.id: None if row.class_ in VIP else row.name for row in known}
    yesterday, ahead = done(tx, actor, since, today - ONE_DAY, names), planned(tx, actor, today, names)
    return Answer(meeting.id, actor.id, actor.staff.name, tuple(yesterday), tuple(ahead))


def done(tx: Tx, actor: Actor, start: date, end: date, names: Names) -> list[Line]:
    """The visits and the care of some days, each client in scope once."""
    found: list[tuple[Did, int]] = []
    day = start
    while day <= end:
        made, _ = visit_lists.page(tx, actor, staff_ids=(actor.id,), on=day, limit=MOST)
        found += [(Did.VISIT, one.client_id) for one in reversed(made)]
        day += ONE_DAY
    cared, _ = care.page(tx, actor, start=start, end=end, limit=MOST)
    found += [(Did.CARE, one.client_id) for one, _ in reversed(cared) if actor.id in (one.manager_id, one.logged_by)]
    return _named(found, names)


def planned(tx: Tx, actor: Actor, today: date, names: Names) -> list[Line]:
    """What is planned for a day: items of the plan, what was noted down, and next steps due."""
    items = plan_days.planned(tx, actor, staff_ids=(actor.id,), start=today, end=today, states=(ItemState.OPEN,))
    kinds = {Action.VISIT: Did.VISIT, Action.CARE: Did.CARE}
    found = [(kinds[one.action], one.client_id) for one in items if one.action in kinds]
    noted, _ = notes.page(tx, actor, "plan", start=today, end=today, limit=MOST)
    found += [(Did.VISIT, one.client_id) for one in noted if one.staff_id == actor.id]
    steps, _ = next_steps.open_ones(tx, actor, owners=(actor.id,), end=today, limit=MOST)
    tasks = sum(one.action is Action.TASK for one in items)
    return [*_named(found, names), *[Line(Did.STEP)] * (tasks + len(steps))]


def _named(found: Iterable[tuple[Did, int | None]], names: Names) -> list[Line]:
    """Each once, by the names that may be said; clients out of scope are somebody else's to tell of."""
    known = ((did, client_id) for did, client_id in dict.fromkeys(found) if client_id is not None)
    return [Line(did, names[client_id]) for did, client_id in known if client_id in names]
