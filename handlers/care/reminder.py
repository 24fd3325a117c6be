"""What somebody is told when it is due (R3.4, R3.5): one message, however much it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.moments import Kind
from domain.staff import Actor, Staff
from handlers.care import moment_card
from handlers.context import Context
from handlers.moments import emoji, moment_name
from handlers.paging import PAGE
from handlers.plan_card import line as plan_line
from handlers.turn import Button, Message, Turn
from handlers.visit_card import short
from locales.format import day, opening, plain_day
from locales.markup import Markup, join
from locales.words import words
from services.nudges import Batch, Evening, Morning, Nudge
from storage import meetings
from storage.tx import Tx

MOST_PLANNED = 8
"""So many planned items stand in the morning message; /today has all."""

MANY = 3
"""So many clients of one holiday are one line."""

Rows = list[list[Button]]
Subject = list[Nudge]


def told(tx: Tx, batch: Batch, now: datetime) -> list[Message]:
    """The messages that tell everybody who is to hear it what is due now; none where all was dealt with meanwhile."""
    return [
        replace(message, chat_id=reader.telegram_id, key=f"{batch.key}:{reader.id}:{place}")
        for reader in batch.readers
        for place, message in enumerate(_to(tx, batch, reader, now))
    ]


def _to(tx: Tx, batch: Batch, reader: Staff, now: datetime) -> Sequence[Message]:
    c = _context(tx, batch, reader, now)
    subjects = by_subject(batch.nudges)
    lead = None
    if reader.id != batch.actor.id:
        lead = c.t("care.instead_of", name=batch.actor.staff.name)
    if batch.morning is None and batch.evening is None and len(subjects) == 1:
        return [moment_card.card(c, subjects[0], lead)]
    if batch.morning is None and not subjects and not (batch.evening and batch.evening.open):
        return []
    return [_overview(c, batch, subjects, lead)]


def _context(tx: Tx, batch: Batch, reader: Staff, now: datetime) -> Context:
    """The reader's side of a message that nobody asked for."""
    actor = Actor(reader, batch.actor.organisation)
    chat_id = reader.telegram_id or 0  # 0 in a rehearsal: nothing is sent there
    turn = Turn(0, now, chat_id, True, chat_id, reader.name)
    return Context(tx, turn, actor, now, words(actor.language))


def by_subject(nudges: Sequence[Nudge]) -> list[Subject]:
    """The moments of one person, or of one client as a whole, together; several for one come as one (R3.4).

    The end of a contract is business and stands by itself, and so does a holiday of many clients, which is one line.
    """
    feasts = Counter((each.name, each.on) for each in nudges if each.moment is Kind.HOLIDAY and each.person is None)
    found: dict[Any, Subject] = {}
    for each in nudges:
        about = ("p", each.person.id) if each.person else ("c", each.client_id)
        feast = each.person is None and feasts[each.name, each.on] >= MANY
        alone = not each.client_id or each.moment is Kind.CONTRACT_END or feast
        found.setdefault(("o", each.occurrence_id) if alone else about, []).append(each)
    return list(found.values())


def _overview(c: Context, batch: Batch, subjects: list[Subject], lead: str | None) -> Message:
    lines: list[str] = [lead, ""] if lead else []
    rows: Rows = []
    if batch.morning is not None:
        nudged = {each.occurrence_id for each in batch.nudges}
        steps = {each.id for each in batch.morning.steps}
        plans = [
            one for one in batch.morning.plans if one.occurrence_id not in nudged and (one.step_id or 0) not in steps
        ]
        lines += _morning(c, replace(batch.morning, plans=tuple(plans)), batch.actor.staff.name)
        rows.append([c.button("care.open_today", "visits.today")])
    if batch.evening is not None:
        batch = replace(batch, evening=_besides(batch.evening, batch.nudges))
    if subjects:
        lines += ["", c.t("care.due_heading", n=len(subjects))]
        told, under = listing(c, subjects)
        lines += told
        rows += under
    if batch.evening is not None and batch.evening.open:
        lines += ["", *_evening(c, batch.evening)]
        rows += [[_open(c, moment_card.label(_still(c, one)), [one.occurrence_id])] for one in batch.evening.open]
        if batch.evening.open_in_all > len(batch.evening.open):
            rows.append([c.button("care.all_open", "care.open")])
    text = join([Markup(each) for each in lines])
    return Message(Markup(text.strip("\n")), rows)


def _morning(c: Context, morning: Morning, name: str) -> list[str]:
    greeted = meetings.asked_on(c.tx, c.actor.id, morning.on)  # the question before the stand-up says good morning
    key = "care.morning_heading" if greeted else "care.good_morning"
    lines: list[str] = [c.t(key, name=name, day=opening(day(morning.on, c.today, c.words.language)))]
    if morning.plans:
        lines += ["", c.t("care.morning_plans", n=len(morning.plans))]
        lines += [plan_line(c, one) for one in morning.plans[:MOST_PLANNED]]
    if morning.steps:
        lines += ["", c.t("care.morning_steps", n=morning.steps_in_all)]
        for step in morning.steps:
            late = step.due_on is not None and step.due_on < morning.on
            key = "care.morning_late" if late else "care.morning_promise" if step.promised else "care.morning_line"
            client = f"{step.client}：" if step.client and c.words.language != "en" else ""
            client = f"{step.client}: " if step.client and c.words.language == "en" else client
            lines.append(c.t(key, text=client + short(step.text, 60)))
    return lines


def _evening(c: Context, evening: Evening) -> list[str]:
    lines: list[str] = [c.t("care.evening_heading", n=evening.open_in_all)]
    for one in evening.open:
        on = c.words.plain("care.today") if one.on == evening.on else plain_day(one.on, c.words.language, year=False)
        lines.append(c.t("care.evening_line", text=_still(c, one), day=on))
    return lines


def _besides(evening: Evening, nudges: Sequence[Nudge]) -> Evening:
    """What is open besides what the same message nudges."""
    named = {each.occurrence_id for each in nudges}
    rest = tuple(one for one in evening.open if one.occurrence_id not in named)
    return replace(evening, open=rest, open_in_all=evening.open_in_all - len(evening.open) + len(rest))


def _still(c: Context, one: Any) -> str:
    who = one.person or one.client or c.words.plain("care.our_team")
    return opening(c.words.plain("care.still_open", who=who, moment=moment_name(c.words, one.moment, one.name)))


def listing(c: Context, subjects: list[Subject], offset: int = 0) -> tuple[list[str], Rows]:
    """The lines and buttons of several subjects, five to a page; many of one holiday are one line."""
    entries = _entries(c, subjects)
    lines = [text for text, _ in entries[offset : offset + PAGE]]
    rows = [[button] for _, button in entries[offset : offset + PAGE]]
    every = [moment_card.ids(subject) for subject in subjects]
    if len(entries) > PAGE:
        row = []
        if offset > 0:
            row.append(c.button("common.previous", "care.page", groups=every, offset=max(0, offset - PAGE)))
        if offset + PAGE < len(entries):
            row.append(c.button("common.next", "care.page", groups=every, offset=offset + PAGE))
        rows.append(row)
    return lines, rows


def _entries(c: Context, subjects: list[Subject]) -> list[tuple[str, Button]]:
    feasts: dict[tuple[str, Any], list[Subject]] = {}
    for subject in subjects:
        if len(subject) == 1 and subject[0].moment is Kind.HOLIDAY and subject[0].name:
            feasts.setdefault((subject[0].name, subject[0].on), []).append(subject)
    found: list[tuple[str, Button]] = []
    for subject in subjects:
        first = subject[0]
        together = feasts.get((first.name or "", first.on), []) if len(subject) == 1 else []
        if len(together) < MANY:
            text = "\n".join(moment_card.headline(c, each) for each in subject)
            found.append((text, _open(c, moment_card.label(_label(c, subject)), moment_card.ids(subject))))
        elif subject is together[0]:
            found.append(_feast(c, together))
    return found


def _feast(c: Context, together: list[Subject]) -> tuple[str, Button]:
    first = together[0][0]
    name = moment_name(c.words, first.moment, first.name)
    on = moment_card.falls(c, first)
    text = c.t("care.feast_line", sign=emoji(first.moment), moment=name, day=on, n=len(together))
    label = c.words.plain("care.feast_label", moment=name, n=len(together))
    groups = [moment_card.ids(subject) for subject in together]
    return text, Button(label, "care.feast", {"groups": groups, "fresh": True})


def _label(c: Context, subject: Subject) -> str:
    first = subject[0]
    who = first.person.name if first.person else first.client or c.words.plain("care.our_team")
    return opening(c.words.plain("care.still_open", who=who, moment=moment_name(c.words, first.moment, first.name)))


def _open(c: Context, label: str, ids: list[int]) -> Button:
    return Button(label, "care.show", {"occ": ids, "fresh": True})
