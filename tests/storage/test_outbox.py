"""Rows of the outbox: how one that was sent is found again."""

from datetime import UTC, datetime
from typing import Any

from storage import outbox
from storage.tx import Tx

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)


def test_a_change_that_arrived_without_word_of_its_message_is_known_by_the_message_it_changed(tx: Tx) -> None:
    put: dict[str, Any] = {"chat_id": 7, "now": NOW, "method": "editMessageText"}
    row = outbox.put(tx, key="card:a", body={"chat_id": 7, "message_id": 31, "text": "?"}, **put)
    assert row is not None and outbox.message_of_key(tx, "card:a") == (False, 31)
    outbox.sent(tx, [(row["id"], None)], NOW)
    assert outbox.message_of_key(tx, "card:a") == (True, 31)
    assert outbox.message_of_key(tx, "card:never") == (True, None)
