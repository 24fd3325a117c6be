"""Questions to the records: asked in words or by a button, answered five lines to a page, in place."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from domain.persons import Person
from domain.plans import PlanKind, period_start
from domain.staff import LEADING, RECORDING
from handlers.context import Context
from handlers.plans import plan, team
from handlers.questions import answers
from handlers.questions.answers import PAGE, Answer
from handlers.questions.asked import Asked, asked
from handlers.questions.lines import client_names, on_day
from handlers.questions.tallies import ranking
from handlers.turn import Button, Message, Reply
from handlers.visits import lists
from locales.format import masked_phone, opening
from locales.markup import Markup, join
from services import next_steps, questions
from storage import persons

_ANSWERS: dict[str, Callable[[Context, Asked, int], Answer]] = {
    "last_visit": answers.last_visit,
    "visits": answers.visits,
    "overdue": answers.overdue,
    "birthdays": answers.birthdays,
    "next_steps": answers.steps,
    "competitors": answers.competitors,
    "care": answers.cared,
    "contract": answers.contracts,
    "demands": answers.noted("demand", "demands"),
    "plan": answers.planned,
    "ranking": ranking,
}

_OFFERED = ("visits", "overdue", "birthdays", "next_steps", "competitors")
_CLOSED_PER_ROW = 3
_CLEAR_NAME = 3
"""So many persons of one name are shown; beyond that the question was not about one of them."""


def ask(c: Context) -> Reply:
    """Free text understood as a question."""
    question = asked(c, c.understand())
    if question.topic == "plan" and _about_today(c, question):
        return lists.today(c)
    if question.topic == "not_submitted":
        return _plans_of_all(c, question)
    if question.topic == "to_decide":
        return team.waiting(c)
    if question.topic == "plan" and _PLAN_ITSELF.fullmatch(c.turn.text.strip()):
        return plan.named(c, c.turn.text)
    return Reply([_answered(c, question, 0)])


def _about_today(c: Context, question: Asked) -> bool:
    """Whether the asker's own day is asked for."""
    days = question.days
    nobody = not (question.client_ids or question.person_ids or question.staff_ids)
    return nobody and c.actor.role in RECORDING and days.start == c.today and days.end in (None, c.today)


_PLAN_ITSELF = re.compile(
    r"(?:看一?[下看]|給?给?我看)?(?:我的?)?(?:[这這本下]个?個?[周週月]|今年|明年)的?[计計][划畫劃][。.!！]?"
    r"|(?:show (?:me )?)?(?:my )?(?:this|next) (?:week|month|year)(?:'s)? plan[.!]?",
    re.I,
)
_LONGEST_WEEK = timedelta(days=6)


def _plans_of_all(c: Context, question: Asked) -> Reply:
    """Who has handed in the plan of the period that is asked about, and who has not (R4.3)."""
    days = question.days
    if days.start is None:
        return team.overview(c)
    long = days.end is not None and days.end - days.start > _LONGEST_WEEK
    kind = PlanKind.MONTH if long else PlanKind.WEEK
    start = period_start(kind, days.start)
    return team.overview(replace(c, data={"kind": kind.value, "start": start.isoformat()}))


def page(c: Context) -> Reply:
    """Another page of an answer, or a question that was offered as a button."""
    return Reply([_answered(c, Asked.from_json(c.data["asked"]), int(c.data.get("offset", 0)))])


def step_done(c: Context) -> Reply:
    """A next step closed in the list: the list as it is now."""
    next_steps.finish(c.tx, c.actor, int(c.data["step"]), c.now)
    return page(c)


def _answered(c: Context, question: Asked, offset: int) -> Message:
    if question.topic == "person" and question.person_ids:
        return _persons(c, question)
    if question.topic in ("client", "person") and question.client_ids:
        return _client(c, question)
    topic = _ANSWERS.get(question.topic)
    if topic is None:
        return _help(c)
    answer = topic(c, question, offset)
    if not answer.lines and offset:
        return _answered(c, question, offset - PAGE)
    turning = []
    if offset:
        turning.append(c.button("common.previous", "questions.page", asked=question.to_json(), offset=offset - PAGE))
    if offset + PAGE < answer.total:
        turning.append(c.button("common.next", "questions.page", asked=question.to_json(), offset=offset + PAGE))
    rows = [*_opening(c, answer, offset), [*turning, c.button("common.close", "common.close")]]
    lines = [each for each in (answer.heading, *_numbered(answer, offset)) if each]
    if answer.total > PAGE:
        pages = (answer.total + PAGE - 1) // PAGE
        lines.append(c.t("common.page", page=offset // PAGE + 1, pages=pages))
    return Message(join(lines), rows)


def _numbered(answer: Answer, offset: int) -> list[str]:
    """The lines with their numbers, where there is more than one."""
    if answer.total <= 1:
        return [Markup(opening(each)) for each in answer.lines]
    return [Markup(f"{place}. {opening(each)}") for place, each in enumerate(answer.lines, offset + 1)]


def _opening(c: Context, answer: Answer, offset: int) -> list[list[Button]]:
    """A button for each line, by its number; the only one is called by its name."""
    if answer.total <= 1:
        return [[button] for button in answer.buttons]
    closes = any(button.action == "questions.step_done" for button in answer.buttons)
    key, per_row = ("visits.step_done", _CLOSED_PER_ROW) if closes else ("visits.number", PAGE)
    keys = [
        replace(button, label=c.words.plain(key, place=place))
        for place, button in enumerate(answer.buttons, offset + 1)
    ]
    return [keys[place : place + per_row] for place in range(0, len(keys), per_row)]


def _help(c: Context) -> Message:
    rows = [
        [c.button(f"questions.ask_{topic}", "questions.page", asked=Asked(topic).to_json()) for topic in pair]
        for pair in (_OFFERED[:2], _OFFERED[2:4], _OFFERED[4:])
    ]
    leading = [c.t("questions.examples_leading")] if c.actor.role in LEADING else []
    return Message(join([c.t("questions.help"), c.t("questions.examples"), *leading]), rows)


def _client(c: Context, question: Asked) -> Message:
    """Who has a client, who are its contacts, when it was last visited."""
    known = questions.client(c.tx, c.actor, question.client_ids[0])
    if known is None:
        return c.say("questions.not_in_scope")
    lines: list[str] = [c.t("questions.client", client=known.client.name)]
    if known.manager:
        lines.append(c.t("questions.manager", name=known.manager))
    else:
        lines.append(c.t("questions.no_manager"))
    if known.last_visit_on:
        lines.append(c.t("questions.last_day", day=on_day(c, known.last_visit_on)))
    else:
        lines.append(c.t("questions.no_last_day"))
    shown = known.persons[:PAGE]
    lines += [c.t("questions.contact_line", person=each.name, position=each.position or "").rstrip() for each in shown]
    rows = [[Button(each.name, "persons.show", {"person": each.id})] for each in shown]
    return Message(join(lines), [*rows, *_client_rows(c, question)])


def _persons(c: Context, question: Asked) -> Message:
    """A person's position and phone, the phone masked; who is meant by several of one name is for the asker to see."""
    found = [person for id_ in question.person_ids[:_CLEAR_NAME] if (person := persons.load(c.tx, c.actor, id_))]
    if not found:
        return c.say("questions.not_in_scope")
    lines: list[str] = []
    rows = []
    for person in found:
        lines += [*_person(c, person), ""]
        row = [Button(person.name, "persons.show", {"person": person.id})]
        if person.phone:
            label = c.words.plain("questions.see_phone", person=person.name)
            row.append(Button(label, "persons.reveal", {"person": person.id}))
        rows.append(row)
    return Message(join(lines[:-1]), [*rows, [c.button("common.close", "common.close")]])


def _person(c: Context, person: Person) -> list[str]:
    home = client_names(c, Asked("client", client_ids=(person.client_id,)))
    lines: list[str] = [c.t("questions.person", person=person.name, client=home)]
    if person.position:
        lines.append(c.t("questions.position", position=person.position))
    if person.phone:
        lines.append(c.t("questions.phone", phone=masked_phone(person.phone)))
    else:
        lines.append(c.t("questions.no_phone"))
    if person.hobbies:
        lines.append(c.t("questions.likes", text=person.hobbies))
    return lines


def _client_rows(c: Context, question: Asked) -> list[list[Button]]:
    opening = [[c.button("notes.open_client", "clients.show", client=id_)] for id_ in question.client_ids[:1]]
    return [*opening, [c.button("common.close", "common.close")]]
