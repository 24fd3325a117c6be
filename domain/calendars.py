"""The organisation's table of holidays and industry days (R3.1): whom each day is for, and the rows it begins with."""

from typing import Literal

from domain.frozen import frozen
from domain.holidays import BY_WORD, Lunar, Solar
from domain.moments import rule_text
from domain.persons import Birthday, BirthdayType, Sex

Audience = Literal["everyone", "matching", "named"]
"""Whom a holiday is for: `everyone`, all clients; `matching`, clients of an industry, and persons of a sex or a job;
`named`, persons in whose file it stands among the festivals they care about, and nobody else."""


@frozen
class Holiday:
    """One row of the table. `rule` is the text of a rule of `domain.moments`.

    Words are told apart by `|`; a client's industry, or a person's position or department, matches where one of the
    words is part of it.
    """

    name: str
    rule: str
    audience: Audience
    industries: str | None = None
    jobs: str | None = None
    sex: Sex | None = None


_PUBLIC = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_MATCHING: tuple[tuple[str, str | None, str | None, Sex | None], ...] = (
    # name, industries, jobs, sex
    ("警察节", "公安|警察|police", "民警|警官|警察|辅警|輔警|police officer", None),
    ("妇女节", None, None, Sex.FEMALE),
    ("植树节", "林业|林業|园林|園林|forestry", None, None),
    ("消费者权益日", "市场监管|市場監管|工商行政|消费者|消費者", None, None),
    ("护士节", "医疗|醫療|医院|醫院|卫生|衛生|护理|護理|health|hospital", "护士|護士|护师|護師|护理|護理|nurse", None),
    ("电信日", "电信|電信|通信|通訊|telecom", None, None),
    ("儿童节", "幼儿|幼兒|幼教|学前|學前|托育|kindergarten", None, None),
    (
        "建军节",
        "军队|軍隊|部队|部隊|武警|军区|軍區|人武|国防|國防|退役军人|退役軍人|army|military",
        "军人|軍人|退伍|退役|转业|轉業|军属|軍屬|政委|教导员|教導員|武警|soldier|veteran",
        None,
    ),
    ("医师节", "医疗|醫療|医院|醫院|卫生|衛生|health|hospital", "医生|醫生|医师|醫師|大夫|doctor|physician", None),
    (
        "教师节",
        "教育|学校|學校|大学|大學|中学|中學|小学|小學|高校|院校|幼儿园|幼兒園|school|education|university",
        "教师|教師|老师|老師|教授|讲师|講師|校长|校長|园长|園長|辅导员|輔導員|teacher|professor|headmaster",
        None,
    ),
    ("农民丰收节", "农业|農業|农林|農林|农村|農村|合作社|agricultur|farm", None, None),
    (
        "记者节",
        "媒体|媒體|新闻|新聞|报社|報社|报业|報業|广电|廣電|电视|電視|传媒|傳媒|media|press",
        "记者|記者|编辑|編輯|总编|總編|journalist|editor",
        None,
    ),
    ("消防日", "消防|fire service", "消防", None),
    ("律师节", "律师|律師|法律服务|法律服務|law firm", "律师|律師|lawyer|attorney", None),
)
_NAMED = (
    *("腊八节", "小年", "除夕", "元宵节", "龙抬头", "三月三", "情人节", "世界读书日", "青年节", "母亲节", "父亲节"),
    *("建党节", "七夕", "中元节", "重阳节", "冬至", "感恩节", "万圣节", "平安夜", "圣诞节"),
)


def rule_of_holiday(name: str) -> str:
    """The rule of a holiday known by name. Raises KeyError for any other."""
    rule = BY_WORD[name].rule
    match rule:
        case Solar():
            return rule_text(Birthday(rule.month, rule.day))
        case Lunar():
            return rule_text(Birthday(rule.month, rule.day, type=BirthdayType.LUNAR))
        case _:
            return rule_text(rule)


SEED: tuple[Holiday, ...] = (
    *(Holiday(name, rule_of_holiday(name), "everyone") for name in _PUBLIC),
    *(
        Holiday(name, rule_of_holiday(name), "matching", industries, jobs, sex)
        for name, industries, jobs, sex in _MATCHING
    ),
    *(Holiday(name, rule_of_holiday(name), "named") for name in _NAMED),
)
"""What the table holds until the organisation changes it."""


def names_of(name: str) -> tuple[str, ...]:
    """Every name a holiday goes by, as persons' files may have it."""
    known = BY_WORD.get(name)
    return (name, *known.words, *known.english) if known else (name,)
