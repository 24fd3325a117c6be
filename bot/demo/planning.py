"""The plans of the demo's week: drafted last Friday, handed in by all but one, approved by their leaders but one."""

from datetime import datetime, time, timedelta

from domain.plans import PlanKind, period_start
from domain.staff import Actor, Role
from services import moments, plan_approval, plan_drafts, plan_records
from storage import organisation, staff, visit_lists, visits
from storage.tx import Tx

FRIDAY = timedelta(days=3)
"""So long before the week begins its plan was handed in."""


def plan_the_week(tx: Tx, now: datetime) -> None:
    """Plan this week as it would have been planned last Friday; what was visited since has closed its items.

    The last manager of a group has handed nothing in, the one before waits for approval.
    """
    house, table = organisation.load(tx), moments.timetable(tx)
    assert house is not None and table is not None
    while moments.settle(tx, table, now):
        pass
    monday = period_start(PlanKind.WEEK, now.astimezone(house.zone).date())
    at = table.at(monday - FRIDAY, time(15))
    for leader in (member for member in staff.everyone(tx) if member.role is Role.LEADER):
        managers = [each for group in leader.groups for each in staff.members(tx, group)]
        for place, member in enumerate(managers[:-1]):
            manager = Actor(member, house)
            whole = plan_drafts.open_plan(tx, manager, member.id, PlanKind.WEEK, monday, at)
            if not whole.items:
                continue
            plan = plan_approval.submit(tx, manager, whole.plan.id, at).plan
            if place < len(managers) - 2:
                plan_approval.approve(tx, Actor(leader, house), plan.id, plan.version, at + timedelta(hours=1))
            _close(tx, manager, at)


def _close(tx: Tx, manager: Actor, since: datetime) -> None:
    """Let the visits recorded since then close what was planned for them."""
    for each in visit_lists.page(tx, manager, staff_ids=[manager.id], limit=50)[0]:
        found = visits.load(tx, manager, each.id)
        if found is not None and found.visit.visited_on > since.date():
            plan_records.visited(tx, found.visit)
