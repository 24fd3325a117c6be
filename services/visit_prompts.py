"""What the brief before a planned visit and the question after it have in common: whose visits of a day are open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from domain.frozen import frozen
from domain.moments import Timetable
from domain.plans import Action, Item, ItemState
from domain.settings import Settings
from domain.staff import Actor, Organisation
from services.settings import of_group
from storage import absences, nudges, plan_days, staff, visit_prompts
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
DAY = "visit_prompts"
"""What the turn of the day is called among the things that come daily."""


@frozen
class Waiting:
    """The open visits of one member of which something is to be said, as their plan of the week (or month) has them."""

    actor: Actor
    items: tuple[Item, ...]


def claim(
    tx: Tx,
    house: Organisation,
    kind: str,
    rows: Sequence[Any],
    days: tuple[date, date],
    now: datetime,
    fresh: set[int],
    most: int,
) -> tuple[list[Waiting], bool]:
    """Note these rows as said, and hand out what really stands planned among them, by member; and whether more is left.

    Only `fresh` rows are said; what is merely drafted, stands in another plan as well, or belongs to somebody who
    cannot be reached or is away today is passed over. No more than `most` members are dealt with, so that nobody waits
    for a busy hour.
    """
    by_member = [(staff_id, list(own)) for staff_id, own in groupby(rows, key=lambda row: row.staff_id)]
    away = absences.on_day(tx, [staff_id for staff_id, _ in by_member], now.astimezone(house.zone).date())
    found: list[Waiting] = []
    for staff_id, own in by_member[:most]:
        member = staff.by_id(tx, staff_id)
        standing: dict[int, Item] = {}
        if member is not None and nudges.reachable(tx, [staff_id]) and staff_id not in away:
            actor = Actor(member, house)
            planned = plan_days.planned(
                tx, actor, staff_ids=[staff_id], start=days[0], end=days[1], states=(ItemState.OPEN,)
            )
            standing = {one.id: one for one in planned if one.action is Action.VISIT and one.client_id is not None}
        said = [
            standing[row.id]
            for row in own
            if visit_prompts.note(tx, row, kind, now if row.id in fresh & standing.keys() else None)
            and row.id in fresh & standing.keys()
        ]
        if said and member is not None:
            found.append(Waiting(Actor(member, house), tuple(said)))
    return found, len(by_member) > most


def settings_of(tx: Tx, rows: Sequence[Any]) -> dict[int | None, Settings]:
    """The settings that hold for these rows, by group."""
    return {group_id: of_group(tx, group_id) for group_id in {row.group_id for row in rows}}


def turn_day(tx: Tx, table: Timetable, now: datetime) -> None:
    """Note which day it is: from it on the clock looks for what comes next."""
    midnight = table.at(table.day(now) + ONE_DAY, datetime.min.time())
    if nudges.next_daily(tx, DAY) != midnight:
        nudges.set_daily(tx, DAY, midnight)


def day_known(tx: Tx, table: Timetable) -> date | None:
    """The day that was noted last."""
    midnight = nudges.next_daily(tx, DAY)
    return table.day(midnight) - ONE_DAY if midnight is not None else None


def start(tx: Tx, table: Timetable, at: datetime) -> None:
    """Ready for a rehearsal from an instant on."""
    visit_prompts.forget(tx, at)
    turn_day(tx, table, at)
