"""What was moved to another time, put off without one, or called off."""

import re

from language.patterns import lazy
from language.scene import Scene, When
from language.tense import lies_ahead, met, met_by_words

_APPOINTMENT = lazy(r"约|拜访|走访|见面|会议|碰面|行程|去|meeting|visit|appointment|call|demo|lunch|survey|the .* with")


_PUT_OFF = lazy(r"(?:改|换|挪|延|推|调|改期|改约|延期|顺延)(?:到|在|至|成|为|约)?\s*$")


_NEW_TIME = lazy(r"约(?:到|在|了|好)?\s*$")


_BEFORE = lazy(r"原|本来|本來|之前|先前")  # 原本约好后天…，取消: that was the old time


def _agreed_now(before: str) -> bool:
    return _NEW_TIME.search(before) is not None and _BEFORE.search(before) is None


_ON_FILE = lazy(r"生日|电话|手机|号码|地址|职务|名字|到期|birthday|phone")  # a change of the file, not of a visit


def put_off(scene: Scene) -> When | None:
    """The new time of a visit that was moved."""
    if met_by_words(scene):
        return None
    for when in scene.times:
        before = scene.folded[max(0, when.begin - 20) : when.begin]
        put_off = _PUT_OFF.search(before) or (scene.has("not", "off") and _agreed_now(before))
        if put_off and lies_ahead(scene, when) and not _ON_FILE.search(before):
            return when
    moved = scene.first("moved")
    if moved is None or not _APPOINTMENT.search(scene.folded):
        return None
    later = [w for w in scene.times if w.finish > moved.begin and w.first_day(True) >= scene.today]
    onto = [w for w in later if _ONTO.search(scene.folded, max(moved.begin, w.begin - 8), w.begin)]
    return next(iter(onto or later), None)


_POSTPONED = lazy(r"改期|延期|延后|推后|推迟|顺延|后延|postponed|put off|rescheduled")


_OCCASION = lazy(r"约|拜访|走访|见面|会(?!议室)|座谈|行程|演示|碰头|培训|meeting|visit|demo|lunch|call")


def postponed(scene: Scene) -> bool:
    """向段长那边的座谈改期，等通知: put off with no new day is called off."""
    hit = _POSTPONED.search(scene.folded)
    if hit is None or not scene.who.spans or met(scene):
        return False
    if any(when.begin > hit.start() for when in scene.times):
        return False
    return _OCCASION.search(scene.folded, max(0, hit.start() - 16), hit.start()) is not None


_ONTO = lazy(r"(?:\bto|\btill|\buntil|[到至为在成])\s*$")


_NO_DEAL = ("不做了", "不办了", "不搞了", "停掉")  # said of business, not of an appointment


# 石坑岭不去了，改去青炉山
_ELSEWHERE = lazy(r"改去|改跑|改见|转去|转战|换成去")


def called_off(scene: Scene) -> bool:
    """Whether something is off: not a deal lost, not what the client wants ended, not a visit that took place."""
    if not scene.has("off") or _ELSEWHERE.search(scene.folded):
        return False
    return _stood_up(scene) or not (met(scene) or _client_asks_off(scene) or _deal_lost(scene))


def _stood_up(scene: Scene) -> bool:
    """前天跟徐总约的今天下午，他放我鸽子了: nobody came, whatever had been agreed."""
    return any(hit.key == "off" and re.search("鸽|爽约", scene.folded[hit.begin : hit.finish]) for hit in scene.signs)


_LOST = ("黄了", "泡汤", "fell through")  # said of a deal as well as of an appointment


def _deal_lost(scene: Scene) -> bool:
    """那单黄了，被广电抢走: competitor news."""
    hit = scene.first("off")
    return hit is not None and bool(scene.rivals) and scene.folded[hit.begin : hit.finish] in _LOST


def _client_asks_off(scene: Scene) -> bool:
    hit = scene.first("off")
    if hit is None or (scene.times and scene.folded[hit.begin : hit.finish] not in _NO_DEAL):
        return False
    return bool(re.search(r"(?:说|要|想|要求|申请|客户|他们)\s*$", scene.folded[: hit.begin]))
