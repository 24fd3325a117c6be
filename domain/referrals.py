"""Questions beyond a manager's authority (R2.8): asked, answered by whoever leads, passed on to the client."""

from datetime import datetime
from enum import StrEnum

from domain.frozen import frozen


class ReferralState(StrEnum):
    """open → answered → passed_on; or withdrawn by whoever asked, while nobody had answered."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"


PENDING = (ReferralState.OPEN, ReferralState.ANSWERED)
"""What is not over yet: it waits for an answer, or for the client to hear it."""


@frozen
class Referral:
    """A question that a manager may not answer alone, in full, and what came of it. Instants are aware UTC.

    At `remind_at` whoever it waits for is reminded; they were `reminded` so many times of what it waits for now.
    """

    id: int
    staff_id: int
    asker: str
    text: str
    asked_at: datetime
    state: ReferralState = ReferralState.OPEN
    client_id: int | None = None
    client: str | None = None
    answer: str | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None
    passed_on_at: datetime | None = None
    remind_at: datetime | None = None
    reminded: int = 0
