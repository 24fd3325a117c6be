"""What is to be said to Telegram, from the commit that decided it until it is known to have arrived.

States: `waiting` → `sent`, a prompt through `sending`; `dead` where it can never arrive (blocked, refused); `uncertain`
where a crash fell between sending a prompt and noting it: it is not repeated (answers are).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    update,
)

from storage.schema import Instant, metadata, partial_index
from storage.tx import Tx

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("file", LargeBinary),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("error", Text),
    Column("edits", Text),
)
"""`edits`: the key of the call whose message this one changes; which message that is shows when it has arrived."""
_OPEN = outbox.c.state.in_(("waiting", "sending"))
partial_index("ix_outbox_open", outbox.c.due_at, where=_OPEN)

_ENDED = ("sent", "dead", "uncertain")

ANSWER = "answer"
"""Said in answer to a person; repeated when it is uncertain whether it arrived."""
PROMPT = "prompt"
"""Said of the bot's own accord; never said twice."""
PRIVATE = "private"
"""An answer that carries a secret, as the address of a calendar or an invitation: forgotten once it has ended."""

_WAITING = (
    select(outbox)
    .where(outbox.c.state == "waiting", outbox.c.due_at <= bindparam("now"), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_KEPT = case((outbox.c.kind == PRIVATE, literal({}, JSON)), else_=outbox.c.body)
_START = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == "waiting").values(state="sending")
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="sent", sent_at=bindparam("now"), message_id=bindparam("message"), file=None, body=_KEPT)
)
_LATER = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="waiting", due_at=bindparam("to"), attempts=outbox.c.attempts + 1, error=bindparam("why"))
)
_BY_KEY = select(outbox.c.state, outbox.c.message_id, outbox.c.body).where(outbox.c.key == bindparam("key"))
_WAIT_AGAIN = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == "sending").values(state="waiting")
_DEAD = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="dead", error=bindparam("why"), file=None, body=_KEPT)
)
_UNCERTAIN = update(outbox).where(outbox.c.state == "sending", outbox.c.kind == PROMPT).values(state="uncertain")


def put(
    tx: Tx,
    *,
    chat_id: int,
    method: str,
    body: dict[str, Any],
    now: datetime,
    kind: str = ANSWER,
    key: str | None = None,
    file: bytes | None = None,
    due_at: datetime | None = None,
    edits: str | None = None,
) -> dict[str, Any] | None:
    """Queue one call and return its row for the relay; None where a row of the same key was queued before."""
    values: dict[str, Any] = {
        "key": key,
        "chat_id": chat_id,
        "kind": kind,
        "method": method,
        "body": body,
        "file": file,
        "edits": edits,
    }
    values |= {"due_at": due_at or now, "created_at": now}
    row_id = tx.insert(outbox, values) if key is None else tx.insert_new(outbox, values)
    return None if row_id is None else {"id": row_id, "attempts": 0, **values}


def waiting(tx: Tx, now: datetime, *, after: int = 0, most: int = 1000) -> Sequence[Row[Any]]:
    """What is due to be sent, oldest first; `after` is the last row of the page before."""
    return tx.rows(_WAITING, {"now": now, "after": after, "most": most})


def start(tx: Tx, row_id: int) -> bool:
    """Note that a prompt is about to be sent; False where another relay has it already."""
    return tx.write(_START, {"row": row_id}) == 1


def sent(tx: Tx, rows: Sequence[tuple[int, int | None]], now: datetime) -> None:
    """Note that calls arrived: (row id, id of the message that came of it)."""
    tx.write(_SENT, [{"row": row, "message": message, "now": now} for row, message in rows])


def later(tx: Tx, row_id: int, due_at: datetime, why: str) -> None:
    """Try again at an instant."""
    tx.write(_LATER, {"row": row_id, "to": due_at, "why": why})


def dead(tx: Tx, row_id: int, why: str) -> None:
    """Give up: this call can never succeed."""
    tx.write(_DEAD, {"row": row_id, "why": why})


def wait_again(tx: Tx, row_id: int) -> None:
    """Let a call wait anew that was refused before it did anything."""
    tx.write(_WAIT_AGAIN, {"row": row_id})


def uncertain(tx: Tx, row_id: int, why: str) -> None:
    """Note that nobody can tell whether a prompt arrived; it is not repeated."""
    tx.write(update(outbox).where(outbox.c.id == row_id).values(state="uncertain", error=why))


def recover(tx: Tx) -> int:
    """After a start: prompts caught in mid-send become uncertain; how many did. Answers wait until they are sent."""
    return tx.write(_UNCERTAIN)


def count_failed(tx: Tx) -> dict[str, int]:
    """How many calls are `dead`, and of how many it is `uncertain` whether they arrived."""
    query = select(outbox.c.state, func.count().label("calls")).where(outbox.c.state.in_(("dead", "uncertain")))
    return {row.state: row.calls for row in tx.rows(query.group_by(outbox.c.state))}


def known(tx: Tx, key: str) -> bool:
    """Whether a call of this key was queued, and not so long ago that it is forgotten."""
    return tx.row(_BY_KEY, {"key": key}) is not None


def message_of_key(tx: Tx, key: str) -> tuple[bool, int | None]:
    """Whether the call of a key has come to its end, and the id of the message that it became, or changed."""
    row = tx.row(_BY_KEY, {"key": key})
    if row is None:
        return True, None
    # A change that was sent twice is answered with "not modified", and with no message.
    return row.state in _ENDED, row.message_id or row.body.get("message_id") or None


def move_chat(tx: Tx, old: int, new: int) -> None:
    """Let what waits for a chat go to another one."""
    waits = (outbox.c.chat_id == old, outbox.c.state.in_(("waiting", "sending")))
    for row in tx.rows(select(outbox.c.id, outbox.c.body).where(*waits)):
        body = {**row.body, "chat_id": new} if "chat_id" in row.body else row.body
        tx.write(update(outbox).where(outbox.c.id == row.id).values(chat_id=new, body=body))


def forget_old(tx: Tx, before: datetime) -> int:
    """Drop what was made before an instant and came to its end; its words are personal data that nobody needs twice."""
    return tx.write(delete(outbox).where(outbox.c.state.in_(_ENDED), outbox.c.created_at < before))
