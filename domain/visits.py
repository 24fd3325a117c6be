"""Visits: what a record holds and the rules that need no table (R2.1-R2.5)."""

from datetime import date, datetime
from enum import StrEnum

from domain.frozen import frozen


class VisitType(StrEnum):
    """R2.1: proactive is agreed beforehand by the manager, responsive is asked for by the client."""

    PROACTIVE = "proactive"
    RESPONSIVE = "responsive"


class Purpose(StrEnum):
    """R2.2: several may hold."""

    COLLECT_DATA = "collect_data"
    LEARN_COMPETITORS = "learn_competitors"
    COMMUNICATE = "communicate"
    DIG_NEEDS = "dig_needs"
    BRING_NEWS = "bring_news"
    SHOW_PRODUCTS = "show_products"


class Sentiment(StrEnum):
    """The client's attitude or the outcome; unknown is None."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@frozen
class NextStep:
    """What will be done after a visit (R1.9); a promise is a next step that the client was told of."""

    text: str
    due_on: date | None = None
    promised: bool = False
    owner_id: int | None = None
    id: int | None = None
    done_at: datetime | None = None


@frozen
class Met:
    """Someone met at a visit: a key person by id, or a name that is not in the file."""

    name: str
    person_id: int | None = None


@frozen
class Competition:
    """A competitor met with at a client (R1.7), as far as it was told."""

    competitor: str
    content: str


@frozen
class Attached:
    """Something sent along with a visit: a photo, file, voice note or video by its file id, or a location.

    `album` names what was sent together with it.
    """

    kind: str
    file_id: str | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    album: str | None = None
    id: int | None = None


@frozen
class Visit:
    """A visit record (R2.3).

    `visited_on` is a day in the organisation's zone, `visited_at` an instant where an hour was said. `manager_id` is
    whose visit it is, `logged_by` who entered it: they differ where an assistant wrote.
    """

    client_id: int
    manager_id: int
    logged_by: int
    visited_on: date
    logged_at: datetime
    id: int = 0
    visited_at: datetime | None = None
    length_minutes: int | None = None
    place: str | None = None
    visit_type: VisitType = VisitType.PROACTIVE
    purposes: tuple[Purpose, ...] = ()
    content: str = ""
    feedback: str | None = None
    sentiment: Sentiment | None = None
    late: bool = False
    persons: tuple[Met, ...] = ()
    companions: tuple[int, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    competition: tuple[Competition, ...] = ()
    attachments: tuple[Attached, ...] = ()


CHANGEABLE = (
    *("client_id", "persons", "visited_on", "visited_at", "length_minutes", "place", "visit_type", "purposes"),
    *("content", "feedback", "sentiment", "competition", "next_steps", "companions"),
)
"""What of a record can be changed afterwards; the rest says how it came about."""


def is_late(visited_on: date, logged_on: date, late_after_days: int) -> bool:
    """Whether a record came in so long after its visit that it is marked (R2.4)."""
    return (logged_on - visited_on).days > late_after_days
