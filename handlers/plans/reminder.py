"""What the clock says of plans (R4.2-R4.4): hand in, who is missing, sum up."""

from datetime import datetime

from domain.plans import PlanKind, Stage
from handlers.context import Context, unasked
from handlers.plan_card import period
from handlers.plans import summary
from handlers.turn import Button, Message
from handlers.visit_card import comma
from locales.format import moment
from services import plan_summaries, plans
from services.plan_rounds import Reminded
from storage.tx import Tx


def told(tx: Tx, said: Reminded, now: datetime) -> list[Message]:
    """The message that tells a reader what is due of a period."""
    if not said.reachable:
        return []
    c = unasked(tx, said.reader, said.house, now)
    match said.stage:
        case Stage.MISSING:
            shown = _missing(c, said)
        case Stage.SUMMARY:
            shown = _summary(c, said)
        case _:
            shown = _reminder(c, said)
    return [Message(shown.text, shown.rows, chat_id=said.reader.telegram_id, prompt=True, key=said.key)]


def _reminder(c: Context, said: Reminded) -> Message:
    when = moment(said.due_at.astimezone(c.actor.zone), c.today, c.words.language)
    key = "plans.remind_begun" if said.plan is not None and said.plan.drafted_at is not None else "plans.remind"
    if c.now > said.due_at:
        key = "plans.remind_late"
    return Message(c.t(key, period=_name(c, said), when=when), [[_open(c, said)]])


def _missing(c: Context, said: Reminded) -> Message:
    names = comma(c, [one.name for one in said.missing])
    done = said.members - len(said.missing)
    text = c.t("plans.missing", period=_name(c, said), names=names, n=len(said.missing), done=done, all=said.members)
    data = {"kind": said.kind.value, "start": said.starts_on.isoformat()}
    return Message(text, [[c.button("plans.see_all", "plans.team", **data)]])


def _summary(c: Context, said: Reminded) -> Message:
    assert said.plan is not None
    found = plan_summaries.summary(c.tx, c.actor, said.plan.id, c.now)
    key = "plans.sum_up_week" if said.kind is PlanKind.WEEK else "plans.sum_up_month"
    return summary.card(c, found, lead=c.t(key))


def _name(c: Context, said: Reminded) -> str:
    return period(c, plans.blank(said.kind, said.starts_on))


def _open(c: Context, said: Reminded) -> Button:
    data = {"kind": said.kind.value, "start": said.starts_on.isoformat(), "staff": said.reader.id}
    return c.button("plans.open_it", "plans.open", **data)
