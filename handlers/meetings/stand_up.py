"""Answering a stand-up (R5.2): by a tap, in words, or away; and what comes of it for the others."""

from dataclasses import replace

from domain.meetings import Away, Mood
from handlers.common import is_record
from handlers.context import Context
from handlers.meetings import summary
from handlers.meetings.lines import day_before, hour_of, title
from handlers.meetings.question import buttons, content, question
from handlers.telling import as_seen_by
from handlers.turn import Message, Reply
from language import stand_ups as reading
from locales.markup import join
from services import stand_ups
from services.meetings import Said
from services.stand_ups import Answered
from storage import outbox
from storage.drafts import Draft

NOUN = "stand_up"


def answer(c: Context) -> Reply:
    """One tap: as shown, with the mood that was pressed."""
    mood = Mood(c.data["mood"]) if c.data.get("mood") else None
    return _answered(c, stand_ups.as_shown(c.tx, c.actor, int(c.data["meeting"]), c.now, mood=mood))


def away(c: Context) -> Reply:
    """On leave or on a trip today."""
    return _answered(c, stand_ups.away(c.tx, c.actor, int(c.data["meeting"]), Away(c.data["why"]), c.now))


def change(c: Context) -> Reply:
    """In other words: they are asked for, in one line."""
    found = stand_ups.load(c.tx, c.actor, int(c.data["meeting"]))
    if not found.open:
        return c.toast("meetings.stand_up_over")
    back = c.button("common.back", "stand_ups.show", meeting=found.meeting.id)
    draft = Draft(NOUN, "words", {"meeting": found.meeting.id}, c.draft.id if c.draft else None)
    return Reply([c.say("meetings.ask_words", [[back]], before=day_before(c, found.meeting))], draft=draft)


def show(c: Context) -> Reply:
    """One's own answer as it stands."""
    return Reply([_card(c, stand_ups.load(c.tx, c.actor, int(c.data["meeting"])))], ends=c.draft)


def typed(c: Context) -> Reply | None:
    """Words typed after "in other words"; once the stand-up has begun they are something new (None) where it has one's
    answer, and so is what tells of a visit."""
    assert c.draft is not None
    meeting_id = int(c.draft.data["meeting"])
    said = reading.in_words(c.turn.text)
    if not said or c.turn.attachment is not None:
        return None
    found = stand_ups.load(c.tx, c.actor, meeting_id)
    if not found.open or (found.begun and not reading.labelled(c.turn.text) and is_record(c)):
        return None
    return _answered(c, stand_ups.in_words(c.tx, c.actor, meeting_id, said, c.now))


def told_freely(c: Context) -> Reply | None:
    """今天：…；卡点：… typed without being asked: the answer to today's stand-up, while it is open."""
    found = stand_ups.of_today(c.tx, c.actor, c.now)
    said = reading.labelled(c.turn.text)
    if found is None or not said:
        return None
    return _answered(c, stand_ups.in_words(c.tx, c.actor, found.meeting.id, said, c.now))


def told_of(c: Context, found: Answered) -> list[Message]:
    """What others are told of an answer: the summary anew where it was late, and who leads the stand-up now."""
    messages = _again(c, found.summary) if found.summary is not None else []
    if found.host is not None and found.host.telegram_id is not None:
        messages.append(_tell_host(c, found))
    return messages


def _answered(c: Context, found: Answered) -> Reply:
    messages = [_card(c, found), *told_of(c, found)]
    return Reply(messages, ends=c.draft if c.draft and c.draft.noun == NOUN else None)


def _card(c: Context, found: Answered) -> Message:
    meeting, mine = found.meeting, found.answer
    if mine.answered_at is None:
        return question(c, meeting, mine)
    if mine.away is not None:
        lines = [c.t(f"meetings.noted_{mine.away}")]
    else:
        sign = c.words.plain(f"meetings.mood_{mine.mood}").split()[0] if mine.mood else "✅"
        key = "meetings.noted" if found.open else "meetings.noted_late"
        lines = [c.t(key, sign=sign, time=hour_of(c, meeting)), content(c, meeting, mine)]
    rows = buttons(c, meeting, mine) if found.open else []
    if mine.away is not None:
        rows = [[c.button("absences.longer", "absences.ask", why=mine.away.value)], *rows]
    return Message(join(lines, "\n\n"), rows)


def _tell_host(c: Context, found: Answered) -> Message:
    assert found.host is not None
    seen = as_seen_by(c, found.host)
    text = seen.t("meetings.you_host", kind=title(seen, found.meeting), time=hour_of(c, found.meeting))
    key = f"host:{found.meeting.id}:{found.host.id}:{c.turn.update_id}"
    return Message(text, chat_id=found.host.telegram_id, prompt=True, key=key)


def _again(c: Context, said: Said) -> list[Message]:
    """The summary once more, in the place of the one said before."""
    found = summary.told(c.tx, said, c.now)
    known = [message for message in found if message.key is not None and outbox.known(c.tx, message.key)]
    return [replace(message, key=None, edits=message.key) for message in known]
