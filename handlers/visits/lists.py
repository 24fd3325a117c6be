"""What was done and what is due: /today, /visits, /overdue, the visits of a client, one visit; five to a page."""

from typing import Any

from domain.plans import Action
from domain.staff import LEADING
from handlers.context import Context
from handlers.moments import moment_name
from handlers.paging import PAGE, numbers, turning
from handlers.plan_card import line as plan_line
from handlers.turn import Button, File, Message, Reply
from handlers.visit_card import buttons, card, comma, short
from locales.format import day, opening, plain_day
from locales.markup import Markup, join
from services import next_steps, nudges, plan_days, visit_lists, visit_sheet, visits
from storage import next_steps as steps
from storage import staff
from storage import visits as records
from storage.next_steps import Step
from storage.visit_lists import Listed

MOST_PLANNED = 10
SOON_DAYS = 7
"""A visit due within so many days is due soon."""

Rows = list[list[Button]]


def today(c: Context) -> Reply:
    """/today: today's visits, next steps due or overdue, clients due."""
    return today_with(c, int(c.data.get("offset", 0)))


def today_with(c: Context, offset: int, *, just_done: Step | None = None) -> Reply:
    """/today with its next steps from `offset` on; `just_done` can be opened again."""
    lines: list[str] = [c.t("visits.today_heading", day=opening(day(c.today, c.today, c.words.language)))]
    rows: Rows = []
    lines += ["", *_made_today(c)]
    planned = plan_days.of(c.tx, c.actor, c.today, c.today)
    if planned:
        lines += [
            "",
            c.t("visits.today_planned", n=len(planned)),
            *(plan_line(c, one) for one in planned[:MOST_PLANNED]),
        ]
        for one in planned[:PAGE]:
            if one.client_id is not None and one.action is Action.VISIT:
                label = c.words.plain("visits.log_at", client=short(one.client or "", 20))
                rows.append([Button(label, "visits.start", {"client": one.client_id})])
    open_ones, total = steps.open_ones(
        c.tx, c.actor, owners=next_steps.owners(c.actor), end=c.today, offset=offset, limit=PAGE
    )
    if total:
        lines += ["", c.t("visits.today_steps", n=total)]
    for place, step in enumerate(open_ones, offset + 1):
        lines.append(_step_line(c, step, place))
        data = {"step": step.id, "offset": offset}
        rows.append(
            [
                Button(c.words.plain("visits.step_done", place=place), "visits.step_done", data),
                Button(c.words.plain("visits.step_date", place=place), "visits.step_date", data),
            ]
        )
    if just_done is not None:
        label = c.words.plain("visits.step_reopen", text=short(just_done.text, 24))
        rows.append([Button(label, "visits.step_reopen", {"step": just_done.id})])
    rows.append(turning(c, "visits.today", offset, total))
    late = [each for each in visit_lists.due(c.tx, c.actor, c.today) if each.overdue_days >= 0]
    if late:
        lines += ["", c.t("visits.today_due", n=len(late)), *(_due_line(c, each) for each in late[:PAGE])]
    caring = _care_open(c)
    lines += caring
    if not late and not total and not planned and not caring:
        lines += ["", c.t("visits.today_free")]
    if caring:
        rows.append([c.button("visits.open_care", "care.open", fresh=True)])
    more = [c.button("visits.log_another", "visits.start")]
    if late:
        more.append(c.button("common.command_overdue", "visits.overdue", offset=0))
    rows.append(more)
    return Reply([Message(join(lines), rows)], ends=c.draft)


def _made_today(c: Context) -> list[str]:
    """Today's visits: one's own, or those of the groups led, with whoever made them where it was another."""
    leading = c.actor.role in LEADING
    listed = visit_lists.of_group if leading else visit_lists.mine
    made, total = listed(c.tx, c.actor, on=c.today)
    if not total:
        return [c.t("visits.today_none_yet")]
    names = staff.names(c.tx, {each.manager_id for each in made} - {c.actor.id})
    lines: list[str] = [c.t("visits.today_visits_group" if leading else "visits.today_visits", n=total)]
    lines += [_line(c, each, manager=names.get(each.manager_id), bare=True) for each in made]
    if total > len(made):
        lines.append(c.t("visits.today_more", n=total - len(made)))
    return lines


def _care_open(c: Context) -> list[str]:
    """The care moments of the last days, today's first, that nobody has dealt with (R3.4)."""
    found, total = nudges.still_open(c.tx, c.actor, c.today, limit=PAGE)
    if not total:
        return []
    names = [f"{one.person or one.client or ''} {moment_name(c.words, one.moment, one.name)}".strip() for one in found]
    return ["", c.t("visits.today_care", n=total), *(c.t("visits.today_care_line", what=each) for each in names)]


def _step_line(c: Context, step: Step, place: int) -> str:
    late = (c.today - step.due_on).days if step.due_on else 0
    key = "visits.today_step_late" if late > 0 else "visits.today_step"
    about = [name for name in (step.client, step.owner if step.owner_id != c.actor.id else None) if name]
    return c.t(key, place=place, text=short(step.text, 120), about=comma(c, about), n=late)


def list_visits(c: Context) -> Reply:
    """/visits, its pages and its filters: one's own, or those of the groups led."""
    of = str(c.data.get("of", "group" if c.actor.role in LEADING else "mine"))
    offset = int(c.data.get("offset", 0))
    if of == "group" and c.actor.role in LEADING:
        found, total = visit_lists.of_group(c.tx, c.actor, offset=offset, limit=PAGE)
    else:
        of = "mine"
        found, total = visit_lists.mine(c.tx, c.actor, offset=offset, limit=PAGE)
    rows = _listed(found, {"of": of, "offset": offset})
    rows.append(turning(c, "visits.list", offset, total, of=of))
    if c.actor.role in LEADING:
        other = "mine" if of == "group" else "group"
        rows.append([c.button(f"visits.filter_{other}", "visits.list", of=other, offset=0)])
    heading = c.t(f"visits.list_{of}", n=total) if total else c.t("visits.list_empty")
    return Reply([_list(c, heading, found, rows, offset)], ends=c.draft)


def of_client(c: Context) -> Reply:
    """The visits of one client, newest first."""
    client_id, offset = int(c.data["client"]), int(c.data.get("offset", 0))
    client = records.client_of(c.tx, c.actor, client_id)
    if client is None:
        return c.toast("clients.not_found")
    found, total = visit_lists.of_client(c.tx, c.actor, client_id, offset=offset, limit=PAGE)
    rows = _listed(found, {"client": client_id, "offset": offset})
    rows.append(turning(c, "visits.of_client", offset, total, client=client_id))
    more = [c.button("visits.log_another", "visits.start", client=client_id)]
    if total:
        more.append(c.button("visits.sheet", "visits.sheet", client=client_id))
    rows += [more, [c.button("common.back", "clients.show", client=client_id)]]
    heading = c.t("visits.list_client", client=client.name, n=total)
    if not total:
        heading = c.t("visits.none_yet", client=client.name)
    return Reply([_list(c, heading, found, rows, offset)], ends=c.draft)


def _list(c: Context, heading: str, found: list[Listed], rows: Rows, offset: int) -> Message:
    names = staff.names(c.tx, {each.manager_id for each in found} - {c.actor.id})
    lines = [_line(c, each, place, names.get(each.manager_id)) for place, each in enumerate(found, offset + 1)]
    return Message(join([heading, *lines], "\n\n"), rows)


def _line(c: Context, each: Listed, place: int = 0, manager: str | None = None, *, bare: bool = False) -> str:
    when = f"{each.visited_at.astimezone(c.actor.zone):%H:%M}" if each.visited_at else ""
    if not bare:
        when = " ".join(filter(None, (opening(day(each.visited_on, c.today, c.words.language)), when)))
    words = " — ".join(filter(None, (comma(c, each.persons), short(each.content, 60))))
    client = c.words.plain("visits.named_with", name=each.client, about=manager) if manager else each.client
    head = " ".join(filter(None, (when, client)))
    if bare:
        words = f" — {short(each.content, 60)}" if each.content else ""
        return c.t("visits.list_line_bare", head=" · ".join(filter(None, (head, comma(c, each.persons)))), words=words)
    return c.t("visits.list_line", place=place, head=head, words=words)


def _listed(found: list[Listed], back: dict[str, Any]) -> Rows:
    """A row of numbers, one for each visit listed; its detail leads back here."""
    return [numbers(back["offset"], [("visits.show", {"visit": each.id, "back": back}) for each in found])]


def show(c: Context) -> Reply:
    """One visit, with what may be done with it and the way back."""
    recorded = visits.load(c.tx, c.actor, int(c.data["visit"]))
    rows: Rows = list(buttons(c, recorded))
    back = c.data.get("back")
    if recorded.client_in_scope and (not back or "client" not in back):
        label = c.words.plain("visits.to_client", client=short(recorded.client.name, 24))
        all_of = c.button("visits.all_of_client", "visits.of_client", client=recorded.client.id)
        rows.append([Button(label, "clients.show", {"client": recorded.client.id}), all_of])
    if back:
        action = "visits.of_client" if "client" in back else "visits.list"
        rows.append([Button(c.words.plain("common.back"), action, back)])
    return Reply([card(c, recorded, "visits.card", rows)], ends=c.draft)


def overdue(c: Context) -> Reply:
    """/overdue: clients whose visit is overdue by the standard (R2.5), the longest first, then those due soon."""
    offset = int(c.data.get("offset", 0))
    due = [each for each in visit_lists.due(c.tx, c.actor, c.today) if each.overdue_days >= -SOON_DAYS]
    late = sum(each.overdue_days > 0 for each in due)
    if not due:
        return Reply([c.say("visits.nobody_due", n=SOON_DAYS)])
    shown = due[offset : offset + PAGE]
    key = "visits.overdue_heading" if 0 < late < len(due) else "visits.overdue_late" if late else "visits.overdue_soon"
    heading = c.t(key, late=late, soon=len(due) - late, days=SOON_DAYS)
    lines = [_due_line(c, each, place) for place, each in enumerate(shown, offset + 1)]
    rows = _due_buttons(c, shown, offset)
    rows.append(turning(c, "visits.overdue", offset, len(due)))
    return Reply([Message(join([heading, "", *lines]), rows)], ends=c.draft)


def _due_buttons(c: Context, shown: list[visit_lists.Due], offset: int) -> Rows:
    """Who visits them logs the visit at a press; who leads opens the client by its number."""
    if c.actor.role in LEADING:
        return [numbers(offset, [("clients.show", {"client": each.client_id}) for each in shown])]
    return [
        [Button(c.words.plain("visits.log_at", client=each.name), "visits.start", {"client": each.client_id})]
        for each in shown
    ]


def _due_line(c: Context, each: visit_lists.Due, place: int | None = None) -> str:
    n = each.overdue_days
    key = "visits.due_late" if n > 0 else "visits.due_today" if n == 0 else "visits.due_soon"
    about = " · ".join(filter(None, (_class(c, each.class_), each.manager, _last(c, each))))
    mark = "·" if place is None else f"{place}."
    return Markup(f"{mark} {c.t(key, client=each.name, n=abs(n), about=opening(about))}")


def _last(c: Context, each: visit_lists.Due) -> str:
    if each.last_visit_on is None:
        return c.words.plain("visits.never_visited")
    year = each.last_visit_on.year != c.today.year
    return c.words.plain("visits.last_visit", day=plain_day(each.last_visit_on, c.words.language, year=year))


def _class(c: Context, class_: str | None) -> str | None:
    return c.words.plain(f"visits.class_{class_}") if class_ else None


def sheet(c: Context) -> Reply:
    """The visits of one client as one bound record (R2.9)."""
    name, content = visit_sheet.bound_record(c.tx, c.actor, int(c.data["client"]), c.words, c.now)
    client = records.client_of(c.tx, c.actor, int(c.data["client"]))
    assert client is not None
    return Reply([Message(c.t("visits.sheet_sent", client=client.name), file=File(name, content), fresh=True)])
