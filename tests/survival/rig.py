"""Real processes to be harmed: a chat server, and `fieldcare run` on an organisation whose members are enrolled."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from localchat.client import Control
from storage import staff
from storage.store import connect, engine_on
from storage.tx import Tx
from tests.e2e.house import CLIENTS, NOW, PERSONS, STAFF, settle

ROOT = Path(__file__).parents[2]
FIRST_ID = 500_000_001
MEMBERS = {name: FIRST_ID + place for place, (name, _, _) in enumerate(STAFF)}
"""Telegram ids of the sample organisation's members, all of them enrolled."""

_TOKENS = iter(range(10_000_001, 99_999_999))


class Launcher:
    """The process that forks bots for us; see launcher.py."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "tests.survival.launcher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._one = threading.Lock()
        assert self._popen.stdout
        self._popen.stdout.readline()

    def order(self, **what: Any) -> dict[str, Any]:
        """Hand in one order and return its answer."""
        assert self._popen.stdin and self._popen.stdout
        with self._one:
            self._popen.stdin.write(json.dumps(what) + "\n")
            self._popen.stdin.flush()
            answer: dict[str, Any] = json.loads(self._popen.stdout.readline())
        return answer

    def close(self) -> None:
        """End it, and with it whatever still runs."""
        assert self._popen.stdin
        self._popen.stdin.close()
        self._popen.wait(10)


@contextmanager
def chat_server(*options: str) -> Iterator[str]:
    """localchat as a process of its own; its address."""
    command = [sys.executable, "-m", "localchat", "--any-token", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        yield server.stdout.readline().strip()
        server.terminate()


@dataclass
class Bot:
    """`fieldcare run` on a data folder, started and ended as often as a test likes."""

    launcher: Launcher
    data: Path
    url: str
    token: str
    pid: int = 0
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """What it wrote on standard error and output, over all its lives."""
        return self.data / "log"

    @property
    def database(self) -> Path:
        """Its database."""
        return self.data / "fieldcare.db"

    def start(self, *, failpoint: str = "", patch: str | None = None) -> None:
        """Start it; with a failpoint it ends itself there as by `kill -9`."""
        env = {
            "FIELDCARE_TOKEN": self.token,
            "FIELDCARE_API_URL": self.url,
            "FIELDCARE_DATA": str(self.data),
            "FIELDCARE_PACING": "false",
            "FIELDCARE_FAILPOINT": failpoint,
            **self.settings,
        }
        self.pid = self.launcher.order(env=env, log=str(self.log), patch=patch)["pid"]

    def kill(self) -> None:
        """`kill -9`, now."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait(10)

    def stop(self) -> int | None:
        """End it as an operator does; its exit status."""
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
            return self.wait(30)
        return None

    def wait(self, seconds: float) -> int | None:
        """Its exit status (negative: the signal) once it has ended; None where it runs on."""
        status: int | None = self.launcher.order(wait=self.pid, seconds=seconds)["status"]
        if status is not None:
            self.pid = 0
        return status

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return bool(self.pid) and self.wait(0) is None

    def secrets_told(self) -> list[str]:
        """What its log tells and must not: the token, phones, names of clients, persons and members."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        names = [name for name, *_ in CLIENTS] + [person for _, person, *_ in PERSONS] + list(MEMBERS)
        told = [secret for secret in (self.token, self.token.split(":")[1], *names) if secret in text]
        return told + re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)


@dataclass
class Field:
    """A bot, its chat server's world, and its people."""

    bot: Bot
    chat: Control

    @property
    def members(self) -> dict[str, int]:
        """Telegram ids by name."""
        return MEMBERS

    @contextmanager
    def database(self) -> Iterator[Tx]:
        """The bot's database, beside the running bot; closed without keeping changes unless committed."""
        with opened(self.bot.database) as tx:
            yield tx


@contextmanager
def opened(database: Path) -> Iterator[Tx]:
    """One transaction on a database file, kept at the end."""
    raw = connect(database, busy_seconds=30)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN IMMEDIATE")
        try:
            yield tx
        except BaseException:
            tx.command("ROLLBACK")
            raise
        if tx.in_transaction:
            tx.command("COMMIT")
    raw.close()


def enrolled(tx: Tx) -> None:
    """The sample organisation with every member enrolled."""
    settle(tx)
    for name, telegram_id in MEMBERS.items():
        member = staff.by_name(tx, name)
        assert member is not None
        staff.enrol(tx, member.id, telegram_id, NOW)


def new_bot(launcher: Launcher, url: str, folder: Path, blank: Path) -> Bot:
    """A bot that was never started, on the sample organisation, with a token of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "fieldcare.db"
    database.write_bytes(blank.read_bytes())
    with opened(database) as tx:
        enrolled(tx)
    return Bot(launcher, folder, url, f"{next(_TOKENS)}:" + "Aa1_" * 8 + "Zz9")


@asynccontextmanager
async def a_field(bot: Bot, server: str | None = None) -> AsyncIterator[Field]:
    """The bot's world with everyone's chat open; at the end the bot is stopped and its log read for secrets.

    `server` is the chat server's own address where the bot talks to it through something else.
    """
    async with ClientSession() as session:
        chat = Control(server or bot.url, bot.token, session)
        await chat.world()
        for name, telegram_id in MEMBERS.items():
            await chat.user(name, id=telegram_id, language_code="zh-hans", started=True)
        try:
            yield Field(bot, chat)
        finally:
            if bot.pid:
                os.kill(bot.pid, signal.SIGKILL)
                bot.wait(10)
        assert bot.secrets_told() == []
