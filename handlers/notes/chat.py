"""Small talk, answered warmly and not recorded; and what was not understood, asked about twice at most and kept."""

import re

from handlers.context import Context
from handlers.notes.drafting import NoteDraft
from handlers.notes.log import advance
from handlers.turn import Reply
from storage import drafts
from storage.drafts import Draft

NOUN = "rephrase"

_KINDS = (
    ("thanks", re.compile(r"谢|感谢|辛苦|thank|thx|cheers", re.I)),
    ("bye", re.compile(r"再见|拜拜|晚安|下班|回头见|bye|good ?night|see you", re.I)),
    ("tired", re.compile(r"累|烦|困|周报|週報|加班|难受|頭疼|头疼|tired|exhaust|ugh|sigh|overtime", re.I)),
    (
        "hello",
        re.compile(
            r"你好|您好|早|[晚下中]\w?好|在[吗嗎]|哈喽|嗨|hello|\bhi\b|\bhey\b|good (?:morn|after|even)",
            re.I,
        ),
    ),
)
_WAYS = 3


def smalltalk(c: Context) -> Reply:
    """A greeting, thanks or a grumble: a short warm word, another each time, and no record."""
    kind = next((name for name, pattern in _KINDS if pattern.search(c.turn.text)), "chat")
    return Reply([c.say(f"notes.{kind}_{c.turn.update_id % _WAYS + 1}")])


def unknown(c: Context) -> Reply:
    """Not understood: an example of how to say it, and the words are kept in case they are wanted."""
    draft = Draft(NOUN, "again", {"words": [c.turn.text]})
    return Reply([c.say("notes.rephrase")], draft=draft)


def typed(c: Context) -> Reply | None:
    """Said again: understood now (None), or three ways out instead of a third question."""
    assert c.draft is not None and c.draft.id is not None
    if c.turn.attachment is not None:
        return None
    if c.understand().intent.value != "unknown":
        drafts.drop(c.tx, c.draft.id)
        return None
    words = [*c.draft.data["words"], c.turn.text]
    draft = Draft(NOUN, "choose", {"words": words}, c.draft.id)
    rows = [
        [c.button("notes.as_visit", "visits.start", text="\n".join(words))],
        [c.button("notes.as_note", "notes.from_words")],
        [c.button("common.cancel", "common.cancel")],
    ]
    return Reply([c.say("notes.rephrase_again", rows, words="\n".join(words))], draft=draft)


def from_words(c: Context) -> Reply:
    """Keep as a note: the words that were not understood, on a client that is asked for."""
    assert c.draft is not None
    text = "\n".join(c.draft.data["words"])
    return advance(c, NoteDraft("note", text, message_id=c.turn.message_id))
