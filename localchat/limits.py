"""Telegram's limits on sending: 30 messages a second in all, one a second to a person, 20 a minute to a group."""

from __future__ import annotations

import math
from collections import deque

from localchat.errors import too_many_requests

OVERALL_PER_SECOND = 30
BURST_TO_A_PERSON = 3
GROUP_PER_MINUTE = 20
# Who runs over the limit of all chats together is refused for so long, in seconds.
PENALTY = 5


class Limits:
    """Times are seconds of the event loop's clock."""

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._people: dict[int, tuple[float, float]] = {}
        self._refused_until = 0.0

    def spend(self, chat_id: int, count: int, now: float) -> None:
        """Count messages to a chat; raises 429 with `retry_after` when they are too many."""
        if now < self._refused_until:
            raise too_many_requests(math.ceil(self._refused_until - now))
        _forget(self._all, now - 1)
        if len(self._all) + count > OVERALL_PER_SECOND:
            self._refused_until = now + PENALTY
            raise too_many_requests(PENALTY)
        if chat_id < 0:
            self._spend_in_group(chat_id, count, now)
        else:
            self._spend_on_person(chat_id, count, now)
        self._all.extend([now] * count)

    def _spend_in_group(self, chat_id: int, count: int, now: float) -> None:
        sent = self._groups.setdefault(chat_id, deque())
        _forget(sent, now - 60)
        if len(sent) + count > GROUP_PER_MINUTE:
            raise too_many_requests(math.ceil(sent[0] + 60 - now) if sent else 60)
        sent.extend([now] * count)

    def _spend_on_person(self, chat_id: int, count: int, now: float) -> None:
        """A bucket of three that fills by one a second; an album empties it at once."""
        left, since = self._people.get(chat_id, (float(BURST_TO_A_PERSON), now))
        left = min(float(BURST_TO_A_PERSON), left + now - since)
        if left < 1:
            raise too_many_requests(math.ceil(1 - left))
        self._people[chat_id] = (max(left - count, -float(count)), now)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
