"""A plan as a message that is edited in place: its days, its items with their reasons (R4.2). Any noun may show one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from domain.planning import Reason, ReasonCode
from domain.plans import Action, Item, ItemState, Plan, PlanKind, PlanState
from domain.settings import Settings
from domain.staff import Staff
from handlers.context import Context
from handlers.moments import moment_name
from handlers.paging import PAGE, turning
from handlers.telling import as_seen_by
from handlers.turn import Button, Message
from handlers.visit_card import comma, short
from locales.format import day, moment, month, opening, plain_day, span, weekday
from locales.markup import Markup, join
from services import plan_approval, plan_days, plan_notes, plans
from services.notes import Noted
from services.plans import Changed, Shown
from storage import clients, staff

ONE_DAY = timedelta(days=1)
LISTED = 5
"""So many clients are named of those that the days do not suffice for, and so many changes of the approver."""

ROOM = 3000
"""Signs of a week in one message, markup and all, which leaves a quarter of it for the heading."""

Rows = list[list[Button]]

_SIGNS = {ItemState.DONE: "✅ ", ItemState.DROPPED: "✖️ ", ItemState.ROLLED: "↪️ ", ItemState.OPEN: ""}


def card(
    c: Context,
    whole: Shown,
    on: date | None = None,
    *,
    offset: int = 0,
    lead: str | None = None,
    week: bool | None = None,
) -> Message:
    """A plan, opened at a day, or at the whole week of it: without one at the first that has something open, today or
    later. Who is to decide on it, or reads it, sees the week first (R4.3)."""
    week = (on is None and not whole.own) if week is None else week
    on = on or _first_day(c, whole)
    lines: list[str] = [lead, ""] if lead else []
    lines += [*heading(c, whole), ""]
    if week:
        lines += _week(c, whole, on)
        rows = [*_days(c, whole, on, week=True), *_acting(c, whole, on)]
        return Message(join([Markup(each) for each in lines]), [row for row in rows if row])
    of_day = [one for one in whole.items if one.planned_on == on]
    lines.append(c.t("plans.day", day=opening(day(on, c.today, c.words.language)), n=len(of_day)))
    shown = of_day[offset : offset + PAGE]
    lines += [line(c, one, place) for place, one in enumerate(shown, offset + 1)]
    if not of_day:
        lines.append(c.t("plans.day_free"))
    rows = []
    if shown:
        numbers = [(str(place), one) for place, one in enumerate(shown, offset + 1)]
        rows.append([Button(label, "plans.item", {"item": one.id}) for label, one in numbers])
    rows.append(turning(c, "plans.day", offset, len(of_day), plan=whole.plan.id, on=on.isoformat()))
    rows += _days(c, whole, on, week=False)
    rows += _acting(c, whole, on)
    return Message(join([Markup(each) for each in lines]), [row for row in rows if row])


def _week(c: Context, whole: Shown, on: date) -> list[str]:
    """All that stands in a week of a plan, by its days, with the reasons as far as one message has room for them."""
    days = {each: [one for one in whole.items if one.planned_on == each] for each in _week_of(whole.plan, on)}
    for why in (True, False):
        lines: list[str] = []
        for each, items in days.items():
            if items:
                lines += [c.t("plans.day", day=opening(day(each, c.today, c.words.language)), n=len(items))]
                lines += [line(c, one, why=why) for one in items]
        if sum(map(len, lines)) <= ROOM:
            return lines or [c.t("plans.day_free")]
    kept = list(lines)
    while sum(map(len, kept)) > ROOM:
        kept.pop()
    return [*kept, c.t("plans.by_day")]


def _week_of(plan: Plan, on: date) -> list[date]:
    monday = on - on.weekday() * ONE_DAY
    week = [monday + n * ONE_DAY for n in range(7)]
    return [each for each in week if plan.starts_on <= each <= plan.ends_on]


def heading(c: Context, whole: Shown) -> list[str]:
    """Which plan it is, how it stands, what is in it, and what must be known of it."""
    plan = whole.plan
    if plan.kind is PlanKind.YEAR:
        lines: list[str] = [c.t("plans.heading_year", period=period(c, plan)), counts(c, whole)]
        return [*lines, _shortfall(c, whole)] if plan.shortfall else lines
    title = c.t("plans.heading", period=period(c, plan), state=state(c, plan))
    if not whole.own:
        title = c.t("plans.heading_of", name=whole.owner.name, period=period(c, plan), state=state(c, plan))
    lines = [title, counts(c, whole)]
    if whole.hidden:
        lines.append(c.t("plans.hidden", n=whole.hidden))
    if plan.late:
        lines.append(c.t("plans.late"))
    if plan.state in (PlanState.DRAFT, PlanState.SENT_BACK) and whole.own and plan.ends_on >= c.today:
        due = plan_approval.deadline(c.tx, whole.owner, plan.kind, plan.starts_on)
        key = "plans.due" if c.now <= due else "plans.overdue"
        lines.append(c.t(key, when=moment(due.astimezone(c.actor.zone), c.today, c.words.language)))
    if plan.comment:
        by = staff.names(c.tx, {plan.decided_by or 0}).get(plan.decided_by or 0, "")
        lines.append(c.t("plans.comment", name=by, text=short(plan.comment, 300)))
    if plan.shortfall and plan.state is not PlanState.APPROVED:
        lines.append(_shortfall(c, whole))
    if (whole.items and whole.deciding) or plan.state is PlanState.APPROVED:
        lines += _edits(c, whole)
    return lines


def counts(c: Context, whole: Shown) -> str:
    """How many items of which kind, and how many are done."""
    kinds = Counter(one.action for one in whole.items if one.state is not ItemState.ROLLED)
    said = [c.words.plain(f"plans.count_{kind}", n=kinds[kind]) for kind in Action if kinds[kind]]
    done = sum(one.state is ItemState.DONE for one in whole.items)
    if not said:
        return c.t("plans.empty")
    key = "plans.counts_done" if done else "plans.counts"
    return c.t(key, n=sum(kinds.values()), what=comma(c, said), done=done)


def _shortfall(c: Context, whole: Shown) -> str:
    names = {row.id: row.name for row in clients.names(c.tx, c.actor)}
    short_of = [names[id_] for id_ in whole.plan.shortfall if id_ in names]
    return c.t("plans.shortfall", n=len(whole.plan.shortfall), names=comma(c, short_of[:LISTED]))


def _edits(c: Context, whole: Shown) -> list[str]:
    """What somebody else than the owner put in or moved (R4.3)."""
    touched = [one for one in whole.items if one.edited_by is not None]
    names = staff.names(c.tx, {one.edited_by for one in touched if one.edited_by is not None})
    return [
        c.t(
            "plans.edited", name=names.get(one.edited_by or 0, ""), what=label(c, one), day=short_day(c, one.planned_on)
        )
        for one in touched[:LISTED]
    ]


def period(c: Context, plan: Plan) -> str:
    """What a plan is called: 下周计划（3月23日–29日）, 4月计划, 2026年计划."""
    language = c.words.language
    if plan.kind is PlanKind.YEAR:
        return c.words.plain("plans.year", year=plan.starts_on.year)
    if plan.kind is PlanKind.MONTH:
        return c.words.plain("plans.month", month=month(plan.starts_on, c.today, language))
    monday = c.today - c.today.weekday() * ONE_DAY
    names = {-7: "last", 0: "this", 7: "next"}
    name = names.get((plan.starts_on - monday).days, "other")
    return c.words.plain(f"plans.week_{name}", days=span(plan.starts_on, plan.ends_on, language))


def state(c: Context, plan: Plan) -> str:
    """How a plan stands, and whose word it waits for."""
    level = c.words.plain(f"staff.role_{plan.level}") if plan.level else ""
    return c.words.plain(f"plans.state_{plan.state}", level=level)


def line(c: Context, one: Item, place: int | None = None, *, why: bool = True) -> str:
    """An item on one line: when, whom, why."""
    mark = f"{place}. " if place is not None else "· "
    said = reason(c, one) if why else ""
    head = " ".join(filter(None, (when(c, one), label(c, one))))
    key = "plans.line_why" if said else "plans.line"
    return c.t(key, mark=mark + _SIGNS[one.state], head=head, why=said)


def when(c: Context, one: Item) -> str:
    """The hour or the half-day, where one is set."""
    if one.planned_at is not None:
        return f"{one.planned_at.astimezone(c.actor.zone):%H:%M}"
    return c.words.plain(f"plans.{one.half}") if one.half is not None else ""


def label(c: Context, one: Item) -> str:
    """Whom or what an item is about."""
    name = one.client or short(one.text or one.step or "", 40) or c.words.plain("plans.something")
    return f"{name} · {one.person}" if one.person and one.client not in (None, one.person) else name


def reason(c: Context, one: Item) -> str:
    """Why it is in the plan: the manager's own words, else what the bot found, the main reason first."""
    said = [c.words.plain("plans.own_words", text=short(one.text, 60))] if one.text and one.client else []
    if one.origin.value == "rolled":
        said.append(c.words.plain("plans.reason_rolled_over"))
    said += [_reason(c, one, each) for each in one.reasons if each.code not in (ReasonCode.OWN, ReasonCode.ROLLED_OVER)]
    if one.not_done:
        said.append(not_done(c, one.not_done))
    return c.words.plain("plans.reasons_between").join(dict.fromkeys(filter(None, said)))


def _reason(c: Context, one: Item, each: Reason) -> str:
    on = plain_day(each.on, c.words.language, year=False) if each.on else ""
    match each.code:
        case ReasonCode.CARE:
            return c.words.plain(
                "plans.reason_care", moment=moment_name(c.words, one.moment or "other", one.moment_name), on=on
            )
        case ReasonCode.CONTRACT_END:
            return c.words.plain("plans.reason_contract_end", contract=one.contract or "", on=on)
        case ReasonCode.NEXT_STEP:
            return c.words.plain("plans.reason_next_step", text=short(one.step or "", 40), on=on) if one.client else on
        case ReasonCode.YEAR if not each.days:
            return c.words.plain("plans.reason_year")
    said = c.words.plain(f"plans.reason_{each.code}", n=each.days or 0)
    class_ = c.words.plain(f"visits.class_{each.class_}") if each.class_ else ""
    return c.words.plain("plans.of_class", of=class_, why=said) if class_ else said


NOT_DONE = ("client", "busy", "travel", "needless")
"""The reasons for what was not done that have a button; others are typed."""


def not_done(c: Context, why: str) -> str:
    """Why something was not done: one of the usual reasons, or the words typed."""
    return c.words.plain(f"plans.why_{why}") if why in NOT_DONE else why


def short_day(c: Context, on: date) -> str:
    """周三 3月25日, where a line has no room for more."""
    return f"{weekday(on, c.words.language)} {plain_day(on, c.words.language, year=False)}"


def _first_day(c: Context, whole: Shown) -> date:
    ahead = [one.planned_on for one in whole.items if one.planned_on >= c.today and one.state is ItemState.OPEN]
    within = min(max(c.today, whole.plan.starts_on), whole.plan.ends_on)
    return min(ahead, default=within)


def _days(c: Context, whole: Shown, on: date, *, week: bool) -> Rows:
    """The days to turn to: those of a week, and the week as a whole; of a month the weeks, and the days of the one
    shown."""
    plan = whole.plan
    held = Counter(one.planned_on for one in whole.items)
    monday = on - on.weekday() * ONE_DAY
    here = [each for each in _week_of(plan, on) if each.weekday() < 5 or held[each]]
    rows = [
        [
            Button(
                c.words.plain(
                    "plans.day_here" if each == on and not week else "plans.day_button",
                    day=_weekday(c, each),
                    n=held[each],
                ),
                "plans.day",
                {"plan": plan.id, "on": each.isoformat()},
            )
            for each in here
        ]
    ]
    if not week:
        rows.append([c.button("plans.whole_week", "plans.day", plan=plan.id, on=on.isoformat(), week=True)])
    if plan.kind is PlanKind.MONTH:
        mondays = sorted({each - each.weekday() * ONE_DAY for each in _all_days(plan)})
        rows.append([_week_button(c, plan, each, here=each == monday, week=week) for each in mondays])
    return rows


def _weekday(c: Context, each: date) -> str:
    return weekday(each, c.words.language)


def _all_days(plan: Plan) -> list[date]:
    return [plan.starts_on + n * ONE_DAY for n in range((plan.ends_on - plan.starts_on).days + 1)]


def _week_button(c: Context, plan: Plan, monday: date, *, here: bool, week: bool) -> Button:
    first = max(monday, plan.starts_on)
    label_ = f"{first.month}/{first.day}–"
    key = "plans.week_here" if here else "plans.week_button"
    this = {"plan": plan.id, "on": first.isoformat(), "week": week}
    return Button(c.words.plain(key, week=label_), "plans.day", this)


def _acting(c: Context, whole: Shown, on: date) -> Rows:
    """What may be done with the plan by whom it is shown to."""
    plan, this = whole.plan, {"plan": whole.plan.id}
    rows: Rows = []
    ahead = plan.ends_on >= c.today
    if whole.may_edit and ahead:
        to = max(on, c.today).isoformat()
        row = [c.button("plans.add", "plans.add", **this, on=to)]
        if whole.own and plan.state in (PlanState.DRAFT, PlanState.SENT_BACK):
            row.append(c.button("plans.redraft", "plans.redraft", **this))
        rows.append(row)
    if whole.deciding:
        decide = {**this, "v": plan.version}
        rows.append([c.button("plans.approve", "plans.approve", **decide)])
        rows.append([c.button("plans.send_back", "plans.send_back", **decide)])
    if whole.own and whole.items and ahead and plan.state in (PlanState.DRAFT, PlanState.SENT_BACK):
        rows.append([c.button("plans.submit", "plans.submit", **this)])
    if whole.own and plan.state is PlanState.SUBMITTED:
        rows.append([c.button("plans.take_back", "plans.take_back", **this)])
    if whole.own and plan.starts_on <= c.today and plan.kind is not PlanKind.YEAR:
        rows.append([c.button("plans.summary", "plans.summary", **this)])
    rows.append(periods(c, whole.owner, plan))
    return rows


def periods(c: Context, owner: Staff, plan: Plan | None) -> list[Button]:
    """The other plans of the same member: this week's, next week's, the month's, the year's."""
    monday = c.today - c.today.weekday() * ONE_DAY
    first = c.today.replace(day=1)
    following = (first + 31 * ONE_DAY).replace(day=1)
    found = []
    for key, kind, start in (
        ("plans.this_week", PlanKind.WEEK, monday),
        ("plans.next_week", PlanKind.WEEK, monday + 7 * ONE_DAY),
        ("plans.this_month", PlanKind.MONTH, first),
        ("plans.next_month", PlanKind.MONTH, following),
        ("plans.whole_year", PlanKind.YEAR, first.replace(month=1)),
    ):
        if plan is None or (plan.kind, plan.starts_on) != (kind, start):
            data = {"kind": kind.value, "start": start.isoformat(), "staff": owner.id}
            name = month(start, c.today, c.words.language)
            found.append(Button(c.words.plain(key, month=name), "plans.open", data))
    return found


def remarks(c: Context, changed: Changed) -> list[str]:
    """What one should know of a change: the day is full, the day is off, the plan goes to the approver again."""
    found: list[str] = []
    if changed.crowded:
        found.append(c.t("plans.crowded", n=changed.crowded))
    if not plans.workdays(c.tx).works(changed.item.planned_on):
        found.append(c.t("plans.day_off", day=short_day(c, changed.item.planned_on)))
    elif plans.outside_office_hours(c.tx, changed):
        found.append(c.t("plans.outside_hours", hours=office_hours(c, plans.settings_of(c.tx, changed.shown.owner))))
    asked = dict.fromkeys(one.name for whole in changed.waiting for one in whole.approvers)
    if asked:
        found.append(c.t("plans.asked_again", names=comma(c, list(asked))))
    return found


def office_hours(c: Context, settings: Settings) -> str:
    """The clients' office hours: 9:00–12:00, 14:30–17:30."""
    halves = (settings.office_forenoon, settings.office_afternoon)
    return comma(c, [f"{begin:%-H:%M}–{end:%-H:%M}" for begin, end in halves])


def of_note(c: Context, noted: Noted) -> tuple[list[str], Rows]:
    """What a planning sentence came to, for its card: the plan it stands in; or, without a day, the days to choose."""
    note = noted.note
    entry = plan_notes.of_note(c.tx, note.id)
    if entry is not None:
        one, plan = entry
        told = remarks(c, noted.planned) if noted.planned else []
        look = c.button("plans.look", "plans.day", plan=plan.id, on=one.planned_on.isoformat())
        return ["", c.t("plans.in_plan", period=period(c, plan)), *told], [[look]]
    if note.about_on is None and note.staff_id == c.actor.id:
        works = plans.workdays(c.tx)
        ahead = [c.today + n * ONE_DAY for n in range(1, 15)]
        days = [each for each in ahead if works.works(each)][:LISTED]
        this = {"note": note.id}
        rows = [[Button(short_day(c, each), "notes.plan_on", {**this, "on": each.isoformat()})] for each in days]
        return ["", c.t("plans.which_day")], rows
    return ["", f"<i>{c.t('notes.as_note_plan')}</i>"], []


def off(c: Context, client_id: int) -> Rows:
    """What is planned at a client in the coming weeks, to be taken out where it is off now."""
    ahead = plan_days.of(c.tx, c.actor, c.today, c.today + 14 * ONE_DAY)
    held = [one for one in ahead if one.client_id == client_id and one.id]
    return [
        [Button(c.words.plain("plans.cut_on", day=short_day(c, one.planned_on)), "plans.cut", {"item": one.id})]
        for one in held[:2]
    ]


def told_approvers(c: Context, whole: Shown, lead: str = "plans.please_decide") -> list[Message]:
    """What those are told whose word a plan waits for, each in their own language; once for each handing in."""
    found = []
    for member in whole.approvers:
        if member.telegram_id is not None:
            seen = as_seen_by(c, member)
            shown = card(seen, plans.shown(c.tx, seen.actor, whole.plan), lead=seen.t(lead, name=whole.owner.name))
            key = f"plan:{whole.plan.id}:v{whole.plan.version}:{member.id}"
            found.append(replace(shown, chat_id=member.telegram_id, prompt=True, held=True, key=key))
    return found


def told_of_change(c: Context, waiting: Iterable[Shown]) -> list[Message]:
    """What the approvers of plans are told that changed after they were approved (R4.3)."""
    return [message for whole in waiting for message in told_approvers(c, whole, "plans.changed_please")]
