"""`kill -9` of the running bot under load, at any time and at every edge: nothing lost, nothing doubled.

40 kills; as many as wanted by the environment:  SURVIVAL_KILLS=1000 uv run pytest tests/survival/test_crash.py -s
"""

import asyncio
import os
import random

import pytest

from tests.survival.ledger import Ledger, problems, texts_of
from tests.survival.load import Load
from tests.survival.quiet import quiet
from tests.survival.rig import Bot, Field

KILLS = int(os.environ.get("SURVIVAL_KILLS", "40"))
SEED = int(os.environ.get("SURVIVAL_SEED", "1"))
EDGES = ("accepted", "before_commit", "after_commit", "before_send", "after_send")
"""See storage/failpoint.py: where the process ends itself."""


async def check(field: Field, ledger: Ledger) -> None:
    """Compare with the ledger; the problems stand one to a line."""
    said = {user: texts_of(await field.chat.transcript(user)) for user in field.members.values()}
    found = problems(field.bot.database, ledger, said, most_repeats=KILLS * len(field.members))
    assert not found, "\n".join(found)


async def a_life(bot: Bot, edge: str | None, dice: random.Random) -> str:
    """Start the bot and see it killed; how it ended."""
    if edge is None:
        bot.start()
        await asyncio.sleep(dice.uniform(0.05, 1.2))
        bot.kill()
        return "killed"
    bot.start(failpoint=f"{edge}:{dice.randint(1, 25)}")
    status = await asyncio.to_thread(bot.wait, 3.0)
    if status is None:
        bot.kill()
        return "killed while waiting"
    assert status == -9, f"the bot ended by itself with {status}: {bot.log.read_text()[-2000:]}"
    return edge


@pytest.mark.long
async def test_a_bot_killed_again_and_again_loses_nothing_and_records_nothing_twice(field: Field) -> None:
    dice = random.Random(SEED)
    ledger, ends = Ledger(), dict.fromkeys(("killed", "killed while waiting", *EDGES), 0)
    load = Load(field, ledger, 0.25 if KILLS <= 100 else 1.0, dice)
    bot = field.bot
    bot.start()
    question = await load.leaves_a_conversation_open("高主管")
    working = asyncio.ensure_future(load.run())
    try:
        bot.kill()
        for number in range(KILLS):
            edge = EDGES[number // 2 % len(EDGES)] if number % 2 else None
            ends[await a_life(bot, edge, dice)] += 1
            if working.done():
                break
        load.stopping = True
        bot.start()
        await working
    finally:
        working.cancel()
    await quiet(field)
    await check(field, ledger)
    await load.goes_on(question)
    await quiet(field)
    await check(field, ledger)
    assert sum(ends[edge] for edge in EDGES) >= KILLS // 3
    print(f"{KILLS} kills ({ends}), {ledger.size} acts, {len(ledger.told)} visits, {len(ledger.prompts)} prompts")
