"""Questions to the records, and corrections of the last one."""

import re
from datetime import date, datetime
from typing import cast

from language.care import asked_moment
from language.patterns import lazy, pattern
from language.reading import Correction, Question, Topic
from language.scene import Scene

_CLASS = lazy(r"([abc])\s*(?:类|级|class)|class ([abc])|(钻石|金卡|diamond|gold)")
_CLASSES = {"钻石": "diamond", "金卡": "gold"}
_COUNT = lazy(r"几次|几回|几家|几个|多少|how many|how often|次数|统计")
_BECOMES = pattern("becomes", after=r"\s*(?P<new>[^,，。.!！]+?)\s*(?:吧|啊|哦|了|才对)?[.。!！]?$")
_MARKS = " ，,的"
_WAS = lazy(r"(?:不是|不应该是|not )\s*(?P<old>.+?)[,，。 ]*(?:应该|而)?(?:是|but|it)")
_ENGLISH = lazy(
    r"(?:it was|should be) (?P<new>[^,]+?),? not (?P<old>.+?)[.!]?$"
    r"|\bnot (?:at )?(?P<no>[^,.]{2,40}?)(?:, (?:but )?| but )(?:it was |it's )?(?:at )?(?P<yes>[^,.]{2,40}?)[.!]?$"
)
_ARTICLE = lazy(r"^(?:at )?the ", re.I)
_FIELDS = (
    ("time", lazy(r"时间|几点|点钟|time")),
    ("date", lazy(r"日期|日子|哪天|date|day")),
    ("client", lazy(r"客户|单位|client")),
    ("person", lazy(r"联系人|对象|人名|人|person|contact")),
    ("visit_type", lazy(r"类型|主动|响应|type")),
    ("care_form", lazy(r"方式|形式|form")),
)


# The date is wrong, the wrong client; and words by which the whole record is to go.
_WRONG = lazy(r"不对|有误|[记填写搞弄选]错|错了|\bwrong\b|incorrect")
_GOES = lazy(r"撤|删|刪|作废|作廢|取消|不算|undo|delete|remove|scratch")


def _field_of(folded: str) -> str | None:
    return next((name for name, pattern in _FIELDS if pattern.search(folded)), None)


def read_question(scene: Scene) -> Question:
    """What is asked: its topic, the days, the class of client, the moment, and whether a number is wanted."""
    hits = scene.words("topics")
    order = {hit.key: hit for hit in reversed(hits)}
    topic = next((key for key in _PRECEDENCE if key in order), "client" if scene.who.clients else "other")
    start, end = _stretch(scene)
    found = _CLASS.search(scene.folded)
    class_ = None
    if found:
        class_ = (found[1] or found[2] or "").upper() or _CLASSES.get(found[3], found[3])
    moment = asked_moment(scene)
    return Question(
        cast(Topic, topic), start, end, class_, moment.value if moment else None, bool(_COUNT.search(scene.folded))
    )


_PRECEDENCE = (
    "birthdays", "competitors", "contract", "to_decide", "not_submitted", "ranking", "overdue", "last_visit",
    "next_steps", "demands", "care", "plan", "visits", "person",
)  # fmt: skip


def _stretch(scene: Scene) -> tuple[date | None, date | None]:
    if not scene.times:
        return None, None
    mention = scene.times[0].done
    start = mention.start.date() if isinstance(mention.start, datetime) else mention.start
    end = mention.end or mention.start
    return start, end.date() if isinstance(end, datetime) else end


def _only_wrong(scene: Scene, folded: str) -> str | None:
    """The field that is said to be wrong, and no more: what is named before it (刚才那条, 二院的) says which record."""
    wrong = _WRONG.search(folded)
    if wrong is None or _BECOMES.search(folded) or _GOES.search(folded):
        return None
    named = [when.begin for when in scene.times] + [begin for begin, _ in scene.who.spans]
    return None if any(begin > wrong.start() for begin in named) else _field_of(folded)


def read_correction(scene: Scene) -> Correction:
    """What the last record is to become, or that it is to go; of a field that is only said to be wrong, that field."""
    folded = scene.folded[:200]
    if (wrong := _only_wrong(scene, folded)) is not None:
        return Correction(field=cast("None", wrong))
    if scene.has("undo") and not scene.times and not _BECOMES.search(folded):
        return Correction(undo=True)
    english = _ENGLISH.search(folded)
    becomes, was = _BECOMES.search(folded), _WAS.search(folded)
    new = scene.text[becomes.start("new") : becomes.end("new")] if becomes else ""
    old = scene.text[was.start("old") : was.end("old")] if was else ""
    if english:
        names = ("new", "old") if english["new"] else ("yes", "no")
        new, old = (_ARTICLE.sub("", scene.text[english.start(name) : english.end(name)]) for name in names)
    elif not becomes and not was:
        if scene.has("undo") or not (scene.times or scene.who.spans):
            return Correction(undo=True)
        new = scene.text
    field = _field_of(folded[: becomes.start("new")]) if becomes and not english else None
    if field is None or field == "time":
        if scene.who.persons and not scene.who.clients:
            field = "person"
        elif any(not becomes or when.begin >= becomes.start("new") for when in scene.times):
            field = "time" if field == "time" and scene.times[0].clock(False) else "date"
        elif scene.who.clients or scene.who.client_choices:
            field = "client"
    if field is None:
        field = "client" if scene.who.spans else "text"
    people = {span for _, _, span in scene.who.persons} | {span for _, span in scene.who.person_choices}
    homes = {span for _, _, span in scene.who.clients}
    if field == "client" and people and (not homes or people & homes):
        field = "person"
    return Correction(field=cast("None", field), was=old.strip(_MARKS), becomes=new)
