"""Whether a client named is where somebody was met, and whether somebody named belongs to a client at all."""

import re

from language.client_names import ClientMention
from language.ground import Span
from language.patterns import lazy
from language.person_names import PersonMention
from language.portfolio import Portfolio
from language.tables import words


def ends_so(written: str, name: str) -> bool:
    """Whether these words are the end of a client's folded name, or its short form: 国际酒店, 公安局 for 公安分局."""
    if len(written) >= 4 and name.endswith(written):
        return True
    return len(written) == 3 and written[-1] in "局院厂" and written[:2] in name and name[-1] == written[-1]


# 去了趟金海宾馆，跟刘总谈: whoever is met after going to a stranger's house belongs there.
_WENT_TO = lazy(r"(?:去|到|来到|拜访|走访|跑)(?:了|过)?(?:一?趟|一下)?$")


_THEN_MET = lazy(r"[^。;；!?]{0,16}")


def of_a_stranger(folded: str, span: Span, begin: int) -> bool:
    """Whether the manager went to that house (`span`), and met there whoever is named at `begin`."""
    return (
        _WENT_TO.search(folded, max(0, span[0] - 8), span[0]) is not None
        and _THEN_MET.fullmatch(folded, span[1], begin) is not None
    )


# Between a place and whoever was met there: 在登高酒店碰见紫岭钟经理.
_MET_THERE = lazy(r"[^,，。;；]{0,6}?(?:[碰遇撞]|见[到了着]|约了?|[跟和与同陪请找])[^,，。;；]{0,3}")


def left_out(folded: str, client: ClientMention, clients: list[ClientMention]) -> bool:
    """明天石坑岭不去了，改去青炉山: the client that another takes the place of; 王校长说雁溪那边不错: one quoted."""
    if any(c.finish < client.begin for c in clients) and _QUOTED.search(folded, max(0, client.begin - 6), client.begin):
        return True
    if not _NOT_GOING.match(folded, client.finish):
        return False
    later = (c for c in clients if c.begin > client.finish)
    return any(_INSTEAD.search(folded, max(client.finish, c.begin - 4), c.begin) for c in later)


_QUOTED = lazy(r"(?:说|讲|听说|提到|说起|聊到|聊起|羡慕)(?:是|人家|隔壁)?$")
_NOT_GOING = lazy(r"(?:那边|那里|的[^,，。]{0,4})?(?:先?不去了|去不了|去不成|取消|(?=(?:改|换)(?:成|为|到)?去?))")


_INSTEAD = lazy(r"(?:改去|改跑|改见|转去|换成|先去|改成|改成去|换成去|改为去|改到)$")


def only_where(folded: str, client: ClientMention, clients: list[ClientMention]) -> bool:
    """在登高酒店跟紫岭钟经理聊了: a client after 在 where somebody of the next one was met is only the place."""
    if not _AT.search(folded[max(0, client.begin - 3) : client.begin]):
        return False
    following = next((c for c in clients if c.begin >= client.finish), None)
    if following is None or not _MET_THERE.fullmatch(folded, client.finish, following.begin):
        return False
    return (
        re.match(r"(?:的|那边|那里)?[一-鿿]{0,4}?(?:总|长|任|理|管|师|记|董|工)", folded[following.finish :])
        is not None
    )


_AT = lazy(r"(?:在|约在|约到)$")


_HALL = lazy(r"(?:酒店|饭店|宾馆|酒楼|茶楼|餐厅|会所)$")


def is_apart(mention: PersonMention, clients: list[ClientMention], folded: str, portfolio: Portfolio) -> bool:
    """Whether the clients named have nothing to do with the person: a hotel that is only the place, another task."""
    if all(
        mention.finish <= c.begin and re.search(r".[,，。;；\s].", folded[mention.finish : c.begin]) for c in clients
    ):
        return True
    for client in clients:
        hall = any(_HALL.search(portfolio.names_of(number)[0]) for number in client.numbers)
        if not (hall and _AT.search(folded[max(0, client.begin - 3) : client.begin])):
            return False
    for client in clients:
        client.place = True
    return True


# 泰华董总: two signs right before a surname and title that are no verb, no particle and no office.
_BRAND = lazy(r"(?:^|[^一-鿿]|[去到在跟和给从约见访让叫听陪请找问与同向对])?(?P<name>[一-鿿]{2})的?$")
_NO_END = frozenset(
    "去到在跟和给从约见访让叫听陪请找问与同向对为替由经把被是来过了着看说讲谈聊回送寄发带催帮代等靠凭及或且并但而又也都就还再才刚只仅已将"
    "会能可要想得该祝的地这那哪个位名们下上里外中前后时候点号天午早晚夜次趟回遍科室部处台办组股队班厂局院校行站所店社长总任理员师工信讯"
    "话事情子嘴家人又呢吧啊哦嗯唉"
)
_NO_BRAND = frozenset(words("not_brands"))


def of_a_brand(folded: str, begin: int, times: list[Span], portfolio: Portfolio) -> bool:
    """Whether a word that may be the name of a house nobody knows stands right before a person at `begin`."""
    match = _BRAND.search(folded, max(0, begin - 4), begin)
    if match is None or match["name"][-1] in _NO_END or match["name"][0] in _PREPOSITIONS:
        return False
    if match["name"] in _NO_BRAND or match["name"] in portfolio.regions:
        return False
    return not any(start < match.end("name") and match.start("name") < stop for start, stop in times)


_PREPOSITIONS = frozenset("去到在跟和给从约见访让叫听陪请找问与同向对把被说祝")
