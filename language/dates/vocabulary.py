"""The words of dates: one row of a table is one phrase or a few that mean the same.

A row is (what it is, its value, the words). Words are written in one spelling: simplified characters, half width, small
letters (`characters.fold`). Chinese words are matched anywhere, the longest first; English ones as whole words, with
single spaces.
"""
# ruff: noqa: E501, SIM905 -- a row is one line

from domain.holidays import HOLIDAYS

Row = tuple[str, object, str]


def two(*pieces: tuple[str, object]) -> tuple[tuple[str, object], ...]:
    """The value of a word that says two things at once: 今早 is a day and a part of it."""
    return pieces


# kinds: day (days from today), year (years from this), rmonth (months from this), week, weekend, quarter_from,
# half (of the year), halfmonth, part (of the day), edge (of a period), span_days (first, last day from today),
# nearby (the break that is near), now, skip; those after a time only are in FOLLOWING.
# fmt: off
CHINESE: tuple[Row, ...] = (
    # days
    ("day", 0, "今天 今日 今儿个 今儿 本日 今个儿"),
    ("day", 1, "明天 明日 明儿个 明儿 听日 翌日 赶明儿"),
    ("day", 2, "后天 后日 后儿个 后儿"),
    ("day", 3, "大后天 大后日"),
    ("day", 4, "大大后天"),
    ("day", -1, "昨天 昨日 昨儿个 昨儿 寻日 琴日 噚日"),
    ("day", -2, "前天 前日 前儿个 前儿"),
    ("day", -3, "大前天 大前日"),
    ("day", -4, "大大前天"),
    ("span_days", (0, 1), "今明两天 今明两日 今明 今天明天"),
    ("span_days", (1, 2), "明后天 明后两天 明后两日 明后 明天后天"),
    ("span_days", (-1, 0), "昨今两天 昨今两日"),
    ("span_days", (-2, -1), "昨前两天 前昨两天"),
    ("vague", (1, 2), "这一两天"),
    ("vague", (-2, -2), "前两天 前两日"),
    ("vague", (-3, -3), "前几天 前几日 前些天 前阵子"),
    # a day with its part
    ("two", two(("day", 0), ("part", "morning")), "今早 今晨 今朝"),
    ("two", two(("day", 0), ("part", "noon")), "今午"),
    ("two", two(("day", 0), ("part", "evening")), "今晚 今夜 今儿晚上 今晚上 当晚"),
    ("two", two(("day", 1), ("part", "morning")), "明早 明晨 听朝 翌晨"),
    ("two", two(("day", 1), ("part", "evening")), "明晚 明夜 明晚上 明儿晚上 听晚"),
    ("two", two(("day", -1), ("part", "evening")), "昨晚 昨夜 昨晚上 昨儿晚上 寻晚 琴晚"),
    ("two", two(("day", -2), ("part", "evening")), "前晚"),
    ("two", two(("day", 2), ("part", "evening")), "后晚"),
    ("two", two(("day", 2), ("part", "morning")), "后早"),
    # parts of the day
    ("part", "dawn", "凌晨 拂晓 后半夜 下半夜"),
    ("part", "morning", "早上 早晨 上午 清晨 清早 大清早 一大早 一早 大早上 早间 今早上 朝早 上昼 午前 大早 一清早 早饭后 晨间"),
    ("part", "noon", "中午 午间 晌午 大中午 正中午 中饭 中午头"),
    ("part", "afternoon", "下午 午后 下昼 晏昼 午饭后 后半晌 中饭后"),
    ("part", "evening", "晚上 傍晚 晚间 黄昏 入夜 傍黑 大晚上 晚饭后 晚饭时间 夜晚 晚黑 当天晚上"),
    ("part", "night", "夜里 夜间 深夜 半夜 夜半 三更半夜 大半夜 午夜时分"),
    ("part", "day", "白天 大白天"),
    ("part", "closing", "下班前 下班之前 下班以前 收工前 放学前"),
    ("part", "after_work", "下班后 下班以后 下班之后 收工后"),
    ("part", "opening", "上班前 一上班 上班后"),
    ("weak_part", "morning", "早"),
    ("weak_part", "evening", "晚"),
    ("clock", (12, 0, True), "正午"),
    ("clock", (24, 0, True), "午夜 半夜十二点 子夜"),
    ("now", None, "刚才 刚刚 方才 刚刚才 适才 刚才那会儿"),
    ("soon", None, "待会儿 待会 等会儿 等一会儿 等会 等下 一会儿后 过一会儿 过会儿 稍后 晚些时候 晚点儿 迟点"),
    # weeks are read by LEXER patterns (上周三 …); these are whole words
    ("weekend", None, "周末 周未 礼拜六礼拜天 周六日 周六周日 周六天 双休日 双休 星期六日"),
    ("workweek", None, "工作日"),
    ("week_edge", "start", "周初"),
    ("week_edge", "middle", "周中"),
    ("week_edge", "end", "周尾"),
    ("remaining", "week", "周内"),
    ("remaining", "month", "月内"),
    ("remaining", "year", "年内"),
    # months
    ("rmonth", 0, "本月 这个月 这月 当月 本月份 这个月份 今个月"),
    ("rmonth", 1, "下个月 下月 次月 下月份 下个月份 下一个月 来月"),
    ("rmonth", -1, "上个月 上月 上月份 上个月份 上一个月 前个月"),
    ("rmonth", 2, "下下个月 下下月 再下个月"),
    ("rmonth", -2, "上上个月 上上月 大上个月"),
    ("month_edge", "start", "月初 月头 月首"),
    ("month_edge", "middle", "月中 月半"),
    ("month_edge", "end", "月底 月末 月尾 月杪"),
    ("month_edge", "first10", "上旬 月上旬"),
    ("month_edge", "second10", "中旬 月中旬"),
    ("month_edge", "third10", "下旬 月下旬"),
    ("halfmonth", 0, "上半月 前半月 上半个月"),
    ("halfmonth", 1, "下半月 后半月 下半个月"),
    ("month", 1, "元月 元月份"),
    # quarters, halves, years
    ("rquarter", 0, "本季度 这个季度 这季度 本季 当季 这一季度"),
    ("rquarter", 1, "下季度 下个季度 下一季度 下季 下一个季度"),
    ("rquarter", -1, "上季度 上个季度 上一季度 上季 上一个季度"),
    ("quarter_edge", "start", "季初 季度初"),
    ("quarter_edge", "end", "季末 季度末 季底 季度底"),
    ("half", 0, "上半年 前半年"),
    ("half", 1, "下半年 后半年"),
    ("year", 0, "今年 本年 本年度 今年度 当年度"),
    ("year", 1, "明年 来年 明年度 下一年 次年"),
    ("year", 2, "后年"),
    ("year", 3, "大后年"),
    ("year", -1, "去年 上年 旧年 上年度 去年度 上一年 头年"),
    ("year", -2, "前年"),
    ("year", -3, "大前年"),
    ("year_edge", "start", "年初 年头 岁首"),
    ("year_edge", "middle", "年中"),
    ("year_edge", "end", "年底 年末 年尾 岁末 年终"),
    # the lunar calendar
    ("lunar", None, "农历 阴历 旧历 夏历"),
    ("solar", None, "公历 阳历 新历 西历"),
    ("lmonth", 1, "正月"),
    ("lmonth", 11, "冬月"),
    ("lmonth", 12, "腊月 蜡月"),
    ("nearby", "before", "节前 假前 年前"),
    ("nearby", "after", "节后 假后 年后 长假后 收假后 假期后"),
    # ways to say "not later than", and "a span from now"
    ("by", None, "最迟 最晚 不晚于 不迟于 截止到 截至到 截止 截至 赶在 务必在"),
    ("lead", None, "再过 过 还有 还剩 还差 只剩"),
    ("inside", None, "限 限期 限时"),
    ("toward", 1, "未来 接下来 今后 往后"),
    ("toward", -1, "最近 过去 近 前"),
    ("every", None, "每个 每逢 每到 每 每天 每日 每晚 每早 每月 每个月 每周 每年 每季度 每个季度 天天 每隔"),
)

# Words that only look like (part of) a date.
NOT_DATES = """
早上好 上午好 中午好 下午好 下午茶 早茶 晚上好 早安 午安 晚安 新年好 春节好 过年好 新年快乐 节日快乐 节日愉快 周末愉快 周末快乐
一上午 一下午 一整天 整个上午 整个下午 一个上午 一个下午 一晚上 一个晚上 大半天 半天 一天 整天 一天到晚
目前 以前年度 从前 先前 提前 眼前 跟前 面前 当前 生前 此前 日前 不久前 史前 空前 超前
今后 以后年度 然后 背后 幕后 售后 事后 会后 随后 落后 善后 往后 延后 推后 靠后 滞后 课后 饭后
证明 表明 注明 声明 说明书 明确 明白 明显 透明 聪明 文明 照明 发明 清明上河图
马上 网上 线上 路上 手上 桌上 楼上 会上 身上 船上 车上 街上 群上 晚上班 早上班
今日头条 明日之星 昨日重现 年年 月月 日日 周周 季季 后天努力
周到 周边 周围 周转 周期 周全 周密 周年 周岁 周刊 周报 周例会 周会 周知 周折 周身 周旋 周详 本周期 周五金
年底薪 年终奖 年中奖 年会 年费 年薪 年级 年龄 年检 年审 年货 年糕 年租 年轻 年纪 年报 年度 年夜饭 一年到头 年头到年尾
月底薪 月薪 月租 月饼 月嫂 月供 月结 月报 月会 月例会 月卡 月费 月子 月球 月台
日报 日常 日用 日方 日语 日元 日本 日程 日期 日志 日历 日子 日均 日化 星期日报
过年 过节 过户 过程 过来 过去 过关 过期 过于 过敏 过目 过道 过滤 过问
早点 晚点 早日 早就 早已 早餐 晚餐 早饭 晚饭 早会 晚会 早市 晚宴 早期 晚期 晚辈 早班 晚班 夜班 夜宵
早晚 朝九晚五 早中晚 节前节后 三点式 两点一线 三点一线 四点半课堂 三点半课堂 八点档 三八线 三八红旗手 九月九的酒
一点点 一点儿 有点 差点 一点就通
春节联欢 春节档 春晚 国庆献礼 清明茶 明前茶 雨前茶 谷雨茶
一点水 两点水 三点水 四点水 五点水 六点水 七点水 八点水 九点水 十点水 一点墨 三点底 四点底 星期五餐厅 星期八
周六福 周大福 周大生 周黑鸭 周生生 三月兔 八月瓜
二八分 三七分 四六分 五五分 九九八十一 三天两头 一年半载 三年五载 十天半月 十天半个月
""".split()

# Words that count only right after a time: 3月+底, 周五+前, 3月1日+到.
FOLLOWING: tuple[Row, ...] = (
    ("edge", "start", "初 月初 年初 季初 开头 一开始 头"),
    ("edge", "middle", "中旬中 中间 中 年中 月中"),
    ("edge", "end", "底 末 月底 月末 年底 年末 尾 结束"),
    ("edge", "first10", "上旬"),
    ("edge", "second10", "中旬"),
    ("edge", "third10", "下旬"),
    ("weak_part", "morning", "早"),
    ("weak_part", "evening", "晚 夜"),
    ("before", None, "之前 以前 前"),
    ("after", None, "之后 以后 过后 后"),
    ("within", None, "之内 以内 内 里"),
    ("to", None, "到 至 直到 - ~ – — ~ 一直到 到了 ～ -- —— ‐"),
    ("around", None, "前后 左右 上下 那天 当天 当日 这天 那日 那一天 附近 期间 许 那会儿 起 开始 以来"),
    ("break", None, "连假 假期 长假 小长假 黄金周 放假期间 假日 期间 放假 节假日 假"),
    ("eve", None, "前夕 前夜 前一天 头一天 前一日 前1天"),
    ("next_day", None, "后一天 第二天 次日 隔天 转天"),
)

# Words that look back at the time named before them.
ANAPHORA: tuple[Row, ...] = (
    ("then", 1, "第二天 次日 隔天 转天 隔日"),
    ("then", 0, "当天 当日 同一天 同日 那天"),
)

ENGLISH: tuple[Row, ...] = (
    ("day", 0, "today|tdy|earlier today|later today"),
    ("day", 1, "tomorrow|tmr|tmrw|tomorow|tommorow|tommorrow|2moro|the next day|tomo"),
    ("day", 2, "day after tomorrow|day after tmr|overmorrow|day after tmrw"),
    ("day", -1, "yesterday|yday|yest|ystd"),
    ("day", -2, "day before yesterday"),
    ("two", two(("day", 0), ("part", "morning")), "this morning"),
    ("two", two(("day", 0), ("part", "noon")), "this noon"),
    ("two", two(("day", 0), ("part", "afternoon")), "this afternoon|this arvo"),
    ("two", two(("day", 0), ("part", "evening")), "this evening|tonight|tonite"),
    ("two", two(("day", -1), ("part", "evening")), "last night|last evening"),
    ("two", two(("day", 0), ("part", "closing")), "end of the day|end of day|end of today|eod today|cob today|close of business today"),
    ("part", "morning", "in the morning|morning|mornings|first thing in the morning|first thing|early morning"),
    ("part", "noon", "lunchtime|lunch time|midday|around noon|noontime"),
    ("part", "afternoon", "in the afternoon|afternoon|arvo|early afternoon|late afternoon"),
    ("part", "evening", "in the evening|evening|at night|night"),
    ("part", "closing", "eod|cob|close of business|close of play|cop|end of business"),
    ("clock", (12, 0, True), "noon|12 noon|high noon|at noon"),
    ("clock", (24, 0, True), "midnight|at midnight|12 midnight"),
    ("now", None, "just now|a moment ago|moments ago|a minute ago"),
    ("soon", None, "later on today|in a moment"),
    ("week", 0, "this week|current week"),
    ("week", 1, "next week|coming week|following week|the week ahead"),
    ("week", 2, "week after next"),
    ("week", -1, "last week|past week|previous week|last week's"),
    ("week", -2, "week before last"),
    ("week_edge", "end", "end of the week|end of week|end of this week|eow|week's end|week end"),
    ("week_edge", "start", "beginning of the week|start of the week|early this week"),
    ("week_edge_next", "end", "end of next week"),
    ("week_edge_next", "start", "start of next week|beginning of next week|early next week"),
    ("workweek", None, "weekdays"),
    ("weekend", None, "weekend|over the weekend|at the weekend|wknd"),
    ("rmonth", 0, "this month|current month|the month"),
    ("rmonth", 1, "next month|coming month|following month"),
    ("rmonth", 2, "month after next"),
    ("rmonth", -1, "last month|previous month|past month"),
    ("rmonth", -2, "month before last"),
    ("month_edge", "start", "beginning of the month|start of the month|beginning of month|start of month|month start"),
    ("month_edge", "middle", "middle of the month|mid month|mid-month|middle of month"),
    ("month_edge", "end", "end of the month|end of month|month end|month-end|eom|month's end"),
    ("edge_of", "start", "beginning of|start of|early in|early"),
    ("edge_of", "middle", "middle of|mid|mid of"),
    ("edge_of", "end", "end of|the end of|late in|late|the last of"),
    ("rquarter", 0, "this quarter|current quarter|the quarter"),
    ("rquarter", 1, "next quarter|coming quarter"),
    ("rquarter", -1, "last quarter|previous quarter|past quarter"),
    ("quarter_edge", "start", "start of the quarter|beginning of the quarter"),
    ("quarter_edge", "end", "end of the quarter|quarter end|quarter-end|eoq|end of quarter"),
    ("quarter", 1, "q1|first quarter|1st quarter"),
    ("quarter", 2, "q2|second quarter|2nd quarter"),
    ("quarter", 3, "q3|third quarter|3rd quarter"),
    ("quarter", 4, "q4|fourth quarter|4th quarter|final quarter"),
    ("half", 0, "h1|first half of the year|first half of this year|first half of"),
    ("half", 1, "h2|second half of the year|second half of this year|second half of|last half of the year"),
    ("year", 0, "this year|current year|the year"),
    ("year", 1, "next year|coming year"),
    ("year", -1, "last year|previous year|past year"),
    ("year_edge", "start", "beginning of the year|start of the year"),
    ("year_edge", "middle", "mid-year|mid year|midyear|middle of the year"),
    ("year_edge", "end", "end of the year|year end|year-end|eoy|end of year"),
    ("every", None, "every|each"),
    ("by", None, "by|no later than|not later than|until|till|due|due by|due on|by the"),
    ("ahead", None, "in"),
    ("inside", None, "within|within the next|in the next|over the next"),
    ("after", None, "later|from now|hence|from today|out"),
    ("before", None, "ago|back|earlier"),
    ("until_then", None, "before|ahead of|prior to"),
    ("since_then", None, "after|from|following|since|starting"),
    ("to", None, "to|until|till|through|thru"),
    ("list_", None, "and|or"),
    ("at", None, "at|around|about|circa|by about|at around|at about|@"),
    ("next", 1, "next"),
    ("next", "coming", "this coming|coming|upcoming"),
    ("next", "gone", "this past|past"),
    ("next", -1, "last|previous"),
    ("next", 0, "this"),
    ("oclock", None, "o'clock|oclock|sharp|hrs"),
    ("past", None, "past"),
    ("blank", None, "the|of|on|s|for"),
    ("joiner", None, "and a half"),
    ("half_past", 30, "half past|half"),
    ("half_past", 15, "quarter past|a quarter past|quarter after"),
    ("quarter_to", 15, "quarter to|a quarter to|quarter before|quarter till"),
    ("half_span", 0.5, "half an|half a|a half"),
    ("article", 1, "a|an|one"),
    ("couple", 2, "a couple of|couple of|a couple|couple"),
    ("few", 3, "a few|few|several"),
    ("unit", "minute", "minute|minutes|min|mins"),
    ("unit", "hour", "hour|hours|hr"),
    ("unit", "day", "day|days"),
    ("unit", "working_day", "working day|business day|business days|workday|workdays|working days"),
    ("unit", "week", "week|weeks|wk|wks"),
    ("unit", "fortnight", "fortnight|fortnights"),
    ("unit", "month", "month|months"),
    ("unit", "quarter", "quarters"),
    ("unit", "year", "year|years|yr|yrs"),
    ("break", None, "holiday|holidays|break|golden week"),
    ("eve", None, "eve"),
)

# fmt: on
WEEKDAYS_ENGLISH = (
    ("monday", "mon", "mondays"),
    ("tuesday", "tue", "tues", "tuesdays"),
    ("wednesday", "wed", "weds", "wednesdays"),
    ("thursday", "thu", "thur", "thurs", "thursdays"),
    ("friday", "fri", "fridays"),
    ("saturday", "sat", "saturdays"),
    ("sunday", "sun", "sundays"),
)

MONTHS_ENGLISH = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)

HOLIDAY_WORDS: dict[str, str] = {word: holiday.name for holiday in HOLIDAYS for word in (holiday.name, *holiday.words)}
HOLIDAY_WORDS_ENGLISH: dict[str, str] = {word: holiday.name for holiday in HOLIDAYS for word in holiday.english}
