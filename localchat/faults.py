"""Faults that tests ask for: refusals, silences and broken connections, a number of times each."""

from __future__ import annotations

from dataclasses import dataclass

from localchat.errors import ApiError, bad_request, forbidden, too_many_requests

REFUSALS = ("400", "403", "404", "429", "500")
KINDS = (*REFUSALS, "timeout", "drop_before", "drop_after", "slow", "garbage")


@dataclass(slots=True)
class Fault:
    """`times` None lasts until the faults are cleared; `seconds` is how long `slow` and `timeout` take."""

    method: str
    kind: str
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 30.0
    chat: int | None = None

    def refusal(self) -> ApiError:
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind == "400":
            return bad_request("a fault was asked for")
        if self.kind == "403":
            return forbidden("bot was blocked by the user")
        if self.kind == "404":  # what a server says of a method that it does not know (yet)
            return ApiError(404, "Not Found")
        return ApiError(500, "Internal Server Error")


class Faults:
    def __init__(self) -> None:
        self.asked: list[Fault] = []

    def take(self, method: str, chat: object) -> Fault | None:
        """The first fault that fits this call, used up by one."""
        for fault in self.asked:
            if fault.method not in ("*", method) or (fault.chat is not None and str(fault.chat) != str(chat)):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.asked.remove(fault)
            return fault
        return None
