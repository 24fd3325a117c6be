"""The meetings of a team through the seasons: each once, fairly hosted, whatever stops and whoever is away."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from domain.care import CareForm
from domain.meetings import Away, Did, Kind, Line, State, day_in
from domain.settings import MeetingSettings, Settings
from domain.workdays import Workdays
from services import care, meetings, stand_ups, team_settings, upcoming, visits
from services.care import CareCommand
from services.meetings import Said, What
from services.visits import VisitCommand
from storage import clients, organisation, staff
from storage import meetings as rows
from storage.meetings import Meeting
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at
from tests.services.test_clients import id_of

ONE_DAY = timedelta(days=1)
EVE = at("06-30 22:00")
"""Before the quarter that has a make-up Sunday (20 September)."""


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    for member in staff.everyone(tx):
        staff.enrol(tx, member.id, 1000 + member.id, EVE)
    assert said_at(tx, EVE) == []


def said_at(tx: Tx, now: datetime) -> list[Said]:
    """All that is due at an instant, as the running tick does it."""
    found: list[Said] = []
    more = True
    while more:
        said, more = meetings.due(tx, now)
        found += said
    return found


def through(tx: Tx, now: datetime, end: datetime) -> list[tuple[datetime, Said]]:
    """Everything said until an instant, by a clock that looks whenever something is due."""
    found: list[tuple[datetime, Said]] = []
    while (following := meetings.first_due_at(tx)) is not None and following <= end:
        now = max(following, now + timedelta(minutes=15) if following <= now else following)
        found += [(now, said) for said in said_at(tx, now)]
    return found


def held(tx: Tx, group: str = "一组", limit: int = 1000) -> list[Meeting]:
    found, _ = rows.held(tx, [staff.group_called(tx, group)], limit=limit)
    found = [one for one in found if one.state is State.HELD]
    return sorted(found, key=lambda one: (one.starts_at, one.kind))


def wanted(rules: Settings, first: date, last: date) -> Counter[tuple[Kind, date]]:
    """The meetings of some days by the rules, reckoned day by day."""
    found: Counter[tuple[Kind, date]] = Counter()
    day = first
    while day <= last:
        for kind in Kind:
            if rules.meetings[kind].held and day_in(kind, rules.meetings[kind], Workdays(), day) == day:
                found[kind, day] += 1
        day += ONE_DAY
    return found


def test_a_quarter_has_every_meeting_exactly_once_make_up_days_too(tx: Tx) -> None:
    said = through(tx, EVE, at("09-30 23:00"))
    expected = wanted(Settings.model_validate({}), date(2026, 7, 1), date(2026, 9, 30))
    assert (Kind.STAND_UP, date(2026, 9, 20)) in expected
    for group in ("一组", "二组"):
        assert Counter((one.kind, one.held_on) for one in held(tx, group)) == expected
    each = Counter((one.meeting.id, one.what) for _, one in said)
    assert set(each.values()) == {1}
    assert {one.what for _, one in said} == {
        What.QUESTIONS, What.SUMMARY, What.AGENDA, What.MINUTES, What.MINUTES_LATE,
    }  # fmt: skip


def test_meetings_speak_at_their_hours(tx: Tx) -> None:
    said = through(tx, EVE, at("07-06 20:00"))
    first_group = staff.group_called(tx, "一组")
    hours = [
        (f"{now.astimezone(EVE.tzinfo):%m-%d %H:%M}", one.meeting.kind.value, one.what.value)
        for now, one in said
        if one.meeting.group_id == first_group and one.meeting.held_on == date(2026, 7, 6)
    ]
    assert hours == [
        ("07-06 08:00", "stand_up", "questions"),
        ("07-06 08:30", "stand_up", "summary"),
        ("07-06 08:45", "weekly", "agenda"),
        ("07-06 10:00", "weekly", "minutes"),
        ("07-06 12:00", "weekly", "minutes_late"),
    ]


def test_hosts_are_never_away_and_share_a_quarter_fairly(tx: Tx) -> None:
    chance = random.Random(5)
    share: Counter[int] = Counter()
    now = EVE
    while (following := meetings.first_due_at(tx)) is not None and following <= at("09-30 23:00"):
        now = max(following, now)
        for said in said_at(tx, now):
            if said.what is not What.QUESTIONS:
                continue
            for reader in said.readers:
                if chance.random() < 0.15:
                    stand_ups.away(tx, actor(tx, reader.name), said.meeting.id, Away.TRIP, now)
    for one in held(tx):
        if one.kind is not Kind.STAND_UP:
            continue
        away = {each.staff_id for each in rows.answers(tx, one.id) if each.away is not None}
        assert one.host_id not in away
        for each in one.candidates:
            share[each] += 1 / len(one.candidates)  # type: ignore[assignment]
    hosted = Counter(one.host_id for one in held(tx) if one.kind is Kind.STAND_UP and one.candidates)
    assert all(abs(hosted[each] - share[each]) < 2 for each in share)


def test_a_stand_up_that_was_left_out_is_nobodys_turn(tx: Tx) -> None:
    asked = next(one for _, one in through(tx, EVE, at("07-01 08:00")) if one.what is What.QUESTIONS)
    assert asked.meeting.host_id is not None
    skipped = said_at(tx, at("07-01 09:05"))  # the stop came between the questions and the start
    assert [one.what for one in skipped if one.meeting.id == asked.meeting.id] == [What.SKIPPED]
    following = [one for one in said_at(tx, at("07-02 08:00")) if one.what is What.QUESTIONS]
    again = next(one for one in following if one.meeting.group_id == asked.meeting.group_id)
    assert again.meeting.host_id == asked.meeting.host_id


@pytest.mark.parametrize("seed", range(8))
def test_stops_leave_no_stand_up_unaccounted_for_and_say_nothing_twice(tx: Tx, seed: int) -> None:
    chance = random.Random(seed)
    now, end = EVE, at("07-25 23:00")
    said: list[tuple[datetime, Said]] = []
    while now < end:
        following = meetings.first_due_at(tx) or end
        now = max(now + timedelta(minutes=5), following)
        if chance.random() < 0.05:
            now += timedelta(minutes=chance.choice((20, 45, 300, 3000, 9000)))
        said += [(now, one) for one in said_at(tx, now)]
    back = at("08-03 10:00")  # a stop may have ended in a night, when nothing is gone on with
    said += [(back, one) for one in said_at(tx, back)]
    each = Counter((one.meeting.id, one.what) for _, one in said)
    assert set(each.values()) <= {1}
    every = wanted(Settings.model_validate({}), date(2026, 7, 1), date(2026, 7, 24))
    for group in ("一组", "二组"):
        id_ = staff.group_called(tx, group)
        day, found = date(2026, 7, 1), Counter[tuple[Kind, date]]()
        while day <= date(2026, 7, 24):
            for one in rows.on_day(tx, id_, day):
                found[one.kind, one.held_on] += 1
                assert one.state is not State.PLANNED
            day += ONE_DAY
        assert found == every
    for now, one in said:
        local = now.astimezone(EVE.tzinfo)
        assert 8 <= local.hour < 21
        if one.what in (What.QUESTIONS, What.SUMMARY):
            assert local - one.meeting.starts_at <= timedelta(minutes=30)


def test_a_clock_that_was_set_ahead_by_mistake_makes_up_for_it(tx: Tx) -> None:
    assert said_at(tx, at("12-01 08:00"))
    for day in ("07-01", "07-02"):
        assert {one.what for one in said_at(tx, at(f"{day} 08:00"))} == {What.QUESTIONS}
        assert said_at(tx, at(f"{day} 07:00")) == []


def test_a_team_without_members_who_joined_has_no_stand_up(tx: Tx) -> None:
    for name in ("林悦", "郑凯"):
        member = staff.by_name(tx, name)
        assert member is not None
        staff.enrol(tx, member.id, 1, EVE)
    lone = [one for one in said_at(tx, at("07-01 08:00")) if one.meeting.group == "一组"]
    assert [reader.name for one in lone for reader in one.readers] == ["郑凯"]


def test_trainings_are_held_once_the_team_has_set_them_and_on_its_weekday(tx: Tx) -> None:
    zhou, group = actor(tx, "周敏"), staff.group_called(tx, "一组")
    assert said_at(tx, at("07-01 00:01")) == []
    team_settings.change(tx, zhou, group, ("meetings", "training", "held"), True, at("07-01 07:00"))
    team_settings.change(tx, zhou, group, ("meetings", "training", "on"), 3, at("07-01 07:00"))
    through(tx, at("07-01 07:00"), at("07-31 23:00"))
    trainings = [one.held_on for one in held(tx) if one.kind is Kind.TRAINING]
    assert trainings == [date(2026, 7, day) for day in (2, 9, 16, 23, 30)]
    assert not [one for one in held(tx, "二组") if one.kind is Kind.TRAINING]
    assert {one.host for one in held(tx) if one.kind is Kind.TRAINING} == {"高主管"}


def test_a_changed_time_holds_from_today_where_the_meeting_has_not_begun(tx: Tx) -> None:
    zhou, group = actor(tx, "周敏"), staff.group_called(tx, "一组")
    said_at(tx, at("07-01 00:01"))
    team_settings.change(tx, zhou, group, ("meetings", "stand_up", "at"), "09:00", at("07-01 07:00"))
    assert [one.meeting.group for one in said_at(tx, at("07-01 08:00"))] == ["二组"]
    assert [one.meeting.group for one in said_at(tx, at("07-01 08:30")) if one.what is What.QUESTIONS] == ["一组"]
    team_settings.change(tx, zhou, group, ("meetings", "stand_up", "at"), "10:00", at("07-01 08:45"))
    assert [one.meeting.group for one in said_at(tx, at("07-01 09:00"))] == ["一组"]
    assert said_at(tx, at("07-01 10:00")) == []


def test_a_team_with_another_calendar_meets_by_it(tx: Tx) -> None:
    from storage import team_settings as own

    own.save(tx, staff.group_called(tx, "一组"), {"calendar": "weekdays"})
    through(tx, EVE, at("07-01 23:00"))
    through(tx, at("09-18 22:00"), at("09-20 23:00"))
    sunday = date(2026, 9, 20)
    assert sunday not in {one.held_on for one in held(tx)}
    assert sunday in {one.held_on for one in held(tx, "二组")}


def test_what_upcoming_shows_is_what_the_clock_then_says(tx: Tx) -> None:
    tx.command("SAVEPOINT rehearsal")
    start, end = at("07-29 00:00"), at("08-04 23:00")
    pushes = list(upcoming.pushes(tx, [meetings.SOURCE], start, end))
    tx.command("ROLLBACK TO rehearsal")
    said_at(tx, start)
    real = through(tx, start, end)
    shown = Counter((push.at, push.to, push.kind) for push in pushes)
    kinds = {push.kind for push in pushes}
    assert kinds == {"stand_up_questions", "stand_up", "weekly_meeting", "monthly_meeting", "minutes"}
    told = Counter((push.at, push.to, push.kind) for now, said in real for push in meetings.SOURCE.pushes(said, now))
    assert shown == told
    assert ("林悦", "stand_up_questions") in {(push.to, push.kind) for push in pushes}


def test_settings_of_a_meeting_refuse_a_weekday_that_is_none() -> None:
    with pytest.raises(ValueError, match="less than or equal"):
        MeetingSettings(at=datetime(2026, 1, 1, 9).time(), on=7, minutes=60, led_by="turn")


def test_the_organisations_own_days_off_have_no_meetings(tx: Tx) -> None:
    from services import moments

    moments.list_working_days(tx, {date(2026, 7, 6): False}, EVE)
    assert organisation.load(tx) is not None
    through(tx, EVE, at("07-08 23:00"))
    days = {(one.kind, one.held_on) for one in held(tx)}
    assert (Kind.STAND_UP, date(2026, 7, 6)) not in days
    assert (Kind.WEEKLY, date(2026, 7, 7)) in days


def test_a_meeting_moved_to_a_quarter_of_an_hour_from_now_is_not_lost(tx: Tx) -> None:
    zhou, group = actor(tx, "周敏"), staff.group_called(tx, "一组")
    through(tx, EVE, at("07-06 07:59"))
    team_settings.change(tx, zhou, group, ("meetings", "weekly", "at"), "08:10", at("07-06 08:05"))
    assert [one.what for one in said_at(tx, at("07-06 08:05")) if one.meeting.kind is Kind.WEEKLY] == [What.AGENDA]


def test_an_individual_vip_is_not_named_before_the_team(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    vip = clients.add(tx, {"name": "刘国栋", "class_": "diamond", "manager_id": lin.id}, (), date(2026, 1, 5))
    school = id_of(tx, "龙岩一中")
    for client in (vip, school, school):
        visits.log(tx, lin, VisitCommand(client, date(2026, 6, 30), content="聊了续约"), at("06-30 18:00"))
    care.log(tx, lin, CareCommand(vip, date(2026, 6, 30), form=CareForm.CALL), at("06-30 18:00"))
    asked = next(one for one in said_at(tx, at("07-01 08:00")) if one.meeting.group == "一组")
    mine = next(one for one in asked.answers if one.name == "林悦")
    assert Counter(mine.yesterday) == Counter([Line(Did.VISIT), Line(Did.VISIT, "龙岩一中"), Line(Did.CARE)])
