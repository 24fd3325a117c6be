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
_ASKED = pattern("asked", after=r"[ 了啊呀呢？?。.!]*$|\?$")
_ASKS_FIRST = lazy(r"(?:还有)?(?:谁(?![都也])|哪些|哪[几个家位])")
_TAIL = 24  # no end of a question is longer


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


_TO_LOOK = lazy(r"[想要来去再先给让他她们总长任理董]$")
_HOW_MANY = lazy(r"(?:有|共|了|剩|差|完|是|去|跑)(?:了|过)?$")
_TO_FIND_OUT = lazy(r"(?<!帮我)(?:确认|核实|落实|敲定|问清|问问|问一下|问下|打听|商量|约定|定一下|搞清|弄清)")


# 本月到期的合同, overdue clients: what is wanted of the records, named and no more.
_LISTED = lazy(
    r"^(?:我|我们|咱们|全组|组里|小组)?的?(?:[今本这上下昨明近]?[个两]?(?:天|周|月|季度?|年|星期|礼拜)(?:内|里)?|最近|近期|未来[^,，。]{1,4}"
    r"|[^,，。]{0,6}月份?|所有|全部)?的?"
    r"(?:(?:要|快要?|将要?|即将)?(?:到期|过期|逾期|超期|未走访|没走访|未拜访|没拜访|没去过?|该走访|该拜访|未完成|没完成|未办结|没办结"
    r"|未答复|没答复|待回复|待处理|未处理|过生日|待走访|待拜访)的?)?"
    r"(?:合同|客户|生日|走访|拜访|待办|跟进|承诺|投诉|需求|纪念日|关怀|竞争情报|竞情|行程|日程)"
    r"(?:情况|记录|清单|列表|名单|一览|统计|数量|次数|提醒|安排)?[。.]?$"
    r"|^(?:my |all |the |our |any |open |pending |unresolved |unanswered |overdue |upcoming |outstanding |expiring "
    r"|(?:today|(?:this|next) (?:week|month))'s )*"
    r"(?:contracts|clients|customers|birthdays|anniversaries|visits|demands|complaints|next steps|to-?dos|tasks"
    r"|promises|competitors|care moments)"
    r"(?: (?:ending|expiring|due|overdue|open|pending|not visited|not yet visited|coming up|to visit|left"
    r"|up for renewal|this|next|last|today|tomorrow|yesterday|within|until|in|by|before)\b.*)?[.]?$"
)
_SHORT = 3  # 投诉 alone is no question


def asks_records(scene: Scene) -> bool:
    """A question of the manager's own, not one that a client put."""
    folded = scene.folded.rstrip()
    if len(folded) > _SHORT and not scene.who.spans and _LISTED.match(folded):
        return True
    if scene.has("asks", "called", "wants") and not folded.endswith(("?", "？")):
        return False
    said = SAID.search(folded)
    asked = bool(_ASKED.search(folded, max(0, len(folded) - _TAIL)) or _ASKS_FIRST.match(folded))
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
        elif word[:1] in "看查想" and _TO_LOOK.search(folded, max(0, hit.begin - 2), hit.begin):
            continue  # 他想看下新方案
        elif word in ("几个", "几家") and not asked and not _HOW_MANY.search(folded, max(0, hit.begin - 3), hit.begin):
            continue  # 给几个大客户寄粽子
        elif quoted < hit.begin or (word == "告诉我" and hit.begin > 3) or _SOME.match(folded, hit.begin):
            continue
        elif word not in _BARE_QUESTION or asked or (word in _MILD_QUESTION and not met(scene)):
            return True
    return False
