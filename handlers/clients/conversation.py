"""Words typed while a question about a client stands; and the one question for a new client: its name."""

from domain.errors import Refused
from handlers.clients import editing
from handlers.clients.card import card
from handlers.common import is_news
from handlers.context import Context
from handlers.turn import Button, Reply
from services import clients
from storage.drafts import Draft

NOUN = editing.NOUN
LONG = ("scope", "profile", "district_character", "phones_in_use", "phone_bill_policy", "address")
"""Fields whose answer may well read like a message."""


def typed(c: Context) -> Reply | None:
    """The answer to the question; None where it is no answer but something new, such as a visit."""
    draft = c.draft
    assert draft is not None
    if c.turn.attachment is not None or not c.turn.text.strip():
        return None
    if draft.data.get("field") not in LONG and is_news(c):
        return None
    if draft.step == "alias":
        return editing.alias_typed(c, draft.data["client"])
    return _new(c) if draft.step == "new" else _field(c, draft)


def _field(c: Context, draft: Draft) -> Reply:
    """A value for one field; a bad one is told, and the question stays."""
    client_id, name = draft.data["client"], draft.data["field"]
    try:
        with c.tx.savepoint():
            changed = clients.change_written(c.tx, c.actor, client_id, name, c.turn.text, c.now)
    except Refused as refused:
        client = clients.load(c.tx, c.actor, client_id)
        return editing.ask(c, client, name, editing.said(c, refused.key, **refused.values))
    return Reply([editing.after(c, changed, name)], ends=draft)


def new(c: Context) -> Reply:
    """A new client: what is it called? Where a search found nothing, its words are offered as the name."""
    suggested = c.data.get("name")
    rows = [[Button(suggested, "clients.create", {"name": suggested})]] if suggested else []
    rows.append([c.button("common.cancel", "common.cancel")])
    own = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([c.say("clients.ask_name", rows)], draft=Draft(NOUN, "new", {}, own.id if own else None))


def create(c: Context) -> Reply:
    """A suggested name pressed, or the manager chosen."""
    return _create(c, c.data["name"], c.data.get("manager"))


def _new(c: Context) -> Reply:
    try:
        with c.tx.savepoint():
            return _create(c, c.turn.text, None)
    except Refused as refused:
        rows = [[c.button("common.cancel", "common.cancel")]]
        return Reply([c.say(refused.key, rows, **refused.values)], draft=c.draft)


def _create(c: Context, name: str, manager_id: int | None) -> Reply:
    choices = clients.assignable(c.tx, c.actor)
    if manager_id is None and len(choices) > 1:
        buttons = [Button(each.name, "clients.create", {"name": name, "manager": each.id}) for each in choices]
        rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        rows.append([c.button("common.cancel", "common.cancel")])
        return Reply([c.say("clients.ask_manager", rows, name=name)], draft=c.draft)
    client = clients.add(c.tx, c.actor, name, c.now, manager_id=manager_id)
    shown = card(c, client.id, lead=c.t("clients.added"))
    return Reply([shown], ends=c.draft if c.draft is not None and c.draft.noun == NOUN else None)
