"""Action items (R5.4): what a meeting decided, with one owner and a due day."""

from datetime import date, datetime
from enum import StrEnum

from domain.frozen import frozen


class ItemState(StrEnum):
    """open → done; settled where there is nothing to do of it but to know it; dropped where it is taken back."""

    OPEN = "open"
    DONE = "done"
    SETTLED = "settled"
    DROPPED = "dropped"


class ItemStep(StrEnum):
    """What the clock does next with an item: ask for its owner, remind the day before and on the day, ask why it is
    late."""

    OWNER = "owner"
    BEFORE = "before"
    DUE = "due"
    LATE = "late"


@frozen
class ActionItem:
    """One item with the names of its owner and its group; `due_on` is a day in the organisation's zone.

    `delays` is how often its day passed without it being done; `explanation` is the owner's word on the last time.
    `told_to` is who was last told that it is theirs, and `told_due_on` the day they were told.
    """

    id: int
    group_id: int
    group: str
    text: str
    state: ItemState
    created_by: int
    created_at: datetime
    meeting_id: int | None = None
    owner_id: int | None = None
    owner: str | None = None
    due_on: date | None = None
    done_at: datetime | None = None
    delays: int = 0
    explanation: str | None = None
    step: ItemStep | None = None
    due_at: datetime | None = None
    told_to: int | None = None
    told_due_on: date | None = None

    @property
    def news(self) -> bool:
        """Whether its owner does not know of it as it stands: it is new to them, or has another day."""
        known = (self.owner_id, self.due_on) == (self.told_to, self.told_due_on)
        return self.state is ItemState.OPEN and self.owner_id is not None and not known

    def late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.state is ItemState.OPEN and self.due_on is not None and self.due_on < today
