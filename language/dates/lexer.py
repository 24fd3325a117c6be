"""From a text to the pieces of dates in it.

One pass from left to right; at each place the longest word of the vocabulary, else the first pattern that fits. Every
pattern looks at a bounded stretch, so the time is linear in the length of the text.
"""

from collections.abc import Callable

from language.characters import fold
from language.dates import counted, figures
from language.dates.guards import GUARDS
from language.dates.lunar_days import lunar_day
from language.dates.pieces import BREAK, END, LIST, Found, Text, Token
from language.dates.weeks import week
from language.dates.words import CHINESE, FOLLOWING, WORD, chinese, english, is_word
from language.patterns import lazy

ASIDE = lazy(r" ?\((?:周|星期|礼拜)?[一二三四五六日天]\)")
# What may stand between two pieces that belong together; a full stop after a short month or weekday (Sept. 5).
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sep|ept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
GAP = lazy(rf"(?:[ \t\u3000的]|\b(?:of|the|on|for)\b|'s?\b|(?<=mid)-|(?<={_SHORT})\.)*$")
# One or two figures right before a sign that no date goes on with: 3中, 5栋, 20张.
IDLE_FIGURES = lazy(
    r"\d{1,2}(?=[中院小栋幢张台条部件箱盒块元路班排层楼人名位户家套支只把份本辆吨斤米亩度岁师团营连])"
    r"(?!小时|人日|周)"
)
GAP_OPENS = frozenset(" \t\u3000的otfs'-.")
ENUMERATION = lazy(r"\s*(?:[、,/&+]|和|跟|及|与|以及|或者|或|还是|and|or)\s*$")

Pattern = Callable[[Text, int], Found | None]
WORDED: tuple[Pattern, ...] = (
    counted.year, counted.quarter, counted.clock, counted.span, counted.month, counted.day, counted.number,
)  # fmt: skip
PATTERNS: dict[str, tuple[Pattern, ...]] = {
    **dict.fromkeys("下大再本这今当周星礼拜", (week,)),
    "上": (week, counted.ordinal),
    **dict.fromkeys("零〇一二两三四五六七八九十廿卅半几好数", WORDED),
    **dict.fromkeys("0123456789", (figures.days_of_month, figures.date_in_figures, figures.clock_in_figures, *WORDED)),
    **dict.fromkeys("'民", (counted.year,)),
    "差": (counted.less_first,),
    "第": (counted.quarter, counted.ordinal),
    **dict.fromkeys("最头首", (counted.ordinal,)),
}
# Where a lunar day can begin; these come before the words (年初八 before 年初).
LUNAR = frozenset("年大新过初闰")
STARTS = lazy(
    "[" + "".join(sorted({*PATTERNS, *CHINESE, *FOLLOWING, *LUNAR, *"abcdefghijklmnopqrstuvwxyz"} - {"-"})) + r"\-]"
)


def tokens(text: str) -> tuple[str, list[Token]]:
    """The folded text and the pieces of dates in it, with a break wherever other words stand between two of them."""
    folded = fold(text)
    result: list[Token] = []
    at = 0
    while match := STARTS.search(folded, at):
        at = match.start()
        last = result[-1] if result else None
        before = None
        if last is not None and last.kind not in ("skip", "counted") and _close(folded, last.finish, at):
            before = last
        found = _at(Text(folded, before), at)
        if found is None:
            at += 1
            continue
        if found[-1][0] in ("mday", "fulldate", "num", "day", "lday") and (aside := ASIDE.match(folded, found[-1][2])):
            found[-1] = (*found[-1][:2], aside.end(), found[-1][3])
        for kind, begin, finish, value in found:
            if kind != "blank":
                _append(result, folded, Token(kind, begin, finish, value))
        at = max(at + 1, found[-1][2])
    result.append(Token(END, len(folded), len(folded)))
    return folded, result


def _close(folded: str, finish: int, at: int) -> bool:
    """Whether only what may join two pieces stands between these places."""
    return finish == at or (folded[finish] in GAP_OPENS and GAP.match(folded, finish, at) is not None)


def _append(result: list[Token], folded: str, token: Token) -> None:
    """Add a piece, with a break before it where other words stand between it and the last one."""
    if not result:
        result.append(token)
        return
    last = result[-1].finish
    if _close(folded, last, token.begin):
        result.append(token)
        return
    kind = LIST if token.begin - last <= 8 and ENUMERATION.match(folded, last, token.begin) else BREAK
    if token.kind != LIST:
        if (
            token.kind == "year_num"
            and GUARDS["month_year"].match(folded, last, token.begin)
            and result[-1].kind in ("num", "ord")
        ):
            result.append(token)
            return
        result.append(Token(kind, last, token.begin))
    result.append(token)


def _at(text: Text, at: int) -> Found | None:
    char = text.folded[at]
    if "a" <= char <= "z":
        if at and is_word(text.folded[at - 1]) and not (text.before and text.before.finish == at):
            match = WORD.match(text.folded, at)
            return [("skip", at, match.end() if match else at + 1, None)]
        return english(text, at)
    if (
        "0" <= char <= "9"
        and at
        and not (text.before and text.before.finish == at)
        and GUARDS["digit_left"].match(text.folded, at - 1)
    ):
        match = counted.NUMBER.match(text.folded, at)
        return [("skip", at, match.end() if match else at + 1, None)]
    if "0" <= char <= "9" and text.before is None and (idle := IDLE_FIGURES.match(text.folded, at)):
        return [("skip", at, idle.end(), None)]
    if char in LUNAR and (found := lunar_day(text, at)):
        return found
    if found := chinese(text, at):
        return found
    for pattern in PATTERNS.get(char, ()):
        if found := pattern(text, at):
            return found
    return None
