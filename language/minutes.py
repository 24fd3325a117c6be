"""What a host writes of a meeting: 决定：下周前完成二院方案，林悦负责，周五前 (R5.3).

A line is a topic, or a decision with its owner and its due day as far as they were said.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.frozen import frozen
from language.characters import fold
from language.dates import Mention, find

ONE_DAY = timedelta(days=1)
MOST_LINES = 50
LONGEST = 500
"""Characters of a line that are kept."""

_LINES = re.compile(r"[\n。！]|(?:^|(?<=[\s；;]))(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）]\s*")
_DECISION = re.compile(
    r"(?:会议)?(?:决定|决议|定了|待办(?:事项)?|行动项|任务|分工|"
    r"decisions?|decided(?: that| to)?|actions?(?: items?)?|to-?dos?|agreed)\s*[:：]?\s*",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:议题|主题|讨论|通报|内容|topics?|discussed)\s*[:：]\s*", re.IGNORECASE)
_CLAUSES = re.compile(r"[，,；;]")
_IN_CHARGE = r"(?:负责|牵头|跟进|落实|来办|主办|来做|完成)"
_DUE_WORDS = re.compile(
    r"(?:请|要|须|需)?(?:于|在|最迟|截止(?:到|日期?)?|期限|时间)?\s*[:：]?\s*(?:前|之前|以前|完成|截止|交)*"
)
_WEEKDAY = re.compile(r"周|星期|礼拜|\b(?:mon|tues?|wed|thu|fri|sat|sun)", re.IGNORECASE)
_TRIM = " \t，,；;、:：-–—·•*。."


@frozen
class Line:
    """One line of the minutes. A topic has neither owner nor day; of a decision None is what was not said."""

    text: str
    decision: bool = False
    owner_id: int | None = None
    due_on: date | None = None


def read(text: str, members: Mapping[int, str], now: datetime, *, me: int | None = None) -> list[Line]:
    """The lines of a message; `members` are those who may own a decision, `me` is who writes (我来).

    `now` is wall time of the organisation: what days are counted from.
    """
    pieces = (piece.strip(_TRIM) for piece in _LINES.split(text))
    return [_line(piece[:LONGEST], members, now, me) for piece in pieces if piece][:MOST_LINES]


def labelled(text: str) -> bool:
    """Whether a text says that it is a topic or a decision: 议题：…, 决定：…."""
    return bool(_TOPIC.match(fold(text)) or _DECISION.match(fold(text)))


def _line(text: str, members: Mapping[int, str], now: datetime, me: int | None) -> Line:
    topic = _TOPIC.match(fold(text))
    if topic:
        return Line(text[topic.end() :].strip(_TRIM) or text)
    labelled = _DECISION.match(fold(text))
    body = text[labelled.end() :].strip(_TRIM) if labelled else text
    owner, rest = _owner(body, members, me)
    due, kept = _due(rest, now)
    if not labelled and owner is None:
        return Line(text)
    return Line(kept or rest or body or text, True, owner, due)


def _owner(text: str, members: Mapping[int, str], me: int | None) -> tuple[int | None, str]:
    """Who is in charge, and the text without the clause that says nothing else."""
    clauses = _CLAUSES.split(text)
    for place, clause in enumerate(clauses):
        for staff_id, name in _called(members, me):
            if _names_alone(clause, name):
                return staff_id, "，".join(part.strip() for part in clauses[:place] + clauses[place + 1 :])
    for staff_id, name in _called(members, me):
        if _names_within(text, name):
            return staff_id, text
    return None, text


def _called(members: Mapping[int, str], me: int | None) -> list[tuple[int, str]]:
    """How the members are called, longest first: by name, by given name where no other has it, and 我."""
    found = [(staff_id, name) for staff_id, name in members.items()]
    given: dict[str, list[int]] = {}
    for staff_id, name in members.items():
        short = name.split()[0] if name.isascii() else name[-2:]
        given.setdefault(short, []).append(staff_id)
    found += [(ids[0], short) for short, ids in given.items() if len(ids) == 1 and len(short) > 1]
    found = sorted(set(found), key=lambda each: -len(each[1]))
    return [*found, (me, "我")] if me is not None else found


def _names_alone(clause: str, name: str) -> bool:
    who = re.escape(fold(name))
    whole = rf"\s*(?:由|请|@|责任人|负责人|owner)?\s*[:：]?\s*{who}\s*(?:来)?\s*{_IN_CHARGE}?\s*"
    return re.fullmatch(whole, fold(clause), re.IGNORECASE) is not None


def _names_within(text: str, name: str) -> bool:
    who = re.escape(fold(name))
    said = (
        rf"(?:由|请|让|@|责任人[:：]?|负责人[:：]?)\s*{who}"
        rf"|{who}\s*(?:来)?\s*(?:负责|牵头|跟进|落实|来办|主办)"
        rf"|^{who}\s*[:：]"
        rf"|^{who}(?=.*(?:前|之前|内|完成|提交|交|报))"
        rf"|\b{who}\s+(?:to|will|takes|owns|is)\b|\bby\s+{who}\b|\bowner\s*[:：]?\s*{who}\b"
    )
    return re.search(said, fold(text), re.IGNORECASE) is not None


def _due(text: str, now: datetime) -> tuple[date | None, str]:
    """By when, and the text without the clause that says nothing else; a clause of its own goes before one within."""
    start = 0
    for clause in _CLAUSES.split(text):
        named = _days(clause, now)
        if named and _DUE_WORDS.fullmatch(fold(clause.replace(named[-1].text, "")).strip()):
            rest = (text[:start] + text[start + len(clause) :]).strip(_TRIM)
            return _day(named[-1]), re.sub(r"[，,；;]{2,}", "，", rest)
        start += len(clause) + 1
    named = _days(text, now)
    return (_day(named[-1]) if named else None), text


def _days(text: str, now: datetime) -> list[Mention]:
    named = (each for each in find(text, now, "future") if each.grain != "year")
    return [each for each in named if each.explicit or _WEEKDAY.search(fold(each.text))]


def _day(named: Mention) -> date:
    start = named.start.date() if isinstance(named.start, datetime) else named.start
    if named.end is None or named.grain in ("minute", "part", "day"):
        return start
    if named.deadline:
        return start - ONE_DAY
    return named.end.date() if isinstance(named.end, datetime) else named.end


def as_decision(line: Line, text: str, now: datetime) -> tuple[str, int | None, date | None]:
    """What, who and by when of a line that is known to be something to do, whether or not it says so."""
    if line.decision:
        return line.text, line.owner_id, line.due_on
    due, kept = _due(line.text, now)
    return kept or line.text or text, None, due
