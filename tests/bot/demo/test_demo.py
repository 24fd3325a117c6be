"""`fieldcare demo` as one meets it: a real process, its page, its people, its clock, and no door but loopback's."""

import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from localchat.client import Control, control
from tests.bot.processes import Process, fieldcare

MONDAY = "2026-09-07T10:00"
"""In Shanghai."""


@dataclass
class Demo:
    process: Process
    url: str
    config: dict[str, Any]
    chat: Control

    def person(self, name: str) -> dict[str, Any]:
        return next(person for person in self.config["people"] if person["name"] == name)


@asynccontextmanager
async def running(*options: str, **environment: str) -> AsyncIterator[Demo]:
    with fieldcare("demo", "--no-browser", "--port", "0", "--now", MONDAY, *options, **environment) as process:
        url = (await asyncio.to_thread(process.says, "\n")).strip()
        async with ClientSession() as session, session.get(f"{url}/page/config.json") as answer:
            config = await answer.json()
        async with control(url, config["token"]) as chat:
            yield Demo(process, url, config, chat)


async def test_a_manager_tells_a_visit_on_the_page_and_the_clock_moves() -> None:
    async with running() as demo:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", demo.url)
        assert [person["role_en"] for person in demo.config["people"]][:1] == ["Client manager · 一组"]
        assert len(demo.config["people"]) == 13
        assert [group["title"] for group in demo.config["groups"]] == ["政企一组", "政企二组"]

        lin = demo.person("林悦")
        greeting = await demo.chat.wait_for(lin, "林悦", timeout=20)
        assert greeting["reply_markup"]["keyboard"]
        for person in demo.config["people"]:
            assert await demo.chat.wait_for(person, person["name"], timeout=20)
        assert (await demo.chat.commands(lin))["commands"]

        card = await demo.chat.ask(lin, "今天上午拜访一中王校长，聊了续约，下周三送方案", timeout=20)
        assert "澜江市第一中学" in card["text"]
        assert "9月16日" in card["text"]

        tuesday = await demo.chat.travel(timedelta(days=1))
        card = await demo.chat.ask(lin, "今天去了二院，陈院长说信号差", timeout=20)
        assert "9月8日" in card["text"]
        assert datetime.fromtimestamp(card["date"], tuesday.tzinfo) >= tuesday - timedelta(seconds=5)
        assert demo.process.stop() == 0
        assert "Traceback" not in demo.process.err


async def test_an_english_demo_speaks_english() -> None:
    async with running("--lang", "en") as demo:
        assert demo.config["language"] == "en"
        joy = demo.person("Joy Lin")
        assert joy["role_en"] == "Client manager · Group 1"
        assert "Joy Lin" in (await demo.chat.wait_for(joy, "Joy Lin", timeout=20))["text"]
        line = "Met Kevin at Dragonfly this morning, talked renewal, send the quote next Wednesday"
        assert "Dragonfly Electronics" in (await demo.chat.ask(joy, line, timeout=20))["text"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process's sockets under /proc")
async def test_nothing_but_loopback_is_opened() -> None:
    async with running() as demo:
        await demo.chat.wait_for(demo.person("林悦"), "林悦", timeout=20)
        sockets = await asyncio.to_thread(open_sockets, demo.process.pid)
        assert any(state == "0A" for _, _, state in sockets), "it does not listen at all"
        for local, remote, state in sockets:
            assert is_loopback(local), f"{local} is open to others"
            assert state == "0A" or is_loopback(remote), f"connected to {remote}"
        port = demo.url.rpartition(":")[2]
        async with ClientSession() as session:
            headers = {"Host": f"evil.example:{port}"}
            async with session.get(f"{demo.url}/control/worlds", headers=headers) as answer:
                assert answer.status == 403


async def test_the_data_kept_on_request_can_be_looked_at_beside_the_running_demo(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    async with running("--data", str(data)) as demo:
        environment = {"FIELDCARE_DATA": str(data), "FIELDCARE_TOKEN": "1:x", "FIELDCARE_API_URL": demo.url}
        with fieldcare("restore", str(data / "fieldcare.db"), **environment) as second:
            assert await asyncio.to_thread(second.ends) == 1
            assert "is using" in second.err
        with fieldcare("export", "visits", **environment) as export:
            assert await asyncio.to_thread(export.ends) == 0
            visits = [json.loads(line) for line in export.out.splitlines()]
        assert len(visits) > 200
        assert demo.process.stop() == 0
    with sqlite3.connect(data / "fieldcare.db") as raw:
        assert raw.execute("SELECT count(*) FROM audit WHERE action = 'visits_exported'").fetchone() == (1,)
    with fieldcare("demo", "--no-browser", "--port", "0", "--data", str(data)) as again:
        assert await asyncio.to_thread(again.ends) == 1
        assert "holds an organisation already" in again.err


def test_nothing_stays_behind_where_no_folder_was_named(tmp_path: Path) -> None:
    with fieldcare("demo", "--no-browser", "--port", "0", TMPDIR=str(tmp_path)) as process:
        port = process.says("\n").strip().rpartition(":")[2]
        [folder] = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        with fieldcare("demo", "--no-browser", "--port", port, TMPDIR=str(tmp_path)) as second:
            assert second.ends() == 1
            assert f"Port {port} is taken" in second.err
        assert process.stop() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"), [(("--lang", "fr"), "Unknown language"), (("--now", "tomorrow"), "Not an ISO time")]
)
def test_an_option_that_makes_no_sense_is_answered_with_those_that_do(options: tuple[str, str], words: str) -> None:
    with fieldcare("demo", "--no-browser", *options) as process:
        assert process.ends() == 1
        assert words in process.err


def open_sockets(pid: int) -> list[tuple[str, str, str]]:
    """Local address, remote address and state (`0A` listens) of every TCP and UDP socket of a process, in hex."""
    own = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
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
