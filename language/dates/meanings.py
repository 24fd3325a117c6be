"""What each way of naming a day means: from the values of its pieces to the day or stretch of days. See `grammar`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain import lunar
from language.dates import reckoning
from language.dates.reckoning import DAY, Frame, When

Said = dict[str, Any]


Rule = Callable[[Said, Frame], When | None]


def said_year(said: Said, frame: Frame) -> int | None:
    """The year that was said, absolute or from this one; None without."""
    if "year_abs" in said:
        value = said["year_abs"]
        return value if isinstance(value, int) else reckoning.short_year(frame, value[1])
    return frame.today.year + said["year"] if "year" in said else None


def full_date(said: Said, frame: Frame) -> When | None:
    year, month, day = said["fulldate"]
    if isinstance(year, tuple):
        year = reckoning.short_year(frame, year[1])
    return reckoning.month_day(frame, month, day, year if year is not None else said_year(said, frame))


def month_day(said: Said, frame: Frame) -> When | None:
    number = said.get("month") or said["emonth"]
    day = next(said[k] for k in ("mday", "num", "ord", "counted") if k in said)
    return reckoning.month_day(frame, number, day, english_year(said, frame)) if day else None


def english_year(said: Said, frame: Frame) -> int | None:
    year = said_year(said, frame)
    return year if year is not None else said.get("year_num")


def ordinary_month(said: Said, frame: Frame) -> When:
    if "rmonth" in said:
        first = reckoning.add_months(frame.today.replace(day=1), said["rmonth"])
        return reckoning.month(first.year, first.month)
    number = said.get("month") or said["emonth"]
    if "next" in said:
        lean = {1: "future", -1: "past"}.get(said["next"])
        this = reckoning.month(frame.today.year, number)
        step = (this.start <= frame.today and said["next"] == 1) - (
            (this.end or this.start) >= frame.today and said["next"] == -1
        )
        return reckoning.month(frame.today.year + (step if lean else 0), number)
    return reckoning.whole_month(frame, number, english_year(said, frame))


def relative_month_day(said: Said, frame: Frame) -> When | None:
    first = ordinary_month(said, frame).start
    day = next(said[k] for k in ("mday", "num", "ord", "counted") if k in said)
    found = reckoning.day_of(first.year, first.month, day)
    return When(found) if found else None


def edge_of_month(said: Said, frame: Frame) -> When:
    which = said.get("edge") or said.get("month_edge") or said["edge_of"]
    return reckoning.edge(ordinary_month(said, frame), which)


def month_edge(said: Said, frame: Frame) -> When:
    first = frame.today.replace(day=1)
    found = reckoning.edge(reckoning.month(first.year, first.month), said["month_edge"])
    if frame.prefer == "past" and found.start > frame.today and said["month_edge"] == "end":
        earlier = reckoning.add_months(first, -1)
        found = reckoning.edge(reckoning.month(earlier.year, earlier.month), said["month_edge"])
    elif frame.prefer == "future" and (found.end or found.start) < frame.today:
        later = reckoning.add_months(first, 1)
        found = reckoning.edge(reckoning.month(later.year, later.month), said["month_edge"])
    return found


def half_month(said: Said, frame: Frame) -> When:
    whole = ordinary_month(said if {"month", "rmonth"} & said.keys() else {**said, "rmonth": 0}, frame)
    middle = whole.start + 14 * DAY
    if said["halfmonth"] == 0:
        return When(whole.start, middle, "day")
    return When(middle + DAY, whole.end, "day")


def quarter(said: Said, frame: Frame) -> When:
    today = frame.today
    this = (today.month + 2) // 3
    if "rquarter" in said:
        whole = reckoning.quarter(today.year, this + said["rquarter"])
    elif "quarter" in said:
        year = english_year(said, frame)
        if year is None:
            year = frame.prior.start.year if frame.prior else today.year
            year += frame.prior is None and frame.prefer == "future" and said["quarter"] < this
            year -= frame.prior is None and frame.prefer == "past" and said["quarter"] > this
        whole = reckoning.quarter(year, said["quarter"])
    else:
        whole = reckoning.quarter(today.year, this)
    which = said.get("edge") or said.get("quarter_edge") or said.get("edge_of")
    return reckoning.edge(whole, which) if which else whole


def half_year(said: Said, frame: Frame) -> When:
    year = english_year(said, frame) or frame.today.year
    if said["half"] == 0:
        return When(date(year, 1, 1), date(year, 6, 30), "year")
    return When(date(year, 7, 1), date(year, 12, 31), "year")


def whole_year(said: Said, frame: Frame) -> When:
    whole = reckoning.year(said_year(said, frame) or frame.today.year)
    which = said.get("edge") or said.get("year_edge") or said.get("edge_of")
    return reckoning.edge(whole, which) if which else whole


def weekday(said: Said, frame: Frame) -> When:
    steps = said.get("week")
    if "next" in said:
        steps = said["next"]
    if steps in ("coming", "gone"):
        found = reckoning.weekday(Frame(frame.now, "future" if steps == "coming" else "past"), said["weekday"], None)
        found.explicit = True
        return found
    return reckoning.weekday(frame, said["weekday"], steps)


def weekend(said: Said, frame: Frame) -> When:
    steps = said.get("week", said.get("next"))
    return reckoning.weekend(frame, 0 if steps == "coming" else -1 if steps == "gone" else steps)


def whole_week(said: Said, frame: Frame) -> When:
    return reckoning.week(frame.today, said["week"])


def week_edge(said: Said, frame: Frame) -> When:
    steps = said.get("week", 1 if "week_edge_next" in said else 0)
    which = said.get("week_edge") or said.get("week_edge_next") or said.get("edge_of") or said["edge"]
    whole = reckoning.week(frame.today, steps)
    return When(whole.start + 4 * DAY) if which == "end" else reckoning.edge(whole, which)


def remaining(said: Said, frame: Frame) -> When:
    today = frame.today
    stretch = {
        "week": reckoning.week(today),
        "month": reckoning.month(today.year, today.month),
        "year": reckoning.year(today.year),
    }[said["remaining"]]
    return When(today, stretch.end, "day")


def relative_day(said: Said, frame: Frame) -> When:
    return When(frame.today + said["day"] * DAY, said="relative")


def relative_days(said: Said, frame: Frame) -> When:
    first, last = said["span_days"]
    return When(frame.today + first * DAY, frame.today + last * DAY)


def vague_days(said: Said, frame: Frame) -> When:
    first, last = said["vague"]
    return When(frame.today + first * DAY, frame.today + last * DAY if last > first else None, explicit=False)


def day_of_month(said: Said, frame: Frame) -> When | None:
    return reckoning.day_of_month(frame, said["mday"] if "mday" in said else said["ord"])


def lunar_date(said: Said, frame: Frame) -> When | None:
    leap = "leap_month" in said
    month = next(said[k] for k in ("leap_month", "lmonth", "month") if k in said)
    day = next((said[k] for k in ("lday", "mday", "num", "counted") if k in said), None)
    return reckoning.lunar_day(frame, month, day, leap, said_year(said, frame)) if day else None


def lunar_day_only(said: Said, frame: Frame) -> When | None:
    """初八 alone: around the new year of the first month, else of the lunar month that is running."""
    today = lunar.to_lunar(frame.today)
    if today is None:
        return None
    number = said["lday"] if "lday" in said else said["num"]
    if number == 15 or "lunar" not in said:
        near = reckoning.lunar_day(frame, 1, number, False, None)
        if near is not None and abs((near.start - frame.today).days) <= 60:
            return near
    months = [(today.year, today.month), (today.year + today.month // 12, today.month % 12 + 1)]
    found = [day for y, m in months if (day := lunar.to_solar(y, m, number))]
    if frame.prefer == "future":
        found = [day for day in found if day >= frame.today]
    return When(found[0], explicit=False, said="lunar") if found else None


def lunar_month(said: Said, frame: Frame) -> When | None:
    leap = "leap_month" in said
    month = next(said[k] for k in ("leap_month", "lmonth", "month") if k in said)
    first = reckoning.lunar_day(frame, month, 1, leap, said_year(said, frame))
    if first is None:
        return None
    last = first.start + 28 * DAY
    after = lunar.to_lunar(last + DAY)
    return When(first.start, last + DAY if after and after.day == 30 else last, "month", first.explicit)


def on_holiday(said: Said, frame: Frame) -> When | None:
    if said.get("next") in (1, -1):
        return reckoning.holiday(frame, said["holiday"], frame.today.year + said["next"])
    return reckoning.holiday(frame, said["holiday"], said_year(said, frame))


def day_by_holiday(said: Said, frame: Frame) -> When | None:
    """国庆2号: the day of that number nearest to the holiday; 18号重阳节: the holiday, where it falls on that day."""
    if list(said)[-1] == "holiday":
        return holiday_on(said, frame)
    holiday = on_holiday(said, frame)
    if holiday is None:
        return None
    months = (reckoning.add_months(holiday.start.replace(day=1), step) for step in (-1, 0, 1))
    days = [found for first in months if (found := reckoning.day_of(first.year, first.month, said["mday"]))]
    nearest = min(days, key=lambda day: abs(day - holiday.start), default=None)
    near = nearest is not None and abs(nearest - holiday.start) <= 10 * DAY
    return When(nearest, explicit=True) if nearest is not None and near else None


def holiday_on(said: Said, frame: Frame) -> When | None:
    years = (reckoning.holiday(frame, said["holiday"], frame.today.year + step) for step in (-1, 0, 1))
    days = [found.start for found in years if found is not None and found.start.day == said["mday"]]
    nearest = min(days, key=lambda day: abs(day - frame.today), default=None)
    return When(nearest) if nearest is not None else None


def holiday_break(said: Said, frame: Frame) -> When | None:
    day = on_holiday(said, frame)
    if day is None:
        return None
    first, last = reckoning.break_of(said["holiday"], day.start)
    return When(first, last, "day", day.explicit, said=said["holiday"])


def nearby(said: Said, frame: Frame) -> When | None:
    return reckoning.near_break(frame, said["nearby"], of_new_year=said["nearby_word"].startswith("年"))


def offset(sign: int) -> Rule:
    def rule(said: Said, frame: Frame) -> When | None:
        low, high, unit, vague = said["span"]
        found = reckoning.shift(frame, sign * low, unit)
        if found is None:
            return None
        found.explicit = not vague and high is None
        if high is not None and (other := reckoning.shift(frame, sign * high, unit)) and found.at is None:
            found.start, found.end = min(found.start, other.start), max(found.start, other.start)
        return found

    return rule


def weekday_after(said: Said, frame: Frame) -> When | None:
    found = offset(1)(said, frame)
    return When(reckoning.week(found.start).start + said["weekday"] * DAY) if found else None


def within(said: Said, frame: Frame) -> When | None:
    low, high, unit, vague = said["span"]
    found = reckoning.shift(frame, high or low, unit)
    if found is None:
        return None
    if found.at is not None:
        return When(found.start, None, "minute", not vague, at=found.at, said="within")
    return When(frame.today, found.start, "day", not vague, said="within")


def toward(said: Said, frame: Frame) -> When | None:
    low, _, unit, vague = said["span"]
    found = reckoning.shift(frame, said["toward"] * low, unit)
    if found is None or found.at is not None:
        return None
    first, last = sorted((frame.today, found.start))
    return When(first, last, "day", not vague)


def same_day_of(said: Said, frame: Frame) -> When | None:
    """上个月的今天, 去年今天."""
    months = said.get("rmonth", 12 * said.get("year", 0))
    return When(reckoning.add_months(frame.today, months) + said["day"] * DAY)


def nth(said: Said, frame: Frame) -> When | None:
    """第一个周五, 最后一天, 最后一个工作日, 第二周 of a month, quarter, year or week."""
    outer = said["outer"]
    first, last = outer.start, outer.end or outer.start
    nth = said["ordinal"]
    days = [first + i * DAY for i in range((last - first).days + 1)]
    unit = (
        said.get("unit")
        or (said["span"][2] if "span" in said else None)
        or ("working_day" if "workweek" in said else None)
    )
    if "weekday" in said:
        days = [day for day in days if day.weekday() == said["weekday"]]
    elif unit == "working_day":
        days = [day for day in days if day.weekday() < 5]
    elif unit == "week" or "week_noun" in said:
        mondays = [day for day in days if day.weekday() == 0]
        start = mondays[-1] if nth == -1 else first + 7 * (nth - 1) * DAY
        return When(start, start + 6 * DAY, "week")
    elif unit == "month":
        start = reckoning.add_months(last.replace(day=1), 0) if nth == -1 else reckoning.add_months(first, nth - 1)
        return reckoning.month(start.year, start.month)
    elif "weekend" in said:
        days = [day for day in days if day.weekday() == 5]
    elif unit != "day":
        return None
    try:
        found = days[nth] if nth < 0 else days[nth - 1]
    except IndexError:
        return None
    return When(found, found + DAY if "weekend" in said else None, "day")
