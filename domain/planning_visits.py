"""Which visits a draft has to find room for: those the standard asks for, those of the year and month plan, errands."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta

from domain.clients import visit_interval_days
from domain.frozen import frozen
from domain.planning import DraftItem, Errand, Half, PlanClient, PlanRules, Reason, ReasonCode
from domain.planning_needs import Need, needs

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@frozen
class Visit:
    """A visit to be put into a slot: whose, the how many-eth of the period, in which window, what it carries out.

    `wish`: the days it had best be on; `stood`: where an earlier draft or the month plan has it;
    `optional`: the standard does not ask for it yet.
    """

    client: PlanClient
    index: int
    need: Need
    reason: Reason
    optional: bool = False
    errands: tuple[Errand, ...] = ()
    wish: tuple[date, date] | None = None
    stood: tuple[date, Half | None] | None = None


@frozen
class Period:
    """The days that a draft is for, and its visits that are already given: fixed errands, and those that may move."""

    first: date
    last: date
    today: date
    rules: PlanRules
    days: Sequence[date]
    """The days with room, ascending."""
    fixed: Mapping[int, Sequence[date]] = field(default_factory=dict)
    """By client, the days of visits that are not the draft's to choose."""
    movable: Mapping[int, Sequence[Errand]] = field(default_factory=dict)
    """By client, errands that ask for a visit by their day."""

    def between(self, begin: date, end: date) -> Sequence[date]:
        """The days with room from one day to another."""
        return self.days[bisect_left(self.days, begin) : bisect_right(self.days, end)]

    def every_days(self, client: PlanClient) -> int:
        """The client's standard."""
        return visit_interval_days(client.class_, dict(self.rules.visit_every_days))


def reason_of(client: PlanClient, period: Period, index: int) -> Reason:
    """Why the standard asks for a visit; days are counted to today, and only for the first one of a period."""
    if index:
        return Reason(ReasonCode.STANDARD, client.class_)
    if client.last_visit_on is None:
        return Reason(ReasonCode.NEVER_VISITED, client.class_, (period.today - client.assigned_on).days)
    days = (period.today - client.last_visit_on).days
    code = ReasonCode.OVERDUE if days > period.every_days(client) else ReasonCode.STANDARD
    return Reason(code, client.class_, days)


def errand_reason(client: PlanClient | None, errand: Errand) -> Reason:
    """Why an errand stands in a plan; its kinds are codes of reasons too."""
    return Reason(ReasonCode(errand.kind.value), client.class_ if client else None, None, errand.on)


def due_visits(client: PlanClient, period: Period, errand_days: int) -> list[Visit]:
    """The visits to a client that the standard and the errands ask for, each in a window.

    An errand joins the last visit whose window reaches to its day; where there is none it gets a visit of its own, in
    the `errand_days` up to it, and the standard counts on from there.
    """
    anchors = sorted(period.fixed.get(client.id, ()))
    own: list[Visit] = []
    joined: list[Errand] = []
    for errand in sorted(period.movable.get(client.id, ()), key=lambda each: each.on):
        on = max(errand.on, period.first)
        if any(on - timedelta(days=errand_days) <= day <= on for day in anchors):
            continue
        if any(need.from_on <= on for need in _needs(client, period, anchors)):
            joined.append(errand)
            continue
        days = period.between(on - timedelta(days=errand_days), on) or period.between(on, period.last)[:1]
        if days:
            need = Need(days[0], days[-1], days[-1], 1.0, days[0])
            own.append(Visit(client, 0, need, errand_reason(client, errand), errands=(errand,)))
            anchors = sorted([*anchors, days[0]])
    visits = [
        Visit(client, index, need, reason_of(client, period, index))
        for index, need in enumerate(_needs(client, period, anchors))
    ]
    for errand in joined:
        visits = _join(visits, errand, period)
    return visits + [replace(visit, index=len(visits) + extra) for extra, visit in enumerate(own)]


def _needs(client: PlanClient, period: Period, anchors: Sequence[date]) -> list[Need]:
    """The needs between visits whose days are given."""
    every = period.every_days(client)
    since, first = client.last_visit_on or client.assigned_on, period.first
    found: list[Need] = []
    for anchor in (*anchors, period.last + ONE_DAY):
        last = anchor - ONE_DAY
        if last >= first:
            found += needs(since, every, period.between(first, last), first, last)
        since, first = anchor, max(first, anchor + ONE_DAY)
    return found


def _join(visits: list[Visit], errand: Errand, period: Period) -> list[Visit]:
    """The visits with an errand given to the last one that can be on its day or before."""
    on = max(errand.on, period.first)
    place = max((index for index, visit in enumerate(visits) if visit.need.from_on <= on), default=None)
    if place is None:
        return visits
    visit = visits[place]
    days = period.between(visit.need.from_on, min(on, visit.need.due_on))
    need = replace(visit.need, due_on=days[-1]) if days else visit.need
    visits[place] = replace(visit, need=need, errands=(*visit.errands, errand))
    return visits


def with_year(visits: list[Visit], client: PlanClient, weeks: Sequence[date], period: Period) -> list[Visit]:
    """The visits to a client with the weeks that the year plan has for them; one more where only the year plan asks."""
    inside = [week for week in weeks if week <= period.last and week + WEEK > period.first]
    if not inside:
        return visits
    if visits:
        return [_wishing(visit, inside) for visit in visits]
    every = period.every_days(client)
    since = client.last_visit_on or client.assigned_on
    days = period.between(since + timedelta(days=(every + 1) // 2), period.last)
    if not days:
        return visits
    need = Need(days[0], days[-1], days[-1], (period.last - since).days / every, days[0])
    reason = replace(reason_of(client, period, 0), code=ReasonCode.YEAR)
    return [_wishing(Visit(client, 0, need, reason, optional=True), inside)]


def _wishing(visit: Visit, weeks: Sequence[date]) -> Visit:
    for week in weeks:
        if week <= visit.need.due_on and week + WEEK > visit.need.from_on:
            return replace(visit, wish=(week, week + WEEK - ONE_DAY))
    return visit


def with_earlier(visits: list[Visit], earlier: Sequence[DraftItem]) -> list[Visit]:
    """The visits to a client with the places that an earlier draft of the same period has for them."""
    places = sorted((item.on, item.half or "") for item in earlier)
    return [
        replace(visit, stood=(places[index][0], Half(half) if (half := places[index][1]) else None))
        if index < len(places)
        else visit
        for index, visit in enumerate(visits)
    ]


def with_month(visits: list[Visit], client: PlanClient, planned: Sequence[DraftItem], period: Period) -> list[Visit]:
    """The visits to a client in a week where the month plan has visits to it, `planned`, in that week or later."""
    inside = sorted((item for item in planned if item.on <= period.last), key=lambda item: item.on)
    if planned and not inside:
        # The month spreads those overdue over its weeks; a week with room does not leave them waiting.
        return [visit for visit in visits if visit.errands or visit.reason.code is ReasonCode.OVERDUE]
    found = list(visits)
    every = period.every_days(client)
    since = client.last_visit_on or client.assigned_on
    for index, item in enumerate(inside):
        stood = (item.on, item.half)
        if index < len(found):
            visit = found[index]
            window = replace(
                visit.need, from_on=min(visit.need.from_on, item.on), due_on=max(visit.need.due_on, item.on)
            )
            found[index] = replace(visit, need=window, stood=stood, errands=(*visit.errands, *item.errands))
        elif item.errands or (item.on - since).days * 2 >= every:
            need = Need(period.first, period.last, period.last, (period.last - since).days / every, period.first)
            reason = reason_of(client, period, index)
            found.append(Visit(client, index, need, reason, errands=item.errands, stood=stood))
    return found
