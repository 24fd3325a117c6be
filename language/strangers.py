"""Names that stand in a message and not in the portfolio: a new client, a person nobody has entered."""

import re

from language.reading import Read
from language.scene import Scene

_KIND = re.compile(
    r"(?:人民医院|中医院|医院|卫生院|诊所|幼儿园|中学|小学|学校|大学|学院|委员会|管委会|居委会|村委会|街道办|派出所|法院|检察院|政府|支队|大队|供电所|事务所|研究所|"
    r"公司|集团|工厂|厂|银行|支行|分行|信用社|酒店|宾馆|饭店|餐厅|超市|商场|广场|超市|报社|电视台|合作社|协会|商会|中心|局|院|馆|站|店|所|园|矿)"
)
_STOP = re.compile(
    r"[,，。.;；:：、!！?？\s\"“”()（）]|[在去到跟和给从约见找访的了过把被让说叫是有个这那家]|拜访|走访|回访|今天|昨天|明天|上午|下午|刚才|新客户|客户|一家|附近|联系"
)
_EMPTY = frozenset(
    "公司 集团 医院 学校 中心 工厂 酒店 银行 机房 公安局 政府 教育局 现场 办公室 法院 我们公司 单位 分公司 总公司 本公司 营业厅".split()
)  # noqa: SIM905
_UNFILED = re.compile(
    r"还?没有?建档|未建档|没录|没有录入|系统里(?:还)?没|新客户|潜在客户|新开发|第一次接触|not in the system|new client|new customer|prospect"
)
_ENGLISH = re.compile(r"(?:at|with|visited|met|from|to) ((?:[A-Z][\w&'-]+ ?){1,5})")


def new_client(scene: Scene) -> Read[str] | None:
    """The name of an organisation that is spoken of like a client and is none of the portfolio's."""
    if scene.who.clients or scene.who.client_choices:
        return None
    folded = scene.folded
    for match in _KIND.finditer(folded):
        begin = _start(scene, match.start())
        name = scene.text[begin : match.end()]
        if len(name) >= 4 and name not in _EMPTY and not any(b < match.end() and begin < f for b, f in scene.who.spans):
            return Read(name, 0.8 if _UNFILED.search(folded) else 0.6, name, begin)
    english = _ENGLISH.search(scene.text) if _UNFILED.search(folded) else None
    return Read(english[1].strip(), 0.6, english[1].strip(), english.start(1)) if english else None


def _start(scene: Scene, place: int) -> int:
    """How far to the left the name reaches: to a verb, a particle, a time or a sign."""
    begin = max([place - 12, 0, *(w.finish for w in scene.times if w.finish <= place)])
    for match in _STOP.finditer(scene.folded, begin, place):
        begin = match.end()
    return begin
