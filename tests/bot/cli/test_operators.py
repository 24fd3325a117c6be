"""The operators' commands, each through the command line."""

import fcntl
import json
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from bot.cli import build, main
from bot.demo import sample
from storage import inbox, organisation
from storage.store import connect, engine_on
from storage.tx import Tx

NOW = datetime(2026, 9, 7, 10, 0, tzinfo=UTC)
AS_BEFORE = {"name": "", "timezone": "Asia/Shanghai", "language": "zh_Hans", "own_company": "云川"}
KEYS = [
    *("id", "client", "persons", "at", "visit_type", "purposes", "content", "feedback", "competitors", "next_steps"),
    *("logged_by", "on_behalf_of", "logged_at", "late"),
]


@pytest.fixture(scope="module")
def settled(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo's organisation."""
    path = tmp_path_factory.mktemp("settled") / "fieldcare.db"
    path.write_bytes(blank_database.read_bytes())
    write(path, lambda tx: sample.settle(tx, sample.read("zh_Hans"), "zh_Hans", NOW))
    return path


@pytest.fixture
def data(settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, which the commands find by the environment."""
    (tmp_path / "fieldcare.db").write_bytes(settled.read_bytes())
    monkeypatch.setenv("FIELDCARE_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDCARE_TOKEN", raising=False)
    return tmp_path


def write(database: Path, unit: Any) -> None:
    raw = connect(database)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN IMMEDIATE")
        unit(tx)
        tx.command("COMMIT")
    raw.close()


def fieldcare(*arguments: object) -> Result:
    return CliRunner().invoke(build([]), [str(each) for each in arguments])


def refused(*arguments: object) -> str:
    """What a command says that must not succeed."""
    result = fieldcare(*arguments)
    assert result.exit_code == 1, result.output
    return result.stderr


def done(*arguments: object) -> str:
    """What a command says that must succeed."""
    result = fieldcare(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def value(database: Path, query: str) -> Any:
    with closing(sqlite3.connect(database)) as raw:
        return raw.execute(query).fetchone()[0]


def test_doctor_ends_with_1_and_names_the_cure_of_each_problem(data: Path) -> None:
    result = fieldcare("doctor")
    assert result.exit_code == 1
    assert "PROBLEM  token: none is set\n         → set FIELDCARE_TOKEN" in result.stdout
    assert "ok       database" in result.stdout


def test_a_backup_is_made_checked_and_restored(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert "checked" in done("backup", copy)
    before = value(data / "fieldcare.db", "SELECT count(*) FROM visits")
    write(data / "fieldcare.db", lambda tx: organisation.save(tx, **{**AS_BEFORE, "name": "后来"}))
    assert "The database before it:" in done("restore", copy)
    assert value(data / "fieldcare.db", "SELECT name FROM organisation") == "云川通信澜江分公司"
    assert value(data / "fieldcare.db", "SELECT count(*) FROM visits") == before
    [aside] = data.glob("fieldcare.db.before-*")
    assert value(aside, "SELECT name FROM organisation") == "后来"


def test_a_backup_stands_in_the_audit_trail_and_in_that_of_the_copy(data: Path, tmp_path: Path) -> None:
    done("backup", tmp_path / "copy.db")
    for database in (data / "fieldcare.db", tmp_path / "copy.db"):
        assert value(database, "SELECT detail FROM audit WHERE action = 'backed_up'") == '{"file": "copy.db"}'


def test_a_backup_is_not_written_over_unless_forced(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("something else")
    assert "--force" in refused("backup", copy)
    assert copy.read_text() == "something else"
    done("backup", copy, "--force")
    assert value(copy, "SELECT count(*) FROM clients") == 45


def test_a_backup_never_takes_the_place_of_the_database(data: Path) -> None:
    assert "the database itself" in refused("backup", data / "fieldcare.db", "--force")
    assert "is a folder" in refused("backup", data)
    assert "No such file or directory" in refused("backup", data / "none" / "copy.db")


def test_a_restore_waits_for_no_running_bot_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    done("backup", tmp_path / "copy.db")
    with (data / "lock").open("a+") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "process 4711" in refused("restore", tmp_path / "copy.db")
    assert not list(data.glob("fieldcare.db.before-*"))


def test_a_restore_of_what_is_no_backup_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name\n一中\n" * 500)
    assert "no SQLite database" in refused("restore", tmp_path / "list.csv")
    assert "There is no file" in refused("restore", tmp_path / "none.db")


def test_visits_are_exported_as_json_lines(data: Path) -> None:
    rows = [json.loads(line) for line in done("export", "visits").splitlines()]
    assert len(rows) == value(data / "fieldcare.db", "SELECT count(*) FROM visits")
    assert all(list(row) == KEYS for row in rows)
    assert any(row["on_behalf_of"] == "林悦" and row["logged_by"] == "白小雨" for row in rows)
    assert any(row["late"] for row in rows)
    assert all(datetime.fromisoformat(row["at"]).tzinfo for row in rows if "T" in row["at"])


def test_visits_are_exported_since_a_day(data: Path) -> None:
    rows = [json.loads(line) for line in done("export", "visits", "--since", "2026-08-01").splitlines()]
    assert rows
    assert min(row["at"] for row in rows) >= "2026-08-01"
    assert "Write it as" in refused("export", "visits", "--since", "last week")


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_an_exported_file_is_its_owners_alone_and_stands_in_the_audit_trail(data: Path, kind: str) -> None:
    file = data / f"visits.{kind}"
    count = value(data / "fieldcare.db", "SELECT count(*) FROM visits")
    assert done("export", "visits", "--format", kind, "--output", file) == f"{file}: {count} visits.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(data.glob(".fieldcare-*"))
    detail = json.loads(value(data / "fieldcare.db", "SELECT detail FROM audit WHERE action = 'visits_exported'"))
    assert detail == {"format": kind, "since": None, "rows": count}


def test_a_sheet_of_visits_reads_back(data: Path) -> None:
    done("export", "visits", "--format", "xlsx", "--output", data / "visits.xlsx")
    rows = CalamineWorkbook.from_path(data / "visits.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0] == KEYS
    assert len(rows) - 1 == value(data / "fieldcare.db", "SELECT count(*) FROM visits")


def test_an_export_to_a_place_that_is_not_there_leaves_no_trace_in_the_audit_trail(data: Path) -> None:
    assert "No such file or directory" in refused("export", "visits", "--output", data / "none" / "visits.jsonl")
    assert value(data / "fieldcare.db", "SELECT count(*) FROM audit WHERE action = 'visits_exported'") == 0
    assert "Unknown format" in refused("export", "visits", "--format", "pdf")


def test_dead_letters_are_listed_retried_and_dropped(data: Path) -> None:
    update = json.dumps({"update_id": 41, "message": {"chat": {"id": 500}}})
    write(data / "fieldcare.db", lambda tx: inbox.accept(tx, [(41, 500, update)], NOW))
    write(data / "fieldcare.db", lambda tx: inbox.bury(tx, 41, "KeyError: 'x'", NOW))
    write(data / "fieldcare.db", lambda tx: inbox.bury_body(tx, None, "[1, 2", "no update", NOW))
    assert done("dead-letters").splitlines() == [
        "2\t2026-09-07 18:00\tupdate None\tno update",
        "1\t2026-09-07 18:00\tupdate 41\tKeyError: 'x'",
    ]
    assert "never was an update" in refused("dead-letters", "retry", 2)
    assert "starts next" in done("dead-letters", "retry", 1)
    [waiting] = rows_of(data / "fieldcare.db")
    assert (waiting.update_id, waiting.chat_id, waiting.body) == (41, 500, update)
    done("dead-letters", "drop", 2)
    assert "no dead letter 2" in refused("dead-letters", "drop", 2)
    assert done("dead-letters") == "There are none.\n"


def rows_of(database: Path) -> list[Any]:
    found: list[Any] = []
    write(database, lambda tx: found.extend(inbox.waiting(tx)))
    return found


def test_a_damaged_database_is_named_with_its_cure(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "fieldcare.db").write_bytes(b"SQLite format 3\x00" + b"nonsense" * 2000)
    monkeypatch.setattr(sys, "argv", ["fieldcare", "dead-letters"])
    with pytest.raises(SystemExit):
        main()
    assert "fieldcare restore" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [("backup", "x.db"), ("export", "visits"), ("dead-letters",), ("dead-letters", "drop", "1")]
)
def test_a_command_in_the_wrong_place_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FIELDCARE_DATA", str(tmp_path / "data"))
    assert "There is no database" in refused(*command)
    assert not (tmp_path / "data").exists()
