"""Real `fieldcare` processes for tests: started, read line by line with a deadline, and stopped."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
DEADLINE = 60.0


class Process:
    """One process."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELDCARE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=ROOT,
            env={**kept, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.pid = self._process.pid
        self._said = {"out": b"", "err": b""}

    @property
    def out(self) -> str:
        """What came on standard output so far."""
        return self._said["out"].decode(errors="replace")

    @property
    def err(self) -> str:
        """What came on standard error so far."""
        return self._said["err"].decode(errors="replace")

    def says(self, words: str) -> str:
        """Wait until it has said something, on either stream; all of that stream so far."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            for said in (self.out, self.err):
                if words in said:
                    return said
            if not self._read(0.2) and self._process.poll() is not None and not self._read(0.0):
                break
        raise AssertionError(f"waited for {words!r}; it said:\n{self.out}\n{self.err}")

    def ends(self) -> int:
        """Wait for its end; its exit status."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline and self._process.poll() is None:
            self._read(0.2)
        while self._read(0.0):
            pass
        assert self._process.returncode is not None, f"it did not end; it said:\n{self.out}\n{self.err}"
        return self._process.returncode

    def stop(self) -> int:
        """Ask it to stop (SIGTERM) and wait for its end."""
        if self._process.poll() is None:
            self._process.terminate()
        return self.ends()

    def close(self) -> None:
        """End it whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for stream in self._streams():
            stream.close()

    def _streams(self) -> list[IO[bytes]]:
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        return [self._process.stdout, self._process.stderr]

    def _read(self, seconds: float) -> bool:
        """Take what has come within so many seconds; whether anything had."""
        out, err = self._streams()
        ready, _, _ = select.select([out, err], [], [], seconds)
        came = False
        for stream in ready:
            piece = os.read(stream.fileno(), 65536)
            came = came or bool(piece)
            self._said["out" if stream is out else "err"] += piece
        return came


@contextmanager
def fieldcare(*arguments: str, **environment: str) -> Iterator[Process]:
    """A running `fieldcare`, ended when the test is."""
    process = Process(*arguments, **environment)
    try:
        yield process
    finally:
        process.close()


def children(words: str) -> set[int]:
    """The running processes that this one has begun with these words in their command lines."""
    begun = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
    return {int(pid) for pid in begun if words in Path(f"/proc/{pid}/cmdline").read_text()}
