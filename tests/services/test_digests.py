"""Digests (R6): each once, with the figures of its reader's scope and no more."""

import dataclasses
import random
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from domain.care import Care, Effect
from domain.digests import Kind, Service, Trouble, comes_on, due_at, period
from domain.errors import Refused
from domain.plans import ItemState, Origin, PlanKind, PlanState
from domain.referrals import ReferralState
from domain.staff import Actor, Role
from domain.visits import Competition, NextStep, Sentiment, Visit, VisitType
from handlers.digests import digest as digest_view
from locales.words import words
from services import digest_sheet, digests, workday_list
from services import staff as members
from services import team_settings as changing
from services.digests import Digest
from services.moments import timetable
from services.upcoming import pushes
from storage import care, clients, nudges, organisation, plans, referrals, staff, team_settings, visits
from storage import digests as stored
from storage.tx import Tx
from tests.services.clockwork import at

ITEM = {"planned_on": date(2026, 3, 17), "text": "去矿务局", "reasons": (), "origin": Origin.MANAGER}
CLIENTS = {"一中": ("A", "林悦"), "二院": ("B", "林悦"), "矿业": ("A", "郑凯"), "银行": ("A", "何芳")}


@pytest.fixture
def people(tx: Tx) -> dict[str, int]:
    """Two groups with their leaders, one supervisor over both; everybody has joined; the clock has been started."""
    organisation.save(tx, name="x", timezone="Asia/Shanghai", language="zh_Hans", own_company="x")
    found = {}
    for name, role, about in (
        ("周敏", Role.LEADER, {"group": "一组"}), ("吴江", Role.LEADER, {"group": "二组"}),
        ("高主管", Role.SUPERVISOR, {"groups": ("一组", "二组")}), ("秦管理", Role.ADMIN, {}),
        ("任质检", Role.INSPECTOR, {}), ("林悦", Role.MANAGER, {"group": "一组"}),
        ("郑凯", Role.MANAGER, {"group": "一组"}), ("何芳", Role.MANAGER, {"group": "二组"}),
    ):  # fmt: skip
        found[name], _ = members.add(tx, at("03-01 09:00"), name=name, role=role, **about)
        staff.enrol(tx, found[name], 100 + found[name], at("03-01 09:00"))
    for name, (class_, manager) in CLIENTS.items():
        values = {"name": name, "class_": class_, "manager_id": found[manager], "phone": "13900000101"}
        found[name] = clients.add(tx, values, [], date(2026, 3, 13))
    digests.due(tx, at("03-13 20:00"))
    return found


def actor(tx: Tx, name: str) -> Actor:
    member, house = staff.by_name(tx, name), organisation.load(tx)
    assert member is not None and house is not None
    return Actor(member, house)


def visit(tx: Tx, people: dict[str, int], who: str, client: str, when: str, **about: Any) -> int:
    """A visit entered at an instant, made on that day unless `on` says otherwise."""
    logged = at(when)
    on = about.pop("on", logged.date())
    values = {"late": False, "content": "聊了续约", **about}
    kind = VisitType.PROACTIVE
    made = Visit(
        people[client], people[who], people[who], on, visit_type=kind, logged_at=logged.astimezone(UTC), **values
    )
    return visits.add(tx, made)


def said(tx: Tx, now: datetime) -> list[Digest]:
    """Everything that the clock says at an instant."""
    found: list[Digest] = []
    more = True
    while more:
        some, more = digests.due(tx, now)
        found += some
    return found


def troubles(digest: Digest) -> dict[str, int]:
    return {each.trouble.value: each.count for each in digest.figures.troubles}


def test_leaders_and_supervisors_are_told_once_and_nobody_else(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    visit(tx, people, "何芳", "银行", "03-16 11:00")
    assert said(tx, at("03-16 17:59")) == []
    told = said(tx, at("03-16 18:00"))
    assert sorted(digest.actor.staff.name for digest in told) == ["吴江", "周敏", "高主管"]
    assert said(tx, at("03-16 18:00")) == said(tx, at("03-16 20:59")) == []


def test_the_lines_are_managers_to_a_leader_and_groups_to_a_supervisor(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    visit(tx, people, "林悦", "二院", "03-16 11:00")
    told = {digest.actor.staff.name: digest for digest in said(tx, at("03-16 18:00"))}
    leader, boss = told["周敏"].figures, told["高主管"].figures
    assert [(line.name, line.visits) for line in leader.lines] == [("林悦", 2), ("郑凯", 0)]
    assert leader.lines[0].clients == ("一中", "二院")
    assert [(line.name, line.visits) for line in boss.lines] == [("一组", 2), ("二组", 0)]
    assert told["周敏"].group == "一组" and told["高主管"].group is None and boss.by_group


def test_nothing_is_said_where_there_is_nothing_to_say(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    assert {digest.actor.staff.name for digest in said(tx, at("03-16 18:00"))} == {"周敏", "高主管"}


def test_exceptions_are_counted_each_once(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-13 20:30", sentiment=Sentiment.NEGATIVE)
    visit(tx, people, "林悦", "二院", "03-16 10:00", on=date(2026, 3, 2), late=True)
    news = (Competition("电信", "报了九折"), Competition("联通", "送手机"))
    steps = (NextStep("送方案", date(2026, 3, 14), promised=True), NextStep("回电", date(2026, 3, 16)))
    gone = visit(
        tx, people, "郑凯", "矿业", "03-16 11:00", sentiment=Sentiment.NEGATIVE, competition=news, next_steps=steps
    )
    monday = {digest.actor.staff.name: digest for digest in said(tx, at("03-16 18:00"))}["周敏"]
    assert troubles(monday) == {"negative": 2, "news": 2, "steps": 1, "late": 1}
    assert next(each for each in monday.figures.troubles if each.trouble is Trouble.STEPS).urgent == 1
    visits.remove(tx, gone, at("03-17 09:00"))
    visit(tx, people, "林悦", "一中", "03-17 10:00")
    tuesday = {digest.actor.staff.name: digest for digest in said(tx, at("03-17 18:00"))}["周敏"]
    assert troubles(tuesday) == {}


def test_what_is_overdue_is_compared_with_the_digest_before(tx: Tx, people: dict[str, int]) -> None:
    said(tx, at("03-27 18:00"))
    monday = {digest.actor.staff.name: digest for digest in said(tx, at("03-30 18:00"))}["周敏"]
    (overdue,) = monday.figures.troubles
    assert (overdue.trouble, overdue.count, overdue.last) == (Trouble.OVERDUE, 2, 0)
    assert [(each.client, each.number) for each in overdue.named] == [("一中", 2), ("矿业", 2)]


def test_the_standard_of_a_team_counts_for_its_clients_alone(tx: Tx, people: dict[str, int]) -> None:
    team_settings.save(tx, actor(tx, "周敏").staff.groups[0], {"visit_every_days": {"A": 2}})
    told = {digest.actor.staff.name: digest for digest in said(tx, at("03-16 18:00"))}
    assert troubles(told["周敏"]) == troubles(told["高主管"]) == {"overdue": 2} and "吴江" not in told


def test_a_care_moment_left_open_is_named_the_next_working_day(tx: Tx, people: dict[str, int]) -> None:
    about = {"kind": "birthday", "client_id": people["一中"], "receiver_id": people["林悦"]}
    for key, day in (("a", 13), ("b", 15), ("c", 16)):
        nudges.add_occurrence(tx, {"key": key, "falls_on": date(2026, 3, day), **about})
    nudges.add_occurrence(tx, {"key": "d", "falls_on": date(2026, 3, 15), **about, "state": nudges.DONE})
    counts = [
        troubles(digest).get("missed")
        for hour in ("03-16 18:00", "03-17 18:00")
        for digest in said(tx, at(hour))
        if digest.actor.staff.name == "周敏"
    ]
    assert counts == [2, 1]


def test_care_that_displeased_counts_as_an_unhappy_client(tx: Tx, people: dict[str, int]) -> None:
    record = Care(people["一中"], people["林悦"], people["林悦"], date(2026, 3, 16), at("03-16 10:00"))
    care.add(tx, record)
    care.add(tx, dataclasses.replace(record, effect=Effect.NEGATIVE))
    told = {digest.actor.staff.name: digest for digest in said(tx, at("03-16 18:00"))}["周敏"]
    assert troubles(told) == {"negative": 1} and told.figures.lines[0].care == 2


def test_a_week_has_a_target_by_the_standard_and_the_week_before(tx: Tx, people: dict[str, int]) -> None:
    for when in ("03-16 10:00", "03-18 10:00", "03-23 10:00"):
        visit(tx, people, "林悦", "一中", when)
    friday = next(
        digest
        for digest in said(tx, at("03-27 17:30"))
        if digest.actor.staff.name == "周敏" and digest.period.kind == "weekly"
    )
    lin = friday.figures.lines[0]
    # A every 15 days and B every 30: 7/15 + 7/30 = 0.7 visits a week.
    assert (lin.name, lin.visits, lin.last_visits, lin.target) == ("林悦", 1, 2, 1)
    assert (friday.figures.clients, friday.figures.on_time) == (3, 3)


def test_plans_not_handed_in_are_named_once_after_their_hour(tx: Tx, people: dict[str, int]) -> None:
    plans.add_item(tx, plans.ensure(tx, people["郑凯"], PlanKind.WEEK, date(2026, 3, 23)).id, ITEM)
    handed_in = plans.ensure(tx, people["林悦"], PlanKind.WEEK, date(2026, 3, 23))
    assert plans.change(tx, handed_in, {"state": PlanState.SUBMITTED})
    told = [digest for digest in said(tx, at("03-20 18:00")) if digest.actor.staff.name == "周敏"]
    assert [(digest.period.kind, troubles(digest)) for digest in told] == [
        (Kind.DAILY, {"plans": 1}), (Kind.WEEKLY, {"plans": 1}),
    ]  # fmt: skip
    missing, total = digests.events(tx, told[0], Trouble.PLANS, limit=5)
    assert [(each.text, each.kind, each.on) for each in missing] == [("郑凯", "week", date(2026, 3, 23))] and total == 1
    assert [digest for digest in said(tx, at("03-23 18:00")) if digest.actor.staff.name == "周敏"] == []


def test_a_question_stands_in_every_digest_until_it_is_answered(tx: Tx, people: dict[str, int]) -> None:
    when = at("03-02 10:00")
    asked = referrals.add(tx, people["林悦"], people["一中"], "一中想要8折，能不能给", when, when + timedelta(days=1))
    counts = []
    for hour in ("03-16 18:00", "03-17 18:00", "03-18 18:00"):
        counts += [troubles(each) for each in said(tx, at(hour)) if each.actor.staff.name == "周敏"]
        if hour.startswith("03-17"):
            assert referrals.change(
                tx, asked, [ReferralState.OPEN], {"state": ReferralState.ANSWERED, "answer": "可以"}
            )
    assert counts == [{"referrals": 1}, {"referrals": 1}]


def test_a_week_tells_how_much_of_the_plans_is_done(tx: Tx, people: dict[str, int]) -> None:
    plan = plans.ensure(tx, people["郑凯"], PlanKind.WEEK, date(2026, 3, 16))
    for state in (ItemState.OPEN, ItemState.DONE, ItemState.DONE):
        item = plans.add_item(tx, plan.id, ITEM)
        plans.change_item(tx, item, {"state": state, "done_on": date(2026, 3, 17)})
    plans.change(tx, plans.load(tx, plan.id) or plan, {"state": PlanState.APPROVED})
    digest = digests.about(tx, actor(tx, "周敏"), Kind.WEEKLY, date(2026, 3, 20), at("03-20 17:30"))
    assert (digest.figures.done, digest.figures.planned) == (2, 3)


def test_a_reader_sees_what_is_in_scope_and_no_more(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00", sentiment=Sentiment.NEGATIVE)
    clients.change(tx, people["一中"], {"manager_id": people["何芳"]})
    told = {digest.actor.staff.name: digest for digest in said(tx, at("03-16 18:00"))}
    assert troubles(told["周敏"]) == {} and told["周敏"].figures.lines[0].clients == ()
    assert troubles(told["吴江"]) == {"negative": 1}
    with pytest.raises(Refused):
        digests.narrowed(actor(tx, "周敏"), actor(tx, "吴江").staff.groups[0])
    with pytest.raises(Refused):
        digests.about(tx, actor(tx, "秦管理"), Kind.DAILY, date(2026, 3, 16), at("03-16 18:00"))


def test_only_numbers_are_kept_of_a_digest(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00", sentiment=Sentiment.NEGATIVE)
    said(tx, at("03-16 18:00"))
    kept = [row.figures for row in tx.rows(select(stored.digests).where(stored.digests.c.figures.is_not(None)))]
    assert {"groups": 1, "on_time": 3, "clients": 3, "troubles": {"negative": 1}} in kept


def test_after_a_stop_only_the_latest_of_each_kind_is_said(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    visit(tx, people, "林悦", "一中", "04-08 10:00")
    back = [
        (digest.period.kind, digest.on) for digest in said(tx, at("04-08 18:00")) if digest.actor.staff.name == "周敏"
    ]
    assert sorted(back) == [
        (Kind.DAILY, date(2026, 4, 8)), (Kind.MONTHLY, date(2026, 4, 1)), (Kind.WEEKLY, date(2026, 4, 3)),
    ]  # fmt: skip


def test_what_waited_through_the_night_comes_in_the_morning(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    assert said(tx, at("03-16 23:00")) == [] == said(tx, at("03-17 07:59"))
    assert {digest.on for digest in said(tx, at("03-17 08:00"))} == {date(2026, 3, 16)}


def test_who_blocked_the_bot_is_not_reachable(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    staff.note_blocked(tx, 100 + people["周敏"], at("03-16 12:00"))
    assert {digest.actor.staff.name: digest.reachable for digest in said(tx, at("03-16 18:00"))} == {
        "周敏": False, "高主管": True,
    }  # fmt: skip


def named(told: list[Digest]) -> set[str]:
    return {digest.actor.staff.name for digest in told}


def has_daily_at(tx: Tx, leader: str, hour: str, now: datetime) -> None:
    who = actor(tx, leader)
    changing.change(tx, who, who.staff.groups[0], ("digest_daily_at",), hour, now)


def test_a_change_of_the_hour_neither_doubles_nor_loses_a_digest(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    assert named(said(tx, at("03-16 18:00"))) == {"周敏", "高主管"}
    has_daily_at(tx, "周敏", "19:00", at("03-16 18:30"))
    assert said(tx, at("03-16 19:00")) == []
    visit(tx, people, "林悦", "一中", "03-17 10:00")
    assert named(said(tx, at("03-17 18:30"))) == {"高主管"}
    has_daily_at(tx, "周敏", "18:15", at("03-17 18:31"))
    assert named(said(tx, at("03-17 18:31"))) == {"周敏"}  # its new hour is past, and it has not come today
    assert said(tx, at("03-17 19:00")) == []


def test_each_leader_is_told_at_the_hours_of_their_team_and_a_supervisor_at_those_of_the_organisation(
    tx: Tx, people: dict[str, int]
) -> None:
    has_daily_at(tx, "周敏", "17:00", at("03-14 12:00"))
    has_daily_at(tx, "吴江", "19:15", at("03-14 12:00"))
    visit(tx, people, "林悦", "一中", "03-16 10:00")
    visit(tx, people, "何芳", "银行", "03-16 18:30")
    came = [(hour, named(said(tx, at(f"03-16 {hour}")))) for hour in ("16:59", "17:00", "18:00", "19:14", "19:15")]
    assert came == [("16:59", set()), ("17:00", {"周敏"}), ("18:00", {"高主管"}), ("19:14", set()), ("19:15", {"吴江"})]
    # What came in after one digest is in the next, whatever the hours.
    visit(tx, people, "林悦", "一中", "03-16 17:30")
    assert said(tx, at("03-17 17:00"))[0].figures.visits == 1


def test_a_member_who_becomes_a_leader_is_told_from_the_next_day_on_at_their_own_hours(
    tx: Tx, people: dict[str, int]
) -> None:
    said(tx, at("03-16 18:00"))
    members.add(tx, at("03-16 19:00"), name="方新", role=Role.LEADER, group="一组")
    staff.enrol(tx, actor(tx, "方新").id, 500, at("03-16 19:00"))
    visit(tx, people, "林悦", "一中", "03-17 10:00")
    assert "方新" not in named(said(tx, at("03-16 19:30")))
    assert "方新" in named(said(tx, at("03-17 18:00")))


def test_a_day_that_is_listed_as_worked_ends_with_a_digest(tx: Tx, people: dict[str, int]) -> None:
    said(tx, at("03-20 18:00"))
    visit(tx, people, "林悦", "一中", "03-21 10:00")
    assert said(tx, at("03-21 10:05")) == []  # a Saturday
    workday_list.load(tx, {date(2026, 3, 21): True}, at("03-21 11:00"))
    said(tx, at("03-21 11:05"))
    assert named(said(tx, at("03-21 18:00"))) == {"周敏", "高主管"}


def test_the_service_brief_comes_by_the_fifteenth_with_the_month_before(tx: Tx, people: dict[str, int]) -> None:
    for day, effect in ((20, Effect.DELIGHTED), (23, Effect.NEGATIVE), (24, None)):
        on = date(2026, 3, day)
        care.add(tx, Care(people["一中"], people["林悦"], people["林悦"], on, at(f"03-{day} 10:00"), effect=effect))
    about = {"kind": "birthday", "client_id": people["一中"], "receiver_id": people["林悦"]}
    for key, day, state in (
        ("a", 20, nudges.DONE),
        ("b", 23, nudges.OPEN),
        ("c", 24, nudges.SKIPPED),
        ("d", 25, nudges.VOID),
    ):
        nudges.add_occurrence(tx, {"key": key, "falls_on": date(2026, 3, day), **about, "state": state})
    visit(tx, people, "林悦", "一中", "04-10 10:00", on=date(2026, 3, 31), late=True)
    told = [each for each in said(tx, at("04-14 18:00")) if each.period.kind is Kind.SERVICE]
    assert told == []
    told = [each for each in said(tx, at("04-15 09:00")) if each.period.kind is Kind.SERVICE]
    assert named(told) == {"周敏", "吴江", "高主管"}
    brief = next(each for each in told if each.actor.staff.name == "周敏")
    assert (brief.period.start, brief.period.end) == (date(2026, 3, 1), date(2026, 3, 31))
    assert brief.figures.service == Service(moments=2, kept=1, welcome=1, unwelcome=1)
    assert brief.figures.visits == 1  # entered late, and in it all the same
    (message,) = digest_view.told(tx, brief, at("04-15 09:00"))
    assert "月度服务简报 · 一组" in message.text and "🎂 关怀时刻办了1/2个，50%" in message.text
    assert "😊 关怀反响好1次，不好1次" in message.text
    assert message.chart is not None and message.chart.title == "一组 · 关怀"
    assert [(bar.value, bar.target) for bar in message.chart.bars] == [(3, None), (0, None)]


@pytest.mark.parametrize("seed", range(3))
def test_every_digest_comes_once_whatever_the_clock_does(tx: Tx, people: dict[str, int], seed: int) -> None:
    chance, now = random.Random(seed), at("03-13 20:00")
    found: dict[tuple[str, Kind, date], datetime] = {}
    stops: list[tuple[datetime, datetime]] = []
    while now < at("05-20 00:00"):
        was, now = now, now + timedelta(minutes=30)
        if chance.random() < 0.004:
            now += timedelta(hours=chance.choice([3, 20, 80]))
            stops.append((was, now))
        back = timedelta(hours=chance.choice([0] * 30 + [1, 24]))
        for digest in said(tx, now - back):
            key = (digest.actor.staff.name, digest.period.kind, digest.period.start)
            assert key not in found, "said twice"
            assert digest.due_at <= now - back, "said too early"
            assert time(8) <= (now - back).time() < time(21)
            found[key] = now
        if now.hour == 10 and now.minute == 0:
            visit(tx, people, "林悦", "一中", f"{now:%m-%d %H:%M}")
    table = timetable(tx)
    assert table is not None
    made = {(row.reader_id, row.kind, row.start_on) for row in tx.rows(select(stored.digests)) if row.said_at}
    assert len(found) > 60
    days = [date(2026, 3, 14) + timedelta(days=n) for n in range(66)]
    for kind in Kind:
        for day in days:
            due = due_at(table, kind, day)
            if not comes_on(table, kind, day) or due > at("05-18 00:00"):
                continue
            if any(begin < due and due < end for begin, end in stops):
                continue  # left out, or said later: only the latest is
            start = period(table, kind, day, due).start
            assert (people["周敏"], kind, start) in made, (kind, day)


def test_what_is_upcoming_holds_every_digest(tx: Tx, people: dict[str, int]) -> None:
    staff.note_blocked(tx, 100 + people["周敏"], at("03-14 12:00"))
    for day in (16, 17, 18, 19, 20):
        visit(tx, people, "林悦", "一中", f"03-{day} 10:00")
    told = [
        (f"{push.at.astimezone(actor(tx, '周敏').zone):%m-%d %H:%M}", push.kind)
        for push in pushes(tx, [digests.SOURCE], at("03-15 00:00"), at("03-20 23:59"))
        if push.to == "周敏" and digest_view.told(tx, push.about, push.at)
    ]
    days = [(f"03-{day} 18:00", "digest_daily") for day in (16, 17, 18, 19, 20)]
    assert sorted(told) == sorted([*days, ("03-20 17:30", "digest_weekly")])


def test_a_sheet_has_every_manager_and_no_phone(tx: Tx, people: dict[str, int]) -> None:
    visit(tx, people, "林悦", "一中", "03-16 10:00", sentiment=Sentiment.NEGATIVE, content="=1+1 很不满意")
    digest = digests.about(tx, actor(tx, "高主管"), Kind.WEEKLY, date(2026, 3, 20), at("03-20 17:30"))
    book = CalamineWorkbook.from_filelike(BytesIO(digest_sheet.sheet(tx, digest, words("zh_Hans"))))
    figures, events = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert [row[:4] for row in figures[1:]] == [["一组", "林悦", 1, 1], ["一组", "郑凯", 0, 0], ["二组", "何芳", 0, 0]]
    assert events[1][:3] == ["客户不满", "一中", "林悦"] and events[1][5] == "=1+1 很不满意"
    assert "13900000101" not in str(events)
