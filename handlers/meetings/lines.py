"""What stand-ups and minutes are made of, as lines in the words of a language."""

import re
from collections.abc import Iterable
from datetime import datetime

from domain.meetings import Did, Line
from domain.staff import Actor, Role, Staff
from handlers.context import Context
from handlers.turn import Turn
from locales.format import masked_phone, plain_day, weekday
from locales.words import words
from services import meetings
from services.meetings import Said
from storage.meetings import Meeting
from storage.tx import Tx

A_WEEK = 7
_PHONE = re.compile(r"(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")


def without_phones(text: str) -> str:
    """A text for a group: phone numbers in it are masked (R11.2)."""
    return _PHONE.sub(lambda found: masked_phone(found[0]), text)


def told(c: Context, lines: Iterable[Line]) -> str:
    """Somebody's day in one line: 走访一中、二院；关怀雁溪中学；跟进2项."""
    kinds: dict[Did, list[Line]] = {}
    for line in lines:
        kinds.setdefault(line.did, []).append(line)
    parts = [_part(c, did, kinds[did]) for did in Did if did in kinds]
    return c.words.plain("meetings.semicolon").join(parts) or c.words.plain("meetings.nothing")


def _part(c: Context, did: Did, lines: list[Line]) -> str:
    if did is Did.WORDS:
        return without_phones(c.words.plain("meetings.semicolon").join(line.what or "" for line in lines))
    if did is Did.STEP:
        return c.words.plain("meetings.did_step", n=len(lines))
    names = [line.what or c.words.plain("meetings.a_vip") for line in lines]
    return c.words.plain(f"meetings.did_{did}", clients=c.words.plain("common.comma").join(names))


def title(c: Context, meeting: Meeting) -> str:
    """What a meeting is called: 一组班前会."""
    return c.words.plain("meetings.title", group=meeting.group, kind=c.words.plain(f"meetings.kind_{meeting.kind}"))


def hour_of(c: Context, meeting: Meeting) -> str:
    """When a meeting begins: 08:30."""
    return f"{meeting.starts_at.astimezone(c.actor.zone):%H:%M}"


def day_of(c: Context, meeting: Meeting) -> str:
    """The day of a meeting, as it still reads next week: 3月23日 周一, Mon 23 Mar."""
    language = c.words.language
    on, name = plain_day(meeting.held_on, language, year=meeting.held_on.year != c.today.year), meeting.held_on
    return f"{weekday(name, language)} {on}" if language == "en" else f"{on} {weekday(name, language)}"


def day_before(c: Context, meeting: Meeting) -> str:
    """What a stand-up calls the working day before it: 昨天, 周五, after a long holiday 9月30日 周三."""
    since = meetings.day_before(c.tx, meeting)
    days = (meeting.held_on - since).days
    if days == 1:
        return c.words.plain("meetings.day_before")
    language = c.words.language
    name = weekday(since, language)
    return name if days < A_WEEK else f"{plain_day(since, language, year=False)} {name}"


def in_team(tx: Tx, said: Said, now: datetime) -> Context:
    """The side of a team's chat: nobody in particular, in the organisation's language."""
    assert said.chat is not None
    team = Actor(Staff(0, "", Role.LEADER, groups=(said.meeting.group_id,)), said.house)
    turn = Turn(0, now, said.chat.chat_id, private=False, user_id=0, user_name="")
    return Context(tx, turn, team, now, words(said.house.language))
