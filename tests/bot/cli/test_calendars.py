"""`fieldcare workdays` and `fieldcare holidays` through the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build


def fieldcare(*arguments: object) -> Result:
    return CliRunner().invoke(build([]), [str(each) for each in arguments])


@pytest.fixture(autouse=True)
def data(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an organisation, a manager and one client with a person."""
    monkeypatch.setenv("FIELDCARE_DATA", str(database.parent))
    house = ("--org", "x", "--timezone", "Asia/Shanghai", "--language", "zh_Hans", "--own-company", "移动")
    assert fieldcare("init", *house).exit_code == 0
    assert fieldcare("staff", "add", "林悦", "--role", "manager", "--group", "一组").exit_code == 0
    for noun, sheet in (
        ("clients", "name,class,industry,manager\n一矿,B,矿业,林悦\n"),
        ("persons", "client,name,birthday,birthday_type\n一矿,王强,1980-05-20,solar\n"),
    ):
        file = database.with_name(f"{noun}.csv")
        file.write_text(sheet, encoding="utf-8")
        assert fieldcare("import", noun, file).exit_code == 0
    return database.parent


def pushed(start: str, end: str) -> list[str]:
    told = fieldcare("upcoming", "--from", start, "--to", end, "--json").stdout.splitlines()
    lines = [json.loads(line) for line in told]
    return [f"{line['at'][:16].replace('T', ' ')} {line['text']}" for line in lines if line["kind"] == "care"]


def test_a_loaded_list_of_working_days_moves_what_is_upcoming(data: Path) -> None:
    assert [line[:16] for line in pushed("2027-05-10", "2027-05-20")] == ["2027-05-17 08:30", "2027-05-20 08:30"]
    file = data / "2027.csv"
    file.write_text("2027-05-17,off\n2027-05-15,上班\n\n2027-05-20,off\n", encoding="utf-8")
    assert "2 days off and 1 working days" in fieldcare("workdays", "load", file).output
    assert [line[:16] for line in pushed("2027-05-10", "2027-05-20")] == ["2027-05-15 08:30", "2027-05-20 09:30"]


def test_a_list_with_a_line_that_is_none_is_loaded_not_at_all(data: Path) -> None:
    file = data / "2027.csv"
    file.write_text("2027-05-17,off\n2027-05-18,maybe\n", encoding="utf-8")
    result = fieldcare("workdays", "load", file)
    assert result.exit_code == 1 and "line 2" in result.output
    assert pushed("2027-05-17", "2027-05-17")[0].startswith("2027-05-17 08:30")


def test_the_table_of_holidays_is_listed_added_to_and_taken_from() -> None:
    assert "\t教师节\tsolar --09-10\tmatching, 教育|" in fieldcare("holidays", "list").output
    set_ = fieldcare(
        "holidays", "set", "矿工日", "--for", "matching", "--industries", "矿业", "--rule", "solar --05-30"
    )
    assert set_.exit_code == 0, set_.output
    assert any("矿工日" in line for line in pushed("2027-05-28", "2027-05-30"))
    assert fieldcare("holidays", "remove", "矿工日").exit_code == 0
    assert not any("矿工日" in line for line in pushed("2027-05-28", "2027-05-30"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("remove", "没有的节"), "节日表里没有"),
        (("set", "没有的节", "--for", "everyone"), "--rule"),
        (("set", "x", "--for", "everyone", "--rule", "someday"), "Not a rule"),
        (("set", "x", "--for", "matching", "--rule", "solar --05-30"), "--industries"),
        (("set", "x", "--for", "everyone", "--rule", "once 2020-01-01"), "已经过去"),
    ],
)
def test_what_cannot_be_done_to_the_table_gets_a_clear_word(arguments: tuple[str, ...], says: str) -> None:
    result = fieldcare("holidays", *arguments)
    assert result.exit_code == 1 and says in result.output
