"""The clock's second step: nudges that wait are handed out to be said, those of one member together (R3.4, R3.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.care import Care, CareForm, suggested_form
from domain.frozen import frozen
from domain.moments import Kind, Timetable
from domain.persons import Birthday, BirthdayType, Sex, next_birthday
from domain.plans import Item
from domain.staff import Actor, Staff
from services import plan_days
from services.moments import reckon_anew, settle, timetable
from services.next_steps import owners
from services.nudge_making import STEPS_DUE_DAYS, make, start_daily
from services.upcoming import Push, Source
from storage import care, moments, next_steps, nudges, organisation, staff
from storage.next_steps import Step
from storage.tx import Tx

RECEIVERS_AT_ONCE = 50
"""So many members are told in one unit of work, so that nobody waits for a busy morning."""

LATE_AFTER = timedelta(minutes=30)
"""A nudge said so long after its time says that it is late."""

LAST_CARE = 3
"""How many of the last care actions a nudge carries (R3.5)."""

MOST_LISTED = 5
ONE_DAY = timedelta(days=1)


@frozen
class Who:
    """A key person as a nudge shows them: what to call them, what they like, what to avoid."""

    id: int
    name: str
    sex: Sex | None = None
    position: str | None = None
    department: str | None = None
    hobbies: str | None = None
    preferences: str | None = None
    wishes: str | None = None
    notes: str | None = None


@frozen
class Handed:
    """Who handed a moment over to whom."""

    by: str
    to_id: int
    to: str


@frozen
class Nudge:
    """One moment that somebody is to think of (R3.5).

    `kind` is care or contract, `moment` what kind of moment, `name` that of a holiday, an event or a contract; it falls
    `on` a day, `lead_days` after the day of `due_at`. `years` is the age reached or how many years, where known;
    `birthday` gives the lunar date. `person` is whom the moment is of; `people` are the client's key persons where it
    is of the client as a whole.
    """

    id: int
    key: str
    kind: str
    moment: Kind
    name: str | None
    on: date
    due_at: datetime
    lead_days: int
    late: bool
    occurrence_id: int
    contract_id: int | None
    client_id: int | None
    client: str | None
    client_class: str | None
    person: Who | None
    people: tuple[Who, ...]
    birthday: Birthday | None
    years: int | None
    last_care: tuple[Care, ...]
    form: CareForm
    handed: Handed | None = None


@frozen
class Morning:
    """What a member has to do on a day besides care: next steps due, promises among them, and what they planned."""

    on: date
    due_at: datetime
    steps: tuple[Step, ...]
    steps_in_all: int
    plans: tuple[Item, ...]


@frozen
class StillOpen:
    """A moment that was nudged and not dealt with."""

    occurrence_id: int
    moment: Kind
    name: str | None
    on: date
    client: str | None
    person: str | None


@frozen
class Evening:
    """The moments of the day, and of the days before it, that are still open."""

    on: date
    due_at: datetime
    open: tuple[StillOpen, ...]
    open_in_all: int


@frozen
class Batch:
    """What one member is told now, in one message or a few. `key` makes sure that it is said once.

    `actor` is whom it is for. `readers` are those who get it: the member, or the leaders of their group where the
    member cannot be written to; nobody where these cannot either, and it then stays open for the leader's digest.
    """

    key: str
    actor: Actor
    readers: tuple[Staff, ...]
    nudges: tuple[Nudge, ...]
    morning: Morning | None
    evening: Evening | None


def due(tx: Tx, now: datetime, most: int = RECEIVERS_AT_ONCE) -> tuple[list[Batch], bool]:
    """What is to be said now, marked as said in the same transaction; and whether more work is left for a next one.

    The caller queues the words in the outbox before the transaction ends. Nothing comes in quiet hours (R3.4).
    """
    table = timetable(tx)
    if table is None:
        return [], False
    worked = settle(tx, table, now) + make(tx, table, now)
    if worked:
        return [], True
    batches = [] if table.quiet(now) else take(tx, table, now, most)
    return batches, bool(batches)


def take(tx: Tx, table: Timetable, now: datetime, most: int) -> list[Batch]:
    """Hand out the nudges that wait, of `most` members, and note that they are said."""
    nudges.follow_clients(tx)
    waiting = nudges.receivers(tx, now, most)
    rows = nudges.unsaid(tx, waiting, now) if waiting else []
    said, covered = _sorted_out(rows)
    nudges.said(tx, [row.id for row in said], now)
    nudges.said(tx, [row.id for row in covered], now, covered=True)
    house = organisation.load(tx)
    assert house is not None
    cares = [row for row in said if row.occurrence_id is not None]
    whole = {each.id: each for each in _nudges(tx, table, cares, now)}
    batches = []
    for staff_id in waiting:
        member = staff.by_id(tx, staff_id)
        own = [row for row in said if row.staff_id == staff_id]
        if member is None or not own:
            continue
        actor = Actor(member, house)
        batches.append(
            Batch(
                key=f"nudges:{own[0].key_of_nudge}:{own[0].id}",
                actor=actor,
                readers=tuple(_readers(tx, member)),
                nudges=tuple(whole[row.id] for row in own if row.id in whole),
                morning=next((_morning(tx, actor, row) for row in own if row.kind == "morning"), None),
                evening=next((_evening(tx, actor, row) for row in own if row.kind == "evening"), None),
            )
        )
    return batches


def _sorted_out(rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Which nudges are said, and which are not: several of one moment count as the last, what was dealt with not at
    all, and of mornings and evenings that waited only the latest."""
    latest: dict[tuple[int, Any], Any] = {}
    for row in rows:
        if row.occurrence_id is None or row.state == nudges.OPEN:
            latest[row.staff_id, row.occurrence_id or row.kind] = row
    ids = {row.id for row in latest.values()}
    return [row for row in rows if row.id in ids], [row for row in rows if row.id not in ids]


def _readers(tx: Tx, member: Staff) -> list[Staff]:
    leaders = staff.leaders_of(tx, member.group_id) if member.group_id is not None else []
    there = nudges.reachable(tx, [member.id, *(leader.id for leader in leaders)])
    if member.id in there:
        return [member]
    return [leader for leader in leaders if leader.id in there]


def about(tx: Tx, actor: Actor, occurrence_ids: Sequence[int], now: datetime) -> list[Nudge]:
    """What a nudge carries of some moments in the actor's scope, told again because somebody asks; others are left
    out (R0.4). Their `lead_days` count from today."""
    table = timetable(tx)
    assert table is not None
    known = [each for each in occurrence_ids if nudges.load_occurrence(tx, actor, each) is not None]
    return _nudges(tx, table, nudges.about(tx, known, now), now)


def _nudges(tx: Tx, table: Timetable, rows: Sequence[Any], now: datetime) -> list[Nudge]:
    by_person = care.latest_of_persons(tx, [row.person_id for row in rows if row.person_id is not None], LAST_CARE)
    of_clients = [row.client_id for row in rows if row.client_id is not None and row.person_id is None]
    by_client = care.latest_of_clients(tx, of_clients, LAST_CARE)
    people = nudges.people_of(tx, of_clients)
    names = staff.names(tx, [each for row in rows for each in (row.handed_by, row.handed_to) if each is not None])
    found = []
    for row in rows:
        by_them = row.person_id is not None
        last = by_person.get(row.person_id, []) if by_them else by_client.get(row.client_id, [])
        around = () if by_them else people.get(row.client_id, ())
        kind = Kind(row.moment)
        birthday = _birthday(row) if kind is Kind.BIRTHDAY else None
        found.append(
            Nudge(
                id=row.id,
                key=row.key,
                kind=row.kind,
                moment=kind,
                name=row.name,
                on=row.falls_on,
                due_at=row.due_at,
                lead_days=(row.falls_on - table.day(row.due_at)).days,
                late=now - row.due_at > LATE_AFTER,
                occurrence_id=row.occurrence_id,
                contract_id=row.contract_id,
                client_id=row.client_id,
                client=row.client,
                client_class=row.client_class,
                person=_who(row) if by_them else None,
                people=tuple(Who(one.id, one.name, Sex(one.sex) if one.sex else None, one.position) for one in around),
                birthday=birthday,
                years=_years(row, birthday),
                last_care=tuple(last),
                form=suggested_form(kind, row.name, row.client_class, last[0].form if last else None),
                handed=_handed(row, names),
            )
        )
    return found


def _handed(row: Any, names: dict[int, str]) -> Handed | None:
    if row.handed_by is None or row.handed_to is None:
        return None
    return Handed(names.get(row.handed_by, ""), row.handed_to, names.get(row.handed_to, ""))


def _birthday(row: Any) -> Birthday | None:
    type_ = BirthdayType(row.birthday_type) if row.birthday_type else None
    return Birthday.parse(row.birthday, type_) if row.birthday else None


def _years(row: Any, birthday: Birthday | None) -> int | None:
    if birthday is not None:
        when = next_birthday(birthday, row.falls_on)
        return when.age if when else None
    if row.key.startswith("founded:") and row.founded_on is not None:
        return int(row.falls_on.year - row.founded_on.year)
    return None


def _who(row: Any) -> Who:
    likes = {name: getattr(row, name) for name in ("hobbies", "preferences", "wishes", "notes")}
    sex = Sex(row.sex) if row.sex else None
    return Who(row.person_id, row.person, sex, row.position, row.department, **likes)


def _morning(tx: Tx, actor: Actor, row: Any) -> Morning:
    day: date = row.about_on
    first = day - STEPS_DUE_DAYS * ONE_DAY
    steps, total = next_steps.open_ones(tx, actor, owners=owners(actor), start=first, end=day, limit=MOST_LISTED)
    planned = plan_days.of(tx, actor, day, day)
    return Morning(day, row.due_at, tuple(steps), total, tuple(planned))


def _evening(tx: Tx, actor: Actor, row: Any) -> Evening:
    found, total = still_open(tx, actor, row.about_on)
    return Evening(row.about_on, row.due_at, tuple(found), total)


def still_open(
    tx: Tx, actor: Actor, today: date, *, offset: int = 0, limit: int = MOST_LISTED
) -> tuple[list[StillOpen], int]:
    """Some of the actor's moments of the last days that nobody has dealt with, the latest day first, and how many."""
    first = today - STEPS_DUE_DAYS * ONE_DAY
    rows, total = nudges.open_ones(tx, owners(actor), start=first, end=today, offset=offset, limit=limit)
    found = [StillOpen(row.id, Kind(row.kind), row.name, row.falls_on, row.client, row.person) for row in rows]
    return found, total


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which the care engine has something to do."""
    found = (moments.first_due_at(tx), nudges.first_due_at(tx))
    return min((at for at in found if at is not None), default=None)


def pushes(batch: Batch, now: datetime) -> Iterator[Push]:
    """Each moment, morning and evening of what one member is told at an instant, as if it came alone."""
    alone = replace(batch, readers=(batch.actor.staff,), nudges=(), morning=None, evening=None)
    to = batch.actor.staff.name
    if batch.morning is not None:
        yield Push(now, to, "morning", batch.morning.on, "care", replace(alone, morning=batch.morning))
    if batch.evening is not None:
        yield Push(now, to, "evening", batch.evening.on, "care", replace(alone, evening=batch.evening))
    for each in batch.nudges:
        moment = f"{each.moment}:{each.name}" if each.moment is Kind.HOLIDAY else each.moment.value
        person = each.person.name if each.person else None
        yield Push(now, to, each.kind, each.on, "care", replace(alone, nudges=(each,)), moment, each.client, person)


def start(tx: Tx, at: datetime) -> None:
    """Let the engine run from an instant on, on a copy or where records begin: what was due before is let be, and
    nothing that is due from then on was said yet."""
    table = timetable(tx)
    if table is None:
        return
    while settle(tx, table, at):
        pass
    reckon_anew(tx, at, due_too=True)
    nudges.forget_made(tx, at)
    start_daily(tx, table, at)


SOURCE: Source[Batch] = Source("care", due, first_due_at, pushes, start)
"""Care moments, ends of contracts, and the day's own morning and evening (R3.4)."""
