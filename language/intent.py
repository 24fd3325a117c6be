"""What a message is for: something done, something to come, something asked."""

from language.calling_off import called_off, postponed, put_off
from language.care import Care, read_care
from language.care_time import care_event, reported
from language.event import Event, read_as
from language.file_changes import MEETING_PLACE, read_file_change
from language.patterns import lazy, pattern
from language.reading import Read
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
from language.to_the_bot import HOW_TO, asks_records, takes_back

_FILE_CHANGE = lazy(
    r"(?:生日|电话|手机号?|号码|地址|职务|职位|头衔|名字|姓名|微信号?|邮箱|联系方式|爱好|部门)(?:要|得|已经?|请|帮我)?"
    r"(?:改成|改为|换成|换为|更新为|更新成|变更为|变成|更正为|应为|应该是)"
)
# A day that belongs to somebody or something else.
# A state of things, which nobody has to have gone there for.
_NO_EVENT = lazy(
    r"到期|过期|生日|调走|调任|退休|搬走|放假|开学|期满|换人|换届|上任|离职|辞职|升任|改名|(?:电话|座机|地址|邮箱)[是在]"
    r"|expire|birthday|retire|resigned|(?:phone|address) is"
)
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


def read_event(scene: Scene) -> Event:
    """Decide the intent: corrections first, then questions, then what was done, is to be done, or was asked for."""
    if scene.who.spans and _changes_the_file(scene):
        return Event(Read("cancel", 0.85))  # a change of the file, not of a record
    if takes_back(scene):
        return Event(read_as(scene, "cancel", 0.9, "undo"), correction=True)
    named = bool(scene.who.spans)
    if not named and HOW_TO.search(scene.folded):
        return Event(Read("unknown", 0.8))
    if asks_records(scene):
        return Event(read_as(scene, "query", 0.9, "ask"))
    care = read_care(scene)
    if scene.has("task") and _at_start(scene, "task"):
        return _task(scene, care)
    if not named and not _business(scene) and not _at_a_strangers(scene):
        return Event(read_as(scene, "smalltalk" if scene.has("chat", "not") or scene.times else "unknown", 0.8, "chat"))
    moved_to = put_off(scene)
    if moved_to is not None:
        return Event(
            read_as(scene, "plan", 0.85, "moved"), moved_to, ahead=True, care=care if care and care.plain else None
        )
    if postponed(scene):
        return Event(read_as(scene, "cancel", 0.85, "moved"), next(iter(event_times(scene)), None), ahead=True)
    if called_off(scene):
        return Event(read_as(scene, "cancel", 0.85, "off"), next(iter(event_times(scene)), None), ahead=True)
    if care is not None:
        return care_event(scene, care)
    return _done(scene) or _asked(scene) or _to_come(scene) or _rest(scene)


def _changes_the_file(scene: Scene) -> bool:
    if read_file_change(scene) is not None:
        return True
    named = _FILE_CHANGE.search(scene.folded) is not None and not MEETING_PLACE.search(scene.folded)
    return named and not met(scene)


_HAND_OVER = lazy(r"把|[交报发送](?:给|上去|过去|出去|到)|提交|hand in|submit|send")


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
        return Event(read_as(scene, "plan", 0.85, "task"), when, ahead=True, care=care)
    return Event(read_as(scene, "next_step", 0.9, "task"))


def _business(scene: Scene) -> bool:
    """Something of the trade is said although nobody known is named."""
    if scene.has("not") and not scene.has("met", "called", "trouble"):
        return False
    if any(when.deadline for when in scene.times) and _HAND_OVER.search(scene.folded):
        return True
    return bool(scene.rivals) or scene.has("business", "called", "trouble", "met", "wants", "moved", "off")


# A house gone to for oneself, not for work.
_PRIVATE = lazy(
    r"看病|体检|看牙|孩子|女儿|儿子|闺女|老婆|老公|媳妇|爸|妈|家人|请假|休假|玩|逛|电影|旅游|约会|相亲|加油|取快递|缴费|办证|doctor|dentist"
    r"|my (?:kid|son|daughter|wife|husband)"
)


def _at_a_strangers(scene: Scene) -> bool:
    """下周二去市规划局开会: work at a house that is not on file."""
    if not scene.who.foreign:
        return False
    if unfiled(scene.folded):
        return True
    works = scene.times and scene.has("go", "ahead", "invited") and not scene.has("not")
    return bool(works) and _PRIVATE.search(scene.folded) is None


def _done(scene: Scene) -> Event | None:
    """A visit that took place."""
    if not met(scene):
        return None
    if not met_by_words(scene) and any(lies_ahead(scene, w) and _agreed(scene, w) for w in event_times(scene)):
        return None  # 上周五通电话约好这周五下午三点见面
    when = next((w for w in event_times(scene) if told(scene, w) and not reported(scene, w)), None)
    return Event(read_as(scene, "visit", 0.9, "met", "go"), when)


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
    past = (w for w in times if lies_back(scene, w) and w.begin < first and (not w.bare or _called_then(scene, w)))
    when = next((w for w in past if _raised(scene, w)), None)
    return Event(read_as(scene, "demand", 0.85, "called", "trouble", "asks"), when)


def _called_then(scene: Scene, when: When) -> bool:
    """曹主任周六群里喊话: a bare weekday right before the call is the last one."""
    return scene.in_clause(scene.clause_at(when.begin), "called")


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
    if not coming and not wants and _SOME_TIME.search(scene.folded):
        return Event(Read("next_step", 0.75))
    if ahead is None and coming and not wants:
        return Event(Read("visit", 0.5))
    said = SAID.search(scene.folded) is not None
    deadline = any(w.deadline for w in scene.times)
    going = scene.has("go", "ahead")
    if _urgent(scene) and not said and not wants and not (ahead and scene.has("ahead")):
        clause = scene.clause_at(ahead.begin) if ahead else None
        if clause is None or not scene.in_clause(clause, "go"):
            return Event(read_as(scene, "next_step", 0.8, "must"))
    if ahead is not None and (_agreed(scene, ahead) or not (wants and wants.begin < ahead.begin)):
        clause = scene.clause_at(ahead.begin)
        if deadline and not scene.in_clause(clause, "go", "ahead") and not _meant_to_visit(scene):
            return Event(Read("next_step", 0.8))
        if _CALL.search(scene.folded):
            return Event(Read("next_step", 0.8))
        if going or ahead.clock(True) is not None or not _TO_DELIVER.search(scene.folded):
            fixed = going or ahead.clock(True) is not None
            vague = said or not fixed or _NO_EVENT.search(scene.folded, clause.begin, clause.finish)
            return Event(read_as(scene, "plan", 0.55 if vague else 0.85, "ahead", "go"), ahead, ahead=True)
        return Event(Read("next_step", 0.65))
    wide = [w for w in scene.times if w.grain in ("week", "month") and w.first_day(True) > scene.today]
    if ahead is None and wide and not (wants or said or scene.words("sentiments") or _NO_EVENT.search(scene.folded)):
        if _TO_DELIVER.search(scene.folded, wide[0].finish):
            return Event(Read("next_step", 0.75))
        if going:
            return Event(read_as(scene, "plan", 0.7, "ahead", "go"), None, ahead=True)
    asked_by = wants is not None and any(
        0 <= wants.begin - finish <= 1 or _WOULD.match(scene.folded, finish) for _, finish in scene.who.spans
    )
    told_of = any(lies_back(scene, w) and not w.bare for w in times)
    if deadline and not asked_by and not said and not told_of:
        return Event(Read("next_step", 0.75))
    if wants is not None or (deadline and said):
        back = next((w for w in times if lies_back(scene, w) and not w.bare), None)
        return Event(read_as(scene, "demand", 0.75, "wants"), back)
    return None


# 有空约下欧阳经理: to be done, no day said.
_SOME_TIME = lazy(
    r"(?:^|[,，。;；\s])(?:我)?(?:(?:等|啥时候|什么时候)?有空|抽个?空|得空|空了|找个?(?:时间|机会)|抽个?时间|改天|改日|回头|过段时间|方便(?:的时候|时))"
    r"(?:再|去|要|得|就|也|跟|和|把|给|帮|一起)*(?:约|联系|问|拜访|走访|见|找|看|聊|谈|碰|催|送|发|补|跑|坐|回访|打)"
)


def _urgent(scene: Scene) -> bool:
    """Whether something must be done; 陈局同意把…升级 is somebody else's doing."""
    hit = scene.first("must")
    if hit is None or scene.folded[hit.begin : hit.finish] != "把":
        return hit is not None
    clause = scene.clause_at(hit.begin)
    return not any(
        clause.begin <= begin
        and finish <= hit.begin
        and scene.folded[begin - 1 : begin] not in ("给", "跟", "帮", "替")
        for _, _, (begin, finish) in scene.who.persons
    )


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
        return Event(read_as(scene, "plan", 0.6, "ahead"), None, ahead=True)
    if scene.has("not") and not scene.words("sentiments"):
        return Event(read_as(scene, "cancel", 0.6, "not"), times[0] if times else None)
    feelings = scene.words("sentiments")
    said = SAID.search(scene.folded)
    refused = _REFUSED.search(scene.folded)
    if said and not refused and any(hit.key == "negative" and hit.begin > said.start() for hit in feelings):
        back = (w for w in times if lies_back(scene, w) and (not w.bare or SAID.match(scene.folded, w.finish)))
        return Event(Read("demand", 0.6), next(back, None))
    when = next((w for w in times if told(scene, w) and (not w.bare or narrated(scene, w))), None)
    if scene.folded.rstrip().endswith(("?", "？")):
        return Event(Read("visit", 0.4), when)  # May I give them 20% off? records nothing by itself
    if _NO_EVENT.search(scene.folded) and not feelings:
        return Event(Read("visit", 0.5), when)
    spoken = len(scene.folded) - sum(finish - begin for begin, finish in scene.who.spans)
    return Event(Read("visit", 0.4 if spoken <= 1 else 0.75 if scene.who.persons or feelings else 0.6), when)
