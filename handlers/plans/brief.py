"""The brief before a planned visit (R2.7): what one wants to know at the door, on one screen."""

import re
from datetime import datetime

from handlers import fields
from handlers.context import Context, unasked
from handlers.turn import Button, Message
from handlers.visit_card import comma, short
from locales.format import day, opening, plain_day
from locales.markup import Markup, join
from services.briefs import Brief, VisitBrief
from storage.next_steps import Step
from storage.tx import Tx

PEOPLE_SHOWN = 4
_CLAUSES = re.compile(r"[，,；;。:：]\s*")
_GOING = re.compile(r"去|拜访|拜訪|走访|走訪|见|見|\b(?:visit|see|meet|go|call)\b", re.IGNORECASE)
ETIQUETTE = ("call_ahead", "uniform", "phone_silent", "both_hands", "no_promises", "on_time", "listen", "note_down")
"""What to mind at a client's; two of them in each brief, others every day."""


def told(tx: Tx, brief: Brief, now: datetime) -> list[Message]:
    """The message with all that a manager should know of the visits that begin next."""
    c = unasked(tx, brief.actor.staff, brief.actor.organisation, now)
    lines: list[str] = []
    rows: list[list[Button]] = []
    for visit in brief.visits:
        lines += [*_about(c, visit), ""]
        rows.append(_buttons(c, visit, alone=len(brief.visits) == 1))
    lines.append(_tips(c, brief))
    if len(brief.visits) == 1:
        one = brief.visits[0]
        rows.append([
            c.button("briefs.move", "plans.item", item=one.item.id),
            c.button("briefs.ask", "referrals.ask", client=one.client.id),
        ])  # fmt: skip
    first = brief.visits[0].item
    key = f"brief:{first.planned_on.isoformat()}:{brief.actor.id}:{first.id}"
    return [Message(join([Markup(each) for each in lines]), rows, brief.actor.staff.telegram_id, key=key)]


def _about(c: Context, visit: VisitBrief) -> list[str]:
    client = visit.client
    class_ = c.words.plain(f"visits.class_{client.class_}") if client.class_ else ""
    lines: list[str] = [c.t("briefs.heading", when=_when(c, visit), client=client.name)]
    facts = [each for each in (class_, client.district or "", client.address or "") if each]
    if facts:
        lines.append(c.t("briefs.facts", facts=" · ".join(facts)))
    if visit.people:
        named = [fields.person(c, one.name, one.position) for one in visit.people[:PEOPLE_SHOWN]]
        lines.append(c.t("briefs.people", names=comma(c, named)))
    if visit.last is None:
        lines.append(c.t("briefs.never"))
    else:
        on = day(visit.last.visited_on, c.today, c.words.language)
        lines.append(c.t("briefs.last", day=on, content=short(visit.last.content, 120)))
    lines += [_step(c, step) for step in visit.steps]
    if visit.contract is not None and visit.contract.ends_on is not None:
        ends = plain_day(visit.contract.ends_on, c.words.language, year=visit.contract.ends_on.year != c.today.year)
        lines.append(c.t("briefs.contract", subject=short(visit.contract.subject or "", 40), day=ends))
    lines += [
        c.t("briefs.birthday", name=near.person.name, day=day(near.occurrence.on, c.today, c.words.language))
        for near in visit.birthdays[:2]
    ]
    if purpose := _purpose(visit.item.text or ""):
        lines.append(c.t("briefs.planned", text=short(purpose, 120)))
    return lines


def _purpose(text: str) -> str:
    """What a planning sentence says besides when and to whom: 明天去拜访雁中王校长，聊聊宽带 is for 聊聊宽带."""
    first, *rest = _CLAUSES.split(text.strip(), maxsplit=1)
    return rest[0].strip() if rest else "" if _GOING.search(first) else first


def _when(c: Context, visit: VisitBrief) -> str:
    on = opening(day(visit.item.planned_on, c.today, c.words.language))
    if visit.item.planned_at is not None:
        return f"{on} {visit.item.planned_at.astimezone(c.actor.zone):%H:%M}"
    return f"{on} {c.words.plain(f'plans.{visit.item.half}')}" if visit.item.half else on


def _step(c: Context, step: Step) -> str:
    due = day(step.due_on, c.today, c.words.language) if step.due_on else ""
    dated, undated = "briefs.step", "briefs.step_undated"
    if step.promised:
        dated, undated = "briefs.promise", "briefs.promise_undated"
    return c.t(dated if due else undated, text=short(step.text, 100), day=due)


def _tips(c: Context, brief: Brief) -> str:
    turn = brief.visits[0].item.id + c.today.toordinal()
    one, other = ETIQUETTE[turn % len(ETIQUETTE)], ETIQUETTE[(turn + 3) % len(ETIQUETTE)]
    return c.t("briefs.etiquette", one=c.words.plain(f"briefs.tip_{one}"), other=c.words.plain(f"briefs.tip_{other}"))


def _buttons(c: Context, visit: VisitBrief, *, alone: bool) -> list[Button]:
    client = visit.client
    log = c.words.plain("briefs.log" if alone else "briefs.log_of", client=short(client.name, 14))
    card = c.words.plain("briefs.client")
    return [Button(log, "visits.start", {"client": client.id}), Button(card, "clients.show", {"client": client.id})]
