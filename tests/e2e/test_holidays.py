"""The organisation's holidays and working days, set up in chat by the administrator (R3.1, R5.1)."""

from typing import Any

from sqlalchemy import select

from storage.moments import holidays, listed_days
from storage.tx import Tx
from tests.e2e.house import House
from tests.e2e.test_care import travels
from tests.e2e.test_imports import sheet

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。"""


def _holiday(tx: Tx, name: str) -> Any:
    return tx.row(select(holidays).where(holidays.c.name == name))


async def test_the_notice_of_a_year_is_pasted_and_can_be_taken_back(house: House) -> None:
    qin = await house.enrols("秦管理")
    table = await qin.says("/holidays")
    assert table.text.startswith("🎉 节假日与行业日") and len(table.buttons) <= 8
    year = await qin.presses("🗓 工作日安排", table)
    assert "🗓 2026年放假与调休" in year.text and "· 10月1日–7日休，共7天" in year.text
    assert "9月20日 周日" in year.text and "来源：国务院公布的安排，已内置。" in year.text
    coming = await qin.presses("2027年 ›", year)
    assert "⚠️ 这一年的官方安排还没录入" in coming.text
    await qin.presses("📥 录入放假通知", coming)
    loaded = await qin.says(NOTICE)
    assert loaded.text.startswith("✅ 已录入：休12天，补班2天。")
    assert "· 2月5日–13日休，共9天" in loaded.text and "🛠 补班：1月31日 周日、2月14日 周日" in loaded.text
    undone = await qin.presses("↩️ 撤销", loaded)
    assert "⚠️ 这一年的官方安排还没录入" in undone.text
    assert await house.records(listed_days) == {}


async def test_a_file_of_days_is_loaded_from_chat_and_cleared(house: House) -> None:
    qin = await house.enrols("秦管理")
    loaded = await qin.says("", document=sheet("2027.csv", b"2027-02-05,off\n2027-02-14,work\n"))
    assert loaded.text.startswith("✅ 已录入：休1天，补班1天。") and "你们录入的安排（2天）" in loaded.text
    cleared = await qin.presses("🗑 清除录入", loaded)
    assert cleared.text.startswith("🗑 已清除这一年录入的安排。")
    assert await house.records(listed_days) == {}
    assert "没看出哪天休" in (await qin.says("", document=sheet("x.txt", "你好".encode("gb18030")))).text


async def test_a_day_of_ones_own_is_added_for_an_industry_and_its_managers_are_nudged(house: House) -> None:
    qin, lin = await house.enrols("秦管理"), await house.enrols("林悦")
    await qin.presses("➕ 添加节日", await qin.says("/holidays"))
    asked = await qin.says("校园开放日 3月22日")
    assert "校园开放日：到时候提醒经理关怀谁？" in asked.text
    await qin.presses("对口的行业或职务", asked)
    added = await qin.says("教育、学校")
    assert added.text.startswith("✅ 已加入节日表：校园开放日") and "行业：教育、学校" in added.text
    row = await house.records(_holiday, "校园开放日")
    assert (row.rule, row.audience, row.industries) == ("solar --03-22", "matching", "教育|学校")
    await travels(house, "03-21T12:00")
    await travels(house, "03-22T09:31")
    assert "校园开放日" in (await lin.hears("校园开放日")).text


async def test_a_day_is_changed_taken_off_and_put_back(house: House) -> None:
    qin = await house.enrols("秦管理")
    await qin.presses("➕ 添加节日", await qin.says("/holidays"))
    added = await qin.presses("所有客户", await qin.says("妈祖诞 农历三月廿三"))
    assert "每年农历三月廿三，下次" in added.text and "提醒：所有客户" in added.text
    await qin.presses("📅 改日期", added)
    changed = await qin.says("4月1日")
    assert changed.text.startswith("✏️ 已修改：妈祖诞") and "每年4月1日" in changed.text
    back = await qin.presses("↩️ 撤销", changed)
    assert "每年农历三月廿三" in back.text
    removed = await qin.presses("🗑 移出节日表", back)
    assert await house.records(_holiday, "妈祖诞") is None
    assert (await qin.presses("恢复", removed)).text.startswith("↩️ 已恢复：妈祖诞")
    whom = await qin.presses("👥 提醒谁", await qin.last())
    assert "提醒：档案里写明的人" in (await qin.presses("档案里写明的人", whom)).text


async def test_what_names_no_day_is_asked_again_and_others_have_no_table(house: House) -> None:
    qin, lin = await house.enrols("秦管理"), await house.enrols("林悦")
    await qin.presses("➕ 添加节日", await qin.says("/holidays"))
    assert "没看出是哪天" in (await qin.says("客户服务日")).text
    assert "节假日与行业日" not in (await lin.says("/holidays")).text
