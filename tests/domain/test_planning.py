"""What drafted plans do with errands, days off, the year plan and what was done since."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.clients import ClientClass
from domain.planning import (
    Draft,
    DraftItem,
    Errand,
    Half,
    ItemKind,
    PlanClient,
    ReasonCode,
    Slots,
)
from domain.planning_drafts import draft_month, draft_week, spread_year
from domain.planning_needs import needs
from tests.domain.planning_portfolios import RULES, month_of, working_days

FIRST, LAST = month_of(2026, 3)
DAYS = working_days(FIRST, LAST)
MONDAY, FRIDAY = date(2026, 3, 16), date(2026, 3, 20)


def client(number: int = 1, class_: ClientClass | None = ClientClass.B, visited: date | None = None) -> PlanClient:
    return PlanClient(number, f"客户{number}", class_, "西城", visited, date(2026, 1, 5))


def month(*clients: PlanClient, errands: tuple[Errand, ...] = (), slots: Slots | None = None) -> Draft:
    return draft_month(clients, slots or Slots(DAYS), RULES, first=FIRST, last=LAST, today=FIRST, errands=errands)


def week(*clients: PlanClient, month: tuple[DraftItem, ...] = (), errands: tuple[Errand, ...] = ()) -> Draft:
    return draft_week(
        clients, Slots(DAYS), RULES, first=MONDAY, last=FRIDAY, today=MONDAY, month=month, errands=errands
    )


def standing(number: int, on: date, half: Half = Half.FORENOON) -> DraftItem:
    return DraftItem(ItemKind.VISIT, on, half, None, number, True, ())


def test_an_overdue_client_says_for_how_many_days_it_was_not_visited() -> None:
    (item,) = month(client(class_=ClientClass.B, visited=FIRST - timedelta(days=38))).items
    assert (item.reasons[0].code, item.reasons[0].class_, item.reasons[0].days) == (ReasonCode.OVERDUE, "B", 38)


def test_a_client_never_visited_counts_from_its_assignment() -> None:
    (item,) = month(client(class_=ClientClass.B, visited=None)).items
    assert (item.reasons[0].code, item.reasons[0].days) == (ReasonCode.NEVER_VISITED, (FIRST - date(2026, 1, 5)).days)


def test_a_client_that_is_not_due_is_not_planned() -> None:
    assert month(client(class_=ClientClass.C, visited=date(2026, 2, 20))).items == ()


def test_a_fixed_errand_stands_on_its_day_and_counts_as_the_visit() -> None:
    errand = Errand(ItemKind.OWN, date(2026, 3, 25), client_id=1, at=time(15), visit=True)
    (item,) = month(client(visited=date(2026, 2, 26)), errands=(errand,)).items
    assert (item.on, item.half, item.at, item.kind) == (errand.on, Half.AFTERNOON, time(15), ItemKind.OWN)


def test_a_fixed_errand_takes_room_of_its_half_day() -> None:
    taken = tuple(Errand(ItemKind.OWN, day, half=Half.FORENOON, visit=True) for day in DAYS for _ in range(2))
    clients = [client(number, visited=date(2026, 2, 10)) for number in range(1, 31)]
    draft = month(*clients, errands=taken)
    assert {item.half for item in draft.items if item.kind is ItemKind.VISIT} == {Half.AFTERNOON}


def test_a_contract_that_ends_draws_the_visit_before_its_end_and_joins_it() -> None:
    ends = Errand(ItemKind.CONTRACT_END, date(2026, 3, 12), client_id=1, ref_id=7, visit=True, movable=True)
    (item,) = month(client(visited=date(2026, 2, 20)), errands=(ends,)).items
    assert item.on <= ends.on
    assert [reason.code for reason in item.reasons] == [ReasonCode.STANDARD, ReasonCode.CONTRACT_END]
    assert item.errands == (ends,)


def test_a_contract_that_ends_at_a_client_not_due_gets_a_visit_of_its_own() -> None:
    ends = Errand(ItemKind.CONTRACT_END, date(2026, 3, 12), client_id=1, ref_id=7, visit=True, movable=True)
    (item,) = month(client(class_=ClientClass.C, visited=date(2026, 2, 20)), errands=(ends,)).items
    assert (item.kind, item.visit) == (ItemKind.CONTRACT_END, True)
    assert ends.on - timedelta(days=7) <= item.on <= ends.on


def test_a_contract_that_ends_joins_a_visit_that_stands_shortly_before() -> None:
    own = Errand(ItemKind.OWN, date(2026, 3, 10), client_id=1, visit=True)
    ends = Errand(ItemKind.CONTRACT_END, date(2026, 3, 12), client_id=1, ref_id=7, visit=True, movable=True)
    (item,) = month(client(class_=ClientClass.C, visited=date(2026, 2, 20)), errands=(own, ends)).items
    assert item.errands == (own, ends)
    assert [reason.code for reason in item.reasons] == [ReasonCode.OWN, ReasonCode.CONTRACT_END]


def test_a_next_step_joins_a_visit_shortly_before_its_day_else_has_a_line_of_its_own() -> None:
    visited = next(item.on for item in month(client(visited=date(2026, 2, 28))).items)
    step = Errand(ItemKind.NEXT_STEP, visited + timedelta(days=2), client_id=1, ref_id=3, movable=True)
    lone = Errand(ItemKind.NEXT_STEP, date(2026, 3, 14), client_id=9, ref_id=4, movable=True)
    draft = month(client(visited=date(2026, 2, 28)), errands=(step, lone))
    visit = next(item for item in draft.items if item.visit)
    alone = next(item for item in draft.items if item.client_id == 9)
    assert alone.on == date(2026, 3, 13), "a Saturday's is done on the Friday before"
    assert visit.errands == (step,)


def test_an_errand_of_a_day_before_the_period_stands_on_its_first_working_day() -> None:
    step = Errand(ItemKind.NEXT_STEP, date(2026, 2, 10), client_id=9, ref_id=4, movable=True)
    assert [item.on for item in month(errands=(step,)).items] == [DAYS[0]]


def test_nothing_is_planned_before_today() -> None:
    clients = [client(number, visited=date(2026, 1, 10)) for number in range(1, 20)]
    draft = draft_month(clients, Slots(DAYS), RULES, first=FIRST, last=LAST, today=date(2026, 3, 18))
    assert min(item.on for item in draft.items) >= date(2026, 3, 18)


def test_where_days_do_not_suffice_those_who_waited_longest_come_first() -> None:
    days = DAYS[:2]
    clients = [client(number, visited=FIRST - timedelta(days=30 + number)) for number in range(1, 21)]
    draft = draft_month(clients, Slots(days), RULES, first=FIRST, last=LAST, today=FIRST)
    assert {item.client_id for item in draft.items} == set(range(11, 21))
    assert {each.client_id for each in draft.shortfall} == set(range(1, 11))


def test_the_week_keeps_the_days_of_the_month_plan() -> None:
    stands = (standing(1, date(2026, 3, 17)), standing(2, date(2026, 3, 19), Half.AFTERNOON))
    clients = [client(1, visited=date(2026, 2, 20)), client(2, visited=date(2026, 2, 25))]
    found = {(item.client_id, item.on, item.half) for item in week(*clients, month=stands).items}
    assert found == {(1, date(2026, 3, 17), Half.FORENOON), (2, date(2026, 3, 19), Half.AFTERNOON)}


def test_the_week_leaves_out_who_was_visited_since() -> None:
    stands = (standing(1, date(2026, 3, 17)),)
    assert week(client(1, visited=date(2026, 3, 12)), month=stands).items == ()


def test_the_week_takes_up_what_has_become_due_and_is_not_planned_later() -> None:
    due, later = client(1, visited=date(2026, 2, 10)), client(2, visited=date(2026, 2, 16))
    draft = week(due, later, month=(standing(2, date(2026, 3, 24)),))
    assert [item.client_id for item in draft.items] == [1]


def test_the_week_keeps_what_the_manager_put_into_the_month_and_takes_no_errand_twice() -> None:
    step = Errand(ItemKind.NEXT_STEP, date(2026, 3, 18), client_id=1, ref_id=3, movable=True)
    own = DraftItem(ItemKind.OWN, date(2026, 3, 18), Half.FORENOON, None, 1, False, (), (step,))
    assert week(client(1, visited=date(2026, 3, 14)), month=(own,), errands=(step,)).items == (own,)


def test_the_year_has_each_client_as_often_as_its_class_asks_spread_over_the_months() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    classes = (ClientClass.A, ClientClass.B, ClientClass.C)
    clients = [client(number, classes[number % 3], date(2025, 12, 1) + timedelta(days=number)) for number in range(30)]
    draft = spread_year(clients, Slots(working_days(first, last)), RULES, first=first, last=last, today=first)
    times = Counter(visit.client_id for visit in draft.visits)
    assert not draft.shortfall
    assert all(24 <= times[each.id] <= 28 for each in clients if each.class_ == "A")
    assert all(12 <= times[each.id] <= 14 for each in clients if each.class_ == "B")
    assert all(4 <= times[each.id] <= 5 for each in clients if each.class_ == "C")
    quarters = Counter((visit.week_on.month - 1) // 3 for visit in draft.visits if visit.week_on.year == 2026)
    assert max(quarters.values()) <= 1.3 * min(quarters.values())


def test_no_week_of_the_year_holds_more_visits_than_its_working_days_and_what_is_left_over_is_named() -> None:
    first, last = date(2026, 1, 7), date(2026, 12, 31)  # from a Wednesday to a Thursday
    days = working_days(first, last)
    clients = [client(number, ClientClass.A, date(2026, 1, 1)) for number in range(90)]
    draft = spread_year(clients, Slots(days), RULES, first=date(2026, 1, 1), last=last, today=first)
    planned = Counter(visit.week_on for visit in draft.visits)
    room = Counter(day - timedelta(days=day.weekday()) for day in days)
    assert planned.keys() <= room.keys()
    assert all(count <= RULES.visits_per_day * room[week] for week, count in planned.items())
    assert sum(draft.shortfall.values()) > 0
    assert len(draft.visits) >= 0.98 * RULES.visits_per_day * len(days)


def test_the_month_takes_from_the_year_what_the_standard_does_not_ask_for_yet() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    due_in_april = client(1, ClientClass.C, date(2026, 1, 4))
    year = spread_year([due_in_april], Slots(working_days(first, last)), RULES, first=first, last=last, today=FIRST)
    in_march = tuple(visit for visit in year.visits if visit.week_on <= LAST)
    draft = draft_month([due_in_april], Slots(DAYS), RULES, first=FIRST, last=LAST, today=FIRST, year=in_march)
    assert len(draft.items) == len(in_march)
    assert all(item.reasons[0].code is ReasonCode.YEAR for item in draft.items)


@given(
    days_of=st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.booleans(), st.integers(1, 4)), max_size=12),
    ago=st.integers(1, 60),
)
def test_no_errand_is_lost_or_done_twice(days_of: list[tuple[int, bool, bool, int]], ago: int) -> None:
    errands = tuple(
        Errand(ItemKind.NEXT_STEP, FIRST + timedelta(days=on), client_id=whose, ref_id=n, visit=visit, movable=movable)
        for n, (on, visit, movable, whose) in enumerate(days_of)
    )
    clients = [client(number, visited=FIRST - timedelta(days=ago)) for number in range(1, 4)]
    draft = month(*clients, errands=errands)
    done = Counter(errand for item in draft.items for errand in item.errands)
    short = {each.client_id for each in draft.shortfall}
    assert all(done[errand] == 1 or errand.client_id in short for errand in errands)
    for item in draft.items:
        assert all(item.on <= max(errand.on, DAYS[0]) for errand in item.errands)


@given(
    every=st.integers(3, 120),
    ago=st.integers(0, 400),
    length=st.integers(5, 120),
    off=st.sets(st.integers(0, 119), max_size=60),
)
def test_any_days_of_the_windows_keep_to_the_standard(every: int, ago: int, length: int, off: set[int]) -> None:
    first, last = FIRST, FIRST + timedelta(days=length - 1)
    days = [first + timedelta(days=offset) for offset in range(length) if offset not in off]
    found = needs(first - timedelta(days=ago), every, days, first, last)
    for one, after in pairwise(found):
        assert one.from_on <= one.due_on < after.from_on <= after.due_on
        # Where the days off in between are longer than the standard, the next working day is as early as can be.
        gap_of_days_off = not any(one.from_on < day <= one.from_on + timedelta(days=every) for day in days)
        assert (after.due_on - one.from_on).days <= every or gap_of_days_off or after.from_on == after.due_on
    for need in found:
        assert need.from_on in days
        assert need.due_on in days


def test_an_overdue_client_is_not_left_waiting_by_a_week_with_room() -> None:
    overdue = client(class_=ClientClass.B, visited=MONDAY - timedelta(days=40))
    later = DraftItem(ItemKind.VISIT, FRIDAY + timedelta(days=5), Half.FORENOON, None, 1, True, ())
    (item,) = week(overdue, month=(later,)).items
    assert MONDAY <= item.on <= FRIDAY and item.reasons[0].code is ReasonCode.OVERDUE
