"""The date phrases of the examples and the unseen ones written apart from the grammar, counted by the scorer."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from language.dates import find
from tests.examples import score_dates

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
SETS = {
    EXAMPLES / "dates.jsonl": 0.99,
    HERE / "dates_unseen.jsonl": 0.96,
    HERE / "dates_unseen_later.jsonl": 0.96,
    HERE / "dates_unseen_last.jsonl": 0.96,
    HERE / "unseen" / "round5_dates.jsonl": 0.98,
    HERE / "unseen" / "round7_dates.jsonl": 0.96,
    HERE / "unseen" / "round10_dates.jsonl": 0.96,
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answered(row: dict[str, Any]) -> list[dict[str, Any]]:
    found = find(row["text"], datetime.fromisoformat(row["ref"]), row["prefer"])
    return [{"start": m.start.isoformat(), "end": m.end.isoformat() if m.end else None} for m in found]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_phrases_are_read_as_a_careful_person_reads_them(path: Path) -> None:
    rows = rows_of(path)
    missed = [row["text"] for row in rows if not score_dates.right(row, answered(row))]
    assert 1 - len(missed) / len(rows) >= SETS[path], missed


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_wrong_answer_is_rarer_than_none(path: Path) -> None:
    rows = rows_of(path)
    wrong = [row["text"] for row in rows if (got := answered(row)) and not score_dates.right(row, got)]
    assert len(wrong) / len(rows) < 0.02, wrong


def test_what_is_no_date_is_not_read_as_one() -> None:
    negatives = [row for path in SETS for row in rows_of(path) if row["cat"] == "negative"]
    assert len(negatives) >= 100
    missed = [row["text"] for row in negatives if not score_dates.right(row, answered(row))]
    assert len(missed) / len(negatives) < 0.01, missed
