"""Named holidays and days of an industry (R3.1): what they are called, and on which day of a year they fall.

A holiday is one row of `HOLIDAYS`. `name` is its Chinese name (the one that stands in records), `words` are other names
and nicknames people use; traditional characters are folded to simplified ones before a look-up.
"""

from datetime import date, timedelta
from functools import lru_cache

from domain import lunar
from domain.frozen import frozen

ONE_DAY = timedelta(days=1)
WEDNESDAY = 2
# How many days before a holiday of one day its break begins, by its weekday: it is joined to the weekend.
WEEKEND_LEADS = (2, 2, 0, 0, 0, 0, 1)


@frozen
class Solar:
    """The same solar day each year."""

    month: int
    day: int

    def on(self, year: int) -> date | None:
        """The day in `year`."""
        return date(year, self.month, self.day)


@frozen
class Lunar:
    """The same lunar day each year. The twelfth month belongs to the solar year in which it (mostly) lies."""

    month: int
    day: int

    def on(self, year: int) -> date | None:
        """The day that falls in the solar `year`."""
        return lunar.to_solar(year - 1 if self.month == 12 else year, self.month, self.day)


@frozen
class Nth:
    """The nth weekday (Monday 0) of a month."""

    month: int
    nth: int
    weekday: int

    def on(self, year: int) -> date | None:
        """The day in `year`."""
        first = date(year, self.month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))


@frozen
class Term:
    """A solar term, by its number from 小寒 (0) to 冬至 (23)."""

    index: int

    def on(self, year: int) -> date | None:
        """The day in `year`; None outside 1900-2100."""
        return _term(year, self.index)


@lru_cache(maxsize=1024)
def _term(year: int, index: int) -> date | None:
    if not lunar.FIRST_YEAR < year <= lunar.LAST_YEAR:
        return None
    from borax.calendars.lunardate import TermUtils

    day: date = TermUtils.nth_term_day(year, index)
    return day


@frozen
class Holiday:
    """One named day. `lead` and `days` give the usual official break: from `lead` days before it, `days` long."""

    name: str
    rule: Solar | Lunar | Nth | Term
    words: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    days: int = 1
    lead: int = 0

    def on(self, year: int) -> date | None:
        """The day of `year` it falls on; None where the calendar does not reach."""
        return self.rule.on(year)

    def span(self, year: int) -> tuple[date, date] | None:
        """First and last day of the usual official break around it (without the swaps of single years)."""
        day = self.on(year)
        if day is None:
            return None
        if self.days == 3:
            first = day - WEEKEND_LEADS[day.weekday()] * ONE_DAY
            return first, first if day.weekday() == WEDNESDAY else first + 2 * ONE_DAY
        first = day - self.lead * ONE_DAY
        return first, first + (self.days - 1) * ONE_DAY


def _row(name: str, rule: Solar | Lunar | Nth | Term, words: str = "", english: str = "", days: int = 1) -> Holiday:
    lead = 1 if name == "春节" else 0
    return Holiday(name, rule, tuple(words.split()), tuple(w for w in english.split("|") if w), days, lead)


HOLIDAYS: tuple[Holiday, ...] = (
    _row(
        "元旦",
        Solar(1, 1),
        "元旦节 新历年 阳历年 新年第一天 新年头一天 新年首日",
        "new year|new year's day|new years day|new year's",
        days=3,
    ),
    _row("警察节", Solar(1, 10), "人民警察节 中国人民警察节 110宣传日", "police day"),
    _row("腊八节", Lunar(12, 8), "腊八", "laba festival"),
    _row("小年", Lunar(12, 23), "小年夜 祭灶节 北方小年", "little new year"),
    _row("南方小年", Lunar(12, 24)),
    _row(
        "除夕",
        Lunar(12, 30),
        "年三十 大年三十 大年夜 年夜 除夕夜 三十晚上 大年卅 年三十晚",
        "chinese new year's eve|new year's eve of the lunar year|lunar new year's eve|spring festival eve",
    ),
    _row(
        "春节",
        Lunar(1, 1),
        "农历新年 大年初一 新春佳节 过大年 农历年 春节节日 旧历年 中国年",
        "spring festival|chinese new year|lunar new year|cny",
        days=8,
    ),
    _row("情人节", Solar(2, 14), "西方情人节", "valentine's day|valentines day|valentine's"),
    _row("元宵节", Lunar(1, 15), "元宵 上元节 灯节 闹元宵", "lantern festival"),
    _row("龙抬头", Lunar(2, 2), "二月二 春耕节"),
    _row("三月三", Lunar(3, 3), "上巳节"),
    _row(
        "妇女节",
        Solar(3, 8),
        "三八妇女节 三八节 三八国际妇女节 国际妇女节 三八 女神节 女王节 38节 38妇女节 三八女神节",
        "women's day|womens day|international women's day",
    ),
    _row("植树节", Solar(3, 12), "", "arbor day|tree planting day"),
    _row("消费者权益日", Solar(3, 15), "三一五 315 3·15 消费者日 三一五晚会 国际消费者权益日", "consumer rights day"),
    _row("愚人节", Solar(4, 1), "", "april fools' day|april fools day|april fools"),
    _row(
        "清明节", Term(6), "清明", "qingming|qingming festival|tomb sweeping day|tomb-sweeping day|ching ming", days=3
    ),
    _row("世界读书日", Solar(4, 23), "读书日", "world book day"),
    _row("地球日", Solar(4, 22), "世界地球日", "earth day"),
    _row(
        "劳动节",
        Solar(5, 1),
        "五一 五一节 五一劳动节 国际劳动节 51劳动节 劳动节日",
        "labour day|labor day|may day|international workers' day",
        days=5,
    ),
    _row("青年节", Solar(5, 4), "五四青年节 五四 五四节", "youth day"),
    _row("护士节", Solar(5, 12), "国际护士节 512护士节 五一二护士节", "nurses' day|nurses day|nurse's day|nurse day"),
    _row("母亲节", Nth(5, 2, 6), "", "mother's day|mothers' day|mothers day"),
    _row("电信日", Solar(5, 17), "世界电信日 五一七电信日 517电信日 517 五一七", "telecom day|telecommunication day"),
    _row("儿童节", Solar(6, 1), "六一 六一节 六一儿童节 国际儿童节 61儿童节", "children's day|childrens day"),
    _row("端午节", Lunar(5, 5), "端午 端阳节 端阳 五月节 龙舟节", "dragon boat festival|dragon boat|duanwu", days=3),
    _row("父亲节", Nth(6, 3, 6), "", "father's day|fathers' day|fathers day"),
    _row("建党节", Solar(7, 1), "七一 七一建党节 党的生日 建党日", "party founding day"),
    _row("建军节", Solar(8, 1), "八一 八一节 八一建军节 81建军节", "army day|pla day"),
    _row("七夕", Lunar(7, 7), "七夕节 乞巧节 七月七 中国情人节", "qixi|qixi festival|double seventh"),
    _row("中元节", Lunar(7, 15), "中元 七月半 鬼节 盂兰节", "ghost festival|zhongyuan"),
    _row(
        "医师节", Solar(8, 19), "中国医师节 医生节 819医师节", "doctors' day|doctors day|doctor's day|physicians' day"
    ),
    _row("教师节", Solar(9, 10), "老师节 910教师节", "teachers' day|teachers day|teacher's day"),
    _row(
        "中秋节",
        Lunar(8, 15),
        "中秋 八月节 仲秋 仲秋节 团圆节 八月半 八月十五",
        "mid-autumn festival|mid autumn festival|mid-autumn|moon festival|mooncake festival|mid-autumn day",
        days=3,
    ),
    _row(
        "国庆节",
        Solar(10, 1),
        "国庆 十一国庆节 十一国庆 十月一国庆 十一 十一节 国庆日",
        "national day|china's national day|national day of china",
        days=7,
    ),
    _row(
        "重阳节",
        Lunar(9, 9),
        "重阳 九九重阳 九九重阳节 老人节 敬老节 登高节 九月九",
        "double ninth|double ninth festival",
    ),
    _row("记者节", Solar(11, 8), "中国记者节", "journalists' day|journalists day|journalist's day"),
    _row("消防日", Solar(11, 9), "全国消防日 消防宣传日 119消防日", "fire safety day"),
    _row("光棍节", Solar(11, 11), "双十一 双11", "singles' day|singles day|double eleven"),
    _row("感恩节", Nth(11, 4, 3), "", "thanksgiving|thanksgiving day"),
    _row("万圣节", Solar(10, 31), "万圣夜 万圣节前夜", "halloween"),
    _row("双十二", Solar(12, 12), "双12", "double twelve"),
    _row("宪法日", Solar(12, 4), "国家宪法日", "constitution day"),
    _row("平安夜", Solar(12, 24), "圣诞夜 圣诞前夜", "christmas eve|xmas eve"),
    _row("圣诞节", Solar(12, 25), "圣诞 耶诞 耶诞节", "christmas|christmas day|xmas"),
    _row("跨年夜", Solar(12, 31), "跨年", "new year's eve|new years eve"),
    _row("司机节", Solar(8, 12)),
    _row("律师节", Solar(11, 10)),
    _row("农民丰收节", Term(17), "丰收节"),
    *(
        _row(name, Term(index))
        for index, name in enumerate(
            [
                "小寒",
                "大寒",
                "立春",
                "雨水",
                "惊蛰",
                "春分",
                "_",
                "谷雨",
                "立夏",
                "小满",
                "芒种",
                "夏至",
                "小暑",
                "大暑",
                "立秋",
                "处暑",
                "白露",
                "秋分",
                "寒露",
                "霜降",
                "立冬",
                "小雪",
                "大雪",
            ]
        )
        if name != "_"
    ),
    _row("冬至", Term(23), "冬至节 冬节", "winter solstice|dongzhi"),
)

BY_WORD: dict[str, Holiday] = {
    word: holiday for holiday in HOLIDAYS for word in (holiday.name, *holiday.words, *holiday.english)
}
