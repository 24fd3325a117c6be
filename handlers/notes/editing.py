"""An own message edited that was kept as notes, or is a note now: the notes follow its words."""

from dataclasses import replace
from datetime import datetime

from domain.notes import Note
from domain.visits import NextStep
from handlers.context import Context
from handlers.notes.card import alerts, card
from handlers.notes.drafting import NoteDraft, from_understanding
from handlers.notes.log import NOUN, log
from handlers.turn import Message, Reply
from services import notes, understanding, visits
from services.notes import NoteCommand, Noted
from storage import drafts

_KEPT = frozenset({"care", "plan", "demand", "competitor", "next_step"})
"""What is kept as a note; an edit that reads otherwise changes the words alone."""


def edited(c: Context) -> Reply | None:
    """The edit of an own message. None: no note came of that message, nor does one come of it now."""
    if c.turn.message_id is None or not c.turn.text.strip() or c.turn.text.startswith("/"):
        return None
    asked = [each for each in drafts.mine(c.tx, c.turn.chat_id, c.turn.user_id) if _of_message(c, each)]
    waiting = next((each for each in asked if each.noun == NOUN), None)
    if waiting is not None and waiting.id is not None:
        if c.understand().intent.value in _KEPT:
            return log(replace(c, draft=waiting))
        drafts.drop(c.tx, waiting.id)
        return None
    found = notes.of_message(c.tx, c.actor, c.turn.chat_id, c.turn.message_id)
    if found:
        return Reply([message for noted in found for message in _amended(c, noted, alone=len(found) == 1)])
    if asked or visits.of_message(c.tx, c.actor, c.turn.chat_id, c.turn.message_id):
        return None
    return log(c) if c.understand().intent.value in _KEPT else None


def _of_message(c: Context, draft: drafts.Draft) -> bool:
    return draft.data.get("message_id") == c.turn.message_id and "note_id" not in draft.data


def _amended(c: Context, noted: Noted, *, alone: bool) -> list[Message]:
    """The note with the new words, read as of when it was told; a client that is not sure stays the old one."""
    wall = noted.note.noted_at.astimezone(c.actor.zone).replace(tzinfo=None)
    read = understanding.read(c.tx, c.actor, c.turn.text, wall)
    if read.intent.value not in _KEPT:
        fresh = replace(noted.note, text=c.turn.text)
    else:
        fresh = _rewritten(c, noted.note, from_understanding(read, None, wall.date()), wall, alone=alone)
    if fresh == noted.note:
        return []
    changed = notes.change(c.tx, c.actor, fresh, c.now)
    shown = card(c, changed, "notes.changed")
    if read.intent.value == "visit":
        visit = c.button("notes.as_visit", "visits.start", text=c.turn.text, client=changed.note.client_id)
        shown = replace(shown, rows=[*shown.rows, [visit]])
    return [shown, *alerts(c, changed)]


def _rewritten(c: Context, note: Note, told: NoteDraft, wall: datetime, *, alone: bool) -> Note:
    client_id = note.client_id
    if alone and len(told.client_ids) == 1:
        client_id = told.client_ids[0]
    if client_id is not None:
        told = told.of_client(client_id)
    command: NoteCommand = told.commands(c.actor.zone)[0]
    return replace(
        note,
        intent=command.intent,
        text=command.text,
        client_id=client_id,
        about_on=command.about_on,
        about_at=command.about_at,
        care_form=command.care_form,
        moment=command.moment,
        sentiment=command.sentiment,
        persons=command.persons,
        next_steps=_steps(note.next_steps, command.next_steps),
        competition=command.competition,
    )


def _steps(old: tuple[NextStep, ...], new: tuple[NextStep, ...]) -> tuple[NextStep, ...]:
    """The new steps in the rows of the old ones they answer to: by their words, or one by one where as many."""
    by_words = {step.text: step for step in old}
    rows = [by_words.get(step.text) for step in new]
    if len(old) == len(new):
        rows = list(old)
    return tuple(
        replace(row, text=step.text, due_on=step.due_on, promised=step.promised) if row else step
        for row, step in zip(rows, new, strict=True)
    )
