"""A contract changed: renewed, ended, another subject or owner; taken back (R1.5). The old values stay on file."""

from datetime import date
from typing import Any

from domain.contracts import Contract
from domain.errors import Refused
from handlers import contract_card
from handlers.common import is_news
from handlers.context import Context
from handlers.contracts.listing import NOUN
from handlers.paging import PAGE
from handlers.turn import Button, Reply
from language import contracts as words_of
from services import contracts, visit_choices
from services.fields import name as a_name
from storage.drafts import Draft

_FIELDS = ("subject", "owner", "starts_on", "ends_on")
_DAYS = ("starts_on", "ends_on")


def _contract(c: Context) -> Contract:
    held = c.data.get("contract") or (c.draft.data["contract"] if c.draft else 0)
    return contracts.load(c.tx, c.actor, int(held))


def edit(c: Context) -> Reply:
    """Change what?"""
    one = _contract(c)
    buttons = [
        Button(c.words.plain(f"contracts.field_{each}"), "contracts.field", {"contract": one.id, "field": each})
        for each in _FIELDS
    ]
    rows = [buttons[:2], buttons[2:], [c.button("common.back", "contracts.show", contract=one.id)]]
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([c.say("contracts.ask_field", rows, subject=one.subject)], ends=mine)


def field(c: Context) -> Reply:
    """A field to change: typed, or chosen where there is something to choose from."""
    return _ask(c, _contract(c), c.data["field"])


def _ask(c: Context, one: Contract, field: str, refused: Refused | None = None) -> Reply:
    this = {"contract": one.id}
    rows: list[list[Button]] = []
    if field == "owner":
        people = visit_choices.persons_of(c.tx, c.actor, one.client_id)[:PAGE]
        rows = [[Button(each.name, "contracts.owner", {**this, "person": each.id})] for each in people]
    if field in ("owner", *_DAYS) and getattr(one, field) is not None:
        rows.append([c.button("contracts.clear", "contracts.clear", **this, field=field)])
    rows.append([c.button("common.back", "contracts.show", **this)])
    own = c.draft.id if c.draft is not None and c.draft.noun == NOUN else None
    key, values = (refused.key, refused.values) if refused else (f"contracts.ask_{field}", {"subject": one.subject})
    return Reply([c.say(key, rows, **values)], draft=Draft(NOUN, "field", {**this, "field": field}, own))


def typed(c: Context) -> Reply | None:
    """The value typed; a day that is none, or makes no sense, is asked for again."""
    assert c.draft is not None
    if is_news(c):
        return None
    one, field = _contract(c), str(c.draft.data["field"])
    try:
        with c.tx.savepoint():
            if field not in _DAYS:
                return _changed(
                    c, one, {field: a_name(c.turn.text), **({"owner_id": None} if field == "owner" else {})}
                )
            _, first, last = words_of.line(c.turn.text, c.said_on)
            if last is None:
                return _ask(c, one, field)
            return _changed(c, one, {field: last if field == "ends_on" else first or last})
    except Refused as refused:
        return _ask(c, one, field, refused)


def owner(c: Context) -> Reply:
    """A person of the client pressed as its project owner."""
    one = _contract(c)
    person_id = int(c.data["person"])
    return _changed(c, one, {"owner_id": person_id, "owner": contracts.owner_named(c.tx, c.actor, person_id)})


def clear(c: Context) -> Reply:
    """Nothing stands in a field any more."""
    one, field = _contract(c), str(c.data["field"])
    if field not in ("owner", *_DAYS):
        raise Refused("contracts.subject_missing")
    return _changed(c, one, {field: None, **({"owner_id": None} if field == "owner" else {})})


def end(c: Context) -> Reply:
    """It ends today: it is not nudged any more."""
    return _changed(c, _contract(c), {"ends_on": c.today})


def _changed(c: Context, one: Contract, values: dict[str, Any]) -> Reply:
    new = contracts.change(c.tx, c.actor, one.id, values, c.now)
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([contract_card.card(c, new, "contracts.changed", contract_card.revert_button(c, one, new))], ends=mine)


def revert(c: Context) -> Reply:
    """Undo of a change."""
    held = c.data["values"]
    if not held:
        return Reply([contract_card.card(c, _contract(c), "contracts.reverted")])
    days = {name: date.fromisoformat(held[name]) if held[name] else None for name in _DAYS if name in held}
    new = contracts.change(c.tx, c.actor, int(c.data["contract"]), {**held, **days}, c.now)
    return Reply([contract_card.card(c, new, "contracts.reverted")])


def remove(c: Context) -> Reply:
    """Take a contract back; it can be brought back."""
    one = contracts.remove(c.tx, c.actor, int(c.data["contract"]), c.now)
    rows = [[c.button("contracts.restore", "contracts.restore", contract=one.id)]]
    rows.append([c.button("contracts.all_of_client", "contracts.list", client=one.client_id)])
    name = contracts.client_of(c.tx, c.actor, one).name
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([c.say("contracts.removed", rows, client=name, subject=one.subject)], ends=mine)


def restore(c: Context) -> Reply:
    """Bring it back."""
    one = contracts.restore(c.tx, c.actor, int(c.data["contract"]), c.now)
    return Reply([contract_card.card(c, one, "contracts.restored")])
