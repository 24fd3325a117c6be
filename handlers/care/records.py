"""Care records changed by a tap or a word (R3.6): effect, gift, what was learned, form, day; undone, restored."""

import re
from dataclasses import replace
from datetime import datetime

from domain.care import Care, CareForm, Effect
from handlers import care_card
from handlers.care import acting
from handlers.care.acting import NOUN
from handlers.context import Context
from handlers.paging import PAGE
from handlers.turn import Button, Reply
from handlers.visit_card import short
from language import dates
from language.numerals import whole
from services import care, gifts, persons, visit_choices
from services.care import Logged
from storage.drafts import Draft

LEARNED_FIELDS = ("hobbies", "preferences", "wishes", "notes")
_COST = re.compile(
    r"(?:[¥￥]\s*(\d+(?:\.\d{1,2})?)|(\d+(?:\.\d{1,2})?|[一二两三四五六七八九十百]+)\s*(?:元|块钱?|塊錢?|yuan|rmb))",
    re.I,
)


def _care(c: Context) -> Care:
    held = c.data.get("care") or (c.draft.data["care"] if c.draft else 0)
    return care.load(c.tx, c.actor, int(held)).care


def _changed(c: Context, record: Care) -> Reply:
    logged = care.change(c.tx, c.actor, record, c.now)
    return _shown(c, logged, "care.changed")


def _shown(c: Context, logged: Logged, heading: str = "care.shown") -> Reply:
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([care_card.card(c, logged, heading)], ends=mine)


def show(c: Context) -> Reply:
    """A record opened from a list, or again after a question about it."""
    logged = care.load(c.tx, c.actor, _care(c).id)
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([care_card.card(c, logged, "care.shown")], ends=mine)


def effect(c: Context) -> Reply:
    """How it was received: one tap (R3.6)."""
    logged = care.note_effect(c.tx, c.actor, _care(c).id, Effect(c.data["effect"]), c.now)
    return _shown(c, logged, "care.changed")


def undo(c: Context) -> Reply:
    """Take a record back; the moments it had closed are open again."""
    logged = care.undo(c.tx, c.actor, int(c.data["care"]), c.now)
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([care_card.gone(c, logged)], ends=mine)


def restore(c: Context) -> Reply:
    """Undo the undo."""
    logged = care.restore(c.tx, c.actor, int(c.data["care"]), c.now)
    return Reply([care_card.card(c, logged, "care.restored")])


def done_gift(c: Context) -> Reply:
    """Done with a gift: recorded as handed over in person; what it was is asked, and may be left open."""
    logged = acting.log_done(c, [int(each) for each in c.data["occ"]], CareForm.VISIT)
    return _ask_gift(c, logged.care, undo=True)


def ask_gift(c: Context) -> Reply:
    """What was given? What one was approved from the ledger as buttons, or typed with what it cost."""
    return _ask_gift(c, _care(c))


def _ask_gift(c: Context, record: Care, *, undo: bool = False) -> Reply:
    mine, _ = gifts.mine(c.tx, c.actor, 0, 20)
    rows = [
        [Button(f"{each.item}×{each.quantity}", "care.gift", {"care": record.id, "request": each.id})]
        for each in mine
        if each.client_id == record.client_id and each.state == "approved"
    ]
    rows.append([c.button("care.no_gift" if undo else "common.back", "care.record", care=record.id)])
    if undo:
        rows[-1].append(c.button("care.undo", "care.undo", care=record.id))
    draft = Draft(NOUN, "gift", {"care": record.id}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_gift", rows)], draft=draft)


def gift(c: Context) -> Reply:
    """A gift of the ledger pressed: it is handed out with this record (R3.7)."""
    asked = gifts.hand_out(c.tx, c.actor, int(c.data["request"]), c.now).request
    return _given(c, replace(_care(c), gift=f"{asked.item}×{asked.quantity}", cost=asked.amount))


def _given(c: Context, record: Care) -> Reply:
    """With its gift; where it is not known yet how it was received, that is asked next."""
    logged = care.change(c.tx, c.actor, record, c.now)
    return _shown(c, logged, "care.changed" if record.effect else "care.saved")


def gift_typed(c: Context) -> Reply:
    """A gift typed, with its cost where one is said: 茶叶 120元."""
    text = c.turn.text.strip()
    found = _COST.search(text)
    cost = None
    if found:
        figure = found[1] or found[2]
        number = float(figure) if figure[0].isdigit() else float(whole(figure) or 0)
        cost = round(number * 100)
        text = (text[: found.start()] + text[found.end() :]).strip(" ，,、。")
    return _given(c, replace(_care(c), gift=short(text, 100) or None, cost=cost))


def ask_learned(c: Context) -> Reply:
    """What was learned? In own words."""
    record = _care(c)
    rows = [[c.button("common.back", "care.record", care=record.id)]]
    draft = Draft(NOUN, "learned", {"care": record.id}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_learned", rows)], draft=draft)


def learned_typed(c: Context) -> Reply:
    """What was learned goes to the record, and to the person's file where one is known (R1.6): to which field?"""
    text = short(c.turn.text.strip(), 500)
    record = _care(c)
    logged = care.change(c.tx, c.actor, replace(record, learned=text), c.now)
    person = next((met.person_id for met in record.persons if met.person_id), None)
    if person is None:
        return _shown(c, logged, "care.changed")
    buttons = [
        Button(
            c.words.plain(f"persons.field_{field}"), "care.file", {"care": record.id, "field": field, "person": person}
        )
        for field in LEARNED_FIELDS
    ]
    rows = [buttons[:2], buttons[2:], [c.button("care.only_record", "care.record", care=record.id)]]
    name = persons.load(c.tx, c.actor, person).name
    draft = Draft(NOUN, "file", {"care": record.id}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_field", rows, name=name, text=text)], draft=draft)


def file(c: Context) -> Reply:
    """The field chosen: the person's file grows by it."""
    record = _care(c)
    field = c.data["field"]
    if record.learned and field in LEARNED_FIELDS:
        persons.learn(c.tx, c.actor, int(c.data["person"]), {field: record.learned}, c.now)
    return _shown(c, care.load(c.tx, c.actor, record.id), "care.filed")


def change(c: Context) -> Reply:
    """Change what? Form, effect, day or words."""
    record = _care(c)
    this = {"care": record.id}
    fields = [
        Button(c.words.plain(f"care.field_{name}"), "care.field", {**this, "field": name})
        for name in ("form", "when", "effect", "content", "client")
    ]
    rows = [fields[:2], fields[2:4], fields[4:], [c.button("common.back", "care.record", **this)]]
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([c.say("care.ask_change", rows)], ends=mine)


def field(c: Context) -> Reply:
    """A field to change: its values as buttons, or typed."""
    record, name = _care(c), c.data["field"]
    this = {"care": record.id}
    rows: list[list[Button]] = []
    if name == "form":
        forms = [
            Button(c.words.plain(f"care.form_{each}"), "care.set", {**this, "form": each.value}) for each in CareForm
        ]
        rows = [forms[:3], forms[3:6], forms[6:]]
    elif name == "effect":
        rows = care_card.effects(c, record)
    elif name == "client":
        near = visit_choices.clients_by_need(c.tx, c.actor, c.today)[:PAGE]
        rows = [[Button(one.name, "care.move", {**this, "client": one.id})] for one in near]
    rows.append([c.button("common.back", "care.change", **this)])
    step = {"when": "when", "content": "content", "client": "move"}.get(name, "shown")
    draft = Draft(NOUN, step, {"care": record.id}, c.draft.id if c.draft else None)
    return Reply([c.say(f"care.ask_{name}", rows)], draft=draft)


def set_(c: Context) -> Reply:
    """A form pressed."""
    return _changed(c, replace(_care(c), form=CareForm(c.data["form"])))


def move(c: Context) -> Reply:
    """Another client pressed."""
    return _moved(c, int(c.data["client"]))


def client_typed(c: Context) -> Reply | None:
    """Another client typed."""
    found = visit_choices.clients_like(c.tx, c.actor, c.turn.text)
    return _moved(c, found[0].id) if len(found) == 1 else None


def _moved(c: Context, client_id: int) -> Reply:
    """The record is of another client now; persons of the former one do not go with it."""
    record = _care(c)
    strangers = tuple(met for met in record.persons if met.person_id is None)
    return _changed(c, replace(record, client_id=client_id, persons=strangers))


def when_typed(c: Context) -> Reply | None:
    """A day typed; one to come is refused in words."""
    found = dates.find(c.turn.text, c.said_on, "past")
    if not found:
        return None
    start = found[0].start
    on = start.date() if isinstance(start, datetime) else start
    if on > c.today:
        rows = [[c.button("common.back", "care.change", care=_care(c).id)]]
        return Reply([c.say("care.day_is_to_come", rows)], draft=c.draft)
    return _changed(c, replace(_care(c), cared_on=on))


def content_typed(c: Context) -> Reply:
    """Other words."""
    return _changed(c, replace(_care(c), content=short(c.turn.text.strip(), 2000)))
