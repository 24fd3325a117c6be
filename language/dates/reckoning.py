"""Days from what was said of them: which year, month or week is meant, and where a stretch of time begins and ends."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import lunar
from domain.holidays import BY_WORD, HOLIDAYS
from language.dates.mention import Grain, Prefer

DAY = timedelta(days=1)
# A month and day without a year mean this year's, unless that is further off than this (in days).
FAR = 300


@dataclass(slots=True)
class When:
    """A day or a stretch of days; `at` is set for an instant. `said` tells how it was named."""

    start: date
    end: date | None = None
    grain: Grain = "day"
    explicit: bool = True
    at: datetime | None = None
    said: str = "date"
    deadline: bool = False
    part: str | None = None


@dataclass(slots=True)
class Frame:
    """What a phrase is read against: now, which way it leans, and the day named before it (in ranges and lists)."""

    now: datetime
    prefer: Prefer
    prior: When | None = None

    @property
    def today(self) -> date:
        """The local day of `now`."""
        return self.now.date()


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month(year: int, number: int, explicit: bool = True) -> When:
    """A whole month."""
    first = date(year, number, 1)
    return When(first, add_months(first, 1) - DAY, "month", explicit)


def quarter(year: int, number: int, explicit: bool = True) -> When:
    """A whole quarter, 1-4; numbers outside run into the years beside."""
    first = add_months(date(year, 1, 1), 3 * (number - 1))
    return When(first, add_months(first, 3) - DAY, "quarter", explicit)


def year(number: int) -> When:
    """A whole year."""
    return When(date(number, 1, 1), date(number, 12, 31), "year")


def week(day: date, steps: int = 0) -> When:
    """The week, Monday to Sunday, `steps` weeks from the one of `day`."""
    monday = day - day.weekday() * DAY + 7 * steps * DAY
    return When(monday, monday + 6 * DAY, "week")


def edge(stretch: When, which: str) -> When:
    """The start, middle or end (one day), or a third (first10 …), of a month, quarter, week or year."""
    first, last = stretch.start, stretch.end or stretch.start
    if which in ("first10", "second10", "third10"):
        begin = first + 10 * ("first10", "second10", "third10").index(which) * DAY
        return When(begin, last if which == "third10" else begin + 9 * DAY, "day", stretch.explicit)
    if which == "start":
        return When(first, None, "day", stretch.explicit)
    if which == "end":
        return When(last, None, "day", stretch.explicit)
    middle = {"month": first + 14 * DAY, "week": first + 2 * DAY, "year": date(first.year, 6, 30)}
    return When(middle.get(stretch.grain, first + (last - first) // 2), None, "day", stretch.explicit)


def nearest(make: Callable[[int], date | None], frame: Frame, year: int, festive: bool = False) -> date | None:
    """Which year's day is meant where none is said.

    Past: the latest one gone by; future: the next to come. Neither: this year's unless it is far off; of holidays and
    lunar days the last one if it is not long gone, else the next.
    """
    today = frame.today
    if frame.prior is not None and not festive:
        anchored = make(frame.prior.start.year)
        if anchored is not None and anchored >= frame.prior.start:
            return anchored
        return make(frame.prior.start.year + 1)
    if not festive and frame.prefer is None:
        this = make(year)
        if this is not None and abs((this - today).days) <= FAR:
            return this
    past, future = _around(make, today, year)
    if frame.prefer == "past":
        return past or future
    if frame.prefer == "future" or past is None or future is None:
        return future or past
    behind, ahead = (today - past).days, (future - today).days
    if not festive:
        return past if behind < ahead else future
    if ahead > 400:
        return past
    return past if behind <= 60 or (behind <= 200 and past.year == today.year) else future


def _around(make: Callable[[int], date | None], today: date, year: int) -> tuple[date | None, date | None]:
    """The latest day up to today and the first from today on (leap days and leap months may lie years away)."""
    past = future = None
    for step in range(40):
        for candidate in (make(year + step), make(year - step)) if step else (make(year),):
            if candidate is None:
                continue
            if candidate <= today and (past is None or candidate > past):
                past = candidate
            if candidate >= today and (future is None or candidate < future):
                future = candidate
        if past is not None and future is not None and step:
            break
    return past, future


def month_day(frame: Frame, number: int, day: int, said_year: int | None) -> When | None:
    """A month and day, with its year or without."""
    if said_year is not None:
        found = day_of(said_year, number, day)
        return When(found) if found else None
    found = nearest(lambda y: day_of(y, number, day), frame, frame.today.year)
    return When(found, explicit=frame.prior is not None or frame.prefer is not None) if found else None


def whole_month(frame: Frame, number: int, said_year: int | None) -> When:
    """A month by its number, with its year or without."""
    if said_year is not None:
        return month(said_year, number)
    today = frame.today
    if frame.prior is not None:
        this = month(frame.prior.start.year, number)
        return this if this.start >= frame.prior.start else month(frame.prior.start.year + 1, number)
    this = month(today.year, number)
    behind = (today - (this.end or today)).days
    if (frame.prefer == "future" and behind > 0) or (frame.prefer is None and behind > FAR):
        return month(today.year + 1, number)
    if (frame.prefer == "past" and this.start > today) or (frame.prefer is None and (this.start - today).days > FAR):
        return month(today.year - 1, number)
    return this


def day_of_month(frame: Frame, day: int) -> When | None:
    """A bare day of the month: of the month named before, else this month's or the next or last one that has it."""
    today = frame.today
    base = (frame.prior.start if frame.prior is not None else today).replace(day=1)
    for step in range(12):
        months = -step if frame.prefer == "past" and frame.prior is None else step
        first = add_months(base, months)
        found = day_of(first.year, first.month, day)
        if found is None:
            continue
        if frame.prior is not None:
            if found >= frame.prior.start:
                return When(found)
        elif frame.prefer is None or (found <= today if frame.prefer == "past" else found >= today):
            return When(found, explicit=False)
    return None


def weekday(frame: Frame, number: int, steps: int | None) -> When:
    """A weekday (Monday 0) of the week `steps` away; without a week it leans, or stands in the week named before."""
    today = frame.today
    if steps is not None:
        return When(week(today, steps).start + number * DAY, said="weekday")
    if frame.prior is not None:
        found = week(frame.prior.start).start + number * DAY
        return When(found if found >= frame.prior.start else found + 7 * DAY, said="weekday")
    found = week(today).start + number * DAY
    if frame.prefer == "past" and found > today:
        found -= 7 * DAY
    elif frame.prefer == "future" and found < today:
        found += 7 * DAY
    return When(found, explicit=False, said="bare weekday")


def weekend(frame: Frame, steps: int | None) -> When:
    """Saturday and Sunday of a week; without a week it leans."""
    saturday = week(frame.today, steps or 0).start + 5 * DAY
    if steps is None and frame.prefer == "past" and saturday > frame.today:
        saturday -= 7 * DAY
    return When(saturday, saturday + DAY, "day", steps is not None, said="weekend")


def lunar_day(frame: Frame, number: int, day: int, leap: bool, said_year: int | None) -> When | None:
    """A lunar day (R3.4); `said_year` is its lunar year."""
    if not (1 <= number <= 12 and 1 <= day <= 30):
        return None
    if said_year is not None:
        found = lunar.to_solar(said_year, number, day, leap)
        return When(found, said="lunar") if found else None
    today = lunar.to_lunar(frame.today)

    def make(lunar_year: int) -> date | None:
        if leap and not lunar.has_leap_month(lunar_year, number):
            return None
        return lunar.to_solar(lunar_year, number, day, leap)

    found = nearest(make, frame, today.year if today else frame.today.year, festive=True)
    return When(found, explicit=frame.prefer is not None, said="lunar") if found else None


def holiday(frame: Frame, name: str, said_year: int | None) -> When | None:
    """A named holiday, with its year or without."""
    found = (
        BY_WORD[name].on(said_year)
        if said_year is not None
        else nearest(BY_WORD[name].on, frame, frame.today.year, True)
    )
    return When(found, explicit=said_year is not None or frame.prefer is not None, said=name) if found else None


def break_of(name: str, day: date) -> tuple[date, date]:
    """First and last day of the usual official break around a holiday's day."""
    span = BY_WORD[name].span(day.year)
    return span if span is not None else (day, day)


def near_break(frame: Frame, side: str, of_new_year: bool) -> When | None:
    """节前, 节后, 年前, 年后: the day before or after the break that is near."""
    rows = [row for row in HOLIDAYS if row.days > 1 and (row.name == "春节" or not of_new_year)]
    spans = [span for row in rows for y in (-1, 0, 1) if (span := row.span(frame.today.year + y))]
    today = frame.today
    if side == "before":
        ahead = [first - DAY for first, _ in spans if first - DAY >= today]
        behind = [first - DAY for first, last in spans if first - DAY <= today]
        days = (max(behind, default=None) if frame.prefer == "past" else min(ahead, default=None)) or None
    else:
        gone = [last + DAY for _, last in spans if last + DAY <= today]
        coming = [last + DAY for _, last in spans if last + DAY >= today]
        days = max(gone, default=None) if frame.prefer == "past" else min(coming, default=None)
    return When(days, explicit=False, said="nearby", deadline=side == "before") if days else None


def short_year(frame: Frame, digits: str) -> int:
    """A year of two digits: up to twenty years ahead (none where dates lean to the past), else of the last century."""
    number = int(digits)
    ahead = 0 if frame.prefer == "past" else 20
    century = frame.today.year // 100 * 100
    return century + number if number <= frame.today.year % 100 + ahead else century - 100 + number


def working_days(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) from `day`."""
    step = DAY if count >= 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def shift(frame: Frame, amount: float, unit: str, anchor: date | None = None) -> When | None:
    """The day or instant `amount` units from now, or from the day `anchor`."""
    if abs(amount) > 5000:
        return None
    if unit in ("hour", "minute", "quarter_hour"):
        if anchor is not None:
            return None
        minutes = amount * {"hour": 60, "minute": 1, "quarter_hour": 15}[unit]
        at = (frame.now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        return When(at.date(), None, "minute", at=at, said="offset")
    base = anchor or frame.today
    try:
        if unit == "working_day":
            return When(working_days(base, int(amount)), said="offset")
        if unit in ("month", "quarter", "year"):
            months = amount * {"month": 1, "quarter": 3, "year": 12}[unit]
            rest = months - int(months)
            return When(add_months(base, int(months)) + round(rest * 30) * DAY, said="offset")
        days = amount * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return When(base + int(days) * DAY, said="offset")
    except (ValueError, OverflowError):
        return None


PARTS_OF_DAY = {
    "dawn": (0, 6),
    "morning": (5, 12),
    "noon": (11, 13),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "night": (18, 30),
}


def clock(day: date, part: str | None, hour: int, minute: int, literal: bool) -> datetime | None:
    """The instant of a clock time on a day: 下午3点 is 15:00, 晚上12点 the midnight that ends the day.

    A bare 3点 is 15:00: people name office hours. `literal` hours stand as they are (15:30, 03:30, 3 pm).
    """
    later = 0
    if hour == 24:
        hour, later = 0, 1
    elif (part in ("afternoon", "closing", "after_work") and 1 <= hour < 12) or (part == "noon" and 1 <= hour <= 4):
        hour += 12
    elif part in ("evening", "night"):
        if hour == 12 or hour <= (4 if part == "evening" else 5):
            hour, later = hour % 12, 1
        elif hour < 12:
            hour += 12
    elif part == "dawn" and hour == 12:
        hour = 0
    elif part is None and not literal and 1 <= hour <= 6:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    try:
        return datetime(day.year, day.month, day.day, hour, minute) + later * DAY
    except OverflowError:
        return None
