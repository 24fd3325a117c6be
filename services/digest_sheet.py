"""The figures of a digest as a table: every manager of every group in the reader's scope; and as a spreadsheet."""

import io

from domain.digests import Trouble
from domain.staff import Actor
from locales.words import Words
from services import digests
from services.digests import Digest
from storage import staff
from storage.tx import Tx

Row = tuple[str | int, ...]

COLUMNS = ("group", "name", "visits", "target", "last", "care", "last_care")
_TROUBLE_COLUMNS = (("trouble", 14), ("client", 28), ("manager", 12), ("day", 12), ("days", 8), ("text", 60))
MOST_EVENTS = 500


def table(tx: Tx, digest: Digest, words: Words) -> list[Row]:
    """Headings, then a row for each manager: group, name, visits, target, visits before, care, care before."""
    rows: list[Row] = [tuple(words.plain(f"digests.column_{name}") for name in COLUMNS)]
    names = staff.group_names(tx)
    for group_id in digest.actor.staff.groups:
        one = digests.narrowed(digest.actor, group_id)
        for line in digests.figures(tx, one, digest.period, digest.as_of).lines:
            figures = (line.visits, line.target, line.last_visits, line.care, line.last_care)
            rows.append((names[group_id], line.name, *figures))
    return rows


def sheet(tx: Tx, digest: Digest, words: Words) -> bytes:
    """A workbook with a page of figures and one of the exceptions. Nothing in it can run as a formula."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        page = book.add_worksheet(words.plain("digests.page_figures"))
        page.set_column(0, 1, 14)
        for place, row in enumerate(table(tx, digest, words)):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(place, column, value)
                else:
                    page.write_string(place, column, value, heading if place == 0 else None)
        page.freeze_panes(1, 2)
        page = book.add_worksheet(words.plain("digests.page_troubles"))
        for column, (name, width) in enumerate(_TROUBLE_COLUMNS):
            page.set_column(column, column, width)
            page.write_string(0, column, words.plain(f"digests.column_{name}"), heading)
        for place, row in enumerate(_troubles(tx, digest, words), 1):
            for column, value in enumerate(row):
                page.write_string(place, column, str(value))
        page.freeze_panes(1, 0)
    return content.getvalue()


def _troubles(tx: Tx, digest: Digest, words: Words) -> list[Row]:
    actor: Actor = digest.actor
    rows: list[Row] = []
    for trouble in Trouble:
        found, _ = digests.events(tx, digest, trouble, limit=MOST_EVENTS)
        names = staff.names(tx, {each.manager_id for each in found if each.manager_id is not None})
        for each in found:
            on = each.on or (each.at.astimezone(actor.zone).date() if each.at else None)
            text = " ".join(filter(None, (each.name, each.text)))
            about = (names.get(each.manager_id or 0, ""), on.isoformat() if on else "", each.number or "", text)
            rows.append((words.plain(f"digests.kind_of_{trouble}"), each.client, *about))
    return rows
