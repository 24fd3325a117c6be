"""The store: whole units of work, one commit for many, and what happens when the disk says no."""

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import audit, failpoint, organisation, staff
from storage.store import Store, StoreUnavailable
from storage.tx import Tx


async def opened(database: Path, **about: float) -> Store:
    return await Store.open(database, **about)


def group(tx: Tx, name: str) -> int:
    return staff.group_called(tx, name)


def two_groups_and_a_fall(tx: Tx, name: str) -> None:
    group(tx, name)
    group(tx, name + "二")
    raise ValueError("half-way")


def count(tx: Tx) -> int:
    return int(tx.value(select(func.count()).select_from(staff.groups)))


async def test_a_unit_that_fails_leaves_nothing_and_takes_nobody_with_it(database: Path) -> None:
    store = await opened(database)
    units = [store.run(group, f"{n}组") if n % 2 else store.run(two_groups_and_a_fall, f"{n}坏") for n in range(100)]
    outcomes = await asyncio.gather(*units, return_exceptions=True)
    assert sum(isinstance(outcome, ValueError) for outcome in outcomes) == 50
    assert await store.read(count) == 50
    await store.close()


async def test_units_that_wait_share_a_commit(database: Path) -> None:
    store = await opened(database)
    statements: list[str] = []
    store._writer._conn.set_trace_callback(statements.append)
    await asyncio.gather(*(store.run(group, f"{n}组") for n in range(60)))
    assert await store.read(count) == 60
    assert statements.count("COMMIT") <= 3
    await store.close()


async def test_a_caller_who_is_cancelled_leaves_its_unit_whole(database: Path) -> None:
    store = await opened(database)
    tasks = [asyncio.ensure_future(store.run(group, f"{n}组")) for n in range(200)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await store.run(count)
    assert await store.read(count) == 200
    await store.close()


async def test_a_locked_database_is_named_and_nothing_is_kept(database: Path) -> None:
    store = await opened(database, busy_seconds=0.1)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as raised:
        await store.run(group, "一组")
    assert raised.value.reason == "locked"
    other.execute("ROLLBACK")
    other.close()
    await store.run(group, "二组")
    assert await store.read(count) == 1
    await store.close()


async def test_a_full_disk_is_named_and_nothing_is_kept(database: Path) -> None:
    store = await opened(database)
    pages = await store.run(lambda tx: tx._raw.execute("PRAGMA page_count").fetchone()[0])
    await store.run(lambda tx: tx.command(f"PRAGMA max_page_count = {pages}") and None)
    long = "话" * 200_000
    with pytest.raises(StoreUnavailable) as raised:
        await store.run(lambda tx: organisation.save(tx, name=long, timezone="UTC", language="en", own_company="x"))
    assert raised.value.reason == "disk"
    assert store._writer.tx.lost == 1
    assert await store.read(organisation.load) is None
    await store.close()


async def test_the_reading_side_cannot_write(database: Path) -> None:
    store = await opened(database)
    with pytest.raises(Exception, match="readonly"):
        await store.read(group, "一组")
    await store.close()


async def test_a_report_that_reads_for_long_makes_nobody_wait(database: Path) -> None:
    store = await opened(database)
    blocking = asyncio.Event()

    def slow(tx: Tx) -> int:
        total = tx._raw.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 3000000) SELECT count(*) FROM n"
        )
        return int(total.fetchone()[0])

    report = asyncio.ensure_future(store.read(slow))
    report.add_done_callback(lambda _: blocking.set())
    for n in range(20):
        await store.run(group, f"{n}组")
    assert not blocking.is_set(), "twenty small writes took longer than the report they were not to wait for"
    assert await report == 3_000_000
    await store.close()


def test_a_savepoint_takes_back_its_part_only(tx: Tx) -> None:
    group(tx, "一组")
    with pytest.raises(ValueError, match="half-way"), tx.savepoint():
        two_groups_and_a_fall(tx, "坏")
    assert count(tx) == 1


def test_a_naive_instant_is_refused(tx: Tx) -> None:
    with pytest.raises(ValueError, match="naive instant"):
        audit.write(tx, "x", "staff", None, datetime(2026, 1, 1))


def test_a_failpoint_without_the_variable_is_nothing() -> None:
    for _ in range(3):
        failpoint.reach("before_commit")


def test_the_database_is_for_its_owner_only(database: Path, tx: Tx) -> None:
    assert database.stat().st_mode & 0o777 == 0o600
