"""What the words around a name say: only a place, a comparison, gone or not gone, away, a colleague."""

import re

from language.client_names import ClientMention
from language.patterns import lazy, pattern
from language.person_names import PersonMention
from language.portfolio import Portfolio

_LOOK = 40  # how many signs around a name are looked at

# Between an organisation and a person of it: 县中医院(信息科的)陈院长, 去县中医院拜访陈院长.
OF_THERE = lazy(
    r"(?:那边|那里)?的?(?:[一-鿿]{1,4}[科部处室办股])?的?"
    r"|(?:那边|那里)?(?:拜访|走访|回访|见|找|跟|和|看|约)(?:了|到)?(?:他们|的)?"
)
_PLACE = pattern(
    "happening", before=r"^(?:那边|那里|里面|里|楼[上下]|旁边|的?(?:会议室|大堂|会议厅|宴会厅|包厢|餐厅))?"
)
_BEFORE_PLACE = lazy(r"(?:在|到|借|去|at|in|near)\s*(?:the )?$")
_PUT_TO = lazy(r"(?:等|报|报到|报给|上报|上报给|提交|提交给|交给|送|经|由|归|得|要|看|向)$")
_DECIDES = lazy(
    r"(?:那边|那里|领导|上面|统一)?(?:的)?(?:批|审|核|拨|同意|点头|通知|拍板|定夺|答复|签字|盖章|立项|招标|统一|回复|发文|下文|备案|走流程)"
)
_IN_BED = lazy(r"(?:在|住在|住进|住了|送到|送去|送进|转到|转院到|住)\s*$")
_ILL = lazy(r"住院|手术|开刀|养病|骨折|生病|病房|病了|摔伤|车祸|探病")
_COMPARED = pattern("compared", before="^")
_BEFORE_COMPARED = pattern("before_compared", after=r"\s*$")
_NOT_GONE = pattern("not_gone", after=r"<not_gone_filler>*\s*$")
_ABSENT = pattern("absent", before=r"^\s*<absent_filler>*")
_LATER = pattern("later", after=r"<later_verb>+\s*$|<later_alone>\s*(?:一下|下)?$")
_MISSED = lazy(
    r"(?:没能?(?:见|碰|遇|找|等|约)[到着上](?:[^,，。;；跟和同与见聊只是]{1,8}的?)?|没能?(?:见|碰|遇|找|等|约)|不见"
    r"|didn't (?:see|meet)|did not (?:see|meet)|missed)\s*$"
)
_IN_MEETING = lazy(r"(?:他|她)?(?:去|在|正在?|要|临时)?开会(?:去了|呢)?(?=[,，。;；]|$)")
_MEETS_WITH = lazy(r"[跟和与同陪给为约]$")
_SOUGHT = lazy(r"(?:(?:本来|本|原本|原来|原)?(?:想|要|打算|准备)|本来|原本)[去来]?(?:找|见|约|拜访|看)$")
_DECIDES_LATER = pattern("decides_later", before="^", after="(?![了过])")


def _before(folded: str, mention: ClientMention | PersonMention) -> str:
    return folded[max(0, mention.begin - _LOOK) : mention.begin]


def _after(folded: str, mention: ClientMention | PersonMention) -> str:
    return folded[mention.finish : mention.finish + _LOOK]


def is_decoy(folded: str, client: ClientMention) -> bool:
    """A client that is only a place, a comparison, or where the manager did not go."""
    before, after = _before(folded, client), _after(folded, client)
    if _COMPARED.match(after) or _BEFORE_COMPARED.search(before) or _NOT_GONE.search(before):
        return True
    if _DECIDES.match(after) and _PUT_TO.search(before):
        return True  # 要等教育局批下来
    if _IN_BED.search(before) and _ILL.search(folded):
        return True  # 老范住院了，在二院
    return bool(_BEFORE_PLACE.search(before) and _PLACE.match(after))


def not_gone(folded: str, client: ClientMention) -> bool:
    """没去成一中: where the manager meant to go."""
    return _NOT_GONE.search(_before(folded, client)) is not None


def is_away(folded: str, mention: PersonMention, following: PersonMention | None) -> bool:
    """A person who was not there; in 仇总龚部长都出差了 what is said of the last is said of those before."""
    if _away(folded, mention):
        return True
    if following is None:
        return False
    joined = re.fullmatch(r"[、,，和跟与及 ]*(?:and )?", folded[mention.finish : following.begin])
    return bool(joined) and _away(folded, following) and folded[following.finish : following.finish + 1] in "都也均 "


def _away(folded: str, mention: PersonMention) -> bool:
    before, after = _before(folded, mention), _after(folded, mention)
    if _IN_MEETING.match(after) and not _MEETS_WITH.search(before):
        return True
    return bool(_MISSED.search(before) or _ABSENT.match(after) or _LATER.search(before) or _DECIDES_LATER.match(after))


def away_until(folded: str, finish: int) -> int:
    """Where the words end that say that the person named just before them was not there."""
    match = _ABSENT.match(folded[finish : finish + _LOOK])
    return finish + (match.end() if match else 0)


def is_sought(folded: str, begin: int) -> bool:
    """本来想找张局的: somebody whom the manager meant to see."""
    return _SOUGHT.search(folded[max(0, begin - _LOOK) : begin]) is not None


def is_stray(folded: str, mention: PersonMention, clients: list[ClientMention], portfolio: Portfolio) -> bool:
    """A bare given name (建国, 海波) that stands neither beside its client nor after a verb that takes a person;
    a 小王 of ours who is sent to a client where no 王 is known."""
    sent = mention.title in ("小", "老") and re.search(r"[让叫派带]$|安排$", _before(folded, mention)) is not None
    if mention.strength > 0.5 and not (sent and clients):
        return False
    named = {number for client in clients for number in client.numbers}
    if any(portfolio.client_of(number) in named for number in mention.fits):
        return False
    return sent or not re.search(r"(?:[找见跟和约给向陪]|拜访|联系)$", _before(folded, mention))


def is_companion(folded: str, mention: PersonMention) -> bool:
    """和小李一起去: a colleague rather than a client's person, as long as only 小 or 老 and a surname is said."""
    return (
        mention.strength <= 0.6
        and re.search(r"[和跟同与带]\s*$", _before(folded, mention)) is not None
        and re.match(r"(?:一起|一道|一块|同去|一同|两个?人|俩)", _after(folded, mention)) is not None
    )
