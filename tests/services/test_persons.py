"""Key persons: learned of, changed, removed and brought back, found by their phone (R1.2, R1.6)."""

from datetime import date

import pytest

from domain.errors import Refused
from domain.persons import BirthdayType, Person
from domain.settings import Settings
from services import persons, questions
from storage import clients as client_records
from storage import organisation
from storage import persons as records
from storage.questions import Stretch
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_clients import audited, id_of


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def person_of(tx: Tx, client: str, name: str) -> Person:
    return next(each for each in records.of_client(tx, id_of(tx, client)) if each.name == name)


def test_what_is_learned_grows_the_notes_and_keeps_the_old_value(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), person_of(tx, "龙岩一中", "王建斌")
    persons.learn(tx, lin, wang.id, {"hobbies": "书法"}, NOW)
    persons.learn(tx, lin, wang.id, {"hobbies": "太极", "position": "书记"}, NOW)
    persons.learn(tx, lin, wang.id, {"hobbies": "书法"}, NOW)
    known = persons.load(tx, lin, wang.id)
    assert (known.hobbies, known.position) == ("书法\n太极", "书记")
    kept = {(row.field, row.old, row.new) for row in persons.history(tx, lin, wang.id)}
    assert kept == {("hobbies", None, "书法"), ("hobbies", "书法", "书法\n太极"), ("position", "校长", "书记")}


def test_a_birthday_changes_with_its_calendar_and_back(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), person_of(tx, "龙岩一中", "王建斌")
    changed = persons.change_written(tx, lin, wang.id, "birthday", "农历八月十五", NOW)
    assert persons.load(tx, lin, wang.id).birthday_type is BirthdayType.LUNAR
    persons.restore(tx, lin, wang.id, changed.before, NOW)
    assert persons.load(tx, lin, wang.id) == wang


def test_a_birthday_is_not_moved_to_a_calendar_that_has_no_such_day(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), person_of(tx, "龙岩一中", "王建斌")
    persons.change_written(tx, lin, wang.id, "birthday", "1970-10-31", NOW)
    with pytest.raises(Refused, match="no_such_lunar_day"):
        persons.change_written(tx, lin, wang.id, "birthday_type", "农历", NOW)


def test_a_person_is_found_by_the_phone_however_it_is_written(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    for written in ("13900000101", "+86 139 0000 0101", "139-0000-0101"):
        found = persons.by_phone(tx, lin, written)
        assert found is not None and found.name == "王建斌"
    assert persons.by_phone(tx, lin, "13900000107") is None
    assert persons.by_phone(tx, lin, "0101") is None


def test_a_removed_person_is_out_of_sight_until_the_removal_is_undone(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), person_of(tx, "龙岩一中", "王建斌")
    persons.remove(tx, lin, wang.id, NOW)
    assert "王建斌" not in [each.name for each in persons.of_client(tx, lin, wang.client_id)]
    assert wang.id not in [row.id for row in records.names(tx, lin)]
    with pytest.raises(Refused):
        persons.load(tx, lin, wang.id)
    with pytest.raises(Refused):
        persons.bring_back(tx, actor(tx, "何芳"), wang.id, NOW)
    assert persons.bring_back(tx, lin, wang.id, NOW) == wang


def test_revealing_a_phone_is_audited_and_kept_from_strangers(tx: Tx) -> None:
    wang = person_of(tx, "龙岩一中", "王建斌")
    with pytest.raises(Refused, match=r"persons\.not_found"):
        persons.reveal(tx, actor(tx, "郑凯"), wang.id, NOW)
    assert "phone_revealed" not in audited(tx)
    _, numbers = persons.reveal(tx, actor(tx, "林悦"), wang.id, NOW)
    assert numbers == "13900000101"
    assert "phone_revealed" in audited(tx)


def test_birthdays_near_come_in_the_order_of_their_days(tx: Tx) -> None:
    people = [person_of(tx, "龙岩一中", "陈丽娟"), person_of(tx, "雁溪中学", "王淑惠")]
    near = persons.birthdays_near(actor(tx, "林悦"), reversed(people), date(2026, 3, 18))
    assert [(each.person.name, each.occurrence.on) for each in near] == [
        ("陈丽娟", date(2026, 3, 21)),
        ("王淑惠", date(2026, 3, 23)),
    ]
    assert persons.birthdays_near(actor(tx, "林悦"), people, date(2026, 3, 18), days=2) == []


def test_a_client_has_a_name_once(tx: Tx) -> None:
    lin, school = actor(tx, "林悦"), id_of(tx, "龙岩一中")
    with pytest.raises(Refused, match=r"persons\.name_taken"):
        persons.add(tx, lin, school, "王 建斌", NOW)
    assert persons.add(tx, lin, id_of(tx, "雁溪中学"), "王建斌", NOW).name == "王建斌"


def test_no_verb_reaches_a_person_of_somebody_elses_client(tx: Tx) -> None:
    wang, kai = person_of(tx, "龙岩一中", "王建斌"), actor(tx, "郑凯")
    for attempt in (
        lambda: persons.change_written(tx, kai, wang.id, "phone", "13800000000", NOW),
        lambda: persons.learn(tx, kai, wang.id, {"notes": "x"}, NOW),
        lambda: persons.add_nickname(tx, kai, wang.id, "老王", NOW),
        lambda: persons.remove(tx, kai, wang.id, NOW),
        lambda: persons.history(tx, kai, wang.id),
        lambda: persons.add(tx, kai, wang.client_id, "某人", NOW),
    ):
        with pytest.raises(Refused, match="not_found"):
            attempt()
    client = client_records.by_id(tx, wang.client_id)
    assert client is not None and person_of(tx, client.name, "王建斌") == wang


def test_a_person_taken_off_the_file_has_no_birthday_in_answers(tx: Tx) -> None:
    lin, chen = actor(tx, "林悦"), person_of(tx, "龙岩一中", "陈丽娟")
    today = NOW.date()
    assert [born.name for born, _ in questions.birthdays(tx, lin, Stretch(), today)] == ["陈丽娟", "王淑惠"]
    persons.remove(tx, lin, chen.id, NOW)
    assert [born.name for born, _ in questions.birthdays(tx, lin, Stretch(), today)] == ["王淑惠"]


def test_a_birthday_of_the_29th_of_february_falls_where_the_organisation_wants_it(tx: Tx) -> None:
    wang = person_of(tx, "龙岩一中", "王建斌")
    records.change(tx, wang.id, {"birthday": "1972-02-29"})
    days = []
    for leap_day in ("02-28", "03-01"):
        organisation.save_settings(tx, Settings(leap_day_birthday=leap_day))
        lin, today = actor(tx, "林悦"), date(2027, 2, 20)
        days.append(persons.birthdays_near(lin, [persons.load(tx, lin, wang.id)], today)[0].occurrence.on)
        asked = questions.birthdays(tx, lin, Stretch(), today, person_ids=[wang.id])
        assert [when.on for _, when in asked] == days[-1:]
    assert days == [date(2027, 2, 28), date(2027, 3, 1)]
