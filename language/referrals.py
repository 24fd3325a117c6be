"""A question put to one's leader in words (R2.8): 请示：一中想要8折，能不能给；ask my leader: may I offer 20 % off?"""

import re

_WHOM = r"(?:领导|領導|组长|組長|主管|经理|經理|上级|上級|老板|老闆)"
_CHINESE = re.compile(
    rf"(?:我?想|我?要|麻烦|麻煩)?(?:请示|請示)(?:(?:一下|下)?{_WHOM}|一下)?(?P<mark>\s*[:：,，、]\s*|\s+|(?<=一下)|(?<=下))",
)
_LEADER = r"(?:(?:my|the|our)\s+)?(?:team\s+)?(?:leader|lead|boss|supervisor|manager)"
_ENGLISH = re.compile(
    rf"(?:please\s+)?(?:(?:ask|question\s+(?:for|to)|refer\s+to|check\s+with)\s+{_LEADER}|referral)"
    r"(?:\s*[:,–—-]\s*|\s+(?=if\b|whether\b|about\b|for\b))",
    re.IGNORECASE,
)


# …我做不了主，请组长定: the whole of it is the question. 还得等领导定 only tells, often of the client's.
_AT_THE_END = re.compile(
    rf"[,，。;；\s](?:还得|還得|得|要|想|只能)?(?:请|請|麻烦|麻煩){_WHOM}(?:来|來|帮忙|幫忙|给|給)?(?:定|定夺|定奪|拍板|决定|決定|批示"
    r"|指示|示下|个?意见|個?意見|个?话|個?話|拿主意|看看能不能给?|看下能不能给?)(?:一下|下)?[。.!！]?$"
    rf"|[,.;]\s*(?:i(?:'ll| will| must| have to)? )?(?:need|want|leave (?:it|this) to) {_LEADER}"
    r"(?: to decide|'s decision)?[.!]?$",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    rf"(?:请示|請示)(?!.{{0,3}}(?:局|校|院|书记|書記))|(?:ask|check\s+with|refer\s+to)\s+{_LEADER}"
    rf"|(?:还得|還得|得|要|只能)等{_WHOM}(?:定|决定|決定|拍板|批)",
    re.IGNORECASE,
)


def mentioned(text: str) -> bool:
    """Whether the words speak of asking one's leader, without putting the question."""
    return _MENTIONED.search(text) is not None or _AT_THE_END.search(text) is not None


def question(text: str) -> str | None:
    """What is to be put to one's leader; None where the words put nothing to them."""
    words = text.strip()
    return opened(words) or (words if _AT_THE_END.search(words) else None)


def opened(text: str) -> str | None:
    """The same of words that open with it (请示：…), which are nothing else whatever was asked."""
    words = text.strip()
    found = _CHINESE.match(words) or _ENGLISH.match(words)
    return (words[found.end() :].strip() or None) if found else None
