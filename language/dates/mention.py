"""One time named in a text."""

from datetime import date, datetime
from typing import Literal

from domain.frozen import frozen

Grain = Literal["minute", "part", "day", "week", "month", "quarter", "year"]
Prefer = Literal["past", "future"] | None


@frozen
class Mention:
    """One time named in a text, resolved. All values are local wall time of the organisation, without an offset.

    A point in days or a part of a day has a `date` as its start, a clock time a `datetime`; `end` is None for a point,
    the last day of a range of days, the last instant of a range of clock times. `part` is the part of the day that was
    said (dawn, morning, noon, afternoon, evening, night, day, opening, closing, after_work), `deadline` says that the
    day is the latest one (周五前, by Friday), `explicit` that the day was said and stands firm: not today for want of a
    day, not a guess which week or year, not vague (过几天).
    """

    text: str
    begin: int
    finish: int
    start: date | datetime
    end: date | datetime | None
    grain: Grain
    part: str | None = None
    deadline: bool = False
    explicit: bool = True
