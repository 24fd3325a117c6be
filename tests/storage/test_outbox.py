"""Rows of the outbox: how one that was sent is found again."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

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


def test_what_is_secret_is_forgotten_when_it_has_arrived_or_never_will(tx: Tx) -> None:
    put: dict[str, Any] = {"chat_id": 7, "now": NOW, "method": "sendMessage"}
    bodies = [{"chat_id": 7, "text": text} for text in ("/ics/a", "/ics/b", "guten Tag")]
    kinds = (outbox.PRIVATE, outbox.PRIVATE, outbox.ANSWER)
    rows = [outbox.put(tx, body=body, kind=kind, **put) for body, kind in zip(bodies, kinds, strict=True)]
    first, second, plain = (row["id"] for row in rows if row is not None)
    assert [row.body for row in outbox.waiting(tx, NOW)] == bodies
    outbox.sent(tx, [(first, 31), (plain, 32)], NOW)
    outbox.dead(tx, second, "blocked")
    kept = {row.id: row.body for row in tx.rows(select(outbox.outbox))}
    assert kept == {first: {}, second: {}, plain: bodies[2]}
