"""/plan: one's own plan of the week, the month or the year; it is one message that is edited in place (R4.2)."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from domain.clients import ClientClass
from domain.plans import PlanKind, PlanState, next_start, period_start
from domain.staff import LEADING
from handlers.context import Context
from handlers.plan_card import card, heading, periods, told_approvers
from handlers.plans import team
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma
from locales.markup import Markup, join
from services import approvals, plan_approval, plan_drafts, plans
from services.plans import Shown
from storage import plans as records

NOUN = "plans"
ONE_DAY = timedelta(days=1)
THURSDAY = 3
_WORDS = {
    PlanKind.YEAR: ("year", "年"),
    PlanKind.MONTH: ("month", "月"),
}


def show(c: Context) -> Reply:
    """/plan: one's own, that of whom one assists; who leads sees how far everybody is."""
    return named(c, c.turn.argument)


def named(c: Context, words: str) -> Reply:
    """The plan that some words mean, as /plan shows it."""
    if c.actor.role in LEADING or c.actor.role in approvals.RANKS:
        return team.overview(c)
    whose = plans.planners(c.tx, c.actor)
    if not whose:
        return Reply([c.say("plans.nobody_to_plan_for")])
    kind, start = _asked(c, words)
    if len(whose) > 1:
        data = {"kind": kind.value, "start": start.isoformat()}
        rows = [[Button(one.name, "plans.open", {**data, "staff": one.id})] for one in whose]
        return Reply([c.say("plans.whose", [*rows, [c.button("common.close", "common.close")]])])
    return _open(c, whose[0].id, kind, start)


def _asked(c: Context, said: str) -> tuple[PlanKind, date]:
    """Which plan is meant: what the words say, else the week that is to be planned now."""
    said = said.lower()
    ahead = any(word in said for word in ("next", "下"))
    for kind, words in _WORDS.items():
        if any(word in said for word in words):
            start = period_start(kind, c.today)
            return kind, next_start(kind, start) if ahead or "明" in said else start
    monday = period_start(PlanKind.WEEK, c.today)
    following = monday + 7 * ONE_DAY
    known = records.of_period(c.tx, c.actor.id, PlanKind.WEEK, following)
    open_yet = known is None or known.state in (PlanState.DRAFT, PlanState.SENT_BACK)
    unsaid = not said and c.today.weekday() >= THURSDAY and open_yet
    return PlanKind.WEEK, following if ahead or unsaid else monday


def open_(c: Context) -> Reply:
    """A period pressed: the plan of it, drafted where it is one's own and new."""
    kind = PlanKind(str(c.data["kind"]))
    return _open(c, int(c.data["staff"]), kind, date.fromisoformat(str(c.data["start"])))


def _open(c: Context, staff_id: int, kind: PlanKind, start: date) -> Reply:
    whole = plan_drafts.open_plan(c.tx, c.actor, staff_id, kind, start, c.now)
    return Reply([_shown(c, whole)], ends=_own_draft(c))


def _shown(c: Context, whole: Shown) -> Message:
    return year_card(c, whole) if whole.plan.kind is PlanKind.YEAR else card(c, whole)


def _own_draft(c: Context) -> Any:
    return c.draft if c.draft and c.draft.noun == NOUN else None


def turn(c: Context) -> Reply:
    """A day pressed: the plan opened there."""
    whole = plans.load(c.tx, c.actor, int(c.data["plan"]))
    on = date.fromisoformat(str(c.data["on"])) if "on" in c.data else None
    week = bool(c.data["week"]) if "week" in c.data else None
    return Reply([card(c, whole, on, offset=int(c.data.get("offset", 0)), week=week)], ends=_own_draft(c))


def redraft(c: Context) -> Reply:
    """Drafted anew: what one put in or took out stays so."""
    whole = plan_drafts.draft(c.tx, c.actor, int(c.data["plan"]), c.now)
    return Reply([_shown(c, whole)], toast=c.words.plain("plans.redrafted"))


def submit(c: Context) -> Reply:
    """Handed in: whoever decides hears of it at once."""
    whole = plan_approval.submit(c.tx, c.actor, int(c.data["plan"]), c.now)
    names = comma(c, [one.name for one in whole.approvers])
    return Reply([card(c, whole, lead=c.t("plans.submitted", names=names)), *told_approvers(c, whole)])


def take_back(c: Context) -> Reply:
    """Taken back before anybody decided."""
    whole = plan_approval.take_back(c.tx, c.actor, int(c.data["plan"]), c.now)
    return Reply([card(c, whole, lead=c.t("plans.taken_back"))])


def year_card(c: Context, whole: Shown) -> Message:
    """The plan of a year: visits by class and month, and how many of them are done."""
    found: Counter[tuple[str, int]] = Counter()
    held: dict[str, set[int]] = {}
    for one in whole.items:
        class_ = one.client_class or ""
        found[class_, one.planned_on.month] += 1
        held.setdefault(class_, set()).add(one.client_id or 0)
    classes = [each for each in (*ClientClass, "") if each in held]
    lines: list[str] = [*heading(c, whole), ""]
    for class_ in classes:
        name = c.words.plain(f"visits.class_{class_}") if class_ else c.words.plain("plans.no_class")
        total = sum(n for (each, _), n in found.items() if each == class_)
        lines.append(c.t("plans.year_class", name=name, clients=len(held[class_]), n=total))
    lines += ["", _table(c, classes, found), "", c.t("plans.year_why")]
    rows = [periods(c, whole.owner, whole.plan)]
    if whole.own:
        rows.insert(0, [c.button("plans.redraft", "plans.redraft", plan=whole.plan.id)])
    return Message(join([Markup(each) for each in lines]), rows)


def _table(c: Context, classes: list[str], found: Counter[tuple[str, int]]) -> str:
    """Months by classes, in letters of one width."""
    short = [_column(each) for each in classes]
    head = "   " + "".join(f"{each:>5}" for each in short)
    months = [f"{month:>2} " + "".join(f"{found[each, month] or '·':>5}" for each in classes) for month in range(1, 13)]
    return Markup("<pre>" + "\n".join([head, *months]) + "</pre>")


def _column(class_: str) -> str:
    return {"diamond": "♦", "gold": "★", "": "–"}.get(class_, class_)
