"""The drafts of a year, a month and a week (R4.1, R4.2, R4.6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.planning import (
    Draft,
    DraftItem,
    Errand,
    Half,
    ItemKind,
    PlanClient,
    PlanRules,
    Shortfall,
    Slots,
    YearDraft,
    YearVisit,
)
from domain.planning_board import Slot, arrange, rooms
from domain.planning_visits import Period, Visit, due_visits, errand_reason, with_earlier, with_month, with_year

ERRAND_DAYS = 7
"""How many days before its day a movable errand may be done, and joins a visit to the same client."""

NOON_HOUR = 12
SATURDAY = 5
DAYS_BEYOND_THE_YEAR = 90


def draft_month(
    clients: Sequence[PlanClient],
    slots: Slots,
    rules: PlanRules,
    *,
    first: date,
    last: date,
    today: date,
    errands: Sequence[Errand] = (),
    year: Sequence[YearVisit] = (),
    earlier: Sequence[DraftItem] = (),
) -> Draft:
    """The plan of one manager from `first` (today, if that is later) to `last`: what the standard asks for, what the
    year plan puts here, and the errands (R4.1).

    No half-day takes more visits than its room (R4.6), save where fixed errands alone do. Where days do not suffice the
    shortfall says for which clients; those who have waited longest, in standards of their class, go first. What stood
    in an `earlier` draft of the same days stays there as far as it can.
    """
    weeks: dict[int, list[date]] = defaultdict(list)
    for planned in year:
        weeks[planned.client_id].append(planned.week_on)
    period, room, given = _lay_out(clients, slots, rules, max(first, today), last, today, errands)
    stood: dict[int, list[DraftItem]] = defaultdict(list)
    for item in earlier:
        if item.client_id is not None and item.visit:
            stood[item.client_id].append(item)
    visits: list[Visit] = []
    for client in clients:
        own = with_year(due_visits(client, period, ERRAND_DAYS), client, weeks.get(client.id, ()), period)
        visits += with_earlier(own, stood.get(client.id, ()))
    return _draft(clients, visits, room, period, given, errands)


def draft_week(
    clients: Sequence[PlanClient],
    slots: Slots,
    rules: PlanRules,
    *,
    first: date,
    last: date,
    today: date,
    month: Sequence[DraftItem] = (),
    errands: Sequence[Errand] = (),
) -> Draft:
    """The plan of one manager for a week: the month plan's items that stand in it, on their days where those still can
    be had; what has become due since; and the errands (R4.1).

    `month` is the whole month plan (two, where the week lies in both) without what is done or dropped. A visit by the
    standard is left out where the client was visited since; an errand that the month plan holds is not taken twice.
    """
    first = max(first, today)
    held = {(errand.kind, errand.ref_id) for item in month for errand in item.errands if errand.ref_id is not None}
    fresh = [errand for errand in errands if (errand.kind, errand.ref_id) not in held]
    kept = [item for item in month if first <= item.on <= last and not _by_standard(item)]
    planned: dict[int, list[DraftItem]] = defaultdict(list)
    for item in month:
        if item.client_id is not None and _by_standard(item) and item.on >= first:
            planned[item.client_id].append(item)
    period, room, given = _lay_out(clients, slots, rules, first, last, today, fresh, kept)
    visits = [
        visit
        for client in clients
        for visit in with_month(due_visits(client, period, ERRAND_DAYS), client, planned.get(client.id, ()), period)
    ]
    return _draft(clients, visits, room, period, given, fresh)


def spread_year(
    clients: Sequence[PlanClient], slots: Slots, rules: PlanRules, *, first: date, last: date, today: date
) -> YearDraft:
    """The visits that the standard asks for from `first` (today, if later) to `last`, spread evenly over the weeks, and
    a district's visits gathered in the same weeks where that is possible (R4.1).

    It is planned some way into the next year, on weekdays, so that the last months are as full as the others.
    """
    beyond = [last + timedelta(days=more + 1) for more in range(DAYS_BEYOND_THE_YEAR)]
    slots = replace(slots, working_days=[*slots.working_days, *(day for day in beyond if day.weekday() < SATURDAY)])
    period, room, _ = _lay_out(clients, slots, rules, max(first, today), beyond[-1], today, ())
    visits = [_by_weeks(visit) for client in clients for visit in due_visits(client, period, ERRAND_DAYS)]
    found: list[YearVisit] = []
    missing: Counter[int] = Counter()
    for visit, slot in arrange(visits, _room_of_weeks(room, period.first, last), period, roughly=True):
        if slot is None and visit.need.due_on <= last:
            missing[visit.client.id] += 1
        elif slot is not None and slot[0] <= last:
            found.append(YearVisit(visit.client.id, slot[0] - timedelta(days=slot[0].weekday())))
    return YearDraft(tuple(sorted(found, key=lambda visit: (visit.week_on, visit.client_id))), dict(missing))


def _room_of_weeks(room: Mapping[Slot, int], first: date, last: date) -> dict[Slot, int]:
    """The room of whole weeks, at the first day of each; the week in which the year ends is two, before and after."""
    found: Counter[Slot] = Counter()
    for (day, _), size in room.items():
        begins = first if day <= last else last + timedelta(days=1)
        found[max(day - timedelta(days=day.weekday()), begins), Half.FORENOON] += size
    return dict(found)


def _by_weeks(visit: Visit) -> Visit:
    """A visit that may be on any day of the weeks that its window lies in."""
    need = visit.need
    begin = need.from_on - timedelta(days=need.from_on.weekday())
    end = need.due_on + timedelta(days=6 - need.due_on.weekday())
    return replace(visit, need=replace(need, from_on=begin, due_on=end, until_on=max(end, need.until_on)))


def _by_standard(item: DraftItem) -> bool:
    return item.visit and item.kind is ItemKind.VISIT


def _half(errand: Errand) -> Half | None:
    if errand.half is None and errand.at is not None:
        return Half.FORENOON if errand.at.hour < NOON_HOUR else Half.AFTERNOON
    return errand.half


def _lay_out(
    clients: Sequence[PlanClient],
    slots: Slots,
    rules: PlanRules,
    first: date,
    last: date,
    today: date,
    errands: Sequence[Errand],
    kept: Sequence[DraftItem] = (),
) -> tuple[Period, dict[Slot, int], list[DraftItem]]:
    """The period, the room that what is fixed leaves in it, and what is fixed, as items."""
    by_id = {client.id: client for client in clients}
    given = list(kept)
    movable: dict[int, list[Errand]] = defaultdict(list)
    taken: Counter[tuple[date, Half | None]] = Counter(
        (item.on, item.half) for item in kept if item.visit and item.half is not None
    )
    for errand in errands:
        if errand.visit and errand.movable and errand.client_id in by_id and errand.on <= last:
            movable[errand.client_id].append(errand)
        elif not errand.movable and first <= errand.on <= last:
            half = _half(errand)
            if errand.visit and half is None:
                half = _emptier(errand.on, taken, slots, rules)
            if errand.visit and half is not None:
                taken[errand.on, half] += 1
            given.append(_errand_item(errand, by_id, errand.on, half))
    room = rooms(slots, rules, first, last, {(day, half): size for (day, half), size in taken.items() if half})
    fixed: dict[int, list[date]] = defaultdict(list)
    for item in given:
        if item.visit and item.client_id is not None:
            fixed[item.client_id].append(item.on)
    days = sorted({day for (day, _), size in room.items() if size > 0})
    return Period(first, last, today, rules, days, fixed, movable), room, given


def _emptier(on: date, taken: Mapping[tuple[date, Half | None], int], slots: Slots, rules: PlanRules) -> Half:
    """The half of a day that has more room left; for a day off the forenoon."""
    room = rooms(slots, rules, on, on, {(day, half): size for (day, half), size in taken.items() if half})
    return max(room, key=lambda slot: (room[slot], slot[1] is Half.FORENOON))[1] if room else Half.FORENOON


def _errand_item(errand: Errand, by_id: Mapping[int, PlanClient], on: date, half: Half | None) -> DraftItem:
    client = by_id.get(errand.client_id) if errand.client_id is not None else None
    reasons = (errand_reason(client, errand),)
    return DraftItem(errand.kind, on, half, errand.at, errand.client_id, errand.visit, reasons, (errand,))


def _draft(
    clients: Sequence[PlanClient],
    visits: Sequence[Visit],
    room: Mapping[Slot, int],
    period: Period,
    given: Sequence[DraftItem],
    errands: Sequence[Errand],
) -> Draft:
    """The draft: what is given, the visits in their slots, then the errands that are no visits."""
    seats = arrange(visits, room, period)
    items = list(given)
    for visit, slot in seats:
        if slot is not None:
            reasons = (visit.reason, *(errand_reason(visit.client, errand) for errand in visit.errands))
            kind = ItemKind.VISIT
            if visit.errands and visit.reason.code.value == visit.errands[0].kind.value:
                kind, reasons = visit.errands[0].kind, reasons[1:]
            items.append(DraftItem(kind, slot[0], slot[1], None, visit.client.id, True, reasons, visit.errands))
    short = _shortfall(seats, period)
    by_id = {client.id: client for client in clients}
    waiting = {errand for visit, _ in seats for errand in visit.errands}
    for errand in errands:
        if errand.movable and errand not in waiting:
            _join_or_stand(items, errand, by_id, period)
    items.sort(key=_order)
    return Draft(tuple(items), tuple(short))


def _join_or_stand(items: list[DraftItem], errand: Errand, by_id: Mapping[int, PlanClient], period: Period) -> None:
    """Give an errand that is no visit to the last visit to its client shortly before its day, or a line of its own."""
    on = max(errand.on, period.first)
    begin = on - timedelta(days=ERRAND_DAYS)
    near = [
        place_
        for place_, item in enumerate(items)
        if item.visit and item.client_id == errand.client_id is not None and begin <= item.on <= on
    ]
    if near:
        best = max(near, key=lambda place_: items[place_].on)
        item = items[best]
        reason = errand_reason(by_id.get(errand.client_id or 0), errand)
        items[best] = replace(item, reasons=(*item.reasons, reason), errands=(*item.errands, errand))
    elif on <= period.last:
        days = period.between(period.first, on) or period.days[:1]
        items.append(_errand_item(errand, by_id, days[-1] if days else on, _half(errand)))


def _shortfall(seats: Iterable[tuple[Visit, Slot | None]], period: Period) -> list[Shortfall]:
    """By client, the visits that found no room and those that come later than the standard allows."""
    by_client: dict[int, list[tuple[Visit, Slot | None]]] = defaultdict(list)
    for visit, slot in seats:
        if not visit.optional:
            by_client[visit.client.id].append((visit, slot))
    found = []
    for client_id, pairs in by_client.items():
        missing = [visit.need.due_on for visit, slot in pairs if slot is None]
        late = _late(pairs, period)
        if missing or late:
            found.append(Shortfall(client_id, len(missing), len(late), min(missing + late)))
    return sorted(found, key=lambda each: (each.due_on, each.client_id))


def _late(pairs: Sequence[tuple[Visit, Slot | None]], period: Period) -> list[date]:
    """When visits of one client were due that are placed later; the standard counts from the one before."""
    before: date | None = None
    found = []
    for day, visit in sorted(((slot[0], visit) for visit, slot in pairs if slot is not None), key=lambda pair: pair[0]):
        due = visit.need.due_on
        if before is not None:
            due = max(due, before + timedelta(days=period.every_days(visit.client)))
        if day > due:
            found.append(due)
        before = day
    return found


def _order(item: DraftItem) -> tuple[date, str, bool, str, int]:
    """By day, forenoon before afternoon before the rest of the day, by time, then by client."""
    half = {Half.FORENOON: "1", Half.AFTERNOON: "2", None: "3"}[item.half]
    return item.on, half, item.at is None, item.at.isoformat() if item.at else "", item.client_id or 0
