"""Telegram's limits as one grid of slots: every attempt takes a slot, retries too.

30 messages a second in all, one a second in a chat (short bursts pass), 20 a minute in a group. Edits and deletions
count against the whole only; answers to presses and lists of commands count against nothing.
"""

import asyncio

_SENDS = "send"
_FREE = ("answerCallbackQuery", "setMyCommands")


class Pacing:
    """Slots for one bot; times are seconds of the event loop. `lifted` for measuring our own speed."""

    def __init__(
        self,
        *,
        per_second: float = 29.0,
        chat_seconds: float = 1.0,
        chat_burst: int = 3,
        group_seconds: float = 3.0,
        lifted: bool = False,
    ) -> None:
        self._step = 1.0 / per_second
        self._chat_seconds = chat_seconds
        self._chat_burst = chat_burst
        self._group_seconds = group_seconds
        self._lifted = lifted
        self._next = 0.0
        self._paused_until = 0.0
        self._chats: dict[int, float] = {}

    async def slot(self, chat_id: int, method: str) -> None:
        """Wait until this call may be made."""
        if self._lifted or method in _FREE:
            return
        loop = asyncio.get_running_loop()
        if method.startswith(_SENDS):
            wait = self._chat_wait(chat_id, loop.time())
            if wait > 0:
                await asyncio.sleep(wait)
        while True:
            now = loop.time()
            mine = max(self._next, now)
            self._next = mine + self._step
            if mine > now:
                await asyncio.sleep(mine - now)
            if self._paused_until <= loop.time():
                return

    def pause(self, seconds: float) -> None:
        """Let nothing pass for a while: the server said that the whole bot is too fast."""
        if not self._lifted:
            self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)
            self._next = max(self._next, self._paused_until)

    def _chat_wait(self, chat_id: int, now: float) -> float:
        """Seconds until the chat may be written to; each chat has a bucket whose level is an instant."""
        if len(self._chats) > 10_000:
            self._chats = {chat: level for chat, level in self._chats.items() if level > now}
        step, burst = (self._group_seconds, 1) if chat_id < 0 else (self._chat_seconds, self._chat_burst)
        level = max(self._chats.get(chat_id, now), now)
        self._chats[chat_id] = level + step
        return max(0.0, level - now - step * (burst - 1))
