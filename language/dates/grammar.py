"""What pieces make a day: one row of `RULES` is one way of naming it. The first that fits, from top to bottom.

A pattern is a row of kinds of pieces (see `vocabulary` and `lexer`), as in a regular expression: `year? month mday`.
"""

import re
from functools import cache

from language.dates import meanings
from language.dates.meanings import Rule, Said
from language.dates.pieces import Token
from language.dates.reckoning import Frame, When
from language.patterns import lazy


@cache
def code(kind: str) -> str:
    """One character per kind of piece, so that patterns of pieces are regular expressions over a string of them."""
    _CODES.append(kind)
    return chr(0xE000 + len(_CODES))


_CODES: list[str] = []


def pattern(words: str) -> re.Pattern[str]:
    """A pattern of kinds as a regular expression over their codes."""
    return lazy(lambda: re.sub(r"[a-z_0-9]+", lambda m: code(m[0]), words).replace(" ", ""))


MONTH = "(year|year_abs)? (month|emonth)"
RULES: tuple[tuple[str, Rule], ...] = (
    # lunar days
    ("lunar? (year|year_abs)? lunar? (lmonth|leap_month) (lday|mday|num|counted)", meanings.lunar_date),
    ("lunar (year|year_abs)? month (lday|mday|num|counted)", meanings.lunar_date),
    ("(year|year_abs) lunar month (lday|mday|num|counted)", meanings.lunar_date),
    ("(year|year_abs)? month lday", meanings.lunar_date),
    ("lunar? lday", meanings.lunar_day_only),
    ("lunar num", meanings.lunar_day_only),
    ("lunar? (year|year_abs)? (lmonth|leap_month)", meanings.lunar_month),
    ("lunar (year|year_abs)? month", meanings.lunar_month),
    # days in figures and by month
    ("(solar)? (year|year_abs)? fulldate", meanings.full_date),
    ("solar? (year|year_abs)? month (mday|num)", meanings.month_day),
    ("emonth (mday|ord|num) year_num", meanings.month_day),
    ("emonth (mday|ord|num) (year|year_abs)", meanings.month_day),
    ("(mday|ord|num) emonth year_num", meanings.month_day),
    ("(ord|num) emonth (year|year_abs)?", meanings.month_day),
    ("emonth (ord|num)", meanings.month_day),
    ("(rmonth|year) day", meanings.same_day_of),
    ("rmonth (mday|num|ord)", meanings.relative_month_day),
    ("ord rmonth", meanings.relative_month_day),
    ("next emonth (ord|num)", meanings.relative_month_day),
    # parts of a month
    ("(year|year_abs)? month (edge|month_edge)", meanings.edge_of_month),
    ("edge_of next? emonth (year|year_abs|year_num)?", meanings.edge_of_month),
    ("(edge_of|month_edge) rmonth", meanings.edge_of_month),
    ("rmonth (edge|month_edge)", meanings.edge_of_month),
    ("(year|year_abs|rmonth)? month? halfmonth", meanings.half_month),
    ("month_edge", meanings.month_edge),
    # quarters, halves, years
    ("edge_of? quarter (year|year_abs|year_num)", meanings.quarter),
    ("(year|year_abs)? quarter edge?", meanings.quarter),
    ("edge_of quarter", meanings.quarter),
    ("edge_of? rquarter edge?", meanings.quarter),
    ("quarter_edge", meanings.quarter),
    ("half (year|year_abs|year_num)", meanings.half_year),
    ("(year|year_abs)? half", meanings.half_year),
    ("(year|year_abs)? month holiday", meanings.on_holiday),
    # months
    ("emonth (year|year_abs|year_num)", meanings.ordinary_month),
    ("next emonth", meanings.ordinary_month),
    ("(year|year_abs)? month", meanings.ordinary_month),
    ("emonth", meanings.ordinary_month),
    ("rmonth", meanings.ordinary_month),
    # holidays
    ("(year|year_abs)? holiday break", meanings.holiday_break),
    ("lunar holiday", meanings.on_holiday),
    ("(year|year_abs)? holiday mday", meanings.day_by_holiday),
    ("mday holiday", meanings.day_by_holiday),
    ("next? holiday (year|year_abs|year_num)?", meanings.on_holiday),
    ("(year|year_abs) holiday", meanings.on_holiday),
    ("nearby mday", meanings.day_of_month),
    ("nearby", meanings.nearby),
    # years
    ("(year|year_abs) (edge|year_edge)", meanings.whole_year),
    ("edge_of (year|year_abs)", meanings.whole_year),
    ("year_edge", meanings.whole_year),
    ("year|year_abs", meanings.whole_year),
    # weeks
    ("week_edge|week_edge_next", meanings.week_edge),
    ("edge_of week", meanings.week_edge),
    ("remaining", meanings.remaining),
    ("week weekday", meanings.weekday),
    ("weekday week", meanings.weekday),
    ("next weekday", meanings.weekday),
    ("next weekend", meanings.weekend),
    ("week weekend", meanings.weekend),
    ("weekend week", meanings.weekend),
    ("week edge", meanings.week_edge),
    ("weekend", meanings.weekend),
    ("week", meanings.whole_week),
    ("span after weekday", meanings.weekday_after),
    ("weekday", meanings.weekday),
    # days from today, and the day of a month alone
    ("day", meanings.relative_day),
    ("span_days", meanings.relative_days),
    ("vague", meanings.vague_days),
    ("mday|ord", meanings.day_of_month),
    # offsets
    ("lead span after?", meanings.offset(1)),
    ("span after", meanings.offset(1)),
    ("span before", meanings.offset(-1)),
    ("toward span", meanings.toward),
    ("span within", meanings.within),
    ("inside span", meanings.within),
    ("ahead span", meanings.offset(1)),
)


def firsts(words: str) -> set[str]:
    """The kinds a pattern can begin with."""
    found: set[str] = set()
    for way in re.split(r"\|(?![^(]*\))", words):
        for item in way.split():
            found.update(re.findall(r"[a-z_0-9]+", item))
            if not item.endswith("?"):
                break
    return found


def _by_first() -> dict[str, tuple[tuple[re.Pattern[str], Rule], ...]]:
    compiled = [(pattern(words), rule, firsts(words)) for words, rule in RULES]
    kinds = set().union(*(first for _, _, first in compiled))
    return {code(kind): tuple((rule, build) for rule, build, first in compiled if kind in first) for kind in kinds}


BY_FIRST = _by_first()
NTH = pattern("ordinal (weekday|weekend|workweek|unit|span|week_noun)")


def values(pieces: list[Token], begin: int, finish: int) -> Said:
    """What the pieces of a phrase say, by kind."""
    said: Said = {}
    for token in pieces[begin:finish]:
        said[token.kind] = token.value
    return said


def day(pieces: list[Token], codes: str, at: int, frame: Frame, folded: str) -> tuple[When, int] | None:
    """The day or stretch of days named by the pieces from `at`, and the piece after it."""
    for rule, build in BY_FIRST.get(codes[at : at + 1], ()):
        match = rule.match(codes, at)
        if match:
            said = values(pieces, at, match.end())
            if "nearby" in said:
                said["nearby_word"] = folded[pieces[at].begin : pieces[at].finish]
            try:
                found = build(said, frame)
            except (OverflowError, ValueError):  # beyond what the calendar holds
                found = None
            if found is not None:
                return found, match.end()
    return None
