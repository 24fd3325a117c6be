"""`fieldcare upcoming` through the command line, on the example portfolio."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build

EXAMPLES = Path(__file__).parents[2] / "examples"
KEYS = ["at", "to", "kind", "moment", "client", "person", "date", "lead_days", "text"]


def fieldcare(*arguments: object) -> Result:
    return CliRunner().invoke(build([]), [str(each) for each in arguments])


@pytest.fixture
def data(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example portfolio in a data folder that the commands find by the environment."""
    monkeypatch.setenv("FIELDCARE_DATA", str(database.parent))
    house = ("--org", "闽西", "--timezone", "Asia/Shanghai", "--language", "zh_Hans", "--own-company", "移动")
    assert fieldcare("init", *house).exit_code == 0
    for name in ("郑晓岚", "李四"):
        assert fieldcare("staff", "add", name, "--role", "manager", "--group", "一组").exit_code == 0
    for noun in ("clients", "persons"):
        assert fieldcare("import", noun, EXAMPLES / f"{noun}.csv").exit_code == 0
    return database


def pushed(*arguments: str) -> list[dict[str, Any]]:
    result = fieldcare("upcoming", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_line_is_an_object_of_the_promised_keys_in_the_order_of_time(data: Path) -> None:
    lines = pushed("--from", "2026-09-07", "--to", "2026-10-12")
    assert all(list(line) == KEYS for line in lines)
    times = [datetime.fromisoformat(line["at"]) for line in lines]
    assert times == sorted(times)
    assert all(at.utcoffset() == timedelta(hours=8) for at in times)
    assert date(2026, 9, 7) <= times[0].date() and times[-1].date() <= date(2026, 10, 12)
    for line, at in zip(lines, times, strict=True):
        assert line["lead_days"] == (date.fromisoformat(line["date"]) - at.date()).days
        assert line["text"]
    assert {line["to"] for line in lines if line["kind"] == "care"} == {"郑晓岚"}


def test_each_birthday_of_the_period_stands_there_with_its_times(data: Path) -> None:
    lines = pushed("--from", "2026-10-20", "--to", "2026-11-02")
    birthday = [line for line in lines if line["moment"] == "birthday" and line["person"] == "王建斌"]
    assert [(line["at"], line["lead_days"], line["client"], line["kind"]) for line in birthday] == [
        ("2026-10-26T08:30+08:00", 7, "龙岩一中", "care"),
        ("2026-10-30T08:30+08:00", 3, "龙岩一中", "care"),
        ("2026-11-02T08:30+08:00", 0, "龙岩一中", "care"),
    ]
    words = birthday[-1]["text"].splitlines()
    assert words[:2] == ["王建斌（校长）· 龙岩一中", "🎂 生日：今天（11月2日 周一），满57岁"]
    assert "王校长" in words[-1] and "生日" in words[-1]


def test_at_the_console_the_words_stand_below_time_and_receiver(data: Path) -> None:
    shown = fieldcare("upcoming", "--from", "2026-11-02", "--to", "2026-11-02").stdout
    assert "2026-11-02 08:30  郑晓岚\n    王建斌（校长）· 龙岩一中\n    🎂 生日" in shown and "<b>" not in shown


def test_no_line_is_there_twice(data: Path) -> None:
    lines = pushed("--from", "2026-01-01", "--to", "2026-12-31")
    # The plans of a week and of a month may be due at the same instant: only their words tell them apart.
    keys = [tuple(line[key] for key in KEYS if key != "text" or line["kind"] == "plan_due") for line in lines]
    assert len(keys) == len(set(keys)) > 500


def test_one_members_lines_can_be_asked_for(data: Path) -> None:
    for_li = pushed("--from", "2026-09-07", "--to", "2026-09-30", "--for", "李四")
    assert {line["kind"] for line in for_li} <= {"stand_up_questions", "weekly_meeting", "minutes"}
    assert pushed("--from", "2026-09-07", "--to", "2026-09-30", "--for", "郑晓岚") != []
    assert (
        "no member called 王五"
        in fieldcare("upcoming", "--from", "2026-09-07", "--to", "2026-09-30", "--for", "王五").output
    )


def test_it_changes_nothing_and_says_the_same_again(data: Path) -> None:
    period = ("--from", "2026-09-07", "--to", "2026-09-11")
    first, stored = pushed(*period), data.read_bytes()
    assert pushed(*period) == first
    assert data.read_bytes() == stored


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("soon", "2026-09-30", "Not a day"),
        ("2026-09-30", "2026-02-30", "Not a day"),
        ("2026-09-30", "2026-09-29", "before --from"),
    ],
)
def test_days_that_are_none_get_a_clear_word(data: Path, start: str, end: str, says: str) -> None:
    result = fieldcare("upcoming", "--from", start, "--to", end)
    assert result.exit_code == 1 and says in result.output


def test_without_a_database_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCARE_DATA", str(tmp_path / "none"))
    result = fieldcare("upcoming", "--from", "2026-09-07", "--to", "2026-09-30")
    assert result.exit_code == 1 and "fieldcare init" in result.output


def test_the_meetings_of_a_team_are_shown_before_anybody_has_joined(data: Path) -> None:
    assert fieldcare("staff", "add", "周敏", "--role", "leader", "--group", "一组").exit_code == 0
    lines = pushed("--from", "2026-09-18", "--to", "2026-09-21")
    meetings = [(line["at"][:16], line["to"], line["kind"]) for line in lines]
    assert ("2026-09-20T08:00", "李四", "stand_up_questions") in meetings  # a Sunday worked for National Day
    assert ("2026-09-20T08:30", "周敏", "stand_up") in meetings
    assert ("2026-09-21T08:45", "周敏", "weekly_meeting") in meetings
    assert not [at for at, _, kind in meetings if at.startswith("2026-09-19") and kind.startswith("stand_up")]
