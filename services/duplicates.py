"""Clients and persons that stand in the records twice: found, merged with nothing lost, and parted again (R1.8)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any, Literal

from domain.clients import FACTS as CLIENT_FACTS
from domain.clients import Client, ClientClass
from domain.errors import Refused
from domain.frozen import frozen
from domain.persons import FACTS as PERSON_FACTS
from domain.persons import PERSONALISED, BirthdayType, Person, Sex
from domain.staff import LEADING, Actor
from language.characters import fold, reading
from services import fields
from services import persons as people
from services.clients import load as load_client
from services.clients import normal
from storage import audit, changes, clients, merges, organisation, persons, references
from storage.tx import Tx

Noun = Literal["clients", "persons"]

_LEGAL = re.compile(r"(?:股份|控股)?(?:有限)?(?:责任)?公司$|集团$")
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")
_NUMBERED = re.compile(r"第?([一二三四五六七八九十]+)(中|小|医?院)学?")
_REGION = re.compile(r"^(\w{2,3})[市县区](?=\w{2})")
_TOO_MANY = 30
"""A name or number shared by more than this says nothing."""


@frozen
class Pair:
    """Two that may be one. `reason` is what they share: name, alias, pinyin or phone."""

    noun: Noun
    one: int
    other: int
    names: tuple[str, str]
    reason: Literal["name", "alias", "pinyin", "phone"]


def find(tx: Tx, actor: Actor) -> list[Pair]:
    """All pairs in scope that look alike and were not said to be different, clients first."""
    known = clients.all_of(tx, actor)
    everyone = persons.all_of(tx, actor)
    owners = {client.id: client.name for client in known}
    return [
        *client_pairs(known, merges.apart(tx, "clients")),
        *person_pairs(everyone, owners, merges.apart(tx, "persons")),
    ]


def client_pairs(known: Sequence[Client], apart: set[tuple[int, int]]) -> list[Pair]:
    """Clients that share a name, an alias that is the other's name, a reading or a phone number."""
    rules: list[tuple[Literal["name", "alias", "pinyin", "phone"], Callable[[Client], Iterable[str]]]] = [
        ("name", lambda client: (_bare(client.name),)),
        ("alias", lambda client: {_bare(name) for name in (client.name, *client.aliases)}),
        ("pinyin", lambda client: (_read(client.name),)),
        ("phone", lambda client: (dialled(client.phone),)),
    ]
    found: dict[tuple[int, int], Pair] = {}
    for reason, keys in rules:
        for one, other in _sharing(known, keys):
            both = (min(one.id, other.id), max(one.id, other.id))
            if both not in apart:
                found.setdefault(both, Pair("clients", one.id, other.id, (one.name, other.name), reason))
    return list(found.values())


def person_pairs(known: Sequence[Person], owners: dict[int, str], apart: set[tuple[int, int]]) -> list[Pair]:
    """Persons of one client who share a name or reading, and persons anywhere who share a phone of their own."""

    def at(person: Person, keys: Iterable[str]) -> list[str]:
        return [f"{person.client_id} {key}" for key in keys if key]

    rules: list[tuple[Literal["name", "alias", "pinyin", "phone"], Callable[[Person], Iterable[str]]]] = [
        ("name", lambda person: at(person, (normal(person.name),))),
        ("alias", lambda person: at(person, map(normal, (person.name, *person.nicknames)))),
        ("pinyin", lambda person: at(person, (_read(person.name),))),
        ("phone", lambda person: (dialled(person.phone, own=True),)),
    ]
    found: dict[tuple[int, int], Pair] = {}
    for reason, keys in rules:
        for one, other in _sharing(known, keys):
            both = (min(one.id, other.id), max(one.id, other.id))
            if both not in apart:
                names = (f"{one.name}（{owners[one.client_id]}）", f"{other.name}（{owners[other.client_id]}）")
                found.setdefault(both, Pair("persons", one.id, other.id, names, reason))
    return list(found.values())


def _sharing(known: Sequence[Any], keys: Callable[[Any], Iterable[str]]) -> Iterable[tuple[Any, Any]]:
    shared: dict[str, list[Any]] = {}
    for each in known:
        for key in keys(each):
            if key:
                shared.setdefault(key, []).append(each)
    for alike in shared.values():
        if 1 < len(alike) <= _TOO_MANY:
            yield from combinations(alike, 2)


def _bare(name: str) -> str:
    """What is left of a name that may be written longer or shorter: 龙岩市第一中学 and 龙岩一中 are alike."""
    plain = normal(name).translate(_NUMERALS)
    plain = _NUMBERED.sub(lambda found: found[1] + found[2][-1], _LEGAL.sub("", plain) or plain)
    return _REGION.sub(r"\1", plain)


def _read(name: str) -> str:
    """How a name sounds, without tones; empty for a name that is not Chinese."""
    return "" if name.isascii() else " ".join(reading(sign) or sign for sign in _LEGAL.sub("", fold(name)))


def dialled(phone: str | None, *, own: bool = False) -> str:
    """What two phone numbers are compared by; empty where there is nothing to compare.

    `own`: only a mobile counts, since a switchboard belongs to many.
    """
    number = fields.digits(phone or "")
    mobile = len(number) == 11 and number.startswith("1")
    return number if mobile or (not own and len(number) >= 7) else ""


def keep_apart(tx: Tx, actor: Actor, noun: Noun, one: int, other: int, now: datetime) -> None:
    """Say that two are not the same; they are not shown as duplicates again."""
    for each in (one, other):
        _load(tx, actor, noun, each)
    merges.keep_apart(tx, noun, one, other, actor.id, now)


def merge(tx: Tx, actor: Actor, noun: Noun, kept_id: int, gone_id: int, now: datetime) -> int:
    """Merge `gone` into `kept` and return the id by which it can be undone.

    What `kept` does not know it takes over; what both know stays as `kept` has it, and the other value is kept in the
    history; free notes are joined. All rows that belonged to `gone` belong to `kept`, and its name becomes an alias.
    Clients are merged by leaders only. Raises Refused for what is not in scope, or one and the same.
    """
    if noun == "clients" and actor.role not in LEADING:
        raise Refused("common.not_your_role")
    kept, gone = _load(tx, actor, noun, kept_id), _load(tx, actor, noun, gone_id)
    if kept.id == gone.id:
        raise Refused("clients.merge_itself")
    filled, lost = _weigh(noun, kept, gone)
    room = clients if noun == "clients" else persons
    room.change(tx, kept.id, {name: new for name, (_, new) in filled.items()}) if filled else None
    changes.note(tx, noun[:-1], kept.id, {**filled, **lost}, actor.id, now)
    name = gone.name if normal(gone.name) != normal(kept.name) and gone.name not in _names(kept) else None
    if name:
        (clients.add_aliases if noun == "clients" else persons.add_nicknames)(tx, kept.id, [name])
    moved = references.repoint(tx, noun, gone.id, kept.id)
    room.change(tx, gone.id, {"merged_into": kept.id})
    taken = {field: [_json(old), _json(new)] for field, (old, new) in filled.items()}
    audit.write(tx, f"{noun[:-1]}_merged", noun[:-1], kept.id, now, staff_id=actor.id, detail={"gone": gone.id})
    organisation.touch(tx)
    return merges.add(tx, merges.Merge(noun, kept.id, gone.id, moved, taken, name), actor.id, now)


def part(tx: Tx, actor: Actor, merge_id: int, now: datetime) -> merges.Merge:
    """Undo a merge: both stand again, each with what it had; what came since stays with the one that was kept.

    Raises Refused where it was undone already, or the one that was kept is not in scope any more.
    """
    done = merges.load(tx, merge_id)
    if done is None:
        raise Refused("clients.merge_gone")
    noun: Noun = "clients" if done.subject == "clients" else "persons"
    if noun == "clients" and actor.role not in LEADING:
        raise Refused("common.not_your_role")
    kept = _load(tx, actor, noun, done.kept_id)
    if kept.id != done.kept_id:
        raise Refused("clients.merge_gone")
    room = clients if noun == "clients" else persons
    room.change(tx, done.gone_id, {"merged_into": None})
    references.point_back(tx, done.moved, done.gone_id)
    back = {name: typed(name, old) for name, (old, new) in done.filled.items() if _json(getattr(kept, name)) == new}
    if back:
        room.change(tx, kept.id, back)
        pairs = {name: (getattr(kept, name), value) for name, value in back.items()}
        changes.note(tx, noun[:-1], kept.id, pairs, actor.id, now)
    if done.name:
        (clients.drop_alias if noun == "clients" else persons.drop_nickname)(tx, kept.id, done.name)
    merges.undone(tx, merge_id, now)
    audit.write(tx, f"{noun[:-1]}_parted", noun[:-1], kept.id, now, staff_id=actor.id, detail={"back": done.gone_id})
    organisation.touch(tx)
    return done


Pairs = dict[str, tuple[Any, Any]]


def _weigh(noun: Noun, kept: Client | Person, gone: Client | Person) -> tuple[Pairs, Pairs]:
    """What `kept` takes over (old, new), and what of `gone` gives way (its value, the one that stays)."""
    filled: Pairs = {}
    lost: Pairs = {}
    names = (*CLIENT_FACTS, "manager_id", "chief_manager_id", "assigned_on") if noun == "clients" else PERSON_FACTS
    for name in names:
        mine, other = getattr(kept, name), getattr(gone, name)
        if other is None or mine == other:
            continue
        if mine is None:
            filled[name] = (None, other)
        elif noun == "persons" and name in PERSONALISED:
            filled[name] = (mine, f"{mine}\n{other}")
        elif name == "phone" and noun == "persons" and not getattr(kept, "second_contact", None):
            filled["second_contact"] = (None, other)
        elif name not in ("manager_id", "assigned_on"):
            lost[name] = (other, mine)
    if noun == "persons" and ("birthday" in filled) != ("birthday_type" in filled):
        filled.pop("birthday_type", None)
    return filled, lost


def _names(each: Client | Person) -> tuple[str, ...]:
    return (each.name, *(each.aliases if isinstance(each, Client) else each.nicknames))


def _load(tx: Tx, actor: Actor, noun: Noun, row_id: int) -> Any:
    return load_client(tx, actor, row_id) if noun == "clients" else people.load(tx, actor, row_id)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def typed(name: str, value: Any) -> Any:
    """Back from JSON into what the column holds."""
    if value is None:
        return None
    readers: dict[str, Callable[[Any], Any]] = {
        "founded_on": date.fromisoformat,
        "assigned_on": date.fromisoformat,
        "starts_on": date.fromisoformat,
        "ends_on": date.fromisoformat,
        "class_": ClientClass,
        "sex": Sex,
        "birthday_type": BirthdayType,
    }
    return readers.get(name, lambda same: same)(value)
