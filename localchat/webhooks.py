"""Delivery of updates to a webhook: one after the other, each again until it is taken."""

from __future__ import annotations

import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout

from localchat.clock import Clock
from localchat.updates import Updates

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_ANSWER_WITHIN = ClientTimeout(total=60)


class Webhook:
    """Where updates go; `last_error` is the instant (Unix seconds) and the words of the last refusal."""

    def __init__(self, url: str, secret: str, max_connections: int) -> None:
        self.url = url
        self.max_connections = max_connections
        self.last_error: tuple[int, str] | None = None
        self._headers = {"Content-Type": "application/json"}
        if secret:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        self._task: asyncio.Task[None] | None = None

    def start(self, updates: Updates, clock: Clock) -> None:
        self._task = asyncio.get_running_loop().create_task(self._deliver(updates, clock))

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def stopped(self) -> None:
        """Wait for the end of the delivery, and raise what ended it if it was not `stop`."""
        if self._task is not None:
            await asyncio.wait([self._task])
            if not self._task.cancelled():
                self._task.result()

    async def _deliver(self, updates: Updates, clock: Clock) -> None:
        pause = _FIRST_PAUSE
        async with ClientSession(timeout=_ANSWER_WITHIN) as session:
            while True:
                await updates.arrival()
                first = updates.first()
                if first is None:
                    continue
                refusal = await self._post(session, first[1])
                if refusal is None:
                    updates.drop_first(first[0])
                    pause = _FIRST_PAUSE
                    continue
                self.last_error = clock.unix(), refusal
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _post(self, session: ClientSession, body: bytes) -> str | None:
        """Why the update was not taken, or None when it was."""
        try:
            async with session.post(self.url, data=body, headers=self._headers) as answer:
                if answer.ok:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except ClientError as error:
            return f"Connection failed: {type(error).__name__}"
