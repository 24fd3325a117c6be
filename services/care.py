"""Care that was given (R3.6): kept, changed, taken back; it closes the moment it fulfils."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.care import Care, CareForm, Effect
from domain.clients import Client
from domain.errors import Refused
from domain.frozen import field_names, frozen
from domain.holidays import BY_WORD
from domain.moments import Kind
from domain.staff import Actor, Role
from domain.visits import Met
from services import occurrences, plan_records
from services.moments import coming
from storage import audit, care, clients
from storage.tx import Tx

FULFILS_FROM, FULFILS_UNTIL = timedelta(days=10), timedelta(days=10)
"""A care action may come so long before or after the day of the moment that it is for."""


@frozen
class CareCommand:
    """What is to be kept. `occurrence_id` is the nudged moment it answers; without one, the moment is found by
    `kind`, `name`, client, persons and day. `also` are other nudged moments that it deals with. `cost` is in whole
    cents."""

    client_id: int
    cared_on: date
    kind: Kind = Kind.OTHER
    name: str | None = None
    form: CareForm = CareForm.OTHER
    content: str = ""
    gift: str | None = None
    cost: int | None = None
    effect: Effect | None = None
    learned: str | None = None
    persons: tuple[Met, ...] = ()
    occurrence_id: int | None = None
    also: tuple[int, ...] = ()


@frozen
class Logged:
    """A care record as it stands, and its client."""

    care: Care
    client: Client


def moment_of(words: str) -> tuple[Kind, str | None]:
    """The kind and name of what a message was read to be about: `birthday`, `holiday:中秋节`, `other`."""
    kind, _, name = words.partition(":")
    known = BY_WORD.get(name)
    return Kind(kind), (known.name if known else name) or None


def log(
    tx: Tx,
    actor: Actor,
    command: CareCommand,
    now: datetime,
    *,
    chat_id: int | None = None,
    message_id: int | None = None,
) -> Logged:
    """Keep a care record; the moment it fulfils is closed and not nudged again (R3.4). An assistant's record is of the
    client's manager. Raises Refused out of scope (R0.4), or for a day that is still to come."""
    client = _client(tx, actor, command.client_id)
    if command.cared_on > now.astimezone(actor.zone).date():
        raise Refused("care.day_is_to_come")
    manager_id = client.manager_id if actor.role is Role.ASSISTANT and client.manager_id else actor.id
    values = {name: getattr(command, name) for name in field_names(command) if name != "also"}
    if command.occurrence_id is not None:
        row = occurrences.load(tx, actor, command.occurrence_id)
        if row.client_id != command.client_id:
            raise Refused("care.no_such_moment")
        values |= {"kind": Kind(row.kind), "name": row.name}
    else:
        values["occurrence_id"] = _fulfilled(tx, actor, command)
    record = Care(**values, manager_id=manager_id, logged_by=actor.id, logged_at=now)
    care_id = care.add(tx, record, chat_id=chat_id, message_id=message_id)
    care.add_also(tx, care_id, [occurrences.load(tx, actor, each).id for each in command.also])
    moments = _dealt_with(tx, replace(record, id=care_id))
    for each in moments:
        occurrences.finish(tx, each, actor.id, now)
    plan_records.cared(tx, replace(record, id=care_id), moments)
    audit.write(tx, "care_logged", "care", care_id, now, staff_id=actor.id)
    return load(tx, actor, care_id)


def load(tx: Tx, actor: Actor, care_id: int, *, removed: bool = False) -> Logged:
    """A record of a client in scope. Raises Refused for any other as if it did not exist (R0.4)."""
    found = care.load(tx, actor, care_id, removed=removed)
    if found is None:
        raise Refused("care.not_found")
    return Logged(found, _client(tx, actor, found.client_id))


def change(tx: Tx, actor: Actor, changed: Care, now: datetime) -> Logged:
    """Write a record anew under its id. Where it is of another client or other persons now, the moment it had closed
    is open again, and the one that it does fulfil is closed. Raises Refused where it is another's, or out of scope."""
    old = _own(tx, actor, changed.id).care
    _client(tx, actor, changed.client_id)
    if changed.cared_on > now.astimezone(actor.zone).date():
        raise Refused("care.day_is_to_come")
    if (old.client_id, old.persons) != (changed.client_id, changed.persons):
        changed = _closing_anew(tx, actor, old, changed, now)
    care.replace(tx, changed)
    plan_records.care_changed(tx, changed, _dealt_with(tx, changed))
    audit.write(tx, "care_changed", "care", changed.id, now, staff_id=actor.id)
    return load(tx, actor, changed.id)


def _closing_anew(tx: Tx, actor: Actor, old: Care, changed: Care, now: datetime) -> Care:
    for each in _dealt_with(tx, old):
        occurrences.reopen(tx, actor, each, now)
    care.forget_also(tx, old.id)
    names = (name for name in field_names(CareCommand) if name not in ("occurrence_id", "also"))
    occurrence_id = _fulfilled(tx, actor, CareCommand(**{name: getattr(changed, name) for name in names}))
    if occurrence_id is not None:
        occurrences.finish(tx, occurrence_id, actor.id, now)
    return replace(changed, occurrence_id=occurrence_id)


def note_effect(tx: Tx, actor: Actor, care_id: int, effect: Effect, now: datetime) -> Logged:
    """Note how it was received (R3.6)."""
    return change(tx, actor, replace(_own(tx, actor, care_id).care, effect=effect), now)


def undo(tx: Tx, actor: Actor, care_id: int, now: datetime) -> Logged:
    """Take a record back; the moments it had closed are open again."""
    logged = _own(tx, actor, care_id)
    care.set_removed(tx, care_id, now)
    plan_records.care_gone(tx, care_id)
    for each in _dealt_with(tx, logged.care):
        occurrences.reopen(tx, actor, each, now)
    audit.write(tx, "care_undone", "care", care_id, now, staff_id=actor.id)
    return logged


def restore(tx: Tx, actor: Actor, care_id: int, now: datetime) -> Logged:
    """Undo the undo."""
    found = load(tx, actor, care_id, removed=True).care
    if actor.id not in (found.logged_by, found.manager_id):
        raise Refused("care.not_yours")
    care.set_removed(tx, care_id, None)
    moments = _dealt_with(tx, found)
    plan_records.cared(tx, found, moments)
    for each in moments:
        occurrences.finish(tx, each, actor.id, now)
    audit.write(tx, "care_restored", "care", care_id, now, staff_id=actor.id)
    return load(tx, actor, care_id)


def _dealt_with(tx: Tx, record: Care) -> list[int]:
    """Every moment that a record closes."""
    own = [record.occurrence_id] if record.occurrence_id is not None else []
    return [*own, *care.also(tx, record.id)]


def _own(tx: Tx, actor: Actor, care_id: int) -> Logged:
    logged = load(tx, actor, care_id)
    if actor.id not in (logged.care.logged_by, logged.care.manager_id):
        raise Refused("care.not_yours")
    return logged


def _client(tx: Tx, actor: Actor, client_id: int) -> Client:
    client = clients.load(tx, actor, client_id)
    if client is None:
        raise Refused("clients.not_found")
    return client


def _fulfilled(tx: Tx, actor: Actor, command: CareCommand) -> int | None:
    """The moment that a record answers: of the same kind and name, of this client and person, nearest to the day."""
    if command.kind is Kind.OTHER and command.name is None:
        return None
    persons = {met.person_id for met in command.persons if met.person_id is not None}
    near = [
        one
        for one in coming(
            tx, actor, command.cared_on - FULFILS_UNTIL, command.cared_on + FULFILS_FROM, client_id=command.client_id
        )
        if one.kind is command.kind
        and (one.name == command.name or one.kind is Kind.BIRTHDAY or command.name is None)
        and (one.person_id is None or one.person_id in persons)
    ]
    best = min(near, key=lambda one: abs((one.on - command.cared_on).days), default=None)
    return occurrences.of_moment(tx, best, actor.id) if best else None
