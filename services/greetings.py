"""Greetings ready to copy (R3.5): chosen for a moment and a person, never one they had; teams add their own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.greetings import (
    BIRTHDAY,
    LONGEST,
    LUNAR_BIRTHDAY,
    Candidate,
    Register,
    choose,
    painful,
    register_for,
    subject_of,
)
from domain.moments import Kind
from domain.staff import LEADING, Actor
from language.address import address, written_in
from locales import greetings as written
from storage import audit, greetings, moments, nudges, persons
from storage.tx import Tx

WHOM = "{whom}"
_WHOM_WORDS = ("（称呼）", "（稱呼）", "(称呼)", "(稱呼)", "(name)", "{称呼}", "{稱呼}", "{name}", "XX", "某某")
"""How people write the place of a name in a text of their own."""
AT_ONCE = 2


@frozen
class Whom:
    """Who is greeted: a person, or (`person_id` None) a client as a whole, by its name."""

    client_id: int | None
    client: str | None
    person_id: int | None = None
    name: str | None = None
    position: str | None = None
    sex: str | None = None
    role: str | None = None


def offer(
    tx: Tx,
    actor: Actor,
    occurrence_id: int,
    whom: Whom,
    *,
    moment_words: str,
    today: date,
    more: bool = False,
) -> list[str]:
    """Two texts for a moment, ready to be sent; the same at every nudge of it, others where `more` are asked for.

    `moment_words` is what the moment is called in the reader's language.
    """
    held = greetings.offered_for(tx, occurrence_id)
    if held and not more:
        return [row.shown for row in held[-AT_ONCE:]]
    row = nudges.load_occurrence(tx, actor, occurrence_id)
    if row is None:
        return []
    register = register_for(whom.role, whom.position)
    language = _language(actor, whom)
    lunar, founding = _derived(tx, row)
    subject = subject_of(Kind(row.kind), row.name, lunar=lunar, founding=founding)
    texts = _turned(written.texts(language, subject), register, whom.person_id or whom.client_id or 0)
    candidates = [*_own(tx, actor, language, subject), *texts]
    called = _called(whom, language, formal=register is Register.FORMAL)
    values = {"whom": called, "moment": row.name or moment_words, "subject": row.name or moment_words}
    fitting = [each for each in candidates if len(each.text.format(**values)) <= LONGEST[language]]
    known = greetings.offered_to(tx, whom.client_id, whom.person_id)
    chosen = choose(fitting, known, register, today, AT_ONCE)
    shown = [(text, text.format(**values)) for text in chosen]
    about = {"occurrence_id": occurrence_id, "client_id": whom.client_id, "person_id": whom.person_id}
    greetings.offer(tx, [{**about, "text": text, "shown": ready, "offered_on": today} for text, ready in shown])
    return [ready for _, ready in shown]


def whom_of(tx: Tx, actor: Actor, occurrence_id: int) -> Whom:
    """Who is greeted for a moment: its person, else the client's first leader or key person, else the client."""
    row = nudges.load_occurrence(tx, actor, occurrence_id)
    if row is None:
        raise Refused("care.no_such_moment")
    person = persons.load(tx, actor, row.person_id) if row.person_id else None
    if person is None and row.client_id:
        people = persons.of_client(tx, row.client_id)
        person = next((each for each in people if each.role == "leader"), people[0] if people else None)
    if person is None:
        return Whom(row.client_id, row.client)
    about = (person.name, person.position, person.sex, person.role)
    return Whom(row.client_id, row.client, person.id, *about)


def _turned(texts: Sequence[Candidate], register: Register, by: int) -> list[Candidate]:
    """The texts of a register begin elsewhere for each person: people of one town compare what they get."""
    fitting = [each for each in texts if each.register is register]
    pairs = max(1, len(fitting) // AT_ONCE)
    start = (AT_ONCE * by + by // pairs) % len(fitting) if fitting else 0
    return [*fitting[start:], *fitting[:start], *(each for each in texts if each.register is not register)]


def _language(actor: Actor, whom: Whom) -> str:
    return written_in(whom.name or whom.client or "", actor.organisation.language)


def _called(whom: Whom, language: str, *, formal: bool) -> str:
    if whom.name:
        return address(whom.name, whom.position, whom.sex, language, formal=formal)
    if language == "en":
        return f"everyone at {whom.client}" if whom.client else "everyone"
    return f"{whom.client or ''}各位朋友"


def _derived(tx: Tx, row: Any) -> tuple[bool, bool]:
    """Whether a moment is a lunar birthday, and whether it is a founding day."""
    source = row.key.rpartition(":")[0]
    moment = moments.by_key(tx, source)
    return bool(moment and moment.rule.startswith("lunar")), source.startswith("founded:")


def _own(tx: Tx, actor: Actor, language: str, subject: str) -> list[Candidate]:
    subjects = (subject, BIRTHDAY) if subject == LUNAR_BIRTHDAY else (subject,)
    rows = [row for each in subjects for row in greetings.own(tx, _groups(actor), language=language, subject=each)]
    return [Candidate(row.text, Register(row.register)) for row in rows]


def _groups(actor: Actor) -> Sequence[int]:
    return [group for group in (actor.staff.group_id, *actor.staff.groups) if group is not None]


@frozen
class Own:
    """A greeting that a team wrote itself; `{whom}` stands where the name goes."""

    id: int
    language: str
    subject: str
    register: Register
    text: str
    created_by: int


def own(tx: Tx, actor: Actor) -> list[Own]:
    """The greetings of the actor's groups and of the organisation, the newest first."""
    return [_whole(row) for row in greetings.own(tx, _groups(actor))]


def _whole(row: Any) -> Own:
    return Own(row.id, row.language, row.subject, Register(row.register), row.text, row.created_by)


def add_own(tx: Tx, actor: Actor, subject: str, register: Register, text: str, now: datetime) -> Own:
    """Keep a greeting of a team's own writing; where it says no name, the name is put before it.

    Raises Refused for one that is too long for an SMS, or in which a word would hurt at that moment.
    """
    ready = " ".join(text.split()).replace("{", "{{").replace("}", "}}")
    for word in _WHOM_WORDS:
        ready = ready.replace(word.replace("{", "{{").replace("}", "}}"), WHOM)
    language = written_in(ready.replace(WHOM, ""), actor.organisation.language)
    if WHOM not in ready:
        ready = WHOM + (", " if language == "en" else "，") + ready
    room = LONGEST[language] - len(ready.format(whom="")) - (20 if language == "en" else 8)
    if room < 0:
        raise Refused("care.greeting_too_long", most=LONGEST[language], over=-room)
    hurts = painful(ready, written.never(language, subject))
    if hurts is not None:
        raise Refused("care.greeting_hurts", word=hurts)
    group = next(iter(_groups(actor)), None)
    values = {"group_id": group, "language": language, "subject": subject, "register": register, "text": ready}
    greeting_id = greetings.add_own(tx, {**values, "created_by": actor.id, "created_at": now})
    audit.write(tx, "greeting_added", "greeting", greeting_id, now, staff_id=actor.id)
    return _whole(greetings.load_own(tx, greeting_id))


def remove_own(tx: Tx, actor: Actor, greeting_id: int, now: datetime) -> Own:
    """Take a greeting of the team's own out of use. Raises Refused for another team's, or a colleague's."""
    found = next((each for each in own(tx, actor) if each.id == greeting_id), None)
    if found is None:
        raise Refused("care.no_such_greeting")
    if found.created_by != actor.id and actor.role not in LEADING:
        raise Refused("care.not_your_greeting")
    greetings.set_removed(tx, greeting_id, now)
    audit.write(tx, "greeting_removed", "greeting", greeting_id, now, staff_id=actor.id)
    return found
