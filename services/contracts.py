"""Contracts with clients (R1.5): entered, changed, taken back; their ends are nudged."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.clients import Client
from domain.contracts import Contract
from domain.errors import Refused
from domain.frozen import field_names, frozen
from domain.staff import Actor
from services import clients as files
from services import persons as key_persons
from services.clients import normal
from services.moments import keep_contract
from storage import audit, changes, clients, contracts, persons
from storage.tx import Tx

CHANGEABLE = ("subject", "owner", "owner_id", "starts_on", "ends_on")
UNNAMED = "合同"
"""What a contract is called whose words say no more."""
MOST = 200
"""No client has more contracts than this."""
ONE_DAY = timedelta(days=1)
_WORDS = ("合同", "合约", "协议", "contract")


@frozen
class NewContract:
    """A contract as it is told. `owner_id` is the client's project owner where on file, `owner` the name else."""

    client_id: int
    subject: str
    owner: str | None = None
    owner_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def add(tx: Tx, actor: Actor, new: NewContract, now: datetime) -> Contract:
    """Keep a contract. Raises Refused out of scope (R0.4), without a subject, or where it ends before it starts."""
    if clients.load(tx, actor, new.client_id) is None:
        raise Refused("clients.not_found")
    values = {name: getattr(new, name) for name in field_names(new)}
    _check(tx, actor, new.client_id, values)
    contract_id = contracts.add(tx, {**values, "created_by": actor.id, "created_at": now})
    audit.write(tx, "contract_added", "contract", contract_id, now, staff_id=actor.id)
    keep_contract(tx, contract_id, new.client_id, new.subject, new.ends_on, now)
    return load(tx, actor, contract_id)


@frozen
class Kept:
    """A contract as it was told. `before` is how it stood, None for a new one."""

    contract: Contract
    before: Contract | None = None


def tell(tx: Tx, actor: Actor, new: NewContract, now: datetime) -> Kept:
    """Keep a contract that was told in a few words: one of the client's with that subject is brought up to them, and
    where they name no subject, its only one; else it is new. Raises Refused as `add` does."""
    known, _ = contracts.page(tx, actor, client_id=new.client_id, limit=MOST)
    alike = [one for one, _ in known if not new.subject or _bare(one.subject) == _bare(new.subject)]
    if len(alike) != 1:
        return Kept(add(tx, actor, replace(new, subject=new.subject or UNNAMED), now))
    before = alike[0]
    told = {name: value for name in CHANGEABLE if name != "subject" and (value := getattr(new, name)) is not None}
    return Kept(change(tx, actor, before.id, told, now), before)


def _bare(subject: str) -> str:
    """What a contract is about, without the word for it."""
    plain = normal(subject)
    return next((plain.removesuffix(word) for word in _WORDS if plain.endswith(word) and plain != word), plain)


def page(
    tx: Tx,
    actor: Actor,
    today: date,
    *,
    client_id: int | None = None,
    ended: bool = False,
    offset: int = 0,
    limit: int = 5,
) -> tuple[list[tuple[Contract, str]], int]:
    """Some contracts in scope with their clients' names, the first to end first, and how many: those that run, or
    those that have ended (the last to end first)."""
    days = (None, today - ONE_DAY) if ended else (today, None)
    start, end = days
    return contracts.page(
        tx, actor, client_id=client_id, start=start, end=end, endless=not ended, last_first=ended, offset=offset,
        limit=limit,
    )  # fmt: skip


def client_of(tx: Tx, actor: Actor, contract: Contract) -> Client:
    """The client of a contract in scope."""
    return files.load(tx, actor, contract.client_id)


def client_named(tx: Tx, actor: Actor, client_id: int) -> str:
    """The name of a client in scope. Raises Refused for any other (R0.4)."""
    return files.load(tx, actor, client_id).name


def owner_named(tx: Tx, actor: Actor, person_id: int) -> str:
    """The name of a person in scope. Raises Refused for any other (R0.4)."""
    return key_persons.load(tx, actor, person_id).name


def load(tx: Tx, actor: Actor, contract_id: int, *, removed: bool = False) -> Contract:
    """A contract of a client in scope. Raises Refused for any other as if it did not exist (R0.4)."""
    found = contracts.load(tx, actor, contract_id, removed=removed)
    if found is None:
        raise Refused("contracts.not_found")
    return found


def change(tx: Tx, actor: Actor, contract_id: int, values: dict[str, Any], now: datetime) -> Contract:
    """Change fields of a contract; the old values are kept (R1.6)."""
    old = load(tx, actor, contract_id)
    assert set(values) <= set(CHANGEABLE)
    _check(tx, actor, old.client_id, {name: getattr(old, name) for name in CHANGEABLE} | values)
    pairs = {name: (getattr(old, name), value) for name, value in values.items()}
    changes.note(tx, "contract", contract_id, pairs, actor.id, now)
    contracts.change(tx, contract_id, values)
    new = load(tx, actor, contract_id)
    keep_contract(tx, contract_id, new.client_id, new.subject, new.ends_on, now)
    return new


def remove(tx: Tx, actor: Actor, contract_id: int, now: datetime) -> Contract:
    """Take a contract back; its end is not nudged any more."""
    old = load(tx, actor, contract_id)
    contracts.change(tx, contract_id, {"removed_at": now})
    keep_contract(tx, contract_id, old.client_id, old.subject, None, now)
    audit.write(tx, "contract_removed", "contract", contract_id, now, staff_id=actor.id)
    return old


def restore(tx: Tx, actor: Actor, contract_id: int, now: datetime) -> Contract:
    """Bring a contract back that was taken back."""
    load(tx, actor, contract_id, removed=True)
    contracts.change(tx, contract_id, {"removed_at": None})
    found = load(tx, actor, contract_id)
    keep_contract(tx, contract_id, found.client_id, found.subject, found.ends_on, now)
    audit.write(tx, "contract_restored", "contract", contract_id, now, staff_id=actor.id)
    return found


def _check(tx: Tx, actor: Actor, client_id: int, values: dict[str, Any]) -> None:
    if not values["subject"].strip():
        raise Refused("contracts.subject_missing")
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        raise Refused("contracts.ends_before_start")
    if values["owner_id"] is not None:
        owner = persons.load(tx, actor, values["owner_id"])
        if owner is None or owner.client_id != client_id:
            raise Refused("persons.not_found")
