"""The demo's sample organisation: whole in each language, the same every time, alive at any present."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo import sample
from domain.lunar import to_solar
from domain.persons import BirthdayType
from domain.staff import Actor, Role
from services import nudges, understanding, upcoming, visit_lists
from storage import care, clients, contracts, gifts, moments, organisation, persons, staff, visits
from storage.tx import Tx

NOW = datetime(2026, 9, 7, 10, 0, tzinfo=UTC)
LANGUAGES = ("zh_Hans", "zh_Hant", "en")
NOWS = (NOW, datetime(2026, 2, 28, 16, 30, tzinfo=UTC), datetime(2028, 2, 29, 1, 0, tzinfo=UTC))


def settled(tx: Tx, language: str = "zh_Hans", now: datetime = NOW) -> list[Actor]:
    sample.settle(tx, sample.read(language), language, now)
    house = organisation.load(tx)
    assert house is not None
    return [Actor(member, house) for member in staff.everyone(tx)]


def of_role(actors: list[Actor], role: Role) -> list[Actor]:
    return [actor for actor in actors if actor.role is role]


def count(tx: Tx, what: object) -> int:
    return int(tx.value(select(func.count()).select_from(what)))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_organisation_has_two_groups_thirteen_members_and_their_clients(tx: Tx, language: str) -> None:
    actors = settled(tx, language)
    assert Counter(actor.role for actor in actors) == {
        Role.MANAGER: 8,
        Role.LEADER: 2,
        Role.SUPERVISOR: 1,
        Role.ASSISTANT: 1,
        Role.ADMIN: 1,
    }
    assert len(staff.group_names(tx)) == 2
    assert (count(tx, clients.clients), count(tx, persons.persons)) == (45, 80)
    supervisor = of_role(actors, Role.SUPERVISOR)[0]
    assert clients.count(tx, supervisor) == 45
    assert {row.class_ for row in clients.names(tx, supervisor)} == {"A", "B", "C", "diamond", "gold"}


def shape(language: str) -> list[object]:
    """All of the sample that has no words in it."""
    found = sample.read(language)
    return [
        [(row["role"], row["grade"], len(row["assists"])) for row in found.staff],
        [(row["class"], row["founded_on"], row["employees"]) for row in found.clients],
        [(row["sex"], row["role"], row["birthday"], row["in_days"], row["phone"]) for row in found.persons],
        [(row["months"], row["in_days"]) for row in found.contracts],
        [(bool(row["client"]), row["yearly"], row["in_days"]) for row in found.moments],
        [(row["price"], row["quantity"]) for row in found.gifts],
        [(row["moment"], row["form"], row["effect"], row["days_ago"], bool(row["gift"])) for row in found.care],
        [(row["sector"], row["purposes"], row["due_in_days"], bool(row["competitor"])) for row in found.stories],
    ]


def test_the_languages_tell_of_the_same_organisation() -> None:
    assert shape("zh_Hans") == shape("zh_Hant") == shape("en")


def test_an_english_demo_has_no_chinese_in_its_data_and_a_traditional_one_no_simplified() -> None:
    folder = Path(sample.__file__).parent / "sample"
    for path in (folder / "en").iterdir():
        assert not [sign for sign in path.read_text(encoding="utf-8") if "\u4e00" <= sign <= "\u9fff"], path.name
    for path in (folder / "zh_Hant").iterdir():
        assert not set(path.read_text(encoding="utf-8")) & set("们这说区电华业务医联经续约测设备"), path.name


def test_the_same_present_always_finds_the_same_records(tx: Tx) -> None:
    settled(tx)
    first = [tuple(row) for row in tx.rows(select(visits.visits))]
    tx.command("ROLLBACK")
    tx.command("BEGIN IMMEDIATE")
    settled(tx)
    assert [tuple(row) for row in tx.rows(select(visits.visits))] == first


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_half_a_year_of_visits_lies_before_the_present_and_none_after(tx: Tx, now: datetime) -> None:
    settled(tx, now=now)
    rows = tx.rows(select(visits.visits))
    assert 200 < len(rows) < 500
    today = now.date()
    days = sorted(row.visited_on for row in rows)
    assert 150 < (today - days[0]).days <= 186
    assert (today - days[-1]).days <= 7
    assert all(row.logged_at <= now for row in rows)
    assert all(row.visited_on.weekday() < 5 for row in rows)
    assert any(row.late for row in rows)
    assert any(row.logged_by != row.manager_id for row in rows)


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_every_leader_finds_something_overdue_and_competitor_news(tx: Tx, now: datetime) -> None:
    for leader in of_role(settled(tx, now=now), Role.LEADER):
        overdue = [each for each in visit_lists.due(tx, leader, now.date()) if each.overdue_days > 0]
        assert 1 <= len(overdue) <= 12
    assert count(tx, visits.competitor_news) > 10


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_next_steps_are_open_overdue_and_done(tx: Tx, now: datetime) -> None:
    settled(tx, now=now)
    steps = tx.rows(select(visits.next_steps))
    assert [step for step in steps if step.done_at is None and step.due_on >= now.date()]
    assert [step for step in steps if step.done_at is None and step.due_on < now.date()]
    done = [step.done_at for step in steps if step.done_at is not None]
    assert len(done) > len(steps) / 2
    assert max(done) <= now


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_birthdays_are_near_and_stand_in_the_calendar(tx: Tx, now: datetime) -> None:
    settled(tx, now=now)
    for row in tx.rows(select(persons.persons)):
        year, month, day = map(int, row.birthday.split("-"))
        if row.birthday_type == BirthdayType.SOLAR:
            date(year, month, day)
        else:
            assert to_solar(year, month, day, leap=row.birthday_type == BirthdayType.LUNAR_LEAP)
    kinds = Counter(row.birthday_type for row in tx.rows(select(persons.persons)))
    assert min(kinds[kind] for kind in BirthdayType) >= 4


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_contracts_end_soon_and_later_events_come_and_care_was_given(tx: Tx, now: datetime) -> None:
    settled(tx, now=now)
    today = now.date()
    ends = sorted((row.ends_on - today).days for row in tx.rows(select(contracts.contracts)))
    assert ends[0] < 0 and [days for days in ends if 0 < days <= 30] and ends[-1] > 60
    kinds = Counter(row.kind for row in tx.rows(select(moments.moments)))
    assert kinds["event"] == 2 and kinds["contract_end"] >= 10 and kinds["anniversary"] >= 2
    assert count(tx, care.care) == 8 and count(tx, gifts.gift_items) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_weeks_of_the_demo_bring_every_kind_of_moment(tx: Tx, language: str) -> None:
    lin = of_role(settled(tx, language), Role.MANAGER)[0]
    shown = upcoming.pushes(tx, [nudges.SOURCE], NOW, datetime(2026, 10, 12, 10, 0, tzinfo=UTC))
    told = {push.moment for push in shown if push.to == lin.staff.name}
    wanted = {"holiday:教师节", "holiday:中秋节", "holiday:国庆节", "birthday", "contract_end", "event", "anniversary"}
    assert wanted <= told


@pytest.mark.parametrize(
    ("language", "text", "client", "person"),
    [
        ("zh_Hans", "今天上午拜访一中王校长，聊了续约，下周三送方案", "澜江市第一中学", "王书亭"),
        ("zh_Hant", "今天上午拜訪一中王校長，聊了續約，下週三送方案", "瀾江市第一中學", "王書亭"),
        (
            "en",
            "Met Kevin at Dragonfly this morning, talked renewal, send the quote next Wednesday",
            "Dragonfly Electronics",
            "Kevin Wong",
        ),
    ],
)
def test_the_first_manager_can_say_what_the_greeting_suggests(
    tx: Tx, language: str, text: str, client: str, person: str
) -> None:
    first = of_role(settled(tx, language), Role.MANAGER)[0]
    said = understanding.read(tx, first, text, NOW.astimezone(first.zone).replace(tzinfo=None))
    assert said.intent.value == "visit"
    assert said.client is not None
    assert said.client.name == client
    assert person in [met.value.name for met in said.persons]
