"""Asking for gifts from the stock, and deciding it (R3.7): in chat, by buttons."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.gifts import GiftRequest, Item, RequestState
from handlers.common import is_news
from handlers.context import Context
from handlers.gift_line import gift_line
from handlers.gifts import stock
from handlers.gifts.stock import NOUN, counted, taken_in
from handlers.paging import PAGE, turning
from handlers.telling import as_seen_by
from handlers.turn import Button, Message, Reply
from handlers.visit_card import line, short
from language.characters import fold
from language.gift_requests import gift_request
from language.gifts import gift_said
from locales.markup import Markup, join
from services import gifts, occurrences, visit_choices
from services.gifts import Asked, yuan
from services.visit_choices import Choice
from storage import staff
from storage.drafts import Draft

_QUANTITIES = (1, 2, 3, 5)


def told(c: Context) -> Reply | None:
    """A gift asked for in words: 申请两盒茶叶送黄总. What is missing is asked for; None where no gift is meant."""
    wanted = gift_request(c.turn.text)
    free = _free(c) if wanted else []
    if wanted is None or not (_is_gift(wanted.name) or any(_called(one, wanted.name) for one in free)):
        return None
    meant = [one for one in free if _called(one, wanted.name)] if wanted.name else free
    client_id, person_id = _for_whom(c)
    if len(meant) != 1:
        if client_id is None or not free:
            return stock.show(c)
        return choose(c, client_id, person_id)
    this = {"item": meant[0].id, "client": client_id, "person": person_id}
    if client_id is None:
        return _ask_client(c, {"item": meant[0].id}, visit_choices.clients_by_need(c.tx, c.actor, c.today))
    if person_id is None:
        return _ask_person(c, {"item": meant[0].id, "client": client_id})
    return _request(c, this, wanted.quantity) if wanted.quantity else _how_many(c, this)


def _for_whom(c: Context) -> tuple[int | None, int | None]:
    """The client and the person that are surely meant (ids): a request goes to the leader at once."""
    read = c.understand()
    person = read.persons[0].value if len(read.persons) == 1 and read.persons[0].sure else None
    if "client" in read.doubts and not person:
        return None, None
    client_id = read.client.id if read.client else person.client_id if person else None
    return client_id, person.id if person and person.client_id == client_id else None


def _free(c: Context) -> list[Item]:
    return [one for one in gifts.items(c.tx, c.actor) if one.free > 0]


def _is_gift(name: str) -> bool:
    return not name or gift_said(name) is not None


def _called(one: Item, name: str) -> bool:
    return bool(name) and (name in fold(one.name) or fold(one.name) in name)


def choose(c: Context, client_id: int, person_id: int | None, occurrence_id: int | None = None) -> Reply:
    """Ask for a gift, on account of a moment or without one: which of those in stock? Five to a page."""
    offset = int(c.data.get("offset", 0))
    free = _free(c)
    this: dict[str, Any] = {"client": client_id, "person": person_id}
    if occurrence_id is not None:
        this["occurrence"] = occurrence_id
    rows = [
        [
            Button(
                c.words.plain("gifts.priced", name=short(one.name, 20), price=yuan(one.price)),
                "gifts.person",
                {**this, "item": one.id},
            )
        ]
        for one in free[offset : offset + PAGE]
    ]
    rows.append(turning(c, "gifts.choose", offset, len(free), **this))
    if occurrence_id is None:
        rows.append([c.button("common.back", "gifts.show")])
    else:
        rows.append([c.button("common.back", "care.show", occ=[occurrence_id])])
    return Reply([c.say("gifts.choose" if free else "gifts.none_free", rows)])


def choose_page(c: Context) -> Reply:
    """A gift asked for from a nudge, or another page of what there is."""
    if "occurrence" not in c.data:
        return choose(c, int(c.data["client"]), c.data["person"])
    occurrence_id = int(c.data["occurrence"])
    row = occurrences.load(c.tx, c.actor, occurrence_id)
    if row.client_id is None:
        return c.toast("care.no_such_moment")
    return choose(c, row.client_id, row.person_id, occurrence_id)


def ask(c: Context) -> Reply:
    """Ask for a gift: for which client? Clients by need, five to a page; a name may be typed."""
    this = {"item": int(c.data["item"])}
    choices = visit_choices.clients_by_need(c.tx, c.actor, c.today)
    return _ask_client(c, this, choices, int(c.data.get("offset", 0)))


def _ask_client(c: Context, this: dict[str, Any], choices: list[Choice], offset: int = 0) -> Reply:
    shown = choices[offset : offset + PAGE]
    rows = [[Button(one.name, "gifts.client", {**this, "client": one.id})] for one in shown]
    rows.append(turning(c, "gifts.ask", offset, len(choices), **this))
    rows.append([c.button("common.back", "gifts.item", **this)])
    draft = Draft(NOUN, "client", this, c.draft.id if c.draft else None)
    return Reply([c.say("gifts.ask_client" if choices else "gifts.ask_client_again", rows)], draft=draft)


def client(c: Context) -> Reply:
    """A client pressed: for whom there?"""
    return _ask_person(c, {"item": c.data["item"], "client": int(c.data["client"])}, int(c.data.get("offset", 0)))


def _ask_person(c: Context, this: dict[str, Any], offset: int = 0) -> Reply:
    people = visit_choices.persons_of(c.tx, c.actor, this["client"])
    shown = people[offset : offset + PAGE]
    rows = [[Button(one.name, "gifts.person", {**this, "person": one.id})] for one in shown]
    rows.append(turning(c, "gifts.client", offset, len(people), **this))
    rows.append([c.button("gifts.whole", "gifts.person", **this, person=None)])
    rows.append([c.button("common.back", "gifts.ask", item=this["item"])])
    draft = Draft(NOUN, "person", this, c.draft.id if c.draft else None)
    return Reply([c.say("gifts.ask_person", rows)], draft=draft)


def person(c: Context) -> Reply:
    """A person pressed: how many?"""
    return _how_many(c, {name: c.data[name] for name in ("item", "client", "person", "occurrence") if name in c.data})


def _how_many(c: Context, this: dict[str, Any]) -> Reply:
    one = gifts.item(c.tx, c.actor, int(this["item"]))
    numbers = [n for n in _QUANTITIES if n <= one.free]
    rows = [[Button(str(n), "gifts.request", {**this, "quantity": n}) for n in numbers]]
    if "occurrence" in this:
        rows.append([c.button("common.back", "gifts.choose", occurrence=this["occurrence"])])
    else:
        rows.append([c.button("common.back", "gifts.client", item=this["item"], client=this["client"])])
    draft = Draft(NOUN, "quantity", this, c.draft.id if c.draft else None)
    return Reply([c.say("gifts.ask_quantity", rows, name=one.name, n=one.free)], draft=draft)


def request(c: Context) -> Reply:
    """A number pressed: the request is made, and whoever decides hears of it at once."""
    return _request(c, c.data, int(c.data["quantity"]))


def _request(c: Context, this: dict[str, Any], quantity: int) -> Reply:
    person_id = int(this["person"]) if this["person"] is not None else None
    held = this.get("occurrence")
    if held is not None:
        occurrences.load(c.tx, c.actor, int(held))
    asked = gifts.ask(
        c.tx, c.actor, int(this["item"]), quantity, int(this["client"]), person_id, c.now, occurrence_id=held
    )
    told = [_to_decide(c, asked, approver) for approver in asked.approvers if approver.telegram_id]
    shown = card(c, asked, "gifts.asked")
    if held is not None:
        back = [c.button("gifts.to_moment", "care.show", occ=[int(held)])]
        shown = replace(shown, rows=[*shown.rows, back])
    return Reply([shown, *told], ends=c.draft)


def _to_decide(c: Context, asked: Asked, approver: Any) -> Message:
    seen = as_seen_by(c, approver)
    shown = card(seen, asked, "gifts.please_decide")
    key = f"gift:{asked.request.id}:{approver.id}"
    return Message(shown.text, shown.rows, chat_id=approver.telegram_id, prompt=True, held=True, key=key)


def card(c: Context, asked: Asked, heading: str = "gifts.shown") -> Message:
    """A request with what the reader may do with it."""
    one = asked.request
    asker = staff.names(c.tx, {one.staff_id}).get(one.staff_id, "")
    lines = [c.t(heading), *_facts(c, one, asker)]
    return Message(join([Markup(each) for each in lines]), _buttons(c, asked))


def _facts(c: Context, one: GiftRequest, asker: str) -> list[str]:
    whom = f"{one.client} · {one.person}" if one.person else one.client
    what = c.words.plain("gifts.what", item=one.item, quantity=one.quantity, amount=yuan(one.amount))
    found = [("field_what", what), ("field_whom", whom), ("field_asker", asker)]
    found.append(
        ("field_state", c.words.plain(f"gifts.state_{one.state}", level=c.words.plain(f"staff.role_{one.level}")))
    )
    if one.comment:
        found.append(("field_comment", one.comment))
    return [line(c, f"gifts.{name}", value) for name, value in found]


def _buttons(c: Context, asked: Asked) -> list[list[Button]]:
    one, this = asked.request, {"request": asked.request.id}
    mine = one.staff_id == c.actor.id or one.staff_id in c.actor.staff.assists
    rows: list[list[Button]] = []
    if one.state is RequestState.WAITING and gifts.may_decide(c.tx, c.actor, one):
        rows.append(
            [c.button("gifts.approve", "gifts.approve", **this), c.button("gifts.send_back", "gifts.send_back", **this)]
        )
    if mine and one.state is RequestState.APPROVED:
        rows.append([c.button("gifts.hand_out", "gifts.hand_out", **this)])
    if mine and one.state in (RequestState.WAITING, RequestState.APPROVED):
        rows.append([c.button("gifts.withdraw", "gifts.withdraw", **this)])
    if mine and one.state is RequestState.HANDED_OUT:
        rows.append([c.button("gifts.take_back", "gifts.take_back", **this)])
    return rows


def show(c: Context) -> Reply:
    """A request opened from a list."""
    found = gifts.load(c.tx, c.actor, int(c.data["request"]))
    return Reply([card(c, found)], ends=c.draft if c.draft and c.draft.noun == NOUN else None)


def mine(c: Context) -> Reply:
    """The actor's own requests, the newest first."""
    offset = int(c.data.get("offset", 0))
    return _list(c, *gifts.mine(c.tx, c.actor, offset, PAGE), offset, "mine")


def to_decide(c: Context) -> Reply:
    """What waits for the actor's word."""
    offset = int(c.data.get("offset", 0))
    return _list(c, *gifts.to_decide(c.tx, c.actor, offset, PAGE), offset, "to_decide")


def _list(c: Context, found: list[GiftRequest], total: int, offset: int, which: str) -> Reply:
    rows = []
    lines: list[str] = [c.t(f"gifts.{which}_heading", n=total)]
    for one in found:
        lines.append(gift_line(c, one))
        rows.append([Button(short(f"{one.item} · {one.person or one.client}", 24), "gifts.open", {"request": one.id})])
    rows.append(turning(c, f"gifts.{which}", offset, total))
    rows.append([c.button("common.back", "gifts.show")])
    return Reply([Message(join([Markup(each) for each in lines]), rows)])


def approve(c: Context) -> Reply:
    """Approved: whoever asked hears it."""
    found = gifts.approve(c.tx, c.actor, int(c.data["request"]), c.now)
    return Reply([card(c, found, "gifts.approved"), *_tell_asker(c, found, "gifts.your_approved")])


def send_back(c: Context) -> Reply:
    """Send back: why? In own words."""
    this = {"request": int(c.data["request"])}
    rows = [[c.button("common.back", "gifts.open", **this)]]
    draft = Draft(NOUN, "comment", this, c.draft.id if c.draft else None)
    return Reply([c.say("gifts.ask_comment", rows)], draft=draft)


def _sent_back(c: Context) -> Reply:
    assert c.draft is not None
    found = gifts.send_back(c.tx, c.actor, int(c.draft.data["request"]), c.turn.text, c.now)
    told = _tell_asker(c, found, "gifts.your_sent_back")
    return Reply([card(c, found, "gifts.sent_back"), *told], ends=c.draft)


def _tell_asker(c: Context, found: Asked, heading: str) -> list[Message]:
    asker = staff.by_id(c.tx, found.request.staff_id)
    if asker is None or asker.telegram_id is None:
        return []
    shown = card(as_seen_by(c, asker), found, heading)
    key = f"gift:{found.request.id}:{found.request.state}"
    return [Message(shown.text, shown.rows, chat_id=asker.telegram_id, prompt=True, held=True, key=key)]


def withdraw(c: Context) -> Reply:
    """The asker takes it back."""
    return Reply([card(c, gifts.withdraw(c.tx, c.actor, int(c.data["request"]), c.now), "gifts.withdrawn")])


def hand_out(c: Context) -> Reply:
    """The receiver has got it."""
    return Reply([card(c, gifts.hand_out(c.tx, c.actor, int(c.data["request"]), c.now), "gifts.handed_out")])


def take_back(c: Context) -> Reply:
    """It came back into the stock."""
    return Reply([card(c, gifts.take_back(c.tx, c.actor, int(c.data["request"]), c.now), "gifts.taken_back")])


def _client_typed(c: Context) -> Reply:
    assert c.draft is not None
    found = visit_choices.clients_like(c.tx, c.actor, c.turn.text)
    if len(found) == 1:
        return _ask_person(c, {**c.draft.data, "client": found[0].id})
    return _ask_client(c, c.draft.data, found)


def _quantity_typed(c: Context) -> Reply | None:
    assert c.draft is not None
    figure = fold(c.turn.text).strip(" 个盒份套件")
    return _request(c, c.draft.data, int(figure)) if figure.isdecimal() and len(figure) <= 6 else None


_TYPED: dict[str, Callable[[Context], Reply | None]] = {
    "client": _client_typed,
    "quantity": _quantity_typed,
    "comment": _sent_back,
    "take_in": taken_in,
    "count": counted,
}


def typed(c: Context) -> Reply | None:
    """Words typed while a question about gifts stands: its answer, or something new (None)."""
    assert c.draft is not None
    if c.draft.step not in _TYPED or not c.turn.text.strip():
        return None
    if c.draft.step in ("client", "quantity") and is_news(c):
        return None
    return _TYPED[c.draft.step](c)
