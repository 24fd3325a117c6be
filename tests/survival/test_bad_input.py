"""A full disk, a locked database, messages of any length: a clear word, no false "saved", and service afterwards."""

import asyncio
import os
import resource
import sqlite3
from contextlib import closing

from sqlalchemy import text

from tests.survival.ledger import texts_of
from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Field

LOCKED_SECONDS = float(os.environ.get("SURVIVAL_LOCK_SECONDS", "6.5"))
"""How long another process holds the database: SURVIVAL_LOCK_SECONDS=30 for the long form."""
LIN, KAI = MEMBERS["林悦"], MEMBERS["郑凯"]
DISK, LOCKED = "磁盘", "数据库"
SAVED = "已记录"


async def said(field: Field, user: int, word: str = "") -> list[str]:
    return [each for each in texts_of(await field.chat.transcript(user)) if word in each]


def visits(field: Field) -> int:
    with field.database() as tx:
        return int(tx.value(text("SELECT count(*) FROM visits")))


async def test_on_a_full_disk_nothing_is_called_saved_and_all_of_it_is_once_there_is_room(field: Field) -> None:
    field.bot.start()
    await field.chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001")
    await quiet(field)
    # From now on no file of this process may grow, as on a full disk; its log too.
    resource.prlimit(field.bot.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    sent = await field.chat.send(LIN, "今天拜访一中王校长，聊了专线K00002")
    await field.chat.send(KAI, "今天拜访莲山戴总，聊了专线K00003")
    told = await field.chat.wait_for(LIN, lambda message: True, after=sent, timeout=20)
    await field.chat.wait_for(KAI, lambda message: True, timeout=20)
    await asyncio.sleep(2.5)
    assert not await said(field, LIN, "K00002")
    assert not [each for each in await said(field, KAI) if SAVED in each]
    assert len(await said(field, LIN)) == 2, "told once that it is not saved yet, not again and again"
    assert SAVED not in told["text"]
    assert field.bot.running
    resource.prlimit(field.bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await field.chat.wait_for(LIN, "K00002", timeout=20)
    await field.chat.wait_for(KAI, "K00003", timeout=20)
    await quiet(field)
    assert visits(field) == 3
    assert len(await said(field, LIN, "K00002")) == 1


async def test_a_database_locked_by_another_program_is_said_and_survived(field: Field) -> None:
    field.bot.start()
    await field.chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001")
    await quiet(field)
    with closing(sqlite3.connect(field.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sent = await field.chat.send(LIN, "今天拜访一中王校长，聊了专线K00002")
        told = await field.chat.wait_for(LIN, lambda message: True, after=sent, timeout=LOCKED_SECONDS)
        await asyncio.sleep(max(0.0, LOCKED_SECONDS - 5.5))
        assert not await said(field, LIN, "K00002")
        assert SAVED not in told["text"]
        other.execute("ROLLBACK")
    await field.chat.wait_for(LIN, "K00002", timeout=20)
    await quiet(field)
    assert visits(field) == 2
    assert len(await said(field, LIN, "K00002")) == 1
    assert field.bot.running


async def test_a_database_locked_at_the_start_is_waited_for_or_named(field: Field) -> None:
    with closing(sqlite3.connect(field.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        field.bot.start()
        await asyncio.to_thread(field.bot.wait, LOCKED_SECONDS)
        other.execute("ROLLBACK")
    if not field.bot.running:
        log = field.bot.log.read_text()
        assert "Traceback" not in log
        assert "locked" in log
        field.bot.start()
    await field.chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001", timeout=20)


async def test_a_message_of_ten_thousand_characters_is_kept_whole_and_answered(field: Field) -> None:
    field.bot.start()
    long = "今天拜访一中王校长，聊了续约K00001。" + "长话慢慢说，" * 1700
    update = {
        "message_id": 9_000_001,
        "date": 1_800_000_000,
        "chat": {"id": LIN, "type": "private", "first_name": "林悦"},
        "from": {"id": LIN, "is_bot": False, "first_name": "林悦"},
        "text": long,
    }
    await field.chat.update({"message": update})
    await field.chat.wait_for(LIN, "K00001", timeout=20)
    await quiet(field)
    with field.database() as tx:
        assert tx.value(text("SELECT content FROM visits")) == long
    assert all(len(each) <= 4096 for each in await said(field, LIN))


async def test_ten_thousand_characters_sent_as_people_send_them_are_one_visit_and_words_of_no_form(
    field: Field,
) -> None:
    field.bot.start()
    await field.chat.send(LIN, "今天拜访一中王校长，聊了续约K00001。" + "好" * 10_000)
    await field.chat.wait_for(LIN, "K00001", timeout=20)
    await quiet(field)
    assert visits(field) >= 1
    assert field.bot.running


async def test_a_crash_tells_neither_token_nor_names(field: Field) -> None:
    field.bot.start()
    await field.chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001")
    await quiet(field)
    with field.database() as tx:
        tx.command("ALTER TABLE inbox RENAME TO lost")
    await field.chat.send(LIN, "今天拜访一中王校长，电话13900000101，聊了续约K00002")
    status = await asyncio.to_thread(field.bot.wait, 10)
    assert status not in (None, 0), "a bot that cannot keep anything ends, so that its supervisor sees it"
    assert field.bot.secrets_told() == []
    assert "K00002" not in field.bot.log.read_text()
