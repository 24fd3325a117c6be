"""Days off and days worked, as they are announced (R5.1)."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import Workdays
from language.official_days import days_off_and_worked

NOTICES = {
    # Facts of the State Council's announcements; the holidays of 2025 and 2026.
    2025: """关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。""",
}


@pytest.mark.parametrize("year", NOTICES)
def test_the_notice_pasted_whole_gives_the_years_working_days(year: int) -> None:
    read = Workdays("weekdays", days_off_and_worked(NOTICES[year], 1999))
    days = [date(year, 1, 1) + timedelta(days=place) for place in range(365)]
    assert [day for day in days if read.works(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02-06,off\n2027-02-20,work", {"2027-02-06": False, "2027-02-20": True}),
        ("2027/2/6 休息\n2027年2月20日 上班", {"2027-02-06": False, "2027-02-20": True}),
        ("2月6日到7日休，2月20日班", {"2027-02-06": False, "2027-02-07": False, "2027-02-20": True}),
        ("10月10日（周日）補班", {"2027-10-10": True}),
        ("2026年12月31日至2027年1月1日放假", {"2026-12-31": False, "2027-01-01": False}),
        ("2月30日放假", {}),
        ("10月7日至1日放假", {}),
        ("2月6日见客户", {}),
        ("下周三送方案", {}),
    ],
)
def test_days_are_read_as_people_list_them(text: str, expected: dict[str, bool]) -> None:
    assert {day.isoformat(): works for day, works in days_off_and_worked(text, 2027).items()} == expected


@given(st.dictionaries(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.booleans(), min_size=1, max_size=30))
def test_a_list_of_a_line_for_each_day_is_read_as_it_was_written(days: dict[date, bool]) -> None:
    words = {True: "上班", False: "off"}
    text = "\n".join(f"{day.isoformat()},{words[works]}" for day, works in days.items())
    assert days_off_and_worked(text, 1999) == days


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(isinstance(day, date) for day in days_off_and_worked(text, 2027))
