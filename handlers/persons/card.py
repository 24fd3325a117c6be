"""The card of a key person, the list of a client's persons, and what may be done with them."""

from dataclasses import replace

from domain.persons import Birthday, Person, next_birthday
from handlers import fields, file_history
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from locales.format import day
from locales.markup import Markup, join
from services import clients, persons

NOUN = "persons"
ON_CARD = ("phone", "second_contact", "festivals", "hobbies", "preferences", "wishes", "notes")

Rows = list[list[Button]]


def show(c: Context) -> Reply:
    """A person pressed or asked for."""
    mine = c.draft is not None and c.draft.noun in ("clients", NOUN)
    shown = replace(card(c, int(c.data["person"])), fresh=bool(c.data.get("fresh")))
    return Reply([shown], ends=c.draft if mine else None)


def card(c: Context, person_id: int, *, lead: str | None = None, undo: Button | None = None) -> Message:
    """The card; `lead` is a line above it that says what was just done."""
    person = persons.load(c.tx, c.actor, person_id)
    client = clients.load(c.tx, c.actor, person.client_id)
    lines: list[str] = [lead, ""] if lead else []
    lines.append(c.t("persons.heading", name=person.name, client=client.name))
    about = [each for each in (person.department, person.position, _role(c, person), _sex(c, person)) if each]
    if about:
        lines.append(" · ".join(about))
    if person.nicknames:
        named = c.words.plain("common.comma").join(person.nicknames)
        lines.append(fields.written(c, fields.label(c, NOUN, "nicknames"), named))
    lines += [fields.line(c, NOUN, name, value) for name in ON_CARD[:2] if (value := getattr(person, name))]
    lines += _birthday(c, person)
    lines += [fields.line(c, NOUN, name, value) for name in ON_CARD[2:] if (value := getattr(person, name))]
    if person.consent_at:
        lines.append(fields.line(c, NOUN, "consent_at", person.consent_at))
    return Message(join(lines), _buttons(c, person, undo))


def _role(c: Context, person: Person) -> str | None:
    return fields.shown(c, NOUN, "role", person.role) if person.role else None


def _sex(c: Context, person: Person) -> str | None:
    return fields.shown(c, NOUN, "sex", person.sex) if person.sex else None


def _birthday(c: Context, person: Person) -> list[Markup]:
    """The birthday in its calendar, the day it falls on next, and the age reached then."""
    birthday = Birthday.of(person)
    if birthday is None:
        return []
    lines = [fields.written(c, fields.label(c, NOUN, "birthday"), fields.birthday(c, birthday))]
    coming = next_birthday(birthday, c.today, c.actor.organisation.settings.leap_day_birthday)
    if coming:
        on = day(coming.on, c.today, c.words.language)
        key = "persons.next_birthday_age" if coming.age else "persons.next_birthday"
        lines.append(c.t(key, day=on, **({"age": coming.age} if coming.age else {})))
    return lines


def _buttons(c: Context, person: Person, undo: Button | None) -> Rows:
    this = {"person": person.id}
    rows: Rows = [[undo]] if undo else []
    if person.phone or person.second_contact:
        rows.append([c.button("persons.reveal", "persons.reveal", **this)])
    rows.append(
        [c.button("persons.edit", "persons.edit", **this), c.button("persons.history", "persons.history", **this)]
    )
    rows.append(
        [c.button("persons.merge", "persons.twins", **this), c.button("persons.remove", "persons.remove", **this)]
    )
    rows.append([c.button("persons.to_client", "clients.show", client=person.client_id)])
    return rows


def of_client(c: Context) -> Reply:
    """The key persons of a client, five to a page."""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    offset = int(c.data.get("offset", 0))
    found = persons.of_client(c.tx, c.actor, client.id)
    lines: list[str] = [c.t("persons.list_heading", client=client.name, n=len(found))]
    rows: Rows = []
    for place, person in enumerate(found[offset : offset + PAGE], offset + 1):
        who = " · ".join(filter(None, (fields.person(c, person.name, person.position), _role(c, person))))
        lines.append(c.t("persons.list_line", place=place, who=who))
        rows.append([Button(person.name, "persons.show", {"person": person.id})])
    rows.append(turning(c, "persons.of_client", offset, len(found), client=client.id))
    rows.append([c.button("persons.add", "persons.new", client=client.id)])
    rows.append([c.button("common.back", "clients.show", client=client.id)])
    mine = c.draft is not None and c.draft.noun == NOUN
    return Reply([Message(join(lines), rows)], ends=c.draft if mine else None)


def reveal(c: Context) -> Reply:
    """The numbers in full, for this one look (R11.2)."""
    person, numbers = persons.reveal(c.tx, c.actor, int(c.data["person"]), c.now)
    return Reply(toast=c.words.plain("common.line", label=person.name, value=numbers)[:200], alert=True)


def history(c: Context) -> Reply:
    """What changed, by whom and when, the newest first."""
    person_id = int(c.data["person"])
    found = persons.history(c.tx, c.actor, person_id)
    back = c.button("common.back", "persons.show", person=person_id)
    return Reply([file_history.history(c, NOUN, found, back, person=person_id)])


def remove(c: Context) -> Reply:
    """Take a person off the file; Undo brings them back."""
    person = persons.remove(c.tx, c.actor, int(c.data["person"]), c.now)
    rows: Rows = [
        [c.button("persons.bring_back", "persons.bring_back", person=person.id)],
        [c.button("persons.to_client", "clients.show", client=person.client_id)],
    ]
    return Reply([c.say("persons.removed", rows, name=person.name)])


def bring_back(c: Context) -> Reply:
    """Undo a removal."""
    person = persons.bring_back(c.tx, c.actor, int(c.data["person"]), c.now)
    return Reply([card(c, person.id, lead=c.t("common.restored"))])


def twins(c: Context) -> Reply:
    """Whom is this person the same as? The others of the client."""
    person = persons.load(c.tx, c.actor, int(c.data["person"]))
    others = [each for each in persons.of_client(c.tx, c.actor, person.client_id) if each.id != person.id]
    offset = int(c.data.get("offset", 0))
    this = {"noun": NOUN, "one": person.id}
    rows: Rows = [
        [Button(each.name, "clients.pair", {**this, "other": each.id})] for each in others[offset : offset + PAGE]
    ]
    rows.append(turning(c, "persons.twins", offset, len(others), person=person.id))
    rows.append([c.button("common.back", "persons.show", person=person.id)])
    return Reply([c.say("persons.which_twin" if others else "persons.no_twin", rows, name=person.name)])
