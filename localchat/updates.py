"""What waits for the bot: updates in order, kept as the bytes that will be sent, until an offset confirms them."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

from localchat.errors import ApiError, bad_request
from localchat.names import names

ALL_KINDS = frozenset(
    names(
        "message edited_message channel_post edited_channel_post business_connection business_message "
        "edited_business_message deleted_business_messages guest_message message_reaction "
        "message_reaction_count inline_query chosen_inline_result callback_query shipping_query "
        "pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member "
        "chat_join_request chat_boost removed_chat_boost managed_bot subscription stopped_message_generation"
    )
)
# These come only to a bot that asks for them by name.
BY_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50
_CONFLICT = ApiError(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: Any) -> bytes:
    """JSON in UTF-8; with everything escaped where half a character stands in it, as tests may want."""
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


class Updates:
    """The queue of one bot. Only one poll waits at a time: a new one ends the one before with 409."""

    def __init__(self, first_id: int) -> None:
        self.last_id = first_id - 1
        self.named: frozenset[str] = frozenset()
        self.allowed = ALL_KINDS - BY_REQUEST
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._in_order = True
        self._poll: asyncio.Future[None] | None = None
        self._arrival: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def polled(self) -> bool:
        """Whether a poll is waiting now."""
        return self._poll is not None

    def allow(self, kinds: list[str]) -> None:
        """From now on keep only these kinds; none named means all that need no asking."""
        self.named = frozenset(kinds)
        self.allowed = self.named or ALL_KINDS - BY_REQUEST

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot does not take updates of that kind."""
        if kind not in self.allowed:
            return None
        self.last_id += 1
        self._put(self.last_id, to_json({"update_id": self.last_id, kind: payload}))
        return self.last_id

    def add_raw(self, update: Any) -> int:
        """Queue exactly this JSON, which need not be an update at all; an object without `update_id` gets one."""
        given = update.get("update_id") if isinstance(update, dict) else None
        if isinstance(update, dict) and "update_id" not in update:
            update = {"update_id": self.last_id + 1, **update}
        update_id = given if type(given) is int else self.last_id + 1
        self._in_order = self._in_order and update_id > self.last_id
        self.last_id = max(self.last_id, update_id)
        self._put(update_id, to_json(update))
        return update_id

    def _put(self, update_id: int, body: bytes) -> None:
        self._waiting.append((update_id, body))
        for waiter in (self._poll, self._arrival):
            if waiter is not None and not waiter.done():
                waiter.set_result(None)

    def clear(self) -> None:
        self._waiting.clear()
        self._in_order = True

    def confirm(self, offset: int) -> None:
        """Forget what stands before the offset; a negative one keeps only so many from the end."""
        waiting = self._waiting
        if offset < 0:
            for _ in range(len(waiting) + offset):
                waiting.popleft()
            return
        while waiting and waiting[0][0] < offset:
            waiting.popleft()
        if not self._in_order:
            self._waiting = deque(entry for entry in waiting if entry[0] >= offset)
            self._in_order = not self._waiting

    async def poll(self, offset: int, limit: int, seconds: float) -> bytes:
        """The answer's `result`, at once or as soon as something comes; `[]` after that many seconds."""
        if not 0 <= limit <= 100:
            limit = 100
        self.end_poll(_CONFLICT)
        self.confirm(offset)
        if not self._waiting and seconds > 0:
            self._poll = asyncio.get_running_loop().create_future()
            mine = self._poll
            try:
                await asyncio.wait_for(mine, min(seconds, LONGEST_POLL))
            except TimeoutError:
                pass
            finally:
                if self._poll is mine:
                    self._poll = None
        taken = [body for _, body in list(self._waiting)[: limit or 100]] if len(self._waiting) else []
        return b"[" + b",".join(taken) + b"]"

    def end_poll(self, reason: ApiError) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)

    def first(self) -> tuple[int, bytes] | None:
        return self._waiting[0] if self._waiting else None

    def drop_first(self, update_id: int) -> None:
        """Forget the first one, if it is still the one that was delivered."""
        if self._waiting and self._waiting[0][0] == update_id:
            self._waiting.popleft()

    async def arrival(self) -> None:
        """Return when there is something to deliver."""
        if not self._waiting:
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival


def checked_kinds(kinds: list[str]) -> list[str]:
    for kind in kinds:
        if kind not in ALL_KINDS:
            raise bad_request(f'unknown kind of update "{kind}" in allowed_updates')
    return kinds
