"""What somebody says at a stand-up in their own words: 昨天：走访一中；今天：去二院；卡点：合同没盖章."""

import re

from language.characters import fold

_LABELS = {
    "yesterday": r"昨天|昨日|yesterday",
    "today": r"今天|今日|today",
    "blocks": r"卡点|卡住|困难|问题|障碍|阻碍|需要支持|需要支援|blockers?|blocked|stuck|problems?",
}
_HEAD = re.compile(
    rf"(?:^|[\s；;。，,、.])({'|'.join(_LABELS.values())})\s*[:：]\s*",
    re.IGNORECASE,
)
_TRIM = " \t\n；;。，,、"
LONGEST = 300
"""Characters of each part that are kept: it is one line of a summary."""


def labelled(text: str) -> dict[str, str]:
    """The parts of a text that are labelled `yesterday`, `today` or `blocks`; none where it labels nothing."""
    heads = list(_HEAD.finditer(fold(text)))
    found: dict[str, str] = {}
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        words = " ".join(text[head.end() : end].split()).strip(_TRIM)[:LONGEST]
        if words:
            found[_name(head[1])] = words
    return found


def in_words(text: str) -> dict[str, str]:
    """The same of an answer that was asked for: what comes without a label is today's."""
    found = labelled(text)
    if not found and (words := " ".join(text.split()).strip(_TRIM)[:LONGEST]):
        found["today"] = words
    return found


def _name(label: str) -> str:
    return next(name for name, words in _LABELS.items() if re.fullmatch(words, label, re.IGNORECASE))
