"""What the clock says of its own accord: what is due, put into words by a view, queued in the same unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic

from bot.dispatch import Row, queue
from domain.frozen import frozen
from handlers.action_items import todo
from handlers.calendar import workdays
from handlers.care import reminder as care
from handlers.digests import digest
from handlers.meetings import clock as meeting_clock
from handlers.plans import brief, evening
from handlers.plans import reminder as plan_reminder
from handlers.referrals import reminder as referral_reminder
from handlers.teams import chat as team_chat
from handlers.turn import Message
from scheduler.tick import Job
from services import (
    action_items,
    briefs,
    digests,
    evening_questions,
    meetings,
    nudges,
    plan_rounds,
    referral_reminders,
    team_chats,
    workday_list,
)
from services.upcoming import Due, Source
from storage.tx import Tx


@frozen
class Reminder(Generic[Due]):
    """A source of things due, and the view that puts them into words.

    The view's messages carry the chat they are for, and a key where they must be said once at most.
    """

    source: Source[Due]
    told: Callable[[Tx, Due, datetime], Sequence[Message]]


REMINDERS: tuple[Reminder[Any], ...] = (
    Reminder(nudges.SOURCE, care.told),
    Reminder(workday_list.SOURCE, workdays.told),
    Reminder(team_chats.SOURCE, team_chat.told),
    Reminder(meetings.SOURCE, meeting_clock.told),
    Reminder(action_items.SOURCE, todo.told),
    Reminder(plan_rounds.SOURCE, plan_reminder.told),
    Reminder(referral_reminders.SOURCE, referral_reminder.told),
    Reminder(briefs.SOURCE, brief.told),
    Reminder(evening_questions.SOURCE, evening.told),
    Reminder(digests.SOURCE, digest.told),
)
"""Everything that the clock says, in the order in which it is said where it comes at the same instant."""


def job(reminder: Reminder[Any]) -> Job:
    """The tick's job that says what is due of one source; its messages are prompts, said once at most."""

    def remind(tx: Tx, now: datetime) -> tuple[list[Row], bool]:
        found, more = reminder.source.due(tx, now)
        rows: list[Row] = []
        for each in found:
            for message in reminder.told(tx, each, now):
                assert message.chat_id is not None
                chat_id = message.chat_id
                user_id = chat_id if chat_id > 0 else None
                queued = queue(tx, replace(message, prompt=True), now, chat_id=chat_id, user_id=user_id)
                rows += [row for row in queued if row is not None]
        return rows, more

    remind.__name__ = f"remind_{reminder.source.name}"
    return remind
