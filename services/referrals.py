"""Questions beyond a manager's authority (R2.8): recorded in full, sent to whoever leads, answered, passed on."""

from datetime import datetime, timedelta
from typing import Any

from domain.errors import Refused
from domain.frozen import frozen
from domain.referrals import PENDING, Referral, ReferralState
from domain.staff import LEADING, Actor, Role, Staff
from services import approvals
from services.moments import timetable
from services.next_steps import owners
from services.settings import of_group
from storage import audit, clients, referrals, staff
from storage.tx import Tx

LONGEST = 2000
"""Signs of a question or an answer; what is longer is cut, and Telegram sends no more than twice of it at once."""


@frozen
class Asked:
    """A question as the reader may deal with it: their `own`, or theirs to answer (`answering`).

    `leaders` are those whose word it waits for. `by` is the name of who answered.
    """

    referral: Referral
    own: bool
    answering: bool
    leaders: tuple[Staff, ...] = ()
    by: str = ""


def ask(tx: Tx, actor: Actor, text: str, client_id: int | None, now: datetime) -> Asked:
    """Put a question to those who lead the asker; the next level above where none of them can be reached.

    Raises Refused for a client out of scope (R0.4), an empty question, or where there is nobody to ask.
    """
    words = text.strip()
    if not words:
        raise Refused("referrals.empty")
    if client_id is not None and clients.load(tx, actor, client_id) is None:
        raise Refused("clients.not_found")
    if approvals.level_for(tx, actor.staff, Role.LEADER) is None:
        raise Refused("referrals.nobody_to_ask")
    referral_id = referrals.add(tx, actor.id, client_id, words[:LONGEST], now, remind_at(tx, actor.staff, now))
    audit.write(tx, "referral_asked", "referral", referral_id, now, staff_id=actor.id)
    return load(tx, actor, referral_id)


def load(tx: Tx, actor: Actor, referral_id: int) -> Asked:
    """A question that is the actor's business. Raises Refused for any other as if it did not exist (R0.4)."""
    found = referrals.load(tx, actor, referral_id)
    asker = staff.by_id(tx, found.staff_id) if found else None
    if found is None or asker is None:
        raise Refused("referrals.not_found")
    own = found.staff_id in owners(actor)
    level = approvals.level_for(tx, asker, Role.LEADER)
    answering = _may_answer(tx, actor, asker)
    if not own and not answering:
        raise Refused("referrals.not_found")
    by = staff.names(tx, {found.answered_by}).get(found.answered_by, "") if found.answered_by else ""
    return Asked(found, own, answering, level.members if level else (), by)


def answer(tx: Tx, actor: Actor, referral_id: int, text: str, now: datetime) -> Asked:
    """Answer a question. Of two who answer at once the first counts; the other hears who it was (Refused)."""
    asked = load(tx, actor, referral_id)
    if not asked.answering:
        raise Refused("referrals.not_yours_to_answer")
    if not text.strip():
        raise Refused("referrals.empty")
    values: dict[str, Any] = {"state": ReferralState.ANSWERED, "answer": text.strip()[:LONGEST]}
    values |= {"answered_by": actor.id, "answered_at": now, "remind_at": _again(tx, asked, now), "reminded": 0}
    if not referrals.change(tx, referral_id, (ReferralState.OPEN,), values):
        raise over(asked)
    audit.write(tx, "referral_answered", "referral", referral_id, now, staff_id=actor.id)
    return load(tx, actor, referral_id)


def pass_on(tx: Tx, actor: Actor, referral_id: int, now: datetime) -> Asked:
    """The client has heard the answer: the question is closed. Raises Refused where it has none yet."""
    asked = _own(tx, actor, referral_id)
    values = {"state": ReferralState.PASSED_ON, "passed_on_at": now, "remind_at": None}
    if not referrals.change(tx, referral_id, (ReferralState.ANSWERED,), values):
        raise over(asked)
    audit.write(tx, "referral_passed_on", "referral", referral_id, now, staff_id=actor.id)
    return load(tx, actor, referral_id)


def reopen(tx: Tx, actor: Actor, referral_id: int, now: datetime) -> Asked:
    """The client has not heard it after all; or the question that was withdrawn is put again."""
    asked = _own(tx, actor, referral_id)
    ways: dict[ReferralState, dict[str, Any]] = {
        ReferralState.PASSED_ON: {"state": ReferralState.ANSWERED, "passed_on_at": None},
        ReferralState.WITHDRAWN: {"state": ReferralState.OPEN},
    }
    back = ways.get(asked.referral.state)
    later = {"remind_at": _again(tx, asked, now), "reminded": 0}
    if back is None or not referrals.change(tx, referral_id, (asked.referral.state,), {**back, **later}):
        raise over(asked)
    audit.write(tx, "referral_reopened", "referral", referral_id, now, staff_id=actor.id)
    return load(tx, actor, referral_id)


def withdraw(tx: Tx, actor: Actor, referral_id: int, now: datetime) -> Asked:
    """Take one's own question back while nobody has answered it."""
    asked = _own(tx, actor, referral_id)
    values = {"state": ReferralState.WITHDRAWN, "remind_at": None}
    if not referrals.change(tx, referral_id, (ReferralState.OPEN,), values):
        raise over(asked)
    audit.write(tx, "referral_withdrawn", "referral", referral_id, now, staff_id=actor.id)
    return load(tx, actor, referral_id)


def mine(tx: Tx, actor: Actor, offset: int, limit: int) -> tuple[list[Referral], int]:
    """The actor's own questions that are not over, the oldest first, and how many."""
    return referrals.page(tx, actor, owners(actor), PENDING, offset=offset, limit=limit)


def to_answer(tx: Tx, actor: Actor, offset: int, limit: int) -> tuple[list[Referral], int]:
    """The questions that wait for the actor's answer, the oldest first, and how many."""
    if actor.role not in approvals.RANKS:
        return [], 0
    askers = [one.id for one in staff.everyone(tx) if _may_answer(tx, actor, one)]
    return referrals.page(tx, actor, askers, (ReferralState.OPEN,), offset=offset, limit=limit)


def remind_at(tx: Tx, asker: Staff, now: datetime) -> datetime:
    """When whoever a question waits for is reminded of it: some hours later (*default* 24), in the hours of nudges of a
    working day (R2.8)."""
    table = timetable(tx)
    assert table is not None
    settings = of_group(tx, asker.group_id)
    at = table.audible_at(now + timedelta(hours=settings.referral_hours))
    works = table.workdays.on_or_after(table.day(at))
    return at if works == table.day(at) else table.at(works, settings.nudge_at)


def _again(tx: Tx, asked: Asked, now: datetime) -> datetime | None:
    asker = staff.by_id(tx, asked.referral.staff_id)
    return remind_at(tx, asker, now) if asker is not None else None


def _may_answer(tx: Tx, actor: Actor, asker: Staff) -> bool:
    """Whoever leads the asker may; above them only those whom the question went to (R0.4)."""
    if not approvals.may_decide(tx, actor, asker, Role.LEADER):
        return False
    if actor.role in LEADING:
        return True
    level = approvals.level_for(tx, asker, Role.LEADER)
    return level is not None and any(member.id == actor.id for member in level.members)


def over(asked: Asked) -> Refused:
    """What to say to somebody who comes too late, or too early."""
    return Refused(f"referrals.already_{asked.referral.state}", name=asked.by)


def _own(tx: Tx, actor: Actor, referral_id: int) -> Asked:
    asked = load(tx, actor, referral_id)
    if not asked.own:
        raise Refused("referrals.not_yours")
    return asked
