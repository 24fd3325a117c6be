"""/meetings: what was held, searched in words, read again, handed on as a document (R5.3)."""

from domain.meetings import Kind, State
from handlers.common import is_record
from handlers.context import Context
from handlers.meetings import minutes_card, summary
from handlers.meetings.lines import day_of, title
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from locales.format import plain_day
from locales.markup import join
from services import meetings, minutes
from storage import meetings as rows_of
from storage.drafts import Draft
from storage.meetings import Meeting

NOUN = "meetings"
LONGEST = 60
"""Characters of a search."""


def show(c: Context) -> Reply:
    """/meetings, or with words after it those whose minutes contain them."""
    words = c.turn.argument if c.turn.command == "meetings" and not c.data else str(c.data.get("words", ""))
    return _list(c, words[:LONGEST], int(c.data.get("offset", 0)))


def _list(c: Context, words: str, offset: int) -> Reply:
    found, total = minutes.archive(c.tx, c.actor, containing=words, offset=offset, limit=PAGE)
    key = ("meetings.found" if words else "meetings.archive") if total else "meetings.none"
    lines: list[str] = [c.t(key, n=total, words=words)]
    rows = [[_open(c, one)] for one in found]
    rows.append(turning(c, "meetings.list", offset, total, words=words))
    rows.append([c.button("meetings.search", "meetings.search"), c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=c.draft if c.draft and c.draft.noun == NOUN else None)


def _open(c: Context, one: Meeting) -> Button:
    on = plain_day(one.held_on, c.words.language, year=one.held_on.year != c.today.year)
    key = "meetings.left_out" if one.state is State.SKIPPED else "meetings.open_one"
    return Button(c.words.plain(key, kind=title(c, one), day=on), "meetings.show", {"meeting": one.id})


def search(c: Context) -> Reply:
    """Search for what? In words."""
    rows = [[c.button("common.back", "meetings.list")]]
    return Reply([c.say("meetings.ask_search", rows)], draft=Draft(NOUN, "search", {}, None))


def typed(c: Context) -> Reply | None:
    """The words to search for; a visit told instead is something new (None)."""
    words = c.turn.text.strip()
    if not words or c.turn.attachment is not None or is_record(c):
        return None
    return _list(c, words[:LONGEST], 0)


def open_(c: Context) -> Reply:
    """One meeting: its minutes, the summary of a stand-up, or the way to minutes that are still to be written."""
    meeting = meetings.load(c.tx, c.actor, int(c.data["meeting"]))
    written = rows_of.minutes_of(c.tx, meeting.id)
    if written is not None and written.published_at is not None:
        return Reply([minutes_card.shown(c, minutes.written(c.tx, c.actor, meeting.id))])
    back = [c.button("meetings.to_archive", "meetings.list")]
    left_out = meeting.state is State.SKIPPED
    if meeting.kind is Kind.STAND_UP and not left_out:
        text = summary.text(c, meeting, rows_of.answers(c.tx, meeting.id))
        return Reply([Message(text, [back])])
    rows = [back]
    if meeting.kind is not Kind.STAND_UP and minutes.may_write(c.actor, meeting):
        rows = [[c.button("meetings.write_minutes", "minutes.write", meeting=meeting.id)], back]
    key = "meetings.was_left_out" if left_out else "meetings.no_minutes"
    return Reply([c.say(key, rows, kind=title(c, meeting), day=day_of(c, meeting))])


def document(c: Context) -> Reply:
    """The minutes as a document."""
    here = minutes.written(c.tx, c.actor, int(c.data["meeting"]))
    caption = c.t("minutes.document_sent", kind=title(c, here.meeting))
    return Reply([Message(caption, file=minutes_card.document(c, here))])
