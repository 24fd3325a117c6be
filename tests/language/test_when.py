"""`fieldcare when`: JSON lines for the scorer, words for a person."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.when import when

runner = CliRunner()
app = typer.Typer()
app.command()(when)


def test_json_lines_are_answered_in_order_one_each() -> None:
    feed = [
        {"id": 7, "text": "下周三", "now": "2026-03-18T10:00", "prefer": None},
        {"id": "b", "text": "上午9点到11点", "now": "2026-03-18T10:00:00+08:00", "prefer": "future"},
        {"id": 9, "text": "送了两盒茶叶", "now": "2026-03-18T10:00", "prefer": "past"},
    ]
    result = runner.invoke(app, [], input="".join(json.dumps(line) + "\n" for line in feed))
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": 7, "mentions": [{"text": "下周三", "start": "2026-03-25", "end": None, "grain": "day"}]},
        {
            "id": "b",
            "mentions": [
                {"text": "上午9点到11点", "start": "2026-03-18T09:00", "end": "2026-03-18T11:00", "grain": "minute"}
            ],
        },
        {"id": 9, "mentions": []},
    ]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"id": 1}',
        '{"text": "周五", "now": "soon"}',
        '{"text": "x", "now": "2026-03-18", "prefer": "up"}',
    ],
)
def test_a_line_that_is_no_question_is_named_and_ends_the_run(line: str) -> None:
    result = runner.invoke(app, [], input="\n" + line + "\n")
    assert result.exit_code == 2
    assert "line 2" in result.stderr


def test_words_are_answered_for_a_person_with_the_day_spelled_out() -> None:
    result = runner.invoke(app, ["--now", "2026-03-18T10:00", "下周三下午三点半去一中，", "周五前回复"])
    assert result.exit_code == 0
    assert "下周三（3月25日） 15:30" in result.stdout
    assert "deadline" in result.stdout


def test_words_lean_where_they_are_told_to() -> None:
    result = runner.invoke(app, ["--now", "2026-03-18T10:00", "--prefer", "past", "周五"])
    assert "3月13日" in result.stdout


def test_words_that_name_no_time_say_so() -> None:
    result = runner.invoke(app, ["--now", "2026-03-18T10:00", "你好"])
    assert (result.exit_code, result.stdout) == (1, "")
