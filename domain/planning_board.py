"""The board that a draft is laid out on: half-days with their room, what is fixed on them, and the visits put in."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from math import inf, sqrt
from zlib import crc32

from domain.frozen import frozen
from domain.planning import Half, PlanRules, Slots
from domain.planning_slots import Row, Seating
from domain.planning_visits import Period, Visit

Slot = tuple[date, Half]

# What a visit costs on a day, beside one another: only their proportions matter.
DISTRICT_TASTE = 4.0  # a district likes some days better than others: its clients meet there
TASTE = 0.3  # and so does each visit
NOT_FIRST_CHOICE = 8.0  # what has its best slot keeps it; what has not gives way first
CROWDING, CROWDING_OF_A_YEAR = 16.0, 160.0  # a year is to be even above all
OFF_ITS_WISH = 4.0  # not where an errand or the year plan wants it
MOVED, MOVED_PER_DAY = 8.0, 1.0  # not where an earlier draft or the month plan has it
LATE, LATE_PER_DAY = 1000.0, 5.0
EARLY_PER_DAY = 2.0  # in a chain where each visit counts from the one before, earlier means more of them
OPTIONAL_WORTH = 50.0  # a visit that the standard does not ask for yet makes no other late

MOST_TO_HALVE = 8
"""Days with more visits than this are left as they come: trying all ways to halve them would take too long."""


def noise(*numbers: int) -> float:
    """A number from 0 to 1 that is always the same for the same numbers, and otherwise looks like chance."""
    mixed = 0x9E3779B97F4A7C15
    for number in numbers:
        mixed = ((mixed ^ number) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    mixed = (mixed * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return ((mixed ^ (mixed >> 32)) & 0xFFFFFFFF) / 0x100000000


def rooms(slots: Slots, rules: PlanRules, first: date, last: date, taken: Mapping[Slot, int]) -> dict[Slot, int]:
    """How many visits each half-day of a period still takes, by day (R4.6).

    The forenoon has its own limit and the afternoon the rest of the day's; what is `taken` leaves less, in the other
    half too where it is more than its own half takes.
    """
    forenoon = min(rules.visits_before_noon, rules.visits_per_day // 2)
    afternoon = rules.visits_per_day - forenoon
    found: dict[Slot, int] = {}
    for day in slots.working_days:
        if not first <= day <= last:
            continue
        left = rules.visits_per_day - taken.get((day, Half.FORENOON), 0) - taken.get((day, Half.AFTERNOON), 0)
        for half, most in ((Half.FORENOON, forenoon), (Half.AFTERNOON, afternoon)):
            size = max(min(most - taken.get((day, half), 0), left), 0)
            left -= size
            found[day, half] = size
    return found


@frozen
class _Board:
    """The half-days of a period, in order."""

    slots: Sequence[Slot]
    days: Sequence[date]
    likings: dict[str, list[float]]

    def liking(self, district: str) -> list[float]:
        """What each half-day costs a district: it likes some days better than others, always the same ones."""
        if district not in self.likings:
            number = crc32(district.encode())
            self.likings[district] = [DISTRICT_TASTE * sqrt(noise(number, day.toordinal())) for day in self.days]
        return self.likings[district]

    def row(self, visit: Visit, begin: date, due: date, until: date, early_per_day: float = 0) -> Row:
        """What a visit costs in each half-day from `begin` to `until`; late after `due`.

        What draws it to some days is reckoned from its client and district alone, so that other clients change nothing.
        """
        client = visit.client
        liking = None if client.district is None else self.liking(client.district)
        late_from = bisect_right(self.days, due)
        row = []
        for place in range(bisect_left(self.days, begin), bisect_right(self.days, until)):
            day, half = self.slots[place]
            cost = TASTE * noise(client.id, visit.index, day.toordinal(), half is Half.FORENOON)
            if liking is not None:
                cost += liking[place]
            if place >= late_from:
                cost += LATE + LATE_PER_DAY * (day - due).days
            else:
                cost += early_per_day * (due - day).days
            if visit.wish is not None and not visit.wish[0] <= day <= visit.wish[1]:
                cost += OFF_ITS_WISH
            if visit.stood is not None and visit.stood != (day, half):
                cost += MOVED + MOVED_PER_DAY * abs((day - visit.stood[0]).days)
            row.append((place, cost))
        best = min(row, key=lambda pair: pair[1], default=None)
        return [pair if pair is best else (pair[0], pair[1] + NOT_FIRST_CHOICE) for pair in row]


def arrange(
    visits: Sequence[Visit], room: Mapping[Slot, int], period: Period, *, roughly: bool = False
) -> list[tuple[Visit, Slot | None]]:
    """The visits with the half-day of each, None where none is left; what waits longest comes first (R2.5).

    First every visit within its window; then clients whose windows leave no room, one visit after the other as the one
    before allows; then those that can only be late; last those that the standard does not ask for yet. `roughly` (for a
    year, whose slots are weeks) leaves the second step out, and spreads the visits more evenly.
    """
    slots = [slot for slot, size in room.items() if size > 0]
    board = _Board(slots, [day for day, _ in slots], {})
    seating = Seating([room[slot] for slot in slots], board.days, CROWDING_OF_A_YEAR if roughly else CROWDING)
    found = list(visits)
    order = sorted(range(len(found)), key=lambda each: _urgency(found[each]))
    by_client: dict[int, list[int]] = defaultdict(list)
    for each in order:
        if not found[each].optional:
            by_client[found[each].client.id].append(each)
            seating.seat(each, _in_window(board, seating, found[each]))
    for client_id, own in by_client.items() if not roughly else ():
        if seating.free() and client_id not in period.fixed and any(seating.slot(each) is None for each in own):
            _seat_anew(sorted(own, key=lambda each: found[each].index), found, seating, board, period)
    for each in order:
        visit = found[each]
        if seating.slot(each) is None:
            row = board.row(visit, visit.need.from_on, visit.need.due_on, visit.need.until_on)
            seating.seat(each, row, OPTIONAL_WORTH if visit.optional else inf)
    seats = [None if (slot := seating.slot(each)) is None else slots[slot] for each in range(len(found))]
    return list(zip(found, seats if roughly else _by_district(found, seats, room), strict=True))


def _in_window(board: _Board, seating: Seating, visit: Visit) -> Row:
    """What a visit costs in each half-day of its window; nothing where no room can be made in it any more."""
    need = visit.need
    places = range(bisect_left(board.days, need.from_on), bisect_right(board.days, need.due_on))
    return board.row(visit, need.from_on, need.due_on, need.due_on) if seating.any_open(places) else ()


def _seat_anew(own: Sequence[int], visits: list[Visit], seating: Seating, board: _Board, period: Period) -> None:
    """Seat the visits of one client one after the other, each as the one before allows, with one more at the end where
    it takes one; as they were if that does not work out either."""
    stood = [each for each in own if seating.slot(each) is not None]
    for each in own:
        seating.unseat(each)
    for frugal in (True, False):
        if _seat_in_turn(own, visits, seating, board, period, frugal):
            return
    for each in stood:
        seating.seat(each, _in_window(board, seating, visits[each]))


def _seat_in_turn(
    own: Sequence[int], visits: list[Visit], seating: Seating, board: _Board, period: Period, frugal: bool
) -> bool:
    """Seat the visits of one client in turn; `frugal`: no earlier than so that their number suffices. False where one
    finds no room, and then none is seated."""
    every = period.every_days(visits[own[0]].client)
    seated: list[int] = []
    before: date | None = None
    waiting = list(own)
    while waiting:
        each = waiting.pop(0)
        visit = visits[each]
        begin = visit.need.soonest_on if frugal else period.first
        due = visit.need.due_on
        if before is not None:
            begin = max(begin, before + timedelta(days=every // 3))
            reach = before + timedelta(days=every)
            due = min(due, reach) if visit.errands else reach
        if not seating.seat(each, board.row(visit, begin, due, due, EARLY_PER_DAY)):
            for other in seated:
                seating.unseat(other)
            return False
        seating.pin(each)
        seated.append(each)
        before = board.days[seating.slot(each) or 0]
        if not waiting and not frugal and before + timedelta(days=every) <= period.last:
            visits.append(replace(visit, index=visit.index + 1, reason=replace(visit.reason, days=None), errands=()))
            waiting.append(len(visits) - 1)
    return True


def _by_district(visits: Sequence[Visit], seats: Sequence[Slot | None], room: Mapping[Slot, int]) -> list[Slot | None]:
    """The seats with the visits of each day divided anew between its halves, so that a half has few districts (R4.1).

    Days with visits that an earlier draft or the month plan put there stay as they are.
    """
    found = list(seats)
    by_day: dict[date, list[int]] = defaultdict(list)
    for each, slot in enumerate(seats):
        if slot is not None:
            by_day[slot[0]].append(each)
    for day, own in by_day.items():
        if len(own) <= MOST_TO_HALVE and not any(visits[each].stood for each in own):
            own.sort(key=lambda each: (visits[each].client.id, visits[each].index))
            forenoon = _best_forenoon(day, own, visits, seats, room)
            for each in own:
                found[each] = (day, Half.FORENOON if each in forenoon else Half.AFTERNOON)
    return found


def _best_forenoon(
    day: date, own: Sequence[int], visits: Sequence[Visit], seats: Sequence[Slot | None], room: Mapping[Slot, int]
) -> frozenset[int]:
    """Which visits of a day go into its forenoon: fewest districts in the halves, then fewest changes."""
    now = {each for each in own if seats[each] == (day, Half.FORENOON)}
    least = max(len(own) - room.get((day, Half.AFTERNOON), 0), 0)
    most = min(room.get((day, Half.FORENOON), 0), len(own))

    def cost(forenoon: tuple[int, ...]) -> tuple[int, int]:
        halves = (forenoon, [each for each in own if each not in forenoon])
        districts = sum(len({visits[each].client.district for each in half}) for half in halves)
        return districts, len(now.symmetric_difference(forenoon))

    ways: list[tuple[int, ...]] = [way for size in range(least, most + 1) for way in combinations(own, size)]
    best = min(ways, key=cost)
    return frozenset(best)


def _urgency(visit: Visit) -> tuple[float, int, int]:
    return -visit.need.pressure, visit.client.id, visit.index
