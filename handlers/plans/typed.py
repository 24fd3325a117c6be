"""Words typed while a question about a plan stands."""

from collections.abc import Callable

from domain.errors import Refused
from handlers.common import is_news, is_record
from handlers.context import Context
from handlers.plans import adding, deciding, items, summary
from handlers.turn import Reply

_STEPS: dict[str, Callable[[Context], Reply | None]] = {
    "add": adding.said,
    "when": items.when_said,
    "comment": deciding.sent_back,
    "why": summary.why_said,
    "words": summary.words_said,
}
_OWN_WORDS = ("why", "words")
"""Questions that any words answer, and that stand for hours: a visit told meanwhile must be known for one."""
_OVER = tuple(f"plans.{why}" for why in ("not_found", "item_not_found", "item_not_open", "not_yours"))
"""Refusals after which a question has no answer any more: the next words are something new."""


def typed(c: Context) -> Reply | None:
    """The answer to what was asked, or something new (None)."""
    assert c.draft is not None
    if not c.turn.text.strip() or c.turn.attachment is not None or c.draft.step not in _STEPS:
        return None
    if (c.draft.step in _OWN_WORDS and is_news(c)) or (c.draft.step == "when" and is_record(c)):
        return None
    try:
        with c.tx.savepoint():
            return _STEPS[c.draft.step](c)
    except Refused as refused:
        if refused.key not in _OVER:
            raise
        return Reply([c.say(refused.key, **refused.values)], ends=c.draft)
