"""Next steps (R1.9): what is to be done after the event, and by when."""

import re
from datetime import date

from language.intent import Event
from language.tense import SAID, event_times
from language.reading import NextStep
from language.scene import Clause, Scene, When

_NUMBERED = re.compile(
    r"[①②③④⑤⑥⑦⑧⑨]|(?<![\d.])[1-9一二三四五][、.）)](?!\d)|[;；\n]|[,，](?=另外|还有|同时|再给)|(?:,|，)?\s*and (?=[a-z ]+ (?:on|by) )"
)
_OUR_ACT = re.compile(
    r"送|发|给|出|做|交|报|回|答|约|去|带|补|测|勘|装|寄|签|打|过来|过去|拿|提|准备|安排|修|处理|跟进|演示|培训|施工|上门|联系|催|盖章|开户|放款|走流程|开|换|办|找|谈|弄|搞|见|改|拜访|恢复|搞定|完成|退|通|派|整理|落实|解决|检查"
    r"|send|quote|proposal|deliver|call|fix|install|visit|submit|prepare|draft|survey|answer|reply|follow|bring|arrange|demo|check|meet"
)
_THEIRS = re.compile(
    r"再(?:说|定|谈|看|议|续)|考虑|开会|讨论|研究|立项|招标|开标|审批|上会|评估|到期|过期|年底|下学期|明年|才|推到|拍板|决定|生日|放假|开工|开学|高考|中考|开业|搬|入住|定$|decide|frozen|budget|expire"
)
_TOLD = re.compile(
    r"(?<!想)让我|叫我|要我|要求|必须|务必|答应|承诺|说好|(?<!想)让我们|叫我们|催|要(?=\S{0,6}(?:给|报|出|交))|promised|asked (?:me|us)|wants? (?:me|us)|by "
)
_UNDATED = re.compile(
    r"(?:让|叫|要)(?:我们?|咱们?|我这边)(?!过去|过来).{0,4}?(?:约|送|发|出|做|报|提供|准备|给|去|派|寄|查|测|找|带|跟|改|整理|再|先|也|安排|联系|过去讲)|答应(?:了)?(?:给|帮|送|再)|promised to"
)
_MOST = 20


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
    bounds = [0, *(cut[0] for cut in cuts), len(scene.folded)]
    starts = [0, *(cut[1] for cut in cuts)]
    found: list[NextStep] = []
    lead = scene.first("task")
    for begin, finish in zip(starts, bounds[1:], strict=True):
        if lead is not None and begin <= lead.begin < finish:
            before = begin
            begin = lead.finish
            if any(before <= w.begin < lead.begin for w in scene.times):
                begin = before
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
        if (
            event.when is not None
            and not when.deadline
            and when.first_day(True) == event.when.first_day(event.ahead)
        ):
            continue
        begin, finish = _stretch(scene, when)
        words = scene.folded[begin:finish]
        if when.grain not in ("minute", "part", "day", "week") and not when.deadline:
            continue
        told = when.deadline or _TOLD.search(words)
        if not (told or _OUR_ACT.search(words)) or (_THEIRS.search(words) and not told):
            continue
        if not told and SAID.search(words[: max(when.begin - begin, 0)]) and "我" not in words:
            continue
        if re.search(r"(?:till|until)\s*$", scene.folded[: when.begin]) or re.match(
            r"till|until|直到", when.done.text.lower()
        ):
            continue
        if re.search(r"(?:fixed|done|took|spent|after)\s*$", scene.folded[: when.begin]):
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
