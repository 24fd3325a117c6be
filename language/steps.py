"""Next steps (R1.9): what is to be done after the event, and by when."""

from datetime import date

from language.event import Event
from language.patterns import lazy, pattern
from language.reading import NextStep
from language.scene import Clause, Scene, When
from language.tense import SAID, event_times, lies_ahead

_NUMBERED = pattern("numbered")
_OUR_ACT = pattern("our_act")
_THEIRS = pattern("theirs")
_TOLD = pattern("told")
_UNDATED = pattern("undated")
_MOST = 20
_CAME_IN = lazy(r"(?:又|才|刚|突然|忽然)?(?:接到|收到|来电|打来|接了)")
_UNTIL = lazy(r"till|until|直到")
_TOLD_OF = lazy(r"[^,，。;；]{0,4}?(?:回话|回复说|来电|告诉我|反馈说|已经)")
_WAITS = lazy(r"(?:只能|要|得|须|才能|都)?等(?:到)?$|(?:放|推|拖|排|挪|延)到$")  # 施工只能等节后: theirs
# 五一值守谁负责: the holiday only names a thing.
_NAMES_A_THING = lazy(
    r"(?:期间的?|的)?(?:值守|值班|保障|促销|活动|假期|放假|客流|高峰|大促|流量|套餐|人流|档期|用网|排班|福利|慰问|礼品|月饼|物资|演出|晚会|黄金周|长假|游客|车票|订房|房间)"
)
_WENT = lazy(r"(?:我|我们)?(?:又|还|再|就|也)?(?:去|到|见|跑|拜访|走访|回访)(?:了|过|完)")  # 今天去了二院: done
_LED = lazy(r"(?:till|until|fixed|done|took|spent|after)\s*$")  # how long it was or took, not when it is due


def read_steps(scene: Scene, event: Event) -> tuple[NextStep, ...]:
    """The steps in the order of the text."""
    if event.intent.value in ("query", "cancel", "smalltalk", "unknown") or event.correction:
        return ()
    if event.intent.value == "next_step":
        return _tasks(scene)
    if event.intent.value == "plan":
        return _plan_steps(scene, event)
    return _later(scene, event)


def _tasks(scene: Scene) -> tuple[NextStep, ...]:
    """Every part of a to-do message is a step; one for each client where it names several in one breath."""
    cuts = [match.span() for match in _NUMBERED.finditer(scene.folded)]
    cuts = [cut for cut in cuts if not any(w.begin < cut[1] and cut[0] < w.finish for w in scene.times)]
    cuts = cuts or _own_days(scene) or _and_another(scene)
    bounds = [0, *(cut[0] for cut in cuts), len(scene.folded)]
    starts = [0, *(cut[1] for cut in cuts)]
    found: list[NextStep] = []
    lead = scene.first("task")
    for start, finish in zip(starts, bounds[1:], strict=True):
        begin = start
        if lead is not None and start <= lead.begin < finish and not _timed_between(scene, start, lead.begin):
            begin = lead.finish
        words = scene.slice(begin, finish)
        if len(words) < 2:
            continue
        times = [w for w in scene.times if begin <= w.begin < finish]
        due = _due(times, scene.today)
        names = [(number, span) for number, _, span in scene.who.clients if begin <= span[0] < finish]
        if len(names) > 1:
            found += [_step(scene, words, due, number) for number, _ in names]
        else:
            found.append(_step(scene, words, due, names[0][0] if names else None))
    return tuple(found[:_MOST])


def _own_days(scene: Scene) -> list[tuple[int, int]]:
    """Between clauses each with a day and a name of its own: 谭总的方案周二交，岑经理的方案周四交."""
    dated = [when for when in scene.times if not when.dayless]
    opening = [when.begin for when in dated if scene.clause_at(when.begin).begin == when.begin]
    ends = [*opening[1:], len(scene.folded)]
    if len(opening) > 1 and all(
        any(begin <= name < finish for name, _ in scene.who.spans) for begin, finish in zip(opening, ends, strict=True)
    ):
        return [(begin, begin) for begin in opening[1:]]
    again = [when.begin for when in dated[1:] if _ANOTHER.match(scene.folded, when.finish) and when.begin in opening]
    if again:
        return [(begin, begin) for begin in again]
    full = [
        clause
        for clause in scene.clauses
        if any(clause.begin <= when.begin < clause.finish for when in dated)
        and any(clause.begin <= begin < clause.finish for begin, _ in scene.who.spans)
    ]
    return [(later.begin, later.begin) for later in full[1:]]


_ANOTHER = lazy(r"(?:还|另外|同时)?(?:再|还要|另外|又要|同时)")


_AND_ANOTHER = lazy(
    r"(?:,|，)? (?:and|then) (?:also )?"
    r"(?=(?:send|chase|call|email|book|remind|order|follow|submit|draft|prepare|ask|tell|visit|bring)\b)"
)


def _and_another(scene: Scene) -> list[tuple[int, int]]:
    """Between two things to do in English, each for somebody of its own: send Amy the quote and chase Kevin."""
    names = [begin for begin, _ in scene.who.spans]
    cuts = [match.span() for match in _AND_ANOTHER.finditer(scene.folded)] if len(names) > 1 else []
    return [cut for cut in cuts if any(name < cut[0] for name in names) and any(name >= cut[1] for name in names)][:1]


def _timed_between(scene: Scene, begin: int, finish: int) -> bool:
    return any(begin <= when.begin < finish for when in scene.times)


def _due(times: list[When], today: date) -> date | None:
    """The last deadline, else the last time that names a day: 月底结账，今天必须…"""
    times = [w for w in times if w.deadline or not w.last_day() < today]
    exact = [w for w in times if w.grain in ("minute", "part", "day") or w.deadline]
    chosen = exact or times
    return chosen[-1].last_day() if chosen else None


def _step(scene: Scene, words: str, due: date | None, number: int | None) -> NextStep:
    client = scene.portfolio.clients[number].id if number is not None else None
    return NextStep(words, due, bool(_TOLD.search(words)), words, client)


def _plan_steps(scene: Scene, event: Event) -> tuple[NextStep, ...]:
    """Beside the plan itself only what has a deadline of its own after it."""
    found = []
    for when in scene.times:
        if event.when is not None and when.begin > event.when.begin and when.deadline:
            clause = scene.clause_at(when.begin)
            if not clause.begin <= event.when.begin < clause.finish:
                found.append(_step(scene, scene.slice(clause.begin, clause.finish), when.last_day(), None))
    return tuple(found)


def _later(scene: Scene, event: Event) -> tuple[NextStep, ...]:
    found: list[NextStep] = []
    covered: list[Clause] = []
    for when in scene.times:
        if when is event.when or when.last_day() < scene.today or (when.dayless and not when.deadline):
            continue
        gone = when.grain in ("part", "minute") and when.first_day(True) == scene.today and not lies_ahead(scene, when)
        if gone and not when.deadline:
            continue  # 今早谢科长说好了
        if when.done.part == "closing" and _CAME_IN.search(scene.folded, when.finish, when.finish + 12):
            continue  # 下班前接到余主任电话: when it came, not when it is due
        if not when.deadline and when.last_day() == scene.today and _TOLD_OF.match(scene.folded, when.finish):
            continue  # 他今天回话说同意了: told, not to be done
        if _NAMES_A_THING.match(scene.folded, when.finish) and not when.deadline:
            continue
        if when.first_day(False) == scene.today and _WENT.match(scene.folded, when.finish):
            continue
        if _WAITS.search(scene.folded, max(0, when.begin - 4), when.begin) and not when.deadline:
            continue
        if event.care is not None and any(when.begin <= hit.begin < when.finish for hit in scene.words("moments")):
            continue  # 劳动节祝福短信都发了: the occasion, not a day something is due
        if event.when is not None and not when.deadline and when.first_day(True) == event.when.first_day(event.ahead):
            continue
        begin, finish = _stretch(scene, when)
        words = scene.folded[begin:finish]
        if when.grain not in ("minute", "part", "day", "week") and not when.deadline:
            continue
        told = when.deadline or _TOLD.search(words)
        if not (told or _OUR_ACT.search(words)) or (_THEIRS.search(words) and not told):
            continue
        if not told and _by_others(scene, when):
            continue
        if not told and SAID.search(words[: max(when.begin - begin, 0)]) and "我" not in words:
            continue
        led = not when.deadline and _LED.search(scene.folded, max(0, when.begin - 8), when.begin)
        if _UNTIL.match(scene.folded, when.begin) or led:
            continue
        if when.bare and when in event_times(scene) and event.when is None and when.begin < 4:
            continue
        found.append(_step(scene, scene.slice(begin, finish), when.last_day(), None))
        covered.append(scene.clause_at(when.begin))
    if not found:
        for clause in scene.clauses:
            match = _UNDATED.search(scene.folded, clause.begin, clause.finish)
            if match and any(hit.key == "invited" and hit.begin <= match.start() < hit.finish for hit in scene.signs):
                continue
            if match and not _THEIRS.search(scene.folded[match.start() : clause.finish]):
                found.append(_step(scene, scene.slice(match.start(), clause.finish), None, None))
                break
    return tuple(found)


_DOER = lazy(
    r"(?P<we>我们?|咱们?)|(?:他们|她们|对方|人家|客户|厂家|甲方)(?:自己|那边|的人)|[让叫派安排由](?!我|咱)(?:他们?|她们?|小.|老.|[一-鿿]{2,3}(?=[去来把做弄]))"
)


def _by_others(scene: Scene, when: When) -> bool:
    """让小王下周去, 他们自己的人周四…: whoever was named last before the day is to do it, and that is not us."""
    doer = None
    for match in _DOER.finditer(scene.folded, scene.clause_at(when.begin).begin, when.begin):
        doer = match
    return doer is not None and doer["we"] is None


def _stretch(scene: Scene, when: When) -> tuple[int, int]:
    """The words a step's time belongs to: its clause, cut at the times before and after it."""
    clause = scene.clause_at(when.begin)
    begin, finish = clause.begin, clause.finish
    for other in scene.times:
        if other.finish <= when.begin:
            begin = max(begin, other.finish)
        elif other.begin >= when.finish:
            finish = min(finish, other.begin)
    told = None
    for match in _TOLD.finditer(scene.folded, begin, when.begin):
        told = match
    return (told.start() if told else begin), finish
