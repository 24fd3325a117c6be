"""Corrections in words: "不是一中，是二中", "日期改成昨天", "undo that" act on what their writer recorded last."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from domain import visits as visit_fields
from domain.care import Care
from domain.errors import Refused
from domain.frozen import frozen
from domain.notes import Note
from domain.staff import Actor
from domain.visits import Competition, Met, NextStep, Visit, VisitType
from language import dates
from language.characters import fold
from language.reading import FileChange
from language.understanding import Understanding
from services import aliases, care, notes, understanding, visits
from services import clients as client_files
from services import persons as files
from services.aliases import Learned
from services.care import Logged
from services.clients import Changed
from services.notes import Noted
from services.visits import Recorded
from storage import clients, persons
from storage import corrections as kept_corrections
from storage import notes as records
from storage.tx import Tx

WITHIN = timedelta(hours=24)
"""How old the last record may be for words to act on it."""

_FILES = ("person", "client")
Record = Recorded | Noted | Logged


@frozen
class Corrected:
    """The record as it now stands (or stood, when `undone`), and the name that this taught, if any."""

    record: Record
    undone: bool = False
    learned: Learned | None = None


@frozen
class Unsettled:
    """The words do not say which client or person it is to become: one of `choices` (ids), none of them known."""

    record: Record
    field: Literal["client", "person"] | None
    said: str = ""
    choices: tuple[int, ...] = ()


def latest(tx: Tx, actor: Actor, read: Understanding, said_on: datetime, now: datetime) -> Record | None:
    """What the actor recorded last within a day; of the client that the correction says is wrong (不是一中…), or whose
    record it says is (二院那条的日期错了)."""
    said = read.correction
    wrong = None
    if said and not (said.was or said.becomes):
        wrong = read.client
    elif said and said.field == "client" and said.was:
        wrong = understanding.read(tx, actor, said.was, said_on).client
    if said and said.undo and wrong is None:
        corrected = _corrected_last(tx, actor, now)
        if corrected is not None:
            return corrected
    found = records.latest_record(tx, actor.id, now - WITHIN, wrong.id if wrong else None)
    return load(tx, actor, *found) if found else None


def last(tx: Tx, actor: Actor, since: datetime) -> Record | None:
    """What the actor recorded last after an instant and has not taken back."""
    found = records.latest_record(tx, actor.id, since)
    return load(tx, actor, *found) if found else None


def load(tx: Tx, actor: Actor, kind: str, record_id: int) -> Record:
    """A visit, a note or a care record. Raises Refused for one that is not in scope."""
    if kind == "care":
        return care.load(tx, actor, record_id)
    return visits.load(tx, actor, record_id) if kind == "visit" else notes.load(tx, actor, record_id)


def correct(
    tx: Tx, actor: Actor, record: Record, read: Understanding, said_on: datetime, now: datetime
) -> Corrected | Unsettled:
    """Do to a record what a correction says. Raises Refused as the change itself does."""
    said = read.correction
    assert said is not None
    if said.undo:
        return _take_back(tx, actor, record, now) or Corrected(_undo(tx, actor, record, now), undone=True)
    outcome = _changed(tx, actor, record, read, said_on, now)
    return _kept(tx, actor, record, outcome, now) if isinstance(outcome, Corrected) else outcome


def change_file(tx: Tx, actor: Actor, person_id: int, said: FileChange, now: datetime) -> Changed:
    """Set a field of a person's file as it was said, or add to it (R1.6); "undo" takes it back.

    Raises Refused as the change does.
    """
    if said.adds:
        changed = files.learn(tx, actor, person_id, {said.field: said.written}, now)
    else:
        changed = files.change_written(tx, actor, person_id, said.field, said.written, now)
    if changed.before:
        kept_corrections.keep(tx, actor.id, "person", changed.subject_id, changed.before, None, now)
    return changed


def change_client_file(tx: Tx, actor: Actor, client_id: int, said: FileChange, now: datetime) -> Changed:
    """The same for a field of a client's file."""
    changed = client_files.change_written(tx, actor, client_id, said.field, said.written, now)
    if changed.before:
        kept_corrections.keep(tx, actor.id, "client", changed.subject_id, changed.before, None, now)
    return changed


def take_back_file(tx: Tx, actor: Actor, now: datetime) -> tuple[Literal["person", "client"], Changed] | None:
    """Undo in words what was changed in words in a file, where nothing was recorded or corrected since; whose it is."""
    kept = _last(tx, actor, now)
    if kept is None or kept.kind not in _FILES:
        return None
    kept_corrections.drop(tx, actor.id)
    if kept.kind == "client":
        return "client", client_files.restore(tx, actor, kept.record_id, kept.before, now)
    return "person", files.restore(tx, actor, kept.record_id, kept.before, now)


def _changed(
    tx: Tx, actor: Actor, record: Record, read: Understanding, said_on: datetime, now: datetime
) -> Corrected | Unsettled:
    said = read.correction
    assert said is not None
    meant = understanding.read(tx, actor, said.becomes, said_on) if said.becomes else read
    if said.field in ("date", "time"):
        return _set_when(tx, actor, record, said.becomes or read.text, said_on, now) or Unsettled(record, None)
    if said.field == "person":
        return _person(tx, actor, record, meant, said.was, said.becomes, said_on, now)
    if said.field == "client" or (said.was and understanding.read(tx, actor, said.was, said_on).client):
        found = tuple(id_ for id_ in _clients(meant) if id_ != _client_id(record))
        if len(found) == 1:
            return set_client(tx, actor, record, found[0], said.was, said_on, now, said.becomes)
        return Unsettled(record, "client", said.was, found)
    if said.field == "visit_type" and isinstance(record, Recorded):
        asked = any(word in fold(said.becomes) for word in ("响应", "客户", "被动", "responsive", "asked"))
        kind = VisitType.RESPONSIVE if asked else VisitType.PROACTIVE
        return Corrected(visits.change(tx, actor, record.visit.id, now, visit_type=kind))
    return _set_text(tx, actor, record, said.was, said.becomes, now) or Unsettled(record, None)


def set_client(
    tx: Tx,
    actor: Actor,
    record: Record,
    client_id: int,
    was: str,
    said_on: datetime,
    now: datetime,
    becomes: str = "",
) -> Corrected:
    """Point a record at another client: its words and persons are read anew, and the name that was misread is learned.

    `was` and `becomes` are the words of the correction, `becomes` empty where the client was chosen from a list.
    """
    text = _text(record)
    said = _words_for_client(tx, actor, text, _client_id(record), was, said_on)
    client = clients.load(tx, actor, client_id)
    name = becomes or (client.name if client else "")
    for words in said:
        text = text.replace(words, name)
    again = understanding.read(tx, actor, text, said_on)
    met = tuple(Met(each.value.name, each.value.id) for each in again.persons if each.value.client_id == client_id)
    # Whoever was found in the other client's file was not met; their words name somebody here, or nobody on file.
    met = (*met, *(Met(each.value) for each in again.new_persons))
    strangers = tuple(each for each in _persons(record) if each.person_id is None)
    if isinstance(record, Recorded):
        news = _renamed(record.visit.competition, said, name)
        fields: dict[str, Any] = {"content": text, "competition": news, "persons": met or strangers}
        changed: Record = visits.change(tx, actor, record.visit.id, now, client_id=client_id, **fields)
    elif isinstance(record, Logged):
        kept = met or strangers
        moved = replace(record.care, client_id=client_id, content=text, persons=kept)
        changed = care.change(tx, actor, moved, now)
    else:
        kept = met or strangers
        news = _renamed(record.note.competition, said, name)
        fresh = replace(record.note, client_id=client_id, text=text, persons=kept, competition=news)
        changed = notes.change(tx, actor, fresh, now)
    learned = (aliases.learn_client(tx, actor, each, client_id, now) for each in said)
    return _kept(tx, actor, record, Corrected(changed, learned=next(filter(None, learned), None)), now)


def _renamed(told: tuple[Competition, ...], said: list[str], name: str) -> tuple[Competition, ...]:
    """Competitor news with the client's right name in the place of the words that were misread."""
    for words in said:
        told = tuple(replace(each, content=each.content.replace(words, name)) for each in told)
    return told


def set_person(tx: Tx, actor: Actor, record: Record, met: Met, was: str, said_on: datetime, now: datetime) -> Corrected:
    """Put a person in the place of the one that was misread (of the only one where it is not said which)."""
    old = _persons(record)
    said = _words_for_persons(tx, actor, _text(record), said_on)
    misread = {person_id for words, person_id in said if words == was or was in words or words in was} if was else set()
    out = next((each for each in old if was and (was in each.name or each.person_id in misread)), None)
    if out is None and len(old) == 1:
        out = old[0]
    new = tuple(met if each == out else each for each in old) if out else (*old, met)
    person = persons.load(tx, actor, met.person_id) if met.person_id else None
    elsewhere = person is not None and person.client_id != _client_id(record)
    if isinstance(record, Recorded):
        fields = {"client_id": person.client_id} if person and elsewhere else {}
        changed: Record = visits.change(tx, actor, record.visit.id, now, persons=new, **fields)
    elif isinstance(record, Logged):
        home = person.client_id if person and elsewhere else record.care.client_id
        changed = care.change(tx, actor, replace(record.care, persons=new, client_id=home), now)
    else:
        client_id = person.client_id if person and elsewhere else record.note.client_id
        changed = notes.change(tx, actor, replace(record.note, persons=new, client_id=client_id), now)
    words = [was] if was and was in _text(record) else [each for each, id_ in said if out and id_ == out.person_id]
    learned = (aliases.learn_person(tx, actor, each, person.id, now) for each in words) if person else iter(())
    return _kept(tx, actor, record, Corrected(changed, learned=next(filter(None, learned), None)), now)


def _person(
    tx: Tx, actor: Actor, record: Record, meant: Understanding, was: str, becomes: str, said_on: datetime, now: datetime
) -> Corrected | Unsettled:
    home = _client_id(record)
    people = persons.of_client(tx, home) if home else []
    named = [person.id for person in people if fold(person.name) in fold(becomes)]
    sure = [each.value.id for each in meant.persons if each.sure]
    choices = tuple(person.id for options in meant.person_choices for person in options)
    here = [id_ for id_ in choices if id_ in {person.id for person in people}]
    found = named or sure or (here if len(here) == 1 else [])
    if len(found) == 1:
        person = persons.load(tx, actor, found[0])
        assert person is not None
        return set_person(tx, actor, record, Met(person.name, person.id), was, said_on, now)
    if choices:
        return Unsettled(record, "person", was, tuple(here) or choices)
    if 2 <= len(becomes) <= 20:
        return set_person(tx, actor, record, Met(becomes), was, said_on, now)
    return Unsettled(record, None)


def _set_when(tx: Tx, actor: Actor, record: Record, words: str, said_on: datetime, now: datetime) -> Corrected | None:
    ahead = isinstance(record, Noted) and record.note.intent in ("plan", "next_step")
    found = dates.find(words, said_on, "future" if ahead else "past")
    if not found:
        return None
    mention = found[0]
    clock = mention.start.time() if isinstance(mention.start, datetime) else None
    day = mention.start.date() if isinstance(mention.start, datetime) else mention.start
    said_day = day if mention.explicit or clock is None else None
    if isinstance(record, Recorded):
        on, at = _moved(record.visit.visited_on, record.visit.visited_at, said_day, clock, actor)
        return Corrected(visits.change(tx, actor, record.visit.id, now, visited_on=on, visited_at=at))
    if isinstance(record, Logged):
        return Corrected(care.change(tx, actor, replace(record.care, cared_on=day), now))
    note = record.note
    if note.intent == "next_step" and said_day:
        steps = tuple(replace(step, due_on=said_day) for step in note.next_steps)
        return Corrected(notes.change(tx, actor, replace(note, next_steps=steps), now))
    on, at = _moved(note.about_on or said_on.date(), note.about_at, said_day, clock, actor)
    return Corrected(notes.change(tx, actor, replace(note, about_on=on, about_at=at), now))


def _moved(
    on: date, at: datetime | None, day: date | None, clock: time | None, actor: Actor
) -> tuple[date, datetime | None]:
    """A day and an instant after a new day, a new hour or both were said; an hour that was known stays."""
    hour = clock or (at.astimezone(actor.zone).time() if at else None)
    on = day or on
    return on, datetime.combine(on, hour, actor.zone) if hour else None


def _set_text(tx: Tx, actor: Actor, record: Record, was: str, becomes: str, now: datetime) -> Corrected | None:
    text = _text(record)
    if not was or not becomes or was not in text:
        return None
    changed = text.replace(was, becomes)

    def anew(steps: tuple[NextStep, ...]) -> tuple[NextStep, ...]:
        return tuple(replace(step, text=step.text.replace(was, becomes)) for step in steps)

    if isinstance(record, Recorded):
        steps = anew(record.visit.next_steps)
        return Corrected(visits.change(tx, actor, record.visit.id, now, content=changed, next_steps=steps))
    if isinstance(record, Logged):
        return Corrected(care.change(tx, actor, replace(record.care, content=changed), now))
    steps = anew(record.note.next_steps)
    return Corrected(notes.change(tx, actor, replace(record.note, text=changed, next_steps=steps), now))


def _last(tx: Tx, actor: Actor, now: datetime) -> Any | None:
    """The member's last correction, where nothing was recorded after it."""
    kept = kept_corrections.last(tx, actor.id, now - WITHIN)
    if kept is None or records.latest_record(tx, actor.id, kept.corrected_at) is not None:
        return None
    return kept


def _corrected_last(tx: Tx, actor: Actor, now: datetime) -> Record | None:
    kept = _last(tx, actor, now)
    if kept is None or kept.kind in _FILES:
        return None
    try:
        return load(tx, actor, kept.kind, kept.record_id)
    except Refused:  # taken back since, or out of scope
        return None


def _take_back(tx: Tx, actor: Actor, record: Record, now: datetime) -> Corrected | None:
    """Set a record to what it was before the correction that came last; None where that was of another record."""
    kept = _last(tx, actor, now)
    kind, body = _body(record)
    if kept is None or (kept.kind, kept.record_id) != (kind, body.id):
        return None
    kept_corrections.drop(tx, actor.id)
    if kept.learned_id is not None:
        aliases.forget(tx, actor, kept.learned_id)
    adapter = _adapter(kind)
    former = adapter.validate_python({**adapter.dump_python(body, mode="json"), **kept.before})
    if isinstance(record, Recorded):
        fields = {name: getattr(former, name) for name in kept.before}
        return Corrected(visits.change(tx, actor, body.id, now, **fields))
    if isinstance(record, Logged):
        return Corrected(care.change(tx, actor, former, now))
    return Corrected(notes.change(tx, actor, former, now))


def _kept(tx: Tx, actor: Actor, record: Record, outcome: Corrected, now: datetime) -> Corrected:
    """The outcome, once it is kept what the record held before it."""
    kind, old = _body(record)
    _, new = _body(outcome.record)
    adapter = _adapter(kind)
    was, now_is = (adapter.dump_python(each, mode="json") for each in (old, new))
    names = visit_fields.CHANGEABLE if kind == "visit" else tuple(was)
    before = {name: was[name] for name in names if was[name] != now_is[name]}
    learned_id = outcome.learned.id if outcome.learned else None
    if before:
        kept_corrections.keep(tx, actor.id, kind, old.id, before, learned_id, now)
    return outcome


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter({"visit": Visit, "care": Care, "note": Note}[kind])


def _body(record: Record) -> tuple[str, Any]:
    match record:
        case Recorded():
            return "visit", record.visit
        case Logged():
            return "care", record.care
    return "note", record.note


def _undo(tx: Tx, actor: Actor, record: Record, now: datetime) -> Record:
    if isinstance(record, Recorded):
        return visits.undo(tx, actor, record.visit.id, now)
    if isinstance(record, Logged):
        return care.undo(tx, actor, record.care.id, now)
    return notes.undo(tx, actor, record.note.id, now)


def _clients(read: Understanding) -> tuple[int, ...]:
    if read.clients:
        return tuple(each.value.id for each in read.clients)
    return tuple(client.id for client in read.client_choices)


def _words_for_client(tx: Tx, actor: Actor, text: str, client_id: int | None, was: str, said_on: datetime) -> list[str]:
    """What the message called the client: the words it was read from, and what the correction says it said."""
    read = understanding.read(tx, actor, text, said_on)
    people = {each.words for each in read.persons}
    said = [each.words for each in read.clients if each.value.id == client_id and each.words not in {"", *people}]
    if read.new_client and read.new_client.words:
        said.append(read.new_client.words)
    return [*said, was] if was and was in text and was not in said else said


def _words_for_persons(tx: Tx, actor: Actor, text: str, said_on: datetime) -> list[tuple[str, int]]:
    read = understanding.read(tx, actor, text, said_on)
    return [(each.words, each.value.id) for each in read.persons if each.words]


def _client_id(record: Record) -> int | None:
    match record:
        case Recorded():
            return record.visit.client_id
        case Logged():
            return record.care.client_id
    return record.note.client_id


def _text(record: Record) -> str:
    match record:
        case Recorded():
            return record.visit.content
        case Logged():
            return record.care.content
    return record.note.text


def _persons(record: Record) -> tuple[Met, ...]:
    match record:
        case Recorded():
            return record.visit.persons
        case Logged():
            return record.care.persons
    return record.note.persons
