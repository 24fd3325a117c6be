"""Finding the client that an answer means: by what was read, by part of a name, or by the likely ones."""

from collections.abc import Sequence

from handlers.context import Context
from handlers.visit_card import short
from language.understanding import Understanding
from services import visit_choices
from storage import clients, notes

MOST = 5

_LONGEST_NAME = 20
_LONGEST_REST = 6


def likely(c: Context, choices: Sequence[int] = ()) -> list[tuple[int, str]]:
    """The clients to offer, with their names: the choices, else those recorded last, then any; five at most."""
    names = {row.id: row.name for row in clients.names(c.tx, c.actor)}
    if choices:
        return [(id_, names[id_]) for id_ in choices[:MOST] if id_ in names]
    recent = notes.recent_clients(c.tx, c.actor, MOST)
    ordered = dict.fromkeys([*recent, *names])
    return [(id_, names[id_]) for id_ in list(ordered)[:MOST] if id_ in names]


def near(c: Context, name: str) -> tuple[int, ...]:
    """The clients whose name is most like one that is not on file."""
    return tuple(each.id for each in visit_choices.clients_like(c.tx, c.actor, name))[:3]


def new_ones(c: Context, name: str) -> list[tuple[str, dict[str, object]]]:
    """The buttons' labels and data that put a new client on file, one for each manager it may belong to."""
    managers = visit_choices.managers_for_new_client(c.tx, c.actor)
    key = "visits.new_client" if len(managers) == 1 else "visits.new_client_of"
    return [
        (c.words.plain(key, name=short(name, _LONGEST_NAME), manager=each.name), {"new": name, "manager": each.id})
        for each in managers
    ]


def named(c: Context, read: Understanding) -> tuple[int, ...]:
    """The clients that a typed answer names; none where it says more than a name."""
    text = c.turn.text.strip()
    if read.correction and read.correction.becomes:
        text = read.correction.becomes.strip()
    if read.clients:
        spoken = sum(len(each.words) for each in read.clients)
        brief = read.correction or len(text) - spoken <= _LONGEST_REST
        return tuple(each.value.id for each in read.clients) if brief else ()
    if not only_a_name(text):
        return ()
    if read.client_choices:
        return tuple(client.id for client in read.client_choices)
    return tuple(each.id for each in visit_choices.clients_like(c.tx, c.actor, text))[:MOST]


def only_a_name(text: str) -> bool:
    """Whether words are so few that they can only be meant as a name."""
    return 0 < len(text.strip()) <= _LONGEST_NAME
