"""Care done, or care to come: what the clause of the act itself says decides."""

import re

from language.care import Care
from language.event import Event
from language.patterns import lazy, pattern
from language.reading import Read
from language.scene import Scene, When
from language.tense import SAID, event_times, lies_ahead, lies_back, narrated

_CARE_DONE = pattern("care_done")


_SENT_ALREADY = lazy(
    r"\b(?:texted|sent|mailed|called|wished|emailed|posted)\b"
    r"|已经?[发寄送打]|[发寄送打](?:了|完了|好了|出了|到了|出去了|给[^,，。]{1,10}了)(?!解)"
)


_MADE_UP = lazy(r"补[发送寄打一了个]|补上|belated")


def care_event(scene: Scene, care: Care) -> Event:
    """Care done, or care to come: what the clause of the act itself says decides."""
    occasions = [hit.begin for hit in scene.words("moments")]
    times = [when for when in event_times(scene) if not reported(scene, when) or _of_occasion(scene, when, occasions)]
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


_TOLD_US = lazy(r"(?:让|叫|要)(?:我们?|咱们?)")


def reported(scene: Scene, when: When) -> bool:
    """A time inside what the client is quoted with: 钟总说月底定."""
    clause = scene.clause_at(when.begin)
    quoted = SAID.search(scene.folded, clause.begin, when.begin) or _TOLD_US.search(
        scene.folded, clause.begin, when.begin
    )
    return quoted is not None and when.first_day(False) != scene.today
