"""The questions about a visit, answered by buttons or in words: what comes after each answer."""

from dataclasses import replace

from handlers import common
from handlers.context import Context
from handlers.turn import Reply
from handlers.visits import change, sending, steps, telling
from handlers.visits.answers import only_purposes, pressed, toggled, typed
from handlers.visits.drafting import VisitDraft
from handlers.visits.log import ask, missing, record, save, tells_a_visit, told
from handlers.visits.questions import STEPS
from language import referrals
from language.characters import fold

_CANCELLING = frozenset(
    {
        "取消",
        "撤销",
        "撤回",
        "算了",
        "不记了",
        "不用了",
        "不要了",
        "cancel",
        "undo",
        "never mind",
        "nevermind",
        "forget it",
    }
)
_IN_OWN_WORDS = frozenset({"content", "feedback", "place", "next_steps", "competitors"})
"""Questions whose answers are sentences; they may well name another client."""
_SHORT = frozenset({"persons", "when", "purposes"})
"""Questions of the steps whose answers are a few words; a sentence that tells more than that is taken whole."""
_OF_THEIR_OWN = frozenset({"care", "plan", "demand", "competitor", "next_step"})
"""What is told surely of these is a record of its own, and answers no question about a visit."""
_MOST_TRIES = 2
_SHORT_ANSWER = 10
"""An answer to "which client" has at most so many signs besides the name."""


def hear(c: Context) -> Reply | None:
    """Something typed or sent while a visit is asked about. None: it is not for this conversation."""
    assert c.draft is not None
    part, asked = VisitDraft.from_json(c.draft.data), c.draft.step
    if c.turn.attachment is not None:
        if asked in ("step_date", "edited"):
            return None
        taken = sending.into_draft(c, part)
        if taken is None or not c.turn.text.strip() or taken.draft is None:
            return taken
        part = VisitDraft.from_json(taken.draft.data)
    if fold(c.turn.text.strip()) in _CANCELLING:
        return common.cancel(c)
    if asked == "change":
        return change.sentence(c, part)
    if asked == "step_date":
        return steps.date_typed(c)
    if asked in ("attach", "edited"):
        return None
    return _typed(c, part, asked)


def _typed(c: Context, part: VisitDraft, asked: str) -> Reply | None:
    if asked == "client" and part.stepwise and not part.text and tells_a_visit(c):
        return record(c, told(c, attachments=part.attachments))
    if _elsewhere(c, part, asked):
        return None
    if part.stepwise and asked in _SHORT and not only_purposes(c, c.turn.text.strip()):
        more = telling.more(c, part)
        if more is not None:
            return _told_more(c, more)
    answered = typed(c, part, asked)
    if answered is not None:
        return _settled(c, replace(answered, tries=0), asked)
    if part.tries >= _MOST_TRIES:
        return None
    tries = part.tries + 1
    part = replace(part, tries=tries)
    if asked == "client" and tries == _MOST_TRIES and len(c.turn.text.strip()) <= 40:
        part = replace(part, new_client=c.turn.text.strip(), client_choices=())
        return ask(c, part, asked)
    return ask(c, part, asked, again="visits.again" if tries == 1 else "visits.again_choose")


def _told_more(c: Context, part: VisitDraft) -> Reply:
    """A sentence that tells what happened, typed at a question of the steps, tells it all: what is missing is asked
    for, and nothing else."""
    asked = missing(part, c.today) if part.day else "person" if part.person_choices else None
    return ask(c, replace(part, tries=0), asked) if asked else save(c, part)


def _elsewhere(c: Context, part: VisitDraft, asked: str) -> bool:
    """Whether the words are no answer but a record, a question or a correction of their own."""
    to_leader = referrals.opened if asked in _IN_OWN_WORDS else referrals.question
    if to_leader(c.turn.text):
        return True
    read = c.understand()
    intent = read.intent.value
    if read.file_change is not None and asked not in _IN_OWN_WORDS:
        return True
    if intent == "query" and asked not in _IN_OWN_WORDS:
        return read.sure
    if len(c.turn.text) < 6:
        return False
    other = read.client is not None and read.client.id != part.client_id and read.sure
    if asked in _IN_OWN_WORDS:
        return other and intent == "visit" and bool(read.date and read.date.words)
    if intent == "cancel" and read.correction is not None:
        return read.sure
    if intent in _OF_THEIR_OWN and read.sure:
        return True
    if asked == "client":
        offered = {id_ for id_, _ in part.client_choices}
        named = len(read.clients[0].words) if read.clients else 0
        return other and read.clients[0].value.id not in offered and len(c.turn.text) - named > _SHORT_ANSWER
    return other and intent in ("visit", "care", "plan", "demand", "competitor")


def _settled(c: Context, part: VisitDraft, asked: str) -> Reply:
    """After words that answered a question."""
    if asked == "client" and part.client_id is None:
        return ask(c, part, "client")
    if asked == "next_steps" and part.visit_id is None:
        return ask(c, part, "next_steps")
    if asked == "persons" and part.stepwise and not part.persons and not part.person_choices:
        return ask(c, part, "persons")  # only the time was said
    if asked == "when" and part.stepwise and part.day is None:
        return ask(c, part, "when")  # only a name was said
    return onward(c, part, asked)


def onward(c: Context, part: VisitDraft, asked: str) -> Reply:
    """What follows an answered question: the next one, or the record."""
    if asked == "pick":
        return ask(c, part, "due")
    if part.person_choices and (part.stepwise or part.visit_id is not None):
        return ask(c, part, "person")
    if part.visit_id is not None:
        return change.apply(c, part, {"due": "next_steps", "person": "persons"}.get(asked, asked))
    if not part.stepwise:
        return save(c, part)
    if asked == "due":
        return ask(c, part, "next_steps")
    asked = {"person": "persons"}.get(asked, asked)
    if asked == "when" and part.day is not None and part.day > c.today.isoformat():
        return ask(c, part, "when")
    place = STEPS.index(asked) if asked in STEPS else 0
    following = [step for step in STEPS[place + 1 :] if step != "when" or part.day is None]
    return ask(c, part, following[0]) if following else save(c, part)


def answer(c: Context) -> Reply:
    """A button that answers a question."""
    if c.draft is None:
        return c.toast("common.button_gone")
    asked = c.data["step"]
    part = pressed(c, VisitDraft.from_json(c.draft.data), asked, c.data["value"])
    return onward(c, replace(part, tries=0), asked)


def toggle(c: Context) -> Reply:
    """One of several answers ticked, or its tick taken away."""
    if c.draft is None:
        return c.toast("common.button_gone")
    asked = c.data["step"]
    part = toggled(c, VisitDraft.from_json(c.draft.data), asked, c.data["value"])
    return ask(c, part, asked, int(c.data.get("offset", 0)))


def page(c: Context) -> Reply:
    """Another page of the answers to choose from; `all` offers everything instead of the likely ones."""
    if c.draft is None:
        return c.toast("common.button_gone")
    part = VisitDraft.from_json(c.draft.data)
    if c.data.get("all"):
        part = replace(part, client_choices=(), new_client=None)
    return ask(c, part, c.data["step"], int(c.data["offset"]))


def go(c: Context) -> Reply:
    """Back to a question, or on from it (skip, next, save)."""
    if c.draft is None:
        return c.toast("common.button_gone")
    part = VisitDraft.from_json(c.draft.data)
    if not c.data.get("done"):
        return ask(c, part, c.data["step"])
    if c.data["step"] == "when" and part.day is None:
        part = replace(part, day=c.today.isoformat())
    return onward(c, part, c.data["step"])
