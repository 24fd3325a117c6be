"""Words typed while a question about a plan stands."""

from collections.abc import Callable

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


def typed(c: Context) -> Reply | None:
    """The answer to what was asked, or something new (None)."""
    assert c.draft is not None
    if not c.turn.text.strip() or c.turn.attachment is not None or c.draft.step not in _STEPS:
        return None
    if (c.draft.step in _OWN_WORDS and is_news(c)) or (c.draft.step == "when" and is_record(c)):
        return None
    return _STEPS[c.draft.step](c)
