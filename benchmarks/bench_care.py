"""The care engine under load: a tick with a million persons stored, and a morning's nudges going out.

    uv run python benchmarks/bench_care.py            # 1,000,000 persons, 10,000 nudges
    uv run python benchmarks/bench_care.py --short    # 100,000 persons, 1,000 nudges

Three things are measured. What finds the due moments, against the bare SQL query on the same index. The whole tick
(found, made, handed out) with many persons stored against one with 10,000 and as many due. And the relay sending a
morning's nudges with 429s in between, by the permitted rate: time jumps, so that an hour of sending takes seconds.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.calendars import SEED
from domain.staff import Role
from scheduler.pacing import Pacing
from scheduler.relay import Later, Outcome, Relay, Sent
from services import moments as care_moments
from services import nudges
from services import staff as members
from storage import migrate, moments, organisation, outbox
from storage.store import Store, connect, engine_on
from storage.tx import Tx
from tests.scheduler import fake_time

NOW = datetime(2026, 3, 18, 0, 30, tzinfo=UTC)
"""Wednesday, 8:30 in Shanghai."""
DUE, MANAGERS, PERSONS_PER_CLIENT, ROUNDS, TURNS = 300, 50, 5, 9, 9
PER_SECOND = 29.0

BARE = """
SELECT m.id, m.key, m.kind, m.name, m.rule, m.client_id, m.person_id, m.contract_id, m.group_id, m.staff_id, m.next_on,
       m.next_nudge_at, c.class, c.manager_id
FROM moments m LEFT JOIN clients c ON c.id = m.client_id
WHERE m.next_nudge_at <= ? ORDER BY m.next_nudge_at, m.id LIMIT 500
"""


def filled(path: Path, persons: int) -> None:
    """A database with so many persons, of whom `DUE` are to be nudged now, three days ahead."""
    migrate.upgrade(path)
    raw = connect(path)
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN")
        organisation.save(tx, name="bench", timezone="Asia/Shanghai", language="zh_Hans", own_company="x")
        for number in range(MANAGERS):
            members.add(tx, NOW, name=f"经理{number}", role=Role.MANAGER)
        table = care_moments.timetable(tx)
        assert table is not None
        for holiday in SEED:
            moments.save_holiday(tx, holiday, None)
        tx.command("COMMIT")
    clients = persons // PERSONS_PER_CLIENT
    due = {n * (persons // DUE) for n in range(DUE)}
    raw.execute("BEGIN")
    raw.executemany(
        "INSERT INTO clients (id, name, class, manager_id, moments_stale) VALUES (?, ?, 'B', ?, 0)",
        ((n + 1, f"客户{n}", n % MANAGERS + 1) for n in range(clients)),
    )
    chance = random.Random(1)
    people, rows = [], []
    for n in range(persons):
        day = datetime(2026, 4, 1) + timedelta(days=chance.randrange(330))
        on, nudge_at = (day, day - timedelta(days=3, hours=-0.5)) if n not in due else (datetime(2026, 3, 21), NOW)
        birthday = f"1980-{on:%m-%d}"
        people.append((n + 1, n % clients + 1, f"人{n}", birthday))
        stamp = f"{nudge_at:%Y-%m-%d %H:%M:%S}.000000"
        rows.append((f"birthday:{n + 1}", f"solar {birthday}", n % clients + 1, n + 1, f"{on:%Y-%m-%d}", stamp))
    raw.executemany(
        "INSERT INTO persons (id, client_id, name, birthday, birthday_type, moments_stale)"
        " VALUES (?, ?, ?, ?, 'solar', 0)",
        people,
    )
    raw.executemany(
        "INSERT INTO moments (key, kind, rule, client_id, person_id, next_on, next_nudge_at, created_at)"
        " VALUES (?, 'birthday', ?, ?, ?, ?, ?, '2026-01-01 00:00:00.000000')",
        rows,
    )
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def in_ms(work: Callable[[], Any]) -> float:
    """How long a piece of work takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def one_tick(tx: Tx) -> None:
    """Everything a tick does with what is due, taken back afterwards."""
    tx.command("SAVEPOINT tick")
    said, more = 0, True
    while more:
        batches, more = nudges.due(tx, NOW)
        said += sum(len(batch.nudges) for batch in batches)
    assert said == DUE, said
    tx.command("ROLLBACK TO tick")
    tx.command("RELEASE tick")


def rounds_of(path: Path) -> Generator[dict[str, float], None, None]:
    """Measure one round after another on a database, in ms; the first warms up."""
    raw = connect(path)
    stamp = f"{NOW:%Y-%m-%d %H:%M:%S}.000000"
    with engine_on(raw).connect() as connection:
        tx = Tx(connection, raw)
        tx.command("BEGIN IMMEDIATE")
        while True:
            # In turns and more than once: the first to ask finds the pages cold, and other work hits whoever is asking.
            pairs = [
                (in_ms(lambda: raw.execute(BARE, (stamp,)).fetchall()), in_ms(lambda: moments.due(tx, NOW, 500)))
                for _ in range(TURNS + 1)
            ][1:]
            yield {
                "bare": min(bare for bare, _ in pairs),
                "found": min(found for _, found in pairs),
                "tick": in_ms(lambda: one_tick(tx)),
                "idle": in_ms(lambda: nudges.due(tx, NOW - timedelta(hours=1))),
            }


def ticks(folder: Path, *sizes: int) -> list[dict[str, float]]:
    """The least of all rounds for so many persons stored each: what the work takes where nothing else comes between.

    Measured in turns, so that other work on the machine hits all.
    """
    for persons in sizes:
        filled(folder / f"{persons}.db", persons)
    sources = [rounds_of(folder / f"{persons}.db") for persons in sizes]
    measured = [[next(source) for source in sources] for _ in range(ROUNDS + 1)][1:]
    for source in sources:
        source.close()
    return [
        {name: min(each[place][name] for each in measured) for name in ("bare", "found", "tick", "idle")}
        for place in range(len(sizes))
    ]


class Server:
    """Telegram as the relay meets it: 30 messages in any second, and now and then a 429 for no reason of ours."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.times: list[float] = []
        self.stray_seconds = 0.0
        self.refused = 0
        self._chance = random.Random(2)

    async def send(self, row: dict[str, Any]) -> Outcome:
        """Answer one call."""
        now = asyncio.get_running_loop().time()
        if sum(1 for at in self.times[-30:] if at > now - 1.0) >= 30:
            self.refused += 1
            return Later("flood", 5.0, flood=True)
        if self._chance.random() < 0.005:
            self.stray_seconds += 1.0
            return Later("flood", 1.0, flood=True)
        self.times.append(now)
        self.arrived[row["body"]["text"]] += 1
        return Sent(len(self.times))


async def morning(folder: Path, count: int) -> tuple[float, float, Server]:
    """Send so many nudges to as many chats; seconds taken, the share of the permitted rate, and what arrived."""
    path = folder / "morning.db"
    migrate.upgrade(path)
    store = await Store.open(path)

    def put(tx: Tx) -> list[dict[str, Any]]:
        rows = [
            outbox.put(
                tx,
                chat_id=n + 1,
                method="sendMessage",
                body={"text": f"n{n}"},
                now=NOW,
                kind=outbox.PROMPT,
                key=f"k{n}",
            )
            for n in range(count)
        ]
        return [row for row in rows if row is not None]

    server, loop = Server(), asyncio.get_running_loop()
    relay = Relay(store, server.send, lambda: NOW + timedelta(seconds=loop.time()), Pacing(per_second=PER_SECOND))
    rows = await store.run(put)
    stopping = asyncio.Event()
    begin = loop.time()
    running = asyncio.ensure_future(relay.run(stopping))
    await asyncio.sleep(0)
    relay.offer(rows)
    while len(server.times) < count:
        await relay.sweep()
        await asyncio.sleep(1)
    taken = server.times[-1] - begin
    stopping.set()
    await running
    await store.close()
    permitted = count / PER_SECOND + server.stray_seconds
    return taken, permitted / taken, server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--nudges", type=int, default=10_000)
    options = parser.parse_args()
    if options.short:
        options.persons, options.nudges = 100_000, 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = ticks(folder, 10_000, options.persons)
        print(f"-- {DUE} due of {options.persons:,} persons, ms")
        print(f"bare indexed SQL      {many['bare']:8.2f}")
        print(f"found by the tick     {many['found']:8.2f} = {many['found'] / many['bare']:.2f} x the bare query (≤ 3)")
        print(
            f"the whole tick        {many['tick']:8.2f} = {many['tick'] / few['tick']:.2f} x with 10,000 stored (≤ 1.3)"
        )
        print(f"a tick with none due  {many['idle']:8.2f}")
        taken, share, server = fake_time.run(lambda: morning(folder, options.nudges))
        doubled = sum(1 for times in server.arrived.values() if times > 1)
        lost = options.nudges - len(server.arrived)
        print(f"-- {options.nudges:,} nudges to as many chats, 429s for {server.stray_seconds:.0f} s in between")
        print(f"{taken:.0f} s = {share:.3f} of the permitted rate (≥ 0.95); lost {lost}, doubled {doubled}, "
              f"refused for our own speed {server.refused}")  # fmt: skip
        if not options.short:
            assert many["found"] <= 3 * many["bare"] and many["tick"] <= 1.3 * few["tick"]
        assert share >= 0.95 and lost == doubled == 0


if __name__ == "__main__":
    main()
