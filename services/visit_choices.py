"""Whom a question about a visit offers: clients by need and by likeness, persons, colleagues."""

from datetime import date

from domain.errors import Refused
from domain.frozen import frozen
from domain.staff import Actor, Role, Staff
from language.characters import fold
from services import clients, search, understanding
from services.visit_lists import due
from storage import persons, staff, visits
from storage.tx import Tx

_ALIKE = 60
"""How like a name must be to one on file (0 to 100) to be offered in its place."""
_MOST_ALIKE = 8


@frozen
class Choice:
    """Something to choose: its id and what it is called; `overdue_days` of a client whose visit is due."""

    id: int
    name: str
    overdue_days: int | None = None


def clients_by_need(tx: Tx, actor: Actor, today: date) -> list[Choice]:
    """Every client in scope: those overdue first, the longest first, then those visited last, then the others."""
    found = due(tx, actor, today)
    overdue = [each for each in found if each.overdue_days > 0]
    others = [each for each in found if each.overdue_days <= 0]
    others.sort(key=lambda each: (-(each.last_visit_on or date.min).toordinal(), each.name))
    return [Choice(each.client_id, each.name, max(each.overdue_days, 0) or None) for each in (*overdue, *others)]


def clients_like(tx: Tx, actor: Actor, said: str) -> list[Choice]:
    """The clients in scope that are called so or sound so, or else are spelled most like it; likeliest first."""
    found = {hit.id: hit.name for hit in search.find(tx, actor, said) if hit.noun == "clients"}
    if not found:
        from rapidfuzz import fuzz, process  # seldom wanted, and not for free at every start

        known = understanding.portfolio(tx, actor).clients
        names = [(fold(name), client) for client in known for name in (client.name, *client.aliases)]
        near = process.extract(
            fold(said), [name for name, _ in names], scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=_ALIKE
        )
        found = {names[place][1].id: names[place][1].name for _, _, place in near}
    return [Choice(id_, name) for id_, name in found.items()][:_MOST_ALIKE]


def persons_of(tx: Tx, actor: Actor, client_id: int) -> list[Choice]:
    """The key persons of a client in scope, with their positions."""
    if visits.client_of(tx, actor, client_id) is None:
        raise Refused("clients.not_found")
    return [
        Choice(person.id, f"{person.name} · {person.position}" if person.position else person.name)
        for person in persons.of_client(tx, client_id)
    ]


def colleagues(tx: Tx, actor: Actor) -> list[Choice]:
    """Who may have gone along: the own group first, then everybody else."""
    near = set(actor.staff.groups) | {actor.staff.group_id}
    others = [member for member in staff.everyone(tx) if member.id != actor.id and member.role is not Role.ADMIN]
    others.sort(key=lambda member: (member.group_id not in near, member.name))
    return [Choice(member.id, member.name) for member in others]


def managers_for_new_client(tx: Tx, actor: Actor) -> list[Staff]:
    """Who becomes the responsible manager of a client met on a visit (R0.3): the writer, or one of whom they assist."""
    open_to = clients.assignable(tx, actor)
    return [member for member in open_to if member.id == actor.id] or open_to
