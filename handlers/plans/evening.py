"""Asked in the evening about planned visits without a record (R2.4): log it, put it off, drop it, or it is there."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import Refused
from domain.plans import Item
from handlers.context import Context, unasked
from handlers.plan_card import label
from handlers.turn import Button, Message, Reply
from locales.format import day
from locales.markup import Markup, join
from services import evening_questions
from services.evening_questions import Question
from storage.tx import Tx


def told(tx: Tx, question: Question, now: datetime) -> list[Message]:
    """The question about one visit, or about several in one message."""
    actor = question.actor
    c = unasked(tx, actor.staff, actor.organisation, now)
    asked = _of(c, list(question.items), [one.id for one in question.items])
    return [Message(asked.text, asked.rows, actor.staff.telegram_id, key=question.key)]


def _of(c: Context, items: Sequence[Item], all_: list[int]) -> Message:
    if len(items) == 1:
        return _card(c, items[0], all_)
    lines: list[str] = [c.t("evening.several", n=len(items))]
    lines += [c.t("evening.line", place=place, what=_what(c, one)) for place, one in enumerate(items, 1)]
    row = [Button(str(place), "evening.item", {"item": one.id, "all": all_}) for place, one in enumerate(items, 1)]
    return Message(join([Markup(each) for each in lines]), [row[place : place + 5] for place in range(0, len(row), 5)])


def _what(c: Context, one: Item) -> str:
    return c.words.plain("evening.what", name=label(c, one), day=day(one.planned_on, c.today, c.words.language))


def _card(c: Context, one: Item, all_: list[int], key: str = "evening.one") -> Message:
    this = {"item": one.id, "all": all_}
    rows = [
        [
            c.button("evening.log", "visits.start", client=one.client_id),
            c.button("evening.done", "evening.done", **this),
        ],
        [c.button("evening.put_off", "plans.item", item=one.id), c.button("evening.drop", "plans.why", item=one.id)],
    ]
    if len(all_) > 1:
        rows.append([c.button("common.back", "evening.show", all=all_)])
    return Message(c.t(key, what=_what(c, one)), rows)


def show(c: Context) -> Reply:
    """What is still open of all that was asked about."""
    all_ = [int(each) for each in c.data["all"]]
    items = evening_questions.open_of(c.tx, c.actor, all_)
    return Reply([_of(c, items, all_) if items else c.say("evening.settled")])


def item(c: Context) -> Reply:
    """One of several chosen."""
    found = evening_questions.open_of(c.tx, c.actor, [int(c.data["item"])])
    return Reply([_card(c, found[0], [int(each) for each in c.data["all"]])]) if found else show(c)


def done(c: Context) -> Reply:
    """It was done and is recorded: that record is found. Where there is none, it can be told now."""
    item_id, all_ = int(c.data["item"]), [int(each) for each in c.data["all"]]
    try:
        one = evening_questions.done_already(c.tx, c.actor, item_id, c.now)
    except Refused as refused:
        found = evening_questions.open_of(c.tx, c.actor, [item_id])
        if not found:
            return show(c)
        if refused.key != "evening.no_record":
            raise
        return Reply([_card(c, found[0], all_, "evening.no_record")])
    rest = evening_questions.open_of(c.tx, c.actor, all_)
    noted = c.t("evening.noted", what=_what(c, one))
    if not rest:
        return Reply([Message(noted)])
    asked = _of(c, rest, all_)
    return Reply([Message(join([noted, Markup(""), asked.text]), asked.rows)])
