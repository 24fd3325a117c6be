"""Names learned from use: a correction or an answered question teaches what one member calls somebody, them alone.

Learned conservatively, since a wrong client is worse than a question: never a common word, a date, a competitor or
another's name, and no surname with a title that several persons may carry.
"""

import re
from collections.abc import Collection
from datetime import datetime

from domain.frozen import frozen
from domain.staff import Actor
from language import dates
from language.characters import fold
from language.portfolio import Portfolio
from language.short_forms import TRADES
from language.tables import lines, words
from language.titles import titles
from services import understanding
from storage import aliases, clients, organisation, persons
from storage.tx import Tx

SHORTEST, LONGEST = 2, 12

_NAME = re.compile(r"[^\W\d_][\w·&'’ .-]*[\w.]")
# The full name of some organisation, which is nobody's nickname: 长汀县中医院.
_FULL_NAME = re.compile(
    r".{3,}(?:公司|集团|[局院校园行店厂所站馆社处部]|中心|中学|小学|大学|街道|政府|委员会|company|hospital|bank)"
)


@frozen
class Learned:
    """A learned name and the full name of the client or person that it stands for."""

    id: int
    text: str
    name: str


def learn_client(tx: Tx, actor: Actor, said: str, client_id: int, now: datetime) -> Learned | None:
    """Let `said` stand for a client in scope from now on; None where it is not fit to be learned."""
    client = clients.load(tx, actor, client_id)
    if client is None or not _fit(tx, actor, said):
        return None
    name_id = aliases.learn(tx, actor.id, said.strip(), now, client_id=client_id)
    organisation.touch(tx)
    return Learned(name_id, said.strip(), client.name)


def learn_person(tx: Tx, actor: Actor, said: str, person_id: int, now: datetime) -> Learned | None:
    """Let `said` be a nickname of a person in scope from now on; None where it is not fit to be learned."""
    person = persons.load(tx, actor, person_id)
    if person is None or not _fit(tx, actor, said) or _shared(understanding.portfolio(tx, actor), said):
        return None
    name_id = aliases.learn(tx, actor.id, said.strip(), now, person_id=person_id)
    organisation.touch(tx)
    return Learned(name_id, said.strip(), person.name)


def known(tx: Tx, actor: Actor) -> list[Learned]:
    """What was learned from this member, the newest first."""
    return [Learned(row.id, row.text, row.person or row.client) for row in aliases.known(tx, actor)]


def forget(tx: Tx, actor: Actor, name_id: int) -> str | None:
    """Forget a learned name; returns it, None where it is gone or another's."""
    text = aliases.forget(tx, actor.id, name_id)
    if text is not None:
        organisation.touch(tx)
    return text


def _fit(tx: Tx, actor: Actor, said: str) -> bool:
    said = said.strip()
    folded = fold(said)
    if not SHORTEST <= len(said) <= LONGEST or not _NAME.fullmatch(said) or _common(folded):
        return False
    portfolio = understanding.portfolio(tx, actor)
    if folded in (fold(actor.staff.name), fold(actor.organisation.own_company)) or portfolio.colleague_names.get(
        folded
    ):
        return False
    if any(dates.find(said, datetime(2000, 1, 1))):
        return False
    own = {fold(row.text) for row in aliases.known(tx, actor)}
    return folded in own or not (portfolio.client_names.get(folded) or portfolio.person_names.get(folded))


def _common(folded: str) -> bool:
    return (
        bool(_FULL_NAME.fullmatch(folded))
        or folded in words("generic")
        or folded in TRADES
        or folded in titles()
        or folded in words("common")
        or any(folded in map(fold, forms) for _, *forms in lines("competitors"))
    )


def _shared(portfolio: Portfolio, said: str) -> bool:
    """Whether the name is but a surname with a title (陈主任, 老陈) that more than one person carries."""
    folded = fold(said.strip())
    bearers: Collection[int] = ()
    if folded[0] in "老小阿" and len(folded) == 2:
        bearers = portfolio.by_surname.get(folded[1:], ())
    for length in (1, 2):
        if folded[length:] in titles():
            bearers = portfolio.by_surname.get(folded[:length], bearers)
    return len(bearers) > 1
