"""Charts drawn in a process of their own: it may end at any time, and nobody misses a chart for it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.drawing import Drawing
from domain.charts import Bar, Chart
from services import charts
from tests.bot.processes import children

CHART = Chart(
    "一组 · 走访", "3月16日 – 3月20日", "本周", "上周同期", "目标", (Bar("林悦", 12, 9, 15), Bar("郑凯", 3, 8))
)


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    made = Drawing()
    yield made
    await made.close()


def drawers() -> set[int]:
    return children("services.drawing")


def about(pid: int, what: str) -> str:
    return Path(f"/proc/{pid}/{what}").read_text()


async def test_a_chart_is_drawn_by_one_process_that_stays_for_the_next(drawing: Drawing) -> None:
    assert await drawing.draw(CHART) == charts.draw(CHART)
    first = drawers()
    await asyncio.gather(*(drawing.draw(CHART) for _ in range(3)))
    assert len(first) == 1 and drawers() == first


async def test_a_process_killed_between_two_charts_is_begun_anew(drawing: Drawing) -> None:
    await drawing.draw(CHART)
    (pid,) = drawers()
    os.kill(pid, signal.SIGKILL)
    assert await drawing.draw(CHART) == charts.draw(CHART)
    assert drawers() != {pid}


async def test_a_process_killed_in_the_midst_of_a_chart_leaves_the_chart_to_the_next(drawing: Drawing) -> None:
    await drawing.draw(CHART)
    (pid,) = drawers()
    os.kill(pid, signal.SIGSTOP)  # the chart is given to it and not drawn
    waiting = asyncio.ensure_future(drawing.draw(CHART))
    await asyncio.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    assert await waiting == charts.draw(CHART)


async def test_a_chart_is_drawn_here_where_no_process_can_be_begun(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))
    assert await drawing.draw(CHART) == charts.draw(CHART)


async def test_who_gives_up_waiting_leaves_nothing_for_the_next_chart(drawing: Drawing) -> None:
    other = Chart("二组", "", "本周", "上周同期", "目标", (Bar("何芳", 1, 2),))
    await drawing.draw(CHART)
    waiting = asyncio.ensure_future(drawing.draw(CHART))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await drawing.draw(other) == charts.draw(other)


async def test_the_process_knows_no_token_and_loads_nothing_of_the_bot(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDCARE_TOKEN", "123:secret")
    await drawing.draw(CHART)
    (pid,) = drawers()
    assert "secret" not in about(pid, "environ")
    loaded = about(pid, "maps")
    assert "_imaging" in loaded and "sqlalchemy" not in loaded and "pydantic" not in loaded


async def test_the_process_ends_when_it_is_no_longer_wanted(drawing: Drawing) -> None:
    await drawing.draw(CHART)
    (pid,) = drawers()
    await drawing.close()
    assert pid not in drawers()


def test_the_process_ends_with_the_one_that_began_it_however_that_ended() -> None:
    command = [sys.executable, "-m", "services.drawing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(CHART.as_json()).encode() + b"\n")
        process.stdin.flush()
        assert int.from_bytes(process.stdout.read(4)) == len(charts.draw(CHART))
        process.stdin.close()  # as the kernel does for a process that was killed
        assert process.wait(10) == 0
