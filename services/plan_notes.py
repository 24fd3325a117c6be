"""What the manager plans in a sentence (R4.2): kept as a note word for word, and put into the plan of its week."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.errors import Refused
from domain.frozen import frozen
from domain.notes import Note
from domain.planning import Half
from domain.plans import Action, Item, ItemState, Plan, PlanKind, period_start
from domain.staff import Actor, Role
from language import dates
from language.dates import Mention
from language.patterns import lazy, pattern
from language.understanding import Understanding
from services import plans
from services.plans import Changed, NewItem, Shown, today
from storage import clients
from storage import plans as records
from storage.plans import CUT
from storage.tx import Tx

PLAN = "plan"
"""The intent of such a note."""

_OF_A_DAY = ("minute", "part", "day")
_WEEKDAY = re.compile(
    r"周|週|星期|礼拜|禮拜|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\b", re.IGNORECASE
)
_MOVED = re.compile(
    r"(?:改|挪|换|換|移|推迟|推遲|推|延后|延後|延|顺延|順延|提前)(?:到|至|成|在)"
    r"|\bmove[ds]?\b|reschedul|postpone|put off",
    re.IGNORECASE,
)
_FORENOON = frozenset({"dawn", "morning", "opening"})
_AFTERNOON = frozenset({"noon", "afternoon", "evening", "night", "closing", "after_work"})


_WORK = pattern("our_act")
_MORE_WORK = lazy(
    r"写|寫|学习|學習|会$|會$|会议|會議|值班|休假|请假|請假|调休|補休|体检|體檢|考试|考試|面试|面試|盘点|盤點|对账|對帳|总结|總結|报销|報銷"
    r"|\b(?:write|meeting|training|course|exam|paperwork|report|review|leave|day off|stock ?tak|checkup)",
    re.IGNORECASE,
)
_DONE = pattern("care_done")
_ANSWERED_ELSEWHERE = frozenset({"query", "cancel", "demand", "competitor"})
_TO_BE_DONE = frozenset({"visit", "care", "plan", "next_step"})
_WORD = lazy(r"[^\W\d_]")


def to_be_planned(read: Understanding, on: date | None, today_: date) -> bool | None:
    """Whether words typed to be put into a plan name something to be done, with a day of theirs (`on`) or without;
    False for a greeting, a question, or what was done already: they are answered as anywhere else. None where nobody
    can tell."""
    intent, text = read.intent.value, read.text
    if intent in _ANSWERED_ELSEWHERE or len(_WORD.findall(text)) < 2:
        return False
    past = read.date is not None and read.date.value <= today_ and (on is None or on <= today_)
    if intent in ("visit", "care") and past and _DONE.search(text):
        return False
    work = intent in _TO_BE_DONE or bool(_MORE_WORK.search(text))
    if intent == "smalltalk":  # the shorter words for work mean little by themselves
        return work or (on is not None and bool(_WORK.search(text)))
    work = work or bool(_WORK.search(text))
    return True if work or on is not None or text.strip() in {each.words for each in read.clients} else None


def half_said(text: str, now: datetime) -> Half | None:
    """The half-day that a text names; `now` is local wall time."""
    parts = [mention.part for mention in dates.find(text, now, "future") if mention.part]
    if any(part in _FORENOON for part in parts):
        return Half.FORENOON
    return Half.AFTERNOON if any(part in _AFTERNOON for part in parts) else None


@frozen
class Followed:
    """What became of the plans when a note was kept, changed or taken back: what was put in, and the plans that wait
    for their approvers' word again because of it (R4.3)."""

    put_in: Changed | None = None
    waiting: tuple[Shown, ...] = ()


def noted(tx: Tx, actor: Actor, note: Note, now: datetime) -> Followed:
    """Let the plan follow a note, as it was kept or changed; nothing is put in where it plans nothing for a day still
    to come.

    A visit to the same client that the bot had drafted into the same week gives way to what the manager says. What was
    done by now, or stood on a day that has passed, is for the summary to account for, and stays.
    """
    stood = records.matching(tx, states=tuple(ItemState), note_id=note.id)
    day = today(actor, now)
    ahead = note.intent == PLAN and note.about_on is not None and note.about_on >= day
    over = any(one.state is ItemState.OPEN and one.planned_on < day for one, _ in stood)
    if any(one.state is ItemState.DONE for one, _ in stood) or (over and not ahead):
        return Followed()
    lost = _take_out(tx, stood)
    changed = _put_in(tx, actor, note, now) if ahead else None
    _settle_left(tx, stood, changed)
    touched = {} if changed is None else {each.plan.id: each for each in (changed.shown, *changed.others)}
    touched |= {plan.id: _touched(tx, actor, plan, now) for plan in lost if plan.id not in touched}
    return Followed(changed, tuple(each for each in touched.values() if each.approvers))


def _put_in(tx: Tx, actor: Actor, note: Note, now: datetime) -> Changed | None:
    """What a sentence plans, in the plan of its week; None where the client went to somebody else, or nobody is there
    to approve: the note stands for itself then."""
    assert note.about_on is not None
    plan = records.ensure(tx, _owner(tx, actor, note), PlanKind.WEEK, period_start(PlanKind.WEEK, note.about_on))
    try:
        with tx.savepoint():
            changed = plans.add(tx, actor, plan.id, _new(note, actor), now)
    except Refused:
        return None
    homes: dict[int, Plan] = {}
    for other, home in _giving_way(tx, note, plan, changed.item, today(actor, now)):
        records.change_item(tx, other.id, {"state": ItemState.DROPPED, "not_done": CUT, "rolled_to": changed.item.id})
        homes |= {home.id: home} if home.id != plan.id else {}
    fresh = replace(plans.load(tx, actor, plan.id), approvers=changed.shown.approvers)
    return replace(changed, shown=fresh, others=tuple(_touched(tx, actor, home, now) for home in homes.values()))


def gone(tx: Tx, actor: Actor, note_id: int, now: datetime) -> Followed:
    """A note was taken back: so is what it had put into the plan, and what had given way to it is there again."""
    stood = records.matching(tx, states=tuple(ItemState), note_id=note_id)
    lost = _take_out(tx, stood)
    _settle_left(tx, stood, None)
    touched = (_touched(tx, actor, plan, now) for plan in lost)
    return Followed(waiting=tuple(each for each in touched if each.approvers))


def _take_out(tx: Tx, stood: Sequence[tuple[Item, Plan]]) -> list[Plan]:
    """Take what a note put in out of the plans again, and what was cut of it; the plans that lost something."""
    lost: dict[int, Plan] = {}
    for one, plan in stood:
        if one.state is ItemState.OPEN:
            records.give_way_back(tx, one)
            lost[plan.id] = plan
        if one.state is ItemState.OPEN or one.not_done == CUT:
            records.remove_items(tx, [one.id])
    return list(lost.values())


def _settle_left(tx: Tx, stood: Sequence[tuple[Item, Plan]], changed: Changed | None) -> None:
    """Let what went over into another plan say where it is now: where it came back into its own plan once is enough,
    and where it is nowhere it was dropped."""
    for one, _ in stood:
        if one.state is not ItemState.ROLLED:
            continue
        if changed is None:
            records.change_item(tx, one.id, {"state": ItemState.DROPPED, "not_done": one.not_done or CUT})
        elif one.plan_id == changed.item.plan_id:
            records.remove_items(tx, [one.id])
        else:
            records.change_item(tx, one.id, {"rolled_to": changed.item.id})


def _touched(tx: Tx, actor: Actor, plan: Plan, now: datetime) -> Shown:
    """A plan that lost something; where nobody is there to approve it again, it stays as it is."""
    try:
        with tx.savepoint():
            return plans.touched(tx, actor, plan, now)
    except Refused:
        records.bump(tx, plan.id)
        return plans.load(tx, actor, plan.id)


def _owner(tx: Tx, actor: Actor, note: Note) -> int:
    """Whose plan it is: an assistant's sentence is of the client's manager, or the first they assist."""
    if actor.role is not Role.ASSISTANT:
        return actor.id
    client = clients.load(tx, actor, note.client_id) if note.client_id is not None else None
    assisted = actor.staff.assists[0] if actor.staff.assists else actor.id
    return client.manager_id if client and client.manager_id else assisted


def _new(note: Note, actor: Actor) -> NewItem:
    assert note.about_on is not None
    wall = note.noted_at.astimezone(actor.zone).replace(tzinfo=None)
    care = note.care_form not in (None, "visit")
    action = Action.CARE if care and note.client_id else Action.VISIT if note.client_id else Action.TASK
    person = next((met.person_id for met in note.persons if met.person_id is not None), None)
    return NewItem(
        note.about_on,
        note.client_id,
        action,
        half_said(note.text, wall),
        note.about_at,
        note.text,
        person,
        note.id,
    )


def _giving_way(tx: Tx, note: Note, plan: Plan, new: Item, day: date) -> list[tuple[Item, Plan]]:
    """What a sentence takes the place of: the visit to the same client that was drafted into its week; where it says
    that a visit is moved (二院改到周四), the next one that stands in any week's plan."""
    if new.client_id is None or new.action is not Action.VISIT:
        return []
    found = [
        (one, home)
        for one, home in records.matching(
            tx, states=(ItemState.OPEN,), staff_ids=(plan.staff_id,), client_id=new.client_id, action=Action.VISIT
        )
        if home.kind is PlanKind.WEEK and one.id != new.id and home.ends_on >= day
    ]
    if _MOVED.search(note.text):
        return found[:1]
    return [(one, home) for one, home in found if home.id == plan.id and one.drafted]


def of_note(tx: Tx, note_id: int) -> tuple[Item, Plan] | None:
    """What a note put into a plan, and that plan."""
    return next(iter(records.matching(tx, states=(ItemState.OPEN, ItemState.DONE), note_id=note_id)), None)


def day_said(text: str, now: datetime, on: date) -> tuple[date, Half | None, datetime | None] | None:
    """The day, half-day and hour (as local wall time) that words name for an item which stands on a day; None where
    they name none. An hour alone leaves it on its day."""
    found = [each for each in dates.find(text, now, "future") if each.grain in _OF_A_DAY]
    ahead = [each for each in found if _day(each) >= now.date()]
    if not ahead:
        return None
    day = _day_meant(ahead[0], now.date(), on)
    hours = (each.start for each in ahead if isinstance(each.start, datetime) and each.grain == "minute")
    hour = next(hours, None)
    return day, half_said(text, now), datetime.combine(day, hour.time()) if hour else None


def _day(mention: Mention) -> date:
    return mention.start.date() if isinstance(mention.start, datetime) else mention.start


def _day_meant(mention: Mention, today_: date, on: date) -> date:
    """The day of a mention as said of an item on a day: an hour alone is of that day, a bare weekday of its week."""
    day = _day(mention)
    if mention.explicit:
        return day
    if _WEEKDAY.search(mention.text):
        there = on + timedelta(days=day.weekday() - on.weekday())
        return there if there >= today_ else day
    return on if day == today_ else day
