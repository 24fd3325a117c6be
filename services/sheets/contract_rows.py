"""Rows of a sheet of contracts (R1.5): whose they are, which are on file, and carrying them out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.contracts import Contract
from domain.errors import Refused
from domain.staff import Actor
from services import contracts as agreements
from services.clients import normal
from services.moments import keep_contract
from services.sheets.homes import Homes
from services.sheets.records import Bad, Record
from storage import clients, contracts, persons
from storage.tx import Tx


class Contracts:
    """The contracts in scope as rows of a sheet meet them: one of the same client and subject is updated."""

    def __init__(self, tx: Tx, actor: Actor | None) -> None:
        self._homes = Homes(clients.all_of(tx, actor))
        self._known: dict[tuple[int, str], Contract] = {}
        for contract in contracts.all_of(tx, actor):
            self._known.setdefault((contract.client_id, normal(contract.subject)), contract)
        self._people: dict[tuple[int, str], list[int]] = {}
        for person in persons.all_of(tx, actor):
            self._people.setdefault((person.client_id, normal(person.name)), []).append(person.id)
        self._seen: dict[tuple[int, str], int] = {}

    def settle(self, record: Record) -> list[Bad]:
        """Find the client and which contract the row is about; what stands there already is no change."""
        client = self._homes.take(record)
        if isinstance(client, Bad):
            return [client]
        key = (client.id, normal(record.name))
        if key in self._seen:
            return [Bad(record.row, record.header("subject"), Refused("sheets.twice", row=self._seen[key]))]
        self._seen[key] = record.row
        record.target = held = self._known.get(key)
        starts_on = record.values.get("starts_on", held.starts_on if held else None)
        ends_on = record.values.get("ends_on", held.ends_on if held else None)
        if starts_on and ends_on and ends_on < starts_on:
            return [Bad(record.row, record.header("ends_on"), Refused("contracts.ends_before_start"))]
        if owner := record.values.get("owner"):
            known = self._people.get((client.id, normal(owner)), [])
            record.values["owner_id"] = known[0] if len(known) == 1 else None
        if held is None:
            record.values["client_id"] = client.id
            return []
        record.values.pop("subject")
        record.keep_what_differs()
        return []

    def hints(self, record: Record) -> Iterable[Any]:
        """A contract needs no second look."""
        return ()


def add(tx: Tx, record: Record, by: int | None, now: datetime) -> int:
    """Keep a contract of a row; its end is nudged."""
    contract_id = contracts.add(tx, {**record.values, "created_by": by, "created_at": now})
    values = record.values
    keep_contract(tx, contract_id, values["client_id"], values["subject"], values.get("ends_on"), now)
    return contract_id


def change(tx: Tx, contract_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Bring a contract up to what its row says."""
    contracts.change(tx, contract_id, values)
    found = contracts.by_id(tx, contract_id)
    if found is not None:
        keep_contract(tx, contract_id, found.client_id, found.subject, found.ends_on, now)


def remove(tx: Tx, actor: Actor, contract_id: int, now: datetime) -> bool:
    """Take away a contract that an import made; False where it is gone already."""
    if contracts.load(tx, actor, contract_id) is None:
        return False
    agreements.remove(tx, actor, contract_id, now)
    return True
