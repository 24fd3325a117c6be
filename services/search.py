"""Finding clients and persons in scope by what people type: name, alias, pinyin, initials, a part, a phone."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from domain.frozen import frozen
from domain.staff import Actor
from language.characters import fold, readings, sounds, surname_reading
from services import fields
from storage import clients, persons
from storage.tx import Tx

FEWEST_DIGITS = 4
"""So many digits of a phone number are needed to search by it."""

EXACT, STARTS, CONTAINS, READ, READ_PART, SOUNDS, SCATTERED = range(7)
"""How well a name fits, the best first."""


@frozen
class Hit:
    """A client or person found, and how well it fits. `client` is the client's name."""

    noun: Literal["clients", "persons"]
    id: int
    name: str
    client: str
    fit: int
    position: str | None = None


@frozen
class _Known:
    """A person as far as a search needs: the row of names and numbers, and the nicknames."""

    row: Any
    nicknames: tuple[str, ...]


def find(tx: Tx, actor: Actor, typed: str) -> list[Hit]:
    """What fits, the best first; among those that fit alike clients come before persons. Only what is in scope (R0.4).

    Several words each narrow the search: 一中 王.
    """
    words = [fold(word) for word in typed.split()][:5]
    if not words:
        return []
    aliases = clients.aliases(tx, actor)
    owners = {row.id: (row.name, *aliases.get(row.id, ())) for row in clients.names(tx, actor)}
    nicknames = persons.nicknames(tx, actor)
    people = [_Known(row, tuple(nicknames.get(row.id, ()))) for row in persons.numbers(tx, actor)]
    hits = list(_clients(owners, words, "".join(words)))
    hits += _persons(people, owners, words)
    number = fields.digits("".join(words)) if _is_number(typed) else ""
    if len(number) >= FEWEST_DIGITS:
        hits += _by_phone(tx, actor, people, owners, number)
    best = sorted({(hit.noun, hit.id): hit for hit in reversed(hits)}.values(), key=lambda hit: (hit.fit, hit.noun))
    sure = [hit for hit in best if hit.fit < SOUNDS]
    return sure or best


def _clients(owners: dict[int, tuple[str, ...]], words: list[str], whole: str) -> Iterable[Hit]:
    for client_id, names in owners.items():
        found = _best(names, whole)
        if found is None and len(words) > 1:
            each = [_best(names, word) for word in words]
            found = max((fit for fit in each if fit is not None), default=None) if None not in each else None
        if found is not None:
            yield Hit("clients", client_id, names[0], names[0], found)


def _persons(people: list[_Known], owners: dict[int, tuple[str, ...]], words: list[str]) -> Iterable[Hit]:
    for person in people:
        fits = [_fits(person, word) for word in words]
        whole = _fits(person, "".join(words)) if len(words) > 1 else None
        named = [fit for fit in fits if fit is not None]
        if whole is None and (not named or len(words) > 1):
            own = owners[person.row.client_id]
            rest = [word for word, fit in zip(words, fits, strict=True) if fit is None]
            if not named or any(_best(own, word) is None for word in rest):
                continue
        fit = whole if whole is not None else max(named)
        client = owners[person.row.client_id][0]
        yield Hit("persons", person.row.id, person.row.name, client, fit, person.row.position)


def _fits(person: _Known, word: str) -> int | None:
    """By name or nickname, or by surname and position: 王校长."""
    found = _best((person.row.name, *person.nicknames), word, person=True)
    if found is None and len(word) > 1 and fold(person.row.name[:1]) == word[0]:
        held = fold(f"{person.row.position or ''} {person.row.department or ''}")
        found = STARTS if word[1:] in held and not word.isascii() else None
    return found


def _by_phone(
    tx: Tx, actor: Actor, people: list[_Known], owners: dict[int, tuple[str, ...]], number: str
) -> Iterable[Hit]:
    for person in people:
        fit = _number_fit(number, (person.row.phone, person.row.second_contact))
        if fit is not None:
            yield Hit(
                "persons", person.row.id, person.row.name, owners[person.row.client_id][0], fit, person.row.position
            )
    for row in clients.numbers(tx, actor):
        fit = _number_fit(number, (row.phone, row.payment_number))
        if fit is not None:
            yield Hit("clients", row.id, row.name, row.name, fit)


def _number_fit(number: str, held: tuple[str | None, ...]) -> int | None:
    bare = [fields.digits(each) for each in held if each]
    return EXACT if number in bare else CONTAINS if any(number in each for each in bare) else None


def _is_number(typed: str) -> bool:
    return all(sign.isdigit() or sign in " +-()（）" for sign in typed)


def _best(names: Iterable[str], word: str, *, person: bool = False) -> int | None:
    return min((fit for name in names if (fit := _fit(fold(name), word, person)) is not None), default=None)


def _fit(name: str, word: str, person: bool) -> int | None:
    """How the folded word fits the folded name; None: not at all."""
    if word == name:
        return EXACT
    if word in name:
        return STARTS if name.startswith(word) else CONTAINS if len(word) > 1 or not word.isascii() else None
    if word.isascii():
        return _read_fit(name, word, person) if len(word) > 1 and word.isalpha() else None
    if len(word) < 2:
        return None
    if sounds(word) in sounds(name):
        return SOUNDS
    return SCATTERED if _in_order(word, name) else None


def _in_order(word: str, name: str) -> bool:
    signs = iter(name)
    return all(sign in signs for sign in word)


def _read_fit(name: str, word: str, person: bool) -> int | None:
    """By pinyin and initials, mixed as one likes: longyanyizhong, lyyz, longyyz."""
    read = _readings(name, person)
    first = word[0]
    for start, choices in enumerate(read):
        if any(choice[0] == first for choice in choices):
            end = _consume(read, start, word)
            if end is not None:
                return READ if start == 0 and end == len(read) else READ_PART
    return None


@lru_cache(maxsize=50_000)
def _readings(name: str, person: bool) -> tuple[tuple[str, ...], ...]:
    read = [readings(sign) or ((sign,) if sign.isalnum() else ()) for sign in name]
    if person and read and name[:1]:
        read[0] = tuple(dict.fromkeys((surname_reading(name[:1]) or name[:1], *read[0])))
    return tuple(choices for choices in read if choices)


def _consume(read: tuple[tuple[str, ...], ...], at: int, word: str) -> int | None:
    """The place in the name after the word is used up, sign by sign as a whole reading or its initial."""
    if not word:
        return at
    if at == len(read):
        return None
    for choice in read[at]:
        # A reading may be cut short only where the word ends: longyanyizh.
        for piece in (choice, choice[:2] if choice[1:2] == "h" else "", choice[0]):
            if piece and word.startswith(piece):
                end = _consume(read, at + 1, word[len(piece) :])
                if end is not None:
                    return end
        if len(word) > 1 and choice.startswith(word):
            return at + 1
    return None
