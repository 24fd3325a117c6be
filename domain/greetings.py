"""Greetings (R3.5): which texts suit a moment and a person, and what must never stand in one."""

import re
from datetime import date
from enum import StrEnum

from domain.frozen import frozen
from domain.moments import Kind
from domain.persons import PersonRole


class Register(StrEnum):
    """How somebody is spoken to: formal for leaders, warm for those one knows well, plain for anybody."""

    FORMAL = "formal"
    WARM = "warm"
    PLAIN = "plain"


NOT_AGAIN_YEARS = 3
"""No text goes to the same person twice within so many years."""

LONGEST = {"zh_Hans": 70, "zh_Hant": 70, "en": 160}
"""Characters that one SMS carries, the name put in."""

BIRTHDAY, LUNAR_BIRTHDAY, FOUNDING, COOPERATION = "birthday", "lunar_birthday", "founding", "cooperation"
CONTRACT_ANNIVERSARY, CONTRACT_END, OTHER = "contract_anniversary", "contract_end", "other"

_HEAD = re.compile(
    r"[局校院行处處厂廠园園社台臺所部市区區县縣镇鎮][长長]|书记|書記|总裁|總裁|董事[长長]|总经理|總經理|总[编监]|總[編監]|政委|主席"
    r"|principal|president|chair(?:wo)?man|director|ceo|general manager|dean"
)
_WELL_KNOWN = frozenset({PersonRole.CONTACT, PersonRole.SELF, PersonRole.BUSINESS_OWNER})


def register_for(role: str | None, position: str | None) -> Register:
    """The register that suits what somebody is to the business (R3.5): leaders, and heads of anything, formally."""
    if role == PersonRole.LEADER or _HEAD.search((position or "").lower()):
        return Register.FORMAL
    return Register.WARM if role in _WELL_KNOWN else Register.PLAIN


def subject_of(kind: Kind, name: str | None, *, lunar: bool = False, founding: bool = False) -> str:
    """Under which heading the texts for a moment stand: a holiday's own name, `birthday`, `founding`, `other` …"""
    match kind:
        case Kind.BIRTHDAY:
            return LUNAR_BIRTHDAY if lunar else BIRTHDAY
        case Kind.HOLIDAY:
            return name or OTHER
        case Kind.CONTRACT_END:
            return CONTRACT_END
        case Kind.ANNIVERSARY:
            return FOUNDING if founding or name is None else _anniversary(name.lower())
    return OTHER


def _anniversary(name: str) -> str:
    if any(word in name for word in ("合同", "合約", "签约", "簽約", "contract")):
        return CONTRACT_ANNIVERSARY
    return COOPERATION if any(word in name for word in ("合作", "cooperat", "partner")) else OTHER


@frozen
class Candidate:
    """A text that might be offered: `{whom}`, `{moment}` and `{subject}` still stand in it."""

    text: str
    register: Register


def choose(candidates: list[Candidate], offered: dict[str, date], register: Register, today: date, n: int) -> list[str]:
    """`n` texts for a person, of the register that suits them, none that they got within three years (R3.5).

    Where the register is used up, another one helps out; where all are, what was offered longest ago comes again.
    """
    limit = _years_before(today, NOT_AGAIN_YEARS)
    fresh = [each for each in candidates if offered.get(each.text, date.min) <= limit]
    fresh.sort(key=lambda each: each.register is not register)
    rest = sorted((each for each in candidates if each not in fresh), key=lambda each: offered[each.text])
    return [each.text for each in (*fresh, *rest)][:n]


def _years_before(day: date, years: int) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def painful(text: str, never: tuple[str, ...]) -> str | None:
    """The first word of a text that hurts or is out of place at its moment, None where there is none."""
    lowered = text.lower()
    return next((word for word in never if _stands_in(word, lowered)), None)


def _stands_in(word: str, text: str) -> bool:
    """Latin words whole: a deadline is nothing dead."""
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else word in text
