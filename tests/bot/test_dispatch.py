"""From a turn to the rows of the outbox, one unit at a time."""

from dataclasses import replace
from datetime import UTC, datetime

from bot import dispatch
from bot.routes import ROUTES
from handlers.turn import Message, Turn
from storage import inbox, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
EDIT = Turn(1, NOW, 5, True, 5, "秦管理", message_id=9, text="随便说说", edited=True)


def served(tx: Tx, turn: Turn) -> list[dict[str, object]]:
    inbox.accept(tx, [(turn.update_id, turn.chat_id, "{}")], NOW)
    return dispatch.serve(tx, ROUTES, turn, NOW)


def test_an_edit_by_somebody_who_records_nothing_is_passed_over_in_silence(tx: Tx) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "秦管理").id, 5, NOW)
    assert served(tx, EDIT) == []
    assert len(served(tx, replace(EDIT, update_id=2, edited=False))) == 1


def test_a_prompt_of_several_bubbles_is_said_once_whole(tx: Tx) -> None:
    settle(tx)
    long = Message("\n".join(["话" * 90] * 100), prompt=True, key="digest:1")
    first = dispatch.queue(tx, long, NOW, chat_id=5, user_id=5)
    again = dispatch.queue(tx, long, NOW, chat_id=5, user_id=5)
    assert len(first) == 3
    assert None not in first
    assert again == [None] * 3
