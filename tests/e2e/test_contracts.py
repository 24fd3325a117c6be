"""Contracts in chat: told in a sentence, entered in a line, renewed, ended, asked about (R1.5)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from storage.contracts import contracts
from storage.moments import moments
from storage.notes import notes
from storage.tx import Tx
from storage.visits import visits
from tests.e2e.house import House


def kept(tx: Tx) -> list[Any]:
    return list(tx.rows(select(contracts).where(contracts.c.removed_at.is_(None)).order_by(contracts.c.id)))


def nudged(tx: Tx) -> list[date]:
    return [row.next_on for row in tx.rows(select(moments).where(moments.c.kind == "contract_end"))]


async def test_a_sentence_about_a_contract_is_kept_and_its_end_will_be_nudged(house: House) -> None:
    lin = await house.enrols("林悦")
    card = await lin.says("一中的专线合同到2027年3月31日到期")
    for line in ("📄 已记下合同：龙岩一中", "合同：专线", "到期日期：2027年3月31日，还有378天", "到期前60、30、7天"):
        assert line in card.text
    assert await house.records(nudged) == [date(2027, 3, 31)]
    gone = await lin.presses("撤销", card)
    assert "已删除龙岩一中的合同" in gone.text and await house.records(kept) == []
    await lin.presses("恢复", gone)
    assert len(await house.records(kept)) == 1


async def test_telling_of_the_same_contract_again_updates_it_and_undo_takes_that_back(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("一中的专线合同到2027年3月31日到期")
    card = await lin.says("一中合同续到2028年3月31日")
    assert card.text.startswith("✏️ 合同已更新") and "2028年3月31日" in card.text
    back = await lin.presses("撤销", card)
    assert back.text.startswith("↩️ 已改回原样") and "2027年3月31日" in back.text
    assert [row.ends_on for row in await house.records(kept)] == [date(2027, 3, 31)]


async def test_undo_of_a_change_leaves_what_others_changed_meanwhile(house: House) -> None:
    lin, zhou = await house.enrols("林悦"), await house.enrols("周敏")
    await lin.says("一中的专线合同到2027年3月31日到期")
    card = await lin.says("一中合同续到2028年3月31日")
    opened = await zhou.presses("1", await zhou.says("/contracts"))
    await zhou.presses("合同", await zhou.presses("✏️ 修改", opened))
    await zhou.says("互联网专线")
    undone = await lin.presses("撤销", card)
    assert "互联网专线" in undone.text and "2027年3月31日" in undone.text


async def test_a_contract_told_in_a_visit_is_kept_beside_the_visit(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("今天拜访一中王校长，聊了续约，他们的宽带合同到2026年12月31日到期")
    await house.quiet()
    said = [each.text for each in await lin.transcript()][-2:]
    assert said[0].startswith("✅") and said[1].startswith("📄 已记下合同：龙岩一中")
    assert [row.subject for row in await house.records(kept)] == ["宽带"]
    assert len(await house.records(lambda tx: tx.rows(select(visits)))) == 1


async def test_without_a_client_it_is_asked_for_and_plans_stay_plans(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("云主机合同2026年4月1日到2027年3月31日")
    assert asked.text.startswith("是哪家客户的合同")
    card = await lin.says("二院")
    assert "龙岩市第二医院" in card.text and "云主机" in card.text
    await lin.says("下周三去一中谈合同续签")
    assert len(await house.records(kept)) == 1
    assert [row.intent for row in await house.records(lambda tx: tx.rows(select(notes)))] == ["plan"]


async def test_from_the_client_a_contract_is_added_renewed_ended_and_changed(house: House) -> None:
    lin = await house.enrols("林悦")
    client = await lin.says("龙岩一中")
    listed = await lin.presses("📄 合同", client)
    assert "还没有合同" in listed.text
    await lin.presses("➕ 添加合同", listed)
    card = await lin.says("专线，2025年4月1日到2027年3月31日")
    assert "开始日期：2025年4月1日" in card.text
    await lin.presses("🔁 续签", card)
    card = await lin.says("2028年3月31日")
    assert "到期日期：2028年3月31日" in card.text
    asked = await lin.presses("✏️ 修改", card)
    asked = await lin.presses("客户方负责人", asked)
    card = await lin.presses("陈丽娟 · 办公室主任", asked)
    assert "客户方负责人：陈丽娟" in card.text
    card = await lin.presses("🏁 今天终止", card)
    assert "就是今天" in card.text and await house.records(nudged) == [date(2026, 3, 18)]


async def test_questions_about_contracts_are_answered_from_the_records(house: House) -> None:
    lin = await house.enrols("林悦")
    none = await lin.says("一中合同什么时候到期")
    assert "没有查到" in none.text
    await lin.says("一中的专线合同到2027年3月31日到期")
    await lin.says("二院的宽带合同2026年3月31日到期")
    assert "专线：2027年3月31日，还有378天" in (await lin.says("一中合同什么时候到期")).text
    soon = await lin.says("这个月有哪些合同到期")
    assert "龙岩市第二医院 · 宽带" in soon.text and "专线" not in soon.text
    every = await lin.says("/contracts")
    assert every.text.index("宽带") < every.text.index("专线")
    he = await house.enrols("何芳")
    assert "还没有合同" in (await he.says("/contracts")).text
