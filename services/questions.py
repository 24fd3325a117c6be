"""Questions answered from the records, within the scope of whoever asks (R0.4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.clients import Client
from domain.frozen import frozen
from domain.persons import Occurrence, Person, next_birthday
from domain.plans import PlanKind
from domain.staff import Actor, Role
from services import visit_lists
from services.visit_lists import Due
from storage import clients, digest_figures, persons, questions, staff
from storage.digest_figures import Scope
from storage.questions import Born, News, Stretch
from storage.tx import Tx

AHEAD = timedelta(days=30)
"""How far birthdays are looked for where no days were named."""


@frozen
class Known:
    """What a short answer about a client needs."""

    client: Client
    manager: str | None
    last_visit_on: date | None
    persons: tuple[Person, ...]


@frozen
class Tally:
    """How much a member did in some days, or (no `staff_id`) a group; `planned` items of theirs, `done` of these."""

    group_id: int
    name: str
    visits: int
    care: int
    planned: int
    done: int
    staff_id: int | None = None


def client(tx: Tx, actor: Actor, client_id: int) -> Known | None:
    """A client in scope with its manager, the day of its last visit and its key persons."""
    found = clients.load(tx, actor, client_id)
    if found is None:
        return None
    last, _, _ = questions.visited(tx, actor, Stretch(), client_ids=(client_id,), limit=1)
    manager = staff.by_id(tx, found.manager_id) if found.manager_id else None
    people = tuple(persons.of_client(tx, client_id))
    return Known(found, manager.name if manager else None, last[0].visited_on if last else None, people)


def not_visited(tx: Tx, actor: Actor, class_: str | None, days: Stretch, today: date) -> list[Due]:
    """Clients of a class (None: any) without a visit in these days; without days, those overdue by R2.5.

    The longest overdue come first.
    """
    due = [each for each in visit_lists.due(tx, actor, today) if class_ is None or each.class_ == class_]
    if days.start is None:
        return [each for each in due if each.overdue_days > 0]
    seen = questions.clients_visited(tx, actor, days)
    return [each for each in due if each.client_id not in seen]


def birthdays(
    tx: Tx,
    actor: Actor,
    days: Stretch,
    today: date,
    *,
    person_ids: Sequence[int] = (),
    client_ids: Sequence[int] = (),
) -> list[tuple[Born, Occurrence]]:
    """Birthdays, solar and lunar, that fall in these days (R3.4), in their order; of a named person the next one."""
    people = questions.birthdays(tx, actor, person_ids=person_ids, client_ids=() if person_ids else client_ids)
    start = days.start or today
    end = days.end or (date.max if person_ids else start + AHEAD)
    leap_day = actor.organisation.settings.leap_day_birthday
    coming = ((born, next_birthday(born.birthday, start, leap_day)) for born in people)
    found = [(born, when) for born, when in coming if when and when.on <= end]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0].name))


def news(
    tx: Tx,
    actor: Actor,
    days: Stretch,
    *,
    competitors: Sequence[str] = (),
    client_ids: Sequence[int] = (),
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[News], int]:
    """Competitor news told in these days, the newest first (R1.7)."""
    since = datetime.combine(days.start, datetime.min.time(), actor.zone) if days.start else None
    until = datetime.combine(days.end + timedelta(days=1), datetime.min.time(), actor.zone) if days.end else None
    return questions.news(
        tx, actor, since, until, competitors=competitors, client_ids=client_ids, offset=offset, limit=limit
    )


WEEKS = timedelta(days=7)
"""Up to so many days are counted by the plans of weeks, longer ones by those of months."""


def tallies(tx: Tx, actor: Actor, days: Stretch, *, group_id: int = 0, by_group: bool = False) -> list[Tally]:
    """What each member of the groups led (or of one of them) recorded for some days, and what came of their plans;
    `by_group` adds them up by group. Those who recorded and planned nothing and record for nobody are left out."""
    assert days.start is not None and days.end is not None
    scope = Scope(actor.id, group_id)
    made, given = digest_figures.recorded(tx, scope, days.start, days.end)
    kind = PlanKind.WEEK if days.end - days.start <= WEEKS else PlanKind.MONTH
    planned = digest_figures.planned(tx, scope, kind, days.start, days.end)
    found = []
    for one in digest_figures.people(tx, scope):
        wanted, done = planned.get(one.id, (0, 0))
        tally = Tally(one.group_id, one.name, made.get(one.id, 0), given.get(one.id, 0), wanted, done, one.id)
        if one.role == Role.MANAGER or tally.visits or tally.care or tally.planned:
            found.append((one.group, tally))
    return _by_group(found) if by_group else [tally for _, tally in found]


def _by_group(found: Sequence[tuple[str, Tally]]) -> list[Tally]:
    groups: dict[int, Tally] = {}
    for name, one in found:
        so_far = groups.get(one.group_id, Tally(one.group_id, name, 0, 0, 0, 0))
        groups[one.group_id] = replace(
            so_far,
            visits=so_far.visits + one.visits,
            care=so_far.care + one.care,
            planned=so_far.planned + one.planned,
            done=so_far.done + one.done,
        )
    return list(groups.values())
