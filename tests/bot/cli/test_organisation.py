"""`fieldcare init`, `staff` and `invite`, through the functions that the console script calls."""

import sqlite3
import sys
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

Says = tuple[int, str, str]


class Console:
    """A shell in which `fieldcare …` is typed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        (script,) = entry_points(group="console_scripts", name="fieldcare")
        self._main = script.load()

    def types(self, *arguments: str) -> Says:
        """Exit status, standard output and standard error of a command."""
        self._monkeypatch.setattr(sys, "argv", ["fieldcare", *arguments])
        with pytest.raises(SystemExit) as end:
            self._main()
            raise SystemExit(0)
        said = self._capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    def does(self, *arguments: str) -> str:
        """What a command says that must succeed."""
        status, out, err = self.types(*arguments)
        assert status == 0, err
        return out

    def refuses(self, *arguments: str) -> str:
        """What a command says that must not succeed."""
        status, _out, err = self.types(*arguments)
        assert status != 0
        return err


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FIELDCARE_DATA", str(folder))
    monkeypatch.delenv("FIELDCARE_TOKEN", raising=False)
    return folder


@pytest.fixture
def shell(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(monkeypatch, capsys)


@pytest.fixture
def settled(shell: Console) -> Console:
    """A shell where the organisation stands already."""
    shell.does("init", "--org", "闽西分公司", "--timezone", "Asia/Shanghai", "--language", "zh_Hans")
    return shell


def rows(data: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(data / "fieldcare.db")) as raw:
        return raw.execute(query).fetchall()


def test_init_makes_the_organisation_and_says_what_comes_next(shell: Console, data: Path) -> None:
    said = shell.does("init", "--org", "闽西分公司", "--language", "zh_Hant", "--own-company", "移动")
    assert said.startswith("闽西分公司: Asia/Shanghai, zh_Hant. Next: fieldcare staff add")
    assert rows(data, "SELECT name, timezone, language, own_company FROM organisation") == [
        ("闽西分公司", "Asia/Shanghai", "zh_Hant", "移动")
    ]


def test_init_a_second_time_changes_what_is_given_and_keeps_the_rest(settled: Console, data: Path) -> None:
    settled.does("init", "--timezone", "Asia/Taipei")
    assert rows(data, "SELECT name, timezone, language FROM organisation") == [("闽西分公司", "Asia/Taipei", "zh_Hans")]


def test_init_refuses_what_it_does_not_know_and_makes_nothing(shell: Console, data: Path) -> None:
    assert "Organisation is missing" in shell.refuses("init")
    assert "Unknown language 'fr'; one of: zh_Hans" in shell.refuses("init", "--org", "甲", "--language", "fr")
    assert "Unknown time zone 'Mars/Base'" in shell.refuses("init", "--org", "甲", "--timezone", "Mars/Base")
    assert rows(data, "SELECT * FROM organisation") == []


def test_members_are_added_with_group_grade_and_whom_they_assist(settled: Console) -> None:
    assert "Next: fieldcare invite 周敏" in settled.does("staff", "add", "周敏", "--role", "leader", "--group", "一组")
    settled.does("staff", "add", "林悦", "--role", "manager", "--group", "一组", "--grade", "senior")
    settled.does("staff", "add", "赵敏", "--role", "manager", "--group", "二组")
    settled.does("staff", "add", "小孟", "--role", "assistant", "--group", "一组", "--assists", "林悦，赵敏")
    settled.does("staff", "add", "高主管", "--role", "supervisor", "--groups", "一组,二组")
    listed = [line.split("\t") for line in settled.does("staff", "list").splitlines()]
    assert listed[1] == ["林悦", "manager", "一组", "senior", "not enrolled"]
    assert [line[0] for line in listed] == ["周敏", "林悦", "赵敏", "小孟", "高主管"]


def test_a_member_is_refused_in_the_organisations_words(settled: Console) -> None:
    settled.does("staff", "add", "林悦", "--role", "manager", "--group", "一组")
    assert "林悦" in settled.refuses("staff", "add", "林悦", "--role", "manager")
    assert "没有" in settled.refuses("staff", "add", "小孟", "--role", "assistant", "--assists", "谁啊")
    assert "--role" in settled.refuses("staff", "add", "小孟", "--role", "boss")


def test_the_ninth_manager_of_a_group_is_added_with_a_warning(settled: Console) -> None:
    for place in range(8):
        status, _, err = settled.types("staff", "add", f"经理{place}", "--role", "manager", "--group", "一组")
        assert (status, err) == (0, "")
    status, _, err = settled.types("staff", "add", "经理8", "--role", "manager", "--group", "一组")
    assert status == 0 and "R0.1" in err


def test_an_invitation_is_a_code_and_a_link_once_the_bots_name_is_known(settled: Console, data: Path) -> None:
    settled.does("staff", "add", "林悦", "--role", "manager", "--group", "一组")
    first = settled.does("invite", "林悦").splitlines()
    assert len(first) == 1 and first[0].startswith("/start ")
    code, link = settled.does("invite", "林悦", "--bot-username", "@our_bot").splitlines()
    assert link == f"https://t.me/our_bot?start={code.removeprefix('/start ')}"
    kept = repr(rows(data, "SELECT * FROM invites"))
    assert code.removeprefix("/start ") not in kept, "only the hash of a code is kept"
    assert rows(data, "SELECT count(*) FROM audit WHERE action = 'invited'") == [(2,)]
    assert "谁啊" in settled.refuses("invite", "谁啊")
