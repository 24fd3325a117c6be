"""One item of a plan: moved to another day, half-day or hour, taken out, put back; by a tap or in words (R4.2)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.planning import Half
from domain.plans import Action, Item, ItemState
from handlers.context import Context
from handlers.plan_card import card, label, reason, remarks, told_of_change, when
from handlers.plans.deciding import outdated
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from locales.format import day, weekday
from locales.markup import Markup, join
from services import plan_moves, plan_notes, plans
from services.plans import Changed, Shown
from storage.drafts import Draft

NOUN = "plans"
ONE_DAY = timedelta(days=1)
DAYS_OFFERED = 10


def show(c: Context) -> Reply:
    """An item opened from its plan."""
    one, whole = plans.item(c.tx, c.actor, int(c.data["item"]))
    ends = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([_card(c, one, whole)], ends=ends)


def _card(c: Context, one: Item, whole: Shown) -> Message:
    lines: list[str] = [c.t("plans.item", name=label(c, one)), _when(c, one)]
    if why := reason(c, one):
        lines.append(c.t("plans.item_why", why=why))
    if one.state is not ItemState.OPEN:
        lines.append(c.t(f"plans.item_{one.state}"))
    rows: list[list[Button]] = []
    this = {"item": one.id, "v": whole.plan.version}
    if whole.may_edit and one.state is ItemState.OPEN:
        rows += _days(c, one, this)
        rows.append([_half(c, one, half, this) for half in Half])
        rows.append([c.button("plans.say_when", "plans.say_when", **this), c.button("plans.cut", "plans.cut", **this)])
    if whole.own:
        rows.append(_doing(c, one))
    if one.client_id is not None:
        rows.append([c.button("plans.open_client", "clients.show", client=one.client_id)])
    rows.append([c.button("common.back", "plans.day", plan=one.plan_id, on=one.planned_on.isoformat())])
    return Message(join([Markup(each) for each in lines]), [row for row in rows if row])


def _when(c: Context, one: Item) -> str:
    on = day(one.planned_on, c.today, c.words.language)
    return c.t("plans.item_when", when=" ".join(filter(None, (on, when(c, one)))))


def _days(c: Context, one: Item, this: dict[str, Any]) -> list[list[Button]]:
    """The working days it may go to: the rest of its week, and the week after."""
    works = plans.workdays(c.tx)
    start = max(c.today, one.planned_on - one.planned_on.weekday() * ONE_DAY)
    ahead = [start + n * ONE_DAY for n in range(2 * 7 - start.weekday())]
    days = [each for each in ahead if works.works(each) and each != one.planned_on][:DAYS_OFFERED]
    buttons = [
        Button(
            f"{weekday(each, c.words.language)} {each.month}/{each.day}",
            "plans.move",
            {**this, "on": each.isoformat(), "half": one.half},
        )
        for each in days
    ]
    return [buttons[place : place + 5] for place in range(0, len(buttons), 5)]


def _half(c: Context, one: Item, half: Half, this: dict[str, Any]) -> Button:
    key = f"plans.{half}_set" if one.half is half else f"plans.{half}"
    return c.button(key, "plans.move", **this, on=one.planned_on.isoformat(), half=half.value)


def _doing(c: Context, one: Item) -> list[Button]:
    """What it takes to have it done: the visit's record, or a tap where no record speaks of it."""
    if one.state is ItemState.OPEN and one.planned_on <= c.today:
        if one.action is Action.VISIT and one.client_id is not None:
            return [c.button("plans.log_visit", "visits.start", client=one.client_id)]
        if one.action is Action.CARE and one.client_id is not None:
            return [c.button("plans.log_care", "care.client", client=one.client_id)]
    if one.state is ItemState.OPEN and (one.action is Action.TASK or one.client_id is None):
        return [c.button("plans.done", "plans.done", item=one.id)]
    undoable = one.state is ItemState.DONE and not one.visit_id and not one.care_id
    return [c.button("plans.reopen", "plans.reopen", item=one.id)] if undoable else []


def move(c: Context) -> Reply:
    """Another day or half-day pressed; the plan is shown there, and the way back with it."""
    one, whole = plans.item(c.tx, c.actor, int(c.data["item"]))
    if stale := outdated(c, whole):
        return stale
    half = Half(str(c.data["half"])) if c.data.get("half") else None
    on = date.fromisoformat(str(c.data["on"]))
    at = None
    if one.planned_at is not None and half is one.half:  # another day, the same hour
        at = datetime.combine(on, one.planned_at.astimezone(c.actor.zone).time(), c.actor.zone)
    return moved(c, one, plan_moves.move(c.tx, c.actor, one.id, on, c.now, half=half, at=at))


def moved(c: Context, before: Item, changed: Changed) -> Reply:
    """The plan at an item's new day, with what is to be said of it, and a way back."""
    one = changed.item
    lead = c.t("plans.moved", name=label(c, one), day=day(one.planned_on, c.today, c.words.language), when=when(c, one))
    shown = card(c, changed.shown, one.planned_on, lead=join([lead, *remarks(c, changed)]))
    back = {"item": one.id, "on": before.planned_on.isoformat(), "half": before.half}
    rows = list(shown.rows)
    if before.planned_on >= c.today:
        rows.append([c.button("plans.move_back", "plans.move", **back)])
    ends = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([replace(shown, rows=rows), *told_of_change(c, changed.waiting)], ends=ends)


def cut(c: Context) -> Reply:
    """Taken out of the plan; it can be put back."""
    one, whole = plans.item(c.tx, c.actor, int(c.data["item"]))
    if stale := outdated(c, whole):
        return stale
    changed = plans.cut(c.tx, c.actor, one.id, c.now)
    lead = c.t("plans.was_cut", name=label(c, one))
    shown = card(c, changed.shown, one.planned_on, lead=join([lead, *remarks(c, changed)]))
    back = Button(c.words.plain("plans.put_back", name=short(label(c, one), 16)), "plans.put_back", {"item": one.id})
    told = told_of_change(c, changed.waiting)
    return Reply([replace(shown, rows=[*shown.rows, [back]]), *told])


def put_back(c: Context) -> Reply:
    """Back in the plan."""
    changed = plans.put_back(c.tx, c.actor, int(c.data["item"]), c.now)
    told = told_of_change(c, changed.waiting)
    return Reply([card(c, changed.shown, changed.item.planned_on), *told])


def done(c: Context) -> Reply:
    """Done, where no record says so."""
    changed = plans.finish(c.tx, c.actor, int(c.data["item"]), c.now)
    return Reply([_card(c, changed.item, changed.shown)])


def reopen(c: Context) -> Reply:
    """Not done after all."""
    changed = plans.reopen(c.tx, c.actor, int(c.data["item"]), c.now)
    return Reply([_card(c, changed.item, changed.shown)])


def say_when(c: Context) -> Reply:
    """When? In words: 周四下午三点."""
    one, whole = plans.item(c.tx, c.actor, int(c.data["item"]))
    if not whole.may_edit:
        return c.toast("plans.not_yours")
    rows = [[c.button("common.back", "plans.item", item=one.id)]]
    draft = Draft(NOUN, "when", {"item": one.id}, c.draft.id if c.draft else None)
    return Reply([c.say("plans.ask_when", rows, name=label(c, one))], draft=draft)


def when_said(c: Context) -> Reply | None:
    """The day, half-day or hour typed."""
    assert c.draft is not None
    one, _ = plans.item(c.tx, c.actor, int(c.draft.data["item"]))
    said = plan_notes.day_said(c.turn.text, c.said_on, one.planned_on)
    if said is None:
        return None
    on, half, at = said
    hour = at.replace(tzinfo=c.actor.zone) if at else None
    return moved(c, one, plan_moves.move(c.tx, c.actor, one.id, on, c.now, half=half, at=hour))
