"""The gift ledger (R3.7): items in stock, requests for them, and every movement with its name."""

from datetime import datetime
from enum import StrEnum

from domain.frozen import frozen
from domain.staff import Role


class Movement(StrEnum):
    """Why the stock of an item changed."""

    STOCK_IN = "stock_in"
    HAND_OUT = "hand_out"
    RETURN = "return"
    COUNT = "count"


class RequestState(StrEnum):
    """waiting → approved → handed_out (→ returned); or sent back, or withdrawn by whoever asked."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    HANDED_OUT = "handed_out"
    RETURNED = "returned"


KEEPING = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ASSISTANT})
"""Roles that keep the stock: take goods in and count them (domain §0: assistants keep ledgers)."""

APPROVING = frozenset({Role.LEADER, Role.SUPERVISOR, Role.BRANCH_MANAGER, Role.DEPUTY_DIRECTOR, Role.DIRECTOR})
"""Roles a request may reach."""


@frozen
class Item:
    """A kind of gift. `price` is in whole cents of the currency; `reserved` of the `stock` is asked for already."""

    id: int
    name: str
    price: int
    stock: int
    reserved: int

    @property
    def free(self) -> int:
        """How many can still be asked for."""
        return self.stock - self.reserved


@frozen
class GiftRequest:
    """Somebody asks for gifts for a person (or a client as a whole). `amount` is in whole cents at the time."""

    id: int
    item_id: int
    item: str
    quantity: int
    amount: int
    staff_id: int
    client_id: int
    client: str
    person_id: int | None
    person: str | None
    level: Role
    state: RequestState
    asked_at: datetime
    reason: str | None = None
    comment: str | None = None
    decided_by: int | None = None
    occurrence_id: int | None = None


def level_for(amount: int, leader_limit: int) -> Role:
    """Who approves a gift of this value in cents (R3.7): the leader up to the limit, the supervisor above."""
    return Role.LEADER if amount <= leader_limit * 100 else Role.SUPERVISOR
