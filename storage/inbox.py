"""Updates as they came in, until they are done; and those that could not be served (dead letters)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Row, Table, Text, bindparam, delete, func, select, update

from storage.schema import Instant, metadata, partial_index
from storage.tx import Tx

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("body", Text),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
)
partial_index("ix_inbox_waiting", inbox.c.update_id, where=inbox.c.done_at.is_(None))

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("update_id", BigInteger),
    Column("body", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

_KNOWN = select(inbox.c.update_id).where(inbox.c.update_id.between(bindparam("first"), bindparam("last")))
_FINISH = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("update"), inbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"), body=None)
)
_TRIED = update(inbox).where(inbox.c.update_id == bindparam("update")).values(attempts=inbox.c.attempts + 1)
_WAITING = select(inbox).where(inbox.c.done_at.is_(None)).order_by(inbox.c.update_id)
_BODY = select(inbox.c.body).where(inbox.c.update_id == bindparam("update"))
_NEWEST = select(func.max(inbox.c.update_id))


def accept(tx: Tx, updates: Iterable[tuple[int, int, str]], now: datetime) -> None:
    """Take in a batch of (update id, chat id, body); one that was taken in before stays as it is."""
    rows = {u: {"update_id": u, "chat_id": c, "body": b, "received_at": now} for u, c, b in updates}
    if not rows:
        return
    for known in tx.rows(_KNOWN, {"first": min(rows), "last": max(rows)}):
        rows.pop(known.update_id, None)
    tx.insert_all(inbox, list(rows.values()))


def finish(tx: Tx, update_id: int, now: datetime) -> bool:
    """Mark an update done, and forget its body. False: it was done before, and the caller must undo its work."""
    return tx.write(_FINISH, {"update": update_id, "now": now}) == 1


def waiting(tx: Tx) -> Sequence[Row[Any]]:
    """Every update taken in and not yet done, in order of arrival."""
    return tx.rows(_WAITING)


def newest(tx: Tx) -> int | None:
    """The highest update id ever taken in; Telegram is asked for what follows."""
    newest: int | None = tx.value(_NEWEST)
    return newest


def note_attempt(tx: Tx, update_id: int) -> None:
    """Count that an update which an earlier process left undone is about to be tried again."""
    tx.write(_TRIED, {"update": update_id})


def bury(tx: Tx, update_id: int, error: str, now: datetime) -> None:
    """Move an update that cannot be served to the dead letters, so that the next one is."""
    body = tx.value(_BODY, {"update": update_id})
    bury_body(tx, update_id, body or "", error, now)
    finish(tx, update_id, now)


def bury_body(tx: Tx, update_id: int | None, body: str, error: str, now: datetime) -> None:
    """Keep something that never became an update (no id, no JSON object) with its error."""
    tx.insert(dead_letters, {"update_id": update_id, "body": body, "error": error, "at": now})


def dead(tx: Tx, limit: int = 100) -> Sequence[Row[Any]]:
    """The latest dead letters."""
    return tx.rows(select(dead_letters).order_by(dead_letters.c.id.desc()).limit(limit))


def count_dead(tx: Tx) -> int:
    """How many dead letters there are."""
    return int(tx.value(select(func.count()).select_from(dead_letters)))


def dead_letter(tx: Tx, letter_id: int) -> Row[Any] | None:
    """One dead letter."""
    return tx.row(select(dead_letters).where(dead_letters.c.id == letter_id))


def drop_dead(tx: Tx, letter_id: int) -> bool:
    """Forget a dead letter; False where there is none of that id."""
    return tx.write(delete(dead_letters).where(dead_letters.c.id == letter_id)) == 1


def retry_dead(tx: Tx, letter_id: int, chat_id: int, now: datetime) -> bool:
    """Let a dead letter wait in the inbox again; False where it never was an update and cannot be served."""
    letter = dead_letter(tx, letter_id)
    if letter is None or letter.update_id is None or not letter.body:
        return False
    tx.write(delete(inbox).where(inbox.c.update_id == letter.update_id))
    values = {"update_id": letter.update_id, "chat_id": chat_id, "body": letter.body, "received_at": now}
    tx.insert_all(inbox, [values])
    return drop_dead(tx, letter_id)


def forget_done(tx: Tx, before: datetime) -> int:
    """Drop rows of updates done before an instant: Telegram keeps an update 24 hours, so none can come back."""
    newest_id = tx.value(_NEWEST)
    return tx.write(delete(inbox).where(inbox.c.done_at < before, inbox.c.update_id != newest_id))
