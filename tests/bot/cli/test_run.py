"""`fieldcare run` where something is missing: a clear word each time, and no giving up on the network."""

import asyncio
import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build, main
from localchat.client import control
from localchat.server import LocalChat
from storage import organisation
from storage.store import Store
from tests.bot.processes import fieldcare

TOKEN = "123456:" + "A" * 35


@pytest.fixture
async def data(database: Path, tmp_path: Path) -> Path:
    """A data folder with an organisation in it."""
    store = await Store.open(database)
    await store.run(
        organisation.save, name="澜江分公司", timezone="Asia/Shanghai", language="zh_Hans", own_company="云川"
    )
    await store.close()
    return tmp_path


def test_without_a_token_it_says_how_to_give_one(tmp_path: Path) -> None:
    done = CliRunner(env={"FIELDCARE_DATA": str(tmp_path), "FIELDCARE_TOKEN": None}).invoke(build([]), ["run"])
    assert done.exit_code == 1
    assert "FIELDCARE_TOKEN" in done.stderr
    assert "@BotFather" in done.stderr


async def test_a_token_that_telegram_refuses_ends_it_with_a_word(data: Path) -> None:
    server = LocalChat()
    await server.start()
    environment = {"FIELDCARE_TOKEN": TOKEN, "FIELDCARE_API_URL": server.url, "FIELDCARE_DATA": str(data)}
    with fieldcare("run", **environment) as bot:
        assert await asyncio.to_thread(bot.ends) == 1
        assert "refuses the token" in bot.err
        assert TOKEN not in bot.err
    await server.stop()


def test_without_an_organisation_it_says_what_to_run_first(tmp_path: Path) -> None:
    done = CliRunner(env={"FIELDCARE_DATA": str(tmp_path), "FIELDCARE_TOKEN": TOKEN}).invoke(build([]), ["run"])
    assert done.exit_code == 1
    assert "fieldcare init" in done.stderr


async def test_without_a_network_it_says_so_and_keeps_trying_until_there_is_one(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"FIELDCARE_TOKEN": TOKEN, "FIELDCARE_API_URL": f"http://127.0.0.1:{port}"}
    with fieldcare("run", FIELDCARE_DATA=str(data), **environment) as bot:
        await asyncio.to_thread(bot.says, "no_connection")
        server = LocalChat()
        await server.start(port=port)
        async with control(server.url, TOKEN) as chat:
            await chat.world(username="fieldcare_bot")
            await asyncio.to_thread(bot.says, "@fieldcare_bot is running")
        assert await asyncio.to_thread(bot.stop) == 0
        assert TOKEN not in bot.err
        await server.stop()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FIELDCARE_LOG_LEVEL", "loud", "FIELDCARE_LOG_LEVEL: "),
        ("FIELDCARE_TOKEN_FILE", "/no/such/token", "/no/such/token: No such file"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["fieldcare", "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert words in capsys.readouterr().err
