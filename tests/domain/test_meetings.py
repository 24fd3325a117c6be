"""On which days meetings are held, and whose turn it is to host."""

import random
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.meetings import Kind, Turn, day_in, next_day, next_host, period
from domain.settings import MeetingSettings, Settings
from domain.workdays import Workdays

ONE_DAY = timedelta(days=1)
RULES = Settings().meetings
MAINLAND = Workdays()


def held(kind: Kind, first: date, last: date, *, rule: MeetingSettings | None = None) -> list[date]:
    """The days of a kind of meeting, one after the other."""
    found: list[date] = []
    since = first
    while (day := next_day(kind, rule or RULES[kind], MAINLAND, since, after=found[-1] if found else None)) is not None:
        if day > last:
            return found
        found.append(day)
        since = day + ONE_DAY
    return found


def test_stand_ups_are_held_on_every_working_day_make_up_days_too() -> None:
    days = held(Kind.STAND_UP, date(2026, 9, 14), date(2026, 10, 12))
    assert date(2026, 9, 20) in days  # a Sunday worked for National Day
    assert not {date(2026, 10, each) for each in range(1, 8)} & set(days)
    assert days == [day for day in (date(2026, 9, 14) + n * ONE_DAY for n in range(29)) if MAINLAND.works(day)]


def test_a_weekly_meeting_whose_monday_is_off_comes_on_the_next_working_day_of_its_week() -> None:
    assert day_in(Kind.WEEKLY, RULES["weekly"], MAINLAND, date(2026, 10, 5)) == date(2026, 10, 8)
    assert day_in(Kind.WEEKLY, RULES["weekly"], MAINLAND, date(2026, 3, 18)) == date(2026, 3, 16)


def test_a_training_whose_friday_is_off_comes_on_the_working_day_before_it() -> None:
    fridays = MeetingSettings(at=RULES["training"].at, on=4, minutes=60, led_by="leader")
    assert day_in(Kind.TRAINING, fridays, MAINLAND, date(2026, 9, 23)) == date(2026, 9, 24)  # Mid-Autumn on the Friday


def test_monthly_meetings_are_on_the_last_working_day_and_quarterly_ones_in_the_last_week_of_the_quarter() -> None:
    assert held(Kind.MONTHLY, date(2026, 1, 1), date(2026, 6, 30)) == [
        date(2026, 1, 30),
        date(2026, 2, 28),  # a Saturday worked for Spring Festival
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 29),
        date(2026, 6, 30),
    ]
    quarterly = held(Kind.QUARTERLY, date(2026, 1, 1), date(2026, 12, 31))
    assert quarterly == [date(2026, 3, 26), date(2026, 6, 25), date(2026, 9, 24), date(2026, 12, 31)]


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.sampled_from(Kind), st.integers(0, 6))
def test_every_period_with_a_working_day_has_its_meeting_exactly_once(day: date, kind: Kind, weekday: int) -> None:
    rule = RULES[kind].model_copy(update={"on": weekday})
    days = held(kind, day, day + 120 * ONE_DAY, rule=rule)
    periods = [period(kind, each) for each in days]
    assert len(set(periods)) == len(periods)
    assert all(MAINLAND.works(each) for each in days)
    assert days == sorted(days)
    every = {period(kind, day + n * ONE_DAY) for n in range(121) if MAINLAND.works(day + n * ONE_DAY)}
    whole = [each for each in sorted(every) if each not in (period(kind, day), period(kind, day + 120 * ONE_DAY))]
    assert set(whole) <= set(periods)


def test_a_week_that_had_its_meeting_gets_no_second_one_when_the_weekday_is_changed() -> None:
    fridays = RULES["weekly"].model_copy(update={"on": 4})
    monday = date(2026, 3, 16)
    assert next_day(Kind.WEEKLY, fridays, MAINLAND, monday + ONE_DAY, after=monday) == date(2026, 3, 27)


@given(st.integers(0, 10_000), st.integers(1, 8))
def test_hosting_is_shared_fairly_over_a_quarter_whoever_is_away(seed: int, size: int) -> None:
    chance = random.Random(seed)
    team = list(range(1, size + 1))
    turns: list[Turn] = []
    share: Counter[int] = Counter()
    left = dict.fromkeys(team, 0)
    for _ in range(65):
        for each in team:
            left[each] = max(0, left[each] - 1) or (chance.choice((1, 2, 10)) if chance.random() < 0.05 else 0)
        there = tuple(each for each in team if not left[each])
        host = next_host(turns, there)
        assert (host is None) == (not there)
        if host is None:
            continue
        assert host in there
        turns.append(Turn(host, there))
        for each in there:
            share[each] += 1 / len(there)  # type: ignore[assignment]
    hosted = Counter(turn.host for turn in turns)
    assert all(abs(hosted[each] - share[each]) < 2 for each in team)


def test_with_nobody_away_everyone_hosts_in_turn() -> None:
    turns: list[Turn] = []
    for _ in range(12):
        host = next_host(turns, (1, 2, 3, 4))
        assert host is not None
        turns.append(Turn(host, (1, 2, 3, 4)))
    assert [turn.host for turn in turns] == [1, 2, 3, 4] * 3
