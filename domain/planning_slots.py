"""Putting visits into half-days of limited room, at the least cost for all of them together.

A cheapest assignment rather than a greedy one for two reasons. No visit is left out while moving others would make room
for it. And it stays put: the cheapest assignment of one visit more differs from the one before along a single chain of
visits that make room for each other, where a greedy order would shift all that come after.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import inf

Row = Sequence[tuple[int, float]]
"""The slots that a visit may stand in, each with what it costs there."""


class Seating:
    """Visits in slots. Those seated make room for one more where they can, and none is ever unseated for it."""

    def __init__(self, room: Sequence[int], days: Sequence[date], crowding: float) -> None:
        """`room[slot]` is how many fit into it, `days[slot]` its day. A visit more on a day costs the more the fuller
        the day is, up to `crowding`, so that days fill evenly."""
        self._room = room
        self._days = days
        self._crowding = crowding
        self._load: Counter[date] = Counter()
        self._size: Counter[date] = Counter()
        for day, size in zip(days, room, strict=True):
            self._size[day] += size
        self._inside: list[list[int]] = [[] for _ in room]
        self._moves: list[dict[int, tuple[float, int]]] = [{} for _ in room]
        self._closed = [size <= 0 for size in room]
        self._rows: dict[int, Row] = {}
        self._slots: dict[int, int] = {}

    def slot(self, visit: int) -> int | None:
        """Where a visit is seated."""
        return self._slots.get(visit)

    def free(self) -> int:
        """How many more visits there is room for."""
        return sum(self._room) - len(self._slots)

    def any_open(self, slots: Iterable[int]) -> bool:
        """Whether room may still be made in one of these slots."""
        return not all(self._closed[slot] for slot in slots)

    def seat(self, visit: int, row: Row, worth: float = inf) -> bool:
        """Seat a visit where it adds the least to the cost of all; False where there is no room, or it costs more than
        it is `worth`."""
        reached: dict[int, float] = {slot: cost for slot, cost in row if not self._closed[slot]}
        came = self._explore(reached)
        ends = [
            (cost + self._crowding * self._fullness(self._days[slot]) ** 2, slot)
            for slot, cost in reached.items()
            if len(self._inside[slot]) < self._room[slot]
        ]
        if not ends:
            # Whatever stands in these slots can only move within them: they stay full.
            for slot in reached:
                self._closed[slot] = True
            return False
        added, slot = min(ends)
        if added > worth:
            return False
        changed = {slot}
        self._load[self._days[slot]] += 1
        while slot in came:
            before, mover = came[slot]
            self._inside[before].remove(mover)
            self._put(mover, slot)
            slot = before
            changed.add(slot)
        self._rows[visit] = row
        self._put(visit, slot)
        for slot in changed:
            self._moves[slot] = self._ways_out(slot)
        return True

    def unseat(self, visit: int) -> None:
        """Take a visit out again, if it is seated."""
        slot = self._slots.pop(visit, None)
        if slot is not None:
            self._inside[slot].remove(visit)
            self._load[self._days[slot]] -= 1
            self._moves[slot] = self._ways_out(slot)
            self._closed = [size <= 0 for size in self._room]

    def pin(self, visit: int) -> None:
        """Let a seated visit stay where it is from now on."""
        slot = self._slots[visit]
        self._rows[visit] = [pair for pair in self._rows[visit] if pair[0] == slot]
        self._moves[slot] = self._ways_out(slot)

    def _fullness(self, day: date) -> float:
        return self._load[day] / self._size[day]

    def _put(self, visit: int, slot: int) -> None:
        self._inside[slot].append(visit)
        self._slots[visit] = slot

    def _explore(self, reached: dict[int, float]) -> dict[int, tuple[int, int]]:
        """Fill in what it costs to make room in further slots, and whence with which visit each is reached."""
        came: dict[int, tuple[int, int]] = {}
        waiting = list(reached)
        while waiting:
            here = waiting.pop()
            so_far = reached[here]
            for slot, (extra, mover) in self._moves[here].items():
                if not self._closed[slot] and so_far + extra < reached.get(slot, inf) - 1e-9:
                    reached[slot] = so_far + extra
                    came[slot] = (here, mover)
                    if slot not in waiting:
                        waiting.insert(0, slot)
        return came

    def _ways_out(self, here: int) -> dict[int, tuple[float, int]]:
        """Where the visits of a slot could go instead: for each other slot the one whose move adds the least."""
        found: dict[int, tuple[float, int]] = {}
        for visit in self._inside[here]:
            row = self._rows[visit]
            now = next(cost for slot, cost in row if slot == here)
            for slot, cost in row:
                if slot != here and (slot not in found or cost - now < found[slot][0]):
                    found[slot] = (cost - now, visit)
        return found
