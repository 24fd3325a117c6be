"""The days of several clients in one message, where each has its own: 下周二上午去一中，周四去二院."""

from datetime import date, time
from typing import NamedTuple

from language.event import Event
from language.reading import OwnDay
from language.scene import Scene, When
from language.tense import event_times, lies_ahead, narrated

_Named = tuple[int, float, tuple[int, int]]
"""A client's number in the portfolio, how sure its name is, and where it stands."""


def own_days(scene: Scene, event: Event) -> tuple[OwnDay, ...]:
    """The day of each client, in the order they are named; nothing where all have the same, or one has none.

    A day holds for the clients named after it, up to the next day; in a message that begins with a client, for the one
    before it (visit the school tomorrow and the bank on Friday). What was done lies back, what is planned ahead: in
    what was done, a client whose own clause says a day to come is left out, for nothing was done there yet
    (昨天去了一中，明天去二院); any other day belongs to something else that was said, and then the message has one day
    for all.
    """
    if len(scene.who.clients) < 2 or event.intent.value not in ("visit", "care", "plan"):
        return ()
    clients = sorted(scene.who.clients, key=lambda each: each[2])
    times = event_times(scene)
    begins = [begin for _, _, (begin, _) in clients]
    if any(when.begin < begins[0] for when in times):
        found = _said_before(scene, event, clients, times)
    else:
        found = _said_behind(scene, event, clients, times)
    own = tuple(each.own for each in found if event.ahead or not each.later)
    fits = all(day >= scene.today if event.ahead else day <= scene.today for _, day, _ in own)
    return own if fits and (len(own) < len(found) or len({day for _, day, _ in own}) > 1) else ()


class _Found(NamedTuple):
    """The day of a client, and whether the client's own clause says that it is to come."""

    own: OwnDay
    later: bool


def _said_behind(scene: Scene, event: Event, clients: list[_Named], times: list[When]) -> list[_Found]:
    begins = [begin for _, _, (begin, _) in clients]
    found: list[_Found] = []
    for (number, _, (begin, _)), end in zip(clients, [*begins[1:], len(scene.text)], strict=True):
        own = [when for when in times if begin < when.begin < end]
        if not own or own[0].dayless:
            return []
        day = scene.portfolio.clients[number].id, own[0].first_day(event.ahead), own[0].clock(event.ahead)
        found.append(_Found(day, _later(scene, begin, own[0])))
    return found


def _said_before(scene: Scene, event: Event, clients: list[_Named], times: list[When]) -> list[_Found]:
    found: list[_Found] = []
    last: When | None = None
    day: date | None = None
    clock: time | None = None
    passed = 0
    for number, _, (begin, _) in clients:
        for when in (when for when in times if passed <= when.begin < begin):
            day = day if when.dayless and day is not None else when.first_day(event.ahead)
            clock, last = when.clock(event.ahead), when
        assert day is not None and last is not None
        own = scene.portfolio.clients[number].id, day, clock
        found.append(_Found(own, _later(scene, begin, last)))
        passed = begin
    return found


def _later(scene: Scene, place: int, when: When) -> bool:
    if scene.clause_at(place) != scene.clause_at(when.begin):
        return False
    return when.first_day(False) > scene.today or (lies_ahead(scene, when) and not narrated(scene, when))
