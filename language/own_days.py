"""The days of several clients in one message, where each has its own: 下周二上午去一中，周四去二院."""

from datetime import date, time

from language.event import Event
from language.reading import OwnDay
from language.scene import Scene, When
from language.tense import event_times


def own_days(scene: Scene, event: Event) -> tuple[OwnDay, ...]:
    """The day of each client, in the order they are named; nothing where all have the same, or one has none.

    A day holds for the clients named after it, up to the next day; in a message that begins with a client, for the one
    before it (visit the school tomorrow and the bank on Friday). What was done lies back, what is planned ahead: any
    other day belongs to something else that was said, and then the message has one day for all.
    """
    if len(scene.who.clients) < 2 or event.intent.value not in ("visit", "care", "plan"):
        return ()
    clients = sorted(scene.who.clients, key=lambda each: each[2])
    times = event_times(scene)
    begins = [begin for _, _, (begin, _) in clients]
    if any(when.begin < begins[0] for when in times):
        found = _said_before(scene, event, clients, times)
    else:
        ends = [*begins[1:], len(scene.text)]
        found = []
        for (number, _, (begin, _)), end in zip(clients, ends, strict=True):
            own = [when for when in times if begin < when.begin < end]
            if not own or own[0].dayless:
                return ()
            found.append((scene.portfolio.clients[number].id, own[0].first_day(event.ahead), own[0].clock(event.ahead)))
    fits = all(day >= scene.today if event.ahead else day <= scene.today for _, day, _ in found)
    return tuple(found) if fits and len({day for _, day, _ in found}) > 1 else ()


def _said_before(
    scene: Scene, event: Event, clients: list[tuple[int, float, tuple[int, int]]], times: list[When]
) -> list[OwnDay]:
    found: list[OwnDay] = []
    day: date | None = None
    clock: time | None = None
    passed = 0
    for number, _, (begin, _) in clients:
        for when in (when for when in times if passed <= when.begin < begin):
            day = day if when.dayless and day is not None else when.first_day(event.ahead)
            clock = when.clock(event.ahead)
        assert day is not None
        found.append((scene.portfolio.clients[number].id, day, clock))
        passed = begin
    return found
