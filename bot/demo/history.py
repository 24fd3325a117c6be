"""Half a year of visits, as if it had been lived: drawn from stories with a fixed seed, up to the demo's present.

A client is visited a little more often than its class asks for (R2.5), some have been let slip, some records came
late (R2.4), and the assistant wrote a few on a manager's behalf.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.clients import VIP, visit_interval_days
from domain.frozen import frozen
from domain.staff import Actor, Role
from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, VisitType
from services import visits
from services.visits import VisitCommand
from storage import clients, persons
from storage.tx import Tx

SEED = 2026
DAYS = 182
"""The records reach back so far."""

_SECTORS = {
    **dict.fromkeys(("教育", "Education"), "edu"),
    **dict.fromkeys(("医疗", "醫療", "Healthcare"), "health"),
    **dict.fromkeys(("政务", "政務", "Government"), "gov"),
    **dict.fromkeys(("金融", "服务", "服務", "Finance", "Services"), "office"),
    **dict.fromkeys(("制造", "製造", "Manufacturing"), "factory"),
}
"""Which stories an industry tells; those not named here tell of shops, and individuals (VIP) of themselves."""

_LET_SLIP = 5
"""One client in so many is overdue."""
_HOURS = (time(9, 30), time(10, 0), time(10, 30), time(14, 30), time(15, 0), time(15, 30), time(16, 0))
_SETTLED = timedelta(days=21)
"""Next steps of visits longer ago than this have been done."""


@frozen
class _Stop:
    """One visit to come: whose client, where, and on which day."""

    on: date
    manager: Actor
    client: Any
    sector: str
    people: list[Met]


def live_through(tx: Tx, stories: Sequence[dict[str, Any]], actors: dict[str, Actor], now: datetime) -> None:
    """Record the visits of the last half year through the same service that conversations use."""
    chance = random.Random(SEED)  # noqa: S311  (nothing secret is drawn)
    helpers = {manager: actor for actor in actors.values() for manager in actor.staff.assists}
    told: dict[int, list[dict[str, Any]]] = {}
    for stop in sorted(_stops(tx, actors, chance, now), key=lambda each: each.on):
        if not told.get(stop.client.id):
            told[stop.client.id] = [story for story in stories if story["sector"] == stop.sector]
            chance.shuffle(told[stop.client.id])
        story = told[stop.client.id].pop()
        writer = stop.manager
        if stop.manager.id in helpers and chance.random() < 0.12:
            writer = helpers[stop.manager.id]
        command = _command(stop, story, chance, now)
        visits.log(tx, writer, command, _entered_at(command, stop.manager, chance, now))


def _stops(tx: Tx, actors: dict[str, Actor], chance: random.Random, now: datetime) -> Iterator[_Stop]:
    count = 0
    for manager in (actor for actor in actors.values() if actor.role is Role.MANAGER):
        today = now.astimezone(manager.zone).date()
        for client in clients.names(tx, manager):
            count += 1
            sector = "vip" if client.class_ in VIP else _SECTORS.get(client.industry, "shop")
            people = [Met(person.name, person.id) for person in persons.of_client(tx, client.id)]
            every = visit_interval_days(client.class_, manager.organisation.settings.visit_every_days)
            # The last visit, counted back from today: within the standard, or too long ago.
            gap = every + chance.randint(2, 12) if count % _LET_SLIP == 0 else chance.randint(1, max(2, every - 4))
            day = today - timedelta(days=gap)
            while (today - day).days <= DAYS:
                yield _Stop(_working_day(day), manager, client, sector, people)
                day -= timedelta(days=max(4, round(every * chance.uniform(0.65, 1.0))))


def _working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _command(stop: _Stop, story: dict[str, Any], chance: random.Random, now: datetime) -> VisitCommand:
    at = datetime.combine(stop.on, chance.choice(_HOURS), stop.manager.zone)
    asked = story["sentiment"] == "negative" or chance.random() < 0.15
    return VisitCommand(
        client_id=stop.client.id,
        visited_on=stop.on,
        visited_at=at,
        length_minutes=chance.choice((30, 45, 60, 90)),
        visit_type=VisitType.RESPONSIVE if asked else VisitType.PROACTIVE,
        purposes=tuple(Purpose(purpose) for purpose in story["purposes"].split("|")),
        content=story["content"],
        feedback=story["feedback"],
        sentiment=Sentiment(story["sentiment"]) if story["sentiment"] else None,
        persons=tuple(chance.sample(stop.people, k=min(len(stop.people), 1 + (chance.random() < 0.25)))),
        next_steps=_next_steps(stop, story, at, chance, now),
        competition=(Competition(story["competitor"], story["news"]),) if story["competitor"] else (),
    )


def _next_steps(
    stop: _Stop, story: dict[str, Any], at: datetime, chance: random.Random, now: datetime
) -> tuple[NextStep, ...]:
    if not story["next_step"]:
        return ()
    due_on = stop.on + timedelta(days=int(story["due_in_days"]))
    done_at = at + (now - at) / 2
    if now - at <= _SETTLED and (due_on >= now.astimezone(stop.manager.zone).date() or chance.random() < 0.5):
        done = None
    else:
        done = min(done_at, datetime.combine(due_on, time(16, 40), stop.manager.zone))
    return (NextStep(story["next_step"], due_on, promised=bool(story["promised"]), done_at=done),)


def _entered_at(command: VisitCommand, manager: Actor, chance: random.Random, now: datetime) -> datetime:
    """The evening of the day, now and then more than a week after it (R2.4); never after the demo's present."""
    evening = time(17 + chance.randint(0, 2), chance.randint(0, 59))
    at = datetime.combine(command.visited_on, evening, manager.zone)
    late = at + timedelta(days=chance.randint(8, 11))
    if chance.random() < 0.06 and late < now:
        return late
    return min(at, now)
