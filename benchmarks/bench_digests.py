"""Digests under load: a week's figures out of a million visits, and charts drawn while others are answered.

    uv run python benchmarks/bench_digests.py            # 1,000,000 visits; 20 s of messages
    uv run python benchmarks/bench_digests.py --short    # 100,000 visits; 4 s of messages

The weekly digest of one group of eight is made from few and from many visits stored, with the same fortnight in both;
beside it the bare SQL that its figures need, in the same run. Then a running bot answers messages at a steady rate,
without and with the charts of forty leaders falling due meanwhile.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bench_latency import CHATS, RUN, TOKEN, environment, people, quantile, settled, waits
from benchmarks.bench_updates import FIRST_USER, fieldcare_data, update
from benchmarks.rig import chat_server, control, process, wait_for_count
from domain.charts import Bar, Chart
from domain.digests import Kind
from domain.staff import Actor, Role
from handlers.digests.digest import told
from services import charts, digests
from services import staff as members
from storage import migrate, organisation, outbox, staff
from storage.store import Store, connect, engine_on
from storage.tx import Tx

FRIDAY = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
"""Friday, 17:30 in Shanghai."""
GROUPS, MANAGERS, CLIENTS, A_DAY = 5, 8, 50, 3
"""Groups, managers of each, clients and visits a day of each manager."""
ROUNDS, CHARTS = 25, 40

MANAGERS_OF = "(SELECT id FROM staff WHERE group_id = 1)"
OURS = f"c.manager_id IN {MANAGERS_OF} AND c.merged_into IS NULL AND c.removed_at IS NULL"
WEEK = "v.logged_at >= '2026-03-13 09:30:00' AND v.logged_at < '2026-03-20 09:30:00' AND v.removed_at IS NULL"
BARE = (
    f"SELECT manager_id, count(*) FROM visits WHERE manager_id IN {MANAGERS_OF} AND removed_at IS NULL"
    " AND visited_on BETWEEN '2026-03-16' AND '2026-03-20' GROUP BY manager_id",
    f"SELECT manager_id, count(*) FROM visits WHERE manager_id IN {MANAGERS_OF} AND removed_at IS NULL"
    " AND visited_on BETWEEN '2026-03-09' AND '2026-03-13' GROUP BY manager_id",
    f"SELECT manager_id, count(*) FROM care WHERE manager_id IN {MANAGERS_OF} AND removed_at IS NULL"
    " AND cared_on BETWEEN '2026-03-16' AND '2026-03-20' GROUP BY manager_id",
    f"SELECT manager_id, count(*) FROM care WHERE manager_id IN {MANAGERS_OF} AND removed_at IS NULL"
    " AND cared_on BETWEEN '2026-03-09' AND '2026-03-13' GROUP BY manager_id",
    "SELECT c.id, c.name, c.class, c.manager_id, c.assigned_on, (SELECT max(visited_on) FROM visits v WHERE"
    f" v.client_id = c.id AND v.removed_at IS NULL) FROM clients c WHERE {OURS}",
    f"SELECT count(*) FROM visits v JOIN clients c ON c.id = v.client_id WHERE {WEEK} AND v.late AND {OURS}",
    "SELECT count(*) FROM visits v JOIN clients c ON c.id = v.client_id"
    f" WHERE {WEEK} AND v.sentiment = 'negative' AND {OURS}",
    "SELECT c.name FROM visits v JOIN clients c ON c.id = v.client_id"
    f" WHERE {WEEK} AND v.sentiment = 'negative' AND {OURS} ORDER BY v.logged_at DESC LIMIT 3",
    "SELECT count(*) FROM competitor_news v JOIN clients c ON c.id = v.client_id"
    f" WHERE v.at >= '2026-03-13 09:30:00' AND {OURS}",
    "SELECT count(*) FROM occurrences o JOIN clients c ON c.id = o.client_id"
    f" WHERE o.state = 'open' AND o.falls_on BETWEEN '2026-03-13' AND '2026-03-19' AND {OURS}",
    "SELECT s.id, s.name FROM staff s WHERE s.group_id = 1 AND s.role = 'manager' AND s.active AND EXISTS (SELECT 1"
    " FROM clients c WHERE c.manager_id = s.id AND c.removed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM plans p WHERE"
    " p.staff_id = s.id AND p.kind = 'week' AND p.starts_on = '2026-03-23' AND p.state IN ('submitted', 'approved'))",
    "SELECT p.staff_id, count(*) FROM plan_items i JOIN plans p ON p.id = i.plan_id WHERE p.kind = 'week' AND"
    f" p.staff_id IN {MANAGERS_OF} AND i.planned_on BETWEEN '2026-03-16' AND '2026-03-20' GROUP BY p.staff_id",
    "SELECT count(*) FROM next_steps s JOIN clients c ON c.id = s.client_id"
    f" WHERE s.done_at IS NULL AND s.due_on < '2026-03-20' AND {OURS}",
)
"""What the figures of the first group's week take at the least, a query for each."""


def filled(path: Path, visits: int) -> None:
    """A database with so many visits: the same last fortnight in each, the rest in the five years before."""
    migrate.upgrade(path)
    raw = connect(path)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN")
        organisation.save(tx, name="bench", timezone="Asia/Shanghai", language="zh_Hans", own_company="x")
        for number in range(GROUPS * MANAGERS):
            members.add(tx, FRIDAY, name=f"经理{number}", role=Role.MANAGER, group=f"{number // MANAGERS}组")
        leader, _ = members.add(tx, FRIDAY, name="组长", role=Role.LEADER, group="0组")
        staff.enrol(tx, leader, 99, FRIDAY)
        tx.command("COMMIT")
    raw.execute("BEGIN")
    total = GROUPS * MANAGERS * CLIENTS
    raw.executemany(
        "INSERT INTO clients (id, name, class, manager_id, assigned_on, moments_stale)"
        " VALUES (?, ?, ?, ?, '2021-01-01', 0)",
        ((n + 1, f"客户{n}", "ABC"[n % 3], n // CLIENTS + 1) for n in range(total)),
    )
    chance = random.Random(1)
    recent = [date(2026, 3, 9) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
    rows = [visit(manager, day, chance) for day in recent for manager in range(GROUPS * MANAGERS) for _ in range(A_DAY)]
    other = random.Random(2)
    for _ in range(visits - len(rows)):
        day = date(2021, 1, 4) + timedelta(days=other.randrange(1880))
        rows.append(visit(other.randrange(GROUPS * MANAGERS), day, other))
    raw.executemany(
        "INSERT INTO visits (client_id, manager_id, logged_by, visited_on, visit_type, purposes, content, sentiment,"
        " late, logged_at) VALUES (?, ?, ?, ?, 'proactive', '[]', '聊了续约，他很满意，下周三送方案', ?, ?, ?)",
        rows,
    )
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def visit(manager: int, day: date, chance: random.Random) -> tuple[Any, ...]:
    client = manager * CLIENTS + chance.randrange(CLIENTS) + 1
    mood = "negative" if chance.random() < 0.03 else None
    return (client, manager + 1, manager + 1, day.isoformat(), mood, chance.random() < 0.05, f"{day} 04:00:00.000000")


def in_ms(work: Callable[[], object]) -> float:
    """The processor's time for a piece of work: what else the machine does meanwhile counts for nothing."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def rounds_of(path: Path) -> Generator[dict[str, float], None, None]:
    """Measure one round after another on a database, in ms."""
    raw = connect(path)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN")
        member, house = staff.by_name(tx, "组长"), organisation.load(tx)
        assert member is not None and house is not None
        reader = Actor(member, house)

        def whole() -> None:
            digest = digests.about(tx, reader, Kind.WEEKLY, date(2026, 3, 20), FRIDAY)
            assert digest.figures.visits == MANAGERS * A_DAY * 5
            assert told(tx, digest, FRIDAY)[0].chart is not None

        while True:
            yield {
                "bare": in_ms(lambda: [raw.execute(query).fetchall() for query in BARE]),
                "digest": in_ms(whole),
            }


def weeks(folder: Path, *sizes: int) -> list[dict[str, float]]:
    """The medians for so many visits stored each, measured in turns so that other work on the machine hits all."""
    for size in sizes:
        filled(folder / f"{size}.db", size)
    sources = [rounds_of(folder / f"{size}.db") for size in sizes]
    measured = [[next(source) for source in sources] for _ in range(ROUNDS + 1)][1:]
    for source in sources:
        source.close()
    return [
        {name: statistics.median(each[place][name] for each in measured) for name in ("bare", "digest")}
        for place in range(len(sizes))
    ]


def chart(number: int) -> Chart:
    """The chart of a group of eight."""
    bars = tuple(Bar(f"经理{n}", (number + n * 7) % 23, n * 5 % 19, 12 + n % 4) for n in range(MANAGERS))
    return Chart(f"{number}组 · 走访", "3月16日 – 3月20日", "本周", "上周同期", "目标", bars)


def queue_charts(data: Path, seconds: int) -> None:
    """Charts for as many chats, falling due one after another while the messages come."""

    async def put() -> None:
        store = await Store.open(data / "fieldcare.db")
        now = datetime.now(UTC)

        def unit(tx: Tx) -> None:
            for number in range(CHARTS):
                chat = FIRST_USER + 1000 + number
                body = {"chat_id": chat, "caption": "每周简报", "chart": chart(number).as_json()}
                at = now + timedelta(seconds=1 + number * (seconds - 1) / CHARTS)
                outbox.put(tx, chat_id=chat, method="sendPhoto", body=body, now=now, due_at=at, kind=outbox.PROMPT)

        await store.run(unit)
        await store.close()

    asyncio.run(put())


def answers(options: argparse.Namespace, *, with_charts: bool) -> list[float]:
    """How long others waited for their answers, in seconds, in order."""
    with chat_server(log=True) as url:
        people(url)
        for number in range(CHARTS):
            user = {"id": FIRST_USER + 1000 + number, "first_name": f"组长{number}", "started": True}
            control(url, f"{TOKEN}/users", user)
        data = fieldcare_data(CHATS)
        with process(*RUN, env=environment(url, data)):
            control(url, f"{TOKEN}/updates", {"raw": [update(-1 - n, CHATS) for n in range(CHATS)]})
            wait_for_count(url, TOKEN, "sendMessage", CHATS)
            settled(url)
            if with_charts:
                queue_charts(data, options.seconds)
            took = asyncio.run(waits(url, options.rate, options.seconds))
            if with_charts:
                wait_for_count(url, TOKEN, "sendPhoto", CHARTS)
            return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    if options.short:
        options.visits, options.seconds = 100_000, 6
    with tempfile.TemporaryDirectory() as name:
        few, many = weeks(Path(name), 10_000, options.visits)
    to_bare, to_few = many["digest"] / many["bare"], many["digest"] / few["digest"]
    print(f"-- weekly digest of a group of {MANAGERS}, {options.visits:,} visits stored, ms of the processor")
    print(f"bare SQL              {many['bare']:8.2f}")
    print(f"the digest, worded    {many['digest']:8.2f} = {to_bare:.2f} x the bare SQL (≤ 3)")
    print(f"from 10,000 visits    {few['digest']:8.2f}; many = {to_few:.2f} x few (≤ 1.3)")
    charts.draw(chart(0))
    drawn = []
    for number in range(ROUNDS):
        begin = time.perf_counter()
        charts.draw(chart(number))
        drawn.append((time.perf_counter() - begin) * 1000)
    print(f"one chart             {statistics.median(drawn):8.2f}")
    alone, meanwhile = (quantile(answers(options, with_charts=each), 0.99) for each in (False, True))
    print(f"-- {options.rate} messages a second answered for {options.seconds} s, p99 in ms")
    print(f"alone                 {alone:8.1f}")
    print(f"with {CHARTS} charts        {meanwhile:8.1f} = {meanwhile / alone:.2f} x (≤ 2)")
    if not options.short:
        assert to_bare <= 3 and to_few <= 1.3 and meanwhile <= 2 * alone


if __name__ == "__main__":
    main()
