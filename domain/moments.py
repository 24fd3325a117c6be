"""Care moments (R3.1): on which day each comes round, and when it is nudged (R3.4, R1.5)."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.clients import ClientClass
from domain.frozen import frozen
from domain.holidays import Nth, Term
from domain.persons import Birthday, BirthdayType, Occurrence, next_birthday
from domain.settings import Leads, Settings
from domain.workdays import Workdays

ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What kind of moment it is. The end of a contract is one too, with days of its own (R1.5)."""

    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"
    ANNIVERSARY = "anniversary"
    CONTRACT_END = "contract_end"
    EVENT = "event"
    OTHER = "other"


@frozen
class Once:
    """One day that does not come again."""

    on: date


Rule = Birthday | Nth | Term | Once
"""When a moment falls. What comes round every year on a day of a calendar is reckoned as birthdays are."""


def rule_text(rule: Rule) -> str:
    """A rule as its column keeps it: `solar 1969-11-02`, `lunar --08-15`, `nth 5-2-6` (second Sunday of May),
    `term 6` (清明), `once 2026-09-30`."""
    match rule:
        case Birthday():
            return f"{rule.type} {rule}"
        case Nth():
            return f"nth {rule.month}-{rule.nth}-{rule.weekday}"
        case Term():
            return f"term {rule.index}"
        case Once():
            return f"once {rule.on.isoformat()}"


def rule_of(text: str) -> Rule:
    """The rule that a column holds. Raises ValueError for a text that is none."""
    kind, _, rest = text.partition(" ")
    match kind:
        case "nth":
            return Nth(*map(int, rest.split("-")))
        case "term":
            return Term(int(rest))
        case "once":
            return Once(date.fromisoformat(rest))
        case _:
            return Birthday.parse(rest, BirthdayType(kind))


def next_day(rule: Rule, today: date, settings: Settings) -> Occurrence | None:
    """The next day it falls on, today included, with the years reached then where its first year is known (R3.4).

    None where it does not come again, or beyond the lunar calendar's end in 2100.
    """
    match rule:
        case Birthday():
            return next_birthday(rule, today, settings.leap_day_birthday)
        case Once():
            return Occurrence(rule.on, None) if rule.on >= today else None
        case _:
            days = (rule.on(year) for year in (today.year, today.year + 1))
            return next((Occurrence(day, None) for day in days if day is not None and day >= today), None)


def care_leads(class_: ClientClass | str | None, settings: Settings) -> Leads:
    """How many days ahead a care moment of a client of this class is nudged, the day itself (0) included (R3.4)."""
    leads = settings.care_lead_days
    return (*leads.get(class_ or "", leads.get("", ())), 0)


def all_care_leads(settings: Settings) -> Leads:
    """How many days ahead any client's care moments are nudged, the day itself (0) included."""
    return tuple(sorted({0, *(day for leads in settings.care_lead_days.values() for day in leads)}, reverse=True))


@frozen
class Planned:
    """One nudge: of the rule "so many days ahead", at an instant (aware UTC)."""

    lead: int
    at: datetime


@frozen
class Pointer:
    """What comes next of a moment: the day it falls on, and the instant of its next nudge (aware UTC)."""

    on: date
    nudge_at: datetime


@frozen
class Timetable:
    """When an organisation is nudged: its settings, its working days and its time zone."""

    settings: Settings
    workdays: Workdays
    zone: ZoneInfo

    def day(self, now: datetime) -> date:
        """The day it is at an instant."""
        return now.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """The instant of an hour of a day; one that a change of the clocks leaves out is moved by the change."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def quiet(self, now: datetime) -> bool:
        """Whether nothing is said at this instant of the bot's own accord (R3.4)."""
        return not self.settings.quiet_until <= now.astimezone(self.zone).time() < self.settings.quiet_from

    def audible_at(self, now: datetime) -> datetime:
        """From when on something may be said to somebody who does not wait for it: now, or the end of quiet hours."""
        if not self.quiet(now):
            return now
        ends = self.at(self.day(now), self.settings.quiet_until)
        return ends if ends > now else self.at(self.day(now) + ONE_DAY, self.settings.quiet_until)

    def planned(self, on: date, leads: Leads) -> list[Planned]:
        """The nudges of a moment in the order they come, the nearest to the day last among those of one instant.

        The ones ahead come on the last working day up to theirs, the one of the day on the day, later on days off.
        """
        return sorted((self._planned(on, lead) for lead in set(leads)), key=lambda each: (each.at, -each.lead))

    def _planned(self, on: date, lead: int) -> Planned:
        if lead:
            return Planned(lead, self.at(self.workdays.on_or_before(on - lead * ONE_DAY), self.settings.nudge_at))
        works = self.workdays.works(on)
        return Planned(0, self.at(on, self.settings.nudge_at if works else self.settings.nudge_on_days_off_at))

    def first(self, rule: Rule, leads: Leads, now: datetime, *, since: date | None = None) -> Pointer | None:
        """The first nudge of a moment at or after `now`, of the days it falls on from `since` (today) on."""
        found = next_day(rule, since or self.day(now), self.settings)
        while found is not None:
            ahead = [each.at for each in self.planned(found.on, leads) if each.at >= now]
            if ahead:
                return Pointer(found.on, ahead[0])
            found = next_day(rule, found.on + ONE_DAY, self.settings)
        return None

    def first_for_new(self, rule: Rule, leads: Leads, now: datetime) -> Pointer | None:
        """The first nudge of a moment that has just become known: at once where its time has passed but its day has
        not, so that what was entered late is not missed."""
        found = next_day(rule, self.day(now), self.settings)
        if found is not None and any(each.at < now for each in self.planned(found.on, leads)):
            return Pointer(found.on, now)
        return self.first(rule, leads, now)
