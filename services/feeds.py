"""Calendar feeds: the secret address under which a member's phone fetches their calendar."""

import hashlib
import secrets
from datetime import datetime

from domain.staff import Actor
from storage import audit, feeds, organisation, staff
from storage.tx import Tx


def served(tx: Tx) -> bool:
    """Whether the running bot serves feeds at all."""
    return organisation.feed_url(tx) is not None


def exists(tx: Tx, actor: Actor) -> bool:
    """Whether the actor has an address."""
    return feeds.exists(tx, actor.id)


def open_(tx: Tx, actor: Actor, now: datetime) -> str | None:
    """A new secret address of the actor's calendar; the former one leads nowhere any more.

    Only its hash is kept, so that it is told this once. None where no feeds are served.
    """
    root = organisation.feed_url(tx)
    if root is None:
        return None
    token = secrets.token_urlsafe(32)
    feeds.keep(tx, actor.id, _hash(token), now)
    audit.write(tx, "feed_opened", "staff", actor.id, now, staff_id=actor.id)
    return f"{root}/ics/{token}.ics"


def close(tx: Tx, actor: Actor, now: datetime) -> bool:
    """Take the actor's address back; False where there was none."""
    closed = feeds.drop(tx, actor.id)
    if closed:
        audit.write(tx, "feed_closed", "staff", actor.id, now, staff_id=actor.id)
    return closed


def whose(tx: Tx, token: str) -> Actor | None:
    """Whose calendar an address leads to; None for one that is wrong, replaced, taken back or of a former member."""
    owner = feeds.owner(tx, _hash(token))
    member = staff.by_id(tx, owner) if owner is not None else None
    house = organisation.load(tx)
    return Actor(member, house) if member is not None and house is not None else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
