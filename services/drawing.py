"""The process that draws charts for `bot.drawing`: figures come in, a line for each chart, and pictures go out.

Run as `python -m services.drawing`, so that neither the bot's code is loaded nor its token known here. A line of
standard input is a chart as JSON. What goes out for it are four bytes, the length of the picture, and the picture;
a length of 0 means that it cannot be drawn. It ends with its input, so that it never outlives the bot, and when there
was nothing to draw for a minute.
"""

import contextlib
import json
import os
import signal
import sys

from domain.charts import Chart
from services import charts

IDLE_SECONDS = 60
NICENESS = 10
"""Whoever waits for an answer comes first."""
LENGTH_BYTES = 4


def main() -> None:
    """Draw until the input ends."""
    with contextlib.suppress(OSError):  # a hardened service may forbid it
        os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the bot, which finishes what it began
    signal.alarm(IDLE_SECONDS)
    for line in sys.stdin.buffer:
        signal.alarm(0)
        try:
            picture = charts.draw(Chart.of_json(json.loads(line)))
        except Exception:
            picture = b""
        sys.stdout.buffer.write(len(picture).to_bytes(LENGTH_BYTES) + picture)
        sys.stdout.buffer.flush()
        signal.alarm(IDLE_SECONDS)


if __name__ == "__main__":
    main()
