"""An action item in words, with what its reader may do; any noun may show one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.action_items import ActionItem, ItemState
from handlers.context import Context
from handlers.telling import as_seen_by
from handlers.turn import Button, Message
from handlers.visit_card import short
from locales.format import day
from locales.markup import Markup, join
from services import action_items
from services.action_items import ToTell


def in_charge(c: Context, item: ActionItem) -> str:
    """Who and by when: 林悦，本周五（3月27日）."""
    if item.state is ItemState.SETTLED:
        return c.words.plain("action_items.needs_nobody")
    who = item.owner or c.words.plain("action_items.no_owner")
    if item.due_on is None:
        return c.words.plain("action_items.who", name=who)
    return c.words.plain("action_items.who_when", name=who, day=day(item.due_on, c.today, c.words.language))


def line(c: Context, item: ActionItem, place: int | None = None) -> Markup:
    """One line of a list."""
    sign = "✅" if item.state is ItemState.DONE else "❗" if item.late(c.today) else "▫️"
    number = f"{place}. " if place is not None else ""
    return c.t("action_items.line", sign=sign, place=number, text=short(item.text, 120), charge=in_charge(c, item))


def told(c: Context, found: Iterable[ToTell]) -> list[Message]:
    """What others are told of the items they are in charge of, or are no more."""
    return [message for one in found if one.member.telegram_id is not None for message in _told(c, one)]


def _told(c: Context, one: ToTell) -> Iterator[Message]:
    seen = as_seen_by(c, one.member)
    for kind, items in (("yours", one.fresh), ("moved", one.moved), ("gone", one.gone)):
        if not items:
            continue
        which = "-".join(str(item.id) for item in items)
        key = f"action_items:{kind}:{which}:{one.member.id}:{c.turn.update_id}"
        if kind == "gone":
            shown = Message(join([_gone(seen, item) for item in items]))
        elif len(items) == 1:
            shown = card(seen, items[0], f"action_items.{kind}_now")
        else:
            lines = [seen.t(f"action_items.{kind}_many", n=len(items))]
            lines += [line(seen, item, place) for place, item in enumerate(items, 1)]
            shown = Message(join(lines), [[seen.button("action_items.see_all", "action_items.show")]])
        yield replace(shown, chat_id=one.member.telegram_id, prompt=True, held=True, key=key)


def _gone(c: Context, item: ActionItem) -> Markup:
    key = "action_items.gone_dropped" if item.state is ItemState.DROPPED else "action_items.gone_given"
    return c.t(key, text=short(item.text, 120), name=item.owner or "")


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
    hand = c.button("action_items.hand", "action_items.hand", **this)
    if item.state is ItemState.SETTLED:
        return [[hand]] if managed else []
    rows = [[c.button("action_items.done", "action_items.done", **this)]]
    if own and item.late(c.today):
        rows[0].append(c.button("action_items.explain", "action_items.explain", **this))
    if managed:
        put_off = c.button("action_items.put_off", "action_items.put_off", **this)
        rows.append([put_off, hand])
        rows.append([c.button("action_items.drop", "action_items.drop", **this)])
    if managed and item.owner_id is None:
        rows.append([c.button("action_items.settle", "action_items.settle", **this)])
    return rows
