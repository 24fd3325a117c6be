"""What was said before midnight and is answered after it counts its days from when it was said."""

from datetime import UTC, datetime

from handlers.context import Context
from handlers.turn import Turn
from handlers.visits import log
from locales.words import words
from storage.tx import Tx
from tests.e2e.house import actor, settle


def test_a_visit_told_before_midnight_was_that_day_and_its_tomorrow_is_today(tx: Tx) -> None:
    settle(tx)
    lin = actor(tx, "林悦")
    said_at, now = datetime(2026, 3, 17, 15, 50, tzinfo=UTC), datetime(2026, 3, 17, 16, 10, tzinfo=UTC)
    turn = Turn(1, said_at, 5, True, 5, "林悦", message_id=9, text="刚从一中王校长那回来，聊了续约，明天送方案")
    (draft,) = log.told(Context(tx, turn, lin, now, words("zh_Hans")))
    assert draft.day == "2026-03-17"
    assert [(text, due) for text, due, *_ in draft.steps] == [("送方案", "2026-03-18")]
