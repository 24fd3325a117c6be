"""A record opened again: which field, its new value, what changed; and the way back to the old value."""

import re
from dataclasses import replace

from domain.errors import Refused
from handlers.context import Context
from handlers.telling import told as tell
from handlers.turn import Button, Message, Reply
from handlers.visit_card import buttons, card, facts
from handlers.visits.answers import typed
from handlers.visits.drafting import VisitDraft, of_record
from handlers.visits.log import NOUN, ask, undone
from handlers.visits.questions import FIELDS
from locales.markup import join
from services import corrections, visits
from services.corrections import Corrected
from services.visits import Recorded, may_change
from storage.drafts import Draft

_NAMES: dict[str, tuple[str, ...]] = {
    "client": ("client_id",),
    "persons": ("persons",),
    "when": ("visited_on", "visited_at"),
    "type": ("visit_type",),
    "purposes": ("purposes", "visit_type"),
    "content": ("content",),
    "feedback": ("feedback",),
    "sentiment": ("sentiment",),
    "competitors": ("competition",),
    "next_steps": ("next_steps",),
    "companions": ("companions",),
    "length": ("length_minutes",),
    "place": ("place",),
}
"""The fields of a record that each question is about."""

_PER_ROW = 3
_SHORTEST_LABEL = 2
_SET = re.compile(
    r"(?:把|change |set )?\s*(.{1,20}?)\s*(?:改成|改為|改为|换成|換成|改|是|to\b|is\b|[:：=])\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A field by its label, or by the end of it (反馈 for 客户反馈), then its new value."""


def menu(c: Context) -> Reply:
    """Change under a card: its fields as buttons; a sentence does as well."""
    recorded = _own(c, int(c.data["visit"]))
    keys = [c.button(f"visits.field_{name}", "visits.field", visit=recorded.visit.id, step=name) for name in FIELDS]
    rows = [keys[place : place + _PER_ROW] for place in range(0, len(keys), _PER_ROW)]
    rows.append([c.button("common.back", "visits.show", visit=recorded.visit.id)])
    lines: list[str] = [c.t("visits.change_what", client=recorded.client.name), *facts(c, recorded)]
    part = of_record(recorded.visit, c.actor.zone)
    draft = Draft(NOUN, "change", part.to_json(), c.draft.id if c.draft else None)
    return Reply([Message(join(lines), rows)], draft=draft)


def field(c: Context) -> Reply:
    """One field of a record pressed: its question."""
    recorded = _own(c, int(c.data["visit"]))
    return ask(c, of_record(recorded.visit, c.actor.zone), c.data["step"])


def apply(c: Context, part: VisitDraft, asked: str) -> Reply:
    """Write the answer to a question into the record."""
    assert part.visit_id is not None
    command = part.command(c.actor.zone)
    fields = {name: getattr(command, name) for name in _NAMES[asked]}
    return changed(c, visits.change(c.tx, c.actor, part.visit_id, c.now, **fields))


def changed(c: Context, recorded: Recorded) -> Reply:
    """The card after a change, saying what changed, with a way back; whoever must hear of it does."""
    if not recorded.changed or recorded.before is None:
        return Reply([card(c, recorded, "visits.card")], ends=c.draft)
    before = of_record(recorded.before, c.actor.zone).to_json()
    data = {"visit": recorded.visit.id, "names": list(recorded.changed), "before": before}
    rows = [*buttons(c, recorded), [Button(c.words.plain("visits.revert"), "visits.revert", data)]]
    return Reply([card(c, recorded, "visits.changed", rows), *tell(c, recorded)], ends=c.draft)


def revert(c: Context) -> Reply:
    """Back to the values from before a change."""
    before = VisitDraft.from_json(c.data["before"]).command(c.actor.zone)
    fields = {name: getattr(before, name) for name in c.data["names"]}
    return changed(c, visits.change(c.tx, c.actor, int(c.data["visit"]), c.now, **fields))


def sentence(c: Context, part: VisitDraft) -> Reply | None:
    """A change said in words while its record is open: "时间改成昨天下午三点", "不是一中，是二中"."""
    assert part.visit_id is not None
    recorded = _own(c, part.visit_id)
    named = _named_field(c, part)
    if named is not None:
        return named
    read = c.understand()
    if read.correction is None:
        return None
    if read.correction.undo:
        return undone(c, part.visit_id)
    done = corrections.correct(c.tx, c.actor, recorded, read, c.said_on, c.now)
    if isinstance(done, Corrected) and isinstance(done.record, Recorded):
        return changed(c, done.record)
    return ask(c, part, "client", again="visits.again")


def _named_field(c: Context, part: VisitDraft) -> Reply | None:
    """ "地点：二楼会议室", "length to 90 minutes": a field by its label, then its new value."""
    match = _SET.fullmatch(c.turn.text.strip())
    if match is None:
        return None
    said = match[1].lower()
    for name in FIELDS:
        label = c.words.plain(f"visits.field_{name}").lower()
        if said != label and (len(said) < _SHORTEST_LABEL or not label.endswith(said)):
            continue
        said = replace(c, turn=replace(c.turn, text=match[2]))
        answered = typed(said, part, name)
        settled = answered is not None and not answered.person_choices and answered.client_id is not None
        if answered is not None and settled:
            return apply(c, answered, name)
        if answered is not None and answered.person_choices:
            return ask(c, answered, "person")
        return ask(c, part, name, again="visits.again")
    return None


def add_person(c: Context) -> Reply:
    """Somebody known by name only is put into the client's file."""
    recorded = visits.add_person(c.tx, c.actor, int(c.data["visit"]), str(c.data["name"]), c.now)
    shown = card(c, recorded, "visits.card")
    return Reply([shown], toast=c.words.plain("visits.person_added", name=c.data["name"]))


def _own(c: Context, visit_id: int) -> Recorded:
    recorded = visits.load(c.tx, c.actor, visit_id)
    if not may_change(c.actor, recorded.visit):
        raise Refused("visits.not_yours")
    return recorded
