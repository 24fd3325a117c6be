"""Duplicates are found, merged with nothing lost, and parted again as if nothing had been (R1.8)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from domain.clients import ClientClass
from domain.errors import Refused
from domain.visits import Competition, Met, NextStep
from services import clients, duplicates, persons, visit_lists, visits
from services.visits import VisitCommand
from storage import clients as records
from storage import persons as people
from storage import references
from storage.schema import metadata
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_clients import audited, id_of
from tests.services.test_persons import person_of


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def everything(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but those that only ever grow."""
    growing = ("audit", "changes", "merges", "organisation", "distinct_pairs")
    return {
        table.name: sorted((tuple(row) for row in tx.rows(select(table))), key=repr)
        for table in metadata.sorted_tables
        if table.name not in growing
    }


def twin(tx: Tx) -> int:
    """The same school once more, with a visit, a step, competitor news, a person and an alias of its own."""
    lin = actor(tx, "林悦")
    values = {"address": "和平路1号", "class_": ClientClass.B, "employees": 300}
    other = clients.add(tx, lin, "龙岩市第一中学", NOW, **values)
    clients.add_alias(tx, lin, other.id, "一中|重点中学", NOW)
    teacher = persons.add(tx, lin, other.id, "黄志强", NOW, phone="13911112222")
    command = VisitCommand(
        client_id=other.id,
        visited_on=date(2026, 3, 10),
        content="聊了续约",
        persons=(Met("黄志强", teacher.id),),
        next_steps=(NextStep("送方案", date(2026, 3, 25)),),
        competition=(Competition("联通", "降价"),),
    )
    visits.log(tx, lin, command, NOW)
    return other.id


def test_a_longer_name_a_shared_alias_and_a_like_sound_are_found(tx: Tx) -> None:
    other = twin(tx)
    lin = actor(tx, "林悦")
    same_sound = clients.add(tx, lin, "雁西中学", NOW)
    pairs = {(pair.one, pair.other): pair.reason for pair in duplicates.find(tx, lin) if pair.noun == "clients"}
    assert pairs[(id_of(tx, "龙岩一中"), other)] == "name"
    assert pairs[(id_of(tx, "雁溪中学"), same_sound.id)] == "pinyin"
    assert len(pairs) == 2


def test_a_phone_of_ones_own_shows_a_person_twice_but_a_switchboard_does_not(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    again = persons.add(tx, lin, id_of(tx, "雁溪中学"), "王校长", NOW, phone="139-0000-0101")
    persons.add(tx, lin, id_of(tx, "雁溪中学"), "甲", NOW, phone="0597-2291234")
    persons.add(tx, lin, id_of(tx, "龙岩一中"), "乙", NOW, phone="0597-2291234")
    found = [pair for pair in duplicates.find(tx, lin) if pair.noun == "persons"]
    assert [(pair.reason, again.id in (pair.one, pair.other)) for pair in found] == [("phone", True)]


def test_what_was_said_to_be_different_is_not_shown_again(tx: Tx) -> None:
    other, lin = twin(tx), actor(tx, "林悦")
    duplicates.keep_apart(tx, lin, "clients", other, id_of(tx, "龙岩一中"), NOW)
    assert [pair for pair in duplicates.find(tx, lin) if pair.noun == "clients"] == []


def test_merging_clients_loses_nothing(tx: Tx) -> None:
    gone, leader = twin(tx), actor(tx, "周敏")
    kept = id_of(tx, "龙岩一中")
    before = records.by_id(tx, kept)
    duplicates.merge(tx, leader, "clients", kept, gone, NOW)
    after = clients.load(tx, leader, kept)
    assert before is not None
    assert set(after.aliases) == {*before.aliases, "重点中学", "龙岩市第一中学"}
    assert (after.address, after.employees, after.class_) == ("和平路1号", 300, ClientClass.A)
    assert {person.name for person in people.of_client(tx, kept)} == {"王建斌", "陈丽娟", "黄志强"}
    assert references.count(tx, "clients", gone, besides=("client_aliases",)) == 0
    kept_fields = {row.field: (row.old, row.new) for row in clients.history(tx, leader, kept)}
    assert kept_fields["class_"] == ("B", "A")
    assert kept_fields["address"] == (None, "和平路1号")
    assert "client_merged" in audited(tx)
    # Whoever still holds a button of the one that is gone is led to the one that stands.
    assert clients.load(tx, leader, gone).id == kept
    listed, total = _visits_of(tx, kept)
    assert total == 1 and listed == ["聊了续约"]


def _visits_of(tx: Tx, client_id: int) -> tuple[list[str], int]:
    table = metadata.tables["visits"]
    rows = tx.rows(select(table.c.content).where(table.c.client_id == client_id))
    return [row.content for row in rows], len(rows)


def test_every_row_that_pointed_at_one_points_at_the_other(tx: Tx) -> None:
    gone, leader = twin(tx), actor(tx, "周敏")
    kept = id_of(tx, "龙岩一中")
    counted = {
        column: int(tx.value(select(func.count()).select_from(column.table).where(column.in_([kept, gone]))))
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name == "client_id" and table.name != "client_aliases"
    }
    duplicates.merge(tx, leader, "clients", kept, gone, NOW)
    for column, count in counted.items():
        assert tx.value(select(func.count()).select_from(column.table).where(column == kept)) == count, column


def test_two_visits_of_one_message_both_stand_with_the_client_that_is_kept_and_are_parted_again(tx: Tx) -> None:
    lin, leader, kept = actor(tx, "林悦"), actor(tx, "周敏"), id_of(tx, "龙岩一中")
    gone = clients.add(tx, lin, "龙岩市第一中学", NOW).id
    for client_id, content in ((kept, "谈了续约"), (gone, "谈了专线")):
        told = VisitCommand(client_id=client_id, visited_on=date(2026, 3, 10), content=content)
        visits.log(tx, lin, told, NOW, chat_id=7, message_id=8)
    before = everything(tx)
    merge_id = duplicates.merge(tx, leader, "clients", kept, gone, NOW)
    assert sorted(_visits_of(tx, kept)[0]) == ["谈了专线", "谈了续约"]
    assert [each.visit.content for each in visits.of_message(tx, lin, 7, 8)] == ["谈了续约"]
    duplicates.part(tx, leader, merge_id, NOW)
    assert everything(tx) == before


def test_undoing_a_merge_leaves_everything_as_it_was(tx: Tx) -> None:
    gone, leader = twin(tx), actor(tx, "周敏")
    before = everything(tx)
    merge_id = duplicates.merge(tx, leader, "clients", id_of(tx, "龙岩一中"), gone, NOW)
    assert everything(tx) != before
    duplicates.part(tx, leader, merge_id, NOW)
    assert everything(tx) == before
    with pytest.raises(Refused, match=r"clients\.merge_gone"):
        duplicates.part(tx, leader, merge_id, NOW)


def test_merging_persons_joins_their_notes_and_keeps_both_numbers(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), person_of(tx, "龙岩一中", "王建斌")
    persons.learn(tx, lin, wang.id, {"hobbies": "书法"}, NOW)
    again = persons.add(
        tx, lin, wang.client_id, "王校长", NOW, phone="13922223333", hobbies="太极", department="校办", position="书记"
    )
    before = everything(tx)
    merge_id = duplicates.merge(tx, lin, "persons", wang.id, again.id, NOW)
    one = persons.load(tx, lin, wang.id)
    assert (one.hobbies, one.department, one.position) == ("书法\n太极", "校办", "校长")
    assert (one.phone, one.second_contact) == ("13900000101", "13922223333")
    assert one.nicknames == ("王校长",)
    assert persons.load(tx, lin, again.id).id == wang.id
    assert ("position", "书记", "校长") in {(row.field, row.old, row.new) for row in persons.history(tx, lin, wang.id)}
    duplicates.part(tx, lin, merge_id, NOW)
    assert everything(tx) == before


def test_clients_are_merged_by_leaders_alone_and_within_their_scope(tx: Tx) -> None:
    gone, kept = twin(tx), id_of(tx, "龙岩一中")
    for who in ("林悦", "小孟"):
        with pytest.raises(Refused, match=r"common\.not_your_role"):
            duplicates.merge(tx, actor(tx, who), "clients", kept, gone, NOW)
    with pytest.raises(Refused, match=r"clients\.not_found"):
        duplicates.merge(tx, actor(tx, "吴江"), "clients", kept, gone, NOW)
    with pytest.raises(Refused, match=r"clients\.not_found"):
        duplicates.merge(tx, actor(tx, "周敏"), "clients", kept, id_of(tx, "汀州银行"), NOW)
    with pytest.raises(Refused, match=r"persons\.not_found"):
        wang, qiu = person_of(tx, "龙岩一中", "王建斌"), person_of(tx, "汀州银行", "邱文胜")
        duplicates.merge(tx, actor(tx, "林悦"), "persons", wang.id, qiu.id, NOW)
    with pytest.raises(Refused, match=r"clients\.merge_itself"):
        duplicates.merge(tx, actor(tx, "周敏"), "clients", kept, kept, NOW)


def test_a_merge_is_parted_only_by_whoever_leads_the_client(tx: Tx) -> None:
    merge_id = duplicates.merge(tx, actor(tx, "周敏"), "clients", id_of(tx, "龙岩一中"), twin(tx), NOW)
    for who in ("吴江", "林悦"):
        with pytest.raises(Refused):
            duplicates.part(tx, actor(tx, who), merge_id, NOW)


def test_duplicates_of_other_groups_are_not_shown(tx: Tx) -> None:
    twin(tx)
    assert duplicates.find(tx, actor(tx, "吴江")) == []
    assert duplicates.find(tx, actor(tx, "何芳")) == []


def test_visits_entered_by_buttons_on_both_sides_move_with_the_merge(tx: Tx) -> None:
    other, lin, zhou = twin(tx), actor(tx, "林悦"), actor(tx, "周敏")
    kept = id_of(tx, "龙岩一中")
    visits.log(tx, lin, VisitCommand(client_id=kept, visited_on=date(2026, 3, 11), content="交资料"), NOW)
    duplicates.merge(tx, zhou, "clients", kept, other, NOW)
    seen, total = visit_lists.of_client(tx, lin, kept)
    assert (total, {each.content for each in seen}) == (2, {"聊了续约", "交资料"})


def test_a_visit_moves_though_one_of_the_same_message_was_taken_back(tx: Tx) -> None:
    other, lin, zhou = twin(tx), actor(tx, "林悦"), actor(tx, "周敏")
    kept = id_of(tx, "龙岩一中")
    told = {"chat_id": 7, "message_id": 70}
    first = visits.log(tx, lin, VisitCommand(client_id=kept, visited_on=date(2026, 3, 11), content="甲"), NOW, **told)
    visits.undo(tx, lin, first.visit.id, NOW)
    visits.log(tx, lin, VisitCommand(client_id=other, visited_on=date(2026, 3, 11), content="乙"), NOW, **told)
    duplicates.merge(tx, zhou, "clients", kept, other, NOW)
    seen, _ = visit_lists.of_client(tx, lin, kept)
    assert {each.content for each in seen} == {"聊了续约", "乙"}
