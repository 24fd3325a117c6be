"""The card of a visit: what was recorded, read back so that a mistake is seen at a glance."""

from domain.visits import Visit
from handlers.context import Context
from handlers.turn import Message, Rows
from locales.format import day, moment
from locales.markup import Markup, escape, join
from services.visits import Recorded, may_change
from storage import staff


def card(c: Context, recorded: Recorded, heading: str, rows: Rows | None = None) -> Message:
    """A visit as a message; `heading` is the key of its first line. Without `rows`: Change and Undo."""
    visit = recorded.visit
    lines = [c.t(heading, client=recorded.client.name), *facts(c, visit)]
    if rows is None:
        rows = buttons(c, visit)
    return Message(join(lines), rows)


def buttons(c: Context, visit: Visit) -> Rows:
    """Change and Undo, for those who may."""
    if not may_change(c.actor, visit):
        return ()
    change = c.button("visits.change", "visits.change", visit=visit.id)
    return [[change, c.button("visits.undo", "visits.undo", visit=visit.id)]]


def facts(c: Context, visit: Visit) -> list[str]:
    """The lines of a card, each with its word; what is not known has no line."""
    lines = [_line(c, "visits.when", _when(c, visit))]
    if visit.persons:
        lines.append(_line(c, "visits.persons", c.t("common.comma").join(escape(met.name) for met in visit.persons)))
    lines.append(_line(c, "visits.type", c.t(f"visits.type_{visit.visit_type}")))
    if visit.purposes:
        named = (c.t(f"visits.purpose_{purpose}") for purpose in visit.purposes)
        lines.append(_line(c, "visits.purposes", c.t("common.comma").join(named)))
    if visit.companions:
        together = (member.name for id_ in visit.companions if (member := staff.by_id(c.tx, id_)))
        lines.append(_line(c, "visits.companions", c.t("common.comma").join(escape(name) for name in together)))
    if visit.content:
        lines.append(_line(c, "visits.content", _short(visit.content)))
    if visit.sentiment:
        lines.append(_line(c, "visits.sentiment", c.t(f"visits.sentiment_{visit.sentiment}")))
    if visit.competition:
        names = (escape(news.competitor) for news in visit.competition)
        lines.append(_line(c, "visits.competition", c.t("common.comma").join(names)))
    lines += [_step(c, step.text, step.due_on) for step in visit.next_steps]
    if visit.attachments:
        lines.append(_line(c, "visits.attachments", str(len(visit.attachments))))
    if visit.logged_by != visit.manager_id:
        writer, owner = staff.by_id(c.tx, visit.logged_by), staff.by_id(c.tx, visit.manager_id)
        if writer and owner:
            lines.append(c.t("visits.on_behalf", writer=writer.name, manager=owner.name))
    if visit.late:
        lines.append(c.t("visits.late"))
    return lines


def _when(c: Context, visit: Visit) -> str:
    if visit.visited_at is None:
        return day(visit.visited_on, c.today, c.words.language)
    return moment(visit.visited_at.astimezone(c.actor.zone), c.today, c.words.language)


def _step(c: Context, text: str, due: object) -> str:
    if due is None:
        return c.t("visits.step", text=text)
    return c.t("visits.step_due", text=text, due=day(due, c.today, c.words.language))  # type: ignore[arg-type]


def _line(c: Context, key: str, value: str) -> str:
    return c.t("common.line", label=c.t(key), value=Markup(escape(value)))


def _short(text: str, most: int = 600) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
