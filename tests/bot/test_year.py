"""A team of eight lives through a year of random behaviour: late, away, silent, blocked, wrong input (R4, R5, R6).

Every meeting, plan round and digest comes exactly once, nothing is said twice, and the ledger of what was open closes:
each item is done by a record, dropped with a reason, rolled over into another, or still open.

Four weeks in the suite; a year by the environment:  RHYTHM_WEEKS=52 uv run pytest tests/bot/test_year.py
"""

import os
from collections import Counter
from datetime import date, timedelta
from itertools import groupby

import chinese_calendar
import pytest
from sqlalchemy import select

from domain.meetings import Kind as Meeting
from domain.meetings import State
from domain.plans import ItemState, Origin, PlanKind, PlanState, period_end
from storage import digests, inbox, meetings, nudges, outbox, plan_rounds, plans, staff, visits
from storage.tx import Tx
from tests.bot.team_life import BOSS, LEADER, Life
from tests.services.clockwork import at

WEEKS = int(os.environ.get("RHYTHM_WEEKS", "4"))
FIRST = date(2026, 9, 14) if WEEKS == 4 else date(2025, 12, 29)
LAST = FIRST + timedelta(days=7 * WEEKS - 1)
"""Mondays and Sundays: the weeks of the short form hold National Day, a make-up Sunday and a make-up Saturday."""
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKED = [day for day in DAYS if chinese_calendar.is_workday(day)]


@pytest.fixture
def life(tx: Tx) -> Life:
    found = Life(tx, at(f"{FIRST.isoformat()} 00:01"), seed=1)
    found.run(at(f"{LAST.isoformat()} 23:59"))
    return found


@pytest.mark.long
def test_a_team_lives_on_and_everything_comes_once(life: Life) -> None:
    tx = life.tx
    assert life.turns > 10 * len(WORKED) and life.lost > 0
    assert [key for key, times in life.keys.items() if times > 1] == [], "said twice"
    assert tx.rows(select(inbox.dead_letters)) == [], "something could not be served"
    meetings_came_once(tx)
    digests_came_once(tx)
    plan_rounds_came_once(tx)
    the_ledger_closes(tx)


def meetings_came_once(tx: Tx) -> None:
    """A stand-up every working day, a weekly meeting in every week that is worked, a monthly one in every month."""
    rows = tx.rows(select(meetings.meetings).order_by(meetings.meetings.c.held_on))
    assert {row.state for row in rows if row.held_on <= LAST} <= {State.HELD, State.SKIPPED}
    held = {kind: [row.held_on for row in rows if row.kind == kind and row.held_on <= LAST] for kind in Meeting}
    assert held[Meeting.STAND_UP] == WORKED
    assert [day.isocalendar()[:2] for day in held[Meeting.WEEKLY]] == [week for week, _ in weeks()]
    ends = [last for last in last_working_days() if last in DAYS]
    assert held[Meeting.MONTHLY] == ends
    quarters = [(day.year, day.month) for day in held[Meeting.QUARTERLY]]
    whole = {(day.year, day.month) for day in DAYS[6:] if day.month % 3 == 0 and is_last_of_month(day)}
    assert len(quarters) == len(set(quarters)) and whole <= set(quarters)
    hosts = Counter(row.host_id for row in rows if row.kind == Meeting.STAND_UP and row.state == State.HELD)
    assert max(hosts.values()) - min(hosts.values()) <= max(3, len(WORKED) // 20), hosts


def digests_came_once(tx: Tx) -> None:
    """To leader and supervisor, by the working days alone."""
    rows = tx.rows(select(digests.digests).where(digests.digests.c.due_on <= LAST))
    assert all(row.said_at is not None for row in rows)
    fridays = [
        max(day for day in days if day.weekday() <= 4) for _, days in weeks() if any(d.weekday() <= 4 for d in days)
    ]
    firsts = [min(days) for _, days in months(WORKED) if all_of_month_before(min(days))]
    briefs = [max(worked_up_to(day)) for day in DAYS if day.day == 15]
    for name in (LEADER, BOSS):
        reader = staff.by_name(tx, name)
        assert reader is not None
        mine = [(row.kind, row.due_on) for row in rows if row.reader_id == reader.id]
        assert len(mine) == len(set(mine))
        assert sorted(day for kind, day in mine if kind == "daily") == WORKED
        assert sorted(day for kind, day in mine if kind == "weekly") == fridays
        assert sorted(day for kind, day in mine if kind == "monthly") == firsts
        assert sorted(day for kind, day in mine if kind == "service") == [day for day in briefs if day in DAYS]


def plan_rounds_came_once(tx: Tx) -> None:
    """Every week and month that began was asked for, and its summary too."""
    rows = tx.rows(select(plan_rounds.plan_rounds))
    begun = [row for row in rows if row.starts_on <= LAST]
    assert all(row.stage is None for row in begun if plan_end(row) < LAST), "a stage was left out"
    starts = sorted(row.starts_on for row in begun if row.kind == PlanKind.WEEK)
    assert starts == sorted(set(starts)) and set(starts) >= {
        FIRST + timedelta(weeks=n) for n in range(1, len(DAYS) // 7)
    }


def the_ledger_closes(tx: Tx) -> None:
    """Everything that was open is done, dropped with a reason, rolled over, or open."""
    homes = {row.id: row for row in tx.rows(select(plans.plans))}
    items = {row.id: row for row in tx.rows(select(plans.plan_items))}
    standing = {row.id for row in tx.rows(select(visits.visits.c.id).where(visits.STANDING))}
    counted: Counter[str] = Counter()
    for item in items.values():
        counted[item.state] += 1
        if item.state == ItemState.DONE:
            assert item.done_on is not None
            assert item.visit_id is None or item.visit_id in standing, "done by a visit that was taken back"
        elif item.state == ItemState.DROPPED:
            assert item.not_done, "dropped without a reason"
        elif item.state == ItemState.ROLLED:
            assert item.rolled_to in items, "rolled over into nothing"
        else:
            home = homes[item.plan_id]
            assert item.state == ItemState.OPEN
            # What the bot drafted and nobody handed in was never promised, and is accounted for by nobody.
            promised = home.state != PlanState.DRAFT or item.origin != Origin.DRAFTED
            assert not promised or home.summary_at is None, "a summary was handed in with an item open"
    assert sum(counted.values()) == len(items) and {ItemState.DONE, ItemState.OPEN} <= set(counted)
    for plan in homes.values():
        assert plan.state in set(PlanState)
        # One that was changed after its approval waits again, and still knows who decided before.
        assert plan.decided_by is not None or plan.state not in (PlanState.APPROVED, PlanState.SENT_BACK)
        assert plan.decided_by is None or plan.state != PlanState.DRAFT
        assert plan.state == PlanState.DRAFT or plan.submitted_at is not None
    assert sum(plan.state == PlanState.APPROVED for plan in homes.values()) > len(weeks())
    for row in tx.rows(select(nudges.occurrences)):
        assert row.state in (nudges.OPEN, nudges.DONE, nudges.SKIPPED, nudges.VOID)
        assert row.state != nudges.SKIPPED or row.reason
        assert row.state not in (nudges.DONE, nudges.SKIPPED) or row.acted_by is not None
    unsent = tx.rows(select(outbox.outbox.c.id).where(outbox.outbox.c.state.in_(("waiting", "sending"))))
    assert len(unsent) == 0


def weeks() -> list[tuple[tuple[int, int], list[date]]]:
    """The working days by their week."""
    found = groupby(WORKED, key=lambda day: day.isocalendar()[:2])
    return [((week[0], week[1]), list(days)) for week, days in found]


def months(days: list[date]) -> list[tuple[tuple[int, int], list[date]]]:
    """Days by their month."""
    return [(month, list(found)) for month, found in groupby(days, key=lambda day: (day.year, day.month))]


def worked_up_to(end: date) -> list[date]:
    """The working days of the fortnight up to a day."""
    days = [end - timedelta(days=n) for n in range(14)]
    return [day for day in days if chinese_calendar.is_workday(day)]


def all_of_month_before(day: date) -> bool:
    """Whether no working day of its month lies before a day."""
    return not any(chinese_calendar.is_workday(day.replace(day=n)) for n in range(1, day.day))


def is_last_of_month(day: date) -> bool:
    """Whether the next day is in another month."""
    return (day + timedelta(days=1)).day == 1


def last_working_days() -> list[date]:
    """The last working day of every month that the days touch."""
    found = []
    for (year, month), _ in months(DAYS):
        day = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        while not chinese_calendar.is_workday(day):
            day -= timedelta(days=1)
        found.append(day)
    return found


def plan_end(row: object) -> date:
    """The last day of the period of a plan round, and some days more for its summary."""
    return period_end(PlanKind(row.kind), row.starts_on) + timedelta(days=1)  # type: ignore[attr-defined]
