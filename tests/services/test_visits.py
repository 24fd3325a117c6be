"""Recording, changing, taking back and bringing back visits, on a real database (R1.6, R1.7, R2.1-R2.5)."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from domain.errors import Refused
from domain.staff import Actor, Role
from domain.visits import Attached, Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from locales.words import words
from services import next_steps, visit_lists, visit_sheet, visits
from services import staff as members
from services.visits import VisitCommand
from storage import changes, clients, persons
from storage.audit import audit
from storage.next_steps import open_ones
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle

TODAY = date(2026, 3, 18)


@pytest.fixture
def house(tx: Tx) -> Tx:
    settle(tx)
    return tx


def client_id(tx: Tx, who: Actor, name: str) -> int:
    return next(row.id for row in clients.names(tx, who) if row.name == name)


def person_id(tx: Tx, who: Actor, name: str) -> int:
    return next(row.id for row in persons.names(tx, who) if row.name == name)


def full(tx: Tx, who: Actor, client: str = "龙岩一中") -> VisitCommand:
    return VisitCommand(
        client_id=client_id(tx, who, client),
        visited_on=TODAY,
        visited_at=datetime(2026, 3, 18, 1, 30, tzinfo=UTC),
        length_minutes=45,
        place="校长室",
        visit_type=VisitType.RESPONSIVE,
        purposes=(Purpose.DIG_NEEDS, Purpose.BRING_NEWS),
        content="聊了续约",
        feedback="价格偏高",
        sentiment=Sentiment.NEUTRAL,
        persons=(Met("王建斌", person_id(tx, who, "王建斌")), Met("陈工")),
        companions=(actor(tx, "郑凯").id,),
        next_steps=(NextStep("送方案", date(2026, 3, 25), promised=True), NextStep("报价")),
        competition=(Competition("电信", "报三万八"),),
        attachments=(Attached("photo", "file-1", album="a1"),),
    )


def whole(visit: Visit) -> Visit:
    """A visit without the ids of its parts."""
    plain = [dataclasses.replace(step, id=None, owner_id=None) for step in visit.next_steps]
    sent = [dataclasses.replace(each, id=None) for each in visit.attachments]
    return dataclasses.replace(visit, next_steps=tuple(plain), attachments=tuple(sent))


def test_a_record_keeps_all_that_was_told(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    found = visits.load(house, lin, made.visit.id)
    assert whole(found.visit) == whole(made.visit)
    assert found.client.name == "龙岩一中"
    assert {step.owner_id for step in found.visit.next_steps} == {lin.id}
    assert found.names[actor(house, "郑凯").id] == "郑凯"


def test_taking_back_and_bringing_back_keep_everything(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    before = visits.load(house, lin, made.visit.id).visit
    visits.undo(house, lin, made.visit.id, NOW)
    with pytest.raises(Refused, match=r"visits\.not_found"):
        visits.load(house, lin, made.visit.id)
    visits.restore(house, lin, made.visit.id, NOW)
    assert visits.load(house, lin, made.visit.id).visit == before


def test_a_visit_taken_back_takes_its_next_steps_off_the_list(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    assert open_ones(house, lin, owners=[lin.id])[1] == 2
    visits.undo(house, lin, made.visit.id, NOW)
    assert open_ones(house, lin, owners=[lin.id])[1] == 0


changed_fields = st.fixed_dictionaries(
    {},
    optional={
        "visited_on": st.dates(date(2026, 1, 1), TODAY),
        "length_minutes": st.none() | st.integers(1, 300),
        "place": st.none() | st.sampled_from(("食堂", "会议室")),
        "visit_type": st.sampled_from(VisitType),
        "purposes": st.lists(st.sampled_from(Purpose), unique=True).map(tuple),
        "content": st.sampled_from(("聊了续约", "改了一句", "")),
        "feedback": st.none() | st.sampled_from(("不错", "太贵")),
        "sentiment": st.none() | st.sampled_from(Sentiment),
        "persons": st.sampled_from(((), (Met("陈工"),), (Met("李工"), Met("赵工")))),
        "competition": st.sampled_from(((), (Competition("联通", "来过"),), (Competition("电信", "报三万八"),))),
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed_fields)
def test_a_change_touches_what_was_asked_for_keeps_the_old_value_and_can_be_put_back(
    house: Tx, fields: dict[str, object]
) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    before = visits.load(house, lin, made.visit.id).visit
    recorded = visits.change(house, lin, before.id, NOW, **fields)
    after = visits.load(house, lin, before.id).visit
    assert recorded.visit == after
    for field in dataclasses.fields(Visit):
        expected = fields.get(field.name, getattr(before, field.name))
        assert getattr(after, field.name) == expected, field.name
    noted = {row.field: row.old for row in changes.of(house, "visit", before.id)}
    assert set(noted) == set(recorded.changed) == {n for n, v in fields.items() if v != getattr(before, n)}
    assert all(noted[name] == visits.in_words(getattr(before, name)) for name in noted)
    visits.change(house, lin, before.id, NOW, **{name: getattr(before, name) for name in fields})
    assert visits.load(house, lin, before.id).visit == before


def test_a_next_step_that_stays_keeps_that_it_was_done(house: Tx) -> None:
    lin = actor(house, "林悦")
    visit = visits.load(house, lin, visits.log(house, lin, full(house, lin), NOW).visit.id).visit
    first, second = visit.next_steps
    assert first.id is not None
    next_steps.finish(house, lin, first.id, NOW)
    first, second = visits.load(house, lin, visit.id).visit.next_steps
    moved = dataclasses.replace(second, due_on=date(2026, 4, 1))
    after = visits.change(house, lin, visit.id, NOW, next_steps=(first, moved, NextStep("回访"))).visit
    assert [step.text for step in after.next_steps] == ["送方案", "报价", "回访"]
    assert after.next_steps[0].done_at == NOW
    assert after.next_steps[1].id == second.id
    assert after.next_steps[1].due_on == date(2026, 4, 1)


def test_another_client_leaves_persons_of_the_first_by_name_only(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    after = visits.change(house, lin, made.visit.id, NOW, client_id=client_id(house, lin, "雁溪中学"))
    assert after.client.name == "雁溪中学"
    assert after.visit.persons == (Met("王建斌"), Met("陈工"))


def test_one_message_makes_one_record_of_a_client(house: Tx) -> None:
    lin = actor(house, "林悦")
    command = full(house, lin)
    made = visits.log(house, lin, command, NOW, chat_id=5, message_id=7)
    with pytest.raises(Refused, match=r"visits\.logged_already"):
        visits.log(house, lin, command, NOW, chat_id=5, message_id=7)
    other = dataclasses.replace(command, client_id=client_id(house, lin, "雁溪中学"))
    visits.log(house, lin, other, NOW, chat_id=5, message_id=7)
    visits.undo(house, lin, made.visit.id, NOW)
    visits.log(house, lin, command, NOW, chat_id=5, message_id=7)
    with pytest.raises(Refused, match=r"visits\.logged_already"):
        visits.restore(house, lin, made.visit.id, NOW)


def test_a_day_that_has_not_come_yet_is_refused(house: Tx) -> None:
    lin = actor(house, "林悦")
    command = dataclasses.replace(full(house, lin), visited_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match=r"visits\.in_future"):
        visits.log(house, lin, command, NOW)
    made = visits.log(house, lin, full(house, lin), NOW)
    with pytest.raises(Refused, match=r"visits\.in_future"):
        visits.change(house, lin, made.visit.id, NOW, visited_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_a_record_is_late_after_the_days_of_the_setting(house: Tx, days: int, late: bool) -> None:
    lin = actor(house, "林悦")
    command = dataclasses.replace(full(house, lin), visited_on=TODAY - timedelta(days=days), visited_at=None)
    assert visits.log(house, lin, command, NOW).visit.late is late


def test_what_an_assistant_writes_is_the_managers_visit_and_names_both(house: Tx) -> None:
    meng, lin = actor(house, "小孟"), actor(house, "林悦")
    made = visits.log(house, meng, full(house, lin), NOW)
    assert (made.visit.manager_id, made.visit.logged_by) == (lin.id, meng.id)
    assert made.names[lin.id] == "林悦"
    assert made.names[meng.id] == "小孟"
    visits.change(house, lin, made.visit.id, NOW, content="林悦改的")
    visits.undo(house, lin, made.visit.id, NOW)


def test_competitor_news_is_for_the_leader_of_the_clients_group_and_nobody_else(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    assert [leader.name for leader in made.hearers] == ["周敏"]
    assert [news.competitor for news in made.news] == ["电信"]
    gone = visits.change(house, lin, made.visit.id, NOW, competition=())
    assert [news.competitor for news in gone.withdrawn] == ["电信"]
    quiet = visits.change(house, lin, made.visit.id, NOW, content="没有新闻")
    assert (quiet.news, quiet.withdrawn, quiet.hearers) == ((), (), ())


def test_a_visit_out_of_scope_is_as_if_it_did_not_exist(house: Tx) -> None:
    lin, he = actor(house, "林悦"), actor(house, "何芳")
    made = visits.log(house, lin, full(house, lin), NOW)
    for act in (visits.undo, visits.restore):
        with pytest.raises(Refused, match=r"visits\.not_found"):
            act(house, he, made.visit.id, NOW)
    with pytest.raises(Refused, match=r"visits\.not_found"):
        visits.change(house, he, made.visit.id, NOW, content="x")
    with pytest.raises(Refused, match=r"visits\.not_found"):
        visits.attach(house, he, made.visit.id, [Attached("photo", "f")], NOW)
    with pytest.raises(Refused, match=r"clients\.not_found"):
        visits.log(house, he, full(house, lin), NOW)
    assert visit_lists.mine(house, he) == ([], 0)


def test_who_had_a_client_before_sees_nothing_of_it_not_even_what_they_wrote_themselves(house: Tx) -> None:
    lin, he = actor(house, "林悦"), actor(house, "何芳")
    made = visits.log(house, lin, full(house, lin), NOW, chat_id=7, message_id=8)
    assert open_ones(house, lin)[1] > 0
    clients.change(house, made.client.id, {"manager_id": he.id})
    assert visit_lists.mine(house, lin) == ([], 0)
    assert visits.of_message(house, lin, 7, 8) == []
    assert visits.latest(house, lin, NOW, timedelta(hours=24)) is None
    assert open_ones(house, lin) == ([], 0)
    with pytest.raises(Refused, match=r"visits\.not_found"):
        visits.load(house, lin, made.visit.id)
    assert visits.load(house, he, made.visit.id).visit.content == made.visit.content


def test_who_went_along_sees_the_visit_but_may_not_change_it(house: Tx) -> None:
    lin, kai = actor(house, "林悦"), actor(house, "郑凯")
    made = visits.log(house, lin, full(house, lin), NOW)
    listed, total = visit_lists.mine(house, kai)
    assert (total, listed[0].client) == (1, "龙岩一中")
    seen = visits.load(house, kai, made.visit.id)
    assert not seen.client_in_scope
    with pytest.raises(Refused, match=r"visits\.not_yours"):
        visits.change(house, kai, made.visit.id, NOW, content="x")


def test_a_product_manager_sees_the_visits_they_went_along_to_and_no_other(house: Tx) -> None:
    lin = actor(house, "林悦")
    expert_id, _ = members.add(house, NOW, name="罗产品", role=Role.PRODUCT_MANAGER)
    expert = actor(house, "罗产品")
    along = visits.log(house, lin, dataclasses.replace(full(house, lin), companions=(expert_id,)), NOW)
    visits.log(house, lin, full(house, lin, "雁溪中学"), NOW)
    listed, total = visit_lists.mine(house, expert)
    assert (total, [each.id for each in listed]) == (1, [along.visit.id])
    assert visits.load(house, expert, along.visit.id).client.name == "龙岩一中"


def test_a_leader_sees_and_may_not_change(house: Tx) -> None:
    lin, zhou = actor(house, "林悦"), actor(house, "周敏")
    made = visits.log(house, lin, full(house, lin), NOW)
    assert visits.load(house, zhou, made.visit.id).visit.content == "聊了续约"
    with pytest.raises(Refused, match=r"visits\.not_yours"):
        visits.undo(house, zhou, made.visit.id, NOW)


def test_somebody_met_who_is_not_on_file_can_be_put_there(house: Tx) -> None:
    lin = actor(house, "林悦")
    made = visits.log(house, lin, full(house, lin), NOW)
    after = visits.add_person(house, lin, made.visit.id, "陈工", NOW)
    assert after.visit.persons[1].person_id == person_id(house, lin, "陈工")
    with pytest.raises(Refused):
        visits.add_person(house, lin, made.visit.id, "陈工", NOW)


def test_overdue_counts_from_the_last_visit_and_from_the_assignment_where_there_is_none(house: Tx) -> None:
    lin = actor(house, "林悦")
    command = dataclasses.replace(full(house, lin), visited_on=date(2026, 2, 1), visited_at=None)
    visits.log(house, lin, command, NOW)
    due = {each.name: each for each in visit_lists.due(house, lin, TODAY)}
    assert due["龙岩一中"].overdue_days == (TODAY - date(2026, 2, 1)).days - 15
    assert due["龙津街道办事处"].overdue_days == (TODAY - date(2026, 1, 5)).days - 90
    assert [each.overdue_days for each in visit_lists.due(house, lin, TODAY)] == sorted(
        (each.overdue_days for each in due.values()), reverse=True
    )


def test_rows_for_export_hold_every_part_and_leave_out_what_was_taken_back(house: Tx) -> None:
    lin, meng = actor(house, "林悦"), actor(house, "小孟")
    visits.log(house, meng, full(house, lin), NOW)
    gone = visits.log(house, lin, full(house, lin, "雁溪中学"), NOW)
    visits.undo(house, lin, gone.visit.id, NOW)
    (row,) = visits.export_rows(house)
    assert row["client"] == "龙岩一中"
    assert row["persons"] == ["王建斌", "陈工"]
    assert row["at"] == "2026-03-18T09:30:00+08:00"
    assert row["visit_type"] == "responsive"
    assert row["purposes"] == ["dig_needs", "bring_news"]
    assert row["competitors"] == ["电信"]
    assert row["next_steps"][0] == {"text": "送方案", "due_on": "2026-03-25", "owner": "林悦", "done": False}
    assert (row["logged_by"], row["on_behalf_of"], row["late"]) == ("小孟", "林悦", False)
    assert list(visits.export_rows(house, TODAY + timedelta(days=1))) == []


def test_the_bound_record_of_a_client_is_audited_and_holds_texts_only(house: Tx) -> None:
    lin = actor(house, "林悦")
    visits.log(house, lin, dataclasses.replace(full(house, lin), feedback="=1+1", content="+cmd|x"), NOW)
    name, content = visit_sheet.bound_record(house, lin, client_id(house, lin, "龙岩一中"), words("en"), NOW)
    assert name == "龙岩一中 visits.xlsx"
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[3][:3] == ["When", "Met", "Type"]
    assert {"=1+1", "+cmd|x", "2026-03-18 09:30"} <= set(rows[4])
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    noted = house.row(select(audit).where(audit.c.action == "visits_exported"))
    assert noted is not None
    assert noted.staff_id == lin.id
    with pytest.raises(Refused, match=r"clients\.not_found"):
        visit_sheet.bound_record(house, actor(house, "何芳"), client_id(house, lin, "龙岩一中"), words("en"), NOW)


def test_a_plain_visit_costs_few_statements(house: Tx) -> None:
    lin = actor(house, "林悦")
    command = VisitCommand(client_id(house, lin, "龙岩一中"), TODAY, content="聊了", persons=(Met("王建斌"),))
    visits.log(house, lin, command, NOW)
    statements: list[str] = []
    house._raw.set_trace_callback(statements.append)
    visits.log(house, lin, command, NOW)
    house._raw.set_trace_callback(None)
    assert len(statements) <= 4, statements


def test_a_record_cannot_move_to_a_client_that_the_same_message_told_of(house: Tx) -> None:
    lin = actor(house, "林悦")
    told = {"chat_id": 7, "message_id": 70}
    first = visits.log(house, lin, full(house, lin), NOW, **told)
    visits.log(house, lin, full(house, lin, "雁溪中学"), NOW, **told)
    with pytest.raises(Refused, match=r"visits\.logged_already"):
        visits.change(house, lin, first.visit.id, NOW, client_id=client_id(house, lin, "雁溪中学"))


def test_of_two_pieces_of_news_on_one_competitor_the_one_that_stays_stays(house: Tx) -> None:
    lin = actor(house, "林悦")
    both = (Competition("电信", "报三万八"), Competition("电信", "送手机"))
    made = visits.log(house, lin, dataclasses.replace(full(house, lin), competition=both), NOW)
    visits.change(house, lin, made.visit.id, NOW, competition=both[:1])
    assert visits.load(house, lin, made.visit.id).visit.competition == both[:1]
