"""Something put into a plan: by a sentence (周三下午去矿务局), or a client picked from those overdue (R4.2)."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from domain.planning import Half
from domain.plans import Action
from handlers.common import is_news
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.plan_card import card, label, remarks, told_of_change
from handlers.turn import Button, Reply
from handlers.visit_card import short
from locales.format import day
from locales.markup import join
from services import plan_notes, plans, visit_choices
from services.plans import NewItem, Shown
from services.visit_choices import Choice
from storage import clients
from storage.drafts import Draft

NOUN = "plans"
_ENOUGH = re.compile(
    r"(?:就这些|就這些|没有?了|沒有?了|不用了|算了|可以了|行了|好了|够了|夠了"
    r"|that'?s (?:all|it)|nothing(?: else)?|no more|done)[吧。.!！]*",
    re.IGNORECASE,
)
"""Said when nothing more is to be put in."""


def ask(c: Context) -> Reply:
    """What, and when? Those overdue as buttons, the longest first; anything in words."""
    whole = plans.load(c.tx, c.actor, int(c.data["plan"]))
    if not whole.may_edit:
        return c.toast("plans.not_yours")
    on = date.fromisoformat(str(c.data["on"]))
    return _ask(c, whole, on, _by_need(c, whole), int(c.data.get("offset", 0)))


def _ask(
    c: Context,
    whole: Shown,
    on: date,
    choices: list[Choice],
    offset: int = 0,
    key: str = "plans.ask_what",
    more: dict[str, Any] | None = None,
) -> Reply:
    this = {"plan": whole.plan.id, "on": on.isoformat(), **(more or {})}
    rows = [
        [Button(_label(c, one), "plans.pick", {**this, "client": one.id})] for one in choices[offset : offset + PAGE]
    ]
    rows.append(turning(c, "plans.add", offset, len(choices), **this) if not more else [])
    rows.append([c.button("common.back", "plans.day", plan=whole.plan.id, on=on.isoformat())])
    draft = Draft(NOUN, "add", this, c.draft.id if c.draft else None)
    text = c.say(key, [row for row in rows if row], day=day(on, c.today, c.words.language))
    return Reply([text], draft=draft)


def _label(c: Context, one: Choice) -> str:
    return c.words.plain("plans.overdue_client", name=one.name, n=one.overdue_days) if one.overdue_days else one.name


def _by_need(c: Context, whole: Shown) -> list[Choice]:
    """The clients of the plan's owner, those overdue first, without those that stand in it already; to an approver no
    more than their own scope holds (R0.4)."""
    planned = {one.client_id for one in whole.items}
    owner = plans.owner_of(c.tx, whole.plan)
    own = {row.id for row in clients.names(c.tx, c.actor) if row.manager_id == owner.id}
    found = visit_choices.clients_by_need(c.tx, owner, c.today)
    return [one for one in found if one.id in own and one.id not in planned]


def _doubtful(c: Context, whole: Shown, on: date, text: str) -> Reply:
    """Words that may be something to do, or anything else: one press puts them in."""
    this = {"plan": whole.plan.id, "on": on.isoformat()}
    rows = [
        [c.button("plans.add_this", "plans.pick", **this, text=text)],
        [c.button("common.back", "plans.day", **this)],
    ]
    asked = c.say("plans.ask_add", rows, text=short(text, 60), day=day(on, c.today, c.words.language))
    return Reply([asked], draft=c.draft)


def pick(c: Context) -> Reply:
    """A client pressed: a visit to it, on the day that the plan was opened at; or words without a client: a task."""
    half, text = Half(str(c.data["half"])) if c.data.get("half") else None, c.data.get("text") or None
    client = int(c.data["client"]) if "client" in c.data else None
    action = Action.TASK if client is None else Action.VISIT
    new = NewItem(date.fromisoformat(str(c.data["on"])), client, action, half, text=text)
    return _added(c, int(c.data["plan"]), new)


def _added(c: Context, plan_id: int, new: NewItem) -> Reply:
    changed = plans.add(c.tx, c.actor, plan_id, new, c.now)
    one = changed.item
    lead = c.t("plans.added", name=label(c, one), day=day(one.planned_on, c.today, c.words.language))
    shown = card(c, changed.shown, one.planned_on, lead=join([lead, *remarks(c, changed)]))
    undo = c.button("plans.undo", "plans.cut", item=one.id)
    told = told_of_change(c, changed.waiting)
    return Reply([replace(shown, rows=[*shown.rows, [undo]]), *told], ends=c.draft)


def said(c: Context) -> Reply | None:
    """What is to be put in, typed; None where the words tell of something else."""
    assert c.draft is not None
    whole = plans.load(c.tx, c.actor, int(c.draft.data["plan"]))
    on, text, read = date.fromisoformat(str(c.draft.data["on"])), c.turn.text.strip(), c.understand()
    if _ENOUGH.fullmatch(text):
        return Reply([card(c, whole, on)], ends=c.draft)
    if read.intent.value not in ("plan", "next_step", "care") and is_news(c):
        return None
    when = plan_notes.day_said(c.turn.text, c.said_on, on)
    planned = plan_notes.to_be_planned(read, when[0] if when else None, c.today)
    if planned is False:
        return None
    on, half, at = when if when else (on, None, None)
    if planned is None:
        return _doubtful(c, whole, on, text)
    if len(read.clients) == 1 and "client" not in read.doubts:
        bare = text == read.clients[0].words
        hour = at.replace(tzinfo=c.actor.zone) if at else None
        action = Action.CARE if read.care_form and read.care_form.value != "visit" else Action.VISIT
        new = NewItem(on, read.clients[0].value.id, action, half, hour, None if bare else text)
        return _added(c, whole.plan.id, new)
    near = [Choice(one.id, one.name) for one in read.client_choices]
    near = near or [Choice(each.value.id, each.value.name) for each in read.clients]
    near = near or visit_choices.clients_like(c.tx, c.actor, text)
    if near:
        return _ask(c, whole, on, near, key="plans.ask_which", more={"text": text, "half": half})
    hour = at.replace(tzinfo=c.actor.zone) if at else None
    return _added(c, whole.plan.id, NewItem(on, None, Action.TASK, half, hour, text))
