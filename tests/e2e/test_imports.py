"""A leader sends a sheet: what it would do first, one press to do it, one to take it back."""

import base64
from typing import Any

from storage import clients
from tests.e2e.house import House

TABLE = (
    "客户名称,级别,客户经理,备注栏\n新学校,A,郑凯,x\n老学校,D,郑凯,\n新医院,C,,\n龙岩一中,A,林悦,\n莲山大酒店,A,何芳,\n"
)


def sheet(name: str, content: bytes) -> dict[str, Any]:
    return {"base64": base64.b64encode(content).decode(), "name": name}


async def test_a_sheet_is_checked_first_and_imported_by_one_press(house: House) -> None:
    leader = await house.enrols("周敏")
    shown = await leader.says("", document=sheet("客户.csv", TABLE.encode("gb18030")))
    for part in (
        "客户表 客户.csv",
        "新增2 · 更新0 · 没有变化1",
        "第3行“级别”：“D”不是客户级别",
        "第6行“客户经理”：您带的客户经理里没有“何芳”",
        "这些列不认识，没有用：备注栏",
        "郑凯是初级客户经理",
    ):
        assert part in shown.text
    assert await house.records(clients.by_name, "新学校") is None
    asked = await leader.presses("只导入没问题的3行", shown)
    assert "交给谁" in asked.text and set(asked.buttons) == {"周敏", "林悦", "郑凯", "取消"}
    done = await leader.presses("林悦", asked)
    assert "导入完成：新增2，更新0，没有变化1" in done.text
    assert "新医院" in (await leader.says("新医院")).text
    undone = await leader.presses("撤销这次导入", done)
    assert "已撤销这次导入，恢复了2条" in undone.text
    assert "没有找到" in (await leader.says("/clients 新医院")).text


async def test_all_problems_come_as_a_file_to_work_through(house: House) -> None:
    leader = await house.enrols("周敏")
    rows = "".join(f"客户{number},坏,林悦\n" for number in range(30))
    shown = await leader.says("", document=sheet("c.csv", f"name,class,manager\n{rows}".encode()))
    assert "30处有问题" in shown.text and "还有22处" in shown.text and "导入" not in shown.buttons
    await leader.presses("下载问题清单", shown)
    file = (await leader.last()).raw["document"]
    assert file["file_name"] == "问题清单.csv" and file["file_size"] > 1000


async def test_persons_are_told_from_clients_by_their_header(house: House) -> None:
    leader = await house.enrols("周敏")
    content = "客户名称,姓名,职务,生日,生日类型\n一中,黄志强,信息中心主任,1981-01-30,公历\n".encode("utf-16")
    shown = await leader.says("", document=sheet("人物.csv", content))
    assert "关键人物表" in shown.text and "新增1" in shown.text
    await leader.presses("导入", shown)
    assert "信息中心主任" in (await leader.says("黄志强")).text


async def test_what_is_no_sheet_gets_its_own_word_and_nothing_is_written(house: House) -> None:
    leader = await house.enrols("周敏")
    for name, content, word in (
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "旧版 Excel"),
        ("a.xlsx", b"PK\x03\x04 broken", "文件坏了"),
        ("a.csv", bytes(range(128, 256)) * 9, "文字编码认不出来"),
        ("a.csv", "颜色,尺寸\n红,大\n".encode(), "没有认出表头"),
    ):
        answer = await leader.says("", document=sheet(name, content))
        assert word in answer.text
    assert "没有发现重复" in (await leader.says("/duplicates")).text


async def test_cancelling_forgets_the_sheet(house: House) -> None:
    leader = await house.enrols("周敏")
    shown = await leader.says("", document=sheet("c.csv", "name,class,manager\n新校,A,林悦\n".encode()))
    cancelled = await leader.presses("取消", shown)
    assert "没有导入" in cancelled.text and cancelled.buttons == ()
    assert await house.records(clients.by_name, "新校") is None


async def test_a_managers_sheet_is_a_file_like_any_other(house: House) -> None:
    lin = await house.enrols("林悦")
    answer = await lin.says("", document=sheet("c.csv", "name,class,manager\n新校,A,林悦\n".encode()))
    assert "导入" not in answer.buttons
    assert await house.records(clients.by_name, "新校") is None
