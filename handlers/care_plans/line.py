"""One line of a care plan, or all clients of one holiday: form, resource, cost, dropped, a gift asked for (R3.3)."""

import re
from datetime import date
from typing import Any

from domain.care import CareForm
from domain.care_plans import PlanLine, Resource
from handlers.care_plans.month import form_name, written
from handlers.common import is_news
from handlers.context import Context
from handlers.gift_line import gift_line
from handlers.gifts import requests as gift_requests
from handlers.paging import PAGE, numbers, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import line as fact
from language.characters import fold
from locales.format import day
from locales.markup import Markup, join
from services import care_plans, gifts
from services.gifts import yuan
from storage.drafts import Draft

NOUN = "care_plans"
_AMOUNT = re.compile(r"\s*[¥￥]?\s*(\d{1,6}(?:\.\d{1,2})?)\s*(?:元|块钱?|yuan|rmb)?\s*", re.IGNORECASE)


def _this(c: Context) -> dict[str, Any]:
    """What the buttons of a line carry on: whose plan, and which line or which holiday of it."""
    held = {**(c.draft.data if c.draft is not None and c.draft.noun == NOUN else {}), **c.data}
    return {name: held[name] for name in ("staff", "line", "feast", "on") if name in held}


def _lines(c: Context) -> list[PlanLine]:
    this = _this(c)
    if "line" in this:
        return [care_plans.line(c.tx, c.actor, int(this["staff"]), this["line"])]
    on = date.fromisoformat(this["on"])
    manager = care_plans.manager_of(c.tx, c.actor, int(this["staff"]))
    return [one for one in care_plans.items(c.tx, manager, on, on) if one.routine and one.name == this["feast"]]


def show(c: Context) -> Reply:
    """One line, with what can be changed of it."""
    return _shown(c, _lines(c)[0])


def _shown(c: Context, one: PlanLine) -> Reply:
    this: dict[str, Any] = {"staff": int(_this(c)["staff"]), "line": one.key}
    asked = gifts.of_occurrence(c.tx, one.occurrence_id) if one.occurrence_id is not None else []
    lines: list[str] = [written(c, one)]
    lines.append(fact(c, "care_plans.field_form", form_name(c, one.form)))
    lines.append(fact(c, "care_plans.field_resource", c.words.plain(f"care_plans.resource_{one.resource}")))
    if one.cost is not None:
        lines.append(fact(c, "care_plans.field_cost", c.words.plain("care_plans.yuan", cost=yuan(one.cost))))
    lines += [gift_line(c, each) for each in asked]
    rows: list[list[Button]] = []
    if care_plans.may_change(c.actor, this["staff"]):
        rows = [
            [
                c.button("care_plans.change_form", "care_plans.forms", **this),
                c.button("care_plans.change_resource", "care_plans.resources", **this),
                c.button("care_plans.change_cost", "care_plans.cost", **this),
            ]
        ]
        drop = "care_plans.bring_back" if one.dropped else "care_plans.drop"
        rows.append([c.button(drop, "care_plans.set", **this, dropped=not one.dropped)])
        if one.client_id is not None and not one.dropped:
            rows[-1].insert(0, c.button("gifts.ask_for", "care_plans.gift", **this))
    if one.person_id is not None:
        rows.append([c.button("care.open_person", "persons.show", person=one.person_id)])
    elif one.client_id is not None:
        rows.append([c.button("care.open_client", "clients.show", client=one.client_id)])
    month = one.on.replace(day=1).isoformat()
    rows.append([c.button("common.back", "care_plans.show", staff=this["staff"], month=month)])
    mine = c.draft if c.draft is not None and c.draft.noun == NOUN else None
    return Reply([Message(join([Markup(each) for each in lines]), rows)], ends=mine)


def feast(c: Context) -> Reply:
    """A holiday of many clients: each of them, five to a page, and one change for all."""
    found, this, offset = _lines(c), _this(c), int(c.data.get("offset", 0))
    shown = found[offset : offset + PAGE]
    lines = [f"{place}. {written(c, one)}" for place, one in enumerate(shown, offset + 1)]
    opens = (("care_plans.line", {"staff": this["staff"], "line": one.key}) for one in shown)
    rows = [numbers(offset, opens)]
    rows.append(turning(c, "care_plans.feast", offset, len(found), **this))
    if found and care_plans.may_change(c.actor, int(this["staff"])):
        dropped = all(one.dropped for one in found)
        drop = "care_plans.bring_all_back" if dropped else "care_plans.drop_all"
        rows.append(
            [
                c.button("care_plans.change_all", "care_plans.forms", **this),
                c.button(drop, "care_plans.set", **this, dropped=not dropped),
            ]
        )
    month = date.fromisoformat(this["on"]).replace(day=1).isoformat()
    rows.append([c.button("common.back", "care_plans.show", staff=this["staff"], month=month)])
    on = day(date.fromisoformat(this["on"]), c.today, c.words.language)
    heading = c.t("care_plans.feast_heading", day=on, n=len(found))
    return Reply([Message(join([heading, *map(Markup, lines)]), rows)])


def forms(c: Context) -> Reply:
    """In which form?"""
    this = _this(c)
    buttons = [Button(form_name(c, each), "care_plans.set", {**this, "form": each.value}) for each in CareForm]
    rows = [buttons[:3], buttons[3:6], [*buttons[6:], _back(c, this)]]
    return Reply([c.say("care_plans.ask_form", rows)])


def resources(c: Context) -> Reply:
    """What has to be asked for?"""
    this = _this(c)
    buttons = [
        Button(c.words.plain(f"care_plans.resource_{each}"), "care_plans.set", {**this, "resource": each.value})
        for each in Resource
    ]
    return Reply([c.say("care_plans.ask_resource", [buttons[1:], [buttons[0], _back(c, this)]])])


def cost(c: Context) -> Reply:
    """What may it cost? Typed."""
    this = _this(c)
    _lines(c)
    draft = Draft(NOUN, "cost", this, c.draft.id if c.draft is not None and c.draft.noun == NOUN else None)
    return Reply([c.say("care_plans.ask_cost", [[_back(c, this)]])], draft=draft)


def _back(c: Context, this: dict[str, Any]) -> Button:
    return c.button("common.back", "care_plans.line" if "line" in this else "care_plans.feast", **this)


def typed(c: Context) -> Reply | None:
    """The cost typed, in whole units of the currency; anything else is something new (None)."""
    found = _AMOUNT.fullmatch(fold(c.turn.text))
    if found is None:
        return (
            None
            if is_news(c) or c.turn.attachment is not None
            else Reply([c.say("care_plans.not_a_cost")], draft=c.draft)
        )
    this = _this(c)
    changed = care_plans.change(
        c.tx, c.actor, int(this["staff"]), this["line"], c.now, cost=round(float(found[1]) * 100)
    )
    return _shown(c, changed)


def set_(c: Context) -> Reply:
    """A form, a resource, dropped or not: of the line, or of every line of a holiday."""
    this = _this(c)
    values: dict[str, Any] = {}
    if "form" in c.data:
        values["form"] = CareForm(c.data["form"])
    if "resource" in c.data:
        values["resource"] = Resource(c.data["resource"])
    if "dropped" in c.data:
        values["dropped"] = bool(c.data["dropped"])
    for one in _lines(c):
        care_plans.change(c.tx, c.actor, int(this["staff"]), one.key, c.now, **values)
    return show(c) if "line" in this else feast(c)


def gift(c: Context) -> Reply:
    """Ask for a gift on account of a line: from the stock, for its person."""
    one = _lines(c)[0]
    if one.client_id is None:
        return c.toast("care.no_such_moment")
    occurrence_id = care_plans.occurrence(c.tx, c.actor, int(_this(c)["staff"]), one.key)
    return gift_requests.choose(c, one.client_id, one.person_id, occurrence_id)
