"""Telegram's limits, kept by a clock that jumps: 29 a second in all, one a second in a chat after a short burst, 20 a
minute in a group."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.pacing import Pacing
from tests.scheduler import fake_time

SEND = "sendMessage"


def times(calls: list[tuple[int, str]], pacing: Pacing | None = None) -> dict[int, list[float]]:
    """When each call may be made, by chat; all are wanted at once."""

    async def scenario() -> dict[int, list[float]]:
        paced = pacing or Pacing()
        found: dict[int, list[float]] = {}

        async def call(chat_id: int, method: str) -> None:
            await paced.slot(chat_id, method)
            found.setdefault(chat_id, []).append(asyncio.get_running_loop().time())

        async with asyncio.TaskGroup() as tasks:
            for chat_id, method in calls:
                tasks.create_task(call(chat_id, method))
        return found

    return fake_time.run(scenario)


def most_within(moments: list[float], seconds: float) -> int:
    """The most that fall into any stretch of so many seconds."""
    ordered = sorted(moments)
    return max(sum(begin <= each < begin + seconds - 1e-6 for each in ordered) for begin in ordered)


def test_all_chats_together_get_twenty_nine_a_second() -> None:
    found = times([(chat, SEND) for chat in range(1, 291)])
    moments = [moment for chat in found.values() for moment in chat]
    assert most_within(moments, 1.0) <= 29
    assert max(moments) == pytest.approx(289 / 29)


def test_one_chat_gets_a_burst_of_three_and_then_one_a_second() -> None:
    (moments,) = times([(7, SEND)] * 10).values()
    assert moments[2] < 0.2
    assert moments[9] == pytest.approx(7.0, abs=0.2)
    assert all(later - sooner > 0.9 for sooner, later in pairwise(moments[3:]))


def test_a_group_gets_twenty_a_minute() -> None:
    (moments,) = times([(-7, SEND)] * 45).values()
    assert most_within(moments, 60.0) <= 20


def test_edits_and_answers_to_presses_do_not_wait_for_their_chat() -> None:
    (edits,) = times([(7, "editMessageText")] * 20).values()
    assert max(edits) < 1.0
    (answers,) = times([(7, "answerCallbackQuery")] * 200).values()
    assert max(answers) == 0.0


def test_a_chat_that_must_wait_holds_up_nobody_else() -> None:
    found = times([(-7, SEND)] * 20 + [(chat, SEND) for chat in range(1, 20)])
    assert max(moment for chat, moments in found.items() if chat > 0 for moment in moments) < 2.0


def test_a_chat_that_was_quiet_has_its_burst_again() -> None:
    async def scenario() -> float:
        pacing, loop = Pacing(), asyncio.get_running_loop()
        for _ in range(6):
            await pacing.slot(7, SEND)
        await asyncio.sleep(30)
        begin = loop.time()
        for _ in range(3):
            await pacing.slot(7, SEND)
        return loop.time() - begin

    assert fake_time.run(scenario) < 0.2


def test_while_the_server_asks_for_a_pause_nothing_passes_and_afterwards_the_pace_is_kept() -> None:
    async def scenario() -> list[float]:
        pacing, loop = Pacing(), asyncio.get_running_loop()
        found: list[float] = []

        async def call(chat_id: int) -> None:
            await pacing.slot(chat_id, SEND)
            found.append(loop.time())

        await pacing.slot(1, SEND)
        async with asyncio.TaskGroup() as tasks:
            for chat_id in range(2, 60):
                tasks.create_task(call(chat_id))
            pacing.pause(5.0)
        return found

    found = fake_time.run(scenario)
    assert len(found) == 58
    assert min(found) >= 5.0
    assert most_within(found, 1.0) <= 29


def test_lifted_nothing_waits() -> None:
    found = times([(7, SEND)] * 100, Pacing(lifted=True))
    assert max(found[7]) == 0.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, -1, -2]), st.sampled_from([SEND, "editMessageText"])), max_size=80))
def test_whatever_is_wanted_no_limit_is_passed_and_nothing_is_forgotten(calls: list[tuple[int, str]]) -> None:
    found = times(calls)
    moments = [moment for chat in found.values() for moment in chat]
    assert len(moments) == len(calls)
    if moments:
        assert most_within(moments, 1.0) <= 29
    sends = times([(chat, method) for chat, method in calls if method == SEND])
    for chat, times_of in sends.items():
        assert most_within(times_of, 60.0) <= (20 if chat < 0 else 63)
        assert chat < 0 or most_within(times_of, 1.0) <= 4
