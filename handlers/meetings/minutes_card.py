"""Minutes in words: as the host writes them, as the team reads them, as a document."""

from collections.abc import Sequence

from domain.action_items import ActionItem, ItemState
from handlers.action_item_card import in_charge
from handlers.context import Context
from handlers.meetings.lines import day_of, title, without_phones
from handlers.turn import Button, File, Message
from handlers.visit_card import short
from locales.format import plain_day
from locales.markup import Markup, join
from services import minutes_document
from services.minutes import Written, may_write
from services.minutes_document import Sheet


def text(c: Context, here: Written, heading: str = "minutes.heading") -> Markup:
    """The minutes: who was there, topics, decisions with who and by when. Phones are masked (R11.2)."""
    lines: list[str] = [c.t(heading, kind=title(c, here.meeting), day=day_of(c, here.meeting))]
    comma = c.words.plain("common.comma")
    facts: list[str] = [c.t("meetings.host", name=here.meeting.host)] if here.meeting.host else []
    facts.append(c.t("minutes.present", names=comma.join(here.present) or "—"))
    if here.absent:
        facts.append(c.t("minutes.absent", names=comma.join(here.absent)))
    lines += facts
    if here.minutes.topics:
        lines += ["", c.t("minutes.topics")]
        lines += [_numbered(c, place, topic) for place, topic in enumerate(here.minutes.topics, 1)]
    if here.decisions:
        lines += ["", c.t("minutes.decisions")]
        lines += [decision(c, one, place) for place, one in enumerate(here.decisions, 1)]
    return join(lines)


def _numbered(c: Context, place: int, words: str) -> Markup:
    return c.t("minutes.line", place=place, text=without_phones(words))


def decision(c: Context, one: ActionItem, place: int) -> Markup:
    """A decision as a line."""
    return c.t("minutes.decision", place=place, text=without_phones(one.text), charge=in_charge(c, one))


def draft(c: Context, here: Written) -> Message:
    """The minutes being written: what is missing is asked for by buttons, the rest comes in words."""
    out = here.minutes.published_at is not None
    empty = not here.minutes.topics and not here.decisions
    lines: list[str] = [text(c, here, "minutes.heading_out" if out else "minutes.heading_draft")]
    lines.append(c.t("minutes.hint_empty" if empty else "minutes.hint"))
    return Message(join(lines, "\n\n"), [*_missing(c, here), *_doing(c, here, empty=empty, out=out)])


def _missing(c: Context, here: Written) -> list[list[Button]]:
    """Who is in charge of the first decision that nobody has, or its day where only that is missing. Nothing is missing
    of what is done, or of what wants nobody."""
    open_ones = [(place, one) for place, one in enumerate(here.decisions, 1) if one.state is ItemState.OPEN]
    for place, one in open_ones:
        if one.owner_id is None:
            label = c.words.plain("minutes.who_does", place=place, text=short(one.text, 14))
            return [[Button(label, "minutes.owner", {"meeting": here.meeting.id, "item": one.id})]]
    for place, one in open_ones:
        if one.due_on is None:
            label = c.words.plain("minutes.by_when", place=place, text=short(one.text, 14))
            return [[Button(label, "minutes.day", {"meeting": here.meeting.id, "item": one.id})]]
    return []


def _doing(c: Context, here: Written, *, empty: bool, out: bool) -> list[list[Button]]:
    this = {"meeting": here.meeting.id}
    attendance = c.button("minutes.attendance", "minutes.attendance", **this)
    if empty:
        return [[attendance], [c.button("minutes.leave", "minutes.leave", **this)]]
    publish = "minutes.publish_again" if out else "minutes.publish"
    return [
        [c.button(publish, "minutes.publish", **this)],
        [attendance, c.button("minutes.strike", "minutes.strike", **this)],
        [c.button("minutes.leave", "minutes.leave", **this)],
    ]


def shown(c: Context, here: Written, heading: str = "minutes.heading") -> Message:
    """Minutes as they are read in private, with the document and, for who may, changing them."""
    this = {"meeting": here.meeting.id}
    row = [c.button("minutes.document", "minutes.document", **this)]
    if may_write(c.actor, here.meeting):
        row.append(c.button("minutes.change", "minutes.write", **this))
    return Message(text(c, here, heading), [row, [c.button("meetings.to_archive", "meetings.list")]])


def document(c: Context, here: Written) -> File:
    """Minutes as a document in the reader's language."""
    on = plain_day(here.meeting.held_on, c.words.language, year=True)
    comma = c.words.plain("common.comma")
    facts: list[tuple[str, str]] = [(c.words.plain("minutes.label_day"), on)]
    if here.meeting.host:
        facts.append((c.words.plain("minutes.label_host"), here.meeting.host))
    facts.append((c.words.plain("minutes.label_present"), comma.join(here.present)))
    if here.absent:
        facts.append((c.words.plain("minutes.label_absent"), comma.join(here.absent)))
    facts.append((c.words.plain("minutes.label_writer"), here.writer))
    heading = c.words.plain("minutes.document_heading", kind=title(c, here.meeting))
    sheet = Sheet(
        heading=heading,
        facts=facts,
        topics_heading=c.words.plain("minutes.label_topics"),
        topics=[without_phones(topic) for topic in here.minutes.topics],
        decisions_heading=c.words.plain("minutes.label_decisions"),
        columns=[c.words.plain(f"minutes.column_{name}") for name in ("what", "who", "when")],
        decisions=[_row(c, one) for one in here.decisions],
    )
    return File(f"{heading} {here.meeting.held_on.isoformat()}.docx", minutes_document.docx(sheet))


def _row(c: Context, one: ActionItem) -> Sequence[str]:
    when = plain_day(one.due_on, c.words.language, year=True) if one.due_on else ""
    return (without_phones(one.text), one.owner or "", when)
