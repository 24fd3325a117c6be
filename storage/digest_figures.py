"""What the figures of a digest are counted from (R6), in its reader's scope.

A digest asks twenty questions, each of them a constant: putting one together anew takes longer than its answer. The
reader and one of their groups (0: all of them) are values; who is in scope is said by `visible`, as everywhere.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Table,
    bindparam,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from domain.care import Effect
from domain.digests import Event, Service
from domain.frozen import frozen
from domain.plans import ItemState, PlanKind, PlanState
from domain.referrals import ReferralState
from domain.staff import Actor, Role, Staff
from storage.care import care
from storage.clients import clients, visible
from storage.nudges import DONE, OPEN, SKIPPED, VOID, occurrences
from storage.persons import persons
from storage.plans import CUT, plan_items, plans
from storage.plans import STANDING as PLANNED
from storage.referrals import referrals
from storage.schema import Instant
from storage.staff import groups, staff, staff_groups
from storage.tx import Tx
from storage.visits import STANDING, competitor_news, next_steps, visits

_LED = select(staff_groups.c.group_id).where(
    staff_groups.c.staff_id == bindparam("reader"),
    or_(bindparam("group", type_=Integer) == 0, staff_groups.c.group_id == bindparam("group")),
)
_READER = Actor(Staff(bindparam("reader"), "", Role.LEADER, groups=_LED), None)  # type: ignore[arg-type]
_IN_SCOPE = visible(_READER)
_MEMBERS = select(staff.c.id).where(staff.c.group_id.in_(_LED))

Page = tuple[list[Event], int]
"""Some of what is counted, and how many there are in all."""


@frozen
class Scope:
    """Whose eyes it is counted with: a leader's or supervisor's, for one of their groups or (0) all of them."""

    reader_id: int
    group_id: int = 0

    @classmethod
    def of(cls, actor: Actor) -> "Scope":
        """The scope of an actor who leads groups."""
        groups = actor.staff.groups
        return cls(actor.id, groups[0] if len(groups) == 1 else 0)

    def __call__(self, **values: Any) -> dict[str, Any]:
        """The values of a statement."""
        return {"reader": self.reader_id, "group": self.group_id, **values}


@cache
def _watched() -> Select[Any]:
    c, manager = clients.c, staff.alias("manager")
    last = select(func.max(visits.c.visited_on)).where(visits.c.client_id == c.id, STANDING).scalar_subquery()
    query = select(
        *(c.id, c.name, c.class_.label("class_"), c.manager_id, c.assigned_on, last.label("last"), manager.c.group_id)
    )
    return query.join(manager, manager.c.id == c.manager_id, isouter=True).where(_IN_SCOPE)


def watched(tx: Tx, scope: Scope) -> Sequence[Any]:
    """Every client in scope with its class, its manager and their group, and the day of its last visit."""
    return tx.rows(_watched(), scope())


@cache
def _people() -> Select[Any]:
    s = staff.c
    query = select(s.id, s.name, s.role, s.group_id, groups.c.name.label("group"))
    return (
        query.join(groups, groups.c.id == s.group_id).where(s.group_id.in_(_LED), s.active).order_by(groups.c.id, s.id)
    )


def people(tx: Tx, scope: Scope) -> Sequence[Any]:
    """The members of the groups in scope, group by group."""
    return tx.rows(_people(), scope())


@cache
def _recorded(table: Table, day: str) -> Select[Any]:
    c = table.c
    query = select(c.manager_id, func.count().label("n")).where(c.manager_id.in_(_MEMBERS), c.removed_at.is_(None))
    return query.where(c[day] >= bindparam("start"), c[day] <= bindparam("end")).group_by(c.manager_id)


def recorded(tx: Tx, scope: Scope, start: date, end: date) -> tuple[dict[int, int], dict[int, int]]:
    """How many visits, and how many care records, each member has for the days from one to another."""
    days = scope(start=start, end=end)
    found = [tx.rows(_recorded(table, day), days) for table, day in ((visits, "visited_on"), (care, "cared_on"))]
    made, given = ({row.manager_id: row.n for row in rows} for rows in found)
    return made, given


@cache
def _entered(table: Table) -> Select[Any]:
    c = table.c
    query = select(c.manager_id, func.count().label("n")).where(c.manager_id.in_(_MEMBERS), c.removed_at.is_(None))
    return query.where(*_between(c.logged_at)).group_by(c.manager_id)


def entered(tx: Tx, scope: Scope, since: datetime, until: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """How many visits, and how many care records, of each member came in from one instant up to another."""
    found = [tx.rows(_entered(table), scope(since=since, until=until)) for table in (visits, care)]
    made, given = ({row.manager_id: row.n for row in rows} for rows in found)
    return made, given


@cache
def _clients_visited() -> Select[Any]:
    v = visits.c
    query = select(v.manager_id, clients.c.name).join(clients, clients.c.id == v.client_id)
    return query.where(*_between(v.logged_at), STANDING, _IN_SCOPE).order_by(v.logged_at, v.id)


def clients_visited(tx: Tx, scope: Scope, since: datetime, until: datetime) -> dict[int, list[str]]:
    """The names of the clients in scope whose visits came in between two instants, by manager, in their order."""
    found: dict[int, list[str]] = {}
    for row in tx.rows(_clients_visited(), scope(since=since, until=until)):
        if row.name not in (names := found.setdefault(row.manager_id, [])):
            names.append(row.name)
    return found


@cache
def _planned() -> Select[Any]:
    c = plan_items.c
    done = func.sum((c.state == ItemState.DONE).cast(Integer))
    query = select(plans.c.staff_id, func.count().label("planned"), done.label("done"))
    query = query.select_from(plan_items.join(plans, plans.c.id == c.plan_id)).where(plans.c.staff_id.in_(_MEMBERS))
    query = query.where(plans.c.kind == bindparam("kind"), PLANNED, or_(c.not_done.is_(None), c.not_done != CUT))
    days = (c.planned_on >= bindparam("start"), c.planned_on <= bindparam("end"))
    return query.where(*days).group_by(plans.c.staff_id)


def planned(tx: Tx, scope: Scope, kind: PlanKind, start: date, end: date) -> dict[int, tuple[int, int]]:
    """By member: how many items stood planned between two days (`storage.plans.STANDING`), and how many of them are
    done (R4.5)."""
    rows = tx.rows(_planned(), scope(kind=kind, start=start, end=end))
    return {row.staff_id: (row.planned, row.done) for row in rows}


@cache
def _moments() -> Select[Any]:
    o = occurrences.c
    kept = func.coalesce(func.sum((o.state == DONE).cast(Integer)), 0)
    counts: list[ColumnElement[Any]] = [func.count().label("moments"), kept.label("kept")]
    query = select(*counts).select_from(occurrences.join(clients, clients.c.id == o.client_id))
    return query.where(
        o.falls_on >= bindparam("start"), o.falls_on <= bindparam("end"), o.state.not_in((SKIPPED, VOID)), _IN_SCOPE
    )


@cache
def _effects() -> Select[Any]:
    c = care.c
    query = select(c.effect, func.count().label("n")).where(c.manager_id.in_(_MEMBERS), c.removed_at.is_(None))
    days = (c.cared_on >= bindparam("start"), c.cared_on <= bindparam("end"))
    return query.where(*days, c.effect.is_not(None)).group_by(c.effect)


def service(tx: Tx, scope: Scope, start: date, end: date) -> Service:
    """The care moments of clients in scope on days from one to another, those skipped or gone left out, and how the
    care that their members gave on these days was received (R3.6)."""
    days = scope(start=start, end=end)
    found = tx.row(_moments(), days)
    effects = {row.effect: row.n for row in tx.rows(_effects(), days)}
    welcome = effects.get(Effect.DELIGHTED, 0) + effects.get(Effect.PLEASED, 0)
    assert found is not None
    return Service(found.moments, found.kept, welcome, effects.get(Effect.NEGATIVE, 0))


# What is named first -------------------------------------------------------------------------------------------------


def missed_care(tx: Tx, scope: Scope, start: date, end: date, *, offset: int = 0, limit: int) -> Page:
    """Care moments of clients in scope, on days from one to another, that nobody has dealt with."""
    return _page(tx, _missed, scope(start=start, end=end), offset, limit)


def _missed() -> Select[Any]:
    o = occurrences.c
    source = occurrences.join(clients, clients.c.id == o.client_id)
    source = source.join(persons, persons.c.id == o.person_id, isouter=True)
    who = func.coalesce(persons.c.name, literal(""))
    query = select(*_columns(o, manager=clients.c.manager_id, on=o.falls_on, text=who, name=o.name, kind=o.kind))
    days = (o.falls_on >= bindparam("start"), o.falls_on <= bindparam("end"))
    return query.select_from(source).where(o.state == OPEN, *days, _IN_SCOPE)


@cache
def _mishaps() -> Select[Any]:
    v, c = visits.c, care.c
    unhappy = func.coalesce(v.sentiment == "negative", false())
    said = func.coalesce(v.feedback, v.content)
    about = _columns(v, manager=v.manager_id, on=v.visited_on, at=v.logged_at, text=said, visit=v.id)
    made = select(*about, v.late.label("late"), unhappy.label("unhappy"))
    made = made.select_from(visits.join(clients, clients.c.id == v.client_id))
    made = made.where(*_between(v.logged_at), or_(v.late, unhappy), STANDING, _IN_SCOPE)
    about = _columns(
        c, manager=c.manager_id, on=c.cared_on, at=c.logged_at, text=c.content, kind=literal("care"), visit=null()
    )
    cared = select(*about, false(), true()).select_from(care.join(clients, clients.c.id == c.client_id))
    cared = cared.where(*_between(c.logged_at), c.removed_at.is_(None), c.effect == "negative", _IN_SCOPE)
    every = union_all(made, cared).subquery()
    return select(every).order_by(every.c.at.desc(), every.c.record_id.desc())


def mishaps(tx: Tx, scope: Scope, since: datetime, until: datetime) -> tuple[list[Event], list[Event]]:
    """What came in between two instants of clients in scope, the newest first: visits entered late (R2.4), and clients
    who were not content, at a visit or with their care."""
    rows = tx.rows(_mishaps(), scope(since=since, until=until))
    late, unhappy = ([Event(*row[:-2]) for row in rows if getattr(row, name)] for name in ("late", "unhappy"))
    return late, unhappy


def news(tx: Tx, scope: Scope, since: datetime, until: datetime, *, offset: int = 0, limit: int) -> Page:
    """Competitor news (R1.7) of clients in scope that came in between two instants."""
    return _page(tx, _news, scope(since=since, until=until), offset, limit)


def _news() -> Select[Any]:
    n = competitor_news.c
    source = competitor_news.join(clients, clients.c.id == n.client_id)
    source = source.join(visits, visits.c.id == n.visit_id, isouter=True)
    about = _columns(n, manager=n.reported_by, at=n.at, text=n.content, name=n.competitor, visit=n.visit_id)
    query = select(*about).select_from(source).where(*_between(n.at))
    return query.where(visits.c.removed_at.is_(None), _IN_SCOPE)


def unanswered(tx: Tx, scope: Scope, *, offset: int = 0, limit: int) -> Page:
    """Questions beyond a manager's authority (R2.8) of the members in scope that nobody has answered."""
    return _page(tx, _referrals, scope(), offset, limit)


def _referrals() -> Select[Any]:
    r = referrals.c
    about = _columns(r, manager=r.staff_id, at=r.asked_at, text=r.text)
    query = select(*about).select_from(referrals.join(clients, clients.c.id == r.client_id, isouter=True))
    query = query.where(r.state == ReferralState.OPEN, r.staff_id.in_(_MEMBERS))
    return query.where(or_(r.client_id.is_(None), _IN_SCOPE))


def steps_due(tx: Tx, scope: Scope, before: date, *, offset: int = 0, limit: int) -> Page:
    """Open next steps that were due before a day: of clients in scope, and the reader's own of none."""
    return _page(tx, _steps, scope(before=before), offset, limit)


def promises_due(tx: Tx, scope: Scope, before: date) -> int:
    """How many of them the client was told of (R1.9)."""
    return int(tx.value(_promises(), scope(before=before)))


def _steps() -> Select[Any]:
    s = next_steps.c
    source = next_steps.join(clients, clients.c.id == s.client_id, isouter=True)
    source = source.join(visits, visits.c.id == s.visit_id, isouter=True)
    own = s.client_id.is_(None) & (s.owner_id == bindparam("reader"))
    query = select(*_columns(s, manager=s.owner_id, on=s.due_on, text=s.text, visit=s.visit_id)).select_from(source)
    query = query.where(s.done_at.is_(None), s.due_on < bindparam("before"), visits.c.removed_at.is_(None))
    return query.where(or_(_IN_SCOPE, own))


@cache
def _promises() -> Select[Any]:
    return select(func.count()).select_from(_steps().where(next_steps.c.promised).subquery())


@cache
def _unsubmitted() -> Select[Any]:
    s, p = staff.c, plans.c
    has_clients = exists().where(clients.c.manager_id == s.id, _IN_SCOPE)
    handed_in = or_(p.state == PlanState.SUBMITTED, p.state == PlanState.APPROVED)
    done = exists().where(p.staff_id == s.id, p.kind == bindparam("kind"), p.starts_on == bindparam("start"), handed_in)
    managers = (s.id.in_(_MEMBERS), s.role == Role.MANAGER, s.active)
    return select(s.id, s.name).where(*managers, has_clients, ~done).order_by(s.id)


def unsubmitted(tx: Tx, scope: Scope, kind: PlanKind, start: date) -> Sequence[Any]:
    """The managers with clients who have not handed in their plan of a period."""
    return tx.rows(_unsubmitted(), scope(kind=kind, start=start))


def _between(at: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return at >= bindparam("since"), at < bindparam("until")


def _columns(
    record: Any,
    *,
    manager: ColumnElement[Any],
    on: ColumnElement[Any] | None = None,
    at: ColumnElement[Any] | None = None,
    text: ColumnElement[Any],
    name: ColumnElement[Any] | None = None,
    kind: ColumnElement[Any] | None = None,
    visit: ColumnElement[Any] | None = None,
) -> list[ColumnElement[Any]]:
    """The columns of an Event, in its order."""
    nothing = null()
    return [
        clients.c.id.label("client_id"),
        func.coalesce(clients.c.name, literal("")).label("client"),
        manager.label("manager_id"),
        (nothing.cast(Date) if on is None else on).label("on"),
        (nothing.cast(Instant) if at is None else at).label("at"),
        text.label("text"),
        (nothing if name is None else name).label("name"),
        (nothing if kind is None else kind).label("kind"),
        (nothing if visit is None else visit).label("visit_id"),
        record.id.label("record_id"),
    ]


@cache
def _counted(query: Callable[[], Select[Any]]) -> tuple[Select[Any], Select[Any]]:
    """The statement that counts what a query finds, and the one that reads a page of it, the newest first."""
    every = query().subquery()
    newest = select(every).order_by(func.coalesce(every.c.at, every.c.on).desc(), every.c.record_id.desc())
    page = newest.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))
    return select(func.count()).select_from(every), page


def _page(tx: Tx, query: Callable[[], Select[Any]], values: dict[str, Any], offset: int, limit: int) -> Page:
    """Some of what a query finds, and how many there are in all."""
    count, page = _counted(query)
    total = int(tx.value(count, values))
    if not total or not limit:
        return [], total
    return [Event(*row) for row in tx.rows(page, {**values, "offset": offset, "limit": limit})], total
