"""The clients' office hours (R2.6): visits belong within them, and are prepared for before they begin (R2.7)."""

from datetime import date, datetime, timedelta

from domain.moments import Timetable
from domain.planning import Half
from domain.settings import Settings
from domain.workdays import Workdays


def outside(at: datetime, settings: Settings, workdays: Workdays) -> bool:
    """Whether a visit at this wall time of the organisation would fall outside office hours, or on a day off (R2.6)."""
    within = (settings.office_forenoon, settings.office_afternoon)
    return not workdays.works(at.date()) or not any(begin <= at.time() < end for begin, end in within)


def begins_at(on: date, half: Half | None, at: datetime | None, settings: Settings, table: Timetable) -> datetime:
    """When a planned visit begins (aware UTC): at its hour, else with its half-day; with the day where neither is."""
    if at is not None:
        return at
    hours = settings.office_afternoon if half is Half.AFTERNOON else settings.office_forenoon
    return table.at(on, hours[0])


def brief_at(on: date, begins: datetime, settings: Settings, table: Timetable) -> datetime:
    """When the brief of a visit comes (R2.7): so long before it, and not before the day's quiet hours are over."""
    return max(begins - timedelta(minutes=settings.brief_minutes), table.at(on, settings.quiet_until))
