"""How much care was given in a month, by manager and group, against what was planned (R3.3)."""

from collections import Counter
from datetime import date

from domain.moments import Kind
from domain.staff import Staff
from handlers.calendar.month import month_name
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma
from locales.markup import Markup, join
from services import care_plans
from storage import care, staff


def show(c: Context) -> Reply:
    """Each manager's care of the month, and what it comes to for each group; five managers to a page. Who gave care
    and has no plan of their own, as a leader to whom a moment was handed, is named too."""
    first = date.fromisoformat(c.data["month"]) if "month" in c.data else c.today.replace(day=1)
    offset = int(c.data.get("offset", 0))
    given = care.count_by_manager(c.tx, c.actor, first, care_plans.last_of(first))
    planned = {member.id: (member, found) for member, found in care_plans.counts(c.tx, c.actor, first)}
    others = [staff.by_id(c.tx, staff_id) for staff_id in given if staff_id not in planned]
    members = sorted(
        (*(member for member, _ in planned.values()), *(member for member in others if member is not None)),
        key=lambda member: (_group(member), -sum(given.get(member.id, {}).values()), member.id),
    )
    lines: list[str] = [c.t("calendar.given_heading", month=month_name(c, first))]
    if len(members) > 1:
        lines += [*_groups(c, members, given), ""]
    for member in members[offset : offset + PAGE]:
        lines.append(c.t("calendar.given_line", name=member.name, given=_given(c, given.get(member.id, {}))))
        if member.id in planned:
            total = planned[member.id][1]
            lines.append(c.t("calendar.planned_line", n=total.lines, routine=total.routine, done=total.done))
    this = {"month": first.isoformat()}
    rows: list[list[Button]] = [turning(c, "calendar.given", offset, len(members), **this)]
    rows.append([c.button("common.back", "calendar.show", **this)])
    return Reply([Message(join([Markup(each) for each in lines]), rows)])


def _group(member: Staff) -> int:
    """The group whose care somebody's counts as: a leader's is that of the group led."""
    return member.group_id or next(iter(member.groups), 0)


def _groups(c: Context, members: list[Staff], given: dict[int, dict[str, int]]) -> list[Markup]:
    names = staff.group_names(c.tx)
    of_group: dict[int, Counter[str]] = {}
    for member in members:
        of_group.setdefault(_group(member), Counter()).update(given.get(member.id, {}))
    return [
        c.t("calendar.given_group", name=names.get(group, ""), given=_given(c, kinds))
        for group, kinds in of_group.items()
    ]


def _given(c: Context, kinds: dict[str, int]) -> str:
    """12次（节日8、生日3、其他1）."""
    total = sum(kinds.values())
    if not total:
        return c.words.plain("calendar.given_none")
    each = comma(c, [c.words.plain(f"calendar.count_{kind}", n=kinds[kind]) for kind in Kind if kinds.get(kind)])
    return c.words.plain("calendar.given_kinds", n=total, each=each)
