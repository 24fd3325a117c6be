"""Every number the rules call *default*, as settings of the organisation; the rules read them from here."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

ApprovingRole = Literal["leader", "supervisor", "branch_manager", "deputy_director", "director"]
"""Roles that a request may go to, named as in `domain.staff`, which reads these settings."""

Leads = tuple[int, ...]
"""Days ahead on which something is nudged, the earliest first."""


class MeetingSettings(BaseModel):
    """How a team holds one kind of meeting (R5). `at` is when it begins, `on` the weekday it wants (0 is Monday).

    `led_by`: the members in turn, the leader, or the supervisor.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    held: bool = True
    at: time
    on: int | None = Field(default=None, ge=0, le=6)
    minutes: int = Field(ge=5, le=480)
    led_by: Literal["turn", "leader", "supervisor"]


_MEETINGS = {
    "stand_up": MeetingSettings(at=time(8, 30), minutes=20, led_by="turn"),
    "weekly": MeetingSettings(at=time(9), on=0, minutes=60, led_by="turn"),
    "monthly": MeetingSettings(at=time(15), minutes=90, led_by="supervisor"),
    "training": MeetingSettings(held=False, at=time(16), on=2, minutes=60, led_by="supervisor"),
    "quarterly": MeetingSettings(at=time(10), on=3, minutes=90, led_by="supervisor"),
}


class Settings(BaseModel):
    """What an organisation may change; days and hours in its own time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    managers_per_group: int = Field(8, ge=1)
    """More managers than this in one group warns (R0.1)."""

    late_after_days: int = Field(7, ge=0)
    """A record entered more days than this after the visit is marked late (R2.4)."""

    visit_every_days: dict[str, int] = {"A": 15, "B": 30, "C": 90, "diamond": 30, "gold": 90, "": 365}
    """The longest time between two visits per class; "" is a client with no class (R2.5)."""

    invite_valid_hours: int = Field(72, ge=1)
    """How long a one-time invitation can be used."""

    calendar: Literal["mainland", "weekdays"] = "mainland"
    """Whose working days hold (R5.1): the mainland's with its make-up days, or Monday to Friday."""

    care_lead_days: dict[str, Leads] = {"A": (7, 3), "diamond": (7, 3), "gold": (7, 3), "": (3,)}
    """How many days ahead a care moment is nudged per class, besides the day itself; "" is every other (R3.4)."""

    contract_lead_days: Leads = (60, 30, 7)
    """How many days ahead the end of a contract is nudged (R1.5)."""

    nudge_at: time = time(8, 30)
    """When nudges come, and the morning message (R3.4)."""

    nudge_on_days_off_at: time = time(9, 30)
    """When the nudge of the day itself comes on a day off (R3.4)."""

    quiet_from: time = time(21)
    """From then on nothing is said of the bot's own accord (R3.4)."""

    quiet_until: time = time(8)
    """Until then nothing is said of the bot's own accord (R3.4)."""

    tonight_at: time = time(19, 30)
    """When a nudge put off to tonight comes again (R3.4)."""

    evening_at: time = time(19)
    """When the moments of the day that are still open are named."""

    gift_leader_limit: int = Field(300, ge=0)
    """Up to this value, in whole units of the currency, a leader approves a gift; above it a supervisor (R3.7)."""

    gift_yearly_cap: int = Field(500, ge=0)
    """The most that one person is given in a calendar year, in whole units of the currency (R3.7)."""

    leap_day_birthday: Literal["02-28", "03-01"] = "02-28"
    """Where a birthday of 29 February falls in other years (R3.4)."""

    visits_per_day: int = Field(5, ge=1)
    """The most visits that are planned for one day (R4.6)."""

    visits_before_noon: int = Field(2, ge=0)
    """The most of them before noon (R4.6)."""

    office_forenoon: tuple[time, time] = (time(9), time(12))
    """The clients' office hours before noon: visits are planned within them (R2.6)."""

    office_afternoon: tuple[time, time] = (time(14, 30), time(17, 30))
    """The clients' office hours after noon (R2.6)."""

    brief_minutes: int = Field(60, ge=0, le=720)
    """How long before a planned visit its brief comes (R2.7)."""

    visit_question_at: time = time(19)
    """When a planned visit without a record is asked about, on its evening and on the next (R2.4)."""

    plan_month_levels: tuple[ApprovingRole, ...] = ("supervisor",)
    """Who approves a plan of the month, level by level (R4.3, R0.5)."""

    plan_week_levels: tuple[ApprovingRole, ...] = ("leader",)
    """Who approves a plan of the week, level by level (R4.3, R0.5)."""

    plan_week_due_weekday: int = Field(4, ge=0, le=6)
    """On which day of the week before (0 is Monday) the plan of the week is due (R4.2)."""

    plan_due_at: time = time(17)
    """By which hour of its day a plan is due (R4.2)."""

    plan_remind_hours: int = Field(2, ge=1, le=8)
    """So many hours before that, and a day before it, those are reminded who have not submitted (R4.2)."""

    plan_summary_at: time = time(16, 30)
    """When the summary of the week or the month is asked for, on its last working day (R4.4)."""

    digest_daily_at: time = time(18)
    """When the daily digest comes, on working days (R6.1)."""

    digest_weekly_at: time = time(17, 30)
    """When the weekly digest comes (R6.2)."""

    digest_weekly_on: int = Field(4, ge=0, le=6)
    """On which day of the week (0 is Monday) the weekly digest comes; on the working day before where it is off."""

    digest_monthly_at: time = time(9)
    """When the monthly digest comes, on the first working day of the month (R6.2)."""

    digest_service_at: time = time(9)
    """When the service brief of the month before comes (R6.2)."""

    digest_service_on: int = Field(15, ge=10, le=28)
    """By which day of the month it comes; on the working day before where that is off."""

    meetings: dict[str, MeetingSettings] = _MEETINGS
    """When and how each kind of meeting is held (R5); trainings are held once a team has set them."""

    stand_up_ask_minutes: int = Field(30, ge=5, le=180)
    """How long before a stand-up its questions come (R5.2)."""

    stand_up_latest_minutes: int = Field(30, ge=0)
    """A stand-up later than this, after a stop, is left out."""

    agenda_minutes: int = Field(15, ge=0, le=1440)
    """How long before a meeting its agenda is written to the team (R5.3)."""

    minutes_within_hours: int = Field(2, ge=1)
    """How long after a meeting its minutes are to be published (R5.3)."""

    decision_owner_hours: int = Field(24, ge=1)
    """How long after a meeting every decision is to have an owner (R5.4)."""

    referral_hours: int = Field(24, ge=1)
    """So many hours after a question beyond a manager's authority was put, or answered, whoever it waits for is
    reminded on a working day (R2.8), and every so many hours again."""

    def overridden_by(self, own: Mapping[str, Any]) -> "Settings":
        """These settings with those that a team has otherwise, as JSON values, laid over them (R0, R5).

        Raises pydantic's ValidationError for what cannot be.
        """
        return Settings.model_validate(merged(self.model_dump(mode="json"), own)) if own else self

    @model_validator(mode="after")
    def _nothing_in_quiet_hours(self) -> "Settings":
        spoken = (
            "nudge_at",
            "nudge_on_days_off_at",
            "tonight_at",
            "evening_at",
            "visit_question_at",
            "plan_due_at",
            "plan_summary_at",
            "digest_daily_at",
            "digest_weekly_at",
            "digest_monthly_at",
            "digest_service_at",
        )
        for name in spoken:
            if not self.quiet_until <= getattr(self, name) < self.quiet_from:
                raise ValueError(f"{name} lies between {self.quiet_from:%H:%M} and {self.quiet_until:%H:%M}")
        for kind, rule in self.meetings.items():
            if not self.quiet_until <= rule.at < self.quiet_from:
                raise ValueError(f"{kind} lies between {self.quiet_from:%H:%M} and {self.quiet_until:%H:%M}")
        return self


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two sets of settings as JSON values, the second over the first; what is nested is merged likewise."""
    found = dict(under)
    for name, value in over.items():
        below = found.get(name)
        found[name] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return found
