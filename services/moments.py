"""Care moments (R3.1): kept in step with the files they come from, entered by hand, and seen in a calendar."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from domain.calendars import SEED, Holiday, names_of
from domain.errors import Refused
from domain.frozen import frozen
from domain.moments import (
    Kind,
    Once,
    Pointer,
    Rule,
    Timetable,
    all_care_leads,
    care_leads,
    next_day,
    rule_of,
    rule_text,
)
from domain.persons import Birthday, BirthdayType
from domain.settings import Leads, Settings
from domain.staff import LEADING, Actor
from domain.workdays import Workdays
from storage import audit, clients, moments, nudges, organisation, persons
from storage.tx import Tx

MOST_AT_ONCE = 500
"""So many files are gone through in one unit of work, so that nobody waits for a large import."""

ENTERED = frozenset({Kind.ANNIVERSARY, Kind.EVENT, Kind.OTHER})
"""The kinds that are entered by hand; the others come of the files."""


def timetable(tx: Tx) -> Timetable | None:
    """When the organisation is nudged; None before there is one."""
    house = organisation.load(tx)
    if house is None:
        return None
    listed = moments.listed_days(tx)
    return Timetable(house.settings, Workdays(house.settings.calendar, listed), house.zone)


def audible_at(tx: Tx, now: datetime) -> datetime:
    """From when on somebody may be told what they do not wait for: now, or the end of quiet hours (R3.4)."""
    table = timetable(tx)
    return table.audible_at(now) if table is not None else now


def leads_of(kind: Kind | str, class_: str | None, settings: Settings) -> Leads:
    """How many days ahead a moment is nudged (R3.4, R1.5)."""
    return settings.contract_lead_days if kind == Kind.CONTRACT_END else care_leads(class_, settings)


def settle(tx: Tx, table: Timetable, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Reckon the moments of files that were added or changed since; how many files there were.

    The marks are set by every insert and update (`moments_stale`), so that no change can be forgotten.
    """
    seed_holidays(tx, table, now)
    stale = moments.stale_clients(tx, most)
    for row in stale:
        founded = Birthday(row.founded_on.month, row.founded_on.day, row.founded_on.year) if row.founded_on else None
        values = {"kind": Kind.ANNIVERSARY, "client_id": row.id}
        _derive(tx, table, f"founded:{row.id}", founded if row.stands else None, values, row.client_class, now)
        for entered in moments.of_client(tx, row.id):
            _settle_entered(tx, table, entered, row.client_class, row.stands, now)
        moments.note_client_fresh(tx, row.id)
    people = moments.stale_persons(tx, most)
    for row in people:
        birthday = _birthday(row.birthday, row.birthday_type) if row.stands else None
        values = {"kind": Kind.BIRTHDAY, "client_id": row.client_id, "person_id": row.id}
        _derive(tx, table, f"birthday:{row.id}", birthday, values, row.client_class, now)
    moments.note_persons_fresh(tx, [row.id for row in people])
    return len(stale) + len(people)


def seed_holidays(tx: Tx, table: Timetable, now: datetime) -> None:
    """Fill the table of holidays where it is empty."""
    if not moments.any_holiday(tx):
        for holiday in SEED:
            moments.save_holiday(tx, holiday, table.first(rule_of(holiday.rule), _all(table), now))


def holiday_table(tx: Tx, now: datetime) -> list[tuple[date, Holiday]]:
    """The organisation's table of holidays and industry days, with the day each falls on next, in the order of days."""
    table = timetable(tx)
    assert table is not None
    seed_holidays(tx, table, now)
    found = []
    for row in moments.all_holidays(tx):
        falls = next_day(rule_of(row.rule), table.day(now), table.settings)
        if falls is not None:
            found.append((falls.on, holiday_of(row)))
    return sorted(found, key=lambda each: (each[0], each[1].name))


def _birthday(text: str | None, type_: str | None) -> Birthday | None:
    try:
        return Birthday.parse(text, BirthdayType(type_) if type_ else None) if text else None
    except ValueError:  # one file that was spoilt from outside must not keep the others from theirs
        return None


def _all(table: Timetable) -> Leads:
    return all_care_leads(table.settings)


def _derive(
    tx: Tx, table: Timetable, key: str, rule: Rule | None, values: Mapping[str, Any], class_: str | None, now: datetime
) -> None:
    """Keep a derived moment as its file says; what is due already and not nudged yet stays due."""
    old = moments.by_key(tx, key)
    if rule is None:
        if old is not None:
            moments.drop(tx, key)
            nudges.void(tx, key, besides=None, today=table.day(now))
        return
    leads = leads_of(values["kind"], class_, table.settings)
    text = rule_text(rule)
    if old is None or old.rule != text:
        next_ = table.first_for_new(rule, leads, now)
    elif old.next_nudge_at is not None and old.next_nudge_at <= now:
        next_ = Pointer(old.next_on, old.next_nudge_at)
    else:
        next_ = table.first(rule, leads, now)
    if old is None:
        moments.add(tx, {"key": key, "rule": text, "created_at": now, **values}, next_)
        return
    moments.change(tx, old.id, {"rule": text, **values}, next_)
    if old.rule != text:
        nudges.void(tx, key, besides=next_.on if next_ else None, today=table.day(now))


def _settle_entered(tx: Tx, table: Timetable, row: Any, class_: str | None, stands: bool, now: datetime) -> None:
    """A moment that was entered for a client: its nudges follow the client's class, and end with the client."""
    if row.key is not None and not row.key.startswith("contract_end:"):
        return
    due = row.next_nudge_at is not None and row.next_nudge_at <= now
    if not stands:
        moments.change(tx, row.id, {}, None)
    elif not due:
        rule = rule_of(row.rule)
        moments.change(tx, row.id, {}, table.first(rule, leads_of(row.kind, class_, table.settings), now))


def keep_contract(tx: Tx, contract_id: int, client_id: int, subject: str, ends_on: date | None, now: datetime) -> None:
    """Let the end of a contract be nudged (R1.5); without an end, or once it is removed (None), let it go."""
    table = timetable(tx)
    client = clients.by_id(tx, client_id)
    if table is None or client is None:
        return
    values = {"kind": Kind.CONTRACT_END, "client_id": client_id, "contract_id": contract_id, "name": subject}
    rule = Once(ends_on) if ends_on else None
    _derive(tx, table, f"contract_end:{contract_id}", rule, values, client.class_, now)


@frozen
class NewMoment:
    """A moment to be entered: an anniversary, an event of the team, anything else (R3.1).

    For a client (and a person of it), for the whole group (`for_group`), or, with neither, for whoever enters it.
    """

    kind: Kind
    name: str
    rule: Rule
    client_id: int | None = None
    person_id: int | None = None
    for_group: bool = False


def add(tx: Tx, actor: Actor, new: NewMoment, now: datetime) -> int:
    """Enter a moment, and return its id. Raises Refused out of scope (R0.4), or for a day that does not come."""
    table = timetable(tx)
    assert table is not None and new.kind in ENTERED
    client = clients.load(tx, actor, new.client_id) if new.client_id is not None else None
    if new.client_id is not None and client is None:
        raise Refused("clients.not_found")
    person = persons.load(tx, actor, new.person_id) if new.person_id is not None else None
    if new.person_id is not None and (person is None or person.client_id != new.client_id):
        raise Refused("persons.not_found")
    group = actor.staff.group_id or next(iter(actor.staff.groups), None)
    if new.for_group and group is None:
        raise Refused("care.no_group")
    if next_day(new.rule, table.day(now), table.settings) is None:
        raise Refused("care.day_is_past")
    next_ = table.first_for_new(new.rule, care_leads(client.class_ if client else None, table.settings), now)
    alone = client is None and not new.for_group
    values = {
        "kind": new.kind,
        "name": new.name,
        "rule": rule_text(new.rule),
        "client_id": new.client_id,
        "person_id": new.person_id,
        "group_id": group if new.for_group else None,
        "staff_id": actor.id if alone else None,
        "created_by": actor.id,
        "created_at": now,
    }
    moment_id = moments.add(tx, values, next_)
    audit.write(tx, "moment_added", "moment", moment_id, now, staff_id=actor.id)
    return moment_id


def next_on(tx: Tx, rule: Rule, today: date) -> date | None:
    """The next day a rule falls on, today included; None where it does not come again."""
    table = timetable(tx)
    assert table is not None
    found = next_day(rule, today, table.settings)
    return found.on if found else None


def remove(tx: Tx, actor: Actor, moment_id: int, now: datetime) -> NewMoment:
    """Take away a moment that was entered, and return how it can be entered again.

    Raises Refused for one out of scope or that comes of a file.
    """
    row = next((row for row in moments.in_scope(tx, actor) if row.id == moment_id), None)
    if row is None or row.key is not None:
        raise Refused("care.no_such_moment")
    if not _may_remove(actor, row):
        raise Refused("care.not_your_moment")
    table = timetable(tx)
    assert table is not None
    nudges.void(tx, f"{row.kind}:{row.id}", besides=None, today=table.day(now))
    nudges.set_aside(tx, f"{row.kind}:{row.id}")
    moments.remove(tx, moment_id)
    audit.write(tx, "moment_removed", "moment", moment_id, now, staff_id=actor.id, detail={"name": row.name})
    about = (row.name or "", rule_of(row.rule), row.client_id, row.person_id)
    return NewMoment(Kind(row.kind), *about, for_group=row.group_id is not None)


def _may_remove(actor: Actor, row: Any) -> bool:
    """Whether a moment entered by hand is the actor's to take away: one of a client is whoever's has the client."""
    return row.client_id is not None or row.created_by == actor.id or actor.role in LEADING


def save_holiday(tx: Tx, holiday: Holiday, now: datetime, *, by: int | None = None) -> None:
    """Add a holiday or industry day to the organisation's table, or change the one of its name.

    Raises Refused for a day that does not come again.
    """
    table = timetable(tx)
    assert table is not None
    seed_holidays(tx, table, now)
    next_ = table.first(rule_of(holiday.rule), _all(table), now)
    if next_ is None:
        raise Refused("care.day_is_past")
    old = moments.holiday_called(tx, holiday.name)
    moments.save_holiday(tx, holiday, next_)
    if old is not None and old.rule != holiday.rule:
        nudges.void(tx, f"holiday:{old.id}", besides=next_.on, today=table.day(now))
    audit.write(tx, "holiday_saved", "holiday", None, now, staff_id=by, detail={"name": holiday.name})


def remove_holiday(tx: Tx, name: str, now: datetime, *, by: int | None = None) -> None:
    """Take a holiday off the organisation's table. Raises Refused where it is not on it."""
    holiday_table(tx, now)
    old, table = moments.holiday_called(tx, name), timetable(tx)
    if old is None or table is None:
        raise Refused("care.no_such_holiday", name=name)
    moments.remove_holiday(tx, name)
    nudges.void(tx, f"holiday:{old.id}", besides=None, today=table.day(now))
    audit.write(tx, "holiday_removed", "holiday", None, now, staff_id=by, detail={"name": name})


def list_working_days(tx: Tx, days: Mapping[date, bool | None], now: datetime, *, by: int | None = None) -> None:
    """Load days off and make-up days of a year (True: worked; None: listed no more); the times of all nudges follow."""
    moments.list_days(tx, days)
    audit.write(tx, "working_days_listed", "organisation", None, now, staff_id=by, detail={"days": len(days)})
    reckon_anew(tx, now)


def reckon_anew(tx: Tx, now: datetime, *, due_too: bool = False) -> None:
    """Reckon every nudge from an instant on: after a change of settings or working days.

    What is due already stays due, unless (`due_too`) the clock itself has gone elsewhere.
    """
    table = timetable(tx)
    if table is None:
        return
    for row in moments.everything(tx):
        if due_too or row.next_nudge_at is None or row.next_nudge_at > now:
            leads = leads_of(row.kind, row.client_class, table.settings)
            moments.point(tx, row, table.first(rule_of(row.rule), leads, now))
    for row in moments.all_holidays(tx):
        if due_too or row.next_nudge_at is None or row.next_nudge_at > now:
            moments.point(tx, row, table.first(rule_of(row.rule), _all(table), now), holiday=True)


def holiday_of(row: Any) -> Holiday:
    """A row of the table of holidays as the domain knows it."""
    return Holiday(row.name, row.rule, row.audience, row.industries, row.jobs, row.sex)


@frozen
class Coming:
    """A moment on one of its days, as a calendar shows it. `key` names this occurrence; `years` where known.

    `moment_id` is that of a moment entered by hand, `removable` whether the reader may take it away.
    """

    key: str
    on: date
    kind: Kind
    name: str | None
    years: int | None
    client_id: int | None = None
    client: str | None = None
    person_id: int | None = None
    person: str | None = None
    moment_id: int | None = None
    removable: bool = False


def coming(tx: Tx, actor: Actor, start: date, end: date, *, client_id: int | None = None) -> list[Coming]:
    """Every moment in the actor's scope (of one client) between two days, both included, day by day (R3.3)."""
    settings = actor.organisation.settings
    found: list[Coming] = []
    for row in moments.in_scope(tx, actor, client_id):
        entered = row.key is None
        for on, years in _days(rule_of(row.rule), start, end, settings):
            about = (row.client_id, row.client, row.person_id, row.person, row.id if entered else None)
            removable = entered and _may_remove(actor, row)
            found.append(Coming(occurrence_key(row, on), on, Kind(row.kind), row.name, years, *about, removable))
    for row in moments.all_holidays(tx):
        days = list(_days(rule_of(row.rule), start, end, settings))
        whom = _concerned(tx, holiday_of(row), actor, client_id) if days else []
        for on, _ in days:
            for one in whom:
                key = holiday_key(row.id, one.client_id, one.person_id, on)
                whose = (one.client_id, one.client, one.person_id, one.person)
                found.append(Coming(key, on, Kind.HOLIDAY, row.name, None, *whose))
    return sorted(found, key=lambda each: (each.on, each.kind, each.client or "", each.person or ""))


def _concerned(tx: Tx, holiday: Holiday, actor: Actor, client_id: int | None) -> list[Any]:
    by_themselves = moments.persons_for(tx, holiday, names_of(holiday.name), actor, client_id)
    return [*moments.clients_for(tx, holiday, actor, client_id), *by_themselves]


def _days(rule: Rule, start: date, end: date, settings: Settings) -> Iterator[tuple[date, int | None]]:
    found = next_day(rule, start, settings)
    while found is not None and found.on <= end:
        yield found.on, found.age
        found = next_day(rule, found.on + timedelta(days=1), settings)


def occurrence_key(row: Any, on: date) -> str:
    """What names a moment on one of its days: `birthday:<person>:2026-09-25`."""
    return f"{row.key or f'{row.kind}:{row.id}'}:{on.isoformat()}"


def member_key(kind: str, moment_id: int, staff_id: int, on: date) -> str:
    """What names an event of a group, which is everybody's own to deal with, for one member on one of its days."""
    return f"{kind}:{moment_id}:s{staff_id}:{on.isoformat()}"


def holiday_key(holiday_id: int, client_id: int, person_id: int | None, on: date) -> str:
    """What names a holiday of one client, or of a person by themselves, on one of its days."""
    whom = f"c{client_id}" if person_id is None else f"p{person_id}"
    return f"holiday:{holiday_id}:{whom}:{on.isoformat()}"
