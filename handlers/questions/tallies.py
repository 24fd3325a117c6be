"""How much everybody did, side by side (R6.2): who visited most, who least, which group is ahead."""

from datetime import timedelta

from handlers.context import Context
from handlers.questions.answers import PAGE, Answer
from handlers.questions.asked import Asked
from handlers.questions.lines import span
from handlers.turn import Button
from services import questions
from services.questions import Tally
from storage.questions import Stretch

WEEK = timedelta(days=6)


def ranking(c: Context, asked: Asked, offset: int) -> Answer:
    """The members of the groups led, or the groups, by their visits; those with most first unless the fewest are asked
    for."""
    monday = c.today - timedelta(days=c.today.weekday())
    start = asked.days.start or monday
    days = Stretch(start, asked.days.end or (start if asked.days.start else monday + WEEK))
    found = questions.tallies(c.tx, c.actor, days, group_id=asked.group_id, by_group=asked.by_group)
    found.sort(key=lambda one: (one.visits, one.care), reverse=not asked.fewest)
    heading = c.t("questions.tallies", days=span(c, days), n=sum(one.visits for one in found))
    shown = found[offset : offset + PAGE]
    return Answer(heading, [_line(c, one) for one in shown], [_opening(one, days) for one in shown], len(found))


def _line(c: Context, one: Tally) -> str:
    line = c.t("questions.tally", name=one.name, n=one.visits, care=one.care)
    return line + c.t("questions.tally_planned", done=one.done, of=one.planned) if one.planned else line


def _opening(one: Tally, days: Stretch) -> Button:
    """Into what is counted: the members of a group, the visits of a member."""
    start, end = (day.isoformat() if day else None for day in (days.start, days.end))
    inside = Asked("visits", staff_ids=(one.staff_id,), start=start, end=end) if one.staff_id else None
    inside = inside or Asked("ranking", group_id=one.group_id, start=start, end=end)
    return Button(one.name, "questions.page", {"asked": inside.to_json()})
