"""Drafting plans: how long it takes, how well the standard is kept, and how still a plan stays.

    uv run python benchmarks/bench_plans.py           # 200 portfolios of each size
    uv run python benchmarks/bench_plans.py --short   # 10 of each

The peer is the plan that everybody writes first: clients sorted by the day they are due, filled into the days from the
front, the next visit of a client due its standard later. Both get the same clients, days and limits. A month for 400
clients is to take no more than 300 ms, a year no more than a second: whoever else writes to the bot waits meanwhile.
"""

import argparse
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from domain.planning import DraftItem, Half, ItemKind, PlanClient, Slots
from domain.planning_drafts import draft_month, spread_year
from tests.domain.planning_portfolios import (
    EVERY,
    MIXES,
    RULES,
    SIZES,
    client,
    due_first,
    missing_at_least,
    month_of,
    portfolio,
    standard_kept,
    working_days,
)

LIMIT_MS, YEAR_LIMIT_MS = 300, 1000
Planner = Callable[[Sequence[PlanClient], Sequence[date], date, date], Sequence[DraftItem]]


def ours(clients: Sequence[PlanClient], days: Sequence[date], first: date, last: date) -> Sequence[DraftItem]:
    """The plan of `domain.planning_drafts`."""
    return draft_month(clients, Slots(days), RULES, first=first, last=last, today=first).items


def by_due_day(clients: Sequence[PlanClient], days: Sequence[date], first: date, last: date) -> Sequence[DraftItem]:
    """The peer: the days filled from the front by who is due first."""
    waiting = [(due_first(each, first, last), each.id) for each in clients]
    classes = {each.id: each.class_ or "" for each in clients}
    heapify(waiting)
    items = []
    for day in days:
        for place in range(RULES.visits_per_day):
            if not waiting or waiting[0][0] > last:
                break
            _, number = heappop(waiting)
            half = Half.FORENOON if place < RULES.visits_before_noon else Half.AFTERNOON
            items.append(DraftItem(ItemKind.VISIT, day, half, None, number, True, ()))
            heappush(waiting, (day + timedelta(days=EVERY[classes[number]]), number))
    return items


@dataclass(frozen=True, slots=True)
class Figures:
    """What one planner made of one portfolio."""

    ms: float
    kept: float
    needless: int
    moved: float
    in_one_district: float
    unevenness: float


def figures(planner: Planner, clients: list[PlanClient], one_more: PlanClient, first: date, last: date) -> Figures:
    """Draft a month with a planner, and once more with one client more."""
    days = working_days(first, last)
    begun = time.perf_counter()
    items = planner(clients, days, first, last)
    ms = (time.perf_counter() - begun) * 1000
    again = planner([*clients, one_more], days, first, last)
    needed, failed = standard_kept(clients, items, days, first, last)
    before = {(item.client_id, item.on) for item in items}
    moved = len(before - {(item.client_id, item.on) for item in again}) / max(len(before), 1)
    districts = {each.id: each.district for each in clients}
    halves: dict[tuple[date, Half | None], list[str | None]] = defaultdict(list)
    for item in items:
        halves[item.on, item.half].append(districts[item.client_id or 0])
    shared = [here for here in halves.values() if len(here) > 1]
    together = sum(max(Counter(here).values()) for here in shared) / max(sum(map(len, shared)), 1)
    by_day = Counter(item.on for item in items)
    mean = len(items) / len(days)
    unevenness = sum(abs(by_day[day] - mean) for day in days) / len(days)
    _, unavoidable = missing_at_least(clients, days, first, last)
    return Figures(ms, 1 - failed / max(needed, 1), max(failed - unavoidable, 0), moved, together, unevenness)


def year_ms(rng: random.Random, size: int) -> float:
    """How long it takes to spread a year for so many clients."""
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    clients, days = portfolio(rng, size, first), Slots(working_days(first, last))
    begun = time.perf_counter()
    spread_year(clients, days, RULES, first=first, last=last, today=first)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--short", action="store_true")
    rounds = 10 if parser.parse_args().short else 200
    slowest = 0.0
    print("clients  planner     ms p50   max   kept  beyond bound  moved mean/p95  one district  unevenness")
    for size in SIZES:
        rng = random.Random(size)
        found: dict[str, list[Figures]] = {"fieldcare": [], "by due day": []}
        for _ in range(rounds):
            first, last = month_of(2026, rng.randint(1, 12))
            clients = portfolio(rng, size, first)
            one_more = client(rng, 10**6 + 1, first, MIXES[0], 1, [clients[0].district or ""])
            found["fieldcare"].append(figures(ours, clients, one_more, first, last))
            found["by due day"].append(figures(by_due_day, clients, one_more, first, last))
        for name, rows in found.items():
            moved = sorted(row.moved for row in rows)
            print(
                f"{size:7}  {name:10}"
                f"  {statistics.median(row.ms for row in rows):6.1f}  {max(row.ms for row in rows):4.0f}"
                f"  {statistics.fmean(row.kept for row in rows):5.1%}"
                f"  {statistics.fmean(row.needless for row in rows):12.1f}"
                f"  {statistics.fmean(moved):6.1%} {moved[int(0.95 * len(moved))]:6.1%}"
                f"  {statistics.fmean(row.in_one_district for row in rows):12.0%}"
                f"  {statistics.fmean(row.unevenness for row in rows):10.2f}"
            )
        slowest = statistics.median(row.ms for row in found["fieldcare"])
    year = statistics.median(year_ms(random.Random(seed), SIZES[-1]) for seed in range(rounds))
    for span, ms, limit in (("month", slowest, LIMIT_MS), ("year", year, YEAR_LIMIT_MS)):
        verdict = "yes" if ms <= limit else "NO"
        print(f"\na {span} for {SIZES[-1]} clients: {ms:.0f} ms (at most {limit}): {verdict}")


if __name__ == "__main__":
    main()
