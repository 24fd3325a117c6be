"""Competitors: who they are depends on whom the manager works for."""

from functools import cache

from language.characters import fold
from language.ground import Ground
from language.signs import Hit, Signs
from language.tables import lines

_BESIDE = {"telecom": ("cloud",), "cloud": ("telecom",)}
_UNKNOWN_TRADE = ("telecom", "cloud", "insurance")


@cache
def _spellings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each spelling → the (family, short name) it may stand for."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for family, short, *forms in lines("competitors"):
        for form in forms:
            spelled = fold(form.replace("_", " "))
            found[spelled] = (*found.get(spelled, ()), (family, short))
    return found


@cache
def _rivals_of(own: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The families that compete with a (folded) company, and the short names that are the company itself."""
    mine = _spellings().get(own or "", ()) or tuple(
        entry for spelled, entries in _spellings().items() if own and own.startswith(spelled) for entry in entries
    )
    if not mine:
        return frozenset(_UNKNOWN_TRADE), frozenset()
    families = {family for family, _ in mine}
    beside = {other for family in families for other in _BESIDE.get(family, ())}
    return frozenset(families | beside), frozenset(short for _, short in mine)


def rivals(folded: str, signs: Signs, own_company: str | None, names: list[tuple[int, int]]) -> list[tuple[Hit, str]]:
    """Every mention of a competitor outside the names of clients and persons, with its short name."""
    named = signs.of("competitors")
    if not named:
        return []
    families, mine = _rivals_of(fold(own_company) if own_company else None)
    ground = Ground(len(folded), [*((hit.begin, hit.finish) for hit in signs.of("not_competitors")), *names])
    found = []
    for hit in named:
        if not ground.free(hit.begin, hit.finish):
            continue
        for family, short in _spellings()[folded[hit.begin : hit.finish]]:
            if family in families and short not in mine:
                found.append((hit, short))
                break
    return found
