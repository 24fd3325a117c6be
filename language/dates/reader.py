"""From the pieces of a text to its phrases: days with their times, ranges, lists, what lies before and after a day."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from domain.holidays import BY_WORD
from language.dates import grammar, meanings, reckoning
from language.dates.drafts import Draft, Time, english_spans
from language.dates.grammar import code, pattern, values
from language.dates.guards import GUARDS
from language.dates.lexer import tokens
from language.dates.meanings import Said
from language.dates.mention import Prefer
from language.dates.pieces import BREAK, END, LIST, Token
from language.dates.reckoning import DAY, Frame, When
from language.patterns import lazy

_NUMBERED_HOUSE = lazy(r"[院中小医幼高职实附汽轻化建冶]")  # 九点到二院: a house with a number, no hour

# 下周安排：周一…, next week's plan: Mon …
HEADING = lazy(
    r"的?(?:工作|走访|拜访|客户|出差|外出|大概)?(?:安排|计划|行程|日程|任务|打算|排期|重点|事项)?(?:如下|是|有)?\s*:(?!\d)"
    r"|(?:'s)?(?: visits?| plans?| schedule| agenda| tasks)?:(?!\d)"
)


class Reader:
    """Reads the pieces of one text, left to right."""

    def __init__(self, text: str, now: datetime, prefer: Prefer) -> None:
        self.folded, raw = tokens(text)
        self.pieces = english_spans(raw)
        self.codes = "".join([code(token.kind) for token in self.pieces])
        self.kinds = [*[token.kind for token in self.pieces], END, END, END, END]
        """The kinds of the pieces, with the end where a phrase looks past it."""
        self.now, self.prefer = now, prefer
        self.last: Draft | None = None
        self.heading: When | None = None  # the week that weekdays are listed under

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
            if self.kinds[at] == "every" or (self.kinds[at] == "then" and self.pieces[at].value and self.last is None):
                read = self.phrase(at + 1)
                at = read[1] if read else at + 1
                continue
            listed = at > 0 and self.kinds[at - 1] == LIST and self.kinds[at] in LISTED and self.last is not None
            read = self.phrase(at, self.last.day if listed and self.last is not None else None)
            if read is None:
                at += 1
                continue
            draft, at = read
            if draft.begin < draft.finish:
                if draft.day is not None:
                    draft.day = self.under_heading(draft.day, draft.finish)
                self.last = draft
                yield draft

    def under_heading(self, day: When, finish: int) -> When:
        """A bare weekday after 下周安排： is one of that week; a week before a colon is such a heading."""
        if day.grain == "week":
            if HEADING.match(self.folded, finish):
                self.heading = day
        elif self.heading is not None and day.said == "bare weekday":
            monday = self.heading.start - self.heading.start.weekday() * DAY
            end = monday + day.end.weekday() * DAY if day.end is not None else None
            return replace(day, start=monday + day.start.weekday() * DAY, end=end, explicit=True, said="weekday")
        return day

    def phrase(self, at: int, prior: When | None = None) -> tuple[Draft, int] | None:
        """One whole phrase; a bare day that is a deadline is one to come (周一前回复, by Monday)."""
        read = self.as_leaning(at, prior)
        if read is None or self.prefer is not None or not read[0].deadline:
            return read
        day = read[0].day
        if day is None or day.explicit or day.start >= self.now.date():
            return read
        self.prefer = "future"
        ahead = self.as_leaning(at, prior)
        self.prefer = None
        near = ahead is not None and ahead[0].day is not None and ahead[0].day.start - self.now.date() <= NEAR
        return ahead if near else read

    def as_leaning(self, at: int, prior: When | None) -> tuple[Draft, int] | None:
        """One whole phrase: what was named, then a range, then what says "before"."""
        deadline = False
        first = at
        if self.kinds[at] in ("by", "until_then"):
            deadline, at = True, at + 1
        if self.kinds[at] == "since_then":
            at += 1
        read = self.point(at, prior)
        if read is None:
            return None
        draft, at = read
        if deadline:
            draft.begin = self.pieces[first].begin
        draft.deadline = deadline or draft.deadline
        if self.kinds[at] == "around" and self.kinds[at + 1] == "to":
            at += 1
        if self.kinds[at] == "to" and (ranged := self.range_end(draft, at + 1)):
            draft, at = ranged
        while self.kinds[at] in ("before", "around", "within", "by"):
            if self.kinds[at] == "by":
                break
            draft.deadline = draft.deadline or self.kinds[at] == "before"
            draft.finish = self.pieces[at].finish
            at += 1
        return draft, at

    def point(self, at: int, prior: When | None = None) -> tuple[Draft, int] | None:
        """A day, a time, or both, with no range."""
        kind = self.kinds[at]
        if kind == END:
            return None
        token = self.pieces[at]
        if kind in ("now", "soon"):
            when = When(self.now.date(), None, "part", said="now")
            return Draft(token.begin, token.finish, when), at + 1
        if kind == "then" and (self.last is None or self.last.day is None) and self.folded[token.begin] == "当":
            return self.with_time(Draft(token.begin, token.finish, When(self.now.date(), explicit=False)), at + 1)
        if kind == "then" and self.last is not None and self.last.day is not None:
            base = self.last.day.end or self.last.day.start
            return self.with_time(Draft(token.begin, token.finish, When(base + token.value * DAY)), at + 1)
        if kind == "unit" and token.value == "week" and (whole := self.day(at + 1)):
            return Draft(token.begin, self.pieces[whole[1] - 1].finish, reckoning.week(whole[0].start)), whole[1]
        if kind == "unit" and self.kinds[at + 1] in ("until_then", "since_then"):
            return self.beside(at, at + 1, 1, token.value)
        if kind == "span" and self.kinds[at + 1] in ("until_then", "since_then"):
            low, _, unit, _ = token.value
            if found := self.beside(at, at + 1, low, unit):
                return found
        english = self.nth_of(at)
        if english:
            return english
        if self.folded[token.begin].isascii() and (time := self.time(at)):
            after = time[1]
            if self.kinds[after] in ("since_then", "at"):
                after += 1
            if read := self.day(after, prior):
                return self.of_that_part(Draft(token.begin, self.pieces[read[1] - 1].finish, read[0], time[0]), read[1])
        if read := self.day(at, prior):
            return self.with_time(Draft(token.begin, self.pieces[read[1] - 1].finish, read[0]), read[1])
        if time := self.time(at):
            return Draft(token.begin, self.pieces[time[1] - 1].finish, None, time[0]), time[1]
        return None

    def of_that_part(self, draft: Draft, at: int) -> tuple[Draft, int]:
        """Half past two this afternoon: the part of the day behind a clock time that stands before its day."""
        assert draft.time is not None
        if draft.time.part is None and self.kinds[at] == "part":
            draft.time.part, draft.finish = self.pieces[at].value, self.pieces[at].finish
            return draft, at + 1
        return draft, at

    def beside(self, at: int, sign_at: int, amount: float, unit: str) -> tuple[Draft, int] | None:
        """Two days before Christmas, a week from Friday, the day after National Day."""
        read = self.day(sign_at + 1)
        if read is None:
            return None
        base, end = read
        sign = -1 if self.kinds[sign_at] == "until_then" else 1
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
        if (said["ordinal"] in (0, 1) and "next" in said) or isinstance(said["ordinal"], str):
            return None
        found = meanings.nth({**said, "outer": outer[0]}, self.frame())
        end = outer[1]
        return self.with_time(Draft(self.pieces[at].begin, self.pieces[end - 1].finish, found), end) if found else None

    def day(self, at: int, prior: When | None = None) -> tuple[When, int] | None:
        """A day by the rules, then narrowed or moved by what follows: its last Friday, the three days before it."""
        if self.kinds[at] == "ahead" and GUARDS["took"].search(
            self.folded, max(0, self.pieces[at].begin - 16), self.pieces[at].begin
        ):
            return None
        if prior is None and self.kinds[at] in ("num", "ord", "counted") and not ENGLISH_DAY.match(self.codes, at):
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
            narrowed = meanings.nth(said, self.frame())
            if narrowed is None:
                break
            found, end = narrowed, nth.end()
        return self.moved(found, end)

    def moved(self, found: When, at: int) -> tuple[When, int]:
        """What lies before or after a day: 春节前一周, 教师节前三天, 节后第一天, 中秋前夕."""
        holiday = found.said in BY_WORD
        kind = self.kinds[at]
        if kind in ("eve", "next_day"):
            step = -1 if kind == "eve" else 1
            return When(
                (found.start if step < 0 else found.end or found.start) + step * DAY, explicit=found.explicit
            ), at + 1
        if found.said == "nearby" and (ordinal := AFTER_ORDINAL.match(self.codes, at)):
            said = values(self.pieces, at, ordinal.end())
            return self.counted_after(found.start, said), ordinal.end()
        span = self.pieces[at + 1] if self.kinds[at + 1] == "span" else None
        if kind == "before" and span and found.at is None and (shifted := self.shifted(found, -1, span)):
            return shifted, at + 2
        if kind == "after" and found.at is None and found.said != "offset":
            base = found.end or found.start
            if holiday and found.end is None:
                base = reckoning.break_of(found.said, found.start)[1]
            if ordinal := AFTER_ORDINAL.match(self.codes, at + 1):
                return self.counted_after(base + DAY, values(self.pieces, at + 1, ordinal.end())), ordinal.end()
            if span and (shifted := self.shifted(found, 1, span)):
                return shifted, at + 2
            if self.kinds[at + 1] in ("next_day", "then") and self.pieces[at + 1].value != 0:
                return When(base + 2 * DAY, explicit=found.explicit), at + 2
            if holiday or found.grain in ("month", "week", "quarter"):
                return When(base + DAY, explicit=False), at + 1
            return found, at + 1
        return found, at

    def shifted(self, found: When, sign: int, span: Token) -> When | None:
        """The day a span before or after another."""
        low, _, unit, _ = span.value
        moved = reckoning.shift(self.frame(), sign * low, unit, found.start)
        if moved is not None:
            moved.explicit = found.explicit
        return moved

    def counted_after(self, first: date, said: Said) -> When:
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
        if self.kinds[at] == "since_then" and (self.kinds[at + 1] == "clock" or FROM_TO.match(self.codes, at)):
            at += 1
        if self.kinds[at] == "around" and self.kinds[at + 1] in ("part", "clock", "weak_part"):
            at += 1
        if draft.day is not None and draft.day.at is None and (time := self.time(at, after_day=True)):
            draft.time, at = time
            draft.finish = self.pieces[at - 1].finish
        return draft, at

    def time(self, at: int, after_day: bool = False) -> tuple[Time, int] | None:
        """A time of day: a part, a clock, or both, in either order."""
        part: str | None = None
        if self.kinds[at] in ("part", "weak_part"):
            part, at = self.pieces[at].value, at + 1
            if self.kinds[at] == "weak_part":
                at += 1
        clock: tuple[int, int, bool] | None = None
        if read := self.clock(at, after_day):
            clock, at = read
            if part is None and self.kinds[at] == "part" and self.folded[self.pieces[at].begin].isascii():
                part, at = self.pieces[at].value, at + 1
        elif part is None:
            return None
        return Time(part if part != "day" or clock is None else None, clock), at

    def clock(self, at: int, after_day: bool) -> tuple[tuple[int, int, bool], int] | None:
        """A clock time: 三点半, 15:30, half past three, at 3, 9 in the morning, from 9 to 11."""
        said_at = self.kinds[at] == "at"
        at += said_at
        kind, value = self.kinds[at], self.pieces[min(at, len(self.pieces) - 1)].value
        if kind == "clock":
            return value, at + 1 + (self.kinds[at + 1] == "oclock")
        match = ENGLISH_CLOCK.match(self.codes, at)
        if match and (read := self.english_clock(at, match)):
            return read, match.end()
        if kind != "num" or not 1 <= value <= 24:
            return None
        in_day = self.kinds[at + 1] == "part" and self.folded.startswith(OF_THE_DAY, self.pieces[at + 1].begin)
        alone = said_at and (after_day or self.kinds[at + 1] in AFTER_HOUR)
        if in_day or alone or (at > 0 and FROM_TO.match(self.codes, at - 1)):
            return (value, 0, value > 12), at + 1
        return None

    def english_clock(self, at: int, match: re.Match[str]) -> tuple[int, int, bool] | None:
        """Half past three, a quarter to nine, ten past four, nine o'clock."""
        said = values(self.pieces, at, match.end())
        last = self.pieces[match.end() - 1].value
        hour, literal = (last[0], last[2]) if isinstance(last, tuple) else (last, False)
        if "oclock" in said:
            hour, minute = said["num"], 0
        elif "half_past" in said:
            minute = said["half_past"]
        elif "quarter_to" in said:
            hour, minute = hour - 1, 45
        else:
            minute = self.pieces[at].value
        return (hour, minute, literal or hour > 12) if 0 <= hour <= 24 and minute < 60 else None

    def range_end(self, draft: Draft, at: int) -> tuple[Draft, int] | None:
        """The other end of a range: 到5日, 到11点, to Friday."""
        prior = draft.day
        if prior is not None and prior.at is not None:
            return None
        if self.kinds[at] == "num":
            if _NUMBERED_HOUSE.match(self.folded, self.pieces[at].finish):
                return None
            other = self.bare_end(draft, self.pieces[at])
            after = at + 1
            if other is None:
                return None
            end = other
        else:
            point = self.point(at, prior if draft.time is None or self.kinds[at] != "day" else None)
            if point is None:
                return None
            end, after = point
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

    def bare_end(self, draft: Draft, token: Token) -> Draft | None:
        """A number that ends a range: the day of the month, the weekday or the hour that goes with its beginning."""
        number: int = token.value
        end = Draft(token.begin, token.finish)
        if draft.time is not None and draft.time.clock is not None and number <= 24:
            end.time = Time(None, (number, 0, number > 12))
        elif draft.time is None and draft.day is not None and draft.day.end is None and 1 <= number <= 31:
            if draft.day.said in ("weekday", "bare weekday"):
                end.day = reckoning.weekday(self.frame(draft.day), number - 1, None) if number <= 7 else None
            else:
                end.day = reckoning.day_of_month(self.frame(draft.day), number)
        return end if end.day or end.time else None


OF_THE_DAY = ("in the", "at night")
# What may follow an hour that is only a number ("at 3"), and what carries on a list (下周二、周四).
AFTER_HOUR = frozenset({END, BREAK, LIST, "day", "weekday", "to", "part", "next", "since_then"})
LISTED = frozenset({"weekday", "mday", "ord", "fulldate", "month"})
# How far ahead a bare day that is a deadline may be taken to lie.
NEAR = 31 * DAY
# Pieces no phrase begins with.
IDLE = frozenset({BREAK, LIST, END, "skip", "counted", "to", "before", "around", "within", "edge", "joiner"})
ENGLISH_DAY = pattern("(mday|ord|num|counted) (emonth|rmonth|year_num)")
ENGLISH_CLOCK = pattern("num oclock|half_past (num|clock)|quarter_to (num|clock)|num past (num|clock)")
FROM_TO = pattern("since_then num to (num|clock)")
ENGLISH_NTH = pattern("(ord|next) (weekday|unit|workweek)")
AFTER_ORDINAL = pattern("ordinal (weekday|unit)")
