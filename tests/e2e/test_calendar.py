"""The month at a glance, moments entered in words, and the file for the phone."""

import json
from datetime import date

from icalendar import Calendar
from sqlalchemy import select

from storage import feeds, organisation
from storage.outbox import outbox
from storage.tx import Tx
from tests.e2e.house import House, Said
from tests.e2e.test_care import travels


async def file_of(house: House, said: Said) -> Calendar:
    file = await house.app.bot.get_file(said.raw["document"]["file_id"])
    sent = bytes(await file.download_as_bytearray())
    parsed = Calendar.from_ical(sent)
    assert isinstance(parsed, Calendar)
    return parsed


async def test_a_month_shows_counts_and_pages_and_the_months_beside_it(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "03-18T18:30")
    told = await lin.says("/calendar")
    assert told.text.startswith("📆 2026年3月 关怀日历") and "生日2" in told.text
    assert "🎂 本周六（3月21日） 陈丽娟、龙岩一中：生日（满48岁）" in told.text
    after = await lin.presses("2026年4月 ›", told)
    assert "📆 2026年4月" in after.text and "清明节：5位客户" in after.text
    assert "2026年3月" in (await lin.presses("‹ 2026年3月", after)).text


async def test_care_given_in_the_month_is_counted_and_the_leader_sees_whose(house: House) -> None:
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.says("给二院陈院长打了个电话祝生日快乐")
    assert "本月已关怀1次" in (await lin.says("/calendar")).text
    counts = await zhou.presses("📊 关怀统计", await zhou.says("/calendar"))
    assert "一组：1次（生日1）" in counts.text and "👤 林悦：1次（生日1）" in counts.text
    assert "👤 郑凯：还没有" in counts.text and "计划5项，其中例行3项" in counts.text
    await zhou.says("给一中王校长发了生日短信")
    counts = await zhou.presses("📊 关怀统计", await zhou.says("/calendar"))
    assert "一组：2次（生日2）" in counts.text and "👤 周敏：1次（生日1）" in counts.text


async def test_a_moment_of_every_year_is_kept_from_one_line_and_nudged(house: House) -> None:
    lin = await house.enrols("林悦")
    kept = await lin.says("每年4月12日 校史馆开放日 给二院打电话")
    assert kept.text.startswith("📌 已记下，每年提醒负责这家客户的人：校史馆开放日 给二院打电话")
    assert "下一次：4月12日 周日" in kept.text
    await travels(house, "04-12T09:31")
    assert (await lin.hears("校史馆开放日 给二院打电话 · 今天（4月12日 周日）")).buttons


async def test_an_event_of_the_group_is_everybodys_and_can_be_taken_back(house: House) -> None:
    zhou, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await zhou.presses("➕ 加一个时刻", await zhou.says("/calendar"))
    assert "到时提醒全组：校园展会" in (await zhou.says("4月20日 全组 校园展会")).text
    await travels(house, "04-20T08:31")
    assert "校园展会" in (await lin.hears("校园展会")).text
    assert "校园展会" in (await lin.says("/calendar")).text
    assert "🗑 删除“校园展会”" not in (await lin.last()).buttons
    gone = await zhou.presses("🗑 删除“校园展会”", await zhou.says("/calendar"))
    assert gone.text == "↩️ 已删除：校园展会"
    assert "校园展会" not in (await zhou.says("/calendar")).text
    assert "到时提醒全组：校园展会" in (await zhou.presses("恢复", gone)).text
    assert "校园展会" in (await zhou.says("/calendar")).text


async def test_the_file_for_the_phone_is_read_by_a_real_parser_and_keeps_its_uids(house: House) -> None:
    lin = await house.enrols("林悦")
    await travels(house, "03-18T18:30")
    await lin.says("明天上午九点半约了二院陈院长看机房")
    await lin.says("记一下，下周一前把二院的报价单做好")
    first = await file_of(house, await lin.says("/ics"))
    again = await file_of(house, await lin.says("/ics"))
    uids = [str(event["uid"]) for event in first.walk("VEVENT")]
    assert uids == [str(event["uid"]) for event in again.walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 10
    starts = {str(event["summary"]): event.decoded("dtstart") for event in first.walk("VEVENT")}
    assert starts["🎂 陈丽娟 生日"] == date(2026, 3, 21)
    plan = next(start for title, start in starts.items() if "看机房" in title)
    assert plan.hour == 9 and plan.utcoffset().total_seconds() == 8 * 3600
    assert any("报价单" in title for title in starts)
    assert all("钟志远" not in title for title in starts)


def _words_kept(tx: Tx, words: str) -> list[int]:
    return [row.id for row in tx.rows(select(outbox)) if words in json.dumps(row.body)]


async def test_where_feeds_are_served_the_address_is_told_once_and_can_be_changed_or_stopped(house: House) -> None:
    lin = await house.enrols("林悦")
    await house.app.store.run(organisation.note_feed_url, "https://calendar.example.org")
    await lin.says("/ics")
    first = await lin.hears("https://calendar.example.org/ics/")
    await lin.says("/ics")
    again = await lin.hears("它只显示一次")
    second = await lin.presses("🔗 换个新地址", again)
    assert "https://calendar.example.org/ics/" in second.text and second.text != first.text
    assert not await house.records(_words_kept, "calendar.example.org/ics")
    stopped = await lin.presses("🚫 停用地址", second)
    assert "已停用" in stopped.text and not await house.records(feeds.exists, lin.id)
