"""One message laid out for reading: its folded text, the times in it, who it is about, its words and its clauses."""

import re
from bisect import bisect_right
from datetime import date, datetime, time
from typing import NamedTuple

from language import dates
from language.characters import fold
from language.competitors import rivals, unlisted
from language.goods import with_goods_by_ear
from language.ground import MOST, Ground
from language.patterns import lazy, pattern
from language.portfolio import Portfolio
from language.signs import Hit, Signs
from language.who import Who, who_is_meant

# 曾总(下午)打电话…: whoever is named before it called, unless somebody of ours called them.
_THEIR_CALL = lazy(
    r"(?:他们|那边|她|他)?(?:又|还|昨晚|刚刚?|刚才|今天|昨天|今早|早上|上午|中午|下午|晚上|半夜|夜里)*"
    r"(?P<by>打(?:了)?(?:个|通)?电话(?!给(?!我)|会|祝|机)|发(?:了)?(?:条|个)?(?:微信|信息|消息|语音)(?!给(?!我)|祝|了)|来(?:了)?(?:个)?电话"
    r"|(?:在)?(?:企业)?(?:微信|电话|钉钉|短信|语音|群)(?:里|上|那头)?(?:又|还|都|特意|专门)?(?:(?:跟|和|同|给|对|向)(?:我们?|咱们?))?"
    r"(?:讲|说|问|提|催|反映|留言|通知|抱怨|吐槽)"
    r"|(?<=[a-z]) (?:has |just )?(?:messaged|texted|called|rang|emailed|wrote|pinged|phoned)(?: (?:me|us|in)\b)?"
    r"(?= ?[:,;]| to say| that| saying| asking| about))"
)
_OUR_CALL = lazy(r"(?:给|跟|向)(?!我).{1,12}?(?:打|回|去|拨|通)(?:了|个|通)*电话[说讲问]?")
# A class first, so that the search passes over a place at its first sign; what it must stand between comes after.
_MARKS = lazy(
    r"[。;!?\n,.\s](?:(?:(?<=[。;!?\n])|(?<=[,.])(?:(?<!\d.)|(?!\d)))(?:[。;!?\n]|(?<!\d)[,.]|[,.](?!\d))*"
    r"|(?<=[^\d\s]\s)\s*(?=[^\d\sa-z]))"
)
_CONNECTIVE = pattern("connective")


_WIDEST = 7


class When:
    """A time in the message in both leanings: as something done and as something to come.

    It stands from `begin` to `finish`; `bare` is a weekday or day that may lie on either side of today.
    """

    __slots__ = ("ahead", "bare", "begin", "deadline", "done", "finish", "grain")

    def __init__(self, done: dates.Mention, ahead: dates.Mention, deadline: bool) -> None:
        self.done, self.ahead, self.deadline = done, ahead, deadline
        self.begin, self.finish, self.grain = done.begin, done.finish, done.grain
        self.bare = done is not ahead and done.start != ahead.start

    @property
    def explicit(self) -> bool:
        """Whether the day was said, and stands firm."""
        return self.done.explicit and not self.bare

    @property
    def wide(self) -> bool:
        """Whether it stretches over more than a week (年内, 三个月内): no day of an event."""
        end = self.done.end
        return end is not None and (_day(end) - _day(self.done.start)).days > _WIDEST

    @property
    def dayless(self) -> bool:
        """A clock time or part of a day said without its day."""
        return not self.done.explicit and not self.bare and self.grain in ("minute", "part")

    def first_day(self, ahead: bool) -> date:
        """The day it names, or the first of several."""
        return _day((self.ahead if ahead else self.done).start)

    def last_day(self) -> date:
        """The last day it names, looking ahead: when what is due by then is due."""
        mention = self.ahead
        if mention.end is None or mention.grain in ("minute", "part"):
            return _day(mention.start)
        return _day(mention.end)

    def clock(self, ahead: bool) -> time | None:
        """The clock time it names, if it names one."""
        mention = self.ahead if ahead else self.done
        if mention.grain == "minute" and isinstance(mention.start, datetime):
            return mention.start.time()
        return None


class Clause(NamedTuple):
    """A stretch of the message that says one thing."""

    begin: int
    finish: int


class Scene:
    """Everything the readers of a message look at. `now` is local wall time without an offset."""

    def __init__(self, text: str, portfolio: Portfolio, now: datetime) -> None:
        self.text = text
        self.folded = with_goods_by_ear(fold(text))
        self.portfolio = portfolio
        self.now = now
        self.today = now.date()
        self.times = [when for when in _times(text, now)[:MOST] if not _ADVERB.match(self.folded, when.begin)]
        self.who: Who = who_is_meant(text, self.folded, portfolio, [(when.begin, when.finish) for when in self.times])
        self._signs = Signs(self.folded)
        self._names = Ground(len(self.folded), self.who.spans)
        self._words: dict[str, list[Hit]] = {}
        listed = rivals(self.folded, self._signs, portfolio.own_company, self.who.spans)
        self.rivals = listed or unlisted(text, self.folded, portfolio.own_company, self.who.spans)
        """Mentions of competitors, with their short names."""
        self.signs = self._without_our_calls()
        """The words that say what the message does."""
        self.clauses = self._cut()
        """The clauses, also those that dictation runs together."""
        self._clause_begins = [clause.begin for clause in self.clauses]
        self._clause_signs: list[dict[str, int]] = [{} for _ in self.clauses]  # sign → its first place, by clause
        for hit in self.signs:
            self._clause_signs[self._clause_number(hit.begin)].setdefault(hit.key, hit.begin)
        self.met: bool | None = None  # kept by `tense.met_by_words`

    def words(self, table: str) -> list[Hit]:
        """The words of a table in the message, without those that are part of a name."""
        if table not in self._words:
            free = self._names.free
            self._words[table] = [hit for hit in self._signs.of(table) if free(hit.begin, hit.finish)]
        return self._words[table]

    def in_name(self, place: int) -> bool:
        """Whether this place of the text belongs to the name of a client or person."""
        return not self._names.free(place, place + 1)

    def _without_our_calls(self) -> list[Hit]:
        """The signs without the client's calls that are our own: 给蒋总回个电话说…"""
        hits = self.words("signs")
        calls = [call for span in self.who.spans if (call := _THEIR_CALL.match(self.folded, span[1]))]
        if calls:
            more = [Hit(call.start("by"), call.end(), "called") for call in calls]
            hits = sorted([*hits, *more], key=lambda hit: hit.begin)
        if not any(hit.key == "called" for hit in hits):
            return hits
        ours = Ground(len(self.folded), (match.span() for match in _OUR_CALL.finditer(self.folded)))
        return [hit for hit in hits if hit.key != "called" or ours.free(hit.begin, hit.finish)]

    def first(self, *keys: str) -> Hit | None:
        """The first word with one of these signs."""
        return next((hit for hit in self.signs if hit.key in keys), None)

    def has(self, *keys: str) -> bool:
        """Whether any word has one of these signs."""
        return self.first(*keys) is not None

    def _cut(self) -> list[Clause]:
        found, begin = [], 0
        cuts = [match.span() for match in _MARKS.finditer(self.folded)]
        linked = [(match.start(), match.start()) for match in _CONNECTIVE.finditer(self.folded)]
        if linked:
            cuts = sorted([*cuts, *linked])
        times = Ground(len(self.folded), ((when.begin, when.finish) for when in self.times))
        for start, stop in cuts:
            if not times.free(start, max(stop, start + 1)) and _splits(start, stop, self.times):
                continue
            if start > begin:
                found.append(Clause(begin, start))
                begin = stop
        if begin < len(self.folded):
            found.append(Clause(begin, len(self.folded)))
        return found

    def clause_at(self, place: int) -> Clause:
        """The clause that holds this place of the text."""
        return self.clauses[self._clause_number(place)] if self.clauses else Clause(0, len(self.folded))

    def _clause_number(self, place: int) -> int:
        number = bisect_right(self._clause_begins, place)
        return number - 1 if number else 0

    def in_clause(self, clause: Clause, *keys: str) -> bool:
        """Whether the clause has a word with one of these signs."""
        return any(self.place_in(clause, key) is not None for key in keys)

    def place_in(self, clause: Clause, key: str) -> int | None:
        """Where the first word with this sign stands in the clause."""
        return self._clause_signs[self._clause_number(clause.begin)].get(key) if self.clauses else None

    def slice(self, begin: int, finish: int) -> str:
        """The words as they were typed, trimmed of punctuation."""
        return self.text[begin:finish].strip(" ，,。.;；:：、!！\n")


def _splits(start: int, stop: int, times: list[When]) -> bool:
    return any(when.begin < stop and start < when.finish for when in times)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _times(text: str, now: datetime) -> list[When]:
    if "一下" in text:
        text = _AGAIN.sub("，", text)
    if "from " in text:
        text = _MOVED_FROM.sub(r"\g<1> ,, ", text)
    past = dates.find(text, now, "past")
    if all(
        mention.explicit and not _EDGE.search(mention.text) and abs((_day(mention.start) - now.date()).days) < 60
        for mention in past
    ):
        return [When(mention, mention, _deadline(text, mention)) for mention in past]
    future = {(mention.begin, mention.finish): mention for mention in dates.find(text, now, "future")}
    return [
        _nearer(mention, future.get((mention.begin, mention.finish), mention), now.date(), _deadline(text, mention))
        for mention in past
    ]


# 年后第一次见罗主任, 年前最后一趟: which time it is, not when it was.
_ADVERB = lazy(r"(?:年|节|假)[前后]的?(?:最后|头|第?[一二三1-3])(?:一)?(?:次|趟|回|面|站|家|单|轮)")
_EDGE = lazy(r"[月季年节假]|month|quarter|year", re.IGNORECASE)  # which one it is may depend on the leaning

# 记一下下周三 is next Wednesday, not the one after it.
_AGAIN = lazy(r"(?<=一)下(?=下个?[周月星礼季])")
# "moved from tomorrow to May 7" names two days, not the stretch between them.
_MOVED_FROM = lazy(r"((?:mov|push|shift|postpon|reschedul|bump)\w*\b.{0,60}?\bfrom .{3,20}?) to ", re.IGNORECASE)
_BEFORE = lazy(r"(?:开学|上班|下班|放假|开业|营业|开会|到期|结账|关账)?(?:之前|以前|前(?!后|面|期|往|台))")


_CAME_THEN = lazy(r"[^给跟向]{0,10}?(?:来电|打来|打电话来|打电话|接到|收到)")


def _deadline(text: str, mention: dates.Mention) -> bool:
    if mention.part == "closing" and _CAME_THEN.match(text, mention.finish):
        return False  # 下班前二院何主任来电
    return mention.deadline or _BEFORE.match(text, mention.finish) is not None


def _nearer(done: dates.Mention, ahead: dates.Mention, today: date, deadline: bool) -> When:
    """Both leanings, or only one where the other is far away: 元旦 said on 5 January, 12月25号 said in November."""
    back, forth = abs((today - _day(done.start)).days), abs((_day(ahead.start) - today).days)
    if back > max(60, 3 * forth) or (deadline and back > 30):
        return When(ahead, ahead, deadline)
    if forth > max(60, 3 * back):
        return When(done, done, deadline)
    return When(done, ahead, deadline)
