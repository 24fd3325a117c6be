"""Portfolios made up for the generator of plans, and what can be said of a plan without it."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.clients import ClientClass
from domain.planning import DraftItem, PlanClient, PlanRules
from domain.settings import Settings
from domain.workdays import Workdays

EVERY = Settings.model_validate({}).visit_every_days
RULES = PlanRules(EVERY)
MIXES = ((5, 15, 50, 10, 20), (10, 30, 40, 10, 10), (2, 8, 60, 10, 20), (20, 30, 30, 10, 10))
"""Shares of the classes A, B, C, diamond and gold."""
SIZES = (20, 30, 60, 100, 150, 200, 300, 400)


def month_of(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def working_days(first: date, last: date) -> list[date]:
    """The mainland's working days of a period."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if Workdays().works(day)]


def portfolio(rng: random.Random, size: int, first: date) -> list[PlanClient]:
    """Clients of one manager as they stand on a day: most visited within their standard, some overdue, some never."""
    mix = rng.choice(MIXES)
    tardy = rng.choice((1, 1, 1, 1.3))
    districts = [f"{number}区" for number in range(rng.randint(3, 9))]
    return [client(rng, number, first, mix, tardy, districts) for number in rng.sample(range(1, 10**6), size)]


def client(
    rng: random.Random, number: int, first: date, mix: Sequence[int], tardy: float, districts: Sequence[str]
) -> PlanClient:
    """One client of such a portfolio."""
    class_ = rng.choices(list(ClientClass), mix)[0]
    every = EVERY[class_]
    visited = first - timedelta(days=rng.randint(1, int(every * tardy))) if rng.random() < 0.93 else None
    assigned = first - timedelta(days=rng.randint(0, every))
    return PlanClient(number, f"客户{number}", class_, rng.choice(districts), visited, assigned)


def due_first(client: PlanClient, first: date, last: date) -> date:
    """By when the standard asks for the first visit: who is overdue, within half the standard."""
    every = EVERY[client.class_ or ""]
    due = (client.last_visit_on or client.assigned_on) + timedelta(days=every)
    return due if due >= first else min(first + timedelta(days=every // 2), last)


def fewest_visits(client: PlanClient, days: Sequence[date], first: date, last: date) -> list[date]:
    """The visits that the standard needs if each is made on the last working day that it may be made on."""
    found: list[date] = []
    due = due_first(client, first, last)
    while due <= last:
        open_days = [day for day in days if not found or day > found[-1]]
        if not open_days:
            break
        found.append(max((day for day in open_days if day <= due), default=open_days[0]))
        due = found[-1] + timedelta(days=EVERY[client.class_ or ""])
    return found


def missing_at_least(clients: Iterable[PlanClient], days: Sequence[date], first: date, last: date) -> tuple[int, int]:
    """How many visits cannot be made at all, and how many not in time, however the plan is made: visits needed against
    slots free, over the whole period and up to each day of it."""
    needed = Counter(day for client in clients for day in fewest_visits(client, days, first, last))
    in_all = sum(needed.values()) - len(days) * RULES.visits_per_day
    behind, worst = 0, 0
    for day in days:
        behind += needed[day] - RULES.visits_per_day
        worst = max(worst, behind)
    return max(in_all, 0), worst


def standard_kept(
    clients: Iterable[PlanClient], items: Iterable[DraftItem], days: Sequence[date], first: date, last: date
) -> tuple[int, int]:
    """How many visits the plan as it stands needs, and how many of them it has too late or not at all."""
    visits: dict[int, list[date]] = defaultdict(list)
    for item in items:
        if item.visit and item.client_id is not None:
            visits[item.client_id].append(item.on)
    needed = failed = 0
    for client in clients:
        due = max(due_first(client, first, last), days[0])
        for on in [*sorted(visits[client.id]), None]:
            if due > last:
                break
            needed += 1
            if on is None or on > due:
                failed += 1
            if on is not None:
                due = on + timedelta(days=EVERY[client.class_ or ""])
    return needed, failed
