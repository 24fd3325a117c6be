"""Starts `fieldcare run` in processes of their own, forked after the imports are done, to start quickly.

    python -m tests.survival.launcher

Orders come in as lines of JSON on standard input, answers go out as lines of JSON: {"env", "log", "patch"?} starts one
and answers {"pid"}; {"wait": pid, "seconds"} answers {"status"}, negative for a signal, null where it still runs.
"""

import importlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401  (imported late by the product, early here)

import bot.application  # noqa: F401
from bot.cli import main as fieldcare
from storage import failpoint, migrate  # noqa: F401


def become_the_bot(order: dict[str, Any]) -> None:
    """What the forked child does: the command as from a shell, then its exit status."""
    os.setsid()
    os.environ.update(order["env"])
    log = os.open(order["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor, replacement in ((0, nothing), (1, log), (2, log)):
        os.dup2(replacement, descriptor)
    importlib.reload(failpoint)
    if order.get("patch"):
        module, _, function = order["patch"].partition(":")
        getattr(importlib.import_module(module), function)()
    sys.argv = ["fieldcare", "run"]
    fieldcare()


def start(order: dict[str, Any]) -> dict[str, int]:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            become_the_bot(order)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        finally:
            sys.stderr.flush()
            os._exit(status)
    return {"pid": pid}


def wait(pid: int, seconds: float) -> dict[str, int | None]:
    deadline = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return {"status": os.waitstatus_to_exitcode(status)}
        if time.monotonic() > deadline:
            return {"status": None}
        time.sleep(0.005)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running: set[int] = set()
    print(json.dumps({"ready": str(Path(__file__).parents[2])}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer: dict[str, Any] = wait(order["wait"], order["seconds"])
            if answer["status"] is not None:
                running.discard(order["wait"])
        else:
            answer = start(order)
            running.add(answer["pid"])
        print(json.dumps(answer), flush=True)
    for pid in running:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
