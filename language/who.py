"""Who is meant: a person settles the client, the client settles the person, and what does not settle is reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from language.characters import alphabetical, fold
from language.client_names import ClientMention, client_mentions, clients_by_trade, sounding_clients
from language.ground import Span
from language.organisations import organisations
from language.person_names import (
    FAMILIAR,
    PersonMention,
    person_mentions,
    persons_by_sound,
    with_misheard_nicknames,
    with_sounding_persons,
)
from language.portfolio import Person, Portfolio
from language.positions import by_position
from language.surroundings import OF_THERE, away_until, is_away, is_companion, is_decoy, is_sought, is_stray, not_gone
from language.titles import english_titles, surnames
from language.whereabouts import ends_so, is_apart, left_out, of_a_brand, of_a_stranger, only_where


@dataclass(slots=True)
class Who:
    """Who a message is about, in the order of its words; numbers are those of the portfolio."""

    clients: list[tuple[int, float, Span]] = field(default_factory=list)
    client_choices: tuple[int, ...] = ()
    persons: list[tuple[int, float, Span]] = field(default_factory=list)
    person_choices: list[tuple[tuple[int, ...], Span]] = field(default_factory=list)
    strangers: list[Span] = field(default_factory=list)
    absent: list[tuple[int, float, Span]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    away: list[Span] = field(default_factory=list)  # those absent with what is said of it: 马部长临时去了唐山
    foreign: list[Span] = field(default_factory=list)  # organisations that are not in the portfolio


@dataclass(slots=True)
class _Person:
    mention: PersonMention
    candidates: dict[int, float]
    home: ClientMention | None = None
    person: int | None = None


def who_is_meant(text: str, folded: str, portfolio: Portfolio, times: list[Span]) -> Who:
    """The clients and persons a message is about; `times` are the spans of dates, in which no name stands."""
    clients, others = client_mentions(folded, portfolio, times)
    persons = [
        mention
        for mention in person_mentions(text, folded, portfolio, times)
        if not _own_name(folded, mention, portfolio)
    ]
    clients, persons = _settle_overlaps(clients, persons, portfolio)
    persons = with_sounding_persons(folded, portfolio, [*_spans(clients), *times], persons)
    taken = [*_spans([m for m in clients if m.strength >= 0.8]), *_spans([m for m in persons if m.strength >= 0.8])]
    taken += times + others
    sounding = sounding_clients(folded, portfolio, taken)
    if sounding:
        clients = sorted([*clients, *sounding], key=lambda m: m.begin)
    foreign = organisations(text, folded, times, [*_spans(clients), *_spans([m for m in persons if m.strength > 0.5])])
    if not clients and not any(m.fits and m.strength >= 0.9 for m in persons):
        clients = clients_by_trade(folded, portfolio, taken + foreign)
    if len(clients) == 1 and FAMILIAR.search(folded):
        persons = with_misheard_nicknames(folded, portfolio, clients[0].numbers, [*_spans(clients), *times], persons)
    persons = [m for m in persons if not is_companion(folded, m) and not is_stray(folded, m, clients, portfolio)]
    resolved = [_Person(mention, mention.fits) for mention in persons]
    partly = _partly_named(resolved, foreign, folded, portfolio)
    if partly:
        clients = sorted([*clients, *partly], key=lambda m: m.begin)
        foreign = [span for span in foreign if all(span[0] != one.begin for one in partly)]
    foreign = [span for span in foreign if not _spelled_home(folded[span[0] : span[1]], resolved, portfolio)]
    for one in resolved:
        if not _elsewhere(one, foreign, folded, portfolio, bool(clients)):
            _by_client(one, clients, folded, times, portfolio)
    _by_each_other(resolved, portfolio)
    who = _gather(folded, clients, resolved, portfolio)
    if not resolved and len(who.clients) == 1:
        _add_positions(who, folded, portfolio)
    who.foreign = foreign
    if foreign and any(_listed(folded, span, (c.begin, c.finish)) for span in foreign for c in clients):
        who.clients = [(number, min(strength, 0.6), span) for number, strength, span in who.clients]
    if foreign and not clients:
        who.clients = [(number, min(strength, 0.6), span) for number, strength, span in who.clients]
    return who


def _add_positions(who: Who, folded: str, portfolio: Portfolio) -> None:
    """跟校长聊了 with one client in play: the person of that client whose position it is."""
    for person, span in by_position(folded, who.clients[0][0], portfolio, who.spans):
        entry = (person, 0.85, span)
        away = is_away(folded, PersonMention(*span), None)
        (who.absent if away else who.persons).append(entry)
        who.spans.append(span)


def _listed(folded: str, stranger: Span, known: Span) -> bool:
    """一中二中都要: somebody unknown in one breath with a client, so that the message is not about that one alone."""
    first, second = sorted((stranger, known))
    return re.fullmatch(r"[、,，和跟与及 ]{0,2}", folded[first[1] : second[0]]) is not None


def _spans(mentions: Sequence[ClientMention | PersonMention]) -> list[Span]:
    return [(mention.begin, mention.finish) for mention in mentions]


def _partly_named(
    resolved: list[_Person], foreign: list[Span], folded: str, portfolio: Portfolio
) -> list[ClientMention]:
    """国际酒店的白总: the end of a client's name, right before somebody of that client."""
    found = []
    for start, stop in foreign:
        words = folded[start:stop]
        for one in resolved:
            begin = one.mention.begin
            if not (0 <= begin - stop <= 12 and OF_THERE.fullmatch(folded[stop:begin])):
                continue
            homes = {portfolio.client_of(number) for number in one.candidates}
            named = [n for n in sorted(homes) if ends_so(words, portfolio.names_of(n)[0])]
            if named:
                found.append(ClientMention(start, stop, tuple(named), 0.85))
                break
    return found


def _spelled_home(words: str, resolved: list[_Person], portfolio: Portfolio) -> bool:
    """Changbaishan Pharma beside Mr Piao of 长白山药业: the client's own name, in Latin letters."""
    if not words.isascii():
        return False
    brand = words.split()[0].replace("-", "")
    homes = {portfolio.client_of(number) for one in resolved for number in one.candidates}
    return any(brand in "".join(sound for sound, _ in alphabetical(portfolio.names_of(home)[0])) for home in homes)


def _elsewhere(one: _Person, foreign: list[Span], folded: str, portfolio: Portfolio, known: bool) -> bool:
    """县中医院的陈院长 is nobody of ours, though we know a 陈院长; a department (电教站江站长) is no organisation.

    `known`: some client of ours is named in the message as well.
    """
    begin, finish = one.mention.begin, one.mention.finish
    for start, stop in foreign:
        if not known and folded[start:stop].isascii():  # Met Mr Zeng at Harbour Logistics
            one.candidates = {}
            one.mention.by_sound = ()
            return True
        if stop > begin:
            continue
        beside = begin - stop <= 12 and OF_THERE.fullmatch(folded[stop:begin])
        if not beside and (known or not of_a_stranger(folded, (start, stop), begin)):
            continue
        tail = folded[max(start, stop - 3) : stop]
        people = [portfolio.persons[number] for number in one.candidates]
        if any(tail in fold(f"{p.position or ''} {p.department or ''}") for p in people):
            continue
        if any(folded[begin:finish].startswith(fold(p.name)) for p in people):
            continue
        one.candidates = {}
        one.mention.by_sound = ()
        return True
    return False


def _own_name(folded: str, mention: PersonMention, portfolio: Portfolio) -> bool:
    """小郑 is the manager 郑晓岚, unless the portfolio knows somebody by that very name."""
    if not portfolio.manager:
        return False
    words = folded[mention.begin : mention.finish]
    own = fold(portfolio.manager)
    if words[0] not in (own[0], own[1:2], "小"):
        return False
    if any(words == fold(portfolio.persons[n].name) for n in mention.fits):
        return words == own
    return words in (own, own[1:], f"小{own[0]}", f"{own[0]}经理") and mention.strength < 1


def _settle_overlaps(
    clients: list[ClientMention], persons: list[PersonMention], portfolio: Portfolio
) -> tuple[list[ClientMention], list[PersonMention]]:
    """赖总 may be the alias of a VIP and the 赖总 of the client before: the person at a client named before wins."""
    kept_clients, kept_persons = [], list(persons)
    for client in clients:
        rivals = [p for p in kept_persons if p.begin < client.finish and client.begin < p.finish]
        before = [c for c in clients if c.finish <= client.begin and client.begin - c.finish <= 6]
        wins = True
        for rival in rivals:
            here = {n for c in before for n in c.numbers}
            at_home = any(portfolio.client_of(n) in here for n in rival.fits)
            same = any(portfolio.client_of(n) in client.numbers for n in rival.fits)
            longer = rival.finish - rival.begin > client.finish - client.begin
            if at_home or (longer and not same and rival.strength >= 0.9):
                wins = False
            elif not same:
                kept_persons.remove(rival)
        if wins:
            kept_clients.append(client)
    return kept_clients, kept_persons


def _by_client(
    one: _Person, clients: list[ClientMention], folded: str, times: list[Span], portfolio: Portfolio
) -> None:
    """Settle a person by the client named nearest before, then by any other client of the message."""
    mention = one.mention
    before = [c for c in clients if c.finish <= mention.begin + 1]
    overlapping = [c for c in clients if c.begin < mention.finish and mention.begin < c.finish]
    after = [c for c in clients if c.begin >= mention.finish]
    for client in (*overlapping, *reversed(before), *after):
        here = _at(one.candidates, set(client.numbers), portfolio)
        if not here:
            here = persons_by_sound(mention, portfolio, set(client.numbers))
        if here:
            one.home = client
            one.candidates = _best(here, folded, mention, portfolio)
            if len(one.candidates) == 1:
                one.person = next(iter(one.candidates))
            homes = {portfolio.client_of(n) for n in one.candidates}
            client.numbers = tuple(n for n in client.numbers if n in homes)
            return
    if before and _loosely(one, before[-1], portfolio):
        return
    best = _best(one.candidates, folded, mention, portfolio)
    if not best:
        best = persons_by_sound(mention, portfolio, set())
    one.candidates = best
    if len(best) == 1 and not clients:
        one.person = next(iter(best))
        if mention.title and of_a_brand(folded, mention.begin, times, portfolio):
            mention.strength = 0.6  # 泰华董总: perhaps somebody else's 董总
    elif len(best) == 1 and (max(best.values()) >= 2) and is_apart(mention, clients, folded, portfolio):
        one.person = next(iter(best))
        mention.strength = min(mention.strength, 0.8)  # to be asked about: another of that name may be meant
    elif len(best) == 1 and mention.strength >= 0.9 and not mention.title:
        _by_full_name(one, before[-1] if before else None)


def _by_full_name(one: _Person, client: ClientMention | None) -> None:
    """A full name that belongs to another client than the one named: a namesake where that stands just before it."""
    if client is not None and one.mention.begin - client.finish <= 2:
        one.candidates = {}
    else:
        one.person = next(iter(one.candidates))
        one.mention.strength = 0.6


def _loosely(one: _Person, client: ClientMention, portfolio: Portfolio) -> bool:
    """冼总 at a client whose only 冼 is a 主任: people flatter. Only for titles that flatter, and one such person."""
    if one.mention.title not in ("总", "经理", "主任", "老板", "领导", "老总", "主管") or len(client.numbers) != 1:
        return False
    surname = one.mention.surname
    here = [
        number
        for number in portfolio.persons_of.get(client.numbers[0], [])
        if surname and fold(portfolio.persons[number].name).startswith(surname)
    ]
    if len(here) != 1 or one.mention.begin - client.finish > 3:
        return False
    one.person, one.home, one.candidates = here[0], client, {here[0]: 0.5}
    return True


def _at(candidates: dict[int, float], clients: set[int], portfolio: Portfolio) -> dict[int, float]:
    people = (number for client in clients for number in portfolio.persons_of.get(client, ()))
    return {number: candidates[number] for number in people if number in candidates}


def _best(candidates: dict[int, float], folded: str, mention: PersonMention, portfolio: Portfolio) -> dict[int, float]:
    """The candidates that fit best; a department named just before (总务科李主任) decides among equals."""
    if not candidates:
        return {}
    top = max(candidates.values())
    best = {number: score for number, score in candidates.items() if score >= top}
    if len(candidates) > 1:
        near = folded[max(0, mention.begin - 8) : mention.begin]
        hinted = {n: s for n, s in candidates.items() if _department_in(near, portfolio.persons[n])}
        if hinted:
            return hinted
    return best


def _department_in(near: str, person: Person) -> bool:
    position = fold(person.position or "")
    department = fold(person.department or "")
    if department and department[:3] in near:
        return True
    return any(
        position[:length] in near for length in (3, 2) if len(position) > length + 1 and len(position[:length]) > 1
    )


def _by_each_other(resolved: list[_Person], portfolio: Portfolio) -> None:
    """A person settled elsewhere in the message names the client for one who is not."""
    homes = {portfolio.client_of(one.person) for one in resolved if one.person is not None}
    for one in resolved:
        if one.person is None and one.candidates:
            here = _at(one.candidates, homes, portfolio)
            if len(here) == 1:
                one.person = next(iter(here))
    open_ones = [one for one in resolved if one.person is None and one.candidates and one.home is None]
    if len(open_ones) > 1:
        common = set.intersection(*({portfolio.client_of(n) for n in one.candidates} for one in open_ones))
        if len(common) == 1:
            for one in open_ones:
                here = _at(one.candidates, common, portfolio)
                if len(here) == 1:
                    one.person = next(iter(here))


def _gather(folded: str, clients: list[ClientMention], resolved: list[_Person], portfolio: Portfolio) -> Who:
    who = Who(spans=[(c.begin, c.finish) for c in clients] + [(o.mention.begin, o.mention.finish) for o in resolved])
    met: dict[int, tuple[float, Span]] = {}
    for place, one in enumerate(resolved):
        span = (one.mention.begin, one.mention.finish)
        if one.person is not None:
            entry = (one.person, one.mention.strength, span)
            if is_away(folded, one.mention, resolved[place + 1].mention if place + 1 < len(resolved) else None):
                who.absent.append(entry)
            elif one.person not in met:
                met[one.person] = (one.mention.strength, span)
                who.persons.append(entry)
        elif one.candidates:
            who.person_choices.append((tuple(sorted(one.candidates)), span))
        elif folded[one.mention.begin] in surnames() or one.mention.title in english_titles():
            who.strangers.append(span)
    missed = {number for number, _, _ in who.absent}
    sought = {n for n, (_, span) in met.items() if n in missed and is_sought(folded, span[0])}
    who.persons = [entry for entry in who.persons if entry[0] not in sought]
    who.absent = [entry for entry in who.absent if entry[0] not in met or entry[0] in sought]
    who.away = [(begin, away_until(folded, finish)) for _, _, (begin, finish) in who.absent]
    _gather_clients(folded, clients, who, portfolio)
    return who


def _gather_clients(folded: str, clients: list[ClientMention], who: Who, portfolio: Portfolio) -> None:
    homes = {portfolio.client_of(person) for person, _, _ in who.persons}
    found: dict[int, tuple[float, Span]] = {}
    decoys = []
    choices: list[ClientMention] = []
    for client in clients:
        if len(client.numbers) > 1:
            choices.append(client)
        elif client.numbers:
            number = client.numbers[0]
            decoy = client.place or is_decoy(folded, client) or only_where(folded, client, clients)
            if (decoy or left_out(folded, client, clients)) and number not in homes:
                decoys.append(client)
                continue
            strength = max(client.strength, 0.9 if number in homes else 0)
            if number not in found or found[number][0] < strength:
                found[number] = (strength, (client.begin, client.finish))
    if any(strength >= 0.85 for strength, _ in found.values()):
        found = {number: entry for number, entry in found.items() if entry[0] >= 0.75 or number in homes}
    for number, (strength, span) in list(found.items()):
        people = portfolio.persons_of.get(number, [])
        if portfolio.clients[number].class_ in ("diamond", "gold") and len(people) == 1 and number not in homes:
            who.persons.append((people[0], strength, span))
    for person, strength, span in who.persons:
        home = portfolio.client_of(person)
        if home not in found:
            found[home] = (min(strength, 0.9), span)
    if not found and not choices:
        for person, strength, span in who.absent:
            found.setdefault(portfolio.client_of(person), (min(strength, 0.85), span))
        if not found and not re.search(r"^(?:不是|not )", folded):
            found = {c.numbers[0]: (0.9 if not_gone(folded, c) else 0.6, (c.begin, c.finish)) for c in decoys}
    who.clients = sorted(
        ((number, strength, span) for number, (strength, span) in found.items()), key=lambda entry: entry[2]
    )
    if not who.clients:
        numbers = {n for client in choices for n in client.numbers}
        for candidates, _ in who.person_choices:
            homes_of = {portfolio.client_of(n) for n in candidates}
            numbers = numbers & homes_of if numbers & homes_of else numbers or homes_of
        if len(numbers) == 1 and not choices:  # two of one surname there: the client is known, the person asked for
            candidates, span = who.person_choices[0]
            who.clients = [(next(iter(numbers)), 0.85, span)]
        else:
            who.client_choices = tuple(sorted(numbers))
