"""Moments entered by hand (R3.1): asked for, typed, taken back."""

from domain.moments import Kind, rule_of, rule_text
from handlers.calendar import lines
from handlers.common import is_news
from handlers.context import Context
from handlers.turn import Reply
from services import moments
from services.moments import NewMoment
from storage.drafts import Draft

NOUN = "calendar"


def add(c: Context) -> Reply:
    """Add a moment: one line says day, name and client."""
    draft = Draft(NOUN, "line", {}, c.draft.id if c.draft and c.draft.noun == NOUN else None)
    return Reply([c.say("calendar.ask_line", [[c.button("common.cancel", "common.cancel")]])], draft=draft)


def typed(c: Context) -> Reply | None:
    """The line typed; a message that is a record of its own is something new (None)."""
    if is_news(c) and c.understand().intent.value in ("visit", "care"):
        return None
    return lines.enter(c, c.turn.text) or Reply([c.say("calendar.ask_line_again")], draft=c.draft)


def told(c: Context) -> Reply | None:
    """Free text that tells of something that comes every year (None: it names no day after all)."""
    return lines.enter(c, c.turn.text)


def remove(c: Context) -> Reply:
    """Take a moment back that was entered; it can be brought back."""
    was = moments.remove(c.tx, c.actor, int(c.data["moment"]), c.now)
    about = {"kind": was.kind.value, "name": was.name, "rule": rule_text(was.rule), "for_group": was.for_group}
    again = c.button("care.restore", "calendar.restore", client=was.client_id, person=was.person_id, **about)
    return Reply([c.say("calendar.removed", [[again]], name=was.name)])


def restore(c: Context) -> Reply:
    """A moment taken back is entered again."""
    data = c.data
    about = (Kind(data["kind"]), str(data["name"]), rule_of(data["rule"]), data["client"], data["person"])
    return lines.keep(c, NewMoment(*about, for_group=bool(data["for_group"])))
