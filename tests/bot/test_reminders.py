"""Reminders reach their readers once, through the tick, the outbox and the relay, and through crashes (R3.4).

20 kills in the suite; as many as wanted by the environment:  CARE_KILLS=200 uv run pytest tests/bot/test_reminders.py
"""

import asyncio
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.staff import Role
from services import staff as members
from storage import clients, failpoint, organisation, outbox, persons, staff
from storage.nudges import nudges
from storage.store import Store
from storage.tx import Tx
from tests.bot.fanout import main
from tests.services.clockwork import at

KILLS = int(os.environ.get("CARE_KILLS", "20"))
MANAGERS, BORN_THAT_DAY = 12, 5
MORNING = at("03-18 08:30")


def settle(tx: Tx) -> None:
    """Managers who each have some persons whose birthday it is."""
    organisation.save(tx, name="x", timezone="Asia/Shanghai", language="zh_Hans", own_company="x")
    for number in range(MANAGERS):
        manager, _ = members.add(tx, MORNING, name=f"经理{number}", role=Role.MANAGER, group=f"{number // 6}组")
        staff.enrol(tx, manager, 100 + number, MORNING)
        home = clients.add(tx, {"name": f"客户{number}", "manager_id": manager}, [], date(2026, 1, 1))
        for n in range(BORN_THAT_DAY):
            persons.add(tx, {"client_id": home, "name": f"p{n}", "birthday": "1980-03-18", "birthday_type": "solar"})


async def in_store(database: Path, unit: Callable[..., Any], *args: Any) -> Any:
    store = await Store.open(database)
    try:
        return await store.run(unit, *args)
    finally:
        await store.close()


def states(tx: Tx) -> dict[str, str]:
    """What the outbox knows of every message, by its text."""
    return {row.body["text"]: row.state for row in tx.rows(select(outbox.outbox))}


def made(tx: Tx) -> list[Any]:
    return list(tx.rows(select(nudges)))


def tick_in_a_process(database: Path, seen: Path, now: datetime, point: str, count: int) -> int:
    """Tick in a process of its own that dies when it has reached a point so many times; its exit status."""
    child = multiprocessing.get_context("fork").Process(target=_tick, args=(database, seen, now, point, count))
    child.start()
    child.join(60)
    assert child.exitcode is not None
    return child.exitcode


def _tick(database: Path, seen: Path, now: datetime, point: str, count: int) -> None:
    failpoint._name, failpoint._left = point, iter(range(count - 1, -1, -1))
    asyncio.run(main(database, seen, now))


async def test_a_tick_tells_every_reader_once(database: Path, tmp_path: Path) -> None:
    await in_store(database, settle)
    seen = tmp_path / "seen"
    for _ in range(2):
        await main(database, seen, MORNING)
    said = seen.read_text(encoding="utf-8").splitlines()
    assert len(said) == len(set(said)) == MANAGERS * BORN_THAT_DAY
    assert {line.split()[0] for line in said} == {f"经理{number}" for number in range(MANAGERS)}
    rows = await in_store(database, made)
    assert all(row.said_at is not None for row in rows)
    sent = await in_store(database, lambda tx: tx.rows(select(outbox.outbox)))
    assert {row.kind for row in sent} == {outbox.PROMPT}


@pytest.mark.long
def test_a_kill_during_the_fan_out_loses_nothing_and_doubles_nothing(database: Path, tmp_path: Path) -> None:
    """Days one after another, each with a kill somewhere; then a run to the end. Uncertain ones are listed as such."""
    asyncio.run(in_store(database, settle))
    seen, chance = tmp_path / "seen", random.Random(1)
    asyncio.run(main(database, seen, at("03-12 12:00")))
    killed = years = 0
    while killed < KILLS and years < 2 * KILLS:
        point = chance.choice(["before_commit", "after_commit", "before_send", "after_send"])
        morning = at(f"{2026 + years}-03-18 09:30")
        years += 1
        code = tick_in_a_process(database, seen, morning, point, chance.randint(1, 60))
        assert code in (0, -9)
        killed += code == -9
        asyncio.run(main(database, seen, morning))
        said = Counter(seen.read_text(encoding="utf-8").splitlines())
        assert [text for text, times in said.items() if times > 1] == [], "doubled"
        known = asyncio.run(in_store(database, states))
        assert [text for text, state in known.items() if text not in said and state != "uncertain"] == [], "lost"
        uncertain = [text for text, state in known.items() if state == "uncertain"]
        assert len(uncertain) <= killed * MANAGERS
    rows = asyncio.run(in_store(database, made))
    birthdays = {row.key for row in rows if row.lead == 0 and row.about_on.replace(year=2026) == date(2026, 3, 18)}
    assert len(birthdays) == years * MANAGERS * BORN_THAT_DAY
    assert killed == KILLS
