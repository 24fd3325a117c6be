"""Generated updates through getUpdates into a running bot: no crash, the malformed ones among the dead letters and only
those, and whoever speaks next is answered.

5,000 updates; more by the environment:  SURVIVAL_UPDATES=100000 uv run pytest tests/survival/test_fuzz.py -s
"""

import asyncio
import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Field
from tests.survival.updates import Fate, Thrown, captured, thrown

UPDATES = int(os.environ.get("SURVIVAL_UPDATES", "5000"))
A_HANDFUL = 20
STRAYS = [None, 1, "x", [], {"update_id": "1"}, {"update_id": None}, {"update_id": 1.5}, True]
PASSER_BY = MEMBERS["何芳"]


@pytest.mark.long
async def test_no_update_whatever_stops_the_bot_and_each_meets_its_fate(field: Field) -> None:
    real = await captured(field.chat)
    field.bot.start()
    loop = asyncio.get_running_loop()
    fates: dict[int, Thrown] = {}
    strays = 0

    async def throw(handful: list[Thrown], stray: object, number: int) -> None:
        nonlocal strays
        raw = [each.update for each in handful]
        given_ids = (await field.chat.post("updates", raw=[stray, *raw]))["update_ids"][1:]
        fates.update(zip(given_ids, handful, strict=True))
        strays += 1
        if number % 10 == 0:
            await somebody_is_answered(field, number)

    def all_of_it() -> None:
        numbers = iter(range(1, 10**9))

        @settings(
            max_examples=UPDATES // A_HANDFUL,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(thrown(real), min_size=A_HANDFUL, max_size=A_HANDFUL), st.sampled_from(STRAYS))
        def some(handful: list[Thrown], stray: object) -> None:
            asyncio.run_coroutine_threadsafe(throw(handful, stray, next(numbers)), loop).result(90)

        some()

    await asyncio.to_thread(all_of_it)
    await somebody_is_answered(field, 0)
    await quiet(field, 120)
    with field.database() as tx:
        dead = {
            row[0]: row[1]
            for row in tx.rows(text("SELECT update_id, error FROM dead_letters WHERE update_id IS NOT NULL"))
        }
        kept_aside = tx.value(text("SELECT count(*) FROM dead_letters WHERE update_id IS NULL"))
    wrong = {
        number: (fate, dead.get(number))
        for number, fate in fates.items()
        if (fate.fate == "dead") != (number in dead) and fate.fate != "either"
    }
    assert not wrong, "\n".join(f"{number}: {fate} {error}" for number, (fate, error) in list(wrong.items())[:10])
    unforeseen = {error for error in dead.values() if "Error" in error}
    assert not unforeseen, f"not refused but failed: {unforeseen}"
    assert kept_aside == strays
    met = dict(Counter[Fate](each.fate for each in fates.values()))
    print(f"{len(fates)} updates ({met}), {strays} strays, {len(dead)} dead letters")


async def somebody_is_answered(field: Field, number: int) -> None:
    """A good update after all these is answered."""
    word = f"K{number:07}"
    sent = await field.chat.send(PASSER_BY, f"今天拜访汀州银行邱行长，聊了续约{word}")
    await field.chat.wait_for(PASSER_BY, word, after=sent, timeout=60)
    assert field.bot.running
