"""The summary of a stand-up (R5.2): in the team's chat, or to its leaders where it has none."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.context import Context, unasked
from handlers.meetings.lines import day_before, day_of, in_team, title, without_phones
from handlers.meetings.lines import told as shown
from handlers.turn import Message
from locales.markup import Markup, join
from services.meetings import Said
from storage.meetings import Answer, Meeting
from storage.tx import Tx


def told(tx: Tx, said: Said, now: datetime) -> Iterator[Message]:
    """The summary for everyone who gets it; the same keys say the same summary."""
    key = f"stand_up:{said.meeting.id}"
    if said.chat is not None:
        shown_to_team = text(in_team(tx, said, now), said.meeting, said.answers)
        topic = said.chat.topic(said.meeting.kind)
        yield Message(shown_to_team, chat_id=said.chat.chat_id, thread_id=topic, key=key)
    for reader in said.readers:
        c = unasked(tx, reader, said.house, now)
        lines = [text(c, said.meeting, said.answers), "", c.t("meetings.no_chat")]
        yield Message(join(lines), chat_id=reader.telegram_id, key=f"{key}:{reader.id}")


def text(c: Context, meeting: Meeting, answers: Sequence[Answer]) -> Markup:
    """The stand-up as its team reads it; who is away is not missing."""
    there = [one for one in answers if one.away is None]
    given = [one for one in there if one.answered_at is not None]
    missing = [one for one in there if one.answered_at is None]
    lines = [c.t("meetings.summary", kind=title(c, meeting), day=day_of(c, meeting))]
    facts = [c.t("meetings.host", name=meeting.host)] if meeting.host else []
    lines.append(join([*facts, c.t("meetings.answered", n=len(given), all=len(there))], " · "))
    before = day_before(c, meeting)
    said = [_of_member(c, one, before) for one in given]
    said += [c.t(f"meetings.is_away_{one.away}", name=one.name) for one in answers if one.away is not None]
    lines += [Markup(), *said] if said else []
    if missing:
        names = c.words.plain("common.comma").join(one.name for one in missing)
        lines += [Markup(), c.t("meetings.missing", names=names)]
    return join(lines)


def _of_member(c: Context, one: Answer, before: str) -> Markup:
    sign = c.words.plain(f"meetings.mood_{one.mood}").split()[0] if one.mood else "▫️"
    values = {"before": before, "yesterday": shown(c, one.yesterday), "today": shown(c, one.today)}
    line = c.t("meetings.member", sign=sign, name=one.name, **values)
    blocks = c.t("meetings.member_blocks", text=without_phones(one.blocks)) if one.blocks else ""
    return join([line, blocks], " ") if blocks else line
