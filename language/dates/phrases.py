"""From the pieces of a text to its mentions: days with their times, ranges, lists, what lies before and after a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from language.dates import grammar, reckoning
from language.dates.grammar import code, pattern, values
from language.dates.guards import GUARDS
from language.dates.lexer import tokens
from language.dates.pieces import BREAK, END, LIST, Token
from language.dates.mention import Mention, Prefer
from language.dates.reckoning import DAY, PARTS_OF_DAY, Frame, When

SENTENCE_END = re.compile(r"[。!?;\n]")
MERGE_GAP = re.compile(r"[ \t的]*[(,]?[ \t]*(?:(?:on )?the )?$|[ \t]*(?:是|on)[ \t]*$")
CLOSE = re.compile(r"\s*\)")


@dataclass(slots=True)
class Time:
    """A time of day as it was said: the part, and the clock where one was named."""

    part: str | None = None
    clock: tuple[int, int, bool] | None = None

    def order(self) -> float:
        """A rough place in the day, to tell whether one time comes after another."""
        if self.clock is not None:
            at = reckoning.clock(date(2000, 1, 3), self.part, *self.clock)
            return (at - datetime(2000, 1, 3)).total_seconds() / 3600 if at else 0
        return sum(PARTS_OF_DAY.get(self.part or "", (12, 12))) / 2


@dataclass(slots=True)
class Draft:
    """A mention in the making, from one place in the text to another."""

    begin: int
    finish: int
    day: When | None = None
    time: Time | None = None
    until: "Draft | None" = None
    deadline: bool = False


class Reader:
    """Reads the pieces of one text, left to right."""

    def __init__(self, text: str, now: datetime, prefer: Prefer) -> None:
        self.folded, raw = tokens(text)
        self.pieces = _english_spans(raw)
        self.codes = "".join(code(token.kind) for token in self.pieces)
        self.now, self.prefer = now, prefer
        self.last: Draft | None = None

    def kind(self, at: int) -> str:
        """The kind of the piece there; the end once past it."""
        return self.pieces[at].kind if at < len(self.pieces) else END

    def frame(self, prior: When | None = None) -> Frame:
        """What the next phrase is read against."""
        return Frame(self.now, self.prefer, prior)

    def drafts(self) -> Iterator[Draft]:
        """Every phrase in turn."""
        at = 0
        while at < len(self.pieces) - 1:
            if self.pieces[at].kind in IDLE:
                at += 1
                continue
            if self.kind(at) == "every":
                read = self.phrase(at + 1)
                at = read[1] if read else at + 1
                continue
            prior = None
            if at and self.kind(at - 1) == LIST and self.last is not None and self.last.day is not None:
                if self.kind(at) in ("weekday", "mday", "ord", "fulldate", "month"):
                    prior = self.last.day
            read = self.phrase(at, prior)
            if read is None:
                at += 1
                continue
            draft, at = read
            if draft.begin < draft.finish:
                self.last = draft
                yield draft

    def phrase(self, at: int, prior: When | None = None) -> tuple[Draft, int] | None:
        """One whole phrase: what was named, then a range, then what says "before"."""
        deadline = False
        first = at
        if self.kind(at) in ("by", "until_then"):
            deadline, at = True, at + 1
        if self.kind(at) == "since_then":
            at += 1
        read = self.point(at, prior)
        if read is None:
            return None
        draft, at = read
        if deadline:
            draft.begin = self.pieces[first].begin
        draft.deadline = deadline or draft.deadline
        if self.kind(at) == "around" and self.kind(at + 1) == "to":
            at += 1
        if self.kind(at) == "to" and (ranged := self.range_end(draft, at + 1)):
            draft, at = ranged
        while self.kind(at) in ("before", "around", "within", "by"):
            if self.kind(at) == "by":
                break
            draft.deadline = draft.deadline or self.kind(at) == "before"
            draft.finish = self.pieces[at].finish
            at += 1
        return draft, at

    def point(self, at: int, prior: When | None = None) -> tuple[Draft, int] | None:
        """A day, a time, or both, with no range."""
        kind = self.kind(at)
        if kind == END:
            return None
        token = self.pieces[at]
        if kind in ("now", "soon"):
            when = When(self.now.date(), None, "part", said="now")
            return Draft(token.begin, token.finish, when), at + 1
        if kind == "then" and self.last is not None and self.last.day is not None:
            base = self.last.day.end or self.last.day.start
            return self.with_time(Draft(token.begin, token.finish, When(base + token.value * DAY)), at + 1)
        if kind == "unit" and token.value == "week" and (whole := self.day(at + 1)):
            return Draft(token.begin, self.pieces[whole[1] - 1].finish, reckoning.week(whole[0].start)), whole[1]
        if kind == "unit" and self.kind(at + 1) in ("until_then", "since_then"):
            return self.beside(at, at + 1, 1, token.value)
        if kind == "span" and self.kind(at + 1) in ("until_then", "since_then"):
            low, _, unit, _ = token.value
            if found := self.beside(at, at + 1, low, unit):
                return found
        english = self.nth_of(at)
        if english:
            return english
        if self.folded[token.begin].isascii() and (time := self.time(at)):
            after = time[1]
            if self.kind(after) in ("since_then", "at"):
                after += 1
            if day := self.day(after, prior):
                found, end = day
                finish = self.pieces[end - 1].finish
                return Draft(token.begin, finish, found, time[0]), end
        if day := self.day(at, prior):
            found, end = day
            return self.with_time(Draft(token.begin, self.pieces[end - 1].finish, found), end)
        if time := self.time(at):
            return Draft(token.begin, self.pieces[time[1] - 1].finish, None, time[0]), time[1]
        return None

    def beside(self, at: int, sign_at: int, amount: float, unit: str) -> tuple[Draft, int] | None:
        """Two days before Christmas, a week from Friday, the day after National Day."""
        read = self.day(sign_at + 1)
        if read is None:
            return None
        base, end = read
        sign = -1 if self.kind(sign_at) == "until_then" else 1
        anchor = base.start if sign < 0 else base.end or base.start
        found = reckoning.shift(self.frame(), sign * amount, unit, anchor)
        if found is None:
            return None
        return self.with_time(Draft(self.pieces[at].begin, self.pieces[end - 1].finish, found), end)

    def nth_of(self, at: int) -> tuple[Draft, int] | None:
        """The last Friday of the month, the first Monday of April."""
        match = ENGLISH_NTH.match(self.codes, at)
        if not match:
            return None
        outer = self.day(match.end())
        if outer is None or outer[0].end is None:
            return None
        said = values(self.pieces, at, match.end())
        said["ordinal"] = said["ord"] if "ord" in said else said["next"]
        found = grammar._nth({**said, "outer": outer[0]}, self.frame())
        end = outer[1]
        return self.with_time(Draft(self.pieces[at].begin, self.pieces[end - 1].finish, found), end) if found else None

    def day(self, at: int, prior: When | None = None) -> tuple[When, int] | None:
        """A day by the rules, then narrowed or moved by what follows: its last Friday, the three days before it."""
        if self.kind(at) == "ahead" and GUARDS["took"].search(
            self.folded, max(0, self.pieces[at].begin - 16), self.pieces[at].begin
        ):
            return None
        if prior is None and self.kind(at) in ("num", "ord", "counted") and not ENGLISH_DAY.match(self.codes, at):
            token = self.pieces[at]
            stands = token.kind == "ord" and GUARDS["ordinal_right"].match(self.folded, token.finish)
            if not stands or not (
                token.begin == 0 or GUARDS["ordinal_left"].search(self.folded, max(0, token.begin - 10), token.begin)
            ):
                return None
        read = grammar.day(self.pieces, self.codes, at, self.frame(prior), self.folded)
        if read is None:
            return None
        found, end = read
        while (nth := grammar.NTH.match(self.codes, end)) and found.end is not None:
            said = {**values(self.pieces, end, nth.end()), "outer": found}
            narrowed = grammar._nth(said, self.frame())
            if narrowed is None:
                break
            found, end = narrowed, nth.end()
        return self.moved(found, end)

    def moved(self, found: When, at: int) -> tuple[When, int]:
        """What lies before or after a day: 春节前一周, 教师节前三天, 节后第一天, 中秋前夕."""
        holiday = found.said in reckoning.BY_WORD
        kind = self.kind(at)
        if kind in ("eve", "next_day"):
            step = -1 if kind == "eve" else 1
            return When(
                (found.start if step < 0 else found.end or found.start) + step * DAY, explicit=found.explicit
            ), at + 1
        if found.said == "nearby" and (ordinal := AFTER_ORDINAL.match(self.codes, at)):
            said = values(self.pieces, at, ordinal.end())
            return self.counted_after(found.start, said), ordinal.end()
        if kind == "before" and self.kind(at + 1) == "span" and found.at is None:
            low, _, unit, _ = self.pieces[at + 1].value
            shifted = reckoning.shift(self.frame(), -low, unit, found.start)
            if shifted:
                shifted.explicit = found.explicit
                return shifted, at + 2
        if kind == "after" and found.at is None and found.said != "offset":
            base = found.end or found.start
            if holiday and found.end is None:
                base = reckoning.break_of(found.said, found.start)[1]
            if ordinal := AFTER_ORDINAL.match(self.codes, at + 1):
                return self.counted_after(base + DAY, values(self.pieces, at + 1, ordinal.end())), ordinal.end()
            if self.kind(at + 1) == "span":
                low, _, unit, _ = self.pieces[at + 1].value
                shifted = reckoning.shift(self.frame(), low, unit, found.start)
                if shifted:
                    shifted.explicit = found.explicit
                    return shifted, at + 2
            if holiday or found.grain in ("month", "week", "quarter"):
                return When(base + DAY, explicit=False), at + 1
            return found, at + 1
        return found, at

    def counted_after(self, first: date, said: grammar.Said) -> When:
        """The nth day, working day or week counted from a day."""
        nth, unit = said["ordinal"], said.get("unit")
        if unit == "week":
            start = first + 7 * (nth - 1) * DAY
            return When(start, start + 6 * DAY, "week")
        if unit == "working_day":
            return When(reckoning.working_days(first - DAY, nth))
        if "weekday" in said:
            return When(first + ((said["weekday"] - first.weekday()) % 7 + 7 * (nth - 1)) * DAY)
        return When(first + (nth - 1) * DAY)

    def with_time(self, draft: Draft, at: int) -> tuple[Draft, int]:
        """The draft with the time of day that follows, if one does."""
        if self.kind(at) == "since_then" and (self.kind(at + 1) == "clock" or FROM_TO.match(self.codes, at)):
            at += 1
        if self.kind(at) == "around" and self.kind(at + 1) in ("part", "clock", "weak_part"):
            at += 1
        if draft.day is not None and draft.day.at is None and (time := self.time(at, after_day=True)):
            draft.time, at = time
            draft.finish = self.pieces[at - 1].finish
        return draft, at

    def time(self, at: int, after_day: bool = False) -> tuple[Time, int] | None:
        """A time of day: a part, a clock, or both, in either order."""
        first = at
        part: str | None = None
        if self.kind(at) in ("part", "weak_part"):
            part, at = self.pieces[at].value, at + 1
            if self.kind(at) == "weak_part":
                at += 1
        if part == "day":
            part = None if self.kind(at) == "clock" else part
        if self.kind(at) == "at":
            at += 1
        clock: tuple[int, int, bool] | None = None
        if self.kind(at) == "clock":
            clock, at = self.pieces[at].value, at + 1
        elif (
            self.kind(at) == "num"
            and self.folded.startswith(("in the", "at night"), self.pieces[at + 1].begin)
            and self.kind(at + 1) == "part"
        ):
            clock, at = (self.pieces[at].value, 0, False), at + 1
        elif FROM_TO.match(self.codes, at - 1) and max(self.pieces[at].value, 1) <= 24:
            clock, at = (self.pieces[at].value, 0, self.pieces[at].value > 12), at + 1
        elif (match := ENGLISH_CLOCK.match(self.codes, at)) and (read := self.english_clock(at, match)):
            clock, at = read, match.end()
        elif at > first and self.kind(at - 1) == "at" and self.kind(at) == "num" and 1 <= self.pieces[at].value <= 24:
            if after_day or self.kind(at + 1) in (
                END,
                BREAK,
                LIST,
                "day",
                "weekday",
                "to",
                "part",
                "next",
                "since_then",
            ):
                clock, at = (self.pieces[at].value, 0, self.pieces[at].value > 12), at + 1
        if clock is None and part is None:
            return None
        if clock is None and self.kind(at - 1) == "at":
            at -= 1
        if (
            clock is not None
            and part is None
            and self.kind(at) == "part"
            and self.folded[self.pieces[at].begin].isascii()
        ):
            part, at = self.pieces[at].value, at + 1
        if clock is not None and self.kind(at) == "oclock":
            at += 1
        return Time(part, clock), at

    def english_clock(self, at: int, match: re.Match[str]) -> tuple[int, int, bool] | None:
        """Half past three, a quarter to nine, ten past four, nine o'clock."""
        said = values(self.pieces, at, match.end())
        if "past" in said and "half_past" not in said:
            minute, hour = self.pieces[at].value, self.pieces[match.end() - 1].value
        elif "half_past" in said:
            minute, hour = said["half_past"], self.pieces[match.end() - 1].value
        elif "quarter_to" in said:
            minute, hour = (
                45,
                (self.pieces[match.end() - 1].value if self.kind(match.end() - 1) == "num" else said["clock"][0]) - 1,
            )
        else:
            minute, hour = 0, said["num"]
        if isinstance(hour, tuple):
            return (hour[0], minute, hour[2]) if hour[0] <= 24 and minute < 60 else None
        return (hour, minute, hour > 12) if 0 <= hour <= 24 and minute < 60 else None

    def range_end(self, draft: Draft, at: int) -> tuple[Draft, int] | None:
        """The other end of a range: 到5日, 到11点, to Friday."""
        prior = draft.day
        if prior is not None and prior.at is not None:
            return None
        bare = self.kind(at) == "num"
        value = self.pieces[at].value if bare else None
        other: tuple[Draft, int] | None = None
        if bare and draft.time is None and prior is not None and 1 <= value <= 31:
            if prior.said in ("weekday", "bare weekday"):
                if value > 7:
                    return None
                found: When | None = reckoning.weekday(self.frame(prior), value - 1, None)
            else:
                found = reckoning.day_of_month(self.frame(prior), value) if prior.end is None else None
            other = (Draft(self.pieces[at].begin, self.pieces[at].finish, found), at + 1) if found else None
        elif bare and draft.time is not None and draft.time.clock is not None and value <= 24:
            other = (
                Draft(self.pieces[at].begin, self.pieces[at].finish, None, Time(None, (value, 0, value > 12))),
                at + 1,
            )
        else:
            other = self.point(at, prior if draft.time is None or self.kind(at) != "day" else None)
        if other is None:
            return None
        end, after = other
        if end.day is not None and draft.day is None and not self.folded[self.pieces[at].begin].isascii():
            return None
        if end.day is not None and draft.day is not None and (end.day.end or end.day.start) < draft.day.start:
            return None
        if end.day is None and end.time is not None and draft.time is None:
            return None
        if end.day is not None and draft.day is None:
            draft.day, end.day = end.day, None
        draft.until, draft.finish = end, end.finish
        return draft, after


# Pieces no phrase begins with.
IDLE = frozenset({BREAK, LIST, END, "skip", "counted", "to", "before", "around", "within", "edge", "joiner"})
ENGLISH_DAY = pattern("(mday|ord|num|counted) (emonth|rmonth|year_num)")
ENGLISH_CLOCK = pattern("num oclock|half_past (num|clock)|quarter_to (num|clock)|num past (num|clock)")
FROM_TO = pattern("since_then num to (num|clock)")
ENGLISH_NTH = pattern("(ord|next) (weekday|unit|workweek)")
AFTER_ORDINAL = pattern("ordinal (weekday|unit)")
_AMOUNT = {"num", "article", "couple", "few", "half_span", "counted"}


def _english_spans(pieces: list[Token]) -> list[Token]:
    """Join "two weeks", "half an hour", "an hour and a half" into one piece, as the Chinese ones are."""
    result: list[Token] = []
    at = 0
    while at < len(pieces):
        token = pieces[at]
        if token.kind == "unit" and token.value == "fortnight":
            token = token._replace(kind="span", value=(1, None, "fortnight", False))
        if token.kind in _AMOUNT and at + 1 < len(pieces):
            more, next_at = 0.0, at + 1
            if pieces[next_at].kind == "joiner":
                more, next_at = 0.5, next_at + 1
            unit = pieces[next_at]
            if unit.kind == "unit" and token.value is not None:
                finish, after = unit.finish, next_at + 1
                if after < len(pieces) and pieces[after].kind == "joiner":
                    more, finish, after = 0.5, pieces[after].finish, after + 1
                vague = token.kind == "few"
                result.append(Token("span", token.begin, finish, (token.value + more, None, unit.value, vague)))
                at = after
                continue
        result.append(token)
        at += 1
    return result


def read(text: str, now: datetime, prefer: Prefer) -> list[Mention]:
    """The times `text` names, in order."""
    reader = Reader(text, now, prefer)
    found: list[tuple[Draft, Mention]] = []
    for draft in reader.drafts():
        base = _base(found, draft, reader.folded, now.date())
        if draft.time is not None and draft.day is None and base != now.date():
            draft.day = When(base)
        if found and draft.day is None and draft.time is not None and _follows(found[-1][0], draft, reader.folded):
            joined = replace(found[-1][0], finish=draft.finish, time=draft.time, until=draft.until)
            if (whole := _mention(text, joined, now)) is not None:
                found[-1] = (joined, replace(whole, explicit=found[-1][1].explicit))
                continue
        mention = _mention(text, draft, now)
        if mention is None:
            continue
        if found and (merged := _merge(reader.folded, found[-1], (draft, mention), text)):
            found[-1] = merged
        else:
            found.append((draft, mention))
    return [mention for _, mention in found]


def _follows(before: Draft, draft: Draft, folded: str) -> bool:
    """Whether a time belongs to the (merged) day right before it: 周一(23号)下午3点."""
    alone = before.day is not None and before.day.end is None and before.day.at is None
    return alone and before.time is None and before.until is None and not folded[before.finish : draft.begin].strip()


def _base(found: list[tuple[Draft, Mention]], draft: Draft, folded: str, today: date) -> date:
    """The day of a time said without one: the day of the time before it, where it goes on from there (明天上午…，下午…)."""
    if draft.day is not None or draft.time is None or not found:
        return today
    before, mention = found[-1]
    if before.time is None or before.day is None or before.day.end is not None:
        return today
    if SENTENCE_END.search(folded, before.finish, draft.begin) or draft.begin - before.finish > 40:
        return today
    if draft.time.order() <= before.time.order():
        return today
    return before.day.start


def _mention(text: str, draft: Draft, now: datetime) -> Mention | None:
    day, time = draft.day, draft.time
    deadline = draft.deadline or (day is not None and day.deadline) or (time is not None and time.part == "closing")
    begin, finish = draft.begin, draft.finish
    words = text[begin:finish]
    explicit = day is not None and day.explicit
    part = time.part if time is not None else None
    start, end, grain = day.start if day else now.date(), day.end if day else None, day.grain if day else "day"
    if day is not None and day.at is not None:
        if day.said == "within":
            return Mention(
                words,
                begin,
                finish,
                now.replace(second=0, microsecond=0, tzinfo=None),
                day.at,
                "minute",
                None,
                True,
                explicit,
            )
        return Mention(words, begin, finish, day.at, None, "minute", None, deadline, explicit)
    first: date | datetime = start
    if time is not None and end is None:
        grain = "part"
        if time.clock is not None:
            at = reckoning.clock(start, time.part, *time.clock)
            if at is None:
                return None
            first, grain = at, "minute"
    last: date | datetime | None = end
    if draft.until is not None:
        closed = _closing(draft, first)
        if closed is None:
            return None
        last = closed
        if not isinstance(closed, datetime) or not isinstance(first, datetime):
            first = first.date() if isinstance(first, datetime) else first
            last = closed.date() if isinstance(closed, datetime) else closed
            if last == first and grain in ("part", "minute"):
                last, grain = None, "part"
            elif grain in ("part", "minute"):
                grain = "day"
    return Mention(words, begin, finish, first, last, grain, part, deadline, explicit)


def _closing(draft: Draft, first: date | datetime) -> date | datetime | None:
    """The end of a range, its part of the day and its half of the clock carried over from the beginning."""
    end = draft.until
    assert end is not None
    if end.time is None or end.time.clock is None:
        if end.day is None:
            return first.date() if isinstance(first, datetime) else first
        return end.day.end or end.day.start
    begin_time = draft.time or Time()
    part = end.time.part or begin_time.part
    start_day = draft.day.start if draft.day is not None else (first.date() if isinstance(first, datetime) else first)
    if end.day is None and isinstance(first, datetime):
        start_day = start_day if begin_time.clock is None or first.date() == start_day else start_day
    day = end.day.start if end.day is not None else start_day
    closed = reckoning.clock(day, part, *end.time.clock)
    if closed is None or not isinstance(first, datetime):
        return closed
    if closed <= first and end.time.part is None and begin_time.part is not None:
        closed = reckoning.clock(day, None, *end.time.clock) or closed
    if closed <= first and end.day is None and end.time.clock[0] <= 12:
        half = closed + DAY / 2
        closed = half if half > first else closed + DAY
    if closed <= first:
        closed += DAY
    return closed if closed > first else None


def _merge(
    folded: str, before: tuple[Draft, Mention], after: tuple[Draft, Mention], text: str
) -> tuple[Draft, Mention] | None:
    """One mention of two that stand side by side and name the same day: 3月23日（周一）, 明天八一, 周一(23号)."""
    (a, first), (b, second) = before, after
    if a.day is None or b.day is None or a.until is not None or b.until is not None or a.time is not None:
        return None
    gap = folded[first.finish : second.begin]
    if len(gap) > 8 or not MERGE_GAP.match(gap) or a.day.at is not None or b.day.at is not None:
        return None
    finish = second.finish
    if "(" in gap and (close := CLOSE.match(folded, finish)):
        finish = close.end()
    same = _same_day(a.day, b.day)
    if same is None and ("," not in gap or a.day.said == "bare weekday" and folded[a.begin].isascii()):
        if a.day.said == "bare weekday" and a.day.start.weekday() == b.day.start.weekday() and b.day.end is None:
            same = b.day
        elif b.day.said == "bare weekday" and "(" in gap and a.day.end is None or a.day.said == "nearby":
            same = a.day if a.day.said != "nearby" else b.day
        elif (
            b.day.said == "bare weekday"
            and a.day.said == "date"
            and a.day.end is None
            and b.day.start.weekday() == a.day.start.weekday()
        ):
            same = a.day
    if same is None:
        return None
    draft = replace(b, begin=a.begin, finish=finish, day=same, deadline=a.deadline or b.deadline)
    keep = second if same is b.day or b.time is not None else first
    start = keep.start
    if b.time is not None and same is a.day and b.day.start != a.day.start:
        shift = a.day.start - b.day.start
        start = second.start + shift
    merged = replace(
        keep,
        text=text[a.begin : finish],
        begin=a.begin,
        finish=finish,
        start=start,
        deadline=draft.deadline,
        explicit=True,
    )
    return draft, merged


def _same_day(a: When, b: When) -> When | None:
    """The finer of two that agree; None where they do not."""
    if a.end is None and b.end is None:
        return b if a.start == b.start else None
    if b.end is None and a.start <= b.start <= (a.end or a.start):
        return b
    if a.end is None and b.start <= a.start <= (b.end or b.start) and b.said in reckoning.BY_WORD:
        return a
    return None


__all__ = ["read"]
