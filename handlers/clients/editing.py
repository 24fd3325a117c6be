"""Changing a client: one field, one question, one answer; what was there before can be had back (R1.6)."""

from typing import Any

from domain.clients import VIP, Client, ClientClass
from domain.staff import LEADING
from handlers import fields, other_names
from handlers.clients.card import card
from handlers.context import Context
from handlers.other_names import Named
from handlers.turn import Button, Message, Reply
from locales.markup import Markup, escape, join
from services import clients, corrections
from services.clients import Changed
from storage import staff
from storage.drafts import Draft

NOUN = "clients"
Rows = list[list[Button]]

_ALL = ("name", "class_", "industry", "sub_industry", "district", "address", "phone", "status")
_GROUP = (
    *("district_character", "company_type", "legal_representative", "founded_on", "fax", "payment_number", "scope"),
    *("profile", "rank_by_revenue", "rank_by_tax", "it_level", "employees", "phones_in_use", "phone_bill_policy"),
)
_VIP = ("user_name", "employer", "id_type", "id_number")
_MOST_NAMED = 8


def edit(c: Context) -> Reply:
    """Which field?"""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    names = (*_ALL, *(_VIP if client.class_ in VIP else _GROUP))
    choices = [
        Button(fields.label(c, NOUN, name), "clients.field", {"client": client.id, "field": name}) for name in names
    ]
    choices.append(c.button("clients.field_aliases", "clients.aliases", client=client.id))
    if c.actor.role in LEADING:
        choices.append(c.button("clients.field_manager", "clients.managers", client=client.id))
    rows: Rows = [choices[start : start + 3] for start in range(0, len(choices), 3)]
    rows.append([c.button("common.back", "clients.show", client=client.id)])
    return Reply([c.say("clients.which_field", rows, name=client.name)], ends=_own(c))


def _own(c: Context) -> Draft | None:
    return c.draft if c.draft is not None and c.draft.noun == NOUN else None


def field(c: Context) -> Reply:
    """One field: what it says now, and the question."""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    return ask(c, client, c.data["field"])


def ask(c: Context, client: Client, name: str, problem: Markup | None = None) -> Reply:
    """The question for a field; `problem` says what was wrong with the last answer."""
    value = getattr(client, name)
    lines = [problem, ""] if problem else []
    label = fields.label(c, NOUN, name)
    if value not in (None, ""):
        lines.append(fields.line(c, NOUN, name, value))
    lines.append(c.t("clients.ask_field", name=client.name, what=label))
    this = {"client": client.id, "field": name}
    rows: Rows = []
    if name == "class_":
        choices = [c.button(f"clients.class_{each}", "clients.set", **this, value=each) for each in ClientClass]
        rows += [choices[:3], choices[3:]]
    if value not in (None, "") and name != "name":
        rows.append([c.button("common.clear", "clients.set", **this, value="")])
    rows.append([c.button("common.back", "clients.edit", client=client.id), c.button("common.cancel", "common.cancel")])
    return Reply([Message(join(lines), rows)], draft=_draft(c, "field", this))


def _draft(c: Context, step: str, data: dict[str, Any]) -> Draft:
    own = _own(c)
    return Draft(NOUN, step, data, own.id if own else None)


def set_(c: Context) -> Reply:
    """An answer pressed: a class, or nothing at all."""
    return _save(c, int(c.data["client"]), c.data["field"], c.data["value"])


def _save(c: Context, client_id: int, name: str, written: str) -> Reply:
    changed = clients.change_written(c.tx, c.actor, client_id, name, written, c.now)
    return Reply([after(c, changed, name)], ends=_own(c))


def after(c: Context, changed: Changed, name: str) -> Message:
    """The card again, with what was changed on top and the way back."""
    if not changed.before:
        return card(c, changed.subject_id, lead=c.t("common.unchanged"))
    client = clients.load(c.tx, c.actor, changed.subject_id)
    value = getattr(client, name)
    what = fields.label(c, NOUN, name)
    told = (
        c.t("clients.changed", what=what, new=_told(c, name, value))
        if value not in (None, "")
        else c.t("common.cleared", what=what)
    )
    warning = _warning(c, client)
    lead = join([told, warning]) if warning else told
    undo = c.button("common.undo", "clients.restore", client=client.id, before=changed.before)
    return card(c, client.id, lead=lead, undo=undo)


def _told(c: Context, name: str, value: Any) -> str:
    text = fields.shown(c, NOUN, name, value)
    return text if len(text) <= 200 else text[:199] + "…"


def _warning(c: Context, client: Client) -> Markup | None:
    """R0.2: a high-value client with a junior manager is pointed out, not forbidden."""
    manager = staff.by_id(c.tx, client.manager_id) if client.manager_id else None
    if manager is None or not clients.too_junior(client.class_, manager):
        return None
    return c.t("clients.too_junior", client=client.name, manager=manager.name)


def told(c: Context) -> Reply | None:
    """一中的电话改成0597-2345678: the field is set, with Undo; a client that is not sure is chosen first (R1.6)."""
    read = c.understand()
    said, named = read.file_change, [each.value for each in read.clients] or list(read.client_choices)
    if said is None or not named:
        return None
    if len(named) == 1 and "client" not in read.doubts:
        changed = corrections.change_client_file(c.tx, c.actor, named[0].id, said, c.now)
        return Reply([after(c, changed, said.field)], ends=_own(c))
    this = {"field": said.field, "value": said.written}
    rows: Rows = [[Button(each.name, "clients.set", {"client": each.id, **this})] for each in named[:_MOST_NAMED]]
    rows.append([c.button("common.cancel", "common.cancel")])
    return Reply([c.say("clients.ask_whose", rows)])


def restore(c: Context) -> Reply:
    """Undo under a card."""
    changed = clients.restore(c.tx, c.actor, int(c.data["client"]), c.data["before"], c.now)
    return Reply([card(c, changed.subject_id, lead=c.t("common.restored"))])


def aliases(c: Context) -> Reply:
    """The other names a client goes by."""
    return Reply([_aliases(c, int(c.data["client"]))], ends=_own(c))


def _named(c: Context, client_id: int) -> Named:
    client = clients.load(c.tx, c.actor, client_id)
    return Named(NOUN, "client", "alias", client.id, client.name, client.aliases)


def _aliases(c: Context, client_id: int, lead: Markup | None = None) -> Message:
    back = c.button("common.back", "clients.show", client=client_id)
    return other_names.listed(c, _named(c, client_id), back, lead)


def alias_drop(c: Context) -> Reply:
    """A name that is not theirs any more."""
    client_id, name = int(c.data["client"]), c.data["name"]
    clients.drop_alias(c.tx, c.actor, client_id, name, c.now)
    return Reply([_aliases(c, client_id, other_names.dropped(c, name))])


def alias_add(c: Context) -> Reply:
    """Which name?"""
    named = _named(c, int(c.data["client"]))
    back = c.button("common.back", "clients.aliases", client=named.id)
    return other_names.question(c, named, "clients.ask_alias", back, _own(c))


def alias_typed(c: Context, client_id: int) -> Reply:
    """Names typed."""
    fresh = clients.add_alias(c.tx, c.actor, client_id, c.turn.text, c.now)
    return Reply([_aliases(c, client_id, other_names.added(c, fresh))], ends=_own(c))


def managers(c: Context) -> Reply:
    """Who is to be responsible? Leaders choose among those they lead (R0.3)."""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    choices = [
        Button(member.name, "clients.assign", {"client": client.id, "manager": member.id})
        for member in clients.assignable(c.tx, c.actor)
        if member.id != client.manager_id
    ]
    rows: Rows = [choices[start : start + 2] for start in range(0, len(choices), 2)]
    rows.append([c.button("common.back", "clients.edit", client=client.id)])
    return Reply([c.say("clients.ask_manager", rows, name=client.name)])


def assign(c: Context) -> Reply:
    """A manager pressed."""
    client, old = clients.assign(c.tx, c.actor, int(c.data["client"]), int(c.data["manager"]), c.now)
    new = staff.by_id(c.tx, client.manager_id) if client.manager_id else None
    told = c.t("clients.assigned", client=client.name, manager=new.name if new else "")
    warning = _warning(c, client)
    undo = c.button("common.undo", "clients.assign", client=client.id, manager=old.id) if old and old != new else None
    return Reply([card(c, client.id, lead=join([told, warning]) if warning else told, undo=undo)])


def said(c: Context, problem_key: str, **values: Any) -> Markup:
    """What was wrong with an answer, in words."""
    return Markup(escape(c.words.plain(problem_key, **values)))
