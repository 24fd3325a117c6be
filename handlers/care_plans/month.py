"""A month's care plan: what it adds up to, its lines five to a page, and for leaders the plan of each manager."""

from collections import Counter
from datetime import date

from domain.care_plans import PlanLine, Resource, Totals, totals
from domain.staff import Actor
from handlers.calendar.month import MANY, from_today, month_name, whose
from handlers.context import Context
from handlers.moments import emoji, moment_name
from handlers.paging import PAGE, numbers, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma
from locales.format import day
from locales.markup import Markup, join
from services import care_plans
from services.gifts import yuan

Rows = list[list[Button]]


def show(c: Context) -> Reply:
    """The care plan of a month: one's own at once; whoever sees several chooses whose."""
    first = date.fromisoformat(c.data["month"])
    members = care_plans.whose(c.tx, c.actor)
    held = c.data.get("staff")
    if held is None and len(members) != 1:
        return _everyones(c, first)
    manager = care_plans.manager_of(c.tx, c.actor, int(held) if held is not None else members[0].id)
    return _plan(c, manager, first, several=len(members) > 1)


def _plan(c: Context, manager: Actor, first: date, *, several: bool) -> Reply:
    lines = care_plans.items(c.tx, manager, first, care_plans.last_of(first))
    this = {"month": first.isoformat(), "staff": manager.id}
    entries = _entries(c, lines, manager.id)
    offset = int(c.data.get("offset", from_today([on for on, _, _ in entries], c.today)))
    heading = c.t("care_plans.heading", month=month_name(c, first), name=manager.staff.name)
    told: list[str] = [heading, *adds_up(c, totals(lines))] if lines else [heading, c.t("calendar.nothing")]
    if entries:
        shown = entries[offset : offset + PAGE]
        told += ["", *(f"{place}. {text}" for place, (_, text, _) in enumerate(shown, offset + 1))]
    opens = [(button.action, button.data) for _, _, button in entries[offset : offset + PAGE]]
    rows: Rows = [numbers(offset, opens), turning(c, "care_plans.show", offset, len(entries), **this)]
    if care_plans.may_change(c.actor, manager.id):
        rows.append([c.button("calendar.add", "calendar.add")])
    if several:
        rows.append([c.button("care_plans.everyone", "care_plans.show", month=first.isoformat())])
    rows.append([c.button("care_plans.calendar", "calendar.show", month=first.isoformat())])
    return Reply([Message(join([Markup(each) for each in told]), rows)])


def adds_up(c: Context, found: Totals) -> list[Markup]:
    """What a plan comes to, in two lines at most."""
    lines = [c.t("care_plans.counts", n=found.lines, special=found.special, routine=found.routine, done=found.done)]
    needs = [c.words.plain(f"care_plans.needs_{each}", n=n) for each, n in found.resources.items()]
    if found.cost:
        needs.append(c.words.plain("care_plans.cost_in_all", cost=yuan(found.cost)))
    if needs:
        lines.append(c.t("care_plans.needs", needs=comma(c, needs)))
    return lines


def _entries(c: Context, lines: list[PlanLine], staff_id: int) -> list[tuple[date, str, Button]]:
    """A line and its button for each moment; a holiday of many clients is one."""
    many = Counter((line.name, line.on) for line in lines if line.routine)
    said: set[tuple[str | None, date]] = set()
    found: list[tuple[date, str, Button]] = []
    for one in lines:
        feast = (one.name, one.on)
        if one.routine and many[feast] >= MANY:
            if feast not in said:
                together = [each for each in lines if each.routine and (each.name, each.on) == feast]
                found.append((one.on, _feast(c, together), _open_feast(one, staff_id)))
            said.add(feast)
            continue
        found.append((one.on, written(c, one), Button("", "care_plans.line", {"staff": staff_id, "line": one.key})))
    return found


def _open_feast(one: PlanLine, staff_id: int) -> Button:
    return Button("", "care_plans.feast", {"staff": staff_id, "feast": one.name, "on": one.on.isoformat()})


def _feast(c: Context, together: list[PlanLine]) -> Markup:
    one = together[0]
    kept = [each for each in together if not each.dropped]
    forms = Counter(each.form for each in kept)
    told = comma(
        c, [c.words.plain("care_plans.form_count", form=form_name(c, form), n=n) for form, n in forms.most_common()]
    )
    on, what = day(one.on, c.today, c.words.language), moment_name(c.words, one.kind, one.name)
    if not kept:
        return c.t("care_plans.feast_dropped", sign=emoji(one.kind), day=on, moment=what)
    return c.t("care_plans.feast", sign=emoji(one.kind), day=on, moment=what, n=len(kept), forms=told)


def form_name(c: Context, form: str) -> str:
    """A form of care as a word."""
    return c.words.plain(f"care.form_{form}")


def written(c: Context, one: PlanLine) -> Markup:
    """One line of a plan: day, who, moment, form, and what it needs."""
    who = whose(c, one)
    parts = [moment_name(c.words, one.kind, one.name), form_name(c, one.form)]
    if one.resource is not Resource.NOTHING:
        parts.append(c.words.plain(f"care_plans.resource_{one.resource}"))
    if one.cost:
        parts.append(c.words.plain("care_plans.yuan", cost=yuan(one.cost)))
    left = "line_skipped" if one.skipped else "line"
    key = f"care_plans.{'line_dropped' if one.dropped else 'line_done' if one.done else left}"
    on = day(one.on, c.today, c.words.language)
    return c.t(key, sign=emoji(one.kind), day=on, who=who, what=" · ".join(parts))


def _everyones(c: Context, first: date) -> Reply:
    """What the plan of each manager adds up to, and of all of them."""
    offset = int(c.data.get("offset", 0))
    counted = care_plans.counts(c.tx, c.actor, first)
    lines: list[str] = [c.t("care_plans.everyone_heading", month=month_name(c, first))]
    every = [found for _, found in counted]
    values = {name: sum(getattr(found, name) for found in every) for name in ("special", "routine", "done", "lines")}
    lines.append(c.t("care_plans.everyone_counts", n=values.pop("lines"), **values))
    lines += [
        c.t("care_plans.of_manager", name=member.name, n=found.lines, done=found.done, cost=yuan(found.cost))
        for member, found in counted[offset : offset + PAGE]
    ]
    this = {"month": first.isoformat()}
    rows = [
        [Button(f"👤 {member.name}", "care_plans.show", {**this, "staff": member.id})]
        for member, _ in counted[offset : offset + PAGE]
    ]
    rows.append(turning(c, "care_plans.show", offset, len(counted), **this))
    rows.append([c.button("care_plans.calendar", "calendar.show", **this)])
    return Reply([Message(join([Markup(each) for each in lines]), rows)])
