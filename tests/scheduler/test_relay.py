"""The relay on a real store, with a sender of ours and a clock that jumps: order, patience, and nothing said twice."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from scheduler.pacing import Pacing
from scheduler.relay import Dead, Later, Outcome, Relay, Sent
from storage import outbox, staff
from storage.store import Store, StoreUnavailable
from storage.tx import Tx
from tests.e2e.house import settle
from tests.scheduler import fake_time

BEGIN = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
Row = dict[str, Any]
Answer = Callable[[Row, int], Outcome | float]


class Desk:
    """A relay at work; `answer(row, nth time)` says what the channel makes of a row, a number takes so many seconds."""

    def __init__(self, store: Store, answer: Answer, pacing: Pacing) -> None:
        self.store = store
        self.sent: list[tuple[float, int, str]] = []
        self.tries: Counter[int] = Counter()
        self._answer = answer
        self.relay = Relay(store, self._send, self.now, pacing)
        self.stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())

    async def _send(self, row: Row) -> Outcome:
        self.tries[row["id"]] += 1
        at = asyncio.get_running_loop().time()
        outcome = self._answer(row, self.tries[row["id"]])
        if isinstance(outcome, float):
            await asyncio.sleep(outcome)
            outcome = Sent(row["id"])
        if isinstance(outcome, Sent):
            self.sent.append((at, row["chat_id"], row["body"]["text"]))
        return outcome

    async def start(self) -> None:
        self._running = asyncio.ensure_future(self.relay.run(self.stopping))
        await asyncio.sleep(0.001)

    async def say(self, chat_id: int, *texts: str, **about: Any) -> list[int]:
        """Commit messages and offer them, as an answered update does; their ids."""
        rows = await self.store.run(put, chat_id, texts, self.now(), **about)
        self.relay.offer(rows)
        return [row["id"] for row in rows]

    async def idle(self, seconds: float = 3600) -> None:
        """Let time pass until all is said."""
        for _ in range(int(seconds)):
            await asyncio.sleep(1)
            if not await self.store.read(open_rows):
                return
        raise AssertionError(f"not all was said within {seconds} s")

    async def end(self) -> None:
        self.stopping.set()
        if self._running:
            await self._running

    def texts(self, chat_id: int) -> list[str]:
        return [text for _, chat, text in self.sent if chat == chat_id]

    def times(self, chat_id: int | None = None) -> list[float]:
        return [at for at, chat, _ in self.sent if chat_id in (None, chat)]


def put(tx: Tx, chat_id: int, texts: tuple[str, ...], now: datetime, **about: Any) -> list[Row]:
    about = {"method": "sendMessage", **about}
    rows = [outbox.put(tx, chat_id=chat_id, body={"text": text}, now=now, **about) for text in texts]
    return [row for row in rows if row is not None]


def open_rows(tx: Tx) -> int:
    states = outbox.outbox.c.state.in_(("waiting", "sending"))
    return int(tx.value(select(func.count()).select_from(outbox.outbox).where(states)))


def states(tx: Tx) -> dict[str, int]:
    c = outbox.outbox.c
    return {row.state: row[1] for row in tx.rows(select(c.state, func.count()).group_by(c.state))}


def sent_at_once(row: Row, nth: int) -> Outcome:
    return Sent(row["id"])


def scene(
    database: Path, play: Callable[[Desk], Awaitable[None]], answer: Answer = sent_at_once, pacing: Pacing | None = None
) -> None:
    """Play a scene with a running relay on a database."""

    async def scenario() -> None:
        store = await Store.open(database)
        desk = Desk(store, answer, pacing or Pacing(lifted=True))
        await desk.start()
        try:
            await play(desk)
        finally:
            await desk.end()
            await store.close()

    fake_time.run(scenario)


def test_a_chat_gets_its_messages_in_the_order_they_were_decided(database: Path) -> None:
    def slow_at_first(row: Row, nth: int) -> Outcome | float:
        return Later("flood", 5.0) if row["body"]["text"] == "1" and nth < 3 else 0.5

    async def play(desk: Desk) -> None:
        await desk.say(7, "1", "2")
        await desk.say(7, "3")
        await desk.idle()
        assert desk.texts(7) == ["1", "2", "3"]

    scene(database, play, slow_at_first)


def test_a_slow_chat_holds_up_nobody_else(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(1, "never mind", "later")
        await asyncio.gather(*(desk.say(chat, "now") for chat in range(2, 60)))
        await desk.idle()
        assert max(at for at, chat, _ in desk.sent if chat > 1) < 1
        assert desk.texts(1) == ["never mind", "later"]

    scene(database, play, lambda row, nth: 300.0 if row["body"]["text"] == "never mind" else Sent(1))


def test_a_chat_with_thousands_waiting_after_a_stop_holds_up_nobody_else(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.store.run(put, 1, tuple(str(n) for n in range(2500)), desk.now())
        await desk.store.run(put, 2, ("now",), desk.now())
        await desk.relay.sweep()
        await asyncio.sleep(3)
        assert desk.texts(2) == ["now"]

    scene(database, play, lambda row, nth: 0.001 if row["chat_id"] == 2 else 30.0)


def test_a_sweep_while_messages_leave_says_nothing_twice(database: Path) -> None:
    async def play(desk: Desk) -> None:
        async def sweep_on_and_on() -> None:
            while True:
                await desk.relay.sweep()
                await asyncio.sleep(0)

        sweeping = asyncio.ensure_future(sweep_on_and_on())
        for part in range(10):
            await asyncio.gather(*(desk.say(chat, f"{part}/{chat}") for chat in range(40)))
        for _ in range(100_000):
            if not await desk.store.read(open_rows):
                break
            await asyncio.sleep(0)
        sweeping.cancel()
        said = Counter(text for _, _, text in desk.sent)
        assert len(said) == 400
        assert [text for text, times in said.items() if times > 1] == []

    scene(database, play)


def test_what_waited_through_a_restart_stands_in_line_before_anything_new(database: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(database)
        desk = Desk(store, sent_at_once, Pacing(lifted=True))
        await store.run(put, 7, tuple(f"old {n}" for n in range(50)), desk.now())
        running = asyncio.ensure_future(desk.relay.run(desk.stopping))
        try:
            await desk.relay.ready.wait()
            await desk.say(7, "new")
            await desk.idle()
            assert desk.texts(7)[-1] == "new"
            assert len(desk.texts(7)) == 51
        finally:
            desk.stopping.set()
            await running
            await store.close()

    fake_time.run(scenario)


def test_an_answer_cut_off_is_repeated_and_a_prompt_is_not(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(1, "answer")
        await desk.say(2, "prompt", kind=outbox.PROMPT)
        await desk.idle()
        assert [desk.tries[1], desk.tries[2]] == [2, 1]
        assert await desk.store.read(states) == {"sent": 1, "uncertain": 1}

    cut_off = Later("connection lost", maybe_arrived=True)
    scene(database, play, lambda row, nth: cut_off if nth == 1 else Sent(1))


def test_a_prompt_that_certainly_did_not_arrive_is_tried_again(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(2, "prompt", kind=outbox.PROMPT)
        await desk.idle()
        assert await desk.store.read(states) == {"sent": 1}
        assert desk.times(2) == [pytest.approx(2.0, abs=0.01)]

    scene(database, play, lambda row, nth: Later("flood", 2.0) if nth == 1 else Sent(1))


def test_after_a_crash_between_sending_and_noting_prompts_are_uncertain_and_answers_still_wait(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.store.run(put, 1, ("answer",), BEGIN)
        await desk.store.run(put, 2, ("prompt",), BEGIN, kind=outbox.PROMPT)
        await desk.store.run(put, 3, ("unsent prompt",), BEGIN, kind=outbox.PROMPT)
        started = update(outbox.outbox).where(outbox.outbox.c.chat_id == 2).values(state="sending")
        await desk.store.run(lambda tx: tx.write(started))

    async def reborn(desk: Desk) -> None:
        await desk.idle()
        assert await desk.store.read(states) == {"sent": 2, "uncertain": 1}
        assert sorted(text for _, _, text in desk.sent) == ["answer", "unsent prompt"]

    def nothing(row: Row, nth: int) -> Outcome:
        raise AssertionError("nothing was offered")

    scene(database, play, nothing)
    scene(database, reborn)


def test_a_key_is_queued_once_whatever_happens(database: Path) -> None:
    async def play(desk: Desk) -> None:
        for _ in range(3):
            await desk.say(1, "生日快到了", key="care:birthday:1:2026", kind=outbox.PROMPT)
        await desk.idle()
        await desk.say(1, "生日快到了", key="care:birthday:1:2026", kind=outbox.PROMPT)
        assert len(desk.sent) == 1

    scene(database, play)


def test_who_blocked_the_bot_is_noted_and_the_next_chat_is_served(database: Path) -> None:
    def blocked(row: Row, nth: int) -> Outcome:
        return Dead("forbidden", gone=True) if row["chat_id"] == 77 else Sent(1)

    async def play(desk: Desk) -> None:
        def enrolled(tx: Tx) -> None:
            settle(tx)
            member = staff.by_name(tx, "林悦")
            assert member
            staff.enrol(tx, member.id, 77, BEGIN)

        await desk.store.run(enrolled)
        await desk.say(77, "hello", "are you there?")
        await desk.say(78, "hello")
        await desk.idle()
        assert await desk.store.read(states) == {"dead": 2, "sent": 1}
        noted = select(staff.staff.c.name).where(staff.staff.c.blocked_at.is_not(None))
        assert await desk.store.read(lambda tx: [row.name for row in tx.rows(noted)]) == ["林悦"]

    scene(database, play, blocked)


def test_a_refused_message_is_given_up_and_the_next_one_is_sent(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(1, "bad", "good")
        await desk.idle()
        assert desk.texts(1) == ["good"]

    scene(database, play, lambda row, nth: Dead("bad request") if row["body"]["text"] == "bad" else Sent(1))


def test_a_message_that_breaks_the_sender_does_not_stop_the_others(database: Path) -> None:
    def breaks(row: Row, nth: int) -> Outcome:
        if row["body"]["text"] == "poison":
            raise KeyError("result")
        return Sent(1)

    async def play(desk: Desk) -> None:
        await desk.say(1, "poison", "after it")
        await desk.say(2, "beside it")
        await desk.idle()
        assert [text for _, _, text in desk.sent] == ["beside it", "after it"]
        assert await desk.store.read(states) == {"dead": 1, "sent": 2}

    scene(database, play, breaks)


def test_a_day_without_network_loses_nothing(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(1, "one", "two")
        await asyncio.sleep(24 * 3600)
        assert desk.sent == []
        assert desk.tries[1] > 1000
        await asyncio.sleep(24 * 3600)
        assert desk.texts(1) == ["one", "two"]

    def no_network(row: Row, nth: int) -> Outcome:
        return Later("connection refused") if asyncio.get_running_loop().time() < 25 * 3600 else Sent(1)

    scene(database, play, no_network)


def test_waiting_after_failures_grows_to_a_minute_and_no_further(database: Path) -> None:
    times: list[float] = []

    def failing(row: Row, nth: int) -> Outcome:
        times.append(asyncio.get_running_loop().time())
        return Later("502") if nth < 10 else Sent(1)

    async def play(desk: Desk) -> None:
        await desk.say(1, "one")
        await desk.idle()
        gaps = [later - sooner for sooner, later in pairwise(times)]
        assert gaps == pytest.approx([1, 2, 4, 8, 16, 32, 60, 60, 60], abs=0.01)

    scene(database, play, failing)


def test_the_words_of_the_server_are_obeyed_for_the_whole_bot(database: Path) -> None:
    def flooded(row: Row, nth: int) -> Outcome:
        return Later("flood", 5.1, flood=True) if row["chat_id"] == 1 and nth == 1 else Sent(1)

    async def play(desk: Desk) -> None:
        await desk.say(1, "first")
        await asyncio.sleep(0.5)
        await asyncio.gather(*(desk.say(chat, "others") for chat in range(2, 30)))
        await desk.idle()
        assert min(desk.times()) >= 5.1
        assert len(desk.sent) == 29

    scene(database, play, flooded, Pacing())


def test_what_is_due_later_waits_for_its_instant(database: Path) -> None:
    async def play(desk: Desk) -> None:
        await desk.say(1, "tomorrow", due_at=desk.now() + timedelta(hours=12))
        await asyncio.sleep(11 * 3600)
        await desk.relay.sweep()
        assert desk.sent == []
        await asyncio.sleep(3601)
        await desk.relay.sweep()
        await asyncio.sleep(1)
        assert desk.texts(1) == ["tomorrow"]

    scene(database, play)


def test_while_the_disk_is_full_what_was_sent_is_not_sent_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [True]
    sent = outbox.sent

    def refusing(tx: Tx, rows: Any, now: datetime) -> None:
        if full[0]:
            raise StoreUnavailable("disk")
        sent(tx, rows, now)

    monkeypatch.setattr(outbox, "sent", refusing)

    async def play(desk: Desk) -> None:
        await desk.say(1, "one", "two")
        await desk.say(2, "three")
        for _ in range(60):
            await asyncio.sleep(1)
            await desk.relay.sweep()
        full[0] = False
        await desk.idle()
        assert sorted(text for _, _, text in desk.sent) == ["one", "three", "two"]

    scene(database, play)


@pytest.mark.parametrize(
    ("verb", "outcome", "state"),
    [
        ("later", Later("server error"), "sent"),
        ("uncertain", Later("broken off", maybe_arrived=True), "uncertain"),
        ("dead", Dead("no such chat"), "dead"),
    ],
)
def test_a_prompt_whose_fate_cannot_be_written_down_at_once_does_not_stay_half_sent(
    database: Path, monkeypatch: pytest.MonkeyPatch, verb: str, outcome: Outcome, state: str
) -> None:
    write, refusals = getattr(outbox, verb), [None] * 3

    def refusing(tx: Tx, *args: Any) -> None:
        if refusals:
            refusals.pop()
            raise StoreUnavailable("disk")
        write(tx, *args)

    monkeypatch.setattr(outbox, verb, refusing)

    async def play(desk: Desk) -> None:
        await desk.say(1, "生日快到了", kind=outbox.PROMPT)
        await desk.idle()
        assert await desk.store.read(states) == {state: 1}
        assert not refusals

    scene(database, play, lambda row, nth: outcome if nth == 1 else Sent(7))
