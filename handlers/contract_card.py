"""The card of a contract (R1.5), and contracts told beside something else. Any noun may show one."""

from collections.abc import Sequence

from domain.contracts import Contract
from domain.errors import Refused
from handlers.context import Context
from handlers.turn import Button, Message
from handlers.visit_card import comma, line, short
from language import contracts as words_of
from language.contracts import ContractTold
from language.understanding import Understanding
from locales.format import plain_day
from locales.markup import Markup, join
from services import contracts, understanding
from services.contracts import Kept, NewContract

Rows = list[list[Button]]


def card(c: Context, contract: Contract, heading: str = "contracts.shown", undo: Button | None = None) -> Message:
    """A contract with what may be done with it; `undo` takes back what was just done."""
    lines: list[Markup] = [c.t(heading, client=contracts.client_of(c.tx, c.actor, contract).name)]
    lines += [line(c, f"contracts.field_{name}", value) for name, value in _facts(c, contract) if value]
    if contract.ends_on is not None and contract.ends_on > c.today:
        days = comma(c, [str(each) for each in c.actor.organisation.settings.contract_lead_days])
        lines.append(c.t("contracts.reminded", days=days))
    return Message(join(lines), _buttons(c, contract, undo))


def _facts(c: Context, contract: Contract) -> list[tuple[str, str]]:
    return [
        ("subject", short(contract.subject, 100)),
        ("owner", short(contract.owner or "", 60)),
        ("starts_on", _plain(c, contract.starts_on) if contract.starts_on else ""),
        ("ends_on", ends(c, contract)),
    ]


def ends(c: Context, contract: Contract) -> str:
    """When a contract ends, and how far that is: 2027年3月31日，还有378天."""
    on = contract.ends_on
    if on is None:
        return c.words.plain("contracts.no_end")
    days = (on - c.today).days
    if days == 0:
        return c.words.plain("contracts.ends_today", day=_plain(c, on))
    return c.words.plain("contracts.ends_in" if days > 0 else "contracts.ended", day=_plain(c, on), n=abs(days))


def _plain(c: Context, on: object) -> str:
    return plain_day(on, c.words.language, year=True)  # type: ignore[arg-type]


def _buttons(c: Context, contract: Contract, undo: Button | None) -> Rows:
    this = {"contract": contract.id}
    rows: Rows = [[c.button("contracts.renew", "contracts.field", **this, field="ends_on")]]
    if contract.ends_on is None or contract.ends_on > c.today:
        rows[0].append(c.button("contracts.end", "contracts.end", **this))
    rows.append([c.button("contracts.edit", "contracts.edit", **this)])
    rows[1].append(undo or c.button("contracts.remove", "contracts.remove", **this))
    rows.append([c.button("contracts.all_of_client", "contracts.list", client=contract.client_id)])
    return rows


def kept_card(c: Context, kept: Kept) -> Message:
    """The card of a contract just told: new, or brought up to what was said."""
    if kept.before is None:
        return card(
            c, kept.contract, "contracts.saved", c.button("care.undo", "contracts.remove", contract=kept.contract.id)
        )
    return card(c, kept.contract, "contracts.changed", revert_button(c, kept.before, kept.contract))


def revert_button(c: Context, before: Contract, after: Contract) -> Button:
    """Undo for a change: every field it changed as it was; what others change meanwhile stays."""
    held = ((name, getattr(before, name)) for name in contracts.CHANGEABLE)
    values = {name: value for name, value in held if value != getattr(after, name)}
    told = {name: each.isoformat() if hasattr(each, "isoformat") else each for name, each in values.items()}
    return c.button("care.undo", "contracts.revert", contract=before.id, values=told)


def told(c: Context, text: str) -> tuple[ContractTold, Understanding] | None:
    """The contract that a text tells of, and how the text was understood."""
    read = c.understand() if text == c.turn.text else understanding.read(c.tx, c.actor, text, c.said_on)
    found = words_of.told(text, c.said_on, _names(read))
    return (found, read) if found else None


def _names(read: Understanding) -> Sequence[tuple[int, int]]:
    clients = [(each.begin, each.begin + len(each.words)) for each in read.clients]
    return clients + [(each.begin, each.begin + len(each.words)) for each in read.persons]


def whose(read: Understanding, contract: ContractTold) -> int | None:
    """The client that the clause of a contract names, or the only one of the message; None where neither is known."""
    there = {one.value.id for one in read.clients if contract.begin <= one.begin < contract.finish}
    everywhere = {one.value.id for one in read.clients}
    found = there or everywhere
    return found.pop() if len(found) == 1 else None


def beside(c: Context, client_id: int, text: str) -> list[Message]:
    """Keep the contract that a record's words tell of besides (R1.5, R1.6); no message where they tell of none."""
    found = told(c, text)
    if found is None or whose(found[1], found[0]) not in (None, client_id):
        return []
    try:
        with c.tx.savepoint():
            kept = contracts.tell(c.tx, c.actor, new_of(c, client_id, found[0]), c.now)
    except Refused:  # what the words say of a contract makes no sense; they stand in the record all the same
        return []
    return [kept_card(c, kept)]


def new_of(c: Context, client_id: int, contract: ContractTold) -> NewContract:
    """A contract as it was told, of a client."""
    return NewContract(client_id, contract.subject, starts_on=contract.starts_on, ends_on=contract.ends_on)
