"""`understand`: one message of a field client manager becomes an `Understanding`. Pure."""

from datetime import date, datetime, time

from language import details
from language.event import Event
from language.feeling import sentiment
from language.file_changes import read_file_change
from language.intent import read_event
from language.own_days import own_days
from language.patterns import lazy
from language.portfolio import Client, Colleague, Person, Portfolio
from language.questions import read_correction, read_question
from language.reading import Correction, Doubt, Intent, NextStep, Question, Read, Understanding
from language.scene import Scene, When
from language.steps import read_steps
from language.strangers import new_client
from language.tense import event_times

__all__ = [
    "Client",
    "Colleague",
    "Correction",
    "Intent",
    "NextStep",
    "Person",
    "Portfolio",
    "Question",
    "Read",
    "Understanding",
    "understand",
]

_LONGEST = 4000  # Telegram's own limit on a message is 4096 signs
_SURE_INTENT = 0.6
_TIMELESS = ("next_step", "query", "smalltalk", "unknown")


def understand(text: str, portfolio: Portfolio, now: datetime) -> Understanding:
    """What the message says. `now` is local wall time in the organisation's zone, aware or not."""
    scene = Scene(text, portfolio, now.replace(tzinfo=None))
    event = read_event(scene)
    intent = event.intent.value
    clients, choices = _clients(scene), tuple(portfolio.clients[n] for n in scene.who.client_choices)
    if intent in ("smalltalk", "unknown"):
        return Understanding(text, event.intent)
    care = event.care
    rivals = details.competitors(scene)
    day = _date(scene, event)
    told = intent in ("visit", "care", "demand", "competitor", "cancel", "plan")
    question = read_question(scene) if intent == "query" else None
    stranger = new_client(scene) if intent not in ("query", "cancel") else None
    person_choices = tuple(tuple(portfolio.persons[n] for n in found) for found, _ in scene.who.person_choices)
    doubts = _doubts(event, clients, choices, person_choices, day)
    return Understanding(
        text=text,
        intent=event.intent,
        clients=clients,
        client_choices=choices,
        new_client=stranger,
        persons=_persons(scene, event),
        person_choices=person_choices,
        new_persons=tuple(Read(scene.text[b:f], 0.6, scene.text[b:f], b) for b, f in scene.who.strangers),
        date=day,
        time=_time(scene, event),
        days=own_days(scene, event),
        length=details.length(scene) if intent in ("visit", "care") else None,
        visit_type=details.visit_type(scene, event),
        purposes=details.purposes(scene) if intent in ("visit", "plan") else (),
        care_form=care.form if care else None,
        moment=care.moment if care else _asked(question),
        next_steps=read_steps(scene, event),
        competitors=rivals,
        competitor_news=details.competitor_news(scene, rivals) if intent in ("visit", "competitor", "demand") else None,
        sentiment=sentiment(scene, intent) if told else None,
        feedback=details.feedback(scene) if told else None,
        companions=details.companions(scene),
        correction=read_correction(scene) if event.correction else None,
        question=question,
        file_change=read_file_change(scene) if intent == "cancel" and not event.correction else None,
        sure=not doubts and _nameable(event, clients),
        doubts=doubts,
    )


def _asked(question: Question | None) -> Read[str] | None:
    return Read(question.moment, 0.9) if question and question.moment else None


# 原打算去分校…我就改去了二实小: nobody went to the first.
_TURNED = lazy(r"(?:本来|原本|原来|原|本)(?:想|要|打算|准备|计划|约)[^。;；]{1,40}(?:改去|改到|改跑|转去)")


def _meant_only(scene: Scene) -> range:
    """Where a name stands that was only meant to be seen."""
    turned = _TURNED.search(scene.folded)
    return range(turned.start() + 1, turned.end()) if turned else range(0)


def _clients(scene: Scene) -> tuple[Read[Client], ...]:
    found = tuple(
        Read(scene.portfolio.clients[number], strength, scene.text[begin:finish], begin)
        for number, strength, (begin, finish) in scene.who.clients
    )
    meant = _meant_only(scene)
    return tuple(each for each in found if each.begin not in meant) or found


def _persons(scene: Scene, event: Event) -> tuple[Read[Person], ...]:
    """Those met or addressed; of a plan, a cancelled visit and a care action also those who were away."""
    meant = _meant_only(scene)
    found = [entry for entry in scene.who.persons if entry[2][0] not in meant]
    if event.intent.value in ("plan", "cancel", "next_step", "query"):
        found += scene.who.absent
    elif event.intent.value in ("care", "demand"):
        found += [
            entry
            for entry in scene.who.absent
            if not found or _RECEIVES.search(scene.folded, max(0, entry[2][0] - 12), entry[2][0])
        ]
    if event.intent.value in ("visit", "care", "demand", "competitor") and len(found) > 1:
        spoken_of = [
            entry for entry in found if _only_spoken_of(scene.folded, *entry[2]) or _met_by_rival(scene, entry)
        ]
        found = [entry for entry in found if entry not in spoken_of] or found
    return tuple(
        Read(scene.portfolio.persons[number], strength, scene.text[begin:finish], begin)
        for number, strength, (begin, finish) in sorted(found, key=lambda entry: entry[2])
    )


def _only_spoken_of(folded: str, begin: int, finish: int) -> bool:
    """Somebody whom those who were met speak of: 他们刘董嫌…, 鲜院长的意思是…, 李主任说陈院长…."""
    return bool(_ONLY_SPOKEN_OF.match(folded, finish) or _THEIRS.search(folded, max(0, begin - 4), begin))


def _met_by_rival(scene: Scene, entry: tuple[int, float, tuple[int, int]]) -> bool:
    """电信前天去找过吕行长: whom a competitor went to see."""
    begin = entry[2][0]
    clause = scene.clause_at(begin)
    return any(
        clause.begin <= hit.begin < begin and _WENT_TO_SEE.search(scene.folded, hit.finish, begin)
        for hit, _ in scene.rivals
    )


_WENT_TO_SEE = lazy(r"(?:找|见|拜访|约|请|走访|跑|联系|接触|攻)(?:过|了|到|上)?(?:他们|那边)?(?:的)?[^,，。]{0,6}$")
# Before a name: the one who speaks means somebody of his own house.
_THEIRS = lazy(r"[说讲嫌怕]是?(?:他们|她们|我们|咱们|他家|上面)(?:家|的)?$")
# Before a name: goods or words go to that person, met or not.
_RECEIVES = lazy(r"(?:给|送|寄|祝|为|看望?|慰问|探望|带给|拜访|找|致电|恭喜|祝贺)[^,，。]{0,8}$")
# 阮董下个月二十号过生日, told on a visit to somebody else.
_ONLY_SPOKEN_OF = lazy(
    r"的(?:意思|想法|态度|原话|要求|口径)(?:就?是|呢)|(?:(?:下个?|这个?|本|[\d一二三四五六七八九十]+)月|下周|月底|快)[^,，。]{0,10}?"
    r"(?:过?生日|退休|调走|调任)(?!短信|蛋糕|礼)"
)


def _date(scene: Scene, event: Event) -> Read[date] | None:
    intent = event.intent.value
    if event.correction:
        dated = scene.times and read_correction(scene).field == "date"
        return _read_day(scene, scene.times[-1], False) if dated else None
    if intent in _TIMELESS or (intent == "cancel" and event.when is None):
        return None
    if event.when is None:
        return Read(scene.today, 0.3 if intent == "plan" else 0.8)
    return _read_day(scene, event.when, event.ahead)


def _read_day(scene: Scene, when: When, ahead: bool) -> Read[date]:
    return Read(when.first_day(ahead), 0.85 if when.bare else 0.95, scene.text[when.begin : when.finish], when.begin)


def _time(scene: Scene, event: Event) -> Read[time] | None:
    """The clock time at which it began: said with its day, or beside it."""
    if event.intent.value in _TIMELESS or event.intent.value in ("cancel", "demand", "competitor"):
        return None
    when = event.when
    clock = when.clock(event.ahead) if when else None
    if clock is None and when is not None and len(scene.times) > 1:
        earlier = [w for w in scene.times if w is not when and w.clock(True)]
        same = _SAME_TIME.search(scene.folded, when.finish) if earlier else None
        if same is not None:
            return Read(earlier[0].clock(True) or time(), 0.9, scene.text[same.start() : same.end()], same.start())
    if clock is None:
        for other in event_times(scene):
            beside = when is None or abs(other.begin - when.finish) <= 4 or _continues(scene, when, other)
            beside = beside or (event.ahead and scene.in_clause(scene.clause_at(other.begin), "go", "invited"))
            same_day = when is not None and other.first_day(event.ahead) == when.first_day(event.ahead)
            if _UNTIL.search(scene.folded, max(0, other.begin - 3), other.begin):
                continue
            if (other.dayless or same_day) and (beside or event.care) and other.clock(event.ahead):
                when, clock = other, other.clock(event.ahead)
                break
    return Read(clock, 0.95, scene.text[when.begin : when.finish], when.begin) if clock and when else None


_UNTIL = lazy(r"[一-鿿](?<![约改推延定提])[到至]$")  # 喝到十点, not 约到十点
_SAME_TIME = lazy(r"同一?(?:个)?(?:时间|时段|点)|一样的?时间|时间不变|原时间|(?:at the )?same time")


def _continues(scene: Scene, when: When, other: When) -> bool:
    """1月4号去关总那，上午10点半: a clock time that is all there is to a later clause."""
    clause = scene.clause_at(other.begin)
    return when.finish <= clause.begin == other.begin and other.finish >= clause.finish - 1


def _doubts(
    event: Event,
    clients: tuple[Read[Client], ...],
    choices: tuple[Client, ...],
    person_choices: tuple[tuple[Person, ...], ...],
    day: Read[date] | None,
) -> tuple[Doubt, ...]:
    found: list[Doubt] = []
    if choices or not all(read.sure for read in clients):
        found.append("client")
    if person_choices:
        found.append("person")
    if day is not None and day.sureness < 0.5:
        found.append("date")
    if event.intent.sureness < _SURE_INTENT:
        found.append("intent")
    if event.intent.value in ("visit", "care", "demand", "competitor", "plan") and not clients and not choices:
        found.insert(0, "client")
    return tuple(found)


def _nameable(event: Event, clients: tuple[Read[Client], ...]) -> bool:
    """Questions and corrections need no client; a record does."""
    return bool(clients) or event.correction or event.intent.value == "query"
