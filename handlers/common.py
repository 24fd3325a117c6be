"""What every conversation shares: closing a card, and cancelling what is under way."""

from handlers.context import Context
from handlers.turn import Reply
from language import referrals

SHORTEST_NEWS = 10
"""Signs; what is shorter answers the question that stands."""


def close(c: Context) -> Reply:
    """Close a card that is no longer wanted: it shrinks to one word, and its buttons go."""
    return Reply([c.say("common.closed")], ends=c.draft)


def cancel(c: Context) -> Reply:
    """/cancel, or Cancel under a question: the conversation under way ends, and nothing of it is recorded."""
    draft = c.draft or c.latest_draft()
    if draft is None:
        return Reply([c.say("common.nothing_to_cancel")])
    return Reply([c.say("common.cancelled")], ends=draft)


def is_news(c: Context) -> bool:
    """Whether words typed at a short question tell of something new, or ask the leader, rather than answer it."""
    if referrals.question(c.turn.text):
        return True
    if len(c.turn.text) < SHORTEST_NEWS:
        return False
    read = c.understand()
    return read.sure and read.intent.value not in ("unknown", "smalltalk", "query") and read.intent.sureness >= 0.6


def is_record(c: Context) -> bool:
    """Whether words typed where almost any would do tell of a visit or of care, with its client: a record, which a
    conversation that stands open for hours must not keep for itself."""
    if len(c.turn.text) < SHORTEST_NEWS:
        return False
    read = c.understand()
    return read.sure and read.intent.value in ("visit", "care") and bool(read.clients) and read.intent.sureness >= 0.6
