"""The agenda of a meeting writes itself (R5.3): figures, what is overdue, what is coming, what is to be explained.

All in the scope of the one group; names of persons are in none of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.action_items import ActionItem
from domain.clients import VIP
from domain.frozen import frozen
from domain.meetings import Kind, quarter
from domain.moments import Kind as Moment
from domain.staff import Actor
from services import visit_lists
from services.moments import Coming, coming
from services.visit_lists import Due
from storage import action_items, care, clients, questions, staff
from storage.meetings import Meeting
from storage.questions import News, Stretch
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
MOST = 1_000


@frozen
class Count:
    """What one member did in the stretch of time that the meeting looks back on."""

    name: str
    visits: int
    care: int


@frozen
class Agenda:
    """What a meeting has before it. `since` to `until` are the days looked back on, `ahead` those looked forward to."""

    since: date
    until: date
    counts: tuple[Count, ...]
    clients_visited: int
    overdue: tuple[Due, ...]
    ahead: tuple[date, date]
    care: tuple[tuple[tuple[str, str | None], int], ...]
    news: tuple[News, ...]
    late_items: tuple[ActionItem, ...]
    open_items: int

    @property
    def visits(self) -> int:
        """How many visits there were."""
        return sum(each.visits for each in self.counts)

    @property
    def cared(self) -> int:
        """How many care actions there were."""
        return sum(each.care for each in self.counts)


def agenda(tx: Tx, scope: Actor, meeting: Meeting, now: datetime) -> Agenda:
    """The agenda of a meeting; `scope` sees its group and no more. Clients who are persons are left without a name."""
    since, until = looked_back_on(meeting.kind, meeting.held_on)
    ahead = (meeting.held_on, meeting.held_on + 6 * ONE_DAY)
    members = staff.members(tx, meeting.group_id)
    cared = care.count_by_manager(tx, scope, since, until)
    counts = []
    for member in members:
        _, made, _ = questions.visited(tx, scope, Stretch(since, until), manager_ids=(member.id,), limit=0)
        counts.append(Count(member.name, made, sum(cared.get(member.id, {}).values())))
    begin = datetime(since.year, since.month, since.day, tzinfo=scope.zone)
    news, _ = questions.news(tx, scope, begin, now, limit=MOST)
    private = {row.id for row in clients.names(tx, scope) if row.class_ in VIP}
    moments = Counter(_moment(one) for one in coming(tx, scope, *ahead))
    _, still_open = action_items.open_ones(tx, groups_=(meeting.group_id,), limit=0)
    return Agenda(
        since=since,
        until=until,
        counts=tuple(counts),
        clients_visited=len(questions.clients_visited(tx, scope, Stretch(since, until))),
        overdue=tuple(_overdue(tx, scope, meeting.held_on)),
        ahead=ahead,
        care=tuple(moments.most_common()),
        news=tuple(replace(one, client="") if one.client_id in private else one for one in news),
        late_items=tuple(action_items.late_ones(tx, meeting.group_id, meeting.held_on)),
        open_items=still_open,
    )


def news_in_scope(tx: Tx, actor: Actor, agenda: Agenda) -> frozenset[int]:
    """Which of the news of an agenda are of clients in somebody's own scope: theirs to read in full (R0.4)."""
    begin = min((one.at for one in agenda.news), default=None)
    found, _ = questions.news(tx, actor, begin, None, limit=MOST) if begin is not None else ([], 0)
    return frozenset(one.id for one in found)


def _moment(one: Coming) -> tuple[str, str | None]:
    """What kind of moment it is; holidays are told by their names."""
    return one.kind.value, one.name if one.kind is Moment.HOLIDAY else None


def _overdue(tx: Tx, scope: Actor, today: date) -> Sequence[Due]:
    return [one for one in visit_lists.due(tx, scope, today) if one.overdue_days > 0 and one.class_ not in VIP]


def looked_back_on(kind: Kind, day: date) -> tuple[date, date]:
    """The days that a meeting looks back on: last week; at the end of a month or a quarter, all of it so far."""
    monday = day - day.weekday() * ONE_DAY
    if kind is Kind.MONTHLY:
        return day.replace(day=1), day
    if kind is Kind.QUARTERLY:
        return day.replace(month=quarter(day) * 3 - 2, day=1), day
    return monday - 7 * ONE_DAY, monday - ONE_DAY
