"""What the bot would push in a period is what its clock then pushes (issue: same code, its own clock)."""

from datetime import date, datetime, timedelta

import pytest

from domain.care import CareForm
from domain.moments import Kind, Once
from services import care, contracts, moments, nudges, occurrences, upcoming
from services.care import CareCommand
from services.contracts import NewContract
from services.moments import NewMoment
from services.nudges import Nudge
from services.upcoming import Push
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at, tick
from tests.services.test_clients import id_of

START, END = at("09-07 00:00"), at("10-12 23:59")
Line = tuple[str, str, str | None, str, int]


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)
    lin = actor(tx, "林悦")
    contracts.add(tx, lin, NewContract(id_of(tx, "龙岩一中"), "专线", ends_on=date(2026, 12, 1)), at("08-01 12:00"))
    fair = NewMoment(Kind.EVENT, "博览会", Once(date(2026, 9, 18)), for_group=True)
    moments.add(tx, actor(tx, "周敏"), fair, at("08-01 12:00"))


def line(push: Push) -> Line:
    at = push.at.astimezone(START.tzinfo)
    return f"{at:%m-%d %H:%M}", push.to, push.moment, push.date.isoformat(), (push.date - at.date()).days


def rehearsed(tx: Tx, start: datetime, end: datetime) -> list[Push]:
    return list(upcoming.pushes(tx, [nudges.SOURCE], start, end))


def care_lines(pushes: list[Push]) -> list[Line]:
    return [line(push) for push in pushes if push.moment is not None]


def moments_of(pushes: list[Push]) -> list[tuple[Push, Nudge]]:
    return [(push, nudge) for push in pushes for nudge in push.about.nudges]


def test_it_shows_every_nudge_of_the_period_in_the_order_of_time(tx: Tx) -> None:
    pushes = rehearsed(tx, START, END)
    found = care_lines(pushes)
    assert [push.at for push in pushes] == sorted(push.at for push in pushes)
    assert ("09-07 08:30", "林悦", "holiday:教师节", "2026-09-10", 3) in found
    assert ("09-18 08:30", "林悦", "holiday:中秋节", "2026-09-25", 7) in found
    assert ("09-25 09:30", "何芳", "holiday:中秋节", "2026-09-25", 0) in found
    assert ("09-24 08:30", "郑凯", "birthday", "2026-10-01", 7) in found
    assert ("09-30 08:30", "林悦", "contract_end", "2026-12-01", 62) in found
    assert {to for _, to, moment, _, _ in found if moment == "event"} == {"林悦", "郑凯"}
    assert {push.kind for push in pushes} == {"care", "contract", "evening"}


def test_it_shows_one_line_for_each_moment_and_receiver(tx: Tx) -> None:
    keys = [(push.at, push.to, nudge.key) for push, nudge in moments_of(rehearsed(tx, START, END))]
    assert len(keys) == len(set(keys)) > 60


def test_it_shows_what_the_clock_then_does(tx: Tx) -> None:
    now, done = START - timedelta(hours=1), []
    tick(tx, at("08-20 12:00"))
    tick(tx, at("09-06 12:00"))
    while now <= END:
        now += timedelta(minutes=30)
        done += [(nudge.due_at, batch.actor.id, nudge.key) for batch in tick(tx, now) for nudge in batch.nudges]
    shown = [(push.at, push.about.actor.id, nudge.key) for push, nudge in moments_of(rehearsed(tx, START, END))]
    assert sorted(done) == sorted(shown) != []


def test_what_is_dealt_with_is_not_shown_and_what_was_put_off_is(tx: Tx) -> None:
    lin = actor(tx, "林悦")
    tick(tx, at("08-20 12:00"))
    first = next(nudge for batch in tick(tx, at("09-03 08:30")) for nudge in batch.nudges if nudge.name == "教师节")
    other = next(nudge for batch in tick(tx, at("09-07 08:30")) for nudge in batch.nudges if nudge.name == "教师节"
                 and nudge.occurrence_id != first.occurrence_id)  # fmt: skip
    command = CareCommand(first.client_id or 0, date(2026, 9, 7), form=CareForm.SMS, occurrence_id=first.occurrence_id)
    care.log(tx, lin, command, at("09-07 09:00"))
    occurrences.put_off(tx, lin, other.occurrence_id, at("09-08 15:00"), at("09-07 09:00"))
    found = moments_of(rehearsed(tx, at("09-07 10:00"), END))
    assert first.occurrence_id not in [nudge.occurrence_id for _, nudge in found]
    again = [push.at for push, nudge in found if nudge.occurrence_id == other.occurrence_id]
    assert again == [at("09-08 15:00"), at("09-10 08:30")]


def test_a_period_that_is_past_shows_what_it_had(tx: Tx) -> None:
    tick(tx, at("2026-11-22 12:00"))
    found = care_lines(rehearsed(tx, at("03-01 00:00"), at("03-31 23:59")))
    assert ("03-18 08:30", "林悦", "birthday", "2026-03-21", 3) in found
