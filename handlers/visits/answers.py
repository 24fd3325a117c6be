"""What an answer to one of the questions means: a button pressed, one toggled, words typed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.errors import Refused
from domain.frozen import field_names
from domain.visits import Purpose, Sentiment, VisitType
from handlers.context import Context
from handlers.visits.drafting import VisitDraft, new_step, once, person_choice, told_step
from language import dates
from language.bare_steps import without_day
from language.characters import fold
from language.understanding import Understanding
from services import clients, understanding, visit_choices
from storage import visits

_LONGEST_NAME = 40
_LONGEST_PLACE = 200
_LONGEST_VISIT_MINUTES = 24 * 60
_MINUTES = re.compile(r"(\d{1,4})\s*(?:分钟|分鐘|分|m|min(?:ute)?s?)?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:个|個)?(?:小时|小時|钟头|h|hrs?|hours?)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[、，,;；/\n]|\band\b|和|与|跟|還有|还有)\s*")


def pressed(c: Context, told: VisitDraft, asked: str, value: Any) -> VisitDraft:
    """The draft after a button that answers a question was pressed. Raises Refused for a client out of scope."""
    match asked:
        case "client" if isinstance(value, dict):
            name, manager = str(value["new"]), int(value["manager"])
            added = clients.known_or_new(c.tx, c.actor, name, manager, c.now)
            return replace(told, named=None).at_client(added.id)
        case "client":
            if visits.client_of(c.tx, c.actor, int(value)) is None:
                raise Refused("clients.not_found")
            return told.at_client(int(value))
        case "person" if told.person_choices:
            choices = told.person_choices[0]
            if value is None or not 0 <= int(value) < len(choices):
                return replace(told, person_choices=told.person_choices[1:])
            return told.with_person(choices[int(value)])
        case "when":
            return replace(told, day=str(value), clock=told.clock if told.visit_id else None)
        case "due" if told.pick < len(told.steps):
            text, _, *rest = told.steps[told.pick]
            return _with_steps(told, told.pick, (text, value, *rest))
        case "pick":
            return replace(told, pick=int(value))
        case "intent":
            return replace(told, doubtful=False)
        case _:
            name = {"type": "visit_type", "length": "length_minutes"}.get(asked, asked)
            return replace(told, **{name: value}) if name in field_names(VisitDraft) else told


def toggled(c: Context, told: VisitDraft, asked: str, value: Any) -> VisitDraft:
    """The draft after one of several answers was ticked, or its tick taken away."""
    match asked:
        case "persons" if "name" in value:
            return replace(told, persons=tuple(each for each in told.persons if each[0] != value["name"]))
        case "persons":
            return _toggled_person(c, told, int(value["id"]))
        case "purposes" if value in [kind.value for kind in VisitType]:
            return replace(told, visit_type=value)
        case "purposes":
            order = [each.value for each in Purpose]
            chosen = set(told.purposes) ^ {value}
            return replace(told, purposes=tuple(each for each in order if each in chosen))
        case "companions":
            along = told.companions
            kept = tuple(id_ for id_ in along if id_ != value)
            return replace(told, companions=kept if value in along else (*along, int(value)))
        case "competitors":
            return replace(told, competitors=tuple(each for each in told.competitors if each[0] != value))
        case "next_steps":
            return replace(told, steps=tuple(each for place, each in enumerate(told.steps) if place != value))
        case _:
            return told


def _toggled_person(c: Context, told: VisitDraft, person_id: int) -> VisitDraft:
    if any(id_ == person_id for _, id_, _ in told.persons):
        return replace(told, persons=tuple(each for each in told.persons if each[1] != person_id))
    assert told.client_id is not None
    known = {each.id: each.name for each in visit_choices.persons_of(c.tx, c.actor, told.client_id)}
    if person_id not in known:
        return told
    return replace(told, persons=(*told.persons, (known[person_id].split(" · ")[0], person_id, told.client_id)))


def typed(c: Context, told: VisitDraft, asked: str) -> VisitDraft | None:
    """The draft after words typed in answer to a question; None where they do not answer it."""
    text = c.turn.text.strip()
    read = _TYPED.get(asked)
    return read(c, told, text) if read and text else None


def _client(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    read = c.understand()
    if len(read.clients) == 1 and "client" not in read.doubts:
        return told.at_client(read.clients[0].value.id)
    found = visit_choices.clients_like(c.tx, c.actor, text) if len(text) <= _LONGEST_NAME else []
    if len(found) == 1:
        return told.at_client(found[0].id)
    if found:
        return replace(told, client_choices=tuple((each.id, each.name) for each in found), new_client=None)
    if read.client_choices:
        return replace(told, client_choices=tuple((each.id, each.name) for each in read.client_choices))
    return None


def _person(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    if not told.person_choices:
        return None
    words = fold(text)
    found = [choice for choice in told.person_choices[0] if fold(choice[2].split(" · ")[0]) in words]
    if not found:
        said = {each.value.id for each in c.understand().persons}
        client = {each.value.id for each in c.understand().clients}
        found = [each for each in told.person_choices[0] if each[0] in said or each[1] in client]
    return told.with_person(found[0]) if len(found) == 1 else None


def _persons(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    """One name after the other: a person of the client, several who may be meant, or a name that is kept as it is."""
    met = list(told.persons)
    choices = list(told.person_choices)
    for name in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        if len(name) > _LONGEST_NAME:
            return None
        if told.stepwise and (timed := _only_when(c, told, name)) is not None:
            told = timed
            continue
        read = at_client(c, told, name)
        found = [
            each.value for each in read.persons if each.value.client_id == told.client_id or each.value.name in name
        ]
        several = [tuple(p for p in those if p.client_id == told.client_id) for those in read.person_choices]
        several = [those for those in several if those]
        met += [(person.name, person.id, person.client_id) for person in found]
        choices += [tuple(person_choice(p.id, p.client_id, p.name, p.position) for p in those) for those in several]
        if not found and not several:
            met.append((name, None, None))
    more = replace(told, persons=once(met), person_choices=tuple(choices))
    return more.at_client(told.client_id) if told.client_id is not None else more


def _only_when(c: Context, told: VisitDraft, words: str) -> VisitDraft | None:
    """The draft after words that say a time and nothing else."""
    said = "".join(each.text for each in dates.find(words, c.said_on, "past"))
    return _when(c, told, words) if len(said) == len(words) else None


def _when(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    found = [each for each in dates.find(text, c.said_on, "past") if each.grain in ("minute", "part", "day")]
    if not found:
        met = at_client(c, told, text).persons if told.stepwise and told.day is None else ()
        return _persons(c, told, text) if met else None
    first = found[0]
    clock = next((each.start.time() for each in found if isinstance(each.start, datetime)), None)
    on = first.start.date() if isinstance(first.start, datetime) else first.start
    if isinstance(first.start, datetime) and not first.explicit and told.day is not None:
        on = date.fromisoformat(told.day)  # only an hour was said: the day stays
    return replace(told, day=on.isoformat(), clock=clock.isoformat("minutes") if clock else None)


def _due(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    found = dates.find(text, c.said_on, "future")
    if not found or told.pick >= len(told.steps):
        return None
    start = found[0].start
    on = start.date() if isinstance(start, datetime) else start
    step, _, *rest = told.steps[told.pick]
    return _with_steps(told, told.pick, (step, on.isoformat(), *rest))


def _with_steps(told: VisitDraft, place: int, step: Any) -> VisitDraft:
    return replace(told, steps=(*told.steps[:place], step, *told.steps[place + 1 :]))


def _purposes(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    labels = {each.value: fold(c.words.plain(f"visits.purpose_{each}")) for each in Purpose}
    words = fold(text)
    named = [each for each, label in labels.items() if label in words or (len(words) > 1 and words in label)]
    named = named or [each.value for each in at_client(c, told, text).purposes]
    chosen = {*told.purposes, *named}
    return replace(told, purposes=tuple(each for each in labels if each in chosen)) if named else None


def only_purposes(c: Context, text: str) -> bool:
    """Whether the words are the names of purposes and nothing else."""
    labels = [fold(c.words.plain(f"visits.purpose_{each}")) for each in Purpose]
    return all(any(part in label for label in labels) for part in _BETWEEN.split(fold(text)) if part)


def _content(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    """What was said, kept word for word; what can be read from it fills what is still empty."""
    changed = replace(told, content=text)
    if told.visit_id is not None:
        return changed
    read = at_client(c, told, text)
    news = read.competitor_news.value if read.competitor_news else text
    steps = tuple(told_step(each, c.today) for each in read.next_steps)
    fresh = tuple((each.value, news) for each in read.competitors)
    return replace(
        changed,
        feedback=told.feedback or (read.feedback.value if read.feedback else None),
        sentiment=told.sentiment or (read.sentiment.value if read.sentiment else None),
        competitors=told.competitors or fresh,
        companions=told.companions or tuple(each.value.id for each in read.companions),
        steps=told.steps or steps,
        length_minutes=told.length_minutes or (read.length.value if read.length else None),
    )


def _next_steps(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    found = []
    for part in re.split(r"[\n；;]+", text):
        if not part.strip():
            continue
        read = at_client(c, told, part.strip()).next_steps
        if read:
            found += [told_step(each, c.today) for each in read]
            continue
        day = next(iter(dates.find(part, c.said_on, "future")), None)
        due = day.start.date() if day and isinstance(day.start, datetime) else day.start if day else None
        due = due if isinstance(due, date) else None
        found.append(new_step(without_day(part.strip(), due, c.today), due))
    return replace(told, steps=(*told.steps, *found)) if found else None


def _sentiment(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    labels = {each.value: fold(c.words.plain(f"visits.sentiment_{each}")) for each in Sentiment}
    named = next((each for each, label in labels.items() if label in fold(text)), None)
    read = at_client(c, told, text).sentiment
    value = named or (read.value if read else None)
    return replace(told, sentiment=value) if value else None


def _type(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    labels = {each.value: fold(c.words.plain(f"visits.type_{each}")) for each in VisitType}
    words = fold(text)
    named = next((each for each, label in labels.items() if words in label or label in words), None)
    return replace(told, visit_type=named) if named else None


def _length(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    read = at_client(c, told, f"聊了{text}").length
    said = _MINUTES.fullmatch(text) or _HOURS.fullmatch(text)
    per = 60 if said is not None and said.re is _HOURS else 1
    minutes = round(float(said[1]) * per) if said else read.value if read else None
    if not minutes or minutes > _LONGEST_VISIT_MINUTES:
        return None
    return replace(told, length_minutes=minutes)


def _companions(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    everyone = visit_choices.colleagues(c.tx, c.actor)
    found = [each.id for each in everyone if fold(each.name) in fold(text)]
    found = found or [each.value.id for each in at_client(c, told, f"和{text}一起").companions]
    return replace(told, companions=tuple(dict.fromkeys((*told.companions, *found)))) if found else None


def _competitors(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    names = [each.value for each in at_client(c, told, text).competitors]
    if not names:
        names = [name for name in _BETWEEN.split(text) if 0 < len(name) <= _LONGEST_NAME // 2]
    known = {name for name, _ in told.competitors}
    fresh = tuple((name, text) for name in names if name not in known)
    return replace(told, competitors=(*told.competitors, *fresh)) if names else None


def _feedback(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    return replace(told, feedback=text)


def _place(c: Context, told: VisitDraft, text: str) -> VisitDraft | None:
    return replace(told, place=text) if len(text) <= _LONGEST_PLACE else None


_TYPED: dict[str, Callable[[Context, VisitDraft, str], VisitDraft | None]] = {
    "client": _client,
    "person": _person,
    "persons": _persons,
    "when": _when,
    "due": _due,
    "purposes": _purposes,
    "content": _content,
    "next_steps": _next_steps,
    "sentiment": _sentiment,
    "type": _type,
    "length": _length,
    "companions": _companions,
    "competitors": _competitors,
    "feedback": _feedback,
    "place": _place,
}


def at_client(c: Context, told: VisitDraft, text: str, *, today: bool = True) -> Understanding:
    """Words read as said of a visit to the draft's client, today or on a day that they name themselves: alone,
    "下周三送方案" would belong to no event."""
    client = visits.client_of(c.tx, c.actor, told.client_id) if told.client_id is not None else None
    name = client.name if client else ""
    if re.search(r"[\u3400-\u9fff]", text):
        visited = f"今天拜访{name}，" if today else f"拜访了{name}，"
    else:
        visited = f"Visited {name} today, " if today else f"Visited {name}, "
    return understanding.read(c.tx, c.actor, visited + text, c.said_on)
