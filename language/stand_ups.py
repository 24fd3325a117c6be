"""What somebody says at a stand-up in their own words: 昨天：走访一中；今天：去二院；卡点：合同没盖章."""

import re

from language.characters import fold

_LABELS = {
    "yesterday": r"昨天|昨日|yesterday",
    "today": r"今天|今日|today",
    "blocks": r"卡点|卡住|困难|问题|障碍|阻碍|需要支持|需要支援|blockers?|blocked|stuck|problems?",
}
_DAY_BEFORE = (
    r"(?:上个?)?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]|节前|節前|假期前|\d{1,2}月\d{1,2}[日号號](?:\s?周.|\s?週.)?"
    r"|(?:last )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?"
)
"""What the working day before is called after days off; alone it may open any sentence."""


def _head(names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s；;。，,、.])({names})\s*[:：]\s*", re.IGNORECASE)


_HEAD = _head("|".join(_LABELS.values()))
_HEAD_ASKED = _head("|".join((*_LABELS.values(), _DAY_BEFORE)))
_TRIM = " \t\n；;。，,、"
LONGEST = 300
"""Characters of each part that are kept: it is one line of a summary."""


def labelled(text: str) -> dict[str, str]:
    """The parts of a text that are labelled `yesterday`, `today` or `blocks`; none where it labels nothing."""
    return _parts(text, _HEAD)


def in_words(text: str) -> dict[str, str]:
    """The same of an answer that was asked for: the day before may be called by its name (周五：…), and what comes
    without a label is today's."""
    found = _parts(text, _HEAD_ASKED)
    if not found and (words := " ".join(text.split()).strip(_TRIM)[:LONGEST]):
        found["today"] = words
    return found


def _parts(text: str, head: re.Pattern[str]) -> dict[str, str]:
    heads = list(head.finditer(fold(text)))
    found: dict[str, str] = {}
    for place, each in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        words = " ".join(text[each.end() : end].split()).strip(_TRIM)[:LONGEST]
        if words:
            found[_name(each[1])] = words
    return found


def _name(label: str) -> str:
    named = (name for name, words in _LABELS.items() if re.fullmatch(words, label, re.IGNORECASE))
    return next(named, "yesterday")
