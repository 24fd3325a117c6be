"""Two leaders and eight managers of one group at their phones at once: no update is lost, no plan decided twice.

A minute in the suite; as many minutes as wanted by the environment:
RHYTHM_MINUTES=10 uv run pytest tests/survival/test_team.py
"""

import asyncio
import os
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.staff import Grade, Role
from localchat.client import NothingCame
from services import staff as members
from storage import audit, clients, staff, visits
from storage.tx import Tx
from tests.e2e.house import House, Member, open_house

SECONDS = float(os.environ.get("RHYTHM_MINUTES", "1")) * 60
THURSDAY = datetime(2026, 3, 19, 6, 0, tzinfo=UTC)
"""Thursday, 14:00 in Shanghai."""
MANAGERS = ("林悦", "郑凯", "赵一", "钱二", "孙三", "李四", "周五", "吴六")
LEADERS = ("周敏", "郑副")
PLACES = ("东山小学", "西湖医院", "南江银行", "北岭矿业")
DECISIONS = {"plan_approved", "plan_sent_back"}
NONSENSE = ("？？？", "/plan 去年", "哈哈", "/todo", "下周", "12345", "/visits", "😀")


def grow(tx: Tx) -> None:
    """The first group gets a second leader and eight managers, each with clients of their own."""
    members.add(tx, THURSDAY, name=LEADERS[1], role=Role.LEADER, group="一组")
    for name in MANAGERS[2:]:
        members.add(tx, THURSDAY, name=name, role=Role.MANAGER, group="一组", grade=Grade.SENIOR)
    for name in MANAGERS:
        member = staff.by_name(tx, name)
        assert member is not None
        for place in PLACES:
            values = {"name": f"{place}{name}分部", "class_": "A", "manager_id": member.id, "district": "新罗区"}
            clients.add(tx, values, [], datetime(2026, 1, 5).date())


@dataclass
class Noted:
    """What the people saw: visits by the words they told them with (True: stands), and races for a plan."""

    visits: dict[str, bool] = field(default_factory=dict)
    races: int = 0
    decided: list[tuple[str, ...]] = field(default_factory=list)


@pytest.fixture
async def house(blank_database: Path, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, blank_database, now=THURSDAY) as opened:
        await opened.app.store.run(grow)
        yield opened


async def manager(house: House, me: Member, chance: random.Random, noted: Noted, until: float) -> None:
    """A manager tells visits, takes some back, hands plans in, and types what nobody understands."""
    told = 0
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(chance.random() * 0.4)
        choice = chance.random()
        if choice < 0.55:
            told += 1
            await visit(house, me, chance, noted, f"{me.name}聊了第{told}件事")
        elif choice < 0.85:
            await plan(house, me)
        elif choice < 0.92:
            day = chance.choice("一二三四五")
            await house.chat.send(me.user, f"下周{day}下午去{chance.choice(PLACES)}{me.name}分部")
        else:
            await house.chat.send(me.user, chance.choice(NONSENSE))


async def visit(house: House, me: Member, chance: random.Random, noted: Noted, words: str) -> None:
    """Told in one line; one in three is taken back, half of these brought again."""
    place = chance.choice(PLACES)
    sent = await house.chat.send(me.user, f"今天上午拜访{place}{me.name}分部，{words}")
    card = await house.chat.wait_for(me.user, words, after=sent, timeout=20)
    noted.visits[words] = True
    if chance.random() < 0.33:
        noted.visits[words] = not await pressed(house, me, card, "撤销")
        if not noted.visits[words] and chance.random() < 0.5:
            now = await again(house, me, card)
            noted.visits[words] = await pressed(house, me, now, "恢复")


async def pressed(house: House, me: Member, message: dict[str, Any], label: str) -> bool:
    """Press a button, and see whether the bot took it: it says what is wrong in a box."""
    answer = await house.chat.press(me.user, message, text=label, wait=20)
    return answer is not None and not answer.get("show_alert")


async def again(house: House, me: Member, message: dict[str, Any]) -> dict[str, Any]:
    """A message as it stands after a press, once it was edited."""
    for _ in range(400):
        found = next(
            each for each in await house.chat.transcript(me.user) if each["message_id"] == message["message_id"]
        )
        if found.get("edit_date") and found["text"] != message["text"]:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("the card was not edited")


async def plan(house: House, me: Member) -> None:
    """Next week's plan, opened and handed in where it is not yet."""
    sent = await house.chat.send(me.user, "/plan next")
    try:
        card = await house.chat.wait_for(
            me.user, lambda message: "计划" in message.get("text", ""), after=sent, timeout=20
        )
    except NothingCame:
        return
    labels = [key["text"] for row in (card.get("reply_markup") or {}).get("inline_keyboard", []) for key in row]
    if any("提交审批" in label for label in labels):
        await house.chat.press(me.user, card, text="提交审批", wait=20)


async def leaders(house: House, both: list[Member], chance: random.Random, noted: Noted, until: float) -> None:
    """Both leaders press on the same card at the same time: approve against approve, or against send back."""
    seen: list[set[int]] = [set(), set()]
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.3)
        cards = [await asked(house, one, known) for one, known in zip(both, seen, strict=True)]
        for text in [text for text in cards[0] if text in cards[1]]:
            for known, found in zip(seen, cards, strict=True):
                known.add(found[text]["message_id"])
            await race(house, both, [found[text] for found in cards], chance, noted)


async def asked(house: House, leader: Member, seen: set[int]) -> dict[str, dict[str, Any]]:
    """The cards that ask this leader to decide, by their words; of one plan the newest."""
    found = {}
    for message in await house.chat.transcript(leader.user):
        asks = message["from"]["is_bot"] and "✅ 批准" in str(message.get("reply_markup"))
        if asks and message["message_id"] not in seen:
            found[message["text"]] = message
    return found


async def race(
    house: House, both: list[Member], cards: list[dict[str, Any]], chance: random.Random, noted: Noted
) -> None:
    noted.races += 1
    if chance.random() < 0.5:
        both, cards = both[::-1], cards[::-1]
    if chance.random() < 0.5:
        answers = await asyncio.gather(
            *(house.chat.press(one.user, card, text="批准", wait=20) for one, card in zip(both, cards, strict=True))
        )
        noted.decided.append(tuple("told" if (answer or {}).get("show_alert") else "won" for answer in answers))
        return
    await house.chat.press(both[1].user, cards[1], text="退回", wait=20)
    await asyncio.gather(
        house.chat.press(both[0].user, cards[0], text="批准", wait=20),
        house.chat.send(both[1].user, f"请补充{noted.races}"),
    )


@pytest.mark.long
async def test_ten_people_at_once_lose_nothing_and_decide_nothing_twice(house: House) -> None:
    people = [await house.enrols(name) for name in MANAGERS]
    both = [await house.enrols(name) for name in LEADERS]
    noted, until = Noted(), asyncio.get_running_loop().time() + SECONDS
    async with asyncio.TaskGroup() as tasks:
        for place, one in enumerate(people):
            tasks.create_task(manager(house, one, random.Random(place), noted, until))
        tasks.create_task(leaders(house, both, random.Random(99), noted, until))
    await house.quiet()

    stored = await house.records(standing_visits)
    assert len(noted.visits) > SECONDS
    for words, stands in noted.visits.items():
        assert stored[words] == int(stands), words
    assert sum(stored.values()) == sum(noted.visits.values()), "something was recorded that nobody told"

    assert noted.races >= 5
    assert all(outcome.count("won") <= 1 for outcome in noted.decided), noted.decided
    history = await house.records(decisions)
    for plan_id, acts in history.items():
        assert not any({before, after} <= DECISIONS for before, after in pairwise(acts)), f"twice: {plan_id} {acts}"
    assert sum(act == "plan_approved" for acts in history.values() for act in acts) >= 3


def standing_visits(tx: Tx) -> Counter[str]:
    """How often each visit stands in the records, by the words of its teller."""
    rows = tx.rows(select(visits.visits.c.content).where(visits.STANDING))
    return Counter(row.content[row.content.index("聊了第") - 2 :] for row in rows)


def decisions(tx: Tx) -> dict[int, list[str]]:
    """What was done with each plan, in its order: handed in, changed, approved, sent back."""
    c = audit.audit.c
    found: dict[int, list[str]] = defaultdict(list)
    for row in tx.rows(select(c.subject_id, c.action).where(c.subject == "plan").order_by(c.id)):
        found[row.subject_id].append(row.action)
    return found
