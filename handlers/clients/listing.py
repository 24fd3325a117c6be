"""/clients: one's portfolio, five to a page, by name or by what is due; and search by whatever is typed."""

from typing import Any

from domain.clients import ClientClass
from handlers.clients import card
from handlers.context import Context
from handlers.paging import PAGE, numbers, turning
from handlers.turn import Button, Message, Reply
from language.characters import alphabetical
from locales.markup import Markup, join
from services import search as finder
from services import visit_lists
from services.search import Hit
from services.visit_lists import Due

GOOD = finder.READ
"""A name typed alone, without /clients, must fit at least so well: no guess by sound there."""

Rows = list[list[Button]]


def clients(c: Context) -> Reply:
    """/clients: the list; /clients 一中: the search."""
    if c.turn.press is None and c.turn.command and c.turn.argument:
        return _found(c, c.turn.argument, finder.find(c.tx, c.actor, c.turn.argument), 0)
    return listed(c)


def listed(c: Context) -> Reply:
    """A page of the list; `data`: offset, sort (name or due), class."""
    offset, sort, only = int(c.data.get("offset", 0)), c.data.get("sort", "name"), c.data.get("class")
    due = [each for each in visit_lists.due(c.tx, c.actor, c.today) if only is None or each.class_ == only]
    if sort == "name":
        due.sort(key=lambda each: alphabetical(each.name))
    if not due and only is None:
        return Reply([c.say("clients.none", [[c.button("clients.new", "clients.new")]])], ends=c.draft)
    heading = c.t("clients.list_heading", n=len(due)) if only is None else _class_heading(c, only, len(due))
    shown = due[offset : offset + PAGE]
    lines = [heading, "", *(_due_line(c, each, place) for place, each in enumerate(shown, offset + 1))]
    back = {"offset": offset, "sort": sort, "class": only}
    opens = [("clients.show", {"client": each.client_id, "back": back}) for each in shown]
    rows: Rows = [numbers(offset, opens)]
    rows.append(turning(c, "clients.list", offset, len(due), sort=sort, **{"class": only}))
    other = "due" if sort == "name" else "name"
    sorting = c.button(f"clients.sort_{other}", "clients.list", sort=other, **{"class": only})
    rows.append([sorting, c.button("clients.filter", "clients.classes", sort=sort)])
    rows.append([c.button("clients.new", "clients.new"), c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=c.draft)


def _class_heading(c: Context, class_: str, count: int) -> Markup:
    return c.t("clients.list_heading_class", n=count, what=c.words.plain(f"clients.class_{class_}"))


def _due_line(c: Context, each: Due, place: int) -> str:
    state = card.due(c, each.overdue_days)
    manager = each.manager if each.manager_id != c.actor.id else None
    key = "clients.list_line_managed" if manager else "clients.list_line"
    kind = c.words.plain(f"clients.class_{each.class_}") if each.class_ else c.words.plain("clients.no_class")
    return c.t(key, place=place, name=each.name, what=kind, state=state, **({"manager": manager} if manager else {}))


def classes(c: Context) -> Reply:
    """Which class to show."""
    sort = c.data.get("sort", "name")
    rows: Rows = [[c.button("clients.all_classes", "clients.list", sort=sort)]]
    rows += [[c.button(f"clients.class_{each}", "clients.list", sort=sort, **{"class": each})] for each in ClientClass]
    return Reply([c.say("clients.choose_class", rows)])


def named(c: Context) -> Reply | None:
    """Text that is nothing but a name of somebody in scope; None where it is not."""
    typed = c.turn.text.strip()
    if len(typed) < 2:
        return None
    hits = [hit for hit in finder.find(c.tx, c.actor, typed) if hit.fit <= GOOD]
    return _found(c, typed, hits, 0) if hits else None


def page(c: Context) -> Reply:
    """Another page of what was found."""
    typed = c.data["typed"]
    return _found(c, typed, finder.find(c.tx, c.actor, typed), int(c.data["offset"]))


def _found(c: Context, typed: str, hits: list[Hit], offset: int) -> Reply:
    best = [hit for hit in hits if hit.fit == finder.EXACT and hit.noun == "clients"]
    if len(best) == 1 or (len(hits) == 1 and hits[0].noun == "clients"):
        return Reply([card.card(c, (best or hits)[0].id)], ends=c.draft)
    if not hits:
        rows: Rows = [
            [c.button("clients.new", "clients.new", name=typed[:80])],
            [c.button("clients.all", "clients.list")],
        ]
        return Reply([c.say("clients.nothing_found", rows, typed=typed[:40])], ends=c.draft)
    shown = hits[offset : offset + PAGE]
    lines = [c.t("clients.found", n=len(hits), typed=typed[:40]), ""]
    lines += [_hit_line(c, hit, place) for place, hit in enumerate(shown, offset + 1)]
    rows = [numbers(offset, map(_opens, shown)) if len(hits) > 1 else [Button(hits[0].name, *_opens(hits[0]))]]
    rows.append(turning(c, "clients.found", offset, len(hits), typed=typed))
    rows.append([c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=c.draft)


def _hit_line(c: Context, hit: Hit, place: int) -> str:
    if hit.noun == "clients":
        return c.t("clients.hit_client", place=place, name=hit.name)
    key = "clients.hit_person_at" if hit.position else "clients.hit_person"
    values: dict[str, Any] = {"place": place, "name": hit.name, "client": hit.client}
    return c.t(key, **values, **({"position": hit.position} if hit.position else {}))


def _opens(hit: Hit) -> tuple[str, dict[str, Any]]:
    return ("clients.show", {"client": hit.id}) if hit.noun == "clients" else ("persons.show", {"person": hit.id})
