"""Notes: what was told of a client and has no table of its own yet, kept word for word with what was read in it."""

from datetime import date, datetime

from domain.frozen import frozen
from domain.visits import Competition, Met, NextStep


@frozen
class Note:
    """One message about one client (or none), kept by `staff_id`; `intent` says what it was understood to be.

    `about_on` is the day it speaks of in the organisation's zone, `about_at` the instant where an hour was said.
    """

    staff_id: int
    intent: str
    text: str
    noted_at: datetime
    id: int = 0
    client_id: int | None = None
    about_on: date | None = None
    about_at: datetime | None = None
    care_form: str | None = None
    moment: str | None = None
    sentiment: str | None = None
    persons: tuple[Met, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    competition: tuple[Competition, ...] = ()
