"""Drafts of plans (R4.1, R4.2, R4.6): the terms. The functions are in `domain.planning_drafts`.

The same input gives the same draft whatever its order, and adding one client moves few items of the others. Days are
days in the organisation's zone, first and last ones included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, time
from enum import StrEnum

from domain.clients import ClientClass
from domain.frozen import frozen


class Half(StrEnum):
    """The half of a working day that an item stands in."""

    FORENOON = "forenoon"
    AFTERNOON = "afternoon"


class ItemKind(StrEnum):
    """What an item of a plan is: a visit by the standard, or one of what else is to be done."""

    VISIT = "visit"
    CARE = "care"
    CONTRACT_END = "contract_end"
    NEXT_STEP = "next_step"
    ROLLED_OVER = "rolled_over"
    OWN = "own"


class ReasonCode(StrEnum):
    """Why an item stands in the plan; `Reason` says which numbers come with it."""

    STANDARD = "standard"
    """Due by the standard: `days` since the last visit as of today."""
    OVERDUE = "overdue"
    """Overdue already today: `days` since the last visit."""
    NEVER_VISITED = "never_visited"
    """Not visited since it was assigned: `days` since then."""
    YEAR = "year"
    """The year plan puts it here, earlier than the standard asks: `days` since the last visit (0: never visited)."""
    CARE = "care"
    CONTRACT_END = "contract_end"
    NEXT_STEP = "next_step"
    ROLLED_OVER = "rolled_over"
    OWN = "own"


@frozen
class Reason:
    """Why an item stands in the plan, as code and numbers; the view words it ("A类，已38天未访")."""

    code: ReasonCode
    class_: ClientClass | None = None
    days: int | None = None
    on: date | None = None
    """The day of the moment, the contract's end, the next step's due day."""


@frozen
class PlanClient:
    """A client as the generator sees it."""

    id: int
    name: str
    class_: ClientClass | None
    district: str | None
    last_visit_on: date | None
    assigned_on: date


@frozen
class Errand:
    """What else belongs into a plan: a care moment, a contract's end, an open next step, what rolled over, one's own.

    `visit`: it takes a slot of the day and counts as a visit to the client. `movable`: `on` is the last day it may
    stand on, and the draft may choose an earlier one; otherwise it stands on `on`, whatever that day is. A movable
    errand joins a visit to the same client that stands in the draft by then.
    """

    kind: ItemKind
    on: date
    client_id: int | None = None
    ref_id: int | None = None
    half: Half | None = None
    at: time | None = None
    visit: bool = False
    movable: bool = False


@frozen
class PlanRules:
    """The numbers that a draft keeps to; every one a setting of the organisation or the team."""

    visit_every_days: Mapping[str, int]
    visits_per_day: int = 5
    visits_before_noon: int = 2


@frozen
class Slots:
    """The working days of a period: those that can be planned."""

    working_days: Sequence[date]


@frozen
class DraftItem:
    """One line of a plan. `reasons` holds the main one first; `errands` are those that it carries out."""

    kind: ItemKind
    on: date
    half: Half | None
    at: time | None
    client_id: int | None
    visit: bool
    reasons: tuple[Reason, ...]
    errands: tuple[Errand, ...] = ()


@frozen
class Shortfall:
    """A client that the days do not suffice for: visits not placed, and visits placed after the day they are due."""

    client_id: int
    missing: int
    late: int
    due_on: date


@frozen
class Draft:
    """The drafted items by day and half-day, and where the days do not suffice, by client."""

    items: tuple[DraftItem, ...]
    shortfall: tuple[Shortfall, ...] = ()


@frozen
class YearVisit:
    """A visit of the year plan: the client and the Monday of the week it belongs in."""

    client_id: int
    week_on: date


@frozen
class YearDraft:
    """The year plan: its visits by week, and by client how many more the standard asks than the days hold."""

    visits: tuple[YearVisit, ...]
    shortfall: Mapping[int, int] = field(default_factory=dict)
