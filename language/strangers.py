"""Names that stand in a message and not in the portfolio: a new client, as the manager calls it."""

from language.patterns import lazy, pattern
from language.reading import Read
from language.scene import Scene

_UNFILED = pattern("unfiled")
_ENGLISH = lazy(r"(?:at|with|visited|met|from|to) ((?:[A-Z][\w&'-]+ ?){1,5})")


def unfiled(folded: str) -> bool:
    """Whether the (folded) message says that somebody is not on file yet."""
    return _UNFILED.search(folded) is not None


def new_client(scene: Scene) -> Read[str] | None:
    """An organisation that is spoken of like a client and is none of the portfolio's; the longest name if several."""
    who = scene.who
    if who.clients or who.client_choices:
        return None
    said = unfiled(scene.folded)
    if who.foreign:
        begin, finish = max(who.foreign, key=lambda span: span[1] - span[0])
        name = scene.text[begin:finish]
        return Read(name, 0.8 if said else 0.6, name, begin)
    english = _ENGLISH.search(scene.text) if said else None
    return Read(english[1].strip(), 0.6, english[1].strip(), english.start(1)) if english else None
