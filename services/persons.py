"""Key persons: their file, their birthdays, and what is learned of them on the way (R1.2, R1.3, R1.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.persons import PERSONALISED, Birthday, BirthdayType, Occurrence, Person, next_birthday
from domain.staff import Actor
from services import fields
from services.clients import Changed, normal
from services.clients import load as load_client
from storage import audit, changes, organisation, persons
from storage.tx import Tx

SECRET = ("phone", "second_contact")
"""Fields that are masked wherever they are shown (R11.2)."""


@frozen
class Coming:
    """A birthday that is near."""

    person: Person
    occurrence: Occurrence


def load(tx: Tx, actor: Actor, person_id: int) -> Person:
    """A person in scope; one who was merged leads to the one they went into.

    Raises Refused as if they did not exist for one out of scope (R0.4).
    """
    person = persons.load(tx, actor, person_id) or persons.load(tx, actor, persons.survivor(tx, person_id))
    if person is None:
        raise Refused("persons.not_found")
    return person


def of_client(tx: Tx, actor: Actor, client_id: int) -> list[Person]:
    """The key persons of a client in scope."""
    return persons.of_client(tx, load_client(tx, actor, client_id).id)


def namesake(tx: Tx, actor: Actor, client_id: int, name: str) -> Person | None:
    """The person of this name at a client in scope."""
    wanted = normal(name)
    known = of_client(tx, actor, client_id)
    return next((each for each in known if wanted in map(normal, (each.name, *each.nicknames))), None)


def by_phone(tx: Tx, actor: Actor, phone: str) -> Person | None:
    """The person in scope who has this phone number, however it is written."""
    wanted = fields.digits(phone)
    if len(wanted) < 5:
        return None
    known = persons.with_phone(tx, actor, wanted[-4:])
    return next((each for each in known if fields.digits(each.phone or "") == wanted), None)


def add(tx: Tx, actor: Actor, client_id: int, name: str, now: datetime, **values: Any) -> Person:
    """A new key person of a client in scope. Raises Refused where the client has somebody of that name."""
    client = load_client(tx, actor, client_id)
    name = fields.name(name)
    if namesake(tx, actor, client.id, name):
        raise Refused("persons.name_taken", name=name, client=client.name)
    person_id = persons.add(tx, {"client_id": client.id, "name": name, **values})
    audit.write(tx, "person_added", "person", person_id, now, staff_id=actor.id)
    organisation.touch(tx)
    return load(tx, actor, person_id)


def change(tx: Tx, actor: Actor, person_id: int, values: Mapping[str, Any], now: datetime) -> Changed:
    """Set fields; what they held before stays in the history with who and when (R1.6)."""
    person = load(tx, actor, person_id)
    pairs = {name: (getattr(person, name), value) for name, value in values.items() if getattr(person, name) != value}
    if "name" in pairs:
        other = namesake(tx, actor, person.client_id, pairs["name"][1])
        if other and other.id != person.id:
            raise Refused("persons.name_taken", name=other.name, client=load_client(tx, actor, person.client_id).name)
    if pairs:
        persons.change(tx, person.id, {name: new for name, (_, new) in pairs.items()})
        changes.note(tx, "person", person.id, pairs, actor.id, now)
        organisation.touch(tx)
    before = {name: _text(old) for name, (old, _) in pairs.items()}
    return Changed(person.id, before)


def change_written(tx: Tx, actor: Actor, person_id: int, field: str, written: str, now: datetime) -> Changed:
    """Set one field to what somebody typed; nothing typed clears it. Raises Refused for what cannot be that."""
    return change(tx, actor, person_id, _read(tx, actor, person_id, field, written, now), now)


def _read(tx: Tx, actor: Actor, person_id: int, field: str, written: str, now: datetime) -> dict[str, Any]:
    today = now.astimezone(actor.zone).date()
    if field == "birthday":
        if not written.strip():
            return {"birthday": None, "birthday_type": None}
        found = fields.birthday(written, today)
        return {"birthday": str(found), "birthday_type": found.type}
    if field == "birthday_type":
        return _retyped(load(tx, actor, person_id), fields.birthday_type(written), today)
    if field == "consent_at":
        return {"consent_at": fields.consent(written, today, actor.zone) if written.strip() else None}
    return {field: fields.read_person(field, written, today) if written.strip() or field == "name" else None}


def _retyped(person: Person, type_: BirthdayType, today: date) -> dict[str, Any]:
    """The same figures read in another calendar, which must have that day."""
    if person.birthday is None:
        raise Refused("persons.no_birthday")
    found = fields.birthday(person.birthday, today, type_)
    return {"birthday": str(found), "birthday_type": found.type}


def restore(tx: Tx, actor: Actor, person_id: int, before: Mapping[str, str | None], now: datetime) -> Changed:
    """Take a change back."""
    values: dict[str, Any] = {}
    for name, old in before.items():
        if name == "birthday":
            values["birthday"] = old
        elif name == "birthday_type":
            values["birthday_type"] = BirthdayType(old) if old else None
        elif name == "consent_at":
            values["consent_at"] = datetime.fromisoformat(old) if old else None
        else:
            values[name] = fields.read_person(name, old, now.date()) if old else None
    return change(tx, actor, person_id, values, now)


def learn(tx: Tx, actor: Actor, person_id: int, learned: Mapping[str, str], now: datetime) -> Changed:
    """Save to the file what was learned of a person in a visit or a care action (R1.6).

    `learned` maps fields to what was said of them. Hobbies, preferences, wishes, festivals and notes grow by it; any
    other field is replaced. Raises Refused for what cannot be that field.
    """
    person = load(tx, actor, person_id)
    values: dict[str, Any] = {}
    for field, written in learned.items():
        held = getattr(person, field)
        if field in PERSONALISED and held:
            values[field] = held if written.strip() in held else fields.text(f"{held}\n{written.strip()}")
        else:
            values |= _read(tx, actor, person.id, field, written, now)
    return change(tx, actor, person.id, values, now)


def add_nickname(tx: Tx, actor: Actor, person_id: int, written: str, now: datetime) -> tuple[str, ...]:
    """Give a person more names to be known by; returns those that were new."""
    person = load(tx, actor, person_id)
    fresh = tuple(nick for nick in fields.aliases(written) if nick not in (person.name, *person.nicknames))
    persons.add_nicknames(tx, person.id, fresh)
    changes.note(tx, "person", person.id, {"nicknames": (None, "|".join(fresh) or None)}, actor.id, now)
    organisation.touch(tx)
    return fresh


def drop_nickname(tx: Tx, actor: Actor, person_id: int, nickname: str, now: datetime) -> None:
    """Take one of their other names away."""
    person = load(tx, actor, person_id)
    if nickname in person.nicknames:
        persons.drop_nickname(tx, person.id, nickname)
        changes.note(tx, "person", person.id, {"nicknames": (nickname, None)}, actor.id, now)
        organisation.touch(tx)


def remove(tx: Tx, actor: Actor, person_id: int, now: datetime) -> Person:
    """Take a person out of everybody's sight; what was recorded of visits keeps the name."""
    person = load(tx, actor, person_id)
    persons.change(tx, person.id, {"removed_at": now})
    audit.write(tx, "person_removed", "person", person.id, now, staff_id=actor.id)
    organisation.touch(tx)
    return person


def bring_back(tx: Tx, actor: Actor, person_id: int, now: datetime) -> Person:
    """Undo a removal. Raises Refused where the client is not in scope any more."""
    client_id = persons.removed_from(tx, person_id)
    if client_id is None:
        raise Refused("persons.not_found")
    load_client(tx, actor, client_id)
    persons.change(tx, person_id, {"removed_at": None})
    audit.write(tx, "person_brought_back", "person", person_id, now, staff_id=actor.id)
    organisation.touch(tx)
    return load(tx, actor, person_id)


def reveal(tx: Tx, actor: Actor, person_id: int, now: datetime) -> tuple[Person, str]:
    """The phone numbers in full: a look that the audit trail keeps (R11.2)."""
    person = load(tx, actor, person_id)
    numbers = [number for number in (person.phone, person.second_contact) if number]
    if not numbers:
        raise Refused("persons.no_phone", name=person.name)
    audit.write(tx, "phone_revealed", "person", person.id, now, staff_id=actor.id)
    return person, " / ".join(numbers)


def birthdays_near(actor: Actor, known: Iterable[Person], today: date, days: int = 30) -> list[Coming]:
    """Whose birthday falls within so many days from today on, the nearest first (R3.4)."""
    leap_day = actor.organisation.settings.leap_day_birthday
    found = []
    for person in known:
        birthday = Birthday.of(person)
        occurrence = next_birthday(birthday, today, leap_day) if birthday else None
        if occurrence and (occurrence.on - today).days <= days:
            found.append(Coming(person, occurrence))
    return sorted(found, key=lambda coming: (coming.occurrence.on, coming.person.id))


def history(tx: Tx, actor: Actor, person_id: int) -> Sequence[Any]:
    """What changed in a person's file, newest first, with whoever was merged into it."""
    person = load(tx, actor, person_id)
    ids = [person.id, *persons.merged(tx, person.id)]
    rows = [row for each in ids for row in changes.of(tx, "person", each)]
    return sorted(rows, key=lambda row: (row.at, row.id), reverse=True)


def _text(value: Any) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
