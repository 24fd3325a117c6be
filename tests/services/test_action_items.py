"""Action items: who may, when somebody is reminded, and what a delay leaves behind (R5.4)."""

from datetime import date, datetime, timedelta

import pytest

from domain.action_items import ActionItem, ItemState, ItemStep
from domain.errors import Refused
from services import action_items, minutes
from services.action_items import Reminder
from services.minutes import Decision
from storage import action_items as rows
from storage import meetings, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

NOW = at("03-23 10:00")
"""A Monday."""


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    for member in staff.everyone(tx):
        staff.enrol(tx, member.id, 1000 + member.id, NOW)


def item(tx: Tx, owner: str | None = "郑凯", due_on: date | None = date(2026, 3, 27)) -> ActionItem:
    zhou = actor(tx, "周敏")
    owner_id = actor(tx, owner).id if owner else None
    return action_items.add(tx, zhou, zhou.staff.groups[0], "交方案", NOW, owner_id=owner_id, due_on=due_on)


def told(tx: Tx, until: datetime) -> list[tuple[str, str, tuple[str, ...]]]:
    """Every reminder until an instant: when, which, to whom."""
    found = []
    while (now := rows.first_due_at(tx)) is not None and now <= until:
        found += [_line(now, one) for one in action_items.due(tx, now)[0]]
    return found


def _line(now: datetime, one: Reminder) -> tuple[str, str, tuple[str, ...]]:
    return f"{now.astimezone(NOW.tzinfo):%m-%d %H:%M}", one.step.value, tuple(each.name for each in one.readers)


def test_the_owner_is_reminded_the_day_before_on_the_day_and_asked_why_the_day_after(tx: Tx) -> None:
    item(tx)
    assert told(tx, at("04-30 20:00")) == [
        ("03-26 08:30", "before", ("郑凯",)),
        ("03-27 08:30", "due", ("郑凯",)),
        ("03-28 09:30", "late", ("郑凯",)),
    ]


def test_a_day_before_that_is_off_is_the_working_day_before_it(tx: Tx) -> None:
    item(tx, due_on=date(2026, 3, 30))
    assert [at_ for at_, step, _ in told(tx, at("03-30 20:00")) if step == "before"] == ["03-27 08:30"]


def test_what_nobody_owns_is_put_to_the_leader_a_day_later(tx: Tx) -> None:
    one = item(tx, owner=None)
    assert told(tx, at("04-30 20:00")) == [("03-24 10:00", "owner", ("周敏",))]
    action_items.assign(tx, actor(tx, "周敏"), one.id, actor(tx, "林悦").id, at("03-24 10:05"))
    assert [who for *_, who in told(tx, at("03-27 20:00"))] == [("林悦",), ("林悦",)]


def test_after_a_stop_what_is_true_now_is_said_once(tx: Tx) -> None:
    item(tx)
    found, _ = action_items.due(tx, at("03-29 12:00"))
    assert [(one.step, one.item.delays) for one in found] == [(ItemStep.LATE, 1)]
    assert rows.first_due_at(tx) is None


def test_a_delay_said_after_a_stop_before_its_own_hour_counts_once(tx: Tx) -> None:
    one = item(tx)
    told(tx, at("03-26 20:00"))
    assert [each.step for each in action_items.due(tx, at("03-28 08:10"))[0]] == [ItemStep.LATE]
    assert told(tx, at("04-30 20:00")) == []
    found = rows.load(tx, one.id)
    assert found is not None and found.delays == 1


def test_a_delay_counts_each_time_its_day_passes(tx: Tx) -> None:
    one = item(tx)
    told(tx, at("03-28 20:00"))
    action_items.put_off(tx, actor(tx, "周敏"), one.id, date(2026, 4, 1), at("03-29 12:00"))
    told(tx, at("04-10 20:00"))
    found = rows.load(tx, one.id)
    assert found is not None and found.delays == 2


def test_nothing_is_said_in_quiet_hours(tx: Tx) -> None:
    item(tx, owner=None)
    assert action_items.due(tx, at("03-24 22:00")) == ([], False)
    assert [one.step for one in action_items.due(tx, at("03-25 08:00"))[0]] == [ItemStep.OWNER]


def test_what_is_done_is_not_reminded_of_and_opened_again_is(tx: Tx) -> None:
    one = item(tx)
    zheng = actor(tx, "郑凯")
    assert action_items.finish(tx, zheng, one.id, NOW).state is ItemState.DONE
    assert rows.first_due_at(tx) is None
    with pytest.raises(Refused, match="not_open"):
        action_items.finish(tx, zheng, one.id, NOW)
    action_items.reopen(tx, zheng, one.id, NOW)
    assert rows.first_due_at(tx) == at("03-26 08:30")


def test_an_owner_who_cannot_be_reached_leaves_it_to_the_leader(tx: Tx) -> None:
    item(tx)
    staff.note_blocked(tx, 1000 + actor(tx, "郑凯").id, NOW)
    assert told(tx, at("03-26 20:00")) == [("03-26 08:30", "before", ("周敏",))]


def test_a_member_does_and_explains_their_own_and_leaders_give_it_away(tx: Tx) -> None:
    one = item(tx)
    for who in ("林悦", "何芳"):
        with pytest.raises(Refused):
            action_items.finish(tx, actor(tx, who), one.id, NOW)
    with pytest.raises(Refused, match="not_yours"):
        action_items.put_off(tx, actor(tx, "郑凯"), one.id, date(2026, 4, 1), NOW)
    with pytest.raises(Refused, match="not_yours"):
        action_items.explain(tx, actor(tx, "周敏"), one.id, "忙", NOW)
    with pytest.raises(Refused, match="no_such_owner"):
        action_items.assign(tx, actor(tx, "周敏"), one.id, actor(tx, "何芳").id, NOW)
    with pytest.raises(Refused, match="day_passed"):
        action_items.put_off(tx, actor(tx, "周敏"), one.id, date(2026, 3, 20), NOW)


def test_a_topic_that_another_writer_has_struck_out_takes_no_other_with_it(tx: Tx) -> None:
    zhou = actor(tx, "周敏")
    values = {"group_id": zhou.staff.groups[0], "kind": "weekly", "held_on": date(2026, 3, 23)}
    values |= {"starts_at": at("03-23 09:00"), "length_minutes": 60, "state": "held", "step": None, "due_at": None}
    meeting = meetings.add(tx, values)
    minutes.add(tx, zhou, meeting, ["通报", "分工"], [], NOW)
    for _ in range(2):
        left = minutes.remove_topic(tx, zhou, meeting, 0, "通报")
    assert left.minutes.topics == ("分工",)


def test_what_is_done_has_no_other_owner_or_day_and_reminds_nobody_again(tx: Tx) -> None:
    one = item(tx)
    action_items.finish(tx, actor(tx, "郑凯"), one.id, NOW)
    with pytest.raises(Refused, match="not_open"):
        action_items.assign(tx, actor(tx, "周敏"), one.id, actor(tx, "林悦").id, NOW)
    with pytest.raises(Refused, match="not_open"):
        action_items.put_off(tx, actor(tx, "周敏"), one.id, date(2026, 4, 1), NOW)
    assert told(tx, at("04-30 20:00")) == []


def test_decisions_run_once_the_minutes_are_out(tx: Tx) -> None:
    zhou = actor(tx, "周敏")
    group = zhou.staff.groups[0]
    values = {"group_id": group, "kind": "weekly", "held_on": date(2026, 3, 23), "starts_at": at("03-23 09:00")}
    meeting = meetings.add(tx, {**values, "length_minutes": 60, "state": "held", "step": None, "due_at": None})
    decision = Decision("交方案", actor(tx, "郑凯").id, date(2026, 3, 27))
    minutes.add(tx, zhou, meeting, ["通报"], [decision], NOW)
    assert rows.first_due_at(tx) is None
    out = minutes.publish(tx, zhou, meeting, NOW)
    assert [(one.member.name, len(one.fresh)) for one in out.told] == [("郑凯", 1)]
    assert rows.first_due_at(tx) == at("03-26 08:30")
    with pytest.raises(Refused, match="not_yours"):
        minutes.begin(tx, actor(tx, "林悦"), meeting)
    with pytest.raises(Refused, match="not_found"):
        minutes.written(tx, actor(tx, "何芳"), meeting)
    assert minutes.written(tx, actor(tx, "林悦"), meeting).decisions[0].owner == "郑凯"


def test_the_owner_is_asked_for_a_day_after_the_decision_whatever_else_happens(tx: Tx) -> None:
    one = item(tx, owner=None, due_on=None)
    action_items.put_off(tx, actor(tx, "周敏"), one.id, date(2026, 4, 1), NOW + timedelta(hours=1))
    assert rows.first_due_at(tx) == NOW + timedelta(hours=24)


def meeting_of(tx: Tx) -> int:
    values = {"group_id": actor(tx, "周敏").staff.groups[0], "kind": "weekly", "held_on": date(2026, 3, 23)}
    values |= {"starts_at": at("03-23 09:00"), "length_minutes": 60, "state": "held", "step": None, "due_at": None}
    return meetings.add(tx, values)


def test_minutes_published_again_tell_each_owner_what_is_new_and_what_has_another_day(tx: Tx) -> None:
    zhou, zheng, lin = actor(tx, "周敏"), actor(tx, "郑凯").id, actor(tx, "林悦").id
    meeting = meeting_of(tx)
    minutes.add(tx, zhou, meeting, [], [Decision("交方案", zheng), Decision("送样机", zheng)], NOW)
    first = minutes.publish(tx, zhou, meeting, NOW)
    assert [(one.member.name, len(one.fresh)) for one in first.told] == [("郑凯", 2)]
    assert minutes.publish(tx, zhou, meeting, NOW).told == ()
    plan, sample = (one.id for one in rows.of_meeting(tx, meeting))
    minutes.add(tx, zhou, meeting, [], [Decision("写总结", lin)], NOW)
    action_items.put_off(tx, zhou, plan, date(2026, 4, 1), NOW)
    again = {one.member.name: one for one in minutes.publish(tx, zhou, meeting, NOW).told}
    assert again.keys() == {"郑凯", "林悦"}
    assert [one.text for one in again["郑凯"].moved] == ["交方案"] and again["郑凯"].fresh == ()
    assert [one.text for one in again["林悦"].fresh] == ["写总结"]
    action_items.assign(tx, zhou, sample, lin, NOW)
    given = {one.member.name: one for one in minutes.publish(tx, zhou, meeting, NOW).told}
    assert [one.text for one in given["郑凯"].gone] == ["送样机"]
    assert [one.text for one in given["林悦"].fresh] == ["送样机"]


def test_who_could_not_be_told_is_told_the_next_time(tx: Tx) -> None:
    zhou, zheng = actor(tx, "周敏"), actor(tx, "郑凯")
    meeting = meeting_of(tx)
    minutes.add(tx, zhou, meeting, [], [Decision("交方案", zheng.id)], NOW)
    staff.note_blocked(tx, 1000 + zheng.id, NOW)
    assert minutes.publish(tx, zhou, meeting, NOW).told == ()
    staff.note_blocked(tx, 1000 + zheng.id, None)
    assert [one.member.name for one in minutes.publish(tx, zhou, meeting, NOW).told] == ["郑凯"]


def test_a_decision_that_wants_no_owner_asks_for_none_and_may_be_given_one_all_the_same(tx: Tx) -> None:
    zhou, one = actor(tx, "周敏"), item(tx, owner=None, due_on=None)
    assert action_items.settle(tx, zhou, one.id, NOW).state is ItemState.SETTLED
    assert told(tx, at("04-30 20:00")) == []
    assert action_items.of_groups(tx, zhou)[1] == 0
    given = action_items.assign(tx, zhou, one.id, actor(tx, "郑凯").id, NOW)
    assert (given.state, given.owner) == (ItemState.OPEN, "郑凯")
    with pytest.raises(Refused, match="not_open"):
        action_items.settle(tx, zhou, one.id, NOW)
