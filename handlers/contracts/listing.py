"""/contracts: which end next; those of one client; those that have ended (R1.5)."""

from dataclasses import replace

from handlers import contract_card
from handlers.context import Context
from handlers.paging import numbers, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from locales.markup import join
from services import contracts

NOUN = "contracts"


def show(c: Context) -> Reply:
    """The contracts in scope, or of one client, the first to end first; five to a page."""
    client_id, ended = c.data.get("client"), bool(c.data.get("ended"))
    offset = int(c.data.get("offset", 0))
    found, total = contracts.page(c.tx, c.actor, c.today, client_id=client_id, ended=ended, offset=offset)
    _, others = contracts.page(c.tx, c.actor, c.today, client_id=client_id, ended=not ended, limit=0)
    name = contracts.client_named(c.tx, c.actor, int(client_id)) if client_id is not None else ""
    of = "_of" if client_id is not None else ""
    if total:
        lines = [c.t(f"contracts.heading_{'ended' if ended else 'running'}{of}", n=total, client=name)]
    else:
        lines = [c.t("contracts.none_ended") if ended else c.t(f"contracts.none{of}", client=name)]
    for place, (contract, client) in enumerate(found, offset + 1):
        values = {"subject": short(contract.subject, 40), "ends": contract_card.ends(c, contract)}
        lines.append(c.t(f"contracts.line{of}", place=place, client=client, **values))
    this = {"client": client_id} if client_id is not None else {}
    rows = [numbers(offset, (("contracts.show", {"contract": contract.id}) for contract, _ in found))]
    rows.append(turning(c, "contracts.list", offset, total, **this, ended=ended))
    rows.append([c.button("contracts.add", "contracts.add", **this)])
    if others:
        label = c.words.plain("contracts.see_running" if ended else "contracts.see_ended", n=others)
        rows[-1].append(Button(label, "contracts.list", {**this, "ended": not ended}))
    if client_id is not None:
        rows.append([c.button("contracts.open_client", "clients.show", client=client_id)])
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([Message(join(lines), rows)], ends=mine)


def one(c: Context) -> Reply:
    """A contract opened from a list or a nudge."""
    found = contracts.load(c.tx, c.actor, int(c.data["contract"]))
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([replace(contract_card.card(c, found), fresh=bool(c.data.get("fresh")))], ends=mine)
