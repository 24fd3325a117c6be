"""How fast and how well dates are read, beside dateparser in the same run.

    uv run python benchmarks/bench_dates.py [--short]

Scores are of the example phrases and the unseen ones (tests/); speed is of one message of 60 characters, and of longer
texts to see that the time is linear in their length; import and memory are those of a fresh process.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from language.dates import find  # noqa: E402
from tests.examples import score_dates  # noqa: E402

SETS = [ROOT / "tests/examples/dates.jsonl", *sorted((ROOT / "tests/language").glob("dates_unseen*.jsonl"))]
SETS.append(ROOT / "tests/language/unseen/round5_dates.jsonl")
NOW = datetime(2026, 3, 18, 10)
MESSAGE = "今天上午拜访一中王校长，聊了续约，下周三送方案过去，电话13805971234，报价3.5万元，他挺满意的，月底前签合同"
LONG = "明天下午三点半拜访王校长，报价3.5万元，"
FRESH = """
import time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
import dataclasses, datetime, re, typing
memory, begin = resident(), time.perf_counter()
from language.dates import find
loaded = time.perf_counter()
find("农历八月十五下午三点半，国庆前一周，next Friday", datetime.datetime(2026, 3, 18, 10))
print(f"import {1000 * (loaded - begin):.0f} ms, with a first message {resident() - memory:.1f} MB")
"""

Read = Callable[[str, datetime, Any], list[dict[str, Any]]]


def ours(text: str, now: datetime, prefer: Any) -> list[dict[str, Any]]:
    """Our own grammar, answered as the scorer wants it."""
    return [
        {"start": m.start.isoformat(), "end": m.end.isoformat() if m.end else None} for m in find(text, now, prefer)
    ]


def peer(text: str, now: datetime, prefer: Any) -> list[dict[str, Any]]:
    """dateparser's search, Chinese and English."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": prefer or "current_period"}
    found = search_dates(text, languages=["zh", "zh-Hant", "en"], settings=settings) or []
    return [{"start": at.isoformat(), "end": None} for _, at in found]


def scored(read: Read, path: Path) -> str:
    """Right answers of all, and answers that are wrong (and not simply missing)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = wrong = 0
    for row in rows:
        answer = read(row["text"], datetime.fromisoformat(row["ref"]), row["prefer"])
        ok = score_dates.right(row, answer)
        right, wrong = right + ok, wrong + (not ok and bool(answer))
    return f"{right}/{len(rows)} = {100 * right / len(rows):.1f} %, wrong {100 * wrong / len(rows):.1f} %"


def cost(read: Read, text: str, rounds: int) -> float:
    """Milliseconds for one reading, the median of many."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        read(text, NOW, None)
        times.append(time.perf_counter() - begin)
    return 1000 * sorted(times)[rounds // 2]


def main() -> None:
    """Print the figures."""
    short = "--short" in sys.argv
    for name, read in (("fieldcare", ours), ("dateparser", peer)):
        for path in SETS[: 1 if short else None]:
            print(f"{name:10} {path.stem:20} {scored(read, path)}")
    mine, theirs = cost(ours, MESSAGE, 20 if short else 2000), cost(peer, MESSAGE, 3 if short else 50)
    print(f"{len(MESSAGE)} characters: fieldcare {mine:.3f} ms, dateparser {theirs:.1f} ms, {theirs / mine:.0f} x")
    lengths = (1_000, 4_000, 16_000)
    times = [cost(ours, (LONG * (n // len(LONG) + 1))[:n], 3) for n in lengths]
    print("texts of " + ", ".join(f"{n}: {t:.1f} ms" for n, t in zip(lengths, times, strict=True)))
    subprocess.run([sys.executable, "-c", FRESH], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
