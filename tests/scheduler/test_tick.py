"""The tick on a real store: it goes on where nothing can be written, ends a process that hangs, and cleans up."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler import tick
from scheduler.pacing import Pacing
from scheduler.relay import Outcome, Relay, Row, Sent
from scheduler.tick import Job, Tick, forget_old
from storage import imports, outbox
from storage.store import Store, connect
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


async def send(row: Row) -> Outcome:
    return Sent(row["id"])


def ticking(store: Store, folder: Path, *jobs: Job, end: Callable[[], None] = lambda: None) -> Tick:
    relay = Relay(store, send, lambda: NOW, Pacing(lifted=True))
    return Tick(store, relay, lambda: NOW, folder / "heartbeat", jobs, end)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "EVERY_SECONDS", 0.05)
    monkeypatch.setattr(tick, "SILENT_SECONDS", 1.0)


async def test_a_database_that_cannot_be_written_is_no_reason_to_end(database: Path, hasty: None) -> None:
    store = await Store.open(database, busy_seconds=0)
    other = connect(database)
    other.execute("BEGIN IMMEDIATE")
    ended, stopping = threading.Event(), asyncio.Event()
    running = asyncio.ensure_future(ticking(store, database.parent, end=ended.set).run(stopping))
    await asyncio.wait([running], timeout=2.5)
    other.execute("ROLLBACK")
    other.close()
    alive = not ended.is_set() and not running.done()
    silent = not (database.parent / "heartbeat").exists()
    stopping.set()
    await running
    await store.close()
    assert alive
    assert silent, "no sign of life while nothing can be kept"


async def test_a_tick_that_never_ends_ends_the_process(database: Path, hasty: None) -> None:
    ended, stopping = threading.Event(), asyncio.Event()

    def hang(tx: Tx, now: datetime) -> tuple[list[Row], bool]:
        ended.wait(20)
        return [], False

    store = await Store.open(database)
    running = asyncio.ensure_future(ticking(store, database.parent, hang, end=ended.set).run(stopping))
    seen = await asyncio.to_thread(ended.wait, 20)
    ended.set()
    stopping.set()
    await running
    await store.close()
    assert seen


async def test_a_loop_that_hangs_ends_the_process(database: Path, hasty: None) -> None:
    ended, stopping = threading.Event(), asyncio.Event()
    store = await Store.open(database)
    running = asyncio.ensure_future(ticking(store, database.parent, end=ended.set).run(stopping))
    await asyncio.sleep(0)
    seen = ended.wait(20)  # the loop stands still
    stopping.set()
    await running
    await store.close()
    assert seen


async def test_a_job_that_fails_keeps_no_other_from_its_work(database: Path) -> None:
    done: list[datetime] = []

    def fall(tx: Tx, now: datetime) -> tuple[list[Row], bool]:
        raise ValueError("王建斌")

    def work(tx: Tx, now: datetime) -> tuple[list[Row], bool]:
        done.append(now)
        return [], len(done) < 3

    store = await Store.open(database)
    await ticking(store, database.parent, fall, work).now()
    assert done == [NOW] * 3
    assert (database.parent / "heartbeat").exists()
    await store.close()


def test_words_of_people_are_not_kept_longer_than_they_are_needed(tx: Tx) -> None:
    settle(tx)
    for state in ("sent", "dead", "uncertain", "waiting"):
        row = outbox.put(tx, chat_id=5, method="sendMessage", body={"text": state}, now=NOW, kind=outbox.PROMPT)
        assert row is not None
        outbox.start(tx, row["id"])
        match state:
            case "sent":
                outbox.sent(tx, [(row["id"], 1)], NOW)
            case "dead":
                outbox.dead(tx, row["id"], "blocked")
            case "uncertain":
                outbox.uncertain(tx, row["id"], "cut off")
            case "waiting":
                outbox.later(tx, row["id"], NOW, "no network")
    leader = actor(tx, "周敏").id
    sheet = imports.receive(tx, "clients", [[1, ["名称"]]], leader, NOW)
    forget_old(tx, NOW + timedelta(hours=23))
    assert imports.pending(tx, sheet, leader) is not None
    assert outbox.count_failed(tx) == {"dead": 1, "uncertain": 1}
    forget_old(tx, NOW + timedelta(days=31))
    assert imports.pending(tx, sheet, leader) is None
    assert [row.body["text"] for row in outbox.waiting(tx, NOW + timedelta(days=31))] == ["waiting"]
    assert outbox.count_failed(tx) == {}
