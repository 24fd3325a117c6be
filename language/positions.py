"""Persons named by their position alone: 校长, 院长 beside the one client that is in play."""

import re
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


# The same in English; `english_titles.txt` says which positions each may stand for.
_ENGLISH = lazy(
    r"\b(?:the|their|its|our) (?P<title>principal|headmaster|president|chairman|chairwoman|director|dean"
    r"|general manager|gm|ceo|boss)\b"
    r"(?!'s office| office)"
)


def by_position(folded: str, client: int, portfolio: Portfolio, taken: list[Span]) -> Iterator[tuple[int, Span]]:
    """The persons of this client whose position is named without a surname, where only one of them has it."""
    ground: Ground | None = None
    for match in (*_ALONE.finditer(folded), *_ENGLISH.finditer(folded)):
        ground = ground or Ground(len(folded), taken)
        if not ground.free(match.start(), match.end()):
            continue
        people = portfolio.persons_of.get(client, ())
        fitting = [number for number in people if _is(match, portfolio.persons[number].position or "")]
        if len(fitting) == 1:
            yield fitting[0], match.span()


def _is(match: re.Match[str], position: str) -> bool:
    """Whether the position is the very one named, and not a deputy's."""
    title = match["title"]
    if not title.isascii():
        return fit(title, position) == 3.0
    return "副" not in position and fit("gm" if title == "general manager" else title, position) >= 2.0
