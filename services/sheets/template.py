"""The empty sheet to fill in: its header in the language of the organisation, one example row, and notes."""

import csv
import io
from typing import Any

from locales.words import Words
from services.fields import label_key
from services.sheets import columns

_EXAMPLES: dict[str, dict[str, dict[str, str]]] = {
    "clients": {
        "zh_Hans": {
            "aliases": "一中|市一中",
            "class": "A",
            "industry": "教育",
            "district": "新罗区",
            "founded_on": "1903-09-01",
            "employees": "320",
            "phone": "0597-0000000",
            "manager": "郑晓岚",
        },
        "zh_Hant": {
            "aliases": "一中|市一中",
            "class": "A",
            "industry": "教育",
            "district": "新羅區",
            "founded_on": "1903-09-01",
            "employees": "320",
            "phone": "0597-0000000",
            "manager": "鄭曉嵐",
        },
        "en": {
            "aliases": "No. 1 High|LYHS",
            "class": "A",
            "industry": "Education",
            "district": "Xinluo",
            "founded_on": "1903-09-01",
            "employees": "320",
            "phone": "0597-0000000",
            "manager": "Zheng Xiaolan",
        },
    },
    "persons": {
        "zh_Hans": {
            "client": "龙岩一中",
            "sex": "男",
            "position": "校长",
            "role": "集团领导",
            "phone": "13900000000",
            "birthday": "1969-08-15",
            "birthday_type": "农历",
            "hobbies": "书法",
        },
        "zh_Hant": {
            "client": "龍岩一中",
            "sex": "男",
            "position": "校長",
            "role": "集團主管",
            "phone": "13900000000",
            "birthday": "1969-08-15",
            "birthday_type": "農曆",
            "hobbies": "書法",
        },
        "en": {
            "client": "Longyan No. 1 High School",
            "sex": "male",
            "position": "Principal",
            "role": "leader",
            "phone": "13900000000",
            "birthday": "1969-08-15",
            "birthday_type": "lunar",
            "hobbies": "calligraphy",
        },
    },
    "contracts": {
        "zh_Hans": {"client": "龙岩一中", "owner": "陈主任", "starts_on": "2025-04-01", "ends_on": "2027-03-31"},
        "zh_Hant": {"client": "龍岩一中", "owner": "陳主任", "starts_on": "2025-04-01", "ends_on": "2027-03-31"},
        "en": {
            "client": "Longyan No. 1 High School",
            "owner": "Mr Chen",
            "starts_on": "2025-04-01",
            "ends_on": "2027-03-31",
        },
    },
}


def header(noun: str, text: Words) -> list[str]:
    """The columns of a template as their fields are called in a language."""
    return [text.plain(label_key(noun, field)) for field in columns.TABLES[noun]]


def example(noun: str, text: Words) -> list[str]:
    """The example row; its name says that it is one, and it is never imported."""
    shown = _EXAMPLES[noun][text.language]
    shown = {**shown, columns.NAMED[noun]: text.plain(f"sheets.example_{noun[:-1]}")}
    return [shown.get(field.rstrip("_"), "") for field in columns.TABLES[noun]]


def notes(noun: str, text: Words) -> list[str]:
    """What to know when filling it in."""
    keys = (f"note_required_{noun}", f"note_fields_{noun}", "note_example")
    return [text.plain(f"sheets.{key}") for key in keys]


def as_csv(noun: str, text: Words) -> str:
    """The template as CSV; the notes are lines that begin with #."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerows([header(noun, text), example(noun, text)])
    rows.writerows([f"# {note}"] for note in notes(noun, text))
    return out.getvalue()


def as_xlsx(noun: str, text: Words) -> bytes:
    """The template as XLSX; the notes have a sheet of their own."""
    import xlsxwriter  # wanted here alone, and not for free at the start of every command

    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(text.plain(f"sheets.template_name_{noun}"))
    titles = header(noun, text)
    required = [field in columns.REQUIRED[noun] for field in columns.TABLES[noun]]
    plain = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "border_color": "#C5D0E0"})
    needed = book.add_format({"bold": True, "bg_color": "#FFE8C7", "border": 1, "border_color": "#E0C9A0"})
    # Text throughout, so that no program turns a phone number or a lunar birthday into something else.
    text_format = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#7A7A7A"})
    for column, (title, must) in enumerate(zip(titles, required, strict=True)):
        sheet.set_column(column, column, max(12, 2 * len(title) + 2), text_format)
        sheet.write_string(0, column, title, needed if must else plain)
    for column, value in enumerate(example(noun, text)):
        if value:
            sheet.write_string(1, column, value, grey)
    sheet.freeze_panes(1, 0)
    remarks = book.add_worksheet(text.plain("sheets.template_notes"))
    remarks.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, note in enumerate(notes(noun, text)):
        remarks.write_string(row, 0, note)
    book.close()
    return out.getvalue()
