"""The check behind the crash test can fail: doctored databases, doctored chats, and bots broken on purpose."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.survival.ledger import Ledger, Told, problems, texts_of
from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Field, Launcher, a_field, new_bot

LIN, KAI, WU, ZHOU = (MEMBERS[name] for name in ("林悦", "郑凯", "吴江", "周敏"))
Said = dict[int, list[str]]


@dataclass(frozen=True)
class Evening:
    """A day's work that went well: the database, what people did, and what the bot said."""

    database: Path
    ledger: Ledger
    said: Said


async def what_was_said(field: Field) -> Said:
    return {user: texts_of(await field.chat.transcript(user)) for user in MEMBERS.values()}


@pytest.fixture(scope="module")
def evening(launcher: Launcher, server: str, blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """Four visits (one undone, one amended, one with competitor news) and a conversation left open."""

    async def work() -> Evening:
        bot = new_bot(launcher, server, tmp_path_factory.mktemp("evening"), blank_database)
        async with a_field(bot) as field:
            bot.start()
            chat, ledger = field.chat, Ledger()
            await chat.send(LIN, "今天拜访一中王校长，聊了续约K00001，下周三送方案")
            card = await chat.ask(LIN, "今天拜访一中王校长，聊了宽带K00002")
            card = await chat.wait_for(LIN, "K00002")
            await chat.press(LIN, card, text="撤销")
            message = await chat.send(LIN, "今天去雁中见了王校长，聊了续约K00003")
            await chat.wait_for(LIN, "K00003", after=message)
            await chat.edit(LIN, message, "今天去雁中见了王校长，聊了续约K00003E00004")
            await chat.ask(KAI, "今天拜访莲山戴总，电信报价很低K00005")
            await chat.ask(WU, "/visit")
            await quiet(field)
            ledger.told = {
                "K00001": Told(LIN, next_steps=1),
                "K00002": Told(LIN, undone=True),
                "K00003": Told(LIN, edited_to="E00004"),
                "K00005": Told(KAI, news_to=ZHOU),
            }
            ledger.drafts = [WU]
            said = await what_was_said(field)
            assert bot.stop() == 0
            return Evening(bot.database, ledger, said)

    return asyncio.run(work())


@pytest.fixture
def copy(evening: Evening, tmp_path: Path) -> Path:
    """The evening's database, to be harmed."""
    path = tmp_path / "fieldcare.db"
    shutil.copy(evening.database, path)
    return path


def test_an_evening_that_went_well_has_no_problems(evening: Evening) -> None:
    assert problems(evening.database, evening.ledger, evening.said, most_repeats=0) == []


_DOUBLE = """
    CREATE TEMP TABLE again AS SELECT * FROM visits WHERE content LIKE '%K00001%';
    UPDATE again SET id = id + 1000, message_id = NULL;
    INSERT INTO visits SELECT * FROM again;
"""
_THIRD = "(SELECT id FROM visits WHERE content LIKE '%K00001%')"


@pytest.mark.parametrize(
    ("harm", "noticed"),
    [
        ("UPDATE visits SET content = 'x' WHERE content LIKE '%K00001%'", "K00001 recorded 0 times"),
        (_DOUBLE, "K00001 recorded 2 times"),
        (f"DELETE FROM next_steps WHERE visit_id = {_THIRD}", "K00001 has 0 next steps, not 1"),
        ("DELETE FROM competitor_news", "K00005 has 0 competitor news"),
        ("UPDATE visits SET removed_at = NULL", "K00002 undone 1 times, asked 1 times"),
        ("UPDATE visits SET removed_at = logged_at", "K00001 undone 0 times, asked 0 times"),
        ("UPDATE visits SET content = replace(content, 'E00004', '')", "K00003 not amended to E00004"),
        ("UPDATE inbox SET done_at = NULL WHERE update_id = (SELECT max(update_id) FROM inbox)", "undone update"),
        ("INSERT INTO dead_letters (body, error, at) VALUES ('{}', 'oh', '2026-01-01')", "dead letter: oh"),
        ("UPDATE outbox SET state = 'waiting' WHERE kind = 'prompt'", "unsent message"),
        ("DELETE FROM outbox WHERE kind = 'prompt'", "prompt K00005 queued 0 times"),
        ("DELETE FROM drafts", f"the conversation of {WU} is forgotten"),
        (f"DELETE FROM visits WHERE id = {_THIRD}", "foreign key"),
    ],
)
def test_a_harmed_database_is_noticed(evening: Evening, copy: Path, harm: str, noticed: str) -> None:
    with closing(sqlite3.connect(copy)) as raw:
        raw.executescript(harm)
        raw.commit()
    found = problems(copy, evening.ledger, evening.said, most_repeats=0)
    assert any(problem.startswith(noticed) for problem in found), found


def test_a_torn_page_is_noticed(evening: Evening, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw:
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'uq_visits_message'").fetchone()
    with copy.open("r+b") as file:
        file.seek((root - 1) * size + size - 40)
        file.write(b"\xff" * 40)
    found = problems(copy, evening.ledger, evening.said, most_repeats=0)
    assert any(problem.startswith("integrity") for problem in found), found


@pytest.mark.parametrize(
    ("chat", "word", "times", "noticed"),
    [
        (LIN, "K00001", 0, "K00001 unanswered"),
        (LIN, "E00004", 0, "edit E00004 unanswered"),
        (LIN, "K00001", 3, "2 answers repeated, at most 1 could be uncertain"),
        (ZHOU, "K00005", 2, "prompt K00005 (sent) said 2 times"),
        (ZHOU, "K00005", 0, "prompt K00005 (sent) said 0 times"),
    ],
)
def test_an_answer_lost_and_a_prompt_said_twice_are_noticed(
    evening: Evening, chat: int, word: str, times: int, noticed: str
) -> None:
    texts = [text for text in evening.said[chat] if word not in text]
    texts += [text for text in evening.said[chat] if word in text][:1] * times
    found = problems(evening.database, evening.ledger, {**evening.said, chat: texts}, most_repeats=1)
    assert noticed in found


async def test_a_bot_that_confirms_before_it_stores_is_noticed(field: Field) -> None:
    field.bot.start(failpoint="confirmed", patch="tests.survival.broken:confirm_before_storing")
    await field.chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    assert await asyncio.to_thread(field.bot.wait, 10) == -9
    field.bot.start()
    await quiet(field)
    ledger = Ledger({"K00001": Told(LIN)})
    found = problems(field.bot.database, ledger, await what_was_said(field), most_repeats=9)
    assert found == ["K00001 recorded 0 times", "K00001 unanswered"]


async def test_a_bot_that_does_not_mark_updates_done_is_noticed(field: Field) -> None:
    with field.database() as tx:
        tx.command("DROP INDEX uq_visits_message")  # the schema's own safety net
    await field.chat.send(LIN, "今天拜访一中王校长，聊了续约K00001")
    for times in (1, 2):
        field.bot.start(patch="tests.survival.broken:never_mark_done")
        await field.chat.until(partial(_said_so_often, field, times), timeout=15)
        field.bot.kill()
    field.bot.start()
    await quiet(field)
    found = problems(field.bot.database, Ledger({"K00001": Told(LIN)}), await what_was_said(field), most_repeats=0)
    assert any(problem.startswith("K00001 recorded") for problem in found), found
    assert any(problem.endswith("answers repeated, at most 0 could be uncertain") for problem in found)


async def _said_so_often(field: Field, times: int) -> bool:
    texts = texts_of(await field.chat.transcript(LIN))
    return sum("K00001" in text for text in texts) >= times
