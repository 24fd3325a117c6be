"""The card of a visit: what was recorded, read back so that a mistake is seen at a glance. Any noun may show one."""

from collections import Counter
from collections.abc import Sequence

from domain.visits import Competition, NextStep, Visit
from handlers.context import Context
from handlers.turn import Button, Message, Rows
from language import referrals
from locales.competitors import competitor_name
from locales.format import day, moment
from locales.markup import Markup, escape, join
from services.visits import Recorded, may_change

_FIELDS = {"client_id": "client", "visited_on": "when", "visited_at": "when", "competition": "competitors"}
"""Fields of a record that the card calls by another word."""

MOST_UNKNOWN = 3
"""So many persons who are not in the file get a button; a card is no form."""


def card(c: Context, recorded: Recorded, heading: str, rows: Rows | None = None) -> Message:
    """A visit as a message; `heading` is the key of its first line. Without `rows`: what may be done with it."""
    lines: list[str] = [_heading(c, recorded, heading), *facts(c, recorded)]
    if recorded.news and recorded.hearers:
        lines.append(c.t("notes.leaders_told", names=comma(c, [each.name for each in recorded.hearers])))
    return Message(join(lines), buttons(c, recorded) if rows is None else rows)


def _heading(c: Context, recorded: Recorded, key: str) -> Markup:
    if key == "visits.changed" and not recorded.changed:
        key = "visits.unchanged"
    if key != "visits.changed":
        return c.t(key, client=recorded.client.name)
    what = comma(c, [c.words.plain(f"visits.field_{name}") for name in dict.fromkeys(map(_field, recorded.changed))])
    return c.t(key, client=recorded.client.name, what=what)


def _field(name: str) -> str:
    return _FIELDS.get(name, name)


def buttons(c: Context, recorded: Recorded) -> list[list[Button]]:
    """Change and Undo for those who may, what was sent along, persons to put into the file, and a question for the
    leader where the words speak of one (R2.8)."""
    visit = recorded.visit
    rows: list[list[Button]] = []
    if may_change(c.actor, visit):
        undo = c.button("visits.undo", "visits.undo", visit=visit.id)
        rows.append([c.button("visits.change", "visits.change", visit=visit.id), undo])
    if visit.attachments:
        label = c.words.plain("visits.show_attachments", n=len(visit.attachments))
        rows.append([Button(label, "visits.attachments", {"visit": visit.id})])
    if rows and recorded.client_in_scope and may_change(c.actor, visit):
        unknown = [met.name for met in visit.persons if met.person_id is None][:MOST_UNKNOWN]
        for name in unknown:
            label = c.words.plain("visits.add_person", name=name)
            rows.append([Button(label, "visits.add_person", {"visit": visit.id, "name": name})])
        if referrals.mentioned(f"{visit.content} {visit.feedback or ''}"):
            rows.append([c.button("referrals.ask", "referrals.ask", client=visit.client_id)])
    return rows


def facts(c: Context, recorded: Recorded) -> list[str]:
    """The lines of a card, each with its word; what is not known has no line."""
    visit, names = recorded.visit, recorded.names
    found = [
        ("when", when(c, visit)),
        ("persons", comma(c, [met.name for met in visit.persons])),
        ("visit_type", c.words.plain(f"visits.type_{visit.visit_type}")),
        ("purposes", comma(c, [c.words.plain(f"visits.purpose_{purpose}") for purpose in visit.purposes])),
        ("companions", comma(c, [names[id_] for id_ in visit.companions if id_ in names])),
        ("length_minutes", length(c, visit.length_minutes)),
        ("place", visit.place or ""),
        ("content", short(visit.content)),
        ("feedback", short(visit.feedback or "")),
        ("sentiment", c.words.plain(f"visits.sentiment_{visit.sentiment}") if visit.sentiment else ""),
        ("competitors", competitors(c, visit.competition)),
    ]
    lines: list[str] = [line(c, f"visits.field_{name}", value) for name, value in found if value]
    lines += [line(c, "visits.field_next_steps", step(c, each)) for each in visit.next_steps]
    if visit.attachments:
        kinds = Counter(sent.kind for sent in visit.attachments)
        counted = [c.words.plain(f"visits.kind_{kind}", n=n) for kind, n in kinds.items()]
        lines.append(line(c, "visits.field_attachments", comma(c, counted)))
    if visit.logged_by != visit.manager_id:
        writer, manager = names.get(visit.logged_by, "?"), names.get(visit.manager_id, "?")
        lines.append(c.t("visits.on_behalf", writer=writer, manager=manager))
    elif visit.manager_id != c.actor.id and visit.manager_id in names:
        lines.append(line(c, "visits.field_manager", names[visit.manager_id]))
    if visit.late:
        lines.append(c.t("visits.late", n=c.actor.organisation.settings.late_after_days))
    return lines


def when(c: Context, visit: Visit) -> str:
    """The day of a visit, and the hour where one was said."""
    if visit.visited_at is None:
        return day(visit.visited_on, c.today, c.words.language)
    return moment(visit.visited_at.astimezone(c.actor.zone), c.today, c.words.language)


def step(c: Context, each: NextStep) -> str:
    """A next step with its due day, and whether it is done."""
    due = day(each.due_on, c.today, c.words.language) if each.due_on else ""
    key = "visits.step_done_line" if each.done_at else "visits.step_line"
    return c.words.plain(key if due else f"{key}_undated", text=short(each.text, 200), due=due)


def length(c: Context, minutes: int | None) -> str:
    """How long it took, "" where unknown."""
    return c.words.plain("visits.minutes", n=minutes) if minutes else ""


def competitors(c: Context, told: Sequence[Competition]) -> str:
    """The competitors that news is of, in the reader's language."""
    return comma(c, list(dict.fromkeys(competitor_name(news.competitor, c.words.language) for news in told)))


def news(c: Context, competitor: str, content: str, most: int = 400) -> Markup:
    """Competitor news on one line (R1.7): who, and what; whoever is named in the words is not named twice."""
    name, told = competitor_name(competitor, c.words.language), short(content.strip(), most)
    if told in ("", name, competitor):
        return Markup(f"<b>{escape(name)}</b>")
    if told.lower().startswith(name.lower()):
        return Markup(f"<b>{escape(told[: len(name)])}</b>{escape(told[len(name) :])}")
    return c.t("visits.news_line", competitor=name, content=told)


def line(c: Context, key: str, value: str) -> Markup:
    """A word and what it says, on one line."""
    return c.t("common.line", label=c.t(key), value=value)


def comma(c: Context, values: Sequence[str]) -> str:
    """Several values in a row, as the language separates them."""
    return c.words.plain("common.comma").join(values)


def short(text: str, most: int = 600) -> str:
    """A text no longer than so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
