"""The visits of one client as one bound record (R2.9): a sheet whose cells are texts, never formulas."""

from datetime import datetime
from io import BytesIO

from domain.errors import Refused
from domain.staff import Actor
from domain.visits import NextStep, Visit
from locales.words import Words
from storage import audit, staff, visit_export, visits
from storage.tx import Tx

_COLUMNS = (
    *(("when", 18), ("persons", 16), ("visit_type", 12), ("purposes", 20), ("content", 60), ("feedback", 30)),
    *(("sentiment", 10), ("competitors", 14), ("next_steps", 36), ("companions", 14), ("length_minutes", 10)),
    *(("place", 16), ("manager", 10), ("logged_by", 10), ("logged_at", 18), ("late_mark", 8)),
)
"""The columns with their widths in characters."""


def bound_record(tx: Tx, actor: Actor, client_id: int, words: Words, now: datetime) -> tuple[str, bytes]:
    """The name and bytes of an XLSX with every visit of a client, oldest first; taking it out is audited.

    Raises Refused for a client out of scope (R0.4).
    """
    client = visits.client_of(tx, actor, client_id)
    if client is None:
        raise Refused("clients.not_found")
    found = [visit for batch in visit_export.batches(tx, client_id=client_id) for _, visit in batch]
    involved = {id_ for visit in found for id_ in (visit.manager_id, visit.logged_by, *visit.companions)}
    names = staff.names(tx, involved)
    audit.write(tx, "visits_exported", "client", client_id, now, staff_id=actor.id, detail={"visits": len(found)})
    title = words.plain("visits.sheet_title", client=client.name)
    rows = [_row(actor, words, visit, names) for visit in found]
    taken = words.plain("visits.sheet_taken", name=actor.staff.name, at=_wall(actor, now))
    return f"{_file_name(title)}.xlsx", _written(words, title, taken, rows)


def _written(words: Words, title: str, taken: str, rows: list[list[str]]) -> bytes:
    content = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # wanted here alone, and not for free at every start

    with xlsxwriter.Workbook(content, {"in_memory": True, **plain}) as book:
        page = book.add_worksheet(words.plain("visits.sheet_tab"))
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        page.write_string(0, 0, title, bold)
        page.write_string(1, 0, taken)
        for column, (name, width) in enumerate(_COLUMNS):
            page.set_column(column, column, width)
            page.write_string(3, column, words.plain(f"visits.field_{name}"), head)
        for place, row in enumerate(rows, 4):
            for column, value in enumerate(row):
                page.write_string(place, column, value[:32_000], cell)
        page.freeze_panes(4, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(3)
    return content.getvalue()


def _row(actor: Actor, words: Words, visit: Visit, names: dict[int, str]) -> list[str]:
    comma = words.plain("common.comma")
    kind = words.plain(f"visits.type_{visit.visit_type}")
    return [
        _wall(actor, visit.visited_at) if visit.visited_at else visit.visited_on.isoformat(),
        comma.join(met.name for met in visit.persons),
        kind,
        comma.join(words.plain(f"visits.purpose_{purpose}") for purpose in visit.purposes),
        visit.content,
        visit.feedback or "",
        words.plain(f"visits.sentiment_{visit.sentiment}") if visit.sentiment else "",
        comma.join(news.competitor for news in visit.competition),
        "\n".join(_step(words, step) for step in visit.next_steps),
        comma.join(names.get(id_, "") for id_ in visit.companions),
        words.plain("visits.minutes", n=visit.length_minutes) if visit.length_minutes else "",
        visit.place or "",
        names.get(visit.manager_id, ""),
        names.get(visit.logged_by, ""),
        _wall(actor, visit.logged_at),
        words.plain("visits.late_mark") if visit.late else "",
    ]


def _step(words: Words, step: NextStep) -> str:
    due = step.due_on.isoformat() if step.due_on else ""
    key = "visits.step_done_line" if step.done_at else "visits.step_line"
    return words.plain(key if due else f"{key}_undated", text=step.text, due=due)


def _wall(actor: Actor, at: datetime) -> str:
    return f"{at.astimezone(actor.zone):%Y-%m-%d %H:%M}"


def _file_name(title: str) -> str:
    return "".join(sign if sign.isalnum() or sign in " -_" else "_" for sign in title)[:80]
