"""What the benchmarks share: a chat server and bots as processes of their own, and what they used of the machine."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import dumps, loads
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
AIOGRAM = ROOT / ".venv-aiogram/bin/python"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Process:
    """A running program; processor seconds and memory are read from the kernel."""

    popen: subprocess.Popen[str]

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.popen.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_mb(self) -> float:
        status = Path(f"/proc/{self.popen.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def resident_mb(self) -> float:
        status = Path(f"/proc/{self.popen.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self) -> None:
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(15)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()


@contextmanager
def process(*command: str, env: dict[str, str] | None = None, log: Path | None = None) -> Iterator[Process]:
    """Run a program beside us, and end it."""
    err = log.open("w") if log else subprocess.DEVNULL
    popen = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=err, text=True, cwd=ROOT, env={**os.environ, **(env or {})}
    )
    running = Process(popen)
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def chat_server(*, log: bool = False) -> Iterator[str]:
    """localchat as its own process, with or without a log of events; its address."""
    options = [] if log else ["--no-log"]
    with process(sys.executable, "-m", "localchat", "--any-token", *options) as server:
        assert server.popen.stdout
        yield server.popen.stdout.readline().strip()


def control(url: str, path: str, body: Any = None) -> Any:
    """One call of the control API."""
    data = None if body is None else dumps(body).encode()
    request = urllib.request.Request(f"{url}/control/{path}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return loads(answer.read())


def counts(url: str, token: str) -> dict[str, int]:
    """How often each method was called."""
    found: dict[str, int] = control(url, f"{token}/counts")["counts"]
    return found


def wait_for_count(url: str, token: str, method: str, number: int, seconds: float = 300) -> None:
    """Wait until a method was called so often."""
    deadline = time.monotonic() + seconds
    while counts(url, token).get(method, 0) < number:
        if time.monotonic() > deadline:
            raise SystemExit(f"only {counts(url, token)} after {seconds} s")
        time.sleep(0.02)
