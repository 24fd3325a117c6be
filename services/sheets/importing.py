"""A sheet of clients, persons or contracts against the records: what is new, what changes, what is wrong, carried out.

With an actor only their scope exists: a client of another group is neither found nor named (R0.4). Without one it is
the command line, which sees all. A sheet updates by name; an empty cell changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.clients import Client
from domain.errors import Refused
from domain.frozen import frozen
from domain.persons import Person
from domain.staff import Actor, Staff
from services import clients as files
from services import duplicates
from services.clients import normal
from services.sheets import columns, contract_rows, records
from services.sheets.contract_rows import Contracts
from services.sheets.files import Rows
from services.sheets.homes import Homes, index
from services.sheets.records import Bad, Record
from storage import audit, changes, clients, contracts, imports, organisation, persons, staff
from storage.tx import Tx


@frozen
class Hint:
    """Something worth a look that keeps no row out. `row` is None for what is about the sheet as a whole."""

    row: int | None
    key: str
    values: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What importing would do. `columns` are the fields found, `unknown` the headers left out."""

    noun: str
    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    new: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    same: list[Record] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    no_manager: list[Record] = field(default_factory=list)
    examples: int = 0

    @property
    def good(self) -> int:
        """How many rows can be imported."""
        return len(self.new) + len(self.changed) + len(self.same)


@frozen
class Done:
    """What an import did, and the id by which it can be undone."""

    import_id: int
    new: int
    changed: int
    same: int
    left_out: int


def plan(
    tx: Tx,
    actor: Actor | None,
    noun: str,
    rows: Rows,
    now: datetime,
    *,
    zone: ZoneInfo,
    manager_id: int | None = None,
) -> Plan:
    """Check every row and change nothing. `manager_id` is who gets the new clients whose row names no manager.

    Raises Refused where the sheet as a whole cannot be used: no header of ours, a required column missing.
    """
    today = now.astimezone(zone).date()
    table = records.table(noun, rows)
    found = Plan(noun, tuple(dict.fromkeys(table.fields.values())), table.unknown, examples=table.examples)
    read = [records.read(table, number, cells, today, zone) for number, cells in table.rows]
    check: _Clients | _Persons | Contracts
    if noun == "clients":
        check = _Clients(tx, actor, manager_id)
    else:
        check = _Persons(tx, actor) if noun == "persons" else Contracts(tx, actor)
    for record, misread in read:
        bad = [*misread, *check.settle(record)] if record else misread
        if bad or record is None:
            found.bad += bad
            continue
        found.hints += check.hints(record)
        place = found.new if record.target is None else found.changed if record.values or record.names else found.same
        place.append(record)
        if noun == "clients" and record.target is None and record.values.get("manager_id") is None:
            found.no_manager.append(record)
    return found


def carry_out(
    tx: Tx,
    actor: Actor | None,
    planned: Plan,
    now: datetime,
    *,
    zone: ZoneInfo,
    import_id: int | None = None,
) -> Done:
    """Write what was planned, in this same transaction; old values stay in the history (R1.6)."""
    today = now.astimezone(zone).date()
    by = actor.id if actor else None
    noun = planned.noun
    created: dict[str, list[int]] = {"clients": [], "persons": [], "contracts": []}
    changed: list[list[Any]] = []
    for record in planned.new:
        if noun == "clients":
            client_id = clients.add(tx, record.values, record.names, today)
            created["clients"].append(client_id)
            made = files.ensure_self(tx, client_id)
            created["persons"] += [made] if made else []
        elif noun == "contracts":
            created["contracts"].append(contract_rows.add(tx, record, by, now))
        else:
            created["persons"].append(persons.add(tx, record.values, record.names))
    for record in planned.changed:
        changed.append(_change(tx, noun, record, today, by, now))
    work = imports.Work(noun, created, changed)
    done_id = imports.done(tx, import_id, work, by, now)
    detail = {"new": len(planned.new), "changed": len(planned.changed), "left_out": len(planned.bad)}
    audit.write(tx, "imported", noun, done_id, now, staff_id=by, detail=detail)
    organisation.touch(tx)
    left_out = len({bad.row for bad in planned.bad})
    return Done(done_id, len(planned.new), len(planned.changed), len(planned.same), left_out)


def _change(tx: Tx, noun: str, record: Record, today: date, by: int | None, now: datetime) -> list[Any]:
    """Bring one client or person up to what its row says; what it held, as the import keeps it for undoing."""
    target = record.target
    assert target is not None
    values = dict(record.values)
    pairs = {name: (getattr(target, name), value) for name, value in values.items()}
    if noun == "clients":
        manager = staff.by_id(tx, values.pop("manager_id")) if "manager_id" in values else None
        if manager:
            old = staff.by_id(tx, pairs["manager_id"][0]) if pairs["manager_id"][0] else None
            files.hand_over(tx, target.id, old, manager, today, by, now)
        if values:
            clients.change(tx, target.id, values)
        clients.add_aliases(tx, target.id, record.names)
        files.ensure_self(tx, target.id)
    elif noun == "contracts":
        contract_rows.change(tx, target.id, values, now)
    else:
        persons.change(tx, target.id, values) if values else None
        persons.add_nicknames(tx, target.id, record.names)
    noted = {name: pair for name, pair in pairs.items() if name != "manager_id"}
    changes.note(tx, noun[:-1], target.id, noted, by, now)
    kept = {name: [_json(old), _json(new)] for name, (old, new) in pairs.items()}
    return [noun, target.id, kept, list(record.names)]


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class _Clients:
    """The clients in scope as rows of a sheet meet them."""

    def __init__(self, tx: Tx, actor: Actor | None, manager_id: int | None) -> None:
        known = clients.all_of(tx, actor)
        self._by_name = {normal(client.name): client for client in reversed(known)}
        self._by_alias = index(known, lambda client: client.aliases)
        self._by_phone = index(known, lambda client: (client.phone or "",), duplicates.dialled)
        self._managers = {member.name: member for member in files.assignable(tx, actor)}
        self._chiefs = {member.name: member for member in files.assignable(tx, None)}
        self._staff = {member.id: member for member in staff.everyone(tx)}
        self._everyone = actor is None
        self._manager_id = manager_id
        self._seen: dict[str, int] = {}

    def settle(self, record: Record) -> list[Bad]:
        """Find whom the row is about and who is responsible; what stands there already is no change."""
        key = normal(record.name)
        bad = []
        if key in self._seen:
            bad.append(Bad(record.row, record.header("name"), Refused("sheets.twice", row=self._seen[key])))
        self._seen.setdefault(key, record.row)
        record.target = self._by_name.get(key)
        bad += self._settle_staff(record)
        held = record.target
        if self._manager_id is not None and (held is None or (isinstance(held, Client) and held.manager_id is None)):
            record.values.setdefault("manager_id", self._manager_id)
        if held is None:
            return bad
        record.values.pop("name")
        record.keep_what_differs()
        return bad

    def _settle_staff(self, record: Record) -> Iterable[Bad]:
        for column, open_to in (("manager", self._managers), ("chief_manager", self._chiefs)):
            written = record.values.pop(column, None)
            if written is None:
                continue
            member = open_to.get(written) or open_to.get("".join(written.split()))
            if member is None:
                key = "sheets.no_such_manager" if self._everyone else "sheets.no_such_manager_of_yours"
                yield Bad(record.row, record.header(column), Refused(key, name=written))
            else:
                record.values[f"{column}_id"] = member.id

    def hints(self, record: Record) -> Iterable[Hint]:
        """A junior with a high-value client (R0.2), a chief where none belongs (R0.3), likely duplicates."""
        held = record.target
        class_ = record.values.get("class_", held.class_ if isinstance(held, Client) else None)
        manager: Staff | None = self._staff.get(record.values.get("manager_id", 0))
        if files.too_junior(class_, manager) and manager:
            yield Hint(record.row, "sheets.hint_junior", {"client": record.name, "manager": manager.name})
        if "chief_manager_id" in record.values and class_ not in ("A", "B"):
            yield Hint(record.row, "sheets.hint_chief", {"client": record.name})
        if held is None:
            names = (record.name, *record.names)
            alike = [each for name in names for each in self._by_alias.get(normal(name), ())]
            alike += [each for name in record.names if (each := self._by_name.get(normal(name)))]
            alike += self._by_phone.get(duplicates.dialled(record.values.get("phone")), ())
            if alike:
                yield Hint(record.row, "sheets.hint_duplicate", {"name": record.name, "other": alike[0].name})
        yield from records.phone_hints(record, Hint)


class _Persons:
    """The clients and persons in scope as rows of a sheet of persons meet them."""

    def __init__(self, tx: Tx, actor: Actor | None) -> None:
        known = clients.all_of(tx, actor)
        self._homes = Homes(known)
        self._names = {client.id: client.name for client in known}
        self._people: dict[tuple[int, str], list[Person]] = {}
        self._by_phone: dict[str, Person] = {}
        for person in persons.all_of(tx, actor):
            self._people.setdefault((person.client_id, normal(person.name)), []).append(person)
            self._by_phone.setdefault(duplicates.dialled(person.phone, own=True), person)
        self._seen: dict[tuple[int, str, str], int] = {}

    def settle(self, record: Record) -> list[Bad]:
        """Find the client and whom the row is about; what stands there already is no change."""
        client = self._homes.take(record)
        if isinstance(client, Bad):
            return [client]
        phone = duplicates.dialled(record.values.get("phone"))
        key = (client.id, normal(record.name), phone)
        if key in self._seen:
            return [Bad(record.row, record.header("name"), Refused("sheets.twice", row=self._seen[key]))]
        self._seen[key] = record.row
        namesakes = self._people.get((client.id, normal(record.name)), [])
        if len(namesakes) > 1:
            namesakes = [each for each in namesakes if duplicates.dialled(each.phone) == phone]
            if len(namesakes) != 1:
                return [Bad(record.row, record.header("name"), Refused("sheets.which_person", name=record.name))]
        if not namesakes:
            record.values["client_id"] = client.id
            return []
        record.target = namesakes[0]
        record.values.pop("name")
        record.keep_what_differs()
        return []

    def hints(self, record: Record) -> Iterable[Hint]:
        """Somebody else with the same phone, and phones that no numbering plan knows."""
        other = self._by_phone.get(duplicates.dialled(record.values.get("phone"), own=True) or "-")
        if other and (record.target is None or record.target.id != other.id):
            shown = {"name": record.name, "other": f"{other.name}（{self._names[other.client_id]}）"}
            yield Hint(record.row, "sheets.hint_duplicate", shown)
        yield from records.phone_hints(record, Hint)


def undo(tx: Tx, actor: Actor, import_id: int, now: datetime) -> tuple[int, int]:
    """Take one's own import back: what it made goes, what it changed is as before; how many were, and how many stay.

    What somebody has worked with or changed since stays as it is. Raises Refused where it was undone already.
    """
    work = imports.load(tx, import_id, actor.id)
    if work is None:
        raise Refused("sheets.undone_already")
    taken, stays = 0, 0
    rooms: Any = {"clients": clients, "persons": persons, "contracts": contracts}
    for noun, target_id, kept, names in reversed(work.changed):
        back = _undo_change(tx, actor, rooms[noun], noun, target_id, kept, names, now)
        taken, stays = taken + back, stays + (not back)
    for noun in ("contracts", "persons", "clients"):
        for row_id in work.created.get(noun, ()):
            gone = _remove(tx, actor, noun, row_id, now)
            taken, stays = taken + gone, stays + (not gone)
    imports.undone(tx, import_id, now)
    audit.write(tx, "import_undone", work.noun, import_id, now, staff_id=actor.id)
    organisation.touch(tx)
    return taken, stays


def _undo_change(
    tx: Tx, actor: Actor, room: Any, noun: str, target_id: int, kept: Any, names: Any, now: datetime
) -> bool:
    target = room.load(tx, actor, target_id)
    if target is None:
        return False
    still = {name: old for name, (old, new) in kept.items() if _json(getattr(target, name)) == new}
    values = {name: duplicates.typed(name, old) for name, old in still.items()}
    former = staff.by_id(tx, values.pop("manager_id")) if values.get("manager_id") else None
    if former:
        today = now.astimezone(actor.zone).date()
        files.hand_over(tx, target_id, staff.by_id(tx, target.manager_id), former, today, actor.id, now)
    if values and noun == "contracts":
        contract_rows.change(tx, target_id, values, now)
    elif values:
        room.change(tx, target_id, values)
    if values:
        pairs = {name: (getattr(target, name), value) for name, value in values.items()}
        changes.note(tx, noun[:-1], target_id, pairs, actor.id, now)
    for name in names:  # of clients and persons
        (clients.drop_alias if noun == "clients" else persons.drop_nickname)(tx, target_id, name)
    return len(still) == len(kept)


def _remove(tx: Tx, actor: Actor, noun: str, row_id: int, now: datetime) -> bool:
    """Take away what an import made, unless something was recorded of it since."""
    if noun == "contracts":
        return contract_rows.remove(tx, actor, row_id, now)
    room: Any = clients if noun == "clients" else persons
    if room.load(tx, actor, row_id) is None or room.in_use(tx, row_id):
        return False
    room.change(tx, row_id, {"removed_at": now})
    return True


def noun_of(rows: Rows) -> str:
    """Whether these are clients, persons or contracts, by their header. Raises Refused where none can be seen."""
    for _, cells in rows[:10]:
        if noun := columns.noun_of(cells):
            return noun
    raise Refused("sheets.no_header", headers="、".join(rows[0][1][:8]))
