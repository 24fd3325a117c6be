"""How long a message waits for its answer, how soon the bot answers after its start, and how much memory it takes.

    uv run python benchmarks/bench_latency.py [--short]

The named peer for the waiting time is the bare python-telegram-bot echo, at the same 100 messages a second in the same
run. Pacing to Telegram's limits is lifted.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bench_updates import FIRST_USER, fieldcare_data, update
from benchmarks.rig import Process, chat_server, control, process, wait_for_count
from localchat.client import control as control_client

CHATS = 64
TOKEN = "100:" + "B" * 35
DAY = (
    "今天上午拜访岩3中刘校长，聊了续约，下周三送方案",
    "昨天下午去了岩4中，陳校長說下週三再談",
    "Met Liu at 岩3中 yesterday at 3pm, send the quote by next Friday",
    "岩3中上次什么时候去的",
    "这周谁过生日",
    "给岩3中刘校长发了生日短信",
    "明天下午三点去岩5中",
    "不是岩3中，是岩4中",
    "/today",
    "/visits",
    "/overdue",
    "/clients",
    "/clients yan3zhong",
    "/visit",
    "/settings",
    "/help",
)


def people(url: str) -> None:
    control(url, f"{TOKEN}/world", {"username": "bench_bot"})
    for number in range(CHATS):
        control(url, f"{TOKEN}/users", {"id": FIRST_USER + number, "first_name": f"经理{number}", "started": True})


def environment(url: str, data: Path) -> dict[str, str]:
    return {
        "FIELDCARE_TOKEN": TOKEN,
        "FIELDCARE_API_URL": url,
        "FIELDCARE_DATA": str(data),
        "FIELDCARE_PACING": "false",
    }


RUN = [sys.executable, "-m", "bot.cli", "run"]


def settled(url: str) -> None:
    """Wait until everything sent was taken and answered."""
    while control(url, f"{TOKEN}/pending")["updates"]:
        time.sleep(0.05)
    time.sleep(1.5)


async def waits(url: str, per_second: int, seconds: int) -> list[float]:
    """Messages at a steady rate; how long each chat's answer took, in seconds."""
    asked: dict[int, float] = {}
    took: list[float] = []
    total = per_second * seconds
    async with control_client(url, TOKEN) as chat:
        _, last = await chat.events(after=-1)

        async def listen() -> None:
            nonlocal last
            while len(took) < total:
                events, last = await chat.events(after=last, wait=5)
                now = time.perf_counter()
                for event in events:
                    message = event.get("message") or {}
                    if event["type"] == "message" and message.get("from", {}).get("is_bot"):
                        begun = asked.pop(event["chat"], None)
                        if begun is not None:
                            took.append(now - begun)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listen())
            start = time.perf_counter()
            for number in range(total):
                raw = update(number, CHATS)
                user = FIRST_USER + number % CHATS
                await asyncio.sleep(max(0.0, start + number / per_second - time.perf_counter()))
                while user in asked:  # one question at a time in a chat, as people do
                    await asyncio.sleep(0.005)
                asked[user] = time.perf_counter()
                await chat.post("updates", raw=[raw])
    return sorted(took)


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


def answer_times(options: argparse.Namespace) -> None:
    found = {}
    for name in ("python-telegram-bot echo", "fieldcare, a visit each"):
        with chat_server(log=True) as url:
            people(url)
            command, env = [sys.executable, "benchmarks/peers/ptb_echo.py", url, TOKEN], None
            if name.startswith("fieldcare"):
                command, env = RUN, environment(url, fieldcare_data(CHATS))
            with process(*command, env=env):
                control(url, f"{TOKEN}/updates", {"raw": [update(-1 - n, CHATS) for n in range(CHATS)]})
                wait_for_count(url, TOKEN, "sendMessage", CHATS)
                settled(url)
                found[name] = asyncio.run(waits(url, options.rate, options.seconds))
    base = quantile(found["python-telegram-bot echo"], 0.99)
    for name, took in found.items():
        p50, p99 = quantile(took, 0.5), quantile(took, 0.99)
        print(f"{name:28} at {options.rate}/s: median {p50:6.1f} ms, p99 {p99:6.1f} ms = {p99 / base:.2f} x")


def start_and_memory(options: argparse.Namespace) -> None:
    """The code is compiled by the first of these starts, as it is by pip or when the image is built: without that, most
    of the time of a start is Python's compiler. PYTHONDONTWRITEBYTECODE, where set, would have it so each time."""
    compiled = {"PYTHONPYCACHEPREFIX": tempfile.mkdtemp(), "PYTHONDONTWRITEBYTECODE": ""}
    for attempt in range(2 if options.short else 6):
        data = fieldcare_data(CHATS)  # anew: a server begun anew counts its updates from the first
        with chat_server() as url:
            people(url)
            control(url, f"{TOKEN}/updates", {"raw": [update(attempt, CHATS)]})
            begin = time.monotonic()
            with process(*RUN, env={**environment(url, data), **compiled}) as bot:
                wait_for_count(url, TOKEN, "sendMessage", 1)
                code = "compiled, as installed" if attempt else "still to be compiled, as never installed"
                print(f"start to first answer: {time.monotonic() - begin:.2f} s (code {code})")
                if attempt == 1:
                    live_a_day(url, bot)


def live_a_day(url: str, bot: Process) -> None:
    for text in DAY:
        control(url, f"{TOKEN}/send", {"user": FIRST_USER, "text": text})
        settled(url)
    contact = {"phone_number": "13900000999", "first_name": "小林"}
    control(url, f"{TOKEN}/send", {"user": FIRST_USER, "contact": contact})
    settled(url)
    print(f"memory after a day's messages: resident {bot.resident_mb():.0f} MB, peak {bot.peak_mb():.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    if options.short:
        options.seconds = 2
    answer_times(options)
    start_and_memory(options)


if __name__ == "__main__":
    main()
