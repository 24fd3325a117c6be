"""A chart as figures, before it is drawn: small enough to be kept until it is sent."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.frozen import frozen


@frozen
class Bar:
    """One bar: how much it is now, how much it was in the period before, and what was aimed at (None: nothing)."""

    label: str
    value: int
    last: int
    target: int | None = None


@frozen
class Chart:
    """Bars under a title; `now`, `last` and `target` are the words of the legend."""

    title: str
    subtitle: str
    now: str
    last: str
    target: str
    bars: tuple[Bar, ...]

    def as_json(self) -> dict[str, Any]:
        """The chart as JSON values."""
        return asdict(self)

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> "Chart":
        """The chart that `as_json` wrote."""
        return cls(**{**written, "bars": tuple(Bar(**bar) for bar in written["bars"])})
