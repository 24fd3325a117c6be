"""The gift ledger (R3.7): stock in, request, approval by level, hand-out with receiver, return, stock taking."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.gifts import APPROVING, KEEPING, GiftRequest, Item, Movement, RequestState, level_for
from domain.staff import Actor, Role, Staff
from services import approvals
from services import persons as key_persons
from storage import audit, clients, gifts, staff
from storage.tx import Tx

LARGEST = 100_000
"""No movement is of more pieces, and no piece of a price above this: more is a slip of the finger."""


@frozen
class Asked:
    """A request as it stands, and the members who are to decide it now."""

    request: GiftRequest
    approvers: tuple[Staff, ...] = ()


def stock_in(tx: Tx, actor: Actor, name: str, quantity: int, price: int, now: datetime) -> Item:
    """Take gifts in; `price` in whole cents is what one costs. Raises Refused where the actor keeps no stock."""
    _keeper(actor)
    if not name.strip() or not 0 < quantity <= LARGEST or not 0 <= price <= LARGEST * 100:
        raise Refused("gifts.not_a_quantity")
    found = gifts.item_called(tx, name.strip())
    item_id = found.id if found else gifts.add_item(tx, name.strip(), price)
    gifts.set_price(tx, item_id, price)
    gifts.move(tx, item_id, stock=quantity)
    gifts.note_movement(tx, item_id, Movement.STOCK_IN, quantity, actor.id, now)
    return _item(tx, item_id)


def count(tx: Tx, actor: Actor, item_id: int, counted: int, now: datetime) -> Item:
    """Stock taking: what is really there. The difference is a movement of its own, with the name of who counted.

    Raises Refused where less is there than is promised already.
    """
    _keeper(actor)
    item = _item(tx, item_id)
    if not 0 <= counted <= LARGEST:
        raise Refused("gifts.not_a_quantity")
    if not gifts.move(tx, item_id, stock=counted - item.stock):
        raise Refused("gifts.promised", n=item.reserved)
    gifts.note_movement(tx, item_id, Movement.COUNT, counted - item.stock, actor.id, now)
    return _item(tx, item_id)


def ask(
    tx: Tx,
    actor: Actor,
    item_id: int,
    quantity: int,
    client_id: int,
    person_id: int | None,
    now: datetime,
    *,
    occurrence_id: int | None = None,
    reason: str | None = None,
) -> Asked:
    """Ask for gifts from the stock; they are reserved until it is decided.

    Raises Refused out of scope (R0.4), where the stock does not suffice, or above the person's cap of the year.
    """
    if clients.load(tx, actor, client_id) is None:
        raise Refused("clients.not_found")
    if person_id is not None and key_persons.load(tx, actor, person_id).client_id != client_id:
        raise Refused("persons.not_found")
    item = _item(tx, item_id)
    if not 0 < quantity <= LARGEST:
        raise Refused("gifts.not_a_quantity")
    amount = item.price * quantity
    _within_cap(tx, actor, person_id, amount, now)
    if not gifts.move(tx, item_id, reserved=quantity):
        raise Refused("gifts.too_few", item=item.name, n=item.free)
    level = level_for(amount, actor.organisation.settings.gift_leader_limit)
    level, approvers = _approvers(tx, actor.staff, level, now.astimezone(actor.zone).date())
    values: dict[str, Any] = {"item_id": item_id, "quantity": quantity, "amount": amount, "staff_id": actor.id}
    values |= {
        "client_id": client_id,
        "person_id": person_id,
        "occurrence_id": occurrence_id,
        "level": level,
        "state": RequestState.WAITING,
    }
    request_id = gifts.ask(tx, {**values, "reason": reason, "asked_at": now})
    audit.write(tx, "gift_asked", "gift_request", request_id, now, staff_id=actor.id)
    return Asked(_request(tx, request_id), approvers)


def _within_cap(tx: Tx, actor: Actor, person_id: int | None, amount: int, now: datetime) -> None:
    if person_id is None:
        return
    cap = actor.organisation.settings.gift_yearly_cap * 100
    year = now.astimezone(actor.zone).year
    start, end = (datetime(each, 1, 1, tzinfo=actor.zone) for each in (year, year + 1))
    left = cap - gifts.given(tx, person_id, start, end)
    if amount > left:
        raise Refused("gifts.over_cap", cap=yuan(cap), left=yuan(max(0, left)))


def _approvers(tx: Tx, asker: Staff, level: Role, day: date | None = None) -> tuple[Role, tuple[Staff, ...]]:
    """Who decides: of this level, or the next that can (R0.5)."""
    found = approvals.level_for(tx, asker, level, day)
    if found is None:
        raise Refused("gifts.no_approver")
    return found.role, found.members


def load(tx: Tx, actor: Actor, request_id: int) -> Asked:
    """A request that is the actor's business: their own, or theirs to decide. Raises Refused for any other (R0.4)."""
    found = gifts.request(tx, request_id)
    if found is None or not _concerns(tx, actor, found):
        raise Refused("gifts.no_such_request")
    return Asked(found, _deciders(tx, found))


def _concerns(tx: Tx, actor: Actor, found: GiftRequest) -> bool:
    mine = found.staff_id == actor.id or found.staff_id in actor.staff.assists
    return mine or may_decide(tx, actor, found)


def _deciders(tx: Tx, found: GiftRequest) -> tuple[Staff, ...]:
    asker = staff.by_id(tx, found.staff_id)
    return _approvers(tx, asker, found.level)[1] if asker else ()


def may_decide(tx: Tx, actor: Actor, found: GiftRequest) -> bool:
    """Whether the actor decides on the request of whoever asked (see `approvals.may_decide`)."""
    asker = staff.by_id(tx, found.staff_id)
    return asker is not None and approvals.may_decide(tx, actor, asker, found.level)


def approve(tx: Tx, actor: Actor, request_id: int, now: datetime) -> Asked:
    """Approve a request that waits. Of two who decide at once the first counts; the other hears who it was."""
    return _decide(tx, actor, request_id, RequestState.APPROVED, now)


def send_back(tx: Tx, actor: Actor, request_id: int, comment: str, now: datetime) -> Asked:
    """Send a request back with a word why; what was reserved for it is free again."""
    if not comment.strip():
        raise Refused("gifts.comment_missing")
    asked = _decide(tx, actor, request_id, RequestState.SENT_BACK, now, comment.strip())
    gifts.move(tx, asked.request.item_id, reserved=-asked.request.quantity)
    return asked


def _decide(
    tx: Tx, actor: Actor, request_id: int, state: RequestState, now: datetime, comment: str | None = None
) -> Asked:
    found = load(tx, actor, request_id).request
    if not may_decide(tx, actor, found):
        raise Refused("gifts.not_yours_to_decide")
    values = {"state": state, "comment": comment, "decided_by": actor.id, "decided_at": now}
    if not gifts.decide(tx, request_id, RequestState.WAITING, values):
        by = staff.names(tx, {found.decided_by or 0}).get(found.decided_by or 0, "")
        raise Refused(f"gifts.already_{found.state}", name=by)
    audit.write(tx, f"gift_{state}", "gift_request", request_id, now, staff_id=actor.id)
    return load(tx, actor, request_id)


def withdraw(tx: Tx, actor: Actor, request_id: int, now: datetime) -> Asked:
    """Take one's own request back while nothing was handed out."""
    found = _own(tx, actor, request_id)
    if found.state not in (RequestState.WAITING, RequestState.APPROVED):
        raise Refused(f"gifts.already_{found.state}", name="")
    gifts.decide(tx, request_id, found.state, {"state": RequestState.WITHDRAWN})
    gifts.move(tx, found.item_id, reserved=-found.quantity)
    audit.write(tx, "gift_withdrawn", "gift_request", request_id, now, staff_id=actor.id)
    return load(tx, actor, request_id)


def hand_out(tx: Tx, actor: Actor, request_id: int, now: datetime) -> Asked:
    """The receiver has got it: it leaves the stock. Raises Refused where it was not approved."""
    found = _own(tx, actor, request_id)
    if not gifts.decide(tx, request_id, RequestState.APPROVED, {"state": RequestState.HANDED_OUT}):
        raise Refused("gifts.not_approved")
    gifts.move(tx, found.item_id, stock=-found.quantity, reserved=-found.quantity)
    movement = (Movement.HAND_OUT, -found.quantity)
    gifts.note_movement(tx, found.item_id, *movement, actor.id, now, request_id=request_id)
    audit.write(tx, "gift_handed_out", "gift_request", request_id, now, staff_id=actor.id)
    return load(tx, actor, request_id)


def take_back(tx: Tx, actor: Actor, request_id: int, now: datetime) -> Asked:
    """What was handed out came back (declined, not delivered): it is in stock again and no longer counts for the
    person's year."""
    found = _own(tx, actor, request_id)
    if not gifts.decide(tx, request_id, RequestState.HANDED_OUT, {"state": RequestState.RETURNED}):
        raise Refused("gifts.not_handed_out")
    gifts.move(tx, found.item_id, stock=found.quantity)
    gifts.note_movement(tx, found.item_id, Movement.RETURN, found.quantity, actor.id, now, request_id=request_id)
    audit.write(tx, "gift_returned", "gift_request", request_id, now, staff_id=actor.id)
    return load(tx, actor, request_id)


def items(tx: Tx, actor: Actor) -> list[Item]:
    """Every kind of gift, by name."""
    return gifts.items(tx)


def item(tx: Tx, actor: Actor, item_id: int) -> Item:
    """One kind of gift. Raises Refused where there is none."""
    return _item(tx, item_id)


def mine(tx: Tx, actor: Actor, offset: int, limit: int) -> tuple[list[GiftRequest], int]:
    """The actor's own requests, the newest first, and how many."""
    ids = (actor.id, *actor.staff.assists)
    return gifts.requests(tx, staff_ids=ids, states=tuple(RequestState), offset=offset, limit=limit)


def of_occurrence(tx: Tx, occurrence_id: int) -> list[GiftRequest]:
    """What was asked for on account of a moment in the actor's scope, the newest first; what came to nothing is not
    among it."""
    states = (RequestState.WAITING, RequestState.APPROVED, RequestState.HANDED_OUT)
    return gifts.of_occurrence(tx, occurrence_id, states)


def to_decide(tx: Tx, actor: Actor, offset: int, limit: int) -> tuple[list[GiftRequest], int]:
    """The requests that wait for the actor, the newest first, and how many."""
    if actor.role not in APPROVING:
        return [], 0
    everyone = [one.id for one in staff.everyone(tx)]
    found, _ = gifts.requests(tx, staff_ids=everyone, states=(RequestState.WAITING,), limit=LARGEST)
    waiting = [one for one in found if may_decide(tx, actor, one)]
    return waiting[offset : offset + limit], len(waiting)


def export(tx: Tx, actor: Actor, headings: tuple[str, ...], kinds: dict[str, str], now: datetime) -> bytes:
    """The whole ledger as a spreadsheet: a sheet of stock and one of movements, each with its name.

    `headings` are the words over the columns, `kinds` those of the movements. Every export is audited, and
    receivers out of the actor's scope have no name in it (R0.4).
    """
    _keeper(actor)
    seen = {row.id for row in clients.names(tx, actor)}
    content = BytesIO()
    import xlsxwriter  # wanted here alone, and not for free at every start

    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    stock, moved = book.add_worksheet(headings[0]), book.add_worksheet(headings[1])
    stock.write_row(0, 0, headings[2:6], bold)
    for place, one in enumerate(gifts.items(tx), 1):
        stock.write_row(place, 0, (one.name, one.price / 100, one.stock, one.reserved))
    moved.write_row(0, 0, (headings[6], headings[2], *headings[7:]), bold)
    for place, row in enumerate(gifts.ledger(tx), 1):
        at = row.moved_at.astimezone(actor.zone).strftime("%Y-%m-%d %H:%M")
        known = row.client_id in seen
        receiver = (row.client, row.person) if known else ("—" if row.client_id else None, None)
        moved.write_row(place, 0, (at, row.item, kinds[row.kind], row.quantity, row.staff, *receiver))
    book.close()
    audit.write(tx, "gifts_exported", "gift_ledger", None, now, staff_id=actor.id)
    return content.getvalue()


def yuan(cents: int) -> str:
    """An amount as people write it: 128, 9.90."""
    return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}"


def _own(tx: Tx, actor: Actor, request_id: int) -> GiftRequest:
    found = load(tx, actor, request_id).request
    if found.staff_id != actor.id and found.staff_id not in actor.staff.assists:
        raise Refused("gifts.not_your_request")
    return found


def _request(tx: Tx, request_id: int) -> GiftRequest:
    found = gifts.request(tx, request_id)
    assert found is not None
    return found


def _item(tx: Tx, item_id: int) -> Item:
    found = gifts.item(tx, item_id)
    if found is None:
        raise Refused("gifts.no_such_item")
    return found


def _keeper(actor: Actor) -> None:
    if actor.role not in KEEPING:
        raise Refused("gifts.not_a_keeper")
