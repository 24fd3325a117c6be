"""A contract told in one line, or asked for bit by bit (R1.5)."""

from handlers import contract_card
from handlers.common import is_news
from handlers.context import Context
from handlers.contracts import changing
from handlers.contracts.listing import NOUN
from handlers.paging import PAGE, turning
from handlers.turn import Button, Reply
from language import contracts as words_of
from services import contracts, visit_choices
from services.contracts import NewContract
from storage.drafts import Draft


def told(c: Context) -> Reply | None:
    """Free text that tells of a contract and of nothing else (None: it does not after all)."""
    found = contract_card.told(c, c.turn.text)
    if found is None:
        return None
    contract, read = found
    client_id = contract_card.whose(read, contract)
    if client_id is None:
        likely = tuple(one.id for one in read.client_choices)
        return _ask_client(c, {"line": c.turn.text, "likely": list(likely)})
    return _keep(c, contract_card.new_of(c, client_id, contract))


def _keep(c: Context, new: NewContract) -> Reply:
    return Reply([contract_card.kept_card(c, contracts.tell(c.tx, c.actor, new, c.now))], ends=c.draft)


def add(c: Context) -> Reply:
    """Add a contract: of which client? Then one line says what it is and until when."""
    client_id = c.data.get("client")
    return _ask_client(c, {}) if client_id is None else _ask_line(c, int(client_id))


def _ask_client(c: Context, held: dict[str, object], key: str = "contracts.ask_client") -> Reply:
    offset = int(c.data.get("offset", 0))
    likely = held.get("likely") or []
    choices = visit_choices.clients_by_need(c.tx, c.actor, c.today)
    assert isinstance(likely, list)
    choices.sort(key=lambda one: one.id not in likely)  # a stable sort: those by need keep their order
    rows = [[Button(one.name, "contracts.client", {"client": one.id})] for one in choices[offset : offset + PAGE]]
    rows.append(turning(c, "contracts.client_page", offset, len(choices)))
    rows.append([c.button("common.cancel", "common.cancel")])
    return Reply([c.say(key, rows)], draft=Draft(NOUN, "client", held, _own(c)))


def client_page(c: Context) -> Reply:
    """Another page of clients."""
    return _ask_client(c, c.draft.data if c.draft else {})


def client(c: Context) -> Reply:
    """A client pressed: the line that was told is of it, or is asked for now."""
    return _of_client(c, int(c.data["client"]))


def _of_client(c: Context, client_id: int) -> Reply:
    line = str(c.draft.data.get("line", "")) if c.draft else ""
    found = contract_card.told(c, line) if line else None
    return _keep(c, contract_card.new_of(c, client_id, found[0])) if found else _ask_line(c, client_id)


def _ask_line(c: Context, client_id: int, key: str = "contracts.ask_line") -> Reply:
    name = contracts.client_named(c.tx, c.actor, client_id)
    rows = [[c.button("common.back", "contracts.list", client=client_id)]]
    draft = Draft(NOUN, "line", {"client": client_id}, _own(c))
    return Reply([c.say(key, rows, client=name)], draft=draft)


def _own(c: Context) -> int | None:
    return c.draft.id if c.draft is not None and c.draft.noun == NOUN else None


def typed(c: Context) -> Reply | None:
    """Words typed while a question about a contract stands: its answer, or something new (None)."""
    assert c.draft is not None
    if c.turn.attachment is not None or not c.turn.text.strip():
        return None
    step = c.draft.step
    if step == "client":
        return None if is_news(c) else _client_typed(c)
    if step == "line":
        return None if is_news(c) and c.understand().clients else _line_typed(c, int(c.draft.data["client"]))
    return changing.typed(c)


def _client_typed(c: Context) -> Reply:
    assert c.draft is not None
    found = visit_choices.clients_like(c.tx, c.actor, c.turn.text)
    if len(found) == 1:
        return _of_client(c, found[0].id)
    held = {**c.draft.data, "likely": [one.id for one in found]}
    return _ask_client(c, held, "contracts.ask_client" if found else "contracts.ask_client_again")


def _line_typed(c: Context, client_id: int) -> Reply:
    subject, starts_on, ends_on = words_of.line(c.turn.text, c.said_on)
    if ends_on is None and not subject:
        return _ask_line(c, client_id, "contracts.ask_line_again")
    return _keep(c, NewContract(client_id, subject, starts_on=starts_on, ends_on=ends_on))
