"""What is said to the bot itself: questions to the records, how to do something, and words that take a record back."""

from language.patterns import lazy, pattern
from language.scene import Scene
from language.tense import SAID, met

_BARE_QUESTION = frozenset(
    (
        "吗",
        "么",
        "多少",
        "什么",
        "啥",
        "哪",
        "怎么样",
        "如何",
        "是不是",
        "哪个",
        "谁",
        "几个",
        "几家",
        "干嘛",
        "干吗",
        "多大",
        "几岁",
        "贵庚",
        "排名",
        "排行",
    )
)


_MILD_QUESTION = frozenset(("谁", "什么", "多少", "哪个", "几个", "几家"))


# 他们几个人, 几个月: some, not how many.
_SOME = lazy(r"几个(?:人|同事|朋友|领导|月|年|老师|医生|小时|问题|部门|科室|车间|点|方案|专家)")


_CORRECTION = pattern("correction")


_CORRECTION_OPENS = pattern("correction_opens")


def takes_back(scene: Scene) -> bool:
    """Whether the message takes back or corrects what was recorded last."""
    if len(scene.folded) <= (80 if scene.folded.isascii() else 40) and (
        _CORRECTION_OPENS.match(scene.folded) or _CORRECTION.search(scene.folded)
    ):
        return True
    undo = scene.first("undo")
    if undo is None:
        return False
    return len(scene.folded) <= 20 or (undo.begin <= 4 and not met(scene))


# Ends as a question does: 去过了吗, 这周走访了谁, 跑了几家.
_ASKED = pattern("asked", after=r"[ 了啊呀呢？?。.!]*$|\?$|^(?:还有)?(?:谁(?![都也])|哪些|哪[几个家位])")


# A name and what is wanted of it, no more: 王建斌的电话, 温主任生日.
_LOOK_UP = lazy(r"^[^打给回接挂换改了说,，。]{2,12}?的?(?:电话|手机|电话号码|手机号码?|号码|联系方式|联系人|生日)$")


# Some days and what is planned for them, no more: 今天的行程, 看下我下周安排, my schedule tomorrow.
_AGENDA = lazy(
    r"^(?:给我看|看一?[下看])?(?:我的?)?.{2,6}?的?(?:行程|日程|安排|计划)[。.!]?$"
    r"|^(?:show (?:me )?)?(?:my )?.{0,14}\b(?:agenda|schedule|plan)(?: for)?(?: .{3,14})?[.?]?$"
)


_LONGEST_LOOK_UP = 16


HOW_TO = lazy(
    r"怎么(?:用|设置|操作|录|登记|添加|导出|绑定)|如何(?:使用|设置|操作|添加|导出)"
    r"|how (?:do|can) i (?:use|set|add|export)"
)


# Ends as a question does that wants yes or no: 去了没, 合同签了没有, 副卡注销没.
_WHETHER = lazy(r"(?:[了过]没有?|(?<!还)(?<!都)(?<!也)(?<!有)[到来好完通成签交办批销]没(?:有)?)[啊呀]?[?？]?$")


_TO_FIND_OUT = lazy(r"(?<!帮我)(?:确认|核实|落实|敲定|问清|问问|问一下|问下|打听|商量|约定|定一下|搞清|弄清)")


def asks_records(scene: Scene) -> bool:
    """A question of the manager's own, not one that a client put."""
    folded = scene.folded.rstrip()
    if scene.has("asks", "called", "wants") and not folded.endswith(("?", "？")):
        return False
    said = SAID.search(folded)
    asked = bool(_ASKED.search(folded))
    quoted = said.end() - 1 if said else len(folded)
    if _WHETHER.search(folded, max(0, len(folded) - 8)) and not (said and said.end() > len(folded) - 6):
        return True
    if len(folded) <= _LONGEST_LOOK_UP and not scene.times and _LOOK_UP.search(folded):
        return True
    if scene.times and not scene.who.spans and _AGENDA.search(folded):
        return True
    for hit in scene.signs:
        if hit.key != "ask":
            continue
        word = folded[hit.begin : hit.finish]
        if word[0].isascii():
            if hit.begin <= 2 or asked:
                return True
        elif _TO_FIND_OUT.search(folded, scene.clause_at(hit.begin).begin, hit.begin) and scene.who.spans:
            continue  # 确认宽带几号装: what is to be found out, not asked of the bot
        elif quoted < hit.begin or (word == "告诉我" and hit.begin > 3) or _SOME.match(folded, hit.begin):
            continue
        elif word not in _BARE_QUESTION or asked or (word in _MILD_QUESTION and not met(scene)):
            return True
    return False
