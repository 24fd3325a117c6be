"""The questions about a visit, each with its likely answers as buttons: to log one, and to change one on record."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from domain.visits import Purpose, Sentiment, VisitType
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message
from handlers.visit_card import line, short, step
from handlers.visits.drafting import VisitDraft, next_step
from locales.format import day, opening
from locales.markup import Markup, join
from services import visit_choices
from services.visit_choices import Choice
from storage import visits

STEPS = ("client", "persons", "when", "purposes", "content", "next_steps")
"""The questions asked one by one, in this order."""

_LENGTHS = (30, 60, 90, 120)

Rows = list[list[Button]]


def question(c: Context, told: VisitDraft, asked: str, offset: int = 0, *, again: str | None = None) -> Message:
    """The question of a step with its buttons; `again` is the key of what to say before asking anew."""
    text, rows = _QUESTIONS[asked](c, told, offset)
    lines: list[str] = [c.t(again)] if again else []
    if told.stepwise and asked in STEPS:
        place = STEPS.index(asked) + 1
        client = visits.client_of(c.tx, c.actor, told.client_id) if told.client_id is not None else None
        at = c.t("visits.step_of", place=place, total=len(STEPS))
        lines.append(c.t("visits.step_at", client=client.name, step=at) if client else at)
    elif told.text and not told.visit_id:
        lines.append(c.t("visits.quoted", text=short(told.text, 80)))
    return Message(join([*lines, text]), [*rows, *_ways_out(c, told, asked)])


def _ways_out(c: Context, told: VisitDraft, asked: str) -> Rows:
    """Back, on, and Cancel: where each leads depends on whether a visit is asked about step by step or changed."""
    if told.visit_id is not None:
        back = c.button("common.back", "visits.change", visit=told.visit_id)
        if asked == "due":
            return [[go(c, "common.back", "next_steps")]]
        return [[back, go(c, "visits.keep", asked, done=True)] if asked in _COLLECTING else [back]]
    cancel = c.button("common.cancel", "common.cancel")
    if asked == "due":
        return [[go(c, "common.back", "next_steps"), cancel]]
    if not told.stepwise or asked not in STEPS:
        return [[cancel]]
    row = []
    place = STEPS.index(asked)
    if place:
        row.append(go(c, "common.back", STEPS[place - 1]))
    if asked != "client":
        last = asked == STEPS[-1]
        key = "visits.save" if last else "visits.next" if _answered(told, asked) else "visits.skip"
        row.append(go(c, key, asked, done=True))
    return [row, [cancel]] if row else [[cancel]]


def _answered(told: VisitDraft, asked: str) -> bool:
    given = {"persons": told.persons, "when": told.day, "purposes": told.purposes, "content": told.content}
    return bool(given.get(asked, True))


_COLLECTING = frozenset({"persons", "purposes", "next_steps", "companions", "competitors"})
"""Questions with several answers, which end by a button."""


def go(c: Context, key: str, asked: str, *, done: bool = False) -> Button:
    """A button to a question; `done` to what comes after it."""
    return c.button(key, "visits.go", step=asked, done=done)


def answer(label: str, asked: str, value: object) -> Button:
    """A button that answers a question."""
    return Button(label, "visits.answer", {"step": asked, "value": value})


def _toggle(c: Context, label: str, asked: str, value: object, on: bool, offset: int = 0) -> Button:
    text = c.words.plain("visits.ticked", what=label) if on else label
    return Button(text, "visits.toggle", {"step": asked, "value": value, "offset": offset})


def _paged(c: Context, asked: str, rows: Rows, offset: int, total: int) -> Rows:
    return [*rows, turning(c, "visits.page", offset, total, step=asked)]


def _client(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    rows: Rows = []
    if told.new_client:
        managers = visit_choices.managers_for_new_client(c.tx, c.actor)
        for manager in managers:
            key = "visits.new_client" if len(managers) == 1 else "visits.new_client_of"
            label = c.words.plain(key, name=short(told.new_client, 30), manager=manager.name)
            rows.append([answer(label, "client", {"new": told.new_client, "manager": manager.id})])
    near = [Choice(id_, name) for id_, name in told.client_choices]
    if told.new_client and not near:
        near = visit_choices.clients_like(c.tx, c.actor, told.new_client)[:3]
    if near or told.new_client:
        rows += [[answer(each.name, "client", each.id)] for each in near]
        rows.append([c.button("visits.other_client", "visits.page", step="client", offset=0, all=True)])
        key = "visits.ask_new_client" if told.new_client else "visits.ask_which_client"
        if len(near) == 1 and not told.new_client:
            key = "visits.ask_is_it_client"
        return c.t(key, name=told.new_client or (near[0].name if near else "")), rows
    found = visit_choices.clients_by_need(c.tx, c.actor, c.today)
    if not found:
        return c.t("visits.no_clients"), rows
    rows = [[answer(_client_label(c, each), "client", each.id)] for each in found[offset : offset + PAGE]]
    return c.t("visits.ask_client"), _paged(c, "client", rows, offset, len(found))


def _client_label(c: Context, each: Choice) -> str:
    if each.overdue_days is None:
        return each.name
    return c.words.plain("visits.client_overdue", name=each.name, n=each.overdue_days)


def _person(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    choices = told.person_choices[0]
    rows = [[answer(label, "person", place)] for place, (_, _, label) in enumerate(choices)]
    return c.t("visits.ask_person"), [*rows, [answer(c.words.plain("visits.person_unsure"), "person", None)]]


def _persons(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    assert told.client_id is not None
    known = visit_choices.persons_of(c.tx, c.actor, told.client_id)
    met = {id_ for _, id_, _ in told.persons if id_ is not None}
    shown = known[offset : offset + PAGE]
    on_file = {person.id for person in known}
    rows = [
        [_toggle(c, name, "persons", {"name": name}, True, offset)]
        for name, id_, _ in told.persons
        if id_ is None or id_ not in on_file
    ]
    rows += [[_toggle(c, each.name, "persons", {"id": each.id}, each.id in met, offset)] for each in shown]
    key = "visits.ask_persons" if known else "visits.ask_persons_typed"
    return c.t(key), _paged(c, "persons", rows, offset, len(known))


def _when(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    rows = []
    for distance in range(3):
        on = c.today - timedelta(days=distance)
        label = opening(day(on, c.today, c.words.language))
        rows.append([answer(label, "when", on.isoformat())])
    ahead = told.day is not None and date.fromisoformat(told.day) > c.today
    return c.t("visits.ask_when_ahead" if ahead else "visits.ask_when"), rows


def _purposes(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    keys = [
        _toggle(
            c, opening(c.words.plain(f"visits.purpose_{each}")), "purposes", each.value, each.value in told.purposes
        )
        for each in Purpose
    ]
    kinds = [
        _toggle(c, opening(c.words.plain(f"visits.type_{each}")), "purposes", each.value, each.value == told.visit_type)
        for each in VisitType
    ]
    return c.t("visits.ask_purposes"), [keys[0:2], keys[2:4], keys[4:6], kinds]


def _type(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    keys = [answer(opening(c.words.plain(f"visits.type_{each}")), "type", each.value) for each in VisitType]
    return c.t("visits.ask_type"), [keys]


def _sentiment(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    rows = [[answer(opening(c.words.plain(f"visits.sentiment_{each}")), "sentiment", each.value) for each in Sentiment]]
    return c.t("visits.ask_sentiment"), [*rows, *_clearing(c, "sentiment", told.sentiment)]


def _length(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    keys = [answer(c.words.plain("visits.minutes", n=n), "length", n) for n in _LENGTHS]
    return c.t("visits.ask_length"), [keys[:2], keys[2:], *_clearing(c, "length", told.length_minutes)]


def _intent(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    return c.t("visits.ask_intent"), [[answer(c.words.plain("visits.yes_a_visit"), "intent", True)]]


def _words(name: str) -> Callable[[Context, VisitDraft, int], tuple[Markup, Rows]]:
    """A question answered in the person's own words, with what stands there now."""

    def asked(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
        now: str | None = getattr(told, name)
        lines: list[str] = [c.t(f"visits.ask_{name}")]
        if now and told.visit_id is not None:
            lines.append(line(c, "visits.now", short(now)))
        return join(lines), _clearing(c, name, now) if name != "content" else []

    return asked


def _clearing(c: Context, asked: str, now: object) -> Rows:
    return [[answer(c.words.plain("visits.clear"), asked, None)]] if now else []


def _next_steps(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    lines: list[str] = [c.t("visits.ask_next_steps")]
    rows: Rows = []
    for place, each in enumerate(told.steps):
        lines.append(c.t("visits.numbered", place=place + 1, text=step(c, next_step(*each))))
        date_label = c.words.plain("visits.step_date", place=place + 1)
        drop_label = c.words.plain("visits.step_drop", place=place + 1)
        drop = Button(drop_label, "visits.toggle", {"step": "next_steps", "value": place})
        rows.append([answer(date_label, "pick", place), drop])
    return join(lines), rows


def _due(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    text = told.steps[told.pick][0] if told.pick < len(told.steps) else ""
    monday = c.today + timedelta(days=7 - c.today.weekday())
    days = sorted({c.today + timedelta(days=1), c.today + timedelta(days=2), monday, monday + timedelta(days=2)})
    rows = [[answer(opening(day(on, c.today, c.words.language)), "due", on.isoformat())] for on in days]
    rows.append([answer(c.words.plain("visits.no_due_day"), "due", None)])
    return c.t("visits.ask_due", text=text), rows


def _companions(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    found = visit_choices.colleagues(c.tx, c.actor)
    shown = found[offset : offset + PAGE]
    rows = [[_toggle(c, each.name, "companions", each.id, each.id in told.companions, offset)] for each in shown]
    return c.t("visits.ask_companions"), _paged(c, "companions", rows, offset, len(found))


def _competitors(c: Context, told: VisitDraft, offset: int) -> tuple[Markup, Rows]:
    rows = [[_toggle(c, name, "competitors", name, True)] for name, _ in told.competitors]
    return c.t("visits.ask_competitors"), rows


_QUESTIONS: dict[str, Callable[[Context, VisitDraft, int], tuple[Markup, Rows]]] = {
    "client": _client,
    "person": _person,
    "persons": _persons,
    "when": _when,
    "purposes": _purposes,
    "type": _type,
    "sentiment": _sentiment,
    "length": _length,
    "intent": _intent,
    "content": _words("content"),
    "feedback": _words("feedback"),
    "place": _words("place"),
    "next_steps": _next_steps,
    "due": _due,
    "companions": _companions,
    "competitors": _competitors,
}

FIELDS: Sequence[str] = (
    *("client", "persons", "when", "type", "purposes", "content", "feedback", "sentiment", "competitors"),
    *("next_steps", "companions", "length", "place"),
)
"""What of a record can be changed, in the order its card shows it."""
