"""Reading a message with the names that its writer may know."""

from datetime import datetime
from weakref import WeakKeyDictionary

from domain.staff import Actor
from language.portfolio import Client, Colleague, Person, Portfolio
from language.understanding import Understanding, understand
from storage import aliases as learned_names
from storage import clients, organisation, persons, staff
from storage.tx import Tx

_MOST_KEPT = 512
"""So many indexes of names are kept; each belongs to one reader at one revision of the records."""

Stamp = tuple[int, int, object, str | None]


class _Kept:
    """The indexes built so far, by reader; one whose revision is past is built anew, and so are all after a commit
    that came to nothing: its revision may be given to other changes."""

    def __init__(self) -> None:
        self._by_reader: dict[tuple[str, int], tuple[Stamp, Portfolio]] = {}

    def get(self, tx: Tx, actor: Actor) -> Portfolio:
        reader = (actor.organisation.name, actor.id)
        stamp = (tx.lost, actor.organisation.revision, actor.staff, actor.organisation.own_company)
        kept = self._by_reader.pop(reader, None)
        if kept is None or kept[0] != stamp:
            kept = (stamp, _build(tx, actor))
            if organisation.revision(tx) != actor.organisation.revision:
                return kept[1]  # this unit has changed names itself, and may yet be taken back
        self._by_reader[reader] = kept
        if len(self._by_reader) > _MOST_KEPT:
            del self._by_reader[next(iter(self._by_reader))]
        return kept[1]


_KEPT: WeakKeyDictionary[Tx, _Kept] = WeakKeyDictionary()


def portfolio(tx: Tx, actor: Actor) -> Portfolio:
    """The names in the actor's scope, from memory while nothing in the records has changed."""
    return _KEPT.setdefault(tx, _Kept()).get(tx, actor)


def _build(tx: Tx, actor: Actor) -> Portfolio:
    aliases = clients.aliases(tx, actor)
    nicknames = persons.nicknames(tx, actor)
    for learned in learned_names.known(tx, actor):
        if learned.person_id:
            nicknames.setdefault(learned.person_id, []).append(learned.text)
        else:
            aliases.setdefault(learned.client_id, []).append(learned.text)
    return Portfolio(
        [
            Client(row.id, row.name, tuple(aliases.get(row.id, ())), row.class_, row.industry, row.district)
            for row in clients.names(tx, actor)
        ],
        [
            Person(
                row.id,
                row.client_id,
                row.name,
                row.sex,
                row.position,
                row.department,
                row.role,
                tuple(nicknames.get(row.id, ())),
            )
            for row in persons.names(tx, actor)
        ],
        [Colleague(member.id, member.name) for member in staff.everyone(tx) if member.id != actor.id],
        actor.organisation.own_company,
        actor.staff.name,
    )


def read(tx: Tx, actor: Actor, text: str, said_on: datetime) -> Understanding:
    """What a message says; `said_on` is wall time of the organisation, from which relative dates are counted."""
    return understand(text, portfolio(tx, actor), said_on)
