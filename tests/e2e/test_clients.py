"""Clients in chat: listed, searched, shown, changed, merged, given away; never to whom they are not."""

from storage import audit, clients
from storage.tx import Tx
from tests.e2e.house import House, actor


async def test_the_portfolio_lists_five_to_a_page_and_sorts_by_what_is_due(house: House) -> None:
    leader = await house.enrols("周敏")
    listed = await leader.says("/clients")
    assert "我的客户（7个）" in listed.text
    assert listed.buttons.count("下一页 ›") == 1
    names = [line.split(". ")[1].split("（")[0] for line in listed.text.splitlines()[2:]]
    assert names == ["莲山大酒店", "龙津街道办事处", "龙津职业技术学院", "龙岩市第二医院", "龙岩一中"]
    assert listed.buttons[:5] == ("1", "2", "3", "4", "5")
    assert (await leader.presses("2", listed)).text.startswith("🏢 龙津街道办事处")
    await leader.presses("返回", listed)
    second = await leader.presses("下一页 ›")
    assert "6. " in second.text and "1. " not in second.text
    due = await leader.presses("按逾期排")
    assert "已逾期57天" in due.text.splitlines()[2]
    await leader.presses("按级别看")
    only = await leader.presses("B类")
    assert "B类客户（2个）" in only.text


async def test_a_name_alone_shows_the_card_with_what_one_wants_before_the_door(house: House) -> None:
    lin = await house.enrols("林悦")
    for typed in ("一中", "lyyz", "龍岩一中"):
        card = await lin.says(typed)
        assert "龙岩一中（A类）" in card.text
    for part in (
        "龙岩一中（A类）",
        "教育 · 新罗区",
        "王建斌 校长",
        "还没走访过",
        "已逾期57天",
        "陈丽娟 本周六（3月21日）",
    ):
        assert part in card.text
    people = await lin.presses("关键人物", card)
    assert "1. 王建斌 校长" in people.text
    person = await lin.presses("王建斌", people)
    assert "139****0101" in person.text and "13900000101" not in person.text
    await lin.presses("显示电话", person)
    assert lin.toast == {"text": "王建斌：13900000101", "show_alert": True}


async def test_a_field_is_changed_by_one_answer_and_undone_by_one_press(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("雁中")
    await lin.presses("修改")
    asked = await lin.presses("成立日期")
    assert "雁溪中学的成立日期是？" in asked.text
    wrong = await lin.says("1956年2月30日")
    assert "没有“1956年2月30日”这一天" in wrong.text
    right = await lin.says("1956年9月1日")
    assert "成立日期已改为：1956年9月1日" in right.text
    undone = await lin.presses("撤销", right)
    assert "已恢复原样" in undone.text
    await lin.presses("更多资料", undone)
    history = await lin.presses("修改记录")
    assert "成立日期：（空） → 1956-09-01" in history.text
    assert "林悦" in history.text


async def test_a_visit_told_while_a_question_stands_is_a_visit_and_not_the_answer(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("雁中")
    await lin.presses("修改")
    await lin.presses("法人代表")
    told = await lin.says("今天上午拜访一中王校长，聊了续约，下周三送方案")
    assert "龙岩一中" in told.text and "续约" in told.text
    stored = await house.records(clients.by_name, "雁溪中学")
    assert stored is not None and stored.legal_representative is None


async def test_a_new_client_takes_one_answer(house: House) -> None:
    lin = await house.enrols("林悦")
    nothing = await lin.says("/clients 城北小学")
    await lin.presses("＋ 新客户", nothing)
    made = await lin.presses("城北小学")
    assert "已建客户" in made.text and "城北小学" in made.text
    assert "城北小学" in (await lin.says("城北小学")).text


async def test_a_leader_gives_a_client_away_with_a_warning_for_a_junior(house: House) -> None:
    leader, lin = await house.enrols("周敏"), await house.enrols("林悦")
    shown = await lin.says("一中")
    await leader.says("一中")
    await leader.presses("修改")
    await leader.presses("客户经理")
    given = await leader.presses("郑凯")
    assert "龙岩一中交给郑凯了" in given.text and "郑凯是初级客户经理" in given.text
    # The card in the hands of who had it opens nothing any more.
    await lin.presses("关键人物", shown)
    assert lin.toast == {"text": "没有找到这个客户。", "show_alert": True}
    assert "没有找到" in (await lin.says("/clients 一中")).text


async def test_two_clients_are_merged_side_by_side_and_parted_again(house: House) -> None:
    leader = await house.enrols("周敏")
    await leader.says("/clients 不存在")
    await leader.presses("＋ 新客户")
    await leader.says("龙岩市第一中学")
    await leader.presses("林悦")
    pairs = await leader.says("/duplicates")
    assert "名称相同" in pairs.text
    await leader.presses("第1对")
    merged = await leader.presses("合并，保留 ① 龙岩一中")
    assert "龙岩市第一中学已并入龙岩一中" in merged.text
    assert "龙岩一中" in (await leader.says("龙岩市第一中学")).text
    await leader.presses("撤销合并", merged)
    assert "没有发现" not in (await leader.says("/duplicates")).text


async def test_nothing_of_another_group_comes_up(house: House) -> None:
    other = await house.enrols("吴江")
    for typed in ("/clients 一中", "/clients lyyz", "/clients 王建斌", "/clients 13900000101", "/clients 0101"):
        answer = await other.says(typed)
        assert "没有找到" in answer.text
        assert "龙岩" not in answer.text and "王建斌" not in answer.text.replace("“王建斌”", "")
    listed = await other.says("/clients")
    assert "汀州银行" in listed.text and "龙岩" not in listed.text and "雁溪" not in listed.text


async def test_every_look_at_a_number_is_in_the_audit_trail(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("王建斌")
    person = await lin.presses("王建斌")
    await lin.presses("显示电话", person)

    def looks(tx: Tx) -> int:
        from sqlalchemy import func, select

        table = audit.audit
        query = select(func.count()).select_from(table)
        return int(tx.value(query.where(table.c.action == "phone_revealed", table.c.staff_id == actor(tx, "林悦").id)))

    assert await house.records(looks) == 1


async def test_the_card_speaks_english_and_traditional_chinese(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/settings")
    await lin.presses("English")
    card = await lin.says("雁中")
    assert "Next visit: 42 days overdue" in card.text
    assert "lunar month 2" in card.text
    await lin.presses("Change")
    asked = await lin.presses("Class")
    assert "What is the new value for Class" in asked.text
    changed = await lin.presses("Class C")
    assert "Class is now: Class C" in changed.text
    await lin.says("/settings")
    await lin.presses("繁體中文")
    card = await lin.says("雁中")
    assert "關鍵人物" in card.text and "農曆二月初五" in card.text


async def test_a_client_that_is_not_sure_is_chosen_before_its_file_is_changed(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("一种的电话改成0597-2345678")
    assert "是哪一家客户的" in asked.text
    assert "电话已改为" in (await lin.presses("龙岩一中", asked)).text
