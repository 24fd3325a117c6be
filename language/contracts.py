"""A contract told in words (R1.5): 一中的专线合同到2027年3月31日到期; the contract ends on 31 March 2027. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from domain.frozen import frozen
from language import dates
from language.characters import fold
from language.dates import Mention
from language.patterns import lazy

LONGEST = 40
"""Characters of what a contract is about; more was no name of one."""

_WORD = lazy(r"合同|合约|协议(?!院)|\bcontract\b|\bagreement\b")
_ENDS = lazy(
    r"到期|期满|届满|截止|为止|有效期|合同期|续签?[到至]|延[到至]|\bends?\b|\bending\b|\bexpir|\buntil\b|\btill\b|\bruns?\b"
)
_UP_TO = lazy(r"(?:[到至]|\bto|\bthrough)\s*$")
_SPAN = lazy(r"[到至~—–]|-(?=\s*\d{4})|\bto\b|\bthrough\b|\buntil\b")
_NOT = lazy(
    r"(?:到期|期满)(?:之|以)?[前后]|谈|聊|去(?!年)|(?<!顾)问|催|提醒|讨论|沟通|商量|准备|跟进|什么时候|几时|哪天|多久"
    r"|\bwhen\b|\bdiscuss|\btalk|\bremind|\bmeet|\bbefore\b"
)
_SAID = lazy(r"^.*(?:说|讲|告诉(?:我们?)?|得知|了解到|听说|表示|提到|确认|\bsaid|\bsays|\bthat)\s*")
_WHOSE = lazy(
    r"^(?:['’]s?|(?:他们|她们|对方|我们|咱们|学校|医院|客户|人家|他家|贵司|公司)?(?:家|那边|这边)?的?)\s*"
    r"(?:(?:现在|目前|现有|原来?|有一?[个份]|一[个份]|这[个份]|那[个份]|新签)的?)*\s*(?:(?:the|their|our|his|her|an?)\s+)?"
)
_FOR = lazy(r"\s+for\s+(?:the\s+|an?\s+)?(.{2,40}?)\s+(?:ends?|expires?|runs?|is)\b")
_EDGES = " \t,，。.;；:：、的()（）-—–~从自由至到"


@frozen
class ContractTold:
    """A contract as words tell of it; `subject` is "" where they do not say what it is about.

    The clause that tells of it lies between `begin` and `finish`.
    """

    subject: str
    starts_on: date | None
    ends_on: date
    begin: int
    finish: int


def told(text: str, now: datetime, names: Sequence[tuple[int, int]] = ()) -> ContractTold | None:
    """The contract that a message tells of; None where it tells of none, or of none with an end.

    `now` is local wall time. `names` are the places of clients' and persons' names: they are no part of its subject.
    """
    folded = fold(text)
    for begin, finish in _clauses(folded):
        clause = folded[begin:finish]
        word = _WORD.search(clause)
        if word is None or _NOT.search(clause):
            continue
        mention = _until(text, clause, begin, now)
        if mention is None:
            continue
        starts_on, ends_on = _days(mention)
        subject = _subject(text, begin, begin + word.start(), names) or _named_after(text, begin + word.end(), finish)
        return ContractTold(subject, starts_on, ends_on, begin, finish)
    return None


def line(text: str, now: datetime) -> tuple[str, date | None, date | None]:
    """A line that is known to be of a contract: what it is about, its first and its last day as far as it says them."""
    mentions = dates.find(text, now, "future")
    rest = text
    for each in reversed(mentions):
        rest = rest[: each.begin] + " " + rest[each.finish :]
    subject = re.sub(r"到期|为止|截止|合同期|有效期|\b止|\bexpir\w*|\bends?\b(?: on)?", " ", rest)
    subject = re.sub(r"(?:合[同约約]|contract)$", "", " ".join(subject.split()).strip(_EDGES)).strip(_EDGES)
    if not mentions:
        return subject[:LONGEST], None, None
    if len(mentions) > 1:
        first, last = (_days(mention) for mention in (mentions[0], mentions[-1]))
        return subject[:LONGEST], _first(mentions[0]), max(first[1], last[1])
    starts_on, ends_on = _days(mentions[0])
    return subject[:LONGEST], starts_on, ends_on


def _clauses(folded: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in re.finditer(r"[,，。;；!！?？\n]|$", folded):
        if found.start() > begin:
            yield begin, found.start()
        begin = found.end()


def _until(text: str, clause: str, begin: int, now: datetime) -> Mention | None:
    """The day that something lasts until; a day alone is none."""
    for mention in dates.find(text, now, "future"):
        if not begin <= mention.begin < begin + len(clause):
            continue
        if _ENDS.search(clause) or _UP_TO.search(clause[: mention.begin - begin]) or _SPAN.search(fold(mention.text)):
            return mention
    return None


def _days(mention: Mention) -> tuple[date | None, date]:
    """First and last day: of a stretch both, of a day, a month or a year the last."""
    last = _date(mention.end if mention.end is not None else mention.start)
    return (_first(mention) if _SPAN.search(fold(mention.text)) and mention.end is not None else None), last


def _first(mention: Mention) -> date:
    return _date(mention.start)


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _subject(text: str, begin: int, finish: int, names: Sequence[tuple[int, int]]) -> str:
    begin = max([begin, *(end for _, end in names if begin <= end <= finish)])
    words = text[begin:finish]
    words = _plain(_SAID, words)
    words = _plain(_WHOSE, words).strip(_EDGES)
    return words if len(words) <= LONGEST else ""


def _plain(pattern: re.Pattern[str], words: str) -> str:
    """The words without what a pattern finds at their beginning."""
    found = pattern.match(fold(words))
    return words[found.end() :] if found else words


def _named_after(text: str, begin: int, finish: int) -> str:
    found = _FOR.match(fold(text[begin:finish]))
    return text[begin + found.start(1) : begin + found.end(1)] if found else ""
