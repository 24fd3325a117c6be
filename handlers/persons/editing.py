"""Changing a key person: one field, one question, one answer; what was there before can be had back (R1.6)."""

from typing import Any

from domain.errors import Refused
from domain.persons import Birthday, BirthdayType, Person, PersonRole, Sex
from handlers import fields, other_names
from handlers.context import Context
from handlers.other_names import Named
from handlers.persons.card import card
from handlers.turn import Button, Message, Reply
from language.reading import FileChange
from locales.markup import Markup, escape, join
from services import corrections, persons
from services.clients import Changed
from storage.drafts import Draft

NOUN = "persons"
LONG = ("festivals", "hobbies", "preferences", "wishes", "notes")
"""Fields whose answer may well read like a message."""

_FIELDS = (
    *("name", "sex", "position", "department", "role", "phone", "second_contact", "birthday", "birthday_type"),
    *("festivals", "hobbies", "preferences", "wishes", "notes", "consent_at"),
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "sex": tuple(Sex),
    "birthday_type": tuple(BirthdayType),
    "role": tuple(PersonRole),
}
Rows = list[list[Button]]


def edit(c: Context) -> Reply:
    """Which field?"""
    person = persons.load(c.tx, c.actor, int(c.data["person"]))
    this = {"person": person.id}
    choices = [Button(fields.label(c, NOUN, name), "persons.field", {**this, "field": name}) for name in _FIELDS]
    choices.append(c.button("persons.field_nicknames", "persons.nicknames", **this))
    rows: Rows = [choices[start : start + 3] for start in range(0, len(choices), 3)]
    rows.append([c.button("common.back", "persons.show", **this)])
    return Reply([c.say("persons.which_field", rows, name=person.name)], ends=own(c))


def own(c: Context) -> Draft | None:
    """The conversation under way, where it is one of ours."""
    return c.draft if c.draft is not None and c.draft.noun == NOUN else None


def field(c: Context) -> Reply:
    """One field: what it says now, and the question."""
    return ask(c, persons.load(c.tx, c.actor, int(c.data["person"])), c.data["field"])


def ask(c: Context, person: Person, name: str, problem: Markup | None = None) -> Reply:
    """The question for a field; `problem` says what was wrong with the last answer."""
    value = getattr(person, name)
    lines: list[str] = [problem, ""] if problem else []
    if value not in (None, ""):
        lines.append(_now(c, person, name, value))
    key = f"persons.ask_{name}" if name in ("birthday", "consent_at", "role") else "persons.ask_field"
    lines.append(c.t(key, name=person.name, what=fields.label(c, NOUN, name)))
    this = {"person": person.id, "field": name}
    rows: Rows = []
    choices = [
        Button(fields.shown(c, NOUN, name, each), "persons.set", {**this, "value": each})
        for each in _CHOICES.get(name, ())
    ]
    if name == "consent_at":
        choices = [c.button("persons.consent_yes", "persons.set", **this, value="yes")]
    rows += [choices[start : start + 3] for start in range(0, len(choices), 3)]
    if value not in (None, "") and name not in ("name", "birthday_type"):
        rows.append([c.button("common.clear", "persons.set", **this, value="")])
    rows.append([c.button("common.back", "persons.edit", person=person.id), c.button("common.cancel", "common.cancel")])
    mine = own(c)
    return Reply([Message(join(lines), rows)], draft=Draft(NOUN, "field", this, mine.id if mine else None))


def _now(c: Context, person: Person, name: str, value: Any) -> Markup:
    if name == "birthday":
        birthday = Birthday.of(person)
        assert birthday is not None
        return fields.written(c, fields.label(c, NOUN, name), fields.birthday(c, birthday))
    return fields.line(c, NOUN, name, value)


def set_(c: Context) -> Reply:
    """An answer pressed, or nothing at all; of what was told of somebody, whom it was told of."""
    if c.data.get("adds"):
        said = FileChange(c.data["field"], c.data["value"], adds=True)
        changed = corrections.change_file(c.tx, c.actor, int(c.data["person"]), said, c.now)
        return Reply([after(c, changed, said.field)], ends=own(c))
    return _save(c, int(c.data["person"]), c.data["field"], c.data["value"])


def told(c: Context) -> Reply | None:
    """把王校长的生日改成4月10号: the field is set, with Undo; of several it may be, one is chosen (R1.6)."""
    read = c.understand()
    said = read.file_change
    if said is None:
        return None
    people = [each.value for each in read.persons] or [each for options in read.person_choices for each in options]
    if len(people) == 1 and not read.person_choices and read.persons[0].sure:
        changed = corrections.change_file(c.tx, c.actor, people[0].id, said, c.now)
        return Reply([after(c, changed, said.field)], ends=own(c))
    if not people:
        return None
    homes = {client.id: client.name for client in (*read.client_choices, *(each.value for each in read.clients))}
    rows: Rows = [
        [
            Button(
                " · ".join(filter(None, (each.name, homes.get(each.client_id) or each.position))),
                "persons.set",
                {"person": each.id, "field": said.field, "value": said.written, "adds": said.adds},
            )
        ]
        for each in people[:8]
    ]
    rows.append([c.button("common.cancel", "common.cancel")])
    return Reply([c.say("notes.ask_person", rows)])


def _save(c: Context, person_id: int, name: str, written: str) -> Reply:
    changed = persons.change_written(c.tx, c.actor, person_id, name, written, c.now)
    return Reply([after(c, changed, name)], ends=own(c))


def after(c: Context, changed: Changed, name: str) -> Message:
    """The card again, with what was changed on top and the way back."""
    if not changed.before:
        return card(c, changed.subject_id, lead=c.t("common.unchanged"))
    person = persons.load(c.tx, c.actor, changed.subject_id)
    undo = c.button("common.undo", "persons.restore", person=person.id, before=changed.before)
    label = fields.label(c, NOUN, "birthday" if name == "birthday_type" else name)
    value = getattr(person, "birthday" if name == "birthday_type" else name)
    if value in (None, ""):
        return card(c, person.id, lead=c.t("common.cleared", what=label), undo=undo)
    return card(c, person.id, lead=c.t("persons.changed", what=label), undo=undo)


def restore(c: Context) -> Reply:
    """Undo under a card."""
    changed = persons.restore(c.tx, c.actor, int(c.data["person"]), c.data["before"], c.now)
    return Reply([card(c, changed.subject_id, lead=c.t("common.restored"))])


def typed(c: Context, draft: Draft) -> Reply:
    """A value for one field; a bad one is told, and the question stays."""
    person_id, name = draft.data["person"], draft.data["field"]
    try:
        with c.tx.savepoint():
            changed = persons.change_written(c.tx, c.actor, person_id, name, c.turn.text, c.now)
    except Refused as refused:
        problem = Markup(escape(c.words.plain(refused.key, **refused.values)))
        return ask(c, persons.load(c.tx, c.actor, person_id), name, problem)
    return Reply([after(c, changed, name)], ends=draft)


def nicknames(c: Context) -> Reply:
    """What else the person is called."""
    return Reply([_nicknames(c, int(c.data["person"]))], ends=own(c))


def _named(c: Context, person_id: int) -> Named:
    person = persons.load(c.tx, c.actor, person_id)
    return Named(NOUN, "person", "nickname", person.id, person.name, person.nicknames)


def _nicknames(c: Context, person_id: int, lead: Markup | None = None) -> Message:
    back = c.button("common.back", "persons.show", person=person_id)
    return other_names.listed(c, _named(c, person_id), back, lead)


def nickname_drop(c: Context) -> Reply:
    """A name that is not used any more."""
    person_id, name = int(c.data["person"]), c.data["name"]
    persons.drop_nickname(c.tx, c.actor, person_id, name, c.now)
    return Reply([_nicknames(c, person_id, other_names.dropped(c, name))])


def nickname_add(c: Context) -> Reply:
    """Which name?"""
    named = _named(c, int(c.data["person"]))
    back = c.button("common.back", "persons.nicknames", person=named.id)
    return other_names.question(c, named, "persons.ask_nickname", back, own(c))


def nickname_typed(c: Context, person_id: int) -> Reply:
    """Names typed."""
    fresh = persons.add_nickname(c.tx, c.actor, person_id, c.turn.text, c.now)
    return Reply([_nicknames(c, person_id, other_names.added(c, fresh))], ends=own(c))
