"""Notes: keeping, changing and taking back what is told of a client and is no visit (R1.7, R1.9)."""

from dataclasses import replace
from datetime import date, datetime

from domain.clients import Client
from domain.errors import Refused
from domain.frozen import field_names, frozen
from domain.notes import Note
from domain.staff import Actor, Role, Staff
from domain.visits import Competition, Met, NextStep
from services import competition, plan_notes
from services.plans import Changed, Shown
from storage import audit, clients, notes, staff
from storage.tx import Tx


@frozen
class NoteCommand:
    """What is to be kept. `about_on` is the day it speaks of, `about_at` an aware instant where an hour was said."""

    intent: str
    text: str
    client_id: int | None = None
    about_on: date | None = None
    about_at: datetime | None = None
    care_form: str | None = None
    moment: str | None = None
    sentiment: str | None = None
    persons: tuple[Met, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    competition: tuple[Competition, ...] = ()


@frozen
class Noted:
    """A note as it stands, its client if it has one, and what its leaders must hear of its competitors (R1.7).

    `news` is competitor news that the `hearers` do not know yet, `withdrawn` news that no longer holds. `moved`: it was
    moved just now, from the client `moved_from` (None: from none), of whose news `former_hearers` knew.
    `planned` is what it has just put into a plan (R4.2), `waiting` are the plans that wait for approval again by it.
    """

    note: Note
    client: Client | None
    news: tuple[Competition, ...] = ()
    withdrawn: tuple[Competition, ...] = ()
    hearers: tuple[Staff, ...] = ()
    moved: bool = False
    moved_from: Client | None = None
    former_hearers: tuple[Staff, ...] = ()
    planned: Changed | None = None
    waiting: tuple[Shown, ...] = ()


def keep(
    tx: Tx,
    actor: Actor,
    command: NoteCommand,
    now: datetime,
    *,
    chat_id: int | None = None,
    message_id: int | None = None,
) -> Noted:
    """Keep a note; an assistant's next steps belong to the client's manager. Raises Refused out of scope (R0.4)."""
    client = _client(tx, actor, command.client_id)
    owner = client.manager_id if client and actor.role is Role.ASSISTANT else None
    note = Note(staff_id=actor.id, noted_at=now, **{name: getattr(command, name) for name in field_names(command)})
    note_id = notes.add(tx, note, owner_id=owner, chat_id=chat_id, message_id=message_id)
    return _planned(tx, actor, _told(tx, actor, load(tx, actor, note_id), note.competition), now)


def load(tx: Tx, actor: Actor, note_id: int, *, removed: bool = False) -> Noted:
    """A note in scope, standing or taken back. Raises Refused as if it did not exist for any other (R0.4)."""
    note = notes.load(tx, actor, note_id, removed=removed)
    if note is None:
        raise Refused("notes.not_found")
    return Noted(note, _client(tx, actor, note.client_id))


def _told(
    tx: Tx,
    actor: Actor,
    noted: Noted,
    news: tuple[Competition, ...] = (),
    withdrawn: tuple[Competition, ...] = (),
) -> Noted:
    hearers = competition.hearers(tx, actor, noted.client) if news or withdrawn else ()
    return replace(noted, news=news, withdrawn=withdrawn, hearers=hearers)


def of_message(tx: Tx, actor: Actor, chat_id: int, message_id: int) -> list[Noted]:
    """The actor's own notes told in one message, as far as they are still in scope."""
    found = (notes.load(tx, actor, note_id) for note_id in notes.by_message(tx, chat_id, message_id))
    return [load(tx, actor, each.id) for each in found if each and each.staff_id == actor.id]


def change(tx: Tx, actor: Actor, changed: Note, now: datetime) -> Noted:
    """Write a note anew under its id; its client must be in scope, and the note the actor's own."""
    former = _own(tx, actor, changed.id)
    _client(tx, actor, changed.client_id)
    notes.replace(tx, changed)
    audit.write(tx, "note_changed", "note", changed.id, now, staff_id=actor.id)
    noted = _planned(tx, actor, load(tx, actor, changed.id), now)
    before, after = former.note.competition, changed.competition
    if changed.client_id != former.note.client_id:
        knew = competition.hearers(tx, actor, former.client) if before else ()
        noted = _told(tx, actor, noted, after, before)
        return replace(noted, moved=True, moved_from=former.client, former_hearers=knew)
    left = {each.competitor for each in after}
    fresh = tuple(each for each in after if each not in before)
    return _told(tx, actor, noted, fresh, tuple(each for each in before if each.competitor not in left))


def set_client(tx: Tx, actor: Actor, note_id: int, client_id: int, now: datetime) -> Noted:
    """Move a note to another client; persons of the former client do not go with it."""
    note = _own(tx, actor, note_id).note
    persons = tuple(met for met in note.persons if met.person_id is None)
    return change(tx, actor, replace(note, client_id=client_id, persons=persons), now)


def undo(tx: Tx, actor: Actor, note_id: int, now: datetime) -> Noted:
    """Take a note back, with its next steps and competitor news. Raises Refused where it is gone or another's."""
    noted = _own(tx, actor, note_id)
    notes.remove(tx, noted.note, now)
    followed = plan_notes.gone(tx, actor, note_id, now)
    audit.write(tx, "note_undone", "note", note_id, now, staff_id=actor.id)
    return replace(_told(tx, actor, noted, withdrawn=noted.note.competition), waiting=followed.waiting)


def restore(tx: Tx, actor: Actor, note_id: int, now: datetime) -> Noted:
    """Undo the undo. Raises Refused where it was not taken back, or is another's."""
    if not may_change(tx, actor, load(tx, actor, note_id, removed=True).note):
        raise Refused("notes.not_yours")
    notes.restore(tx, note_id)
    audit.write(tx, "note_restored", "note", note_id, now, staff_id=actor.id)
    noted = load(tx, actor, note_id)
    return _planned(tx, actor, _told(tx, actor, noted, noted.note.competition), now)


def _planned(tx: Tx, actor: Actor, noted: Noted, now: datetime) -> Noted:
    followed = plan_notes.noted(tx, actor, noted.note, now)
    return replace(noted, planned=followed.put_in, waiting=followed.waiting)


def may_change(tx: Tx, actor: Actor, note: Note) -> bool:
    """Whoever wrote a note may change it, their assistant, and the manager whom the assistant wrote it for: as a visit
    may be (see `visits.may_change`)."""
    if note.staff_id == actor.id or note.staff_id in actor.staff.assists:
        return True
    writer = staff.by_id(tx, note.staff_id) if actor.role is Role.MANAGER else None
    return writer is not None and actor.id in writer.assists


def _own(tx: Tx, actor: Actor, note_id: int) -> Noted:
    noted = load(tx, actor, note_id)
    if not may_change(tx, actor, noted.note):
        raise Refused("notes.not_yours")
    return noted


def _client(tx: Tx, actor: Actor, client_id: int | None) -> Client | None:
    if client_id is None:
        return None
    client = clients.load(tx, actor, client_id)
    if client is None:
        raise Refused("clients.not_found")
    return client
