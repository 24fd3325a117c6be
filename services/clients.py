"""Clients: the file of each, who is responsible for it, and every change with its old value (R0.2, R0.3, R1.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.clients import HIGH_VALUE, VIP, Client
from domain.errors import Refused
from domain.frozen import frozen
from domain.persons import PersonRole
from domain.staff import LEADING, Actor, Grade, Role, Staff
from language.characters import fold
from services import fields
from storage import audit, changes, clients, organisation, persons, staff
from storage.tx import Tx

SECRET = ("phone", "fax", "id_number")
"""Fields that are masked wherever they are shown (R11.2)."""


@frozen
class Changed:
    """A client or person after a change; `before` are the old values as texts, which `restore` takes."""

    subject_id: int
    before: dict[str, str | None]


def load(tx: Tx, actor: Actor, client_id: int) -> Client:
    """A client in scope; one that was merged leads to the one it went into.

    Raises Refused as if it did not exist for one out of scope (R0.4).
    """
    client = clients.load(tx, actor, client_id) or clients.load(tx, actor, clients.survivor(tx, client_id))
    if client is None:
        raise Refused("clients.not_found")
    return client


def same_named(tx: Tx, actor: Actor | None, name: str) -> Client | None:
    """The client in scope that goes by this name, however it is spaced, bracketed or written."""
    wanted = normal(name)
    row = next((row for row in clients.names(tx, actor) if normal(row.name) == wanted), None)
    return clients.by_id(tx, row.id) if row else None


def normal(name: str) -> str:
    """A name as it is compared: simplified, half width, small letters, without spaces and dots."""
    return "".join(sign for sign in fold(name) if sign.isalnum() or sign in "()")


def assignable(tx: Tx, actor: Actor | None) -> list[Staff]:
    """Who a client may be given to: the managers of the groups led, and the leader; for the command line everyone."""
    holders = [member for member in staff.everyone(tx) if member.role in (Role.MANAGER, *LEADING)]
    if actor is None:
        return holders
    if actor.role in LEADING:
        return [member for member in holders if member.group_id in actor.staff.groups or member.id == actor.id]
    mine = (actor.id, *actor.staff.assists)
    return [member for member in holders if member.id in mine]


def too_junior(client_class: str | None, manager: Staff | None) -> bool:
    """Whether a high-value client sits with a junior manager: it warns, and does not forbid (R0.2)."""
    return client_class in HIGH_VALUE and manager is not None and manager.grade is Grade.JUNIOR


def add(tx: Tx, actor: Actor, name: str, now: datetime, *, manager_id: int | None = None, **values: Any) -> Client:
    """A new client, in the care of its manager: the one given, else the actor, else whom the assistant assists.

    Raises Refused for a name that is in use in this scope, or a manager the actor may not give clients to.
    """
    name = fields.name(name)
    if same_named(tx, actor, name):
        raise Refused("clients.name_taken", name=name)
    open_to = assignable(tx, actor)
    if manager_id is None and open_to:
        manager_id = next((member.id for member in open_to if member.id == actor.id), open_to[0].id)
    if manager_id not in {member.id for member in open_to}:
        raise Refused("clients.no_such_manager")
    today = now.astimezone(actor.zone).date()
    client_id = clients.add(tx, {"name": name, "manager_id": manager_id, **values}, (), today)
    ensure_self(tx, client_id)
    audit.write(tx, "client_added", "client", client_id, now, staff_id=actor.id)
    organisation.touch(tx)
    return load(tx, actor, client_id)


def known_or_new(tx: Tx, actor: Actor, name: str, manager_id: int, now: datetime) -> Client:
    """The client in scope that goes by this name, else a new one (R1.1). Raises Refused as `add` does."""
    return same_named(tx, actor, name) or add(tx, actor, name, now, manager_id=manager_id)


def ensure_self(tx: Tx, client_id: int) -> int | None:
    """R1.3: an individual VIP has one person of role 本人; returns the id of one that had to be made."""
    client = clients.by_id(tx, client_id)
    if client is None or client.class_ not in VIP:
        return None
    known = persons.of_client(tx, client_id)
    if any(person.role == PersonRole.SELF for person in known):
        return None
    namesake = next((person for person in known if normal(person.name) == normal(client.name)), None)
    if namesake:
        persons.change(tx, namesake.id, {"role": PersonRole.SELF})
        return None
    values = {"client_id": client_id, "name": client.name, "role": PersonRole.SELF, "phone": client.phone}
    return persons.add(tx, values)


def change(tx: Tx, actor: Actor, client_id: int, values: Mapping[str, Any], now: datetime) -> Changed:
    """Set fields; what they held before stays in the history with who and when (R1.6)."""
    client = load(tx, actor, client_id)
    pairs = {name: (getattr(client, name), value) for name, value in values.items() if getattr(client, name) != value}
    if "name" in pairs:
        _check_name(tx, actor, client, pairs["name"][1])
        clients.drop_alias(tx, client.id, pairs["name"][1])
        clients.add_aliases(tx, client.id, [client.name])
    if pairs:
        clients.change(tx, client.id, {name: new for name, (_, new) in pairs.items()})
        changes.note(tx, "client", client.id, pairs, actor.id, now)
        ensure_self(tx, client.id)
        organisation.touch(tx)
    return Changed(client.id, {name: _text(old) for name, (old, _) in pairs.items()})


def change_written(tx: Tx, actor: Actor, client_id: int, field: str, written: str, now: datetime) -> Changed:
    """Set one field to what somebody typed; nothing typed clears it. Raises Refused for what cannot be that."""
    today = now.astimezone(actor.zone).date()
    value = fields.read_client(field, written, today) if written.strip() or field == "name" else None
    return change(tx, actor, client_id, {field: value}, now)


def restore(tx: Tx, actor: Actor, client_id: int, before: Mapping[str, str | None], now: datetime) -> Changed:
    """Take a change back."""
    today = now.astimezone(actor.zone).date()
    values = {name: fields.read_client(name, old, today) if old else None for name, old in before.items()}
    back = change(tx, actor, client_id, values, now)
    if old_name := before.get("name"):
        clients.drop_alias(tx, back.subject_id, old_name)
        clients.drop_alias(tx, back.subject_id, back.before.get("name") or "")
        organisation.touch(tx)
    return back


def _check_name(tx: Tx, actor: Actor, client: Client, name: str) -> None:
    other = same_named(tx, actor, name)
    if other and other.id != client.id:
        raise Refused("clients.name_taken", name=name)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def add_alias(tx: Tx, actor: Actor, client_id: int, written: str, now: datetime) -> tuple[str, ...]:
    """Give a client more names to be known by; returns those that were new."""
    client = load(tx, actor, client_id)
    fresh = tuple(alias for alias in fields.aliases(written) if alias not in (client.name, *client.aliases))
    clients.add_aliases(tx, client.id, fresh)
    changes.note(tx, "client", client.id, {"aliases": (None, "|".join(fresh) or None)}, actor.id, now)
    organisation.touch(tx)
    return fresh


def drop_alias(tx: Tx, actor: Actor, client_id: int, alias: str, now: datetime) -> None:
    """Take one of its other names away."""
    client = load(tx, actor, client_id)
    if alias in client.aliases:
        clients.drop_alias(tx, client.id, alias)
        changes.note(tx, "client", client.id, {"aliases": (alias, None)}, actor.id, now)
        organisation.touch(tx)


def assign(tx: Tx, actor: Actor, client_id: int, manager_id: int, now: datetime) -> tuple[Client, Staff | None]:
    """Give a client to another manager of the groups led (R0.3); returns it and who had it.

    Raises Refused for roles that do not lead and for managers of other groups.
    """
    if actor.role not in LEADING:
        raise Refused("common.not_your_role")
    client = load(tx, actor, client_id)
    new = next((member for member in assignable(tx, actor) if member.id == manager_id), None)
    if new is None:
        raise Refused("clients.no_such_manager")
    old = staff.by_id(tx, client.manager_id) if client.manager_id else None
    if old is None or old.id != new.id:
        today = now.astimezone(actor.zone).date()
        hand_over(tx, client.id, old, new, today, actor.id, now)
        organisation.touch(tx)
    return replace(client, manager_id=new.id), old


def hand_over(
    tx: Tx, client_id: int, old: Staff | None, new: Staff, today: date, by: int | None, now: datetime
) -> None:
    """Write a change of the responsible manager, which is a change of rights (R0.4); scope checked by the caller."""
    clients.change(tx, client_id, {"manager_id": new.id, "assigned_on": today})
    pair = (old.name if old else None, new.name)
    changes.note(tx, "client", client_id, {"manager": pair}, by, now)
    detail = {"from": old.id if old else None, "to": new.id}
    audit.write(tx, "client_assigned", "client", client_id, now, staff_id=by, detail=detail)


def reveal(tx: Tx, actor: Actor, client_id: int, field: str, now: datetime) -> str:
    """A masked field in full: a look that the audit trail keeps (R11.2)."""
    client = load(tx, actor, client_id)
    value = getattr(client, field) if field in SECRET else None
    if not value:
        raise Refused("clients.nothing_hidden")
    audit.write(tx, f"{field}_revealed", "client", client.id, now, staff_id=actor.id)
    return str(value)


def history(tx: Tx, actor: Actor, client_id: int) -> Sequence[Any]:
    """What changed in a client's file, newest first, with what was merged into it."""
    client = load(tx, actor, client_id)
    return _newest([*changes.of(tx, "client", client.id), *_of_merged(tx, client.id)])


def _of_merged(tx: Tx, client_id: int) -> list[Any]:
    return [row for gone in clients.merged(tx, client_id) for row in changes.of(tx, "client", gone)]


def _newest(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.at, row.id), reverse=True)
