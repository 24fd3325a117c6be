"""Clients and what is kept of them (R1.1, R1.3)."""

from dataclasses import fields
from datetime import date
from enum import StrEnum

from domain.frozen import frozen


class ClientClass(StrEnum):
    """A, B, C for group clients; diamond and gold for individual VIPs."""

    A = "A"
    B = "B"
    C = "C"
    DIAMOND = "diamond"
    GOLD = "gold"


VIP = frozenset({ClientClass.DIAMOND, ClientClass.GOLD})
"""Classes of individual VIPs: such a client has one person of role `self` (本人) who carries the personal fields."""

HIGH_VALUE = frozenset({ClientClass.A, ClientClass.DIAMOND})
"""Classes that belong with higher grades (R0.2)."""


@frozen
class Client:
    """A group client or an individual VIP. `assigned_on` is the day its present manager got it."""

    id: int
    name: str
    class_: ClientClass | None = None
    industry: str | None = None
    sub_industry: str | None = None
    district: str | None = None
    district_character: str | None = None
    address: str | None = None
    company_type: str | None = None
    legal_representative: str | None = None
    founded_on: date | None = None
    phone: str | None = None
    fax: str | None = None
    payment_number: str | None = None
    scope: str | None = None
    profile: str | None = None
    rank_by_revenue: int | None = None
    rank_by_tax: int | None = None
    it_level: str | None = None
    employees: int | None = None
    phones_in_use: str | None = None
    phone_bill_policy: str | None = None
    status: str | None = None
    user_name: str | None = None
    employer: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    manager_id: int | None = None
    chief_manager_id: int | None = None
    assigned_on: date | None = None
    aliases: tuple[str, ...] = ()


NOT_FACTS = ("id", "name", "aliases", "manager_id", "chief_manager_id", "assigned_on")
FACTS: tuple[str, ...] = tuple(f.name for f in fields(Client) if f.name not in NOT_FACTS)
"""The fields of a client that are plain facts, in the order the card shows them."""


def visit_interval_days(class_: ClientClass | None, visit_every_days: dict[str, int]) -> int:
    """The longest time in days between two visits (R2.5)."""
    return visit_every_days.get(class_ or "", visit_every_days[""])


def overdue_days(
    class_: ClientClass | None,
    last_visit_on: date | None,
    assigned_on: date,
    today: date,
    visit_every_days: dict[str, int],
) -> int:
    """Days since the last visit, or since the client was assigned, minus the standard (R2.5); negative: not yet due."""
    since = (today - (last_visit_on or assigned_on)).days
    return since - visit_interval_days(class_, visit_every_days)
