"""The Chinese lunar calendar, 1900-2100: lunar ↔ solar, with the rules of R3.4 for days a year does not have.

borax is imported when it is first asked, for most messages name no lunar day.
"""

from datetime import date
from functools import lru_cache

from domain.frozen import frozen

FIRST_YEAR, LAST_YEAR = 1900, 2100


@frozen
class LunarDay:
    """A day of the lunar calendar. `year` is the lunar year: the twelfth month of 2026 lies mostly in January 2027."""

    year: int
    month: int
    day: int
    leap: bool = False


@lru_cache(maxsize=4096)
def has_leap_month(year: int, month: int) -> bool:
    """Whether the lunar year has a leap month after the month of that number."""
    from borax.calendars.lunardate import LCalendars

    return FIRST_YEAR <= year <= LAST_YEAR and bool(LCalendars.leap_month(year) == month)


@lru_cache(maxsize=4096)
def to_solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day of a lunar one; None outside 1900-2100 or for no such month or day.

    R3.4: a leap month counts as the ordinary one where the year has none; the 30th of a 29-day month is the 29th.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    from borax.calendars.lunardate import LCalendars, LunarDate

    leap = leap and has_leap_month(year, month)
    last = LCalendars.ndays(year, month, int(leap))
    solar: date = LunarDate(year, month, min(day, last), int(leap)).to_solar_date()
    return solar


def days_in_month(year: int, month: int, leap: bool = False) -> int:
    """29 or 30; 0 for a month that the lunar year does not have, or a year outside 1900-2100."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12) or (leap and not has_leap_month(year, month)):
        return 0
    from borax.calendars.lunardate import LCalendars

    return int(LCalendars.ndays(year, month, int(leap)))


def to_lunar(day: date) -> LunarDay | None:
    """The lunar day of a solar one; None outside 31 January 1900 - 28 January 2101."""
    if not date(1900, 1, 31) <= day <= date(2101, 1, 28):
        return None
    from borax.calendars.lunardate import LunarDate

    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    return LunarDay(lunar.year, lunar.month, lunar.day, bool(lunar.leap))
