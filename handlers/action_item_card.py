"""An action item in words, with what its reader may do; any noun may show one."""

from domain.action_items import ActionItem, ItemState
from handlers.context import Context
from handlers.turn import Button, Message
from handlers.visit_card import short
from locales.format import day
from locales.markup import Markup, join
from services import action_items


def in_charge(c: Context, item: ActionItem) -> str:
    """Who and by when: 林悦，本周五（3月27日）."""
    who = item.owner or c.words.plain("action_items.no_owner")
    if item.due_on is None:
        return c.words.plain("action_items.who", name=who)
    return c.words.plain("action_items.who_when", name=who, day=day(item.due_on, c.today, c.words.language))


def line(c: Context, item: ActionItem, place: int | None = None) -> Markup:
    """One line of a list."""
    sign = "✅" if item.state is ItemState.DONE else "❗" if item.late(c.today) else "▫️"
    number = f"{place}. " if place is not None else ""
    return c.t("action_items.line", sign=sign, place=number, text=short(item.text, 120), charge=in_charge(c, item))


def card(c: Context, item: ActionItem, heading: str | None = None) -> Message:
    """An item with its buttons."""
    lines: list[str] = [c.t(heading)] if heading else []
    lines.append(c.t("action_items.text", text=item.text))
    lines.append(c.t("action_items.charge", charge=in_charge(c, item), group=item.group))
    if item.delays:
        lines.append(c.t("action_items.delays", n=item.delays))
    if item.explanation:
        lines.append(c.t("action_items.explanation", text=item.explanation))
    if item.state is not ItemState.OPEN:
        lines.append(c.t(f"action_items.state_{item.state}"))
    return Message(join(lines), buttons(c, item))


def buttons(c: Context, item: ActionItem) -> list[list[Button]]:
    """Done, another day, another owner, a word on why it is late; for those who may."""
    this = {"item": item.id}
    managed, own = action_items.may_manage(c.tx, c.actor, item), item.owner_id == c.actor.id
    if item.state is ItemState.DROPPED or not (managed or own):
        return []
    if item.state is ItemState.DONE:
        return [[c.button("action_items.reopen", "action_items.reopen", **this)]]
    rows = [[c.button("action_items.done", "action_items.done", **this)]]
    if own and item.late(c.today):
        rows[0].append(c.button("action_items.explain", "action_items.explain", **this))
    if managed:
        put_off = c.button("action_items.put_off", "action_items.put_off", **this)
        rows.append([put_off, c.button("action_items.hand", "action_items.hand", **this)])
        rows.append([c.button("action_items.drop", "action_items.drop", **this)])
    return rows
