"""The card of a client: what one wants to see before the door, and the rest a press away."""

from dataclasses import replace
from typing import Any

from domain.clients import FACTS, Client, overdue_days
from domain.persons import Birthday
from handlers import fields, file_history
from handlers.context import Context
from handlers.turn import Button, Message, Reply
from locales.format import day, plain_day
from locales.markup import Markup, join
from services import clients, persons
from services.persons import Coming
from services.settings import visit_standards
from storage import notes, staff, visits

FEW = 5
"""Persons, birthdays and aliases named on the card itself."""

ON_CARD = ("class_", "industry", "district", "phone")

Rows = list[list[Button]]


def show(c: Context) -> Reply:
    """A client pressed or asked for."""
    mine = c.draft is not None and c.draft.noun in ("clients", "persons")
    shown = replace(card(c, int(c.data["client"]), back=c.data.get("back")), fresh=bool(c.data.get("fresh")))
    return Reply([shown], ends=c.draft if mine else None)


def card(
    c: Context, client_id: int, *, lead: str | None = None, back: Any = None, undo: Button | None = None
) -> Message:
    """The card; `lead` is a line above it that says what was just done."""
    client = clients.load(c.tx, c.actor, client_id)
    people = persons.of_client(c.tx, c.actor, client.id)
    lines = [lead, ""] if lead else []
    lines += [_heading(c, client), *_about(c, client)]
    if people:
        named = [fields.person(c, person.name, person.position) for person in people[:FEW]]
        more = c.words.plain("clients.and_more", n=len(people) - FEW) if len(people) > FEW else ""
        text = c.words.plain("common.comma").join(named) + more
        lines.append(fields.written(c, c.words.plain("clients.persons"), text))
    lines += _visits(c, client)
    lines += [_birthday(c, coming) for coming in persons.birthdays_near(c.actor, people, c.today)[:FEW]]
    lines += [c.t("clients.note", text=_short(note.text)) for note in notes.of_client(c.tx, client.id, limit=2)]
    return Message(join(lines), _buttons(c, client, back, undo))


def _heading(c: Context, client: Client) -> Markup:
    if client.class_ is None:
        return c.t("clients.heading", name=client.name)
    return c.t("clients.heading_class", name=client.name, what=c.words.plain(f"clients.class_{client.class_}"))


def _about(c: Context, client: Client) -> list[str]:
    lines = []
    manager = staff.by_id(c.tx, client.manager_id) if client.manager_id else None
    where = [each for each in (client.industry, client.sub_industry, client.district) if each]
    if where:
        lines.append(" · ".join(where))
    if client.aliases:
        named = c.words.plain("common.comma").join(client.aliases[:FEW])
        lines.append(fields.written(c, fields.label(c, "clients", "aliases"), named))
    if manager and manager.id != c.actor.id:
        lines.append(fields.written(c, fields.label(c, "clients", "manager"), manager.name))
    if client.phone:
        lines.append(fields.line(c, "clients", "phone", client.phone))
    return lines


def _visits(c: Context, client: Client) -> list[str]:
    last = visits.last_days(c.tx, [client.id]).get(client.id)
    standard = visit_standards(c.tx, [client.manager_id])[client.manager_id]
    days = overdue_days(client.class_, last, client.assigned_on or c.today, c.today, standard)
    told = day(last, c.today, c.words.language) if last else c.words.plain("clients.never_visited")
    return [
        fields.written(c, c.words.plain("clients.last_visit"), told),
        fields.written(c, c.words.plain("clients.next_due"), due(c, days)),
    ]


def due(c: Context, days: int) -> str:
    """How many days a visit is overdue, or how many are left."""
    if days > 0:
        return c.words.plain("clients.overdue", n=days)
    return c.words.plain("clients.due_in", n=-days) if days else c.words.plain("clients.due_today")


def _birthday(c: Context, coming: Coming) -> str:
    on = day(coming.occurrence.on, c.today, c.words.language)
    birthday = Birthday.of(coming.person)
    assert birthday is not None
    if birthday.solar:
        return c.t("clients.birthday", name=coming.person.name, day=on)
    lunar = fields.birthday(c, Birthday(birthday.month, birthday.day, None, birthday.type))
    return c.t("clients.birthday_lunar", name=coming.person.name, day=on, lunar=lunar)


def _buttons(c: Context, client: Client, back: Any, undo: Button | None) -> Rows:
    this = {"client": client.id}
    rows: Rows = [[undo]] if undo else []
    rows.append(
        [c.button("clients.log_visit", "visits.start", **this), c.button("clients.visits", "visits.of_client", **this)]
    )
    rows.append(
        [
            c.button("clients.persons", "persons.of_client", **this),
            c.button("clients.add_person", "persons.new", **this),
        ]
    )
    rows.append(
        [
            c.button("clients.contracts", "contracts.list", **this),
            c.button("clients.edit", "clients.edit", **this),
            c.button("clients.more", "clients.more", **this),
        ]
    )
    if back is not None:
        rows.append([Button(c.words.plain("common.back"), "clients.list", back)])
    return rows


def more(c: Context) -> Reply:
    """All that is known of a client, and what is used less often."""
    client = clients.load(c.tx, c.actor, int(c.data["client"]))
    lines: list[str] = [_heading(c, client)]
    lines += [
        fields.line(c, "clients", name, value) for name in FACTS if (value := getattr(client, name)) not in (None, "")
    ]
    for column in ("manager_id", "chief_manager_id"):
        member = staff.by_id(c.tx, getattr(client, column)) if getattr(client, column) else None
        if member:
            lines.append(fields.written(c, fields.label(c, "clients", column), member.name))
    if client.assigned_on:
        assigned = plain_day(client.assigned_on, c.words.language, year=True)
        lines.append(fields.written(c, c.words.plain("clients.assigned_on"), assigned))
    lines += [c.t("clients.note", text=_short(note.text)) for note in notes.of_client(c.tx, client.id)]
    this = {"client": client.id}
    rows: Rows = [
        [
            c.button("clients.aliases", "clients.aliases", **this),
            c.button("clients.history", "clients.history", **this),
        ],
        [c.button("clients.sheet", "visits.sheet", **this)],
    ]
    hidden = [name for name in clients.SECRET if getattr(client, name)]
    if hidden:
        rows.append([_reveal(c, client, name) for name in hidden])
    rows.append([c.button("common.back", "clients.show", **this)])
    return Reply([Message(join(lines), rows)])


def _reveal(c: Context, client: Client, name: str) -> Button:
    label = c.words.plain("clients.reveal", what=fields.label(c, "clients", name))
    return Button(label, "clients.reveal", {"client": client.id, "field": name})


def reveal(c: Context) -> Reply:
    """A masked field in full, for this one look (R11.2)."""
    field = c.data["field"]
    value = clients.reveal(c.tx, c.actor, int(c.data["client"]), field, c.now)
    return Reply(toast=f"{fields.label(c, 'clients', field)}: {value}"[:200], alert=True)


def history(c: Context) -> Reply:
    """What changed, by whom and when, the newest first."""
    client_id = int(c.data["client"])
    found = clients.history(c.tx, c.actor, client_id)
    back = c.button("common.back", "clients.more", client=client_id)
    return Reply([file_history.history(c, "clients", found, back, client=client_id)])


def _short(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
