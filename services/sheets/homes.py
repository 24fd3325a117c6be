"""The clients in scope as the rows of a sheet name them: by name, or by an alias that only one of them has."""

from collections.abc import Callable, Iterable, Sequence

from domain.clients import Client
from domain.errors import Refused
from services.clients import normal
from services.sheets.records import Bad, Record


class Homes:
    """Whose rows these are, for sheets whose rows belong to clients."""

    def __init__(self, known: Sequence[Client]) -> None:
        self._by_name = {normal(client.name): client for client in reversed(known)}
        self._by_alias = index(known, lambda client: client.aliases)

    def take(self, record: Record) -> Client | Bad:
        """Take the client's name out of a row: the client, or what is wrong with it."""
        written = record.values.pop("client")
        exact = self._by_name.get(normal(written))
        choices = [exact] if exact else self._by_alias.get(normal(written), [])
        if len(choices) == 1:
            return choices[0]
        reason = Refused("sheets.no_such_client" if not choices else "sheets.which_client", client=written)
        return Bad(record.row, record.header("client"), reason)


def index(
    known: Sequence[Client],
    names: Callable[[Client], Iterable[str]],
    plain: Callable[[str], str | None] = normal,
) -> dict[str, list[Client]]:
    """Clients by something they are called by."""
    found: dict[str, list[Client]] = {}
    for client in known:
        for name in names(client):
            if key := plain(name):
                found.setdefault(key, []).append(client)
    return found
