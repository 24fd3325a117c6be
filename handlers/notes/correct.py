"""Corrections in words, done to what was recorded last: a visit, a care record, or a note with its next steps."""

from domain.visits import Met
from handlers.care_card import card as care_card
from handlers.care_card import gone as care_gone
from handlers.context import Context
from handlers.lessons import with_lesson
from handlers.notes import clients as choosing
from handlers.notes.card import alerts, card, gone
from handlers.notes.log import log
from handlers.telling import told
from handlers.turn import Button, Message, Reply
from handlers.visit_card import card as visit_card
from handlers.visits.drafting import of_record
from handlers.visits.log import ask as ask_field
from services import corrections
from services.aliases import Learned
from services.care import Logged
from services.corrections import Corrected, Record, Unsettled
from services.visits import Recorded
from storage import persons
from storage.drafts import Draft

NOUN = "corrections"
_QUESTIONS = {"client": "client", "person": "persons", "date": "when", "time": "when", "visit_type": "type"}
"""What is asked of a visit where a field of it is only said to be wrong."""


def cancel(c: Context) -> Reply:
    """Free text understood as a cancellation: a correction of the last record, or something called off (a note)."""
    read = c.understand()
    if read.correction is None:
        return log(c)
    if read.correction.undo and (back := corrections.take_back_file(c.tx, c.actor, c.now)):
        noun, changed = back
        show = c.button("notes.open_visit", f"{noun}s.show", **{noun: changed.subject_id})
        return Reply([c.say("common.restored", [[show]])])
    record = corrections.latest(c.tx, c.actor, read, c.said_on, c.now)
    if record is None:
        return Reply([c.say("notes.nothing_to_correct")])
    field = _QUESTIONS.get(str(read.correction.field))
    if field and not (read.correction.becomes or read.correction.was) and isinstance(record, Recorded):
        return ask_field(c, of_record(record.visit, c.actor.zone), field)
    return _answered(c, corrections.correct(c.tx, c.actor, record, read, c.said_on, c.now))


def _answered(c: Context, outcome: Corrected | Unsettled) -> Reply:
    if isinstance(outcome, Unsettled):
        return _ask(c, outcome) if outcome.field else Reply([c.say("notes.unclear", _open(c, outcome.record))])
    record, learned = outcome.record, outcome.learned
    if isinstance(record, Recorded):
        return Reply([_visit(c, record, outcome.undone, learned), *told(c, record)], ends=c.draft)
    if isinstance(record, Logged):
        shown = care_gone(c, record) if outcome.undone else care_card(c, record, "care.changed")
        return Reply([with_lesson(c, shown, learned)], ends=c.draft)
    if outcome.undone:
        return Reply([gone(c, record), *alerts(c, record)], ends=c.draft)
    shown = with_lesson(c, card(c, record, "notes.changed"), learned)
    return Reply([shown, *alerts(c, record)], ends=c.draft)


def _ask(c: Context, open_one: Unsettled) -> Reply:
    if open_one.field == "client":
        found = choosing.likely(c, open_one.choices)
        key = "notes.ask_new_client"
    else:
        people = (persons.load(c.tx, c.actor, id_) for id_ in open_one.choices)
        found = [(person.id, person.name) for person in people if person]
        key = "notes.ask_person"
    rows = [[Button(label, "corrections.answer", {"value": id_})] for id_, label in found]
    rows.append([c.button("common.cancel", "common.cancel")])
    record = open_one.record
    kind, id_ = _which(record)
    return Reply(
        [c.say(key, rows)], draft=Draft(NOUN, str(open_one.field), {"kind": kind, "id": id_, "was": open_one.said})
    )


def _which(record: Record) -> tuple[str, int]:
    match record:
        case Recorded():
            return "visit", record.visit.id
        case Logged():
            return "care", record.care.id
    return "note", record.note.id


def answer(c: Context) -> Reply:
    """A client or person chosen under the question of a correction."""
    return _settle(c, int(c.data["value"]))


def typed(c: Context) -> Reply | None:
    """A client's name typed under the question of a correction."""
    assert c.draft is not None
    if c.turn.attachment is not None:
        return None
    found = choosing.named(c, c.understand()) if c.draft.step == "client" else ()
    return _settle(c, found[0]) if len(found) == 1 else None


def _settle(c: Context, id_: int) -> Reply:
    assert c.draft is not None
    data = c.draft.data
    record = corrections.load(c.tx, c.actor, data["kind"], data["id"])
    if c.draft.step == "client":
        return _answered(c, corrections.set_client(c.tx, c.actor, record, id_, data["was"], c.said_on, c.now))
    person = persons.load(c.tx, c.actor, id_)
    if person is None:
        return c.toast("common.button_gone")
    met = Met(person.name, person.id)
    return _answered(c, corrections.set_person(c.tx, c.actor, record, met, data["was"], c.said_on, c.now))


def _open(c: Context, record: Record) -> list[list[Button]]:
    if isinstance(record, Recorded):
        return [[c.button("notes.open_visit", "visits.show", visit=record.visit.id)]]
    if isinstance(record, Logged):
        return [[c.button("notes.open_visit", "care.record", care=record.care.id)]]
    return [[c.button("notes.open_visit", "notes.show", note=record.note.id)]]


def _visit(c: Context, recorded: Recorded, undone: bool, learned: Learned | None) -> Message:
    """The card of a visit as it is now, with the name that the correction taught."""
    if undone:
        back = c.button("notes.restore", "visits.restore", visit=recorded.visit.id)
        return visit_card(c, recorded, "visits.undone", [[back]])
    return with_lesson(c, visit_card(c, recorded, "visits.changed"), learned)
