"""How the client took it: the words of `sentiments.txt`, what stands before them, and what kind of message it is."""

from typing import cast

from language.patterns import lazy
from language.reading import Intent, Read, Sentiment
from language.scene import Scene
from language.signs import Hit

_DENIED = lazy(
    r"(?:(?:不是?|没有?|没那么|没怎么|谈不上|未|别|无)(?:太|很|怎么|大|够|特别|那么|什么|再|多)?|not |n't |no |never )$"
)
# Neither said of the client nor true: 能不能同意, 我说可以, 表示感谢 of our own.
_UNSAID = lazy(
    r"(?:能不能|可不|是否|是不是|会不会|如果|要是|万一|希望|争取|想让|[问求]|为了"
    r"|我说|我答|我们|向[他她]表示|wish |hope )$"
)
_WISHED = lazy(r"祝[^,，。]{0,12}$")
_GREETING = lazy(r"happy (?:birthday|new year|holiday|easter|mid|national|[a-z]+(?: [a-z]+)? (?:day|festival))")
# 投诉信号差，答应周五前派人检修: who repairs is we, and so it was we who promised.
_OUR_PROMISE = lazy(r"答应[^,，。;；]{0,12}(?:派人|派工|检修|维修|抢修|上门|处理|解决|排查|整改|修好)")
# 我答应了: said by us.
_OURS = lazy(r"我(?:们|也|就|当场|先|已经?|都|这边)?$")
_OUR_PROMISES = frozenset(("答应", "同意", "可以", "没问题", "满口答应", "一口答应"))
_OUR_THANKS = frozenset(("感谢", "谢谢", "致谢", "感激"))
_OWN = lazy(r"(?:送|寄|带|发)[^,，。]{0,12}(?:表示|以示)?$")
# What a plan or a cancelled visit tells of the client's mind.
_AGREED = lazy(r"同意|答应|拍板|批了|批下来|愿意|agreed|approved|signed")
_GIVEN_UP = lazy(
    r"预算|没钱|嫌|不续|不签|不同意|不做|不考虑|拒绝|抢|转给|退|贵|投诉|budget|expensive|lost|declined|rejected"
)


def sentiment(scene: Scene, intent: Intent) -> Read[Sentiment] | None:
    """How the client took it: what is said last counts, a refusal more than politeness."""
    hits = [hit for each in scene.words("sentiments") if (hit := _meant(scene, each)) is not None]
    hits = [hit for hit in hits if _tells(scene, hit, intent)]
    if not hits:
        trouble = scene.first("trouble") if intent in ("demand", "visit") else None
        if trouble and _DENIED.search(scene.folded, max(0, trouble.begin - 8), trouble.begin):
            return None
        return _read(scene, Hit(trouble.begin, trouble.finish, "negative"), 0.5) if trouble else None
    last = hits[-1]
    for other in hits:
        if other.key == "negative" and last.key == "positive" and last.begin < other.begin:
            last = other
    return _read(scene, last, 0.7)


def _read(scene: Scene, hit: Hit, sureness: float) -> Read[Sentiment]:
    return Read(cast(Sentiment, hit.key), sureness, scene.text[hit.begin : hit.finish], hit.begin)


def _meant(scene: Scene, hit: Hit) -> Hit | None:
    """The word as it is meant here: turned round by a negation, None where nobody says it of the client."""
    before = scene.folded[max(0, hit.begin - 8) : hit.begin]
    if hit.key == "positive":
        if _OURS.search(before) and scene.folded[hit.begin : hit.finish] in _OUR_PROMISES:
            return None
        if _WISHED.search(scene.folded, max(0, hit.begin - 14), hit.begin):
            return None  # 祝司徒总编中秋愉快
        if _DENIED.search(before):
            return Hit(hit.begin, hit.finish, "negative")
        if _GREETING.match(scene.folded, hit.begin) or _OUR_PROMISE.match(scene.folded, hit.begin):
            return None
        own = scene.folded[hit.begin : hit.finish] in _OUR_THANKS and _OWN.search(before)
        return None if own or _UNSAID.search(before) else hit
    word = scene.folded[hit.begin : hit.finish]
    if hit.key == "negative" and (_DENIED.search(before) or (word == "不行" and before.endswith("得"))):
        return None
    return hit


def _tells(scene: Scene, hit: Hit, intent: Intent) -> bool:
    """Whether a word of feeling tells anything in a message of that kind."""
    word = scene.folded[hit.begin : hit.finish]
    if intent == "plan":
        return hit.key == "positive" and _AGREED.search(word) is not None
    if intent == "cancel":
        return hit.key == "negative" and _GIVEN_UP.search(word) is not None
    if intent == "demand":
        return hit.key == "negative" or word in _OUR_THANKS or word in ("道谢", "多谢", "满意", "很满意", "高兴")
    if intent == "competitor":
        return hit.key != "positive" or word in ("还是用", "用我们")
    if intent == "care":
        return hit.key != "negative" or word not in ("退", "受伤", "着急")
    return True
