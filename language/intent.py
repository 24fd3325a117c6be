"""What a message is for: something done, something to come, something asked."""

import re
from dataclasses import dataclass

from language.care import Care, read_care
from language.reading import Intent, Read
from language.scene import Clause, Scene, When

_SAID = re.compile(r"说|讲|表示|告诉|透露|反馈|提到|回复|回[：:了]|觉得|嫌|said|says|told|mentioned|thinks|feels")
_COME = re.compile(r"asked me (?:to come|over)|called me (?:in|over)")
_DONE_VERB = re.compile(r"[去到见碰谈聊跑走坐看签测做办装修弄递找陪讲开订](?:了|过|完)(?!解)|(?:刚|已经?)[从在到跟和去给]")
_BARE_QUESTION = frozenset(("吗", "么", "多少", "什么", "啥", "哪", "怎么样", "如何", "是不是", "哪个", "谁", "几个", "几家"))
_CORRECTION = re.compile(
    r"^(?:不对|错了|更正|纠正|搞错了|不|no)?[,，。 ]*(?:(?:不是|不应该是|not ).{1,20}?[,，。 ]*(?:应该|而)?(?:是|but|it.s|it was)"
    r"|(?:把|将)?(?:那|刚才|上一|这)?(?:条|个|次)?的?(?:日期|时间|客户|人|联系人|对象|地点|类型|方式|日子|date|time|client|person).{0,6}?"
    r"(?:改成|改为|改到|换成|更正为|应该是|错了|不对|是|should be|change to|to))"
    r"|^(?:改成|改为|应该是|是|换成|change (?:it|the \w+|that) to|make it|should be|actually it was)"
    r"|(?:日期|时间|客户|联系人)(?:改成|改为|换成|写错|错了)"
)
_APPOINTMENT = re.compile(r"约|拜访|走访|见面|会议|碰面|行程|去|meeting|visit|appointment|call|demo|lunch|survey|the .* with")


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
    if _takes_back(scene):
        return Event(_read(scene, "cancel", 0.9, "undo"), correction=True)
    named = bool(scene.who.spans)
    if _asks_records(scene, named):
        return Event(_read(scene, "query", 0.9, "ask"))
    care = read_care(scene)
    if scene.has("task") and _at_start(scene, "task"):
        return _task(scene, care)
    if not named and not _business(scene):
        return Event(_read(scene, "smalltalk" if scene.has("chat", "not") or scene.times else "unknown", 0.8, "chat"))
    moved = scene.first("moved")
    met = _met(scene)
    if moved and not met and _APPOINTMENT.search(scene.folded):
        after = [when for when in scene.times if when.finish > moved.begin and when.first_day(True) >= scene.today]
        if after:
            return Event(_read(scene, "plan", 0.85, "moved"), after[0], ahead=True, care=care and _future(care))
    if scene.has("off") and not met and not _client_asks_off(scene):
        return Event(_read(scene, "cancel", 0.85, "off"), next(iter(event_times(scene)), None), ahead=True)
    if care is not None:
        return _care(scene, care)
    return _visit_or_else(scene, met)


def _read(scene: Scene, intent: Intent, sureness: float, *keys: str) -> Read[Intent]:
    hit = scene.first(*keys) if keys else None
    if hit is None:
        return Read(intent, sureness)
    return Read(intent, sureness, scene.text[hit.begin : hit.finish], hit.begin)


def _future(care: Care) -> Care | None:
    return care if care.plain else None


def _takes_back(scene: Scene) -> bool:
    if _CORRECTION.search(scene.folded) and len(scene.folded) <= 40:
        return True
    undo = scene.first("undo")
    if undo is None:
        return False
    return len(scene.folded) <= 16 or (undo.begin <= 4 and not _met(scene))


def _asks_records(scene: Scene, named: bool) -> bool:
    """A question of the manager's own, not one that a client put."""
    folded = scene.folded
    if scene.has("asks", "called", "wants") and not folded.rstrip().endswith(("?", "？")):
        return False
    asked = folded.rstrip(" ？?。.!啊呀呢").endswith(("吗", "么", "来着")) or folded.rstrip().endswith("?")
    for hit in scene.signs:
        if hit.key != "ask":
            continue
        word = folded[hit.begin : hit.finish]
        if word[0].isascii():
            if hit.begin <= 2 or asked:
                return True
        elif _SAID.search(folded[: hit.begin]) or (word == "告诉我" and hit.begin > 3):
            continue
        elif word not in _BARE_QUESTION or asked or (word in ("谁", "什么", "多少", "哪个", "几个", "几家") and not _met(scene)):
            return True
    return False


def _at_start(scene: Scene, key: str) -> bool:
    hit = scene.first(key)
    assert hit is not None
    return hit.begin <= 3 or not (_met(scene) or _SAID.search(scene.folded[: hit.begin]) or scene.has("called", "asks"))


def _task(scene: Scene, care: Care | None) -> Event:
    when = scene.times[0] if scene.times else None
    if care is not None and care.plain:
        return Event(_read(scene, "plan", 0.85, "task"), when, ahead=True, care=care)
    return Event(_read(scene, "next_step", 0.9, "task"))


def _business(scene: Scene) -> bool:
    """Something of the trade is said although nobody known is named."""
    if scene.has("not") and not scene.has("met", "called", "trouble"):
        return False
    return scene.has("business", "called", "trouble", "met", "wants", "moved", "off")


def _client_asks_off(scene: Scene) -> bool:
    hit = scene.first("off")
    return hit is not None and bool(re.search(r"(?:说|要|想|要求|申请|客户|他们)\s*$", scene.folded[: hit.begin])) and not scene.times


def _is_ahead(scene: Scene, when: When) -> bool:
    """Whether the time lies ahead of now, leaning forward."""
    day = when.first_day(True)
    if day != scene.today:
        return day > scene.today
    clock = when.clock(True)
    if clock is not None:
        return clock > scene.now.time()
    hours = {"morning": 9, "dawn": 0, "noon": 12, "afternoon": 15, "evening": 19, "night": 20}
    part = when.ahead.part
    return part is not None and hours.get(part, 0) > scene.now.hour


def _past(scene: Scene, when: When) -> bool:
    return when.first_day(False) < scene.today and not (when.bare and when.first_day(True) == scene.today)


def event_times(scene: Scene) -> list[When]:
    """The times that can be the day of an event: no deadlines, nothing wider than a day."""
    return [when for when in scene.times if not when.done.deadline and when.grain in ("minute", "part", "day")]


def _met(scene: Scene) -> bool:
    """Whether the manager met somebody, or went there: by the words, or by a going verb beside a past time."""
    blocked = _competitor_first(scene)
    for hit in scene.signs:
        if hit.key == "met" and _urged(scene, hit.begin):
            continue
        if hit.key == "met" and not (blocked is not None and blocked < hit.begin):
            clause = scene.clause_at(hit.begin)
            if not _only_ahead(scene, clause):
                return True
    for match in _DONE_VERB.finditer(scene.folded):
        if blocked is not None and blocked < match.start():
            break
        if _urged(scene, match.start()):
            continue
        if not _only_ahead(scene, scene.clause_at(match.start())) and not _inside_name(scene, match.start()):
            return True
    for when in event_times(scene):
        if _past(scene, when) or (when.first_day(False) == scene.today and not _is_ahead(scene, when)):
            clause = scene.clause_at(when.begin)
            if when.bare and not _narrated(scene):
                continue
            if scene.in_clause(clause, "invited"):
                return True
            if scene.in_clause(clause, "go") and not scene.in_clause(clause, "called", "asks", "not", "off"):
                return True
    return False


def _urged(scene: Scene, place: int) -> bool:
    """必须把…催回来 is still to be done."""
    clause = scene.clause_at(place)
    return any(hit.key == "must" and clause.begin <= hit.begin < place for hit in scene.signs)


def _inside_name(scene: Scene, place: int) -> bool:
    return any(begin <= place < finish for begin, finish in scene.who.spans)


def _only_ahead(scene: Scene, clause: Clause) -> bool:
    """A clause that speaks of the time to come."""
    times = [w for w in scene.times if clause.begin <= w.begin < clause.finish and not w.bare and not w.dayless]
    return bool(times) and all(_is_ahead(scene, when) for when in times)


def _narrated(scene: Scene) -> bool:
    """The message tells how something went, so that a bare weekday is the one just past."""
    return bool(_SAID.search(scene.folded)) or scene.has("met", "done", "trouble") or bool(scene.words("sentiments"))


def _competitor_first(scene: Scene) -> int | None:
    """Where a competitor is the one who acts, before the manager does anything."""
    rivals = scene.words("competitors")
    if not rivals:
        return None
    first = rivals[0]
    before = scene.folded[: first.begin]
    if any(hit.begin < first.begin and hit.key in ("go", "met", "done") for hit in scene.signs):
        return None
    return None if _DONE_VERB.search(before) else first.begin


def _care(scene: Scene, care: Care) -> Event:
    times = event_times(scene)
    when = times[0] if times else None
    done = re.search(r"(?<!快到)(?<!就到)(?<!快要到)了|过生日.{0,4}(?:送|打)|刚|已经|sent|texted|brought|gave|took|mailed|called|wished|no reply", scene.folded)
    deadline = next((w for w in scene.times if w.done.deadline), None)
    if when is None and deadline is not None and not done:
        when = deadline
    ahead = when is not None and _is_ahead(scene, when)
    if ahead and when is not None and done and not _dated_act(scene, when, done.start()):
        ahead, when = False, None
    if when is not None and when.bare and done and _DONE_NEAR.search(scene.folded):
        ahead = False
    if when is None and not done and (scene.has("ahead", "must", "task") or re.search(r"快到|要给|要送|要寄|记得", scene.folded)):
        ahead = True
    if ahead:
        if care.form is not None and care.form.value == "call" and not (care.moment or care.plain):
            return Event(Read("next_step", 0.8))
        return Event(Read("plan", 0.85), when, ahead=True, care=care)
    return Event(Read("care", 0.9 if care.plain else 0.75), when, care=care)


_DONE_NEAR = re.compile(r"(?:发|送|寄|打|祝|去|见|吃|看望|慰问|拜访|办)[^,，。]{0,8}了|sent|texted|gave|brought|mailed|called")


def _dated_act(scene: Scene, when: When, done: int) -> bool:
    """The time to come belongs to the act of care itself: no 了 stands in its clause or before it."""
    clause = scene.clause_at(when.begin)
    return not clause.begin <= done < clause.finish and when.begin < done


def _visit_or_else(scene: Scene, met: bool) -> Event:
    times = event_times(scene)
    ahead = next((w for w in times if _is_ahead(scene, w)), None)
    demand = scene.first("called", "asks", "trouble", "wants")
    rivals = scene.words("competitors")
    if met:
        when = next((w for w in times if _told(scene, w)), None)
        return Event(_read(scene, "visit", 0.9, "met", "go"), when)
    if rivals and not (ahead and scene.in_clause(scene.clause_at(ahead.begin), "go", "ahead")):
        return Event(Read("competitor", 0.85), next((w for w in times if _past(scene, w)), None))
    called = scene.first("called", "trouble", "asks")
    if scene.has("must") and not called and not _SAID.search(scene.folded) and not (ahead and scene.has("ahead")):
        return Event(_read(scene, "next_step", 0.8, "must"))
    invited = scene.has("invited")
    if called and not (invited and ahead) and not (ahead and ahead.begin < called.begin and scene.has("go", "ahead")):
        when = next((w for w in times if _past(scene, w) and w.begin < called.begin), None)
        return Event(_read(scene, "demand", 0.85, "called", "trouble", "asks"), when)
    if ahead is not None and not demand:
        clause = scene.clause_at(ahead.begin)
        if _imperative(scene) and not scene.in_clause(clause, "go", "ahead"):
            return Event(Read("next_step", 0.8))
        if scene.in_clause(clause, "go", "ahead") or scene.has("go", "ahead"):
            if _call_to_make(scene):
                return Event(Read("next_step", 0.8))
            return Event(_read(scene, "plan", 0.85, "ahead", "go"), ahead, ahead=True)
    if ahead is not None and scene.in_clause(scene.clause_at(ahead.begin), "go", "ahead"):
        return Event(_read(scene, "plan", 0.8, "ahead", "go"), ahead, ahead=True)
    deadline = any(w.done.deadline for w in scene.times)
    if not demand and (scene.has("must") or deadline) and not _SAID.search(scene.folded):
        return Event(_read(scene, "next_step", 0.8, "must"))
    if demand is not None:
        when = next((w for w in times if _past(scene, w) and w.begin < demand.begin), None)
        return Event(_read(scene, "demand", 0.75, "wants"), when)
    if ahead is not None and not _SAID.search(scene.folded):
        return Event(Read("next_step", 0.6))
    if deadline and _SAID.search(scene.folded):
        return Event(Read("demand", 0.65))
    if scene.has("ahead") and not times:
        return Event(_read(scene, "plan", 0.6, "ahead"), None, ahead=True)
    if scene.has("not") and not scene.words("sentiments"):
        return Event(_read(scene, "cancel", 0.6, "not"), times[0] if times else None)
    return Event(Read("visit", 0.75 if scene.who.persons or scene.words("sentiments") else 0.6), next(iter(times), None))


def _told(scene: Scene, when: When) -> bool:
    """A time that what is told of can have: not ahead, or a bare weekday of a story."""
    if when.bare:
        return when.first_day(False) <= scene.today
    return not _is_ahead(scene, when)


def _imperative(scene: Scene) -> bool:
    return scene.has("must") or any(w.done.deadline for w in scene.times)


def _call_to_make(scene: Scene) -> bool:
    return bool(re.search(r"打(?:个|通)?电话|回(?:个)?电话|致电|去电|(?:^|\s)call ", scene.folded)) and not scene.has("met")
