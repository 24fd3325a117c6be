"""A file becomes rows of text: CSV in whatever encoding and with whatever separator, XLSX without its formulas.

The caps are the same however the file came: nothing is unpacked before its size is known, and nothing is laid out
before its outline is (a sheet of two cells can ask for a table of seventeen billion).
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.errors import Refused
from language.characters import fold, reading

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file as it comes."""

MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of an XLSX once unpacked."""

MOST_ROWS = 20_000
"""Rows below the header."""

MOST_COLUMNS = 200

Rows = list[tuple[int, list[str]]]
"""Rows that hold anything, each with its number as a spreadsheet shows it; every cell a trimmed text."""

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_TOKEN = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", "\t", ";", "；", "，")


def rows(content: bytes, known: Callable[[str], bool]) -> Rows:
    """The rows of a CSV or XLSX file. `known` tells a header of ours, which settles encoding and separator.

    Raises Refused, in words, for an empty, overlarge, protected, damaged or foreign file.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("sheets.too_large", megabytes=LARGEST_FILE // 2**20)
    if content.startswith(_ZIP):
        found = _from_xlsx(content)
    elif content.startswith(_OLD_OFFICE):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        raise Refused("sheets.protected" if protected else "sheets.old_excel")
    elif content.startswith(_OTHERS):
        raise Refused("sheets.not_a_sheet")
    else:
        found = _from_csv(content, known)
    if not found:
        raise Refused("sheets.empty")
    return found


def _kept(lines: Iterable[Iterable[Any]], first: int = 1) -> Rows:
    """Rows with anything in them. Raises Refused beyond the caps."""
    found: Rows = []
    for number, line in enumerate(lines, first):
        cells = [_text(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Refused("sheets.too_wide", most=MOST_COLUMNS)
        if cells:
            found.append((number, cells))
        if len(found) > MOST_ROWS + 1:
            raise Refused("sheets.too_long", most=MOST_ROWS)
    return found


def _text(cell: Any) -> str:
    match cell:
        case str():
            return "".join(sign for sign in cell if sign >= " " or sign in "\n\t").strip(" \t\n\u3000\xa0\ufeff")
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time() | timedelta() | int() | float():
            return str(cell)
    return ""


def _from_csv(content: bytes, known: Callable[[str], bool]) -> Rows:
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise Refused("sheets.empty")
    decoded = _decoded(content, known)
    head = decoded[:20_000].splitlines()[:10]
    delimiter = max(_DELIMITERS, key=lambda sign: _best_header(head, sign, known))
    try:
        return _kept(csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Refused("sheets.damaged") from None


def _decoded(content: bytes, known: Callable[[str], bool]) -> str:
    """The text in the encoding that makes the most sense of it: a header that is ours, signs that people write."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise Refused("sheets.encoding") from None
    best: tuple[int, float, str] | None = None
    for encoding in _ENCODINGS:
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = decoded[:20_000]
        if "\x00" in head:
            continue
        fit = (max(_best_header(head.splitlines()[:10], sign, known) for sign in _DELIMITERS), _common(head))
        if best is None or fit > best[:2]:
            best = (*fit, decoded)
    if best is None or (not best[0] and best[1] < 0.5):
        raise Refused("sheets.encoding")
    return best[2]


def _best_header(lines: list[str], delimiter: str, known: Callable[[str], bool]) -> int:
    """How many headers of ours the likeliest of these lines has, split at that sign."""
    return max((sum(known(cell.strip().strip('"')) for cell in line.split(delimiter)) for line in lines), default=0)


def _common(text: str) -> float:
    """How much of what is not ASCII is Chinese in common use, between 0 and 1; 1 where all is ASCII."""
    signs = [sign for sign in fold(text) if sign > "\x7f"]
    plain = "、。，；：（）《》“”｜〇—…·"
    return sum(sign in plain or reading(sign) is not None for sign in signs) / len(signs) if signs else 1.0


def _from_xlsx(content: bytes) -> Rows:
    _check_outline(content)
    # A compiled module of some weight, needed by this function alone.
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        sheets = [sheet.name for sheet in book.sheets_metadata if "Visible.Visible" in str(sheet.visible)]
        for name in sheets or book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None and sheet.height:
                return _kept(sheet.to_python(skip_empty_area=False))
    except PasswordError:
        raise Refused("sheets.protected") from None
    except (CalamineError, ValueError, OSError):
        raise Refused("sheets.damaged") from None
    return []


def _check_outline(content: bytes) -> None:
    """Refuse what would unpack or lay out too large, before anything is laid out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise Refused("sheets.unpacks_too_large", megabytes=MOST_UNPACKED // 2**20)
            if any(member.flag_bits & 1 for member in members):
                raise Refused("sheets.protected")
            if not any(member.filename.startswith("xl/") and member.filename.endswith(".xml") for member in members):
                raise Refused("sheets.not_a_sheet")
            for member in members:
                # Reading to the end checks the sizes that the directory only claims.
                body = archive.read(member)
                if member.filename.startswith("xl/worksheets/"):
                    _check_cells(body)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        raise Refused("sheets.damaged") from None


def _check_cells(body: bytes) -> None:
    """Find how far down and right the cells with a value reach; one that only has a colour does not count."""
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\x00" in body[:100]:
        raise Refused("sheets.damaged")
    row = column = cells = 0
    for token in _TOKEN.finditer(body):
        place = _PLACE.search(token[2])
        if token[1] == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        row = int(place[2]) if place else row
        if token[2].endswith(b"/"):
            continue
        cells += 1
        if column > MOST_COLUMNS:
            raise Refused("sheets.too_wide", most=MOST_COLUMNS)
        if row > MOST_ROWS + 100 or cells > MOST_ROWS * 60:
            raise Refused("sheets.too_long", most=MOST_ROWS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
