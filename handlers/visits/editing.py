"""An own message edited: the record it made follows, or the question it raised; what no longer fits is asked about."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.visits import CHANGEABLE, NextStep, Visit
from handlers.context import Context
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from handlers.visits.change import changed
from handlers.visits.drafting import VisitDraft, told_in
from handlers.visits.log import NOUN, missing, record, told
from services import understanding, visits
from services.visits import Recorded, may_change
from storage import drafts
from storage.drafts import Draft


def edited(c: Context) -> Reply | None:
    """The edit of an own message (R1.6). None: no visit came of that message, nor does one come of it now."""
    if c.turn.message_id is None or not c.turn.text.strip() or c.turn.text.startswith("/"):
        return None
    found = visits.of_message(c.tx, c.actor, c.turn.chat_id, c.turn.message_id)
    found = [recorded for recorded in found if may_change(c.actor, recorded.visit)]
    waiting = next((each for each in drafts.mine(c.tx, c.turn.chat_id, c.turn.user_id) if _of_message(c, each)), None)
    if waiting is not None:
        return _question_again(replace(c, draft=waiting), VisitDraft.from_json(waiting.data), found)
    if not found:
        return record(c, told(c)) if c.understand().intent.value == "visit" else None
    parts = _parts(c, c.turn.text, found[0].visit.logged_at)
    if _same_visits(c, found, parts):
        replies = [_amended(c, recorded, parts) for recorded in found]
        messages = [message for reply in replies if reply for message in reply.messages]
        return Reply(messages)
    return _ask(c, found, parts)


def _of_message(c: Context, draft: Draft) -> bool:
    return draft.noun == NOUN and draft.data.get("message_id") == c.turn.message_id


def _question_again(c: Context, before: VisitDraft, found: list[Recorded]) -> Reply:
    """A message that is still being asked about is read anew; what it has recorded already follows the new words."""
    read = c.understand()
    parts = told(c, attachments=before.attachments)
    if read.intent.value != "visit":
        parts = [replace(part, doubtful=True) for part in parts]
    on_record = {recorded.client.id for recorded in found}
    amended: list[Message] = []
    if found and read.intent.value == "visit":
        again = _parts(c, c.turn.text, found[0].visit.logged_at)
        named = {part.client_id for part in again}
        replies = [_amended(c, recorded, again) for recorded in found if recorded.client.id in named]
        amended = [replace(message, apart=True) for reply in replies if reply for message in reply.messages]
    parts = [part for part in parts if part.client_id not in on_record]
    if not parts:
        return Reply(amended or [c.say("visits.edit_kept")], ends=c.draft)
    reply = record(c, parts)
    return replace(reply, messages=[*amended, *reply.messages])


def _parts(c: Context, text: str, at: datetime) -> list[VisitDraft]:
    """What a text tells of, its days counted from when it was first told; none where it tells of no visit."""
    wall = at.astimezone(c.actor.zone).replace(tzinfo=None)
    read = understanding.read(c.tx, c.actor, text, wall)
    return told_in(read, wall.date()) if read.intent.value == "visit" else []


def _same_visits(c: Context, found: list[Recorded], parts: list[VisitDraft]) -> bool:
    """Whether a new text still speaks of the records it made: certain, and no more than one of client and day anew."""
    if not parts or any(missing(part, c.today) for part in parts):
        return False
    if {part.client_id for part in parts} == {recorded.client.id for recorded in found}:
        return True
    if len(parts) > 1 or len(found) > 1:
        return False
    before = found[0].visit
    was = next(iter(_parts(c, before.content, before.logged_at)), None)
    return parts[0].day == (was.day if was else before.visited_on.isoformat())


def _amended(c: Context, recorded: Recorded, parts: list[VisitDraft]) -> Reply | None:
    visit = recorded.visit
    part = next((part for part in parts if part.client_id == visit.client_id), parts[0])
    before = _parts(c, visit.content, visit.logged_at)
    old = next((each for each in before if each.client_id == visit.client_id), before[0] if len(before) == 1 else None)
    fields = _differences(c, visit, old, part)
    done = visits.change(c.tx, c.actor, visit.id, c.now, **fields)
    return changed(c, done) if done.changed else None


def _differences(c: Context, visit: Visit, old: VisitDraft | None, new: VisitDraft) -> dict[str, Any]:
    """The fields that the new text says otherwise than the old one did; what was changed by hand stays."""
    old_says = old.command(c.actor.zone) if old and old.client_id is not None and old.day is not None else None
    new_says = new.command(c.actor.zone)
    plain = [name for name in CHANGEABLE if name not in ("persons", "next_steps", "competition", "companions")]
    fields = {
        name: getattr(new_says, name)
        for name in plain
        if old_says is None or getattr(new_says, name) != getattr(old_says, name)
    }
    if old_says is None or new_says.persons != old_says.persons:
        by_hand = [met for met in visit.persons if old_says is None or met not in old_says.persons]
        fields["persons"] = tuple(dict.fromkeys((*new_says.persons, *by_hand)))
    if old_says is None or new_says.companions != old_says.companions:
        along = [id_ for id_ in visit.companions if old_says is None or id_ not in old_says.companions]
        fields["companions"] = tuple(dict.fromkeys((*new_says.companions, *along)))
    if old_says is None or _essence(new_says.next_steps) != _essence(old_says.next_steps):
        fields["next_steps"] = _steps(visit, old_says.next_steps if old_says else (), new_says.next_steps)
    named = {news.competitor for news in new_says.competition}
    was = {news.competitor for news in old_says.competition} if old_says else set()
    if named != was:
        kept = [news for news in visit.competition if news.competitor not in was - named]
        known = {news.competitor for news in kept}
        fields["competition"] = (*kept, *(news for news in new_says.competition if news.competitor not in known))
    return fields


def _essence(steps: tuple[NextStep, ...]) -> list[tuple[object, ...]]:
    return [(step.text, step.due_on, step.promised) for step in steps]


def _steps(visit: Visit, old: tuple[NextStep, ...], new: tuple[NextStep, ...]) -> tuple[NextStep, ...]:
    """The next steps of the new text in the rows of the old one's where they answer to each other; others stay."""
    on_record = {step.text: step for step in visit.next_steps}
    texts = [step.text for step in old]
    if len(old) == len(new):
        pairs = [(on_record.get(text), step) for text, step in zip(texts, new, strict=True)]
    else:
        pairs = [(on_record.get(step.text), step) for step in new]
    from_text = [
        replace(row, text=step.text, due_on=step.due_on, promised=step.promised) if row else step for row, step in pairs
    ]
    kept = {step.id for step in from_text}
    by_hand = [step for step in visit.next_steps if step.text not in texts and step.id not in kept]
    return (*from_text, *by_hand)


def _ask(c: Context, found: list[Recorded], parts: list[VisitDraft]) -> Reply:
    """The edit reads like another visit, or like none: what shall become of the record?"""
    settled = bool(parts) and not any(missing(part, c.today) for part in parts)
    keys = ["visits.edit_keep", "visits.edit_words"]
    if settled and len(parts) == len(found) == 1:
        keys.insert(0, "visits.edit_all")
    if settled:
        keys.insert(1, "visits.edit_another")
    rows = [[Button(c.words.plain(key), "visits.edited", {"choice": key})] for key in keys]
    if len(found) == 1:
        rows.append([c.button("visits.undo", "visits.undo", visit=found[0].visit.id)])
    data = {"text": c.turn.text, "visits": [recorded.visit.id for recorded in found]}
    clients = "、".join(recorded.client.name for recorded in found)
    text = c.t("visits.edit_unlike", client=clients, text=short(c.turn.text, 120))
    return Reply([Message(text, rows)], draft=Draft(NOUN, "edited", data))


def choose(c: Context) -> Reply:
    """What to do with a record whose message was edited into something else."""
    if c.draft is None:
        return c.toast("common.button_gone")
    text, ids = str(c.draft.data["text"]), [int(id_) for id_ in c.draft.data["visits"]]
    choice = c.data["choice"]
    if choice == "visits.edit_keep":
        return Reply([c.say("visits.edit_kept")], ends=c.draft)
    if choice == "visits.edit_words":
        done = [visits.change(c.tx, c.actor, id_, c.now, content=text) for id_ in ids]
        return Reply([message for each in done for message in changed(c, each).messages], ends=c.draft)
    first = visits.load(c.tx, c.actor, ids[0])
    parts = _parts(c, text, first.visit.logged_at)
    if not parts:
        return c.toast("common.button_gone")
    if choice == "visits.edit_another":
        return record(c, parts)
    reply = _amended(c, first, parts)
    return replace(reply or Reply([c.say("visits.edit_kept")]), ends=c.draft)
