"""Titles: what people are called after their surname, and whether a position fits it."""

from functools import cache, lru_cache

from language.characters import fold, sounds
from language.tables import lines, words


@cache
def titles() -> dict[str, tuple[str, ...]]:
    """Each Chinese title → what a position must hold for it to fit."""
    return {title: tuple(fits) or (title,) for title, *fits in lines("titles")}


@cache
def title_heads() -> dict[str, tuple[str, ...]]:
    """The first sign of every Chinese title → the titles, the longest first."""
    heads: dict[str, tuple[str, ...]] = {}
    for title in sorted(titles(), key=len, reverse=True):
        heads[title[0]] = (*heads.get(title[0], ()), title)
    return heads


@cache
def english_titles() -> dict[str, tuple[str, ...]]:
    """The same for titles that stand before an English or romanized surname."""
    return {title: tuple(fits) or (title,) for title, *fits in lines("english_titles")}


@cache
def sounding_titles() -> dict[str, str]:
    """Titles of two signs and more by how they sound."""
    return {sounds(title): title for title in titles() if len(title) > 1}


@cache
def surnames() -> frozenset[str]:
    """Frequent surnames."""
    return frozenset(words("surnames"))


# A short title is none where it is the beginning of one of these.
NO_TITLE = {
    "总": "部共是之计结体量价额觉会想算务社站监裁经公",
    "局": "部面限势域",
    "院": "子里内区校线",
    "校": "园区方内友服车庆准对",
    "处": "理于在境罚分",
    "科": "技学研目创室普",
    "队": "伍员里",
    "所": "以有谓需说长示用述",
    "站": "点在起内立着",
    "行": "业动程政李为不吗了情驶长",
    "董": "事",
    "部": "门分署队件位",
    "工": "作程厂人资商业行地期艺会信",
    "厂": "家区房里",
    "矿": "山业石区井",
    "姐": "妹",
    "哥": "们",
    "课": "程堂题",
    "生": "日产活气意病孩子成效态物怕动命长前涯存育肖猛鲜怡火疏根锈机变",
    "太": "太多好大小阳平极原湖贵慢快差少忙累高低远久晚早满客",
    "叔": "",
    "伯": "",
    "兄": "弟",
}


@lru_cache(maxsize=4096)
def fit(title: str, position: str) -> float:
    """How well a person of this (folded) position is called so: 3 by the very title, 2 nearly, 1 as anybody, 0 not."""
    fits = titles().get(title) or english_titles().get(title) or (title,)
    position = fold(position)
    if title in position:
        return 2.6 if position[: position.find(title)].endswith("副") and not title.startswith("副") else 3.0
    # 刘院长 may be a 副院长, and a 副院长 is not called for an 院长
    wanted = [want.replace("_", " ") for want in fits if want not in "*~"]
    if any(want in position for want in wanted):
        return 2.0
    if "*" in fits:
        return 1.0
    return 0.5 if "~" in fits else 0.0
