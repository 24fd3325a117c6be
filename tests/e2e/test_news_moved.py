"""Competitor news whose client was wrong: everybody who heard of it hears where it belongs (R1.7)."""

from tests.e2e.house import House, Member, Said


async def news_of(leader: Member) -> list[Said]:
    """What a leader was told of competitors."""
    return [said for said in await leader.transcript() if "竞争情报" in said.text.split("\n")[0]]


async def test_a_visit_moved_within_the_group_is_put_right_for_its_leader(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("今天上午拜访一中王校长，电信给一中报了三万八")
    moved = await lin.says("不是一中，是二院")
    assert "已修改：龙岩市第二医院" in moved.text
    await house.quiet()
    told = await news_of(leader)
    assert len(told) == 2
    assert told[1].text.startswith("🔁 竞争情报更正：龙岩市第二医院（原记在龙岩一中）")
    assert "电信给二院报了三万八" in told[1].text
    assert (await leader.presses("看走访记录", told[1])).text.startswith("🗒 走访记录：龙岩市第二医院")


async def test_a_visit_moved_to_another_group_is_news_there_and_withdrawn_here_without_naming_the_other_client(
    house: House,
) -> None:
    zhou, wu, gao = await house.enrols("周敏"), await house.enrols("吴江"), await house.enrols("高主管")
    await gao.says("今天上午拜访紫岭矿业，电信报价便宜两成")
    await house.quiet()
    assert (await zhou.last()).text.startswith("📣 竞争情报：紫岭矿业")
    card = await gao.last()
    await gao.presses("修改", card)
    await gao.presses("客户", card)
    await gao.says("汀州银行")
    await house.quiet()
    assert (await wu.last()).text.startswith("📣 竞争情报：汀州银行")
    assert (await zhou.last()).text.startswith("↩️ 竞争情报撤回：紫岭矿业")
    assert "汀州" not in (await zhou.last()).text


async def test_a_note_moved_to_another_client_is_put_right_for_its_leader_each_time(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await lin.says("听说电信在一中报价很低")
    assert "竞争情报" in card.text
    asked = await lin.presses("改客户", card)
    await lin.presses("龙岩市第二医院", asked)
    await house.quiet()
    assert (await leader.last()).text.startswith("🔁 竞争情报更正：龙岩市第二医院（原记在龙岩一中）")
    back = await lin.presses("改客户", card)
    await lin.presses("龙岩一中", back)
    await house.quiet()
    assert (await leader.last()).text.startswith("🔁 竞争情报更正：龙岩一中（原记在龙岩市第二医院）")


async def test_a_note_taken_back_and_restored_twice_is_told_of_each_time(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    card = await lin.says("听说电信在一中报价很低")
    for _ in range(2):
        await lin.presses("撤销", card)
        await lin.presses("恢复", card)
    await house.quiet()
    assert [said.text[0] for said in await news_of(leader)] == ["📣", "↩", "📣", "↩", "📣"]


async def test_a_correction_in_words_moves_the_news_of_a_note(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    await lin.says("听说电信在一中报价很低")
    await lin.says("不是一中，是二院")
    await house.quiet()
    assert (await leader.last()).text.startswith("🔁 竞争情报更正：龙岩市第二医院（原记在龙岩一中）")
