"""Next steps (R1.9): done, open again, put off."""

from datetime import date, datetime

from domain.errors import Refused
from domain.staff import Actor
from services import plan_records
from storage import audit, next_steps
from storage.next_steps import Step
from storage.tx import Tx


def finish(tx: Tx, actor: Actor, step_id: int, now: datetime) -> Step:
    """Mark a step done. Raises Refused where it is out of scope (R0.4) or another's."""
    return _set_done(tx, actor, step_id, now, now)


def reopen(tx: Tx, actor: Actor, step_id: int, now: datetime) -> Step:
    """Open a step again that was marked done."""
    return _set_done(tx, actor, step_id, None, now)


def put_off(tx: Tx, actor: Actor, step_id: int, due_on: date | None, now: datetime) -> Step:
    """Give a step another due day."""
    _own(tx, actor, step_id)
    next_steps.set_due(tx, step_id, due_on)
    audit.write(tx, "next_step_put_off", "next_step", step_id, now, staff_id=actor.id)
    return _own(tx, actor, step_id)


def owners(actor: Actor) -> tuple[int, ...]:
    """Whose next steps are the actor's business: their own, and those of the managers they assist."""
    return (actor.id, *actor.staff.assists)


def _set_done(tx: Tx, actor: Actor, step_id: int, done_at: datetime | None, now: datetime) -> Step:
    _own(tx, actor, step_id)
    next_steps.set_done(tx, step_id, done_at)
    plan_records.step_done(tx, step_id, done_at.astimezone(actor.zone).date() if done_at else None)
    action = "next_step_done" if done_at else "next_step_reopened"
    audit.write(tx, action, "next_step", step_id, now, staff_id=actor.id)
    return _own(tx, actor, step_id)


def _own(tx: Tx, actor: Actor, step_id: int) -> Step:
    step = next_steps.load(tx, actor, step_id)
    if step is None:
        raise Refused("notes.step_not_found")
    if step.owner_id not in owners(actor):
        raise Refused("notes.step_not_yours")
    return step
