"""Weeks and weekdays in Chinese: 上周三, 下个礼拜, 周一三五."""
# ruff: noqa: E501 -- patterns

from language.dates.guards import GUARDS
from language.dates.pieces import LIST, Found, Text
from language.patterns import lazy

WEEK = lazy(
    r"(?P<rel>上上上|下下下|上上|下下|大上|大下|再下|再上|上一|下一|这一|上|下|本|这|今|当)?(?:(?<=[上下这今一])个)?(?P<noun>周|星期|礼拜)"
    r"(?P<day>末(?!端)|[一二三四五六日天1-7])?"
)
WEEK_STEPS = {
    "上上上": -3, "上上": -2, "大上": -2, "再上": -2, "上": -1, "上一": -1, "本": 0, "这": 0, "这一": 0, "今": 0, "当": 0,
    "下": 1, "下一": 1, "下下": 2, "大下": 2, "再下": 2, "下下下": 3,
}  # fmt: skip
MORE_WEEKDAYS = lazy(r"[、和]?(?P<more>[二三四五六日天]{1,4})(?![点十百个家次时月号份项台中院])")
BOTH_DAYS = lazy(r"六(?:周|星期|礼拜)[日天](?![报常志])")
WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}


# 拜三 for 礼拜三, as Cantonese and other speech has it.
SHORT = lazy(r"(?<![礼参跪崇朝祭结膜团])拜(?P<day>[一二三四五六日])(?![拜下次个位中院小遍访年师会])")


def _spoken_short(folded: str, at: int) -> Found | None:
    match = SHORT.match(folded, at)
    return [("weekday", at, match.end(), WEEKDAY[match["day"]])] if match else None


def week(text: Text, at: int) -> Found | None:
    folded = text.folded
    if folded[at] == "拜":
        return _spoken_short(folded, at)
    if GUARDS["count_left"].search(folded, max(0, at - 1), at) and text.before is None:  # 两周一次
        return None
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
    if (
        (not match["rel"] and GUARDS["name"].match(folded, cut))
        or guard.match(folded, cut)
        or (match["rel"] and GUARDS["weekday_after_week"].match(folded, cut))
    ):
        return found or None
    found.append(("weekday", begin, match.end(), WEEKDAY[day]))
    if both := BOTH_DAYS.match(folded, match.start("day")):
        return [*found, ("to", match.end(), match.end(), None), ("weekday", match.end(), both.end(), 6)]
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
