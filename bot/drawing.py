"""Charts drawn in a process of their own (`services.drawing`): in a thread they would hold the interpreter's lock, and
everybody would wait for the pictures of a few."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import structlog

from domain.charts import Chart
from services import charts
from services.drawing import LENGTH_BYTES

log = structlog.get_logger("drawing")

ROOT = Path(charts.__file__).parents[1]
"""Where the packages lie, so that the process runs the same code as we do."""
TRIES = 2
LONGEST_SECONDS = 60
"""A chart takes hundredths of a second, the first one half a second; but the process comes last on a busy machine."""


class Drawing:
    """The drawing process: begun with the first chart, and anew where it ended meanwhile; one chart at a time, for on a
    Friday evening those of all leaders fall due together."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, chart: Chart) -> bytes:
        """The chart as a PNG. Where the process fails twice or cannot draw it, it is drawn here, in a thread; raises
        what `services.charts.draw` raises."""
        line = json.dumps(chart.as_json()).encode() + b"\n"
        async with self._one_at_a_time:
            for _ in range(TRIES):
                try:
                    picture = await asyncio.wait_for(self._drawn(line), LONGEST_SECONDS)
                except (OSError, EOFError, TimeoutError) as error:
                    log.warning("drawing_ended", error=type(error).__name__)
                    await self.close()
                except BaseException:
                    # What it still has to say would be taken for the answer to the next chart.
                    await self.close()
                    raise
                else:
                    if picture:
                        return picture
                    break
        return await asyncio.to_thread(charts.draw, chart)

    async def _drawn(self, line: bytes) -> bytes:
        process = self._process
        if process is None or process.returncode is not None:
            self._process = process = await self._begun()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(line)
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES))
        return await process.stdout.readexactly(length)

    async def _begun(self) -> Process:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELDCARE_")}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.drawing"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd=ROOT,
            env=environment,
        )

    async def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
