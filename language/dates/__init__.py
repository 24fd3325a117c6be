"""Dates and times in what people type or dictate: Chinese (both scripts) and English."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

Grain = Literal["minute", "part", "day", "week", "month", "quarter", "year"]
Prefer = Literal["past", "future"] | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One time named in a text, resolved. All values are local wall time, without an offset."""

    text: str
    begin: int
    finish: int
    start: date | datetime
    end: date | datetime | None
    grain: Grain
    part: str | None = None
    deadline: bool = False
    explicit: bool = True


_DAYS = {"大前天": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后天": 3}
_PATTERN = re.compile(
    r"(?P<rel>大前天|前天|昨[天日]|今[天日]|明[天日]|大后天|后天)|(?P<week>[上下这本]?)个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])"
    r"|(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"
)


def find(text: str, now: datetime, prefer: Prefer = None) -> list[Mention]:
    """The times `text` names, in order. `now` is local wall time; `prefer` says which way a bare weekday or day leans."""
    today = now.date()
    found = []
    for match in _PATTERN.finditer(text):
        if word := match["rel"]:
            start = today + timedelta(days=next(n for key, n in reversed(_DAYS.items()) if word.startswith(key)))
        elif match["wd"]:
            week = {"上": -1, "下": 1}.get(match["week"], 0)
            start = today + timedelta(days="一二三四五六日".find(match["wd"].replace("天", "日")) - today.weekday() + 7 * week)
            if not match["week"] and prefer:
                past, future = prefer == "past" and start > today, prefer == "future" and start < today
                start += timedelta(days=7 * (future - past))
        else:
            try:
                start = date(today.year, int(match["m"]), int(match["d"]))
            except ValueError:
                continue
        clock = re.match(r"(上午|早上|下午|晚上)?(\d{1,2})[点:](\d\d)?(半)?", text[match.end() :])
        finish = match.end() + (clock.end() if clock else 0)
        if clock and (hour := int(clock[2]) + 12 * (clock[1] in ("下午", "晚上") and int(clock[2]) < 12)) < 24:
            at = datetime.combine(start, time(hour, 30 if clock[4] else int(clock[3] or 0)))
            found.append(Mention(text[match.start() : finish], match.start(), finish, at, None, "minute"))
        else:
            found.append(Mention(match[0], match.start(), match.end(), start, None, "day"))
    return found
