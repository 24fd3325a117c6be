"""Working days (R5.1): the mainland calendar with its make-up days, or what the organisation itself has listed."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import chinese_calendar
from chinese_calendar import constants

from domain.frozen import frozen
from domain.holidays import BY_WORD

Calendar = Literal["mainland", "weekdays"]
"""`mainland`: China's official working days; `weekdays`: Monday to Friday, for teams elsewhere."""

FIRST_KNOWN, LAST_KNOWN = date(min(constants.holidays).year, 1, 1), date(max(constants.holidays).year, 12, 31)
"""The years whose official list is known; outside them only the statutory days are."""

ENDS_SOON = timedelta(days=60)
"""So long before the official list ends, the next year's has been announced or soon will be, and can be loaded."""

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_BREAK_DAYS = 31
"""No list of days off runs on for longer; a list that does is not waited for."""

# Days off by law (the rule of 2025): the holiday, from how many days before it to how many after it.
STATUTORY: tuple[tuple[str, int, int], ...] = (
    ("元旦", 0, 0),
    ("春节", 1, 3),
    ("清明节", 0, 0),
    ("劳动节", 0, 1),
    ("端午节", 0, 0),
    ("中秋节", 0, 0),
    ("国庆节", 0, 2),
)


@lru_cache(maxsize=512)
def statutory_days_off(year: int) -> frozenset[date]:
    """The days off by law in a solar year, without the swaps that the State Council announces for each year."""
    return frozenset(
        day + offset * ONE_DAY
        for name, before, after in STATUTORY
        if (day := BY_WORD[name].on(year)) is not None
        for offset in range(-before, after + 1)
    )


@lru_cache(maxsize=4096)
def _mainland(day: date) -> bool:
    if FIRST_KNOWN <= day <= LAST_KNOWN:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY and day not in statutory_days_off(day.year)


@frozen
class Workdays:
    """Which days are worked. `listed` says it of single days and goes before the calendar (True: a working day)."""

    calendar: Calendar = "mainland"
    listed: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        listed = self.listed.get(day)
        if listed is not None:
            return listed
        return _mainland(day) if self.calendar == "mainland" else day.weekday() < SATURDAY

    def on_or_before(self, day: date) -> date:
        """The last working day up to and including a day; the day itself where a month before it has none."""
        for back in range(LONGEST_BREAK_DAYS + 1):
            earlier = day - back * ONE_DAY
            if self.works(earlier):
                return earlier
        return day

    def on_or_after(self, day: date) -> date:
        """The first working day from a day on; the day itself where a month from it has none."""
        for ahead in range(LONGEST_BREAK_DAYS + 1):
            later = day + ahead * ONE_DAY
            if self.works(later):
                return later
        return day

    def breaks(self, year: int) -> list[tuple[date, date]]:
        """The days off of a year that are more than a weekend: the first and the last of each run."""
        found: list[tuple[date, date]] = []
        day, end = date(year, 1, 1), date(year, 12, 31)
        while day <= end:
            last = day
            while last <= end and not self.works(last):
                last += ONE_DAY
            run = [day + place * ONE_DAY for place in range((last - day).days)]
            if any(each.weekday() < SATURDAY for each in run):
                found.append((run[0], run[-1]))
            day = last + ONE_DAY
        return found

    def made_up(self, year: int) -> list[date]:
        """The Saturdays and Sundays of a year that are worked."""
        first = date(year, 1, 1)
        days = (first + place * ONE_DAY for place in range((date(year, 12, 31) - first).days + 1))
        return [day for day in days if day.weekday() >= SATURDAY and self.works(day)]

    def official_until(self) -> date:
        """Up to which day the official list is known: the calendar's last year, or a later one that was loaded."""
        if self.calendar != "mainland":
            return date.max
        years = {day.year for day in self.listed}
        last = LAST_KNOWN.year
        while last + 1 in years:
            last += 1
        return date(last, 12, 31)
