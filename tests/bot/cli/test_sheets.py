"""`fieldcare import` and `fieldcare template` through the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build
from storage import clients, persons
from storage.store import connect, engine_on
from storage.tx import Tx

EXAMPLES = Path(__file__).parents[2] / "examples"


def fieldcare(*arguments: object) -> Result:
    return CliRunner().invoke(build([]), [str(each) for each in arguments])


@pytest.fixture
def data(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an organisation and one manager, which the commands find by the environment."""
    monkeypatch.setenv("FIELDCARE_DATA", str(database.parent))
    house = ("--org", "闽西", "--timezone", "Asia/Shanghai", "--language", "zh_Hans", "--own-company", "移动")
    assert fieldcare("init", *house).exit_code == 0
    assert fieldcare("staff", "add", "郑晓岚", "--role", "manager", "--group", "一组").exit_code == 0
    return database.parent


def counted(data: Path) -> tuple[int, int]:
    """How many clients and persons stand in the records."""
    raw = connect(data / "fieldcare.db")
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN")
        found = len(clients.all_of(tx, None)), len(persons.all_of(tx, None))
        tx.command("ROLLBACK")
    raw.close()
    return found


def test_the_sample_sheets_import_whole_and_a_second_time_change_nothing(data: Path) -> None:
    for _ in range(2):
        for noun in ("clients", "persons"):
            result = fieldcare("import", noun, EXAMPLES / f"{noun}.csv")
            assert result.exit_code == 0, result.output
    assert counted(data) == (45, 83)
    assert "新增0，更新0，没有变化83" in result.stdout


def test_one_bad_row_keeps_all_out_and_is_named_unless_it_may_be_skipped(data: Path) -> None:
    sheet = data / "c.csv"
    sheet.write_text("name,class,manager,colour\n甲,A,郑晓岚,red\n乙,D,郑晓岚,\n", encoding="gbk")
    result = fieldcare("import", "clients", sheet)
    assert result.exit_code == 1
    assert "第3行“class”：“D”不是客户级别" in result.stderr
    assert "这些列不认识，没有用：colour" in result.stderr
    assert counted(data) == (0, 0)
    result = fieldcare("import", "clients", sheet, "--skip-bad")
    assert result.exit_code == 0
    assert "第3行“class”" in result.stdout and "新增1" in result.stdout
    assert counted(data) == (1, 0)


def test_a_dry_run_writes_nothing(data: Path) -> None:
    result = fieldcare("import", "clients", EXAMPLES / "clients.csv", "--dry-run")
    assert result.exit_code == 0
    assert "新增45" in result.stdout and "没有写入" in result.stdout
    assert counted(data) == (0, 0)


def test_a_manager_who_is_not_there_is_named_with_what_to_do(data: Path) -> None:
    sheet = data / "c.csv"
    sheet.write_text("name,manager\n甲,林某某\n", encoding="utf-8")
    result = fieldcare("import", "clients", sheet)
    assert result.exit_code == 1
    assert "fieldcare staff add 林某某 --role manager" in result.stderr


def test_clients_without_a_manager_are_pointed_out_and_can_be_given_one(data: Path) -> None:
    sheet = data / "c.csv"
    sheet.write_text("name\n甲\n", encoding="utf-8")
    result = fieldcare("import", "clients", sheet)
    assert result.exit_code == 0 and "谁也看不到" in result.stdout
    result = fieldcare("import", "clients", sheet, "--manager", "郑晓岚")
    assert result.exit_code == 0 and "更新1" in result.stdout


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "文件是空的"), (bytes(range(128, 256)) * 9, "编码认不出来"), (b"PK\x03\x04?", "文件坏了")],
)
def test_a_file_that_cannot_be_read_gets_its_own_word(data: Path, content: bytes, word: str) -> None:
    sheet = data / "c.csv"
    sheet.write_bytes(content)
    result = fieldcare("import", "clients", sheet)
    assert result.exit_code == 1 and word in result.stderr and "Traceback" not in result.output


def test_a_file_that_is_not_there_is_said_so(data: Path) -> None:
    result = fieldcare("import", "clients", data / "nothing.csv")
    assert result.exit_code == 1 and "nothing.csv" in result.stderr


@pytest.mark.parametrize("noun", ["clients", "persons"])
def test_a_template_is_printed_or_written_and_can_be_imported_as_it_is(data: Path, noun: str) -> None:
    printed = fieldcare("template", noun)
    assert printed.exit_code == 0 and printed.stdout.startswith("客户名称,")
    for suffix in ("csv", "xlsx"):
        file = data / f"{noun}.{suffix}"
        assert fieldcare("template", noun, file).exit_code == 0
        again = fieldcare("template", noun, file)
        assert again.exit_code == 1 and "--force" in again.stderr
        result = fieldcare("import", noun, file)
        assert result.exit_code == 0 and "示例行已略过" in result.stdout
    assert counted(data) == (0, 0)


def test_a_template_of_another_kind_of_file_is_refused(data: Path) -> None:
    result = fieldcare("template", "clients", data / "clients.pdf")
    assert result.exit_code == 1 and ".xlsx or .csv" in result.stderr
