"""Plans by the year, the month and the week (R4): their periods, states and deadlines, and the items in them."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.frozen import frozen
from domain.planning import Half, Reason
from domain.settings import Settings
from domain.staff import Role
from domain.workdays import Workdays

ONE_DAY = timedelta(days=1)


class PlanKind(StrEnum):
    """How long a plan is for (R4.1)."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"


class PlanState(StrEnum):
    """draft → submitted → approved, or sent back and submitted again (R4.3)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class ItemState(StrEnum):
    """What became of an item: done by a record, dropped with a reason, or rolled over into a later plan (R4.4)."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    ROLLED = "rolled"


class Action(StrEnum):
    """What an item is fulfilled by: a visit record, a care record, or its own button."""

    VISIT = "visit"
    CARE = "care"
    TASK = "task"


class Origin(StrEnum):
    """How an item came into the plan: drafted by the bot, put there by somebody, or rolled over."""

    DRAFTED = "drafted"
    MANAGER = "manager"
    ROLLED = "rolled"


@frozen
class Plan:
    """One member's plan of a period that begins on `starts_on`.

    `level` is the role whose word it waits for. `version` grows with every change, so that nobody decides on what they
    have not seen. `drafted_at` is None while only what the manager said is in it; `shortfall` are the clients whose
    visits the days did not suffice for. `summary_at` is when the summary of the period was submitted (R4.4).
    """

    id: int
    staff_id: int
    kind: PlanKind
    starts_on: date
    state: PlanState = PlanState.DRAFT
    level: Role | None = None
    version: int = 0
    drafted_at: datetime | None = None
    submitted_at: datetime | None = None
    late: bool = False
    decided_by: int | None = None
    decided_at: datetime | None = None
    comment: str | None = None
    shortfall: tuple[int, ...] = ()
    summary_at: datetime | None = None
    summary_words: str | None = None

    @property
    def ends_on(self) -> date:
        """The last day of its period."""
        return period_end(self.kind, self.starts_on)


@frozen
class Item:
    """One thing planned for a day; `planned_at` (aware UTC) where an hour was said, `half` the half-day if any.

    `moment` is the kind of its care moment, `step` and `contract` say what its next step and contract are.
    `reasons` say why it is there, the main one first; `text` are the manager's own words. `edited_by` is who last
    changed it, where that was not the plan's owner. `not_done` says why an item was dropped or rolled over.
    """

    id: int
    plan_id: int
    staff_id: int
    planned_on: date
    action: Action = Action.VISIT
    client_id: int | None = None
    client: str | None = None
    client_class: str | None = None
    person_id: int | None = None
    person: str | None = None
    half: Half | None = None
    planned_at: datetime | None = None
    text: str | None = None
    reasons: tuple[Reason, ...] = ()
    origin: Origin = Origin.DRAFTED
    state: ItemState = ItemState.OPEN
    occurrence_id: int | None = None
    step_id: int | None = None
    contract_id: int | None = None
    note_id: int | None = None
    visit_id: int | None = None
    care_id: int | None = None
    done_on: date | None = None
    not_done: str | None = None
    rolled_to: int | None = None
    edited_by: int | None = None
    moment: str | None = None
    moment_name: str | None = None
    step: str | None = None
    contract: str | None = None

    @property
    def drafted(self) -> bool:
        """Whether the bot drafted it, though its manager may have put it on another day since."""
        moved = self.origin is Origin.MANAGER and self.note_id is None and not self.text and bool(self.reasons)
        return self.origin is Origin.DRAFTED or moved


def period_start(kind: PlanKind, day: date) -> date:
    """The first day of the period that a day lies in: a Monday, the first of a month or of January."""
    match kind:
        case PlanKind.WEEK:
            return day - day.weekday() * ONE_DAY
        case PlanKind.MONTH:
            return day.replace(day=1)
        case PlanKind.YEAR:
            return day.replace(month=1, day=1)


def period_end(kind: PlanKind, starts_on: date) -> date:
    """The last day of the period that begins on a day."""
    return next_start(kind, starts_on) - ONE_DAY


def next_start(kind: PlanKind, starts_on: date) -> date:
    """When the period after this one begins."""
    match kind:
        case PlanKind.WEEK:
            return starts_on + 7 * ONE_DAY
        case PlanKind.MONTH:
            return (starts_on.replace(day=28) + 4 * ONE_DAY).replace(day=1)
        case PlanKind.YEAR:
            return starts_on.replace(year=starts_on.year + 1)


def due_on(kind: PlanKind, starts_on: date, settings: Settings, workdays: Workdays) -> date:
    """The day by which a plan is to be submitted (R4.2): the last working day before the month, Friday (or the last
    working day before it) before the week."""
    if kind is PlanKind.WEEK:
        friday = starts_on - 7 * ONE_DAY + settings.plan_week_due_weekday * ONE_DAY
        return workdays.on_or_before(friday)
    return workdays.on_or_before(starts_on - ONE_DAY)


def summary_on(kind: PlanKind, starts_on: date, workdays: Workdays) -> date:
    """The day on which the summary of a period is asked for (R4.4): its last working day, a make-up day too."""
    end = period_end(kind, starts_on)
    found = workdays.on_or_before(end)
    return found if found >= starts_on else end


def levels_of(kind: PlanKind, settings: Settings) -> tuple[Role, ...]:
    """The levels of approval of a kind of plan, in their order (R4.3, R0.5)."""
    if kind is PlanKind.WEEK:
        return tuple(Role(each) for each in settings.plan_week_levels)
    return tuple(Role(each) for each in settings.plan_month_levels)


class Stage(StrEnum):
    """What the clock says of a period, in its order (R4.2, R4.4)."""

    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"
    MISSING = "missing"
    SUMMARY = "summary"


def stages(kind: PlanKind, starts_on: date, settings: Settings, workdays: Workdays) -> list[tuple[Stage, date, time]]:
    """When each stage of a period comes: day and hour in the organisation's zone, in the order of `Stage`."""
    due = due_on(kind, starts_on, settings, workdays)
    hour = settings.plan_due_at
    before = workdays.on_or_before(due - ONE_DAY)
    earlier = hour.replace(hour=max(hour.hour - settings.plan_remind_hours, settings.quiet_until.hour))
    return [
        (Stage.DAY_BEFORE, before, hour),
        (Stage.HOURS_BEFORE, due, earlier),
        (Stage.MISSING, due, hour),
        (Stage.SUMMARY, summary_on(kind, starts_on, workdays), settings.plan_summary_at),
    ]
