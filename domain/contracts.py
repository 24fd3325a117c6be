"""Contracts with clients (R1.5)."""

from datetime import date

from domain.frozen import frozen


@frozen
class Contract:
    """What was agreed, from when to when. `owner` is the client's project owner by name, `owner_id` where on file."""

    client_id: int
    subject: str
    id: int = 0
    owner: str | None = None
    owner_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
