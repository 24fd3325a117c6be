"""Files of every common encoding and separator become the same rows; bad ones are refused in words, small or huge."""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from services.sheets.columns import is_known
from services.sheets.files import LARGEST_FILE, MOST_ROWS, Rows, rows

TABLE = [["客户名称", "级别", "客户经理"], ["龙岩一中", "A", "郑晓岚"], ["雁溪中学", "B类", "郑晓岚"]]
ENGLISH = [["name", "class", "manager"], ["龙岩一中", "A", "郑晓岚"], ["闽西第二实验小学", "B", "郑晓岚"]]
TRADITIONAL = [["客戶名稱", "級別", "客戶經理"], ["台龍精密工業（龍岩）有限公司", "A", "鄭曉嵐"]]


def as_csv(table: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return out.getvalue()


def as_xlsx(table: list[list[Any]], *, formula: tuple[int, int, str] | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    if formula:
        sheet.write_formula(formula[0], formula[1], formula[2], None, 42)
    book.close()
    return out.getvalue()


def bare(found: Rows) -> list[list[str]]:
    return [cells for _, cells in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("table", [TABLE, ENGLISH])
def test_every_common_encoding_reads_the_same(table: list[list[str]], encoding: str) -> None:
    assert bare(rows(as_csv(table).encode(encoding), is_known)) == table


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-8", "utf-16"])
def test_traditional_text_is_read_in_its_own_encodings(encoding: str) -> None:
    assert bare(rows(as_csv(TRADITIONAL).encode(encoding), is_known)) == TRADITIONAL


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，", "；"])
def test_the_separator_is_found_by_the_header(delimiter: str) -> None:
    assert bare(rows(as_csv(TABLE, delimiter).encode(), is_known)) == TABLE


_names = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="\u3007"), min_size=1, max_size=12
)


@given(
    st.lists(st.tuples(_names, st.sampled_from("ABC"), _names), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_names_come_back_whatever_the_file_was_saved_as(
    told: list[tuple[str, str, str]], encoding: str, delimiter: str
) -> None:
    table = [["客户名称", "级别", "客户经理"], *map(list, told)]
    assert bare(rows(as_csv(table, delimiter).encode(encoding), is_known)) == table


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        rows(content, is_known)
    except Refused as refused:
        assert refused.key.startswith("sheets.")


@given(st.integers(0, 6000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused_in_words(place: int, byte: int) -> None:
    content = bytearray(as_xlsx(TABLE))
    content[place % len(content)] = byte
    try:
        rows(bytes(content), is_known)
    except Refused as refused:
        assert refused.key.startswith("sheets.")


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    text = '客户名称,级别\r\n\r\n龙岩一中,A\r\n,,\r\n"雁溪\n中学",B\r\n'
    assert [number for number, _ in rows(text.encode(), is_known)] == [1, 3, 5]


def test_a_workbook_gives_numbers_days_and_values_as_text() -> None:
    table = [["name", "employees", "phone", "founded_on", "rank"], ["一中", 320, 13900000101, date(1903, 9, 1), 2.5]]
    book = as_xlsx(table, formula=(1, 1, "=40+2"))
    assert bare(rows(book, is_known))[1] == ["一中", "42", "13900000101", "1903-09-01", "2.5"]


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    found = rows("name,profile\n一中,=1+1\n二中,@SUM(A1)\n".encode(), is_known)
    assert bare(found)[1:] == [["一中", "=1+1"], ["二中", "@SUM(A1)"]]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "sheets.empty"),
        (b"\xef\xbb\xbf\r\n  \r\n", "sheets.empty"),
        (b",,,\n,,\n", "sheets.empty"),
        (b"%PDF-1.7 ...", "sheets.not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n....", "sheets.not_a_sheet"),
        (b"PK\x03\x04 nothing of the kind", "sheets.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheets.old_excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(80) + "EncryptedPackage".encode("utf-16-le"), "sheets.protected"),
        (bytes(range(128, 256)) * 9, "sheets.encoding"),
        (b"\xff\xfea\x00b", "sheets.encoding"),
        pytest.param(b"x" * (LARGEST_FILE + 1), "sheets.too_large", id="too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_own_word(content: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        rows(content, is_known)
    assert refused.value.key == key


def test_a_zip_that_is_no_workbook_is_no_sheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refused, match=r"sheets\.not_a_sheet"):
        rows(out.getvalue(), is_known)


def rewritten(member: str, body: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(TABLE))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, body if name == member else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


def test_a_bomb_that_unpacks_too_large_is_refused_unopened() -> None:
    bomb = rewritten(SHEET, _HEAD + b" " * (65 * 1024 * 1024) + _TAIL)
    assert len(bomb) < 200_000
    with pytest.raises(Refused, match=r"sheets\.unpacks_too_large"):
        rows(bomb, is_known)


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_long"),
        (b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', "too_wide"),
        (b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>", "too_wide"),
        (b"<row r='1'><c r = 'XFD1' ><v>1</v></c></row>", "too_wide"),
    ],
)
def test_two_cells_that_ask_for_a_table_of_billions_are_refused(cells: bytes, key: str) -> None:
    with pytest.raises(Refused, match=rf"sheets\.{key}"):
        rows(rewritten(SHEET, _HEAD + cells + _TAIL), is_known)


def test_coloured_cells_far_below_do_not_count() -> None:
    body = zipfile.ZipFile(io.BytesIO(as_xlsx(TABLE))).read(SHEET)
    styled = body.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>')
    assert bare(rows(rewritten(SHEET, styled), is_known)) == TABLE


def test_too_many_rows_are_refused_and_the_most_allowed_are_read() -> None:
    head = "name\n"
    assert len(rows((head + "一中\n" * MOST_ROWS).encode(), is_known)) == MOST_ROWS + 1
    with pytest.raises(Refused, match=r"sheets\.too_long"):
        rows((head + "一中\n" * (MOST_ROWS + 1)).encode(), is_known)
