"""What care moments are called in the reader's language (R3.1)."""

from domain.holidays import HOLIDAYS
from domain.moments import Kind
from locales.words import Words

_TRADITIONAL = str.maketrans(
    "树书机国节腊龙头妇费权读劳动护亲电儿党军医师庆阳记棍万圣双宪诞农丰获惊蛰谷满种处雾圆",
    "樹書機國節臘龍頭婦費權讀勞動護親電兒黨軍醫師慶陽記棍萬聖雙憲誕農豐獲驚蟄穀滿種處霧圓",
)
"""The characters in which names of holidays differ in traditional writing."""

_ENGLISH = {holiday.name: holiday.english[0].title().replace("'S", "'s") for holiday in HOLIDAYS if holiday.english}
_KNOWN = frozenset(holiday.name for holiday in HOLIDAYS)


def holiday_name(words: Words, name: str) -> str:
    """A holiday in the reader's language; one that the organisation added is called as it was entered."""
    if words.language == "en":
        return _ENGLISH.get(name, name)
    return name.translate(_TRADITIONAL) if words.language == "zh_Hant" and name in _KNOWN else name


def moment_name(words: Words, kind: Kind | str, name: str | None) -> str:
    """A moment as people say it: 生日, 中秋节, 专线合同到期."""
    if kind == Kind.HOLIDAY and name:
        return holiday_name(words, name)
    if kind in (Kind.EVENT, Kind.OTHER, Kind.ANNIVERSARY) and name:
        return name
    some = "care.some_contract" if kind == Kind.CONTRACT_END else "care.some_moment"
    return words.plain(f"care.moment_{kind}", name=name or words.plain(some))


def emoji(kind: Kind | str) -> str:
    """The sign that stands before a moment, beside its word."""
    return {Kind.BIRTHDAY: "🎂", Kind.HOLIDAY: "🎉", Kind.ANNIVERSARY: "🏅", Kind.CONTRACT_END: "📄"}.get(
        Kind(kind), "📌"
    )
