"""Persons named by their position alone: 校长, 院长 beside the one client that is in play."""

from collections.abc import Iterator

from language.ground import Ground, Span
from language.patterns import lazy
from language.portfolio import Portfolio
from language.titles import fit

# Positions of which an organisation has one; not those that go before an office (校长室) or after another (副校长).
_ALONE = lazy(
    r"(?<![副原前老新各位])(?P<title>校长|园长|院长|行长|局长|厂长|矿长|站长|社长|台长|馆长|区长|镇长|段长|董事长|总经理|总裁|老板|总编|书记|护士长)"
    r"(?![室办助会信热奖们\d])"
)


def by_position(folded: str, client: int, portfolio: Portfolio, taken: list[Span]) -> Iterator[tuple[int, Span]]:
    """The persons of this client whose position is named without a surname, where only one of them has it."""
    ground: Ground | None = None
    for match in _ALONE.finditer(folded):
        ground = ground or Ground(len(folded), taken)
        if not ground.free(match.start(), match.end()):
            continue
        people = portfolio.persons_of.get(client, ())
        fitting = [number for number in people if fit(match["title"], portfolio.persons[number].position or "") == 3.0]
        if len(fitting) == 1:
            yield fitting[0], match.span()
