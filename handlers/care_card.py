"""The card of a care record (R3.6): what was done, read back; how it was received is one more tap. Any noun may show
one."""

from domain.care import Care, Effect
from domain.moments import Kind
from handlers.context import Context
from handlers.moments import moment_name
from handlers.turn import Button, Message
from handlers.visit_card import comma, line, short
from locales.format import day
from locales.markup import Markup, join
from services.care import Logged
from services.gifts import yuan

Rows = list[list[Button]]


def card(c: Context, logged: Logged, heading: str = "care.saved") -> Message:
    """A care record as a message with its buttons; `heading` is the key of its first line.

    A record just made asks how it was received; the other buttons are one tap away then.
    """
    record = logged.care
    lines: list[str] = [c.t(heading, client=logged.client.name), *facts(c, record)]
    if record.occurrence_id is not None and heading == "care.saved":
        lines.append(c.t("care.closed_moment"))
    rows: Rows = []
    if c.actor.id in (record.manager_id, record.logged_by):
        undo = c.button("care.undo", "care.undo", care=record.id)
        if record.effect is None and heading == "care.saved":
            lines += ["", c.t("care.ask_effect")]
            liked, *others = effects(c, record)
            more = c.button("care.more", "care.record", care=record.id)
            return Message(join([Markup(each) for each in lines]), [liked, [others[0][-1], undo, more]])
        rows += [
            [
                c.button("care.add_gift", "care.ask_gift", care=record.id),
                c.button("care.add_learned", "care.ask_learned", care=record.id),
            ],
            [c.button("care.change", "care.change", care=record.id), undo],
        ]
    person_id = next((met.person_id for met in record.persons if met.person_id), None)
    if person_id:
        rows.append([c.button("care.open_person", "persons.show", person=person_id)])
    else:
        rows.append([c.button("care.open_client", "clients.show", client=record.client_id)])
    return Message(join([Markup(each) for each in lines]), rows)


def gone(c: Context, logged: Logged) -> Message:
    """The card of a record that was taken back: it can be brought back."""
    lines = [c.t("care.undone", client=logged.client.name), *facts(c, logged.care)]
    return Message(join(lines), [[c.button("care.restore", "care.restore", care=logged.care.id)]])


def effects(c: Context, record: Care) -> Rows:
    """How was it received? One tap."""
    buttons = [c.button(f"care.effect_{each}", "care.effect", care=record.id, effect=each.value) for each in Effect]
    return [buttons[:3], buttons[3:]]


def facts(c: Context, record: Care) -> list[Markup]:
    """The lines of a card, each with its word; what is not known has no line."""
    known = record.kind is not Kind.OTHER or record.name
    gift = record.gift or ""
    if record.cost is not None:
        gift = c.words.plain("care.gift_cost", gift=gift, cost=yuan(record.cost)).strip()
    found = [
        ("persons", comma(c, [met.name for met in record.persons])),
        ("moment", moment_name(c.words, record.kind, record.name) if known else ""),
        ("when", day(record.cared_on, c.today, c.words.language)),
        ("form", c.words.plain(f"care.form_{record.form}")),
        ("effect", c.words.plain(f"care.effect_{record.effect}") if record.effect else ""),
        ("gift", gift),
        ("content", short(record.content, 300)),
        ("learned", short(record.learned or "", 300)),
    ]
    return [line(c, f"care.field_{name}", value) for name, value in found if value]


def one_line(c: Context, record: Care) -> str:
    """A record in a list of what was done last: 2025年11月2日 · 电话 · 高兴."""
    parts = [day(record.cared_on, c.today, c.words.language), c.words.plain(f"care.form_{record.form}")]
    if record.gift:
        parts.append(short(record.gift, 20))
    if record.effect:
        parts.append(c.words.plain(f"care.effect_{record.effect}"))
    return " · ".join(parts)
