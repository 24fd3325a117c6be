"""The running clock: the only place that reads the time of day."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The time it is for the product, aware UTC. It runs at the usual speed, but may have been set elsewhere."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC) + self._ahead

    def set(self, to: datetime) -> None:
        """Go on from another instant (`--now`, travel in the demo)."""
        self._ahead = to - datetime.now(UTC)

    @property
    def shifted(self) -> bool:
        """Whether this clock was set to another time than the world's."""
        return abs(self._ahead) > timedelta(seconds=1)
