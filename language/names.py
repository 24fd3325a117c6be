"""Finds what may be a client or a person in a message; who is meant is decided in `who`."""

import re
from dataclasses import dataclass, field

from language.characters import DOUBLE_SURNAMES, fold, reading, readings, sounds
from language.ground import MOST, Ground, Span
from language.portfolio import Portfolio, split_name
from language.short_forms import TRADES
from language.tables import lines, words
from language.titles import NO_TITLE, english_titles, fit, sounding_titles, surnames, titles

@dataclass(slots=True)
class ClientMention:
    """Words that stand for one of these clients; `strength` says how surely they stand for a client at all."""

    begin: int
    finish: int
    numbers: tuple[int, ...]
    strength: float


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


_ASCII = re.compile(r"[a-z]{2}")
_LONGEST_TITLE = 5
# A name of two signs is none where these follow or come before.
_NOT_AFTER = {"中": "午间旬国心标考秋级介途断央", "大": "家概约多小量"}
_NOT_BEFORE = {"一": "第统周期十万唯之星拜二三四五六七八九"}
_NEAR_VERB = re.compile(
    r"(?:[去到在跟和给从约见找跑访防了的至赴、,，。 :：]|拜会|回访|上门|昨天|今天|明天|上午|下午|[号日]|^)$"
)


def client_mentions(
    folded: str, portfolio: Portfolio, times: list[Span]
) -> tuple[list[ClientMention], list[Span]]:
    """Clients by name, alias and short form, none overlapping; and where such a name is part of another one's."""
    exact, others = [], []
    for begin, finish, numbers in portfolio.client_names.find(folded):
        if not _possible(folded, begin, finish, times):
            continue
        doubts = {number: _other_than(folded, begin, finish, number, portfolio) for number in numbers}
        numbers = tuple(number for number in numbers if doubts[number] < 1)
        if numbers:
            strength = max(_strength(folded[begin:finish], n, portfolio) * (1 - doubts[n]) for n in numbers)
            exact.append(ClientMention(begin, finish, numbers, strength))
        else:
            others.append((begin, finish))
    chosen = _choose(exact, [])
    if _ASCII.search(folded):
        spelled = [ClientMention(b, f, n, 0.85) for b, f, n in portfolio.romanized.clients(folded)]
        chosen = _choose(spelled, chosen)
    ground = Ground(len(folded), ((mention.begin, mention.finish) for mention in chosen))
    return chosen, [span for span in others if ground.free(*span)]


def sounding_clients(folded: str, portfolio: Portfolio, taken: list[Span]) -> list[ClientMention]:
    """Clients whose name sounds like words of the text: homophones, slips of a dictation."""
    found = []
    ground = Ground(len(folded), taken)
    for begin, finish, numbers in portfolio.client_sounds.find(sounds(folded)):
        if not ground.free(begin, finish):
            continue
        written = folded[begin:finish]
        strength = 0.0
        for number in numbers:
            for name in portfolio.names_of(number):
                strength = max(strength, _alike(written, name))
        if finish - begin == 2:
            strength = strength * 0.9 if _NEAR_VERB.search(folded[max(0, begin - 2) : begin]) else 0.0
        numbers = tuple(n for n in numbers if _other_than(folded, begin, finish, n, portfolio) < 0.5)
        if strength and numbers:
            found.append(ClientMention(begin, finish, numbers, strength))
    return _choose(found, [])


def clients_by_trade(folded: str, portfolio: Portfolio, taken: list[Span]) -> list[ClientMention]:
    """Clients by what they do: 食品厂, 酒店那边; only where few do it."""
    ground = Ground(len(folded), taken)
    for trade in TRADES:
        begin = folded.find(trade)
        finish = begin + len(trade)
        if begin < 0 or not ground.free(begin, finish):
            continue
        tail = _TRADE_TAIL.match(folded, finish)
        place = trade.endswith(("店", "院", "行", "学", "校", "园", "社", "台", "馆", "场", "所"))
        if not tail and not (place and re.search(r"[去到在找从跟](?:了|一趟|趟)?$", folded[max(0, begin - 4) : begin])):
            continue
        numbers = portfolio.in_trade(trade)
        if 1 <= len(numbers) <= 4:
            return [ClientMention(begin, tail.end() if tail else finish, numbers, 0.7)]
    return []


_TRADE_TAIL = re.compile("厂|公司|集团|那边|那里")


def _possible(folded: str, begin: int, finish: int, times: list[Span]) -> bool:
    if finish > len(folded):
        return False
    for start, stop in times:
        if (
            begin < stop
            and start < finish
            and not (begin <= start and stop <= finish and finish - begin > stop - start)
        ):
            return False
    first, last = folded[begin], folded[finish - 1]
    after, before = folded[finish : finish + 1], folded[begin - 1 : begin] if begin else ""
    if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
        return False
    if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
        return False
    if finish - begin == 2:
        if after and after in _NOT_AFTER.get(last, ""):
            return False
        if before and before in _NOT_BEFORE.get(first, ""):
            return False
    return True


_TOWN = re.compile(r"[^去到在跟和给从约见找跑访的了天午陪为让请,，。、 ]{2}[县市镇区乡]$")
_MORE = re.compile(r"附属|附小|附中|附幼|分院|分校|分店|分行|支行|分公司|分局|派出所|二期|新校区|[东西南北]校区|小区|社区|花园|大厦")
_ORDINALS = "第一二三四五六七八九十百"
# 登高 is not meant where 登高中学, 登高食品厂 or 登高教育局 is said: what makes a brand the name of somebody else.
_KINDS = tuple(trade for trade in TRADES if trade[-1] in "学校院行店园社") + ("街道办事处", "街道办", "街道", "法院", "政府")
_QUALIFIERS = ("第一", "第二", "第三", "实验", "国际", "人民", "中心", "城市")
_BODIES = ("有限公司", "股份有限公司", "有限责任公司", "公司", "集团", "厂", "局")
_SAME_TRADE = [frozenset(group) for group in lines("same_trade")]


def _other_than(folded: str, begin: int, finish: int, number: int, portfolio: Portfolio) -> float:
    """How likely (0 to 1) the words around make it the name of another organisation: 长汀县教育局, 十二中, 一中附小."""
    client = portfolio.clients[number]
    written = folded[begin:finish]
    before = folded[max(0, begin - 4) : begin]
    if before and written[0] in _ORDINALS and before[-1] in _ORDINALS:
        return 1.0
    if before.endswith("附属"):
        return 1.0
    known = "|".join((*portfolio.names_of(number)[: 1 + len(client.aliases)], fold(client.district or "")))
    more = _MORE.match(folded, finish)
    if more and more[0] not in known:
        return 1.0
    trade = _trade_after(folded, finish)
    if trade and not _in_trade(trade, f"{known}|{fold(client.industry or '')}"):
        return 1.0
    full = written == fold(client.name)
    town = _TOWN.search(before)
    if town and town[0] not in known and town[0][:-1] not in known:
        return 0.3 if full else 1.0
    place = next((before[-n:] for n in (4, 3, 2) if before[-n:] in portfolio.regions), None)
    return 0.3 if place and place not in known and place[:-1] not in known else 0.0


def _trade_after(folded: str, place: int) -> str:
    """The trade that follows a brand and makes it an organisation: 中学, 食品(厂), 矿业(有限公司); empty if none does."""
    for qualifier in _QUALIFIERS:
        if folded.startswith(qualifier, place):
            place += len(qualifier)
            break
    rest = folded[place : place + 8]
    for kind in _KINDS:
        if rest.startswith(kind):
            return kind
    for trade in TRADES:
        if rest.startswith(trade) and rest.startswith(_BODIES, len(trade)):
            return trade
    return ""


def _in_trade(trade: str, known: str) -> bool:
    if trade in known or any(trade in group and any(word in known for word in group) for group in _SAME_TRADE):
        return True
    return (trade == "学校" and "学" in known) or (trade == "医院" and "院" in known)


def _strength(written: str, number: int, portfolio: Portfolio) -> float:
    explicit = portfolio.names_of(number)[: 1 + len(portfolio.clients[number].aliases)]
    if written in explicit:
        return 1.0 if written == explicit[0] else 0.97
    return 0.9 if len(written) >= 3 else 0.8


def _alike(written: str, name: str) -> float:
    """0 for a different name; more where every sign is the same or read the same, less where it only sounds near."""
    if len(written) != len(name) or sounds(written) != sounds(name):
        return 0.0
    same = sum(a == b for a, b in zip(written, name, strict=True))
    if not same:
        return 0.0
    heard = all(
        a == b or reading(a) in readings(b) or reading(b) in readings(a) for a, b in zip(written, name, strict=True)
    )
    return (0.85 if heard else 0.75) if len(name) > 2 else (0.8 if heard else 0.6)


def _choose(found: list[ClientMention], kept: list[ClientMention]) -> list[ClientMention]:
    """The longest, then the surest of overlapping mentions, in the order of the text."""
    chosen = list(kept)
    size = max((mention.finish for mention in (*found, *kept)), default=0)
    ground = Ground(size, ((mention.begin, mention.finish) for mention in kept))
    for mention in sorted(found, key=lambda m: (m.begin - m.finish, -m.strength, m.begin)):
        if ground.free(mention.begin, mention.finish):
            ground.take(mention.begin, mention.finish)
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.begin)[:MOST]


def person_mentions(text: str, folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    """Persons by full name, nickname and given name, by surname and title, and in Latin letters."""
    found = _named(folded, portfolio, times)
    found += _titled(folded, portfolio, times, found)
    found += _nicknamed(folded, portfolio, times)
    if _ASCII.search(folded):
        found += _romanized(folded, portfolio)
        found = [mention for mention in found if not _common_word(text, mention)]
    chosen: list[PersonMention] = []
    ground = Ground(len(folded))
    for mention in sorted(found, key=lambda m: (-m.strength, m.begin - m.finish, m.begin)):
        if ground.free(mention.begin, mention.finish):
            ground.take(mention.begin, mention.finish)
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.begin)[:MOST]


# First names that are words as well: they count where they are written as names.
_WORD_NAMES = frozenset(words("word_names"))


def _common_word(text: str, mention: PersonMention) -> bool:
    written = text[mention.begin : mention.finish]
    if written.lower() not in _WORD_NAMES:
        return False
    opens = mention.begin == 0 or text[: mention.begin].rstrip().endswith((".", "!", "?", "\n"))
    return not written[0].isupper() or (opens and written.lower() in ("will", "may", "mark"))


def _named(folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    found = []
    for begin, finish, numbers in portfolio.person_names.find(folded):
        if not _possible(folded, begin, finish, times):
            continue
        written = folded[begin:finish]
        strength, fits = 0.0, {}
        for number in numbers:
            person = portfolio.persons[number]
            names = (fold(person.name), *map(fold, person.nicknames))
            whole = written in names
            strength = max(strength, 1.0 if whole else 0.95 if written.isascii() else 0.5)
            fits[number] = 3.0 if whole else 2.0
        finish = _with_title(folded, finish, "")[0]
        if strength == 0.5 and finish > begin + len(written):
            strength = 0.9
        found.append(PersonMention(begin, finish, fits, strength))
    return found


def _with_title(folded: str, begin: int, surname: str) -> tuple[int, str]:
    """Where a title that begins here ends, and the title; nothing found: `begin` and an empty string."""
    known = titles()
    for length in range(_LONGEST_TITLE, 0, -1):
        title = folded[begin : begin + length]
        if len(title) == length and title in known:
            after = folded[begin + length : begin + length + 1]
            if length == 1 and after and after in NO_TITLE.get(title, ""):
                continue
            return begin + length, title
    return begin, ""


def _titled(folded: str, portfolio: Portfolio, times: list[Span], named: list[PersonMention]) -> list[PersonMention]:
    found = []
    listed = surnames()
    names = {mention.begin for mention in named if mention.strength >= 0.9}
    for begin in range(len(folded) - 1):
        if begin in names or any(start <= begin < stop for start, stop in times):
            continue
        sign = folded[begin]
        double = folded[begin : begin + 2]
        surname = double if double in DOUBLE_SURNAMES else sign
        if sign.isascii() or not "一" <= sign <= "鿿":
            continue
        finish, title = _with_title(folded, begin + len(surname), surname)
        slip = ""
        if not title and surname in portfolio.by_surname:
            slip = sounding_titles().get(sounds(folded[begin + len(surname) : begin + len(surname) + 2]), "")
            longer = sounding_titles().get(sounds(folded[begin + len(surname) : begin + len(surname) + 3]), "")
            slip = longer or slip
            finish, title = begin + len(surname) + len(slip), slip
        if not title:
            continue
        mention = _fitting(begin, finish, surname, title, portfolio)
        if slip and max(mention.fits.values(), default=0) < 2:
            continue
        if mention.fits or mention.by_sound or (surname in listed and not slip and len(title) > 1):
            mention.strength = 0.8 if slip else 0.95 if mention.fits else 0.7
            found.append(mention)
    return found


def _fitting(begin: int, finish: int, surname: str, title: str, portfolio: Portfolio) -> PersonMention:
    """The persons of this surname whom the title fits; those of one that sounds alike where it fits nobody."""
    mention = PersonMention(begin, finish, title=title, surname=surname)
    sex = {"女士": "女", "小姐": "女", "太太": "女", "姐": "女", "大姐": "女", "阿姨": "女", "老板娘": "女"}.get(title)
    sex = sex or {"先生": "男", "哥": "男", "大哥": "男", "叔": "男", "伯": "男", "兄": "男"}.get(title)
    for number in portfolio.by_surname.get(surname, ()):
        person = portfolio.persons[number]
        score = fit(title, person.position or "")
        if score and not (sex and person.sex and person.sex != sex):
            mention.fits[number] = score
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


_NO_NICKNAME = frozenset(
    ("老师", "老总", "老乡", "小时", "小区", "小组", "小学", "小米", "小路", "老家", "老古", "小车")
)


def _nicknamed(folded: str, portfolio: Portfolio, times: list[Span]) -> list[PersonMention]:
    """老王, 小陈, 阿强: somebody of that surname."""
    found = []
    for begin, sign in enumerate(folded[:-1]):
        surname = folded[begin + 1]
        if sign not in "老小" or surname not in portfolio.by_surname:
            continue
        if any(start < begin + 2 and begin < stop for start, stop in times):
            continue
        after = folded[begin + 2 : begin + 3]
        if folded[begin : begin + 2] in _NO_NICKNAME:
            continue
        if surname in "时学高马方金石田江区白" and after and after not in "说和跟、,。 的在":
            continue
        finish = _with_title(folded, begin + 2, surname)[0]
        fits = dict.fromkeys(portfolio.by_surname[surname], 1.0)
        found.append(PersonMention(begin, finish, fits, 0.6, title="老" if sign == "老" else "小"))
    return found


def _romanized(folded: str, portfolio: Portfolio) -> list[PersonMention]:
    index = portfolio.romanized
    found = [PersonMention(b, f, dict.fromkeys(numbers, 3.0), 0.9) for b, f, numbers in index.persons(folded)]
    spelled = list(re.finditer(r"[a-z]+", folded))
    for first, second in zip(spelled, spelled[1:], strict=False):
        fits = english_titles().get(first[0])
        if not fits or folded[first.end() : second.start()] not in (" ", ". ", "."):
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


def unknown_person(mention: PersonMention, folded: str) -> bool:
    """Whether the words read as somebody's name though nobody in the portfolio fits."""
    surname = split_name(folded[mention.begin : mention.finish])[0]
    return not mention.fits and (mention.title in english_titles() or surname in surnames())
