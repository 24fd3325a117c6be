"""The names a message may hold: clients, their key persons, colleagues; and the index that finds them.

Build a `Portfolio` once per manager and keep it: it is immutable, and understanding a message only reads it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from domain.frozen import frozen
from language import romanized
from language.characters import DOUBLE_SURNAMES, fold, sound_sign, sounds, surname_reading
from language.short_forms import regions, short_forms
from language.titles import title_heads


@frozen
class Client:
    """A group client or an individual VIP (R1.1, R1.3), as far as its names and kind help to recognise it."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    class_: str | None = None
    industry: str | None = None
    district: str | None = None


@frozen
class Person:
    """A key person of a client (R1.2)."""

    id: int
    client_id: int
    name: str
    sex: str | None = None
    position: str | None = None
    department: str | None = None
    role: str | None = None
    nicknames: tuple[str, ...] = ()


@frozen
class Colleague:
    """Somebody of the manager's own company who may go along (R2.3)."""

    id: int
    name: str
    nicknames: tuple[str, ...] = ()


class Names:
    """A set of names and what each stands for; finds all of them in a text in time linear in its length."""

    __slots__ = ("_first", "_heads", "_names")

    def __init__(self) -> None:
        self._names: dict[str, tuple[int, ...]] = {}
        self._heads: dict[str, tuple[int, ...]] = {}
        self._first: re.Pattern[str] | None = None  # any first sign of a name

    def add(self, name: str, number: int) -> None:
        """Let the folded name (two signs or more) stand for the number as well."""
        if len(name) < 2:
            return
        known = self._names.get(name)
        if known is None:
            self._names[name] = (number,)
            self._first = None
            head = name[:2]
            lengths = self._heads.get(head)
            if lengths is None:
                self._heads[head] = (len(name),)
            elif len(name) not in lengths:
                self._heads[head] = tuple(sorted((*lengths, len(name)), reverse=True))
        elif number not in known:
            self._names[name] = (*known, number)

    def get(self, name: str) -> tuple[int, ...]:
        """What the folded name stands for."""
        return self._names.get(name, ())

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Every name in the text, nested ones too, as (begin, finish, numbers); at one place the longest first."""
        heads, names = self._heads, self._names
        if not heads:
            return
        if self._first is None:
            self._first = re.compile(f"[{''.join(map(re.escape, sorted({head[0] for head in heads})))}]")
        for match in self._first.finditer(text):
            begin = match.start()
            lengths = heads.get(text[begin : begin + 2])
            if lengths is not None:
                for length in lengths:
                    numbers = names.get(text[begin : begin + length])
                    if numbers is not None and begin + length <= len(text):
                        yield begin, begin + length, numbers


class Portfolio:
    """One reader's clients and persons with the index of their names (numbers below are places in these tuples)."""

    def __init__(
        self,
        clients: Sequence[Client] = (),
        persons: Sequence[Person] = (),
        colleagues: Sequence[Colleague] = (),
        own_company: str | None = None,
        manager: str | None = None,
    ) -> None:
        self.clients = tuple(clients)
        self.persons = tuple(persons)
        self.colleagues = tuple(colleagues)
        self.own_company = own_company
        self.manager = manager
        self.client_names = Names()
        self.person_names = Names()
        self.colleague_names = Names()
        self.by_surname: dict[str, list[int]] = {}
        self.persons_of: dict[int, list[int]] = {}
        self.by_industry: dict[str, list[int]] = {}
        self.called: dict[tuple[str, str], dict[int, float]] = {}  # (surname, title) → who is called so, how fittingly
        self._names_of: dict[int, tuple[str, ...]] = {}
        self._trades: dict[str, tuple[int, ...]] = {}
        self._known_words: dict[int, tuple[str, str]] = {}
        self._client_at = {client.id: number for number, client in enumerate(self.clients)}
        self._add_clients()
        self._add_persons()
        self._add_colleagues()

    def _add_clients(self) -> None:
        add = self.client_names.add
        folded = [fold(client.name) for client in self.clients]
        places = regions(folded, {fold(client.district) for client in self.clients if client.district})
        self.regions = places
        for number, (client, name) in enumerate(zip(self.clients, folded, strict=True)):
            add(name, number)
            for alias in client.aliases:
                add(fold(alias), number)
            if client.industry:
                self.by_industry.setdefault(fold(client.industry), []).append(number)
        explicit = dict.fromkeys(self.client_names._names)
        for number, name in enumerate(folded):
            for short in short_forms(name, places):
                if short not in explicit:
                    add(short, number)

    def _add_persons(self) -> None:
        add = self.person_names.add
        for number, person in enumerate(self.persons):
            home = self._client_at.get(person.client_id)
            if home is None:
                continue
            self.persons_of.setdefault(home, []).append(number)
            name = fold(person.name)
            for nickname in (name, *map(fold, person.nicknames)):
                add(nickname, number)
            surname, given = split_name(name)
            if surname:
                self.by_surname.setdefault(surname, []).append(number)
                add(given, number)
            elif " " in name:
                add(name.split(" ")[0], number)

    def _add_colleagues(self) -> None:
        for number, colleague in enumerate(self.colleagues):
            for name in (colleague.name, *colleague.nicknames):
                self.colleague_names.add(fold(name), number)

    def client_of(self, person: int) -> int:
        """The number of the client a person belongs to."""
        return self._client_at[self.persons[person].client_id]

    def names_of(self, number: int) -> tuple[str, ...]:
        """All folded names of a client: the full one, its aliases, then the short forms under which it is found."""
        if number not in self._names_of:
            client = self.clients[number]
            name = fold(client.name)
            self._names_of[number] = (name, *map(fold, client.aliases), *short_forms(name, self.regions))
        return self._names_of[number]

    def known_words(self, number: int) -> tuple[str, str]:
        """A client's folded name, aliases and district in one string; and the same with its industry."""
        if number not in self._known_words:
            client = self.clients[number]
            names = self.names_of(number)[: 1 + len(client.aliases)]
            known = "|".join((*names, fold(client.district or "")))
            self._known_words[number] = known, f"{known}|{fold(client.industry or '')}"
        return self._known_words[number]

    def in_trade(self, trade: str) -> tuple[int, ...]:
        """The clients whose industry is this trade or whose name holds it."""
        if trade not in self._trades:
            numbers = set(self.by_industry.get(trade, ()))
            for number, client in enumerate(self.clients):
                if any(trade in fold(name) for name in (client.name, *client.aliases)):
                    numbers.add(number)
            self._trades[trade] = tuple(sorted(numbers))
        return self._trades[trade]

    @cached_property
    def client_sounds(self) -> Names:
        """The names of clients by how they sound, for homophones and slips."""
        return _by_sound(self.client_names._names.items())

    @cached_property
    def person_sounds(self) -> Names:
        """The full names of persons by how they sound."""
        found = Names()
        for number, person in enumerate(self.persons):
            name = fold(person.name)
            surname, given = split_name(name)
            if surname and len(given) == 2:
                found.add(_surname_signs(surname) + sounds(given), number)
        return found

    @cached_property
    def surname_places(self) -> re.Pattern[str]:
        """A sign that may be a surname with a title behind it: one of the portfolio's, or any before a title."""
        known = "".join({surname[0] for surname in (*self.by_surname, *DOUBLE_SURNAMES)})
        known = "".join(sign for sign in known if "一" <= sign <= "鿿")
        return re.compile(f"[{known}]|[一-鿿](?=[{''.join(map(re.escape, title_heads()))}])")

    @cached_property
    def surname_sounds(self) -> dict[str, list[str]]:
        """Surnames of the portfolio by their class of near sounds."""
        found: dict[str, list[str]] = {}
        for surname in self.by_surname:
            found.setdefault(_surname_signs(surname), []).append(surname)
        return found

    @cached_property
    def romanized(self) -> romanized.Index:
        """The names as an English message writes them; made when the first such message comes."""
        return romanized.Index(
            [(fold(client.name), tuple(map(fold, client.aliases))) for client in self.clients],
            [fold(person.name) for person in self.persons],
            self.regions,
        )


def split_name(name: str) -> tuple[str, str]:
    """A folded Chinese name's surname and given name; two empty strings for a nickname or a foreign name."""
    if not 2 <= len(name) <= 4 or name.isascii() or name[0] in "老小阿大":
        return "", ""
    if len(name) > 2 and name[:2] in DOUBLE_SURNAMES:
        return name[:2], name[2:]
    return name[:1], name[1:]


def _surname_signs(surname: str) -> str:
    if len(surname) == 1:
        return sound_sign(surname_reading(surname))
    return sounds(surname)


def _by_sound(names: Iterable[tuple[str, tuple[int, ...]]]) -> Names:
    found = Names()
    for name, numbers in names:
        if not name.isascii():
            for number in numbers:
                found.add(sounds(name), number)
    return found
