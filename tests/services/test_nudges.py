"""Care moments are nudged in time, to whoever they concern, once (R3.1, R3.4, R3.5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.calendars import Holiday
from domain.care import CareForm, Effect
from domain.errors import Refused
from domain.moments import Kind, Once
from domain.persons import Birthday
from domain.visits import Met, NextStep
from services import care, contracts, greetings, moments, occurrences, visits
from services import nudges as nudges_service
from services import persons as people
from services.care import CareCommand
from services.contracts import NewContract
from services.moments import NewMoment
from services.nudges import Handed, Nudge
from services.visits import VisitCommand
from storage import clients, nudges, organisation, persons, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at, lines, tick, told
from tests.services.test_clients import id_of

QUIET_NOON = at("03-12 12:00")
"""A Thursday on which nothing is near: the first day of the clock."""


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    assert lines(tick(tx, QUIET_NOON)) == []
    enrol(tx, "林悦", "郑凯", "何芳")


def enrol(tx: Tx, *names: str) -> None:
    for name in names:
        member = staff.by_name(tx, name)
        assert member is not None
        staff.enrol(tx, member.id, 1000 + member.id, QUIET_NOON)


def person_id(tx: Tx, client: str, name: str) -> int:
    return next(each.id for each in persons.of_client(tx, id_of(tx, client)) if each.name == name)


def of(found: list[Nudge], name: str) -> Nudge:
    return next(each for each in found if each.person and each.person.name == name)


def chen(tx: Tx) -> int:
    return person_id(tx, "龙岩一中", "陈丽娟")


def test_a_birthday_is_nudged_seven_and_three_days_ahead_and_on_the_day_to_the_manager_alone(tx: Tx) -> None:
    # 陈丽娟 of a class A client has her birthday on Saturday, 21 March; seven days ahead is a Saturday.
    assert lines(tick(tx, at("03-13 08:29"))) == []
    assert lines(tick(tx, at("03-13 08:30"))) == [("林悦", "birthday", "陈丽娟", 8)]
    assert lines(tick(tx, at("03-13 08:31"))) == []
    assert ("林悦", "birthday", "陈丽娟", 3) in lines(tick(tx, at("03-18 08:30")))
    assert "陈丽娟" not in [who for *_, who, _ in lines(tick(tx, at("03-21 09:29")))]
    assert ("林悦", "birthday", "陈丽娟", 0) in lines(tick(tx, at("03-21 09:30")))


def test_a_lunar_birthday_is_nudged_by_its_lunar_date(tx: Tx) -> None:
    # The fifth of the second lunar month is 23 March 2026.
    found = told(tick(tx, at("03-20 08:30")))
    nudge = of(found, "王淑惠")
    assert (nudge.on, nudge.years, nudge.lead_days) == (date(2026, 3, 23), 54, 3)
    assert nudge.birthday is not None and not nudge.birthday.solar


def test_a_nudge_carries_what_one_needs_to_know(tx: Tx) -> None:
    lin, wang = actor(tx, "林悦"), chen(tx)
    people.learn(tx, lin, wang, {"hobbies": "书法", "preferences": "不喝酒"}, QUIET_NOON)
    for day, form in ((1, CareForm.SMS), (2, CareForm.VISIT), (3, CareForm.CALL), (4, CareForm.VISIT)):
        command = CareCommand(id_of(tx, "龙岩一中"), date(2026, 3, day), form=form, persons=(Met("陈丽娟", wang),))
        care.log(tx, lin, command, QUIET_NOON)
    nudge = of(told(tick(tx, at("03-13 08:30"))), "陈丽娟")
    assert nudge.person is not None and nudge.client == "龙岩一中"
    assert (nudge.person.position, nudge.person.hobbies, nudge.person.preferences) == ("办公室主任", "书法", "不喝酒")
    assert (nudge.on, nudge.years, nudge.late) == (date(2026, 3, 21), 48, False)
    assert [(each.cared_on.day, each.form) for each in nudge.last_care] == [
        (4, CareForm.VISIT), (3, CareForm.CALL), (2, CareForm.VISIT)
    ]  # fmt: skip
    assert nudge.form is CareForm.CALL


def test_what_was_dealt_with_is_not_nudged_again(tx: Tx) -> None:
    nudge = told(tick(tx, at("03-13 08:30")))[0]
    lin = actor(tx, "林悦")
    command = CareCommand(
        nudge.client_id or 0, date(2026, 3, 13), form=CareForm.CALL, occurrence_id=nudge.occurrence_id
    )
    logged = care.log(tx, lin, command, at("03-13 10:00"))
    assert logged.care.kind is Kind.BIRTHDAY
    assert lines(tick(tx, at("03-18 08:30"))) == []
    care.undo(tx, lin, logged.care.id, at("03-18 09:00"))
    assert ("林悦", "birthday", "陈丽娟", 0) in lines(tick(tx, at("03-21 09:30")))


def test_care_told_in_a_message_closes_the_moment_it_fulfils_before_the_first_nudge(tx: Tx) -> None:
    kind, name = care.moment_of("birthday")
    persons_met = (Met("陈丽娟", chen(tx)),)
    command = CareCommand(id_of(tx, "龙岩一中"), date(2026, 3, 12), kind, name, CareForm.SMS, persons=persons_met)
    logged = care.log(tx, actor(tx, "林悦"), command, QUIET_NOON)
    assert logged.care.occurrence_id is not None
    for day in ("03-13 08:30", "03-18 08:30", "03-21 09:30"):
        assert "陈丽娟" not in [who for *_, who, _ in lines(tick(tx, at(day)))]


def test_care_for_a_holiday_closes_it_for_that_client_only(tx: Tx) -> None:
    kind, name = care.moment_of("holiday:清明")
    assert (kind, name) == (Kind.HOLIDAY, "清明节")
    command = CareCommand(id_of(tx, "龙岩一中"), date(2026, 4, 1), kind, name, CareForm.SMS)
    tick(tx, at("04-01 20:00"))
    care.log(tx, actor(tx, "林悦"), command, at("04-01 20:01"))
    named = [who for to, what, who, _ in lines(tick(tx, at("04-05 09:30"))) if what == "清明节" and to == "林悦"]
    assert named == ["雁溪中学", "龙岩市第二医院", "龙津职业技术学院", "龙津街道办事处"]


def test_industry_days_go_to_the_clients_of_the_industry_and_to_persons_of_the_sex_or_job(tx: Tx) -> None:
    tick(tx, at("08-01 12:00"))
    teachers = [line for line in lines(tick(tx, at("09-07 08:30"))) if line[1] == "教师节"]
    assert [who for *_, who, _ in teachers] == ["龙岩一中", "雁溪中学", "龙津职业技术学院"]
    tick(tx, at("2027-03-01 12:00"))
    women = [line for line in lines(tick(tx, at("2027-03-05 08:30"))) if line[1] == "妇女节"]
    assert [who for *_, who, _ in women] == ["陈丽娟", "王淑惠", "詹美玲"]


def test_a_festival_somebody_cares_about_is_nudged_for_them_alone(tx: Tx) -> None:
    people.learn(tx, actor(tx, "林悦"), chen(tx), {"festivals": "冬至、重阳"}, QUIET_NOON)
    tick(tx, at("12-01 12:00"))
    assert lines(tick(tx, at("12-18 08:30"))) == [("林悦", "冬至", "陈丽娟", 4)]


def test_the_table_of_holidays_is_the_organisations_own(tx: Tx) -> None:
    moments.remove_holiday(tx, "清明节", QUIET_NOON)
    with pytest.raises(Refused, match="no_such_holiday"):
        moments.remove_holiday(tx, "清明节", QUIET_NOON)
    moments.save_holiday(tx, Holiday("矿工日", "solar --04-05", "matching", industries="矿业"), QUIET_NOON)
    tick(tx, at("04-01 12:00"))
    found = {line for day in ("04-02 08:30", "04-03 08:30", "04-05 09:30") for line in lines(tick(tx, at(day)))}
    assert {what for _, what, _, _ in found} == {"矿工日"}
    assert {(to, who) for to, _, who, _ in found} == {("郑凯", "紫岭矿业股份有限公司")}


def test_several_moments_of_one_time_come_in_one_batch(tx: Tx) -> None:
    tick(tx, at("09-01 12:00"))
    tick(tx, at("09-21 12:00"))
    batches = tick(tx, at("09-22 08:30"))
    assert [(batch.actor.staff.name, len(batch.nudges)) for batch in batches] == [("林悦", 5), ("郑凯", 2), ("何芳", 2)]


def test_after_a_stop_a_moment_is_nudged_once_for_all_times_missed_and_says_that_it_is_late(tx: Tx) -> None:
    found = told(tick(tx, at("03-22 11:00")))
    nudge = of(found, "陈丽娟")
    assert (nudge.late, nudge.lead_days) == (True, 0)
    assert [each for each in found if each.person and each.person.name == "陈丽娟"] == [nudge]
    assert lines(tick(tx, at("03-22 11:01"))) == []


def test_what_falls_due_in_quiet_hours_waits_for_the_morning(tx: Tx) -> None:
    assert tick(tx, at("03-18 21:00")) == []
    assert tick(tx, at("03-19 07:59")) == []
    assert ("林悦", "birthday", "陈丽娟", 3) in lines(tick(tx, at("03-19 08:00")))


def test_a_clock_set_back_repeats_nothing_and_misses_nothing(tx: Tx) -> None:
    early = lines(tick(tx, at("03-19 12:00")))
    assert ("林悦", "birthday", "陈丽娟", 3) in early
    assert lines(tick(tx, at("03-12 12:00"))) == []
    assert lines(tick(tx, at("03-13 08:30"))) == []
    assert lines(tick(tx, at("03-18 08:30"))) == []
    assert ("林悦", "birthday", "陈丽娟", 0) in lines(tick(tx, at("03-21 09:30")))


def test_a_clock_that_was_years_ahead_by_mistake_leaves_nothing_waiting_for_those_years(tx: Tx) -> None:
    tick(tx, at("2031-05-01 12:00"))
    tick(tx, at("2027-03-20 12:00"))
    assert ("林悦", "birthday", "陈丽娟", 0) in lines(tick(tx, at("2027-03-21 09:30")))


def test_a_person_who_is_added_or_changed_is_nudged_without_anybody_asking_for_it(tx: Tx) -> None:
    now = at("03-12 15:00")
    values = {"client_id": id_of(tx, "龙岩一中"), "name": "新主任", "birthday": "1980-03-15", "birthday_type": "solar"}
    added = persons.add(tx, values)
    assert lines(tick(tx, now)) == [("林悦", "birthday", "新主任", 3)]
    persons.change(tx, added, {"birthday": "1980-03-30"})
    assert lines(tick(tx, at("03-12 15:01"))) == []
    assert "新主任" not in [who for *_, who, _ in lines(tick(tx, at("03-15 09:30")))]
    assert ("林悦", "birthday", "新主任", 7) in lines(tick(tx, at("03-23 08:30")))
    persons.change(tx, added, {"removed_at": at("03-24 09:00")})
    assert "新主任" not in [who for day in ("03-27 08:30", "03-30 08:30") for *_, who, _ in lines(tick(tx, at(day)))]


def test_another_class_brings_other_times(tx: Tx) -> None:
    clients.change(tx, id_of(tx, "龙岩一中"), {"class_": "C"})
    assert lines(tick(tx, at("03-13 08:30"))) == []
    assert ("林悦", "birthday", "陈丽娟", 3) in lines(tick(tx, at("03-18 08:30")))


def test_the_founding_day_of_a_client_comes_round_with_its_years(tx: Tx) -> None:
    clients.change(tx, id_of(tx, "莲山大酒店"), {"founded_on": date(1996, 4, 1)})
    tick(tx, QUIET_NOON)
    nudge = next(each for each in told(tick(tx, at("03-30 08:30"))) if each.moment is Kind.ANNIVERSARY)
    assert (nudge.client, nudge.on, nudge.years) == ("莲山大酒店", date(2026, 4, 1), 30)


def test_a_client_that_changes_hands_is_nudged_to_the_new_manager_only(tx: Tx) -> None:
    tick(tx, at("03-18 22:00"))  # made in quiet hours, not said yet
    kai = actor(tx, "郑凯")
    clients.change(tx, id_of(tx, "龙岩一中"), {"manager_id": kai.id})
    assert {to for to, _, who, _ in lines(tick(tx, at("03-19 08:30"))) if who == "陈丽娟"} == {"郑凯"}
    assert {to for to, _, who, _ in lines(tick(tx, at("03-21 09:30"))) if who == "陈丽娟"} == {"郑凯"}


def test_the_end_of_a_contract_is_nudged_and_follows_its_changes(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    new = NewContract(id_of(tx, "龙岩一中"), "专线", starts_on=date(2025, 1, 1), ends_on=date(2026, 6, 1))
    contract = contracts.add(tx, lin, new, QUIET_NOON)
    assert lines(tick(tx, at("03-31 12:00"))).count(("林悦", "专线", "龙岩一中", 60)) == 0
    found = [each for each in told(tick(tx, at("04-02 08:30"))) if each.moment is Kind.CONTRACT_END]
    assert [(each.kind, each.client, each.on) for each in found] == [("contract", "龙岩一中", date(2026, 6, 1))]
    contracts.change(tx, lin, contract.id, {"ends_on": date(2026, 8, 1)}, at("04-02 09:00"))
    assert [each for each in told(tick(tx, at("05-02 12:00"))) if each.moment is Kind.CONTRACT_END] == []
    assert [each.on for each in told(tick(tx, at("06-02 08:30"))) if each.kind == "contract"] == [date(2026, 8, 1)]
    contracts.remove(tx, lin, contract.id, at("06-03 09:00"))
    assert [each for each in told(tick(tx, at("07-26 08:30"))) if each.kind == "contract"] == []


def test_a_contract_entered_in_its_last_weeks_is_nudged_at_once(tx: Tx) -> None:
    new = NewContract(id_of(tx, "龙岩一中"), "云服务", ends_on=date(2026, 4, 1))
    contracts.add(tx, actor(tx, "林悦"), new, QUIET_NOON)
    assert lines(tick(tx, QUIET_NOON + timedelta(seconds=5))) == [("林悦", "云服务", "龙岩一中", 20)]


def test_an_event_of_the_team_reaches_every_manager_of_the_group(tx: Tx) -> None:
    fair = NewMoment(Kind.EVENT, "工业博览会", Once(date(2026, 4, 9)), for_group=True)
    moments.add(tx, actor(tx, "周敏"), fair, QUIET_NOON)
    found = [line for line in lines(tick(tx, at("04-03 08:30"))) if line[1] == "工业博览会"]
    assert found == [("林悦", "工业博览会", None, 6), ("郑凯", "工业博览会", None, 6)]
    first = next(each for each in told(tick(tx, at("04-09 08:30"))) if each.name == "工业博览会")
    occurrences.skip(tx, actor(tx, "林悦"), first.occurrence_id, "不去", at("04-09 09:00"))
    states = {row.receiver_id: row.state for row in tx.rows(nudges.occurrences.select()) if row.name == "工业博览会"}
    assert sorted(states.values()) == ["open", "skipped"]


def test_a_moment_that_takes_the_number_of_one_removed_is_nudged_for_itself(tx: Tx) -> None:
    lin, keys = actor(tx, "林悦"), []
    for name, minute in (("龙岩一中", 0), ("雁溪中学", 10)):
        new = NewMoment(Kind.OTHER, "校庆", Once(date(2026, 3, 14)), id_of(tx, name))
        moment_id = moments.add(tx, lin, new, QUIET_NOON + timedelta(minutes=minute))
        (batch,) = tick(tx, QUIET_NOON + timedelta(minutes=minute + 1))
        assert [(each.name, each.client) for each in batch.nudges] == [("校庆", name)]
        keys.append((moment_id, batch.key))
        moments.remove(tx, lin, moment_id, QUIET_NOON + timedelta(minutes=minute + 2))
    assert keys[0][0] == keys[1][0] and keys[0][1] != keys[1][1]


def test_what_a_manager_enters_for_every_year_comes_every_year(tx: Tx) -> None:
    yearly = NewMoment(Kind.OTHER, "植树节给林业局打电话", Birthday(4, 12))
    moment_id = moments.add(tx, actor(tx, "郑凯"), yearly, QUIET_NOON)
    for day in ("04-09 08:30", "2027-04-09 08:30"):
        assert ("郑凯", "植树节给林业局打电话", None, 3) in lines(tick(tx, at(day)))
    with pytest.raises(Refused, match="no_such_moment"):
        moments.remove(tx, actor(tx, "林悦"), moment_id, at("2027-04-09 09:00"))
    moments.remove(tx, actor(tx, "郑凯"), moment_id, at("2027-04-09 09:00"))
    assert [line for line in lines(tick(tx, at("2027-04-12 08:30"))) if line[1].startswith("植树节给")] == []


def test_a_day_that_has_passed_cannot_be_entered(tx: Tx) -> None:
    with pytest.raises(Refused, match="day_is_past"):
        moments.add(tx, actor(tx, "林悦"), NewMoment(Kind.OTHER, "x", Once(date(2026, 3, 11))), QUIET_NOON)


def test_put_off_comes_again_when_it_was_asked_for(tx: Tx) -> None:
    lin, nudge = actor(tx, "林悦"), told(tick(tx, at("03-13 08:30")))[0]
    morning = at("03-13 09:00")
    assert occurrences.put_off(tx, lin, nudge.occurrence_id, "tonight", morning) == at("03-13 19:30")
    assert lines(tick(tx, at("03-13 19:29"))) == []
    assert lines(tick(tx, at("03-13 19:30"))) == [("林悦", "birthday", "陈丽娟", 8)]
    assert occurrences.put_off(tx, lin, nudge.occurrence_id, "tomorrow", morning) == at("03-14 08:30")
    assert occurrences.put_off(tx, lin, nudge.occurrence_id, "three_days", morning) == at("03-16 08:30")
    assert occurrences.put_off(tx, lin, nudge.occurrence_id, date(2026, 3, 17), morning) == at("03-17 08:30")
    assert occurrences.put_off(tx, lin, nudge.occurrence_id, at("03-17 22:30"), morning) == at("03-18 08:30")
    with pytest.raises(Refused, match="day_is_past"):
        occurrences.put_off(tx, lin, nudge.occurrence_id, date(2026, 3, 12), morning)
    found = lines(tick(tx, at("03-18 08:30")))
    assert found.count(("林悦", "birthday", "陈丽娟", 3)) == 1


def test_handed_over_goes_to_whoever_took_it_from_then_on(tx: Tx) -> None:
    lin, nudge = actor(tx, "林悦"), told(tick(tx, at("03-13 08:30")))[0]
    enrol(tx, "小孟", "周敏")
    now = at("03-13 09:00")
    assert [one.name for one in occurrences.takers(tx, lin, nudge.occurrence_id)] == ["周敏", "小孟", "高主管"]
    with pytest.raises(Refused, match="cannot_take"):
        occurrences.hand_over(tx, lin, nudge.occurrence_id, actor(tx, "郑凯").id, now)
    occurrences.hand_over(tx, lin, nudge.occurrence_id, actor(tx, "小孟").id, now)
    assert lines(tick(tx, now)) == [("小孟", "birthday", "陈丽娟", 8)]
    assert ("小孟", "birthday", "陈丽娟", 3) in lines(tick(tx, at("03-18 08:30")))


def test_taken_back_is_ones_own_again_and_only_while_it_stands_where_one_put_it(tx: Tx) -> None:
    lin, nudge = actor(tx, "林悦"), told(tick(tx, at("03-13 08:30")))[0]
    enrol(tx, "小孟", "周敏")
    meng, now = actor(tx, "小孟"), at("03-13 09:00")
    with pytest.raises(Refused, match="not_to_take_back"):
        occurrences.take_back(tx, lin, nudge.occurrence_id, now)
    occurrences.hand_over(tx, lin, nudge.occurrence_id, meng.id, now)
    (handed,) = nudges_service.about(tx, meng, [nudge.occurrence_id], now)
    assert handed.handed == Handed("林悦", meng.id, "小孟")
    with pytest.raises(Refused, match="not_to_take_back"):
        occurrences.take_back(tx, meng, nudge.occurrence_id, now)
    had, knew = occurrences.take_back(tx, lin, nudge.occurrence_id, now)
    assert (had.name, knew) == ("小孟", False)
    assert tick(tx, now) == []
    occurrences.hand_over(tx, lin, nudge.occurrence_id, meng.id, at("03-13 09:30"))
    assert lines(tick(tx, at("03-13 09:30"))) == [("小孟", "birthday", "陈丽娟", 8)]
    assert occurrences.take_back(tx, lin, nudge.occurrence_id, at("03-13 09:31"))[1]
    assert ("林悦", "birthday", "陈丽娟", 3) in lines(tick(tx, at("03-18 08:30")))


def test_a_record_that_dealt_with_several_moments_opens_them_all_when_it_is_taken_back(tx: Tx) -> None:
    lin, nudge = actor(tx, "林悦"), told(tick(tx, at("03-13 08:30")))[0]
    event = NewMoment(Kind.ANNIVERSARY, "入职十周年", Once(date(2026, 3, 20)), id_of(tx, "龙岩一中"), chen(tx))
    moments.add(tx, lin, event, at("03-13 09:00"))
    other = told(tick(tx, at("03-17 08:30")))[0]
    ids = (nudge.occurrence_id, other.occurrence_id)
    command = CareCommand(id_of(tx, "龙岩一中"), date(2026, 3, 17), occurrence_id=ids[0], also=ids[1:])
    record = care.log(tx, lin, command, at("03-17 09:00")).care
    assert not any(occurrences.is_open(tx, lin, each) for each in ids)
    care.note_effect(tx, lin, record.id, Effect.PLEASED, at("03-17 09:01"))
    care.undo(tx, lin, record.id, at("03-17 09:02"))
    assert all(occurrences.is_open(tx, lin, each) for each in ids)
    care.restore(tx, lin, record.id, at("03-17 09:03"))
    assert not any(occurrences.is_open(tx, lin, each) for each in ids)


def test_skipped_is_not_nudged_again_and_says_why(tx: Tx) -> None:
    lin, nudge = actor(tx, "林悦"), told(tick(tx, at("03-13 08:30")))[0]
    with pytest.raises(Refused, match="reason_missing"):
        occurrences.skip(tx, lin, nudge.occurrence_id, " ", at("03-13 09:00"))
    occurrences.skip(tx, lin, nudge.occurrence_id, "出差", at("03-13 09:00"))
    with pytest.raises(Refused, match="already_skipped"):
        occurrences.put_off(tx, lin, nudge.occurrence_id, "tonight", at("03-13 09:01"))
    assert lines(tick(tx, at("03-18 08:30"))) == []
    assert occurrences.load(tx, lin, nudge.occurrence_id).reason == "出差"
    occurrences.reopen(tx, lin, nudge.occurrence_id, at("03-18 09:00"))
    assert ("林悦", "birthday", "陈丽娟", 0) in lines(tick(tx, at("03-21 09:30")))


def test_nobody_acts_on_a_moment_out_of_their_scope(tx: Tx) -> None:
    nudge = told(tick(tx, at("03-13 08:30")))[0]
    for name in ("郑凯", "吴江", "秦管理", "任质检"):
        other, now = actor(tx, name), at("03-13 09:00")
        with pytest.raises(Refused, match="no_such_moment"):
            occurrences.put_off(tx, other, nudge.occurrence_id, "tonight", now)
        with pytest.raises(Refused, match="no_such_moment"):
            occurrences.skip(tx, other, nudge.occurrence_id, "x", now)
        with pytest.raises(Refused, match="not_found"):
            care.log(tx, other, CareCommand(nudge.client_id or 0, now.date(), occurrence_id=nudge.occurrence_id), now)


def test_the_morning_names_next_steps_due_and_is_silent_on_days_off_and_without_any(tx: Tx) -> None:
    step = NextStep("送方案", date(2026, 3, 14), promised=True)
    command = VisitCommand(id_of(tx, "莲山大酒店"), date(2026, 3, 12), content="聊了", next_steps=(step,))
    visits.log(tx, actor(tx, "郑凯"), command, QUIET_NOON)
    assert [each for each in tick(tx, at("03-14 08:30")) if each.morning] == []  # a Saturday
    batch = next(each for each in tick(tx, at("03-16 08:30")) if each.actor.staff.name == "郑凯")
    assert batch.morning is not None
    assert [(one.text, one.promised) for one in batch.morning.steps] == [("送方案", True)]
    assert [each.actor.staff.name for each in tick(tx, at("03-17 08:30")) if each.morning] == ["郑凯"]


def test_the_evening_names_what_is_still_open(tx: Tx) -> None:
    for day in ("03-13 08:30", "03-18 08:30", "03-21 09:30"):
        assert all(batch.evening is None for batch in tick(tx, at(day)))
    evening = next(batch.evening for batch in tick(tx, at("03-21 19:00")))
    assert evening is not None and [(one.person, one.on.day) for one in evening.open] == [("陈丽娟", 21)]
    assert tick(tx, at("03-22 19:00")) == []


def test_a_manager_who_cannot_be_written_to_is_stood_in_for_by_the_leader(tx: Tx) -> None:
    enrol(tx, "周敏")
    lin = actor(tx, "林悦")
    assert lin.staff.telegram_id is not None
    staff.note_blocked(tx, lin.staff.telegram_id, QUIET_NOON)
    batch = tick(tx, at("03-13 08:30"))[0]
    assert (batch.actor.staff.name, [one.name for one in batch.readers]) == ("林悦", ["周敏"])


def test_settings_of_the_organisation_rule_the_times(tx: Tx) -> None:
    house = organisation.load(tx)
    assert house is not None
    organisation.save_settings(tx, house.settings.model_copy(update={"care_lead_days": {"": (1,)}}))
    moments.reckon_anew(tx, QUIET_NOON)
    assert lines(tick(tx, at("03-18 08:30"))) == []
    assert ("林悦", "birthday", "陈丽娟", 1) in lines(tick(tx, at("03-20 08:30")))


def test_a_loaded_list_of_working_days_moves_the_nudges(tx: Tx) -> None:
    moments.list_working_days(tx, {date(2026, 3, 18): False}, QUIET_NOON)
    assert ("林悦", "birthday", "陈丽娟", 4) in lines(tick(tx, at("03-17 08:30")))


def test_effect_is_noted_on_the_record(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    logged = care.log(
        tx, lin, CareCommand(id_of(tx, "龙岩一中"), date(2026, 3, 12), gift="茶叶", cost=20000), QUIET_NOON
    )
    noted = care.note_effect(tx, lin, logged.care.id, Effect.DELIGHTED, QUIET_NOON)
    assert (noted.care.effect, noted.care.gift, noted.care.cost) == (Effect.DELIGHTED, "茶叶", 20000)
    with pytest.raises(Refused, match="day_is_to_come"):
        care.log(tx, lin, CareCommand(id_of(tx, "龙岩一中"), date(2026, 3, 13)), QUIET_NOON)


def test_the_calendar_shows_every_moment_in_scope_day_by_day(tx: Tx) -> None:
    found = moments.coming(tx, actor(tx, "何芳"), date(2026, 9, 1), date(2026, 10, 7))
    assert [(one.on.isoformat(), one.name, one.client) for one in found] == [
        ("2026-09-25", "中秋节", "Dragonfly Electronics"),
        ("2026-09-25", "中秋节", "汀州银行"),
        ("2026-10-01", "国庆节", "Dragonfly Electronics"),
        ("2026-10-01", "国庆节", "汀州银行"),
    ]
    leader = moments.coming(tx, actor(tx, "周敏"), date(2026, 10, 1), date(2026, 10, 1))
    assert {one.person for one in leader if one.kind is Kind.BIRTHDAY} == {"钟志远"}
    assert moments.coming(tx, actor(tx, "任质检"), date(2026, 1, 1), date(2026, 12, 31)) == []


def test_heads_of_two_schools_of_one_town_are_offered_different_texts(tx: Tx) -> None:
    tick(tx, at("09-05 12:00"))
    lin, said = actor(tx, "林悦"), told(tick(tx, at("09-10 08:30")))
    schools = [each for each in said if each.name == "教师节" and each.person is None]
    assert len(schools) > 1
    offered = []
    for each in schools:
        whom = greetings.whom_of(tx, lin, each.occurrence_id)
        about = {"moment_words": "教师节", "today": date(2026, 9, 10)}
        texts = greetings.offer(tx, lin, each.occurrence_id, replace(whom, name="王某", role="leader"), **about)
        offered.append(tuple(texts))
    assert len(set(offered)) == len(offered)
