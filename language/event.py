"""What a message is for, with what decided it."""

from domain.frozen import frozen
from language.care import Care
from language.reading import Intent, Read
from language.scene import Scene, When


@frozen
class Event:
    """The intent and what decided it: its time, whether that lies ahead, and the care it is, if any."""

    intent: Read[Intent]
    when: When | None = None
    ahead: bool = False
    care: Care | None = None
    correction: bool = False


def read_as(scene: Scene, intent: Intent, sureness: float, *keys: str) -> Read[Intent]:
    """The intent with the first word that has one of these signs."""
    hit = scene.first(*keys) if keys else None
    if hit is None:
        return Read(intent, sureness)
    return Read(intent, sureness, scene.text[hit.begin : hit.finish], hit.begin)
