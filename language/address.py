"""How a person is addressed in a greeting: 王校长, 陳女士, Principal Wang, Kevin (R3.5)."""

from functools import cache

from language.characters import DOUBLE_SURNAMES, fold, surname_reading
from language.tables import words
from language.titles import titles

_HONORIFICS = {
    "zh_Hans": {"male": "先生", "female": "女士"},
    "zh_Hant": {"male": "先生", "female": "女士"},
    "en": {"male": "Mr", "female": "Ms"},
}
_ENGLISH_TITLES = ("principal", "professor", "president", "chairman", "chairwoman", "dean", "captain", "dr")
_CALLED = {"总经理": "总", "总裁": "总", "总监": "总", "董事长": "董事长", "总工程师": "总工"}
"""Positions and what is said of them after a surname; of a deputy the same is said."""
_CALLED_TRADITIONAL = {"总": "總", "董事长": "董事長", "总工": "總工"}
_NOT_SPOKEN = frozenset({"医生", "老师", "教授"})
"""Titles that a position need not name: who has them is called by a longer one."""


def address(name: str, position: str | None, sex: str | None, language: str, *, formal: bool) -> str:
    """What to call somebody in a language; a name in Latin letters is addressed the English way in any of them."""
    if not name.isascii():
        return _chinese(name, position or "", sex, language)
    return _english(name, position or "", sex, formal=formal)


def written_in(name: str, default: str) -> str:
    """The language a person of this name reads: English for Latin letters, else Chinese in the characters it shows."""
    if name.isascii():
        return "en"
    chinese = [sign for sign in name if "一" <= sign <= "鿿"]
    if any(fold(sign) != sign for sign in chinese):
        return "zh_Hant"
    return default if default != "en" else "zh_Hans"


def _chinese(name: str, position: str, sex: str | None, language: str) -> str:
    surname = name[:2] if fold(name[:2]) in DOUBLE_SURNAMES and len(name) > 2 else name[:1]
    title = _title(position)
    if title:
        return surname + title
    honorific = _HONORIFICS[language if language != "en" else "zh_Hans"].get(sex or "")
    return surname + honorific if honorific and len(name) > 1 else name


def _title(position: str) -> str:
    """The title at the end of a position, as it was written: 办公室主任 → 主任, 副院长 → 院长, 总经理 → 总."""
    folded = fold(position)
    for whole, spoken in _CALLED.items():
        if folded.endswith(whole):
            return _CALLED_TRADITIONAL.get(spoken, spoken) if position[-len(whole) :] != whole else spoken
    known = [
        title
        for title in titles()
        if len(title) > 1 and folded.endswith(title) and not title.startswith("副") and title not in _NOT_SPOKEN
    ]
    longest = max(known, key=len, default="")
    if longest:
        # 护士长 is a title of its own; of 办公室主任 only 主任 is said
        spoken = min((title for title in known if longest.endswith(title)), key=len)
        chosen = longest if longest == "护士长" else spoken
        return position[-len(chosen) :]
    return ""


def _english(name: str, position: str, sex: str | None, *, formal: bool) -> str:
    parts = name.split()
    if len(parts) < 2:
        return name
    surname_first = parts[0].lower() in _romanized() and parts[-1].lower() not in _romanized()
    surname, given = (parts[0], " ".join(parts[1:])) if surname_first else (parts[-1], parts[0])
    title = next((word for word in _ENGLISH_TITLES if position.lower().endswith(word)), None)
    if title:
        return f"{title.title()} {surname}"
    honorific = _HONORIFICS["en"].get(sex or "")
    if formal:
        return f"{honorific} {surname}" if honorific else name
    return name if surname_first else given


@cache
def _romanized() -> frozenset[str]:
    return frozenset(surname_reading(surname) for surname in words("surnames"))
