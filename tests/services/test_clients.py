"""Clients: changed with their old values kept, given to managers, and seen by nobody else (R0.2-R0.4, R1.6)."""

from datetime import date, timedelta

import pytest

from domain.clients import ClientClass
from domain.errors import Refused
from domain.persons import PersonRole
from services import clients
from storage import audit
from storage import clients as records
from storage import persons as people
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def id_of(tx: Tx, name: str) -> int:
    client = records.by_name(tx, name)
    assert client is not None
    return client.id


def audited(tx: Tx) -> list[str]:
    from sqlalchemy import select

    return [row.action for row in tx.rows(select(audit.audit.c.action).order_by(audit.audit.c.id))]


def test_a_change_keeps_what_was_there_who_changed_it_and_when(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    school = id_of(tx, "龙岩一中")
    clients.change_written(tx, lin, school, "employees", "约320人", NOW)
    clients.change_written(tx, lin, school, "employees", "350", NOW + timedelta(days=1))
    newest, first = clients.history(tx, lin, school)
    assert (newest.field, newest.old, newest.new, newest.staff_id) == ("employees", "320", "350", lin.id)
    assert (first.old, first.new, first.at) == (None, "320", NOW)


def test_undoing_a_change_brings_the_old_value_back(tx: Tx) -> None:
    lin, school = actor(tx, "林悦"), id_of(tx, "龙岩一中")
    for field, written in (("class_", "C"), ("founded_on", "1903-09-01"), ("employees", "12"), ("phone", "0597-123")):
        before = clients.load(tx, lin, school)
        changed = clients.change_written(tx, lin, school, field, written, NOW)
        assert clients.load(tx, lin, school) != before
        clients.restore(tx, lin, school, changed.before, NOW)
        assert clients.load(tx, lin, school) == before


def test_a_renamed_client_still_goes_by_its_old_name_until_that_is_undone(tx: Tx) -> None:
    lin, school = actor(tx, "林悦"), id_of(tx, "雁溪中学")
    before = clients.load(tx, lin, school)
    changed = clients.change_written(tx, lin, school, "name", "雁溪高级中学", NOW)
    assert "雁溪中学" in clients.load(tx, lin, school).aliases
    clients.restore(tx, lin, school, changed.before, NOW)
    assert clients.load(tx, lin, school) == before


def test_a_name_in_use_is_refused_however_it_is_written(tx: Tx) -> None:
    with pytest.raises(Refused, match=r"clients\.name_taken"):
        clients.add(tx, actor(tx, "林悦"), "龍岩 一中", NOW)


def test_a_new_client_belongs_to_whoever_enters_it(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    assert clients.add(tx, lin, "新客户甲", NOW).manager_id == lin.id
    assert clients.add(tx, actor(tx, "小孟"), "新客户乙", NOW).manager_id == lin.id
    assert clients.add(tx, lin, "新客户甲二", NOW).assigned_on == date(2026, 3, 18)


def test_an_individual_vip_has_one_person_of_role_self(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    vip = clients.add(tx, lin, "赖永康", NOW, class_=ClientClass.DIAMOND)
    (self_,) = people.of_client(tx, vip.id)
    assert (self_.name, self_.role) == ("赖永康", PersonRole.SELF)
    clients.change_written(tx, lin, vip.id, "class_", "金卡", NOW)
    assert len(people.of_client(tx, vip.id)) == 1


def test_assigning_to_a_junior_is_allowed_and_can_be_warned_of(tx: Tx) -> None:
    leader, kai = actor(tx, "周敏"), actor(tx, "郑凯")
    given, old = clients.assign(tx, leader, id_of(tx, "龙岩一中"), kai.id, NOW)
    assert old is not None and old.name == "林悦"
    assert clients.too_junior(given.class_, kai.staff)
    assert not clients.too_junior("C", kai.staff)
    assert "client_assigned" in audited(tx)
    stored = records.by_id(tx, given.id)
    assert stored is not None and stored.assigned_on == date(2026, 3, 18)


@pytest.mark.parametrize(("who", "to"), [("周敏", "何芳"), ("吴江", "何芳"), ("林悦", "林悦"), ("郑凯", "郑凯")])
def test_nobody_gives_a_client_beyond_what_they_lead(tx: Tx, who: str, to: str) -> None:
    with pytest.raises(Refused):
        clients.assign(tx, actor(tx, who), id_of(tx, "龙岩一中"), actor(tx, to).id, NOW)


@pytest.mark.parametrize("who", ["郑凯", "何芳", "吴江", "任质检", "秦管理"])
def test_a_client_out_of_scope_does_not_exist_for_any_verb(tx: Tx, who: str) -> None:
    stranger, school = actor(tx, who), id_of(tx, "龙岩一中")
    tried = [
        lambda: clients.load(tx, stranger, school),
        lambda: clients.change_written(tx, stranger, school, "phone", "0597-1234567", NOW),
        lambda: clients.restore(tx, stranger, school, {"class_": "C"}, NOW),
        lambda: clients.add_alias(tx, stranger, school, "某某", NOW),
        lambda: clients.drop_alias(tx, stranger, school, "一中", NOW),
        lambda: clients.reveal(tx, stranger, school, "phone", NOW),
        lambda: clients.history(tx, stranger, school),
    ]
    for attempt in tried:
        with pytest.raises(Refused, match=r"clients\.not_found"):
            attempt()
    assert not [action for action in audited(tx) if action != "staff_added"]


def test_looking_at_a_masked_number_is_written_to_the_audit_trail(tx: Tx) -> None:
    lin, school = actor(tx, "林悦"), id_of(tx, "龙岩一中")
    clients.change_written(tx, lin, school, "phone", "0597-2291234", NOW)
    assert clients.reveal(tx, lin, school, "phone", NOW) == "0597-2291234"
    assert "phone_revealed" in audited(tx)
    with pytest.raises(Refused):
        clients.reveal(tx, lin, school, "name", NOW)
