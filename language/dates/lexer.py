"""From a text to the pieces of dates in it: words of the vocabulary, numbers with their unit, and figures like 3/5 or 15:30.

One pass from left to right; at each place the longest word, else the first pattern that fits. Every pattern looks at a
bounded stretch, so the time is linear in the length of the text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from language import numerals
from language.characters import fold
from language.dates import vocabulary as vocabulary
from language.dates.guards import GUARDS, NUMBER_NAMES, SURNAMES, TERM_NAMES, allowed

BREAK, LIST, END = "break_", "list_", "end_"


class Token(NamedTuple):
    """A piece of a date: what it is, where it stands in the text, and its value."""

    kind: str
    begin: int
    finish: int
    value: Any = None
    joined: bool = False  # nothing but blanks (or 的, of, the, on) between it and the piece before


class Text(NamedTuple):
    """What a pattern sees: the folded text, and the piece before it, if it follows directly."""

    folded: str
    before: Token | None


Found = list[tuple[str, int, int, Any]]

CN = r"(?:[一二两三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九]百(?:零?[一二三四五六七八九]十?[一二三四五六七八九]?)?|[零〇一二两三四五六七八九])"
NUM = rf"(?:\d{{1,4}}|{CN})"
TO = r"\s*(?:-{1,2}|–|—{1,2}|~{1,2}|到|至)\s*"
HOUR_TAIL = r"""(?:(?P<half{0}>半)|(?P<quarter{0}>[一三1-3两])刻(?!度)|(?:过|零)?(?P<minute{0}>零[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?|[0-5]\d|[一二三四五六七八九](?=分))(?![\d个家人台万千百块元])(?:分钟?)?|(?P<digit{0}>\d)分|整)?"""


def _clock_pattern(suffix: str) -> str:
    hour = rf"(?P<hour{suffix}>(?:[01]?\d|2[0-4])|二?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
    less = (
        rf"(?:差(?:(?P<less{suffix}>[一二两三四五]?十?[一二三四五六七八九]?|\d{{1,2}})分钟?|(?P<lessq{suffix}>一刻)))?"
    )
    return rf"{hour}\s*(?:点钟?|时(?![间候代常段长效尚机差而髦]))" + HOUR_TAIL.replace("{0}", suffix) + less


CLOCK = re.compile(_clock_pattern(""))
CLOCK_RANGE_HEAD = re.compile(rf"(?P<a>\d{{1,2}}|{CN}){TO}(?={_clock_pattern('2')})")
CLOCK_ABOUT = re.compile(r"(?P<ten>十)?(?P<a>[一二三四五六七八九])(?P<b>[二三四五六七八九])点(?:钟|来钟|多|左右)?(?!半|[一二三四五六七八九十])")
LESS_FIRST = re.compile(rf"差(?:(?P<less>\d{{1,2}}|{CN})分钟?|(?P<lessq>一刻))(?:钟)?(?:到)?(?P<hour>\d{{1,2}}|{CN})点")
MINUTE_COLON = re.compile(
    r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s*(?P<m>a\.?m\b\.?|p\.?m\b\.?))?"
)
MERIDIEM = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<m>a\.?m\b\.?|p\.?m\b\.?|o'?clock\b)")
MERIDIEM_RANGE = re.compile(
    r"(?P<a>\d{1,2})(?:[:.](?P<am>[0-5]\d))?(?P<sep>\s*(?:-|–|—|~|to|until|till|and)\s*)(?=\d{1,2}(?:[:.][0-5]\d)?\s*(?:a\.?m|p\.?m)\b)"
)
YMD = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>\s?[-/.]\s?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|(?P<cm>\d\d)(?P<cd>\d\d))(?![\d]|[-/.]\d)(?:[日号]|t(?=\d\d:))?"
)
YM = re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>0?[1-9]|1[0-2])(?![\d.%])")
MDY = re.compile(r"(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/-])")
SHORT_YMD = re.compile(r"(?P<y>\d\d)(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d./-])(?:[日号])?")
DM = re.compile(r"(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])(?![\d/])")
MD = re.compile(
    r"(?P<m>0?[1-9]|1[0-2])(?P<s>[./-])(?P<d>0?[1-9]|[12]\d|3[01])(?!\d|(?P=s)\d|\.\d)(?P<mark>[日号](?!楼))?"
)
YEAR = re.compile(
    rf"(?:(?P<y>(?:19|20)\d\d|[一二][零〇九一二三四五六七八]{{3}}) ?年(?!级|代|历)(?:度)?|(?P<s>'?\d\d|[〇零一二三四五六七八九]{{2}})年"
    rf"(?=农历|阴历|闰|正月|冬月|腊月|[底初末]|[上下]半年|第?[一二三四1-4]季度|q[1-4]|春节|国庆|中秋|元旦|端午|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!.{{0,2}}[前后内]))"
    rf"|民国(?P<roc>\d{{2,3}}|{CN})年)"
)
BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?q[1-4]|第?[一二三四]季度)")
MONTH = re.compile(rf"(?P<n>0?[1-9]|1[0-2]|十[一二]?|[一二两三四五六七八九]) ?月(?:份(?!额|量))?")
MONTH_RANGE = re.compile(
    rf"(?P<a>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])(?:月份?)?{TO}(?=(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月)"
)
DAY = re.compile(
    rf"(?P<n>[0-3]?\d|二?三?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九]) ?(?P<mark>[号日])"
)
DAY_RANGE = re.compile(rf"(?P<a>[0-3]?\d|{CN}){TO}(?=(?:[0-3]?\d|{CN})[号日])")
SPAN = re.compile(
    rf"(?P<n>\d{{1,3}}(?:\.\d)?|{CN}|半|几|好几|数)(?:{TO}(?P<hi>\d{{1,3}}(?:\.\d)?|{CN})|(?P<next>[两二三四五六七八九]))?"
    r"\s*(?P<about>[多来几余])?(?P<half>个半|半)?\s*(?:个)?(?P<about2>多)?"
    r"(?P<unit>小时|钟头|点钟头|分钟|分(?=[之以]?[前后内])|刻钟|天|日(?=[之以]?[前后内])|周(?![年岁报刊一二三四五六日])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|月|年(?!级)|季度|工作日)(?P<tail>半)?"
)
QUARTER = re.compile(r"(?:第(?P<a>[一二三四1-4])个?|(?P<b>[一二三四1-4]))季(?=度|末|初|报)(?:度(?!末|初|底)|(?=度))?")
ORDINAL_CN = re.compile(
    r"(?P<work>上班)?(?:(?P<last>最后|最末)(?:一|1)?|头一|首|第(?P<n>[一二三四五1-5]))个?(?P<unit>天|周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|工作日|月)?(?=(?P<more>周|星期|礼拜|双休)?)"
)
LUNAR_DAY = re.compile(r"初(?P<n>[一二三四五六七八九十]|10|[1-9](?![\d号]))(?:日)?")
LUNAR_LEAP = re.compile(r"闰(?P<n>十[一二]?|[一二三四五六七八九正冬腊]|\d{1,2})月")
NEW_YEAR_DAY = re.compile(r"(?:大年|新年|过年|年)初(?P<n>[一二三四五六七八九十]|10|[1-9](?!\d))")
OLD_YEAR_DAY = re.compile(r"(?:大年|年)(?P<n>廿[一二三四五六七八九]|二十[一二三四五六七八九])(?![一二三四五六七八九])")
WEEK = re.compile(
    r"(?P<rel>上上上|下下下|上上|下下|大上|大下|再下|再上|上一|下一|这一|上|下|本|这|今|当)?(?:(?<=[上下这今一])个)?(?P<noun>周|星期|礼拜)"
    r"(?P<day>末(?!端)|[一二三四五六日天1-7])?"
)
WEEK_STEPS = {"上上上": -3, "下下下": 3, "上上": -2, "下下": 2, "大上": -2, "大下": 2, "再下": 2, "再上": -2}
WEEK_STEPS |= {"上一": -1, "下一": 1, "上": -1, "下": 1, "本": 0, "这": 0, "这一": 0, "今": 0, "当": 0}
MORE_WEEKDAYS = re.compile(r"[、和]?(?P<more>[二三四五六日天]{1,4})(?![点十百个家次时月号份项台中院])")
ASIDE = re.compile(r" ?\((?:周|星期|礼拜)?[一二三四五六日天]\)")
WORD = re.compile(r"[a-z]+")
_MONTH_WORD = "|".join(sorted((w for ws in vocabulary.MONTHS_ENGLISH for w in ws), key=len, reverse=True))
DAYS_OF_MONTH = re.compile(r"(?P<a>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(?P<b>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:.]\d|\s*[ap]\.?m)")
DAYS_BEFORE_MONTH = re.compile(DAYS_OF_MONTH.pattern + rf"\s+(?:of\s+)?(?P<m>{_MONTH_WORD})\b")
ORDINAL = re.compile(r"(?P<n>\d{1,2})(?:st|nd|rd|th)\b")
NUMBER = re.compile(rf"\d+(?:[.,:/\-]\d+)*|{CN}")
COUNTED = re.compile(
    r"\s*(?:[个万千百亿元块家台张次份件项天年月周位名户条套盒箱斤点楼层米%折倍成兆]|[kgm]\b|\.\d|人|号楼|小时|分钟|people|percent|pcs|units|k\b|m\b|x\b|th\b)"
)
GAP = re.compile(r"(?:[ \t\u3000的]|\b(?:of|the|on|for)\b|'s?\b|(?<=mid)-)*$")
ENUMERATION = re.compile(r"\s*(?:[、,/&+]|和|跟|及|与|以及|或者|或|还是|and|or)\s*$")

UNITS = {
    "小时": "hour", "钟头": "hour", "点钟头": "hour", "分钟": "minute", "分": "minute", "刻钟": "quarter_hour", "天": "day",
    "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year", "季度": "quarter", "工作日": "working_day",
}  # fmt: skip
WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}


def _index(rows: Iterable[tuple[str, object, str]], separator: str | None) -> dict[str, list[tuple[str, str, object]]]:
    by_first: dict[str, list[tuple[str, str, object]]] = defaultdict(list)
    for kind, value, words in rows:
        for word in words.split(separator):
            first = word[0] if separator is None else WORD.match(word)
            if first:
                by_first[first if isinstance(first, str) else first[0]].append((word, kind, value))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return dict(by_first)


def _chinese_rows() -> Iterator[tuple[str, object, str]]:
    yield from vocabulary.CHINESE
    yield from vocabulary.ANAPHORA
    yield "skip", None, " ".join(vocabulary.NOT_DATES)
    yield from (("holiday", name, word) for word, name in vocabulary.HOLIDAY_WORDS.items())


def _english_rows() -> Iterator[tuple[str, object, str]]:
    yield from vocabulary.ENGLISH
    yield from (("weekday", i, "|".join(words)) for i, words in enumerate(vocabulary.WEEKDAYS_ENGLISH))
    yield from (("emonth", i, "|".join(words)) for i, words in enumerate(vocabulary.MONTHS_ENGLISH, start=1))
    yield from (("holiday", name, word) for word, name in vocabulary.HOLIDAY_WORDS_ENGLISH.items())
    yield from (("num", value, word) for word, value in numerals.ENGLISH.items() if word != "one")
    yield from (("ord", value, word) for word, value in numerals.ENGLISH_ORDINALS.items())


CHINESE = _index(_chinese_rows(), None)
FOLLOWING = _index(vocabulary.FOLLOWING, None)
ENGLISH = _index(_english_rows(), "|")


def _word(text: Text, at: int) -> Found | None:
    """The longest word of the tables here; right after a time also those that need one."""
    folded, before = text
    best: tuple[str, str, object] | None = None
    if before is not None:
        for entry in FOLLOWING.get(folded[at], ()):
            if folded.startswith(entry[0], at) and allowed(entry[1], entry[0], folded, at, before.kind):
                best = entry
                break
    if best is None or before is None or before.kind != "span":
        for entry in CHINESE.get(folded[at], ()):
            if best is not None and len(entry[0]) <= len(best[0]):
                break
            if folded.startswith(entry[0], at) and allowed(
                entry[1], entry[0], folded, at, before.kind if before is not None and before.finish == at else ""
            ):
                best = entry
                break
    if best is None:
        return None
    word, kind, value = best
    if kind == "two":
        (first, a), (second, b) = value  # type: ignore[misc, attr-defined]
        return [(first, at, at + 1, a), (second, at + 1, at + len(word), b)]
    return [(kind, at, at + len(word), value)]


def _week(text: Text, at: int) -> Found | None:
    folded = text.folded
    match = WEEK.match(folded, at)
    if not match or (match["rel"] is None and match["day"] is None):
        return None
    if match["rel"] and GUARDS["week"].match(folded, match.end("noun")):
        return None
    found: Found = []
    cut = match.end("noun")
    if match["rel"]:
        found.append(("week", at, cut, WEEK_STEPS[match["rel"]]))
    day = match["day"]
    if not day:
        return found
    begin = cut if match["rel"] else at
    if day[0] == "末":
        return [*found, ("weekend", begin, match.end(), None)]
    guard = GUARDS["weekday_digit" if day.isdigit() else "weekday"]
    if guard.match(folded, cut) or (match["rel"] and GUARDS["weekday_after_week"].match(folded, cut)):
        return found or None
    found.append(("weekday", begin, match.end(), WEEKDAY[day]))
    more = MORE_WEEKDAYS.match(folded, match.end())
    if more and not day.isdigit():
        days = [WEEKDAY[day], *(WEEKDAY[c] for c in more["more"])]
        if days == sorted(set(days)):
            spot = more.start("more")
            pair = len(days) == 2 and days[1] == days[0] + 1 and spot == match.end()
            for i, weekday in enumerate(days[1:]):
                found.append(("to" if pair else LIST, spot + i, spot + i, None))
                found.append(("weekday", spot + i, spot + i + 1, weekday))
    return found


def _minute(match: re.Match[str], suffix: str = "") -> int:
    groups = match.groupdict()
    if groups.get("half" + suffix):
        return 30
    if quarter := groups.get("quarter" + suffix):
        return 15 * int(numerals.read(quarter) or 0)
    return (
        numerals.whole((groups.get("minute" + suffix) or groups.get("digit" + suffix) or "0").lstrip("零") or "0") or 0
    )


def _clock_value(match: re.Match[str]) -> tuple[int, int, bool] | None:
    """Hour, minute, and whether the hour is meant as it stands (24 hours)."""
    hour = numerals.whole(match["hour"])
    if hour is None or hour > 24:
        return None
    minute = _minute(match)
    groups = match.groupdict()
    less = 15 if groups.get("lessq") else numerals.whole(groups.get("less") or "0") or 0
    if less:
        hour, minute = (hour - 1) % 24, 60 - less
    return (hour, minute, hour > 12 or match["hour"].startswith("0") and len(match["hour"]) > 1 or hour == 0)


def _clock(text: Text, at: int) -> Found | None:
    folded = text.folded
    if about := CLOCK_ABOUT.match(folded, at):
        low, high = numerals.whole(about["a"]), numerals.whole(about["b"])
        if low is not None and high is not None and about["ten"]:
            low, high = low + 10, high + 10
        if low is not None and high == low + 1:
            mid = about.start("b")
            first, last = (low, 0, low > 12), (high, 0, high > 12)
            return [("clock", at, mid, first), ("to", mid, mid, None), ("clock", mid, about.end(), last)]
    if head := CLOCK_RANGE_HEAD.match(folded, at):
        hour = numerals.whole(head["a"])
        if hour is not None and hour <= 24 and not folded.startswith("个", head.end()):
            return [("clock", at, head.end("a"), (hour, 0, hour > 12)), ("to", head.end("a"), head.end(), None)]
    match = CLOCK.match(folded, at)
    if not match or (value := _clock_value(match)) is None:
        return None
    plain = match.end() == CLOCK_PLAIN.match(folded, at).end()  # type: ignore[union-attr]
    if plain and GUARDS["clock"].match(folded, match.end()):
        return None
    said = text.before is not None and text.before.kind in TIME_BEFORE_CLOCK
    if plain and not said and GUARDS["clock_left"].search(folded, max(0, at - 1), at):
        return None
    if plain and not said and match["hour"] in "一1两" and not GUARDS["clock_right"].match(folded, match.end()):
        return None
    finish = match.end()
    if tail := CLOCK_TAIL.match(folded, finish):
        finish = tail.end()
    return [("clock", at, finish, value)]


CLOCK_PLAIN = re.compile(r"(?:\d{1,2}|二?十?[零〇一二两三四五六七八九]|二?十)\s*(?:点钟?|时)")
CLOCK_TAIL = re.compile(r"(?:左右|来钟|多钟|多(?!少|半|的?人)|许(?=[,。 ]|$)|前后|的?时候)")
TIME_BEFORE_CLOCK = frozenset(
    {
        "part",
        "weak_part",
        "day",
        "weekday",
        "fulldate",
        "mday",
        "to",
        "by",
        "lday",
        "holiday",
        "num",
        "week",
        "span_days",
        "at",
    }
)


def _less_first(text: Text, at: int) -> Found | None:
    match = LESS_FIRST.match(text.folded, at)
    if not match:
        return None
    hour, less = numerals.whole(match["hour"]), 15 if match["lessq"] else numerals.whole(match["less"]) or 0
    if hour is None or hour > 24 or not 0 < less < 60:
        return None
    return [("clock", at, match.end(), ((hour - 1) % 24, 60 - less, hour > 13))]


def _pm(word: str) -> str:
    return "" if word.startswith("o") else word[0]


def _meridiem_value(hour: int, minute: int, mark: str) -> tuple[int, int, bool] | None:
    if hour > 24 or (mark and not 1 <= hour <= 12 and hour < 13):
        return None
    if mark and hour <= 12:
        hour = hour % 12 + (12 if mark == "p" else 0)
    return hour, minute, bool(mark) or hour > 12


def _figures_clock(text: Text, at: int) -> Found | None:
    folded = text.folded
    if head := MERIDIEM_RANGE.match(folded, at):
        tail = MERIDIEM.match(folded, head.end())
        if tail and (last := _meridiem_value(int(tail["hour"]), int(tail["minute"] or 0), _pm(tail["m"]))):
            first = _meridiem_value(int(head["a"]), int(head["am"] or 0), _pm(tail["m"]))
            if first and first[:2] > last[:2]:
                first = ((first[0] + 12) % 24, first[1], True)
            if first:
                sep = head.start("sep")
                return [
                    ("clock", at, sep, first),
                    ("to", sep, head.end(), None),
                    ("clock", head.end(), tail.end(), last),
                ]
    if match := MERIDIEM.match(folded, at):
        value = _meridiem_value(int(match["hour"]), int(match["minute"] or 0), _pm(match["m"]))
        return [("clock", at, match.end(), value)] if value else None
    if match := MINUTE_COLON.match(folded, at):
        hour, minute = int(match["hour"]), int(match["minute"])
        mark = _pm(match["m"]) if match["m"] else ""
        value = _meridiem_value(hour, minute, mark) if mark else (hour, minute, hour > 12 or match["hour"][0] == "0")
        return [("clock", at, match.end(), value)] if value and (hour < 24 or minute == 0) else None
    return None


def _figures_date(text: Text, at: int) -> Found | None:
    folded = text.folded
    if match := YMD.match(folded, at):
        value = int(match["y"]), int(match["m"] or match["cm"]), int(match["d"] or match["cd"])
        return [("fulldate", at, match.end(), value)] if value[1] <= 12 and value[2] <= 31 else None
    if match := YM.match(folded, at):
        if GUARDS["figures_right"].match(folded, match.end()):
            return None
        cut = match.start("m")
        return [("year_abs", at, cut, int(match["y"])), ("month", match.start("m"), match.end(), int(match["m"]))]
    if (match := SHORT_YMD.match(folded, at)) and int(match["y"]) > 12:
        if 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31 and (match["s"] == "." or 20 <= int(match["y"]) < 40):
            return [("fulldate", at, match.end(), (("short", match["y"]), int(match["m"]), int(match["d"])))]
    if match := MDY.match(folded, at):
        a, b, year = int(match["a"]), int(match["b"]), match["y"]
        if match["s"] == "/" and (a, b) != (0, 0):
            month, day = (b, a) if a > 12 else (a, b)
            if 1 <= month <= 12 and 1 <= day <= 31:
                return [("fulldate", at, match.end(), (int(year) if len(year) == 4 else ("short", year), month, day))]
    if text.before is not None and (match := DM.match(folded, at)):
        return [("fulldate", at, match.end(), (None, int(match["m"]), int(match["d"])))]
    match = MD.match(folded, at)
    if match and _is_month_day(text, match):
        if (
            match["s"] == "."
            and text.before is not None
            and text.before.kind in ("part", "weak_part")
            and len(match["d"]) == 2
        ):
            return [("clock", at, match.end(), (int(match["m"]), int(match["d"]), False))]
        return [("fulldate", at, match.end(), (None, int(match["m"]), int(match["d"])))]
    return None


def _is_month_day(text: Text, match: re.Match[str]) -> bool:
    """Whether 3.5, 3/5 or 3-5 is a day here: by what stands before and after it."""
    folded, begin, finish = text.folded, match.start(), match.end()
    alone = not folded[:begin].strip() and not folded[finish:].strip()
    if match["mark"] or alone:
        return match["s"] != "-" or not match["mark"]
    if GUARDS["figures_right"].match(folded, finish):
        return False
    if GUARDS["figures_left"].search(folded, max(0, begin - 7), begin) and text.before is None:
        return False
    if match["s"] == "." and GUARDS["figures_word"].search(folded, max(0, begin - 3), begin) and text.before is None:
        return False
    ranged = GUARDS["figures_range"].match(folded, finish) is not None
    open_left = (
        begin == 0 or text.before is not None or GUARDS["open_left"].search(folded, begin - 1, begin) is not None
    )
    if GUARDS["moved_to"].search(folded, max(0, begin - 3), begin):
        open_left = True
    timed = GUARDS["timed"].match(folded, finish) is not None
    if match["s"] == "-":
        return timed and open_left or (len(match["m"]) == len(match["d"]) == 2 and open_left and not ranged)
    if match["s"] == "/":
        return True
    return timed or (open_left and GUARDS["open_right"].match(folded, finish) is not None) or (ranged and open_left)


def _year(text: Text, at: int) -> Found | None:
    if match := BARE_YEAR.match(text.folded, at):
        return [("year_abs", at, match.end(), int(match[0]))]
    match = YEAR.match(text.folded, at)
    if not match:
        return None
    if match["roc"]:
        years = numerals.whole(match["roc"])
        return [("year_abs", at, match.end(), 1911 + years)] if years else None
    if match["s"]:
        short = "".join(str(int(numerals.DIGITS[c])) if c in numerals.DIGITS else c for c in match["s"].lstrip("'"))
        return [("year_abs", at, match.end(), ("short", short))]
    year = numerals.whole(match["y"])
    return [("year_abs", at, match.end(), year)] if year and 1900 <= year <= 2100 else None


def _month(text: Text, at: int) -> Found | None:
    folded = text.folded
    if head := MONTH_RANGE.match(folded, at):
        number = numerals.whole(head["a"])
        cut = head.end("a") + (1 if folded[head.end("a")] == "月" else 0)
        return [("month", at, cut, number), ("to", cut, head.end(), None)]
    match = MONTH.match(folded, at)
    if not match or GUARDS["month"].match(folded, match.end()):
        return None
    return [("month", at, match.end(), numerals.whole(match["n"]))]


def _day(text: Text, at: int) -> Found | None:
    folded = text.folded
    in_month = text.before is not None and text.before.kind in ("month", "rmonth", "lmonth", "to", "emonth")
    if not in_month and GUARDS["day_left"].search(folded, max(0, at - 3), at):
        return None
    if head := DAY_RANGE.match(folded, at):
        number = numerals.whole(head["a"])
        if number and number <= 31 and not GUARDS["day_span"].match(folded, head.end()):
            return [("mday", at, head.end("a"), number), ("to", head.end("a"), head.end(), None)]
    match = DAY.match(folded, at)
    if not match:
        return None
    number = numerals.whole(match["n"])
    if number is None or not 1 <= number <= 31:
        return None
    if match["mark"] == "日":
        if GUARDS["day_ri"].match(folded, match.end()):
            return None
        span = GUARDS["day_span_cn" if not match["n"].isdigit() else "day_span"]
        if not in_month and span.match(folded, at):
            return None
    elif GUARDS["day_hao"].match(folded, match.end()):
        return None
    return [("mday", at, match.end(), number)]


def _span(text: Text, at: int) -> Found | None:
    match = SPAN.match(text.folded, at)
    if not match:
        return None
    word = match["n"]
    vague = word in ("几", "好几", "数") or bool(match["about"] or match["about2"])
    low = 3.0 if word in ("几", "好几", "数") else numerals.read(word)
    if low is None:
        return None
    high = numerals.read(match["hi"] or match["next"] or "") if match["hi"] or match["next"] else None
    if match["next"] and (high is None or not 0 < high - low <= 2):
        return None
    unit = UNITS[match["unit"]]
    if unit == "month" and not GUARDS["ge"].search(match[0]) and word != "半":
        return None
    if match["half"] or match["tail"]:
        low += 0.5
    return [("span", at, match.end(), (low, high, unit, vague))]


def _quarter(text: Text, at: int) -> Found | None:
    match = QUARTER.match(text.folded, at)
    if not match:
        return None
    finish = match.end() + (1 if text.folded.startswith("度", match.end()) else 0)
    return [("quarter", at, finish, numerals.whole(match["a"] or match["b"]))]


def _ordinal(text: Text, at: int) -> Found | None:
    """第一个, 最后一天: which one of a longer stretch."""
    match = ORDINAL_CN.match(text.folded, at)
    if not match or not (match["unit"] or match["more"]):
        return None
    number = -1 if match["last"] else numerals.whole(match["n"]) if match["n"] else 1
    cut = match.start("unit") if match["unit"] else match.end()
    found: Found = [("ordinal", at, cut, number)]
    if match["unit"]:
        found.append(("unit", cut, match.end(), "working_day" if match["work"] else UNITS[match["unit"]]))
    return found


def _lunar(text: Text, at: int) -> Found | None:
    folded = text.folded
    if match := LUNAR_DAY.match(folded, at):
        known = text.before is not None and text.before.kind in (
            "month",
            "lmonth",
            "lunar",
            "to",
            "rmonth",
            "day",
            LIST,
        )
        if not known and GUARDS["school_grade"].match(folded, match.end()):
            return [("skip", at, match.end(), None)]
        return [("lday", at, match.end(), numerals.whole(match["n"]))]
    if match := LUNAR_LEAP.match(folded, at):
        month = {"正": 1, "冬": 11, "腊": 12}.get(match["n"]) or numerals.whole(match["n"])
        return [("leap_month", at, match.end(), month)]
    if match := NEW_YEAR_DAY.match(folded, at):
        day = match.start("n") - 1
        return [("lmonth", at, day, 1), ("lday", day, match.end(), numerals.whole(match["n"]))]
    if match := OLD_YEAR_DAY.match(folded, at):
        return [
            ("lmonth", at, match.start("n"), 12),
            ("lday", match.start("n"), match.end(), numerals.whole(match["n"])),
        ]
    return None


def _days_of_month(text: Text, at: int) -> Found | None:
    """March 3-5, 3-5 March: two days of one month."""
    folded, before = text
    if match := DAYS_BEFORE_MONTH.match(folded, at):
        month = next(i for i, words in enumerate(vocabulary.MONTHS_ENGLISH, start=1) if match["m"] in words)
        ends = [("emonth", at, at, month)]
    elif before is not None and before.kind == "emonth" and (match := DAYS_OF_MONTH.match(folded, at)):
        ends = []
    else:
        return None
    first, last = match.end("a"), match.start("b")
    ends.append(("num", at, first, int(match["a"])))
    return [*ends, ("to", first, last, None), ("num", last, match.end(), int(match["b"]))]


def _number(text: Text, at: int) -> Found | None:
    folded = text.folded
    match = ORDINAL.match(folded, at)
    if match:
        return [("ord", at, match.end(), int(match["n"]))]
    match = NUMBER.match(folded, at)
    if not match:
        return None
    value = numerals.whole(match[0]) if match[0].isdigit() and len(match[0]) <= 4 or not match[0].isascii() else None
    letter_after = match[0].isascii() and WORD.match(folded, match.end())
    if value is None or letter_after or COUNTED.match(folded, match.end()):
        kind = "counted" if value is not None and not letter_after else "skip"
        return [(kind, at, match.end(), value)]
    kind = "year_num" if value >= 1900 and value <= 2100 and match[0].isascii() else "num"
    return [(kind, at, match.end(), value)]


def _english(text: Text, at: int) -> Found:
    folded = text.folded
    match = WORD.match(folded, at)
    assert match is not None
    for word, kind, value in ENGLISH.get(match[0], ()):
        finish = at + len(word)
        if folded.startswith(word, at) and not (finish < len(folded) and _is_word(folded[finish])):
            if kind == "two":
                (first, a), (second, b) = value  # type: ignore[misc, attr-defined]
                cut = at + word.find(" ") if " " in word else finish
                return [(first, at, cut, a), (second, cut, finish, b)]
            if (
                kind == "emonth"
                and word in ("may", "mar", "march", "dec", "sep", "jan")
                and not _month_context(text, at, finish)
            ):
                break
            if kind == "weekday" and word in ("sun", "sat", "wed", "mon") and not _weekday_context(text, at, finish):
                break
            return [(kind, at, finish, value)]
    return [("skip", at, match.end(), None)]


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _month_context(text: Text, at: int, finish: int) -> bool:
    return (
        bool(
            GUARDS["month_right"].match(text.folded, finish)
            or GUARDS["month_left"].search(text.folded, max(0, at - 12), at)
        )
        or not text.folded[:at].strip() + text.folded[finish:].strip()
    )


def _weekday_context(text: Text, at: int, finish: int) -> bool:
    if text.folded[at:finish] in ("sun", "sat") and at and not text.folded[finish:].strip(" .!?"):
        return bool(GUARDS["weekday_left"].search(text.folded, max(0, at - 12), at))
    return bool(
        GUARDS["weekday_right"].match(text.folded, finish)
        or GUARDS["weekday_left"].search(text.folded, max(0, at - 12), at)
    )


_NUMBER_PATTERNS: tuple[Callable[[Text, int], Found | None], ...] = (
    _days_of_month, _figures_date, _figures_clock, _year, _quarter, _clock, _span, _month, _day, _number,
)  # fmt: skip
_CN_NUMBER_PATTERNS: tuple[Callable[[Text, int], Found | None], ...] = (
    _year, _quarter, _clock, _span, _month, _day, _number,
)  # fmt: skip
PATTERNS: dict[str, tuple[Callable[[Text, int], Found | None], ...]] = {
    **dict.fromkeys("下大再本这今当周星礼", (_week,)),
    "上": (_week, _ordinal),
    **dict.fromkeys("零〇一二两三四五六七八九十廿卅半几好数", _CN_NUMBER_PATTERNS),
    **dict.fromkeys("0123456789", _NUMBER_PATTERNS),
    "'": (_year,),
    "民": (_year,),
    **dict.fromkeys("初闰年新过", ()),
    "差": (_less_first,),
    "第": (_quarter, _ordinal),
    **dict.fromkeys("最头首", (_ordinal,)),
}
STARTS = re.compile(
    "[" + "".join(sorted({*PATTERNS, *CHINESE, *FOLLOWING, *"abcdefghijklmnopqrstuvwxyz"} - {"-"})) + r"\-]"
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
        if last is not None and last.kind not in ("skip", "counted") and GAP.match(folded, last.finish, at):
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


def _append(result: list[Token], folded: str, token: Token) -> None:
    """Add a piece, with a break before it where other words stand between it and the last one."""
    if not result:
        result.append(token)
        return
    last = result[-1].finish
    if last == token.begin or GAP.match(folded, last, token.begin):
        result.append(token._replace(joined=True))
        return
    kind = LIST if token.begin - last <= 8 and ENUMERATION.match(folded, last, token.begin) else BREAK
    if token.kind != LIST:
        if token.kind == "year_num" and GUARDS["month_year"].match(folded, last, token.begin) and result[-1].kind in ("num", "ord"):
            result.append(token)
            return
        result.append(Token(kind, last, token.begin))
    result.append(token)


def _at(text: Text, at: int) -> Found | None:
    char = text.folded[at]
    if "a" <= char <= "z":
        if at and _is_word(text.folded[at - 1]) and not (text.before and text.before.finish == at):
            match = WORD.match(text.folded, at)
            return [("skip", at, match.end() if match else at + 1, None)]
        return _english(text, at)
    if "0" <= char <= "9" and at and not (text.before and text.before.finish == at) and GUARDS["digit_left"].match(text.folded, at - 1):
        match = NUMBER.match(text.folded, at)
        return [("skip", at, match.end() if match else at + 1, None)]
    if char in "年大新过初闰" and (found := _lunar(text, at)):
        return found
    if found := _word(text, at):
        return found
    for pattern in PATTERNS.get(char, ()):
        if found := pattern(text, at):
            return found
    return None


__all__ = ["BREAK", "END", "LIST", "NUMBER_NAMES", "SURNAMES", "TERM_NAMES", "Text", "Token", "tokens"]
