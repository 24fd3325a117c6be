"""What a message is for: something done, something to come, something asked."""

import re
from dataclasses import dataclass

from language.care import Care, read_care
from language.file_changes import read_file_change
from language.patterns import lazy, pattern
from language.reading import Intent, Read
from language.scene import Scene, When
from language.strangers import unfiled
from language.tense import (
    SAID,
    competitor_first,
    event_times,
    lies_ahead,
    lies_back,
    met,
    met_by_words,
    narrated,
    told,
)

_BARE_QUESTION = frozenset(
    ("吗", "么", "多少", "什么", "啥", "哪", "怎么样", "如何", "是不是", "哪个", "谁", "几个", "几家")
)
_MILD_QUESTION = frozenset(("谁", "什么", "多少", "哪个", "几个", "几家"))
# 他们几个人, 几个月: some, not how many.
_SOME = lazy(r"几个(?:人|同事|朋友|领导|月|年|老师|医生|小时|问题|部门|科室|车间|点|方案|专家)")
_CORRECTION, _CORRECTION_OPENS = pattern("correction"), pattern("correction_opens")
_APPOINTMENT = lazy(r"约|拜访|走访|见面|会议|碰面|行程|去|meeting|visit|appointment|call|demo|lunch|survey|the .* with")
_PUT_OFF = lazy(r"(?:改|换|挪|延|推|调|改期|改约|延期|顺延)(?:到|在|至|成|为|约)?\s*$")
_NEW_TIME = lazy(r"约(?:到|在|了|好)?\s*$")
_FILE_CHANGE = lazy(
    r"(?:生日|电话|手机号?|号码|地址|职务|职位|头衔|名字|姓名|微信号?|邮箱|联系方式|爱好|部门)(?:要|得|已经?|请|帮我)?"
    r"(?:改成|改为|换成|换为|更新为|更新成|变更为|变成|更正为|应为|应该是)"
)
_ON_FILE = lazy(r"生日|电话|手机|号码|地址|职务|名字|到期|birthday|phone")  # a change of the file, not of a visit
# A day that belongs to somebody or something else.
_NO_EVENT = lazy(r"到期|过期|生日|调走|调任|退休|搬走|放假|开学|期满|expire|birthday")
# The client sets the manager a task: 何总让我把发票重开一份.
_TASKED = lazy(
    r"让(?:把|先|尽快|马上|赶紧|赶快)|(?:让|叫|要|请|求|麻烦|催)(?:我们?|咱们?|你们)(?!过去|去|来|到|坐|喝|吃)"
)
_TO_DELIVER = pattern("to_deliver")
_INVITED = pattern("invited")
_WILL_GO = lazy(
    r"\bi(?:'ll| will| am going to|'m going to) (?:go|be there|come|visit|drop|attend)"
    r"|我(?:会|准时|到时)(?:过去|去|到)"
)
_CALL = lazy(r"打(?:个|通)?电话|回(?:个)?电话|致电|去电|(?:^|\s)call ")
_OPENING = 12
_CARE_DONE = pattern("care_done")
_SENT_ALREADY = lazy(r"已经?[发寄送打]|[发寄送打](?:了|完了|好了|出了|到了|出去了|给[^,，。]{1,10}了)(?!解)")


_MADE_UP = lazy(r"补[发送寄打一了个]|补上|belated")


@dataclass(frozen=True, slots=True)
class Event:
    """The intent and what decided it: its time, whether that lies ahead, and the care it is, if any."""

    intent: Read[Intent]
    when: When | None = None
    ahead: bool = False
    care: Care | None = None
    correction: bool = False


def read_event(scene: Scene) -> Event:
    """Decide the intent: corrections first, then questions, then what was done, is to be done, or was asked for."""
    if scene.who.spans and _changes_the_file(scene):
        return Event(Read("cancel", 0.85))  # a change of the file, not of a record
    if _takes_back(scene):
        return Event(_read(scene, "cancel", 0.9, "undo"), correction=True)
    named = bool(scene.who.spans)
    if not named and _HOW_TO.search(scene.folded):
        return Event(Read("unknown", 0.8))
    if _asks_records(scene):
        return Event(_read(scene, "query", 0.9, "ask"))
    care = read_care(scene)
    if scene.has("task") and _at_start(scene, "task"):
        return _task(scene, care)
    if not named and not _business(scene) and not (scene.who.foreign and unfiled(scene.folded)):
        return Event(_read(scene, "smalltalk" if scene.has("chat", "not") or scene.times else "unknown", 0.8, "chat"))
    put_off = _put_off(scene)
    if put_off is not None:
        return Event(
            _read(scene, "plan", 0.85, "moved"), put_off, ahead=True, care=care if care and care.plain else None
        )
    if _postponed(scene):
        return Event(_read(scene, "cancel", 0.85, "moved"), next(iter(event_times(scene)), None), ahead=True)
    if scene.has("off") and not _ELSEWHERE.search(scene.folded) and not _void_off(scene):
        return Event(_read(scene, "cancel", 0.85, "off"), next(iter(event_times(scene)), None), ahead=True)
    if care is not None:
        return _care(scene, care)
    return _done(scene) or _asked(scene) or _to_come(scene) or _rest(scene)


def _changes_the_file(scene: Scene) -> bool:
    return read_file_change(scene) is not None or (_FILE_CHANGE.search(scene.folded) is not None and not met(scene))


def _read(scene: Scene, intent: Intent, sureness: float, *keys: str) -> Read[Intent]:
    hit = scene.first(*keys) if keys else None
    if hit is None:
        return Read(intent, sureness)
    return Read(intent, sureness, scene.text[hit.begin : hit.finish], hit.begin)


def _takes_back(scene: Scene) -> bool:
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
_LONGEST_LOOK_UP = 16
_HOW_TO = lazy(
    r"怎么(?:用|设置|操作|录|登记|添加|导出|绑定)|如何(?:使用|设置|操作|添加|导出)"
    r"|how (?:do|can) i (?:use|set|add|export)"
)
# Ends as a question does that wants yes or no: 去了没, 合同签了没有, 副卡注销没.
_WHETHER = lazy(r"(?:[了过]没有?|(?<!还)(?<!都)(?<!也)(?<!有)[到来好完通成签交办批销]没(?:有)?)[啊呀]?[?？]?$")
_HAND_OVER = lazy(r"把|[交报发送](?:给|上去|过去|出去|到)|提交|hand in|submit|send")


def _asks_records(scene: Scene) -> bool:
    """A question of the manager's own, not one that a client put."""
    folded = scene.folded.rstrip()
    if scene.has("asks", "called", "wants") and not folded.endswith(("?", "？")):
        return False
    said = SAID.search(folded)
    asked = bool(_ASKED.search(folded))
    quoted = said.end() - 1 if said else len(folded)
    if _WHETHER.search(folded) and not (said and said.end() > len(folded) - 6):
        return True
    if _LOOK_UP.search(folded) and not scene.times and len(folded) <= _LONGEST_LOOK_UP:
        return True
    for hit in scene.signs:
        if hit.key != "ask":
            continue
        word = folded[hit.begin : hit.finish]
        if word[0].isascii():
            if hit.begin <= 2 or asked:
                return True
        elif quoted < hit.begin or (word == "告诉我" and hit.begin > 3) or _SOME.match(folded, hit.begin):
            continue
        elif word not in _BARE_QUESTION or asked or (word in _MILD_QUESTION and not met(scene)):
            return True
    return False


def _at_start(scene: Scene, key: str) -> bool:
    hit = scene.first(key)
    assert hit is not None
    clause = scene.clause_at(hit.begin)
    if any(when.begin < clause.begin and _goes(scene, when) for when in event_times(scene)):
        return False  # 明天要去青炉山，提醒我带样机
    return hit.begin <= 3 or not (met(scene) or SAID.search(scene.folded[: hit.begin]) or scene.has("called", "asks"))


def _goes(scene: Scene, when: When) -> bool:
    """Whether the clause of that time says that the manager will go somewhere then."""
    return lies_ahead(scene, when) and scene.in_clause(scene.clause_at(when.begin), "go")


def _task(scene: Scene, care: Care | None) -> Event:
    when = scene.times[0] if scene.times else None
    if care is not None and care.plain:
        return Event(_read(scene, "plan", 0.85, "task"), when, ahead=True, care=care)
    return Event(_read(scene, "next_step", 0.9, "task"))


def _business(scene: Scene) -> bool:
    """Something of the trade is said although nobody known is named."""
    if scene.has("not") and not scene.has("met", "called", "trouble"):
        return False
    if any(when.deadline for when in scene.times) and _HAND_OVER.search(scene.folded):
        return True
    return bool(scene.rivals) or scene.has("business", "called", "trouble", "met", "wants", "moved", "off")


def _put_off(scene: Scene) -> When | None:
    """The new time of a visit that was moved."""
    if met_by_words(scene):
        return None
    for when in scene.times:
        before = scene.folded[max(0, when.begin - 20) : when.begin]
        put_off = _PUT_OFF.search(before) or (scene.has("not", "off") and _NEW_TIME.search(before))
        if put_off and lies_ahead(scene, when) and not _ON_FILE.search(before):
            return when
    moved = scene.first("moved")
    if moved is None or not _APPOINTMENT.search(scene.folded):
        return None
    later = [w for w in scene.times if w.finish > moved.begin and w.first_day(True) >= scene.today]
    onto = [w for w in later if _ONTO.search(scene.folded, moved.begin, w.begin)]
    return next(iter(onto or later), None)


_POSTPONED = lazy(r"改期|延期|延后|推后|推迟|顺延|后延|postponed|put off|rescheduled")
_OCCASION = lazy(r"约|拜访|走访|见面|会(?!议室)|座谈|行程|演示|碰头|培训|meeting|visit|demo|lunch|call")


def _postponed(scene: Scene) -> bool:
    """向段长那边的座谈改期，等通知: put off with no new day is called off."""
    hit = _POSTPONED.search(scene.folded)
    if hit is None or not scene.who.spans or met(scene):
        return False
    if any(when.begin > hit.start() for when in scene.times):
        return False
    return _OCCASION.search(scene.folded, max(0, hit.start() - 16), hit.start()) is not None


_ONTO = lazy(r"(?:\bto|\btill|\buntil|[到至为在成])\s*$")
_NO_DEAL = ("不做了", "不办了", "不搞了", "停掉")  # said of business, not of an appointment


_ELSEWHERE = lazy(r"改去|改跑|改见|转去|转战|换成去")  # 石坑岭不去了，改去青炉山


def _void_off(scene: Scene) -> bool:
    return met(scene) or _client_asks_off(scene) or _deal_lost(scene)


_LOST = ("黄了", "泡汤", "fell through")  # said of a deal as well as of an appointment


def _deal_lost(scene: Scene) -> bool:
    """那单黄了，被广电抢走: competitor news."""
    hit = scene.first("off")
    return hit is not None and bool(scene.rivals) and scene.folded[hit.begin : hit.finish] in _LOST


def _client_asks_off(scene: Scene) -> bool:
    hit = scene.first("off")
    if hit is None or (scene.times and scene.folded[hit.begin : hit.finish] not in _NO_DEAL):
        return False
    return bool(re.search(r"(?:说|要|想|要求|申请|客户|他们)\s*$", scene.folded[: hit.begin]))


def _care(scene: Scene, care: Care) -> Event:
    """Care done, or care to come: what the clause of the act itself says decides."""
    occasions = [hit.begin for hit in scene.words("moments")]
    times = [when for when in event_times(scene) if not _reported(scene, when) or _of_occasion(scene, when, occasions)]
    dated = [when for when in times if not when.dayless]
    others = [w for w in dated if _apart_from(w, occasions)]
    dated = others or dated
    happened = _CARE_DONE.search(scene.folded) is not None
    times = dated or ([] if happened else times)
    act = scene.clause_at(max(care.form.begin if care.form else 0, 0))
    if care.form is None or care.form.begin < 0:
        act = scene.clause_at(care.place)
    beside = [w for w in times if act.begin <= w.begin < act.finish]
    deadlines = [w for w in scene.times if w.deadline]
    done = _CARE_DONE.search(scene.folded, act.begin, act.finish) is not None
    after = scene.folded[act.finish :]
    answered = bool(SAID.search(after)) or (bool(re.search("回了|收下|高兴|开心|感谢|谢谢|happy|thank", after)))
    when = next(iter(beside or times or ([] if done else deadlines)), None)
    made_up = _MADE_UP.search(scene.folded)
    if made_up is not None and when is not None and scene.clause_at(made_up.start()).begin > when.begin:
        clause = scene.clause_at(made_up.start())  # 站长昨天生日，今天补一条: made up for in a later clause
        when = next((w for w in times if clause.begin <= w.begin < clause.finish), None)
    if when is not None and not when.bare and not others:
        sent_before = lies_ahead(scene, when) and _SENT_ALREADY.search(scene.folded)
        if sent_before or (lies_back(scene, when) and _MADE_UP.search(scene.folded)):
            when = None  # 中秋短信 已发, 补发三八节短信: the holiday only names what was sent
    if when is None:
        ahead = not (done or answered) and (
            any(w.grain == "week" and w.first_day(True) > scene.today for w in scene.times)
            or scene.has("ahead", "must", "task")
            or bool(re.search(r"快到|要给|要送|要寄|记得|该给|该送", scene.folded))
        )
    elif when.bare:
        ahead = lies_ahead(scene, when) and not (done or answered or narrated(scene, when))
    else:
        ahead = lies_ahead(scene, when) and not (done and when not in beside)
        if not ahead and lies_ahead(scene, when):
            when = next((w for w in times if not lies_ahead(scene, w)), None)
    if ahead and care.form is not None and care.form.value == "call" and not care.plain:
        return Event(Read("next_step", 0.8))
    if ahead:
        return Event(Read("plan", 0.85), when, ahead=True, care=care)
    return Event(Read("care", 0.9 if care.plain else 0.75), when, care=care)


def _of_occasion(scene: Scene, when: When, occasions: list[int]) -> bool:
    """她说儿子下周三结婚: the day of what one is asked to."""
    clause = scene.clause_at(when.begin)
    return any(when.finish <= place < clause.finish for place in occasions)


def _apart_from(when: When, occasions: list[int]) -> bool:
    """Whether the time says more than the name of the occasion."""
    return (when.explicit or when.bare) and not any(when.begin <= place < when.finish for place in occasions)


def _done(scene: Scene) -> Event | None:
    """A visit that took place."""
    if not met(scene):
        return None
    if not met_by_words(scene) and any(lies_ahead(scene, w) and _agreed(scene, w) for w in event_times(scene)):
        return None  # 上周五通电话约好这周五下午三点见面
    when = next((w for w in event_times(scene) if told(scene, w) and not _reported(scene, w)), None)
    return Event(_read(scene, "visit", 0.9, "met", "go"), when)


def _reported(scene: Scene, when: When) -> bool:
    """A time inside what the client is quoted with: 钟总说月底定."""
    clause = scene.clause_at(when.begin)
    quoted = SAID.search(scene.folded, clause.begin, when.begin)
    return quoted is not None and when.first_day(False) != scene.today


def _asked(scene: Scene) -> Event | None:
    """Competitor news, or what the client's side called, asked or complained about."""
    times = event_times(scene)
    ahead = next((w for w in times if lies_ahead(scene, w)), None)
    going = ahead is not None and scene.in_clause(scene.clause_at(ahead.begin), "go", "ahead")
    if scene.rivals and not (going and competitor_first(scene) is None) and not _threatened(scene):
        return Event(Read("competitor", 0.85), next((w for w in times if lies_back(scene, w)), None))
    called = scene.first("called", "trouble", "asks")
    tasked = _tasked(scene)
    if called is None and not tasked:
        return None
    if ahead is not None and going and (scene.has("invited") or _agreed(scene, ahead)):
        return None
    if ahead is not None and ahead.clock(True) is not None and _INVITED.search(scene.folded):
        return None  # 要我周五上午十点过去开会
    if ahead is not None and _WILL_GO.search(scene.folded):
        return None
    if ahead is not None and _only_invited(scene):
        return None
    wanted = scene.has("wants")
    if called is None and not wanted and ahead is not None and going:
        return None
    call = _CALL.search(scene.folded)
    if ahead is not None and call and call.start() <= _OPENING and not scene.has("called"):
        return None  # a call of our own to come, whatever it is about
    first = min(place for place in (called.begin if called else None, tasked) if place is not None)
    if ahead is not None and going and ahead.begin < first:
        return None
    past = (w for w in times if lies_back(scene, w) and not w.bare and w.begin < first)
    when = next((w for w in past if _raised(scene, w)), None)
    return Event(_read(scene, "demand", 0.85, "called", "trouble", "asks"), when)


def _threatened(scene: Scene) -> bool:
    """月底前还解决不了就换联通: a complaint, not news of a competitor."""
    begin = scene.rivals[0][0].begin
    trouble = scene.first("trouble", "called")
    turn = _TURNS_TO.search(scene.folded, max(0, begin - 8), begin)
    return trouble is not None and trouble.begin < begin and turn is not None


_TURNS_TO = lazy(r"(?:换|转|改用|转用|转投|找|跳)(?:到|成|去|回)?$|switch(?:ing)? to $")


def _only_invited(scene: Scene) -> bool:
    """老巩喊我明天过去: the client asks the manager to come, and for nothing else."""
    match = _INVITED.search(scene.folded)
    return match is not None and not any(
        hit.key in ("called", "trouble", "wants", "asks") and not match.start() <= hit.begin < match.end()
        for hit in scene.signs
    )


def _agreed(scene: Scene, when: When) -> bool:
    """Whether an appointment was made for that time: 约了明天十点在营业厅碰头."""
    clause = scene.clause_at(when.begin)
    return _MADE.search(scene.folded, clause.begin, clause.finish) is not None and not SAID.search(
        scene.folded, clause.begin, when.begin
    )


_MADE = lazy(r"约(?:了|好|定|在|到)|说好|讲好|定好|booked|scheduled|arranged")


def _raised(scene: Scene, when: When) -> bool:
    """The day a demand was raised opens its clause or stands by the call: 昨晚 in 专线昨晚断了 is not it."""
    clause = scene.clause_at(when.begin)
    return when.begin == clause.begin or scene.in_clause(clause, "called", "asks")


def _tasked(scene: Scene) -> int | None:
    """Where the client sets a task, after being named."""
    if not scene.who.spans:
        return None
    match = _TASKED.search(scene.folded, min(finish for _, finish in scene.who.spans))
    return match.start() if match else None


def _to_come(scene: Scene) -> Event | None:
    """A visit to come, or something to be done by a day."""
    times = event_times(scene)
    coming = [w for w in times if lies_ahead(scene, w) and not _put_aside(scene, w)]
    ahead = next((w for w in coming if not _not_ours(scene, w)), None)
    wants = scene.first("wants")
    if ahead is None and coming and not wants:
        return Event(Read("visit", 0.5))
    said = SAID.search(scene.folded) is not None
    deadline = any(w.deadline for w in scene.times)
    going = scene.has("go", "ahead")
    if scene.has("must") and not said and not wants and not (ahead and scene.has("ahead")):
        clause = scene.clause_at(ahead.begin) if ahead else None
        if clause is None or not scene.in_clause(clause, "go"):
            return Event(_read(scene, "next_step", 0.8, "must"))
    if ahead is not None and (_agreed(scene, ahead) or not (wants and wants.begin < ahead.begin)):
        clause = scene.clause_at(ahead.begin)
        if deadline and not scene.in_clause(clause, "go", "ahead") and not _meant_to_visit(scene):
            return Event(Read("next_step", 0.8))
        if _CALL.search(scene.folded):
            return Event(Read("next_step", 0.8))
        if going or ahead.clock(True) is not None or not _TO_DELIVER.search(scene.folded):
            fixed = going or ahead.clock(True) is not None
            vague = said or not fixed or _NO_EVENT.search(scene.folded, clause.begin, clause.finish)
            return Event(_read(scene, "plan", 0.55 if vague else 0.85, "ahead", "go"), ahead, ahead=True)
        return Event(Read("next_step", 0.65))
    wide = [w for w in scene.times if w.grain in ("week", "month") and w.first_day(True) > scene.today]
    if ahead is None and wide and not (wants or said or scene.words("sentiments") or _NO_EVENT.search(scene.folded)):
        if _TO_DELIVER.search(scene.folded, wide[0].finish):
            return Event(Read("next_step", 0.75))
        if going:
            return Event(_read(scene, "plan", 0.7, "ahead", "go"), None, ahead=True)
    asked_by = wants is not None and any(
        0 <= wants.begin - finish <= 1 or _WOULD.match(scene.folded, finish) for _, finish in scene.who.spans
    )
    told_of = any(lies_back(scene, w) and not w.bare for w in times)
    if deadline and not asked_by and not said and not told_of:
        return Event(Read("next_step", 0.75))
    if wants is not None or (deadline and said):
        back = next((w for w in times if lies_back(scene, w) and not w.bare), None)
        return Event(_read(scene, "demand", 0.75, "wants"), back)
    return None


def _meant_to_visit(scene: Scene) -> bool:
    return _VISITS.search(scene.folded) is not None


_VISITS = lazy(r"(?:想|打算|准备|计划|要|争取)[^,，。]{0,8}?(?:拜访|走访|见|回访|上门|登门|跑一趟|去一趟)")
_WOULD = lazy(r"(?:那边|他们|她们|家)?(?:也|还|又|都|就|说)?(?:想|打算|准备|希望)")
_ASIDE = lazy(r"[^,，。]{0,6}?再(?:说|谈|看|议|定|聊|联系|考虑)")


def _put_aside(scene: Scene, when: When) -> bool:
    """孟校长说国庆后再谈: the client puts it off, nothing is planned."""
    clause = scene.clause_at(when.begin)
    quoted = SAID.search(scene.folded, clause.begin, when.begin)
    if when.bare and SAID.match(scene.folded, when.finish):
        return True  # 徐总周四说不做了: that was last Thursday
    return quoted is not None and _ASIDE.match(scene.folded, when.finish) is not None


def _not_ours(scene: Scene, when: When) -> bool:
    """A day on which something of the client's falls (合同5月31号到期), and nobody goes."""
    clause = scene.clause_at(when.begin)
    return _NO_EVENT.search(scene.folded, clause.begin, clause.finish) is not None and not scene.in_clause(
        clause, "go", "ahead"
    )


# How a visit came out, whatever is said after it.
_REFUSED = lazy(r"turned (?:us|me|it) down|said no\b|婉拒|没松口|不松口|摆手|摇头|碰壁|吃了闭门羹")


def _rest(scene: Scene) -> Event:
    """Nothing decided: an intention without a day, a visit that was not made, or else a terse note of a visit."""
    times = event_times(scene)
    if scene.has("ahead") and not times:
        return Event(_read(scene, "plan", 0.6, "ahead"), None, ahead=True)
    if scene.has("not") and not scene.words("sentiments"):
        return Event(_read(scene, "cancel", 0.6, "not"), times[0] if times else None)
    feelings = scene.words("sentiments")
    said = SAID.search(scene.folded)
    refused = _REFUSED.search(scene.folded)
    if said and not refused and any(hit.key == "negative" and hit.begin > said.start() for hit in feelings):
        back = (w for w in times if lies_back(scene, w) and (not w.bare or SAID.match(scene.folded, w.finish)))
        return Event(Read("demand", 0.6), next(back, None))
    when = next((w for w in times if told(scene, w) and (not w.bare or narrated(scene, w))), None)
    if _NO_EVENT.search(scene.folded) and not feelings:
        return Event(Read("visit", 0.5), when)
    spoken = len(scene.folded) - sum(finish - begin for begin, finish in scene.who.spans)
    return Event(Read("visit", 0.4 if spoken <= 1 else 0.75 if scene.who.persons or feelings else 0.6), when)
