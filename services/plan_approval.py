"""Plans on their way to the approver and back (R4.3): submitted, approved level by level, sent back; late is late."""

from dataclasses import replace
from datetime import date, datetime

from domain.errors import Refused
from domain.frozen import frozen
from domain.plans import ItemState, Plan, PlanKind, PlanState, due_on, levels_of
from domain.staff import LEADING, Actor, Staff
from services import approvals
from services.moments import timetable
from services.plans import Shown, first_level, load, settings_of, shown, today
from storage import audit, plans, staff
from storage.tx import Tx


@frozen
class Standing:
    """How far a member is with the plan of a period; no plan where they have not begun it."""

    member: Staff
    plan: Plan | None
    items: int = 0

    @property
    def submitted(self) -> bool:
        """Whether it was handed in."""
        return self.plan is not None and self.plan.state in (PlanState.SUBMITTED, PlanState.APPROVED)


def deadline(tx: Tx, owner: Staff, kind: PlanKind, starts_on: date) -> datetime:
    """The instant by which a member's plan of a period is due (R4.2), aware UTC."""
    table = timetable(tx)
    assert table is not None
    settings = settings_of(tx, owner)
    return table.at(due_on(kind, starts_on, settings, table.workdays), settings.plan_due_at)


def submit(tx: Tx, actor: Actor, plan_id: int, now: datetime) -> Shown:
    """Hand a plan in; whoever is to decide is told. It is late where its time has passed (R4.3).

    Raises Refused where it is not the actor's, is with the approver already, or holds nothing.
    """
    whole = load(tx, actor, plan_id)
    plan = whole.plan
    if not whole.own:
        raise Refused("plans.not_yours")
    if plan.state in (PlanState.SUBMITTED, PlanState.APPROVED):
        raise Refused(f"plans.already_{plan.state}")
    if not whole.items:
        raise Refused("plans.nothing_in_it")
    level = first_level(tx, whole.owner, plan.kind, today(actor, now))
    if level is None:
        raise Refused("plans.no_approver")
    late = plan.late if plan.submitted_at else now > deadline(tx, whole.owner, plan.kind, plan.starts_on)
    values = {"state": PlanState.SUBMITTED, "level": level.role, "submitted_at": now, "late": late, "comment": None}
    if any(one.state is ItemState.OPEN for one in whole.items):
        values["summary_at"] = None  # what was merely drafted counts from now on, and the summary is to answer for it
    if not plans.change(tx, plan, values):
        raise Refused("plans.changed_meanwhile")
    audit.write(tx, "plan_submitted", "plan", plan_id, now, staff_id=actor.id)
    return replace(load(tx, actor, plan_id), approvers=level.members)


def take_back(tx: Tx, actor: Actor, plan_id: int, now: datetime) -> Shown:
    """The owner takes a plan back that nobody has decided on."""
    whole = load(tx, actor, plan_id)
    if not whole.own or whole.plan.state is not PlanState.SUBMITTED:
        raise Refused("plans.not_yours")
    if not plans.change(tx, whole.plan, {"state": PlanState.DRAFT, "level": None}):
        raise Refused("plans.changed_meanwhile")
    audit.write(tx, "plan_taken_back", "plan", plan_id, now, staff_id=actor.id)
    return load(tx, actor, plan_id)


def approve(tx: Tx, actor: Actor, plan_id: int, version: int, now: datetime) -> Shown:
    """Approve a plan as it was seen; where another level is to decide, it goes there (`approvers`).

    Of two who decide at once the first counts. Raises Refused, with who it was, for the other; and where the plan is
    not what was seen any more.
    """
    whole = _to_decide(tx, actor, plan_id, version)
    plan = whole.plan
    following = approvals.above(levels_of(plan.kind, settings_of(tx, whole.owner)), actor.role)
    level = approvals.level_for(tx, whole.owner, following, today(actor, now)) if following else None
    if level is not None:
        decided = plans.change(tx, plan, {"level": level.role, "decided_by": actor.id, "decided_at": now})
    else:
        values = {"state": PlanState.APPROVED, "level": None, "decided_by": actor.id, "decided_at": now}
        decided = plans.change(tx, plan, values)
    if not decided:
        raise Refused("plans.changed_meanwhile")
    audit.write(tx, "plan_approved", "plan", plan_id, now, staff_id=actor.id, detail={"role": actor.role})
    after = plans.load(tx, plan_id)
    assert after is not None
    return shown(tx, actor, after, level.members if level else ())


def send_back(tx: Tx, actor: Actor, plan_id: int, version: int, comment: str, now: datetime) -> Shown:
    """Send a plan back with a word why. Raises Refused as `approve` does, and without a word."""
    if not comment.strip():
        raise Refused("plans.comment_missing")
    whole = _to_decide(tx, actor, plan_id, version)
    values = {"state": PlanState.SENT_BACK, "level": None, "comment": comment.strip()}
    if not plans.change(tx, whole.plan, {**values, "decided_by": actor.id, "decided_at": now}):
        raise Refused("plans.changed_meanwhile")
    audit.write(tx, "plan_sent_back", "plan", plan_id, now, staff_id=actor.id)
    after = plans.load(tx, plan_id)
    assert after is not None
    return shown(tx, actor, after)


def _to_decide(tx: Tx, actor: Actor, plan_id: int, version: int) -> Shown:
    whole = load(tx, actor, plan_id)
    plan = whole.plan
    if plan.state in (PlanState.APPROVED, PlanState.SENT_BACK) and plan.decided_by not in (None, actor.id):
        by = staff.names(tx, {plan.decided_by or 0}).get(plan.decided_by or 0, "")
        raise Refused(f"plans.already_{plan.state}_by", name=by)
    if plan.state is not PlanState.SUBMITTED:
        raise Refused("plans.not_submitted")
    if not whole.deciding:
        raise Refused("plans.not_yours_to_decide")
    if plan.version != version:
        raise Refused("plans.changed_meanwhile")
    return whole


def to_decide(tx: Tx, actor: Actor) -> list[Shown]:
    """The plans that wait for the actor's word, the first period first."""
    if actor.role not in approvals.RANKS:
        return []
    levels = approvals.RANKS[: approvals.RANKS.index(actor.role) + 1]
    found = []
    for plan in plans.waiting(tx, levels):
        owner = staff.by_id(tx, plan.staff_id)
        if owner is not None and plan.level is not None and approvals.may_decide(tx, actor, owner, plan.level):
            found.append(shown(tx, actor, plan))
    return found


def team(tx: Tx, actor: Actor, kind: PlanKind, starts_on: date) -> list[Standing]:
    """How far everybody of the groups led is with the plan of a period: who has not handed it in comes first."""
    if actor.role not in LEADING:
        return []
    members = [each for group in actor.staff.groups for each in staff.members(tx, group)]
    return sorted(standings(tx, members, kind, starts_on), key=lambda one: (one.submitted, one.member.name))


def standings(tx: Tx, members: list[Staff], kind: PlanKind, starts_on: date) -> list[Standing]:
    """How far some members are with a period; those who have no client have nothing to plan, and are left out."""
    known = {plan.staff_id: plan for plan in plans.of_staff(tx, [each.id for each in members], kind, starts_on)}
    planning = plans.with_clients(tx, [each.id for each in members]) | set(known)
    counts = plans.count_items(tx, [plan.id for plan in known.values()])
    return [
        Standing(each, plan, counts.get(plan.id, 0) if plan else 0)
        for each in members
        if each.id in planning
        for plan in (known.get(each.id),)
    ]
