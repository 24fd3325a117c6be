"""What the clock says of plans: reminders before the deadline, who has not handed in, the summary (R4.2-R4.4).

A round is one period of one group. It is pointed at its next stage; of several that a stop left out only the latest
is said, and says that it is late.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.frozen import frozen
from domain.moments import Timetable
from domain.plans import Plan, PlanKind, PlanState, Stage, next_start, period_end, period_start, stages
from domain.staff import Organisation, Staff
from services.moments import timetable
from services.plan_approval import Standing, standings
from services.settings import of_group
from services.upcoming import Push, Source
from storage import absences, nudges, organisation, plan_rounds, plans, staff
from storage.tx import Tx

PERIODS_AHEAD = 3
"""So many periods are known to the clock, this one among them: a long holiday brings a deadline forward by weeks."""

LATE_AFTER = timedelta(minutes=30)
"""What is said so long after its time says that it is late."""

STALE_AFTER = timedelta(days=7)
"""So long after its time nothing is said of a period any more."""

ROUNDS_AT_ONCE = 20
_KINDS = (PlanKind.WEEK, PlanKind.MONTH)


@frozen
class Reminded:
    """One thing said to one reader of a period: to hand in, whose plans are missing, or to sum up.

    `plan` is the reader's own, where they have begun it; `missing` are those who have not handed in, of `members` in
    all. `due_at` is the deadline (aware UTC). Who is not `reachable` is told nothing.
    """

    key: str
    stage: Stage
    kind: PlanKind
    starts_on: date
    reader: Staff
    house: Organisation
    at: datetime
    due_at: datetime
    late: bool
    reachable: bool
    plan: Plan | None = None
    missing: tuple[Staff, ...] = ()
    members: int = 0


def due(tx: Tx, now: datetime) -> tuple[list[Reminded], bool]:
    """What is to be said now, its rounds pointed on in the same transaction; and whether more is left.

    Nothing comes in quiet hours (R3.4).
    """
    table, house = timetable(tx), organisation.load(tx)
    if table is None or house is None:
        return [], False
    _know(tx, table, now)
    if table.quiet(now):
        return [], False
    rows = plan_rounds.due(tx, now)
    found: list[Reminded] = []
    for row in rows[:ROUNDS_AT_ONCE]:
        found += _round(tx, table, house, row, now)
    return found, len(rows) > ROUNDS_AT_ONCE


def _times(tx: Tx, table: Timetable, group_id: int, kind: PlanKind, starts_on: date) -> list[tuple[Stage, datetime]]:
    settings = of_group(tx, group_id)
    return [(stage, table.at(day, hour)) for stage, day, hour in stages(kind, starts_on, settings, table.workdays)]


def _know(tx: Tx, table: Timetable, now: datetime) -> None:
    """Let the clock come to the periods ahead, of every group; stages that have passed are not said any more."""
    for kind in _KINDS:
        start = period_start(kind, table.day(now))
        for _ in range(PERIODS_AHEAD):
            for group_id in plan_rounds.groups_without(tx, kind, start):
                ahead = [each for each in _times(tx, table, group_id, kind, start) if each[1] >= now]
                stage, at = ahead[0] if ahead else (None, None)
                plan_rounds.add(tx, group_id, kind, start, stage, at)
            start = next_start(kind, start)


def reckon_anew(tx: Tx) -> None:
    """Point every round anew: after a change of settings or of working days."""
    table = timetable(tx)
    for row in plan_rounds.ahead(tx):
        if table is not None:
            times = dict(_times(tx, table, row.group_id, PlanKind(row.kind), row.starts_on))
            plan_rounds.move(tx, row, Stage(row.stage), times[Stage(row.stage)])


def _round(tx: Tx, table: Timetable, house: Organisation, row: Any, now: datetime) -> list[Reminded]:
    """Say the latest stage of a round that has come, and point it at the next."""
    kind = PlanKind(row.kind)
    times = _times(tx, table, row.group_id, kind, row.starts_on)
    first = [stage for stage, _ in times].index(Stage(row.stage))
    passed = [each for each in times[first:] if each[1] <= now]
    ahead = [each for each in times[first:] if each[1] > now]
    if not plan_rounds.move(tx, row, *(ahead[0] if ahead else (None, None))) or not passed:
        return []
    stage, at = passed[-1]
    if now - at > STALE_AFTER:
        return []
    everybody = standings(tx, staff.members(tx, row.group_id), kind, row.starts_on)
    if stage is not Stage.SUMMARY:  # which waits for whoever comes back
        everybody = _not_away(tx, table, everybody, now)
    said = _Said(house, f"plans:{kind}:{row.starts_on.isoformat()}:{stage}", stage, kind, row.starts_on, at, now)
    match stage:
        case Stage.MISSING:
            return _missing(tx, row.group_id, everybody, said, times)
        case Stage.SUMMARY:
            return _to(tx, said, times, [one for one in everybody if _wants_summary(tx, one)])
        case _:
            return _to(tx, said, times, [one for one in everybody if not one.submitted])


def _not_away(tx: Tx, table: Timetable, everybody: list[Standing], now: datetime) -> list[Standing]:
    """Who is away that day is not missing, and reminded of nothing (R5.2): their plan is late, and no more."""
    away = absences.on_day(tx, [one.member.id for one in everybody], table.day(now))
    return [one for one in everybody if one.member.id not in away]


@frozen
class _Said:
    """What all that is said of one stage has in common."""

    house: Organisation
    key: str
    stage: Stage
    kind: PlanKind
    starts_on: date
    at: datetime
    now: datetime

    def of(self, reader: Staff, times: list[tuple[Stage, datetime]], **more: Any) -> Reminded:
        """What a reader is told of it."""
        return Reminded(
            f"{self.key}:{reader.id}",
            self.stage,
            self.kind,
            self.starts_on,
            reader,
            self.house,
            self.at,
            dict(times)[Stage.MISSING],
            self.now - self.at > LATE_AFTER,
            **more,
        )


def _to(tx: Tx, said: _Said, times: list[tuple[Stage, datetime]], whom: list[Standing]) -> list[Reminded]:
    there = nudges.reachable(tx, [one.member.id for one in whom])
    return [said.of(one.member, times, plan=one.plan, reachable=one.member.id in there) for one in whom]


def _missing(
    tx: Tx, group_id: int, everybody: list[Standing], said: _Said, times: list[tuple[Stage, datetime]]
) -> list[Reminded]:
    """Leaders see who has not handed in; nothing where everybody has."""
    missing = tuple(one.member for one in everybody if not one.submitted)
    leaders = staff.leaders_of(tx, group_id) if missing else []
    there = nudges.reachable(tx, [leader.id for leader in leaders])
    more: dict[str, Any] = {"missing": missing, "members": len(everybody)}
    return [said.of(leader, times, **more, reachable=leader.id in there) for leader in leaders]


def _wants_summary(tx: Tx, one: Standing) -> bool:
    """Whether something stood planned for a period that was not summed up yet."""
    if one.plan is None or one.plan.summary_at is not None:
        return False
    return one.plan.state is not PlanState.DRAFT or plans.anything_standing(tx, one.plan.id)


def _pushes(said: Reminded, now: datetime) -> Iterator[Push]:
    kind = "plan_summary" if said.stage is Stage.SUMMARY else "plan_due"
    on = period_end(said.kind, said.starts_on) if said.stage is Stage.SUMMARY else said.starts_on
    reader = replace(said.reader, telegram_id=said.reader.telegram_id or 0)
    yield Push(now, reader.name, kind, on, "plans", replace(said, reader=reader, reachable=True))


def _start(tx: Tx, at: datetime) -> None:
    plan_rounds.forget(tx)
    table = timetable(tx)
    if table is not None:
        _know(tx, table, at)


SOURCE: Source[Reminded] = Source("plans", due, plan_rounds.first_due_at, _pushes, _start)
"""Plans to be handed in, those that are missing, and summaries (R4.2-R4.4)."""
