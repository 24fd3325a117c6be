"""Questions beyond one's authority that wait too long (R2.8): who hears of it, when, and how often."""

from datetime import datetime

import pytest

from domain.referrals import Referral
from domain.settings import Settings
from services import referral_reminders, referrals
from storage import clients, organisation, staff
from storage import referrals as rows
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

ASKED = at("03-18 16:00")
"""A Wednesday."""


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    for member in staff.everyone(tx):
        staff.enrol(tx, member.id, 1000 + member.id, ASKED)


def ask(tx: Tx, now: datetime = ASKED) -> Referral:
    home = clients.by_name(tx, "龙岩一中")
    return referrals.ask(tx, actor(tx, "林悦"), "一中想要8折，能不能给", home.id if home else None, now).referral


def told(tx: Tx, until: datetime) -> list[tuple[str, str]]:
    """Every reminder until an instant: when, to whom."""
    found = []
    while (now := rows.first_due_at(tx)) is not None and now <= until:
        for one in referral_reminders.due(tx, now)[0]:
            found.append((f"{now.astimezone(ASKED.tzinfo):%m-%d %H:%M}", one.reader.name))
    return found


def test_the_leader_is_reminded_after_a_day_and_the_asker_told_three_times_on_working_days(tx: Tx) -> None:
    ask(tx)
    assert told(tx, at("04-30 20:00")) == [
        ("03-19 16:00", "周敏"),
        ("03-19 16:00", "林悦"),
        ("03-20 16:00", "周敏"),
        ("03-20 16:00", "林悦"),
        ("03-23 08:30", "周敏"),
        ("03-23 08:30", "林悦"),
    ]


def test_what_was_asked_in_the_evening_waits_for_the_morning_after(tx: Tx) -> None:
    ask(tx, at("03-18 22:00"))
    assert told(tx, at("03-20 12:00"))[0] == ("03-20 08:00", "周敏")


def test_an_answer_that_nobody_passed_on_reminds_the_asker_alone(tx: Tx) -> None:
    one = ask(tx)
    referrals.answer(tx, actor(tx, "周敏"), one.id, "可以", at("03-19 09:00"))
    assert told(tx, at("03-20 20:00")) == [("03-20 09:00", "林悦")]
    referrals.pass_on(tx, actor(tx, "林悦"), one.id, at("03-20 21:00"))
    assert told(tx, at("04-30 20:00")) == []


def test_what_is_withdrawn_reminds_nobody_until_it_is_put_again(tx: Tx) -> None:
    one = ask(tx)
    referrals.withdraw(tx, actor(tx, "林悦"), one.id, at("03-18 17:00"))
    assert rows.first_due_at(tx) is None
    referrals.reopen(tx, actor(tx, "林悦"), one.id, at("03-19 10:00"))
    assert told(tx, at("03-20 12:00")) == [("03-20 10:00", "周敏"), ("03-20 10:00", "林悦")]


def test_a_leader_whose_group_the_client_left_is_shown_nothing_of_it(tx: Tx) -> None:
    one = ask(tx)
    clients.change(tx, one.client_id or 0, {"manager_id": actor(tx, "何芳").id})
    assert told(tx, at("04-30 20:00")) == []


def test_reminders_that_come_every_hour_are_each_said(tx: Tx) -> None:
    organisation.save_settings(tx, Settings.model_validate({"referral_hours": 1}))
    ask(tx, at("03-18 10:00"))
    keys = [one.key for hour in (11, 12, 13) for one in referral_reminders.due(tx, at(f"03-18 {hour}:00"))[0]]
    assert len(keys) == len(set(keys)) == 6
