"""Meetings of the teams (R5), the answers to stand-ups, and the minutes that were written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)

from domain.frozen import frozen
from domain.meetings import Away, Did, Kind, Line, Mood, State, Step, Turn
from storage.schema import Instant, metadata, partial_index
from storage.staff import groups, staff
from storage.tx import Tx

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("length_minutes", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("host_id", ForeignKey("staff.id")),
    Column("candidates", JSON, nullable=False),
    Column("step", Text),
    Column("due_at", Instant),
    UniqueConstraint("group_id", "kind", "held_on"),
)
"""`candidates`: who could have hosted it in turn. `step` is what the clock does next with it, at `due_at`."""
partial_index("ix_meetings_due_at", meetings.c.due_at, where=meetings.c.due_at.is_not(None))

stand_up_answers = Table(
    "stand_up_answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id"), primary_key=True, autoincrement=False),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("yesterday", JSON, nullable=False),
    Column("today", JSON, nullable=False),
    Column("blocks", Text),
    Column("mood", Text),
    Column("away", Text),
    Column("answered_at", Instant),
)

minutes = Table(
    "minutes",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id"), primary_key=True, autoincrement=False),
    Column("absent", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("written_by", ForeignKey("staff.id"), nullable=False),
    Column("published_at", Instant),
    Column("words", Text, nullable=False),
)
"""`words` is all that was written, decisions too: what a search looks in."""

_COLUMNS = (meetings, groups.c.name.label("group_name"), staff.c.name.label("host"))
_SOURCE = meetings.join(groups, groups.c.id == meetings.c.group_id).join(
    staff, staff.c.id == meetings.c.host_id, isouter=True
)
_BY_ID = select(*_COLUMNS).select_from(_SOURCE).where(meetings.c.id == bindparam("meeting"))
_DUE = (
    select(*_COLUMNS)
    .select_from(_SOURCE)
    .where(meetings.c.due_at.is_not(None), meetings.c.due_at <= bindparam("now"))
    .order_by(meetings.c.due_at, meetings.c.id)
    .limit(bindparam("most"))
)
_FIRST_DUE = select(func.min(meetings.c.due_at)).where(meetings.c.due_at.is_not(None))
_WITHIN = select(meetings.c.id).where(
    meetings.c.group_id == bindparam("group"),
    meetings.c.kind == bindparam("kind"),
    meetings.c.held_on >= bindparam("first"),
    meetings.c.held_on <= bindparam("last"),
)
_TURNS = (
    select(meetings.c.host_id, meetings.c.candidates)
    .where(
        meetings.c.group_id == bindparam("group"),
        meetings.c.kind == bindparam("kind"),
        meetings.c.held_on >= bindparam("since"),
        meetings.c.host_id.is_not(None),
        meetings.c.state != State.SKIPPED,
    )
    .order_by(meetings.c.held_on)
)
_ANSWERS = (
    select(stand_up_answers, staff.c.name)
    .join(staff, staff.c.id == stand_up_answers.c.staff_id)
    .where(stand_up_answers.c.meeting_id == bindparam("meeting"))
    .order_by(stand_up_answers.c.staff_id)
)
_MINUTES = select(minutes).where(minutes.c.meeting_id == bindparam("meeting"))


@frozen
class Meeting:
    """One meeting of a group. `starts_at` is aware UTC, `held_on` its day in the organisation's zone."""

    id: int
    group_id: int
    group: str
    kind: Kind
    held_on: date
    starts_at: datetime
    length_minutes: int
    state: State
    host_id: int | None = None
    host: str | None = None
    candidates: tuple[int, ...] = ()
    step: Step | None = None
    due_at: datetime | None = None


@frozen
class Answer:
    """What somebody says at a stand-up (R5.2); before `answered_at` it is what the records say."""

    meeting_id: int
    staff_id: int
    name: str
    yesterday: tuple[Line, ...] = ()
    today: tuple[Line, ...] = ()
    blocks: str | None = None
    mood: Mood | None = None
    away: Away | None = None
    answered_at: datetime | None = None


@frozen
class Minutes:
    """The minutes of a meeting (R5.3), besides its decisions, which are action items."""

    meeting_id: int
    written_by: int
    absent: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    published_at: datetime | None = None
    words: str = ""


def _meeting(row: Row[Any]) -> Meeting:
    plain = ("id", "group_id", "held_on", "starts_at", "length_minutes", "host_id", "host", "due_at")
    return Meeting(
        **{name: getattr(row, name) for name in plain},
        group=row.group_name,
        kind=Kind(row.kind),
        state=State(row.state),
        candidates=tuple(row.candidates),
        step=Step(row.step) if row.step else None,
    )


def add(tx: Tx, values: Mapping[str, Any]) -> int:
    """Keep a meeting that is to be; a group has one of a kind on a day."""
    return tx.insert(meetings, {"candidates": [], "host_id": None, **values})


def load(tx: Tx, meeting_id: int) -> Meeting | None:
    """A meeting whatever the scope; the service looks whose business it is."""
    row = tx.row(_BY_ID, {"meeting": meeting_id})
    return _meeting(row) if row else None


def change(tx: Tx, meeting_id: int, values: Mapping[str, Any]) -> None:
    """Change what a meeting is."""
    tx.write(update(meetings).where(meetings.c.id == meeting_id).values(**values))


def move_on(tx: Tx, meeting: Meeting, step: Step | None, due_at: datetime | None, **values: Any) -> bool:
    """Let a meeting go on to its next step; False where it has left the one it was loaded in."""
    c = meetings.c
    here = update(meetings).where(c.id == meeting.id, c.step == meeting.step, c.due_at == meeting.due_at)
    return tx.write(here.values(step=step, due_at=due_at, **values)) == 1


def due(tx: Tx, now: datetime, most: int) -> list[Meeting]:
    """The meetings with which something is to be done, the longest waiting first."""
    return [_meeting(row) for row in tx.rows(_DUE, {"now": now, "most": most})]


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which something is to be done with a meeting."""
    at: datetime | None = tx.value(_FIRST_DUE, {})
    return at


def any_within(tx: Tx, group_id: int, kind: Kind, first: date, last: date) -> bool:
    """Whether a group has a meeting of a kind between two days, held, planned or left out."""
    return tx.row(_WITHIN, {"group": group_id, "kind": kind.value, "first": first, "last": last}) is not None


def turns(tx: Tx, group_id: int, kind: Kind, since: date) -> list[Turn]:
    """Who hosted the meetings of a kind since a day, and who could have."""
    rows = tx.rows(_TURNS, {"group": group_id, "kind": kind.value, "since": since})
    return [Turn(row.host_id, tuple(row.candidates)) for row in rows]


def on_day(tx: Tx, group_id: int, day: date) -> list[Meeting]:
    """The meetings of a group on a day."""
    query = select(*_COLUMNS).select_from(_SOURCE).where(meetings.c.group_id == group_id, meetings.c.held_on == day)
    return [_meeting(row) for row in tx.rows(query.order_by(meetings.c.starts_at))]


def forget_planned(tx: Tx, group_id: int, day: date) -> None:
    """Drop the meetings of a group on a day that have not begun."""
    c = meetings.c
    tx.write(
        delete(meetings).where(c.group_id == group_id, c.held_on == day, c.state == State.PLANNED, c.step == Step.BEGIN)
    )


def forget_until(tx: Tx, until: datetime) -> None:
    """Let the clock do nothing with the meetings that were due before an instant."""
    tx.write(update(meetings).where(meetings.c.due_at < until).values(step=None, due_at=None))


def add_answers(tx: Tx, found: Sequence[Answer]) -> None:
    """Ask the members of a stand-up: a row for each, with what the records say."""
    rows = [
        {
            "meeting_id": one.meeting_id,
            "staff_id": one.staff_id,
            "yesterday": written(one.yesterday),
            "today": written(one.today),
            "away": one.away,
        }
        for one in found
    ]
    tx.insert_all(stand_up_answers, rows)


def written(lines: Iterable[Line]) -> list[list[str | None]]:
    """The lines of a day as they are kept."""
    return [[line.did, line.what] for line in lines]


def answers(tx: Tx, meeting_id: int) -> list[Answer]:
    """What everybody says at a stand-up, answered or not."""
    return [_answer(row) for row in tx.rows(_ANSWERS, {"meeting": meeting_id})]


def _answer(row: Row[Any]) -> Answer:
    plain = ("meeting_id", "staff_id", "name", "blocks", "answered_at")
    return Answer(
        **{name: getattr(row, name) for name in plain},
        yesterday=tuple(Line(Did(did), what) for did, what in row.yesterday),
        today=tuple(Line(Did(did), what) for did, what in row.today),
        mood=Mood(row.mood) if row.mood else None,
        away=Away(row.away) if row.away else None,
    )


def change_answer(tx: Tx, meeting_id: int, staff_id: int, values: Mapping[str, Any]) -> None:
    """Note what somebody says."""
    c = stand_up_answers.c
    tx.write(update(stand_up_answers).where(c.meeting_id == meeting_id, c.staff_id == staff_id).values(**values))


_ASKED = (
    select(stand_up_answers.c.meeting_id)
    .join(meetings, meetings.c.id == stand_up_answers.c.meeting_id)
    .where(stand_up_answers.c.staff_id == bindparam("staff"), meetings.c.held_on == bindparam("day"))
)


def asked_on(tx: Tx, staff_id: int, day: date) -> bool:
    """Whether somebody was asked before a stand-up of that day."""
    return tx.row(_ASKED, {"staff": staff_id, "day": day}) is not None


def away_on(tx: Tx, staff_ids: Collection[int], day: date) -> set[int]:
    """Those of these members who said at a stand-up of that day that they are away."""
    a, m = stand_up_answers.c, meetings.c
    query = select(a.staff_id).join(meetings, m.id == a.meeting_id).where(m.held_on == day, a.away.is_not(None))
    return {row.staff_id for row in tx.rows(query.where(a.staff_id.in_(staff_ids)))}


def minutes_of(tx: Tx, meeting_id: int) -> Minutes | None:
    """The minutes of a meeting, as far as they are written."""
    row = tx.row(_MINUTES, {"meeting": meeting_id})
    return _minutes(row) if row else None


def _minutes(row: Row[Any]) -> Minutes:
    return Minutes(row.meeting_id, row.written_by, tuple(row.absent), tuple(row.topics), row.published_at, row.words)


def save_minutes(tx: Tx, written: Minutes) -> None:
    """Keep minutes as they stand."""
    values: dict[str, Any] = {"absent": list(written.absent), "topics": list(written.topics)}
    values |= {"published_at": written.published_at, "words": written.words}
    this = update(minutes).where(minutes.c.meeting_id == written.meeting_id)
    if not tx.write(this.values(**values)):
        tx.insert(minutes, {"meeting_id": written.meeting_id, "written_by": written.written_by, **values})


def held(
    tx: Tx, group_ids: Collection[int], *, containing: str = "", offset: int = 0, limit: int = 5
) -> tuple[list[Meeting], int]:
    """Some meetings of these groups that were held or left out, the newest first, and how many; `containing`: with
    these words in their published minutes."""
    c = meetings.c
    source = _SOURCE.join(minutes, minutes.c.meeting_id == c.id, isouter=True)
    conditions = [c.group_id.in_(group_ids), c.state != State.PLANNED]
    if containing:
        conditions += [minutes.c.published_at.is_not(None), minutes.c.words.icontains(containing, autoescape=True)]
    total = int(tx.value(select(func.count()).select_from(source).where(*conditions)))
    query = select(*_COLUMNS).select_from(source).where(*conditions).order_by(c.starts_at.desc(), c.id.desc())
    return [_meeting(row) for row in tx.rows(query.offset(offset).limit(limit))], total
