"""Copies of the database: whole while others write, checked, and never half in place."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from storage import backup
from storage.migrate import HEAD
from storage.store import connect


def count(path: Path, table: str = "groups") -> int:
    raw = sqlite3.connect(path)
    try:
        return int(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        raw.close()


def put(path: Path, *names: str) -> None:
    raw = connect(path)
    raw.executemany("INSERT INTO groups (name) VALUES (?)", [(name,) for name in names])
    raw.close()


def test_a_copy_made_while_another_writes_is_whole_and_as_of_one_instant(database: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written = [0]

    def write() -> None:
        raw = connect(database)
        while not stop.is_set():
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO groups (name) VALUES (?)", (f"a{written[0]}",))
            raw.execute("INSERT INTO groups (name) VALUES (?)", (f"b{written[0]}",))
            raw.execute("COMMIT")
            written[0] += 1
        raw.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = written[0]
            target = tmp_path / f"{number}.db"
            assert backup.copy(database, target) == HEAD
            found = count(target)
            assert found % 2 == 0, "half a transaction was copied"
            assert found >= 2 * before, "what was committed before is missing"
    finally:
        stop.set()
        writer.join()


def test_a_copy_can_be_read_by_its_owner_only_and_leaves_nothing_beside_it(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup.copy(database, folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_what_still_stands_in_the_log_is_in_the_copy(database: Path, tmp_path: Path) -> None:
    raw = connect(database)
    raw.execute("INSERT INTO groups (name) VALUES ('一组')")
    assert database.with_name(database.name + "-wal").stat().st_size > 0
    backup.copy(database, tmp_path / "copy.db")
    raw.close()
    assert count(tmp_path / "copy.db") == 1


def test_a_copy_that_fails_leaves_the_older_one_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"the older one")
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\x00" + b"nonsense" * 2000)
    with pytest.raises(backup.Unusable):
        backup.copy(tmp_path / "broken.db", target)
    assert target.read_bytes() == b"the older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.db", "copy.db"]


def test_a_damaged_page_is_found(database: Path) -> None:
    put(database, *(f"组{number}" for number in range(5000)))
    raw = connect(database)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = bytearray(database.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    database.write_bytes(content)
    with pytest.raises(backup.Unusable, match="damaged"):
        backup.check(database)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE alembic_version", "not a database of fieldcare"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer fieldcare"),
        ("DELETE FROM alembic_version", "newer fieldcare"),
    ],
)
def test_a_database_that_is_not_ours_or_from_later_is_refused(database: Path, statement: str, words: str) -> None:
    raw = connect(database)
    raw.execute(statement)
    raw.close()
    with pytest.raises(backup.Unusable, match=words):
        backup.check(database)


def test_a_file_that_is_not_there_or_no_database_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(backup.Unusable, match="no file"):
        backup.check(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("name,class\n一中,A\n" * 100)
    with pytest.raises(backup.Unusable, match="no SQLite database"):
        backup.check(tmp_path / "text.db")


def test_restoring_brings_the_old_state_back_and_keeps_the_present_one_beside(database: Path, tmp_path: Path) -> None:
    put(database, "一组")
    backup.copy(database, tmp_path / "copy.db")
    put(database, "二组", "三组")
    aside = tmp_path / "fieldcare.db.before"
    assert backup.restore(tmp_path / "copy.db", database, aside) == HEAD
    assert (count(database), count(aside)) == (1, 3)
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_the_log_of_the_database_before_is_not_taken_for_the_restored_ones(database: Path, tmp_path: Path) -> None:
    backup.copy(database, tmp_path / "copy.db")
    put(database, "一组")
    # A process that was killed leaves its log behind; this one also holds off the folding.
    killed = connect(database)
    killed.execute("INSERT INTO groups (name) VALUES ('二组')")
    killed.execute("BEGIN")
    killed.execute("SELECT * FROM groups").fetchall()
    backup.restore(tmp_path / "copy.db", database, tmp_path / "aside.db")
    assert not database.with_name(database.name + "-wal").exists()
    assert count(database) == 0
    killed.close()
    assert count(tmp_path / "aside.db") == 2


def test_a_restore_of_something_unusable_changes_nothing(database: Path, tmp_path: Path) -> None:
    put(database, "一组")
    (tmp_path / "text.db").write_text("no database" * 100)
    with pytest.raises(backup.Unusable):
        backup.restore(tmp_path / "text.db", database, tmp_path / "aside.db")
    assert count(database) == 1
    assert not (tmp_path / "aside.db").exists()


def test_a_restore_works_where_there_was_no_database(database: Path, tmp_path: Path) -> None:
    put(database, "一组")
    fresh = tmp_path / "fresh" / "fieldcare.db"
    fresh.parent.mkdir()
    backup.restore(database, fresh, tmp_path / "aside.db")
    assert count(fresh) == 1
