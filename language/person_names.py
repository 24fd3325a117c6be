"""Finds what may be a person in a message: names, nicknames, surname and title, Latin letters."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from language.characters import DOUBLE_SURNAMES, fold, reading, sounds
from language.ground import MOST, Ground, Span, stands_alone
from language.patterns import lazy
from language.portfolio import Portfolio
from language.tables import words
from language.titles import NO_TITLE, english_titles, fit, sounding_titles, surnames, title_heads


@dataclass(slots=True)
class PersonMention:
    """Words that stand for one of these persons (none: somebody who is not in the portfolio)."""

    begin: int
    finish: int
    fits: dict[int, float] = field(default_factory=dict)  # person → how well the words fit
    strength: float = 1.0
    title: str = ""
    surname: str = ""
    by_sound: tuple[str, ...] = ()  # surnames that sound alike, where the written one fits nobody


_ASCII = lazy(r"[a-z]{2}")


def person_mentions(text: str, folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    """Persons by full name, nickname and given name, by surname and title, and in Latin letters."""
    found = _named(folded, portfolio, times)
    found += _titled(folded, portfolio, times, found)
    found += _nicknamed(folded, portfolio, times)
    found += _double_surnames(folded, portfolio)
    if _ASCII.search(folded):
        found += _romanized(text, folded, portfolio)
        found = [mention for mention in found if not _common_word(text, mention) and not _other_name(text, mention)]
    chosen: list[PersonMention] = []
    ground = Ground(len(folded))
    for mention in sorted(found, key=lambda m: (-m.strength, m.begin - m.finish, m.begin)):
        if ground.free(mention.begin, mention.finish):
            ground.take(mention.begin, mention.finish)
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.begin)[:MOST]


# First names that are words as well: they count where they are written as names.
_WORD_NAMES = frozenset(words("word_names"))
_OPENING = frozenset(("will", "may", "mark", "he", "she", "you", "an", "so"))
"""Of these, the ones with which an English sentence may begin."""


def _common_word(text: str, mention: PersonMention) -> bool:
    written = text[mention.begin : mention.finish]
    if written.lower() not in _WORD_NAMES:
        return False
    opens = mention.begin == 0 or text[: mention.begin].rstrip().endswith((".", "!", "?", "\n"))
    return not written[0].isupper() or (opens and written.lower() in _OPENING)


_ONE_WORD = lazy(r"[A-Za-z'-]+")
_WORD_AFTER = lazy(r" ([A-Z][a-z]+)")
_NO_NAME_AFTER = frozenset(words("after_names"))


def _other_name(text: str, mention: PersonMention) -> bool:
    """One word of a name that goes on otherwise is another's: Sun of Sun Hotel or Sun Hong is not Sun Guohua."""
    if mention.strength >= 1 or not _ONE_WORD.fullmatch(text, mention.begin, mention.finish):
        return False
    after = _WORD_AFTER.match(text, mention.finish)
    return after is not None and after[1].lower() not in _NO_NAME_AFTER


def _named(folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    found = []
    for begin, finish, numbers in portfolio.person_names.find(folded):
        if not stands_alone(folded, begin, finish, times):
            continue
        written = folded[begin:finish]
        strength, fits = 0.0, {}
        for number in numbers:
            person = portfolio.persons[number]
            names = (fold(person.name), *map(fold, person.nicknames))
            whole = written in names
            strength = max(strength, 1.0 if whole else 0.95 if written.isascii() else 0.5)
            fits[number] = 3.0 if whole else 2.0
        end = _with_title(folded, finish)[0]
        if strength == 0.5 and _has_surname(folded, begin, finish):
            continue  # 乐建国 is not our 苏建国
        if strength == 0.5 and end > finish:
            strength = 0.9
        found.append(PersonMention(begin, end, fits, strength))
    return found


def _has_surname(folded: str, begin: int, finish: int) -> bool:
    """Whether a surname stands before a given name, which makes it the name of somebody else."""
    before = folded[begin - 1 : begin]
    return finish - begin == 2 and before in surnames() and before not in _NO_SURNAMES_HERE


_NO_SURNAMES_HERE = frozenset("和于向同从时过那连与对安经给找老小")


def _with_title(folded: str, begin: int) -> tuple[int, str]:
    """Where a title that begins here ends, and the title; nothing found: `begin` and an empty string."""
    for title in title_heads().get(folded[begin : begin + 1], ()):
        if folded.startswith(title, begin):
            after = folded[begin + len(title) : begin + len(title) + 1]
            settles = folded.startswith(("结账", "结清", "结款", "结算"), begin + len(title))
            if len(title) == 1 and after and after in NO_TITLE.get(title, "") and not settles:
                continue
            return begin + len(title), title
    return begin, ""


# 客户经理, 大堂经理: a post, whose last sign is no surname.
_POSTS = frozenset(words("posts"))
_NO_SURNAME = frozenset("副正前首各该某新")  # 升副董事长, 新校长


def _titled(folded: str, portfolio: Portfolio, times: list[Span], named: list[PersonMention]) -> list[PersonMention]:
    found = []
    listed = surnames()
    ground = Ground(len(folded), times)
    names = {mention.begin for mention in named if mention.strength >= 0.9}
    for match in portfolio.surname_places.finditer(folded):
        begin, sign = match.start(), match[0]
        if folded[begin - 1 : begin + 1] in _POSTS:
            continue
        if sign in _NO_SURNAME or begin in names or not ground.free(begin, begin + 1):
            continue
        double = folded[begin : begin + 2]
        surname = double if double in DOUBLE_SURNAMES else sign
        finish, title = _with_title(folded, begin + len(surname))
        slip = ""
        if not title and surname in portfolio.by_surname:
            finish, title = _misheard_title(folded, finish)
            slip = title
        if not title:
            continue
        mention = _fitting(begin, finish, surname, title, portfolio)
        if slip and max(mention.fits.values(), default=0) < 2:
            continue
        spoken = len(title) > 1 or _MEETING.search(folded, max(0, begin - 3), begin) is not None
        if mention.fits or mention.by_sound or (surname in listed and not slip and spoken):
            mention.strength = 0.8 if slip else 0.95 if mention.fits else 0.7
            found.append(mention)
    return found


_MEETING = lazy(r"(?:见[了到]?|拜访|会见|找)$")


def _misheard_title(folded: str, begin: int) -> tuple[int, str]:
    """The same for a title written as it sounds: 效长, 富士长."""
    heard = sounds(folded[begin : begin + 3])
    for length in (3, 2):
        title = sounding_titles().get(heard[:length])
        if title:
            return begin + length, title
    return begin, ""


_SEX = dict.fromkeys(("女士", "小姐", "太太", "姐", "大姐", "阿姨", "老板娘"), "女")
_SEX |= dict.fromkeys(("先生", "哥", "大哥", "叔", "伯", "兄"), "男")
_REMEMBERED = 512


def _called_so(surname: str, title: str, portfolio: Portfolio) -> dict[int, float]:
    """The persons of this surname whom the title fits; remembered, because a large portfolio has many of a name."""
    known = portfolio.called
    if (surname, title) not in known:
        if len(known) >= _REMEMBERED:
            known.clear()
        sex, found = _SEX.get(title), {}
        for number in portfolio.by_surname.get(surname, ()):
            person = portfolio.persons[number]
            score = fit(title, person.position or "")
            if score and not (sex and person.sex and person.sex != sex):
                found[number] = score
        known[surname, title] = found
    return known[surname, title]


def _fitting(begin: int, finish: int, surname: str, title: str, portfolio: Portfolio) -> PersonMention:
    """The persons of this surname whom the title fits; those of one that sounds alike where it fits nobody."""
    mention = PersonMention(begin, finish, _called_so(surname, title, portfolio), title=title, surname=surname)
    if len(surname) == 1 and (len(title) > 1 or surname in surnames()):
        mention.by_sound = tuple(
            other for other in portfolio.surname_sounds.get(sounds(surname), ()) if other != surname
        )
    return mention


def persons_by_sound(mention: PersonMention, portfolio: Portfolio, clients: set[int]) -> dict[int, float]:
    """The persons of a surname that sounds like the written one; only at these clients, where any is given."""
    found = {}
    for surname in mention.by_sound:
        for number in portfolio.by_surname[surname]:
            score = fit(mention.title, portfolio.persons[number].position or "")
            if score >= 2 and (not clients or portfolio.client_of(number) in clients):
                found[number] = score
    return found


def with_sounding_persons(
    folded: str, portfolio: Portfolio, taken: list[Span], known: list[PersonMention]
) -> list[PersonMention]:
    """Those known, and full names of three signs that sound like words of the text: 余小蕾 for 余晓蕾."""
    ground: Ground | None = None
    found = []
    for begin, finish, numbers in portfolio.person_sounds.find(sounds(folded)):
        ground = ground or Ground(len(folded), [*taken, *((m.begin, m.finish) for m in known if m.fits)])
        if finish - begin == 3 and ground.free(begin, finish):
            written = folded[begin:finish]
            alike = [n for n in numbers if _one_slip(written, fold(portfolio.persons[n].name))]
            if alike:
                end = _with_title(folded, finish)[0]
                found.append(PersonMention(begin, end, dict.fromkeys(alike, 2.0), 0.85 if end > finish else 0.75))
    if not found:
        return known
    kept = [m for m in known if m.fits or not any(m.begin < one.finish and one.begin < m.finish for one in found)]
    return sorted([*kept, *found], key=lambda m: m.begin)


FAMILIAR = lazy("[阿老小]")


def with_misheard_nicknames(
    folded: str, portfolio: Portfolio, clients: tuple[int, ...], taken: list[Span], known: list[PersonMention]
) -> list[PersonMention]:
    """Those known, and 阿标 for 阿彪: a nickname of somebody at the client named, its second sign by ear."""
    found = []
    heard = sounds(folded)
    for number in (number for client in clients for number in portfolio.persons_of.get(client, ())):
        person = portfolio.persons[number]
        for nickname in map(fold, (person.name, *person.nicknames)):
            if len(nickname) != 2 or nickname[0] not in "阿老小" or nickname in folded:
                continue
            begin = heard.find(sounds(nickname))
            if begin >= 0 and folded[begin] == nickname[0] and reading(folded[begin + 1]) == reading(nickname[1]):
                found.append(PersonMention(begin, begin + 2, {number: 2.0}, 0.75))
    if not found:
        return known
    ground = Ground(len(folded), [*taken, *((m.begin, m.finish) for m in known if m.fits)])
    found = [mention for mention in found if ground.free(mention.begin, mention.finish)]
    kept = [m for m in known if m.fits or not any(m.begin < one.finish and one.begin < m.finish for one in found)]
    return sorted([*kept, *found], key=lambda m: m.begin)


def _one_slip(written: str, name: str) -> bool:
    return len(name) == 3 and sum(a != b for a, b in zip(written, name, strict=True)) == 1


_NO_NICKNAME = frozenset(
    ("老师", "老总", "老乡", "小时", "小区", "小组", "小学", "小米", "小路", "老家", "老古", "小车")
)


_FAMILIAR = lazy("[老小]")


def _double_surnames(folded: str, portfolio: Portfolio) -> list[PersonMention]:
    """欧阳说…: a surname of two signs may stand alone, where no other name begins or ends beside it."""
    found = []
    for surname in DOUBLE_SURNAMES & portfolio.by_surname.keys():
        begin = folded.find(surname)
        if begin >= 0 and _ALONE.match(folded, begin + 2):
            fits = dict.fromkeys(portfolio.by_surname[surname], 1.0)
            found.append(PersonMention(begin, begin + 2, fits, 0.6, surname=surname))
    return found


_ALONE = lazy(
    r"(?:那边|他|她)?(?:[说问要讲让叫约催找打回在今昨明下上,，、。的和跟与也都刚]|觉得|同意|答应|希望|反映|来电|$)"
)


def _nicknamed(folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    """老王, 小陈, 阿强: somebody of that surname."""
    found = []
    for match in _FAMILIAR.finditer(folded, 0, max(len(folded) - 1, 0)):
        begin, sign = match.start(), match[0]
        surname = folded[begin + 1]
        if surname not in portfolio.by_surname:
            continue
        if any(start < begin + 2 and begin < stop for start, stop in times):
            continue
        after = folded[begin + 2 : begin + 3]
        if folded[begin : begin + 2] in _NO_NICKNAME:
            continue
        if surname in "时学高马方金石田江区白" and after and after not in "说和跟、,。 的在":
            continue
        finish = _with_title(folded, begin + 2)[0]
        fits = dict.fromkeys(portfolio.by_surname[surname], 1.0)
        found.append(PersonMention(begin, finish, fits, 0.6, title="老" if sign == "老" else "小"))
    return found


def _romanized(text: str, folded: str, portfolio: Portfolio) -> list[PersonMention]:
    index = portfolio.romanized
    found = [PersonMention(b, f, dict.fromkeys(numbers, 3.0), 0.9) for b, f, numbers in index.persons(folded)]
    spelled = list(re.finditer(r"[a-z]+", folded))
    for first, second in pairwise(spelled):
        if second[0] in ("at", "from", "of") and text[first.start()].isupper():
            called = dict.fromkeys(index.surname(first[0]), 1.0)  # Zheng at Fuyan Textile
            if called:
                found.append(PersonMention(first.start(), first.end(), called, 0.5, surname=first[0]))
        fits = english_titles().get(first[0])
        apart = folded[first.end() : second.start()] not in (" ", ". ", ".")
        if not fits or apart or second[0] in _NO_NAME_AFTER:
            continue
        sex = {"mr": "男", "mrs": "女", "ms": "女", "miss": "女", "madam": "女"}.get(first[0])
        scored = {}
        for number in index.surname(second[0]):
            person = portfolio.persons[number]
            score = fit(first[0], person.position or "")
            if score and not (sex and person.sex and person.sex != sex):
                scored[number] = score
        found.append(PersonMention(first.start(), second.end(), scored, 0.92, title=first[0]))
    return found
