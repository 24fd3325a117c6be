"""Visits: recording, changing and taking back, and who must hear of it (R1.7, R2.1-R2.5)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.clients import Client
from domain.errors import Refused
from domain.frozen import field_names, frozen
from domain.staff import Actor, Role, Staff
from domain.visits import (
    CHANGEABLE,
    Attached,
    Competition,
    Met,
    NextStep,
    Purpose,
    Sentiment,
    Visit,
    VisitType,
    is_late,
)
from services import persons, plan_records
from services.competition import hearers
from storage import audit, changes, organisation, staff, visit_export, visits
from storage.tx import Tx


@frozen
class VisitCommand:
    """What is to be recorded. `visited_on` is a day, `visited_at` an aware instant where an hour was said."""

    client_id: int
    visited_on: date
    visited_at: datetime | None = None
    length_minutes: int | None = None
    place: str | None = None
    visit_type: VisitType = VisitType.PROACTIVE
    purposes: tuple[Purpose, ...] = ()
    content: str = ""
    feedback: str | None = None
    sentiment: Sentiment | None = None
    persons: tuple[Met, ...] = ()
    companions: tuple[int, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    competition: tuple[Competition, ...] = ()
    attachments: tuple[Attached, ...] = ()


_PLANNED_BY = frozenset({"client_id", "visited_on", "companions"})
"""What of a visit says which planned item it fulfils (R4.4)."""

_TOLD = tuple(name for name in field_names(VisitCommand) if name != "companions")


@frozen
class Recorded:
    """A visit as it stands in the records, with what its card needs and whoever must hear of it.

    `client` holds id, name, class and manager only; `client_in_scope` is False for who merely went along. `names` are
    those of the staff involved, by id. `changed` are the fields that a change touched, `before` the visit as it was.
    `news` is competitor news that the `hearers` do not know yet, `withdrawn` news that no longer holds (R1.7). Where a
    record with news was moved to another client, `moved_from` is the former one and `former_hearers` knew of it.
    """

    visit: Visit
    client: Client
    client_in_scope: bool = True
    names: dict[int, str] = field(default_factory=dict)
    before: Visit | None = None
    changed: tuple[str, ...] = ()
    news: tuple[Competition, ...] = ()
    withdrawn: tuple[Competition, ...] = ()
    hearers: tuple[Staff, ...] = ()
    moved_from: Client | None = None
    former_hearers: tuple[Staff, ...] = ()


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

    Raises Refused for a client out of scope (R0.4), a day that has not come yet, or a message on record already.
    """
    client = visits.client_of(tx, actor, command.client_id)
    if client is None:
        raise Refused("clients.not_found")
    _require_past(actor, command.visited_on, now)
    owner = client.manager_id if actor.role is Role.ASSISTANT and client.manager_id else actor.id
    late_after = actor.organisation.settings.late_after_days
    visit = Visit(
        manager_id=owner,
        logged_by=actor.id,
        logged_at=now,
        late=is_late(command.visited_on, now.astimezone(actor.zone).date(), late_after),
        **{name: getattr(command, name) for name in _TOLD},
        companions=_companions(command.companions, owner),
    )
    try:
        visit = replace(visit, id=visits.add(tx, visit, chat_id=chat_id, message_id=message_id))
    except visits.LoggedAlready:
        raise Refused("visits.logged_already") from None
    plan_records.visited(tx, visit)
    return _recorded(tx, actor, visits.Found(visit, client, True), news=visit.competition)


def change(tx: Tx, actor: Actor, visit_id: int, now: datetime, **fields: Any) -> Recorded:
    """Set fields of a record (those of `domain.visits.CHANGEABLE`); the old values are kept (R1.6).

    When and by whom it was entered stays, and so does whether it was late then. Raises Refused for a record that is
    gone, out of scope or another's, a client out of scope, or a day that has not come yet.
    """
    assert set(fields) <= set(CHANGEABLE), fields
    found = _own(tx, actor, visit_id)
    before, client = found.visit, found.client
    if fields.get("client_id", before.client_id) != before.client_id:
        chosen = visits.client_of(tx, actor, fields["client_id"])
        if chosen is None:
            raise Refused("clients.not_found")
        client = chosen
        fields["persons"] = _without_strangers(tx, actor, client.id, fields.get("persons", before.persons))
        if actor.role is Role.ASSISTANT and client.manager_id:
            before = replace(before, manager_id=client.manager_id)
    after = replace(before, **fields)
    after = replace(after, companions=_companions(after.companions, after.manager_id))
    _require_past(actor, after.visited_on, now)
    changed = tuple(name for name in CHANGEABLE if getattr(after, name) != getattr(before, name))
    if changed:
        try:
            visits.change(tx, found.visit, after, now)
        except visits.LoggedAlready:
            raise Refused("visits.logged_already") from None
        pairs = {name: (in_words(getattr(before, name)), in_words(getattr(after, name))) for name in changed}
        changes.note(tx, "visit", visit_id, pairs, actor.id, now)
        after = _reloaded(tx, actor, visit_id).visit
        if _PLANNED_BY & set(changed):
            plan_records.visit_changed(tx, after)
    now_found = replace(found, visit=after, client=client)
    if client.id != found.client.id and before.competition:
        recorded = _recorded(tx, actor, now_found, news=after.competition, withdrawn=before.competition)
        former = hearers(tx, actor, found.client)
        recorded = replace(recorded, moved_from=found.client, former_hearers=former)
    else:
        known = {each.competitor for each in before.competition}
        left = {each.competitor for each in after.competition}
        news = tuple(each for each in after.competition if each.competitor not in known)
        withdrawn = tuple(each for each in before.competition if each.competitor not in left)
        recorded = _recorded(tx, actor, now_found, news=news, withdrawn=withdrawn)
    return replace(recorded, before=found.visit, changed=changed)


def undo(tx: Tx, actor: Actor, visit_id: int, now: datetime) -> Recorded:
    """Take a record back. Raises Refused where it is gone, out of scope or another's."""
    found = _own(tx, actor, visit_id)
    visits.remove(tx, visit_id, now)
    plan_records.visit_gone(tx, visit_id)
    audit.write(tx, "visit_undone", "visit", visit_id, now, staff_id=actor.id)
    return _recorded(tx, actor, found, withdrawn=found.visit.competition)


def restore(tx: Tx, actor: Actor, visit_id: int, now: datetime) -> Recorded:
    """Bring back a record that was taken back, just as it was. Raises Refused as `undo` does."""
    found = _own(tx, actor, visit_id, removed=True)
    try:
        visits.restore(tx, visit_id)
    except visits.LoggedAlready:
        raise Refused("visits.logged_already") from None
    plan_records.visited(tx, found.visit)
    audit.write(tx, "visit_restored", "visit", visit_id, now, staff_id=actor.id)
    return _recorded(tx, actor, found, news=found.visit.competition)


def load(tx: Tx, actor: Actor, visit_id: int) -> Recorded:
    """A visit in scope. Raises Refused as if it did not exist for one that is not (R0.4)."""
    return _recorded(tx, actor, _reloaded(tx, actor, visit_id))


def latest(tx: Tx, actor: Actor, now: datetime, within: timedelta) -> Recorded | None:
    """The visit that the actor entered last, if that was so short a time ago and it is still in scope."""
    visit_id = visits.latest(tx, actor.id, now - within)
    found = visits.load(tx, actor, visit_id) if visit_id is not None else None
    return _recorded(tx, actor, found) if found else None


def of_message(tx: Tx, actor: Actor, chat_id: int, message_id: int) -> list[Recorded]:
    """The visits told in one message that are still in scope."""
    found = (visits.load(tx, actor, visit_id) for visit_id in visits.by_message(tx, chat_id, message_id))
    return [_recorded(tx, actor, each) for each in found if each]


def attach(tx: Tx, actor: Actor, visit_id: int, sent: Iterable[Attached], now: datetime) -> Recorded:
    """Tie what was sent to a record. Raises Refused as `change` does."""
    _own(tx, actor, visit_id)
    visits.attach(tx, visit_id, sent, actor.id, now)
    return load(tx, actor, visit_id)


def move_attachments(tx: Tx, actor: Actor, from_id: int, to_id: int, ids: Collection[int]) -> Recorded:
    """Tie attachments of one record to another; those of the first record only, and both must be the actor's own."""
    source = _own(tx, actor, from_id).visit
    _own(tx, actor, to_id)
    visits.move_attachments(tx, [sent.id for sent in source.attachments if sent.id and sent.id in ids], to_id)
    return load(tx, actor, to_id)


def add_person(tx: Tx, actor: Actor, visit_id: int, name: str, now: datetime) -> Recorded:
    """Put somebody who was met, and is known by name only, into the client's file (R1.6); one there already is tied."""
    found = _own(tx, actor, visit_id)
    if not found.client_in_scope or Met(name) not in found.visit.persons:
        raise Refused("visits.not_found")
    known = persons.namesake(tx, actor, found.client.id, name)
    person = known or persons.add(tx, actor, found.client.id, name, now)
    met = tuple(Met(person.name, person.id) if each == Met(name) else each for each in found.visit.persons)
    return change(tx, actor, visit_id, now, persons=met)


def may_change(actor: Actor, visit: Visit) -> bool:
    """Whoever made or entered a visit may change it, and the assistant of the one who made it."""
    return actor.id in (visit.manager_id, visit.logged_by) or visit.manager_id in actor.staff.assists


def in_words(value: Any) -> str | None:
    """A field's value as the history keeps it: readable, and the same for the same value."""
    match value:
        case None | ():
            return None
        case tuple():
            return "; ".join(in_words(each) or "" for each in value)
        case Met():
            return value.name
        case NextStep():
            return f"{value.text} ({value.due_on})" if value.due_on else value.text
        case Competition():
            return f"{value.competitor}: {value.content}"
        case datetime():
            return value.isoformat(timespec="minutes")
        case _:
            return str(value)


def export_rows(tx: Tx, since: date | None = None) -> Iterator[dict[str, Any]]:
    """Every standing visit on or after a day, oldest first, as plain values: what `fieldcare export visits` writes.

    `at` is an ISO instant with the organisation's offset where an hour was said, else the day; `logged_at` likewise.
    """
    house = organisation.load(tx)
    if house is None:
        return
    for batch in visit_export.batches(tx, since=since):
        involved: set[int] = set()
        for _, visit in batch:
            involved |= {visit.manager_id, visit.logged_by, *(step.owner_id or 0 for step in visit.next_steps)}
        names = staff.names(tx, involved)
        for client, visit in batch:
            yield _row(client, visit, names, house.zone)


def _row(client: str, visit: Visit, names: dict[int, str], zone: ZoneInfo) -> dict[str, Any]:
    steps = [
        {
            "text": step.text,
            "due_on": step.due_on.isoformat() if step.due_on else None,
            "owner": names.get(step.owner_id or visit.manager_id),
            "done": step.done_at is not None,
        }
        for step in visit.next_steps
    ]
    return {
        "id": visit.id,
        "client": client,
        "persons": [met.name for met in visit.persons],
        "at": visit.visited_at.astimezone(zone).isoformat() if visit.visited_at else visit.visited_on.isoformat(),
        "visit_type": str(visit.visit_type),
        "purposes": [str(purpose) for purpose in visit.purposes],
        "content": visit.content,
        "feedback": visit.feedback,
        "competitors": [news.competitor for news in visit.competition],
        "next_steps": steps,
        "logged_by": names.get(visit.logged_by),
        "on_behalf_of": names.get(visit.manager_id) if visit.logged_by != visit.manager_id else None,
        "logged_at": visit.logged_at.astimezone(zone).isoformat(),
        "late": visit.late,
    }


def _recorded(
    tx: Tx,
    actor: Actor,
    found: visits.Found,
    *,
    news: tuple[Competition, ...] = (),
    withdrawn: tuple[Competition, ...] = (),
) -> Recorded:
    visit = found.visit
    involved = {visit.manager_id, visit.logged_by, *visit.companions}
    names = staff.names(tx, involved) if len(involved) > 1 or visit.manager_id != actor.id else {}
    return Recorded(
        visit,
        found.client,
        found.client_in_scope,
        names,
        news=news,
        withdrawn=withdrawn,
        hearers=hearers(tx, actor, found.client) if news or withdrawn else (),
    )


def _reloaded(tx: Tx, actor: Actor, visit_id: int) -> visits.Found:
    found = visits.load(tx, actor, visit_id)
    if found is None:
        raise Refused("visits.not_found")
    return found


def _own(tx: Tx, actor: Actor, visit_id: int, *, removed: bool = False) -> visits.Found:
    found = visits.load(tx, actor, visit_id, removed=removed)
    if found is None:
        raise Refused("visits.not_found")
    if not may_change(actor, found.visit):
        raise Refused("visits.not_yours")
    return found


def _require_past(actor: Actor, visited_on: date, now: datetime) -> None:
    if visited_on > now.astimezone(actor.zone).date():
        raise Refused("visits.in_future")


def _companions(staff_ids: Iterable[int], owner: int) -> tuple[int, ...]:
    return tuple(staff_id for staff_id in dict.fromkeys(staff_ids) if staff_id != owner)


def _without_strangers(tx: Tx, actor: Actor, client_id: int, met: Iterable[Met]) -> tuple[Met, ...]:
    """Those met, with persons of another client known by name only: the record now speaks of this one."""
    own = {person.id for person in persons.of_client(tx, actor, client_id)}
    return tuple(Met(each.name, each.person_id if each.person_id in own else None) for each in met)
