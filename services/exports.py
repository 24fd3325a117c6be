"""Records as files for other programs: JSON lines, CSV, XLSX. Nothing in them can run as a formula."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, Literal

Format = Literal["jsonl", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "xlsx")

VISIT_COLUMNS = (
    *("id", "client", "persons", "at", "visit_type", "purposes", "content", "feedback", "competitors", "next_steps"),
    *("logged_by", "on_behalf_of", "logged_at", "late"),
)
"""The keys of `services.visits.export_rows`, in the order of the sheet's columns."""

SHEET_ROWS = 1_048_576
"""A sheet of XLSX has no more rows, its heading included."""
_CELL = 32_767
_WIDTHS = {"client": 28, "persons": 18, "at": 26, "content": 60, "feedback": 40, "next_steps": 40, "logged_at": 26}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class TooManyRows(Exception):
    """More records than a sheet of XLSX has rows."""


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], kind: Format, out: IO[bytes]) -> int:
    """Write records as a file of that kind; returns how many. Raises TooManyRows for XLSX."""
    return {"jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx}[kind](rows, columns, out)


def plain(value: Any) -> str:
    """A value as one cell of a table: lists in a row, what belongs together in brackets, what holds by its name."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case Mapping():
            parts = [
                name if each is True else plain(each)
                for name, each in value.items()
                if each is not None and each is not False
            ]
            first, *more = parts
            return f"{first} ({', '.join(more)})" if more else first
        case list() | tuple():
            return " | ".join(plain(each) for each in value)
        case _:
            return str(value)


def without_formula(text: str) -> str:
    """A text that a spreadsheet takes as text, even where it begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _jsonl(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: IO[bytes]) -> int:
    count = 0
    for row in rows:
        out.write(json.dumps({name: row[name] for name in columns}, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: IO[bytes]) -> int:
    # Spreadsheet programs take a file without this mark for one in the machine's own encoding.
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(row[name]) for name in columns])
        count += 1
    text.detach()
    return count


def _csv_cell(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else without_formula(plain(value))


def _xlsx(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: IO[bytes]) -> int:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    heading, wrapped = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(name, 14), wrapped)
        sheet.write_string(0, place, name, heading)
    sheet.freeze_panes(1, 0)
    count = 0
    for row in rows:
        count += 1
        if count >= SHEET_ROWS:
            raise TooManyRows
        for place, name in enumerate(columns):
            value = row[name]
            if isinstance(value, int):
                sheet.write_number(count, place, int(value))
            else:
                sheet.write_string(count, place, plain(value)[:_CELL])
    sheet.autofilter(0, 0, count, len(columns) - 1)
    book.close()
    return count
