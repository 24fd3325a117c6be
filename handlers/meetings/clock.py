"""What the clock says of meetings, to whomever it concerns."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from handlers.context import unasked
from handlers.meetings import agenda, summary
from handlers.meetings.lines import hour_of, title
from handlers.meetings.question import question
from handlers.turn import Message
from services.meetings import Said, What
from storage.tx import Tx


def told(tx: Tx, said: Said, now: datetime) -> Sequence[Message]:
    """The messages that say it, each under a key of its own."""
    return list(_VIEWS[said.what](tx, said, now))


def _questions(tx: Tx, said: Said, now: datetime) -> Iterator[Message]:
    mine = {one.staff_id: one for one in said.answers}
    for reader in said.readers:
        asked = question(unasked(tx, reader, said.house, now), said.meeting, mine[reader.id])
        key = f"stand_up_questions:{said.meeting.id}:{reader.id}"
        yield Message(asked.text, asked.rows, reader.telegram_id, key=key)


def _privately(tx: Tx, said: Said, now: datetime) -> Iterator[Message]:
    """A line to each reader; who may write the minutes has the button for it."""
    for reader in said.readers:
        c = unasked(tx, reader, said.house, now)
        host = said.meeting.host or ""
        key = f"meetings.{said.what}"
        if said.what is What.MINUTES_LATE and reader.id == said.meeting.host_id:
            key = "meetings.minutes_late_host"
        text = c.t(key, kind=title(c, said.meeting), time=hour_of(c, said.meeting), name=host)
        rows = []
        if said.what is not What.SKIPPED:
            rows = [[c.button("meetings.write_minutes", "minutes.write", meeting=said.meeting.id)]]
        yield Message(text, rows, reader.telegram_id, key=f"{said.what}:{said.meeting.id}:{reader.id}")


_VIEWS: dict[What, Callable[[Tx, Said, datetime], Iterator[Message]]] = {
    What.QUESTIONS: _questions,
    What.SUMMARY: summary.told,
    What.AGENDA: agenda.told,
    What.MINUTES: _privately,
    What.MINUTES_LATE: _privately,
    What.SKIPPED: _privately,
}
