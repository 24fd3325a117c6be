"""What a mention says beside its day: its words, deadlines, how firm it is; and what one mention does to the next."""
# ruff: noqa: E501 -- tables

from datetime import date, datetime

import pytest

from language.dates import Mention, find

NOW = datetime(2026, 3, 18, 10)  # a Wednesday


def only(text: str, prefer: str | None = None) -> Mention:
    found = find(text, NOW, prefer)
    assert len(found) == 1, found
    return found[0]


def starts(text: str) -> list[date | datetime]:
    return [mention.start for mention in find(text, NOW)]


def test_a_mention_keeps_the_words_as_they_were_typed() -> None:
    text = "請於　３月２５號以前回覆"
    mention = only(text)
    assert mention.text == "３月２５號以前" == text[mention.begin : mention.finish]


@pytest.mark.parametrize(
    "text",
    ["周五前", "周五之前", "周五以前", "最迟周五", "截止到周五", "by Friday", "before Friday", "no later than Friday"],
)
def test_not_later_than_a_day_is_a_deadline_on_it(text: str) -> None:
    mention = only(text)
    assert (mention.start, mention.deadline) == (date(2026, 3, 20), True)


def test_before_a_day_of_the_month_is_not_days_ago() -> None:
    assert (only("3月25日前").start, only("3月25日前").deadline) == (date(2026, 3, 25), True)
    assert (only("4月1日之前").start, only("4月1日之前").deadline) == (date(2026, 4, 1), True)
    assert (only("20日前").start, only("20日前").deadline) == (date(2026, 3, 20), True)
    assert (only("三日前").start, only("三日前").deadline) == (date(2026, 3, 15), False)


def test_a_bare_day_that_is_a_deadline_is_one_to_come() -> None:
    assert only("周一前").start == only("by Monday").start == date(2026, 3, 23)
    assert only("周一前", "past").start == date(2026, 3, 16)
    assert only("3月1日前").start == date(2026, 3, 1)


def test_before_the_end_of_the_month_is_due_on_its_last_day() -> None:
    assert (only("月底前").start, only("月底前").deadline) == (date(2026, 3, 31), True)
    assert only("下班前").deadline
    assert not only("周五").deadline


@pytest.mark.parametrize(
    ("text", "explicit"),
    [
        ("明天", True), ("下周三", True), ("2026年3月5日", True), ("3天后", True), ("next Friday", True),
        ("周三", False), ("5号", False), ("下午3点", False), ("过几天", False), ("几天前", False), ("节前", False),
    ],
)  # fmt: skip
def test_what_is_guessed_or_vague_is_not_explicit(text: str, explicit: bool) -> None:
    assert only(text).explicit is explicit


@pytest.mark.parametrize(
    ("text", "part"),
    [("凌晨", "dawn"), ("明天一早", "morning"), ("中午", "noon"), ("周五下午", "afternoon"), ("傍晚", "evening"), ("半夜", "night"),
     ("tomorrow morning", "morning"), ("tonight", "evening")],
)  # fmt: skip
def test_a_part_of_the_day_is_named_and_its_start_is_a_day(text: str, part: str) -> None:
    mention = only(text)
    assert (mention.part, mention.grain, type(mention.start)) == (part, "part", date)


def test_a_clock_time_keeps_the_part_that_was_said() -> None:
    assert (only("明天下午三点半").part, only("明天15:30").part) == ("afternoon", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月23日（周一）", date(2026, 3, 23)), ("周一(23号)", date(2026, 3, 23)), ("下周一3月23日", date(2026, 3, 23)),
        ("明天3月19日", date(2026, 3, 19)), ("今天是农历正月三十", date(2026, 3, 18)), ("Monday, March 23", date(2026, 3, 23)),
    ],
)  # fmt: skip
def test_a_day_named_twice_is_one_mention(text: str, day: date) -> None:
    assert only(text).start == day


def test_days_that_disagree_stay_two_mentions() -> None:
    assert starts("今天，周五再去") == [date(2026, 3, 18), date(2026, 3, 20)]


def test_a_list_carries_its_week_and_its_month_on() -> None:
    assert starts("下周二、周四") == [date(2026, 3, 24), date(2026, 3, 26)]
    assert starts("4月8号和10号") == [date(2026, 4, 8), date(2026, 4, 10)]
    assert starts("下周一三五") == [date(2026, 3, 23), date(2026, 3, 25), date(2026, 3, 27)]


def test_a_later_time_in_the_sentence_is_on_the_same_day() -> None:
    assert starts("明天上午9点去一中，下午2点去二中") == [datetime(2026, 3, 19, 9), datetime(2026, 3, 19, 14)]


def test_a_time_in_the_next_sentence_is_today() -> None:
    assert starts("明天上午9点去一中。下午2点开会")[1] == datetime(2026, 3, 18, 14)


def test_the_day_after_follows_the_day_before_it() -> None:
    assert starts("3月20号到福州，第二天回来") == [date(2026, 3, 20), date(2026, 3, 21)]


def test_what_comes_back_every_week_names_no_day() -> None:
    assert starts("每周三例会，这周三请假") == [date(2026, 3, 18)]
    assert starts("每天早上打卡") == []


def test_a_range_ends_on_its_last_day() -> None:
    mention = only("3月30号到4月2号")
    assert (mention.start, mention.end, mention.grain) == (date(2026, 3, 30), date(2026, 4, 2), "day")


def test_the_end_of_a_range_of_hours_takes_the_part_of_its_beginning() -> None:
    assert only("下午2点到4点").end == datetime(2026, 3, 18, 16)
    assert only("上午10点到3点").end == datetime(2026, 3, 18, 15)
    assert only("晚上11点到1点").end == datetime(2026, 3, 19, 1)


def test_midnight_at_the_end_of_an_evening_is_the_next_day() -> None:
    assert only("今晚12点").start == datetime(2026, 3, 19)


def test_an_hour_without_a_part_is_an_office_hour() -> None:
    assert only("明天三点半").start == datetime(2026, 3, 19, 15, 30)
    assert only("明天03:30").start == datetime(2026, 3, 19, 3, 30)


def test_the_first_working_day_after_a_holiday_comes_after_its_break() -> None:
    assert find("国庆节后第一天", NOW, "future")[0].start == date(2026, 10, 8)


@pytest.mark.parametrize(
    "text", ["下周一中王校长", "上周二院开会", "本周三个客户", "这周一共跑了五家", "本周日常工作", "本周天气不错"]
)
def test_a_week_before_a_number_or_a_word_is_no_weekday(text: str) -> None:
    assert only(text).grain == "week"


@pytest.mark.parametrize("zone", ["+08:00", "-05:00", ""])
def test_an_offset_of_now_is_dropped_and_answers_carry_none(zone: str) -> None:
    now = datetime.fromisoformat("2026-03-18T23:30:00" + zone)
    assert find("半小时后", now)[0].start == datetime(2026, 3, 19)
    assert find("今天", now)[0].start == date(2026, 3, 18)


def test_weekdays_listed_under_a_week_are_of_that_week() -> None:
    found = find("下周安排：周一去一中，周三去二院", NOW)
    assert [each.start for each in found[1:]] == [date(2026, 3, 23), date(2026, 3, 25)]
    assert find("下周去一中，周三去二院", NOW)[1].start == date(2026, 3, 18)


def test_months_gone_by_and_how_long_something_still_runs() -> None:
    assert find("合同还有两个月到期", NOW)[0].start == date(2026, 5, 18)
    assert find("前两个月走访了谁", NOW)[0].end == date(2026, 3, 18)
    assert find("提前两个月", NOW) == find("还有两天时间", NOW) == []
