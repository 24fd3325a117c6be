"""Questions beyond a manager's authority that wait too long (R2.8): whoever leads is reminded of the open ones, and the
asker told of it; of an answer that the client has not heard, the asker is reminded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.referrals import ReferralState
from domain.staff import Actor, Organisation, Staff
from services import referrals
from services.moments import timetable
from services.referrals import Asked
from services.upcoming import Push, Source
from storage import nudges, organisation, staff
from storage import referrals as rows
from storage.tx import Tx

AT_ONCE = 50
MOST_REMINDERS = 3
"""After so many reminders of the same the daily digest alone still names it (R6.1)."""


@frozen
class Reminder:
    """What one reader is told of a question as they see it: to answer it, that others were reminded to, or to pass its
    answer on. `leaders` are those who were reminded."""

    key: str
    reader: Staff
    house: Organisation
    asked: Asked
    leaders: tuple[Staff, ...] = ()


def due(tx: Tx, now: datetime) -> tuple[list[Reminder], bool]:
    """What is to be said now, noted in the same transaction; and whether more is left. Nothing comes in quiet hours."""
    table, house = timetable(tx), organisation.load(tx)
    if table is None or house is None or table.quiet(now):
        return [], False
    found = rows.due(tx, now, AT_ONCE)
    return [one for row in found for one in _remind(tx, house, row, now)], bool(found)


def _remind(tx: Tx, house: Organisation, row: Any, now: datetime) -> list[Reminder]:
    asker = staff.by_id(tx, row.staff_id)
    again = row.reminded + 1 < MOST_REMINDERS and asker is not None
    at = referrals.remind_at(tx, asker, now) if again and asker is not None else None
    rows.change(tx, row.id, tuple(ReferralState), {"remind_at": at, "reminded": row.reminded + 1})
    if asker is None:
        return []
    key = f"referral_reminder:{row.id}:{row.state}:{now:%Y%m%dT%H%M}"
    mine = _seen(tx, house, asker, row.id)
    if mine is None or row.state == ReferralState.ANSWERED:
        return [Reminder(f"{key}:{asker.id}", asker, house, mine)] if mine else []
    seen = [(leader, _seen(tx, house, leader, row.id)) for leader in mine.leaders]
    told = [Reminder(f"{key}:{leader.id}", leader, house, asked) for leader, asked in seen if asked]
    leaders = tuple(one.reader for one in told)
    return [*told, Reminder(f"{key}:{asker.id}", asker, house, mine, leaders)] if told else []


def _seen(tx: Tx, house: Organisation, reader: Staff, referral_id: int) -> Asked | None:
    """A question as somebody sees it; None where they cannot be reached, or it is not their business any more."""
    if not nudges.reachable(tx, [reader.id]):
        return None
    try:
        return referrals.load(tx, Actor(reader, house), referral_id)
    except Refused:
        return None


def _pushes(one: Reminder, now: datetime) -> Iterator[Push]:
    asked = one.asked.referral
    on = asked.asked_at.astimezone(one.house.zone).date()
    yield Push(now, one.reader.name, "referral", on, SOURCE.name, one, client=asked.client)


SOURCE: Source[Reminder] = Source("referrals", due, rows.first_due_at, _pushes, rows.forget_until)
"""Reminders of questions beyond one's authority, as something the clock tells."""
