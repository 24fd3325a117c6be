"""Done or still to come: what the words and times of a message say about when its event is."""

import re

from language.patterns import lazy, pattern
from language.scene import Clause, Scene, When

SAID = pattern("said")
_DONE_VERB = lazy(
    r"[去到见碰谈聊倾跑走坐看签测做办装修弄递找陪讲开订](?:了|过|完)(?!解)|(?:刚|已经?)[从在到跟和去给]"
    r"|([一-鿿])了\1|从.{1,12}?回来"
    r"|\bhad (?:a|an|some) (?:[a-z]+ ){0,2}(?:chat|talk|meeting|coffee|tea|word|catch-up|session|lunch|dinner)\b"
)
_TOLD = lazy(r"了(?!解)|过(?![去来程节年生户])|的(?=[,，。]|$)")
# 了一下, 了两趟: whatever was done, it was done.
_ONCE = lazy(
    r"了(?<=[一-鿿]了)(?:[一两三几]?[下遍趟圈轮]|[一两三几](?:会儿?|阵|面|席话|通|场|回|次|上午|下午|天|个?多?小时))"
)
# 我让小张去看了: somebody else went.
_SENT = lazy(r"(?:让|叫|派|安排|请)(?!我|咱)(?:了)?(?:小|老|阿)?[一-鿿]{1,3}[去来过]?$")
# 把方案交给万科长了: only who was there can hand it over.
_HANDED_OVER = lazy(r"把(?<![要得须务]把)[^,，。]{1,30}?[交送递拿留]给(?:了|[^,，。]{1,12}了)")
# 跟范主管把点位都定了: settled together.
_SETTLED = lazy(
    r"把(?<![要得须务让叫帮求]把)[^,，。]{1,30}?[定签办弄装改换调结对理核修补填谈讲敲选](?:好|完|妥|掉|下来|清楚)?了"
    r"(?=[,，。;；!！ ]|$)"
)
# 还没弄完: what was not done is no sign of a visit.
_NOT_YET = lazy(r"(?:还|都|也)没(?:有|能)?[^,，。]{0,2}$|未$")
# 转到广电去了: nobody of ours went there.
_MOVED_OFF = lazy(r"(?:转|跑|搬|调|换|投|跳|回)(?:到|去|给|回)?[^,，。去]{1,6}$")
# 本来约好今天…: meant, and not done.
_MEANT = lazy(r"本来|原本|原来约|原定|原计划|原先|was supposed to|were supposed to|was going to|had planned")
# The hour from which a part of the day said alone is no longer ahead, and the one from which it is going on.
_HOURS = {"dawn": 0, "opening": 9, "morning": 10, "noon": 12, "afternoon": 15, "closing": 18, "after_work": 18,
          "evening": 20, "night": 21}  # fmt: skip
_BEGINS = {"opening": 8, "morning": 7, "noon": 11, "afternoon": 13, "evening": 17, "night": 18}


_AGREED = lazy(
    r"(?:约(?:了|好|定|在|到)?|说好|讲好|定好|定在|定于|安排在|订在|[先暂初][订定])(?:了|在|到)?\s*(?:的|是)?\s*$"
)


def event_times(scene: Scene) -> list[When]:
    """The times that can be the day of an event: no deadlines, nothing wider than a day."""
    times = (when for when in scene.times if not when.deadline and when.grain in ("minute", "part", "day"))
    return [when for when in times if not when.wide]


def lies_ahead(scene: Scene, when: When) -> bool:
    """Whether the time, leaning forward, is still to come."""
    day = when.first_day(True)
    if day != scene.today:
        return day > scene.today
    clock = when.clock(True)
    if clock is not None:
        return clock > scene.now.time()
    part = when.ahead.part or ""
    if _BEGINS.get(part, 24) <= scene.now.hour and narrated(scene, when):
        return False  # 今天上午去了一中, typed at half past nine
    return _HOURS.get(part, 0) > scene.now.hour


def lies_back(scene: Scene, when: When) -> bool:
    """Whether the time, leaning back, is a day before today."""
    return when.first_day(False) < scene.today and not (when.bare and when.first_day(True) == scene.today)


def told(scene: Scene, when: When) -> bool:
    """Whether what is told of can have been then: a bare weekday counts as the last one."""
    return when.first_day(False) <= scene.today if when.bare else not lies_ahead(scene, when)


def narrated(scene: Scene, when: When) -> bool:
    """Whether the message goes on to tell how it went, so that a bare weekday is the one just past."""
    clause = scene.clause_at(when.begin)
    if _AGREED.search(scene.folded, clause.begin, when.begin):
        return False  # 约好礼拜五过去
    if _TOLD.search(scene.folded, when.finish, clause.finish) or scene.in_clause(clause, "met"):
        return True
    if SAID.search(scene.folded, when.finish):
        return True
    return any(
        hit.begin > when.finish and hit.key in ("met", "trouble", "wants", "asks") for hit in scene.signs
    ) or any(hit.begin > when.finish for hit in scene.words("sentiments"))


def met(scene: Scene) -> bool:
    """Whether the manager met somebody, or went there: by the words, or by a going verb beside a past time."""
    return met_by_words(scene) or _met_by_time(scene)


def met_by_words(scene: Scene) -> bool:
    """Words of a meeting that took place, not urged on, not in a clause about the time to come."""
    if scene.met is None:
        scene.met = _met_by_words(scene)
    return scene.met


def _met_by_words(scene: Scene) -> bool:
    rival = competitor_first(scene)
    places = [hit.begin for hit in scene.signs if hit.key == "met"]
    places += [match.start() for match in _HANDED_OVER.finditer(scene.folded)]
    places += [match.start() for match in _DONE_VERB.finditer(scene.folded) if not scene.in_name(match.start())]
    places += [match.end() - 1 for match in _SETTLED.finditer(scene.folded)]
    for match in _ONCE.finditer(scene.folded):
        if not scene.in_clause(scene.clause_at(match.start()), "trouble"):
            places.append(match.start() - 1)
    for place in places:
        clause = scene.clause_at(place)
        if (rival is not None and rival < place) or any(b <= place < f for b, f in scene.who.away):
            continue
        if _SENT.search(scene.folded, max(clause.begin, place - 8), place):
            continue
        if _SET_TO_US.search(scene.folded, clause.begin, place):
            continue
        if _NOT_YET.search(scene.folded, max(clause.begin, place - 5), place):
            continue
        if _MEANT.search(scene.folded, clause.begin, place) or _MOVED_OFF.search(scene.folded, clause.begin, place):
            continue
        if not (_only_ahead(scene, clause) or _urged(scene, clause, place) or scene.in_clause(clause, "called", "off")):
            return True
    return False


def _met_by_time(scene: Scene) -> bool:
    rival = competitor_first(scene)
    for when in event_times(scene):
        if when.bare and not narrated(scene, when):
            continue
        if lies_back(scene, when) or (when.first_day(False) == scene.today and not lies_ahead(scene, when)):
            clause = scene.clause_at(when.begin)
            if _MEANT.search(scene.folded, clause.begin, clause.finish):
                continue
            if rival is not None and clause.begin <= rival < clause.finish:
                continue  # 电信的人今天在一院装了测试线路
            if _TASK.search(scene.folded, clause.begin, when.begin):
                continue  # 潘经理要我把报价单今天传过去
            if (
                lies_back(scene, when)
                and _WENT.match(scene.folded, when.finish)
                and not scene.in_clause(clause, "not", "off")
            ):
                return True
            if scene.in_clause(clause, "invited") or _opens_a_note(scene, when, clause):
                return True
            if scene.in_clause(clause, "go") and not scene.in_clause(clause, "called", "asks", "not", "off", "wants"):
                return True
    return False


_TASK = lazy(r"(?:让|叫|要|请|催|求)(?:我们?|咱们?)")
_WENT = lazy(r"我?(?:们)?(?:去|到(?![期货账位了])|跑)(?!不)")  # 昨天下午我到教育局…: went there, whatever was said
# 潘经理让我们今天把单子签了: a task, whatever the verb says.
_SET_TO_US = lazy(r"(?:让|叫|要|请|催|求|麻烦)(?:我们?|咱们?)[^,，。]{0,10}把[^,，。]*$")


def _opens_a_note(scene: Scene, when: When, clause: Clause) -> bool:
    """A day gone by that stands alone before the rest of a terse note: 5月28日 药厂 朴总 谈需求响应."""
    alone = when.begin == clause.begin == 0 and clause.finish <= when.finish + 1
    return alone and not when.dayless and lies_back(scene, when) and bool(scene.who.spans)


def _only_ahead(scene: Scene, clause: Clause) -> bool:
    times = [w for w in scene.times if clause.begin <= w.begin < clause.finish and not w.dayless]
    times = [w for w in times if w.deadline or not w.bare]
    return bool(times) and all(lies_ahead(scene, when) for when in times)


def _urged(scene: Scene, clause: Clause, place: int) -> bool:
    """今天必须把…催回来 is still to be done; 昨天把资料送来了 is done."""
    must = scene.place_in(clause, "must")
    if must is None or must >= place:
        return False
    words = scene.folded[clause.begin : place]
    times = [w for w in scene.times if clause.begin <= w.begin < clause.finish]
    return (
        words.find("把") < 0
        or bool(re.search("必须|务必|一定|要把|得把", words))
        or any(not told(scene, w) for w in times)
    )


def competitor_first(scene: Scene) -> int | None:
    """Where a competitor is the one who acts, before the manager does anything."""
    if not scene.rivals:
        return None
    first = scene.rivals[0][0].begin
    if any(hit.begin < first and hit.key in ("go", "met", "done") for hit in scene.signs):
        return None
    return None if _DONE_VERB.search(scene.folded[:first]) else first
