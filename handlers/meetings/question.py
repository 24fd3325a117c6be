"""What a member is asked before a stand-up (R5.2): one tap answers."""

from domain.meetings import Away, Mood
from handlers.context import Context
from handlers.meetings.lines import day_before, day_of, hour_of, told, without_phones
from handlers.turn import Button, Message
from locales.format import opening
from locales.markup import Markup, join
from storage.meetings import Answer, Meeting


def question(c: Context, meeting: Meeting, answer: Answer) -> Message:
    """What a member is asked before the stand-up: yesterday and today as the records have them."""
    hello = "meetings.ask_host" if meeting.host_id == c.actor.id else "meetings.ask"
    lines = [c.t(hello, name=c.actor.staff.name, time=hour_of(c, meeting), day=day_of(c, meeting))]
    lines += [content(c, meeting, answer), c.t("meetings.ask_hint")]
    return Message(join(lines, "\n\n"), buttons(c, meeting, answer))


def content(c: Context, meeting: Meeting, answer: Answer) -> Markup:
    """What an answer says."""
    before = opening(day_before(c, meeting))
    lines = [c.t("meetings.yesterday", before=before, text=told(c, answer.yesterday))]
    lines.append(c.t("meetings.today", text=told(c, answer.today)))
    if answer.blocks:
        lines.append(c.t("meetings.blocks", text=without_phones(answer.blocks)))
    return join(lines)


def buttons(c: Context, meeting: Meeting, answer: Answer) -> list[list[Button]]:
    """The answers of one tap, and the way to one in words."""
    this = {"meeting": meeting.id}
    moods = [Button(_mood(c, mood, answer), "stand_ups.answer", {**this, "mood": mood.value}) for mood in Mood]
    away = [c.button(f"meetings.away_{why}", "stand_ups.away", **this, why=why.value) for why in Away]
    first = c.button("meetings.as_shown", "stand_ups.answer", **this)
    change = c.button("meetings.in_words", "stand_ups.change", **this)
    return [moods[:2], moods[2:], [first, change] if answer.answered_at is None else [change], away]


def _mood(c: Context, mood: Mood, answer: Answer) -> str:
    label = c.words.plain(f"meetings.mood_{mood}")
    return c.words.plain("meetings.chosen", what=label) if answer.mood is mood else label
