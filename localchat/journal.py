"""A numbered list of what happened, that others can read after a number and wait on."""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import islice
from typing import Any

Json = dict[str, Any]


class Journal:
    """Entries are numbered 1, 2, 3 … (`n`). With `keep` 0 entries are counted and forgotten at once."""

    def __init__(self, keep: int | None = None) -> None:
        self.last = 0
        self._kept: deque[Json] = deque(maxlen=keep)
        self._waiting: set[asyncio.Future[None]] = set()

    def add(self, entry: Json) -> None:
        self.last += 1
        entry["n"] = self.last
        self._kept.append(entry)
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    def after(self, n: int) -> list[Json]:
        """The kept entries numbered above `n`."""
        first_kept = self.last - len(self._kept) + 1
        return list(islice(self._kept, max(0, n + 1 - first_kept), None))

    async def wait(self, n: int, seconds: float) -> list[Json]:
        """The entries above `n`, as soon as there is one, or none after that many seconds of real time."""
        if self.last <= n and seconds > 0:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            try:
                await asyncio.wait_for(waiter, seconds)
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(waiter)
        return self.after(n)

    def wake(self) -> None:
        """Let every waiter go, as at the end of the server."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
