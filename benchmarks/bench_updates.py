"""Updates a second: fieldcare recording a visit for each, beside bare echo bots, over the same chat server.

    uv run python benchmarks/bench_updates.py [--short] [--updates N] [--chats N]

Every line names what it measured; ratios are against the bare python-telegram-bot echo of the same run. fieldcare's
pacing to Telegram's limits is lifted here, since it is our own speed that is measured.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.rig import AIOGRAM, chat_server, control, process, wait_for_count
from domain.staff import Grade, Role
from services import staff as members
from storage import clients, migrate, organisation, persons, staff, visits
from storage.store import Store
from storage.tx import Tx

FIRST_USER = 700_000_000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
TEXT = "今天上午拜访{place}{n}中{surname}校长，聊了续约，他很满意，下周三送方案"


def settle(tx: Tx, chats: int) -> None:
    """One organisation of `chats` managers, each with 20 clients and 40 key persons of their own."""
    organisation.save(tx, name="bench", timezone="Asia/Shanghai", language="zh_Hans", own_company="移动")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(chats):
        about = {"group": f"{number // 8}组", "grade": Grade.SENIOR}
        staff_id, _ = members.add(tx, now, name=f"经理{number}", role=Role.MANAGER, **about)
        staff.enrol(tx, staff_id, FIRST_USER + number, now)
        for n in range(20):
            values = {"name": f"龙岩第{n}中学{number}校", "class_": "A", "manager_id": staff_id, "industry": "教育"}
            client_id = clients.add(tx, values, [f"岩{n}中"], date(2026, 1, 1))
            for role in ("校长", "主任"):
                person = {"client_id": client_id, "name": f"{SURNAMES[n]}{role[0]}明", "position": role}
                persons.add(tx, person)


def update(number: int, chats: int) -> dict[str, object]:
    """A message of one of the managers about one of their clients."""
    user = FIRST_USER + number % chats
    n = number // chats % 20
    text = TEXT.format(place="岩", n=n, surname=SURNAMES[n])
    person = {"id": user, "is_bot": False, "first_name": f"经理{user - FIRST_USER}", "language_code": "zh-hans"}
    chat = {"id": user, "type": "private", "first_name": person["first_name"]}
    message = {"message_id": 1_000_000 + number, "date": int(time.time()), "chat": chat, "from": person, "text": text}
    return {"message": message}


def measure(
    name: str, command: list[str], url: str, token: str, options: argparse.Namespace, env: dict[str, str] | None
) -> dict[str, float]:
    """Run one bot against the server: everyone's chat is open, then all updates come at once."""
    control(url, f"{token}/world", {"username": "bench_bot"})
    for number in range(options.chats):
        user = {"id": FIRST_USER + number, "first_name": f"经理{number}"}
        control(url, f"{token}/users", user)
        control(url, f"{token}/send", {"user": user["id"], "text": "/start"})
    log = Path(tempfile.mkdtemp()) / "log"
    with process(*command, env=env, log=log) as bot:
        # The bot is up when it has taken the greetings away.
        deadline = time.monotonic() + 60
        while control(url, f"{token}/pending")["updates"]:
            time.sleep(0.05)
            if time.monotonic() > deadline or bot.popen.poll() is not None:
                raise SystemExit(f"{name} did not start:\n{log.read_text()[-2000:]}")
        # One message each, not counted: what is built once per person and kept is no part of the rate.
        greetings = [update(-1 - number, options.chats) for number in range(options.chats)]
        control(url, f"{token}/updates", {"raw": greetings})
        wait_for_count(url, token, "sendMessage", control(url, f"{token}/counts")["counts"].get("sendMessage", 0) + 1)
        while control(url, f"{token}/pending")["updates"]:
            time.sleep(0.05)
        time.sleep(3.0)
        before = control(url, f"{token}/counts")["counts"].get("sendMessage", 0)
        cpu = bot.cpu_seconds()
        begin = time.monotonic()
        batch = [update(number, options.chats) for number in range(options.updates)]
        for start in range(0, len(batch), 1000):
            control(url, f"{token}/updates", {"raw": batch[start : start + 1000]})
        begin = time.monotonic() if not options.include_load else begin
        wait_for_count(url, token, "sendMessage", before + options.updates)
        seconds = time.monotonic() - begin
        used = bot.cpu_seconds() - cpu
        return {
            "per_second": options.updates / seconds,
            "cpu_ms": used / options.updates * 1000,
            "peak_mb": bot.peak_mb(),
        }


def visits_recorded(data: Path) -> int:
    """How many visits stand in the database."""

    async def read() -> int:
        store = await Store.open(data / "fieldcare.db")
        from sqlalchemy import func, select

        found = await store.read(lambda tx: int(tx.value(select(func.count()).select_from(visits.visits))))
        await store.close()
        return found

    return asyncio.run(read())


def fieldcare_data(chats: int) -> Path:
    data = Path(tempfile.mkdtemp())
    migrate.upgrade(data / "fieldcare.db")

    async def fill() -> None:
        store = await Store.open(data / "fieldcare.db")
        await store.run(settle, chats)
        await store.close()

    asyncio.run(fill())
    return data


def compare(options: argparse.Namespace, latency_ms: int) -> None:
    results: dict[str, dict[str, float]] = {}
    bots: list[tuple[str, list[str]]] = [("python-telegram-bot echo", [sys.executable, "benchmarks/peers/ptb_echo.py"])]
    if AIOGRAM.exists() and not latency_ms:
        bots.append(("aiogram echo", [str(AIOGRAM), "benchmarks/peers/aiogram_echo.py"]))
    bots.append(("fieldcare, a visit each", ["fieldcare"]))
    for name, command in bots:
        with chat_server() as url:
            if latency_ms:
                control(url, "latency", {"ms": latency_ms})
            token = "100:" + "B" * 35
            few = argparse.Namespace(**vars(options))
            if latency_ms and "echo" in name:
                few.updates = min(options.updates, 150)
            if command == ["fieldcare"]:
                data = fieldcare_data(options.chats)
                env = {
                    "FIELDCARE_TOKEN": token,
                    "FIELDCARE_API_URL": url,
                    "FIELDCARE_DATA": str(data),
                    "FIELDCARE_PACING": "false",
                }
                call = [sys.executable, "-m", "bot.cli", "run"]
                results[name] = measure(name, call, url, token, few, env)
                recorded = visits_recorded(data)
                results[name]["recorded"] = recorded
                recorded -= options.chats
                if recorded != few.updates:
                    raise SystemExit(f"{recorded} visits recorded of {few.updates}; see {data}")
            else:
                results[name] = measure(name, [*command, url, token], url, token, few, None)
    base = results["python-telegram-bot echo"]
    print(f"-- {options.updates} updates, {options.chats} chats, {latency_ms} ms round trip, pacing lifted")
    for name, figures in results.items():
        ratio, cpu = figures["per_second"] / base["per_second"], figures["cpu_ms"] / base["cpu_ms"]
        speed = f"{figures['per_second']:8.0f}/s = {ratio:5.2f} x"
        used = f"CPU {figures['cpu_ms']:5.2f} ms each = {cpu:4.2f} x"
        print(f"{name:28} {speed}   {used}   peak {figures['peak_mb']:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--updates", type=int, default=5000)
    parser.add_argument("--chats", type=int, default=256)
    parser.add_argument("--latency", type=int, default=60)
    parser.add_argument("--only", choices=("none", "latency"))
    parser.add_argument("--include-load", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.updates, options.chats = 200, 16
    if options.only != "latency":
        compare(options, 0)
    if options.only != "none":
        compare(options, options.latency)


if __name__ == "__main__":
    main()
