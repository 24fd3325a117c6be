"""Digests as leaders meet them (R6): by the clock, asked for, and what stands behind them."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.charts import Bar, Chart
from storage import outbox
from storage.tx import Tx
from tests.bot.processes import children
from tests.e2e.house import House, open_house

TUESDAY = datetime(2026, 3, 17, 1, 0, tzinfo=UTC)
"""17 March 2026, 9:00 in Shanghai."""


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026."""
    return datetime(2026, 3, day, hour - 8, minute, tzinfo=UTC)


async def at(house: House, moment: datetime) -> None:
    """Let it be that time, for the bot and for those who write to it."""
    await house.chat.travel(moment)
    await house.app.travel(moment)
    await house.quiet()


@pytest.fixture
async def early(tmp_path: Path, blank_database: Path):  # type: ignore[no-untyped-def]
    async with open_house(tmp_path, blank_database, now=TUESDAY) as opened:
        yield opened


async def test_the_day_ends_with_a_digest_exceptions_first(early: House) -> None:
    lin, leader, boss = await early.enrols("林悦"), await early.enrols("周敏"), await early.enrols("高主管")
    await lin.says("上午拜访一中王校长，聊了续约，客户很不满意")
    await lin.says("昨天下午拜访二院陈院长，电信也在报价")
    await at(early, shanghai(17, 18))
    digest = await leader.hears("每日简报")
    assert digest.text.startswith("📊 每日简报 · 一组\n今天（")
    assert "林悦：走访 2（龙岩一中、龙岩市第二医院）" in digest.text
    assert digest.text.index("逾期走访") < digest.text.index("客户不满") < digest.text.index("竞争情报")
    assert len(digest.text.splitlines()) < 20
    over = await boss.hears("每日简报")
    assert "2个小组" in over.text and "一组：走访 2" in over.text and "没有记录：二组" in over.text
    assert "林悦" not in over.text

    news = await leader.presses(next(label for label in digest.buttons if "竞争情报" in label), digest)
    assert news.text == digest.text
    listed = await leader.last()
    assert "电信（龙岩市第二医院）" in listed.text and "林悦" in listed.text
    await leader.presses("1", listed)
    assert "龙岩市第二医院" in (await leader.last()).text


async def test_the_week_ends_with_figures_a_chart_and_a_sheet(early: House) -> None:
    lin, leader = await early.enrols("林悦"), await early.enrols("周敏")
    await lin.says("上午拜访一中王校长，聊了续约")
    await at(early, shanghai(20, 17, 30))
    digest = await leader.hears("每周简报")
    assert "photo" in digest.raw
    assert "🚗 走访1/" in digest.text and "3月16日 – 3月20日" in digest.text
    await leader.presses("📋 数据表", digest)
    title, table = (await leader.last()).raw["rich_message"]["blocks"]
    assert title["type"] == "heading" and "3月16日 – 3月20日" in title["text"]
    rows = [[cell["text"] for cell in row] for row in table["cells"]]
    assert rows[0][:2] == ["姓名", "走访"] and ["林悦", "1"] in [row[:2] for row in rows]
    await leader.presses("📥 Excel", digest)
    assert (await leader.last()).raw["document"]["file_name"] == "每周简报_2026-03-20.xlsx"
    assert [said.text for said in await leader.transcript() if "每周简报" in said.text and said.raw.get("photo")] == [
        digest.text
    ]


async def test_figures_come_in_words_where_the_server_knows_no_tables(early: House) -> None:
    lin, leader = await early.enrols("林悦"), await early.enrols("周敏")
    await lin.says("上午拜访一中王校长，聊了续约")
    digest = await leader.presses("本周", await leader.says("/digest"))
    for kind in ("404", "400"):
        await early.chat.fault(kind, "sendRichMessage")
        await leader.presses("📋 数据表", digest)
        told = await leader.last()
        assert "林悦：走访 1/" in told.text and "rich_message" not in told.raw


async def test_a_digest_asked_for_shows_how_things_stand(early: House) -> None:
    lin, leader = await early.enrols("林悦"), await early.enrols("周敏")
    await leader.presses("English", await leader.says("/settings"))
    await lin.says("上午拜访一中王校长，聊了续约")
    today = await leader.says("/digest")
    assert "Daily digest" in today.text and "林悦: 1 visit" in today.text
    week = await leader.presses("This week", today)
    assert week.text.startswith("📊 Weekly digest") and "🚗 1 of " in week.text
    service = await leader.presses("Service this month", today)
    assert service.text.startswith("🤝 Monthly service brief")
    await leader.presses("📈 Chart", week)
    assert "photo" in (await leader.last()).raw


async def test_a_question_is_answered_out_of_the_digest(early: House) -> None:
    lin, leader = await early.enrols("林悦"), await early.enrols("周敏")
    await lin.says("请示：一中想要8折，能不能给")
    await leader.hears("有人向您请示")
    digest = await leader.says("/digest")
    assert "❓ 请示待答复1条：龙岩一中" in digest.text
    await leader.presses("❓ 请示 1", digest)
    listed = await leader.last()
    assert "一中想要8折" in listed.text and "林悦" in listed.text
    await leader.presses("1", listed)
    assert any("回复" in label or "答复" in label for label in (await leader.last()).buttons)


def put_chart(tx: Tx, chat_id: int, caption: str, chart: dict[str, Any]) -> object:
    body = {"chat_id": chat_id, "caption": caption, "parse_mode": "HTML", "chart": chart}
    return outbox.put(tx, chat_id=chat_id, method="sendPhoto", body=body, now=TUESDAY, kind=outbox.PROMPT)


async def test_a_chart_waits_as_figures_and_one_that_cannot_be_drawn_leaves_its_words(early: House) -> None:
    leader = await early.enrols("周敏")
    await early.app.store.run(put_chart, leader.id, "📊 <b>每周简报</b>", {"title": "没有图"})
    await early.app.relay.sweep()
    told = await leader.hears("每周简报")
    assert told.text == "📊 每周简报" and "photo" not in told.raw


async def test_a_digest_has_its_chart_though_the_drawing_process_is_killed_meanwhile(early: House) -> None:
    leader = await early.enrols("周敏")
    chart = Chart("一组 · 走访", "3月16日 – 3月20日", "本周", "上周", "目标", (Bar("林悦", 3, 2, 4),)).as_json()
    await early.app.store.run(put_chart, leader.id, "第一张", chart)
    await early.app.relay.sweep()
    await leader.hears("第一张")
    (pid,) = children("services.drawing")
    os.kill(pid, signal.SIGSTOP)  # the next chart is given to it and not drawn
    await early.app.store.run(put_chart, leader.id, "第二张", chart)
    await early.app.relay.sweep()
    await asyncio.sleep(0.3)
    os.kill(pid, signal.SIGKILL)
    assert (await leader.hears("第二张")).raw["photo"]
    assert sum(said.text == "第二张" for said in await leader.transcript()) == 1
