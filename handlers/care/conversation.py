"""Care told step by step (/care), and the words typed under any question of care."""

from collections.abc import Callable
from dataclasses import replace

from domain.care import CareForm
from domain.visits import Met
from handlers import care_card
from handlers.care import acting, records
from handlers.care.acting import NOUN
from handlers.common import is_news
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Reply
from services import care, visit_choices
from services.care import CareCommand
from storage import persons
from storage.drafts import Draft

_TYPED: dict[str, Callable[[Context], Reply | None]] = {
    "until": acting.until_typed,
    "reason": lambda c: acting.skipped(c, c.turn.text.strip()[:200]),
    "gift": records.gift_typed,
    "learned": records.learned_typed,
    "when": records.when_typed,
    "content": records.content_typed,
    "move": records.client_typed,
}
_SHORT_ANSWERS = frozenset({"reason", "gift"})
"""Steps whose answer is a few words; a whole message of its own is something new."""


def start(c: Context) -> Reply:
    """/care: whom was it for? Clients by need, five to a page; a name may be typed."""
    return _ask_client(c, visit_choices.clients_by_need(c.tx, c.actor, c.today), int(c.data.get("offset", 0)))


def _ask_client(
    c: Context, choices: list[visit_choices.Choice], offset: int = 0, key: str = "care.ask_client"
) -> Reply:
    rows = [[Button(one.name, "care.client", {"client": one.id})] for one in choices[offset : offset + PAGE]]
    rows.append(turning(c, "care.start", offset, len(choices)))
    rows.append([c.button("common.cancel", "common.cancel")])
    draft = Draft(NOUN, "client", {}, c.draft.id if c.draft and c.draft.noun == NOUN else None)
    return Reply([c.say(key, rows)], draft=draft)


def client(c: Context) -> Reply:
    """A client pressed: which person?"""
    return _ask_person(c, int(c.data["client"]))


def _ask_person(c: Context, client_id: int) -> Reply:
    people = visit_choices.persons_of(c.tx, c.actor, client_id)
    if not people:
        return _ask_form(c, client_id, None)
    offset = int(c.data.get("offset", 0))
    rows = [
        [Button(one.name, "care.person", {"client": client_id, "person": one.id})]
        for one in people[offset : offset + PAGE]
    ]
    rows.append(turning(c, "care.client", offset, len(people), client=client_id))
    rows.append([c.button("care.whole", "care.person", client=client_id, person=None)])
    rows.append([c.button("common.back", "care.start")])
    draft = Draft(NOUN, "person", {"client": client_id}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_person", rows)], draft=draft)


def person(c: Context) -> Reply:
    """A person pressed: in which form?"""
    chosen = c.data["person"]
    return _ask_form(c, int(c.data["client"]), int(chosen) if chosen is not None else None)


def _ask_form(c: Context, client_id: int, person_id: int | None) -> Reply:
    this = {"client": client_id, "person": person_id}
    forms = [Button(c.words.plain(f"care.form_{one}"), "care.keep", {**this, "form": one.value}) for one in CareForm]
    rows = [forms[:3], forms[3:6], [forms[6], c.button("common.back", "care.client", client=client_id)]]
    draft = Draft(NOUN, "form", {"client": client_id}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_form_plain", rows)], draft=draft)


def keep(c: Context) -> Reply:
    """A form pressed: it is on record; effect, gift and the rest are one tap more."""
    found = persons.load(c.tx, c.actor, int(c.data["person"])) if c.data["person"] is not None else None
    met = (Met(found.name, found.id),) if found else ()
    command = CareCommand(int(c.data["client"]), c.today, form=CareForm(c.data["form"]), persons=met)
    return Reply([care_card.card(c, care.log(c.tx, c.actor, command, c.now))], ends=c.draft)


def typed(c: Context) -> Reply | None:
    """Words typed while a question of care stands: its answer, or something new (None)."""
    assert c.draft is not None
    step = c.draft.step
    if step == "client":
        return _client_typed(c)
    if step not in _TYPED or not c.turn.text.strip() or (step in _SHORT_ANSWERS and is_news(c)):
        return None
    return _TYPED[step](c)


def _client_typed(c: Context) -> Reply | None:
    if is_news(c):
        return None
    found = visit_choices.clients_like(c.tx, c.actor, c.turn.text)
    if len(found) == 1:
        return _ask_person(replace(c, data={}), found[0].id)
    return _ask_client(c, found) if found else _ask_client(c, [], key="care.ask_client_again")
