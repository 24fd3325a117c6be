"""How well and how fast messages are read, beside rapidfuzz over all names and a plain scan in the same run.

    uv run python benchmarks/bench_understand.py [--short]

Scores are of the example messages and the unseen ones (tests/); speed is of a message of 60 characters against
portfolios of 200 and 10,000 clients, and of longer texts to see that the time is linear in their length; import and
memory are those of a fresh process.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rapidfuzz import fuzz, process

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from language.understanding import Client, Person, Portfolio, understand  # noqa: E402
from tests.language.reading_messages import EXAMPLES, MESSAGES, owner_of, portfolio, score  # noqa: E402

NOW = datetime(2026, 3, 18, 18)
SIGNS = (
    "明华安泰龙凤山海江河东西南北金银铜铁春夏秋冬文武星月云雨风雷永恒兴旺发达顺利通达"
    "宏伟嘉瑞祥和平康健宁静远志高升腾飞鸿鹄鹏程锦绣百川汇聚青蓝紫红"
)
TRADES = ["矿业有限公司", "水泥有限公司", "中学", "医院", "物流有限公司", "大酒店", "教育局", "农商银行", "幼儿园"]
POSITIONS = ["校长", "总经理", "主任", "信息科科长", "办公室主任"]
LONG = "昨天下午去一中拜访王校长，他说电信报价便宜，下周三前送方案，"
FRESH = """
import time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
import dataclasses, datetime, functools, re, typing
memory, begin = resident(), time.process_time()
from language.understanding import Client, Person, Portfolio, understand
loaded = time.process_time()
book = Portfolio([Client(1, "莲山大酒店", ("莲山",))], [Person(1, 1, "戴国良", "男", "总经理")])
found = understand("昨天下午三点半去连山拜访戴总，聊了续约", book, datetime.datetime(2026, 3, 18, 18))
understand("Met Mr Dai at Lianshan Hotel, quote by Friday", book, datetime.datetime(2026, 3, 18, 18))
assert found.clients
print(f"import {1000 * (loaded - begin):.0f} ms of processor, with its first messages {resident() - memory:.1f} MB")
"""


def large(clients: int) -> Portfolio:
    """A made-up portfolio with three persons a client."""
    rng = random.Random(clients)
    named, people = [], []
    for number in range(clients):
        brand = "".join(rng.choices(SIGNS, k=2 + (number % 3 > 0)))
        named.append(Client(number, rng.choice(["龙岩市", "上杭县", ""]) + brand + rng.choice(TRADES), (brand,), "A"))
        for _ in range(3):
            name = rng.choice("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗") + "".join(rng.choices(SIGNS, k=2))
            people.append(Person(len(people), number, name, None, rng.choice(POSITIONS)))
    return Portfolio(named, people)


def messages(book: Portfolio, count: int) -> list[tuple[str, str]]:
    """Messages of some sixty characters and the client each is about."""
    rng = random.Random(7)
    found = []
    for _ in range(count):
        client = rng.choice(book.clients)
        person = book.persons[client.id * 3]
        called = person.name[0] + (person.position or "")[-2:]
        found.append(
            (
                f"昨天下午三点半去{client.aliases[0]}拜访{called}，聊了智慧校园和专线扩容，对方挺感兴趣，"
                "让我下周三之前把方案和报价都送过去",
                client.name,
            )
        )
    return found


def ours(book: Portfolio) -> Callable[[str], str | None]:
    """The whole understanding, of which the client alone is compared."""

    def read(text: str) -> str | None:
        client = understand(text, book, NOW).client
        return client.name if client else None

    return read


def fuzzy(book: Portfolio) -> Callable[[str], str | None]:
    """rapidfuzz: the name or alias most like a part of the text."""
    names = {name: client.name for client in book.clients for name in (client.name, *client.aliases)}
    choices = list(names)

    def read(text: str) -> str | None:
        best = process.extractOne(text, choices, scorer=fuzz.partial_ratio, score_cutoff=80)
        return names[best[0]] if best else None

    return read


def scan(book: Portfolio) -> Callable[[str], str | None]:
    """A plain scan: the longest name or alias that stands in the text."""
    names = {name: client.name for client in book.clients for name in (client.name, *client.aliases)}

    def read(text: str) -> str | None:
        best = max((name for name in names if name in text), key=len, default=None)
        return names[best] if best else None

    return read


def medians(read: Callable[[str], str | None], asked: list[tuple[str, str]]) -> tuple[float, float]:
    """Milliseconds a message (median), and per cent of clients right."""
    read(asked[0][0])
    spent, right = [], 0
    for text, client in asked:
        begin = time.perf_counter()
        answer = read(text)
        spent.append(time.perf_counter() - begin)
        right += answer == client
    return 1000 * statistics.median(spent), 100 * right / len(asked)


def print_scores() -> None:
    sets = [(EXAMPLES / "messages.jsonl", "sample")]
    sets += [(path, owner_of(path)) for path in MESSAGES]
    print("scores (fields right, per cent; messages marked debatable left out)")
    for path, owner in sets:
        reached, wrong = score(path, owner)
        keys = ("whole card", "intent", "client", "persons", "date", "due_dates", "sentiment", "sure")
        print(f"  {path.name:16}", ", ".join(f"{key} {reached[key]:.1f}" for key in keys), f"; wrong and sure {wrong}")


def print_peers() -> None:
    rows = [json.loads(line) for line in (EXAMPLES / "messages.jsonl").read_text(encoding="utf-8").splitlines()]
    plain = [(row["text"], row["expect"]["client"]) for row in rows if isinstance(row["expect"]["client"], str)]
    print(f"the client alone, on the {len(plain)} example messages about one client")
    for name, make in (("understand (everything)", ours), ("rapidfuzz partial_ratio", fuzzy), ("plain scan", scan)):
        spent, right = medians(make(portfolio()), plain)
        print(f"  {name:24} {right:5.1f} % right, {spent:.3f} ms a message")


def print_speed(rounds: int) -> None:
    for size in (200, 10_000):
        begin = time.perf_counter()
        book = large(size)
        built = time.perf_counter() - begin
        asked = messages(book, rounds)
        print(f"{size} clients, {3 * size} persons; {len(asked[0][0])} characters; index made in {built:.2f} s")
        for name, make in (("understand (everything)", ours), ("rapidfuzz partial_ratio", fuzzy), ("plain scan", scan)):
            spent, right = medians(make(book), asked if make is ours or size < 1000 else asked[:20])
            print(f"  {name:24} {spent:8.3f} ms a message (median), client right {right:.0f} %")


def print_length() -> None:
    spent = []
    for size in (1000, 4000, 16_000):
        text = (LONG * (size // len(LONG) + 1))[:size]
        best = min(_seconds(text) for _ in range(3))
        spent.append(f"{size}: {1000 * best:.1f} ms")
    print("length", ", ".join(spent))


def _seconds(text: str) -> float:
    begin = time.process_time()
    understand(text, portfolio(), NOW)
    return time.process_time() - begin


def main() -> None:
    """Print the figures; `--short` with few rounds, to see that it runs."""
    rounds = 20 if "--short" in sys.argv else 400
    print_scores()
    print_peers()
    print_speed(rounds)
    print_length()
    fresh = subprocess.run([sys.executable, "-c", FRESH], cwd=ROOT, capture_output=True, text=True, check=True)
    print("a fresh process:", fresh.stdout.strip())


if __name__ == "__main__":
    main()
