"""What else a message tells: competitors, feeling, purposes, length, words of the client, who came along."""

import re
from typing import cast

from language.characters import fold
from language.event import Event
from language.patterns import lazy, pattern
from language.portfolio import Colleague
from language.reading import Purpose, Read, VisitType
from language.scene import Scene
from language.tense import lies_ahead

_NUMBER = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "半": 0.5}
_ENGLISH_NUMBER = {
    "a": 1, "an": 1, "half an": 0.5, "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50,
}  # fmt: skip
_LENGTH = lazy(
    r"(?:[谈聊坐开呆待用花讲共会]|前后|大概|大约|差不多)[^,，。\d一二两三四五六半]{0,4}"
    r"(?P<n>\d+(?:\.\d)?|[一两二三四五六半])(?P<unit>个半(?:小时|钟头)|个?(?:多)?小时|个?钟头|分钟|刻钟)(?P<half>半)?"
    r"|\b(?P<en>\d+(?:\.\d)?|an?|half an|half|one|two|three|four|five|ten|fifteen|twenty|thirty|forty|forty-five|fifty)"
    r"[ -]?(?P<unit_en>hours?|hrs?|minutes?|mins?)\b(?P<half_en> and a half| and a quarter)?"
    r"(?! (?:ago|later|before|after|from|late|early))"
)
_QUOTE = lazy(
    r"(?:说|表示|反馈|反映|觉得|认为|提到|提出|希望|要求|回复|said|says|told me|wants|complained|thinks)[:：,， ]*"
)
_INVITED_BY_CALL = pattern("invited")
_WITH = lazy(r"(?:和|跟|同|与|带|带着|陪同?|叫上|拉上|with )$")
_TOGETHER = lazy(r"^(?:一起|一道|同去|陪同|一块|他们?一起|一同|together|came along|joined)")


def competitors(scene: Scene) -> tuple[Read[str], ...]:
    """Competitors by their short names, each once."""
    found: dict[str, Read[str]] = {}
    for hit, short in scene.rivals:
        found.setdefault(short, Read(short, 0.95, scene.text[hit.begin : hit.finish], hit.begin))
    return tuple(found.values())


def competitor_news(scene: Scene, found: tuple[Read[str], ...]) -> Read[str] | None:
    """The clauses that tell of competitors, as typed."""
    if not found:
        return None
    begin = min(scene.clause_at(read.begin).begin for read in found)
    last = scene.clause_at(max(read.begin for read in found))
    finish = last.finish
    following = next((c for c in scene.clauses if c.begin >= finish), None)
    if following and re.search(
        r"\d|块|元|万|便宜|贵|免费|送|折|price|yuan|%", scene.folded[following.begin : following.finish]
    ):
        finish = following.finish
    words = scene.slice(begin, finish)
    return Read(words, 0.8, words, begin)


def visit_type(scene: Scene, event: Event) -> Read[VisitType] | None:
    """R2.1: responsive where the client asked for it; only for visits and planned visits."""
    if event.intent.value not in ("visit", "plan") or (event.care is not None):
        return None
    hit = scene.first("invited")
    match = _INVITED_BY_CALL.search(scene.folded)
    if hit is not None and not _by_manager(scene, hit.begin):
        return Read("responsive", 0.9, scene.text[hit.begin : hit.finish], hit.begin)
    if match:
        return Read("responsive", 0.8, scene.text[match.start() : match.end()], match.start())
    return Read("proactive", 0.6)


def _by_manager(scene: Scene, place: int) -> bool:
    return scene.folded[max(0, place - 1) : place] == "我"


def purposes(scene: Scene) -> tuple[Read[Purpose], ...]:
    """R2.2: every purpose the words speak of, each once, in the order of the rule.

    What is yet to be done, what the client said and what competitors do is not what the visit was for.
    """
    found: dict[str, Read[Purpose]] = {}
    for hit, _ in scene.rivals[:1]:
        found["learn_competitors"] = Read("learn_competitors", 0.6, scene.text[hit.begin : hit.finish], hit.begin)
    for hit in scene.words("purposes"):
        if not _beside_the_purpose(scene, hit.begin):
            found.setdefault(hit.key, Read(cast(Purpose, hit.key), 0.6, scene.text[hit.begin : hit.finish], hit.begin))
    order = ("collect_data", "learn_competitors", "communicate", "dig_needs", "bring_news", "show_products")
    return tuple(found[key] for key in order if key in found)


def _beside_the_purpose(scene: Scene, place: int) -> bool:
    clause = scene.clause_at(place)
    here = range(clause.begin, clause.finish)
    to_come = any(when.begin in here and lies_ahead(scene, when) for when in scene.times)
    rival = any(hit.begin in here for hit, _ in scene.rivals)
    return to_come or rival or _QUOTE.search(scene.folded, clause.begin, place) is not None


def length(scene: Scene) -> Read[int] | None:
    """How long it took, in minutes."""
    match = _LENGTH.search(scene.folded)
    if match is None:
        return None
    if match["en"]:
        word = match["en"]
        number = _ENGLISH_NUMBER.get(word) or float(word)
        minutes = number * (60 if match["unit_en"].startswith("h") else 1)
        minutes += {" and a half": 30, " and a quarter": 15}.get(match["half_en"] or "", 0)
    else:
        number = _NUMBER.get(match["n"]) or float(match["n"])
        unit = match["unit"]
        minutes = number * (60 if "小时" in unit or "钟头" in unit else 15 if "刻" in unit else 1)
        minutes += 30 if match["half"] or "半" in unit else 0
    return Read(round(minutes), 0.8, scene.text[match.start() : match.end()], match.start())


def feedback(scene: Scene) -> Read[str] | None:
    """The client's words: what follows 说, 觉得, 反映 up to the end of the sentence."""
    match = _QUOTE.search(scene.folded)
    if match is None:
        return None
    stop = re.search(r"[。；;\n]|[.](?=\s|$)", scene.folded[match.end() :])
    finish = match.end() + stop.start() if stop else len(scene.folded)
    words = scene.slice(match.end(), finish)
    return Read(words, 0.7, words, match.end()) if len(words) > 1 else None


def companions(scene: Scene) -> tuple[Read[Colleague], ...]:
    """Colleagues who went along: by name, or by 小李 beside 一起 where one colleague is called so."""
    portfolio, folded = scene.portfolio, scene.folded
    found: dict[int, Read[Colleague]] = {}
    if not portfolio.colleagues:
        return ()
    for begin, finish, numbers in portfolio.colleague_names.find(folded):
        if len(numbers) == 1 and not any(b < finish and begin < f for b, f in scene.who.spans):
            found.setdefault(numbers[0], Read(portfolio.colleagues[numbers[0]], 0.9, scene.text[begin:finish], begin))
    for match in re.finditer(r"[老小]([一-鿿])|([一-鿿])(?:哥|姐|工|经理|总)", folded):
        if not (
            _WITH.search(folded[max(0, match.start() - 6) : match.start()])
            and (_TOGETHER.match(folded[match.end() : match.end() + 12]) or found)
        ):
            continue
        surname = match[1] or match[2]
        same = [n for n, one in enumerate(portfolio.colleagues) if fold(one.name).startswith(surname)]
        if len(same) == 1:
            found.setdefault(same[0], Read(portfolio.colleagues[same[0]], 0.8, match[0], match.start()))
    return tuple(found.values())
