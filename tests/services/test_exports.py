"""Records as files: each format is read back by another program's reader, and nothing in them is a formula."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from services import exports

COLUMNS = ("id", "client", "persons", "content", "next_steps", "late")
ROWS: list[dict[str, Any]] = [
    {
        "id": 1,
        "client": "龙岩一中",
        "persons": ["王建斌", "陈丽娟"],
        "content": '聊了"续约"，\n下周再谈',
        "next_steps": [{"text": "送方案", "due_on": "2026-03-25", "owner": "林悦", "done": True}],
        "late": False,
    },
    {"id": 2, "client": "=1+1", "persons": [], "content": None, "next_steps": [], "late": True},
]


def written(kind: exports.Format, rows: list[dict[str, Any]] = ROWS, columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.BytesIO()
    assert exports.write(rows, columns, kind, out) == len(rows)
    return out.getvalue()


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_json_lines_carry_the_values_as_they_are() -> None:
    assert [json.loads(line) for line in written("jsonl").splitlines()] == ROWS


def test_csv_has_one_row_for_a_record_and_a_mark_of_its_encoding() -> None:
    content = written("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    heading, first, second = read_csv(content)
    assert heading == list(COLUMNS)
    note = "送方案 (2026-03-25, 林悦, done)"
    assert first == ["1", "龙岩一中", "王建斌 | 陈丽娟", '聊了"续约"，\n下周再谈', note, "0"]
    assert second == ["2", "'=1+1", "", "", "", "1"]


def test_xlsx_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    heading, first, second = read_xlsx(written("xlsx"))
    assert heading == list(COLUMNS)
    assert (first[0], first[1], first[5]) == (1.0, "龙岩一中", 0.0)
    assert second[1] == "=1+1"


def test_an_export_of_nothing_still_has_its_heading() -> None:
    assert written("jsonl", []) == b""
    assert read_csv(written("csv", [])) == [list(COLUMNS)]
    assert read_xlsx(written("xlsx", [])) == [list(COLUMNS)]


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60), st.sampled_from("=+-@\t\r"))
def test_no_text_begins_like_a_formula_in_csv_whatever_it_says(text: str, sign: str) -> None:
    for value in (text, sign + text):
        [[_], [cell]] = read_csv(written("csv", [{"content": value}], ("content",)))
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.removeprefix("'") == value.removeprefix("'")


def test_more_records_than_a_sheet_has_rows_are_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "SHEET_ROWS", 3)
    written("xlsx")
    with pytest.raises(exports.TooManyRows):
        written("xlsx", [*ROWS, ROWS[0]])
