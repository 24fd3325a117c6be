"""`fieldcare understand --as`: messages read with the names that a member of the database may know."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build
from services import aliases
from storage import clients
from storage.store import connect, engine_on
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


@pytest.fixture
def data(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the sample organisation, in which 林悦 calls the hospital 登高."""
    raw = connect(database)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN IMMEDIATE")
        settle(tx)
        hospital = clients.by_name(tx, "龙岩市第二医院")
        assert hospital is not None
        aliases.learn_client(tx, actor(tx, "林悦"), "登高", hospital.id, NOW)
        tx.command("COMMIT")
    raw.close()
    monkeypatch.setenv("FIELDCARE_DATA", str(database.parent))
    return database.parent


def told(text: str) -> str:
    """One message as the command reads it."""
    return json.dumps({"id": "1", "text": text, "now": "2026-03-18T18:20:00+08:00"})


@pytest.mark.parametrize(("name", "client"), [("林悦", "龙岩市第二医院"), ("郑凯", None)])
def test_names_are_those_of_the_member_and_what_they_taught(data: Path, name: str, client: str | None) -> None:
    answer = CliRunner().invoke(build([]), ["understand", "--as", name], input=told("今天去登高谈续约"))
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["client"] == client


def test_somebody_unknown_is_named_in_the_refusal(data: Path) -> None:
    answer = CliRunner().invoke(build([]), ["understand", "--as", "没这人"], input="")
    assert answer.exit_code == 1 and "没这人" in answer.output


@pytest.mark.parametrize("options", [[], ["--as", "林悦", "--clients", "clients.csv"]])
def test_either_a_file_or_a_member_is_wanted(data: Path, options: list[str]) -> None:
    answer = CliRunner().invoke(build([]), ["understand", *options], input="")
    assert answer.exit_code == 1 and "--as NAME" in answer.output
