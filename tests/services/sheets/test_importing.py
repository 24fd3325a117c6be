"""Sheets against the records: new, changed, the same, wrong; carried out whole, and undone (R1.8, R0.2-R0.4)."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.errors import Refused
from domain.persons import PersonRole
from domain.staff import Actor, Role
from services import clients, persons
from services import staff as members
from services.sheets import columns, importing
from services.sheets.files import rows
from services.sheets.importing import Plan
from storage import clients as records
from storage import persons as people
from storage.tx import MOST_PREPARED, Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_clients import id_of
from tests.services.test_duplicates import everything

ZONE = ZoneInfo("Asia/Shanghai")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def planned(tx: Tx, noun: str, text: str, by: Actor | None = None, manager_id: int | None = None) -> Plan:
    found = rows(text.encode(), columns.is_known)
    return importing.plan(tx, by, noun, found, NOW, zone=ZONE, manager_id=manager_id)


def run(tx: Tx, noun: str, text: str, by: Actor | None = None) -> importing.Done:
    return importing.carry_out(tx, by, planned(tx, noun, text, by), NOW, zone=ZONE)


def wrong(plan: Plan) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.column, bad.reason.key.partition(".")[2]) for bad in plan.bad]


def test_the_sample_sheets_import_with_no_row_refused_and_again_with_no_change(tx: Tx) -> None:
    members.add(tx, NOW, name="郑晓岚", role=Role.MANAGER, group="三组")
    for noun, count in (("clients", 45), ("persons", 80)):
        text = (EXAMPLES / f"{noun}.csv").read_text(encoding="utf-8")
        plan = planned(tx, noun, text)
        assert (plan.bad, plan.unknown) == ([], ())
        importing.carry_out(tx, None, plan, NOW, zone=ZONE)
        again = planned(tx, noun, text)
        assert (len(again.new), len(again.changed), again.good) == (0, 0, plan.good)
        assert plan.good >= count
    vip = records.by_name(tx, "赖永康")
    assert vip is not None
    (self_,) = people.of_client(tx, vip.id)
    assert (self_.role, self_.birthday, self_.position) == (PersonRole.SELF, "1970-08-18", "企业主")


def test_every_bad_row_is_named_with_its_column_and_reason(tx: Tx) -> None:
    plan = planned(
        tx,
        "clients",
        "客户名称,级别,成立日期,员工人数,客户经理,颜色\n"
        "甲公司,D,2026-02-30,很多,林悦,红\n"
        ",A,,,林悦,\n"
        "乙公司,B,1999-01-01,30,不认识,\n"
        "丙公司,A,,,林悦,\n"
        "丙 公司,A,,,林悦,\n",
    )
    assert wrong(plan) == [
        (2, "级别", "not_a_class"),
        (2, "成立日期", "no_such_day"),
        (2, "员工人数", "not_a_number"),
        (3, "客户名称", "missing"),
        (4, "客户经理", "no_such_manager"),
        (6, "客户名称", "twice"),
    ]
    assert plan.unknown == ("颜色",)
    assert [record.name for record in plan.new] == ["丙公司"]


def test_persons_are_checked_against_their_client_and_calendar(tx: Tx) -> None:
    plan = planned(
        tx,
        "persons",
        "client,name,birthday,birthday_type,role,sex\n"
        "一中,黄老师,1970-02-30,lunar,会计,女\n"
        "市一中,黄老师二,1970-02-29,lunar,会计,女\n"
        "火星中学,某某,,,,\n"
        "龙岩一中,王建斌,1969-11-02,solar,集团领导,不知道\n"
        "雁中,王淑惠,1972-02-05,农历,集团领导,女\n",
    )
    assert wrong(plan) == [
        (2, "birthday", "lunar_month_is_short"),
        (4, "client", "no_such_client"),
        (5, "sex", "not_a_sex"),
    ]
    assert [(record.name, record.values["role"]) for record in plan.new] == [("黄老师二", "会计")]
    assert [record.values for record in plan.changed] == [{"role": "leader"}]


def test_an_empty_cell_changes_nothing_and_a_filled_one_keeps_the_old_value(tx: Tx) -> None:
    done = run(tx, "clients", "name,aliases,class,industry\n龙岩一中,一中|百年老校,B,\n")
    assert (done.new, done.changed) == (0, 1)
    lin, school = actor(tx, "林悦"), id_of(tx, "龙岩一中")
    client = clients.load(tx, lin, school)
    assert (client.class_, client.industry) == ("B", "教育")
    assert "百年老校" in client.aliases
    assert [(row.field, row.old, row.new) for row in clients.history(tx, lin, school)] == [("class_", "A", "B")]


def test_a_new_manager_in_the_sheet_hands_the_client_over(tx: Tx) -> None:
    plan = planned(tx, "clients", "name,manager\n龙岩一中,郑凯\n")
    assert [hint.key for hint in plan.hints] == ["sheets.hint_junior"]
    importing.carry_out(tx, None, plan, NOW, zone=ZONE)
    client = records.by_name(tx, "龙岩一中")
    assert client is not None and client.manager_id == actor(tx, "郑凯").id
    assert records.load(tx, actor(tx, "林悦"), client.id) is None


def test_likely_duplicates_odd_phones_and_misplaced_chiefs_are_pointed_out(tx: Tx) -> None:
    plan = planned(tx, "clients", "name,class,manager,chief_manager,phone\n市一中,C,林悦,何芳,12345678\n")
    assert {hint.key for hint in plan.hints} == {"sheets.hint_duplicate", "sheets.hint_chief", "sheets.hint_phone"}
    plan = planned(tx, "persons", "client,name,phone\n雁溪中学,王主任,139-0000-0101\n")
    assert [(hint.key, hint.values["other"]) for hint in plan.hints] == [
        ("sheets.hint_duplicate", "王建斌（龙岩一中）")
    ]


def test_a_leader_gives_clients_only_to_managers_they_lead_and_sees_no_other_group(tx: Tx) -> None:
    leader = actor(tx, "周敏")
    plan = planned(tx, "clients", "name,class,manager\n新校,A,何芳\n汀州银行,C,林悦\n", leader)
    assert wrong(plan) == [(2, "manager", "no_such_manager_of_yours")]
    # The other group's bank is not there for this leader: the row is a client of their own, and theirs stays as it was.
    assert [record.target for record in plan.new] == [None]
    importing.carry_out(tx, leader, plan, NOW, zone=ZONE)
    stored = records.load(tx, actor(tx, "何芳"), id_of(tx, "汀州银行"))
    assert stored is not None and stored.class_ == "A"
    assert wrong(planned(tx, "persons", "client,name\nDragonfly,某人\n", leader)) == [(2, "client", "no_such_client")]


def test_clients_without_a_manager_are_counted_and_get_the_one_that_is_chosen(tx: Tx) -> None:
    leader, text = actor(tx, "周敏"), "name,class\n新校甲,B\n新校乙,C\n龙岩一中,A\n"
    assert len(planned(tx, "clients", text, leader).no_manager) == 2
    plan = planned(tx, "clients", text, leader, manager_id=actor(tx, "郑凯").id)
    assert plan.no_manager == []
    importing.carry_out(tx, leader, plan, NOW, zone=ZONE)
    assert records.load(tx, actor(tx, "郑凯"), id_of(tx, "新校甲")) is not None


def test_undoing_an_import_leaves_what_was_there_before(tx: Tx) -> None:
    leader = actor(tx, "周敏")
    before = everything(tx)
    text = "name,aliases,class,industry,manager\n新校,新,A,教育,郑凯\n龙岩一中,老校,B,学校,郑凯\n赵VIP,,金卡,,林悦\n"
    done = run(tx, "clients", text, leader)
    assert importing.undo(tx, leader, done.import_id, NOW) == (4, 0)
    for who in ("周敏", "林悦", "郑凯"):
        seen = {client.name for client in records.all_of(tx, actor(tx, who))}
        assert not seen & {"新校", "赵VIP"}
    client = records.by_name(tx, "龙岩一中")
    assert client is not None
    assert (client.class_, client.industry, client.aliases) == ("A", "教育", ("一中", "市一中"))
    assert client.manager_id == actor(tx, "林悦").id
    assert len(everything(tx)["clients"]) == len(before["clients"]) + 2
    with pytest.raises(Refused, match=r"sheets\.undone_already"):
        importing.undo(tx, leader, done.import_id, NOW)


def test_undoing_an_import_spares_what_somebody_has_worked_with_since(tx: Tx) -> None:
    leader = actor(tx, "周敏")
    done = run(tx, "clients", "name,class,manager\n新校,A,林悦\n龙岩一中,B,林悦\n", leader)
    persons.add(tx, actor(tx, "林悦"), id_of(tx, "新校"), "新老师", NOW)
    clients.change_written(tx, actor(tx, "林悦"), id_of(tx, "龙岩一中"), "class_", "C", NOW)
    assert importing.undo(tx, leader, done.import_id, NOW) == (0, 2)
    stored = records.by_name(tx, "龙岩一中")
    assert stored is not None and stored.class_ == "C"


def test_nobody_undoes_the_import_of_another(tx: Tx) -> None:
    done = run(tx, "clients", "name,class,manager\n新校,A,林悦\n", actor(tx, "周敏"))
    with pytest.raises(Refused, match=r"sheets\.undone_already"):
        importing.undo(tx, actor(tx, "高主管"), done.import_id, NOW)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("foo,bar\n1,2\n", "sheets.no_header"),
        ("class,industry\nA,教育\n", "sheets.no_required_clients"),
    ],
)
def test_a_sheet_without_its_columns_is_refused(tx: Tx, text: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        planned(tx, "clients", text)
    assert refused.value.key == key


def test_a_title_above_the_header_is_no_obstacle(tx: Tx) -> None:
    plan = planned(tx, "clients", "2026年客户清单\n\n客户名称,级别,客户经理\n甲,A,林悦\n")
    assert [(record.row, record.name) for record in plan.new] == [(4, "甲")]


def test_two_people_of_one_name_are_told_apart_by_their_phone(tx: Tx) -> None:
    text = "client,name,phone,position\n一中,李强,13900001111,教师\n一中,李强,13900002222,司机\n"
    assert run(tx, "persons", text).new == 2
    again = planned(tx, "persons", text.replace("司机", "车队长"))
    assert (len(again.same), len(again.changed), again.bad) == (1, 1, [])
    assert wrong(planned(tx, "persons", "client,name,position\n一中,李强,教师\n")) == [(2, "name", "which_person")]


def test_a_sheet_may_fill_its_rows_in_more_ways_than_statements_are_kept(tx: Tx) -> None:
    fields = ("部门", "职务", "角色", "节日", "爱好", "偏好", "意见", "备注", "电话", "第二联系方式", "性别")
    words = ("教务处", "校长", "联系人", "中秋", "书法", "绿茶", "无", "无", "13900001234", "微信", "男")
    filled = [[word if n >> place & 1 else "" for place, word in enumerate(words)] for n in range(MOST_PREPARED + 50)]
    lines = [",".join(["龙岩一中", f"甲{n}", *cells]) for n, cells in enumerate(filled)]
    done = run(tx, "persons", "\n".join([",".join(["客户", "姓名", *fields]), *lines]))
    assert done.new == len(lines)
