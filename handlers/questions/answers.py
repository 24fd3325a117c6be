"""The answers: one function per topic, each a page of an Answer that `pages` turns into a message."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.frozen import frozen
from domain.plans import ItemState
from handlers.care_card import one_line as care_line
from handlers.context import Context
from handlers.contract_card import ends
from handlers.plan_card import label as plan_label
from handlers.plan_card import line as plan_line
from handlers.questions.asked import Asked
from handlers.questions.lines import (
    LONGEST_LABEL,
    LONGEST_LINE,
    birthday_line,
    birthday_of,
    client_names,
    due_line,
    note_client,
    note_line,
    on_day,
    person_names,
    span,
    step_line,
    visit_button,
    visit_line,
    what,
)
from handlers.turn import Button
from handlers.visit_card import comma, news, short
from locales.competitors import competitor_name
from locales.markup import Markup, join
from services import next_steps, plan_days, questions
from storage import care as care_records
from storage import contracts as agreements
from storage import next_steps as open_steps
from storage import notes as kept_notes
from storage import questions as records
from storage import staff
from storage.questions import Visited

PAGE = 5

_NEAR_DAYS = 2
"""Today, yesterday and the day before say by themselves how long ago they were."""


@frozen
class Answer:
    """One page: the heading, a line and a button for each thing shown, and how many things there are in all."""

    heading: str
    lines: Sequence[str] = ()
    buttons: Sequence[Button] = ()
    total: int = 0


def last_visit(c: Context, asked: Asked, offset: int) -> Answer:
    """When a client was last visited, or a person last met; earlier visits follow."""
    if not asked.client_ids and not asked.person_ids:
        return visits(c, asked, offset)
    found, total, _ = records.visited(
        c.tx,
        c.actor,
        asked.days,
        client_ids=asked.client_ids if not asked.person_ids else (),
        person_ids=asked.person_ids,
        offset=offset,
        limit=PAGE,
    )
    name = person_names(c, asked) or client_names(c, asked)
    who = {"person" if asked.person_ids else "client": name}
    if not name:
        return Answer(c.t("questions.not_in_scope"))
    if not found:
        return Answer(c.t("questions.never_met" if asked.person_ids else "questions.never", **who))
    buttons = [visit_button(c, each) for each in found]
    lines = [visit_line(c, each) for each in found]
    heading = c.t("questions.earlier") if offset else _last_heading(c, asked, found[0], who)
    return Answer(heading, lines, buttons, total)


def _last_heading(c: Context, asked: Asked, last: Visited, who: dict[str, str]) -> str:
    passed = (c.today - last.visited_on).days
    key = "questions.last_met" if asked.person_ids else "questions.last_visit"
    on = on_day(c, last.visited_on)
    return c.t(key, day=on, n=passed, **who) if passed > _NEAR_DAYS else c.t(f"{key}_near", day=on, **who)


def visits(c: Context, asked: Asked, offset: int) -> Answer:
    """Visits in a stretch of days: one's own, a colleague's, or those of everybody in a leader's scope."""
    days = asked.days
    if days.start is None and not asked.client_ids and not asked.person_ids:
        monday = c.today - timedelta(days=c.today.weekday())
        days = records.Stretch(monday, monday + timedelta(days=6))
    found, total, homes = records.visited(
        c.tx,
        c.actor,
        days,
        client_ids=asked.client_ids,
        person_ids=asked.person_ids,
        manager_ids=asked.staff_ids,
        offset=offset,
        limit=PAGE,
    )
    about = what(c, client_names(c, asked) if asked.client_ids else "", days)
    if not total:
        return Answer(c.t("questions.visits_none", what=about))
    heading = c.t("questions.visits", what=about, n=total, clients=homes)
    return Answer(heading, [visit_line(c, each) for each in found], [visit_button(c, each) for each in found], total)


def overdue(c: Context, asked: Asked, offset: int) -> Answer:
    """Who is overdue by the standard (R2.5); with days named, who has not been visited in them."""
    found = questions.not_visited(c.tx, c.actor, asked.class_, asked.days, c.today)
    if not found:
        return Answer(c.t("questions.overdue_none"))
    values = {"days": span(c, asked.days)} if asked.days.start else {}
    key = "questions.unvisited" if asked.days.start else "questions.overdue"
    if asked.class_:
        key, values = f"{key}_class", {**values, "class_": c.words.plain(f"questions.class_{asked.class_}")}
    shown = found[offset : offset + PAGE]
    buttons = [Button(short(each.name, LONGEST_LABEL), "clients.show", {"client": each.client_id}) for each in shown]
    return Answer(c.t(key, n=len(found), **values), [due_line(c, each) for each in shown], buttons, len(found))


def birthdays(c: Context, asked: Asked, offset: int) -> Answer:
    """Whose birthday falls in these days, solar and lunar; or when a named person's is."""
    found = questions.birthdays(
        c.tx, c.actor, asked.days, c.today, person_ids=asked.person_ids, client_ids=asked.client_ids
    )
    shown = found[offset : offset + PAGE]
    buttons = [Button(short(born.name, LONGEST_LABEL), "persons.show", {"person": born.id}) for born, _ in shown]
    if asked.person_ids and asked.days.start is None:
        if not found:
            return Answer(c.t("questions.birthday_unknown", person=person_names(c, asked)))
        return Answer("", [birthday_of(c, born, when) for born, when in shown], buttons, len(found))
    days = asked.days if asked.days.start else records.Stretch(c.today, c.today + questions.AHEAD)
    if not found:
        return Answer(c.t("questions.birthdays_none", days=span(c, days)))
    heading = c.t("questions.birthdays", days=span(c, days), n=len(found))
    return Answer(heading, [birthday_line(c, born, when) for born, when in shown], buttons, len(found))


def steps(c: Context, asked: Asked, offset: int) -> Answer:
    """Open next steps: one's own, a colleague's, or those at a client; each can be closed here."""
    owners: Sequence[int] | None = asked.staff_ids or next_steps.owners(c.actor)
    found, total = open_steps.open_ones(
        c.tx,
        c.actor,
        owners=owners if asked.staff_ids or not asked.client_ids else None,
        client_id=asked.client_ids[0] if asked.client_ids else None,
        start=asked.days.start,
        end=asked.days.end,
        offset=offset,
        limit=PAGE,
    )
    if not total:
        return Answer(c.t("questions.next_steps_none"))
    buttons = [
        Button(
            c.words.plain("questions.done", text=short(step.text, LONGEST_LABEL)),
            "questions.step_done",
            {"step": step.id, "asked": asked.to_json(), "offset": offset},
        )
        for step in found
    ]
    return Answer(c.t("questions.next_steps", n=total), [step_line(c, step) for step in found], buttons, total)


def competitors(c: Context, asked: Asked, offset: int) -> Answer:
    """What is known of competitors: where they are active, what they offer (R1.7)."""
    found, total = questions.news(
        c.tx,
        c.actor,
        asked.days,
        competitors=asked.competitors,
        client_ids=asked.client_ids,
        offset=offset,
        limit=PAGE,
    )
    language = c.words.language
    who = comma(c, [competitor_name(each, language) for each in asked.competitors]) or c.words.plain(
        "questions.any_competitor"
    )
    if not total:
        return Answer(c.t("questions.competitors_none", who=who))
    lines = [
        c.t(
            "questions.news_line",
            day=on_day(c, each.at.astimezone(c.actor.zone).date()),
            client=each.client,
            news=news(c, each.competitor, each.content, LONGEST_LINE),
        )
        for each in found
    ]
    buttons = [
        Button(short(each.client, LONGEST_LABEL), "visits.show", {"visit": each.visit_id})
        if each.visit_id
        else Button(short(each.client, LONGEST_LABEL), "notes.show", {"note": each.note_id})
        for each in found
    ]
    return Answer(c.t("questions.competitors", who=who, n=total), lines, buttons, total)


def cared(c: Context, asked: Asked, offset: int) -> Answer:
    """What was done for a client or a person out of care, the newest first (R3.6)."""
    found, total = care_records.page(
        c.tx,
        c.actor,
        client_id=asked.client_ids[0] if asked.client_ids and not asked.person_ids else None,
        person_id=asked.person_ids[0] if asked.person_ids else None,
        start=asked.days.start,
        end=asked.days.end,
        offset=offset,
        limit=PAGE,
    )
    if not total:
        return Answer(c.t("questions.care_none"))
    lines = [
        c.t("questions.care_line", client=client, people=comma(c, [met.name for met in one.persons]), text=told)
        for one, client in found
        for told in (care_line(c, one),)
    ]
    buttons = [Button(short(client, LONGEST_LABEL), "care.record", {"care": one.id}) for one, client in found]
    return Answer(c.t("questions.care", n=total), lines, buttons, total)


def contracts(c: Context, asked: Asked, offset: int) -> Answer:
    """Until when contracts run: those of a client, those that end in some days, or those that end next (R1.5)."""
    client_id = asked.client_ids[0] if asked.client_ids else None
    start = asked.days.start if asked.days.start or client_id else c.today
    found, total = agreements.page(
        c.tx,
        c.actor,
        client_id=client_id,
        start=start,
        end=asked.days.end,
        endless=asked.days.start is None,
        offset=offset,
        limit=PAGE,
    )
    if not total:
        return Answer(c.t("questions.contracts_none"))
    key = "contracts_until" if asked.days.start else "contracts" if client_id else "contracts_next"
    values = {} if key == "contracts_next" else {"what": what(c, client_names(c, asked), asked.days)}
    lines = [
        c.t("questions.contract_line", client=client, subject=short(one.subject, LONGEST_LINE), ends=ends(c, one))
        for one, client in found
    ]
    buttons = [Button(short(one.subject, LONGEST_LABEL), "contracts.show", {"contract": one.id}) for one, _ in found]
    return Answer(c.t(f"questions.{key}", n=total, **values), lines, buttons, total)


PLANNED_DAYS = timedelta(days=28)
"""So far ahead plans are told where no days were asked for."""


def planned(c: Context, asked: Asked, offset: int) -> Answer:
    """What is planned in some days, of a client or of everybody in scope, in the order of days (R4.2); where nothing
    is yet, who is to be visited."""
    start = asked.days.start or c.today
    end = asked.days.end or (start if asked.days.start else start + PLANNED_DAYS)
    every = plan_days.of(c.tx, c.actor, start, end, states=tuple(ItemState), everybody=True)
    held = [one for one in every if not asked.client_ids or one.client_id in asked.client_ids]
    if asked.person_ids:
        held = [one for one in held if one.person_id in asked.person_ids]
    if not held and start >= c.today and not (asked.client_ids or asked.person_ids):
        due = overdue(c, Asked("overdue"), offset)
        return replace(due, heading=join([c.t("questions.plan_none"), Markup(due.heading)]))
    if not held:
        return Answer(c.t("questions.plan_none"))
    shown = held[offset : offset + PAGE]
    names = staff.names(c.tx, {one.staff_id for one in shown} - {c.actor.id})
    lines = [
        c.t(
            "questions.plan_line",
            day=on_day(c, one.planned_on),
            name=names.get(one.staff_id, ""),
            what=plan_line(c, one),
        )
        for one in shown
    ]
    buttons = [
        Button(short(plan_label(c, one), LONGEST_LABEL), "plans.item", {"item": one.id}) for one in shown if one.id
    ]
    return Answer(c.t("questions.plan", n=len(held)), lines, buttons, len(held))


def noted(intent: str, key: str) -> Callable[[Context, Asked, int], Answer]:
    """The answer from the notes of an intent: demands."""

    def answer(c: Context, asked: Asked, offset: int) -> Answer:
        days = asked.days
        found, total = kept_notes.page(
            c.tx,
            c.actor,
            intent,
            client_id=asked.client_ids[0] if asked.client_ids else None,
            person_id=asked.person_ids[0] if asked.person_ids else None,
            start=days.start,
            end=days.end,
            offset=offset,
            limit=PAGE,
        )
        if not total:
            return Answer(c.t(f"questions.{key}_none"))
        names = {note.id: note_client(c, note) for note in found}
        lines = [note_line(c, note, names[note.id]) for note in found]
        buttons = [Button(short(names[note.id], LONGEST_LABEL), "notes.show", {"note": note.id}) for note in found]
        return Answer(c.t(f"questions.{key}", n=total), lines, buttons, total)

    return answer
