"""What keeps a word or a figure from being read as a date: the words around it, one row each."""
# ruff: noqa: E501, SIM905 -- a row is one line

import re

from language.patterns import lazy
from language.tables import words

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蔡蒋余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃戴莫孔汤"
)
# Who may come right after a weekday (周五饶科长); not those that more often end a name (周三丰总).
_FOLLOWED_BY = "".join(
    sorted((SURNAMES | {each for each in words("surnames") if len(each) == 1}) - set("丰明平国文强光"))
)
# Holidays that are given names too (李国庆), and terms that are weather or names as well (小雪, 雨水).
GIVEN_NAMES = frozenset(
    "国庆 重阳 立春 立夏 立秋 立冬 小满 谷雨 白露 春分 秋分 芒种 夏至 冬至 中秋 元旦 清明 端午".split(" ")
)
TERM_NAMES = frozenset(
    "小雪 大雪 雨水 小满 谷雨 白露 大寒 小寒 霜降 寒露 处暑 惊蛰 小暑 大暑 芒种 立春 立秋 立夏 立冬 春分 秋分".split(
        " "
    )
)
NUMBER_NAMES = frozenset(
    "三八 五一 五四 六一 七一 八一 十一 二月二 三月三 七月七 九月九 八月半 七月半 八月十五 三一五 315 517 五一七 双十一 双11 双12 双十二".split(
        " "
    )
)

_TITLE = r"(?:主任|经理|院长|校长|局长|科长|处长|老师|书记|主管|工程师|董事|会计|厂长|园长|行长|总监|所长|站长|镇长|县长|秘书)"
_MEASURE = r"(?:个|家(?!里|长|访|人|属|中|宴|电)|次(?!日)|项|份|台|户|批|条|张|位|件|方(?=会|协))"

GUARDS: dict[str, re.Pattern[str]] = {
    name: lazy(pattern)
    for name, pattern in {
        # 上周总结 is a week, 会上周总 is Mr Zhou
        "week": rf"总(?!部|公|结|体|量|收|共|计|额|行|局|台|站|的)|{_TITLE}",
        "weekday": r"一(?:会儿|直|共|般|定(?!下|了|好|在|于|要)|些|样|并|致|旦|番|向|律|切|起(?:去|来|到|吃|拜|走|聚|见|坐|聊|过|参|陪))"
        r"|日(?:常|报|志|均|历|程|用|语|元|方|化|本(?!来|人|地|校|周|月|店|院))|天(?:气|天|然|燃|猫|津|翼|河|虹|文|鹅|福)"
        r"|[一二三四五六]期",
        # 周一凡总, 周天明主任: a name, unless the sign before the title is a surname or a verb
        "before": r"[之以]?前",
        "count_left": r"[一二两三四五六七八九十几半\d每]$",
        "name": rf"[一二三四五六日天][^{_FOLLOWED_BY}找见约请陪问访给跟和同与去到来向等接送的新老原前副该各让叫由被把上下午早晚,。 ](?:总(?!部|公|结|体|量|收|共|计|额|行|局|台|站|的|监|经|是|算)|{_TITLE})",
        "weekday_after_week": rf"[一二三四五六](?:{_MEASURE}|中(?!午|旬|心|国|铁|石|建|行|标|信|秋|医|职|专|层|级|断|介|通|移|联|南|华|山|间)|院(?!长|里|方|办|内|庆|感|务|区))",
        "weekday_digit": r"[1-7][\d.:%个家次项份点时月号日年万千百]",
        "clock": r"\s*(?:建议|意见|要求|说明|内容|想法|问题|体会|看法|原因|希望|理由|感受|期望|思考|诉求|需求|疑问|提醒|启发|好处|优势|不足|共识"
        r"|几|点|击|评|数|位|差|滴|式|名|心|赞|钱|东西|时间|事|小|改变|变化|进展|信息|结论|差距|折扣|优惠|费用|利润)",
        "clock_left": r"[之第快慢早晚多少大小高低好有差近远重轻个了百零每易难贵便宜]",
        "clock_right": r"(?:\s*(?:在|去|到|来|开|见|约|拜|出|回|跟|和|之|以|前|后|左|至|-|~|就|准|要|的会|会|过|,|。|;|$)|\s)",
        "month": r"(?:供(?!应|货)|租(?!金)|嫂|饼|薪|卡(?!点)|球|台|光|色|亮|季|子|票|经|娃|天)|个",
        "day_left": r"(?:第|路|街|巷|弄|道|楼|栋|幢|座|厂|线|头|编|型|账|帐|门牌|船|里|村|段|组|店|库|井|柜|机|院|区|园|(?:尾|账|帐|卡|房|工|编|型|座|学|考|货|单|批)号?)$",
        "day_hao": r"(?:楼|院(?!长|里|方|办|内|庆|感|务)|门(?!口|店)|店(?!庆|长|里)|馆(?!长|里)|线(?!上|下)|厂(?!里|长|庆|区|家)|库(?!管|存)|房|室(?!外|内)"
        r"|机(?!场|关|构)|井|桥|桩|柜|包间|包厢|厅|宿舍|公寓|单元|段(?!总|主|经|院|校|局|科|处|工|老)|码|车(?!站|展|队|管|险)|船|文(?!艺|化|件下)|令"
        r"|窗|台|病|床|会议|坑|矿|炉|球|选手|位|字|专线|商铺|铺|地块|仓|公馆|站(?!长|里)|客户经理|信箱|箱|桌|岗|基|塔|通知|公告|员工|教学|实训|实验楼|食堂|变(?!更|动|成)|主变|杆|表(?!示|态|彰)|泵|阀|闸|楼|大院|大厦|别墅|电池|种子|项目|方案|产品|样)",
        "day_ri": r"(?:三餐|之计|不见|游|均|龄|报(?!价|名|告|到|表)|志|元|方|本|常|语|产|用|化|结|薪|活|租|光|式|照|流|程|历|费|内|之内|以内)",
        "day_span": r"(?:[0-3]?\d|[一二两三四五六七八九十]+)日(?:之?内|以内|之?后|以后)",
        "day_span_cn": r"(?:[一二两三四五六七八九]|十[一二三四五六七八九]?)日(?:之?[内前后]|以[内前后])",
        "ge": r"个",
        "school_grade": r"(?:[年班学生级组部段家]|的?(?:学生|老师|家长|同学)|\(|[1-9]班|毕业|上册|下册|数学|语文|英语|开学|\d)",
        "figures_right": r"\d|\s*(?:万|亿|千|百|元|块|角|折|%|个|倍|级|版|分(?!钟?后)|米|公里|吨|斤|寸|英寸|成(?!交|立)|亩|平|度|点(?!半)|家(?!里)|人|台|件|条|次|代|升|毫|厘"
        r"|美元|期|小时|天(?!津)|周(?!主|总|[一二三四五六日末])|年|号楼|栋|单元|楼|层|室|[a-z]|倍|以上|以下|的(?:客户|人|学生|员工|比例|股|份|用户|时间|成本)|左右的?(?:价|人)|兆|寸|瓦|伏|安|类)",
        "figures_left": r"(?:[第约涨降减增加达为是占共比差均高低多少贵宜¥$v#版级率评分到超近仅才只的]|以上|(?:价格?|费用?|分数|利率|汇率|温度?|成绩|比例|毛利|折扣|版本|优惠)[在约为是从大概]{0,3}|[a-z])(?:(?<![a-z])\s*:?)?$",
        "figures_word": r"[a-z]\s*:?\s*$",
        "figures_range": r"\s*(?:-|~|–|—|到|至)\s*(?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d|\s*(?:万|元|块|%|个|折))",
        "open_left": r"[\s,。;:、!?()\[\]【】《》“”\"'\n·•*①-⑳在于定约从改至]",
        "moved_to": r"(?:[改推延挪调约提][到至为前在]|改约|改期|约了|安排到|定[到在为])$",
        "timed": r"\s*(?:[上下中早晚]午|早上|晚上|晚|早|傍晚|凌晨|中午|周[一二三四五六日]|\(?(?:周|星期|礼拜)|\([一二三四五六日]\)|[0-2]?\d(?:点|:[0-5]\d)|[一二三四五六七八九十两]{1,3}点|之?前|以前|之?后|那天|当天|起)",
        "open_right": r"(?:$|[\s,。;:、!?()\[\]【】\n]|去|到(?!账)|拜|见|约|访|开|来|给|跟|和|在|送|陪|回|交|的?(?:会|约|拜访|走访)|签|参|出|上门|请|打|做|走|与|已|要|再|又|同|带|把|下)",
        "digit_left": r"[a-z0-9.¥$#@_%]",
        "month_right": r"\.?\s*(?:the\s+)?(?:[0-3]?\d\b|[0-3]?\d(?:st|nd|rd|th)\b|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twent|thirt)|(?:19|20)\d\d)",
        "month_left": r"(?:\b(?:in|next|last|this|early|late|mid|of|since|until|till|by|end|from|to|through|and|during|for)[\s-]+|\d(?:st|nd|rd|th)?\s*(?:of\s+)?-?)$",
        "weekday_right": r"\s*(?:$|[,.;:!?)]|(?:at\s+)?\d|(?:next|last|morning|afternoon|evening|noon|night|this)\b|or\b|and\s+(?:sun|thu|tue|fri)|to\b|-)",
        "ordinal_left": r"\b(?:the|on|by|until|till|before|after|from|to|since|due)\s+$",
        "ordinal_right": r"\s*(?:$|[,.;:!?)]|(?:at|in the|morning|afternoon|evening|to|until|and|or|with|for|we|i|if|because|please|around|about)\b|-)",
        "month_year": r",\s*$",
        "took": r"\b(?!(?:scheduled|expected|planned|needed|wanted|started|invited|asked|promised|decided)\b)(?:[a-z]+ed|done|took|built|went|sold|gone)\s+$",
        "weekday_left": r"\b(?:on|next|last|this|by|until|till|before|after|from|since|every|for|coming|to|of|til|due|past)\s+$",
    }.items()
}

_NUMBER_NAME_RIGHT = lazy(
    r"[一二三四五六七八九十百千万\d月点号日个家人年周天时元块楼层路街班届代区队厂线师广社村桥店院栋期里](?!间)|大[道街桥厦学队楼]|中(?!午|旬)|小学|中学|学校|医院|折|分|比|下"
)
_NUMBER_NAME_LEFT = lazy(r"[一二三四五六七八九十百千\d第初月周号期点拜廿块毛元角]$")
_TERM_RIGHT = lazy(r"\s*(?:节|那天|前|后|当天|时|这天|$|这日)")
# 中秋月饼 is a thing to bring, 国庆快乐 a greeting: neither says when.
_GOODS_RIGHT = lazy(
    r"节?的?(?:月饼|粽|礼[品物盒包金]|贺卡|卡(?!点)|树|福利|红包|快乐|安康|年货|晚会|联欢|鲜花|大礼|糕|饺|茶|吉祥|健康)"
)
_PLACE_RIGHT = lazy(
    r"(?:路|街|大道|广场|大厦|酒店|小区|社区|村|镇|科技|集团|公司|饭店|花园|山|寺|桥|[一二三四五六七八九]?中学|小学)"
)
_AFTER_FOLLOWING: dict[str, re.Pattern[str]] = {
    "前": lazy(r"[往台面期途景端提程辈者列线沿置任妻男瞻锋]|[来去](?!年)"),
    "后": lazy(r"[续台勤面期端悔果辈者备方院厨门卫劲]|来(?!访|电)"),
    "内": lazy(r"[部容存网科蒙训审勤置江]"),
    "中": lazy(r"[国心学午标介间秋小层级医职专石铁建行信南华山断通移联学考山央粮国航核海电兴]"),
    "初": lazy(r"[步中始次期级审稿试心衷一二三四五六七八九十\d]"),
    "底": lazy(r"[下层价薪线盘片座板数气牌]"),
    "末": lazy(r"端"),
    "早": lazy(r"[点会餐就已日期饭班操读报茶市教]|一点|高峰|自习"),
    "晚": lazy(r"[点会餐宴辈期班于了饭安报]|一点|高峰|自习"),
    "夜": lazy(r"[班宵市校]"),
    "假": lazy(r"[如设若冒装期日]"),
    "起": lazy(r"[来草诉]"),
    "许": lazy(r".{0,2}?(?:总|董|局|校|院|主任|经理|科|处|老|先生|女士|小姐|行长|厂|书记|部|队|所|站|工|哥|姐)"),
    "末尾": lazy(r"$^"),
}
_CLOCK_NEXT = lazy(r"\s*(?:\d{1,2}(?:点|:\d\d)|(?!一点)(?:二?十[一二三四五六七八九]?|[一二两三四五六七八九])点)")
_WEEKDAY_NEXT = lazy(r"[一二三四五六日天末1-7]")
_SPAN_ONLY = lazy(r"[来去往]")
_MIDDLE = frozenset({"中", "中间"})
_MONTHS = frozenset({"month", "rmonth", "emonth"})
_PERIODS = _MONTHS | {"year_abs", "year", "quarter", "rquarter", "week", "lmonth"}
_DAYS = frozenset({"day", "mday", "weekday", "fulldate", "lday", "holiday", "num", "span", "week", "part"})
# Words that count only after pieces of these kinds, and words that do not count after pieces of those.
ONLY_AFTER: dict[str, frozenset[str]] = {
    "edge": _PERIODS,
    "break": frozenset({"holiday"}),
    "eve": _DAYS,
    "next_day": _DAYS,
    "to": _DAYS | _PERIODS | {"clock", "ord", "weak_part", "edge", "around"},
}
NOT_AFTER: dict[str, frozenset[str]] = {
    "vague": _DAYS,
    "nearby": frozenset({"holiday", "span", "num", "counted"}),
    "then": _DAYS | _PERIODS | {"clock"},
    "toward": _PERIODS,
}
_THIRDS = frozenset({"上旬", "中旬", "下旬"})
_YEAR_LEFT = lazy(r"[〇零一二两三四五六七八九十半几多去今明前后\d]$")
# 还有两个月到期, and not 还有两天时间
_RUNS_OUT_RIGHT = lazy(
    r"\s*(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})个?半?(?:月|周|星期|礼拜|天|年)(?:合同|合约|协议|服务|保单|专线)?(?:就|才|便)?(?:要|会|该)?"
    r"(?:到期|过期|期满|届满|过?生日|截止|开业|开学|开标|放假|过年|退休|续约|续签|续费)"
)
_MONTHS_RIGHT = lazy(r"(?:两|几|三|四|五|六|[2-6])(?:个月|周|个?星期|个?礼拜)(?![前后])")
_SPAN_RIGHT = lazy(r"\s*[半几一二两三四五六七八九十\d]")


def allowed(kind: str, word: str, folded: str, at: int, before: str) -> bool:
    """Whether a word of the tables may be read as what it says here; `before` is the kind of the piece it follows."""
    finish = at + len(word)
    if kind == "holiday":
        return _holiday_allowed(word, folded, at, finish, before)
    if (kind in ONLY_AFTER and before not in ONLY_AFTER[kind] and word not in _THIRDS) or before in NOT_AFTER.get(
        kind, ()
    ):
        return False
    if kind == "edge" and word in _MIDDLE and before not in _MONTHS:
        return False
    if kind == "weak_part" and before not in _DAYS and not _CLOCK_NEXT.match(folded, finish):
        return False
    if kind == "lead" and not (_SPAN_RIGHT if word[-1] == "过" else _RUNS_OUT_RIGHT).match(folded, finish):
        return False
    if (
        word == "前"
        and kind == "toward"
        and (not _MONTHS_RIGHT.match(folded, finish) or (at and folded[at - 1] in "之以提目此先从"))
    ):
        return False
    if kind == "every" and word == "每周" and _WEEKDAY_NEXT.match(folded, finish):
        return False
    if kind == "nearby" and word[0] == "年" and _YEAR_LEFT.search(folded, max(0, at - 1), at):
        return False
    guard = _AFTER_FOLLOWING.get(word)
    if guard is not None and before and guard.match(folded, finish):
        return before == "span" and _SPAN_ONLY.match(folded, finish) is not None
    return True


def _holiday_allowed(word: str, folded: str, at: int, finish: int, before: str) -> bool:
    if _GOODS_RIGHT.match(folded, finish) or (_PLACE_RIGHT.match(folded, finish) and not word.endswith("节")):
        return False
    if word in NUMBER_NAMES:
        numbered = not before and _NUMBER_NAME_LEFT.search(folded, max(0, at - 1), at)
        return (word[-1] == "半" and before == "lunar") or not (
            before in ("lunar", "month", "lmonth", "leap_month") or numbered or _NUMBER_NAME_RIGHT.match(folded, finish)
        )
    if word in TERM_NAMES and not before:
        return _TERM_RIGHT.match(folded, finish) is not None and (finish < len(folded) or at == 0)
    return not (word in GIVEN_NAMES and at and folded[at - 1] in SURNAMES and not before)
