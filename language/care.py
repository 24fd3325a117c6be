"""Client care in a message (R3): the form, the moment, and whether the message is about care at all."""

import re
from typing import cast, get_args

from domain.frozen import frozen
from language.ground import Ground
from language.patterns import lazy, pattern
from language.reading import CareForm, Read
from language.scene import Scene
from language.signs import Hit

_BUSINESS = pattern("business")
_GIVING = lazy(r"[送寄带给提拎捎订买递发祝]|gave|sent|brought|took|deliver|mail|post|send|bring|give|wish|congrat|drop")
# A form named inside these is a product or a means, not a form of care.
_NO_FORM = pattern("no_form")
_WARM = pattern("warm")


# 送了套茶具, 带了两瓶酒: a thing counted as one gives presents
_PRESENT = lazy(
    r"(?:送了?|[带捎拎提拿买备寄邮]了)(?:他|她|去|过去|些|点)?(?:[一二两三四五六七八九十几]|\d+)?"
    r"(?:套|盒|箱|束|篮|瓶|罐|袋|筐|提|条|斤|坛|篓|兜|盆)"
    r"(?!资料|方案|合同|设备|材料|文件|监控|样|专线|宽带|线路|意见|发票|单)"
    r"|随了?[^,，。了]{0,8}(?:礼|份子)"
)


@frozen
class Care:
    """What of a message is care; `plain` where it can hardly be anything else."""

    form: Read[CareForm] | None
    moment: Read[str] | None
    plain: bool
    place: int = 0


def read_care(scene: Scene) -> Care | None:
    """The care a message tells of or plans, None where it is about something else."""
    moments = [hit for hit in scene.words("moments") if not _clock(scene, hit) and not _no_moment(scene, hit)]
    gifts = scene.words("gifts")
    products = Ground(len(scene.folded), (match.span() for match in _NO_FORM.finditer(scene.folded)))
    forms = [hit for hit in scene.words("care_forms") if products.free(hit.begin, hit.finish)]
    meals = (
        hit
        for hit in forms
        if hit.key == "gathering" and not _AROUND.search(scene.folded, max(0, hit.begin - 16), hit.begin)
    )
    gathering = next(meals, None) or _treat(scene)
    if gathering is not None:
        moments = [hit for hit in moments if hit.key != "other" or not _told_of(scene, hit)]
    warm = any(_WARM.match(scene.folded[hit.begin : hit.finish]) for hit in gifts) or bool(
        _PRESENT.search(scene.folded)
    )
    if _GIVEN_TO_US.search(scene.folded):
        gifts = []
        warm = False
    act = next((hit for hit in forms if hit.key not in ("visit", "gathering")), None)
    moment = _moment(scene, moments)
    giving = _GIVING.search(scene.folded)
    if (
        gathering is not None
        and not gifts
        and (_meal_about_business(scene, gathering) or _meal_after(scene, gathering))
    ):
        gathering = None
    if not (
        gathering
        or (gifts and giving)
        or warm
        or (moment and moment.value != "other" and (act or _festive(scene, moment)))
        or (moment and _CALL_ON.search(scene.folded))
    ):
        return None
    form = _form(scene, forms, gathering)
    if not gifts and not gathering and form is not None and form.begin < 0 and _ASKED_OF_US.search(scene.folded):
        return None  # 戴总说五月搞店庆，让我们赞助
    place = next((hit.begin for hit in (*gifts, *forms)), 0)
    return Care(form, moment, plain=bool(warm or gathering or moment), place=place)


# 请廖局长和陶科长吃的…, 钓了一天鱼: how a meal or a day out is said, with words between
_TREATED = lazy(
    r"(?:跟|和|与|同|陪|一起|一块儿?)[^,，。]{0,10}?[吃喝食](?:了|的(?!人|事|穿))"
    r"|[打踢看]了?[一两几]?[场局][^,，。]{0,4}(?:球|比赛|电影|戏|演出)|泡了?(?:个)?温泉"
    r"|(?:约|邀|喊|叫)(?:我们?|咱们?|[他她])[^,，。:]{0,16}?[吃喝食](?!亏|紧|不消|力|透|香|茶|咖啡)"
    r"|请(?!我)[^,，。:]{1,24}?[吃喝食](?:[了的个顿饭酒茶餐火海])|[钓打爬唱吃喝食](?:了|过|完)(?:[一两几半个]|天|场|顿|局|次|回|会儿?|上午|下午|晚上|圈|杯)*"
    r"的?(?:鱼|球|牌|山|歌|饭|酒|餐|麻将|羽毛球|乒乓球|篮球|高尔夫)"
)


def _treat(scene: Scene) -> Hit | None:
    match = _TREATED.search(scene.folded)
    return Hit(match.start(), match.end(), "gathering") if match else None


_ASKED_OF_US = lazy(r"(?:让|请|要|问|想让|希望|叫)(?:我们?|咱们?)[^,，。]{0,6}(?:赞助|支持|提供|出|给|帮|做|搞)")
_AROUND = lazy(
    r"\b(?:after|before|until|by) (?:the |our )?$"  # after lunch: a time of the day
    r"|(?:在学|学会了?|学着|迷上了?|喜欢上?了?|[最很也就]爱|爱上了?|爱好是?|热衷于?)去?$"  # what they like
    r"|\b(?:loves|likes|enjoys|is into|has taken up|is learning)(?: to| playing)? $"
)
_GIVEN_TO_US = lazy(r"送(?:给)?了?(?:我们?|咱们?)|gave us")
_CALL_ON = lazy(
    r"(?:医院|病房|病床|家里?|家中)(?:里|前)?(?:看|瞧)(?:了|过|望|一|看|瞧)|看望|探[望病]|去看(?!看?(?:机房|现场|场地|设备|线路|点位))"
    r"|看看?[他她]|visit(?:ed)? (?:him|her)"
)


def _told_of(scene: Scene, hit: Hit) -> bool:
    """他说开盘那天要搞直播, told over a meal: no occasion of the meal."""
    clause = scene.clause_at(hit.begin)
    return _SPEAKS.search(scene.folded, clause.begin, hit.begin) is not None


_SPEAKS = lazy(r"[他她佢们总长任董理][^,，。]{0,3}[说话讲]")


def _clock(scene: Scene, hit: Hit) -> bool:
    """十一 in 上午十一点 or 十月三十一号 is no National Day."""
    if scene.folded[hit.finish : hit.finish + 1] in ("月", "点", "号", "日", ":"):
        return True
    inside = (w for w in scene.times if w.begin <= hit.begin < w.finish)
    return any(w.grain == "minute" or (hit.begin > w.begin and w.done.text[-1] in "号號日") for w in inside)


def _no_moment(scene: Scene, hit: Hit) -> bool:
    """国庆晚会, 中秋促销: the holiday only names a time or a thing."""
    return (
        re.match(
            r"(?:的)?(?:之后|以后|过后|后(?!天)|晚会|促销|保障|值班|放假|假期|期间|套餐|活动方案|直播|特惠|档期)",
            scene.folded[hit.finish :],
        )
        is not None
    )


def _meal_about_business(scene: Scene, hit: Hit) -> bool:
    if _SPORT.search(scene.folded, hit.begin, hit.finish):
        return False
    match = _BUSINESS.search(scene.folded, hit.finish)
    return bool(match) and "顺便" not in scene.folded[hit.finish : match.start() if match else None]


_SPORT = lazy(r"球|山|鱼|歌|牌|跑|骑|泳|徒步|露营|golf|hik|tennis|badminton")


def _meal_after(scene: Scene, hit: Hit) -> bool:
    """今天去矿上看了基站，中午一起吃了饭: a meal told after the visit it belongs to."""
    clause = scene.clause_at(hit.begin)
    if _HOSTED.search(scene.folded, clause.begin, clause.finish) or scene.in_clause(clause, "ahead"):
        return False
    earlier = (
        each
        for each in scene.signs
        if each.begin < clause.begin and (each.key == "met" or (each.key == "go" and _dated(scene, each)))
    )
    return any(not scene.in_clause(scene.clause_at(each.begin), "off", "not") for each in earlier)


def _dated(scene: Scene, hit: Hit) -> bool:
    clause = scene.clause_at(hit.begin)
    return any(clause.begin <= when.begin < hit.begin and not when.bare for when in scene.times)


_HOSTED = lazy(r"请|宴|答谢|联谊|庆祝|聚餐")
_GIFT_SENT = lazy(r"送(?:了|去|点|些|上|到)|给[^,，。]{1,12}送")
_FESTIVE = lazy(r"送|带(?!.{0,4}(?:同事|人|队|师傅|经理|工程师))|看|贺|庆|brought|took|gave|sent")


def _festive(scene: Scene, moment: Read[str]) -> bool:
    """A visiting or giving verb near the moment: 过生日带个…, 去给丘总拜年."""
    clause = scene.clause_at(moment.begin)
    number = scene.clauses.index(clause)
    following = scene.clauses[number + 1 : number + 2]
    finish = following[0].finish if following else clause.finish
    return bool(_FESTIVE.search(scene.folded, clause.begin, finish)) and (
        not moment.value.startswith("holiday")
        or _WARM.search(scene.folded) is not None
        or (_GIFT_SENT.search(scene.folded, clause.begin, finish) is not None and not _BUSINESS.search(scene.folded))
    )


def _moment(scene: Scene, hits: list[Hit]) -> Read[str] | None:
    """The moment said last in importance: a birthday or anniversary before a holiday before anything else."""
    order = {"birthday": 0, "anniversary": 1, "other": 3}
    best = min(hits, key=lambda hit: (order.get(hit.key, 2), hit.begin), default=None)
    if best is None:
        return None
    return Read(best.key, 0.9, scene.text[best.begin : best.finish], best.begin)


def _form(scene: Scene, forms: list[Hit], gathering: Hit | None) -> Read[CareForm] | None:
    chosen = gathering
    if chosen is None:
        chosen = next((hit for hit in forms if hit.key != "gathering"), None)
        others = [hit for hit in forms if hit.key not in ("gathering", "visit")]
        # 带/送 is weaker than a form said outright: 微信送了祝福, 送…寄…
        if chosen is not None and chosen.key == "visit" and others:
            between = scene.folded[chosen.begin : others[0].begin]
            if len(between) < 8 and not re.search(r"[,，。 ]", between):
                chosen = others[0]
        ordered = _ORDERED.search(scene.folded) if chosen is None or chosen.key == "visit" else None
        if ordered and (chosen is None or ordered.start() <= chosen.begin):
            chosen = Hit(ordered.start(), ordered.end(), "other")
        if chosen is not None and chosen.key == "other" and _TAKEN_ALONG.match(scene.folded, chosen.finish):
            chosen = Hit(chosen.begin, chosen.finish, "visit")
    if chosen is None:
        return Read("visit", 0.5)
    assert chosen.key in get_args(CareForm)
    return Read(cast(CareForm, chosen.key), 0.9, scene.text[chosen.begin : chosen.finish], chosen.begin)


_ORDERED = lazy(r"订(?:购|了)?(?:[一两]?[个束盆篮份盒只])?.{0,3}?(?:花(?!园|木)|蛋糕|果篮|花篮)")
# 订个蛋糕送去: ordered, and then taken along.
_TAKEN_ALONG = lazy(
    r"[,，]?(?:我|再|然后|晚上|下午|上午|中午|明天)*(?:送(?:去|过去|上门|给[他她])|[带拿拎](?:去|过去|给))"
)


def asked_moment(scene: Scene) -> Read[str] | None:
    """The moment a question names."""
    return _moment(scene, [hit for hit in scene.words("moments") if hit.key != "other"])
