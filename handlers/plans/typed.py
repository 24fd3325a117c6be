"""Words typed while a question about a plan stands."""

from collections.abc import Callable

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


def typed(c: Context) -> Reply | None:
    """The answer to what was asked, or something new (None)."""
    assert c.draft is not None
    if not c.turn.text.strip() or c.turn.attachment is not None or c.draft.step not in _STEPS:
        return None
    return _STEPS[c.draft.step](c)
