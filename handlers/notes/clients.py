"""Finding the client that an answer means: by what was read, by part of a name, or by the likely ones."""

from collections.abc import Sequence

from handlers.context import Context
from language.characters import fold
from language.understanding import Understanding
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
    wanted = fold(text)
    return tuple(row.id for row in clients.names(c.tx, c.actor) if wanted in fold(row.name))[:MOST]


def only_a_name(text: str) -> bool:
    """Whether words are so few that they can only be meant as a name."""
    return 0 < len(text.strip()) <= _LONGEST_NAME
