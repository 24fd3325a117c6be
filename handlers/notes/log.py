"""A note told in one message: certain, it is kept at once; else the one thing missing is asked for."""

from dataclasses import replace

from handlers.care_card import card as care_card
from handlers.common import is_news
from handlers.context import Context
from handlers.lessons import with_lesson
from handlers.notes import clients as choosing
from handlers.notes.card import alerts, card, gone
from handlers.notes.drafting import WANTS_CLIENT, NoteDraft, from_understanding
from handlers.turn import Button, Message, Reply
from language.understanding import Understanding
from services import aliases, care, clients, next_steps, notes
from storage.drafts import Draft

NOUN = "notes"


def log(c: Context) -> Reply:
    """Free text understood as care, plan, demand, competitor news, next step, or something called off."""
    return advance(c, from_understanding(c.understand(), c.turn.message_id, c.said_on.date()))


def advance(c: Context, told: NoteDraft) -> Reply:
    """Keep what is certain, or ask for the first thing that is not."""
    if len(told.client_ids) == 1 and told.person_choices:
        told = told.of_client(told.client_ids[0])
    if _needs_client(told):
        return ask_client(c, told, "notes.ask_client_new" if told.new_client else "notes.ask_client")
    if told.person_choices:
        return _ask_person(c, told)
    return _keep(c, told)


def _needs_client(told: NoteDraft) -> bool:
    if told.client_ids or told.without_client:
        return False
    return told.intent in WANTS_CLIENT or bool(told.client_choices)


def _keep(c: Context, told: NoteDraft) -> Reply:
    if _is_care(c, told):
        return _keep_care(c, told)
    kept = [
        notes.keep(c.tx, c.actor, command, c.now, chat_id=c.turn.chat_id, message_id=told.message_id)
        for command in told.commands(c.actor.zone)
    ]
    learned = None
    if told.named and len(told.client_ids) == 1:
        learned = aliases.learn_client(c.tx, c.actor, told.named, told.client_ids[0], c.now)
    cards = [with_lesson(c, card(c, noted), learned) for noted in kept]
    return Reply([*cards, *(alert for noted in kept for alert in alerts(c, noted))], ends=c.draft)


def _is_care(c: Context, told: NoteDraft) -> bool:
    """Care that was given has records of its own (R3.6); without a client, or still to come, it is a note."""
    ahead = told.about_on is not None and told.about_on > c.today.isoformat()
    return told.intent == "care" and bool(told.client_ids) and not ahead


def _keep_care(c: Context, told: NoteDraft) -> Reply:
    """Keep a care record for each client; what was promised beside it is kept as next steps."""
    where = (c.turn.chat_id, told.message_id)
    records = [
        care.log(c.tx, c.actor, command, c.now, chat_id=where[0], message_id=where[1])
        for command in told.care_commands(c.today)
    ]
    steps = [
        notes.keep(c.tx, c.actor, command, c.now, chat_id=where[0], message_id=where[1])
        for command in told.steps_of_care(c.actor.zone)
    ]
    learned = None
    if told.named and len(told.client_ids) == 1:
        learned = aliases.learn_client(c.tx, c.actor, told.named, told.client_ids[0], c.now)
    cards = [with_lesson(c, care_card(c, logged), learned) for logged in records]
    return Reply([*cards, *(replace(card(c, noted), fresh=True) for noted in steps)], ends=c.draft)


def ask_client(c: Context, told: NoteDraft, key: str, name: str = "") -> Reply:
    """Which client? The likely ones as buttons; a name may be typed."""
    rows = []
    choices = told.client_choices
    if told.new_client:
        rows = [[Button(label, "notes.answer", data)] for label, data in choosing.new_ones(c, told.new_client)]
        choices = choices or choosing.near(c, told.new_client)
    rows += [[Button(label, "notes.answer", {"client": id_})] for id_, label in choosing.likely(c, choices)]
    if told.note_id is None:
        rows.append([c.button("notes.without_client", "notes.answer", client=None)])
        rows.append([c.button("common.cancel", "common.cancel")])
    else:
        rows.append([c.button("common.back", "notes.show", note=told.note_id)])
    draft = Draft(NOUN, "client", told.to_json(), c.draft.id if c.draft else None)
    return Reply([c.say(key, rows, name=name or told.new_client or "")], draft=draft)


def _ask_person(c: Context, told: NoteDraft) -> Reply:
    rows = [[Button(name, "notes.answer", {"person": id_})] for name, id_, _ in told.person_choices[0]]
    rows.append([c.button("notes.neither", "notes.answer", person=None)])
    rows.append([c.button("common.cancel", "common.cancel")])
    draft = Draft(NOUN, "person", told.to_json(), c.draft.id if c.draft else None)
    return Reply([c.say("notes.ask_person", rows)], draft=draft)


def answer(c: Context) -> Reply:
    """A button under a question."""
    assert c.draft is not None
    told = NoteDraft.from_json(c.draft.data)
    if "new" in c.data:
        client = clients.known_or_new(c.tx, c.actor, str(c.data["new"]), int(c.data["manager"]), c.now)
        return _with_client(c, replace(told, named=None), client.id)
    if c.draft.step == "client":
        return _with_client(c, told, c.data["client"])
    return _with_person(c, told, c.data["person"])


def _with_client(c: Context, told: NoteDraft, client_id: int | None) -> Reply:
    if client_id is None:
        return advance(c, replace(told, client_choices=(), person_choices=(), without_client=True, named=None))
    if told.note_id is None:
        return advance(c, told.of_client(client_id))
    noted = notes.set_client(c.tx, c.actor, told.note_id, client_id, c.now)
    return Reply([card(c, noted, "notes.changed"), *alerts(c, noted)], ends=c.draft)


def _with_person(c: Context, told: NoteDraft, person_id: int | None) -> Reply:
    options, *others = told.person_choices
    chosen = tuple(each for each in options if each[1] == person_id)
    return advance(c, replace(told, persons=(*told.persons, *chosen), person_choices=tuple(others)))


def typed(c: Context) -> Reply | None:
    """Words typed while a question stands: an answer to it, or something new (None)."""
    assert c.draft is not None
    if c.turn.attachment is not None:
        return None
    told = NoteDraft.from_json(c.draft.data)
    read = c.understand()
    if read.correction and read.correction.undo:
        return Reply([c.say("common.cancelled")], ends=c.draft)
    if c.draft.step == "person":
        named = [each for each in told.person_choices[0] if each[0] in c.turn.text or c.turn.text.strip() in each[0]]
        return _with_person(c, told, named[0][1]) if len(named) == 1 else None
    return _typed_client(c, told, read)


def _typed_client(c: Context, told: NoteDraft, read: Understanding) -> Reply | None:
    found = choosing.named(c, read)
    if len(found) == 1:
        return _with_client(c, told, found[0])
    if found:
        return ask_client(c, replace(told, client_choices=found), "notes.ask_client")
    if is_news(c):
        return None
    if choosing.only_a_name(c.turn.text) and read.intent.value in ("visit", "unknown", "smalltalk"):
        return ask_client(c, told, "notes.ask_client_again", name=c.turn.text.strip())
    return None


def change_client(c: Context) -> Reply:
    """Change client under a card."""
    noted = notes.load(c.tx, c.actor, int(c.data["note"]))
    told = NoteDraft(noted.note.intent, noted.note.text, note_id=noted.note.id)
    return ask_client(c, told, "notes.ask_new_client")


def undo(c: Context) -> Reply:
    """Undo under a card: the note is taken back; leaders who heard of competitor news hear that too."""
    noted = notes.undo(c.tx, c.actor, int(c.data["note"]), c.now)
    return Reply([gone(c, noted), *alerts(c, noted)])


def restore(c: Context) -> Reply:
    """Bring back under the card of a note taken back."""
    noted = notes.restore(c.tx, c.actor, int(c.data["note"]), c.now)
    return Reply([card(c, noted, "notes.restored"), *alerts(c, noted)])


def step_done(c: Context) -> Reply:
    """A next step is done: the card shows it so."""
    next_steps.finish(c.tx, c.actor, int(c.data["step"]), c.now)
    return Reply([_shown(c)])


def step_reopen(c: Context) -> Reply:
    """A next step was not done after all."""
    next_steps.reopen(c.tx, c.actor, int(c.data["step"]), c.now)
    return Reply([_shown(c)])


def show(c: Context) -> Reply:
    """A note opened from a list, or again after a question about it."""
    return Reply([_shown(c)], ends=c.draft)


def _shown(c: Context) -> Message:
    noted = notes.load(c.tx, c.actor, int(c.data["note"]))
    return card(c, noted, "notes.shown")
