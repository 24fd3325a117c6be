"""The clock of the chat: real until somebody travels. The only file of localchat that reads the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Instants as aware UTC. After travelling the clock goes on running from where it was put."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def unix(self) -> int:
        """Seconds since 1970, as Telegram dates its messages."""
        return int(self.now().timestamp())

    def travel_to(self, at: datetime) -> None:
        """Put the clock at an instant; a naive one is refused, since nobody could tell which zone it meant."""
        if at.tzinfo is None:
            raise ValueError("an instant needs its offset from UTC")
        self._offset = at.astimezone(UTC) - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        self._offset += timedelta(seconds=seconds)

    def follow_real_time(self) -> None:
        self._offset = timedelta(0)
