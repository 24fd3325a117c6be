"""Visits: recording, changing and taking back, and who must hear of it (R1.7, R2.1-R2.5)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.clients import Client, overdue_days
from domain.errors import Refused
from domain.staff import Actor, Role, Staff
from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType, is_late
from storage import audit, clients, staff, visits
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class VisitCommand:
    """What is to be recorded. `visited_on` is a day, `visited_at` an aware instant where an hour was said."""

    client_id: int
    visited_on: date
    visited_at: datetime | None = None
    length_minutes: int | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    visit_type: VisitType = VisitType.PROACTIVE
    purposes: tuple[Purpose, ...] = ()
    content: str = ""
    feedback: str | None = None
    sentiment: Sentiment | None = None
    persons: tuple[Met, ...] = ()
    companions: tuple[int, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    competition: tuple[Competition, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit as it stands in the records, with its client and whoever must hear of competitor news."""

    visit: Visit
    client: Client
    hearers: tuple[Staff, ...] = ()


def log(
    tx: Tx,
    actor: Actor,
    command: VisitCommand,
    now: datetime,
    *,
    chat_id: int | None = None,
    message_id: int | None = None,
) -> Recorded:
    """Record a visit (R2.3); an assistant's record is the visit of the client's manager, and keeps both names.

    Raises Refused for a client out of scope (R0.4), or a day that has not come yet.
    """
    client = _client(tx, actor, command.client_id)
    owner = client.manager_id if actor.role is Role.ASSISTANT and client.manager_id else actor.id
    visit = _visit(actor, command, now, manager_id=owner, logged_by=actor.id, logged_at=now)
    visit = replace(visit, id=visits.add(tx, visit, chat_id=chat_id, message_id=message_id))
    return Recorded(visit, client, _hearers(tx, actor, visit) if visit.competition else ())


def change(tx: Tx, actor: Actor, visit_id: int, command: VisitCommand, now: datetime) -> Recorded:
    """Write a record anew; when and by whom it was first entered stays, and so does whether it was late then."""
    old = load(tx, actor, visit_id).visit
    _require_own(actor, old)
    client = _client(tx, actor, command.client_id)
    owner = client.manager_id if actor.role is Role.ASSISTANT and client.manager_id else old.manager_id
    visit = _visit(actor, command, now, manager_id=owner, logged_by=old.logged_by, logged_at=old.logged_at)
    visit = replace(visit, id=old.id)
    visits.replace(tx, visit)
    audit.write(tx, "visit_changed", "visit", visit_id, now, staff_id=actor.id)
    fresh = [news for news in visit.competition if news.competitor not in {had.competitor for had in old.competition}]
    return Recorded(visit, client, _hearers(tx, actor, visit) if fresh else ())


def undo(tx: Tx, actor: Actor, visit_id: int, now: datetime) -> Recorded:
    """Take a record back. Raises Refused where it is gone, out of scope or another's."""
    recorded = load(tx, actor, visit_id)
    _require_own(actor, recorded.visit)
    visits.remove(tx, visit_id, now)
    audit.write(tx, "visit_undone", "visit", visit_id, now, staff_id=actor.id)
    return recorded


def load(tx: Tx, actor: Actor, visit_id: int) -> Recorded:
    """A visit in scope. Raises Refused as if it did not exist for one that is not (R0.4)."""
    visit = visits.load(tx, actor, visit_id)
    if visit is None:
        raise Refused("visits.not_found")
    return Recorded(visit, _client(tx, actor, visit.client_id))


def may_change(actor: Actor, visit: Visit) -> bool:
    """Whoever made or entered a visit may change it, and the assistant of the one who made it."""
    return actor.id in (visit.manager_id, visit.logged_by) or visit.manager_id in actor.staff.assists


@dataclass(frozen=True, slots=True)
class Due:
    """A client and how many days its next visit is overdue; negative: due in so many days."""

    client_id: int
    name: str
    class_: str | None
    last_visit_on: date | None
    overdue_days: int


def due(tx: Tx, actor: Actor, today: date) -> list[Due]:
    """Every client in scope by how long its visit is overdue, the longest first (R2.5)."""
    rows = clients.names(tx, actor)
    last = visits.last_days(tx, [row.id for row in rows])
    standard = actor.organisation.settings.visit_every_days
    found = [
        Due(
            row.id,
            row.name,
            row.class_,
            last.get(row.id),
            overdue_days(row.class_, last.get(row.id), row.assigned_on or today, today, standard),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.overdue_days, each.name))


def _visit(
    actor: Actor, command: VisitCommand, now: datetime, *, manager_id: int, logged_by: int, logged_at: datetime
) -> Visit:
    if command.visited_on > now.astimezone(actor.zone).date():
        raise Refused("visits.in_future")
    logged_on = logged_at.astimezone(actor.zone).date()
    return Visit(
        client_id=command.client_id,
        manager_id=manager_id,
        logged_by=logged_by,
        visited_on=command.visited_on,
        logged_at=logged_at,
        visited_at=command.visited_at,
        length_minutes=command.length_minutes,
        place=command.place,
        latitude=command.latitude,
        longitude=command.longitude,
        visit_type=command.visit_type,
        purposes=command.purposes,
        content=command.content,
        feedback=command.feedback,
        sentiment=command.sentiment,
        late=is_late(command.visited_on, logged_on, actor.organisation.settings.late_after_days),
        persons=command.persons,
        companions=tuple(staff_id for staff_id in dict.fromkeys(command.companions) if staff_id != manager_id),
        next_steps=command.next_steps,
        competition=command.competition,
    )


def _client(tx: Tx, actor: Actor, client_id: int) -> Client:
    client = clients.load(tx, actor, client_id)
    if client is None:
        raise Refused("clients.not_found")
    return client


def _require_own(actor: Actor, visit: Visit) -> None:
    if not may_change(actor, visit):
        raise Refused("visits.not_yours")


def _hearers(tx: Tx, actor: Actor, visit: Visit) -> tuple[Staff, ...]:
    """R1.7: the leaders of the group whose manager met a competitor, except whoever wrote it."""
    manager = staff.by_id(tx, visit.manager_id)
    if manager is None or manager.group_id is None:
        return ()
    return tuple(leader for leader in staff.leaders_of(tx, manager.group_id) if leader.id != actor.id)
