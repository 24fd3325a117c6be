"""The figures that drafted plans have to reach, over 200 portfolios of 20 to 400 clients."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

import pytest

from domain.planning import Draft, Half, PlanClient, Slots
from domain.planning_drafts import draft_month
from tests.domain.planning_portfolios import (
    MIXES,
    RULES,
    SIZES,
    client,
    missing_at_least,
    month_of,
    portfolio,
    standard_kept,
    working_days,
)

PORTFOLIOS = 200


@dataclass(frozen=True)
class Case:
    """A portfolio, its month, the plan for it, and the plan with one client more."""

    clients: list[PlanClient]
    first: date
    last: date
    days: list[date]
    draft: Draft
    one_more: PlanClient
    draft_with_one_more: Draft


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    rng = random.Random(20260322)
    return [_case(rng) for _ in range(PORTFOLIOS)]


def _case(rng: random.Random) -> Case:
    first, last = month_of(2026, rng.randint(1, 12))
    days = working_days(first, last)
    clients = portfolio(rng, rng.choice(SIZES), first)
    one_more = client(rng, 10**6 + 1, first, MIXES[0], 1, [clients[0].district or ""])

    def drafted(those: list[PlanClient]) -> Draft:
        return draft_month(those, Slots(days), RULES, first=first, last=last, today=first)

    return Case(clients, first, last, days, drafted(clients), one_more, drafted([*clients, one_more]))


def test_no_day_is_over_its_limit_and_none_but_working_days_are_planned(cases: list[Case]) -> None:
    for case in cases:
        by_day = Counter(item.on for item in case.draft.items)
        forenoons = Counter(item.on for item in case.draft.items if item.half is Half.FORENOON)
        assert max(by_day.values()) <= RULES.visits_per_day
        assert max(forenoons.values(), default=0) <= RULES.visits_before_noon
        assert set(by_day) <= set(case.days)


def test_no_client_is_visited_twice_on_a_day(cases: list[Case]) -> None:
    for case in cases:
        assert max(Counter((item.client_id, item.on) for item in case.draft.items).values()) == 1


def test_the_standard_is_met_wherever_the_days_allow_it(cases: list[Case]) -> None:
    allowed = 0
    for case in cases:
        if missing_at_least(case.clients, case.days, case.first, case.last) == (0, 0):
            needed, failed = standard_kept(case.clients, case.draft.items, case.days, case.first, case.last)
            assert failed <= 0.02 * needed
            assert sum(each.missing for each in case.draft.shortfall) == 0
            allowed += 1
    assert allowed > PORTFOLIOS / 4


def test_what_is_missing_is_named_and_no_more_than_cannot_be_helped(cases: list[Case]) -> None:
    short = 0
    for case in cases:
        missing, not_in_time = missing_at_least(case.clients, case.days, case.first, case.last)
        named = case.draft.shortfall
        assert sum(each.missing for each in named) <= missing
        needed, failed = standard_kept(case.clients, case.draft.items, case.days, case.first, case.last)
        assert failed <= not_in_time + 0.05 * needed
        planned = {item.client_id for item in case.draft.items}
        unnamed = {each.id for each in case.clients} - planned - {each.client_id for each in named}
        assert not any(
            standard_kept([one], (), case.days, case.first, case.last)[1] for one in case.clients if one.id in unnamed
        )
        short += missing > 0
    assert short > PORTFOLIOS / 4


def test_one_client_more_moves_few_items_of_the_others(cases: list[Case]) -> None:
    shares = sorted(_moved(case.draft, case.draft_with_one_more) for case in cases)
    assert sum(shares) / len(shares) <= 0.03
    assert shares[int(0.95 * len(shares))] <= 0.10
    assert shares[-1] <= 0.20


def test_one_client_more_in_a_plan_drafted_before_moves_a_tenth_of_the_others_at_most(cases: list[Case]) -> None:
    for case in cases:
        clients = [*case.clients, case.one_more]
        again = draft_month(
            clients,
            Slots(case.days),
            RULES,
            first=case.first,
            last=case.last,
            today=case.first,
            earlier=case.draft.items,
        )
        assert _moved(case.draft, again) <= 0.10
        missing, _ = missing_at_least(clients, case.days, case.first, case.last)
        assert sum(each.missing for each in again.shortfall) <= missing


def _moved(before: Draft, after: Draft) -> float:
    days = {(item.client_id, item.on) for item in before.items}
    return len(days - {(item.client_id, item.on) for item in after.items}) / len(days)


def test_the_order_of_the_clients_changes_nothing(cases: list[Case]) -> None:
    rng = random.Random(5)
    for case in cases[:20]:
        shuffled = rng.sample(case.clients, len(case.clients))
        again = draft_month(shuffled, Slots(case.days), RULES, first=case.first, last=case.last, today=case.first)
        assert again == case.draft


def test_visits_of_a_half_day_are_mostly_in_one_district(cases: list[Case]) -> None:
    ours, plain = [], []
    for case in cases:
        district = {each.id: each.district for each in case.clients}
        halves: dict[tuple[date, Half | None], list[str | None]] = defaultdict(list)
        for item in case.draft.items:
            halves[item.on, item.half].append(district[item.client_id or 0])
        for here in halves.values():
            if len(here) > 1:
                ours.append(max(Counter(here).values()) / len(here))
                anywhere = [district[each.id] for each in random.Random(len(here)).sample(case.clients, len(here))]
                plain.append(max(Counter(anywhere).values()) / len(here))
    assert sum(ours) / len(ours) >= 0.7
    assert sum(ours) / len(ours) >= 1.3 * sum(plain) / len(plain)


def test_days_are_balanced(cases: list[Case]) -> None:
    spreads = []
    for case in cases:
        by_day = Counter(item.on for item in case.draft.items)
        mean = len(case.draft.items) / len(case.days)
        spreads.append(sum(abs(by_day[day] - mean) for day in case.days) / len(case.days))
    assert sum(spreads) / len(spreads) <= 0.9
