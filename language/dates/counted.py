"""Numbers with what they count: 三点半, 5号, 3月, 2026年, 两周, 第三季度, 最后一天, 3rd; in digits or in words."""
# ruff: noqa: E501 -- patterns

import re

from language import numerals
from language.dates.guards import GUARDS
from language.dates.pieces import WITHIN, Found, Text, one_span
from language.dates.words import WORD
from language.patterns import lazy

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


CLOCK = lazy(_clock_pattern(""))
CLOCK_RANGE_HEAD = lazy(rf"(?P<a>\d{{1,2}}|{CN}){TO}(?={_clock_pattern('2')})")
CLOCK_ABOUT = lazy(
    r"(?P<ten>十)?(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])点(?:钟|来钟|多|左右)?(?!半|[一二三四五六七八九十])"
)
LESS_FIRST = lazy(rf"差(?:(?P<less>\d{{1,2}}|{CN})分钟?|(?P<lessq>一刻))(?:钟)?(?:到)?(?P<hour>\d{{1,2}}|{CN})点")
YEAR = lazy(
    rf"(?:(?P<y>(?:19|20)\d\d|[一二][零〇九一二三四五六七八]{{3}}) ?年(?!级|代|历)(?:度)?|(?P<s>'?\d\d|[〇零一二三四五六七八九]{{2}})年"
    rf"(?=农历|阴历|闰|正月|冬月|腊月|[底初末]|[上下]半年|第?[一二三四1-4]季度|q[1-4]|春节|国庆|中秋|元旦|端午|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!.{{0,2}}[前后内]))"
    rf"|民国(?P<roc>\d{{2,3}}|{CN})年)"
)
BARE_YEAR = lazy(r"(?:19|20)\d\d(?=\s?q[1-4]|第?[一二三四]季度)")
MONTH = lazy(r"(?P<n>0?[1-9]|1[0-2]|十[一二]?|[一二两三四五六七八九]) ?月(?:份(?!额|量))?")
TWO_MONTHS = lazy(r"(?P<a>[一二三四五六七八九])(?P<b>[二三四五六七八九])月(?!\d|[一二三四五六七八九十])")
MONTH_RANGE = lazy(
    rf"(?P<a>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])(?:月份?)?{TO}(?=(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月)"
)
DAY = lazy(
    r"(?P<n>[0-3]?\d|二?三?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九]) ?(?P<mark>[号日])"
)
DAY_RANGE = lazy(rf"(?P<a>[0-3]?\d|{CN}){TO}(?=(?:[0-3]?\d|{CN})[号日])")
SPAN = lazy(
    rf"(?P<n>\d{{1,3}}(?:\.\d)?|{CN}|半|几|好几|数)(?:{TO}(?P<hi>\d{{1,3}}(?:\.\d)?|{CN})|(?P<next>[两二三四五六七八九]))?"
    r"\s*(?P<about>[多来几余])?(?P<half>个半|半)?\s*(?:个)?(?P<about2>多)?"
    r"(?P<unit>小时|钟头|点钟头|分钟|分(?=[之以]?[前后内])|刻钟|天|日(?=[之以]?[前后内])|周(?![年岁报刊一二三四五六日])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|月|年(?!级)|季度|工作日)(?P<tail>半)?"
)
REST = lazy(r"[零又]?")
LARGER = frozenset(larger for larger, _ in WITHIN)
QUARTER = lazy(r"(?:第(?P<a>[一二三四1-4])个?|(?P<b>[一二三四1-4]))季(?=度|末|初|报)(?:度(?!末|初|底)|(?=度))?")
ORDINAL_CN = lazy(
    r"(?P<work>上班)?(?:(?P<last>最后|最末)(?:一|1)?|头一|首|第(?P<n>[一二三四五1-5]))个?(?P<unit>天|周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|工作日|月)?(?=(?P<more>周|星期|礼拜|双休)?)"
)
ORDINAL = lazy(r"(?P<n>\d{1,2})(?:st|nd|rd|th)\b")
NUMBER = lazy(rf"\d+(?:[.,:/\-]\d+)*|{CN}")
COUNTED = lazy(
    r"\s*(?:[个万千百亿元块夜家台张次份件项天年月周位名户条套盒箱斤点楼层米%折倍成兆]|[kgm]\b|\.\d|人|号楼|小时|分钟|people|percent|pcs|units|k\b|m\b|x\b|th\b)"
)
UNITS = {
    "小时": "hour", "钟头": "hour", "点钟头": "hour", "分钟": "minute", "分": "minute", "刻钟": "quarter_hour", "天": "day",
    "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year", "季度": "quarter", "工作日": "working_day",
}  # fmt: skip


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
    return (hour, minute, hour > 12 or (match["hour"].startswith("0") and len(match["hour"]) > 1) or hour == 0)


def clock(text: Text, at: int) -> Found | None:
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


CLOCK_PLAIN = lazy(r"(?:\d{1,2}|二?十?[零〇一二两三四五六七八九]|二?十)\s*(?:点钟?|时)")
CLOCK_TAIL = lazy(r"(?:左右|来钟|多钟|多(?!少|半|的?人)|许(?=[,。 ]|$)|前后|的?时候)")
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


def less_first(text: Text, at: int) -> Found | None:
    match = LESS_FIRST.match(text.folded, at)
    if not match:
        return None
    hour, less = numerals.whole(match["hour"]), 15 if match["lessq"] else numerals.whole(match["less"]) or 0
    if hour is None or hour > 24 or not 0 < less < 60:
        return None
    return [("clock", at, match.end(), ((hour - 1) % 24, 60 - less, hour > 13))]


def year(text: Text, at: int) -> Found | None:
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


def month(text: Text, at: int) -> Found | None:
    folded = text.folded
    if head := MONTH_RANGE.match(folded, at):
        number = numerals.whole(head["a"])
        cut = head.end("a") + (1 if folded[head.end("a")] == "月" else 0)
        return [("month", at, cut, number), ("to", cut, head.end(), None)]
    if two := TWO_MONTHS.match(folded, at):
        first, last = numerals.whole(two["a"]), numerals.whole(two["b"])
        if first is not None and last == first + 1:
            cut = two.start("b")
            return [("month", at, cut, first), ("to", cut, cut, None), ("month", cut, two.end(), last)]
    match = MONTH.match(folded, at)
    if not match or GUARDS["month"].match(folded, match.end()):
        return None
    return [("month", at, match.end(), numerals.whole(match["n"]))]


def _in_month(text: Text) -> bool:
    return text.before is not None and text.before.kind in ("month", "rmonth", "lmonth", "to", "emonth")


def day(text: Text, at: int) -> Found | None:
    folded = text.folded
    in_month = _in_month(text)
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


def span(text: Text, at: int) -> Found | None:
    match = SPAN.match(text.folded, at)
    if not match:
        return None
    word = match["n"]
    if match["unit"] == "日" and (
        _in_month(text) or (word.isdigit() and GUARDS["before"].match(text.folded, match.end()))
    ):
        return None  # 3月1日前 and 5日前 are before a day, 三日前 is three days ago
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
    value = (low, high, unit, vague)
    if unit in LARGER and (rest := REST.match(text.folded, match.end())) and (more := span(text, rest.end())):
        joined = one_span(value, more[0][3])
        if joined is not None:
            return [("span", at, more[0][2], joined)]
    return [("span", at, match.end(), value)]


def quarter(text: Text, at: int) -> Found | None:
    match = QUARTER.match(text.folded, at)
    if not match:
        return None
    finish = match.end() + (1 if text.folded.startswith("度", match.end()) else 0)
    number = numerals.whole(match["a"] or match["b"])
    if at and text.folded[at - 1] == "前":  # 前三季度 are the first three of them
        return [("quarter", at, at, 1), ("to", at, at, None), ("quarter", at, finish, number)]
    return [("quarter", at, finish, number)]


def ordinal(text: Text, at: int) -> Found | None:
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


def number(text: Text, at: int) -> Found | None:
    folded = text.folded
    match = ORDINAL.match(folded, at)
    if match:
        return [("ord", at, match.end(), int(match["n"]))]
    match = NUMBER.match(folded, at)
    if not match:
        return None
    value = numerals.whole(match[0]) if (match[0].isdigit() and len(match[0]) <= 4) or not match[0].isascii() else None
    letter_after = match[0].isascii() and WORD.match(folded, match.end())
    if value is None or letter_after or COUNTED.match(folded, match.end()):
        kind = "counted" if value is not None and not letter_after else "skip"
        return [(kind, at, match.end(), value)]
    kind = "year_num" if value >= 1900 and value <= 2100 and match[0].isascii() else "num"
    return [(kind, at, match.end(), value)]
