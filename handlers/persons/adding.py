"""A new key person: name, position, phone, each to be skipped but the name; or a phone contact shared in the chat."""

from typing import Any

from domain.errors import Refused
from domain.persons import Person
from handlers.common import is_news
from handlers.context import Context
from handlers.persons import editing
from handlers.persons.card import card
from handlers.turn import Button, Message, Reply
from locales.markup import Markup, escape, join
from services import clients, fields, persons, search, visit_lists
from storage.drafts import Draft

NOUN = editing.NOUN
STEPS = ("name", "position", "phone")
LIKELY = 5

Rows = list[list[Button]]


def new(c: Context) -> Reply:
    """Add a person to a client."""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    return _ask(c, {"client": client.id}, "name")


def _ask(c: Context, told: dict[str, Any], step: str, problem: str | None = None) -> Reply:
    client = clients.load(c.tx, c.actor, told["client"])
    lines: list[str] = [problem, ""] if problem else []
    lines.append(c.t(f"persons.new_{step}", client=client.name, name=told.get("name", "")))
    row = [c.button("common.cancel", "common.cancel")]
    if step != "name":
        row.insert(0, c.button("persons.skip", "persons.skip"))
    place = STEPS.index(step)
    if place and STEPS[place - 1] in told:
        row.insert(0, c.button("common.back", "persons.step_back"))
    mine = editing.own(c)
    return Reply([Message(join(lines), [row])], draft=Draft(NOUN, step, told, mine.id if mine else None))


def step_back(c: Context) -> Reply:
    """The question before."""
    assert c.draft is not None
    place = STEPS.index(c.draft.step)
    return _ask(c, dict(c.draft.data), STEPS[max(0, place - 1)])


def skip(c: Context) -> Reply:
    """Leave this one out."""
    assert c.draft is not None
    return _next(c, {**c.draft.data, c.draft.step: None}, c.draft.step)


def typed(c: Context) -> Reply | None:
    """Words typed while a question about a person stands; None where they are no answer but something new."""
    draft = c.draft
    assert draft is not None
    if c.turn.attachment is not None or not c.turn.text.strip():
        return None
    if draft.data.get("field") not in editing.LONG and is_news(c):
        return None
    match draft.step:
        case "field":
            return editing.typed(c, draft)
        case "nickname":
            return editing.nickname_typed(c, draft.data["person"])
        case "contact":
            return _client_typed(c, draft)
    # A number told where the position was asked for is the phone all the same.
    step = "phone" if draft.step == "position" and fields.is_phone(c.turn.text) else draft.step
    try:
        value = fields.phone(c.turn.text) if step == "phone" else fields.name(c.turn.text)
        if step == "name" and (known := persons.namesake(c.tx, c.actor, draft.data["client"], value)):
            return Reply([card(c, known.id, lead=c.t("persons.known", name=known.name))], ends=draft)
    except Refused as refused:
        return _ask(c, dict(draft.data), draft.step, _said(c, refused))
    return _next(c, {**draft.data, step: value}, draft.step)


def _said(c: Context, refused: Refused) -> Markup:
    return Markup(escape(c.words.plain(refused.key, **refused.values)))


def _next(c: Context, told: dict[str, Any], step: str) -> Reply:
    """The next question that has no answer yet; after the last one the person is on file."""
    for following in STEPS[STEPS.index(step) + 1 :]:
        if following not in told:
            return _ask(c, told, following)
    values = {name: told[name] for name in ("position", "phone") if told.get(name)}
    if values.get("phone") and (known := persons.by_phone(c.tx, c.actor, values["phone"])):
        return Reply([card(c, known.id, lead=c.t("persons.same_phone", name=known.name))], ends=editing.own(c))
    person = persons.add(c.tx, c.actor, told["client"], told["name"], c.now, **values)
    return Reply([_added(c, person)], ends=editing.own(c))


def _added(c: Context, person: Person) -> Message:
    lead = c.t("persons.added")
    if person.phone and fields.doubtful_phone(person.phone):
        lead = join([lead, c.t("persons.odd_phone")])
    return card(c, person.id, lead=lead, undo=c.button("common.undo", "persons.remove", person=person.id))


def contact(c: Context) -> Reply:
    """A phone contact shared in the chat becomes a key person; a number that is on file says whose it is (R1.8)."""
    shared = c.turn.attachment
    assert shared is not None
    known = persons.by_phone(c.tx, c.actor, shared.phone or "")
    if known:
        return Reply([card(c, known.id, lead=c.t("persons.same_phone", name=known.name))])
    told = {"name": fields.name(shared.name or shared.phone or ""), "phone": fields.phone(shared.phone or "")}
    return _ask_client(c, told, _likely(c))


def _likely(c: Context) -> list[int]:
    """The clients visited last, then those whose visit is due."""
    due = visit_lists.due(c.tx, c.actor, c.today)
    last = sorted((each for each in due if each.last_visit_on), key=lambda each: str(each.last_visit_on), reverse=True)
    return list(dict.fromkeys(each.client_id for each in [*last[:LIKELY], *due]))[:LIKELY]


def _ask_client(c: Context, told: dict[str, Any], choices: list[int], key: str = "persons.contact_client") -> Reply:
    rows: Rows = []
    for client_id in choices[:LIKELY]:
        client = clients.load(c.tx, c.actor, client_id)
        rows.append([Button(client.name, "persons.contact_of", {"client": client.id})])
    rows.append([c.button("common.cancel", "common.cancel")])
    mine = editing.own(c)
    draft = Draft(NOUN, "contact", told, mine.id if mine else None)
    return Reply([c.say(key, rows, name=told["name"])], draft=draft)


def contact_of(c: Context) -> Reply:
    """The client of a shared contact, pressed."""
    assert c.draft is not None
    return _contact_at(c, int(c.data["client"]), c.draft.data)


def _contact_at(c: Context, client_id: int, told: dict[str, Any]) -> Reply:
    known = persons.namesake(c.tx, c.actor, client_id, told["name"])
    if known is None:
        return _ask(c, {**told, "client": client_id}, "position")
    if not known.phone:
        changed = persons.change(c.tx, c.actor, known.id, {"phone": told["phone"]}, c.now)
        return Reply([editing.after(c, changed, "phone")], ends=editing.own(c))
    return Reply([card(c, known.id, lead=c.t("persons.known", name=known.name))], ends=editing.own(c))


def _client_typed(c: Context, draft: Draft) -> Reply:
    """The client of a shared contact, typed: any part of its name."""
    found = [hit.id for hit in search.find(c.tx, c.actor, c.turn.text) if hit.noun == "clients"]
    if len(found) == 1:
        return _contact_at(c, found[0], draft.data)
    return _ask_client(
        c, dict(draft.data), found or _likely(c), "persons.contact_which" if found else "persons.contact_none"
    )
