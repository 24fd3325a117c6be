"""Every day of 1950-2060 in every wording, and every weekday phrase on every day of a year.

The wordings and the expected values are made here, by the calendar alone, not from the tables of the parser.
"""
# ruff: noqa: E501, SIM905 -- tables

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dates import find

FIRST, LAST = date(1950, 1, 1), date(2060, 12, 31)
NOW = datetime(2026, 3, 18, 10)
DIGITS = "〇一二三四五六七八九"
MONTHS = "January February March April May June July August September October November December".split()


def tens(number: int) -> str:
    """A number up to 31 as it is said in Chinese."""
    ten, one = divmod(number, 10)
    return ("" if ten == 0 else "十" if ten == 1 else DIGITS[ten] + "十") + (DIGITS[one] if one or not ten else "")


def by_digit(number: int) -> str:
    return "".join(DIGITS[int(c)] for c in str(number))


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in text)


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"
    return f"{number}{ending}"


WORDINGS: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "compact": lambda d: f"{d:%Y%m%d}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "padded dots": lambda d: f"{d:%Y.%m.%d}",
    "dashes": lambda d: f"{d.year}-{d.month}-{d.day}",
    "hans": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "hans spoken": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "hans padded": lambda d: f"{d:%Y}年{d:%m}月{d:%d}日",
    "hans spaced": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "hans words": lambda d: f"{by_digit(d.year)}年{tens(d.month)}月{tens(d.day)}日",
    "hans words spoken": lambda d: f"{by_digit(d.year)}年{tens(d.month)}月{tens(d.day)}号",
    "hant spoken": lambda d: f"{d.year}年{d.month}月{d.day}號",
    "hant words": lambda d: f"{by_digit(d.year)}年{tens(d.month)}月{tens(d.day)}號",
    "hant republic": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "full width": lambda d: full_width(f"{d.year}年{d.month}月{d.day}日"),
    "english": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "english ordinal": lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}",
    "english day first": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "english short": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "english of": lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "american": lambda d: f"{d.month}/{d.day}/{d.year}",
}
CARRIERS = {"hans": "{}去拜访王校长", "english": "we met on {} in town", "alone": "{}"}


def days() -> Iterator[date]:
    for number in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=number)


@pytest.mark.parametrize("wording", WORDINGS)
def test_every_day_comes_back_in_this_wording(wording: str) -> None:
    say = WORDINGS[wording]
    step = 1 if wording in ("hans", "hans words", "english") else 5
    said = [(day, say(day)) for number, day in enumerate(days()) if number % step == 0]
    read = [(day, text, [(m.start, m.end, m.grain) for m in find(text, NOW)]) for day, text in said]
    wrong = [(text, found) for day, text, found in read if found != [(day, None, "day")]]
    assert wrong[:3] == []


@given(
    day=st.dates(FIRST, LAST),
    wording=st.sampled_from(sorted(WORDINGS)),
    now=st.datetimes(datetime(1990, 1, 1), datetime(2055, 1, 1)),
    prefer=st.sampled_from(["past", "future", None]),
)
def test_a_whole_date_means_the_same_whenever_it_is_said(day: date, wording: str, now: datetime, prefer: str) -> None:
    text = WORDINGS[wording](day)
    carrier = CARRIERS["english" if wording.startswith(("english", "american")) else "hans"]
    for said in (text, carrier.format(text)):
        found = find(said, now, prefer)
        assert [(m.start, m.end) for m in found] == [(day, None)], said
        assert found[0].explicit
        assert said[found[0].begin : found[0].finish] == found[0].text


@given(day=st.dates(FIRST, LAST), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_date_and_a_24_hour_time_come_back_together(day: date, hour: int, minute: int) -> None:
    at = datetime(day.year, day.month, day.day, hour, minute)
    for text in (f"{at:%Y-%m-%d %H:%M}", f"{at:%Y-%m-%dT%H:%M}", f"{day.year}年{day.month}月{day.day}日 {at:%H:%M}"):
        assert [(m.start, m.grain) for m in find(text, NOW)] == [(at, "minute")], text


@given(
    hour=st.integers(1, 11),
    minute=st.sampled_from([("", 0), ("半", 30), ("一刻", 15), ("三刻", 45), ("二十", 20), ("零五分", 5), ("50", 50)]),
    part=st.sampled_from([("上午", 0), ("早上", 0), ("下午", 12)]),
)
def test_a_spoken_time_of_day_is_worked_out(hour: int, minute: tuple[str, int], part: tuple[str, int]) -> None:
    text = f"{part[0]}{tens(hour)}点{minute[0]}"
    want = datetime(2026, 3, 18, hour + part[1], minute[1])
    assert [m.start for m in find(text, NOW)] == [want], text


WEEKDAY_NAMES = (
    ("周一", "星期一", "礼拜一", "週一", "禮拜一", "周1", "Monday", "Mon"),
    ("周二", "星期二", "礼拜二", "週二", "禮拜二", "周2", "Tuesday", "Tue"),
    ("周三", "星期三", "礼拜三", "週三", "禮拜三", "周3", "Wednesday", "Wed"),
    ("周四", "星期四", "礼拜四", "週四", "禮拜四", "周4", "Thursday", "Thu"),
    ("周五", "星期五", "礼拜五", "週五", "禮拜五", "周5", "Friday", "Fri"),
    ("周六", "星期六", "礼拜六", "週六", "禮拜六", "周6", "Saturday", "Sat"),
    ("周日", "星期日", "礼拜日", "週日", "禮拜日", "周7", "Sunday", "Sun"),
)
WEEKS_CHINESE = {
    "上": -1, "上个": -1, "下": 1, "下个": 1, "本": 0, "这": 0, "这个": 0, "這": 0, "這個": 0, "下下": 2, "上上": -2, "下個": 1,
}  # fmt: skip
WEEKS_ENGLISH = {"last ": -1, "this ": 0, "next ": 1}


def grid() -> Iterator[tuple[str, int, int]]:
    """Every weekday phrase with the weekday (Monday 0) and the week it names."""
    for weekday, names in enumerate(WEEKDAY_NAMES):
        for name in names:
            for said, week in (WEEKS_ENGLISH if name.isascii() else WEEKS_CHINESE).items():
                yield said + name, weekday, week
    for said, week in WEEKS_CHINESE.items():
        yield said + "星期天", 6, week
        yield said + "周天", 6, week


def test_every_weekday_phrase_is_right_on_every_day_of_a_year() -> None:
    wrong = []
    phrases = list(grid())
    for number in range(365):
        now = datetime(2026, 1, 1, 9, 30) + timedelta(days=number)
        monday = now.date() - timedelta(days=now.weekday())
        for text, weekday, week in phrases:
            want = monday + timedelta(days=7 * week + weekday)
            if [(m.start, m.end) for m in find(text, now)] != [(want, None)]:
                wrong.append((text, now.date(), want))
    assert wrong[:3] == []


@pytest.mark.parametrize("name", [names[0] for names in WEEKDAY_NAMES] + [names[6] for names in WEEKDAY_NAMES])
def test_a_bare_weekday_leans_to_the_past_for_things_done_and_ahead_for_plans(name: str) -> None:
    weekday = next(i for i, names in enumerate(WEEKDAY_NAMES) if name in names)
    for number in range(365):
        today = date(2026, 1, 1) + timedelta(days=number)
        now = datetime(today.year, today.month, today.day, 9)
        behind = today - timedelta(days=(today.weekday() - weekday) % 7)
        ahead = today + timedelta(days=(weekday - today.weekday()) % 7)
        this_week = today + timedelta(days=weekday - today.weekday())
        assert [find(name, now, p)[0].start for p in ("past", "future", None)] == [behind, ahead, this_week]
