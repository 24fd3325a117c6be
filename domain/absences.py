"""Absences: the days on which somebody is on leave or on a trip; who is away is not missing (R5.2)."""

from datetime import date

from domain.frozen import frozen
from domain.meetings import Away

LONGEST_DAYS = 62
"""Two months: who is away for longer hands their clients over (R8.1)."""


@frozen
class Absence:
    """From one day to another, both included, in the organisation's zone."""

    id: int
    staff_id: int
    name: str
    why: Away
    starts_on: date
    ends_on: date
