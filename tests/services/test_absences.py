"""Absences of several days: who is away is not missing, hosts nothing, and has nothing planned (R5.2, R4.1)."""

from datetime import date, timedelta

import pytest

from domain import digests as digest_rules
from domain.digests import Trouble
from domain.errors import Refused
from domain.meetings import Away, Kind
from domain.plans import PlanKind, Stage
from services import absences, digests, evening_questions, meetings, plan_drafts, plan_rounds, plans, visits
from services.meetings import What
from services.plans import NewItem
from services.visits import VisitCommand
from storage import absences as rows
from storage import meetings as meeting_rows
from storage import plans as plan_rows
from storage import staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at
from tests.services.test_meetings import said_at, through
from tests.services.test_plans import client

NOW = at("03-18 18:20")
MONDAY, WEDNESDAY = date(2026, 3, 23), date(2026, 3, 25)


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    for member in staff.everyone(tx):
        staff.enrol(tx, member.id, 1000 + member.id, NOW)
    assert said_at(tx, NOW) == []


def away(tx: Tx, start: date = MONDAY, end: date = WEDNESDAY, who: str = "林悦") -> absences.Noted:
    return absences.note(tx, actor(tx, who), Away.LEAVE, start, end, NOW)


def test_who_is_away_is_asked_nothing_hosts_nothing_and_is_not_missing(tx: Tx) -> None:
    away(tx)
    lin = actor(tx, "林悦")
    said = [one for _, one in through(tx, NOW, at("03-27 12:00")) if one.meeting.group == "一组"]
    assert {one.meeting.held_on for one in said} >= {date(2026, 3, 19), MONDAY, WEDNESDAY}
    for one in said:
        absent = MONDAY <= one.meeting.held_on <= WEDNESDAY
        if one.what is What.QUESTIONS:
            assert ("林悦" in {each.name for each in one.readers}) == (not absent)
        if one.what is What.SUMMARY:
            mine = next(each for each in one.answers if each.staff_id == lin.id)
            assert mine.away == (Away.LEAVE if absent else None)
        if absent and one.meeting.kind in (Kind.STAND_UP, Kind.WEEKLY):
            assert one.meeting.host_id != lin.id and lin.id not in one.meeting.candidates


def test_a_team_that_is_away_whole_has_no_stand_up(tx: Tx) -> None:
    away(tx, who="林悦")
    away(tx, who="郑凯")
    said = through(tx, NOW, at("03-24 12:00"))
    stand_ups = {
        one.meeting.held_on for _, one in said if one.meeting.kind is Kind.STAND_UP and one.meeting.group == "一组"
    }
    assert stand_ups == {date(2026, 3, 19), date(2026, 3, 20)}


def test_nothing_is_drafted_for_days_away(tx: Tx) -> None:
    away(tx)
    lin = actor(tx, "林悦")
    whole = plan_drafts.open_plan(tx, lin, lin.id, PlanKind.WEEK, MONDAY, NOW)
    assert whole.items and {one.planned_on for one in whole.items} <= {date(2026, 3, 26), date(2026, 3, 27)}


def test_what_stands_planned_in_these_days_is_counted(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    home = plan_rows.ensure(tx, lin.id, PlanKind.WEEK, MONDAY)
    plans.add(tx, lin, home.id, NewItem(MONDAY, client(tx)), NOW)
    assert away(tx).planned == 1


def test_saying_it_anew_takes_the_place_of_what_was_said_of_these_days(tx: Tx) -> None:
    away(tx)
    away(tx, MONDAY, date(2026, 3, 24))
    own, _ = absences.coming(tx, actor(tx, "林悦"), NOW)
    assert [(one.starts_on, one.ends_on) for one in own] == [(MONDAY, date(2026, 3, 24))]


def spans(tx: Tx, start: date = date(2026, 3, 1)) -> list[tuple[str, date, date]]:
    lin = actor(tx, "林悦")
    return [(one.why, one.starts_on, one.ends_on) for one in rows.between(tx, [lin.id], start, date(2026, 12, 31))]


def test_a_day_away_for_another_reason_leaves_the_days_around_it(tx: Tx) -> None:
    away(tx, MONDAY, date(2026, 3, 27))
    absences.note(tx, actor(tx, "林悦"), Away.TRIP, WEDNESDAY, WEDNESDAY, NOW)
    assert spans(tx) == [
        ("leave", MONDAY, date(2026, 3, 24)),
        ("trip", WEDNESDAY, WEDNESDAY),
        ("leave", date(2026, 3, 26), date(2026, 3, 27)),
    ]


def test_an_absence_that_is_made_longer_keeps_the_days_that_have_passed(tx: Tx) -> None:
    away(tx, MONDAY, WEDNESDAY)
    absences.note(tx, actor(tx, "林悦"), Away.LEAVE, WEDNESDAY, date(2026, 3, 31), at("03-25 09:00"))
    assert spans(tx) == [("leave", MONDAY, date(2026, 3, 24)), ("leave", WEDNESDAY, date(2026, 3, 31))]


def test_leaders_hear_of_it_and_see_who_is_away(tx: Tx) -> None:
    noted = away(tx)
    assert [one.name for one in noted.hearers] == ["周敏"]
    assert [one.name for one in absences.coming(tx, actor(tx, "周敏"), NOW)[1]] == ["林悦"]
    assert absences.coming(tx, actor(tx, "吴江"), NOW)[1] == []
    assert absences.coming(tx, actor(tx, "郑凯"), NOW) == ([], [])


def test_nobody_takes_back_the_absence_of_another(tx: Tx) -> None:
    noted = away(tx)
    for who in ("郑凯", "周敏"):
        with pytest.raises(Refused, match="not_found"):
            absences.take_back(tx, actor(tx, who), noted.absence.id, NOW)
    absences.take_back(tx, actor(tx, "林悦"), noted.absence.id, NOW)
    assert rows.days(tx, actor(tx, "林悦").id, MONDAY, WEDNESDAY) == set()


def test_days_gone_by_and_more_than_two_months_are_refused(tx: Tx) -> None:
    with pytest.raises(Refused, match="day_passed"):
        away(tx, date(2026, 3, 16), date(2026, 3, 17))
    with pytest.raises(Refused, match="too_long"):
        away(tx, MONDAY, MONDAY + timedelta(days=62))


def test_so_many_days_are_working_days(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    assert absences.last_day(tx, lin, date(2026, 3, 20), 3) == date(2026, 3, 24)
    assert absences.last_day(tx, lin, MONDAY, 1) == MONDAY


def test_away_from_today_on_tells_the_stand_up_that_was_asked_for_already(tx: Tx) -> None:
    through(tx, NOW, at("03-19 08:00"))
    noted = absences.note(tx, actor(tx, "林悦"), Away.TRIP, date(2026, 3, 19), WEDNESDAY, at("03-19 08:10"))
    assert noted.stand_up is not None and noted.stand_up.answer.away is Away.TRIP
    summary = next(one for one in said_at(tx, at("03-19 08:30")) if one.meeting.group == "一组")
    assert {one.name for one in summary.answers if one.away is not None} == {"林悦"}
    assert (
        meeting_rows.turns(tx, summary.meeting.group_id, Kind.STAND_UP, date(2026, 1, 1))[-1].host
        != noted.absence.staff_id
    )
    assert meetings.away_on(tx, [noted.absence.staff_id], date(2026, 3, 20)) == {noted.absence.staff_id}


def test_who_is_away_at_the_deadline_is_neither_reminded_of_the_plan_nor_missing(tx: Tx) -> None:
    plan_rounds.due(tx, NOW)
    away(tx, date(2026, 3, 19), date(2026, 3, 20))
    said = [one for hour in ("03-19 17:00", "03-20 15:00", "03-20 17:00") for one in plan_rounds.due(tx, at(hour))[0]]
    weekly = [one for one in said if one.kind is PlanKind.WEEK]
    assert "郑凯" in {one.reader.name for one in weekly} and "林悦" not in {one.reader.name for one in weekly}
    missing = [each.name for one in weekly if one.stage is Stage.MISSING for each in one.missing]
    assert "郑凯" in missing and "林悦" not in missing


def test_who_is_away_is_not_asked_in_the_evening_about_what_was_planned(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    home = plan_rows.ensure(tx, lin.id, PlanKind.WEEK, date(2026, 3, 16))
    plans.add(tx, lin, home.id, NewItem(date(2026, 3, 19), client(tx)), NOW)
    away(tx, date(2026, 3, 19), date(2026, 3, 20))
    assert evening_questions.due(tx, at("03-19 19:00"))[0] == []


def test_a_digest_does_not_name_who_is_away_among_those_of_whom_nothing_came(tx: Tx) -> None:
    digests.due(tx, at("03-18 08:00"))
    away(tx, date(2026, 3, 18), date(2026, 3, 20))
    home = client(tx, "紫岭矿业股份有限公司")
    visits.log(tx, actor(tx, "郑凯"), VisitCommand(home, date(2026, 3, 18)), at("03-18 15:00"))
    for_zhou = [one for one in digests.due(tx, at("03-18 18:00"))[0] if one.actor.staff.name == "周敏"]
    assert [[line.name for line in one.figures.lines] for one in for_zhou] == [["郑凯"]]


def test_a_digest_does_not_miss_the_plan_of_who_was_away_when_it_was_due(tx: Tx) -> None:
    away(tx, date(2026, 3, 20), date(2026, 3, 20))
    digest = digests.about(tx, actor(tx, "周敏"), digest_rules.Kind.DAILY, date(2026, 3, 20), at("03-20 18:00"))
    (missing,) = [each for each in digest.figures.troubles if each.trouble is Trouble.PLANS]
    assert [one.text for one in missing.named] == ["郑凯"]
