"""A moment told in one line: 每年3月12日 植树节 给林业局打电话; 9月20日 全组 校园展会 (R3.1)."""

import re
from datetime import date, datetime

from domain.moments import Kind, Once, Rule
from domain.persons import Birthday, BirthdayType
from handlers.context import Context
from handlers.turn import Reply
from language import dates, yearly
from language.characters import fold
from locales.format import day
from services import moments
from services.days import year_month_day
from services.moments import NewMoment

_GROUP = re.compile(r"全组|全組|全体|全體|大家|for the (?:whole )?(?:team|group)")
_ANNIVERSARY = re.compile(r"周年|週年|纪念|紀念|anniversar")
LONGEST = 60


def enter(c: Context, text: str) -> Reply | None:
    """Keep the moment that a line tells of; None where it names no day."""
    cut = yearly.day_of(text)
    if cut is not None:
        rule: Rule | None = rule_said(fold(text)[slice(*cut)])
    else:
        mentions = dates.find(text, c.said_on, "future")
        if not mentions:
            return None
        start = mentions[0].start
        on = start.date() if isinstance(start, datetime) else start
        rule, cut = Once(on), (mentions[0].begin, mentions[0].finish)
    if rule is None:
        return None
    return _keep(c, text, rule, cut)


def rule_said(words: str) -> Birthday | None:
    """The rule of a day of the year that was said: 9月10日, 农历八月十五; None where there is no such day."""
    parts = year_month_day(words)
    if parts is None or not 1 <= parts.month <= 12 or not 1 <= parts.day <= 31:
        return None
    if parts.lunar:
        return Birthday(parts.month, parts.day, None, BirthdayType.LUNAR_LEAP if parts.leap else BirthdayType.LUNAR)
    try:
        date(2024, parts.month, parts.day)
    except ValueError:
        return None
    return Birthday(parts.month, parts.day)


def _keep(c: Context, text: str, rule: Rule, cut: tuple[int, int]) -> Reply:
    read = c.understand()
    client = read.clients[0].value if len(read.clients) == 1 else None
    person = read.persons[0].value if len(read.persons) == 1 else None
    if client is None and person is not None:
        client_id: int | None = person.client_id
    else:
        client_id = client.id if client else None
    rest = yearly.without(f"{text[: cut[0]]} {text[cut[1] :]}")
    for_group = bool(_GROUP.search(fold(rest))) and client_id is None
    name = " ".join(_GROUP.sub("", rest).split()).strip(" ，,、：:")[:LONGEST]
    if not name:
        return Reply([c.say("calendar.ask_line")])
    kind = Kind.ANNIVERSARY if _ANNIVERSARY.search(fold(name)) else Kind.EVENT if for_group else Kind.OTHER
    person_id = person.id if person is not None and person.client_id == client_id else None
    return keep(c, NewMoment(kind, name, rule, client_id, person_id, for_group))


def keep(c: Context, new: NewMoment) -> Reply:
    """Enter a moment, and say when it comes and whom it is for."""
    moment_id = moments.add(c.tx, c.actor, new, c.now)
    next_ = moments.next_on(c.tx, new.rule, c.today)
    on = day(next_, c.today, c.words.language) if next_ else ""
    key = "calendar.kept_once" if isinstance(new.rule, Once) else "calendar.kept_yearly"
    for_ = "calendar.for_group" if new.for_group else "calendar.for_client" if new.client_id else "calendar.for_me"
    rows = [[c.button("care.undo", "calendar.remove", moment=moment_id)]]
    return Reply([c.say(key, rows, name=new.name, day=on, whom=c.words.plain(for_))], ends=c.draft)
