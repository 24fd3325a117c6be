"""`fieldcare demo` as one meets it: a real process, its page, its people, its clock, and no door but loopback's."""

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession
from typer.testing import CliRunner

from bot.cli import build
from localchat.client import Control, control
from tests.bot.processes import Process, fieldcare

MONDAY = "2026-09-07T10:00"
SHANGHAI = ZoneInfo("Asia/Shanghai")
"""In Shanghai."""


@dataclass
class Demo:
    """A running demo, and the control API of its chat server."""

    url: str
    config: dict[str, Any]
    chat: Control

    def person(self, name: str) -> dict[str, Any]:
        return next(person for person in self.config["people"] if person["name"] == name)


@asynccontextmanager
async def met(process: Process) -> AsyncIterator[Demo]:
    url = (await asyncio.to_thread(process.says, "\n")).strip()
    async with ClientSession() as session, session.get(f"{url}/page/config.json") as answer:
        config = await answer.json()
    async with control(url, config["token"]) as chat:
        yield Demo(url, config, chat)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `process` keeps its data."""
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
def process(data: Path) -> Iterator[Process]:
    """A demo in Chinese that serves several tests, and ends well."""
    with fieldcare("demo", "--no-browser", "--port", "0", "--now", MONDAY, "--data", str(data)) as running:
        yield running
        assert running.stop() == 0
        assert "Traceback" not in running.err


async def test_everybody_is_on_the_page_and_greeted_with_the_keyboard(process: Process) -> None:
    async with met(process) as demo:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", demo.url)
        assert demo.config["people"][0]["role_en"] == "Client manager · 一组"
        assert len(demo.config["people"]) == 13
        assert [group["title"] for group in demo.config["groups"]] == ["政企一组", "政企二组"]
        for person in demo.config["people"]:
            assert await demo.chat.wait_for(person, person["name"], timeout=20)
        for group in demo.config["groups"]:
            assert "班前会、例会议程和纪要都发在这里" in (await demo.chat.wait_for(group, "大家好"))["text"]
        assert (await demo.chat.wait_for(demo.person("林悦"), "林悦"))["reply_markup"]["keyboard"]

        async def commands() -> Any:
            return (await demo.chat.commands(demo.person("林悦")))["commands"]

        assert await demo.chat.until(commands)


async def test_everybody_is_welcomed_before_the_clock_reminds_them_of_anything(process: Process) -> None:
    async with met(process) as demo:
        for person in demo.config["people"]:
            await demo.chat.wait_for(person, person["name"], timeout=20)
            first = next(each for each in await demo.chat.transcript(person) if each["from"]["is_bot"])
            assert first["text"].startswith(person["name"]), first["text"]
        assert await demo.chat.wait_for(demo.person("林悦"), "🎂", timeout=20)


async def test_what_the_clock_does_on_the_way_of_a_journey_is_done_in_its_turn() -> None:
    with fieldcare("demo", "--no-browser", "--port", "0", "--now", "2026-09-07T07:30") as process:
        async with met(process) as demo:
            team = demo.config["groups"][0]
            await demo.chat.wait_for(team, "大家好", timeout=20)
            await demo.chat.travel(timedelta(hours=11))
            assert await demo.chat.wait_for(team, "班前会　", timeout=20)
            assert await demo.chat.wait_for(team, "周例会　", timeout=20)
            leader = demo.person("何建华")
            digest = await demo.chat.wait_for(leader, "每日简报", timeout=20)
            assert datetime.fromtimestamp(digest["date"], SHANGHAI).hour == 18, "it bears the hour at which it came"
            assert not [each for each in await demo.chat.transcript(leader) if "没赶上" in each["text"]]


async def test_a_manager_tells_a_visit_and_time_travel_moves_the_bots_clock(process: Process) -> None:
    async with met(process) as demo:
        lin = demo.person("林悦")
        await demo.chat.wait_for(lin, "林悦", timeout=20)
        card = await demo.chat.ask(lin, "今天上午拜访一中王校长，聊了续约，下周三送方案", timeout=20)
        assert "澜江市第一中学" in card["text"]
        assert "9月16日" in card["text"]

        tuesday = await demo.chat.travel(timedelta(days=1))
        card = await demo.chat.ask(lin, "今天去了二院，陈院长说信号差", timeout=20)
        assert "9月8日" in card["text"]
        assert datetime.fromtimestamp(card["date"], tuesday.tzinfo) >= tuesday - timedelta(seconds=5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process's sockets under /proc")
async def test_nothing_but_loopback_is_opened(process: Process) -> None:
    async with met(process) as demo:
        sockets = await asyncio.to_thread(open_sockets, process.pid)
        assert any(state == "0A" for _, _, state in sockets), "it does not listen at all"
        for local, remote, state in sockets:
            assert is_loopback(local), f"{local} is open to others"
            assert state == "0A" or is_loopback(remote), f"connected to {remote}"
        async with ClientSession() as session:
            headers = {"Host": "elsewhere.example"}
            async with session.get(f"{demo.url}/control/worlds", headers=headers) as answer:
                assert answer.status == 403


def test_operators_commands_work_beside_it_and_a_second_process_is_refused(
    process: Process, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.says("\n")
    monkeypatch.setenv("FIELDCARE_DATA", str(data))
    exported = CliRunner().invoke(build([]), ["export", "visits"])
    assert len(exported.stdout.splitlines()) > 200
    for arguments in (
        ["restore", str(data / "fieldcare.db")],
        ["demo", "--no-browser", "--port", "0", "--data", str(data)],
    ):
        second = CliRunner().invoke(build([]), arguments)
        assert second.exit_code == 1
        assert f"Another fieldcare (process {process.pid}) is using {data}" in second.stderr


async def test_an_english_demo_speaks_english() -> None:
    with fieldcare("demo", "--no-browser", "--port", "0", "--now", MONDAY, "--lang", "en") as process:
        async with met(process) as demo:
            assert demo.config["language"] == "en"
            joy = demo.person("Joy Lin")
            assert joy["role_en"] == "Client manager · Group 1"
            assert "Joy Lin" in (await demo.chat.wait_for(joy, "Joy Lin", timeout=20))["text"]
            line = "Met Kevin at Dragonfly this morning, talked renewal, send the quote next Wednesday"
            assert "Dragonfly Electronics" in (await demo.chat.ask(joy, line, timeout=20))["text"]


def test_nothing_stays_behind_where_no_folder_was_named(tmp_path: Path) -> None:
    with fieldcare("demo", "--no-browser", "--port", "0", TMPDIR=str(tmp_path)) as process:
        port = process.says("\n").strip().rpartition(":")[2]
        [folder] = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        second = CliRunner().invoke(build([]), ["demo", "--no-browser", "--port", port])
        assert f"Port {port} is taken" in second.stderr
        assert process.stop() == 0
    assert list(tmp_path.iterdir()) == []


def test_the_demo_never_touches_an_organisation_that_is_there(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(
            "INSERT INTO organisation (id, name, timezone, language, own_company, settings)"
            " VALUES (1, '真的', 'Asia/Shanghai', 'zh_Hans', '云川', '{}')"
        )
    done = CliRunner().invoke(build([]), ["demo", "--no-browser", "--port", "0", "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "holds an organisation already" in done.stderr
    with closing(sqlite3.connect(database)) as raw:
        assert raw.execute("SELECT name FROM organisation").fetchall() == [("真的",)]
        assert raw.execute("SELECT count(*) FROM staff").fetchone() == (0,)


@pytest.mark.parametrize(
    ("options", "words"), [(("--lang", "fr"), "Unknown language"), (("--now", "tomorrow"), "Not an ISO time")]
)
def test_an_option_that_makes_no_sense_is_answered_with_what_would(options: tuple[str, str], words: str) -> None:
    done = CliRunner().invoke(build([]), ["demo", "--no-browser", *options])
    assert done.exit_code == 1
    assert words in done.stderr


def open_sockets(pid: int) -> list[tuple[str, str, str]]:
    """Local address, remote address and state (`0A` listens) of every TCP and UDP socket of a process, in hex."""
    own = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if match := re.fullmatch(r"socket:\[(\d+)\]", str(handle.readlink())):
                own.add(match[1])
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[9] in own:
                found.append((cells[1], cells[2], cells[3]))
    return found


def is_loopback(address: str) -> bool:
    host = address.partition(":")[0]
    return host.endswith("7F") if len(host) == 8 else host == "0" * 24 + "01000000"
