"""Next steps as buttons (R1.9): done, open again, another day; then back to the list they were pressed in."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.context import Context
from handlers.turn import Button, Reply
from handlers.visits.lists import today_with
from handlers.visits.log import NOUN
from language import dates
from locales.format import day, opening
from services import next_steps
from storage.drafts import Draft


def done(c: Context) -> Reply:
    """A next step is done; the list offers to open it again."""
    step = next_steps.finish(c.tx, c.actor, int(c.data["step"]), c.now)
    reply = today_with(c, int(c.data.get("offset", 0)), just_done=step)
    return replace(reply, toast=c.words.plain("visits.step_finished"))


def reopen(c: Context) -> Reply:
    """It was not done after all."""
    next_steps.reopen(c.tx, c.actor, int(c.data["step"]), c.now)
    return today_with(c, 0)


def ask_date(c: Context) -> Reply:
    """Another day for a next step: likely ones as buttons, or typed."""
    step_id = int(c.data["step"])
    days = [c.today + timedelta(days=distance) for distance in (1, 2, 7 - c.today.weekday(), 7)]
    rows = [
        [
            Button(
                opening(day(on, c.today, c.words.language)),
                "visits.step_put_off",
                {"step": step_id, "to": on.isoformat()},
            )
        ]
        for on in sorted(set(days))
    ]
    rows.append([c.button("common.back", "visits.today", step=step_id)])
    draft = Draft(NOUN, "step_date", {"step": step_id}, c.draft.id if c.draft else None)
    return Reply([c.say("visits.ask_step_date", rows)], draft=draft)


def put_off(c: Context) -> Reply:
    """A day pressed for a next step."""
    to = datetime.fromisoformat(str(c.data["to"])).date()
    next_steps.put_off(c.tx, c.actor, int(c.data["step"]), to, c.now)
    return replace(today_with(c, 0), ends=c.draft)


def date_typed(c: Context) -> Reply | None:
    """A day typed for a next step."""
    assert c.draft is not None
    found = dates.find(c.turn.text, c.said_on, "future")
    if not found:
        return None
    start = found[0].start
    to = start.date() if isinstance(start, datetime) else start
    next_steps.put_off(c.tx, c.actor, int(c.draft.data["step"]), to, c.now)
    return replace(today_with(c, 0), ends=c.draft)
