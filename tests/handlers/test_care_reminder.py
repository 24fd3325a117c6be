"""What a morning says: everything once, each holiday of many clients in a line of its own."""

from dataclasses import replace
from datetime import date

import pytest

from domain.plans import Action, Item
from handlers.care import moment_card, reminder
from services.nudges import Batch, Morning
from storage import staff
from storage.next_steps import Step
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at, tick


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "林悦").id, 77, at("01-05 12:00"))


def batch_of(tx: Tx, day: str) -> Batch:
    tick(tx, at(f"{day} 00:30"))
    return next(batch for batch in tick(tx, at(f"{day} 08:30")) if batch.actor.staff.name == "林悦")


def test_care_that_stands_in_the_plan_of_the_day_is_named_once(tx: Tx) -> None:
    batch = batch_of(tx, "05-20")
    nudge = next(each for each in batch.nudges if each.person and each.person.name == "陈海波")
    day = date(2026, 5, 20)
    item = Item(1, 1, batch.actor.id, day, Action.CARE, person="陈海波", occurrence_id=nudge.occurrence_id)
    visit = Item(2, 1, batch.actor.id, day, Action.VISIT, client="雁溪中学")
    step = Step(7, "做预算", batch.actor.id, "林悦", client="龙岩一中", due_on=day)
    task = Item(3, 1, batch.actor.id, day, Action.TASK, client="龙岩一中", text="做预算", step_id=7)
    morning = Morning(day, at("05-20 08:30"), (step,), 1, (item, visit, task))
    (message,) = reminder.told(tx, replace(batch, morning=morning), at("05-20 08:30"))
    assert message.text.count("陈海波") == 1 and message.text.count("雁溪中学") == 1
    assert message.text.count("做预算") == 1


def test_two_holidays_near_each_other_are_a_line_each(tx: Tx) -> None:
    tick(tx, at("09-22 12:00"))
    said = tick(tx, at("09-28 09:30"))
    batch = next(batch for batch in said if batch.actor.staff.name == "林悦")
    (message,) = reminder.told(tx, replace(batch, morning=None, evening=None), at("09-28 09:30"))
    feasts = [line for line in message.text.splitlines() if "位客户" in line]
    assert [line.split(" · ")[0] for line in feasts] == ["🎉 中秋节", "🎉 国庆节"]


def test_in_the_evening_what_is_nudged_anew_is_not_named_a_second_time_and_older_days_are_named(tx: Tx) -> None:
    tick(tx, at("03-20 12:00"))
    late = next(batch for batch in tick(tx, at("03-21 19:05")) if batch.actor.staff.name == "林悦")
    assert late.evening is not None and late.evening.open
    older = replace(late.evening.open[0], occurrence_id=10_000, person="王建斌", on=date(2026, 3, 19))
    evening = replace(late.evening, open=(*late.evening.open, older), open_in_all=2)
    (message,) = reminder.told(tx, replace(late, evening=evening), at("03-21 19:05"))
    assert message.text.count("陈丽娟") == 1 and "🌙 还没处理的关怀时刻：1个\n· 王建斌 · 生日 · 3月19日" in message.text


def test_an_evening_that_has_nothing_open_by_the_time_it_is_told_says_nothing(tx: Tx) -> None:
    tick(tx, at("03-20 12:00"))
    late = next(batch for batch in tick(tx, at("03-21 19:05")) if batch.actor.staff.name == "林悦")
    assert late.evening is not None
    settled = replace(late, nudges=(), evening=replace(late.evening, open=(), open_in_all=0))
    assert reminder.told(tx, settled, at("03-22 08:00")) == []


def test_among_others_a_late_nudge_says_that_it_is_late_too(tx: Tx) -> None:
    tick(tx, at("09-22 12:00"))
    batch = next(batch for batch in tick(tx, at("09-28 15:00")) if batch.actor.staff.name == "林悦")
    (message,) = reminder.told(tx, replace(batch, morning=None, evening=None), at("09-28 15:00"))
    feasts = [line for line in message.text.splitlines() if "位客户" in line]
    assert feasts and all("（提醒晚到了，抱歉）" in line for line in feasts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lanjiang People's Hospital · birthday", "Lanjiang People's Hospital · birthday"),
        ("Lanjiang No. 1 Middle School · Leased line of the library ends", "Lanjiang No. 1 Middle School · Leased l…"),
        ("澜江精工机械有限公司 · 设备联网平台到期", "澜江精工机械有限公司 · 设备联网平台到期"),
        ("澜江精工机械有限公司第二分厂 · 设备联网平台到期", "澜江精工机械有限公司第二分厂 · 设备联网平台…"),
    ],
)
def test_a_label_is_as_long_as_its_letters_leave_room_for(text: str, shown: str) -> None:
    assert moment_card.label(text) == shown
