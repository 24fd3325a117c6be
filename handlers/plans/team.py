"""How far everybody is with their plans (R4.2, R4.3): who has handed in, who has not, what waits for one's word."""

from datetime import date, timedelta

from domain.plans import PlanKind, PlanState, period_start
from domain.staff import LEADING
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.plan_card import card, period, state
from handlers.turn import Button, Message, Reply
from locales.format import month
from locales.markup import Markup, join
from services import plan_approval, plans
from services.plan_approval import Standing

ONE_DAY = timedelta(days=1)
FRIDAY = 4
_SIGNS = {PlanState.APPROVED: "✅", PlanState.SUBMITTED: "🕓", PlanState.SENT_BACK: "↩️", PlanState.DRAFT: "✍️"}


def overview(c: Context) -> Reply:
    """Everybody's plans of a period; who leads no group sees what waits for their word."""
    kind = PlanKind(str(c.data.get("kind", PlanKind.WEEK)))
    start = date.fromisoformat(str(c.data["start"])) if "start" in c.data else _start(c)
    offset = int(c.data.get("offset", 0))
    rows: list[list[Button]] = []
    lines: list[str] = []
    if c.actor.role in LEADING:
        everybody = plan_approval.team(c.tx, c.actor, kind, start)
        lines += _lines(c, kind, start, everybody)
        shown = everybody[offset : offset + PAGE]
        lines += [_line(c, one) for one in shown]
        data = {"kind": kind.value, "start": start.isoformat()}
        rows += [[Button(one.member.name, "plans.open", {**data, "staff": one.member.id})] for one in shown if one.plan]
        rows.append(turning(c, "plans.team", offset, len(everybody), **data))
    waiting = len(plan_approval.to_decide(c.tx, c.actor))
    if waiting:
        rows.append([Button(c.words.plain("plans.waiting", n=waiting), "plans.waiting")])
    if not lines:
        lines.append(c.t("plans.waiting_heading", n=waiting) if waiting else c.t("plans.waiting_none"))
    if c.actor.role in LEADING:
        rows += [_periods(c)]
        rows += [
            [c.button("plans.my_own", "plans.open", kind="week", start=_start(c).isoformat(), staff=one.id)]
            for one in plans.planners(c.tx, c.actor)
        ]
    rows.append([c.button("common.close", "common.close")])
    ends = c.draft if c.draft and c.draft.noun == "plans" else None
    return Reply([Message(join([Markup(each) for each in lines]), [row for row in rows if row])], ends=ends)


def _start(c: Context) -> date:
    """The week that is spoken of now: from Friday on the next one."""
    monday = period_start(PlanKind.WEEK, c.today)
    return monday + 7 * ONE_DAY if c.today.weekday() >= FRIDAY else monday


def _lines(c: Context, kind: PlanKind, start: date, everybody: list[Standing]) -> list[str]:
    name = period(c, plans.blank(kind, start))
    if not everybody:
        return [c.t("plans.team_empty", period=name)]
    done = sum(one.submitted for one in everybody)
    return [c.t("plans.team_heading", period=name, done=done, n=len(everybody)), ""]


def _line(c: Context, one: Standing) -> str:
    if one.plan is None:
        return c.t("plans.team_line", sign="⬜", name=one.member.name, how=c.words.plain("plans.not_begun"))
    how = state(c, one.plan) + (c.words.plain("plans.late_mark") if one.plan.late else "")
    return c.t("plans.team_line_n", sign=_SIGNS[one.plan.state], name=one.member.name, how=how, n=one.items)


def _periods(c: Context) -> list[Button]:
    monday = period_start(PlanKind.WEEK, c.today)
    first = c.today.replace(day=1)
    following = period_start(PlanKind.MONTH, first + 31 * ONE_DAY)
    return [
        Button(
            c.words.plain(key, month=month(start, c.today, c.words.language)),
            "plans.team",
            {"kind": kind.value, "start": start.isoformat()},
        )
        for key, kind, start in (
            ("plans.this_week", PlanKind.WEEK, monday),
            ("plans.next_week", PlanKind.WEEK, monday + 7 * ONE_DAY),
            ("plans.this_month", PlanKind.MONTH, first),
            ("plans.next_month", PlanKind.MONTH, following),
        )
    ]


def waiting(c: Context) -> Reply:
    """The plans that wait for one's word; a single one is opened at once."""
    offset = int(c.data.get("offset", 0))
    found = plan_approval.to_decide(c.tx, c.actor)
    if len(found) == 1:
        return Reply([card(c, found[0])])
    shown = found[offset : offset + PAGE]
    rows = [[Button(f"{one.owner.name} · {period(c, one.plan)}", "plans.day", {"plan": one.plan.id})] for one in shown]
    rows.append(turning(c, "plans.waiting", offset, len(found)))
    rows.append([c.button("common.back", "plans.team")])
    key = "plans.waiting_heading" if found else "plans.waiting_none"
    return Reply([c.say(key, [row for row in rows if row], n=len(found))])
