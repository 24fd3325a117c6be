"""Every moment exactly once per rule and local day, whatever the clock does (R3.4).

The clock of six time zones is run through changes to and from daylight saving, jumps of an hour and a day there and
back, and stops of minutes, hours and days. The suite runs a third of a year with a tick every 20 minutes; two years
with a tick every 5 by the environment:  CARE_CLOCK=long uv run pytest tests/services/test_clock.py
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from domain.persons import Birthday, BirthdayType
from domain.staff import Role
from services import nudges as clock
from services import staff as members
from storage import clients, organisation, persons, staff
from storage.nudges import nudges, occurrences
from storage.tx import Tx
from tests.domain.test_birthdays import expected as birthdays_of

LONG = os.environ.get("CARE_CLOCK") == "long"
DAYS, STEP = (730, timedelta(minutes=5)) if LONG else (120, timedelta(minutes=20))
ZONES = {
    # The short form of each begins two months before a change of its clocks.
    "Asia/Shanghai": date(2026, 8, 1),
    "America/New_York": date(2026, 1, 12),
    "Europe/Berlin": date(2026, 8, 25),
    "Australia/Lord_Howe": date(2026, 2, 5),
    "America/St_Johns": date(2026, 9, 2),
    "Asia/Kathmandu": date(2026, 3, 1),
}
HOLIDAYS = {
    "元旦": ["2027-01-01", "2028-01-01"], "春节": ["2026-02-17", "2027-02-06", "2028-01-26"],
    "清明节": ["2026-04-05", "2027-04-05", "2028-04-04"], "劳动节": ["2026-05-01", "2027-05-01", "2028-05-01"],
    "端午节": ["2026-06-19", "2027-06-09", "2028-05-28"], "中秋节": ["2026-09-25", "2027-09-15"],
    "国庆节": ["2026-10-01", "2027-10-01"],
}  # fmt: skip
STATUTORY_2027_28 = {
    "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-04-05", "2027-05-01",
    "2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03", "2028-01-01", "2028-01-25",
    "2028-01-26", "2028-01-27", "2028-01-28", "2028-01-29", "2028-04-04", "2028-05-01", "2028-05-02", "2028-05-28",
    "2028-10-01", "2028-10-02", "2028-10-03",
}  # fmt: skip
CLASSES = ("A", "B", "C", "diamond", "gold", None)


def works(day: date) -> bool:
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day.isoformat() not in STATUTORY_2027_28


def rules(on: date, class_: str | None, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    """The rules of R3.4 in the plainest way: which, and when."""
    for lead in (7, 3) if class_ in ("A", "diamond", "gold") else (3,):
        day = on - timedelta(days=lead)
        while not works(day):
            day -= timedelta(days=1)
        yield f"lead{lead}", datetime.combine(day, time(8, 30), zone)
    yield "lead0", datetime.combine(on, time(8, 30) if works(on) else time(9, 30), zone)


def settle(tx: Tx, zone: str, now: datetime) -> list[tuple[int, Birthday, str | None]]:
    """One manager with 36 persons at six clients; their birthdays."""
    organisation.save(tx, name="x", timezone=zone, language="en", own_company="x")
    manager, _ = members.add(tx, now, name="M", role=Role.MANAGER, group="g")
    staff.enrol(tx, manager, 1, now)
    chance, found = random.Random(zone), []
    for class_ in CLASSES:
        home = clients.add(tx, {"name": f"c{class_}", "class_": class_, "manager_id": manager}, [], date(2026, 1, 1))
        for n in range(6):
            kind = (BirthdayType.SOLAR, BirthdayType.LUNAR, BirthdayType.LUNAR_LEAP)[n % 3]
            birthday = Birthday(chance.randint(1, 12), chance.randint(1, 30 if n % 3 else 28), type=kind)
            values = {"client_id": home, "name": f"p{n}", "birthday": str(birthday), "birthday_type": kind}
            found.append((persons.add(tx, values), birthday, class_))
    return found


def wanted(tx: Tx, born: list[tuple[int, Birthday, str | None]], zone: ZoneInfo) -> dict[str, datetime]:
    """Every nudge of two years: its key, and when it is to come."""
    found: dict[str, datetime] = {}
    for person, birthday, class_ in born:
        for on, _ in birthdays_of(birthday):
            if 2026 <= on.year <= 2028:
                for rule, at in rules(on, class_, zone):
                    found[f"care:birthday:{person}:{on}:{rule}:1"] = at
    ids = {row.name: row.id for row in tx.rows(occurrences.metadata.tables["holidays"].select())}
    for row in tx.rows(clients.clients.select()):
        for name, days in HOLIDAYS.items():
            for day in days:
                for rule, at in rules(date.fromisoformat(day), getattr(row, "class"), zone):
                    found[f"care:holiday:{ids[name]}:c{row.id}:{day}:{rule}:1"] = at
    return found


def run_of_the_clock(start: datetime, chance: random.Random) -> Iterator[tuple[datetime, bool]]:
    """Instants at which the product ticks, as its own clock shows them, and whether that clock is right."""
    true, offset, until, asleep = start, timedelta(), start, start
    while true < start + timedelta(days=DAYS):
        true += STEP
        if true >= until and offset:
            offset = timedelta()
        if true < asleep:
            continue
        if not offset and chance.random() < STEP / timedelta(days=4):
            asleep = true + chance.choice([timedelta(minutes=5), timedelta(hours=2), timedelta(days=3)])
            continue
        if not offset and chance.random() < STEP / timedelta(days=4):
            offset = chance.choice([-1, 1]) * chance.choice([timedelta(hours=1), timedelta(days=1)])
            until = true + chance.choice([timedelta(minutes=40), timedelta(hours=5), timedelta(hours=30)])
        yield true + offset, not offset


@pytest.mark.long
@pytest.mark.parametrize("name", ZONES)
def test_every_moment_is_nudged_exactly_once_per_rule_whatever_the_clock_does(tx: Tx, name: str) -> None:
    zone, chance = ZoneInfo(name), random.Random(name)
    start = datetime.combine(ZONES[name], time(12), zone).astimezone(UTC)
    born = settle(tx, name, start)
    said: dict[int, datetime] = {}
    shown = last = start
    for now, right in run_of_the_clock(start, chance):
        more = True
        while more:
            batches, more = clock.due(tx, now)
            for batch in batches:
                assert time(8) <= now.astimezone(zone).time() < time(21)
                for nudge in batch.nudges:
                    assert nudge.id not in said, "said twice"
                    assert nudge.due_at <= now, "said too early"
                    said[nudge.id] = now
        shown, last = max(shown, now), now if right else last

    plan = wanted(tx, born, zone)
    made = {row.key: row for row in tx.rows(nudges.select()) if row.key.startswith("care:")}
    due = {key for key, at in plan.items() if start <= at <= last}
    assert due - made.keys() == set(), "missed"
    # What was made besides: at the start for days already near, or by a clock that ran ahead for a while.
    early = {key for key, at in plan.items() if at < start or last < at <= shown}
    assert made.keys() - due - early == set(), "never asked for"
    assert len(due) > (350 if LONG else 45)

    told = {key for key, row in made.items() if not row.covered and row.said_at is not None}
    for key in due:
        row = made[key]
        if not row.covered:
            assert row.due_at == plan[key]
            continue
        # Covered: a later nudge of the same moment was said instead of it, when both were due.
        moment = key.rsplit(":", 2)[0]
        assert any(other.startswith(f"{moment}:") and plan[other] >= plan[key] for other in told), key
    waiting = {row.id for row in made.values() if row.said_at is None}
    assert set(said) == {made[key].id for key in told}
    assert all(made[key].due_at > last - timedelta(hours=12) for key in made if made[key].id in waiting)
